//! A bank statement: ISO 20022 camt.053, versions 02 and 08, as German banks write it.
//!
//! No DTD and no entities but XML's own five: whatever names others is refused, so nothing can be fetched or blown up.
//! Booked entries only; debits are payments of the city, credits are money that came (back). The file is read once from front to
//! back and one entry at a time is held as a tree, so a hundred thousand cost no more memory than what they say. Where a statement
//! says what it began and ended with, its booked entries must lead from one to the other.

use super::Entry;
use crate::{
    kernel::money::Cents,
    platform::table::{self, Problem},
};
use chrono::NaiveDate;
use quick_xml::{Reader, events::Event};
use std::collections::HashMap;

/// More levels than any statement has.
const DEEPEST: usize = 40;

/// Larger than a hundred thousand entries.
const MOST_BYTES: usize = 128 * 1024 * 1024;

/// The entries of a statement with the lines on which they begin.
///
/// # Errors
/// Every problem of the file.
pub fn read_camt053(bytes: &[u8]) -> Result<Vec<(u64, Entry)>, Vec<Problem>> {
    if bytes.len() > MOST_BYTES {
        let why = table::Why::of("table-too-large").number("megabytes", MOST_BYTES / 1024 / 1024);
        return Err(vec![Problem::new(1, None, "", why)]);
    }
    let Ok(text) = std::str::from_utf8(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)) else {
        return Err(vec![problem(1, None, "", "billing-camt-not-utf8")]);
    };
    let mut book = Book::default();
    let root = parts(text, |statement, part| book.take(statement, &part)).map_err(|problem| vec![problem])?;
    if !root.is_statement {
        return Err(vec![problem(root.line, None, &root.name, "billing-camt-no-statement")]);
    }
    book.close()
}

/// What the statements of a file have said so far.
#[derive(Default)]
struct Book {
    entries: Vec<(u64, Entry)>,
    problems: Vec<Problem>,
    /// By number of the statement.
    balances: HashMap<usize, Balances>,
}

/// What a statement began and ended with, and what was booked, all as the account holder sees it.
#[derive(Default)]
struct Balances {
    opening: Option<i64>,
    closing: Option<(u64, i64)>,
    booked: i64,
}

impl Book {
    fn take(&mut self, statement: usize, part: &Node) {
        match part.name.as_str() {
            "Ntry" if is_booked(part) => {
                let booked = entry(part, &mut self.entries, &mut self.problems);
                self.balances.entry(statement).or_default().booked += booked;
            }
            "Bal" => self.balance(statement, part),
            _ => {}
        }
    }

    /// Opening (OPBD, or the previous closing PRCD) and closing (CLBD) of what is booked; others are not compared.
    fn balance(&mut self, statement: usize, node: &Node) {
        let kind = node.text_at(&["Tp", "CdOrPrtry", "Cd"]);
        if !matches!(kind, "OPBD" | "PRCD" | "CLBD") {
            return;
        }
        let sign = if node.text_at(&["CdtDbtInd"]) == "DBIT" { -1 } else { 1 };
        let Some(cents) = euros(node, node, &mut self.problems) else { return };
        let balances = self.balances.entry(statement).or_default();
        match kind {
            "CLBD" => balances.closing = Some((node.line, sign * cents)),
            _ => balances.opening = Some(sign * cents),
        }
    }

    fn close(mut self) -> Result<Vec<(u64, Entry)>, Vec<Problem>> {
        for balances in self.balances.values() {
            if let (Some(opening), Some((line, closing))) = (balances.opening, balances.closing)
                && opening + balances.booked != closing
            {
                let reached = Cents(opening + balances.booked).plain();
                let why = table::Why::of("billing-camt-balance").text("reached", reached);
                self.problems.push(Problem::new(line, Some("Bal"), &Cents(closing).plain(), why));
            }
        }
        let mut first: HashMap<&str, u64> = HashMap::with_capacity(self.entries.len());
        for (line, entry) in &self.entries {
            if let Some(first) = first.get(entry.reference.as_str()) {
                let why = table::Why::of("table-not-unique").number("line", *first);
                self.problems.push(Problem::new(*line, Some("AcctSvcrRef"), &entry.reference, why));
            } else {
                first.insert(&entry.reference, *line);
            }
        }
        if self.problems.is_empty() {
            Ok(self.entries)
        } else {
            self.problems.sort_by_key(|problem| problem.line);
            Err(self.problems)
        }
    }
}

fn problem(line: u64, element: Option<&str>, value: &str, key: &'static str) -> Problem {
    Problem::new(line, element, value, table::Why::of(key))
}

/// An element with what is needed of it.
#[derive(Debug, Default)]
struct Node {
    name: String,
    line: u64,
    currency: String,
    text: String,
    keeps: bool,
    children: Vec<Node>,
}

impl Node {
    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Node> {
        self.children.iter().filter(move |child| child.name == name)
    }
    fn at(&self, path: &[&str]) -> Option<&Node> {
        path.iter().try_fold(self, |node, name| node.children.iter().find(|child| child.name == *name))
    }
    fn text_at(&self, path: &[&str]) -> &str {
        self.at(path).map_or("", |node| node.text.trim())
    }
}

/// What the file is, once it was read to its end.
struct Root {
    name: String,
    line: u64,
    is_statement: bool,
}

/// Counts lines as the reader goes on.
struct Lines<'t> {
    text: &'t [u8],
    at: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line of a position that is not before the last one.
    fn of(&mut self, position: usize) -> u64 {
        let to = Ord::min(position, self.text.len());
        let passed = self.text.get(self.at..to).unwrap_or_default();
        self.line += passed.iter().map(|byte| u64::from(*byte == b'\n')).sum::<u64>();
        self.at = Ord::max(self.at, to);
        self.line
    }
}

/// Reads the document and gives away each part of a statement (`Ntry`, `Bal`, …) with the statement's number as soon as it is whole.
fn parts(text: &str, mut give: impl FnMut(usize, Node)) -> Result<Root, Problem> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut lines = Lines { text: text.as_bytes(), at: 0, line: 1 };
    let mut open: Vec<Node> = Vec::new();
    let mut statements = 0;
    loop {
        let line = lines.of(usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX));
        let event =
            reader.read_event().map_err(|error| problem(line, None, &error.to_string(), "billing-camt-malformed"))?;
        match event {
            Event::Start(start) => {
                if open.len() >= DEEPEST {
                    return Err(problem(line, None, "", "billing-camt-malformed"));
                }
                let name = String::from_utf8_lossy(start.local_name().as_ref()).into_owned();
                let currency = start
                    .attributes()
                    .flatten()
                    .find(|attribute| attribute.key.as_ref() == b"Ccy")
                    .map(|attribute| String::from_utf8_lossy(&attribute.value).into_owned())
                    .unwrap_or_default();
                statements += usize::from(name == "Stmt" && is_path(&open, &["Document", "BkToCstmrStmt"]));
                // Above the parts of a statement nothing is kept.
                open.push(Node { name, line, currency, keeps: open.len() >= 3, ..Node::default() });
            }
            Event::End(_) => {
                let Some(done) = open.pop() else { return Err(problem(line, None, "", "billing-camt-malformed")) };
                if is_path(&open, &["Document", "BkToCstmrStmt", "Stmt"]) {
                    give(statements, done);
                } else if open.is_empty() {
                    return Ok(Root { name: done.name, line: done.line, is_statement: statements > 0 });
                } else if let Some(parent) = open.last_mut().filter(|parent| parent.keeps) {
                    parent.children.push(done);
                }
            }
            Event::Text(text) => {
                let part = text.decode().map_err(|_| problem(line, None, "", "billing-camt-malformed"))?;
                add(&mut open, &part);
            }
            Event::CData(text) => {
                let part = text.decode().map_err(|_| problem(line, None, "", "billing-camt-malformed"))?;
                add(&mut open, &part);
            }
            Event::GeneralRef(reference) => {
                let name: &[u8] = &reference;
                let letter = reference.resolve_char_ref().ok().flatten().or_else(|| {
                    Some(match name {
                        b"amp" => '&',
                        b"lt" => '<',
                        b"gt" => '>',
                        b"quot" => '"',
                        b"apos" => '\'',
                        _ => return None,
                    })
                });
                let letter =
                    letter.ok_or_else(|| problem(line, None, &String::from_utf8_lossy(name), "billing-camt-entity"))?;
                add(&mut open, letter.encode_utf8(&mut [0; 4]));
            }
            Event::DocType(_) => return Err(problem(line, None, "DOCTYPE", "billing-camt-entity")),
            Event::Eof => return Err(problem(line, None, "", "billing-camt-malformed")),
            Event::Comment(_) | Event::PI(_) | Event::Decl(_) | Event::Empty(_) => {}
        }
    }
}

fn is_path(open: &[Node], names: &[&str]) -> bool {
    open.len() == names.len() && open.iter().zip(names).all(|(node, name)| node.name == *name)
}

fn add(open: &mut [Node], part: &str) {
    if let Some(node) = open.last_mut().filter(|node| node.keeps) {
        node.text.push_str(part);
    }
}

/// Version 02 writes `<Sts>BOOK</Sts>`, version 08 `<Sts><Cd>BOOK</Cd></Sts>`.
fn is_booked(entry: &Node) -> bool {
    let code = entry.text_at(&["Sts", "Cd"]);
    let code = if code.is_empty() { entry.text_at(&["Sts"]) } else { code };
    code == "BOOK"
}

/// Puts an entry with its parts into the list, and gives by how many cents it changed the account.
fn entry(node: &Node, entries: &mut Vec<(u64, Entry)>, problems: &mut Vec<Problem>) -> i64 {
    let reference = [&["AcctSvcrRef"][..], &["NtryRef"][..]]
        .into_iter()
        .map(|path| node.text_at(path))
        .find(|text| !text.is_empty())
        .unwrap_or_default();
    if reference.is_empty() {
        problems.push(problem(node.line, Some("AcctSvcrRef"), "", "table-required"));
    }
    let booked_on = match day(node) {
        Ok(day) => Some(day),
        Err((value, key)) => {
            problems.push(problem(node.line, Some("BookgDt"), &value, key));
            None
        }
    };
    let sign = match node.text_at(&["CdtDbtInd"]) {
        "DBIT" => 1,
        "CRDT" => -1,
        other => {
            problems.push(problem(node.line, Some("CdtDbtInd"), other, "billing-camt-direction"));
            0
        }
    };
    let total = amount(node, node, problems);
    let (Some(booked_on), Some(total), false) = (booked_on, total, reference.is_empty() || sign == 0) else { return 0 };
    let change = -total * sign;
    let details: Vec<&Node> = node.all("NtryDtls").flat_map(|details| details.all("TxDtls")).collect();
    if details.len() <= 1 {
        let found =
            built(details.first().copied().unwrap_or(node), node, reference.to_owned(), booked_on, total * sign);
        entries.push((node.line, found));
        return change;
    }
    let mut sum = 0;
    let before = entries.len();
    for (index, part) in details.iter().enumerate() {
        let Some(cents) = amount(part, part, problems) else { return change };
        sum += cents;
        let own = part.text_at(&["Refs", "AcctSvcrRef"]);
        let reference = if own.is_empty() { format!("{reference}/{}", index + 1) } else { own.to_owned() };
        entries.push((part.line, built(part, node, reference, booked_on, cents * sign)));
    }
    if sum != total {
        entries.truncate(before);
        problems.push(problem(node.line, Some("Amt"), &Cents(total).plain(), "billing-camt-sum"));
    }
    change
}

fn built(part: &Node, entry: &Node, reference: String, booked_on: NaiveDate, cents: i64) -> Entry {
    let party = |role: &str| {
        let name = part.text_at(&["RltdPties", role, "Pty", "Nm"]);
        let name = if name.is_empty() { part.text_at(&["RltdPties", role, "Nm"]) } else { name };
        (name.to_owned(), part.text_at(&["RltdPties", &format!("{role}Acct"), "Id", "IBAN"]).to_owned())
    };
    // The other side is the creditor of a payment; a return names the creditor of the original payment, if anybody.
    let (counterparty, iban) = match party("Cdtr") {
        (name, iban) if name.is_empty() && iban.is_empty() => party("Dbtr"),
        found => found,
    };
    let remittance: Vec<&str> = part
        .all("RmtInf")
        .flat_map(|information| information.all("Ustrd"))
        .map(|text| text.text.trim())
        .chain([part.text_at(&["RmtInf", "Strd", "CdtrRefInf", "Ref"]), entry.text_at(&["AddtlNtryInf"])])
        .filter(|text| !text.is_empty())
        .collect();
    let id = part.text_at(&["Refs", "EndToEndId"]);
    Entry {
        reference,
        booked_on,
        amount: Cents(cents),
        counterparty,
        iban,
        end_to_end: if id == "NOTPROVIDED" { String::new() } else { id.to_owned() },
        remittance: remittance.join(" "),
    }
}

/// An amount in cents, always positive: `Amt` with a point and at most two decimals, in euro.
fn amount(node: &Node, at: &Node, problems: &mut Vec<Problem>) -> Option<i64> {
    let cents = euros(node, at, problems)?;
    if cents == 0 {
        problems.push(problem(at.line, Some("Amt"), "0.00", "billing-feedback-zero"));
        return None;
    }
    Some(cents)
}

/// The same where nothing is an amount, too.
fn euros(node: &Node, at: &Node, problems: &mut Vec<Problem>) -> Option<i64> {
    let found = node.at(&["Amt"]).or_else(|| node.at(&["AmtDtls", "TxAmt", "Amt"]));
    let Some(found) = found else {
        problems.push(problem(at.line, Some("Amt"), "", "table-required"));
        return None;
    };
    if found.currency != "EUR" {
        problems.push(problem(found.line, Some("Amt"), &found.currency, "billing-feedback-currency"));
        return None;
    }
    match table::cents(found.text.trim(), Some(table::DecimalStyle::Point)) {
        Ok(cents) if cents >= 0 => Some(cents),
        Ok(_) => {
            problems.push(problem(found.line, Some("Amt"), found.text.trim(), "billing-feedback-zero"));
            None
        }
        Err(why) => {
            problems.push(Problem::new(found.line, Some("Amt"), found.text.trim(), why));
            None
        }
    }
}

/// `BookgDt/Dt`, or the date of `BookgDt/DtTm`.
fn day(node: &Node) -> Result<NaiveDate, (String, &'static str)> {
    let plain = node.text_at(&["BookgDt", "Dt"]);
    let text = if plain.is_empty() { node.text_at(&["BookgDt", "DtTm"]).get(..10).unwrap_or_default() } else { plain };
    if text.is_empty() {
        return Err((String::new(), "table-required"));
    }
    text.parse().map_err(|_| (text.to_owned(), "table-date-form"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    fn statement(entries: &str) -> String {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\">\n\
             <BkToCstmrStmt><GrpHdr><MsgId>1</MsgId></GrpHdr><Stmt><Id>1</Id>\n{entries}</Stmt></BkToCstmrStmt></Document>"
        )
    }

    const PAID: &str = "<Ntry><NtryRef>7</NtryRef><Amt Ccy=\"EUR\">107.20</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>\
        <BookgDt><Dt>2027-04-12</Dt></BookgDt><AcctSvcrRef>B-1</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>GS-2027-000042</EndToEndId></Refs>\
        <RltdPties><Cdtr><Pty><Nm>Amara &amp; Söhne</Nm></Pty></Cdtr><CdtrAcct><Id><IBAN>DE02120300000000202051</IBAN></Id></CdtrAcct></RltdPties>\
        <RmtInf><Ustrd>GS-2027-000042</Ustrd><Ustrd>Dolmetschen</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>";

    #[test]
    fn an_entry_is_read() {
        let entries = read_camt053(statement(PAID).as_bytes()).unwrap();
        let (line, entry) = &entries[0];
        assert_eq!(*line, 4);
        assert_eq!((entry.reference.as_str(), entry.amount), ("B-1", Cents(10_720)));
        assert_eq!(entry.counterparty, "Amara & Söhne");
        assert_eq!(entry.iban, "DE02120300000000202051");
        assert_eq!(entry.remittance, "GS-2027-000042 Dolmetschen");
        assert_eq!(entry.booked_on.to_string(), "2027-04-12");
    }

    #[test]
    fn a_batch_becomes_its_parts_and_a_return_is_negative() {
        let batch = "<Ntry><Amt Ccy=\"EUR\">30.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><DtTm>2027-04-12T10:00:00</DtTm></BookgDt>\
            <AcctSvcrRef>B-2</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>A</EndToEndId></Refs><Amt Ccy=\"EUR\">10.00</Amt></TxDtls>\
            <TxDtls><Refs><EndToEndId>B</EndToEndId></Refs><Amt Ccy=\"EUR\">20.00</Amt></TxDtls></NtryDtls></Ntry>";
        let entries = read_camt053(statement(batch).as_bytes()).unwrap();
        let read: Vec<_> = entries.iter().map(|(_, entry)| (entry.reference.as_str(), entry.amount.get())).collect();
        assert_eq!(read, [("B-2/1", -1_000), ("B-2/2", -2_000)]);
    }

    #[test]
    fn pending_entries_are_left_out() {
        let pending = PAID.replace("BOOK", "PDNG");
        assert_eq!(read_camt053(statement(&pending).as_bytes()).unwrap(), []);
    }

    fn balance(kind: &str, amount: &str, sign: &str) -> String {
        format!(
            "<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">{amount}</Amt>\
             <CdtDbtInd>{sign}</CdtDbtInd><Dt><Dt>2027-04-12</Dt></Dt></Bal>"
        )
    }

    #[test]
    fn entries_lead_from_the_first_balance_to_the_last() {
        // 100.00 in credit less 107.20 paid is 7.20 in debt.
        let whole = [balance("OPBD", "100.00", "CRDT"), balance("CLBD", "7.20", "DBIT"), PAID.to_owned()].concat();
        assert_eq!(read_camt053(statement(&whole).as_bytes()).unwrap().len(), 1);
        // Pending entries move nothing.
        let pending = [whole.as_str(), &PAID.replace("BOOK", "PDNG").replace("B-1", "B-2")].concat();
        assert_eq!(read_camt053(statement(&pending).as_bytes()).unwrap().len(), 1);
        // One end alone says nothing; each statement is counted for itself.
        let open = [balance("CLBD", "1.00", "CRDT"), PAID.to_owned()].concat();
        assert_eq!(read_camt053(statement(&open).as_bytes()).unwrap().len(), 1);
        let wrong = [balance("PRCD", "0.00", "CRDT"), balance("CLBD", "107.20", "CRDT"), PAID.to_owned()].concat();
        let problems = read_camt053(statement(&wrong).as_bytes()).unwrap_err();
        assert_eq!((problems.len(), problems[0].line, problems[0].why.key), (1, 4, "billing-camt-balance"));
    }

    #[test]
    fn a_hundred_thousand_entries_take_no_time_and_a_cut_is_found_anywhere() {
        let many: String =
            (0..100_000).map(|index| format!("{}\n", PAID.replace("B-1", &format!("B-{index}")))).collect();
        let file = statement(&many);
        let entries = read_camt053(file.as_bytes()).unwrap();
        assert_eq!(entries.len(), 100_000);
        // The last one begins on the line after three of the head and the 99,999 before it.
        assert_eq!(entries.last().unwrap().0, 100_003);
        let small = statement(PAID);
        for cut in 1..small.len() - 1 {
            assert!(read_camt053(small.as_bytes().get(..cut).unwrap_or_default()).is_err(), "{cut}");
        }
    }

    #[test]
    fn what_is_wrong_is_told() {
        let bomb = format!(
            "<!DOCTYPE d [<!ENTITY a \"b\">]>{}",
            statement(PAID).replace("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", "")
        );
        let table: Vec<(String, &str)> = vec![
            (statement(&PAID.replace("Ccy=\"EUR\"", "Ccy=\"CHF\"")), "billing-feedback-currency"),
            (statement(&PAID.replace("107.20", "0.00")), "billing-feedback-zero"),
            (statement(&PAID.replace("107.20", "zehn")), "table-money-form"),
            (statement(&PAID.replace("2027-04-12", "2027-02-30")), "table-date-form"),
            (statement(&PAID.replace("DBIT", "X")), "billing-camt-direction"),
            (statement(&format!("{PAID}{PAID}")), "table-not-unique"),
            (statement(&PAID.replace("&amp;", "&bomb;")), "billing-camt-entity"),
            (bomb, "billing-camt-entity"),
            (statement(PAID).replace("</Document>", ""), "billing-camt-malformed"),
            ("<Document/>".to_owned(), "billing-camt-no-statement"),
            ("<html></html>".to_owned(), "billing-camt-no-statement"),
        ];
        for (file, key) in table {
            let problems = read_camt053(file.as_bytes()).unwrap_err();
            assert_eq!(problems[0].why.key, key, "{file}");
        }
    }
}

//! From text to records: which sign separates the cells, and on which line each record begins.

use csv::{ReaderBuilder, StringRecord};

use super::{MAX_LINES, Problem, Why};

/// A record with its cells trimmed.
#[derive(Clone, Debug)]
pub(super) struct Record {
    /// The line on which it begins, counted from 1.
    pub(super) line: u64,
    pub(super) cells: Vec<String>,
}

/// All records that aren't empty, the header first.
pub(super) fn records(text: &str, problems: &mut Vec<Problem>) -> Result<Vec<Record>, Vec<Problem>> {
    let (separator, skipped) = separator(text);
    let body = text.get(skipped..).unwrap_or_default();
    let mut lines = LineCounter { text: body.as_bytes(), byte: 0, line: 1 + u64::from(skipped > 0) };
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator as u8).from_reader(body.as_bytes());
    let mut record = StringRecord::new();
    let mut found: Vec<Record> = Vec::new();
    loop {
        let start = reader.position().byte();
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(_) => return Err(vec![Problem::of_file(Why::of("table-unreadable"))]),
        }
        let line = lines.line_of_record_after(usize::try_from(start).unwrap_or(usize::MAX));
        let cells: Vec<String> = record.iter().map(|cell| cell.trim().to_owned()).collect();
        if cells.iter().all(String::is_empty) {
            continue; // spreadsheets export emptied lines as `;;;;`
        }
        if found.len() > MAX_LINES {
            return Err(vec![Problem::new(line, None, "", Why::of("table-too-many-lines").number("limit", MAX_LINES))]);
        }
        found.push(Record { line, cells });
    }
    if let Some(byte) = unclosed_quote(body, separator) {
        let line = super::decode::line_at(body, byte) + u64::from(skipped > 0);
        problems.push(Problem::new(line, None, body.get(byte..).unwrap_or_default(), Why::of("table-unclosed-quote")));
        found.pop(); // this record swallowed all that follows
        if found.is_empty() {
            return Err(std::mem::take(problems));
        }
    }
    Ok(found)
}

/// The sign that separates the cells: the most frequent of `;`, tab and `,` in the first line that isn't empty, the
/// semicolon if none occurs. A spreadsheet's own `sep=;` line wins and is skipped; the second value is its length.
fn separator(text: &str) -> (char, usize) {
    let announced =
        text.strip_prefix("sep=").and_then(|rest| rest.split_once('\n')).map(|(sign, _)| sign.trim_matches('"'));
    if let Some(sign @ (";" | "," | "\t")) = announced {
        return (sign.chars().next().unwrap_or(';'), "sep=;\n".len());
    }
    let header = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let mut best = (';', count_outside_quotes(header, ';'));
    for sign in ['\t', ','] {
        let count = count_outside_quotes(header, sign);
        if count > best.1 {
            best = (sign, count);
        }
    }
    (best.0, 0)
}

fn count_outside_quotes(line: &str, sign: char) -> usize {
    let mut quoted = false;
    line.chars()
        .filter(|&letter| {
            quoted ^= letter == '"';
            letter == sign && !quoted
        })
        .count()
}

/// Where a quoted cell begins that never ends.
fn unclosed_quote(text: &str, separator: char) -> Option<usize> {
    let mut opened: Option<usize> = None;
    let mut at_start_of_cell = true;
    let mut letters = text.char_indices().peekable();
    while let Some((byte, letter)) = letters.next() {
        match opened {
            Some(_) if letter == '"' && letters.peek().is_some_and(|(_, next)| *next == '"') => {
                letters.next(); // a doubled quote stands for one
            }
            Some(_) if letter == '"' => opened = None,
            Some(_) => {}
            None if letter == '"' && at_start_of_cell => opened = Some(byte),
            None => {}
        }
        at_start_of_cell = opened.is_none() && (letter == separator || letter == '\n');
    }
    opened
}

/// Counts lines as an editor does; the reader itself doesn't say how many empty lines it skipped.
struct LineCounter<'t> {
    text: &'t [u8],
    byte: usize,
    line: u64,
}

impl LineCounter<'_> {
    /// The line of the first record that begins at `start` or, if there are empty lines, after them.
    fn line_of_record_after(&mut self, start: usize) -> u64 {
        let mut end = start;
        while self.text.get(end) == Some(&b'\n') {
            end += 1;
        }
        let passed = self.text.get(self.byte..end).unwrap_or_default();
        self.line += passed.iter().filter(|&&byte| byte == b'\n').count() as u64;
        self.byte = end;
        self.line
    }
}

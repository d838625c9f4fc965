//! What the treasury takes: each ordered document with its cost objects, as neutral CSV (UTF-8, semicolons) and, the same, as XML
//! (`docs/schemas/uebergabe-1.xsd`). Both are made of one list of vouchers, so that they can't say different things.

use crate::{
    billing::{documents::Content, einvoice::xml::Xml},
    kernel::{clock::Instant, ids::PaymentOrderId, money::Cents},
    platform::fault::Fault,
};

/// The namespace of the XML.
const NAMESPACE: &str = "urn:dragoman:uebergabe:1";

/// An ordered document about to be handed over.
#[derive(Clone, Debug)]
pub struct HandedOver {
    /// The order.
    pub order: PaymentOrderId,
    /// What the document says.
    pub content: Content,
    /// SHA-256 of the document's frozen PDF.
    pub sha256: String,
}

/// Who moves the money.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PaidBy {
    /// The treasury's system, from what it is handed.
    Treasury,
    /// The bank, told by the file that goes with the hand-over: the treasury books and must not pay again.
    Bank,
}

impl PaidBy {
    /// The word in the files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Treasury => "kasse",
            Self::Bank => "bank",
        }
    }
}

/// Other forms in which a hand-over leaves, beside its CSV.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum HandOverForm {
    /// The same as XML.
    Xml,
    /// The bank's file, SEPA credit transfers (pain.001.001.09).
    Pain001,
}

impl HandOverForm {
    /// The name in the database and in addresses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Xml => "xml",
            Self::Pain001 => "pain001",
        }
    }

    /// The form of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Xml, Self::Pain001].into_iter().find(|form| form.name() == name)
    }

    /// The name of the file, without what says that it is a copy.
    #[must_use]
    pub fn file_name(self, sequence: i64) -> String {
        match self {
            Self::Xml => format!("uebergabe-{sequence:06}.xml"),
            Self::Pain001 => format!("sepa-{sequence:06}.xml"),
        }
    }
}

/// A file's vouchers: checked, so that writing them can't fail on what they say.
#[derive(Clone, Debug)]
pub struct Vouchers<'d> {
    sequence: i64,
    made_at: Instant,
    paid_by: PaidBy,
    of: Vec<Voucher<'d>>,
    /// Sum of all lines.
    pub total: Cents,
}

/// A document with its payee.
#[derive(Clone, Debug)]
pub struct Voucher<'d> {
    /// The document.
    pub document: &'d HandedOver,
    /// Who is paid.
    pub payee: &'d str,
    /// The city's number for them.
    pub creditor: &'d str,
    /// Their account.
    pub iban: &'d str,
}

impl Voucher<'_> {
    /// What the payee reads on their statement.
    #[must_use]
    pub fn remittance(&self) -> String {
        let content = &self.document.content;
        format!("{} Dolmetschen {}", content.reference, content.month)
    }
}

impl<'d> Vouchers<'d> {
    /// The vouchers of file number `sequence`.
    ///
    /// # Errors
    /// A document without an account, or whose cost shares don't add up: nothing is handed over then.
    pub fn of(sequence: i64, documents: &'d [HandedOver], paid_by: PaidBy, made_at: Instant) -> Result<Self, Fault> {
        let mut of = Vec::with_capacity(documents.len());
        let mut total = Cents::ZERO;
        for document in documents {
            let content = &document.content;
            let seller = content.seller.as_ref().ok_or_else(|| Fault::new("a document without a payee was ordered"))?;
            let iban = seller.iban.as_deref().ok_or_else(|| Fault::new("a document without an account was ordered"))?;
            let shares: Cents = content.cost_shares.iter().map(|share| share.gross).sum();
            if shares != content.gross {
                return Err(Fault::new(format!("the cost shares of {} don't add up", content.reference)));
            }
            total += shares;
            let payee = seller.account_holder.as_deref().filter(|holder| !holder.trim().is_empty());
            of.push(Voucher {
                document,
                payee: payee.unwrap_or(&seller.name),
                creditor: seller.number.as_deref().unwrap_or_default(),
                iban,
            });
        }
        Ok(Self { sequence, made_at, paid_by, of, total })
    }

    /// Each of them, in the order of the orders.
    pub fn iter(&self) -> impl Iterator<Item = &Voucher<'d>> {
        self.of.iter()
    }

    /// One line for each document and cost object.
    ///
    /// # Errors
    /// Never in practice: the bytes are written into memory.
    pub fn csv(&self) -> Result<Vec<u8>, Fault> {
        let mut writer =
            csv::WriterBuilder::new().delimiter(b';').terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        writer.write_record([
            "lfd_nr",
            "zeile",
            "anordnung",
            "beleg",
            "beleg_vom",
            "art",
            "kreditor",
            "empfaenger",
            "iban",
            "betrag",
            "waehrung",
            "kostenstelle",
            "kostentraeger",
            "sachkonto",
            "amt",
            "leitweg_id",
            "verwendungszweck",
            "ende_zu_ende",
            "beleg_sha256",
            "zahlweg",
        ])?;
        let mut line = 0_u32;
        for voucher in &self.of {
            let content = &voucher.document.content;
            for share in &content.cost_shares {
                line += 1;
                writer.write_record([
                    self.sequence.to_string().as_str(),
                    line.to_string().as_str(),
                    voucher.document.order.to_string().as_str(),
                    content.reference.as_str(),
                    content.issued_on.to_string().as_str(),
                    content.kind.name(),
                    harmless(voucher.creditor).as_str(),
                    harmless(voucher.payee).as_str(),
                    voucher.iban,
                    share.gross.plain().replace('.', ",").as_str(),
                    "EUR",
                    harmless(&share.cost_center).as_str(),
                    harmless(&share.cost_object).as_str(),
                    harmless(&share.account).as_str(),
                    harmless(&share.office_code).as_str(),
                    content.leitweg_id.as_str(),
                    voucher.remittance().as_str(),
                    content.reference.as_str(),
                    voucher.document.sha256.as_str(),
                    self.paid_by.word(),
                ])?;
            }
        }
        writer.into_inner().map_err(|error| Fault::new(error.to_string()))
    }

    /// The same as XML: each document once, with its cost objects inside, and the control sums in the root.
    #[must_use]
    pub fn xml(&self) -> Vec<u8> {
        let lines: usize = self.of.iter().map(|voucher| voucher.document.content.cost_shares.len()).sum();
        let mut xml = Xml::new(
            "Uebergabe",
            &[
                ("xmlns", NAMESPACE),
                ("lfdNr", &self.sequence.to_string()),
                ("erstellt", &self.made_at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)),
                ("zahlweg", self.paid_by.word()),
                ("belege", &self.of.len().to_string()),
                ("zeilen", &lines.to_string()),
                ("summe", &self.total.plain()),
                ("waehrung", "EUR"),
            ],
        );
        let mut line = 0_u32;
        for voucher in &self.of {
            let HandedOver { order, content, sha256 } = voucher.document;
            let attributes = [
                ("nummer", content.reference.as_str()),
                ("vom", &content.issued_on.to_string()),
                ("art", content.kind.name()),
                ("anordnung", &order.to_string()),
                ("sha256", sha256.as_str()),
            ];
            xml.within_with("Beleg", &attributes, |xml| {
                xml.within("Empfaenger", |xml| {
                    xml.leaf_if("Kreditor", Some(voucher.creditor));
                    xml.leaf("Name", voucher.payee);
                    xml.leaf("IBAN", voucher.iban);
                });
                xml.leaf("Betrag", content.gross.plain());
                xml.leaf("LeitwegID", &content.leitweg_id);
                xml.leaf("Verwendungszweck", voucher.remittance());
                xml.leaf("EndeZuEnde", &content.reference);
                for share in &content.cost_shares {
                    line += 1;
                    xml.within_with("Zeile", &[("nr", &line.to_string())], |xml| {
                        xml.leaf("Betrag", share.gross.plain());
                        xml.leaf("Kostenstelle", &share.cost_center);
                        xml.leaf("Kostentraeger", &share.cost_object);
                        xml.leaf("Sachkonto", &share.account);
                        xml.leaf("Amt", &share.office_code);
                    });
                }
            });
        }
        xml.finish()
    }
}

/// Text that no spreadsheet takes for a formula.
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

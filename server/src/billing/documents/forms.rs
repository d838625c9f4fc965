//! The forms of a document: the PDF that people read, and for invoices the same as data. Made once, when it is issued.

use super::{content::Content, number::DocumentKind, paper};
use crate::{
    billing::einvoice::{Invoice, NoInvoice, Profile, cii, ubl},
    platform::fault::Fault,
};
use print::{Attachment, Press, PrintError};
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

/// What the PDF is.
pub const PDF: &str = "application/pdf";
const XML: &str = "application/xml";

/// How an invoice can be had beside its PDF.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FormKind {
    /// XRechnung 3.0 in UBL.
    XrechnungUbl,
    /// XRechnung 3.0 in UN/CEFACT CII.
    XrechnungCii,
}

impl FormKind {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::XrechnungUbl, Self::XrechnungCii];

    /// The name in the database and in addresses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::XrechnungUbl => "xrechnung_ubl",
            Self::XrechnungCii => "xrechnung_cii",
        }
    }

    /// The form of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.name() == name)
    }

    /// The end of the file's name.
    #[must_use]
    pub const fn suffix(self) -> &'static str {
        match self {
            Self::XrechnungUbl => "xrechnung.xml",
            Self::XrechnungCii => "xrechnung-cii.xml",
        }
    }
}

/// Bytes that never change, with their hash.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Bytes {
    /// What they are.
    pub media_type: &'static str,
    /// The bytes.
    pub bytes: Vec<u8>,
    /// SHA-256 in lower-case hexadecimal.
    pub sha256: String,
}

impl Bytes {
    fn new(media_type: &'static str, bytes: Vec<u8>) -> Self {
        let sha256 = data_encoding::HEXLOWER.encode(&Sha256::digest(&bytes));
        Self { media_type, bytes, sha256 }
    }
}

/// Everything that is kept of a document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Frozen {
    /// PDF/A-3b; of an invoice with its CII inside (ZUGFeRD, profile EN 16931).
    pub pdf: Bytes,
    /// The forms of an invoice as data; none for vouchers and internal settlements.
    pub forms: Vec<(FormKind, Bytes)>,
}

/// Loading the fonts takes longer than printing, so it is done once.
static PRESS: LazyLock<Result<Press, PrintError>> = LazyLock::new(Press::new);

/// The forms of a numbered document. Takes a few hundredths of a second of computing: keep it off the threads that wait.
///
/// # Errors
/// An invoice lacks something (which should have held the document back), or the sheet can't be printed.
pub fn freeze(content: &Content) -> Result<Frozen, Fault> {
    let press = PRESS.as_ref().map_err(|why| Fault::new(why.to_string()))?;
    let invoice = match Invoice::of(content) {
        Ok(invoice) => Some(invoice),
        Err(NoInvoice::NotOne) => None,
        // Taken back what was issued before there were electronic invoices: like it, it has none.
        Err(NoInvoice::Lacks(_)) if content.kind == DocumentKind::Reversal => None,
        Err(NoInvoice::Lacks(what)) => {
            return Err(Fault::new(format!("{} can't be an invoice: it has no {what}", content.reference)));
        }
    };
    let mut sheet = paper::sheet(content);
    sheet.attachment = invoice.as_ref().map(|invoice| Attachment {
        name: "factur-x.xml".to_owned(),
        description: "Factur-X / ZUGFeRD".to_owned(),
        level: "EN 16931".to_owned(),
        bytes: cii(invoice, Profile::En16931),
    });
    let pdf = press.print(&sheet).map_err(|why| Fault::new(format!("{}: {why}", content.reference)))?;
    let forms = invoice.iter().flat_map(|invoice| {
        [
            (FormKind::XrechnungUbl, Bytes::new(XML, ubl(invoice))),
            (FormKind::XrechnungCii, Bytes::new(XML, cii(invoice, Profile::XRechnung))),
        ]
    });
    Ok(Frozen { pdf: Bytes::new(PDF, pdf), forms: forms.collect() })
}

/// The forms of many documents, in their order, made on all cores.
///
/// # Errors
/// As [`freeze`]; the first that fails.
pub async fn freeze_all(contents: Vec<Content>) -> Result<Vec<Frozen>, Fault> {
    let hands = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let share = contents.len().div_ceil(hands).max(1);
    let mut work = Vec::new();
    let mut rest = contents.into_iter().peekable();
    while rest.peek().is_some() {
        let mine: Vec<Content> = rest.by_ref().take(share).collect();
        work.push(tokio::task::spawn_blocking(move || {
            mine.iter().map(freeze).collect::<Result<Vec<_>, _>>()
        }));
    }
    let mut all = Vec::new();
    for part in work {
        all.extend(part.await.map_err(|why| Fault::new(why.to_string()))??);
    }
    Ok(all)
}

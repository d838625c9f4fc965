//! The document itself: BT-1 to BT-24 and the notes (BG-1, BG-2).

use super::{Profile, xml::Xml};
use chrono::NaiveDate;

/// What an invoice is (BT-3, UNTDID 1001).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TypeCode {
    /// 389: the city invoices in the interpreter's name.
    #[doc(alias = "Gutschrift")]
    SelfBilled,
    /// 384: takes one back; its amounts are negative.
    #[doc(alias = "Storno")]
    Corrected,
}

impl TypeCode {
    /// The code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::SelfBilled => "389",
            Self::Corrected => "384",
        }
    }
}

/// The document's head.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Document {
    /// Number (BT-1).
    pub number: String,
    /// Day of issue (BT-2).
    pub issued_on: NaiveDate,
    /// What it is (BT-3).
    pub type_code: TypeCode,
    /// The Leitweg-ID of the ordering office (BT-10).
    pub leitweg_id: String,
    /// Free text (BT-22), the word "Gutschrift" first (§ 14 Abs. 4 UStG).
    pub notes: Vec<String>,
}

/// The business process (BT-23).
const PROCESS: &str = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0";

/// A day as CII writes it.
pub(super) fn cii_day(xml: &mut Xml, name: &'static str, day: NaiveDate) {
    xml.within(name, |xml| {
        xml.leaf_with("udt:DateTimeString", &[("format", "102")], day.format("%Y%m%d").to_string());
    });
}

impl Document {
    pub(super) fn ubl(&self, xml: &mut Xml) {
        xml.leaf("cbc:CustomizationID", Profile::XRechnung.guideline());
        xml.leaf("cbc:ProfileID", PROCESS);
        xml.leaf("cbc:ID", &self.number);
        xml.leaf("cbc:IssueDate", self.issued_on.to_string());
        xml.leaf("cbc:InvoiceTypeCode", self.type_code.code());
        for note in &self.notes {
            xml.leaf("cbc:Note", note);
        }
        xml.leaf("cbc:DocumentCurrencyCode", "EUR");
        xml.leaf("cbc:BuyerReference", &self.leitweg_id);
    }

    pub(super) fn cii(&self, profile: Profile, xml: &mut Xml) {
        xml.within("rsm:ExchangedDocumentContext", |xml| {
            xml.within("ram:BusinessProcessSpecifiedDocumentContextParameter", |xml| xml.leaf("ram:ID", PROCESS));
            xml.within("ram:GuidelineSpecifiedDocumentContextParameter", |xml| xml.leaf("ram:ID", profile.guideline()));
        });
        xml.within("rsm:ExchangedDocument", |xml| {
            xml.leaf("ram:ID", &self.number);
            xml.leaf("ram:TypeCode", self.type_code.code());
            cii_day(xml, "ram:IssueDateTime", self.issued_on);
            for note in &self.notes {
                xml.within("ram:IncludedNote", |xml| xml.leaf("ram:Content", note));
            }
        });
    }
}

//! The document that is taken back: BG-3.

use super::xml::Xml;
use chrono::NaiveDate;

/// A reference to an earlier invoice.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Preceding {
    /// Its number (BT-25).
    pub number: String,
    /// Its day (BT-26).
    pub issued_on: NaiveDate,
}

impl Preceding {
    pub(super) fn ubl(&self, xml: &mut Xml) {
        xml.within("cac:BillingReference", |xml| {
            xml.within("cac:InvoiceDocumentReference", |xml| {
                xml.leaf("cbc:ID", &self.number);
                xml.leaf("cbc:IssueDate", self.issued_on.to_string());
            });
        });
    }

    pub(super) fn cii(&self, xml: &mut Xml) {
        xml.within("ram:InvoiceReferencedDocument", |xml| {
            xml.leaf("ram:IssuerAssignedID", &self.number);
            xml.within("ram:FormattedIssueDateTime", |xml| {
                let day = self.issued_on.format("%Y%m%d").to_string();
                xml.leaf_with("qdt:DateTimeString", &[("format", "102")], day);
            });
        });
    }
}

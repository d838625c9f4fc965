//! How it is paid: BG-16, the account BG-17, the terms BT-20.

use super::xml::Xml;

/// A SEPA credit transfer to the interpreter (BT-81: 58).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Payment {
    /// What the transfer says (BT-83): the document's number.
    pub remittance: String,
    /// The account (BT-84).
    pub iban: String,
    /// Its holder (BT-85).
    pub holder: String,
    /// In words (BT-20).
    pub terms: String,
}

const SEPA_CREDIT_TRANSFER: &str = "58";

impl Payment {
    pub(super) fn ubl(&self, xml: &mut Xml) {
        xml.within("cac:PaymentMeans", |xml| {
            xml.leaf("cbc:PaymentMeansCode", SEPA_CREDIT_TRANSFER);
            xml.leaf("cbc:PaymentID", &self.remittance);
            xml.within("cac:PayeeFinancialAccount", |xml| {
                xml.leaf("cbc:ID", &self.iban);
                xml.leaf("cbc:Name", &self.holder);
            });
        });
        xml.within("cac:PaymentTerms", |xml| xml.leaf("cbc:Note", &self.terms));
    }

    pub(super) fn cii_means(&self, xml: &mut Xml) {
        xml.within("ram:SpecifiedTradeSettlementPaymentMeans", |xml| {
            xml.leaf("ram:TypeCode", SEPA_CREDIT_TRANSFER);
            xml.within("ram:PayeePartyCreditorFinancialAccount", |xml| {
                xml.leaf("ram:IBANID", &self.iban);
                xml.leaf("ram:AccountName", &self.holder);
            });
        });
    }

    pub(super) fn cii_terms(&self, xml: &mut Xml) {
        xml.within("ram:SpecifiedTradePaymentTerms", |xml| xml.leaf("ram:Description", &self.terms));
    }
}

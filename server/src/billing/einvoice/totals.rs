//! The sums: BG-22. No allowance, no charge, nothing prepaid.

use super::xml::Xml;
use crate::kernel::money::Cents;

/// Sums in euro; negative on what takes an invoice back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Totals {
    /// Sum of the lines (BT-106), which is the sum without VAT (BT-109).
    pub net: Cents,
    /// VAT (BT-110).
    pub vat: Cents,
    /// With VAT (BT-112), which is what is due (BT-115).
    pub gross: Cents,
}

/// Amounts in UBL name their currency.
pub(super) const EURO: [(&str, &str); 1] = [("currencyID", "EUR")];

impl Totals {
    pub(super) fn ubl(self, xml: &mut Xml) {
        xml.within("cac:LegalMonetaryTotal", |xml| {
            xml.leaf_with("cbc:LineExtensionAmount", &EURO, self.net.plain());
            xml.leaf_with("cbc:TaxExclusiveAmount", &EURO, self.net.plain());
            xml.leaf_with("cbc:TaxInclusiveAmount", &EURO, self.gross.plain());
            xml.leaf_with("cbc:PayableAmount", &EURO, self.gross.plain());
        });
    }

    pub(super) fn cii(self, xml: &mut Xml) {
        xml.within("ram:SpecifiedTradeSettlementHeaderMonetarySummation", |xml| {
            xml.leaf("ram:LineTotalAmount", self.net.plain());
            xml.leaf("ram:TaxBasisTotalAmount", self.net.plain());
            xml.leaf_with("ram:TaxTotalAmount", &EURO, self.vat.plain());
            xml.leaf("ram:GrandTotalAmount", self.gross.plain());
            xml.leaf("ram:DuePayableAmount", self.gross.plain());
        });
    }
}

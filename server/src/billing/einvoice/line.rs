//! A line: BG-25 with its period BG-26, price BG-29, VAT BG-30 and item BG-31.

use super::{Category, Period, totals::EURO, xml::Xml};
use crate::kernel::money::Cents;

/// A line of a session's calculation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InvoiceLine {
    /// Its number on the document (BT-126).
    pub number: usize,
    /// The booking it belongs to (BT-128).
    pub booking: String,
    /// How many units, decimal text (BT-129); negative on what takes an invoice back.
    pub quantity: String,
    /// `HUR`, `KMT` or `C62` (BT-130, UN/ECE Recommendation 20).
    pub unit: String,
    /// Rounded to the cent (BT-131).
    pub amount: Cents,
    /// Price of one unit, decimal text, never negative (BT-146).
    pub price: String,
    /// The day of the session (BT-134, BT-135).
    pub period: Period,
    /// How it is taxed (BT-151, BT-152).
    pub category: Category,
    /// What was done (BT-153).
    pub item: String,
    /// Why it costs that (BT-154).
    pub description: String,
}

/// "Invoiced object identifier" among document types (UNTDID 1001).
const INVOICED_OBJECT: &str = "130";

impl InvoiceLine {
    pub(super) fn ubl(&self, xml: &mut Xml) {
        xml.within("cac:InvoiceLine", |xml| {
            xml.leaf("cbc:ID", self.number.to_string());
            xml.leaf_with("cbc:InvoicedQuantity", &[("unitCode", &self.unit)], &self.quantity);
            xml.leaf_with("cbc:LineExtensionAmount", &EURO, self.amount.plain());
            self.period.ubl(xml);
            xml.within("cac:DocumentReference", |xml| {
                xml.leaf("cbc:ID", &self.booking);
                xml.leaf("cbc:DocumentTypeCode", INVOICED_OBJECT);
            });
            xml.within("cac:Item", |xml| {
                xml.leaf_if("cbc:Description", Some(&self.description));
                xml.leaf("cbc:Name", &self.item);
                self.category.ubl("cac:ClassifiedTaxCategory", None, xml);
            });
            xml.within("cac:Price", |xml| xml.leaf_with("cbc:PriceAmount", &EURO, &self.price));
        });
    }

    pub(super) fn cii(&self, xml: &mut Xml) {
        xml.within("ram:IncludedSupplyChainTradeLineItem", |xml| {
            xml.within("ram:AssociatedDocumentLineDocument", |xml| xml.leaf("ram:LineID", self.number.to_string()));
            xml.within("ram:SpecifiedTradeProduct", |xml| {
                xml.leaf("ram:Name", &self.item);
                xml.leaf_if("ram:Description", Some(&self.description));
            });
            xml.within("ram:SpecifiedLineTradeAgreement", |xml| {
                xml.within("ram:NetPriceProductTradePrice", |xml| xml.leaf("ram:ChargeAmount", &self.price));
            });
            xml.within("ram:SpecifiedLineTradeDelivery", |xml| {
                xml.leaf_with("ram:BilledQuantity", &[("unitCode", &self.unit)], &self.quantity);
            });
            xml.within("ram:SpecifiedLineTradeSettlement", |xml| {
                self.category.cii(xml);
                self.period.cii(xml);
                xml.within("ram:SpecifiedTradeSettlementLineMonetarySummation", |xml| {
                    xml.leaf("ram:LineTotalAmount", self.amount.plain());
                });
                xml.within("ram:AdditionalReferencedDocument", |xml| {
                    xml.leaf("ram:IssuerAssignedID", &self.booking);
                    xml.leaf("ram:TypeCode", INVOICED_OBJECT);
                });
            });
        });
    }
}

//! VAT: the breakdown BG-23 and the category of a line BG-30.

use super::{totals::EURO, xml::Xml};
use crate::kernel::money::Cents;

/// The categories that interpreters' work falls into (BT-118, BT-151; UNTDID 5305).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum VatCategory {
    /// S: taxed.
    Standard,
    /// E: exempt, also for small businesses (§ 19 UStG).
    Exempt,
}

impl VatCategory {
    /// The code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Standard => "S",
            Self::Exempt => "E",
        }
    }
}

/// A category with its rate.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Category {
    /// Which.
    pub category: VatCategory,
    /// In percent, decimal text (BT-119, BT-152); `0` if exempt.
    pub rate: String,
}

/// VAT of one category and rate.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VatBreakdown {
    /// Category and rate (BT-118, BT-119).
    pub category: Category,
    /// Taxable amount (BT-116).
    pub net: Cents,
    /// Tax (BT-117).
    pub vat: Cents,
    /// Why it is exempt (BT-120).
    pub reason: Option<String>,
}

impl Category {
    pub(super) fn ubl(&self, name: &'static str, reason: Option<&str>, xml: &mut Xml) {
        xml.within(name, |xml| {
            xml.leaf("cbc:ID", self.category.code());
            xml.leaf("cbc:Percent", &self.rate);
            xml.leaf_if("cbc:TaxExemptionReason", reason);
            xml.within("cac:TaxScheme", |xml| xml.leaf("cbc:ID", "VAT"));
        });
    }

    pub(super) fn cii(&self, xml: &mut Xml) {
        xml.within("ram:ApplicableTradeTax", |xml| {
            xml.leaf("ram:TypeCode", "VAT");
            xml.leaf("ram:CategoryCode", self.category.code());
            xml.leaf("ram:RateApplicablePercent", &self.rate);
        });
    }
}

/// BT-110 with all of BG-23.
pub(super) fn ubl(total: Cents, breakdown: &[VatBreakdown], xml: &mut Xml) {
    xml.within("cac:TaxTotal", |xml| {
        xml.leaf_with("cbc:TaxAmount", &EURO, total.plain());
        for one in breakdown {
            xml.within("cac:TaxSubtotal", |xml| {
                xml.leaf_with("cbc:TaxableAmount", &EURO, one.net.plain());
                xml.leaf_with("cbc:TaxAmount", &EURO, one.vat.plain());
                one.category.ubl("cac:TaxCategory", one.reason.as_deref(), xml);
            });
        }
    });
}

impl VatBreakdown {
    pub(super) fn cii(&self, xml: &mut Xml) {
        xml.within("ram:ApplicableTradeTax", |xml| {
            xml.leaf("ram:CalculatedAmount", self.vat.plain());
            xml.leaf("ram:TypeCode", "VAT");
            xml.leaf_if("ram:ExemptionReason", self.reason.as_deref());
            xml.leaf("ram:BasisAmount", self.net.plain());
            xml.leaf("ram:CategoryCode", self.category.category.code());
            xml.leaf("ram:RateApplicablePercent", &self.category.rate);
        });
    }
}

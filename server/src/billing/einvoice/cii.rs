//! The order of UN/CEFACT Cross Industry Invoice (D16B), as XRechnung 3.0 and ZUGFeRD use it.

use super::{Invoice, xml::Xml};

/// Whose rules a file follows (BT-24).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Profile {
    /// XRechnung 3.0, as a file of its own.
    XRechnung,
    /// EN 16931, inside a ZUGFeRD PDF.
    En16931,
}

impl Profile {
    /// The specification's identifier.
    #[must_use]
    pub const fn guideline(self) -> &'static str {
        match self {
            Self::XRechnung => "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0",
            Self::En16931 => "urn:cen.eu:en16931:2017",
        }
    }
}

/// An invoice in CII.
#[must_use]
pub fn cii(invoice: &Invoice, profile: Profile) -> Vec<u8> {
    let mut xml = Xml::new(
        "rsm:CrossIndustryInvoice",
        &[
            ("xmlns:rsm", "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"),
            ("xmlns:ram", "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"),
            ("xmlns:qdt", "urn:un:unece:uncefact:data:standard:QualifiedDataType:100"),
            ("xmlns:udt", "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"),
        ],
    );
    invoice.document.cii(profile, &mut xml);
    xml.within("rsm:SupplyChainTradeTransaction", |xml| {
        for line in &invoice.lines {
            line.cii(xml);
        }
        xml.within("ram:ApplicableHeaderTradeAgreement", |xml| {
            xml.leaf("ram:BuyerReference", &invoice.document.leitweg_id);
            invoice.seller.cii(xml);
            invoice.buyer.cii(xml);
        });
        xml.within("ram:ApplicableHeaderTradeDelivery", |_| ());
        xml.within("ram:ApplicableHeaderTradeSettlement", |xml| settlement(invoice, xml));
    });
    xml.finish()
}

fn settlement(invoice: &Invoice, xml: &mut Xml) {
    xml.leaf("ram:PaymentReference", &invoice.payment.remittance);
    xml.leaf("ram:InvoiceCurrencyCode", "EUR");
    invoice.payment.cii_means(xml);
    for vat in &invoice.vat {
        vat.cii(xml);
    }
    invoice.period.cii(xml);
    invoice.payment.cii_terms(xml);
    invoice.totals.cii(xml);
    if let Some(preceding) = &invoice.preceding {
        preceding.cii(xml);
    }
}

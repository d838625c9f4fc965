//! The order of UBL 2.1, as XRechnung 3.0 uses it.

use super::{Invoice, vat, xml::Xml};

/// An XRechnung in UBL.
#[must_use]
pub fn ubl(invoice: &Invoice) -> Vec<u8> {
    let mut xml = Xml::new(
        "ubl:Invoice",
        &[
            ("xmlns:ubl", "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"),
            ("xmlns:cac", "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"),
            ("xmlns:cbc", "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"),
        ],
    );
    invoice.document.ubl(&mut xml);
    invoice.period.ubl(&mut xml);
    if let Some(preceding) = &invoice.preceding {
        preceding.ubl(&mut xml);
    }
    invoice.seller.ubl(&mut xml);
    invoice.buyer.ubl(&mut xml);
    invoice.payment.ubl(&mut xml);
    vat::ubl(invoice.totals.vat, &invoice.vat, &mut xml);
    invoice.totals.ubl(&mut xml);
    for line in &invoice.lines {
        line.ubl(&mut xml);
    }
    xml.finish()
}

//! Electronic invoices after EN 16931: what is said, and how it is written.
//!
//! [`Invoice`] is the semantic model, cut down to what a city says to its interpreters: the city invoices in their name (type 389,
//! § 14 Abs. 2 UStG), and takes such an invoice back (type 384, with a reference to it and negative amounts). One file for each
//! group of the standard; each knows its business terms (BT) and writes itself in both syntaxes. [`ubl`] and [`cii`] put the
//! groups in the order that the schemas demand. Pure: text in, bytes out.
//!
//! Rules that shape it: XRechnung 3.0 wants a Leitweg-ID (BR-DE-15), a contact of the seller (BR-DE-2, -5, -6, -7), electronic
//! addresses on both sides (PEPPOL-EN16931-R010, -R020) and a tax number or VAT id (BR-DE-16); a small business without a VAT id
//! is identified by the city's number for it (BR-CO-26, BT-29); sums are sums of rounded lines (BR-CO-10, -13, -15, -17).
//!
//! What is absent: internal settlements and vouchers are no invoices and have no electronic form.

mod buyer;
mod cii;
mod document;
mod line;
mod of_content;
mod payment;
mod period;
mod preceding;
mod seller;
#[cfg(test)]
mod tests;
mod totals;
mod ubl;
mod vat;
pub(in crate::billing) mod xml;

pub use buyer::Buyer;
pub use cii::{Profile, cii};
pub use document::{Document, TypeCode};
pub use line::InvoiceLine;
pub use of_content::NoInvoice;
pub use payment::Payment;
pub use period::Period;
pub use preceding::Preceding;
pub use seller::Seller;
pub use totals::Totals;
pub use ubl::ubl;
pub use vat::{Category, VatBreakdown, VatCategory};

/// A self-billed invoice, or what takes one back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Invoice {
    /// The document itself (BT-1 to BT-24, BG-1).
    pub document: Document,
    /// What it takes back (BG-3).
    pub preceding: Option<Preceding>,
    /// Who did the work (BG-4).
    pub seller: Seller,
    /// The city (BG-7).
    pub buyer: Buyer,
    /// When the work was done (BG-14).
    pub period: Period,
    /// How it is paid (BG-16).
    pub payment: Payment,
    /// The sums (BG-22).
    pub totals: Totals,
    /// VAT by category and rate (BG-23).
    pub vat: Vec<VatBreakdown>,
    /// The lines (BG-25).
    pub lines: Vec<InvoiceLine>,
}

//! From what a document says to what EN 16931 makes of it.

use super::*;
use crate::{
    billing::documents::{Claimed, Content, DocumentKind, Line, Party, Postal},
    kernel::{language::Language, money::Cents},
    platform::i18n::{self, Arg, Locale},
};
use rates::{Currency, Rounding};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// Why a document has no electronic invoice.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NoInvoice {
    /// Vouchers and internal settlements, and what takes them back, are no invoices.
    #[error("it is no invoice")]
    NotOne,
    /// Something is missing; `directory::missing_for_document` says so before the month is closed.
    #[error("it has no {0}")]
    Lacks(&'static str),
}

impl Invoice {
    /// The electronic invoice of a numbered document.
    ///
    /// # Errors
    /// It is none, or lacks what the standard demands.
    pub fn of(content: &Content) -> Result<Self, NoInvoice> {
        let (type_code, preceding) = kind(content)?;
        let party = content.seller.as_ref().ok_or(NoInvoice::Lacks("seller"))?;
        let lines = lines(content)?;
        Ok(Self {
            document: Document {
                number: content.reference.clone(),
                issued_on: content.issued_on,
                type_code,
                leitweg_id: filled(Some(&content.leitweg_id), "Leitweg-ID")?,
                notes: notes(content),
            },
            seller: seller(party)?,
            buyer: buyer(content)?,
            period: Period { from: content.period_from, to: content.period_to },
            payment: Payment {
                remittance: content.reference.clone(),
                iban: filled(party.iban.as_ref(), "account")?,
                holder: party.account_holder.clone().unwrap_or_else(|| party.name.clone()),
                terms: t("billing-einvoice-terms"),
            },
            totals: Totals { net: content.net, vat: content.vat, gross: content.gross },
            vat: breakdown(content)?,
            preceding,
            lines,
        })
    }
}

fn t(key: &str) -> String {
    i18n::t(Locale::De, key)
}

fn filled(text: Option<&String>, what: &'static str) -> Result<String, NoInvoice> {
    text.map(|text| text.trim()).filter(|text| !text.is_empty()).map(str::to_owned).ok_or(NoInvoice::Lacks(what))
}

fn kind(content: &Content) -> Result<(TypeCode, Option<Preceding>), NoInvoice> {
    match (content.kind, &content.corrects) {
        (DocumentKind::SelfBilledInvoice, _) => Ok((TypeCode::SelfBilled, None)),
        (DocumentKind::Reversal, Some(original)) if original.kind == Some(DocumentKind::SelfBilledInvoice) => {
            let preceding = Preceding { number: original.reference.clone(), issued_on: original.issued_on };
            Ok((TypeCode::Corrected, Some(preceding)))
        }
        _ => Err(NoInvoice::NotOne),
    }
}

/// The word that the law asks for, why it is taken back, that figures are assumed, and that the interpreter may object.
fn notes(content: &Content) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(original) = &content.corrects {
        let day = i18n::date(Locale::De, original.issued_on);
        let named = [("reference", Arg::from(original.reference.as_str())), ("day", Arg::from(day.as_str()))];
        notes.push(i18n::t_args(Locale::De, "billing-einvoice-reversal", &named));
        notes.extend(content.reason.clone());
    } else {
        notes.push(t("billing-paper-self-billed"));
        notes.push(t("billing-paper-objection"));
    }
    if content.is_assumed() {
        notes.push(format!("{} {}", t("billing-paper-assumed"), content.assumed.join(", ")));
    }
    notes
}

fn postal(party: &Party) -> Result<&Postal, NoInvoice> {
    party.postal.as_ref().ok_or(NoInvoice::Lacks("postal address"))
}

fn seller(party: &Party) -> Result<Seller, NoInvoice> {
    let postal = postal(party)?;
    let some = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
    let (vat_id, tax_number) = (some(&party.vat_id), some(&party.tax_number));
    if vat_id.is_none() && tax_number.is_none() {
        return Err(NoInvoice::Lacks("tax number"));
    }
    Ok(Seller {
        name: filled(Some(&party.name), "name")?,
        number: filled(party.number.as_ref(), "creditor number")?,
        vat_id,
        tax_number,
        email: filled(party.email.as_ref(), "mail address")?,
        phone: filled(party.phone.as_ref(), "phone number")?,
        street: filled(Some(&postal.street), "street")?,
        place: filled(Some(&postal.place), "place")?,
        postcode: filled(Some(&postal.postcode), "postcode")?,
    })
}

fn buyer(content: &Content) -> Result<Buyer, NoInvoice> {
    let postal = postal(&content.buyer)?;
    Ok(Buyer {
        name: filled(Some(&content.buyer.name), "buyer")?,
        leitweg_id: content.leitweg_id.clone(),
        street: postal.street.clone(),
        office: content.buyer.address.first().cloned().unwrap_or_default(),
        place: filled(Some(&postal.place), "place of the buyer")?,
        postcode: filled(Some(&postal.postcode), "postcode of the buyer")?,
    })
}

fn number(text: &str) -> Result<Decimal, NoInvoice> {
    text.parse().map_err(|_| NoInvoice::Lacks("number that can be read"))
}

/// Without a rate, or at none, the work is exempt.
fn category(rate: Option<&str>) -> Result<Category, NoInvoice> {
    let rate = rate.map(number).transpose()?.unwrap_or_default().normalize();
    let category = if rate > Decimal::ZERO { VatCategory::Standard } else { VatCategory::Exempt };
    Ok(Category { category, rate: rate.to_string() })
}

fn breakdown(content: &Content) -> Result<Vec<VatBreakdown>, NoInvoice> {
    let kind = content.seller.as_ref().and_then(|seller| seller.vat_kind.as_deref());
    let reason = t(if kind == Some("small_business") { "billing-paper-small-business" } else { "billing-paper-exempt" });
    let mut by_rate: BTreeMap<String, VatBreakdown> = BTreeMap::new();
    for tax in &content.taxes {
        let category = category(tax.rate.as_deref())?;
        let is_exempt = category.category == VatCategory::Exempt;
        let one = by_rate.entry(category.rate.clone()).or_insert_with(|| VatBreakdown {
            reason: is_exempt.then(|| reason.clone()),
            category,
            net: Cents::ZERO,
            vat: Cents::ZERO,
        });
        one.net += tax.net;
        one.vat += tax.vat;
    }
    Ok(by_rate.into_values().collect())
}

fn lines(content: &Content) -> Result<Vec<InvoiceLine>, NoInvoice> {
    let all = content.claims.iter().flat_map(|claimed| claimed.lines.iter().map(move |line| (claimed, line)));
    all.enumerate().map(|(index, (claimed, line))| invoice_line(index + 1, claimed, line)).collect()
}

fn invoice_line(index: usize, claimed: &Claimed, line: &Line) -> Result<InvoiceLine, NoInvoice> {
    let (quantity, unit, price) = quantity(line)?;
    let language = Language::from_code(&claimed.language).map(Language::german).unwrap_or(&claimed.language);
    let day = i18n::date_with_weekday(Locale::De, claimed.service_on);
    let named = [("language", Arg::from(language)), ("day", Arg::from(day.as_str()))];
    Ok(InvoiceLine {
        number: index,
        booking: claimed.booking.clone(),
        quantity: quantity.normalize().to_string(),
        unit,
        amount: line.amount,
        price: price.to_string(),
        period: Period { from: claimed.service_on, to: claimed.service_on },
        category: category(claimed.vat_rate.as_deref())?,
        item: i18n::t_args(Locale::De, "billing-einvoice-item", &named),
        description: line.because_de.clone(),
    })
}

/// Quantity times price is the amount, and the price is not negative (BR-27). Where the calculation has another shape, the line
/// is one lump sum.
fn quantity(line: &Line) -> Result<(Decimal, String, Decimal), NoInvoice> {
    let (mut quantity, mut price) = (number(&line.quantity)?, number(&line.unit_price)?);
    if price.is_sign_negative() {
        (quantity, price) = (-quantity, -price);
    }
    let amount = Decimal::new(line.amount.get(), 2);
    if (amount.is_sign_negative() && !amount.is_zero()) != quantity.is_sign_negative() {
        quantity = -quantity;
    }
    let product = quantity.checked_mul(price).and_then(|exact| Rounding::Commercial.to_money(exact, Currency::Eur).ok());
    if product.is_some_and(|product| product.minor() == line.amount.get()) {
        return Ok((quantity, line.unit.clone(), price));
    }
    let one = if amount.is_sign_negative() { -Decimal::ONE } else { Decimal::ONE };
    Ok((one, "C62".to_owned(), amount.abs()))
}

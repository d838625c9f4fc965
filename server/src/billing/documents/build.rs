//! From certified claims to what a document says.

use super::{
    content::{Claimed, Content, CostShare, FORMAT, Line, Party, Postal, Reference, Tax},
    number::DocumentKind,
    totals::{Amounts, Totals, totals},
};
use crate::{
    billing::claim::Claim,
    directory::{
        MissingForDocument,
        facts::{InterpreterFacts, OfficeFacts},
        is_self_billed, missing_for_document,
    },
    kernel::{city::City, money::Cents, time::Month},
    platform::fault::Fault,
};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Where a claim's money comes from, as the treasury books it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CostLine {
    /// The budget line.
    pub line: crate::kernel::ids::BudgetLineId,
    /// Cost center.
    #[doc(alias = "Kostenstelle")]
    pub cost_center: String,
    /// Cost object.
    #[doc(alias = "Kostenträger")]
    pub cost_object: String,
    /// Account.
    #[doc(alias = "Sachkonto")]
    pub account: String,
}

/// A certified claim with what a document says about it.
#[derive(Clone, Debug)]
pub struct Issuable {
    /// The claim.
    pub claim: Claim,
    /// The booking's number.
    pub booking: String,
    /// Language code.
    pub language: String,
    /// The ordering office.
    pub office: OfficeFacts,
    /// The line that pays.
    pub line: CostLine,
    /// Number and name of the interpreter.
    pub interpreter: String,
    /// The claim's share of its payable document's VAT, for internal settlements.
    pub settled_vat: Cents,
}

/// A self-billed invoice if the interpreter agreed to it by that day, else a voucher.
#[must_use]
pub fn payable_kind(interpreter: &InterpreterFacts, on: NaiveDate) -> DocumentKind {
    if is_self_billed(interpreter, on) { DocumentKind::SelfBilledInvoice } else { DocumentKind::PaymentVoucher }
}

/// What stands in the way of paying this interpreter.
#[must_use]
pub fn obstacles(interpreter: &InterpreterFacts, on: NaiveDate) -> Vec<MissingForDocument> {
    missing_for_document(interpreter, is_self_billed(interpreter, on))
}

/// An interpreter's document for a month, still without its number.
///
/// # Errors
/// A stored quote can't be read, or there is no claim.
pub fn payable(
    city: &City,
    interpreter: &InterpreterFacts,
    claims: &[Issuable],
    month: Month,
    on: NaiveDate,
) -> Result<(Content, Totals), Fault> {
    let amounts = claims.iter().map(amounts).collect::<Result<Vec<_>, Fault>>()?;
    let sums = totals(&amounts)?;
    let vat: Vec<Cents> = sums.shares.iter().map(|share| share.vat).collect();
    let buyer_office = largest_office(claims).ok_or_else(|| Fault::new("a document needs a claim"))?;
    let mut content = frame(payable_kind(interpreter, on), claims, &vat, month, on)?;
    content.seller = Some(seller(interpreter));
    content.with_english = interpreter.locale != "de";
    content.buyer = buyer(city, buyer_office);
    content.leitweg_id.clone_from(&buyer_office.leitweg_id);
    content.taxes = sums
        .taxes
        .iter()
        .map(|tax| Tax { rate: tax.rate.map(|rate| rate.to_string()), net: tax.net, vat: tax.vat })
        .collect();
    (content.net, content.vat, content.gross) = (sums.net, sums.vat, sums.gross);
    Ok((content, sums))
}

/// What an office owes for a month: its claims at what their documents pay. No VAT is shown: it is no supply, the tax is cost.
///
/// # Errors
/// A stored quote can't be read, or there is no claim.
pub fn settlement(city: &City, claims: &[Issuable], month: Month, on: NaiveDate) -> Result<Content, Fault> {
    let office = claims.first().map(|one| &one.office).ok_or_else(|| Fault::new("a settlement needs a claim"))?;
    let vat: Vec<Cents> = claims.iter().map(|one| one.settled_vat).collect();
    let mut content = frame(DocumentKind::InternalSettlement, claims, &vat, month, on)?;
    for (claimed, one) in content.claims.iter_mut().zip(claims) {
        claimed.interpreter = Some(one.interpreter.clone());
    }
    content.buyer = buyer(city, office);
    content.leitweg_id.clone_from(&office.leitweg_id);
    content.net = claims.iter().map(|one| one.claim.net).sum();
    content.vat = vat.into_iter().sum();
    content.gross = content.net + content.vat;
    Ok(content)
}

/// Takes a document back, or some of its claims: the same with the opposite sign, and its reason.
#[must_use]
pub fn reversal(
    original: &Content,
    claims: &BTreeSet<crate::kernel::ids::FeeId>,
    reason: &str,
    on: NaiveDate,
) -> Content {
    let mut content = original.clone();
    content.kind = DocumentKind::Reversal;
    content.reference = String::new();
    content.issued_on = on;
    content.reason = Some(reason.to_owned());
    content.format = FORMAT.to_owned();
    content.corrects = Some(Reference {
        reference: original.reference.clone(),
        issued_on: original.issued_on,
        kind: Some(original.kind),
    });
    content.claims.retain(|claimed| claims.contains(&claimed.fee));
    let is_whole = content.claims.len() == original.claims.len();
    for claimed in &mut content.claims {
        claimed.net = -claimed.net;
        claimed.vat = -claimed.vat;
        for line in &mut claimed.lines {
            line.amount = -line.amount;
        }
    }
    content.net = content.claims.iter().map(|claimed| claimed.net).sum();
    content.vat = content.claims.iter().map(|claimed| claimed.vat).sum();
    content.gross = content.net + content.vat;
    for tax in &mut content.taxes {
        (tax.net, tax.vat) = (-tax.net, -tax.vat);
    }
    if is_whole {
        content.cost_shares.iter_mut().for_each(|share| share.gross = -share.gross);
    } else {
        // Only internal settlements are taken back in part, and they have one office.
        content.cost_shares.truncate(1);
        content.cost_shares.iter_mut().for_each(|share| share.gross = content.gross);
    }
    content
}

fn amounts(one: &Issuable) -> Result<Amounts, Fault> {
    let claim = &one.claim;
    let vat_rate = claim.vat_rate.as_deref().map(str::parse).transpose()?;
    Ok(Amounts { fee: claim.id, net: claim.net, vat: claim.vat, vat_rate })
}

/// What all documents have in common; sums and sides are still empty.
fn frame(
    kind: DocumentKind,
    claims: &[Issuable],
    vat: &[Cents],
    month: Month,
    on: NaiveDate,
) -> Result<Content, Fault> {
    let claimed = claims.iter().zip(vat).map(|(one, vat)| claimed(one, *vat)).collect::<Result<Vec<_>, Fault>>()?;
    let days = || claims.iter().map(|one| one.claim.service_on);
    let assumed: BTreeSet<String> =
        claims.iter().filter(|one| one.claim.figures == "assumed").map(|one| one.claim.schedule_id.clone()).collect();
    Ok(Content {
        format: FORMAT.to_owned(),
        kind,
        reference: String::new(),
        month: month.to_string(),
        period_from: days().min().unwrap_or(month.first()),
        period_to: days().max().unwrap_or(month.last()),
        issued_on: on,
        corrects: None,
        reason: None,
        seller: None,
        buyer: Party::named(""),
        leitweg_id: String::new(),
        cost_shares: cost_shares(claims, vat),
        claims: claimed,
        taxes: Vec::new(),
        net: Cents::ZERO,
        vat: Cents::ZERO,
        gross: Cents::ZERO,
        assumed: assumed.into_iter().collect(),
        with_english: false,
    })
}

fn claimed(one: &Issuable, vat: Cents) -> Result<Claimed, Fault> {
    let quote = one.claim.lines()?;
    let lines = quote
        .lines
        .iter()
        .map(|line| {
            let because = line.because.both();
            Line {
                rule: line.rule.to_string(),
                quantity: line.quantity.normalize().to_string(),
                unit: line.unit.recommendation_20().to_owned(),
                unit_price: two_places(line.unit_price),
                amount: Cents(line.amount.minor()),
                because_de: because.de,
                because_en: because.en,
            }
        })
        .collect();
    Ok(Claimed {
        fee: one.claim.id,
        booking: one.booking.clone(),
        service_on: one.claim.service_on,
        office: one.office.code.clone(),
        outcome: one.claim.outcome.clone(),
        language: one.language.clone(),
        minutes: one.claim.minutes(),
        interpreter: None,
        lines,
        net: one.claim.net,
        vat_rate: one.claim.vat_rate.clone(),
        vat,
    })
}

/// At least two decimals, and all that the price has.
fn two_places(price: rust_decimal::Decimal) -> String {
    let mut price = price.normalize();
    if price.scale() < 2 {
        price.rescale(2);
    }
    price.to_string()
}

fn cost_shares(claims: &[Issuable], vat: &[Cents]) -> Vec<CostShare> {
    let mut by_line: BTreeMap<(String, crate::kernel::ids::BudgetLineId), CostShare> = BTreeMap::new();
    for (one, vat) in claims.iter().zip(vat) {
        let share = by_line.entry((one.office.code.clone(), one.line.line)).or_insert_with(|| CostShare {
            office: one.office.id,
            office_code: one.office.code.clone(),
            cost_center: one.line.cost_center.clone(),
            cost_object: one.line.cost_object.clone(),
            account: one.line.account.clone(),
            gross: Cents::ZERO,
        });
        share.gross += one.claim.net + *vat;
    }
    by_line.into_values().collect()
}

/// The office with the largest part of the document; of equal ones the first by code.
fn largest_office(claims: &[Issuable]) -> Option<&OfficeFacts> {
    let mut by_office: BTreeMap<&str, (Cents, &OfficeFacts)> = BTreeMap::new();
    for one in claims {
        by_office.entry(&one.office.code).or_insert((Cents::ZERO, &one.office)).0 += one.claim.gross;
    }
    by_office.into_values().rev().max_by_key(|(sum, _)| *sum).map(|(_, office)| office)
}

fn buyer(city: &City, office: &OfficeFacts) -> Party {
    let mut party = Party::named(city.name.as_str());
    party.address = vec![office.name_de.clone(), city.street.clone(), format!("{} {}", city.postcode, city.place)];
    party.postal =
        Some(Postal { street: city.street.clone(), postcode: city.postcode.clone(), place: city.place.clone() });
    party.email = Some(office.email.clone());
    party
}

fn seller(interpreter: &InterpreterFacts) -> Party {
    Party {
        name: interpreter.name(),
        address: vec![interpreter.street.clone(), format!("{} {}", interpreter.postcode, interpreter.city)],
        postal: Some(Postal {
            street: interpreter.street.clone(),
            postcode: interpreter.postcode.clone(),
            place: interpreter.city.clone(),
        }),
        number: Some(interpreter.number.clone()),
        vat_id: interpreter.vat_id.clone(),
        tax_number: interpreter.tax_number.clone(),
        vat_kind: Some(interpreter.vat_kind.clone()),
        email: Some(interpreter.email.clone()),
        phone: Some(interpreter.phone.clone()),
        iban: interpreter.iban.clone(),
        account_holder: interpreter.account_holder.clone(),
    }
}

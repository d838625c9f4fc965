//! A document's sums: net is the sum of rounded lines, VAT is taken per rate on the sum (EN 16931, BR-CO-17).
//!
//! VAT on the sum may differ by cents from the sum of each claim's VAT. The difference is spread over the claims of that rate,
//! one cent each, so that every claim knows its share and shares add up to the document.

use crate::kernel::{ids::FeeId, money::Cents};
use rates::{Currency, MoneyError, Rounding};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// A claim as a document sums it up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Amounts {
    /// Which.
    pub fee: FeeId,
    /// Sum of its lines.
    pub net: Cents,
    /// Its VAT, rounded alone.
    pub vat: Cents,
    /// In percent; none if none is charged.
    pub vat_rate: Option<Decimal>,
}

/// A claim's part of a document.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Share {
    /// Which.
    pub fee: FeeId,
    /// Its net.
    pub net: Cents,
    /// Its VAT on this document.
    pub vat: Cents,
}

/// What is taxed at one rate.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TaxGroup {
    /// In percent; none if none is charged.
    pub rate: Option<Decimal>,
    /// Taxable amount.
    pub net: Cents,
    /// Tax on it.
    pub vat: Cents,
}

/// A document's sums.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Totals {
    /// Sum of the lines.
    pub net: Cents,
    /// Sum of the taxes.
    pub vat: Cents,
    /// What is owed.
    pub gross: Cents,
    /// By rate, lowest first.
    pub taxes: Vec<TaxGroup>,
    /// In the order given.
    pub shares: Vec<Share>,
}

/// Sums up.
///
/// # Errors
/// Amounts beyond what 64 bits of cents can hold.
pub fn totals(claims: &[Amounts]) -> Result<Totals, MoneyError> {
    let mut by_rate: BTreeMap<Option<Decimal>, Vec<usize>> = BTreeMap::new();
    for (index, claim) in claims.iter().enumerate() {
        by_rate.entry(claim.vat_rate.map(|rate| rate.normalize())).or_default().push(index);
    }
    let mut shares: Vec<Share> =
        claims.iter().map(|claim| Share { fee: claim.fee, net: claim.net, vat: claim.vat }).collect();
    let mut taxes = Vec::new();
    for (rate, members) in by_rate {
        let net: Cents = members.iter().filter_map(|index| claims.get(*index)).map(|claim| claim.net).sum();
        let vat = vat_on(net, rate)?;
        spread(vat, rate, &members, claims, &mut shares);
        taxes.push(TaxGroup { rate, net, vat });
    }
    let net: Cents = taxes.iter().map(|tax| tax.net).sum();
    let vat: Cents = taxes.iter().map(|tax| tax.vat).sum();
    Ok(Totals { net, vat, gross: net + vat, taxes, shares })
}

/// VAT on an amount, rounded half away from zero to the cent.
fn vat_on(net: Cents, rate: Option<Decimal>) -> Result<Cents, MoneyError> {
    let Some(rate) = rate else { return Ok(Cents::ZERO) };
    let exact = Decimal::new(net.get(), 2).checked_mul(rate).ok_or(MoneyError::TooLarge)? / Decimal::ONE_HUNDRED;
    Ok(Cents(Rounding::Commercial.to_money(exact, Currency::Eur)?.minor()))
}

/// Gives or takes one cent each where rounding alone went farthest the other way, until the shares add up.
fn spread(vat: Cents, rate: Option<Decimal>, members: &[usize], claims: &[Amounts], shares: &mut [Share]) {
    let alone: Cents = members.iter().filter_map(|index| claims.get(*index)).map(|claim| claim.vat).sum();
    let difference = (vat - alone).get();
    let rate = rate.unwrap_or_default();
    let mut order: Vec<(Decimal, usize)> = members
        .iter()
        .filter_map(|index| claims.get(*index).map(|claim| (claim, *index)))
        .map(|(claim, index)| {
            // What rounding alone took from (or, if negative, gave to) this claim.
            (Decimal::new(claim.net.get(), 4) * rate - Decimal::new(claim.vat.get(), 2), index)
        })
        .collect();
    order.sort_by(|a, b| if difference > 0 { b.0.cmp(&a.0) } else { a.0.cmp(&b.0) }.then(a.1.cmp(&b.1)));
    let steps = usize::try_from(difference.unsigned_abs()).unwrap_or(usize::MAX);
    for (_, index) in order.into_iter().cycle().take(if members.is_empty() { 0 } else { steps }) {
        if let Some(share) = shares.get_mut(index) {
            share.vat += Cents(difference.signum());
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;
    use proptest::prelude::*;

    fn claim(net: i64, vat: i64, rate: Option<i64>) -> Amounts {
        Amounts {
            fee: FeeId::new(),
            net: Cents(net),
            vat: Cents(vat),
            vat_rate: rate.map(|rate| Decimal::new(rate, 0)),
        }
    }

    #[test]
    fn vat_is_taken_on_the_sum() {
        // Three tickets of 2.90 €: 0.551 € VAT each, rounded 0.55 €; on 8.70 € it is 1.653 €, rounded 1.65 €.
        let sums = totals(&[claim(290, 55, Some(19)), claim(290, 55, Some(19)), claim(290, 55, Some(19))]).unwrap();
        assert_eq!((sums.net, sums.vat, sums.gross), (Cents(870), Cents(165), Cents(1035)));
        // Three times 0.50 €: 0.095 € each, rounded 0.10 €; on 1.50 € it is 0.285 €, rounded 0.29 €: one cent less.
        let sums = totals(&[claim(50, 10, Some(19)), claim(50, 10, Some(19)), claim(50, 10, Some(19))]).unwrap();
        assert_eq!((sums.net, sums.vat, sums.gross), (Cents(150), Cents(29), Cents(179)));
        assert_eq!(sums.shares.iter().map(|share| share.vat.get()).collect::<Vec<_>>(), [9, 10, 10]);
    }

    #[test]
    fn rates_are_kept_apart() {
        let sums =
            totals(&[claim(10_000, 1_900, Some(19)), claim(10_000, 700, Some(7)), claim(5_000, 0, None)]).unwrap();
        assert_eq!((sums.net, sums.vat, sums.gross), (Cents(25_000), Cents(2_600), Cents(27_600)));
        assert_eq!(sums.taxes.len(), 3);
    }

    #[test]
    fn nothing_is_nothing() {
        assert_eq!(totals(&[]).unwrap().gross, Cents::ZERO);
    }

    proptest! {
        #[test]
        fn shares_add_up_to_the_document(nets in proptest::collection::vec((0_i64..100_000, 0_u8..3), 1..60)) {
            let claims: Vec<Amounts> = nets.iter().map(|(net, kind)| {
                let rate = match kind { 0 => None, 1 => Some(Decimal::new(19, 0)), _ => Some(Decimal::new(7, 0)) };
                Amounts { fee: FeeId::new(), net: Cents(*net), vat: vat_on(Cents(*net), rate).unwrap(), vat_rate: rate }
            }).collect();
            let sums = totals(&claims).unwrap();
            prop_assert_eq!(sums.net.get(), nets.iter().map(|(net, _)| net).sum::<i64>());
            prop_assert_eq!(sums.gross, sums.net + sums.vat);
            prop_assert_eq!(sums.shares.iter().map(|share| share.net).sum::<Cents>(), sums.net);
            prop_assert_eq!(sums.shares.iter().map(|share| share.vat).sum::<Cents>(), sums.vat);
            prop_assert_eq!(sums.taxes.iter().map(|tax| tax.net).sum::<Cents>(), sums.net);
            for tax in &sums.taxes {
                // Integer arithmetic, written without the code under test: 2·|net·rate − 100·vat| ≤ 100.
                let rate = tax.rate.map_or(0, |rate| rate.mantissa() as i64);
                prop_assert!(2 * (tax.net.get() * rate - 100 * tax.vat.get()).abs() <= 100);
            }
            for (claim, share) in claims.iter().zip(&sums.shares) {
                prop_assert!((claim.vat.get() - share.vat.get()).abs() <= 1);
            }
        }
    }
}

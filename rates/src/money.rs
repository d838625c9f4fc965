//! Amounts of money: whole cents (or rappen) with their currency. There is no float anywhere.

use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive};
use std::fmt;

/// The currencies that schedules are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub enum Currency {
    /// Euro.
    #[serde(rename = "EUR")]
    Eur,
    /// Swiss franc.
    #[serde(rename = "CHF")]
    Chf,
}

impl Currency {
    /// The ISO 4217 code.
    pub fn code(self) -> &'static str {
        match self {
            Currency::Eur => "EUR",
            Currency::Chf => "CHF",
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// An amount in minor units (cents, rappen) of one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    minor: i64,
    currency: Currency,
}

/// Why two amounts could not be added, or an amount could not be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Euro and francs are never added; somebody has to decide on a rate of exchange first.
    #[error("{0} and {1} cannot be added")]
    UnlikeCurrencies(Currency, Currency),
    /// The amount is beyond what 64 bits of cents can hold.
    #[error("the amount is too large")]
    TooLarge,
}

impl Money {
    /// An amount of `minor` cents or rappen.
    pub fn new(minor: i64, currency: Currency) -> Self {
        Money { minor, currency }
    }

    /// Nothing, in that currency.
    pub fn zero(currency: Currency) -> Self {
        Money::new(0, currency)
    }

    /// The whole minor units: cents or rappen.
    #[doc(alias = "Cent")]
    pub fn minor(self) -> i64 {
        self.minor
    }

    /// The currency.
    pub fn currency(self) -> Currency {
        self.currency
    }

    /// The amount in euro or francs, with two decimals.
    pub fn decimal(self) -> Decimal {
        Decimal::new(self.minor, 2)
    }

    /// The sum. Unlike currencies are refused.
    pub fn plus(self, other: Money) -> Result<Money, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::UnlikeCurrencies(self.currency, other.currency));
        }
        let minor = self.minor.checked_add(other.minor).ok_or(MoneyError::TooLarge)?;
        Ok(Money::new(minor, self.currency))
    }

    /// The sum of many amounts, starting from zero of `currency`. Unlike currencies are refused.
    pub fn sum(currency: Currency, amounts: impl IntoIterator<Item = Money>) -> Result<Money, MoneyError> {
        amounts.into_iter().try_fold(Money::zero(currency), Money::plus)
    }
}

impl fmt::Display for Money {
    /// `232.50`: two decimals, a point, no currency.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.minor < 0 { "-" } else { "" };
        let whole = self.minor.unsigned_abs();
        write!(f, "{sign}{}.{:02}", whole / 100, whole % 100)
    }
}

/// The two ways in which a fee is ever rounded. Banker's rounding is none of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rounding {
    /// To the cent, half away from zero: 0.005 becomes 0.01, -0.005 becomes -0.01 (DIN 1333).
    #[doc(alias = "kaufmännisch")]
    Commercial,
    /// Up to the begun unit: 2.01 kilometers become 3.
    #[doc(alias = "angefangene Einheit")]
    BegunUnit,
}

impl Rounding {
    /// Rounds an amount to whole cents of `currency`.
    pub fn to_money(self, amount: Decimal, currency: Currency) -> Result<Money, MoneyError> {
        let cents = amount.checked_mul(Decimal::ONE_HUNDRED).ok_or(MoneyError::TooLarge)?;
        let whole = self.to_whole(cents).to_i64().ok_or(MoneyError::TooLarge)?;
        Ok(Money::new(whole, currency))
    }

    /// Rounds to a whole number.
    pub fn to_whole(self, value: Decimal) -> Decimal {
        self.to_places(value, 0)
    }

    /// Rounds to so many decimals.
    pub fn to_places(self, value: Decimal, places: u32) -> Decimal {
        match self {
            Rounding::Commercial => value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero),
            Rounding::BegunUnit => value.round_dp_with_strategy(places, RoundingStrategy::AwayFromZero),
        }
    }
}

/// Writes a price with at least two decimals and no superfluous zero beyond them: `93.00`, `0.42`, `7.875`.
pub(crate) fn written_price(price: Decimal) -> String {
    let mut price = price.normalize();
    if price.scale() < 2 {
        price.rescale(2);
    }
    price.to_string()
}

/// Parses a decimal as the formats write it: digits, at most one point, at most `places` decimals, no sign, no exponent.
pub(crate) fn parse_decimal(text: &str, places: usize) -> Result<Decimal, String> {
    let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    if !plain || whole.is_empty() || fraction.is_empty() || fraction.contains('.') {
        return Err(format!("\"{text}\" is not an amount like \"12.50\""));
    }
    if text.contains('.') && fraction.len() > places {
        return Err(format!("\"{text}\" has more than {places} decimals"));
    }
    if whole.len() > 9 {
        return Err(format!("\"{text}\" is too large"));
    }
    text.parse().map_err(|_| format!("\"{text}\" is not an amount like \"12.50\""))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    #[test]
    fn half_a_cent_goes_away_from_zero_and_a_begun_cent_counts() {
        let table = [
            ("0.004", 0, 1),
            ("0.005", 1, 1),
            ("0.015", 2, 2),
            ("0.025", 3, 3), // half to even would say 2
            ("2.675", 268, 268),
            ("1.001", 100, 101),
            ("-0.005", -1, -1),
            ("-0.004", 0, -1),
        ];
        for (amount, commercial, begun) in table {
            let amount: Decimal = amount.parse().unwrap();
            assert_eq!(Rounding::Commercial.to_money(amount, Currency::Eur).unwrap().minor(), commercial, "{amount}");
            assert_eq!(Rounding::BegunUnit.to_money(amount, Currency::Eur).unwrap().minor(), begun, "{amount}");
        }
    }

    #[test]
    fn unlike_currencies_are_not_added() {
        let (euro, francs) = (Money::new(100, Currency::Eur), Money::new(100, Currency::Chf));
        assert_eq!(euro.plus(francs), Err(MoneyError::UnlikeCurrencies(Currency::Eur, Currency::Chf)));
        assert_eq!(euro.plus(euro), Ok(Money::new(200, Currency::Eur)));
        assert_eq!(Money::new(i64::MAX, Currency::Eur).plus(euro), Err(MoneyError::TooLarge));
    }

    #[test]
    fn amounts_read_as_a_clerk_writes_them() {
        let table = [(0, "0.00"), (5, "0.05"), (23_250, "232.50"), (-105, "-1.05")];
        for (minor, text) in table {
            assert_eq!(Money::new(minor, Currency::Eur).to_string(), text);
        }
        let prices = [("93", "93.00"), ("0.42", "0.42"), ("7.8750", "7.875"), ("18.600", "18.60")];
        for (price, text) in prices {
            assert_eq!(written_price(price.parse().unwrap()), text);
        }
    }

    #[test]
    fn decimals_are_digits_and_a_point() {
        for fine in ["0", "0.00", "24.0", "12.50", "999999999.99"] {
            assert!(parse_decimal(fine, 2).is_ok(), "{fine}");
        }
        let refused = ["", ".", "1.", ".5", "-1", "+1", "1,50", "1e3", "1.234", "1.2.3", " 1", "1000000000", "NaN"];
        for wrong in refused {
            assert!(parse_decimal(wrong, 2).is_err(), "{wrong}");
        }
    }
}

//! Amounts and reasons as finance types them.

use crate::{
    kernel::{ids::BudgetLineId, money::Cents},
    platform::{
        http::{TextRefused, TextRule, clean_text},
        i18n::{Locale, t},
        render::FormState,
        table::{DecimalStyle, Why, cents},
    },
};

/// A supplement.
pub(super) fn supplement(form: &mut FormState, locale: Locale) -> Option<(Cents, String)> {
    let amount = amount(form, locale, "amount");
    let reason = reason(form, locale, "reason");
    Some((amount?, reason?))
}

/// A transfer to another line.
pub(super) fn transfer(form: &mut FormState, locale: Locale) -> Option<(BudgetLineId, Cents, String)> {
    let to = form.value("to").parse().ok();
    if to.is_none() {
        form.refuse("to", t(locale, "table-required"));
    }
    let amount = amount(form, locale, "transfer_amount");
    let reason = reason(form, locale, "transfer_reason");
    Some((to?, amount?, reason?))
}

/// Why something is carried over.
pub(super) fn carry_over_reason(form: &mut FormState, locale: Locale) -> Option<String> {
    reason(form, locale, "reason")
}

/// The field of the transfer's form that a refusal is about.
pub(super) fn transfer_field(field: Option<&'static str>) -> &'static str {
    match field {
        Some("amount") => "transfer_amount",
        Some("reason") => "transfer_reason",
        Some("to") => "to",
        _ => "",
    }
}

/// `1.234,50` for German readers, `1,234.50` for English ones; what can be read in one way only is read in that way.
fn amount(form: &mut FormState, locale: Locale, field: &str) -> Option<Cents> {
    let style = match locale {
        Locale::De => DecimalStyle::Comma,
        Locale::En => DecimalStyle::Point,
    };
    let Some(typed) = form.filled(field).map(str::to_owned) else {
        form.refuse(field, t(locale, "table-required"));
        return None;
    };
    match cents(&typed, Some(style)) {
        Ok(amount) => Some(Cents(amount)),
        Err(why) => {
            form.refuse(field, why.sentence(locale));
            None
        }
    }
}

fn reason(form: &mut FormState, locale: Locale, field: &str) -> Option<String> {
    match clean_text(form.value(field), TextRule::lines(500)) {
        Ok(reason) => Some(reason),
        Err(why) => {
            let sentence = match why {
                TextRefused::Empty => t(locale, "refusal-reason-missing"),
                TextRefused::TooLong { max } => Why::of("table-text-too-long").number("max", max).sentence(locale),
                TextRefused::ControlCharacter(_) => t(locale, "table-control-character"),
            };
            form.refuse(field, sentence);
            None
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    #[test]
    fn amounts_are_read_the_readers_way() {
        let german = |typed: &str| {
            let mut form = FormState::new().with("amount", typed).with("reason", "GRDrs 17/2027");
            supplement(&mut form, Locale::De).map(|(amount, _)| amount.get())
        };
        assert_eq!(german("1.234,50"), Some(123_450));
        assert_eq!(german("1.234"), Some(123_400));
        assert_eq!(german("10000 €"), Some(1_000_000));
        assert_eq!(german("viel"), None);
        assert_eq!(german(""), None);
        let mut form = FormState::new().with("amount", "1,234").with("reason", "x");
        assert_eq!(supplement(&mut form, Locale::En).map(|(amount, _)| amount.get()), Some(123_400));
    }

    #[test]
    fn a_transfer_names_what_is_missing() {
        let mut form = FormState::new().with("transfer_amount", "5").with("transfer_reason", " ");
        assert_eq!(transfer(&mut form, Locale::De), None);
        let fields: Vec<&str> = form.errors().iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["to", "transfer_reason"]);
    }
}

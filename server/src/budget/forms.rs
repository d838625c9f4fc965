//! Amounts and reasons as finance types them.

use super::commands::LineDetails;
use crate::{
    kernel::{ids::BudgetLineId, money::Cents, time::FiscalYear},
    platform::{
        http::{TextRefused, TextRule, clean_text},
        i18n::{Locale, t},
        render::FormState,
        table::{DecimalStyle, Why, cents, whole},
    },
};

/// A supplement.
pub(super) fn supplement(form: &mut FormState, locale: Locale) -> Option<(Cents, String)> {
    let amount = amount(form, locale, "amount");
    let reason = reason(form, locale, "reason");
    Some((amount?, reason?))
}

/// A line to open.
pub(super) fn line_details(form: &mut FormState, locale: Locale) -> Option<LineDetails> {
    let office = form.value("office").parse().ok();
    if office.is_none() {
        form.refuse("office", t(locale, "table-required"));
    }
    let year = number(form, locale, "year", 2000, 2100);
    let warn_percent = number(form, locale, "warn_percent", 1, 100);
    let mut line = |field: &str, max: usize| match clean_text(form.value(field), TextRule::line(max)) {
        Ok(text) => Some(text),
        Err(TextRefused::Empty) => {
            form.refuse(field, t(locale, "table-required"));
            None
        }
        Err(_) => {
            form.refuse(field, Why::of("table-text-too-long").number("max", max).sentence(locale));
            None
        }
    };
    let (name, cost_center) = (line("name", 120), line("cost_center", 40));
    let (cost_object, account) = (line("cost_object", 40), line("account", 40));
    let appropriation = amount(form, locale, "appropriation");
    Some(LineDetails {
        office: office?,
        fiscal_year: FiscalYear(year?),
        cost_center: cost_center?,
        cost_object: cost_object?,
        account: account?,
        name: name?,
        appropriation: appropriation?,
        warn_percent: warn_percent?,
    })
}

fn number(form: &mut FormState, locale: Locale, field: &str, least: i64, most: i64) -> Option<i32> {
    let typed = form.value(field).trim().to_owned();
    let read = if typed.is_empty() { Err(Why::of("table-required")) } else { whole(least, most)(&typed) };
    match read {
        Ok(number) => i32::try_from(number).ok(),
        Err(why) => {
            form.refuse(field, why.sentence(locale));
            None
        }
    }
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

//! A message of the kernel, spoken in the reader's language.

use super::{Arg as Spoken, Locale, date_with_weekday, moment, money, t, t_args, time};
use crate::kernel::{
    message::{Arg, Message},
    time::berlin,
};

/// The sentence of a message, with money, dates and times written in the reader's way.
#[must_use]
pub fn say(locale: Locale, message: &Message) -> String {
    let spoken: Vec<(&str, Spoken<'_>)> = message
        .args
        .iter()
        .map(|(name, arg)| {
            let value = match arg {
                Arg::Text(text) => Spoken::Text(text.as_str().into()),
                Arg::Number(number) => Spoken::Count(*number),
                Arg::Money(cents) => Spoken::Text(money(locale, *cents).into()),
                Arg::Date(date) => Spoken::Text(date_with_weekday(locale, *date).into()),
                Arg::Time(at) => Spoken::Text(time(locale, *at).into()),
                Arg::Instant(at) => Spoken::Text(moment(locale, berlin(*at)).into()),
                Arg::Key(key) => Spoken::Text(t(locale, key).into()),
            };
            (name.as_str(), value)
        })
        .collect();
    t_args(locale, &message.key, &spoken)
}

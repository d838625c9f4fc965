//! Every no has its sentence, in both languages.

use crate::platform::i18n::{Locale, t};

fn is_said(key: &str) -> bool {
    Locale::ALL.into_iter().all(|locale| t(locale, key) != key)
}

#[test]
fn every_refusal_has_its_sentence() {
    let of_requests = [
        "time-skipped",
        "time-ambiguous",
        "slot-ends-before-it-starts",
        "slot-too-long",
        "slot-is-past",
        "slot-too-soon",
        "slot-too-far",
        "signed-by-phone",
        "profile-unknown",
        "preferred-unknown",
        "address-missing",
        "district-unknown",
        "text-missing",
        "text-too-long",
        "text-control-character",
        "office-has-no-budget-line",
        "external-reference-taken",
        "request-refused",
        "series-date-is-holiday",
        "series-too-short",
        "series-too-long",
        "series-dates-refused",
        "request-not-in-series",
        "series-nothing-open",
    ];
    let mut missing: Vec<&str> = crate::booking::commands::all_codes();
    missing.extend(of_requests);
    missing.retain(|code| !is_said(&format!("refusal-{code}")));
    missing.sort_unstable();
    missing.dedup();
    assert!(missing.is_empty(), "without a sentence: {missing:?}");
}

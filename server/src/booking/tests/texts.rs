//! Every no has its sentence, in both languages.

use crate::{
    kernel::message::Message,
    platform::i18n::{Locale, say},
};

/// Whatever a sentence may name.
const ARGS: &[&str] = &[
    "available",
    "wanted",
    "tolerance",
    "given",
    "reference",
    "schedule",
    "date",
    "time",
    "year",
    "missing",
    "limit",
    "letters",
    "dates",
    "most",
    "days",
    "minutes",
    "max",
    "least",
    "name",
    "count",
    "moment",
    "before",
    "after",
    "fee",
];

pub(crate) fn is_said(key: &str) -> bool {
    let message = ARGS.iter().fold(Message::new(key), |message, arg| message.with(arg, "…"));
    Locale::ALL.into_iter().all(|locale| say(locale, &message) != key)
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
        "district-missing",
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

/// Keys that are put together at run time; the page test sees the others.
#[test]
fn every_state_has_its_words() {
    use crate::booking::{
        assignment::{CancellationClass, CancelledBy, Status, UnfilledReason},
        offer::OfferStatus,
        request::Priority,
        timesheet::{Outcome, TimesheetStatus},
    };
    use crate::directory::facts::CredentialKind;
    let mut keys: Vec<String> = Vec::new();
    for status in Status::ALL {
        keys.push(format!("booking-status-{}", status.key()));
        keys.push(format!("booking-state-{}-title", status.key()));
        keys.push(format!("booking-state-{}-text", status.key()));
        keys.push(format!("booking-job-{}", status.key()));
    }
    keys.extend(UnfilledReason::ALL.iter().map(|one| format!("booking-unfilled-{}", one.key())));
    keys.extend(OfferStatus::ALL.iter().map(|one| format!("booking-offer-{}", one.key())));
    keys.extend(Outcome::ALL.iter().map(|one| format!("booking-outcome-{}", one.key())));
    keys.extend(TimesheetStatus::ALL.iter().map(|one| format!("booking-sheet-{}", one.key())));
    keys.extend(Priority::ALL.iter().map(|one| format!("booking-priority-{}", one.key())));
    keys.extend(CancellationClass::ALL.iter().map(|one| format!("booking-cancelled-{}", one.key())));
    keys.extend(CancelledBy::ALL.iter().map(|one| format!("booking-cancelled-by-{}", one.key())));
    keys.extend(CredentialKind::ALL.iter().map(|one| format!("booking-credential-{}", one.name())));
    for word in ["delivery-on-site", "delivery-phone", "delivery-video", "fold-earlier", "fold-later", "scope-one"] {
        keys.push(format!("booking-{word}"));
    }
    for word in ["gender-female", "gender-male", "gender-female-required", "gender-male-required", "every-week"] {
        keys.push(format!("booking-{word}"));
    }
    for field in crate::booking::rules::fields::fields() {
        let key = format!("booking-rule-{}", field.name.replace('_', "-"));
        keys.extend([format!("{key}-hint"), key]);
    }
    for group in crate::booking::rules::fields::Group::ALL {
        keys.extend([format!("booking-rules-{}", group.name()), format!("booking-rules-{}-text", group.name())]);
    }
    for mode in crate::booking::rules::MODES {
        keys.push(format!("booking-rule-mode-{}", crate::booking::rules::mode_name(mode)));
    }
    keys.retain(|key| !is_said(key));
    assert!(keys.is_empty(), "without words: {keys:?}");
}

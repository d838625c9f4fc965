//! Every message there is.

use crate::{
    booking::facts::{AssignmentFacts, OfferFacts},
    kernel::{figures, money::Cents, time::berlin},
    platform::i18n::{self, Arg, Locale},
};
use chrono::NaiveDate;

/// One message; what it says is in `mail.ftl` under `mail-<kind>-subject`, `mail-<kind>-text` and `mail-<kind>-link`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Letter {
    /// Somebody is invited to the house.
    Invitation,
    /// Somebody asked for a new password.
    PasswordReset,
    /// A job is offered.
    Offer(Box<OfferFacts>),
    /// All that is offered to somebody who wants one mail a day.
    OfferDigest(Vec<OfferFacts>),
    /// The addressee's yes counted: the job is theirs.
    JobAccepted(Box<AssignmentFacts>),
    /// Somebody else was faster.
    OfferFilled(Box<AssignmentFacts>),
    /// Nobody is asked any longer; thanks all the same.
    OfferExpired(Box<AssignmentFacts>),
    /// The search ended without them.
    OfferWithdrawn(Box<AssignmentFacts>),
    /// For the office: somebody will come.
    RequestFilled(Box<AssignmentFacts>),
    /// For the office: the interpreter had to give back; the search goes on by itself.
    InterpreterDroppedOut(Box<AssignmentFacts>),
    /// For the office: nobody could be found.
    RequestUnfilled(Box<AssignmentFacts>),
    /// For the coordination: everybody who fits was asked in vain.
    SearchExhausted(Box<AssignmentFacts>),
    /// For the office's head: a request waits for money.
    BudgetExhausted(Box<AssignmentFacts>),
    /// For the office's head: a line has used a share of its money.
    BudgetMark {
        /// The line's name.
        line: String,
        /// Its fiscal year.
        year: i32,
        /// The mark that was passed, in percent.
        percent: i32,
        /// What was granted.
        granted: Cents,
        /// What can still be promised.
        available: Cents,
    },
    /// For the interpreter: cancelled.
    JobCancelled(Box<AssignmentFacts>),
    /// For the interpreter: what was agreed changed.
    JobChanged(Box<AssignmentFacts>),
    /// For the office: please confirm what took place.
    TimesheetToConfirm(Box<AssignmentFacts>),
    /// For the interpreter: the office disagrees.
    TimesheetDisputed(Box<AssignmentFacts>),
    /// For the interpreter: a document was issued.
    DocumentIssued {
        /// Its number.
        reference: String,
        /// Its amount.
        gross: Cents,
    },
    /// For the interpreter: it was paid.
    DocumentPaid {
        /// Its number.
        reference: String,
        /// How much.
        amount: Cents,
        /// When.
        paid_on: NaiveDate,
    },
}

impl Letter {
    /// The stable name.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::PasswordReset => "password-reset",
            Self::Offer(_) => "offer",
            Self::OfferDigest(_) => "offer-digest",
            Self::JobAccepted(_) => "job-accepted",
            Self::OfferFilled(_) => "offer-filled",
            Self::OfferExpired(_) => "offer-expired",
            Self::OfferWithdrawn(_) => "offer-withdrawn",
            Self::RequestFilled(_) => "request-filled",
            Self::InterpreterDroppedOut(_) => "interpreter-dropped-out",
            Self::RequestUnfilled(_) => "request-unfilled",
            Self::SearchExhausted(_) => "search-exhausted",
            Self::BudgetExhausted(_) => "budget-exhausted",
            Self::BudgetMark { .. } => "budget-mark",
            Self::JobCancelled(_) => "job-cancelled",
            Self::JobChanged(_) => "job-changed",
            Self::TimesheetToConfirm(_) => "timesheet-to-confirm",
            Self::TimesheetDisputed(_) => "timesheet-disputed",
            Self::DocumentIssued { .. } => "document-issued",
            Self::DocumentPaid { .. } => "document-paid",
        }
    }

    /// The names that the sentences of this message may use, spoken in a language.
    #[must_use]
    pub fn words(&self, locale: Locale) -> Vec<(&'static str, String)> {
        match self {
            Self::Invitation | Self::PasswordReset => Vec::new(),
            Self::Offer(offer) => {
                let mut words = session(&offer.assignment, locale);
                words.push(("fee", fee(locale, offer.expected_fee, &offer.schedule_id)));
                words.push(("until", i18n::moment(locale, berlin(offer.expires_at))));
                words
            }
            Self::OfferDigest(offers) => {
                let lines: Vec<String> = offers.iter().map(|offer| in_a_line(offer, locale)).collect();
                vec![("count", offers.len().to_string()), ("offers", lines.join("\n"))]
            }
            Self::JobAccepted(facts) | Self::JobChanged(facts) => {
                let mut words = session(facts, locale);
                words.push(("address", address(facts, locale)));
                words.push(("remark", remark(facts, locale)));
                words.push(("fee", fee(locale, facts.estimate, &facts.schedule_id)));
                words
            }
            Self::OfferFilled(facts)
            | Self::OfferExpired(facts)
            | Self::OfferWithdrawn(facts)
            | Self::RequestFilled(facts)
            | Self::InterpreterDroppedOut(facts)
            | Self::RequestUnfilled(facts)
            | Self::SearchExhausted(facts)
            | Self::BudgetExhausted(facts)
            | Self::JobCancelled(facts)
            | Self::TimesheetToConfirm(facts)
            | Self::TimesheetDisputed(facts) => session(facts, locale),
            Self::BudgetMark { line, year, percent, granted, available } => vec![
                ("line", line.clone()),
                ("year", year.to_string()),
                ("percent", percent.to_string()),
                ("granted", i18n::money(locale, granted.get())),
                ("available", i18n::money(locale, available.get())),
            ],
            Self::DocumentIssued { reference, gross } => {
                vec![("reference", reference.clone()), ("amount", i18n::money(locale, gross.get()))]
            }
            Self::DocumentPaid { reference, amount, paid_on } => vec![
                ("reference", reference.clone()),
                ("amount", i18n::money(locale, amount.get())),
                ("day", i18n::date_with_weekday(locale, *paid_on)),
            ],
        }
    }

    /// A sentence of this message.
    #[must_use]
    pub fn say(&self, part: &str, locale: Locale) -> String {
        let words = self.words(locale);
        let args: Vec<(&str, Arg<'_>)> = words.iter().map(|(name, word)| (*name, Arg::from(word.as_str()))).collect();
        i18n::t_args(locale, &format!("mail-{}-{part}", self.kind()), &args)
    }
}

/// An expected fee; with the remark that it rests on assumed figures, if it does.
fn fee(locale: Locale, amount: Cents, schedule: &str) -> String {
    let amount = i18n::money(locale, amount.get());
    if !figures::is_assumed(schedule) {
        return amount;
    }
    i18n::t_args(locale, "mail-fee-assumed", &[("fee", Arg::from(amount.as_str()))])
}

/// An offer among several.
fn in_a_line(offer: &OfferFacts, locale: Locale) -> String {
    let mut words = session(&offer.assignment, locale);
    words.push(("fee", fee(locale, offer.expected_fee, &offer.schedule_id)));
    words.push(("until", i18n::moment(locale, berlin(offer.expires_at))));
    let args: Vec<(&str, Arg<'_>)> = words.iter().map(|(name, word)| (*name, Arg::from(word.as_str()))).collect();
    i18n::t_args(locale, "mail-offer-digest-line", &args)
}

/// What every message about a session may say, whoever reads it.
fn session(facts: &AssignmentFacts, locale: Locale) -> Vec<(&'static str, String)> {
    let language = crate::kernel::language::Language::from_code(&facts.language)
        .map_or_else(|| facts.language.clone(), |language| language.name_in(locale.code()).to_owned());
    let (topic, office) = match locale {
        Locale::De => (&facts.topic_de, &facts.office_name_de),
        Locale::En => (&facts.topic_en, &facts.office_name_en),
    };
    let slot = i18n::slot(locale, berlin(facts.slot.starts_at()), berlin(facts.slot.ends_at()));
    vec![
        ("reference", facts.reference.clone()),
        ("language", language),
        ("topic", topic.clone()),
        ("office", office.clone()),
        ("slot", slot),
        ("place", place(facts, locale)),
    ]
}

/// District or way of talking: what may be known before acceptance.
fn place(facts: &AssignmentFacts, locale: Locale) -> String {
    match (facts.delivery, &facts.district) {
        (crate::booking::facts::Delivery::OnSite, Some(district)) => district.clone(),
        (delivery, _) => i18n::t(locale, &format!("mail-delivery-{}", delivery.name().replace('_', "-"))),
    }
}

fn address(facts: &AssignmentFacts, locale: Locale) -> String {
    if facts.address.is_empty() { place(facts, locale) } else { facts.address.clone() }
}

/// The office's note as a sentence of its own; nothing where there is none.
fn remark(facts: &AssignmentFacts, locale: Locale) -> String {
    // A mail is read in lines: whatever breaks them in a form's field is a blank here.
    let words: Vec<&str> = facts.remark.split_whitespace().collect();
    if words.is_empty() {
        return String::new();
    }
    i18n::t_args(locale, "mail-remark", &[("remark", words.join(" ").as_str().into())])
}

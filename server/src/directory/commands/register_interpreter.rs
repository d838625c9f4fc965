//! An interpreter joins the pool, or their details change.

use super::{NewAgreement, Stored, sign_agreement};
use crate::{
    audit::{self, ActionKind},
    directory::{
        facts::{InterpreterFacts, WindowFacts},
        store,
    },
    identity::{Permit, policy::ManagePool},
    kernel::{
        clock::Instant,
        ids::InterpreterId,
        refusal::{Refusal, RefusalKind},
        time::berlin_date,
    },
    platform::{db::Tx, fault::Stop},
};
use chrono::{NaiveDate, NaiveTime};
use serde_json::json;

/// An interpreter as the coordination describes them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InterpreterDetails {
    /// The city's creditor number; decides who it is.
    pub number: String,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// `female`, `male`, `diverse`.
    pub gender: String,
    /// Mail address.
    pub email: String,
    /// Phone number, may be empty.
    pub phone: String,
    /// Street and number.
    pub street: String,
    /// Postcode.
    pub postcode: String,
    /// City.
    pub city: String,
    /// Home district, may be empty for those who live outside.
    pub district: String,
    /// Home in units of 100 m.
    pub home: (i32, i32),
    /// `full_time` or `part_time`.
    pub employment: String,
    /// `small_business`, `standard`, `exempt`.
    pub vat_kind: String,
    /// VAT identification number.
    pub vat_id: Option<String>,
    /// Tax number.
    pub tax_number: Option<String>,
    /// Bank account, checked.
    pub iban: Option<String>,
    /// `any`, `on_site`, `remote`.
    pub delivery: String,
    /// Longest way to a session, one way, minutes.
    pub max_travel_minutes: i32,
    /// Most minutes in a week.
    pub weekly_cap_minutes: i32,
    /// Least notice, hours.
    pub min_notice_hours: i32,
    /// No offers from … to.
    pub quiet: Option<(NaiveTime, NaiveTime)>,
    /// Agreed to self-billed invoices on.
    pub self_billing_agreed_on: Option<NaiveDate>,
    /// Signed a rate agreement on this day, for the city's table. The first one holds from the day it was signed; a later one,
    /// recorded when another holds already, from the day it is recorded at the earliest. One that is older than what is known
    /// changes nothing.
    pub rate_agreement_signed_on: Option<NaiveDate>,
    /// Takes part.
    pub active: bool,
    /// Invented for the demo.
    pub invented: bool,
    /// `de` or `en`.
    pub locale: String,
    /// Language code and level.
    pub languages: Vec<(String, String)>,
    /// Weekly windows.
    pub windows: Vec<WindowFacts>,
}

/// Why an interpreter was not registered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RegisterRefused {
    /// Somebody without a language can't be asked for anything.
    NoLanguage,
    /// A window ends before it starts, or on another day.
    WindowUpsideDown,
}

impl Refusal for RegisterRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::NoLanguage => "interpreter-without-language",
            Self::WindowUpsideDown => "window-upside-down",
        }
    }
    fn field(&self) -> Option<&'static str> {
        match self {
            Self::NoLanguage => Some("languages"),
            Self::WindowUpsideDown => Some("windows"),
        }
    }
    fn kind(&self) -> RefusalKind {
        RefusalKind::Input
    }
}

pub(super) fn check_windows(windows: &[WindowFacts]) -> Result<(), RegisterRefused> {
    let upside_down = |window: &WindowFacts| {
        !(0..7).contains(&window.weekday)
            || window.from_minute < 0
            || window.to_minute <= window.from_minute
            || window.to_minute > 1440
    };
    if windows.iter().any(upside_down) { Err(RegisterRefused::WindowUpsideDown) } else { Ok(()) }
}

/// Registers an interpreter, or brings the one of that number up to date. The same details twice change nothing.
///
/// # Errors
/// Refuses somebody without a language and windows that end before they start.
pub async fn register_interpreter(
    permit: Permit<ManagePool>,
    details: &InterpreterDetails,
    now: Instant,
    tx: &mut Tx,
) -> Result<(InterpreterId, Stored), Stop<RegisterRefused>> {
    if details.languages.is_empty() {
        return Err(Stop::Refused(RegisterRefused::NoLanguage));
    }
    check_windows(&details.windows).map_err(Stop::Refused)?;

    let known = store::interpreter_by_number(tx.conn(), &details.number).await?;
    let agreement =
        known.as_ref().map_or_else(|| first_agreement(details), |known| next_agreement(known, details, now));
    let (id, stored) = match &known {
        None => (store::insert_interpreter(tx, details, now).await?, Stored::Created),
        Some(known) if is_same(known, details) => (known.id, Stored::Unchanged),
        Some(known) => {
            store::update_interpreter(tx, known.id, details, now).await?;
            (known.id, Stored::Changed)
        }
    };
    let kind = match stored {
        Stored::Created => ActionKind::InterpreterRegistered,
        Stored::Changed => ActionKind::InterpreterChanged,
        Stored::Unchanged => return Ok((id, stored)),
    };
    if let Some(new) = &agreement {
        sign_agreement::record(permit.actor(), id, new, now, tx).await?;
    }
    let facts = json!({ "number": details.number, "languages": details.languages, "employment": details.employment });
    let name = format!("{} {}", details.first_name, details.last_name);
    let personal = [("name", name.as_str()), ("email", details.email.as_str())];
    audit::record_with_personal(tx, permit.actor(), kind, id, &facts, &personal, now).await?;
    Ok((id, stored))
}

fn agreed(details: &InterpreterDetails, signed_on: NaiveDate, valid_from: NaiveDate) -> NewAgreement {
    NewAgreement { series: rates::CITY.to_owned(), group: details.employment.clone(), valid_from, signed_on }
}

fn first_agreement(details: &InterpreterDetails) -> Option<NewAgreement> {
    details.rate_agreement_signed_on.map(|signed_on| agreed(details, signed_on, signed_on))
}

/// What was signed since; it never begins before today, nor on a day on which another one begins.
fn next_agreement(known: &InterpreterFacts, details: &InterpreterDetails, now: Instant) -> Option<NewAgreement> {
    let signed_on = details.rate_agreement_signed_on?;
    let Some(last) = known.agreements.iter().map(|one| one.valid_from).max() else { return first_agreement(details) };
    if knows_of(known, signed_on) {
        return None;
    }
    let after = last.succ_opt().unwrap_or(last);
    Some(agreed(details, signed_on, signed_on.max(berlin_date(now)).max(after)))
}

/// This one, or one that was signed later.
fn knows_of(known: &InterpreterFacts, signed_on: NaiveDate) -> bool {
    known.agreements.iter().any(|one| signed_on <= one.signed_on)
}

fn is_same(known: &InterpreterFacts, details: &InterpreterDetails) -> bool {
    let mut spoken = details.languages.clone();
    spoken.sort();
    let mut known_spoken = known.languages.clone();
    known_spoken.sort();
    let mut windows = details.windows.clone();
    windows.sort_by_key(|window| (window.weekday, window.from_minute));
    known.first_name == details.first_name
        && known.last_name == details.last_name
        && known.gender == details.gender
        && known.email == details.email
        && known.phone == details.phone
        && known.street == details.street
        && known.postcode == details.postcode
        && known.city == details.city
        && known.district == details.district
        && known.home == details.home
        && known.employment == details.employment
        && known.vat_kind == details.vat_kind
        && known.vat_id == details.vat_id
        && known.tax_number == details.tax_number
        && known.iban == details.iban
        && known.delivery == details.delivery
        && known.max_travel_minutes == details.max_travel_minutes
        && known.weekly_cap_minutes == details.weekly_cap_minutes
        && known.min_notice_hours == details.min_notice_hours
        && known.quiet_from.zip(known.quiet_to) == details.quiet
        && known.self_billing_agreed_on == details.self_billing_agreed_on
        && known.active == details.active
        && known.locale == details.locale
        && known_spoken == spoken
        && known.windows == windows
        && details.rate_agreement_signed_on.is_none_or(|signed_on| knows_of(known, signed_on))
}

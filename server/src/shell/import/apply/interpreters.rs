//! Interpreters of the pool with their credentials.

use super::{Imported, Lines, Stopped, noted};
use crate::{
    directory::{
        commands::{InterpreterDetails, NewCredential, Stored, record_credential, register_interpreter},
        facts::{CredentialKind, WindowFacts},
    },
    identity::{Permit, policy::ManagePool},
    kernel::{actor::Actor, clock::Instant, time::berlin_date},
    platform::{db::Tx, fault::Fault},
    shell::import::{
        InterpreterEntry,
        interpreters::read,
        words::{Delivery, WeeklyWindow},
    },
};
use chrono::Timelike;

/// What a list leaves open is decided by the interpreter on their own page; until then this holds.
const MAX_TRAVEL_MINUTES: i32 = 60;
const WEEKLY_CAP_HOURS: i32 = 20;
const MIN_NOTICE_HOURS: i32 = 12;

pub(super) async fn apply(tx: &mut Tx, bytes: &[u8], actor: &Actor, now: Instant) -> Lines {
    let entries = read(bytes)?;
    let permit = Permit::ask(actor, ManagePool {}).map_err(|_| Fault::new("this actor may not manage the pool"))?;
    let mut problems = Vec::new();
    let mut imported = Imported::default();
    for entry in entries {
        let details = details(&entry);
        let registered = register_interpreter(permit.clone(), &details, now, tx).await;
        let Some((id, mut stored)) = noted(registered, entry.line, &mut problems)? else { continue };
        for credential in credentials(&entry, now) {
            let recorded = record_credential(&permit, id, &credential, now, tx).await;
            if let Some(Stored::Created | Stored::Changed) = noted(recorded, entry.line, &mut problems)?
                && stored == Stored::Unchanged
            {
                stored = Stored::Changed;
            }
        }
        match stored {
            Stored::Created => imported.created += 1,
            Stored::Changed => imported.changed += 1,
            Stored::Unchanged => imported.unchanged += 1,
        }
    }
    if problems.is_empty() { Ok(imported) } else { Err(Stopped::Problems(problems)) }
}

/// `any`, unless all of an interpreter's deliveries are on one side.
pub(crate) fn delivery(deliveries: &[Delivery]) -> &'static str {
    let on_site = deliveries.contains(&Delivery::OnSite);
    let remote = deliveries.iter().any(|delivery| *delivery != Delivery::OnSite);
    match (on_site, remote) {
        (true, false) => "on_site",
        (false, true) => "remote",
        _ => "any",
    }
}

/// Minutes of the civil day; a window that ends at midnight ends at minute 1,440.
pub(crate) fn window(window: &WeeklyWindow) -> WindowFacts {
    let minute = |time: chrono::NaiveTime| i32::try_from(time.hour() * 60 + time.minute()).unwrap_or(0);
    let to = minute(window.to);
    WindowFacts {
        weekday: i32::try_from(window.weekday.num_days_from_monday()).unwrap_or(0),
        from_minute: minute(window.from),
        to_minute: if to == 0 { 1440 } else { to },
    }
}

fn details(entry: &InterpreterEntry) -> InterpreterDetails {
    // Those who live outside the city come in by its center.
    let home = entry
        .district
        .or_else(|| crate::kernel::place::District::from_code("mitte"))
        .map(|district| district.center())
        .map_or((0, 0), |point| (point.x, point.y));
    let small = |number: Option<i64>, otherwise: i32| number.and_then(|n| i32::try_from(n).ok()).unwrap_or(otherwise);
    InterpreterDetails {
        number: entry.number.clone(),
        first_name: entry.first_name.clone(),
        last_name: entry.last_name.clone(),
        gender: entry.gender.code().to_owned(),
        email: entry.email.clone(),
        phone: entry.phone.clone().unwrap_or_default(),
        street: entry.street.clone(),
        postcode: entry.postcode.clone(),
        city: entry.city.clone(),
        district: entry.district.map(|district| district.name().to_owned()).unwrap_or_default(),
        home,
        employment: entry.employment.code().to_owned(),
        vat_kind: entry.vat.code().to_owned(),
        vat_id: entry.vat_id.clone(),
        tax_number: entry.tax_number.clone(),
        iban: entry.iban.clone(),
        delivery: delivery(&entry.deliveries).to_owned(),
        max_travel_minutes: small(entry.max_travel_minutes, MAX_TRAVEL_MINUTES),
        weekly_cap_minutes: small(entry.weekly_cap_hours, WEEKLY_CAP_HOURS) * 60,
        min_notice_hours: MIN_NOTICE_HOURS,
        quiet: None,
        self_billing_agreed_on: entry.self_billing_agreed_on,
        rate_agreement_signed_on: entry.rate_agreement_signed_on,
        active: true,
        invented: false,
        locale: "de".to_owned(),
        languages: entry
            .languages
            .iter()
            .map(|spoken| (spoken.language.code().to_owned(), spoken.level.code().to_owned()))
            .collect(),
        windows: entry.availability.iter().map(window).collect(),
    }
}

/// A list names the last day of a certificate of conduct only, and that measles protection was shown: they hold from the day
/// the list was brought in, or, so that the same file a day later changes nothing, from a day that the file itself gives.
fn credentials(entry: &InterpreterEntry, now: Instant) -> Vec<NewCredential> {
    let known_since = entry.pledge_on.or(entry.rate_agreement_signed_on).unwrap_or_else(|| berlin_date(now));
    let mut all = Vec::new();
    let mut push = |kind, course_group, valid_from, valid_to| {
        all.push(NewCredential { kind, course_group, valid_from, valid_to });
    };
    if let Some(training) = &entry.training {
        let group = Some(training.group.to_string());
        push(CredentialKind::Training, group, training.valid_from, Some(training.last_valid_on));
    }
    if let Some(last) = entry.conduct_last_valid_on {
        // § 30a BZRG names no term; cities ask for a new one after five years, so it was seen at most five years before.
        let seen = last - chrono::Months::new(60);
        push(CredentialKind::Conduct, None, seen, Some(last));
    }
    if let Some(pledged_on) = entry.pledge_on {
        push(CredentialKind::Confidentiality, None, pledged_on, None);
    }
    if entry.measles_protection {
        push(CredentialKind::Measles, None, known_since, None);
    }
    all
}

//! An interpreter and the city agree by which schedules, and as a member of which group, sessions are paid from a day on.

use crate::{
    audit::{self, ActionKind},
    directory::{facts::AgreementFacts, store},
    identity::{Permit, policy::ManageAgreements},
    kernel::{
        actor::Actor,
        clock::Instant,
        ids::{InterpreterId, RateAgreementId},
        message::Message,
        refusal::{Refusal, RefusalKind},
        time::berlin_date,
    },
    platform::{
        db::Tx,
        fault::{Fault, Stop},
    },
};
use chrono::NaiveDate;
use serde_json::json;

/// The series that can be agreed: the city's own table, and the JVEG.
pub const SERIES: [&str; 2] = [rates::CITY, rates::JVEG];

/// The groups that a table may tell apart.
pub const GROUPS: [&str; 2] = ["full_time", "part_time"];

/// An agreement as it was signed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewAgreement {
    /// One of [`SERIES`].
    pub series: String,
    /// One of [`GROUPS`].
    pub group: String,
    /// First day. It holds until the next one begins.
    pub valid_from: NaiveDate,
    /// When it was signed.
    pub signed_on: NaiveDate,
}

/// Why an agreement was not recorded, or not withdrawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AgreementRefused {
    /// No such series or group.
    Unknown,
    /// It is said to have been signed on a day to come.
    SignedInTheFuture,
    /// It would begin before it was signed.
    BeginsBeforeItWasSigned,
    /// There is one already, so the next one begins today at the earliest: the past is not rewritten.
    BeginsInThePast,
    /// Another one begins on that day or later.
    NotAfterTheLast {
        /// The first day of the last one.
        last: NaiveDate,
    },
    /// It has begun; only a later one replaces it.
    HasBegun,
    /// Somebody else changed the interpreter since it was shown.
    ChangedMeanwhile,
}

impl Refusal for AgreementRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "agreement-unknown-terms",
            Self::SignedInTheFuture => "agreement-signed-in-the-future",
            Self::BeginsBeforeItWasSigned => "agreement-begins-before-it-was-signed",
            Self::BeginsInThePast => "agreement-begins-in-the-past",
            Self::NotAfterTheLast { .. } => "agreement-not-after-the-last",
            Self::HasBegun => "agreement-has-begun",
            Self::ChangedMeanwhile => "interpreter-changed-meanwhile",
        }
    }
    fn message(&self) -> Message {
        let message = Message::new(&format!("refusal-{}", self.code()));
        match self {
            Self::NotAfterTheLast { last } => message.with("last", *last),
            _ => message,
        }
    }
    fn field(&self) -> Option<&'static str> {
        match self {
            Self::Unknown => Some("series"),
            Self::SignedInTheFuture => Some("signed_on"),
            Self::BeginsBeforeItWasSigned | Self::BeginsInThePast | Self::NotAfterTheLast { .. } => Some("valid_from"),
            Self::HasBegun | Self::ChangedMeanwhile => None,
        }
    }
    fn kind(&self) -> RefusalKind {
        match self {
            Self::HasBegun | Self::ChangedMeanwhile => RefusalKind::Conflict,
            _ => RefusalKind::Input,
        }
    }
}

/// Whether a new one may follow those that are there.
fn check(known: &[AgreementFacts], new: &NewAgreement, today: NaiveDate) -> Result<(), AgreementRefused> {
    if !SERIES.contains(&new.series.as_str()) || !GROUPS.contains(&new.group.as_str()) {
        return Err(AgreementRefused::Unknown);
    }
    if today < new.signed_on {
        return Err(AgreementRefused::SignedInTheFuture);
    }
    if new.valid_from < new.signed_on {
        return Err(AgreementRefused::BeginsBeforeItWasSigned);
    }
    let Some(last) = known.iter().map(|one| one.valid_from).max() else { return Ok(()) };
    if new.valid_from <= last {
        return Err(AgreementRefused::NotAfterTheLast { last });
    }
    if new.valid_from < today { Err(AgreementRefused::BeginsInThePast) } else { Ok(()) }
}

/// Records what was signed. The one that holds until then ends where the new one begins; nothing that was booked before changes,
/// because a booking keeps what it was promised. `seen_version` is the interpreter's version that the editor had before their eyes.
///
/// # Errors
/// Refuses one that begins before it was signed, in the past (unless it is the first), or before another one.
#[doc(alias = "Honorarvereinbarung")]
pub async fn sign_agreement(
    permit: &Permit<ManageAgreements>,
    interpreter: InterpreterId,
    new: &NewAgreement,
    seen_version: i32,
    now: Instant,
    tx: &mut Tx,
) -> Result<RateAgreementId, Stop<AgreementRefused>> {
    tx.lock_for_use([interpreter.into()]).await?;
    let person = store::interpreter(tx.conn(), interpreter)
        .await?
        .ok_or_else(|| Fault::new(format!("interpreter {interpreter} does not exist")))?;
    if person.version != seen_version {
        return Err(Stop::Refused(AgreementRefused::ChangedMeanwhile));
    }
    check(&person.agreements, new, berlin_date(now)).map_err(Stop::Refused)?;
    let id = record(permit.actor(), interpreter, new, now, tx).await?;
    store::raise_version(tx, interpreter).await?;
    Ok(id)
}

/// Stores one and writes it into the trace; for lists and forms that bring an agreement along.
pub(super) async fn record(
    actor: &Actor,
    interpreter: InterpreterId,
    new: &NewAgreement,
    now: Instant,
    tx: &mut Tx,
) -> Result<RateAgreementId, Fault> {
    let id = store::insert_agreement(tx, interpreter, new, actor.account(), now).await?;
    let facts = json!({
        "agreement": id, "series": new.series, "group": new.group, "valid_from": new.valid_from, "signed_on": new.signed_on,
    });
    audit::record(tx, actor, ActionKind::RateAgreementSigned, interpreter, &facts, now).await?;
    Ok(id)
}

/// Takes an agreement back that was recorded by mistake and has not begun. What it said stays in the trace.
/// `Ok(false)` if there is none of that key.
///
/// # Errors
/// Refuses one that has begun.
pub async fn withdraw_agreement(
    permit: &Permit<ManageAgreements>,
    interpreter: InterpreterId,
    agreement: RateAgreementId,
    now: Instant,
    tx: &mut Tx,
) -> Result<bool, Stop<AgreementRefused>> {
    tx.lock_for_use([interpreter.into()]).await?;
    let person = store::interpreter(tx.conn(), interpreter).await?;
    let known = person.and_then(|person| person.agreements.into_iter().find(|one| one.id == agreement));
    let Some(known) = known else { return Ok(false) };
    if known.valid_from <= berlin_date(now) {
        return Err(Stop::Refused(AgreementRefused::HasBegun));
    }
    store::delete_agreement(tx, agreement).await?;
    store::raise_version(tx, interpreter).await?;
    let facts = json!({
        "agreement": known.id, "series": known.series, "group": known.group, "valid_from": known.valid_from,
        "signed_on": known.signed_on,
    });
    audit::record(tx, permit.actor(), ActionKind::RateAgreementWithdrawn, interpreter, &facts, now).await?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn since(from: &str) -> AgreementFacts {
        AgreementFacts {
            id: RateAgreementId::new(),
            series: "stuttgart".to_owned(),
            group: "part_time".to_owned(),
            valid_from: day(from),
            signed_on: day(from),
            recorded_by: None,
            recorded_at: "2022-01-01T08:00:00Z".parse().unwrap(),
        }
    }

    /// Today is 1 March 2027.
    #[test]
    fn a_new_one_follows_the_last_and_never_rewrites_the_past() {
        let none: &[AgreementFacts] = &[];
        let one = &[since("2022-01-01")][..];
        let ahead = &[since("2022-01-01"), since("2027-07-01")][..];
        for (known, series, group, from, signed, expected) in [
            (none, "stuttgart", "part_time", "2027-03-01", "2027-03-01", Ok(())),
            // The first may have begun before it was recorded here, not before it was signed.
            (none, "stuttgart", "full_time", "2022-01-01", "2021-12-20", Ok(())),
            (
                none,
                "stuttgart",
                "full_time",
                "2022-01-01",
                "2022-01-02",
                Err(AgreementRefused::BeginsBeforeItWasSigned),
            ),
            (none, "jveg", "part_time", "2027-04-01", "2027-03-02", Err(AgreementRefused::SignedInTheFuture)),
            (none, "bielefeld", "part_time", "2027-04-01", "2027-03-01", Err(AgreementRefused::Unknown)),
            (none, "stuttgart", "sometimes", "2027-04-01", "2027-03-01", Err(AgreementRefused::Unknown)),
            (one, "stuttgart", "full_time", "2027-03-01", "2027-02-20", Ok(())),
            (one, "stuttgart", "full_time", "2027-02-28", "2027-02-20", Err(AgreementRefused::BeginsInThePast)),
            (ahead, "jveg", "full_time", "2027-07-02", "2027-02-20", Ok(())),
            (
                ahead,
                "jveg",
                "full_time",
                "2027-07-01",
                "2027-02-20",
                Err(AgreementRefused::NotAfterTheLast { last: day("2027-07-01") }),
            ),
        ] {
            let new = NewAgreement {
                series: series.to_owned(),
                group: group.to_owned(),
                valid_from: day(from),
                signed_on: day(signed),
            };
            assert_eq!(check(known, &new, day("2027-03-01")), expected, "{series} {group} {from} {signed}");
        }
    }
}

//! What enters by the API.

use crate::{
    booking::{
        ask::{Ask, WishedTime},
        commands::{Change, Every, Scope, SeenVersions, SeriesAsk, SeriesChange, SeriesTime, SessionRecord, Until},
        facts::Delivery,
        forms,
        request::{AskedGender, Priority},
        timesheet::Outcome,
    },
    kernel::{ids::*, money::Cents, time::Fold},
    platform::http::Problem,
};
use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use rocket::http::Status;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use uuid::Uuid;

/// A request for one session.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestInput {
    /// The ordering office.
    pub office: Uuid,
    /// Code (ISO 639) or name of the language, in German, English or itself.
    #[schema(example = "ar")]
    pub language: String,
    /// The requirement profile: what kind of session.
    pub profile: Uuid,
    /// The civil day.
    pub date: NaiveDate,
    /// Begin on the wall clock in Europe/Berlin.
    #[schema(example = "14:00")]
    pub from: String,
    /// End; before `from` it is the next morning.
    #[schema(example = "15:30")]
    pub to: String,
    /// `earlier` or `later` of two equal times, in the night the clock goes back.
    #[serde(default)]
    pub fold: Option<String>,
    /// How.
    pub delivery: Delivery,
    /// Needed on site.
    #[serde(default)]
    pub address: String,
    /// City district; needed on site.
    #[serde(default)]
    pub district: String,
    /// A gender that is wished.
    #[serde(default)]
    pub gender: Option<AskedGender>,
    /// Nobody of another gender may come.
    #[serde(default)]
    pub gender_required: bool,
    /// The interpreter the office would like.
    #[serde(default)]
    pub preferred: Option<Uuid>,
    /// The office's file; never a name.
    #[serde(default)]
    pub file_reference: String,
    /// What the interpreter should know; no names.
    #[serde(default)]
    pub remark: String,
    /// How much depends on it.
    #[serde(default = "normal")]
    pub priority: Priority,
    /// The number in the office's own program; the same one is never booked twice.
    #[serde(default)]
    pub external_reference: Option<String>,
}

fn normal() -> Priority {
    Priority::Normal
}

fn clock(field: &'static str, text: &str) -> Result<chrono::NaiveTime, Problem> {
    forms::time(text).ok_or_else(|| {
        Problem::new(Status::UnprocessableEntity, "invalid").field(field, "time-unreadable", "not a time like 14:00")
    })
}

fn wished(date: NaiveDate, from: &str, to: &str, fold: Option<&str>) -> Result<WishedTime, Problem> {
    Ok(WishedTime { date, from: clock("from", from)?, to: clock("to", to)?, fold: which(fold) })
}

fn which(fold: Option<&str>) -> Fold {
    forms::fold(fold.unwrap_or_default())
}

impl RequestInput {
    /// The request as commands take it.
    ///
    /// # Errors
    /// A time that can't be read.
    pub(super) fn ask(&self) -> Result<Ask, Problem> {
        Ok(Ask {
            office: OfficeId(self.office),
            language: self.language.clone(),
            profile: RequirementProfileId(self.profile),
            time: wished(self.date, &self.from, &self.to, self.fold.as_deref())?,
            delivery: self.delivery,
            address: self.address.clone(),
            district: self.district.clone(),
            gender: self.gender,
            gender_required: self.gender_required,
            preferred: self.preferred.map(InterpreterId),
            file_reference: self.file_reference.clone(),
            remark: self.remark.clone(),
            priority: self.priority,
            external_reference: self.external_reference.clone(),
        })
    }
}

/// A series: its first request, how often and how long. Exactly one of `until` and `times`.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct SeriesInput {
    /// The first session.
    pub first: RequestInput,
    /// How often.
    pub every: Every,
    /// The last day that may be one of the series.
    #[serde(default)]
    pub until: Option<NaiveDate>,
    /// So many sessions, at most 60.
    #[serde(default)]
    pub times: Option<u32>,
    /// Leave out dates on public holidays of Baden-Württemberg instead of refusing them.
    #[serde(default)]
    pub skip_holidays: bool,
}

impl SeriesInput {
    /// The series as commands take it.
    ///
    /// # Errors
    /// Not exactly one of `until` and `times`.
    pub(super) fn series(&self) -> Result<SeriesAsk, Problem> {
        let until = match (self.until, self.times) {
            (Some(last), None) => Until::Date(last),
            (None, Some(times)) => Until::Times(times),
            _ => {
                return Err(Problem::new(Status::UnprocessableEntity, "invalid").field(
                    "until",
                    "series-end",
                    "exactly one of until and times",
                ));
            }
        };
        Ok(SeriesAsk { every: self.every, until, skip_holidays: self.skip_holidays })
    }
}

/// A change; what is absent stays as it is. Of the time, all three or none.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ChangeInput {
    /// Another day.
    pub date: Option<NaiveDate>,
    /// Another begin.
    pub from: Option<String>,
    /// Another end.
    pub to: Option<String>,
    /// `earlier` or `later`.
    pub fold: Option<String>,
    /// Another way.
    pub delivery: Option<Delivery>,
    /// Another address.
    pub address: Option<String>,
    /// Its district.
    pub district: Option<String>,
    /// Another word to the interpreter.
    pub remark: Option<String>,
    /// Another requirement profile.
    pub profile: Option<Uuid>,
    /// Another wish for a gender; `none` takes it back.
    pub gender: Option<GenderInput>,
    /// Nobody of another gender may come; counts with `gender` only.
    pub gender_required: Option<bool>,
    /// Another wish for a person; the nil key takes it back.
    pub preferred: Option<Uuid>,
    /// Another file of the office; empty for none. Taken from the ordering office alone.
    pub file_reference: Option<String>,
}

/// A wish for a gender, or none any more.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum GenderInput {
    /// A woman.
    Female,
    /// A man.
    Male,
    /// No wish.
    None,
}

/// What a change says besides the time, as commands take it.
fn rest_of(
    place: (Option<Delivery>, Option<&String>, Option<&String>),
    remark: Option<&String>,
    profile: Option<Uuid>,
    gender: (Option<GenderInput>, Option<bool>),
    preferred: Option<Uuid>,
    file_reference: Option<&String>,
) -> Change {
    let (delivery, address, district) = place;
    let required = gender.1.unwrap_or_default();
    Change {
        time: None,
        delivery,
        address: address.cloned(),
        district: district.cloned(),
        remark: remark.cloned(),
        profile: profile.map(RequirementProfileId),
        gender: gender.0.map(|wish| match wish {
            GenderInput::Female => (Some(AskedGender::Female), required),
            GenderInput::Male => (Some(AskedGender::Male), required),
            GenderInput::None => (None, false),
        }),
        preferred: preferred.map(|id| Some(InterpreterId(id)).filter(|id| !id.0.is_nil())),
        file_reference: file_reference.cloned(),
    }
}

impl ChangeInput {
    /// The change as commands take it.
    ///
    /// # Errors
    /// Part of a time.
    pub(super) fn change(&self) -> Result<Change, Problem> {
        let time = match (self.date, &self.from, &self.to) {
            (None, None, None) => None,
            (Some(date), Some(from), Some(to)) => Some(wished(date, from, to, self.fold.as_deref())?),
            _ => {
                return Err(Problem::new(Status::UnprocessableEntity, "invalid").field(
                    "date",
                    "time-incomplete",
                    "date, from and to belong together",
                ));
            }
        };
        let rest = rest_of(
            (self.delivery, self.address.as_ref(), self.district.as_ref()),
            self.remark.as_ref(),
            self.profile,
            (self.gender, self.gender_required),
            self.preferred,
            self.file_reference.as_ref(),
        );
        Ok(Change { time, ..rest })
    }
}

/// A cancellation.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CancelInput {
    /// Why; for the history only.
    pub reason: String,
    /// The class that was shown before (`early`, `late`); if it has become late since, nothing happens (409).
    pub seen_class: Option<crate::booking::assignment::CancellationClass>,
}

/// A cancellation of several dates of a series.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelSeriesInput {
    /// Which.
    pub scope: Scope,
    /// Why; for the history only.
    #[serde(default)]
    pub reason: String,
}

/// What is to be otherwise with several dates of a series; what is absent stays as each has it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeSeriesInput {
    /// Which.
    pub scope: Scope,
    /// By how many days each moves; may be negative.
    #[serde(default)]
    pub by_days: i64,
    /// New begin.
    #[schema(example = "14:00")]
    #[serde(default)]
    pub from: Option<String>,
    /// New end.
    #[schema(example = "15:30")]
    #[serde(default)]
    pub to: Option<String>,
    /// Another way.
    #[serde(default)]
    pub delivery: Option<Delivery>,
    /// Another address.
    #[serde(default)]
    pub address: Option<String>,
    /// Its district.
    #[serde(default)]
    pub district: Option<String>,
    /// Another word to the interpreter.
    #[serde(default)]
    pub remark: Option<String>,
    /// Another requirement profile.
    #[serde(default)]
    pub profile: Option<Uuid>,
    /// Another wish for a gender; `none` takes it back.
    #[serde(default)]
    pub gender: Option<GenderInput>,
    /// Nobody of another gender may come; counts with `gender` only.
    #[serde(default)]
    pub gender_required: Option<bool>,
    /// Another wish for a person; the nil key takes it back.
    #[serde(default)]
    pub preferred: Option<Uuid>,
    /// Another file of the office; empty for none. Taken from the ordering office alone.
    #[serde(default)]
    pub file_reference: Option<String>,
    /// The versions that the preview told, by assignment: what has changed since is refused (409).
    #[serde(default)]
    pub seen: Option<BTreeMap<Uuid, i32>>,
}

impl ChangeSeriesInput {
    /// The versions that were seen, as commands take them.
    pub(super) fn seen(&self) -> Option<SeenVersions> {
        let seen = self.seen.as_ref()?;
        Some(seen.iter().map(|(assignment, version)| (AssignmentId(*assignment), *version)).collect())
    }

    /// The change as commands take it.
    ///
    /// # Errors
    /// A time that can't be read.
    pub(super) fn change(&self) -> Result<SeriesChange, Problem> {
        let clock = |field: &'static str, given: &Option<String>| given.as_deref().map(|text| clock(field, text)).transpose();
        let (from, to) = (clock("from", &self.from)?, clock("to", &self.to)?);
        let by_days = self.by_days.clamp(-3650, 3650);
        let moves = by_days != 0 || from.is_some() || to.is_some();
        let rest = rest_of(
            (self.delivery, self.address.as_ref(), self.district.as_ref()),
            self.remark.as_ref(),
            self.profile,
            (self.gender, self.gender_required),
            self.preferred,
            self.file_reference.as_ref(),
        );
        Ok(SeriesChange { time: moves.then_some(SeriesTime { by_days, from, to, fold: Fold::Unsaid }), rest })
    }
}

/// A reason that must be given.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReasonInput {
    /// Why.
    pub reason: String,
}

/// A reason that may be given.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct OptionalReasonInput {
    /// Why.
    pub reason: String,
}

/// Whom to ask.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WhoInput {
    /// The best who were not asked yet.
    NextWave,
    /// Everybody who fits.
    Everybody,
    /// The one named in `interpreter`.
    One,
}

/// Offers to be sent.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SendInput {
    /// Whom.
    pub who: WhoInput,
    /// With `one`: this one.
    #[serde(default)]
    pub interpreter: Option<Uuid>,
}

/// Offers to be called back.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WithdrawInput {
    /// This one; absent: all open ones.
    pub offer: Option<Uuid>,
}

/// A search that is given up.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UnfilledInput {
    /// Why nobody came.
    pub reason: crate::booking::assignment::UnfilledReason,
}

/// What took place.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SessionInput {
    /// `held` or `client_absent`.
    pub outcome: Outcome,
    /// Begin; needed if held.
    #[serde(default)]
    pub started_at: Option<DateTime<Utc>>,
    /// End; needed if held.
    #[serde(default)]
    pub ended_at: Option<DateTime<Utc>>,
    /// Minutes of break within.
    #[serde(default)]
    pub break_minutes: i32,
    /// Minutes there and back together.
    #[serde(default)]
    pub travel_minutes: i32,
    /// Meters there and back together.
    #[serde(default)]
    pub travel_meters: i32,
    /// Tickets, in cents.
    #[serde(default)]
    pub tickets_cents: i64,
    /// Needed if begin or end differ from what was agreed by more than the tolerance.
    #[serde(default)]
    pub deviation_reason: String,
}

impl SessionInput {
    /// The record as commands take it; instants are cut to whole seconds.
    pub(super) fn record(&self) -> SessionRecord {
        let whole = |at: DateTime<Utc>| at.trunc_subsecs(0);
        SessionRecord {
            outcome: self.outcome,
            held: self.started_at.map(whole).zip(self.ended_at.map(whole)),
            break_minutes: self.break_minutes,
            travel_minutes: self.travel_minutes,
            travel_meters: self.travel_meters,
            tickets: Cents(self.tickets_cents),
            deviation_reason: self.deviation_reason.clone(),
        }
    }
}

/// A confirmation.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SignInput {
    /// The version that was read; if it was corrected since, nothing happens (409).
    pub version: Option<i32>,
}

//! Several sessions asked for as one. Every date is checked; all are booked or none.

use super::submit_request::{Booked, book_in_series, line_of};
use crate::{
    booking::{
        ask::{Ask, AskRefused, Problem, WishedTime, check_time},
        names::names,
        store,
    },
    identity::{Permit, policy::SubmitRequest},
    kernel::{
        clock::Instant,
        ids::SeriesId,
        message::Message,
        refusal::{Refusal, RefusalKind},
    },
    platform::{
        db::{LockKey, Tx},
        fault::{Fault, Stop},
    },
};
use chrono::{Days, Months, NaiveDate};
use rates::holidays::{Land, is_holiday};
use serde::{Deserialize, Serialize};

/// Nobody plans more at once.
pub const MOST_DATES: usize = 60;

names! {
    /// How often.
    Every {
        /// Each week on the same weekday.
        Week = "week",
        /// Each second week on the same weekday.
        Fortnight = "fortnight",
        /// Each month on the same day; in shorter months on the last.
        Month = "month",
    }
}

/// How long.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Until {
    /// The last day that may be one of the series.
    Date(NaiveDate),
    /// So many sessions.
    Times(u32),
}

/// What a series adds to its first request.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SeriesAsk {
    /// How often.
    pub every: Every,
    /// How long.
    pub until: Until,
    /// Dates on holidays of Baden-Württemberg are left out instead of being refused.
    pub skip_holidays: bool,
}

/// What is wrong with one date.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DatedProblem {
    /// The date.
    pub date: NaiveDate,
    /// What is wrong.
    pub problem: SeriesProblem,
}

/// What can be wrong with one date of a series.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SeriesProblem {
    /// The same as with a single request.
    Request(Problem),
    /// A holiday; skip holidays or choose another day.
    Holiday,
}

impl DatedProblem {
    /// The sentence, without its date.
    #[must_use]
    pub fn message(&self) -> Message {
        match &self.problem {
            SeriesProblem::Request(problem) => problem.message(),
            SeriesProblem::Holiday => Message::new("refusal-series-date-is-holiday"),
        }
    }

    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match &self.problem {
            SeriesProblem::Request(problem) => problem.code(),
            SeriesProblem::Holiday => "series-date-is-holiday",
        }
    }
}

/// Why a series was not booked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SubmitSeriesRefused {
    /// No date at all, or only one.
    TooShort,
    /// More than [`MOST_DATES`].
    TooLong,
    /// What is asked for is wrong, whatever the date.
    Request(AskRefused),
    /// These dates can't be booked; all of them are listed.
    Dates(Vec<DatedProblem>),
}

impl Refusal for SubmitSeriesRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::TooShort => "series-too-short",
            Self::TooLong => "series-too-long",
            Self::Request(refused) => refused.code(),
            Self::Dates(_) => "series-dates-refused",
        }
    }
    fn message(&self) -> Message {
        match self {
            Self::TooLong => {
                Message::new("refusal-series-too-long").with("most", i64::try_from(MOST_DATES).unwrap_or_default())
            }
            Self::Request(refused) => refused.message(),
            Self::Dates(problems) => {
                let dates: Vec<String> = problems.iter().map(|one| one.date.format("%d.%m.%Y").to_string()).collect();
                Message::new("refusal-series-dates-refused").with("dates", dates.join(", "))
            }
            Self::TooShort => Message::new("refusal-series-too-short"),
        }
    }
    fn field(&self) -> Option<&'static str> {
        match self {
            Self::Request(refused) => refused.field(),
            _ => Some("until"),
        }
    }
    fn kind(&self) -> RefusalKind {
        RefusalKind::Input
    }
}

/// A series that was booked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SubmittedSeries {
    /// Its key.
    pub series: SeriesId,
    /// Each booking, by date.
    pub booked: Vec<(NaiveDate, Booked)>,
    /// Holidays that were left out.
    pub skipped: Vec<NaiveDate>,
}

/// Books a series: the first date is that of `ask`. A session for which the money is not enough waits, like any other.
///
/// # Errors
/// Refuses with everything that is wrong, each date by its name; then nothing is booked.
#[doc(alias = "Serie")]
pub async fn submit_series(
    permit: &Permit<SubmitRequest>,
    ask: &Ask,
    series: SeriesAsk,
    now: Instant,
    tx: &mut Tx,
) -> Result<SubmittedSeries, Stop<SubmitSeriesRefused>> {
    let rules = store::rules(tx.conn()).await?;
    let all = dates(ask.time.date, series).map_err(Stop::Refused)?;
    let (skipped, wanted): (Vec<NaiveDate>, Vec<NaiveDate>) =
        all.into_iter().partition(|date| series.skip_holidays && is_holiday(Land::BW, *date));
    let mut problems = Vec::new();
    let mut lines: Vec<LockKey> = Vec::new();
    for date in &wanted {
        let time = WishedTime { date: *date, ..ask.time };
        if is_holiday(Land::BW, *date) {
            problems.push(DatedProblem { date: *date, problem: SeriesProblem::Holiday });
        }
        match check_time(time, now, &rules) {
            Ok(slot) => lines.extend(line_of(tx, ask.office, &slot).await?.map(LockKey::from)),
            Err(problem) => problems.push(DatedProblem { date: *date, problem: SeriesProblem::Request(problem) }),
        }
    }
    if !problems.is_empty() {
        return Err(Stop::Refused(SubmitSeriesRefused::Dates(problems)));
    }
    tx.lock_for_use(lines).await?;
    let id = SeriesId::new();
    store::insert_series(tx, id, ask.office, &serde_json::to_string(&series).map_err(Fault::from)?, now).await?;
    let mut booked = Vec::with_capacity(wanted.len());
    for (index, date) in wanted.iter().enumerate() {
        let mut one = ask.clone();
        one.time.date = *date;
        // The office's own number names the series' first session.
        one.external_reference = ask.external_reference.clone().filter(|_| index == 0);
        match book_in_series(permit, &one, Some(id), now, tx).await {
            Ok(done) => booked.push((*date, done)),
            Err(Stop::Refused(refused)) => return Err(Stop::Refused(of_date(*date, index, refused))),
            Err(Stop::Fault(fault)) => return Err(Stop::Fault(fault)),
        }
    }
    Ok(SubmittedSeries { series: id, booked, skipped })
}

/// What is wrong with the first is wrong with all, unless it is about a date.
fn of_date(date: NaiveDate, index: usize, refused: AskRefused) -> SubmitSeriesRefused {
    let dated = refused.problems().iter().all(|problem| problem.field() == Some("date"));
    if index == 0 && !dated {
        return SubmitSeriesRefused::Request(refused);
    }
    let problems = refused.problems().iter().cloned();
    SubmitSeriesRefused::Dates(
        problems.map(|problem| DatedProblem { date, problem: SeriesProblem::Request(problem) }).collect(),
    )
}

/// The dates of a series, the first included.
fn dates(first: NaiveDate, series: SeriesAsk) -> Result<Vec<NaiveDate>, SubmitSeriesRefused> {
    let mut dates = Vec::new();
    for index in 0_u32.. {
        if let Until::Times(times) = series.until
            && index >= times
        {
            break;
        }
        let date = match series.every {
            Every::Week => first.checked_add_days(Days::new(7 * u64::from(index))),
            Every::Fortnight => first.checked_add_days(Days::new(14 * u64::from(index))),
            Every::Month => first.checked_add_months(Months::new(index)),
        };
        let Some(date) = date else { return Err(SubmitSeriesRefused::TooLong) };
        if let Until::Date(last) = series.until
            && date > last
        {
            break;
        }
        if dates.len() == MOST_DATES {
            return Err(SubmitSeriesRefused::TooLong);
        }
        dates.push(date);
    }
    if dates.len() < 2 { Err(SubmitSeriesRefused::TooShort) } else { Ok(dates) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_dates_of_a_series() {
        let of = |every, until| dates(day("2027-01-31"), SeriesAsk { every, until, skip_holidays: false });
        assert_eq!(
            of(Every::Month, Until::Times(4)).unwrap(),
            [day("2027-01-31"), day("2027-02-28"), day("2027-03-31"), day("2027-04-30")]
        );
        assert_eq!(
            of(Every::Fortnight, Until::Date(day("2027-02-28"))).unwrap(),
            [day("2027-01-31"), day("2027-02-14"), day("2027-02-28")]
        );
        assert_eq!(of(Every::Week, Until::Times(1)), Err(SubmitSeriesRefused::TooShort));
        assert_eq!(of(Every::Week, Until::Date(day("2027-01-30"))), Err(SubmitSeriesRefused::TooShort));
        assert_eq!(of(Every::Week, Until::Times(60)).unwrap().len(), 60);
        assert_eq!(of(Every::Week, Until::Times(61)), Err(SubmitSeriesRefused::TooLong));
    }
}

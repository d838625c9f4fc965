//! From counted rows to the tables of a year. Pure.

use super::store::{self, Count};
use crate::{
    kernel::{ids::OfficeId, money::Cents},
    platform::{db::Db, fault::Fault},
};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// How many sessions were asked for, and what became of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    /// All requests.
    pub requests: i64,
    /// Somebody comes or came.
    pub covered: i64,
    /// Nobody could come, or there was no money.
    pub uncovered: i64,
    /// Still searched for, or waiting for money.
    pub open: i64,
    /// No longer wanted.
    pub cancelled: i64,
    /// What the uncovered would have cost.
    pub missed: Cents,
}

impl Tally {
    fn add(&mut self, count: &Count) {
        self.requests += count.requests;
        match count.status.as_deref() {
            Some("filled" | "held" | "confirmed") => self.covered += count.requests,
            Some("unfilled") => {
                self.uncovered += count.requests;
                self.missed += count.estimate;
            }
            Some("cancelled") => self.cancelled += count.requests,
            _ => self.open += count.requests,
        }
    }

    /// Share of the decided requests that were covered, in basis points; `None` if nothing was decided.
    #[must_use]
    pub fn coverage(&self) -> Option<i64> {
        let decided = self.covered + self.uncovered;
        (decided > 0).then(|| self.covered * 10_000 / decided)
    }
}

/// The reasons for which a session is not covered, as stored.
pub(super) const REASONS: [&str; 4] = ["nobody_free", "nobody_qualified", "no_money", "too_late"];

/// The figures of a year.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Report {
    /// Everything.
    pub total: Tally,
    /// Uncovered by reason: how many, and what they would have cost; all four reasons.
    pub reasons: Vec<(&'static str, i64, Cents)>,
    /// By language code, most wanted first.
    pub languages: Vec<(String, Tally)>,
    /// By month, January first, all twelve.
    pub months: Vec<Tally>,
    /// By office and month (1 to 12), those with requests.
    pub offices: Vec<(OfficeId, u32, Tally)>,
    /// Languages in which nobody qualified could be found, the most missed first: the need for training.
    pub training: Vec<(String, i64)>,
}

/// The figures of the year, for one office or all.
///
/// # Errors
/// The database can't be read.
pub async fn report(db: &Db, year: i32, office: Option<OfficeId>) -> Result<Report, Fault> {
    let Some((first, last)) = days(year) else { return Ok(Report::default()) };
    Ok(fold(&store::counts(db.read(), first, last, office).await?))
}

/// First and last day of a year; `None` beyond the calendar.
pub(super) fn days(year: i32) -> Option<(NaiveDate, NaiveDate)> {
    NaiveDate::from_ymd_opt(year, 1, 1).zip(NaiveDate::from_ymd_opt(year, 12, 31))
}

fn fold(counts: &[Count]) -> Report {
    let mut report = Report { months: vec![Tally::default(); 12], ..Report::default() };
    let mut reasons: BTreeMap<&str, (i64, Cents)> = BTreeMap::new();
    let mut languages: BTreeMap<&str, Tally> = BTreeMap::new();
    let mut offices: BTreeMap<(OfficeId, u32), Tally> = BTreeMap::new();
    let mut training: BTreeMap<&str, i64> = BTreeMap::new();
    for count in counts {
        let month: u32 = count.month.rsplit('-').next().and_then(|month| month.parse().ok()).unwrap_or(1);
        report.total.add(count);
        languages.entry(&count.language).or_default().add(count);
        offices.entry((count.office, month)).or_default().add(count);
        let index = usize::try_from(month).unwrap_or(1).saturating_sub(1);
        if let Some(tally) = report.months.get_mut(index) {
            tally.add(count);
        }
        if count.status.as_deref() == Some("unfilled") {
            let reason = count.reason.as_deref().unwrap_or_default();
            let (times, missed) = reasons.entry(reason).or_default();
            *times += count.requests;
            *missed += count.estimate;
            if reason == "nobody_qualified" {
                *training.entry(&count.language).or_default() += count.requests;
            }
        }
    }
    report.reasons = REASONS
        .into_iter()
        .map(|reason| {
            let (times, missed) = reasons.get(reason).copied().unwrap_or_default();
            (reason, times, missed)
        })
        .collect();
    report.languages = languages.into_iter().map(|(code, tally)| (code.to_owned(), tally)).collect();
    report.languages.sort_by_key(|(_, tally)| -tally.requests);
    report.offices = offices.into_iter().map(|((office, month), tally)| (office, month, tally)).collect();
    report.training = training.into_iter().map(|(code, times)| (code.to_owned(), times)).collect();
    report.training.sort_by_key(|(_, times)| -times);
    report
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    fn count(month: &str, language: &str, status: Option<&str>, reason: Option<&str>, requests: i64) -> Count {
        Count {
            office: OfficeId(uuid::Uuid::nil()),
            month: month.to_owned(),
            language: language.to_owned(),
            status: status.map(str::to_owned),
            reason: reason.map(str::to_owned),
            requests,
            estimate: Cents(requests * 9_000),
        }
    }

    #[test]
    fn a_year_is_folded_into_its_tables() {
        let report = fold(&[
            count("2027-01", "ar", Some("confirmed"), None, 6),
            count("2027-01", "ar", Some("unfilled"), Some("nobody_free"), 1),
            count("2027-03", "ti", Some("unfilled"), Some("nobody_qualified"), 3),
            count("2027-03", "ti", Some("searching"), None, 2),
            count("2027-03", "ar", Some("awaiting_budget"), None, 1),
            count("2027-12", "ar", Some("cancelled"), None, 4),
            count("2027-12", "ar", None, None, 1),
        ]);
        let total = report.total;
        assert_eq!((total.requests, total.covered, total.uncovered, total.open, total.cancelled), (18, 6, 4, 4, 4));
        assert_eq!((total.missed, total.coverage()), (Cents(36_000), Some(6_000)));
        assert_eq!(
            report.reasons,
            [
                ("nobody_free", 1, Cents(9_000)),
                ("nobody_qualified", 3, Cents(27_000)),
                ("no_money", 0, Cents(0)),
                ("too_late", 0, Cents(0))
            ]
        );
        let languages: Vec<(&str, i64)> = report.languages.iter().map(|(l, t)| (l.as_str(), t.requests)).collect();
        assert_eq!(languages, [("ar", 13), ("ti", 5)]);
        let months: Vec<i64> = report.months.iter().map(|tally| tally.requests).collect();
        assert_eq!(months, [7, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0, 5]);
        assert_eq!(report.offices.len(), 3);
        assert_eq!(report.training, [("ti".to_owned(), 3)]);
        assert_eq!(Tally::default().coverage(), None);
    }
}

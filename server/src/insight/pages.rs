//! `/insight`: what was asked for, what was covered, what was not and why.

mod ahead;

use super::{
    Report, Tally, UnmetView,
    chart::{Bar, bars},
    count_unmet,
    report::{days, report},
    store, unmet,
};
use crate::{
    directory::{
        self,
        facts::{OfficeFacts, ProfileFacts},
    },
    identity::{
        Denied, Door, PageStop, Permit,
        policy::{ViewInsight, ViewRequests},
    },
    kernel::{
        actor::Actor,
        figures,
        ids::OfficeId,
        language::Language,
        time::{FiscalYear, berlin_date},
    },
    platform::{
        render::{Choice, FormState, Page, PageContext, Pager},
        table::{CsvFile, amount},
    },
};
use askama::Template;
use chrono::{Datelike, NaiveDate};
use rocket::{Route, get, routes};

const PER_PAGE: u64 = 25;
/// No year has more that could not be covered; a file is no page.
const MOST_IN_FILE: u64 = 100_000;

/// `/insight` and its files.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![show, file, ahead::show, ahead::file]
}

/// A row of a table: a name and its figures.
struct Line {
    name: String,
    tally: Tally,
    coverage: String,
}

struct OfficeLine {
    office: String,
    month: String,
    tally: Tally,
}

struct ReasonLine {
    name: String,
    times: i64,
    missed: String,
}

struct UnmetLine {
    href: String,
    reference: String,
    day: NaiveDate,
    week: String,
    office: String,
    language: String,
    profile: String,
    reason: String,
    estimate: String,
}

#[derive(Template)]
#[template(path = "insight/report.html")]
struct ReportPage {
    page: PageContext,
    query: FormState,
    years: Vec<Choice>,
    offices: Vec<Choice>,
    total: Line,
    missed: String,
    bars: Vec<Bar>,
    months: Vec<Line>,
    reasons: Vec<ReasonLine>,
    languages: Vec<Line>,
    by_office: Vec<OfficeLine>,
    training: Vec<(String, i64)>,
    unmet: Vec<UnmetLine>,
    pager: Pager,
    /// The query of the files.
    chosen: String,
}

/// What every table needs: the choice, the words, the figures.
struct View {
    page: PageContext,
    query: FormState,
    year: i32,
    office: Option<OfficeId>,
    offices: Vec<OfficeFacts>,
    profiles: Vec<ProfileFacts>,
    report: Report,
    /// Who reads: the figures are the whole city's, the requests behind them are not.
    reader: Actor,
}

impl View {
    async fn of(door: &Door) -> Result<Self, PageStop> {
        door.permit(ViewInsight {})?;
        let page = door.page("insight-title");
        let mut query = FormState::parse(page.path.split_once('?').map_or("", |(_, query)| query));
        let typed = query.value("year").parse().ok().filter(|year| (1900..2200).contains(year));
        let year = typed.unwrap_or_else(|| berlin_date(door.now()).year());
        if typed.is_none() {
            query = FormState::new().with("year", year).with_some("office", query.filled("office"));
        }
        let offices = directory::offices(door.db().read()).await?;
        let office: Option<OfficeId> = query.filled("office").and_then(|id| id.parse().ok());
        let office = office.filter(|id| offices.iter().any(|known| known.id == *id));
        let profiles = directory::profiles(door.db().read()).await?;
        let report = report(door.db(), year, office).await?;
        let page = page.noted(figures::note_of_year(FiscalYear(year)));
        Ok(Self { page, query, year, office, offices, profiles, report, reader: door.actor().clone() })
    }

    fn is_english(&self) -> bool {
        self.page.locale.code() == "en"
    }

    fn office_name(&self, id: OfficeId) -> String {
        let known = self.offices.iter().find(|office| office.id == id);
        known
            .map(|office| if self.is_english() { &office.name_en } else { &office.name_de })
            .cloned()
            .unwrap_or_default()
    }

    fn language(&self, code: &str) -> String {
        Language::from_code(code).map_or(code, |known| known.name_in(self.page.locale.code())).to_owned()
    }

    fn month(&self, month: u32) -> String {
        NaiveDate::from_ymd_opt(self.year, month, 1).map(|day| self.page.month(day)).unwrap_or_default()
    }

    /// The calendar week (ISO 8601) and its year: the first days of January may belong to the last week of the old one.
    fn week(&self, day: NaiveDate) -> String {
        let week = day.iso_week();
        self.page.t2("insight-week-of-year", "week", week.week(), "year", week.year().to_string().as_str())
    }

    fn reason(&self, reason: &str) -> String {
        self.page.t(format!("insight-reason-{}", reason.replace('_', "-")))
    }

    fn coverage(&self, tally: &Tally) -> String {
        tally.coverage().map_or_else(|| "–".to_owned(), |share| self.page.percent(share))
    }

    fn line(&self, name: String, tally: Tally) -> Line {
        Line { name, coverage: self.coverage(&tally), tally }
    }

    fn unmet_line(&self, view: UnmetView) -> UnmetLine {
        let profile = self.profiles.iter().find(|profile| profile.id == view.profile);
        let name = |profile: &ProfileFacts| if self.is_english() { &profile.name_en } else { &profile.name_de }.clone();
        UnmetLine {
            href: match Permit::ask(&self.reader, ViewRequests { office: view.office }) {
                Ok(_) => format!("/requests/{}", view.request),
                Err(_) => String::new(),
            },
            day: view.on_date,
            week: self.week(view.on_date),
            office: self.office_name(view.office),
            language: self.language(&view.language),
            profile: profile.map(name).unwrap_or_default(),
            reason: self.reason(&view.reason),
            estimate: self.page.money(view.estimate),
            reference: view.reference,
        }
    }
}

#[get("/insight")]
async fn show(door: Door) -> Result<Page<ReportPage>, PageStop> {
    let view = View::of(&door).await?;
    let (first, last) = days(view.year).ok_or(Denied::Unknown)?;
    let conn = door.db().read();
    let total = count_unmet(conn, first, last, view.office).await?;
    let pager = Pager::new(view.query.value("page").parse().unwrap_or(1), PER_PAGE, total, &view.page.path);
    let found = unmet(conn, (first, last), view.office, None, pager.offset(), PER_PAGE).await?;
    let mut years = store::years(conn).await?;
    if !years.contains(&view.year) {
        years.insert(0, view.year);
    }
    let months = view.report.months.iter().zip(1_u32..).map(|(tally, month)| view.line(view.month(month), *tally));
    let languages = view.report.languages.iter().map(|(code, tally)| view.line(view.language(code), *tally));
    let reasons = view.report.reasons.iter().map(|(reason, times, missed)| ReasonLine {
        name: view.reason(reason),
        times: *times,
        missed: view.page.money(missed),
    });
    let by_office = view.report.offices.iter().map(|(office, month, tally)| OfficeLine {
        office: view.office_name(*office),
        month: view.month(*month),
        tally: *tally,
    });
    let office = view.office.map(|office| format!("&office={office}")).unwrap_or_default();
    Ok(Page::ok(ReportPage {
        years: years.into_iter().map(|year| Choice::new(year, year.to_string())).collect(),
        offices: view.offices.iter().map(|office| Choice::new(office.id, view.office_name(office.id))).collect(),
        total: view.line(String::new(), view.report.total),
        missed: view.page.money(view.report.total.missed),
        bars: bars(&view.report.months),
        months: months.collect(),
        reasons: reasons.collect(),
        languages: languages.collect(),
        by_office: by_office.collect(),
        training: view.report.training.iter().map(|(code, times)| (view.language(code), *times)).collect(),
        unmet: found.into_iter().map(|one| view.unmet_line(one)).collect(),
        pager,
        chosen: format!("year={}{office}", view.year),
        query: view.query,
        page: view.page,
    }))
}

/// One table as a file: `months`, `reasons`, `languages`, `offices`, `training`, `unmet`.
#[get("/insight/<name>")]
async fn file(door: Door, name: &str) -> Result<CsvFile, PageStop> {
    let view = View::of(&door).await?;
    let table = name.strip_suffix(".csv").ok_or(Denied::Unknown)?;
    let title = |key: &str| view.page.t(format!("insight-{key}"));
    let figures = ["requests", "covered", "uncovered", "open", "cancelled", "coverage", "missed"];
    let head = |first: &[&str]| first.iter().chain(&figures).map(|key| title(key)).collect::<Vec<String>>();
    let cells = |first: Vec<String>, tally: &Tally| {
        let mut row = first;
        row.extend(
            [tally.requests, tally.covered, tally.uncovered, tally.open, tally.cancelled].map(|n| n.to_string()),
        );
        row.push(view.coverage(tally));
        row.push(amount(view.page.locale, tally.missed));
        row
    };
    let (heading, rows) = match table {
        "months" => {
            let months = view.report.months.iter().zip(1_u32..);
            (head(&["month"]), months.map(|(tally, month)| cells(vec![view.month(month)], tally)).collect())
        }
        "languages" => {
            let rows = view.report.languages.iter().map(|(code, tally)| cells(vec![view.language(code)], tally));
            (head(&["language"]), rows.collect())
        }
        "offices" => {
            let rows = view
                .report
                .offices
                .iter()
                .map(|(office, month, tally)| cells(vec![view.office_name(*office), view.month(*month)], tally));
            (head(&["office", "month"]), rows.collect())
        }
        "reasons" => {
            let rows = view.report.reasons.iter().map(|(reason, times, missed)| {
                vec![view.reason(reason), times.to_string(), amount(view.page.locale, *missed)]
            });
            (["reason", "uncovered", "missed"].map(title).to_vec(), rows.collect())
        }
        "training" => {
            let rows = view.report.training.iter().map(|(code, times)| vec![view.language(code), times.to_string()]);
            (["language", "uncovered"].map(title).to_vec(), rows.collect())
        }
        "unmet" => {
            let span = days(view.year).ok_or(Denied::Unknown)?;
            let found = unmet(door.db().read(), span, view.office, None, 0, MOST_IN_FILE).await?;
            let rows = found.into_iter().map(|one| {
                let cost = amount(view.page.locale, one.estimate);
                let line = view.unmet_line(one);
                let day = view.page.date_short(line.day);
                vec![line.reference, day, line.week, line.office, line.language, line.profile, line.reason, cost]
            });
            let heading =
                ["reference", "day", "week", "office", "language", "profile", "reason", "estimate"].map(title).to_vec();
            (heading, rows.collect())
        }
        _ => return Err(Denied::Unknown.into()),
    };
    Ok(CsvFile::new(&format!("dragoman-{table}-{}", view.year), heading, rows)?)
}

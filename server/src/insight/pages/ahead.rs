//! `/insight/forecast`: how far the money of each office reaches, as a table, a picture and a file.

use crate::{
    directory::{self, facts::OfficeFacts},
    identity::{Denied, Door, PageStop, policy::ViewBudget},
    insight::{
        Ends, OfficeForecast,
        chart::{Course, course},
        office_forecasts,
    },
    kernel::{
        figures,
        ids::OfficeId,
        money::Cents,
        time::{FiscalYear, berlin_date},
    },
    platform::{
        render::{Choice, FormState, Page, PageContext},
        table::{CsvFile, amount},
    },
};
use askama::Template;
use chrono::{Datelike, NaiveDate};
use rocket::get;

/// An office's line of the table.
struct OfficeLine {
    href: String,
    name: String,
    one: OfficeForecast,
    range: String,
    /// What is missing or left at the end of the year.
    balance: String,
    tone: &'static str,
    ends: String,
}

/// A week of the chosen office.
struct WeekLine {
    from: NaiveDate,
    bound: Cents,
    expected: Cents,
    sum: Cents,
}

/// The office that is shown as a picture.
struct Chosen {
    title: String,
    course: Course,
    weeks: Vec<WeekLine>,
    method: String,
}

#[derive(Template)]
#[template(path = "insight/forecast.html")]
pub(super) struct ForecastPage {
    page: PageContext,
    query: FormState,
    years: Vec<Choice>,
    offices: Vec<Choice>,
    lines: Vec<OfficeLine>,
    chosen: Option<Chosen>,
    file: String,
}

impl ForecastPage {
    /// The first letters of a month, below the picture.
    fn month(&self, month: &u32) -> String {
        let day = NaiveDate::from_ymd_opt(2027, *month, 1);
        day.map(|day| self.page.month(day).chars().take(3).collect()).unwrap_or_default()
    }
}

struct View {
    page: PageContext,
    query: FormState,
    year: i32,
    office: Option<OfficeId>,
    offices: Vec<OfficeFacts>,
    found: Vec<OfficeForecast>,
}

impl View {
    async fn of(door: &Door) -> Result<Self, PageStop> {
        let page = door.page("insight-forecast-title");
        let mut query = FormState::parse(page.path.split_once('?').map_or("", |(_, query)| query));
        let current = berlin_date(door.now()).year();
        let typed = query.value("year").parse().ok().filter(|year| (1900..2200).contains(year));
        let year = typed.unwrap_or(current);
        if typed.is_none() {
            query = FormState::new().with("year", year).with_some("office", query.filled("office"));
        }
        let mut offices = directory::offices(door.db().read()).await?;
        offices.retain(|office| door.may(ViewBudget { office: office.id }));
        if offices.is_empty() {
            return Err(Denied::Forbidden.into());
        }
        let visible: Vec<OfficeId> = offices.iter().map(|office| office.id).collect();
        let page = page.noted(figures::note_of_year(FiscalYear(year)));
        let found = office_forecasts(door.db(), year, &visible, door.now()).await?;
        let office = query.filled("office").and_then(|id| id.parse().ok()).filter(|id| visible.contains(id));
        Ok(Self { page, query, year, office, offices, found })
    }

    fn office_name(&self, id: OfficeId) -> String {
        let known = self.offices.iter().find(|office| office.id == id);
        let english = self.page.locale.code() == "en";
        known.map(|office| if english { &office.name_en } else { &office.name_de }).cloned().unwrap_or_default()
    }

    fn ends(&self, ends: Ends) -> String {
        let day = |day: NaiveDate| self.page.date(day);
        match ends {
            Ends { expected: Some(on), earliest, latest } => {
                let earliest = day(earliest.unwrap_or(on));
                match latest {
                    Some(latest) => self.page.ta(
                        "insight-forecast-ends-on",
                        &[
                            ("day", day(on).as_str().into()),
                            ("earliest", earliest.as_str().into()),
                            ("latest", day(latest).as_str().into()),
                        ],
                    ),
                    None => self.page.t2(
                        "insight-forecast-ends-open",
                        "day",
                        day(on).as_str(),
                        "earliest",
                        earliest.as_str(),
                    ),
                }
            }
            Ends { earliest: Some(earliest), .. } => {
                self.page.t1("insight-forecast-may-end", "earliest", day(earliest).as_str())
            }
            _ => self.page.t("insight-forecast-lasts"),
        }
    }

    fn line(&self, one: &OfficeForecast) -> OfficeLine {
        let left = one.given.means - one.forecast.expected;
        let (key, tone) = match left {
            left if left < Cents::ZERO => ("insight-forecast-short", "danger"),
            _ if one.forecast.high > one.given.means => ("insight-forecast-left", "warning"),
            _ => ("insight-forecast-left", ""),
        };
        let shown = if left < Cents::ZERO { -left } else { left };
        OfficeLine {
            href: format!("/insight/forecast?year={}&office={}#course", self.year, one.office),
            name: self.office_name(one.office),
            range: self.page.t2(
                "insight-forecast-from-to",
                "low",
                self.page.money(one.forecast.low).as_str(),
                "high",
                self.page.money(one.forecast.high).as_str(),
            ),
            balance: self.page.t1(key, "amount", self.page.money(shown).as_str()),
            tone,
            ends: self.ends(one.forecast.ends),
            one: one.clone(),
        }
    }

    /// The office that was asked for, else the first that is going to lack money, else the first.
    fn chosen(&self) -> Option<&OfficeForecast> {
        let asked = self.office.and_then(|id| self.found.iter().find(|one| one.office == id));
        let short = || self.found.iter().find(|one| one.forecast.expected > one.given.means);
        asked.or_else(short).or_else(|| self.found.first())
    }

    fn weeks(one: &OfficeForecast) -> Vec<WeekLine> {
        let by_week: Cents = one.forecast.weeks.iter().map(|week| week.bound).sum();
        // What was carried over has no week of this year.
        let mut sum = one.given.committed + one.given.consumed - by_week;
        one.forecast
            .weeks
            .iter()
            .map(|week| {
                sum += week.expected;
                WeekLine { from: week.from, bound: week.bound, expected: week.expected, sum }
            })
            .collect()
    }
}

#[get("/insight/forecast")]
pub(super) async fn show(door: Door) -> Result<Page<ForecastPage>, PageStop> {
    let view = View::of(&door).await?;
    let chosen = view.chosen().map(|one| Chosen {
        title: view.page.t2(
            "insight-forecast-of",
            "office",
            view.office_name(one.office).as_str(),
            "year",
            view.year.to_string().as_str(),
        ),
        course: course(&one.given, &one.forecast),
        weeks: View::weeks(one),
        method: view.page.t(format!("insight-forecast-method-{}", one.forecast.method.name())),
    });
    let current = berlin_date(door.now()).year();
    let mut years = vec![current + 1, current, current - 1, view.year];
    years.sort_unstable_by(|a, b| b.cmp(a));
    years.dedup();
    let file_of = view.chosen().map(|one| format!("&office={}", one.office)).unwrap_or_default();
    Ok(Page::ok(ForecastPage {
        years: years.into_iter().map(|year| Choice::new(year, year.to_string())).collect(),
        offices: view.offices.iter().map(|office| Choice::new(office.id, view.office_name(office.id))).collect(),
        lines: view.found.iter().map(|one| view.line(one)).collect(),
        chosen,
        file: format!("year={}{file_of}", view.year),
        query: view.query,
        page: view.page,
    }))
}

/// The weeks of the chosen office, or the offices of the year without one.
#[get("/insight/forecast.csv")]
pub(super) async fn file(door: Door) -> Result<CsvFile, PageStop> {
    let view = View::of(&door).await?;
    let title = |key: &str| view.page.t(format!("insight-{key}"));
    let money = |cents: Cents| amount(view.page.locale, cents);
    let date = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    if view.office.is_some() {
        let heading = ["forecast-week-from", "forecast-bound", "forecast-week-expected", "forecast-sum"];
        let weeks = view.chosen().map(View::weeks).unwrap_or_default();
        let rows = weeks
            .into_iter()
            .map(|week| vec![week.from.to_string(), money(week.bound), money(week.expected), money(week.sum)]);
        let name = format!("dragoman-forecast-weeks-{}", view.year);
        return Ok(CsvFile::new(&name, heading.map(title).to_vec(), rows.collect())?);
    }
    let heading = [
        "office",
        "forecast-means",
        "forecast-consumed",
        "forecast-committed",
        "forecast-expected",
        "forecast-low",
        "forecast-high",
        "forecast-ends",
        "forecast-ends-earliest",
        "forecast-ends-latest",
    ];
    let rows = view.found.iter().map(|one| {
        let (given, seen) = (&one.given, &one.forecast);
        let mut row = vec![view.office_name(one.office)];
        row.extend([given.means, given.consumed, given.committed, seen.expected, seen.low, seen.high].map(money));
        row.extend([seen.ends.expected, seen.ends.earliest, seen.ends.latest].map(date));
        row
    });
    Ok(CsvFile::new(&format!("dragoman-forecast-{}", view.year), heading.map(title).to_vec(), rows.collect())?)
}

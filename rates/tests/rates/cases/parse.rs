//! Reads the plain text of worked examples.

use std::str::FromStr;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use rates::{
    Delivery, Facts, Group, HeldFacts, InterpreterFacts, Outcome, SpanFacts, TravelFacts, VatStatus, civil::ZONE,
};
use rust_decimal::Decimal;

pub struct Case {
    pub line: usize,
    pub title: String,
    pub schedule: String,
    pub facts: Facts,
    pub expected: Expected,
}

pub enum Expected {
    Lines { lines: Vec<ExpectedLine>, net: String, gross: Option<String> },
    Refused(String),
}

pub struct ExpectedLine {
    pub quantity: Decimal,
    pub unit: String,
    pub unit_price: Decimal,
    pub amount: String,
}

type Mistake = (usize, String);

/// A case begins with its title (`# …`); `schedule` holds for all that follow.
pub fn cases(text: &str) -> Result<Vec<Case>, Mistake> {
    let mut found = Vec::new();
    let mut schedule = String::new();
    let mut draft: Option<Draft> = None;
    for (index, raw) in text.lines().enumerate() {
        let line = index + 1;
        let content = raw.trim();
        if content.is_empty() || content.starts_with("//") {
            continue;
        }
        if let Some(title) = content.strip_prefix('#') {
            found.extend(draft.take().map(Draft::finish).transpose()?);
            draft = Some(Draft::new(line, title.trim(), &schedule));
            continue;
        }
        let (word, rest) = content.split_once(char::is_whitespace).unwrap_or((content, ""));
        if word == "schedule" {
            found.extend(draft.take().map(Draft::finish).transpose()?);
            rest.trim().clone_into(&mut schedule);
            continue;
        }
        let draft = draft.as_mut().ok_or((line, "a case begins with # and its title".to_owned()))?;
        draft.read(word, rest.trim(), content).map_err(|reason| (line, reason))?;
    }
    found.extend(draft.take().map(Draft::finish).transpose()?);
    Ok(found)
}

struct Draft {
    line: usize,
    title: String,
    schedule: String,
    facts: Option<Facts>,
    day: NaiveDate,
    expecting: bool,
    lines: Vec<ExpectedLine>,
    net: Option<String>,
    gross: Option<String>,
    refused: Option<String>,
}

impl Draft {
    fn new(line: usize, title: &str, schedule: &str) -> Self {
        Draft {
            line,
            title: title.to_owned(),
            schedule: schedule.to_owned(),
            facts: None,
            day: NaiveDate::default(),
            expecting: false,
            lines: Vec::new(),
            net: None,
            gross: None,
            refused: None,
        }
    }

    fn finish(self) -> Result<Case, Mistake> {
        let line = self.line;
        let missing = |what: &str| (line, format!("the case has no {what}"));
        let expected = match (self.refused, self.net) {
            (Some(why), None) => Expected::Refused(why),
            (None, Some(net)) => Expected::Lines { lines: self.lines, net, gross: self.gross },
            _ => return Err(missing("total")),
        };
        let facts = self.facts.ok_or_else(|| missing("session"))?;
        Ok(Case { line, title: self.title, schedule: self.schedule, facts, expected })
    }

    fn read(&mut self, word: &str, rest: &str, content: &str) -> Result<(), String> {
        if word == "expect" {
            self.expecting = true;
            return Ok(());
        }
        if self.expecting {
            return self.expectation(word, rest, content);
        }
        if word == "session" {
            let (day, facts) = session(rest)?;
            (self.day, self.facts) = (day, Some(facts));
            return Ok(());
        }
        let day = self.day;
        let facts = self.facts.as_mut().ok_or("the session must come first")?;
        match word {
            "held" => facts.held = Some(held(day, rest)?),
            "travel" => facts.travel = travel(rest)?,
            "requested" => facts.requested_at = Some(moment(rest)?),
            "notified" => facts.notified_at = Some(moment(rest)?),
            "loss" => facts.proven_loss = Some(decimal(rest)?),
            "outcome" => facts.outcome = outcome(rest)?,
            other => return Err(format!("\"{other}\" is not known; use session, held, travel, requested, outcome, …")),
        }
        Ok(())
    }

    fn expectation(&mut self, word: &str, rest: &str, content: &str) -> Result<(), String> {
        match word {
            "total" => self.net = Some(rest.to_owned()),
            "gross" => self.gross = Some(rest.to_owned()),
            "refused" => self.refused = Some(rest.to_owned()),
            _ => {
                let words: Vec<&str> = content.split_whitespace().collect();
                let [quantity, unit, "at", price, amount, ..] = words.as_slice() else {
                    return Err("a line reads: 2.5 h at 93.00 232.50 and, if you like, why".to_owned());
                };
                self.lines.push(ExpectedLine {
                    quantity: decimal(quantity)?,
                    unit: (*unit).to_owned(),
                    unit_price: decimal(price)?,
                    amount: (*amount).to_owned(),
                });
            }
        }
        Ok(())
    }
}

/// `Thu 2027-03-04 14:00-15:40, on site, part-time`
fn session(text: &str) -> Result<(NaiveDate, Facts), String> {
    let mut parts = text.split(',').map(str::trim);
    let when = parts.next().unwrap_or_default();
    let (day, times) = day(when)?;
    let (from, to) = span(day, times)?;
    let mut facts = Facts {
        interpreter: InterpreterFacts { group: Group::PartTime, trained: false, vat: VatStatus::SmallBusiness },
        language: "ti".to_owned(),
        delivery: Delivery::OnSite,
        class: "standard".to_owned(),
        requested_at: None,
        agreed: SpanFacts { from, to },
        outcome: Outcome::Held,
        held: Some(HeldFacts { from, to, break_minutes: 0 }),
        notified_at: None,
        proven_loss: None,
        travel: TravelFacts::default(),
    };
    for part in parts {
        match part {
            "on site" => facts.delivery = Delivery::OnSite,
            "phone" => facts.delivery = Delivery::Phone,
            "video" => facts.delivery = Delivery::Video,
            "full-time" => facts.interpreter.group = Group::FullTime,
            "part-time" => facts.interpreter.group = Group::PartTime,
            "trained" => facts.interpreter.trained = true,
            "untrained" => facts.interpreter.trained = false,
            "with VAT" => facts.interpreter.vat = VatStatus::Standard,
            "VAT exempt" => facts.interpreter.vat = VatStatus::Exempt,
            other => match other.strip_prefix("class ") {
                Some(class) => class.clone_into(&mut facts.class),
                None => return Err(format!("\"{other}\" is not known")),
            },
        }
    }
    Ok((day, facts))
}

/// `14:05-15:40, break 10 min`
fn held(day: NaiveDate, text: &str) -> Result<HeldFacts, String> {
    let (times, rest) = text.split_once(',').unwrap_or((text, ""));
    let (from, to) = span(day, times.trim())?;
    let minutes = rest.trim().strip_prefix("break ").and_then(|rest| rest.strip_suffix(" min"));
    let break_minutes = match (rest.trim(), minutes) {
        ("", _) => 0,
        (_, Some(minutes)) => number(minutes)?,
        (other, None) => return Err(format!("\"{other}\" is not known")),
    };
    Ok(HeldFacts { from, to, break_minutes })
}

/// `24 km, 40 min, zone city, tickets 3.20, already paid`
fn travel(text: &str) -> Result<TravelFacts, String> {
    let mut facts = TravelFacts::default();
    for part in text.split(',').map(str::trim) {
        if part == "already paid" {
            facts.already_paid = true;
        } else if let Some(km) = part.strip_suffix(" km") {
            facts.km = decimal(km)?;
        } else if let Some(minutes) = part.strip_suffix(" min") {
            facts.minutes = number(minutes)?;
        } else if let Some(zone) = part.strip_prefix("zone ") {
            facts.zone = Some(zone.to_owned());
        } else if let Some(tickets) = part.strip_prefix("tickets ") {
            facts.tickets = decimal(tickets)?;
        } else {
            return Err(format!("\"{part}\" is not known"));
        }
    }
    Ok(facts)
}

fn outcome(text: &str) -> Result<Outcome, String> {
    let name = text.replace(' ', "_");
    Outcome::NAMES
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, outcome)| *outcome)
        .ok_or(format!("\"{text}\" is not known"))
}

/// `Thu 2027-03-04 …`: the weekday must be right.
fn day(text: &str) -> Result<(NaiveDate, &str), String> {
    let (weekday, rest) = text.split_once(' ').ok_or("say the day like Thu 2027-03-04")?;
    let (date, rest) = rest.trim().split_once(' ').ok_or("say the day like Thu 2027-03-04, then the time")?;
    let date: NaiveDate = date.parse().map_err(|_| format!("{date} is not a date"))?;
    let right = date.weekday().to_string();
    if right == weekday { Ok((date, rest.trim())) } else { Err(format!("{date} is a {right}, not a {weekday}")) }
}

/// `14:00-15:40`; an end that is not after the begin is the next day. Times that come twice say CEST or CET.
fn span(day: NaiveDate, text: &str) -> Result<(DateTime<Utc>, DateTime<Utc>), String> {
    let (from, to) = text.split_once('-').ok_or("say the time like 14:00-15:40")?;
    let begin = instant(day, from)?;
    let end = instant(day, to)?;
    if end > begin {
        return Ok((begin, end));
    }
    Ok((begin, instant(day.succ_opt().ok_or("no next day")?, to)?))
}

fn moment(text: &str) -> Result<DateTime<Utc>, String> {
    let (day, time) = day(text)?;
    instant(day, time)
}

fn instant(day: NaiveDate, text: &str) -> Result<DateTime<Utc>, String> {
    let (time, season) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
    let time = NaiveTime::parse_from_str(time, "%H:%M").map_err(|_| format!("\"{time}\" is not a time"))?;
    let civil = ZONE.from_local_datetime(&NaiveDateTime::new(day, time));
    let found = match season {
        "CEST" => civil.earliest(),
        "CET" => civil.latest(),
        _ => civil.single(),
    };
    found.map(|at| at.with_timezone(&Utc)).ok_or(format!("{day} {time} does not exist, or say CEST or CET"))
}

fn decimal(text: &str) -> Result<Decimal, String> {
    Decimal::from_str(text).map_err(|_| format!("\"{text}\" is not a number"))
}

fn number(text: &str) -> Result<u32, String> {
    text.parse().map_err(|_| format!("\"{text}\" is not a whole number"))
}

//! From a file's bytes to its events' times; nothing else is taken.

use super::{
    MAX_COMPONENTS, Unreadable, Window,
    zone::{Zone, Zones},
};
use calcard::{
    Entry, Parser,
    icalendar::{
        ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarDuration, ICalendarEntry,
        ICalendarFreeBusyType, ICalendarParameterName, ICalendarParameterValue, ICalendarPeriod, ICalendarProperty,
        ICalendarRecurrenceRule, ICalendarStatus, ICalendarTransparency, ICalendarValue,
    },
};
use chrono::{DateTime, Duration, NaiveDateTime, Utc};
use std::time::Instant as Moment;

/// A point in time as the file wrote it: what the clocks of a zone show.
#[derive(Debug, Clone)]
pub(super) struct At {
    pub(super) local: NaiveDateTime,
    pub(super) zone: Zone,
    /// A whole day, without a time.
    pub(super) day: bool,
}

impl At {
    pub(super) fn instant(&self) -> DateTime<Utc> {
        self.zone.resolve(self.local)
    }
}

/// How long each occurrence lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Length {
    /// Days by the calendar.
    pub(super) days: i64,
    /// Then a time by the clockwork.
    pub(super) exact: Duration,
}

/// Up to when a rule runs.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    pub(super) rule: Box<ICalendarRecurrenceRule>,
    /// In the local time of the series.
    pub(super) until: Option<NaiveDateTime>,
}

/// One `VEVENT`: a single event, a series, or what replaces an occurrence of it.
#[derive(Debug, Clone)]
pub(super) struct Event {
    pub(super) uid: Option<String>,
    pub(super) sequence: i64,
    pub(super) start: At,
    pub(super) length: Length,
    pub(super) busy: bool,
    pub(super) rules: Vec<Rule>,
    /// Further occurrences, some with a length of their own.
    pub(super) further: Vec<(At, Option<Length>)>,
    pub(super) except: Vec<At>,
    /// The occurrence it replaces, and whether all that follow as well.
    pub(super) replaces: Option<(At, bool)>,
}

/// All that matters of a file.
#[derive(Debug, Default)]
pub(super) struct Calendar {
    pub(super) events: Vec<Event>,
    /// Published busy times (`VFREEBUSY`).
    pub(super) published: Vec<super::Busy>,
    pub(super) left_out: usize,
}

pub(super) fn calendar(file: &[u8], window: &Window) -> Result<Calendar, Unreadable> {
    let text = String::from_utf8_lossy(file.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(file));
    let text = text.trim();
    if text.is_empty() {
        return Err(Unreadable::Empty);
    }
    let starts = |line: &str| text.get(..line.len()).is_some_and(|start| start.eq_ignore_ascii_case(line));
    let last = text.lines().next_back().unwrap_or_default().trim();
    if !starts("BEGIN:VCALENDAR") {
        return Err(Unreadable::NotACalendar);
    }
    if !last.eq_ignore_ascii_case("END:VCALENDAR") {
        return Err(Unreadable::CutOff);
    }
    let begins =
        text.lines().filter(|line| line.get(..6).is_some_and(|start| start.eq_ignore_ascii_case("BEGIN:"))).count();
    if begins > MAX_COMPONENTS {
        return Err(Unreadable::TooMany);
    }
    let mut found = Calendar::default();
    let mut parser = Parser::new(text);
    loop {
        match parser.entry() {
            Entry::ICalendar(part) => read_part(&part, window, &mut found)?,
            Entry::Eof => return Ok(found),
            Entry::TooManyComponents => return Err(Unreadable::TooMany),
            Entry::UnterminatedComponent(_) => return Err(Unreadable::CutOff),
            // A bad line costs that line, not the calendar.
            _ => {}
        }
        if Moment::now() > window.deadline {
            return Err(Unreadable::TooSlow);
        }
    }
}

fn read_part(part: &ICalendar, window: &Window, found: &mut Calendar) -> Result<(), Unreadable> {
    let zones = Zones::of(part, window.zone, window.to.naive_utc() + Duration::days(2));
    for component in &part.components {
        match component.component_type {
            ICalendarComponentType::VEvent => match event(component, &zones) {
                Some(event) => found.events.push(event),
                None => found.left_out += 1,
            },
            ICalendarComponentType::VFreebusy => published(component, &zones, &mut found.published),
            _ => {}
        }
        if Moment::now() > window.deadline {
            return Err(Unreadable::TooSlow);
        }
    }
    Ok(())
}

fn at(value: &ICalendarValue, entry: &ICalendarEntry, zones: &Zones) -> Option<At> {
    at_partial(value.as_partial_date_time()?, entry, zones)
}

fn at_partial(value: &calcard::common::PartialDateTime, entry: &ICalendarEntry, zones: &Zones) -> Option<At> {
    let read = value.to_date_time()?;
    let day = value.hour.is_none();
    let zone = match read.offset {
        Some(offset) if offset.local_minus_utc() == 0 => Zone::UTC,
        Some(offset) => Zone::Fixed(offset),
        None if day => zones.named(None),
        None => zones.named(entry.tz_id()),
    };
    Some(At { local: read.date_time, zone, day })
}

/// A property with one time.
fn one(component: &ICalendarComponent, property: &ICalendarProperty, zones: &Zones) -> Option<At> {
    let entry = component.property(property)?;
    at(entry.values.first()?, entry, zones)
}

fn length_of(duration: &ICalendarDuration) -> Option<Length> {
    if duration.neg {
        return None;
    }
    let days = i64::from(duration.weeks) * 7 + i64::from(duration.days);
    let exact = i64::from(duration.hours) * 3600 + i64::from(duration.minutes) * 60 + i64::from(duration.seconds);
    (days < 4_000).then_some(Length { days, exact: Duration::seconds(exact) })
}

/// The length between two points: whole days by the calendar, times by the clockwork.
fn between(start: &At, end: &At) -> Length {
    if start.day && end.day {
        Length { days: (end.local - start.local).num_days().max(0), exact: Duration::zero() }
    } else {
        Length { days: 0, exact: (end.instant() - start.instant()).max(Duration::zero()) }
    }
}

fn event(component: &ICalendarComponent, zones: &Zones) -> Option<Event> {
    let start = one(component, &ICalendarProperty::Dtstart, zones)?;
    let length = if let Some(entry) = component.property(&ICalendarProperty::Dtend) {
        between(&start, &at(entry.values.first()?, entry, zones)?)
    } else if let Some(entry) = component.property(&ICalendarProperty::Duration) {
        match entry.values.first()? {
            ICalendarValue::Duration(duration) => length_of(duration)?,
            _ => return None,
        }
    } else {
        Length { days: i64::from(start.day), exact: Duration::zero() }
    };
    let mut rules = Vec::new();
    for entry in component.properties(&ICalendarProperty::Rrule) {
        let Some(ICalendarValue::RecurrenceRule(rule)) = entry.values.first() else { return None };
        let until = match &rule.until {
            Some(until) => Some(until_local(until, &start)?),
            None => None,
        };
        rules.push(Rule { rule: rule.clone(), until });
    }
    let mut further = Vec::new();
    for entry in component.properties(&ICalendarProperty::Rdate) {
        for value in &entry.values {
            match value {
                ICalendarValue::Period(period) => {
                    further.extend(span(period, entry, zones).map(|(at, length)| (at, Some(length))))
                }
                value => further.extend(at(value, entry, zones).map(|at| (at, None))),
            }
        }
    }
    let except = component
        .properties(&ICalendarProperty::Exdate)
        .flat_map(|entry| entry.values.iter().filter_map(|value| at(value, entry, zones)))
        .collect();
    let replaces = match component.property(&ICalendarProperty::RecurrenceId) {
        Some(entry) => {
            let following = entry
                .parameter(&ICalendarParameterName::Range)
                .and_then(ICalendarParameterValue::as_text)
                .is_some_and(|range| range.eq_ignore_ascii_case("THISANDFUTURE"))
                || entry
                    .parameters(&ICalendarParameterName::Range)
                    .any(|range| !matches!(range, ICalendarParameterValue::Text(_)));
            Some((at(entry.values.first()?, entry, zones)?, following))
        }
        None => None,
    };
    let sequence =
        component.property(&ICalendarProperty::Sequence).and_then(|entry| entry.values.first()?.as_integer());
    let free = component.status() == Some(&ICalendarStatus::Cancelled)
        || component.transparency() == Some(&ICalendarTransparency::Transparent);
    Some(Event {
        uid: component.uid().map(str::to_owned),
        sequence: sequence.unwrap_or_default(),
        start,
        length,
        busy: !free,
        rules,
        further,
        except,
        replaces,
    })
}

/// An `UNTIL` in the local time of its series: instants are turned into it, a day counts to its end.
fn until_local(until: &calcard::common::PartialDateTime, start: &At) -> Option<NaiveDateTime> {
    let read = until.to_date_time()?;
    Some(match read.offset {
        Some(offset) => {
            let utc = read.date_time - Duration::seconds(i64::from(offset.local_minus_utc()));
            start.zone.local(utc.and_utc())
        }
        None if until.hour.is_none() && !start.day => read.date_time + Duration::seconds(86_399),
        None => read.date_time,
    })
}

fn span(period: &ICalendarPeriod, entry: &ICalendarEntry, zones: &Zones) -> Option<(At, Length)> {
    match period {
        ICalendarPeriod::Range { start, end } => {
            let (start, end) = (at_partial(start, entry, zones)?, at_partial(end, entry, zones)?);
            let length = between(&start, &end);
            Some((start, length))
        }
        ICalendarPeriod::Duration { start, duration } => Some((at_partial(start, entry, zones)?, length_of(duration)?)),
    }
}

fn published(component: &ICalendarComponent, zones: &Zones, busy: &mut Vec<super::Busy>) {
    for entry in component.properties(&ICalendarProperty::Freebusy) {
        let free = entry.parameters(&ICalendarParameterName::Fbtype).any(|kind| match kind {
            ICalendarParameterValue::Fbtype(kind) => *kind == ICalendarFreeBusyType::Free,
            other => other.as_text().is_some_and(|kind| kind.eq_ignore_ascii_case("FREE")),
        });
        if free {
            continue;
        }
        for value in &entry.values {
            let ICalendarValue::Period(period) = value else { continue };
            if let Some((start, length)) = span(period, entry, zones) {
                busy.push((start.instant(), super::recur::end_of(start.local, &start.zone, length)));
            }
        }
    }
}

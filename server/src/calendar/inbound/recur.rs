//! Series, unrolled.

use super::{
    Busy, Busyness, MAX_BUSY, MAX_OCCURRENCES, Unreadable, Window,
    read::{At, Calendar, Event, Length},
    zone::Zone,
};
use calcard::icalendar::{ICalendarFrequency, ICalendarRecurrenceRule, ICalendarWeekday};
use chrono::{DateTime, Month, NaiveDateTime, Utc, Weekday};
use rrule::{Frequency, NWeekday, RRule, RRuleSet, Tz};
use std::{
    collections::{BTreeMap, HashMap},
    time::Instant as Moment,
};

/// The instant at which something of that length ends: days by the calendar first, then the exact rest.
pub(super) fn end_of(local: NaiveDateTime, zone: &Zone, length: Length) -> DateTime<Utc> {
    let day = chrono::Days::new(length.days.unsigned_abs());
    zone.resolve(local.checked_add_days(day).unwrap_or(local)) + length.exact
}

fn weekday(day: ICalendarWeekday) -> Weekday {
    match day {
        ICalendarWeekday::Monday => Weekday::Mon,
        ICalendarWeekday::Tuesday => Weekday::Tue,
        ICalendarWeekday::Wednesday => Weekday::Wed,
        ICalendarWeekday::Thursday => Weekday::Thu,
        ICalendarWeekday::Friday => Weekday::Fri,
        ICalendarWeekday::Saturday => Weekday::Sat,
        ICalendarWeekday::Sunday => Weekday::Sun,
    }
}

/// A rule that runs in naive time, which `rrule` is told to be UTC. `None` for what RFC 5545 does not allow, for rules by the
/// minute or second, and for calendars other than the Gregorian (RFC 7529).
pub(super) fn naive_rule(
    rule: &ICalendarRecurrenceRule,
    until: Option<NaiveDateTime>,
    start: NaiveDateTime,
) -> Option<RRuleSet> {
    let frequency = match rule.freq {
        ICalendarFrequency::Yearly => Frequency::Yearly,
        ICalendarFrequency::Monthly => Frequency::Monthly,
        ICalendarFrequency::Weekly => Frequency::Weekly,
        ICalendarFrequency::Daily => Frequency::Daily,
        ICalendarFrequency::Hourly => Frequency::Hourly,
        ICalendarFrequency::Minutely | ICalendarFrequency::Secondly => return None,
    };
    if rule.rscale.as_ref().is_some_and(|scale| !matches!(scale, calcard::common::CalendarScale::Gregorian)) {
        return None;
    }
    let mut months = Vec::new();
    for month in &rule.bymonth {
        months.push(Month::try_from(month.month()).ok()?);
    }
    let days = rule.byday.iter().map(|day| NWeekday::new(day.ordwk, weekday(day.weekday))).collect();
    let mut naive = RRule::new(frequency)
        .interval(rule.interval.unwrap_or(1))
        .week_start(rule.wkst.map_or(Weekday::Mon, weekday))
        .by_set_pos(rule.bysetpos.clone())
        .by_month(&months)
        .by_month_day(rule.bymonthday.clone())
        .by_year_day(rule.byyearday.clone())
        .by_week_no(rule.byweekno.clone())
        .by_weekday(days)
        .by_hour(rule.byhour.clone())
        .by_minute(rule.byminute.clone())
        .by_second(rule.bysecond.clone());
    if let Some(count) = rule.count {
        naive = naive.count(count);
    }
    let utc = |local: NaiveDateTime| local.and_utc().with_timezone(&Tz::UTC);
    if let Some(until) = until {
        // Over before it begins: the first occurrence stands alone.
        if until < start {
            return Some(RRuleSet::new(utc(start)).rdate(utc(start)));
        }
        naive = naive.until(utc(until));
    }
    naive.build(utc(start)).ok()
}

/// One occurrence of a series.
#[derive(Debug, Clone)]
struct Occurrence {
    local: NaiveDateTime,
    zone: Zone,
    length: Length,
    busy: bool,
}

impl Occurrence {
    fn of(event: &Event, at: &At, length: Length) -> Self {
        Self { local: at.local, zone: at.zone.clone(), length, busy: event.busy }
    }

    fn span(&self) -> Busy {
        (self.zone.resolve(self.local), end_of(self.local, &self.zone, self.length))
    }
}

pub(super) fn unroll(calendar: Calendar, window: &Window) -> Result<Busyness, Unreadable> {
    let mut found = Busyness { busy: calendar.published, left_out: calendar.left_out };
    let mut masters = Vec::new();
    let mut overrides: HashMap<String, Vec<Event>> = HashMap::new();
    for event in calendar.events {
        match (&event.replaces, event.uid.clone()) {
            (Some(_), Some(uid)) => overrides.entry(uid).or_default().push(event),
            _ => masters.push(event),
        }
    }
    // Of several revisions of one event the latest counts; equal ones are different events of a careless writer.
    let mut latest: HashMap<String, i64> = HashMap::new();
    for event in &masters {
        if let Some(uid) = &event.uid {
            let known = latest.entry(uid.clone()).or_insert(event.sequence);
            *known = (*known).max(event.sequence);
        }
    }
    masters.retain(|event| {
        event.uid.as_ref().is_none_or(|uid| latest.get(uid).is_none_or(|last| *last == event.sequence))
    });
    for master in &masters {
        let replacing = master.uid.as_ref().and_then(|uid| overrides.remove(uid)).unwrap_or_default();
        match series(master, replacing, window)? {
            Some(spans) => {
                found.busy.extend(spans.into_iter().filter(|(from, to)| *from < window.to && *to > window.from));
                if found.busy.len() > MAX_BUSY {
                    return Err(Unreadable::TooMany);
                }
            }
            None => found.left_out += 1,
        }
    }
    // What replaces an occurrence of a series that the file does not hold is an event all the same.
    for event in overrides.into_values().flatten().filter(|event| event.busy) {
        found.busy.push(Occurrence::of(&event, &event.start, event.length).span());
    }
    Ok(found)
}

/// The busy spans of one event or series; `None` for a rule that can't be followed.
fn series(master: &Event, mut replacing: Vec<Event>, window: &Window) -> Result<Option<Vec<Busy>>, Unreadable> {
    let zone = &master.start.zone;
    // By instant, because replacements and exceptions may be written in another zone.
    let mut occurrences: BTreeMap<DateTime<Utc>, Occurrence> = BTreeMap::new();
    occurrences.insert(master.start.instant(), Occurrence::of(master, &master.start, master.length));
    for rule in &master.rules {
        let Some(naive) = naive_rule(&rule.rule, rule.until, master.start.local) else { return Ok(None) };
        let end = zone.local(window.to);
        // What began long before can't reach into the window, however it is moved by clock changes.
        let reach = window.from - master.length.exact - chrono::Duration::days(master.length.days + 2);
        let mut within = 0;
        for (step, local) in naive.into_iter().map(|at| at.naive_utc()).enumerate() {
            if local > end || within >= MAX_OCCURRENCES {
                break;
            }
            if step % 512 == 0 && Moment::now() > window.deadline {
                return Err(Unreadable::TooSlow);
            }
            let instant = zone.resolve(local);
            if instant >= reach {
                within += 1;
                occurrences.insert(
                    instant,
                    Occurrence { local, zone: zone.clone(), length: master.length, busy: master.busy },
                );
            }
        }
    }
    for (at, length) in &master.further {
        occurrences.insert(at.instant(), Occurrence::of(master, at, length.unwrap_or(master.length)));
    }
    for except in &master.except {
        if except.day && !master.start.day {
            occurrences.retain(|_, one| one.local.date() != except.local.date());
        } else {
            occurrences.remove(&except.instant());
        }
    }
    // Earlier revisions first, so that later ones have the last word.
    replacing.sort_by_key(|event| (event.replaces.as_ref().map(|(at, _)| at.instant()), event.sequence));
    let mut moved = Vec::new();
    for event in &replacing {
        let Some((at, following)) = &event.replaces else { continue };
        let from = at.instant();
        if *following {
            let shift = event.start.local - at.zone_local(&event.start.zone);
            for (_, one) in occurrences.range_mut(from..) {
                one.local = event.start.zone.local(one.zone.resolve(one.local)) + shift;
                one.zone = event.start.zone.clone();
                one.length = event.length;
                one.busy = event.busy;
            }
            continue;
        }
        if at.day && !master.start.day {
            occurrences.retain(|_, one| one.local.date() != at.local.date());
        } else {
            occurrences.remove(&from);
        }
        moved.retain(|(other, _)| *other != from);
        moved.push((from, Occurrence::of(event, &event.start, event.length)));
    }
    let all = occurrences.into_values().chain(moved.into_iter().map(|(_, one)| one));
    Ok(Some(all.filter(|one| one.busy).map(|one| one.span()).collect()))
}

impl At {
    /// What the clocks of another zone show then.
    fn zone_local(&self, zone: &Zone) -> NaiveDateTime {
        zone.local(self.instant())
    }
}

//! From civil time to instants.

use calcard::{
    common::timezone::Tz as KnownZone,
    icalendar::{ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarProperty, ICalendarValue},
};
use chrono::{DateTime, Duration, FixedOffset, NaiveDateTime, Offset, TimeZone, Utc};
use std::{collections::HashMap, str::FromStr, sync::Arc};

/// A zone by name of the IANA table, by a fixed offset, or as the file itself defines it.
#[derive(Debug, Clone)]
pub(super) enum Zone {
    Named(chrono_tz::Tz),
    Fixed(FixedOffset),
    Own(Arc<OwnZone>),
}

/// A `VTIMEZONE` that no table knows: when which offset (seconds east) begins.
#[derive(Debug, Default)]
pub(super) struct OwnZone {
    /// By instant: (from, offset before, offset after).
    changes: Vec<(NaiveDateTime, i32, i32)>,
}

impl OwnZone {
    /// The offset in force at an instant, given as naive UTC.
    fn at(&self, utc: NaiveDateTime) -> i32 {
        match self.changes.partition_point(|(from, ..)| *from <= utc) {
            0 => self.changes.first().map_or(0, |(_, before, _)| *before),
            next => self.changes.get(next - 1).map_or(0, |(_, _, after)| *after),
        }
    }

    fn resolve(&self, local: NaiveDateTime) -> NaiveDateTime {
        let mut offsets: Vec<i32> = self.changes.iter().flat_map(|(_, before, after)| [*before, *after]).collect();
        // The greatest offset gives the earliest instant.
        offsets.sort_unstable_by(|a, b| b.cmp(a));
        offsets.dedup();
        for offset in &offsets {
            let utc = local - Duration::seconds(i64::from(*offset));
            if self.at(utc) == *offset {
                return utc;
            }
        }
        let before = offsets.last().map_or(0, |least| {
            // In a gap: the change that skipped it lies between the instants of the outermost offsets.
            let latest = local - Duration::seconds(i64::from(*least));
            let next = self.changes.partition_point(|(from, ..)| *from <= latest);
            next.checked_sub(1).and_then(|last| self.changes.get(last)).map_or(0, |(_, before, _)| *before)
        });
        local - Duration::seconds(i64::from(before))
    }
}

impl Zone {
    /// Coordinated universal time.
    pub(super) const UTC: Self = Self::Named(chrono_tz::UTC);

    /// The instant of a civil time: the first of two, and in a gap by the offset before it.
    pub(super) fn resolve(&self, local: NaiveDateTime) -> DateTime<Utc> {
        let utc = match self {
            Self::Named(zone) => match zone.from_local_datetime(&local).earliest() {
                Some(instant) => instant.naive_utc(),
                None => {
                    let before = (1..=48).find_map(|halves| {
                        zone.from_local_datetime(&(local - Duration::minutes(30 * halves))).latest()
                    });
                    let offset = before.map_or(0, |instant| instant.offset().fix().local_minus_utc());
                    local - Duration::seconds(i64::from(offset))
                }
            },
            Self::Fixed(offset) => local - Duration::seconds(i64::from(offset.local_minus_utc())),
            Self::Own(own) => own.resolve(local),
        };
        utc.and_utc()
    }

    /// What the clocks of the zone show at an instant.
    pub(super) fn local(&self, instant: DateTime<Utc>) -> NaiveDateTime {
        let utc = instant.naive_utc();
        match self {
            Self::Named(zone) => zone.from_utc_datetime(&utc).naive_local(),
            Self::Fixed(offset) => utc + Duration::seconds(i64::from(offset.local_minus_utc())),
            Self::Own(own) => utc + Duration::seconds(i64::from(own.at(utc))),
        }
    }
}

/// The zones a file names.
#[derive(Debug)]
pub(super) struct Zones {
    own: HashMap<String, Zone>,
    floating: Zone,
}

impl Zones {
    /// Reads the `VTIMEZONE`s; their changes are known up to `until`.
    pub(super) fn of(file: &ICalendar, floating: chrono_tz::Tz, until: NaiveDateTime) -> Self {
        let mut own = HashMap::new();
        for component in file.components.iter().filter(|one| one.component_type == ICalendarComponentType::VTimezone) {
            let Some(name) = text(component, &ICalendarProperty::Tzid) else { continue };
            if chrono_tz::Tz::from_str(name).is_ok() {
                continue;
            }
            if let Some(zone) = own_zone(file, component, until) {
                own.insert(name.to_owned(), Zone::Own(Arc::new(zone)));
            }
        }
        Self { own, floating: Zone::Named(floating) }
    }

    /// The zone of that name; without a name, or with one that says nothing, the reader's own.
    pub(super) fn named(&self, name: Option<&str>) -> Zone {
        let Some(name) = name else { return self.floating.clone() };
        if let Ok(zone) = chrono_tz::Tz::from_str(name) {
            return Zone::Named(zone);
        }
        if let Some(zone) = self.own.get(name) {
            return zone.clone();
        }
        match KnownZone::from_str(name) {
            Ok(KnownZone::Tz(zone)) => Zone::Named(zone),
            Ok(KnownZone::Fixed(offset)) => Zone::Fixed(offset),
            Ok(KnownZone::Floating) | Err(()) => self.floating.clone(),
        }
    }
}

fn text<'a>(component: &'a ICalendarComponent, property: &ICalendarProperty) -> Option<&'a str> {
    component.property(property)?.values.first()?.as_text()
}

/// Seconds east of an offset property.
fn offset(component: &ICalendarComponent, property: &ICalendarProperty) -> Option<i32> {
    match component.property(property)?.values.first()? {
        ICalendarValue::PartialDateTime(value) => {
            let seconds = i32::from(value.tz_hour?) * 3600 + i32::from(value.tz_minute.unwrap_or(0)) * 60;
            Some(if value.tz_minus { -seconds } else { seconds })
        }
        _ => None,
    }
}

fn own_zone(file: &ICalendar, zone: &ICalendarComponent, until: NaiveDateTime) -> Option<OwnZone> {
    let mut changes = Vec::new();
    for id in &zone.component_ids {
        let Some(observance) = file.component_by_id(*id) else { continue };
        if !matches!(observance.component_type, ICalendarComponentType::Standard | ICalendarComponentType::Daylight) {
            continue;
        }
        let before = offset(observance, &ICalendarProperty::Tzoffsetfrom)?;
        let after = offset(observance, &ICalendarProperty::Tzoffsetto)?;
        let start = observance.property(&ICalendarProperty::Dtstart)?.values.first()?.as_partial_date_time()?;
        let start = start.to_date_time()?.date_time;
        let mut onsets = vec![start];
        for entry in observance.properties(&ICalendarProperty::Rrule) {
            if let Some(ICalendarValue::RecurrenceRule(rule)) = entry.values.first() {
                let end = rule.until.as_ref().and_then(|until| until.to_date_time()).map(|until| {
                    // An UNTIL in UTC ends the local onsets of the offset before.
                    if until.offset.is_some() {
                        until.date_time + Duration::seconds(i64::from(before))
                    } else {
                        until.date_time
                    }
                });
                let rule = super::recur::naive_rule(rule, end, start)?;
                onsets.extend(
                    rule.into_iter().map(|onset| onset.naive_utc()).take_while(|onset| *onset <= until).take(1_000),
                );
            }
        }
        for entry in observance.properties(&ICalendarProperty::Rdate) {
            let dates = entry.values.iter().filter_map(ICalendarValue::as_partial_date_time);
            onsets.extend(dates.filter_map(|date| Some(date.to_date_time()?.date_time)));
        }
        changes.extend(onsets.into_iter().map(|onset| (onset - Duration::seconds(i64::from(before)), before, after)));
    }
    changes.sort_unstable();
    changes.dedup();
    (!changes.is_empty()).then_some(OwnZone { changes })
}

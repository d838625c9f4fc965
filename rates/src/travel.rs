//! What the way there and back costs. Nobody travels to a telephone: travel is paid for sessions on site only.

use rust_decimal::Decimal;

use crate::{
    Rounding,
    because::Reason,
    billable_time::{Steps, hours},
    facts::{Delivery, Facts, FactsError, TravelFacts},
    quote::{Lines, QuoteError, Unit},
    schedule::{Schedule, TravelPay, TravelRule},
};

/// Seconds of travel that count together with the session's time.
pub(crate) fn seconds_with_session(schedule: &Schedule, facts: &Facts) -> Result<i64, QuoteError> {
    let mut seconds = 0;
    for rule in applying(schedule, facts)? {
        if let TravelPay::TimeWithSession { most_minutes } = rule.pays {
            seconds += capped_minutes(&facts.travel, most_minutes) * 60;
        }
    }
    Ok(seconds)
}

/// Adds the lines for travel: `percent` of each amount (a cancellation may pay less than all). Where travel time counts
/// with the session's time, `alone` says that there is no session whose time it could have joined.
pub(crate) fn add_lines(
    lines: &mut Lines,
    schedule: &Schedule,
    facts: &Facts,
    hourly: Decimal,
    percent: Decimal,
    alone: Option<Steps>,
) -> Result<(), QuoteError> {
    for rule in applying(schedule, facts)? {
        add_line(lines, rule, &facts.travel, Share { hourly, percent, one_way: schedule.distances_one_way }, alone)?;
    }
    Ok(())
}

/// What a line needs to know of its surroundings.
#[derive(Clone, Copy)]
struct Share {
    hourly: Decimal,
    percent: Decimal,
    one_way: bool,
}

impl Share {
    fn of(self, amount: Decimal) -> Decimal {
        if self.percent == Decimal::ONE_HUNDRED { amount } else { amount * self.percent / Decimal::ONE_HUNDRED }
    }
}

fn add_line(
    lines: &mut Lines,
    rule: &TravelRule,
    travel: &TravelFacts,
    share: Share,
    alone: Option<Steps>,
) -> Result<(), QuoteError> {
    let said = || Reason::Said(rule.because.clone());
    let mut flat = |name: &'static str, amount: Decimal| {
        if amount.is_zero() { Ok(()) } else { lines.add(name, Decimal::ONE, Unit::Flat, share.of(amount), said()) }
    };
    match &rule.pays {
        TravelPay::Flat { amount } => flat("travel.flat", *amount),
        TravelPay::DistanceTable { rows } => {
            let km = distance(travel, share.one_way);
            let row = rows.iter().find(|(up_to, _)| km <= *up_to).or(rows.last());
            flat("travel.distance", row.map(|(_, amount)| *amount).unwrap_or_default())
        }
        TravelPay::PerKilometer { amount, begun, most } => {
            let km = if *begun { Rounding::BegunUnit.to_whole(travel.km) } else { travel.km }.normalize();
            match most {
                _ if km.is_zero() => Ok(()),
                Some(most) if km * amount > *most => flat("travel.per_km", *most),
                _ => lines.add("travel.per_km", km, Unit::Kilometer, share.of(*amount), said()),
            }
        }
        TravelPay::Tickets { most } => {
            flat("travel.tickets", most.map_or(travel.tickets, |most| travel.tickets.min(most)))
        }
        TravelPay::TimeTable { rows } => {
            let minutes = i64::from(travel.minutes);
            let row = rows.iter().rev().find(|(from_minutes, _)| minutes > 0 && *from_minutes <= minutes);
            flat("travel.time", row.map(|(_, amount)| *amount).unwrap_or_default())
        }
        TravelPay::TimeWithSession { most_minutes } => match alone {
            Some(steps) => {
                let minutes = steps.billed(capped_minutes(travel, *most_minutes) * 60);
                add_time(lines, minutes, share.of(share.hourly), None, said())
            }
            None => Ok(()),
        },
        TravelPay::Time { hourly, step_minutes, most_minutes, most } => {
            let steps = Steps { first_minutes: *step_minutes, step_minutes: *step_minutes };
            let minutes = steps.billed(capped_minutes(travel, *most_minutes) * 60);
            add_time(lines, minutes, share.of(hourly.unwrap_or(share.hourly)), most.map(|most| share.of(most)), said())
        }
    }
}

fn add_time(
    lines: &mut Lines,
    minutes: i64,
    hourly: Decimal,
    most: Option<Decimal>,
    because: Reason,
) -> Result<(), QuoteError> {
    let quantity = hours(minutes);
    match most {
        _ if minutes == 0 => Ok(()),
        Some(most) if quantity * hourly > most => lines.add("travel.time", Decimal::ONE, Unit::Flat, most, because),
        _ => lines.add("travel.time", quantity, Unit::Hour, hourly, because),
    }
}

/// The rules that apply to this place. A schedule with zones must be told the zone, unless nobody travelled.
fn applying<'s>(schedule: &'s Schedule, facts: &'s Facts) -> Result<impl Iterator<Item = &'s TravelRule>, QuoteError> {
    let on_site = facts.delivery == Delivery::OnSite;
    let zone = facts.travel.zone.as_deref();
    let known =
        zone.map_or(facts.travel == TravelFacts::default(), |zone| schedule.zones.iter().any(|one| one == zone));
    if on_site && !known && !schedule.zones.is_empty() {
        let reason = format!("schedule {} pays by zone; it knows {}", schedule.id, schedule.zones.join(", "));
        return Err(FactsError { field: "travel.zone".to_owned(), reason }.into());
    }
    let km = distance(&facts.travel, schedule.distances_one_way);
    let rules = if on_site { schedule.travel.as_slice() } else { &[] };
    Ok(rules.iter().filter(move |rule| {
        (rule.zones.is_empty() || zone.is_some_and(|zone| rule.zones.iter().any(|known| known == zone)))
            && rule.from_km.is_none_or(|least| least <= km)
            && rule.under_km.is_none_or(|limit| km < limit)
            && !(rule.once_a_day && facts.travel.already_paid)
    }))
}

/// The distance that thresholds are compared with.
fn distance(travel: &TravelFacts, one_way: bool) -> Decimal {
    if one_way { travel.km / Decimal::TWO } else { travel.km }
}

fn capped_minutes(travel: &TravelFacts, most: Option<i64>) -> i64 {
    let minutes = i64::from(travel.minutes);
    most.map_or(minutes, |most| minutes.min(most))
}

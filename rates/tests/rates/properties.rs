//! What holds for every schedule and every session.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use proptest::{prelude::*, sample::select};
use rates::{
    Catalog, Delivery, Facts, Group, HeldFacts, InterpreterFacts, Money, Outcome, Quote, Rounding, Schedule, SpanFacts,
    TravelFacts, VatStatus, check, civil, estimate,
    holidays::{Land, is_working_day},
    quote,
};
use rust_decimal::Decimal;

fn any_schedule() -> impl Strategy<Value = &'static Schedule> {
    select(Catalog::builtin().iter().collect::<Vec<_>>())
}

/// Any session that a schedule could be asked about, to the second.
pub(crate) fn any_facts(schedule: &'static Schedule) -> impl Strategy<Value = Facts> {
    let first = schedule.valid_from.and_hms_opt(12, 0, 0).unwrap().and_utc();
    let last =
        schedule.valid_to.map_or(first + TimeDelta::days(2000), |last| last.and_hms_opt(6, 0, 0).unwrap().and_utc());
    let people = (any::<bool>(), any::<bool>(), 0..3_u8, 0..3_u8, 0..5_u8);
    let times = (0..(last - first).num_seconds(), 1..36_000_i64, -7200..7200_i64, 1..36_000_i64, 0..40_u32, 0..300_i64);
    let way = (0..300_u32, 0..3000_i64, 0..5000_i64, any::<usize>(), any::<bool>(), 0..100_000_i64);
    (people, times, way).prop_map(move |((full, trained, vat, delivery, outcome), times, way)| {
        let (start, agreed_for, late, held_for, pause, notice_hours) = times;
        let (minutes, km, tickets, zone, already_paid, loss) = way;
        let from = first + TimeDelta::seconds(start);
        let begun = from + TimeDelta::seconds(late);
        let break_minutes = if i64::from(pause) * 60 < held_for { pause } else { 0 };
        Facts {
            interpreter: InterpreterFacts {
                group: if full { Group::FullTime } else { Group::PartTime },
                trained,
                vat: VatStatus::NAMES[usize::from(vat)].1,
            },
            language: "ti".to_owned(),
            delivery: Delivery::NAMES[usize::from(delivery)].1,
            class: "standard".to_owned(),
            requested_at: Some(from - TimeDelta::hours(notice_hours)),
            agreed: SpanFacts { from, to: from + TimeDelta::seconds(agreed_for) },
            outcome: Outcome::NAMES[usize::from(outcome)].1,
            held: Some(HeldFacts { from: begun, to: begun + TimeDelta::seconds(held_for), break_minutes }),
            notified_at: Some(from - TimeDelta::hours(notice_hours / 3)),
            proven_loss: Some(Decimal::new(loss, 2)),
            travel: TravelFacts {
                minutes,
                km: Decimal::new(km, 1),
                zone: schedule.zones().get(zone % schedule.zones().len().max(1)).cloned(),
                tickets: Decimal::new(tickets, 2),
                already_paid,
            },
        }
    })
}

fn any_session() -> impl Strategy<Value = (&'static Schedule, Facts)> {
    any_schedule().prop_flat_map(|schedule| (Just(schedule), any_facts(schedule)))
}

fn net(schedule: &Schedule, facts: &Facts) -> i64 {
    quote(schedule, facts).unwrap().net.minor()
}

fn night_is_dearer(schedule: &Schedule) -> bool {
    ["jveg-2025", "jveg-2021", "stuttgart-2022", "bikup"].contains(&schedule.id.as_str())
}

/// The next midnight between two working days; after ten hours at most from either side it is still a working day.
fn ordinary_midnight(mut day: NaiveDate) -> NaiveDateTime {
    let ordinary = |day: NaiveDate| is_working_day(Land::BW, day) && is_working_day(Land::NW, day);
    loop {
        let next = day.succ_opt().unwrap();
        if ordinary(day) && ordinary(next) {
            return next.and_time(NaiveTime::MIN);
        }
        day = next;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn lines_sum_to_the_net_and_nothing_is_negative((schedule, facts) in any_session()) {
        let quote = quote(schedule, &facts).unwrap();
        prop_assert!(!quote.lines.is_empty());
        for line in &quote.lines {
            let exact = line.quantity * line.unit_price;
            prop_assert_eq!(line.amount, Rounding::Commercial.to_money(exact, schedule.currency).unwrap());
            prop_assert!(line.amount.minor() >= 0);
            prop_assert!(!line.because.de().is_empty() && !line.because.en().is_empty());
        }
        let sum = Money::sum(schedule.currency, quote.lines.iter().map(|line| line.amount)).unwrap();
        prop_assert_eq!(quote.net, sum);
        prop_assert_eq!(quote.gross, quote.net.plus(quote.vat).unwrap());
        prop_assert_eq!(quote.vat_rate.is_none(), quote.vat.minor() == 0 && quote.vat_rate.is_none());
    }

    #[test]
    fn the_same_facts_give_the_same_quote((schedule, facts) in any_session()) {
        let (first, second) = (quote(schedule, &facts).unwrap(), quote(schedule, &facts.clone()).unwrap());
        prop_assert_eq!(first.to_json(), second.to_json());
    }

    #[test]
    fn documents_survive_writing_and_reading((schedule, facts) in any_session()) {
        let written = serde_json::to_string(&facts).unwrap();
        prop_assert_eq!(&Facts::from_json(&written).unwrap(), &facts);
        let priced = quote(schedule, &facts).unwrap();
        let read: Quote = serde_json::from_str(&priced.to_json()).unwrap();
        prop_assert_eq!(read.to_json(), priced.to_json());
        prop_assert_eq!(read, priced);
    }

    #[test]
    fn more_time_never_costs_less((schedule, facts) in any_session(), more in 1..20_000_i64) {
        prop_assume!(schedule.more_time_never_costs_less);
        let mut facts = Facts { outcome: Outcome::Held, ..facts };
        let mut held = facts.held.unwrap();
        // Who was done before the agreed begin held another appointment than the one that was agreed.
        prop_assume!(held.to > facts.agreed.from);
        let shorter = net(schedule, &facts);
        held.to += TimeDelta::seconds(more);
        facts.held = Some(held);
        prop_assert!(net(schedule, &facts) >= shorter);
    }

    #[test]
    fn a_longer_booking_is_never_estimated_lower((schedule, facts) in any_session(), more in 1..20_000_i64) {
        prop_assume!(schedule.more_time_never_costs_less);
        let mut longer = facts.clone();
        longer.agreed.to += TimeDelta::seconds(more);
        prop_assert!(estimate(schedule, &longer).unwrap().net.minor() >= estimate(schedule, &facts).unwrap().net.minor());
    }

    #[test]
    fn an_estimate_is_the_quote_of_a_session_held_as_agreed((schedule, facts) in any_session()) {
        let held = HeldFacts { from: facts.agreed.from, to: facts.agreed.to, break_minutes: 0 };
        let as_agreed = Facts { outcome: Outcome::Held, held: Some(held), ..facts.clone() };
        prop_assert_eq!(estimate(schedule, &facts).unwrap().gross, quote(schedule, &as_agreed).unwrap().gross);
    }

    /// Midnight itself costs nothing: where no window opens or closes, a session over midnight costs what it costs at
    /// noon.
    #[test]
    fn midnight_changes_nothing_where_no_window_starts(
        (schedule, facts) in any_session().prop_filter("its night is dearer", |(schedule, _)| !night_is_dearer(schedule)),
        before in 1..7200_i64,
    ) {
        let midnight = ordinary_midnight(civil::date_of(facts.agreed.from));
        prop_assume!(schedule.is_valid_on(midnight.date()));
        let midnight = midnight.and_local_timezone(civil::ZONE).unwrap().with_timezone(&Utc);
        let length = facts.agreed.to - facts.agreed.from;
        let at = |from: DateTime<Utc>| Facts {
            agreed: SpanFacts { from, to: from + length },
            held: None,
            requested_at: Some(from - TimeDelta::days(40)),
            ..facts.clone()
        };
        let over_midnight = estimate(schedule, &at(midnight - TimeDelta::seconds(before))).unwrap();
        let at_noon = estimate(schedule, &at(midnight - TimeDelta::hours(12))).unwrap();
        prop_assert_eq!(over_midnight.net, at_noon.net);
    }

    #[test]
    fn whatever_is_written_into_a_schedule_is_answered(
        text in select(vec![include_str!("../../data/stuttgart-2022.toml"), include_str!("../../data/bikup.toml")]),
        line in any::<prop::sample::Index>(), with in "[ -~äß€]{0,30}",
    ) {
        let mut lines: Vec<&str> = text.lines().collect();
        let at = line.index(lines.len());
        lines[at] = &with;
        let changed = lines.join("\n");
        let problems = check(&changed);
        prop_assert_eq!(problems.is_empty(), Schedule::from_toml(&changed).is_ok());
        prop_assert!(problems.iter().all(|problem| (1..=lines.len()).contains(&problem.line)), "{:?}", problems);
    }

    #[test]
    fn whatever_is_sent_as_facts_is_answered(text in "\\PC{0,200}") {
        prop_assert!(Facts::from_json(&text).is_err());
    }
}

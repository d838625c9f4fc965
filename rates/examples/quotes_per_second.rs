//! How many sessions one core prices in a second of its own time: `cargo run --release -p dragoman-rates --example quotes_per_second`

use std::{
    fs,
    hint::black_box,
    time::{Duration, Instant},
};

use chrono::{DateTime, TimeDelta, Utc};
use rates::{
    Catalog, Delivery, Facts, Group, HeldFacts, InterpreterFacts, Outcome, SpanFacts, TravelFacts, VatStatus, estimate,
    quote,
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let month = sessions("2026-10-01T07:00:00Z".parse()?);
    for id in ["stuttgart-2022", "jveg-2025", "bielefeld", "bikup", "baselland"] {
        let schedule = Catalog::builtin().by_id(id).ok_or("unknown schedule")?;
        let priced = per_second(&month, |facts| quote(schedule, facts).is_ok());
        let estimated = per_second(&month, |facts| estimate(schedule, facts).is_ok());
        println!("{id:>15}: {priced:>9} quotes and {estimated:>9} estimates a second");
    }
    Ok(())
}

/// A month of 1,000 sessions as a city has them: daytime mostly, each tenth in the evening, some on Sundays.
fn sessions(first: DateTime<Utc>) -> Vec<Facts> {
    let session = |index: i64| {
        let evening = if index % 10 == 0 { 9 } else { 0 };
        let from = first + TimeDelta::days(index % 31) + TimeDelta::hours(index % 7 + evening);
        let to = from + TimeDelta::minutes(60 + index % 3 * 30);
        let late = TimeDelta::minutes(index % 13);
        Facts {
            interpreter: InterpreterFacts {
                group: if index % 4 == 0 { Group::FullTime } else { Group::PartTime },
                trained: index % 3 == 0,
                vat: if index % 9 == 0 { VatStatus::Standard } else { VatStatus::SmallBusiness },
            },
            language: "ti".to_owned(),
            delivery: if index % 8 == 0 { Delivery::Phone } else { Delivery::OnSite },
            class: "standard".to_owned(),
            requested_at: Some(from - TimeDelta::hours(20 + index % 200)),
            agreed: SpanFacts { from, to },
            outcome: if index % 20 == 0 { Outcome::CancelledByOffice } else { Outcome::Held },
            held: Some(HeldFacts { from: from + late, to: to + late, break_minutes: 0 }),
            notified_at: Some(from - TimeDelta::hours(index % 60)),
            proven_loss: None,
            travel: TravelFacts { minutes: 40, km: 24.into(), ..TravelFacts::default() },
        }
    };
    (0..1000).map(session).collect()
}

fn per_second(sessions: &[Facts], price: impl Fn(&Facts) -> bool) -> u128 {
    let (begun, busy_before) = (Instant::now(), on_cpu());
    let mut count = 0;
    while begun.elapsed().as_secs() < 2 {
        count += sessions.iter().filter(|facts| price(black_box(facts))).count() as u128;
    }
    let busy = on_cpu().zip(busy_before).map_or(begun.elapsed(), |(after, before)| after - before);
    count * 1_000_000 / busy.as_micros().max(1)
}

/// Time that this process really ran: on a busy machine the clock on the wall measures the neighbors. Linux only.
fn on_cpu() -> Option<Duration> {
    let text = fs::read_to_string("/proc/self/schedstat").ok()?;
    text.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}

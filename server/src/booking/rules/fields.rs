//! Every number that the city decides about bookings: its name, its unit, its bounds, and where it stands in [`Rules`].
//!
//! One table, so that the page, the API, the check and the trace speak of the same things. What each means is said by the locale
//! keys `booking-rule-<name>` and `booking-rule-<name>-hint`.

use super::Rules;
use crate::kernel::money::Cents;

/// In what a number is counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unit {
    /// Points of a ranking.
    Points,
    /// People or waves.
    Count,
    /// Minutes.
    Minutes,
    /// Days.
    Days,
    /// Hundredths.
    Percent,
    /// Minutes after midnight, shown as a time of day.
    Clock,
    /// Cents, shown as an amount.
    Money,
}

impl Unit {
    /// The name in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Points => "points",
            Self::Count => "count",
            Self::Minutes => "minutes",
            Self::Days => "days",
            Self::Percent => "percent",
            Self::Clock => "minutes_after_midnight",
            Self::Money => "cents",
        }
    }
}

/// To what a number belongs; the headings of the page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Group {
    /// How people are ranked.
    Weights,
    /// How ways are estimated.
    Ways,
    /// How people are asked.
    Offers,
    /// When the board opens.
    Board,
    /// What may be booked.
    Bookings,
}

impl Group {
    /// All groups, in the order of the page.
    pub const ALL: [Self; 5] = [Self::Weights, Self::Ways, Self::Offers, Self::Board, Self::Bookings];

    /// The name in locale keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Weights => "weights",
            Self::Ways => "ways",
            Self::Offers => "offers",
            Self::Board => "board",
            Self::Bookings => "bookings",
        }
    }
}

/// One number.
pub struct Field {
    /// Its stable name.
    pub name: &'static str,
    /// To what it belongs.
    pub group: Group,
    /// In what it is counted.
    pub unit: Unit,
    /// The least it may be.
    pub least: i64,
    /// The most it may be.
    pub most: i64,
    /// Reads it.
    pub get: fn(&Rules) -> i64,
    /// Writes it; the caller has checked the bounds.
    pub set: fn(&mut Rules, i64),
}

/// A number that was checked against bounds within its type.
fn small<T: TryFrom<i64> + Default>(value: i64) -> T {
    T::try_from(value).unwrap_or_default()
}

macro_rules! fields {
    ($($name:literal $group:ident $unit:ident $least:literal ..= $most:literal => $($part:ident).+;)+) => {
        /// Every number that fits its type as it is; in the order of the page.
        const PLAIN: &[Field] = &[$(Field {
            name: $name,
            group: Group::$group,
            unit: Unit::$unit,
            least: $least,
            most: $most,
            get: |rules| i64::from(rules.$($part).+),
            set: |rules, value| rules.$($part).+ = small(value),
        }),+];
    };
}

fields! {
    "continuity" Weights Points 0..=1000 => weights.continuity;
    "gender_wish" Weights Points 0..=1000 => weights.gender_wish;
    "preferred" Weights Points 0..=1000 => weights.preferred;
    "travel_per_ten_min" Weights Points 0..=100 => weights.travel_per_ten_min;
    "cost_per_euro" Weights Points 0..=20 => weights.cost_per_euro;
    "fairness_per_session" Weights Points 0..=100 => weights.fairness_per_session;
    "recent_days" Weights Days 1..=365 => recent_days;
    "trained_on_plain" Weights Points 0..=1000 => weights.trained_on_plain;
    "said_busy" Weights Points 0..=1000 => weights.said_busy;
    "moved_offer" Weights Points 0..=1000 => moved_offer;
    "way_base" Ways Minutes 0..=120 => weights.travel.base_min;
    "way_gap" Ways Minutes 0..=240 => weights.travel.gap_min;
    "wave_size" Offers Count 1..=100 => offers.wave_size;
    "wait_share" Offers Percent 1..=100 => offers.wait_share_pct;
    "shortest_wait" Offers Minutes 5..=600 => offers.shortest_wait_min;
    "longest_wait" Offers Minutes 5..=6000 => offers.longest_wait_min;
    "emergency_below" Offers Minutes 0..=2400 => offers.emergency_below_min;
    "last_answer_before" Offers Minutes 0..=1440 => offers.last_answer_before_min;
    "work_from" Offers Clock 0..=1439 => offers.working_day.from_min;
    "work_to" Offers Clock 0..=1439 => offers.working_day.to_min;
    "quiet_from" Offers Clock 0..=1439 => offers.quiet.from_min;
    "quiet_to" Offers Clock 0..=1439 => offers.quiet.to_min;
    "board_after_waves" Board Count 0..=100 => board.open_after_waves;
    "board_below" Board Minutes 0..=12000 => board.open_below_min;
    "least_lead" Bookings Minutes 0..=10080 => least_lead_minutes;
    "farthest" Bookings Days 1..=1100 => farthest_days;
    "tolerance" Bookings Minutes 0..=120 => tolerance_minutes;
}

/// Minutes for each kilometer: the model counts in units of 100 m.
const PER_KILOMETER: Field = Field {
    name: "way_per_km",
    group: Group::Ways,
    unit: Unit::Minutes,
    least: 0,
    most: 60,
    get: |rules| rules.weights.travel.min_num * 10 / rules.weights.travel.min_den.max(1),
    set: |rules, value| (rules.weights.travel.min_num, rules.weights.travel.min_den) = (value, 10),
};

const OVERRIDE_LIMIT: Field = Field {
    name: "override_limit",
    group: Group::Bookings,
    unit: Unit::Money,
    least: 0,
    most: 1_000_000,
    get: |rules| rules.override_limit.get(),
    set: |rules, value| rules.override_limit = Cents(value),
};

/// Every number, in the order of the page within its group.
pub fn fields() -> impl Iterator<Item = &'static Field> {
    PLAIN.iter().chain([&PER_KILOMETER, &OVERRIDE_LIMIT])
}

/// The number of that name.
pub fn field(name: &str) -> Option<&'static Field> {
    fields().find(|field| field.name == name)
}

//! What happened in the demo city in the past year, and what is asked for in the coming weeks.
//!
//! Written so that the product could have produced it: whoever holds a session speaks the language, held the credentials
//! on that day, was free with time to travel, and was available in their week.

use chrono::{Datelike, NaiveDate, NaiveTime};

use super::cast::{DemoInterpreter, clock, district, neighborhood, shifted};
use super::names::{DEMAND, UNSERVED};
use super::offices::{DemoOffice, DemoProfile, OFFICES, office, profile};
use super::pool::Pool;
use super::prng::Chance;
use crate::kernel::language::Language;
use crate::kernel::place::District;
use crate::shell::import::words::{Delivery, Gender, GenderWish, Priority};

/// How many bookings the past year holds.
pub const PAST_BOOKINGS: usize = 1_100;
/// How many requests are open.
pub const OPEN_REQUESTS: usize = 40;
/// The days that the story looks back.
const PAST_DAYS: i64 = 365;
/// Open requests are for the coming three weeks.
const COMING_DAYS: i64 = 21;

/// Everything that happens in the demo city.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    /// Ordered by date and beginning.
    pub past: Vec<PastBooking>,
    /// Ordered by date and beginning of their first slot.
    pub open: Vec<OpenRequest>,
}

/// When a session is agreed to take place: civil time in Europe/Berlin, never over midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DemoSlot {
    pub on: NaiveDate,
    pub from: NaiveTime,
    pub to: NaiveTime,
}

/// What is asked for, in the past as in the future.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    pub office: &'static DemoOffice,
    pub profile: &'static DemoProfile,
    /// Index in the profile's topics.
    pub topic: usize,
    pub language: Language,
    pub delivery: Delivery,
    /// Absent for telephone and video.
    pub place: Option<DemoPlace>,
    /// The office's own; the same one comes again when the same family comes again.
    pub file_reference: String,
    pub gender_wish: GenderWish,
    pub requested_on: NaiveDate,
}

/// Where a session takes place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoPlace {
    pub street: String,
    pub postcode: &'static str,
    pub district: District,
}

/// A booking whose day has passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastBooking {
    pub wanted: Wanted,
    pub slot: DemoSlot,
    /// The cost center of the budget line that pays.
    pub budget: &'static str,
    /// Index in the cast; absent if nobody was found.
    pub interpreter: Option<usize>,
    /// Index in the cast of somebody who had said yes and dropped out, so that the search began again.
    pub dropped_out: Option<usize>,
    pub outcome: Outcome,
    /// How far the claim has come; absent if nobody has a claim.
    pub progress: Option<Progress>,
}

/// How a booking ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// From and to as it was held.
    Held {
        from: NaiveTime,
        to: NaiveTime,
    },
    /// So many days before: without a fee.
    CancelledEarly {
        days_before: u8,
    },
    /// On the day, so many hours before the beginning: with the fee that the ladder gives.
    CancelledLate {
        hours_before: u8,
    },
    /// The interpreter came and waited so many minutes.
    ClientAbsent {
        waited_minutes: u8,
    },
    InterpreterAbsent,
    Unfilled(Uncovered),
}

/// Why nobody came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Uncovered {
    NobodyFree,
    NobodyQualified,
    NoMoney,
    TooLate,
}

/// How far a claim has come, in the order of its steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Progress {
    /// The timesheet is drafted.
    Recorded,
    /// The office disputes the timesheet.
    Disputed,
    Confirmed,
    /// By the office and by finance.
    Certified,
    /// On a monthly document, ordered and handed over.
    HandedOver,
    Paid,
}

/// A request that waits for somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenRequest {
    pub wanted: Wanted,
    /// One, or several for a series.
    pub slots: Vec<DemoSlot>,
    /// The cost center of the budget line that pays; absent where the office has two and has not decided.
    pub budget: Option<&'static str>,
    pub priority: Priority,
    pub remark: Option<&'static str>,
    pub scene: Scene,
}

/// What an open request is there to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scene {
    Ordinary,
    /// Nobody in the pool speaks the language.
    RareLanguage,
    Series,
    /// The office has two budget lines that could pay.
    TwoBudgetLines,
    /// On the next working day.
    Urgent,
    /// The office's money will not last for it.
    NoMoneyLeft,
}

/// Writes the script; the same for the same seed, day, cast and calendar. `works` says on which days the city works
/// (neither weekends nor holidays); a few sessions are on other days.
pub fn script(seed: u64, today: NaiveDate, cast: &[DemoInterpreter], works: &dyn Fn(NaiveDate) -> bool) -> Script {
    let mut chance = Chance::seeded(seed, 2);
    let mut pool = Pool::of(cast);
    let mut past: Vec<PastBooking> =
        (0..PAST_BOOKINGS).map(|_| past_booking(&mut chance, today, &mut pool, works)).collect();
    past.sort_by_key(|booking| booking.slot);
    let mut open: Vec<OpenRequest> =
        (0..OPEN_REQUESTS).map(|index| open_request(&mut chance, index, today, works)).collect();
    open.sort_by_key(|request| request.slots.first().copied());
    Script { past, open }
}

fn past_booking(
    chance: &mut Chance,
    today: NaiveDate,
    pool: &mut Pool<'_>,
    works: &dyn Fn(NaiveDate) -> bool,
) -> PastBooking {
    let mut wanted = wanted(chance, None, None, today);
    let drawn = chance.below(1000);
    let unfilled = match drawn {
        0..12 => Some(Uncovered::NobodyFree),
        12..20 => Some(Uncovered::TooLate),
        20..28 if wanted.office.code == "JC" || wanted.office.code == "GA" => Some(Uncovered::NoMoney),
        _ => None,
    };
    let mut slot = past_slot(chance, &wanted, today, works);
    let mut interpreter = None;
    if unfilled.is_none() {
        for _ in 0..12 {
            interpreter = pool.book(chance, &wanted, slot);
            if interpreter.is_some() {
                break;
            }
            slot = past_slot(chance, &wanted, today, works); // the office asks for another time
        }
    }
    let replaced = interpreter.filter(|_| chance.percent(3));
    let other = replaced.and_then(|_| pool.book(chance, &wanted, slot)); // whoever dropped out stays taken: they had a reason
    let dropped_out = other.and(replaced);
    let interpreter = other.or(interpreter);
    let lead = if unfilled == Some(Uncovered::TooLate) { 1 } else { chance.between(4, 28) };
    wanted.requested_on = shifted(slot.on, -lead);
    let outcome = match (interpreter, unfilled) {
        (Some(_), _) => outcome(chance, drawn, slot),
        (None, Some(reason)) => Outcome::Unfilled(reason),
        (None, None) if pool.anybody_qualified(&wanted, slot.on) => Outcome::Unfilled(Uncovered::NobodyFree),
        (None, None) => Outcome::Unfilled(Uncovered::NobodyQualified),
    };
    let budget = chance.pick(wanted.office.budgets).map_or("", |line| line.cost_center);
    let progress = progress(chance, outcome, slot.on, today);
    PastBooking { wanted, slot, budget, interpreter, dropped_out, outcome, progress }
}

fn wanted(
    chance: &mut Chance,
    of_office: Option<&'static DemoOffice>,
    language: Option<Language>,
    today: NaiveDate,
) -> Wanted {
    let offices: Vec<(&'static DemoOffice, u32)> = OFFICES.iter().map(|office| (office, office.per_thousand)).collect();
    let office = of_office.or_else(|| chance.weighted(&offices).copied()).unwrap_or(&OFFICES[0]);
    let profile =
        chance.weighted(office.profiles).and_then(|code| profile(code)).unwrap_or(&super::offices::PROFILES[0]);
    let drawn = chance.weighted(DEMAND).and_then(|code| Language::from_code(code));
    let language = language.or(drawn).unwrap_or(Language::ENGLISH);
    let delivery = match chance.below(100) {
        0..80 => Delivery::OnSite,
        80..92 if !language.is_signed() => Delivery::Phone,
        _ => Delivery::Video,
    };
    let gender_wish = match (profile.code, chance.below(100)) {
        ("child-protection" | "health-counseling" | "psychiatric", 0..8) => GenderWish::Required(Gender::Female),
        (_, 8..16) => GenderWish::Wished(Gender::Female),
        (_, 16..19) => GenderWish::Wished(Gender::Male),
        _ => GenderWish::Any,
    };
    Wanted {
        office,
        profile,
        topic: chance.below(profile.topics.len()),
        language,
        delivery,
        place: (delivery == Delivery::OnSite).then(|| place(chance, office)),
        file_reference: format!("{}{}", office.file_prefix, 4_000 + chance.below(700)),
        gender_wish,
        requested_on: today,
    }
}

/// Two thirds come to the office, the others are visited: at home, at school, in a shelter.
fn place(chance: &mut Chance, office: &DemoOffice) -> DemoPlace {
    if chance.percent(66) {
        let district = District::parse(office.district).unwrap_or(District::CENTER);
        return DemoPlace { street: office.street.to_owned(), postcode: office.postcode, district };
    }
    let neighborhood = neighborhood(chance);
    let street = chance.pick(neighborhood.streets).copied().unwrap_or("Hauptstraße");
    DemoPlace {
        street: format!("{street} {}", chance.between(1, 140)),
        postcode: neighborhood.postcode,
        district: district(neighborhood),
    }
}

fn past_slot(chance: &mut Chance, wanted: &Wanted, today: NaiveDate, works: &dyn Fn(NaiveDate) -> bool) -> DemoSlot {
    let odd_day = chance.percent(2); // an emergency at a weekend
    let mut on = shifted(today, -chance.between(1, PAST_DAYS));
    for _ in 0..60 {
        if works(on) || odd_day {
            break;
        }
        on = shifted(today, -chance.between(1, PAST_DAYS));
    }
    slot(chance, wanted.profile, on)
}

/// Between 8:00 and 17:30, beginning on the quarter hour, mostly in the morning.
fn slot(chance: &mut Chance, profile: &DemoProfile, on: NaiveDate) -> DemoSlot {
    let minutes = chance.weighted(profile.minutes).copied().unwrap_or(60);
    let latest = (17 * 60 + 30 - minutes) / 15;
    let quarter = if chance.percent(65) { chance.between(32, 46) } else { chance.between(47, i64::from(latest)) };
    let from = quarter as u32 * 15;
    DemoSlot { on, from: clock(from), to: clock(from + minutes) }
}

/// Of the filled bookings: nine in ten are held.
fn outcome(chance: &mut Chance, drawn: usize, slot: DemoSlot) -> Outcome {
    match drawn {
        0..910 => held(chance, slot),
        910..945 => Outcome::CancelledEarly { days_before: chance.between(3, 9) as u8 },
        945..968 => Outcome::CancelledLate { hours_before: chance.between(1, 5) as u8 },
        968..990 => Outcome::ClientAbsent { waited_minutes: chance.between(15, 30) as u8 },
        _ => Outcome::InterpreterAbsent,
    }
}

/// Half end on time; the others a little earlier or later.
fn held(chance: &mut Chance, slot: DemoSlot) -> Outcome {
    let minutes = match chance.below(10) {
        0..5 => 0,
        5..7 => -chance.between(1, 4) * 5,
        _ => chance.between(1, 6) * 5,
    };
    Outcome::Held { from: slot.from, to: slot.to + chrono::TimeDelta::minutes(minutes) }
}

/// Three months back everything is paid, two months back handed over, the last month certified, this month still open.
fn progress(chance: &mut Chance, outcome: Outcome, on: NaiveDate, today: NaiveDate) -> Option<Progress> {
    let has_claim =
        matches!(outcome, Outcome::Held { .. } | Outcome::CancelledLate { .. } | Outcome::ClientAbsent { .. });
    let months = (today.year() - on.year()) * 12 + today.month() as i32 - on.month() as i32;
    has_claim.then(|| match (months, chance.below(100)) {
        (0, _) if (today - on).num_days() <= 3 => Progress::Recorded,
        (0, 0..10) => Progress::Recorded,
        (0 | 1, 10..13) => Progress::Disputed,
        (0, _) | (1, 13..25) => Progress::Confirmed,
        (1, _) => Progress::Certified,
        (2, _) => Progress::HandedOver,
        _ => Progress::Paid,
    })
}

/// The forty scenes: most are ordinary, the last eight show what needs somebody's attention.
fn open_request(chance: &mut Chance, index: usize, today: NaiveDate, works: &dyn Fn(NaiveDate) -> bool) -> OpenRequest {
    let scene = match OPEN_REQUESTS - index {
        1..=3 => Scene::RareLanguage,
        4 => Scene::Series,
        5 => Scene::TwoBudgetLines,
        6 | 7 => Scene::Urgent,
        8 => Scene::NoMoneyLeft,
        _ => Scene::Ordinary,
    };
    let (of_office, language) = match scene {
        Scene::RareLanguage => (None, UNSERVED.get(index % UNSERVED.len()).and_then(|code| Language::from_code(code))),
        Scene::Series => (office("IM"), Language::from_code("prs")),
        Scene::TwoBudgetLines => (office("SOA"), Language::from_code("ar")),
        Scene::Urgent => (office("JA"), Language::from_code("ar")),
        Scene::NoMoneyLeft => (office("JC"), Language::from_code("tr")),
        Scene::Ordinary => (None, served_language(chance)),
    };
    let mut wanted = wanted(chance, of_office, language, today);
    if scene == Scene::Ordinary && wanted.office.code == "JC" {
        wanted.delivery = Delivery::Phone; // short of money, it saves the way
        wanted.place = None;
    }
    let slots = open_slots(chance, scene, wanted.profile, today, works);
    wanted.requested_on = shifted(today, -chance.between(0, 5));
    let decided = scene != Scene::TwoBudgetLines;
    OpenRequest {
        budget: wanted.office.budgets.first().filter(|_| decided).map(|line| line.cost_center),
        priority: match (scene, chance.below(10)) {
            (Scene::Urgent, _) => Priority::Emergency,
            (_, 0) => Priority::Urgent,
            _ => Priority::Normal,
        },
        remark: chance.pick(REMARKS).copied().flatten(),
        wanted,
        slots,
        scene,
    }
}

const REMARKS: &[Option<&str>] = &[
    None,
    None,
    None,
    Some("Bitte am Empfang melden."),
    Some("Der Raum ist im 2. Stock, Aufzug vorhanden."),
    Some("Bitte zehn Minuten früher kommen."),
];

fn served_language(chance: &mut Chance) -> Option<Language> {
    let served: Vec<(&str, u32)> = DEMAND.iter().filter(|(code, _)| !UNSERVED.contains(code)).copied().collect();
    chance.weighted(&served).and_then(|code| Language::from_code(code))
}

fn open_slots(
    chance: &mut Chance,
    scene: Scene,
    profile: &DemoProfile,
    today: NaiveDate,
    works: &dyn Fn(NaiveDate) -> bool,
) -> Vec<DemoSlot> {
    let coming: Vec<NaiveDate> = (1..=COMING_DAYS).map(|days| shifted(today, days)).filter(|day| works(*day)).collect();
    let first = match scene {
        Scene::Urgent => coming.first(),
        _ => chance.pick(coming.get(2..).unwrap_or(&coming)),
    };
    let slot = slot(chance, profile, first.copied().unwrap_or(shifted(today, 1)));
    if scene != Scene::Series {
        return vec![slot];
    }
    // Six talks at the same hour, twice a week.
    coming.iter().step_by(2).take(6).map(|on| DemoSlot { on: *on, ..slot }).collect()
}

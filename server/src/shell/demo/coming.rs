//! A request for the coming weeks, ordinary or with something to decide.

use chrono::NaiveDate;

use super::cast::shifted;
use super::names::{DEMAND, UNSERVED};
use super::offices::office;
use super::prng::Chance;
use super::profiles::DemoProfile;
use super::script::{DemoSlot, OPEN_REQUESTS, OpenRequest, Scene};
use super::wanted::{slot, wanted};
use crate::kernel::language::Language;
use crate::shell::import::words::{Delivery, Priority};

/// Open requests are for the coming three weeks.
const COMING_DAYS: i64 = 21;

/// The forty scenes: most are ordinary, the last eight show what needs somebody's attention.
pub(super) fn open_request(
    chance: &mut Chance,
    index: usize,
    today: NaiveDate,
    works: &dyn Fn(NaiveDate) -> bool,
) -> OpenRequest {
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
            _ if wanted.profile.legal_duty => Priority::LegalDuty,
            (Scene::Urgent, _) => Priority::Urgent,
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

//! What an office asks for: language, kind of session, place and time, about as often as in a real city.

use chrono::NaiveDate;

use super::cast::{clock, district, neighborhood};
use super::names::DEMAND;
use super::offices::{DemoOffice, OFFICES};
use super::prng::Chance;
use super::profiles::{DemoProfile, PROFILES, profile};
use super::script::{DemoPlace, DemoSlot, Wanted};
use crate::kernel::language::Language;
use crate::kernel::place::District;
use crate::shell::import::words::{Delivery, Gender, GenderWish};

/// A wish of that office and in that language, or of any.
pub(super) fn wanted(
    chance: &mut Chance,
    of_office: Option<&'static DemoOffice>,
    language: Option<Language>,
    today: NaiveDate,
) -> Wanted {
    let offices: Vec<(&'static DemoOffice, u32)> = OFFICES.iter().map(|office| (office, office.per_thousand)).collect();
    let office = of_office.or_else(|| chance.weighted(&offices).copied()).unwrap_or(&OFFICES[0]);
    let profile = chance.weighted(office.profiles).and_then(|code| profile(code)).unwrap_or(&PROFILES[0]);
    let drawn = chance.weighted(DEMAND).and_then(|code| Language::from_code(code));
    let language = language.or(drawn).unwrap_or(Language::ENGLISH);
    let delivery = match chance.below(100) {
        0..80 => Delivery::OnSite,
        80..92 if !language.is_signed() => Delivery::Phone,
        _ => Delivery::Video,
    };
    let gender_wish = match (profile.code, chance.below(100)) {
        ("child_protection" | "health_counseling" | "psychiatric", 0..8) => GenderWish::Required(Gender::Female),
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

/// Between 8:00 and 17:30, beginning on the quarter hour, mostly in the morning.
pub(super) fn slot(chance: &mut Chance, profile: &DemoProfile, on: NaiveDate) -> DemoSlot {
    let minutes = chance.weighted(profile.minutes).copied().unwrap_or(60);
    let latest = (17 * 60 + 30 - minutes) / 15;
    let quarter = if chance.percent(65) { chance.between(32, 46) } else { chance.between(47, i64::from(latest)) };
    let from = quarter as u32 * 15;
    DemoSlot { on, from: clock(from), to: clock(from + minutes) }
}

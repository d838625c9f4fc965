//! The 170 interpreters of the demo city. All of them are invented: the addresses of `example.org` reach nobody, the
//! telephone numbers are kept free for fiction by the Bundesnetzagentur, and the accounts are at a bank that isn't there.

use std::collections::HashSet;

use chrono::{Days, NaiveDate, NaiveTime, Weekday};

use super::districts::{NEIGHBORHOODS, Neighborhood};
use super::invented::{ascii, fictional_number, iban, vat_id};
use super::names::{COMMUNITIES, Community, family_name};
use super::papers::{TRAINING_GROUPS, credentials};
use super::prng::Chance;
use crate::kernel::language::Language;
use crate::kernel::place::District;
use crate::shell::import::words::{CredentialKind, Delivery, Employment, Gender, Level, Spoken, VatKind, WeeklyWindow};

/// One in five makes a living of it.
const FULL_TIME_OF_170: usize = 34;

/// An invented interpreter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoInterpreter {
    /// `DEMO-001` to `DEMO-170`: the mark that this person is invented.
    pub number: String,
    pub first_name: String,
    pub last_name: String,
    pub gender: Gender,
    pub email: String,
    pub phone: String,
    pub street: String,
    pub postcode: String,
    pub city: &'static str,
    pub district: District,
    pub languages: Vec<Spoken>,
    pub employment: Employment,
    pub vat: VatKind,
    /// Present unless there is a VAT identification number.
    pub tax_number: Option<String>,
    /// Present for those who charge VAT.
    pub vat_id: Option<String>,
    /// With right checksum, without blanks.
    pub iban: String,
    pub deliveries: Vec<Delivery>,
    pub max_travel_minutes: i64,
    pub weekly_cap_hours: i64,
    pub availability: Vec<WeeklyWindow>,
    pub credentials: Vec<DemoCredential>,
    /// The language of mails and pages: `de` or `en`.
    pub locale: &'static str,
    pub joined_on: NaiveDate,
    pub self_billing_agreed_on: Option<NaiveDate>,
    pub rate_agreement_signed_on: Option<NaiveDate>,
}

/// A credential and the days on which it is valid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoCredential {
    pub kind: CredentialKind,
    /// The course group's number, for training certificates.
    pub training_group: Option<u8>,
    pub valid_from: NaiveDate,
    /// The last valid day; absent if it doesn't expire.
    pub last_valid_on: Option<NaiveDate>,
}

impl DemoInterpreter {
    /// Whether a credential of this kind is valid on the day.
    pub fn holds(&self, kind: CredentialKind, on: NaiveDate) -> bool {
        self.credentials.iter().any(|each| each.kind == kind && each.is_valid_on(on))
    }

    /// The level in a language; `None` if it isn't spoken.
    pub fn level(&self, language: Language) -> Option<Level> {
        self.languages.iter().find(|spoken| spoken.language == language).map(|spoken| spoken.level)
    }
}

impl DemoCredential {
    pub fn is_valid_on(&self, day: NaiveDate) -> bool {
        self.valid_from <= day && self.last_valid_on.is_none_or(|last| day <= last)
    }
}

/// The pool as it is on a day; the same for the same seed and day.
pub fn cast(seed: u64, today: NaiveDate) -> Vec<DemoInterpreter> {
    let mut chance = Chance::seeded(seed, 1);
    let communities: Vec<&Community> =
        COMMUNITIES.iter().flat_map(|each| std::iter::repeat_n(each, each.people)).collect();
    let communities = chance.shuffled(communities);
    let people = communities.len();
    let full_time: HashSet<usize> = chance.shuffled((0..people).collect()).into_iter().take(FULL_TIME_OF_170).collect();
    let trained = chance.shuffled((0..people).collect());
    let mut groups: Vec<Option<u8>> = vec![None; people];
    let seats = TRAINING_GROUPS.iter().zip(1u8..).flat_map(|((size, _), group)| std::iter::repeat_n(group, *size));
    for (index, group) in trained.into_iter().zip(seats) {
        if let Some(seat) = groups.get_mut(index) {
            *seat = Some(group);
        }
    }
    let mut names = HashSet::new();
    let mut certified = 0;
    communities
        .into_iter()
        .zip(groups)
        .enumerate()
        .map(|(index, (community, group))| {
            let employment = if full_time.contains(&index) { Employment::FullTime } else { Employment::PartTime };
            let holder = group.map(|group| (group, certified));
            certified += usize::from(group.is_some());
            person(&mut chance, index, community, employment, holder, &mut names, today)
        })
        .collect()
}

fn person(
    chance: &mut Chance,
    index: usize,
    community: &Community,
    employment: Employment,
    training: Option<(u8, usize)>,
    names: &mut HashSet<String>,
    today: NaiveDate,
) -> DemoInterpreter {
    let (first_name, last_name, gender) = name(chance, community, names);
    let neighborhood = neighborhood(chance);
    let vat = vat(chance, employment);
    let signed = Language::from_code(community.language).is_some_and(Language::is_signed);
    let joined_on = before(today, chance.between(420, 3000));
    let account = 4_711_000_000 + index as u64 * 7_919;
    DemoInterpreter {
        number: format!("DEMO-{:03}", index + 1),
        email: format!("{}.{}.{}@dolmetschen.example.org", ascii(&first_name), ascii(&last_name), index + 1),
        first_name,
        last_name,
        gender,
        phone: fictional_number(index),
        street: format!(
            "{} {}",
            chance.pick(neighborhood.streets).copied().unwrap_or("Hauptstraße"),
            chance.between(1, 140)
        ),
        postcode: neighborhood.postcode.to_owned(),
        city: "Stuttgart",
        district: district(neighborhood),
        languages: languages(chance, community),
        employment,
        vat,
        tax_number: (vat != VatKind::Standard).then(|| format!("99{:03}/{:05}", 100 + index, 20_000 + index * 137)),
        vat_id: (vat == VatKind::Standard).then(|| vat_id(99_900_000 + index as u64 * 13)),
        iban: iban(99_900_000 + index as u64 % 7, account),
        deliveries: deliveries(chance, signed),
        max_travel_minutes: chance.between(6, 14) * 5,
        weekly_cap_hours: if employment == Employment::FullTime {
            chance.between(25, 40)
        } else {
            chance.between(4, 20)
        },
        availability: availability(chance, employment),
        credentials: credentials(chance, employment, training, joined_on, today),
        locale: if chance.percent(12) { "en" } else { "de" },
        joined_on,
        self_billing_agreed_on: chance.percent(75).then_some(joined_on),
        rate_agreement_signed_on: (index % 57 != 56).then_some(joined_on),
    }
}

/// A name that nobody else in the pool bears.
fn name(chance: &mut Chance, community: &Community, taken: &mut HashSet<String>) -> (String, String, Gender) {
    loop {
        let woman = chance.percent(64);
        let first = chance.word(if woman { community.women } else { community.men }).to_owned();
        let last = family_name(community.language, chance.word(community.families), woman);
        if taken.insert(format!("{first} {last}")) {
            let gender = if woman { Gender::Female } else { Gender::Male };
            return (first, last, if chance.percent(1) { Gender::Diverse } else { gender });
        }
    }
}

pub(super) fn neighborhood(chance: &mut Chance) -> &'static Neighborhood {
    let weighted: Vec<(&Neighborhood, u32)> = NEIGHBORHOODS.iter().map(|each| (each, each.per_thousand)).collect();
    chance.weighted(&weighted).copied().unwrap_or(&NEIGHBORHOODS[0])
}

pub(super) fn district(neighborhood: &Neighborhood) -> District {
    District::parse(neighborhood.district).unwrap_or(District::CENTER)
}

fn languages(chance: &mut Chance, community: &Community) -> Vec<Spoken> {
    let mut languages: Vec<Spoken> = Language::from_code(community.language)
        .map(|language| Spoken { language, level: Level::C2 })
        .into_iter()
        .collect();
    for (language, level) in community.also.split_whitespace().filter_map(|each| each.split_once(':')) {
        let level = match level {
            "B1" => Level::B1,
            "C1" => Level::C1,
            "C2" => Level::C2,
            _ => Level::B2,
        };
        if chance.percent(45) {
            languages.extend(Language::from_code(language).map(|language| Spoken { language, level }));
        }
    }
    languages
}

/// Most earn below the limit of § 19 UStG; some of those who live by it don't.
fn vat(chance: &mut Chance, employment: Employment) -> VatKind {
    match (employment, chance.below(100)) {
        (Employment::FullTime, 0..55) => VatKind::Standard,
        (Employment::FullTime, 55..62) | (Employment::PartTime, 0..3) => VatKind::Exempt,
        _ => VatKind::SmallBusiness,
    }
}

fn deliveries(chance: &mut Chance, signed: bool) -> Vec<Delivery> {
    let mut deliveries = vec![Delivery::OnSite];
    if !signed && chance.percent(80) {
        deliveries.push(Delivery::Phone);
    }
    if signed || chance.percent(45) {
        deliveries.push(Delivery::Video);
    }
    deliveries
}

const WORKDAYS: [Weekday; 5] = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];

fn availability(chance: &mut Chance, employment: Employment) -> Vec<WeeklyWindow> {
    let full_time = employment == Employment::FullTime;
    let days = if full_time { 5 } else { chance.between(2, 5) as usize };
    let mut weekdays: Vec<Weekday> = chance.shuffled(WORKDAYS.to_vec()).into_iter().take(days).collect();
    weekdays.sort_by_key(Weekday::num_days_from_monday);
    let mut windows: Vec<WeeklyWindow> = Vec::new();
    for weekday in weekdays {
        let (from, to) = match chance.below(if full_time { 1 } else { 5 }) {
            0 | 1 => (16, 34), // half hours after midnight: 8 to 17
            2 => (16, 26),     // the morning
            3 => (26, 38),     // the afternoon
            _ => (18, 30),     // while the children are at school
        };
        windows.push(window(weekday, from, to));
    }
    if chance.percent(15) {
        windows.push(window(Weekday::Sat, 18, 28));
    }
    windows
}

fn window(weekday: Weekday, from_half_hour: u32, to_half_hour: u32) -> WeeklyWindow {
    WeeklyWindow { weekday, from: clock(from_half_hour * 30), to: clock(to_half_hour * 30) }
}

/// The civil time so many minutes after midnight; midnight if that is another day.
pub(super) fn clock(minutes: u32) -> NaiveTime {
    NaiveTime::from_num_seconds_from_midnight_opt(minutes * 60, 0).unwrap_or(NaiveTime::MIN)
}

pub(super) fn shifted(day: NaiveDate, days: i64) -> NaiveDate {
    let distance = Days::new(days.unsigned_abs());
    let moved = if days < 0 { day.checked_sub_days(distance) } else { day.checked_add_days(distance) };
    moved.unwrap_or(day) // only at the end of the calendar
}

pub(super) fn before(day: NaiveDate, days: i64) -> NaiveDate {
    shifted(day, -days)
}

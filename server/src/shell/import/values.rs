//! Cells that only the city's lists have: languages with levels, weekly windows, bank accounts, addresses.

use chrono::Weekday;
use iban::{Iban, IbanLike};

use super::words::{Delivery, Employment, Gender, GenderWish, Level, Priority, Spoken, VatKind, WeeklyWindow};
use crate::kernel::language::Language;
use crate::kernel::spelling::fold;
use crate::platform::table::{Why, choice, text, time};

type Names<T> = &'static [(T, &'static [&'static str])];

const GENDERS: Names<Gender> = &[
    (Gender::Female, &["weiblich", "female", "w", "f", "Frau"]),
    (Gender::Male, &["männlich", "male", "m", "Mann", "Herr"]),
    (Gender::Diverse, &["divers", "diverse", "d", "x"]),
];
const GENDER_WISHES: Names<GenderWish> = &[
    (GenderWish::Any, &["egal", "any", "keine", "none"]),
    (GenderWish::Wished(Gender::Female), &["weiblich", "female", "w", "f", "Frau"]),
    (GenderWish::Wished(Gender::Male), &["männlich", "male", "m", "Mann"]),
    (GenderWish::Required(Gender::Female), &["nur weiblich", "female only", "nur Frau"]),
    (GenderWish::Required(Gender::Male), &["nur männlich", "male only", "nur Mann"]),
];
const LEVELS: Names<Level> = &[
    (Level::B1, &["B1"]),
    (Level::B2, &["B2"]),
    (Level::C1, &["C1"]),
    (Level::C2, &["C2", "Muttersprache", "native", "Erstsprache"]),
];
const EMPLOYMENTS: Names<Employment> = &[
    (Employment::FullTime, &["hauptberuflich", "full-time", "HB"]),
    (Employment::PartTime, &["nebenberuflich", "part-time", "NB"]),
];
const VAT_KINDS: Names<VatKind> = &[
    (
        VatKind::SmallBusiness,
        &["Kleinunternehmer", "small_business", "Kleinunternehmerin", "Kleinunternehmer:in", "§ 19 UStG"],
    ),
    (VatKind::Standard, &["Regelbesteuerung", "standard", "19 %", "steuerpflichtig"]),
    (VatKind::Exempt, &["steuerbefreit", "exempt", "befreit", "§ 4 UStG"]),
];
const DELIVERIES: Names<Delivery> = &[
    (Delivery::OnSite, &["vor Ort", "on site", "Präsenz"]),
    (Delivery::Phone, &["Telefon", "phone", "telefonisch"]),
    (Delivery::Video, &["Video", "Videodolmetschen"]),
];
const PRIORITIES: Names<Priority> = &[
    (Priority::Normal, &["normal"]),
    (Priority::Urgent, &["dringend", "urgent", "eilig"]),
    (Priority::LegalDuty, &["gesetzliche Pflicht", "legal duty", "legal_duty"]),
];
const WEEKDAYS: Names<Weekday> = &[
    (Weekday::Mon, &["Mo", "Mon", "Montag", "Monday"]),
    (Weekday::Tue, &["Di", "Tue", "Dienstag", "Tuesday"]),
    (Weekday::Wed, &["Mi", "Wed", "Mittwoch", "Wednesday"]),
    (Weekday::Thu, &["Do", "Thu", "Donnerstag", "Thursday"]),
    (Weekday::Fri, &["Fr", "Fri", "Freitag", "Friday"]),
    (Weekday::Sat, &["Sa", "Sat", "Samstag", "Saturday"]),
    (Weekday::Sun, &["So", "Sun", "Sonntag", "Sunday"]),
];

pub(super) fn gender(cell: &str) -> Result<Gender, Why> {
    choice(GENDERS)(cell)
}

pub(super) fn gender_wish(cell: &str) -> Result<GenderWish, Why> {
    choice(GENDER_WISHES)(cell)
}

pub(super) fn employment(cell: &str) -> Result<Employment, Why> {
    choice(EMPLOYMENTS)(cell)
}

pub(super) fn vat_kind(cell: &str) -> Result<VatKind, Why> {
    choice(VAT_KINDS)(cell)
}

pub(super) fn delivery(cell: &str) -> Result<Delivery, Why> {
    choice(DELIVERIES)(cell)
}

pub(super) fn priority(cell: &str) -> Result<Priority, Why> {
    choice(PRIORITIES)(cell)
}

/// `vor Ort|Telefon`, or `alle`.
pub(super) fn deliveries(cell: &str) -> Result<Vec<Delivery>, Why> {
    if matches!(fold(cell).as_str(), "alle" | "all") {
        return Ok(Delivery::ALL.to_vec());
    }
    let mut deliveries = cell.split('|').map(|part| delivery(part.trim())).collect::<Result<Vec<_>, _>>()?;
    deliveries.sort();
    deliveries.dedup();
    Ok(deliveries)
}

/// `ar:C2|Kurmanci:B2|Englisch:Muttersprache`. A language without its level is refused: nobody is sent to a child
/// protection talk on a guess.
pub(super) fn spoken(cell: &str) -> Result<Vec<Spoken>, Why> {
    let mut languages: Vec<Spoken> = Vec::new();
    for part in cell.split('|').map(str::trim) {
        let (language, level) = part.rsplit_once(':').unwrap_or((part, ""));
        let language = Language::parse(language)?;
        if level.trim().is_empty() {
            return Err(Why::of("table-language-level").languages("language", vec![language]));
        }
        if languages.iter().any(|known| known.language == language) {
            return Err(Why::of("table-language-twice").languages("language", vec![language]));
        }
        languages.push(Spoken { language, level: choice(LEVELS)(level)? });
    }
    Ok(languages)
}

/// `Mo 08:00-17:00|Di-Do 09:00-12:00|Sa 10 Uhr-12 Uhr`.
pub(super) fn availability(cell: &str) -> Result<Vec<WeeklyWindow>, Why> {
    let malformed = || Why::of("table-availability");
    let mut windows = Vec::new();
    for part in cell.split('|').map(str::trim) {
        let digit = part.find(|letter: char| letter.is_ascii_digit()).ok_or_else(malformed)?;
        let (days, hours) = part.split_at_checked(digit).ok_or_else(malformed)?;
        let (from, to) = hours.split_once(['-', '–']).ok_or_else(malformed)?;
        let (from, to) = (time(from.trim())?, time(to.trim())?);
        if to <= from {
            return Err(Why::of("table-end-before-start"));
        }
        for weekday in weekdays(days.trim())? {
            windows.push(WeeklyWindow { weekday, from, to });
        }
    }
    Ok(windows)
}

/// `Mo` or `Mo-Fr`.
fn weekdays(text: &str) -> Result<Vec<Weekday>, Why> {
    let day = |name: &str| choice(WEEKDAYS)(name.trim_end_matches(['.', ':', ',']).trim());
    let (first, last) = match text.split_once(['-', '–']) {
        Some((first, last)) => (day(first)?, day(last)?),
        None => (day(text)?, day(text)?),
    };
    if first.num_days_from_monday() > last.num_days_from_monday() {
        return Err(Why::of("table-availability"));
    }
    let all = WEEKDAYS.iter().map(|(weekday, _)| *weekday);
    Ok(all
        .filter(|each| {
            (first.num_days_from_monday()..=last.num_days_from_monday()).contains(&each.num_days_from_monday())
        })
        .collect())
}

/// An account number with right checksum (ISO 13616), without blanks.
pub(super) fn iban(cell: &str) -> Result<String, Why> {
    let compact: String = cell.split_whitespace().collect::<String>().to_uppercase();
    let parsed: Iban = compact.parse().map_err(|_| Why::of("table-iban"))?;
    Ok(parsed.electronic_str().to_owned())
}

/// An address that mail can be sent to, as far as its form tells.
pub(super) fn email(cell: &str) -> Result<String, Why> {
    let refused = || Why::of("table-email");
    let (local, domain) = cell.split_once('@').ok_or_else(refused)?;
    let plain = |part: &str| {
        !part.is_empty() && part.chars().all(|each| each.is_ascii_graphic() && !"@,;<>\"()".contains(each))
    };
    let dotted = domain.contains('.') && domain.split('.').all(|label| !label.is_empty());
    if plain(local) && plain(domain) && dotted && cell.len() <= 254 { Ok(cell.to_lowercase()) } else { Err(refused()) }
}

pub(super) fn phone(cell: &str) -> Result<String, Why> {
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    let allowed = cell.chars().all(|each| each.is_ascii_digit() || " +-/().".contains(each));
    if allowed && (5..=17).contains(&digits) { Ok(cell.to_owned()) } else { Err(Why::of("table-phone")) }
}

pub(super) fn postcode(cell: &str) -> Result<String, Why> {
    let german = cell.len() == 5 && cell.bytes().all(|byte| byte.is_ascii_digit());
    if german { Ok(cell.to_owned()) } else { Err(Why::of("table-postcode")) }
}

/// `DE` and nine digits, or two letters and up to twelve signs for other member states.
pub(super) fn vat_id(cell: &str) -> Result<String, Why> {
    let compact: String = cell.split_whitespace().collect::<String>().to_uppercase();
    let (country, rest) = compact.split_at_checked(2).ok_or_else(|| Why::of("table-vat-id"))?;
    let right = match country {
        "DE" => rest.len() == 9 && rest.bytes().all(|byte| byte.is_ascii_digit()),
        _ => (2..=12).contains(&rest.len()) && rest.bytes().all(|byte| byte.is_ascii_alphanumeric()),
    };
    let lettered = country.bytes().all(|byte| byte.is_ascii_uppercase());
    if right && lettered { Ok(compact) } else { Err(Why::of("table-vat-id")) }
}

/// A short code such as `JA`, `4711-02` or `child_protection`.
pub(super) fn code(cell: &str) -> Result<String, Why> {
    let code = text(40)(cell)?;
    let plain = code.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_./".contains(&byte));
    if plain { Ok(code) } else { Err(Why::of("table-code")) }
}

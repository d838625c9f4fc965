//! What programs send about interpreters, checked field by field: every problem comes back at once.

use crate::{
    directory::{
        commands::{InterpreterDetails, OwnSettings},
        views::{AvailabilityJson, SpokenJson},
    },
    kernel::{language::Language, place::District},
    platform::{
        http::{Problem, TextRule, clean_text},
        i18n::Locale,
        table::{Why, time},
    },
};
use chrono::{NaiveDate, NaiveTime};
use iban::{Iban, IbanLike};
use rocket::http::Status;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An interpreter as the coordination describes them; a PUT replaces everything that stands here.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::directory) struct InterpreterInput {
    /// The city's creditor number; it never changes.
    #[schema(example = "D-0042", max_length = 20)]
    pub number: String,
    /// Given name.
    #[schema(max_length = 80)]
    pub first_name: String,
    /// Family name.
    #[schema(max_length = 80)]
    pub last_name: String,
    /// `female`, `male`, `diverse`.
    pub gender: String,
    /// Mail address.
    pub email: String,
    /// Phone number.
    #[serde(default)]
    pub phone: String,
    /// Street and number.
    pub street: String,
    /// Postcode: five digits.
    pub postcode: String,
    /// City.
    pub city: String,
    /// Home district by its name or code; empty for those who live outside.
    #[serde(default)]
    pub district: String,
    /// `full_time`, `part_time`.
    pub employment: String,
    /// `small_business`, `standard`, `exempt`.
    pub vat_kind: String,
    /// VAT identification number.
    pub vat_id: Option<String>,
    /// Tax number.
    pub tax_number: Option<String>,
    /// Bank account (ISO 13616).
    pub iban: Option<String>,
    /// Agreed to self-billed invoices on.
    pub self_billing_agreed_on: Option<NaiveDate>,
    /// Signed the rate agreement on.
    pub rate_agreement_signed_on: Option<NaiveDate>,
    /// Takes part.
    #[serde(default = "yes")]
    pub active: bool,
    /// Language of mails: `de`, `en`.
    #[serde(default = "german")]
    pub locale: String,
    /// Languages with their levels.
    pub languages: Vec<SpokenJson>,
    /// When and how they work.
    pub availability: AvailabilityJson,
}

fn yes() -> bool {
    true
}

fn german() -> String {
    "de".to_owned()
}

/// Gathers what is wrong.
pub(super) struct Check {
    locale: Locale,
    problem: Problem,
}

impl Check {
    pub(super) fn new(locale: Locale) -> Self {
        Self { locale, problem: Problem::new(Status::UnprocessableEntity, "invalid").detail("Some values are wrong.") }
    }

    pub(super) fn wrong(&mut self, field: &str, why: &Why) {
        let problem = std::mem::replace(&mut self.problem, Problem::new(Status::UnprocessableEntity, "invalid"));
        self.problem = problem.field(field.to_owned(), why.key, why.sentence(self.locale));
    }

    fn read<T>(&mut self, field: &str, value: Result<T, Why>) -> Option<T> {
        value.map_err(|why| self.wrong(field, &why)).ok()
    }

    pub(super) fn line(&mut self, field: &str, text: &str, max: usize) -> Option<String> {
        let cleaned = clean_text(text, TextRule::line(max)).map_err(|why| match why {
            crate::platform::http::TextRefused::Empty => Why::of("table-required"),
            crate::platform::http::TextRefused::TooLong { max } => Why::of("table-text-too-long").number("max", max),
            crate::platform::http::TextRefused::ControlCharacter(_) => Why::of("table-control-character"),
        });
        self.read(field, cleaned)
    }

    pub(super) fn one_of(&mut self, field: &str, value: &str, choices: &[&str]) {
        if !choices.contains(&value) {
            self.wrong(field, &Why::of("table-choice").text("choices", choices.join(", ")));
        }
    }

    pub(super) fn finish(self) -> Result<(), Problem> {
        if self.problem.errors().is_empty() { Ok(()) } else { Err(self.problem) }
    }
}

impl InterpreterInput {
    /// What the command takes; `invented` stays what it was.
    pub(in crate::directory) fn details(&self, invented: bool, locale: Locale) -> Result<InterpreterDetails, Problem> {
        let mut check = Check::new(locale);
        let settings = read_availability(&self.availability, "availability.", &mut check);
        let number = check.line("number", &self.number, 20);
        let first_name = check.line("first_name", &self.first_name, 80);
        let last_name = check.line("last_name", &self.last_name, 80);
        let street = check.line("street", &self.street, 120);
        let city = check.line("city", &self.city, 80);
        let phone = clean_text(&self.phone, TextRule::line(40).or_empty()).map_err(|_| Why::of("table-phone"));
        let phone = check.read("phone", phone);
        check.one_of("gender", &self.gender, &["female", "male", "diverse"]);
        check.one_of("employment", &self.employment, &["full_time", "part_time"]);
        check.one_of("vat_kind", &self.vat_kind, &["small_business", "standard", "exempt"]);
        check.one_of("locale", &self.locale, &["de", "en"]);
        if !is_email(&self.email) {
            check.wrong("email", &Why::of("table-email"));
        }
        if self.postcode.len() != 5 || !self.postcode.bytes().all(|byte| byte.is_ascii_digit()) {
            check.wrong("postcode", &Why::of("table-postcode"));
        }
        let district = match self.district.trim() {
            "" => Some(None),
            name => {
                let known = District::from_code(name).map_or_else(|| District::parse(name).map_err(Why::from), Ok);
                check.read("district", known).map(Some)
            }
        };
        let iban = match &self.iban {
            None => Some(None),
            Some(typed) => {
                let compact: String = typed.split_whitespace().collect::<String>().to_uppercase();
                let read = compact.parse::<Iban>().map_err(|_| Why::of("table-iban"));
                check.read("iban", read).map(|iban| Some(iban.electronic_str().to_owned()))
            }
        };
        let languages = spoken(&self.languages, &mut check);
        check.finish()?;
        // Everything was read, or the check had a problem.
        let settings = settings.ok_or_else(broken)?;
        let district = district.ok_or_else(broken)?;
        let home = district.unwrap_or(District::CENTER).center();
        Ok(InterpreterDetails {
            number: number.ok_or_else(broken)?,
            first_name: first_name.ok_or_else(broken)?,
            last_name: last_name.ok_or_else(broken)?,
            gender: self.gender.clone(),
            email: self.email.to_lowercase(),
            phone: phone.ok_or_else(broken)?,
            street: street.ok_or_else(broken)?,
            postcode: self.postcode.clone(),
            city: city.ok_or_else(broken)?,
            district: district.map(|district| district.name().to_owned()).unwrap_or_default(),
            home: (home.x, home.y),
            employment: self.employment.clone(),
            vat_kind: self.vat_kind.clone(),
            vat_id: filled(&self.vat_id),
            tax_number: filled(&self.tax_number),
            iban: iban.ok_or_else(broken)?,
            delivery: settings.delivery,
            max_travel_minutes: settings.max_travel_minutes,
            weekly_cap_minutes: settings.weekly_cap_minutes,
            min_notice_hours: settings.min_notice_hours,
            quiet: settings.quiet,
            self_billing_agreed_on: self.self_billing_agreed_on,
            rate_agreement_signed_on: self.rate_agreement_signed_on,
            active: self.active,
            invented,
            locale: self.locale.clone(),
            languages,
            windows: settings.windows,
        })
    }
}

fn broken() -> Problem {
    Problem::of_status(Status::UnprocessableEntity)
}

fn filled(value: &Option<String>) -> Option<String> {
    value.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// As far as its form tells.
pub(super) fn is_email(text: &str) -> bool {
    let plain = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_graphic() && !"@,;<>\"()".contains(c));
    text.len() <= 254
        && text.split_once('@').is_some_and(|(local, domain)| {
            plain(local) && plain(domain) && domain.contains('.') && domain.split('.').all(|label| !label.is_empty())
        })
}

fn spoken(languages: &[SpokenJson], check: &mut Check) -> Vec<(String, String)> {
    let mut known: Vec<(String, String)> = Vec::new();
    for (index, each) in languages.iter().enumerate() {
        let Some(language) =
            check.read(&format!("languages[{index}].language"), Language::parse(&each.language).map_err(Why::from))
        else {
            continue;
        };
        check.one_of(
            &format!("languages[{index}].level"),
            &each.level,
            &["A1", "A2", "B1", "B2", "C1", "C2", "native"],
        );
        if known.iter().any(|(code, _)| code == language.code()) {
            check.wrong(
                &format!("languages[{index}].language"),
                &Why::of("table-language-twice").languages("language", vec![language]),
            );
        }
        known.push((language.code().to_owned(), each.level.clone()));
    }
    known
}

/// Times of day as text become times; the command judges the rest.
pub(super) fn read_availability(input: &AvailabilityJson, prefix: &str, check: &mut Check) -> Option<OwnSettings> {
    let mut clock = |field: &str, value: &Option<String>| -> Option<Option<NaiveTime>> {
        match value {
            None => Some(None),
            Some(text) => check.read(&format!("{prefix}{field}"), time(text)).map(Some),
        }
    };
    let (from, to) = (clock("quiet_from", &input.quiet_from), clock("quiet_to", &input.quiet_to));
    if let (Some(from), Some(to)) = (from, to)
        && from.is_some() != to.is_some()
    {
        check.wrong(&format!("{prefix}quiet_to"), &Why::of("directory-quiet-incomplete"));
    }
    check.one_of(&format!("{prefix}delivery"), &input.delivery, &["any", "on_site", "remote"]);
    for (field, value, most) in [
        ("max_travel_minutes", input.max_travel_minutes, 240),
        ("weekly_cap_minutes", input.weekly_cap_minutes, 3600),
        ("min_notice_hours", input.min_notice_hours, 720),
    ] {
        if !(0..=most).contains(&value) {
            check.wrong(
                &format!("{prefix}{field}"),
                &Why::of("table-number-range").number("min", 0).number("max", most),
            );
        }
    }
    Some(OwnSettings {
        delivery: input.delivery.clone(),
        max_travel_minutes: input.max_travel_minutes,
        weekly_cap_minutes: input.weekly_cap_minutes,
        min_notice_hours: input.min_notice_hours,
        quiet: from?.zip(to?),
        windows: input.windows.iter().copied().map(Into::into).collect(),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    fn input() -> InterpreterInput {
        serde_json::from_value(serde_json::json!({
            "number": "D-0900", "first_name": "Amal", "last_name": "Beispiel", "gender": "female",
            "email": "Amal@Example.org", "street": "Weg 1", "postcode": "70173", "city": "Stuttgart", "district": "Süd",
            "employment": "part_time", "vat_kind": "small_business", "iban": "DE89 3704 0044 0532 0130 00",
            "languages": [{"language": "Arabisch", "level": "C2"}],
            "availability": {"delivery": "any", "max_travel_minutes": 60, "weekly_cap_minutes": 1200,
                "min_notice_hours": 12, "quiet_from": "20:00", "quiet_to": "07:00", "windows": []}
        }))
        .unwrap()
    }

    #[test]
    fn what_is_right_is_read() {
        let details = input().details(false, Locale::De).unwrap();
        assert_eq!(details.languages, [("ar".to_owned(), "C2".to_owned())]);
        assert_eq!(details.iban.as_deref(), Some("DE89370400440532013000"));
        assert_eq!(
            (details.email.as_str(), details.district.as_str(), details.home),
            ("amal@example.org", "Süd", (-11, -16))
        );
    }

    #[test]
    fn every_problem_comes_back_at_once() {
        let mut wrong = input();
        wrong.gender = "f".to_owned();
        wrong.postcode = "7017".to_owned();
        wrong.iban = Some("DE00".to_owned());
        wrong.languages.push(SpokenJson { language: "Klingonisch".to_owned(), level: "C3".to_owned() });
        wrong.availability.quiet_to = None;
        wrong.availability.max_travel_minutes = 500;
        let problem = wrong.details(false, Locale::De).unwrap_err();
        let mut fields: Vec<&str> = problem.errors().iter().map(|error| error.field.as_str()).collect();
        fields.sort_unstable();
        assert_eq!(
            fields,
            [
                "availability.max_travel_minutes",
                "availability.quiet_to",
                "gender",
                "iban",
                "languages[1].language",
                "postcode"
            ]
        );
    }
}

//! What a form, a file or a call of the API asks for, and what is wrong with it. Everything wrong is found at once, so that
//! nobody corrects a form five times.

use super::{
    commands::PlanRefused,
    facts::Delivery,
    request::{AskedGender, Priority},
    rules::Rules,
};
use crate::{
    kernel::{
        clock::Instant,
        ids::*,
        language::{Language, UnknownLanguage},
        message::Message,
        place::District,
        refusal::{Refusal, RefusalKind},
        time::{CivilSlot, CivilTimeError, Fold, berlin_date},
    },
    platform::http::{TextRefused, TextRule, clean_text},
};
use chrono::{Duration, NaiveDate, NaiveDateTime, NaiveTime};

/// When, on the wall clock.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct WishedTime {
    /// The day.
    pub date: NaiveDate,
    /// Begin.
    pub from: NaiveTime,
    /// End; before `from` it is the next morning.
    pub to: NaiveTime,
    /// Which of two, in the night the clock goes back.
    pub fold: Fold,
}

/// What an office asks for, as it was sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ask {
    /// Which office.
    pub office: OfficeId,
    /// Code or name of the language.
    pub language: String,
    /// What kind of session.
    pub profile: RequirementProfileId,
    /// When.
    pub time: WishedTime,
    /// How.
    pub delivery: Delivery,
    /// Where; needed on site.
    pub address: String,
    /// Its district; needed on site.
    pub district: String,
    /// A gender that is wished or needed.
    pub gender: Option<AskedGender>,
    /// Nobody of another gender may come.
    pub gender_required: bool,
    /// Whom the office would like.
    pub preferred: Option<InterpreterId>,
    /// The office's file; never a name.
    pub file_reference: String,
    /// What the interpreter should know.
    pub remark: String,
    /// How much depends on it.
    pub priority: Priority,
    /// The number the office's own program gave it; the same number is never booked twice.
    pub external_reference: Option<String>,
}

/// What is left once everything that can be known without the database is in order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Checked {
    pub(super) language: Language,
    pub(super) slot: CivilSlot,
    pub(super) address: String,
    pub(super) district: Option<District>,
    pub(super) file_reference: Option<String>,
    pub(super) remark: String,
    pub(super) external_reference: Option<String>,
}

/// One thing that is wrong with what was asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Problem {
    /// The clock jumps over this time.
    TimeSkipped(NaiveDateTime),
    /// The time comes twice: which?
    TimeAmbiguous(NaiveDateTime),
    /// It ends when or before it starts.
    EndsBeforeItStarts,
    /// Longer than anybody interprets.
    TooLong,
    /// The begin has passed.
    Past,
    /// So short before that nobody can be found: minutes needed.
    TooSoon(i64),
    /// Further ahead than people know their calendars: days.
    TooFar(i64),
    /// No language of ours, or several.
    Language(UnknownLanguage),
    /// A sign language can't be heard.
    SignedByPhone,
    /// No such profile.
    ProfileUnknown,
    /// No such person in the pool.
    PreferredUnknown,
    /// On site, but where?
    AddressMissing,
    /// On site, but in which district?
    DistrictMissing,
    /// No district of the city.
    DistrictUnknown(String),
    /// A text that can't be taken: field, why.
    Text(&'static str, TextRefused),
    /// The office has retired.
    OfficeRetired,
    /// The office has no line for the year of the session.
    NoBudgetLine(i32),
    /// The office's program gave that number to another request: the one that has it.
    ExternalTwin(String),
    /// It can't be priced.
    Plan(PlanRefused),
}

impl Refusal for Problem {
    fn code(&self) -> &'static str {
        match self {
            Self::TimeSkipped(_) => "time-skipped",
            Self::TimeAmbiguous(_) => "time-ambiguous",
            Self::EndsBeforeItStarts => "slot-ends-before-it-starts",
            Self::TooLong => "slot-too-long",
            Self::Past => "slot-is-past",
            Self::TooSoon(_) => "slot-too-soon",
            Self::TooFar(_) => "slot-too-far",
            Self::Language(unknown) if unknown.collective => "language-collective",
            Self::Language(_) => "language-unknown",
            Self::SignedByPhone => "signed-by-phone",
            Self::ProfileUnknown => "profile-unknown",
            Self::PreferredUnknown => "preferred-unknown",
            Self::AddressMissing => "address-missing",
            Self::DistrictMissing => "district-missing",
            Self::DistrictUnknown(_) => "district-unknown",
            Self::Text(_, TextRefused::Empty) => "text-missing",
            Self::Text(_, TextRefused::TooLong { .. }) => "text-too-long",
            Self::Text(_, TextRefused::ControlCharacter(_)) => "text-control-character",
            Self::OfficeRetired => "request-office-retired",
            Self::NoBudgetLine(_) => "office-has-no-budget-line",
            Self::ExternalTwin(_) => "external-reference-taken",
            Self::Plan(refused) => refused.code(),
        }
    }

    fn message(&self) -> Message {
        let own = Message::new(&format!("refusal-{}", self.code()));
        match self {
            Self::TimeSkipped(at) | Self::TimeAmbiguous(at) => {
                own.with("date", at.date()).with("time", at.format("%H:%M").to_string())
            }
            Self::TooSoon(minutes) => own.with("minutes", *minutes),
            Self::TooFar(days) => own.with("days", *days),
            Self::Language(unknown) => language_message(unknown),
            Self::DistrictUnknown(given) => own.with("given", given.as_str()),
            Self::Text(_, TextRefused::TooLong { max }) => own.with("max", i64::try_from(*max).unwrap_or(i64::MAX)),
            Self::NoBudgetLine(year) => own.with("year", year.to_string()),
            Self::ExternalTwin(reference) => own.with("reference", reference.as_str()),
            Self::Plan(refused) => refused.message(),
            _ => own,
        }
    }

    fn field(&self) -> Option<&'static str> {
        Some(match self {
            Self::TimeSkipped(_) => "from",
            Self::TimeAmbiguous(_) => "fold",
            Self::EndsBeforeItStarts | Self::TooLong => "to",
            Self::Past | Self::TooSoon(_) | Self::TooFar(_) | Self::NoBudgetLine(_) => "date",
            Self::Language(_) => "language",
            Self::SignedByPhone => "delivery",
            Self::ProfileUnknown => "profile",
            Self::PreferredUnknown => "preferred",
            Self::AddressMissing => "address",
            Self::DistrictMissing | Self::DistrictUnknown(_) => "district",
            Self::Text(field, _) => field,
            Self::OfficeRetired => "office",
            Self::ExternalTwin(_) => "external_reference",
            Self::Plan(refused) => return refused.field(),
        })
    }

    fn kind(&self) -> RefusalKind {
        match self {
            Self::ExternalTwin(_) => RefusalKind::Conflict,
            _ => RefusalKind::Input,
        }
    }
}

fn language_message(unknown: &UnknownLanguage) -> Message {
    // Both names: the sentence is spoken in a language that is not known here.
    let suggestions: Vec<String> =
        unknown.did_you_mean.iter().map(|one| format!("{} / {}", one.german(), one.english())).collect();
    let key = match (unknown.collective, suggestions.is_empty()) {
        (true, _) => "language-collective",
        (false, true) => "language-unknown",
        (false, false) => "language-unknown-suggestion",
    };
    Message::new(key).with("given", unknown.given.as_str()).with("suggestions", suggestions.join(", "))
}

/// Everything that is wrong with one request; never empty.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AskRefused(Vec<Problem>);

impl AskRefused {
    /// `None` if nothing is wrong.
    #[must_use]
    pub fn of(problems: Vec<Problem>) -> Option<Self> {
        (!problems.is_empty()).then_some(Self(problems))
    }

    /// All of it.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.0
    }
}

impl From<Problem> for AskRefused {
    fn from(problem: Problem) -> Self {
        Self(vec![problem])
    }
}

/// Speaks for its first problem.
impl Refusal for AskRefused {
    fn code(&self) -> &'static str {
        self.0.first().map_or("request-refused", Refusal::code)
    }
    fn message(&self) -> Message {
        self.0.first().map_or_else(|| Message::new("refusal-request-refused"), Refusal::message)
    }
    fn field(&self) -> Option<&'static str> {
        self.0.first().and_then(Refusal::field)
    }
    fn kind(&self) -> RefusalKind {
        self.0.first().map_or(RefusalKind::Input, Refusal::kind)
    }
}

/// A slot in civil time that exists, lies ahead, far enough and not too far.
///
/// # Errors
/// Says why it can't be booked.
pub fn check_time(wished: WishedTime, now: Instant, rules: &Rules) -> Result<CivilSlot, Problem> {
    let slot = CivilSlot::agree(wished.date, wished.from, wished.to, wished.fold).map_err(|error| match error {
        CivilTimeError::Skipped(at) => Problem::TimeSkipped(at),
        CivilTimeError::Ambiguous(at) => Problem::TimeAmbiguous(at),
        CivilTimeError::EndsBeforeItStarts => Problem::EndsBeforeItStarts,
        CivilTimeError::TooLong => Problem::TooLong,
    })?;
    if slot.starts_at() <= now {
        return Err(Problem::Past);
    }
    if slot.starts_at() < now + Duration::minutes(rules.least_lead_minutes) {
        return Err(Problem::TooSoon(rules.least_lead_minutes));
    }
    if slot.date() > berlin_date(now) + Duration::days(rules.farthest_days) {
        return Err(Problem::TooFar(rules.farthest_days));
    }
    Ok(slot)
}

/// A place: on site an address and a district of the city are needed, otherwise neither counts.
pub(super) fn check_place(
    delivery: Delivery,
    address: &str,
    district: &str,
    problems: &mut Vec<Problem>,
) -> (String, Option<District>) {
    let address = text("address", address, TextRule::lines(300).or_empty(), problems);
    if delivery != Delivery::OnSite {
        return (address, None);
    }
    if address.is_empty() && !problems.iter().any(|problem| problem.field() == Some("address")) {
        problems.push(Problem::AddressMissing);
    }
    let found = District::parse(district).ok();
    if district.trim().is_empty() {
        problems.push(Problem::DistrictMissing);
    } else if found.is_none() {
        problems.push(Problem::DistrictUnknown(district.chars().take(60).collect()));
    }
    (address, found)
}

fn text(field: &'static str, raw: &str, rule: TextRule, problems: &mut Vec<Problem>) -> String {
    clean_text(raw, rule).unwrap_or_else(|refused| {
        problems.push(Problem::Text(field, refused));
        String::new()
    })
}

/// What an interpreter may be told.
pub(super) fn remark(raw: &str) -> Result<String, Problem> {
    clean_text(raw, REMARK).map_err(|refused| Problem::Text("remark", refused))
}

/// The office's file; none if it is empty.
pub(super) fn file_reference(raw: &str) -> Result<Option<String>, Problem> {
    let text = clean_text(raw, FILE_REFERENCE).map_err(|refused| Problem::Text("file_reference", refused))?;
    Ok(Some(text).filter(|text| !text.is_empty()))
}

const REMARK: TextRule = TextRule::lines(1000).or_empty();
const FILE_REFERENCE: TextRule = TextRule::line(60).or_empty();

/// What a reason may be; for commands that take one.
pub(super) fn reason(raw: &str, field: &'static str, required: bool) -> Result<String, Problem> {
    let rule = TextRule::lines(600);
    clean_text(raw, if required { rule } else { rule.or_empty() }).map_err(|refused| Problem::Text(field, refused))
}

impl Ask {
    /// Reads the request as far as it goes without the database.
    ///
    /// # Errors
    /// Everything that is wrong.
    pub fn check(&self, now: Instant, rules: &Rules) -> Result<Checked, Vec<Problem>> {
        let mut problems = Vec::new();
        let slot = check_time(self.time, now, rules).map_err(|problem| problems.push(problem)).ok();
        let language =
            Language::parse(&self.language).map_err(|unknown| problems.push(Problem::Language(unknown))).ok();
        if language.is_some_and(Language::is_signed) && self.delivery == Delivery::Phone {
            problems.push(Problem::SignedByPhone);
        }
        let (address, district) = check_place(self.delivery, &self.address, &self.district, &mut problems);
        let file_reference = text("file_reference", &self.file_reference, FILE_REFERENCE, &mut problems);
        let remark = text("remark", &self.remark, REMARK, &mut problems);
        let external = self.external_reference.as_deref().unwrap_or_default();
        let external = text("external_reference", external, TextRule::line(60).or_empty(), &mut problems);
        match (slot, language) {
            (Some(slot), Some(language)) if problems.is_empty() => Ok(Checked {
                language,
                slot,
                address,
                district,
                file_reference: Some(file_reference).filter(|text| !text.is_empty()),
                remark,
                external_reference: Some(external).filter(|text| !text.is_empty()),
            }),
            _ => Err(problems),
        }
    }
}

/// What was stored although it looks odd: said once, kept nowhere.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Warning {
    /// The file reference reads like a person's name.
    FileReferenceLooksLikeAName,
    /// The remark, which the interpreter reads, calls somebody by name.
    RemarkNamesSomebody,
}

impl Warning {
    /// The sentence.
    #[must_use]
    pub fn message(self) -> Message {
        match self {
            Self::FileReferenceLooksLikeAName => Message::new("booking-warning-file-reference-name"),
            Self::RemarkNamesSomebody => Message::new("booking-warning-remark-name"),
        }
    }

    /// Stable, for programs.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::FileReferenceLooksLikeAName => "file-reference-looks-like-a-name",
            Self::RemarkNamesSomebody => "remark-names-somebody",
        }
    }
}

/// Whether a file reference reads like a person's name, as far as can be told: words of letters only, two or more, each with a
/// capital; or "Herr", "Frau", "Familie" before a word. Files have figures; a single word of capitals is an abbreviation.
#[must_use]
pub fn looks_like_a_name(file_reference: &str) -> bool {
    let words: Vec<&str> = file_reference.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    let titles = ["herr", "herrn", "frau", "fam.", "familie", "mr", "mrs", "ms"];
    let lower = |word: &str| word.to_lowercase().trim_end_matches('.').to_owned();
    let titled = words.len() >= 2
        && words.first().is_some_and(|word| titles.iter().any(|title| lower(word) == title.trim_end_matches('.')));
    let is_name_part = |word: &&str| {
        word.trim_end_matches('.').split(['-', '\'']).all(|part| {
            let mut letters = part.chars();
            letters.next().is_some_and(char::is_uppercase)
                && letters.all(|letter| letter.is_alphabetic() && !letter.is_uppercase())
        }) && word.chars().filter(|letter| letter.is_alphabetic()).count() >= 2
    };
    titled || (words.len() >= 2 && words.len() <= 4 && words.iter().all(is_name_part))
}

/// Whether a remark calls somebody by name, as far as can be told: "Herr", "Frau", "Familie" … before a word with a capital. German
/// nouns have capitals, too, so that two of them in a row say nothing.
#[must_use]
pub fn names_somebody(remark: &str) -> bool {
    const TITLES: [&str; 10] = ["herr", "herrn", "hr", "frau", "fr", "fam", "familie", "mr", "mrs", "ms"];
    let words: Vec<&str> = remark
        .split(|letter: char| letter.is_whitespace() || ",;:()/".contains(letter))
        .filter(|word| !word.is_empty())
        .collect();
    words.windows(2).any(|pair| {
        let [title, name] = pair else { return false };
        TITLES.contains(&title.to_lowercase().trim_end_matches('.'))
            && name.chars().next().is_some_and(char::is_uppercase)
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    fn at(date: (i32, u32, u32), from: (u32, u32), to: (u32, u32), fold: Fold) -> WishedTime {
        WishedTime {
            date: NaiveDate::from_ymd_opt(date.0, date.1, date.2).unwrap(),
            from: NaiveTime::from_hms_opt(from.0, from.1, 0).unwrap(),
            to: NaiveTime::from_hms_opt(to.0, to.1, 0).unwrap(),
            fold,
        }
    }

    /// Monday 2026-03-02, 09:00 in Berlin is now.
    #[test]
    fn times_that_can_be_booked_and_times_that_cannot() {
        let now = "2026-03-02T08:00:00Z".parse().unwrap();
        let table = [
            (at((2026, 3, 5), (14, 0), (15, 30), Fold::Unsaid), "ok"),
            (at((2026, 3, 5), (22, 0), (2, 0), Fold::Unsaid), "ok"),
            (at((2026, 3, 29), (2, 30), (4, 0), Fold::Unsaid), "time-skipped"),
            (at((2026, 10, 25), (2, 30), (4, 0), Fold::Unsaid), "time-ambiguous"),
            (at((2026, 10, 25), (2, 30), (4, 0), Fold::Later), "ok"),
            (at((2026, 3, 5), (14, 0), (14, 0), Fold::Unsaid), "slot-ends-before-it-starts"),
            (at((2026, 3, 5), (14, 0), (13, 0), Fold::Unsaid), "slot-ends-before-it-starts"),
            (at((2026, 3, 5), (6, 0), (22, 0), Fold::Unsaid), "slot-too-long"),
            (at((2026, 3, 2), (8, 59), (10, 0), Fold::Unsaid), "slot-is-past"),
            (at((2025, 3, 2), (9, 0), (10, 0), Fold::Unsaid), "slot-is-past"),
            (at((2026, 3, 2), (9, 59), (11, 0), Fold::Unsaid), "slot-too-soon"),
            (at((2026, 3, 2), (10, 0), (11, 0), Fold::Unsaid), "ok"),
            (at((2028, 3, 2), (10, 0), (11, 0), Fold::Unsaid), "slot-too-far"),
        ];
        for (time, wanted) in table {
            let found = check_time(time, now, &Rules::default()).map_or_else(|problem| problem.code(), |_| "ok");
            assert_eq!(found, wanted, "{time:?}");
        }
    }

    #[test]
    fn file_references_that_look_like_names() {
        let names =
            ["Maria Musterfrau", "Musterfrau, Maria", "Al-Hassan Omar", "Frau K.", "Familie Yılmaz", "O'Neil Sean"];
        let files = ["JA-2026/0815", "51.3-1234", "AZ 12 F 345/26", "K", "ASD Mitte 7", "HZE", "BG 1234567"];
        for name in names {
            assert!(looks_like_a_name(name), "{name}");
        }
        for file in files {
            assert!(!looks_like_a_name(file), "{file}");
        }
    }

    #[test]
    fn a_remark_that_calls_somebody_by_name_is_noticed() {
        for named in
            ["Frau Yılmaz kommt mit Kind", "bitte bei Hr. Haddad klingeln", "Gespräch mit Familie O'Neil", "(Mrs Khan)"]
        {
            assert!(names_somebody(named), "{named}");
        }
        for plain in [
            "Bitte Haupteingang nutzen",
            "eine Frau dolmetscht",
            "Die Familie kommt zu viert",
            "Zimmer 12, 2. Stock",
            "",
        ] {
            assert!(!names_somebody(plain), "{plain}");
        }
    }
}

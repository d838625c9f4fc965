//! The city that every story begins with, built with the product's own commands.
//!
//! Two offices with money, one without; four interpreters; somebody for each role. All of them log in with [`PASSWORD`].

use chrono::{DateTime, NaiveDate, Utc};
use dragoman::{
    billing::commands::accept_figures,
    budget::commands::{LineDetails, open_line},
    directory::{commands::*, facts::*},
    identity::{
        NewAccount, NewRole, Permit, Ready, create_active_account,
        policy::{AcceptFigures, ManageAccounts, ManageBudget, ManageOffices, ManagePool},
    },
    kernel::{
        actor::{Actor, Grant, Person, Role},
        ids::{AccountId, InterpreterId, OfficeId},
        leitweg::LeitwegId,
        money::Cents,
        place::District,
        time::FiscalYear,
    },
    platform::{
        db::{Db, Tx},
        i18n::Locale,
        password::{Cost, Passwords},
    },
};

/// Everybody's password.
pub const PASSWORD: &str = "blaue Tassen im Regal";

const HOUSE: Actor = Actor::House("test");

/// When the city was founded; stories happen later.
///
/// # Panics
/// Never.
#[must_use]
pub fn founded_at() -> DateTime<Utc> {
    DateTime::parse_from_rfc3339("2026-01-02T08:00:00Z").expect("an instant").to_utc()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap_or_else(|_| panic!("{text} is no day"))
}

/// `(code, name in German, name in English, appropriation of each year in cents)`.
const OFFICES: [(&str, &str, &str, i64); 3] = [
    ("JA", "Jugendamt", "Youth Welfare Office", 2_000_000),
    ("SVA", "Schulverwaltungsamt", "Schools Administration Office", 500_000),
    // Enough for one session of an hour and a half, not for two.
    ("GA", "Gesundheitsamt", "Public Health Office", 10_000),
];

/// `(code, name, credentials, legal duty)`.
const PROFILES: [(&str, &str, &[CredentialKind], bool); 3] = [
    ("counseling", "Beratungsgespräch", &[CredentialKind::Confidentiality], false),
    (
        "school_conference",
        "Elterngespräch in der Schule",
        &[CredentialKind::Confidentiality, CredentialKind::Measles],
        false,
    ),
    ("child_protection", "Kinderschutz", &[CredentialKind::Training, CredentialKind::Conduct], true),
];

/// `(address before the @, name, role, office)`.
const STAFF: [(&str, &str, Role, Option<&str>); 13] = [
    ("karin", "Karin Kurz", Role::CaseWorker, Some("JA")),
    ("kemal", "Kemal Kaya", Role::CaseWorker, Some("JA")),
    ("helga", "Helga Hahn", Role::OfficeHead, Some("JA")),
    ("silke", "Silke Sommer", Role::CaseWorker, Some("SVA")),
    ("stefan", "Stefan Stark", Role::OfficeHead, Some("SVA")),
    ("gina", "Gina Groß", Role::CaseWorker, Some("GA")),
    ("gerd", "Gerd Grün", Role::OfficeHead, Some("GA")),
    ("kora", "Kora König", Role::Coordination, None),
    ("fina", "Fina Falk", Role::FinanceClerk, None),
    ("otto", "Otto Ober", Role::AuthorizingOfficer, None),
    ("tessa", "Tessa Thal", Role::Treasury, None),
    ("aldo", "Aldo Amann", Role::Auditor, None),
    ("ada", "Ada Arndt", Role::Administrator, None),
];

/// An interpreter of the pool: `(number, first name, last name, gender, languages, employment, VAT, trained, self-billing)`.
type Player = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static [&'static str],
    &'static str,
    &'static str,
    bool,
    bool,
);

const INTERPRETERS: [Player; 4] = [
    ("D-1", "Amal", "Haddad", "female", &["ar", "fr"], "part_time", "small_business", true, true),
    ("D-2", "Yusuf", "Khatib", "male", &["ar"], "full_time", "standard", false, true),
    ("D-3", "Samir", "Saleh", "male", &["ar", "kmr"], "part_time", "small_business", false, false),
    ("D-4", "Oksana", "Bondar", "female", &["uk", "ru"], "part_time", "small_business", true, true),
];

/// Founds the city: once a process for each database.
///
/// # Panics
/// A command refuses.
pub async fn found(db: &Db) {
    let now = founded_at();
    let mut tx = db.begin().await.expect("a unit of work");
    let mut offices = Vec::new();
    for (code, name_de, name_en, appropriation) in OFFICES {
        let office = register_an_office(&mut tx, code, name_de, name_en).await;
        offices.push((code, office));
        for year in [2026, 2027] {
            open_a_line(&mut tx, office, year, appropriation).await;
        }
    }
    let pool = Permit::ask(&HOUSE, ManagePool {}).expect("a permit");
    for (code, name, credentials, legal_duty) in PROFILES {
        let profile = ProfileDetails {
            code: code.to_owned(),
            name_de: name.to_owned(),
            name_en: code.replace('_', " "),
            credentials: credentials.to_vec(),
            legal_duty,
            active: true,
        };
        define_profile(&pool, &profile, None, now, &mut tx).await.expect("a profile");
    }
    let hash = Passwords::new(Cost::WEAK_FOR_TESTS).expect("argon2").hash(PASSWORD).await.expect("a hash");
    for (address, name, role, office) in STAFF {
        let office = office.and_then(|code| offices.iter().find(|(known, _)| *known == code)).map(|(_, id)| *id);
        let account = employ(&mut tx, address, name, &[(role, office)], None, &hash).await;
        if ["fina", "otto"].contains(&address) {
            let grants = vec![Grant { role, office }];
            let person = Actor::Person(Person { account, name: name.to_owned(), grants, interpreter: None });
            let permit = Permit::ask(&person, AcceptFigures {}).expect("a permit");
            accept_figures(permit, "stuttgart-2022", "Test", now, &mut tx).await.expect("an acceptance");
        }
    }
    for player in INTERPRETERS {
        let id = add_interpreter(&mut tx, player).await;
        let (_, first, last, ..) = player;
        let role = [(Role::Interpreter, None)];
        employ(&mut tx, &first.to_lowercase(), &format!("{first} {last}"), &role, Some(id), &hash).await;
    }
    tx.commit().await.expect("a city");
}

async fn register_an_office(tx: &mut Tx, code: &str, name_de: &str, name_en: &str) -> OfficeId {
    let details = OfficeDetails {
        code: code.to_owned(),
        name_de: name_de.to_owned(),
        name_en: name_en.to_owned(),
        is_grant: false,
        leitweg_id: LeitwegId::completed("08111000-12345").expect("a Leitweg-ID"),
        email: format!("{}@city.example", code.to_lowercase()),
        address: "Wilhelmstraße 3, 70182 Stuttgart".to_owned(),
        district: District::CENTER.code().to_owned(),
        contact: String::new(),
        phone: String::new(),
    };
    let permit = Permit::ask(&HOUSE, ManageOffices {}).expect("a permit");
    register_office(permit, &details, founded_at(), tx).await.expect("an office").0
}

async fn open_a_line(tx: &mut Tx, office: OfficeId, year: i32, appropriation: i64) {
    let line = LineDetails {
        office,
        fiscal_year: FiscalYear(year),
        cost_center: "5110".to_owned(),
        cost_object: "363".to_owned(),
        account: "443".to_owned(),
        name: format!("Dolmetschen {year}"),
        appropriation: Cents(appropriation),
        warn_percent: 80,
    };
    let permit = Permit::ask(&HOUSE, ManageBudget {}).expect("a permit");
    open_line(&permit, &line, founded_at(), tx).await.expect("a line");
}

/// Gives somebody an account that can log in at once.
pub async fn employ(
    tx: &mut Tx,
    address: &str,
    name: &str,
    roles: &[(Role, Option<OfficeId>)],
    interpreter: Option<InterpreterId>,
    hash: &str,
) -> AccountId {
    let new = NewAccount {
        email: format!("{address}@city.example"),
        name: name.to_owned(),
        locale: Locale::De,
        roles: roles.iter().map(|(role, office)| NewRole::of(*role, *office)).collect(),
        interpreter,
    };
    let second_factor = roles.iter().any(|(role, _)| role.needs_second_factor());
    let ready = Ready { password_hash: hash.to_owned(), second_factor };
    let permit = Permit::ask(&HOUSE, ManageAccounts {}).expect("a permit");
    create_active_account(permit, new, ready, founded_at(), tx).await.expect("an account")
}

/// Somebody who speaks Arabic and is always free, for stories that need a crowd.
pub async fn add_to_crowd(tx: &mut Tx, index: usize, hash: &str) -> InterpreterId {
    let number: &'static str = Box::leak(format!("C-{index}").into_boxed_str());
    let last: &'static str = Box::leak(format!("Nummer{index}").into_boxed_str());
    let player = (number, "Crowd", last, "female", &["ar"] as &'static [_], "part_time", "small_business", false, true);
    let id = add_interpreter(tx, player).await;
    let name = format!("Crowd {last}");
    employ(tx, &format!("crowd{index}"), &name, &[(Role::Interpreter, None)], Some(id), hash).await;
    id
}

async fn add_interpreter(tx: &mut Tx, player: Player) -> InterpreterId {
    let (number, first, last, gender, languages, employment, vat, trained, self_billing) = player;
    let details = InterpreterDetails {
        number: number.to_owned(),
        first_name: first.to_owned(),
        last_name: last.to_owned(),
        gender: gender.to_owned(),
        email: format!("{}.{}@dolmetschen.example.org", first.to_lowercase(), last.to_lowercase()),
        phone: "0171 3920001".to_owned(),
        street: "Neckarstraße 48".to_owned(),
        postcode: "70190".to_owned(),
        city: "Stuttgart".to_owned(),
        district: "ost".to_owned(),
        home: (20, 6),
        employment: employment.to_owned(),
        vat_kind: vat.to_owned(),
        vat_id: (vat == "standard").then(|| "DE999000017".to_owned()),
        tax_number: (vat != "standard").then(|| "99101/20137".to_owned()),
        iban: Some("DE85999000014711007919".to_owned()),
        delivery: "any".to_owned(),
        max_travel_minutes: 90,
        weekly_cap_minutes: 40 * 60,
        min_notice_hours: 0,
        quiet: None,
        self_billing_agreed_on: self_billing.then(|| day("2025-01-01")),
        rate_agreement_signed_on: Some(day("2025-01-01")),
        active: true,
        invented: true,
        locale: "de".to_owned(),
        languages: languages.iter().map(|code| ((*code).to_owned(), "C2".to_owned())).collect(),
        windows: (0..7).map(|weekday| WindowFacts { weekday, from_minute: 0, to_minute: 1440 }).collect(),
    };
    let permit = Permit::ask(&HOUSE, ManagePool {}).expect("a permit");
    let (id, _) = register_interpreter(permit.clone(), &details, founded_at(), tx).await.expect("an interpreter");
    let mut kinds = vec![CredentialKind::Confidentiality, CredentialKind::Conduct, CredentialKind::Measles];
    if trained {
        kinds.push(CredentialKind::Training);
    }
    for kind in kinds {
        let credential = NewCredential {
            kind,
            course_group: None,
            valid_from: day("2025-01-01"),
            valid_to: Some(day("2029-12-31")),
        };
        record_credential(&permit, id, &credential, founded_at(), tx).await.expect("a credential");
    }
    id
}

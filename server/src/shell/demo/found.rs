//! Founding the demo city: offices, profiles, budgets, the pool, accounts. Everything through the product's own commands.

use super::{
    cast::DemoInterpreter,
    offices::{DemoOffice, Funding, LOGINS, OFFICES},
    profiles::PROFILES,
};
use crate::{
    billing,
    budget::commands::{LineDetails, open_line},
    directory::commands::{
        InterpreterDetails, NewCredential, OfficeDetails, ProfileDetails, define_profile, record_credential,
        register_interpreter, register_office,
    },
    identity::{
        NewAccount, NewRole, Permit, Ready, create_active_account,
        policy::{AcceptFigures, ManageAccounts, ManageBudget, ManageOffices, ManagePool},
    },
    kernel::{
        actor::{Actor, Grant, Person, Role},
        clock::Instant,
        ids::{BudgetLineId, InterpreterId, OfficeId, RequirementProfileId},
        leitweg::LeitwegId,
        money::Cents,
        refusal::Refusal,
        time::FiscalYear,
    },
    platform::{
        db::Tx,
        fault::{Fault, Stop},
        i18n::Locale,
    },
    shell::import::apply::words::{delivery, window},
};
use chrono::{Datelike, NaiveDate};
use std::collections::HashMap;

/// The password of every demo login; the demo listens on loopback and says so.
pub const PASSWORD: &str = "Dolmetschen-in-Stuttgart";

/// The invented people and things, with the keys they were given.
pub(super) struct Founded {
    pub(super) offices: HashMap<&'static str, OfficeId>,
    pub(super) profiles: HashMap<&'static str, RequirementProfileId>,
    /// By cost center and fiscal year.
    pub(super) lines: HashMap<(&'static str, i32), BudgetLineId>,
    /// As in the cast.
    pub(super) interpreters: Vec<InterpreterId>,
    /// Where they live.
    pub(super) homes: Vec<crate::kernel::place::District>,
    /// Accounts of the staff, by role and office code.
    pub(super) staff: HashMap<(Role, Option<&'static str>), Person>,
    /// Accounts of the interpreters, as in the cast.
    pub(super) people: Vec<Person>,
}

impl Founded {
    /// Somebody of the staff, to act as.
    pub(super) fn staff(&self, role: Role, office: Option<&'static str>) -> Result<Actor, Fault> {
        let person = self.staff.get(&(role, office)).cloned();
        person.map(Actor::Person).ok_or_else(|| Fault::new(format!("the demo has no {role:?} of {office:?}")))
    }
}

/// A refusal while building is a fault of the script.
pub(super) fn built<T, R: Refusal>(result: Result<T, Stop<R>>) -> Result<T, Fault> {
    result.map_err(|stop| match stop {
        Stop::Refused(refusal) => Fault::new(format!("the demo's script was refused: {refusal:?}")),
        Stop::Fault(fault) => fault,
    })
}

/// The house's permit for an action.
fn house<A: crate::identity::policy::Action>(action: A) -> Result<Permit<A>, Fault> {
    Permit::ask(&Actor::House("demo"), action).map_err(|_| Fault::new("the house may not found a city"))
}

/// Founds the city as of `now`; the budgets of this year and the last one.
pub(super) async fn found(
    tx: &mut Tx,
    cast: &[DemoInterpreter],
    today: NaiveDate,
    password_hash: &str,
    now: Instant,
) -> Result<Founded, Fault> {
    let mut founded = Founded {
        offices: HashMap::new(),
        profiles: HashMap::new(),
        lines: HashMap::new(),
        interpreters: Vec::new(),
        homes: cast.iter().map(|person| person.district).collect(),
        staff: HashMap::new(),
        people: Vec::new(),
    };
    for (index, office) in OFFICES.iter().enumerate() {
        let id = open_office(tx, office, index, now).await?;
        founded.offices.insert(office.code, id);
        for year in [today.year() - 1, today.year(), today.year() + 1] {
            for (cost_center, line) in open_lines(tx, office, id, year, now).await? {
                founded.lines.insert((cost_center, year), line);
            }
        }
    }
    for profile in PROFILES {
        let details = ProfileDetails {
            code: profile.code.to_owned(),
            name_de: profile.german.to_owned(),
            name_en: profile.english.to_owned(),
            credentials: profile.required.to_vec(),
            legal_duty: profile.legal_duty,
            active: true,
        };
        let permit = house(ManagePool {})?;
        let (id, _) = built(define_profile(&permit, &details, None, now, tx).await)?;
        founded.profiles.insert(profile.code, id);
    }
    for person in cast {
        let id = join(tx, person, now).await?;
        founded.interpreters.push(id);
        let account = account(tx, person, id, password_hash, now).await?;
        founded.people.push(account);
    }
    for login in LOGINS {
        let role = Role::parse(login.role).ok_or_else(|| Fault::new("the demo names an unknown role"))?;
        let office = login.office.and_then(|code| founded.offices.get(code)).copied();
        let name = format!("{} {}", login.first_name, login.last_name);
        let new = NewAccount {
            email: login.email.to_owned(),
            name: name.clone(),
            locale: Locale::De,
            roles: vec![NewRole { valid_from: Some(long_ago(today)), ..NewRole::of(role, office) }],
            interpreter: None,
        };
        let ready = Ready { password_hash: password_hash.to_owned(), second_factor: role.needs_second_factor() };
        let id = built(create_active_account(house(ManageAccounts {})?, new, ready, now, tx).await)?;
        let person = Person { account: id, name, grants: vec![Grant { role, office }], interpreter: None };
        founded.staff.insert((role, login.office), person);
    }
    accept_figures(tx, &founded, now).await?;
    Ok(founded)
}

/// The city's tables are assumed; two people of the demo stand by them, so that it has a past with documents.
async fn accept_figures(tx: &mut Tx, founded: &Founded, now: Instant) -> Result<(), Fault> {
    for role in [Role::FinanceClerk, Role::AuthorizingOfficer] {
        let actor = founded.staff(role, None)?;
        for schedule in ["stuttgart-2021", "stuttgart-2022"] {
            let permit = Permit::ask(&actor, AcceptFigures {}).map_err(|_| Fault::new("nobody may accept figures"))?;
            let reason = "Erfundene Stadt: die Sätze sind Beispiele";
            built(billing::commands::accept_figures(permit, schedule, reason, now, tx).await)?;
        }
    }
    Ok(())
}

/// Everybody has worked here for longer than the year that is told.
fn long_ago(today: NaiveDate) -> NaiveDate {
    today - chrono::Months::new(24)
}

async fn open_office(tx: &mut Tx, office: &DemoOffice, index: usize, now: Instant) -> Result<OfficeId, Fault> {
    let details = OfficeDetails {
        code: office.code.to_owned(),
        name_de: office.german.to_owned(),
        name_en: office.english.to_owned(),
        is_grant: office.code == "IM",
        // The shape of a Leitweg-ID; coarse part 08111000 is Stuttgart's, the fine part is invented. Check digits: ISO 7064.
        leitweg_id: LeitwegId::completed(&format!("08111000-DEMO{index:02}"))
            .map_err(|_| Fault::new("an invented Leitweg-ID has another shape"))?,
        email: format!("{}@stadt.example.org", office.code.to_lowercase()),
        address: format!("{}, {} Stuttgart", office.street, office.postcode),
        district: office.district.to_owned(),
        contact: "Geschäftszimmer".to_owned(),
        phone: format!("0711 5550-{}", 100 + index),
    };
    let (id, _) = register_office(house(ManageOffices {})?, &details, now, tx).await?;
    Ok(id)
}

/// Money that a line has before the script runs; [`Funding::UsedUpExcept`] is cut down at the end.
const PLENTY: i64 = 6_000_000;

async fn open_lines(
    tx: &mut Tx,
    office: &DemoOffice,
    id: OfficeId,
    year: i32,
    now: Instant,
) -> Result<Vec<(&'static str, BudgetLineId)>, Fault> {
    let mut lines = Vec::new();
    for budget in office.budgets {
        let appropriation = match budget.funding {
            Funding::Fixed(cents) => cents,
            Funding::UsedUpExcept(_) => PLENTY,
        };
        let details = LineDetails {
            office: id,
            fiscal_year: FiscalYear(year),
            cost_center: budget.cost_center.to_owned(),
            cost_object: budget.cost_object.to_owned(),
            account: budget.account.to_owned(),
            name: budget.german.to_owned(),
            appropriation: Cents(appropriation),
            warn_percent: i32::from(budget.warn_percent),
        };
        let (line, _) = built(open_line(&house(ManageBudget {})?, &details, now, tx).await)?;
        lines.push((budget.cost_center, line));
    }
    Ok(lines)
}

async fn join(tx: &mut Tx, person: &DemoInterpreter, now: Instant) -> Result<InterpreterId, Fault> {
    let home = person.district.center();
    let small = |number: i64| i32::try_from(number).unwrap_or(60);
    let details = InterpreterDetails {
        number: person.number.clone(),
        first_name: person.first_name.clone(),
        last_name: person.last_name.clone(),
        gender: person.gender.code().to_owned(),
        email: person.email.clone(),
        phone: person.phone.clone(),
        street: person.street.clone(),
        postcode: person.postcode.clone(),
        city: person.city.to_owned(),
        district: person.district.name().to_owned(),
        home: (home.x, home.y),
        employment: person.employment.code().to_owned(),
        vat_kind: person.vat.code().to_owned(),
        vat_id: person.vat_id.clone(),
        tax_number: person.tax_number.clone(),
        iban: Some(person.iban.clone()),
        delivery: delivery(&person.deliveries).to_owned(),
        max_travel_minutes: small(person.max_travel_minutes),
        weekly_cap_minutes: small(person.weekly_cap_hours) * 60,
        min_notice_hours: 12,
        quiet: None,
        self_billing_agreed_on: person.self_billing_agreed_on,
        rate_agreement_signed_on: person.rate_agreement_signed_on,
        active: true,
        invented: true,
        locale: person.locale.to_owned(),
        languages: person
            .languages
            .iter()
            .map(|spoken| (spoken.language.code().to_owned(), spoken.level.code().to_owned()))
            .collect(),
        windows: person.availability.iter().map(window).collect(),
    };
    let (id, _) = built(register_interpreter(house(ManagePool {})?, &details, now, tx).await)?;
    let permit = house(ManagePool {})?;
    for credential in &person.credentials {
        let new = NewCredential {
            kind: credential.kind,
            course_group: credential.training_group.map(|group| group.to_string()),
            valid_from: credential.valid_from,
            valid_to: credential.last_valid_on,
        };
        built(record_credential(&permit, id, &new, now, tx).await)?;
    }
    Ok(id)
}

async fn account(
    tx: &mut Tx,
    person: &DemoInterpreter,
    interpreter: InterpreterId,
    password_hash: &str,
    now: Instant,
) -> Result<Person, Fault> {
    let name = format!("{} {}", person.first_name, person.last_name);
    let new = NewAccount {
        email: person.email.clone(),
        name: name.clone(),
        locale: Locale::from_code(person.locale).unwrap_or_default(),
        roles: vec![NewRole { valid_from: Some(person.joined_on), ..NewRole::of(Role::Interpreter, None) }],
        interpreter: Some(interpreter),
    };
    let ready = Ready { password_hash: password_hash.to_owned(), second_factor: false };
    let id = built(create_active_account(house(ManageAccounts {})?, new, ready, now, tx).await)?;
    let grants = vec![Grant { role: Role::Interpreter, office: None }];
    Ok(Person { account: id, name, grants, interpreter: Some(interpreter) })
}

//! The only place of the directory that names the database.

mod asking;
mod busy;
pub(super) mod disclosure;
mod entities;
pub(super) mod retention;
mod search;
mod write;

pub use asking::readers_of_digests;
pub(super) use asking::save_asking;
pub use busy::{busy_times, connected_calendar, connected_calendars};
pub(super) use busy::{delete_calendar, insert_calendar, save_reading};
pub use search::{count_pool, find_pool};
pub use write::{AbsenceView, absences};
pub(super) use write::{
    change_office, delete_absence, delete_agreement, delete_credential, insert_absence, insert_agreement,
    insert_interpreter, interpreter_by_number, raise_version, save_credential, save_office, save_profile,
    save_settings, set_active, set_excluded, set_retired, update_interpreter,
};

use super::facts::*;
use crate::{kernel::ids::*, platform::fault::Fault};
use entities::{
    absence, agreement, availability, credential, declined_office, declined_topic, exclusion, interpreter as person,
    language, office as office_row, profile as profile_row,
};
use sea_orm::{ExprTrait, QueryOrder, QuerySelect, QueryTrait, entity::prelude::*};
use std::collections::HashMap;

impl From<office_row::Model> for OfficeFacts {
    fn from(row: office_row::Model) -> Self {
        Self {
            id: OfficeId(row.id),
            code: row.code,
            name_de: row.name_de,
            name_en: row.name_en,
            leitweg_id: row.leitweg_id,
            email: row.email,
            address: row.address,
            district: row.district,
            is_grant: row.kind == "grant",
            contact: row.contact,
            phone: row.phone,
            retired_at: row.retired_at,
            version: row.version,
        }
    }
}

/// All offices, by code, also those that retired.
///
/// # Errors
/// The database can't be read.
pub async fn offices(conn: &impl ConnectionTrait) -> Result<Vec<OfficeFacts>, Fault> {
    let rows = office_row::Entity::find().order_by_asc(office_row::Column::Code).all(conn).await?;
    Ok(rows.into_iter().map(OfficeFacts::from).collect())
}

/// One office.
///
/// # Errors
/// The database can't be read.
pub async fn office(conn: &impl ConnectionTrait, id: OfficeId) -> Result<Option<OfficeFacts>, Fault> {
    Ok(office_row::Entity::find_by_id(id.0).one(conn).await?.map(OfficeFacts::from))
}

/// The office of that code.
///
/// # Errors
/// The database can't be read.
pub async fn office_by_code(conn: &impl ConnectionTrait, code: &str) -> Result<Option<OfficeFacts>, Fault> {
    let row = office_row::Entity::find().filter(office_row::Column::Code.eq(code)).one(conn).await?;
    Ok(row.map(OfficeFacts::from))
}

fn profile_facts(row: profile_row::Model) -> Result<ProfileFacts, Fault> {
    Ok(ProfileFacts {
        id: RequirementProfileId(row.id),
        code: row.code,
        name_de: row.name_de,
        name_en: row.name_en,
        credentials: serde_json::from_str(&row.credentials)?,
        legal_duty: row.legal_duty,
        active: row.active,
        version: row.version,
    })
}

/// All requirement profiles, by code.
///
/// # Errors
/// The database can't be read.
pub async fn profiles(conn: &impl ConnectionTrait) -> Result<Vec<ProfileFacts>, Fault> {
    let rows = profile_row::Entity::find().order_by_asc(profile_row::Column::Code).all(conn).await?;
    rows.into_iter().map(profile_facts).collect()
}

/// One requirement profile.
///
/// # Errors
/// The database can't be read.
pub async fn profile(conn: &impl ConnectionTrait, id: RequirementProfileId) -> Result<Option<ProfileFacts>, Fault> {
    profile_row::Entity::find_by_id(id.0).one(conn).await?.map(profile_facts).transpose()
}

/// The requirement profile of that code.
///
/// # Errors
/// The database can't be read.
pub async fn profile_by_code(conn: &impl ConnectionTrait, code: &str) -> Result<Option<ProfileFacts>, Fault> {
    let row = profile_row::Entity::find().filter(profile_row::Column::Code.eq(code)).one(conn).await?;
    row.map(profile_facts).transpose()
}

/// The whole pool with everything a ranking needs, by number: nine queries, however large the pool.
///
/// # Errors
/// The database can't be read.
pub async fn interpreters(conn: &impl ConnectionTrait) -> Result<Vec<InterpreterFacts>, Fault> {
    load_where(conn, None).await
}

/// These interpreters, by number.
///
/// # Errors
/// The database can't be read.
pub async fn interpreters_of(
    conn: &impl ConnectionTrait,
    ids: &[InterpreterId],
) -> Result<Vec<InterpreterFacts>, Fault> {
    let mut ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    ids.sort_unstable();
    ids.dedup();
    load_where(conn, Some(&ids)).await
}

/// One interpreter.
///
/// # Errors
/// The database can't be read.
pub async fn interpreter(conn: &impl ConnectionTrait, id: InterpreterId) -> Result<Option<InterpreterFacts>, Fault> {
    Ok(load_where(conn, Some(&[id.0])).await?.pop())
}

/// The names of the whole pool; one query.
///
/// # Errors
/// The database can't be read.
pub async fn names(conn: &impl ConnectionTrait) -> Result<HashMap<InterpreterId, String>, Fault> {
    Ok(named_rows(named().into_tuple().all(conn).await?))
}

/// The languages of those who take part, by code; one query.
///
/// # Errors
/// The database can't be read.
pub async fn languages_of_active(conn: &impl ConnectionTrait) -> Result<HashMap<InterpreterId, Vec<String>>, Fault> {
    let active =
        person::Entity::find().select_only().column(person::Column::Id).filter(person::Column::Active.eq(true));
    let rows: Vec<(Uuid, String)> = language::Entity::find()
        .select_only()
        .columns([language::Column::InterpreterId, language::Column::Language])
        .filter(language::Column::InterpreterId.in_subquery(active.into_query()))
        .order_by_asc(language::Column::Language)
        .into_tuple()
        .all(conn)
        .await?;
    let mut spoken: HashMap<InterpreterId, Vec<String>> = HashMap::new();
    for (id, code) in rows {
        spoken.entry(InterpreterId(id)).or_default().push(code);
    }
    Ok(spoken)
}

fn named() -> Select<person::Entity> {
    let columns = [person::Column::Id, person::Column::FirstName, person::Column::LastName];
    person::Entity::find().select_only().columns(columns)
}

fn named_rows(rows: Vec<(Uuid, String, String)>) -> HashMap<InterpreterId, String> {
    rows.into_iter().map(|(id, first, last)| (InterpreterId(id), format!("{first} {last}"))).collect()
}

/// The names of those who take part; one query.
///
/// # Errors
/// The database can't be read.
pub async fn active_names(conn: &impl ConnectionTrait) -> Result<HashMap<InterpreterId, String>, Fault> {
    let rows = named().filter(person::Column::Active.eq(true)).into_tuple().all(conn).await?;
    Ok(named_rows(rows))
}

/// The pool as one language divides it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Divided {
    /// Those who take part and speak it, with everything a ranking needs, by number.
    pub speakers: Vec<InterpreterFacts>,
    /// Everybody else, with nothing but why.
    pub strangers: Vec<StrangerFacts>,
}

/// Divides the pool by a language: details only of those who may be asked. A dozen queries, however large the pool; rows in
/// proportion to the speakers, and two columns of everybody else.
///
/// # Errors
/// The database can't be read.
pub async fn divided(conn: &impl ConnectionTrait, language: &str) -> Result<Divided, Fault> {
    let own =
        Expr::col((language::Entity, language::Column::InterpreterId)).equals((person::Entity, person::Column::Id));
    let spoken = language::Entity::find()
        .select_only()
        .column(language::Column::InterpreterId)
        .filter(own)
        .filter(language::Column::Language.eq(language))
        .into_query();
    let everybody: Vec<(Uuid, bool, bool)> = person::Entity::find()
        .select_only()
        .columns([person::Column::Id, person::Column::Active])
        .expr_as(Expr::exists(spoken), "speaks")
        .into_tuple()
        .all(conn)
        .await?;
    let (mut ids, mut strangers) = (Vec::new(), Vec::with_capacity(everybody.len()));
    for (id, active, speaks) in everybody {
        match (active, speaks) {
            (true, true) => ids.push(id),
            (active, speaks) => strangers.push(StrangerFacts { id: InterpreterId(id), active, speaks }),
        }
    }
    Ok(Divided { speakers: load_where(conn, Some(&ids)).await?, strangers })
}

async fn load_where(conn: &impl ConnectionTrait, only: Option<&[Uuid]>) -> Result<Vec<InterpreterFacts>, Fault> {
    let one = |column: &dyn Fn(Vec<Uuid>) -> sea_orm::sea_query::Expr| {
        only.map_or_else(sea_orm::Condition::all, |ids| sea_orm::Condition::all().add(column(ids.to_vec())))
    };
    let people = person::Entity::find()
        .filter(one(&|ids| person::Column::Id.is_in(ids)))
        .order_by_asc(person::Column::Number)
        .all(conn)
        .await?;
    let languages =
        language::Entity::find().filter(one(&|ids| language::Column::InterpreterId.is_in(ids))).all(conn).await?;
    let credentials = credential::Entity::find()
        .filter(one(&|ids| credential::Column::InterpreterId.is_in(ids)))
        .order_by_asc(credential::Column::ValidFrom)
        .all(conn)
        .await?;
    let windows = availability::Entity::find()
        .filter(one(&|ids| availability::Column::InterpreterId.is_in(ids)))
        .order_by_asc(availability::Column::Weekday)
        .order_by_asc(availability::Column::FromMinute)
        .all(conn)
        .await?;
    let absences = absence::Entity::find()
        .filter(one(&|ids| absence::Column::InterpreterId.is_in(ids)))
        .filter(absence::Column::Source.ne("imported"))
        .order_by_asc(absence::Column::StartsAt)
        .all(conn)
        .await?;
    let exclusions =
        exclusion::Entity::find().filter(one(&|ids| exclusion::Column::InterpreterId.is_in(ids))).all(conn).await?;
    let declined_offices = declined_office::Entity::find()
        .filter(one(&|ids| declined_office::Column::InterpreterId.is_in(ids)))
        .all(conn)
        .await?;
    let declined_topics = declined_topic::Entity::find()
        .filter(one(&|ids| declined_topic::Column::InterpreterId.is_in(ids)))
        .all(conn)
        .await?;
    let agreements = agreement::Entity::find()
        .filter(one(&|ids| agreement::Column::InterpreterId.is_in(ids)))
        .order_by_asc(agreement::Column::ValidFrom)
        .all(conn)
        .await?;

    let mut all: Vec<InterpreterFacts> = people.into_iter().map(bare).collect();
    let at: HashMap<Uuid, usize> = all.iter().enumerate().map(|(index, one)| (one.id.0, index)).collect();
    let find = |id: Uuid| -> Option<usize> { at.get(&id).copied() };
    for row in languages {
        if let Some(one) = find(row.interpreter_id).and_then(|index| all.get_mut(index)) {
            one.languages.push((row.language, row.level));
        }
    }
    for row in credentials {
        let (Some(kind), Some(one)) =
            (CredentialKind::parse(&row.kind), find(row.interpreter_id).and_then(|index| all.get_mut(index)))
        else {
            continue;
        };
        one.credentials.push(CredentialFacts {
            id: CredentialId(row.id),
            kind,
            course_group: row.course_group,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
        });
    }
    for row in windows {
        if let Some(one) = find(row.interpreter_id).and_then(|index| all.get_mut(index)) {
            let window = WindowFacts { weekday: row.weekday, from_minute: row.from_minute, to_minute: row.to_minute };
            one.windows.push(window);
        }
    }
    for row in absences {
        if let Some(one) = find(row.interpreter_id).and_then(|index| all.get_mut(index)) {
            one.absences.push((row.starts_at, row.ends_at));
        }
    }
    for row in exclusions {
        if let Some(one) = find(row.interpreter_id).and_then(|index| all.get_mut(index)) {
            one.excluded_offices.push(OfficeId(row.office_id));
        }
    }
    for row in declined_offices {
        if let Some(one) = find(row.interpreter_id).and_then(|index| all.get_mut(index)) {
            one.declined_offices.push(OfficeId(row.office_id));
        }
    }
    for row in declined_topics {
        if let Some(one) = find(row.interpreter_id).and_then(|index| all.get_mut(index)) {
            one.declined_topics.push(RequirementProfileId(row.profile_id));
        }
    }
    for row in agreements {
        if let Some(one) = find(row.interpreter_id).and_then(|index| all.get_mut(index)) {
            one.agreements.push(agreement_of(row));
        }
    }
    Ok(all)
}

fn agreement_of(row: agreement::Model) -> AgreementFacts {
    AgreementFacts {
        id: RateAgreementId(row.id),
        series: row.series,
        group: row.rate_group,
        valid_from: row.valid_from,
        signed_on: row.signed_on,
        recorded_by: row.recorded_by.map(AccountId),
        recorded_at: row.created_at,
    }
}

fn bare(row: person::Model) -> InterpreterFacts {
    InterpreterFacts {
        id: InterpreterId(row.id),
        number: row.number,
        first_name: row.first_name,
        last_name: row.last_name,
        gender: row.gender,
        email: row.email,
        phone: row.phone,
        street: row.street,
        postcode: row.postcode,
        city: row.city,
        district: row.district,
        home: (row.home_x, row.home_y),
        employment: row.employment,
        vat_kind: row.vat_kind,
        vat_id: row.vat_id,
        tax_number: row.tax_number,
        iban: row.iban,
        account_holder: row.account_holder,
        delivery: row.delivery,
        max_travel_minutes: row.max_travel_minutes,
        weekly_cap_minutes: row.weekly_cap_minutes,
        min_notice_hours: row.min_notice_hours,
        quiet_from: row.quiet_from,
        quiet_to: row.quiet_to,
        self_billing_agreed_on: row.self_billing_agreed_on,
        active: row.active,
        invented: row.invented,
        locale: row.locale,
        version: row.version,
        languages: Vec::new(),
        credentials: Vec::new(),
        windows: Vec::new(),
        absences: Vec::new(),
        excluded_offices: Vec::new(),
        // The column knows no other words (CHECK).
        offers_by: OffersBy::parse(&row.offers_by).unwrap_or(OffersBy::Mail),
        paused_until: row.paused_until,
        declined_offices: Vec::new(),
        declined_topics: Vec::new(),
        agreements: Vec::new(),
    }
}

//! Writing the directory.

use super::{
    entities::{
        absence, agreement, availability, credential, exclusion, interpreter as person, language, office, profile,
    },
    load_where, profile_facts,
};
use crate::{
    directory::{
        commands::{
            InterpreterDetails, NewAgreement, NewCredential, OfficeDetails, OwnSettings, ProfileDetails, Stored,
        },
        facts::{InterpreterFacts, OffersBy, WindowFacts},
    },
    kernel::{clock::Instant, ids::*, time::Interval},
    platform::{db::Tx, fault::Fault},
};
use sea_orm::{ActiveValue::Set, QueryOrder, entity::prelude::*};

pub(in crate::directory) async fn save_office(
    tx: &Tx,
    details: &OfficeDetails,
    now: Instant,
) -> Result<(OfficeId, Stored), Fault> {
    let known = office::Entity::find().filter(office::Column::Code.eq(&details.code)).one(tx.conn()).await?;
    let row = office::Model {
        id: known.as_ref().map_or_else(|| OfficeId::new().0, |known| known.id),
        code: details.code.clone(),
        name_de: details.name_de.clone(),
        name_en: details.name_en.clone(),
        kind: if details.is_grant { "grant" } else { "office" }.to_owned(),
        leitweg_id: details.leitweg_id.to_string(),
        email: details.email.clone(),
        address: details.address.clone(),
        district: details.district.clone(),
        contact: details.contact.clone(),
        phone: details.phone.clone(),
        created_at: known.as_ref().map_or(now, |known| known.created_at),
        retired_at: known.as_ref().and_then(|known| known.retired_at),
        version: known.as_ref().map_or(1, |known| known.version),
    };
    let id = OfficeId(row.id);
    if known.as_ref() == Some(&row) {
        return Ok((id, Stored::Unchanged));
    }
    let row = office::Model { version: known.as_ref().map_or(1, |known| known.version + 1), ..row };
    let stored = if known.is_some() { Stored::Changed } else { Stored::Created };
    let active = office::ActiveModel::from(row).reset_all();
    if known.is_some() {
        office::Entity::update(active).exec(tx.conn()).await?;
    } else {
        office::Entity::insert(active).exec_without_returning(tx.conn()).await?;
    }
    Ok((id, stored))
}

/// Whether the office is still as it was seen: only then it is changed. Its code stays.
pub(in crate::directory) async fn change_office(
    tx: &Tx,
    id: OfficeId,
    details: &OfficeDetails,
    seen: i32,
) -> Result<bool, Fault> {
    let kind = if details.is_grant { "grant" } else { "office" };
    let updated = office::Entity::update_many()
        .col_expr(office::Column::NameDe, Expr::value(details.name_de.as_str()))
        .col_expr(office::Column::NameEn, Expr::value(details.name_en.as_str()))
        .col_expr(office::Column::Kind, Expr::value(kind))
        .col_expr(office::Column::LeitwegId, Expr::value(details.leitweg_id.as_str()))
        .col_expr(office::Column::Email, Expr::value(details.email.as_str()))
        .col_expr(office::Column::Address, Expr::value(details.address.as_str()))
        .col_expr(office::Column::District, Expr::value(details.district.as_str()))
        .col_expr(office::Column::Contact, Expr::value(details.contact.as_str()))
        .col_expr(office::Column::Phone, Expr::value(details.phone.as_str()))
        .col_expr(office::Column::Version, Expr::value(seen + 1))
        .filter(office::Column::Id.eq(id.0))
        .filter(office::Column::Version.eq(seen))
        .exec(tx.conn())
        .await?;
    Ok(updated.rows_affected == 1)
}

/// The same for whether it has retired, and since when. Whoever was asked there is forgotten with it.
pub(in crate::directory) async fn set_retired(
    tx: &Tx,
    id: OfficeId,
    retired_at: Option<Instant>,
    seen: i32,
) -> Result<bool, Fault> {
    let mut update = office::Entity::update_many()
        .col_expr(office::Column::RetiredAt, Expr::value(retired_at))
        .col_expr(office::Column::Version, Expr::value(seen + 1));
    if retired_at.is_some() {
        update =
            update.col_expr(office::Column::Contact, Expr::value("")).col_expr(office::Column::Phone, Expr::value(""));
    }
    let updated =
        update.filter(office::Column::Id.eq(id.0)).filter(office::Column::Version.eq(seen)).exec(tx.conn()).await?;
    Ok(updated.rows_affected == 1)
}

/// `None` if the profile changed since `seen_version`.
pub(in crate::directory) async fn save_profile(
    tx: &Tx,
    details: &ProfileDetails,
    seen_version: Option<i32>,
) -> Result<Option<(RequirementProfileId, Stored)>, Fault> {
    let known = profile::Entity::find().filter(profile::Column::Code.eq(&details.code)).one(tx.conn()).await?;
    let Some(known) = known else {
        let id = RequirementProfileId::new();
        let row = profile::ActiveModel {
            id: Set(id.0),
            code: Set(details.code.clone()),
            name_de: Set(details.name_de.clone()),
            name_en: Set(details.name_en.clone()),
            credentials: Set(serde_json::to_string(&details.credentials)?),
            legal_duty: Set(details.legal_duty),
            active: Set(details.active),
            version: Set(1),
        };
        profile::Entity::insert(row).exec_without_returning(tx.conn()).await?;
        return Ok(Some((id, Stored::Created)));
    };
    let facts = profile_facts(known)?;
    if seen_version.is_some_and(|seen| seen != facts.version) {
        return Ok(None);
    }
    let is_same = facts.name_de == details.name_de
        && facts.name_en == details.name_en
        && facts.credentials == details.credentials
        && facts.legal_duty == details.legal_duty
        && facts.active == details.active;
    if is_same {
        return Ok(Some((facts.id, Stored::Unchanged)));
    }
    let updated = profile::Entity::update_many()
        .col_expr(profile::Column::NameDe, Expr::value(details.name_de.as_str()))
        .col_expr(profile::Column::NameEn, Expr::value(details.name_en.as_str()))
        .col_expr(profile::Column::Credentials, Expr::value(serde_json::to_string(&details.credentials)?))
        .col_expr(profile::Column::LegalDuty, Expr::value(details.legal_duty))
        .col_expr(profile::Column::Active, Expr::value(details.active))
        .col_expr(profile::Column::Version, Expr::value(facts.version + 1))
        .filter(profile::Column::Id.eq(facts.id.0))
        .filter(profile::Column::Version.eq(facts.version))
        .exec(tx.conn())
        .await?;
    Ok((updated.rows_affected == 1).then_some((facts.id, Stored::Changed)))
}

pub(in crate::directory) async fn interpreter_by_number(
    conn: &impl ConnectionTrait,
    number: &str,
) -> Result<Option<InterpreterFacts>, Fault> {
    let row = person::Entity::find().filter(person::Column::Number.eq(number)).one(conn).await?;
    match row {
        Some(row) => Ok(load_where(conn, Some(&[row.id])).await?.pop()),
        None => Ok(None),
    }
}

fn row_of(
    id: InterpreterId,
    details: &InterpreterDetails,
    created_at: Instant,
    version: i32,
    inactive_since: Option<Instant>,
) -> person::Model {
    person::Model {
        id: id.0,
        number: details.number.clone(),
        first_name: details.first_name.clone(),
        last_name: details.last_name.clone(),
        gender: details.gender.clone(),
        email: details.email.clone(),
        phone: details.phone.clone(),
        street: details.street.clone(),
        postcode: details.postcode.clone(),
        city: details.city.clone(),
        district: details.district.clone(),
        home_x: details.home.0,
        home_y: details.home.1,
        employment: details.employment.clone(),
        vat_kind: details.vat_kind.clone(),
        vat_id: details.vat_id.clone(),
        tax_number: details.tax_number.clone(),
        iban: details.iban.clone(),
        account_holder: None,
        delivery: details.delivery.clone(),
        max_travel_minutes: details.max_travel_minutes,
        weekly_cap_minutes: details.weekly_cap_minutes,
        min_notice_hours: details.min_notice_hours,
        quiet_from: details.quiet.map(|(from, _)| from),
        quiet_to: details.quiet.map(|(_, to)| to),
        offers_by: OffersBy::Mail.name().to_owned(),
        paused_until: None,
        self_billing_agreed_on: details.self_billing_agreed_on,
        active: details.active,
        invented: details.invented,
        locale: details.locale.clone(),
        created_at,
        version,
        inactive_since,
        erased_at: None,
    }
}

pub(in crate::directory) async fn insert_interpreter(
    tx: &Tx,
    details: &InterpreterDetails,
    now: Instant,
) -> Result<InterpreterId, Fault> {
    let id = InterpreterId::new();
    let row = person::ActiveModel::from(row_of(id, details, now, 1, (!details.active).then_some(now))).reset_all();
    person::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    write_languages(tx, id, details).await?;
    write_windows(tx, id, &details.windows).await?;
    Ok(id)
}

pub(in crate::directory) async fn update_interpreter(
    tx: &Tx,
    id: InterpreterId,
    details: &InterpreterDetails,
    now: Instant,
) -> Result<(), Fault> {
    let known = person::Entity::find_by_id(id.0).one(tx.conn()).await?;
    let earlier = known.as_ref().and_then(|known| known.inactive_since);
    let inactive_since = (!details.active).then(|| earlier.unwrap_or(now));
    let mut row = row_of(id, details, now, 1, inactive_since);
    if let Some(known) = known {
        row.created_at = known.created_at;
        row.version = known.version + 1;
        // Theirs alone; whoever describes them does not touch it.
        row.account_holder = known.account_holder;
        row.offers_by = known.offers_by;
        row.paused_until = known.paused_until;
    }
    let row = person::ActiveModel::from(row).reset_all();
    person::Entity::update(row).exec(tx.conn()).await?;
    language::Entity::delete_many().filter(language::Column::InterpreterId.eq(id.0)).exec(tx.conn()).await?;
    write_languages(tx, id, details).await?;
    write_windows(tx, id, &details.windows).await
}

/// Gives whether it was otherwise before.
pub(in crate::directory) async fn set_active(
    tx: &Tx,
    id: InterpreterId,
    active: bool,
    now: Instant,
) -> Result<bool, Fault> {
    use sea_orm::ExprTrait;
    let updated = person::Entity::update_many()
        .col_expr(person::Column::Active, Expr::value(active))
        .col_expr(person::Column::Version, Expr::col(person::Column::Version).add(1))
        .col_expr(person::Column::InactiveSince, Expr::value((!active).then_some(now)))
        .filter(person::Column::Id.eq(id.0))
        .filter(person::Column::ErasedAt.is_null())
        .filter(person::Column::Active.eq(!active))
        .exec(tx.conn())
        .await?;
    Ok(updated.rows_affected == 1)
}

async fn write_languages(tx: &Tx, id: InterpreterId, details: &InterpreterDetails) -> Result<(), Fault> {
    let rows = details.languages.iter().map(|(code, level)| language::ActiveModel {
        interpreter_id: Set(id.0),
        language: Set(code.clone()),
        level: Set(level.clone()),
    });
    language::Entity::insert_many(rows).exec_without_returning(tx.conn()).await?;
    Ok(())
}

async fn write_windows(tx: &Tx, id: InterpreterId, windows: &[WindowFacts]) -> Result<(), Fault> {
    availability::Entity::delete_many().filter(availability::Column::InterpreterId.eq(id.0)).exec(tx.conn()).await?;
    if windows.is_empty() {
        return Ok(());
    }
    let rows = windows.iter().map(|window| availability::ActiveModel {
        id: Set(Uuid::now_v7()),
        interpreter_id: Set(id.0),
        weekday: Set(window.weekday),
        from_minute: Set(window.from_minute),
        to_minute: Set(window.to_minute),
    });
    availability::Entity::insert_many(rows).exec_without_returning(tx.conn()).await?;
    Ok(())
}

pub(in crate::directory) async fn insert_agreement(
    tx: &Tx,
    interpreter: InterpreterId,
    new: &NewAgreement,
    recorded_by: Option<AccountId>,
    now: Instant,
) -> Result<RateAgreementId, Fault> {
    let id = RateAgreementId::new();
    let row = agreement::ActiveModel {
        id: Set(id.0),
        interpreter_id: Set(interpreter.0),
        rate_group: Set(new.group.clone()),
        valid_from: Set(new.valid_from),
        signed_on: Set(new.signed_on),
        created_at: Set(now),
        series: Set(new.series.clone()),
        recorded_by: Set(recorded_by.map(|account| account.0)),
    };
    agreement::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(id)
}

pub(in crate::directory) async fn delete_agreement(tx: &Tx, id: RateAgreementId) -> Result<(), Fault> {
    agreement::Entity::delete_by_id(id.0).exec(tx.conn()).await?;
    Ok(())
}

/// Whoever has the interpreter before their eyes sees something old now.
pub(in crate::directory) async fn raise_version(tx: &Tx, id: InterpreterId) -> Result<(), Fault> {
    use sea_orm::ExprTrait;
    person::Entity::update_many()
        .col_expr(person::Column::Version, Expr::col(person::Column::Version).add(1))
        .filter(person::Column::Id.eq(id.0))
        .exec(tx.conn())
        .await?;
    Ok(())
}

pub(in crate::directory) async fn save_credential(
    tx: &Tx,
    interpreter: InterpreterId,
    new: &NewCredential,
    now: Instant,
) -> Result<Stored, Fault> {
    let known = credential::Entity::find()
        .filter(credential::Column::InterpreterId.eq(interpreter.0))
        .filter(credential::Column::Kind.eq(new.kind.name()))
        .filter(credential::Column::ValidFrom.eq(new.valid_from))
        .one(tx.conn())
        .await?;
    match known {
        Some(known) if known.valid_to == new.valid_to && known.course_group == new.course_group => {
            Ok(Stored::Unchanged)
        }
        Some(known) => {
            credential::Entity::update_many()
                .col_expr(credential::Column::ValidTo, Expr::value(new.valid_to))
                .col_expr(credential::Column::CourseGroup, Expr::value(new.course_group.clone()))
                .filter(credential::Column::Id.eq(known.id))
                .exec(tx.conn())
                .await?;
            Ok(Stored::Changed)
        }
        None => {
            let row = credential::ActiveModel {
                id: Set(CredentialId::new().0),
                interpreter_id: Set(interpreter.0),
                kind: Set(new.kind.name().to_owned()),
                course_group: Set(new.course_group.clone()),
                topics: Set(None),
                valid_from: Set(new.valid_from),
                valid_to: Set(new.valid_to),
                created_at: Set(now),
            };
            credential::Entity::insert(row).exec_without_returning(tx.conn()).await?;
            Ok(Stored::Created)
        }
    }
}

/// The credential that was deleted; `None` if this interpreter has no such one.
pub(in crate::directory) async fn delete_credential(
    tx: &Tx,
    interpreter: InterpreterId,
    id: CredentialId,
) -> Result<Option<credential::Model>, Fault> {
    let known = credential::Entity::find_by_id(id.0)
        .filter(credential::Column::InterpreterId.eq(interpreter.0))
        .one(tx.conn())
        .await?;
    if known.is_some() {
        credential::Entity::delete_by_id(id.0).exec(tx.conn()).await?;
    }
    Ok(known)
}

/// Gives whether it was otherwise before.
pub(in crate::directory) async fn set_excluded(
    tx: &Tx,
    interpreter: InterpreterId,
    office: OfficeId,
    excluded: bool,
    now: Instant,
) -> Result<bool, Fault> {
    let this = exclusion::Entity::find()
        .filter(exclusion::Column::InterpreterId.eq(interpreter.0))
        .filter(exclusion::Column::OfficeId.eq(office.0))
        .one(tx.conn())
        .await?;
    match (this, excluded) {
        (None, true) => {
            let row = exclusion::ActiveModel {
                id: Set(Uuid::now_v7()),
                interpreter_id: Set(interpreter.0),
                office_id: Set(office.0),
                created_at: Set(now),
            };
            exclusion::Entity::insert(row).exec_without_returning(tx.conn()).await?;
            Ok(true)
        }
        (Some(row), false) => {
            exclusion::Entity::delete_by_id(row.id).exec(tx.conn()).await?;
            Ok(true)
        }
        _ => Ok(false),
    }
}

pub(in crate::directory) async fn save_settings(
    tx: &Tx,
    id: InterpreterId,
    settings: &OwnSettings,
) -> Result<(), Fault> {
    use sea_orm::ExprTrait;
    person::Entity::update_many()
        .col_expr(person::Column::Delivery, Expr::value(settings.delivery.as_str()))
        .col_expr(person::Column::MaxTravelMinutes, Expr::value(settings.max_travel_minutes))
        .col_expr(person::Column::WeeklyCapMinutes, Expr::value(settings.weekly_cap_minutes))
        .col_expr(person::Column::MinNoticeHours, Expr::value(settings.min_notice_hours))
        .col_expr(person::Column::QuietFrom, Expr::value(settings.quiet.map(|(from, _)| from)))
        .col_expr(person::Column::QuietTo, Expr::value(settings.quiet.map(|(_, to)| to)))
        .col_expr(person::Column::Version, Expr::col(person::Column::Version).add(1))
        .filter(person::Column::Id.eq(id.0))
        .exec(tx.conn())
        .await?;
    write_windows(tx, id, &settings.windows).await
}

pub(in crate::directory) async fn insert_absence(
    tx: &Tx,
    interpreter: InterpreterId,
    away: Interval,
    source: &str,
    now: Instant,
) -> Result<Uuid, Fault> {
    let id = Uuid::now_v7();
    let row = absence::ActiveModel {
        id: Set(id),
        interpreter_id: Set(interpreter.0),
        starts_at: Set(away.starts_at()),
        ends_at: Set(away.ends_at()),
        source: Set(source.to_owned()),
        created_at: Set(now),
    };
    absence::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(id)
}

pub(in crate::directory) async fn delete_absence(tx: &Tx, interpreter: InterpreterId, id: Uuid) -> Result<bool, Fault> {
    let gone = absence::Entity::delete_many()
        .filter(absence::Column::Id.eq(id))
        .filter(absence::Column::InterpreterId.eq(interpreter.0))
        .filter(absence::Column::Source.eq("own"))
        .exec(tx.conn())
        .await?;
    Ok(gone.rows_affected == 1)
}

/// An absence as its owner sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AbsenceView {
    /// Its key.
    pub id: Uuid,
    /// First instant.
    pub starts_at: Instant,
    /// First instant after it.
    pub ends_at: Instant,
    /// `own`, `caldav`, `imported`.
    pub source: String,
}

/// An interpreter's absences that are not over, by start.
///
/// # Errors
/// The database can't be read.
pub async fn absences(
    conn: &impl ConnectionTrait,
    interpreter: InterpreterId,
    now: Instant,
) -> Result<Vec<AbsenceView>, Fault> {
    let rows = absence::Entity::find()
        .filter(absence::Column::InterpreterId.eq(interpreter.0))
        .filter(absence::Column::EndsAt.gt(now))
        .order_by_asc(absence::Column::StartsAt)
        .all(conn)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| AbsenceView { id: row.id, starts_at: row.starts_at, ends_at: row.ends_at, source: row.source })
        .collect())
}

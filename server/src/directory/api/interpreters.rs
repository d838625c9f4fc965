//! Interpreters and their credentials.

use super::{input::InterpreterInput, unknown, unreadable};
use crate::{
    directory::{
        commands::{NewCredential, Stored, record_credential, register_interpreter, set_excluded, withdraw_credential},
        facts::CredentialKind,
        find_pool, interpreter, office,
        queries::PoolFilter,
        store,
        views::{CredentialJson, InterpreterJson},
    },
    identity::{
        ApiDone, ApiDoor, ApiStop,
        policy::{ManagePool, ViewOwnProfile, ViewPool},
    },
    kernel::{
        ids::{CredentialId, InterpreterId, OfficeId},
        language::Language,
        place::District,
    },
    platform::{
        fault::Fault,
        http::{Cursor, EntityTag, IfMatch, JsonBody, PageParams, PageRequest, Paged, Problem, Tagged, Wanted},
    },
};
use chrono::NaiveDate;
use rocket::{delete, get, http::Status, post, put, serde::json::Json};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A part of the pool, by number.
#[utoipa::path(
    get,
    path = "/api/v1/interpreters",
    tag = "directory",
    operation_id = "list_interpreters",
    params(
        PageParams,
        ("language" = Option<String>, Query, description = "Language code or name"),
        ("district" = Option<String>, Query, description = "Home district, code or name"),
        ("trained_on" = Option<NaiveDate>, Query, description = "The city's training is valid on this day"),
        ("gender" = Option<String>, Query, description = "female, male, diverse"),
        ("active" = Option<bool>, Query, description = "Takes part"),
    ),
    responses((status = 200, body = Paged<InterpreterJson>), (status = 400, body = Problem), (status = 403, body = Problem)),
    security(("bearer" = []))
)]
#[get("/interpreters?<language>&<district>&<trained_on>&<gender>&<active>")]
pub(super) async fn list(
    api: ApiDoor,
    page: PageRequest,
    language: Option<&str>,
    district: Option<&str>,
    trained_on: Option<&str>,
    gender: Option<&str>,
    active: Wanted<bool>,
) -> Result<Json<Paged<InterpreterJson>>, ApiStop> {
    api.permit(ViewPool {})?;
    let with_numbers = api.permit(ManagePool {}).is_ok();
    let filter = PoolFilter {
        language: match language {
            Some(text) => {
                let known = Language::parse(text).map_err(|_| unreadable("language", "a language code"))?;
                Some(known.code().to_owned())
            }
            None => None,
        },
        district: match district {
            Some(text) => {
                let known = District::from_code(text).or_else(|| District::parse(text).ok());
                Some(known.ok_or_else(|| unreadable("district", "a district"))?.name().to_owned())
            }
            None => None,
        },
        trained_on: match trained_on {
            Some(text) => Some(text.parse().map_err(|_| unreadable("trained_on", "a date such as 2027-03-04"))?),
            None => None,
        },
        gender: gender.map(str::to_owned),
        active: active.0,
        text: None,
    };
    let after = page.cursor.as_ref().map(|cursor| cursor.key.as_str());
    let found = find_pool(api.db().read(), &filter, after, 0, page.fetch()).await?;
    let cut = Paged::cut(found, &page, |person| Cursor::after(person.number.clone(), person.id.0));
    Ok(Json(cut.map(|person| InterpreterJson::of(&person, with_numbers))))
}

/// One interpreter. The coordination reads everybody, interpreters read themselves.
#[utoipa::path(
    get,
    path = "/api/v1/interpreters/{id}",
    tag = "directory",
    operation_id = "get_interpreter",
    params(("id" = uuid::Uuid, Path, description = "The interpreter")),
    responses(
        (status = 200, body = InterpreterJson, headers(("ETag" = String, description = "The version read"))),
        (status = 404, body = Problem)
    ),
    security(("bearer" = []))
)]
#[get("/interpreters/<id>")]
pub(super) async fn one(api: ApiDoor, id: InterpreterId) -> Result<Tagged<Json<InterpreterJson>>, ApiStop> {
    let is_self = api.person().interpreter == Some(id);
    if is_self {
        api.permit(ViewOwnProfile { interpreter: id })?;
    } else {
        api.permit(ViewPool {})?;
    }
    let with_numbers = is_self || api.permit(ManagePool {}).is_ok();
    let facts = interpreter(api.db().read(), id).await?.ok_or_else(unknown)?;
    let tag = EntityTag::of_version(facts.version.into());
    Ok(Tagged(tag, Json(InterpreterJson::of(&facts, with_numbers))))
}

/// Registers an interpreter. A number that is taken is refused.
#[utoipa::path(
    post,
    path = "/api/v1/interpreters",
    tag = "directory",
    operation_id = "register_interpreter",
    request_body = InterpreterInput,
    responses((status = 201, body = InterpreterJson), (status = 409, body = Problem), (status = 422, body = Problem)),
    security(("bearer" = []))
)]
#[post("/interpreters", data = "<body>")]
pub(super) async fn create(api: ApiDoor, body: JsonBody<InterpreterInput>) -> Result<ApiDone, ApiStop> {
    let permit = api.permit(ManagePool {})?;
    let details = body.0.details(false, api.locale())?;
    let mut once = api.begin(&body.0).await?;
    if store::interpreter_by_number(once.tx.conn(), &details.number).await?.is_some() {
        let problem = Problem::new(Status::Conflict, "number-taken").detail("This creditor number is in use.");
        return Err(problem.field("number", "taken", "in use").into());
    }
    let (id, _) = register_interpreter(permit, &details, api.now(), &mut once.tx).await?;
    let facts = interpreter(once.tx.conn(), id).await?.ok_or_else(|| Fault::new("the new interpreter is not there"))?;
    let location = format!("/api/v1/interpreters/{id}");
    api.finish(once, Status::Created, Some(location), &InterpreterJson::of(&facts, true)).await
}

/// Replaces an interpreter's details; `If-Match` carries the tag that was read.
#[utoipa::path(
    put,
    path = "/api/v1/interpreters/{id}",
    tag = "directory",
    operation_id = "replace_interpreter",
    params(
        ("id" = uuid::Uuid, Path, description = "The interpreter"),
        ("If-Match" = String, Header, description = "The ETag read")
    ),
    request_body = InterpreterInput,
    responses(
        (status = 200, body = InterpreterJson),
        (status = 404, body = Problem),
        (status = 412, body = Problem, description = "Somebody else changed it meanwhile"),
        (status = 422, body = Problem),
        (status = 428, body = Problem, description = "If-Match is missing")
    ),
    security(("bearer" = []))
)]
#[put("/interpreters/<id>", data = "<body>")]
pub(super) async fn replace(
    api: ApiDoor,
    id: InterpreterId,
    seen: IfMatch,
    body: JsonBody<InterpreterInput>,
) -> Result<ApiDone, ApiStop> {
    let permit = api.permit(ManagePool {})?;
    let mut once = api.begin(&body.0).await?;
    once.tx.lock_for_use([id.into()]).await?;
    let facts = interpreter(once.tx.conn(), id).await?.ok_or_else(unknown)?;
    seen.require(EntityTag::of_version(facts.version.into()))?;
    let details = body.0.details(facts.invented, api.locale())?;
    if details.number != facts.number {
        let problem =
            Problem::new(Status::UnprocessableEntity, "number-fixed").detail("A creditor number never changes.");
        return Err(problem.field("number", "fixed", facts.number).into());
    }
    register_interpreter(permit, &details, api.now(), &mut once.tx).await?;
    let facts = interpreter(once.tx.conn(), id).await?.ok_or_else(unknown)?;
    api.finish(once, Status::Ok, None, &InterpreterJson::of(&facts, true)).await
}

/// An interpreter's credentials, oldest first.
#[utoipa::path(
    get,
    path = "/api/v1/interpreters/{id}/credentials",
    tag = "directory",
    operation_id = "list_credentials",
    params(("id" = uuid::Uuid, Path, description = "The interpreter")),
    responses((status = 200, body = [CredentialJson]), (status = 404, body = Problem)),
    security(("bearer" = []))
)]
#[get("/interpreters/<id>/credentials")]
pub(super) async fn credentials(api: ApiDoor, id: InterpreterId) -> Result<Json<Vec<CredentialJson>>, ApiStop> {
    if api.person().interpreter == Some(id) {
        api.permit(ViewOwnProfile { interpreter: id })?;
    } else {
        api.permit(ViewPool {})?;
    }
    let facts = interpreter(api.db().read(), id).await?.ok_or_else(unknown)?;
    Ok(Json(facts.credentials.iter().map(CredentialJson::from).collect()))
}

/// A credential as it was shown.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CredentialInput {
    /// `training`, `conduct`, `confidentiality`, `measles`, `sworn`.
    #[schema(value_type = String, example = "training")]
    kind: CredentialKind,
    /// Course group of a training.
    #[schema(max_length = 40)]
    course_group: Option<String>,
    /// First day.
    valid_from: NaiveDate,
    /// Last day; absent: without end.
    valid_to: Option<NaiveDate>,
}

/// Records a credential. The same kind from the same day twice changes its end at most.
#[utoipa::path(
    post,
    path = "/api/v1/interpreters/{id}/credentials",
    tag = "directory",
    operation_id = "record_credential",
    params(("id" = uuid::Uuid, Path, description = "The interpreter")),
    request_body = CredentialInput,
    responses(
        (status = 201, body = [CredentialJson], description = "All credentials, the new one among them"),
        (status = 200, body = [CredentialJson], description = "It was there"),
        (status = 404, body = Problem),
        (status = 422, body = Problem)
    ),
    security(("bearer" = []))
)]
#[post("/interpreters/<id>/credentials", data = "<body>")]
pub(super) async fn add_credential(
    api: ApiDoor,
    id: InterpreterId,
    body: JsonBody<CredentialInput>,
) -> Result<ApiDone, ApiStop> {
    let permit = api.permit(ManagePool {})?;
    let mut once = api.begin(&body.0).await?;
    interpreter(once.tx.conn(), id).await?.ok_or_else(unknown)?;
    let course_group = body.0.course_group.clone().filter(|group| !group.trim().is_empty());
    if course_group.as_ref().is_some_and(|group| group.chars().count() > 40) {
        return Err(Problem::new(Status::UnprocessableEntity, "invalid")
            .field("course_group", "too-long", "at most 40")
            .into());
    }
    let CredentialInput { kind, valid_from, valid_to, .. } = body.0;
    let new = NewCredential { kind, course_group, valid_from, valid_to };
    let stored = record_credential(&permit, id, &new, api.now(), &mut once.tx).await?;
    let facts = interpreter(once.tx.conn(), id).await?.ok_or_else(unknown)?;
    let all: Vec<CredentialJson> = facts.credentials.iter().map(CredentialJson::from).collect();
    let status = if stored == Stored::Created { Status::Created } else { Status::Ok };
    api.finish(once, status, None, &all).await
}

/// Takes a credential back that was recorded by mistake.
#[utoipa::path(
    delete,
    path = "/api/v1/interpreters/{id}/credentials/{credential}",
    tag = "directory",
    operation_id = "withdraw_credential",
    params(
        ("id" = uuid::Uuid, Path, description = "The interpreter"),
        ("credential" = uuid::Uuid, Path, description = "The credential")
    ),
    responses((status = 200, body = [CredentialJson], description = "Those that are left"), (status = 404, body = Problem)),
    security(("bearer" = []))
)]
#[delete("/interpreters/<id>/credentials/<credential>")]
pub(super) async fn withdraw(api: ApiDoor, id: InterpreterId, credential: CredentialId) -> Result<ApiDone, ApiStop> {
    let permit = api.permit(ManagePool {})?;
    let mut once = api.begin(&"").await?;
    if !withdraw_credential(&permit, id, credential, api.now(), &mut once.tx).await? {
        return Err(unknown());
    }
    let facts = interpreter(once.tx.conn(), id).await?.ok_or_else(unknown)?;
    let all: Vec<CredentialJson> = facts.credentials.iter().map(CredentialJson::from).collect();
    api.finish(once, Status::Ok, None, &all).await
}

/// The offices an interpreter does not work for.
#[utoipa::path(
    get,
    path = "/api/v1/interpreters/{id}/exclusions",
    tag = "directory",
    operation_id = "list_exclusions",
    params(("id" = uuid::Uuid, Path, description = "The interpreter")),
    responses((status = 200, body = [uuid::Uuid]), (status = 404, body = Problem)),
    security(("bearer" = []))
)]
#[get("/interpreters/<id>/exclusions")]
pub(super) async fn exclusions(api: ApiDoor, id: InterpreterId) -> Result<Json<Vec<uuid::Uuid>>, ApiStop> {
    api.permit(ManagePool {})?;
    let facts = interpreter(api.db().read(), id).await?.ok_or_else(unknown)?;
    Ok(Json(facts.excluded_offices.iter().map(|office| office.0).collect()))
}

async fn exclude_or_not(
    api: ApiDoor,
    id: InterpreterId,
    excluded_office: OfficeId,
    excluded: bool,
) -> Result<ApiDone, ApiStop> {
    let permit = api.permit(ManagePool {})?;
    interpreter(api.db().read(), id).await?.ok_or_else(unknown)?;
    office(api.db().read(), excluded_office).await?.ok_or_else(unknown)?;
    let mut once = api.begin(&"").await?;
    set_excluded(&permit, id, excluded_office, excluded, api.now(), &mut once.tx).await?;
    let facts = interpreter(once.tx.conn(), id).await?.ok_or_else(unknown)?;
    let all: Vec<uuid::Uuid> = facts.excluded_offices.iter().map(|office| office.0).collect();
    api.finish(once, Status::Ok, None, &all).await
}

/// Rules an interpreter out for an office; no reason is asked.
#[utoipa::path(
    put,
    path = "/api/v1/interpreters/{id}/exclusions/{office}",
    tag = "directory",
    operation_id = "exclude_office",
    params(
        ("id" = uuid::Uuid, Path, description = "The interpreter"),
        ("office" = uuid::Uuid, Path, description = "The office")
    ),
    responses((status = 200, body = [uuid::Uuid], description = "All that are ruled out"), (status = 404, body = Problem)),
    security(("bearer" = []))
)]
#[put("/interpreters/<id>/exclusions/<office>")]
pub(super) async fn exclude(api: ApiDoor, id: InterpreterId, office: OfficeId) -> Result<ApiDone, ApiStop> {
    exclude_or_not(api, id, office, true).await
}

/// Lets an interpreter work for an office again.
#[utoipa::path(
    delete,
    path = "/api/v1/interpreters/{id}/exclusions/{office}",
    tag = "directory",
    operation_id = "include_office",
    params(
        ("id" = uuid::Uuid, Path, description = "The interpreter"),
        ("office" = uuid::Uuid, Path, description = "The office")
    ),
    responses((status = 200, body = [uuid::Uuid], description = "All that are ruled out"), (status = 404, body = Problem)),
    security(("bearer" = []))
)]
#[delete("/interpreters/<id>/exclusions/<office>")]
pub(super) async fn include(api: ApiDoor, id: InterpreterId, office: OfficeId) -> Result<ApiDone, ApiStop> {
    exclude_or_not(api, id, office, false).await
}

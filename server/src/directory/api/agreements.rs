//! Rate agreements for programs.

use super::{unknown, views::AgreementJson};
use crate::{
    directory::{
        commands::{NewAgreement, sign_agreement, withdraw_agreement},
        facts::InterpreterFacts,
        interpreter,
    },
    identity::{
        ApiDone, ApiDoor, ApiStop,
        policy::{ManageAgreements, ViewAgreements},
    },
    kernel::ids::{InterpreterId, RateAgreementId},
    platform::http::{EntityTag, IfMatch, JsonBody, Problem, Tagged},
};
use chrono::NaiveDate;
use rocket::{delete, get, http::Status, post, serde::json::Json};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What was agreed with one interpreter, in the course of time.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub(super) struct Agreements {
    /// Oldest first. On a day without one the JVEG applies (§ 19(2) SGB X).
    agreements: Vec<AgreementJson>,
    /// The interpreter's version; the entity tag.
    version: i32,
}

impl From<&InterpreterFacts> for Agreements {
    fn from(person: &InterpreterFacts) -> Self {
        Self { agreements: AgreementJson::all(&person.agreements), version: person.version }
    }
}

/// An agreement as it was signed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AgreementInput {
    /// The schedules it follows: `stuttgart`, `jveg`.
    #[schema(example = "stuttgart")]
    series: String,
    /// `full_time`, `part_time`.
    #[schema(example = "part_time")]
    group: String,
    /// First day; after the last one's first day, and today at the earliest unless it is the first.
    valid_from: NaiveDate,
    /// When it was signed.
    signed_on: NaiveDate,
}

/// An interpreter's rate agreements, oldest first. Interpreters see their own.
#[utoipa::path(
    get,
    path = "/api/v1/interpreters/{id}/agreements",
    tag = "directory",
    operation_id = "list_agreements",
    params(("id" = uuid::Uuid, Path, description = "The interpreter")),
    responses(
        (status = 200, body = Agreements, headers(("ETag" = String, description = "The version read"))),
        (status = 403, body = Problem),
        (status = 404, body = Problem)
    ),
    security(("bearer" = []))
)]
#[get("/interpreters/<id>/agreements")]
pub(super) async fn list(api: ApiDoor, id: InterpreterId) -> Result<Tagged<Json<Agreements>>, ApiStop> {
    api.permit(ViewAgreements { interpreter: id })?;
    let person = interpreter(api.db().read(), id).await?.ok_or_else(unknown)?;
    Ok(Tagged(EntityTag::of_version(person.version.into()), Json(Agreements::from(&person))))
}

/// Records an agreement; `If-Match` carries the tag that was read. What was booked before keeps what it was promised.
#[utoipa::path(
    post,
    path = "/api/v1/interpreters/{id}/agreements",
    tag = "directory",
    operation_id = "sign_agreement",
    params(
        ("id" = uuid::Uuid, Path, description = "The interpreter"),
        ("If-Match" = String, Header, description = "The ETag read")
    ),
    request_body = AgreementInput,
    responses(
        (status = 201, body = Agreements),
        (status = 403, body = Problem),
        (status = 404, body = Problem),
        (status = 412, body = Problem, description = "Somebody else changed the interpreter meanwhile"),
        (status = 422, body = Problem),
        (status = 428, body = Problem, description = "If-Match is missing")
    ),
    security(("bearer" = []))
)]
#[post("/interpreters/<id>/agreements", data = "<body>")]
pub(super) async fn add(
    api: ApiDoor,
    id: InterpreterId,
    seen: IfMatch,
    body: JsonBody<AgreementInput>,
) -> Result<ApiDone, ApiStop> {
    let permit = api.permit(ManageAgreements {})?;
    let mut once = api.begin(&body.0).await?;
    once.tx.lock_for_use([id.into()]).await?;
    let person = interpreter(once.tx.conn(), id).await?.ok_or_else(unknown)?;
    seen.require(EntityTag::of_version(person.version.into()))?;
    let AgreementInput { series, group, valid_from, signed_on } = body.0;
    let new = NewAgreement { series, group, valid_from, signed_on };
    sign_agreement(&permit, id, &new, person.version, api.now(), &mut once.tx).await?;
    let person = interpreter(once.tx.conn(), id).await?.ok_or_else(unknown)?;
    api.finish(once, Status::Created, None, &Agreements::from(&person)).await
}

/// Takes an agreement back that was recorded by mistake and has not begun.
#[utoipa::path(
    delete,
    path = "/api/v1/interpreters/{id}/agreements/{agreement}",
    tag = "directory",
    operation_id = "withdraw_agreement",
    params(
        ("id" = uuid::Uuid, Path, description = "The interpreter"),
        ("agreement" = uuid::Uuid, Path, description = "The agreement")
    ),
    responses(
        (status = 200, body = Agreements, description = "Those that are left"),
        (status = 404, body = Problem),
        (status = 409, body = Problem, description = "It has begun")
    ),
    security(("bearer" = []))
)]
#[delete("/interpreters/<id>/agreements/<agreement>")]
pub(super) async fn withdraw(api: ApiDoor, id: InterpreterId, agreement: RateAgreementId) -> Result<ApiDone, ApiStop> {
    let permit = api.permit(ManageAgreements {})?;
    let mut once = api.begin(&"").await?;
    if !withdraw_agreement(&permit, id, agreement, api.now(), &mut once.tx).await? {
        return Err(unknown());
    }
    let person = interpreter(once.tx.conn(), id).await?.ok_or_else(unknown)?;
    api.finish(once, Status::Ok, None, &Agreements::from(&person)).await
}

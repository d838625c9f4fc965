//! Requirement profiles.

use super::{input::Check, unknown};
use crate::{
    directory::{
        commands::{ProfileDetails, define_profile},
        facts::CredentialKind,
        offices as all_offices, profile, profiles,
        views::ProfileJson,
    },
    identity::{
        ApiDone, ApiDoor, ApiStop, Denied,
        policy::{ManagePool, SubmitRequest, ViewPool},
    },
    kernel::ids::RequirementProfileId,
    platform::http::{EntityTag, IfMatch, JsonBody, Problem, Tagged},
};
use rocket::{get, http::Status, put, serde::json::Json};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Whoever asks for sessions or looks after the pool chooses from profiles.
async fn may_choose(api: &ApiDoor) -> Result<(), ApiStop> {
    if api.permit(ViewPool {}).is_ok() {
        return Ok(());
    }
    let offices = all_offices(api.db().read()).await?;
    let may = offices.iter().any(|office| api.permit(SubmitRequest { office: office.id }).is_ok());
    if may { Ok(()) } else { Err(Denied::Forbidden.into()) }
}

/// All requirement profiles, by code; few enough for one page.
#[utoipa::path(
    get,
    path = "/api/v1/profiles",
    tag = "directory",
    operation_id = "list_profiles",
    responses((status = 200, body = [ProfileJson]), (status = 403, body = Problem)),
    security(("bearer" = []))
)]
#[get("/profiles")]
pub(super) async fn list(api: ApiDoor) -> Result<Json<Vec<ProfileJson>>, ApiStop> {
    may_choose(&api).await?;
    Ok(Json(profiles(api.db().read()).await?.into_iter().map(ProfileJson::from).collect()))
}

/// One requirement profile.
#[utoipa::path(
    get,
    path = "/api/v1/profiles/{id}",
    tag = "directory",
    operation_id = "get_profile",
    params(("id" = uuid::Uuid, Path, description = "The profile")),
    responses(
        (status = 200, body = ProfileJson, headers(("ETag" = String, description = "The version read"))),
        (status = 404, body = Problem)
    ),
    security(("bearer" = []))
)]
#[get("/profiles/<id>")]
pub(super) async fn one(api: ApiDoor, id: RequirementProfileId) -> Result<Tagged<Json<ProfileJson>>, ApiStop> {
    may_choose(&api).await?;
    let facts = profile(api.db().read(), id).await?.ok_or_else(unknown)?;
    Ok(Tagged(EntityTag::of_version(facts.version.into()), Json(facts.into())))
}

/// A profile as the coordination describes it; its code stays.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ProfileInput {
    /// Name in German.
    #[schema(max_length = 120)]
    name_de: String,
    /// Name in English.
    #[schema(max_length = 120)]
    name_en: String,
    /// Kinds of credentials that must be valid on the day.
    #[schema(value_type = Vec<String>)]
    credentials: Vec<CredentialKind>,
    /// A legal duty.
    legal_duty: bool,
    /// Can be chosen for new requests.
    active: bool,
}

/// Changes a profile; `If-Match` carries the tag that was read.
#[utoipa::path(
    put,
    path = "/api/v1/profiles/{id}",
    tag = "directory",
    operation_id = "replace_profile",
    params(
        ("id" = uuid::Uuid, Path, description = "The profile"),
        ("If-Match" = String, Header, description = "The ETag read")
    ),
    request_body = ProfileInput,
    responses(
        (status = 200, body = ProfileJson),
        (status = 404, body = Problem),
        (status = 412, body = Problem, description = "Somebody else changed it meanwhile"),
        (status = 422, body = Problem),
        (status = 428, body = Problem, description = "If-Match is missing")
    ),
    security(("bearer" = []))
)]
#[put("/profiles/<id>", data = "<body>")]
pub(super) async fn replace(
    api: ApiDoor,
    id: RequirementProfileId,
    seen: IfMatch,
    body: JsonBody<ProfileInput>,
) -> Result<ApiDone, ApiStop> {
    let permit = api.permit(ManagePool {})?;
    let mut check = Check::new(api.locale());
    let name_de = check.line("name_de", &body.0.name_de, 120);
    let name_en = check.line("name_en", &body.0.name_en, 120);
    check.finish()?;
    let mut once = api.begin(&body.0).await?;
    once.tx.lock_for_use([id.into()]).await?;
    let facts = profile(once.tx.conn(), id).await?.ok_or_else(unknown)?;
    seen.require(EntityTag::of_version(facts.version.into()))?;
    let mut credentials = body.0.credentials.clone();
    credentials.sort_unstable();
    credentials.dedup();
    let details = ProfileDetails {
        code: facts.code,
        name_de: name_de.unwrap_or_default(),
        name_en: name_en.unwrap_or_default(),
        credentials,
        legal_duty: body.0.legal_duty,
        active: body.0.active,
    };
    define_profile(&permit, &details, Some(facts.version), api.now(), &mut once.tx).await?;
    let facts = profile(once.tx.conn(), id).await?.ok_or_else(unknown)?;
    api.finish(once, Status::Ok, None, &ProfileJson::from(facts)).await
}

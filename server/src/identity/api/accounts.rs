//! `/api/v1/accounts…` and `/api/v1/signing-keys`.

use super::views::{AccountBody, ChangeRequest, InviteRequest, KeyView, RoleRequest, RotateRequest};
use crate::{
    identity::{
        AccountStatus, ApiDone, ApiDoor, ApiStop, ChangeRefused, NewAccount, NewRole, PeopleFilter, Permit,
        StandingRefused, change_account, disable_account, enable_account, grant_role, invite_account,
        invite_again as invite_once_more,
        policy::{ManageAccounts, RotateKeys},
        queries, remove_second_factor as remove_factor, revoke_role, rotate_keys, store, unlock_account,
    },
    kernel::{
        actor::Role,
        clock::Instant,
        ids::{AccountId, InterpreterId},
    },
    platform::{
        db::Tx,
        fault::Stop,
        http::{Cursor, EntityTag, IfMatch, JsonBody, PageParams, PageRequest, Paged, Problem, Tagged},
        idempotency::OnceTx,
    },
};
use rocket::{delete, get, http::Status, patch, post, serde::json::Json};
use uuid::Uuid;

/// The account as it is now, inside the unit of work.
async fn body_of(tx: &Tx, id: AccountId) -> Result<AccountBody, ApiStop> {
    let account = store::account(tx.conn(), id).await?.ok_or(Stop::Refused(StandingRefused::AccountUnknown))?;
    let roles = store::roles(tx.conn(), id).await?;
    Ok(AccountBody::of(account, &roles))
}

async fn finish(api: &ApiDoor, once: OnceTx, status: Status, id: AccountId) -> Result<ApiDone, ApiStop> {
    let body = body_of(&once.tx, id).await?;
    let location = (status == Status::Created).then(|| format!("/api/v1/accounts/{id}"));
    api.finish(once, status, location, &body).await
}

/// Accounts in the order they were made.
#[utoipa::path(get, path = "/api/v1/accounts", tag = "identity", operation_id = "listAccounts",
    params(
        PageParams,
        ("q" = Option<String>, Query, description = "Part of a name or address"),
        ("status" = Option<String>, Query, description = "`invited`, `active` or `disabled`"),
        ("role" = Option<String>, Query, description = "Held today, e.g. `case_worker`"),
    ),
    responses((status = 200, description = "A page", body = Paged<AccountBody>), (status = 403, body = Problem)),
    security(("bearer" = [])))]
#[get("/accounts?<q>&<status>&<role>")]
pub(super) async fn list(
    api: ApiDoor,
    wanted: PageRequest,
    q: Option<String>,
    status: Option<&str>,
    role: Option<&str>,
) -> Result<Json<Paged<AccountBody>>, ApiStop> {
    api.permit(ManageAccounts {})?;
    let unknown = |name: &str| {
        Problem::new(Status::BadRequest, "filter-unknown").field(name.to_owned(), "unknown", "no such value")
    };
    let filter = PeopleFilter {
        text: q.filter(|text| !text.trim().is_empty()),
        status: status.map(|text| AccountStatus::parse(text).ok_or_else(|| unknown("status"))).transpose()?,
        role: role.map(|text| Role::parse(text).ok_or_else(|| unknown("role"))).transpose()?,
    };
    let after = wanted.cursor.as_ref().map(|cursor| AccountId(cursor.id));
    let rows = queries::people_after(api.db(), &filter, api.now(), after, wanted.fetch()).await?;
    let page = Paged::cut(rows, &wanted, |row| Cursor::after("", row.account.id.0));
    Ok(Json(page.map(|row| AccountBody::of(row.account, &row.roles))))
}

/// Invites somebody; the mail with the link follows.
#[utoipa::path(post, path = "/api/v1/accounts", tag = "identity", operation_id = "inviteAccount",
    request_body = InviteRequest,
    responses(
        (status = 201, description = "Invited", body = AccountBody),
        (status = 409, description = "The address or the interpreter has an account", body = Problem),
        (status = 422, body = Problem),
    ),
    security(("bearer" = [])))]
#[post("/accounts", data = "<sent>")]
pub(super) async fn invite(api: ApiDoor, sent: JsonBody<InviteRequest>) -> Result<ApiDone, ApiStop> {
    let permit = api.permit(ManageAccounts {})?;
    let mut once = api.begin(&sent.0).await?;
    let sent = sent.0;
    let new = NewAccount {
        email: sent.email,
        name: sent.name,
        locale: sent.locale,
        roles: sent.roles.into_iter().map(NewRole::from).collect(),
        interpreter: sent.interpreter.map(InterpreterId),
    };
    let id = invite_account(permit, new, api.now(), &mut once.tx).await?;
    finish(&api, once, Status::Created, id).await
}

/// One account, with its ETag.
#[utoipa::path(get, path = "/api/v1/accounts/{id}", tag = "identity", operation_id = "getAccount",
    params(("id" = Uuid, Path, description = "The account")),
    responses((status = 200, description = "The account", body = AccountBody), (status = 404, body = Problem)),
    security(("bearer" = [])))]
#[get("/accounts/<id>")]
pub(super) async fn show(api: ApiDoor, id: AccountId) -> Result<Tagged<Json<AccountBody>>, ApiStop> {
    api.permit(ManageAccounts {})?;
    let account = store::account(api.db().read(), id).await?.ok_or(Stop::Refused(StandingRefused::AccountUnknown))?;
    let roles = store::roles(api.db().read(), id).await?;
    let tag = EntityTag::of_version(account.version.into());
    Ok(Tagged(tag, Json(AccountBody::of(account, &roles))))
}

/// Changes name or language. Send `If-Match` with the ETag that was read.
#[utoipa::path(patch, path = "/api/v1/accounts/{id}", tag = "identity", operation_id = "changeAccount",
    params(("id" = Uuid, Path, description = "The account"), ("If-Match" = String, Header, description = "The ETag that was read")),
    request_body = ChangeRequest,
    responses(
        (status = 200, description = "Changed", body = AccountBody),
        (status = 412, description = "Somebody else changed it meanwhile", body = Problem),
        (status = 428, description = "`If-Match` is missing", body = Problem),
    ),
    security(("bearer" = [])))]
#[patch("/accounts/<id>", data = "<sent>")]
pub(super) async fn change(
    api: ApiDoor,
    id: AccountId,
    seen: IfMatch,
    sent: JsonBody<ChangeRequest>,
) -> Result<ApiDone, ApiStop> {
    let permit = api.permit(ManageAccounts {})?;
    let mut once = api.begin(&sent.0).await?;
    let account = store::account(once.tx.conn(), id).await?.ok_or(Stop::Refused(ChangeRefused::AccountUnknown))?;
    let current = EntityTag::of_version(account.version.into());
    seen.require(current)?;
    let name = sent.0.name.unwrap_or(account.name);
    let locale = sent.0.locale.unwrap_or(account.locale);
    change_account(permit, id, account.version, &name, locale, api.now(), &mut once.tx).await?;
    finish(&api, once, Status::Ok, id).await
}

/// Gives a role.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/roles", tag = "identity", operation_id = "grantRole",
    params(("id" = Uuid, Path, description = "The account")),
    request_body = RoleRequest,
    responses(
        (status = 201, description = "The account with its roles", body = AccountBody),
        (status = 403, description = "Nobody changes their own roles", body = Problem),
        (status = 409, description = "The role is held in these days already", body = Problem),
        (status = 422, body = Problem),
    ),
    security(("bearer" = [])))]
#[post("/accounts/<id>/roles", data = "<sent>")]
pub(super) async fn grant(api: ApiDoor, id: AccountId, sent: JsonBody<RoleRequest>) -> Result<ApiDone, ApiStop> {
    let permit = api.permit(ManageAccounts {})?;
    let mut once = api.begin(&sent.0).await?;
    grant_role(permit, id, sent.0.into(), api.now(), &mut once.tx).await?;
    finish(&api, once, Status::Created, id).await
}

/// Takes a role from today on.
#[utoipa::path(delete, path = "/api/v1/accounts/{id}/roles/{grant}", tag = "identity", operation_id = "revokeRole",
    params(("id" = Uuid, Path, description = "The account"), ("grant" = Uuid, Path, description = "The role that was given, as `roles` of the account names it")),
    responses(
        (status = 200, description = "The account with its roles", body = AccountBody),
        (status = 404, description = "The role is not held", body = Problem),
        (status = 409, description = "The last administrator", body = Problem),
    ),
    security(("bearer" = [])))]
#[delete("/accounts/<id>/roles/<grant>")]
pub(super) async fn revoke(api: ApiDoor, id: AccountId, grant: Uuid) -> Result<ApiDone, ApiStop> {
    let permit = api.permit(ManageAccounts {})?;
    let mut once = api.begin(&()).await?;
    revoke_role(permit, id, grant, api.now(), &mut once.tx).await?;
    finish(&api, once, Status::Ok, id).await
}

/// What is done to an account's standing; all of them have no body and answer with the account.
async fn set_standing<C>(api: &ApiDoor, id: AccountId, command: C) -> Result<ApiDone, ApiStop>
where
    C: AsyncFnOnce(Permit<ManageAccounts>, Instant, &mut Tx) -> Result<(), Stop<StandingRefused>>,
{
    let permit = api.permit(ManageAccounts {})?;
    let mut once = api.begin(&()).await?;
    command(permit, api.now(), &mut once.tx).await?;
    finish(api, once, Status::Ok, id).await
}

/// Shuts an account out, at once.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/disable", tag = "identity", operation_id = "disableAccount",
    params(("id" = Uuid, Path, description = "The account")),
    responses((status = 200, body = AccountBody), (status = 403, body = Problem), (status = 409, body = Problem)),
    security(("bearer" = [])))]
#[post("/accounts/<id>/disable")]
pub(super) async fn disable(api: ApiDoor, id: AccountId) -> Result<ApiDone, ApiStop> {
    set_standing(&api, id, async |permit, now, tx: &mut Tx| disable_account(permit, id, now, tx).await).await
}

/// Lets a disabled account in again.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/enable", tag = "identity", operation_id = "enableAccount",
    params(("id" = Uuid, Path, description = "The account")),
    responses((status = 200, body = AccountBody), (status = 409, body = Problem)),
    security(("bearer" = [])))]
#[post("/accounts/<id>/enable")]
pub(super) async fn enable(api: ApiDoor, id: AccountId) -> Result<ApiDone, ApiStop> {
    set_standing(&api, id, async |permit, now, tx: &mut Tx| enable_account(permit, id, now, tx).await).await
}

/// Ends a lockout after failures.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/unlock", tag = "identity", operation_id = "unlockAccount",
    params(("id" = Uuid, Path, description = "The account")),
    responses((status = 200, body = AccountBody)),
    security(("bearer" = [])))]
#[post("/accounts/<id>/unlock")]
pub(super) async fn unlock(api: ApiDoor, id: AccountId) -> Result<ApiDone, ApiStop> {
    let config = &api.site().config;
    set_standing(&api, id, async |permit, now, tx: &mut Tx| unlock_account(permit, config, id, now, tx).await).await
}

/// Takes the second factor away; the next login sets up a new one where a role demands it.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/remove-second-factor", tag = "identity",
    operation_id = "removeSecondFactor",
    params(("id" = Uuid, Path, description = "The account")),
    responses((status = 200, body = AccountBody), (status = 409, body = Problem)),
    security(("bearer" = [])))]
#[post("/accounts/<id>/remove-second-factor")]
pub(super) async fn remove_second_factor(api: ApiDoor, id: AccountId) -> Result<ApiDone, ApiStop> {
    set_standing(&api, id, async |permit, now, tx: &mut Tx| remove_factor(permit, id, now, tx).await).await
}

/// Sends an invitation once more.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/invite", tag = "identity", operation_id = "inviteAgain",
    params(("id" = Uuid, Path, description = "The account")),
    responses((status = 200, body = AccountBody), (status = 409, body = Problem)),
    security(("bearer" = [])))]
#[post("/accounts/<id>/invite")]
pub(super) async fn invite_again(api: ApiDoor, id: AccountId) -> Result<ApiDone, ApiStop> {
    set_standing(&api, id, async |permit, now, tx: &mut Tx| invite_once_more(permit, id, now, tx).await).await
}

/// Signs tokens with a new key from now on.
#[utoipa::path(post, path = "/api/v1/signing-keys", tag = "identity", operation_id = "rotateKeys",
    request_body = RotateRequest,
    responses((status = 201, description = "The new key", body = KeyView), (status = 403, body = Problem)),
    security(("bearer" = [])))]
#[post("/signing-keys", data = "<sent>")]
pub(super) async fn rotate(api: ApiDoor, sent: JsonBody<RotateRequest>) -> Result<ApiDone, ApiStop> {
    let permit = api.permit(RotateKeys {})?;
    let mut once = api.begin(&sent.0).await?;
    let id = rotate_keys(permit, sent.0.forget_old, api.now(), &mut once.tx).await?;
    api.finish(once, Status::Created, None, &KeyView { id }).await
}

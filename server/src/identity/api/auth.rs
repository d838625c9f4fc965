//! `/api/v1/auth/…` and `/api/v1/me`.
//!
//! An `Idempotency-Key` counts here as everywhere, but no answer is stored, because it holds secrets: the pair is signed again, until
//! its refresh token is used.

use super::views::{GrantView, MeView, RefreshRequest, TokenRequest, TokenView};
use crate::{
    identity::{
        ApiDoor, ApiStop, LogInRefused, TokenAttempt, door::ApiGuest, issue_tokens, refresh_tokens, revoke_tokens,
        tokens::TokenRefused,
    },
    kernel::refusal::Refusal,
    platform::{
        fault::Stop,
        http::{JsonBody, Problem},
        i18n::{Locale, say},
        limits::LoginRate,
        password::Passwords,
    },
};
use rocket::{State, get, http::Status, post, response::status::NoContent, serde::json::Json};
use serde_json::json;

fn problem(status: Status, refused: &impl Refusal, locale: Locale) -> Problem {
    Problem::new(status, refused.code()).detail(say(locale, &refused.message()))
}

fn login_problem(refused: LogInRefused, door: &ApiGuest) -> Problem {
    match refused {
        LogInRefused::Locked { until } => {
            let seconds = u32::try_from((until - door.now()).num_seconds()).unwrap_or(1);
            problem(Status::TooManyRequests, &refused, door.locale()).retry_after(seconds.max(1))
        }
        LogInRefused::Disabled | LogInRefused::SecondFactorMissing => {
            problem(Status::Forbidden, &refused, door.locale())
        }
        LogInRefused::KeyReused => problem(Status::UnprocessableEntity, &refused, door.locale()),
        _ => problem(Status::Unauthorized, &refused, door.locale()),
    }
}

fn token_problem(refused: TokenRefused, locale: Locale) -> Problem {
    let status = match refused {
        TokenRefused::KeyReused => Status::UnprocessableEntity,
        _ => Status::Unauthorized,
    };
    problem(status, &refused, locale)
}

/// Logs a program in.
#[utoipa::path(post, path = "/api/v1/auth/token", tag = "identity", operation_id = "issueToken",
    request_body = TokenRequest,
    responses(
        (status = 200, description = "A pair of tokens", body = TokenView),
        (status = 401, description = "Address, password or code are wrong, or the code is missing", body = Problem),
        (status = 403, description = "The account is disabled, or must set up its second factor first", body = Problem),
        (status = 422, description = "The body, or the `Idempotency-Key` was used for another call", body = Problem),
        (status = 429, description = "Locked after ten failures, or too many attempts", body = Problem),
    ))]
#[post("/auth/token", data = "<sent>")]
pub(super) async fn token(
    door: ApiGuest,
    passwords: &State<Passwords>,
    rate: LoginRate<'_>,
    sent: JsonBody<TokenRequest>,
) -> Result<Json<TokenView>, ApiStop> {
    let TokenRequest { email, password, totp } = sent.0;
    rate.0.login_to(&email).map_err(Problem::from)?;
    let code = totp.as_deref();
    let call = door.call(&json!([email, password, code]).to_string())?;
    let attempt = TokenAttempt { email: &email, password: &password, code, call: &call };
    let site = door.site();
    match issue_tokens(&site.db, &site.config, passwords, attempt, door.now()).await {
        Ok(pair) => Ok(Json(TokenView::from(pair))),
        Err(Stop::Refused(refused)) => Err(login_problem(refused, &door).into()),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

/// The next pair for a refresh token, which counts once: a second use ends all tokens of this login. A call whose answer was lost
/// may be sent again under the same `Idempotency-Key`; it gets the same pair until that is used.
#[utoipa::path(post, path = "/api/v1/auth/refresh", tag = "identity", operation_id = "refreshToken",
    request_body = RefreshRequest,
    responses(
        (status = 200, description = "A pair of tokens", body = TokenView),
        (status = 401, description = "The token has expired, was used or revoked, or is none", body = Problem),
        (status = 422, description = "The body, or the `Idempotency-Key` was used for another call", body = Problem),
    ))]
#[post("/auth/refresh", data = "<sent>")]
pub(super) async fn refresh(
    door: ApiGuest,
    _rate: LoginRate<'_>,
    sent: JsonBody<RefreshRequest>,
) -> Result<Json<TokenView>, ApiStop> {
    let call = door.call(&sent.0.refresh_token)?;
    let site = door.site();
    match refresh_tokens(&site.db, &site.config, &sent.0.refresh_token, &call, door.now()).await {
        Ok(pair) => Ok(Json(TokenView::from(pair))),
        Err(Stop::Refused(refused)) => Err(token_problem(refused, door.locale()).into()),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

/// Ends all tokens of a login. The answer is the same for tokens that don't hold any more (RFC 7009).
#[utoipa::path(post, path = "/api/v1/auth/revoke", tag = "identity", operation_id = "revokeToken",
    request_body = RefreshRequest,
    responses((status = 204, description = "They have ended")))]
#[post("/auth/revoke", data = "<sent>")]
pub(super) async fn revoke(
    door: ApiGuest,
    _rate: LoginRate<'_>,
    sent: JsonBody<RefreshRequest>,
) -> Result<NoContent, ApiStop> {
    let site = door.site();
    revoke_tokens(&site.db, &site.config, &sent.0.refresh_token, door.now()).await?;
    Ok(NoContent)
}

/// Who one is, and what one may do today.
#[utoipa::path(get, path = "/api/v1/me", tag = "identity", operation_id = "me",
    responses((status = 200, description = "Oneself", body = MeView), (status = 401, body = Problem)),
    security(("bearer" = [])))]
#[get("/me")]
pub(super) fn me(api: ApiDoor) -> Json<MeView> {
    let person = api.person();
    let roles = person.grants.iter().map(|grant| GrantView { role: grant.role, office: grant.office });
    Json(MeView {
        account: person.account.0,
        name: person.name.clone(),
        roles: roles.collect(),
        interpreter: person.interpreter.map(|interpreter| interpreter.0),
    })
}

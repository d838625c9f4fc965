//! `/api/v1/auth/…` and `/api/v1/me`.
//!
//! These calls take `Idempotency-Key` like all others, but what is remembered of them is only which tokens were given; the same
//! call within two minutes gets the same tokens, made again. So a network that repeats a refresh is not taken for a thief.

use super::views::{GrantView, MeView, RefreshRequest, TokenRequest, TokenView};
use crate::{
    identity::{
        ApiDoor, ApiStop, LogInRefused, ProgramLogin, Site, door::CallKey, issue_tokens, refresh_tokens, revoke_tokens,
        tokens::TokenRefused,
    },
    kernel::refusal::Refusal,
    platform::{
        fault::Stop,
        http::{JsonBody, Problem},
        idempotency::Call,
        limits::LoginRate,
        password::Passwords,
    },
};
use rocket::{State, get, http::Status, post, response::status::NoContent, serde::json::Json};

fn problem(status: Status, refused: &impl Refusal) -> Problem {
    Problem::new(status, refused.code()).detail(refused.message())
}

fn login_problem(refused: LogInRefused, site: &Site) -> Problem {
    match refused {
        LogInRefused::Locked { until } => {
            let seconds = u32::try_from((until - site.clock.now()).num_seconds()).unwrap_or(1);
            problem(Status::TooManyRequests, &refused).retry_after(seconds.max(1))
        }
        LogInRefused::Disabled | LogInRefused::SecondFactorMissing => problem(Status::Forbidden, &refused),
        LogInRefused::KeyReused => problem(Status::UnprocessableEntity, &refused),
        _ => problem(Status::Unauthorized, &refused),
    }
}

fn token_problem(refused: TokenRefused) -> Problem {
    let status = match refused {
        TokenRefused::KeyReused => Status::UnprocessableEntity,
        _ => Status::Unauthorized,
    };
    problem(status, &refused)
}

/// Logs a program in.
#[utoipa::path(post, path = "/api/v1/auth/token", tag = "identity", operation_id = "issueToken",
    request_body = TokenRequest,
    responses(
        (status = 200, description = "A pair of tokens", body = TokenView),
        (status = 401, description = "Address, password or code are wrong, or the code is missing", body = Problem),
        (status = 403, description = "The account is disabled, or must set up its second factor first", body = Problem),
        (status = 429, description = "Locked after ten failures, or too many attempts", body = Problem),
    ))]
#[post("/auth/token", format = "json", data = "<sent>")]
pub(super) async fn token(
    site: &State<Site>,
    passwords: &State<Passwords>,
    rate: LoginRate<'_>,
    key: CallKey,
    sent: JsonBody<TokenRequest>,
) -> Result<Json<TokenView>, ApiStop> {
    let TokenRequest { email, password, totp } = sent.0;
    rate.0.login_to(&email).map_err(Problem::from)?;
    let (now, code) = (site.clock.now(), totp.as_deref());
    let what = format!("POST /api/v1/auth/token\u{1f}{email}\u{1f}{}", code.unwrap_or_default());
    let call = Call::new(None, key.as_deref(), what.as_bytes());
    let login = ProgramLogin { email: &email, password: &password, code };
    match issue_tokens(&site.db, &site.config, passwords, login, &call, now).await {
        Ok(pair) => Ok(Json(TokenView::from(pair))),
        Err(Stop::Refused(refused)) => Err(login_problem(refused, site).into()),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

/// The next pair for a refresh token, which counts once: a second use ends all tokens of this login.
#[utoipa::path(post, path = "/api/v1/auth/refresh", tag = "identity", operation_id = "refreshToken",
    request_body = RefreshRequest,
    responses(
        (status = 200, description = "A pair of tokens", body = TokenView),
        (status = 401, description = "The token has expired, was used or revoked, or is none", body = Problem),
    ))]
#[post("/auth/refresh", format = "json", data = "<sent>")]
pub(super) async fn refresh(
    site: &State<Site>,
    _rate: LoginRate<'_>,
    key: CallKey,
    sent: JsonBody<RefreshRequest>,
) -> Result<Json<TokenView>, ApiStop> {
    let what = format!("POST /api/v1/auth/refresh\u{1f}{}", sent.0.refresh_token);
    let call = Call::new(None, key.as_deref(), what.as_bytes());
    match refresh_tokens(&site.db, &site.config, &sent.0.refresh_token, &call, site.clock.now()).await {
        Ok(pair) => Ok(Json(TokenView::from(pair))),
        Err(Stop::Refused(refused)) => Err(token_problem(refused).into()),
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

/// Ends all tokens of a login. The answer is the same for tokens that don't hold any more (RFC 7009).
#[utoipa::path(post, path = "/api/v1/auth/revoke", tag = "identity", operation_id = "revokeToken",
    request_body = RefreshRequest,
    responses((status = 204, description = "They have ended")))]
#[post("/auth/revoke", format = "json", data = "<sent>")]
pub(super) async fn revoke(
    site: &State<Site>,
    _rate: LoginRate<'_>,
    sent: JsonBody<RefreshRequest>,
) -> Result<NoContent, ApiStop> {
    revoke_tokens(&site.db, &site.config, &sent.0.refresh_token, site.clock.now()).await?;
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

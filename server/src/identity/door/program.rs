//! The door of programs.

use super::{
    ApiDone, ApiStop, Site,
    calls::{CallKey, KeyReused},
    locale_of, site, status_of,
};
use crate::{
    identity::{
        Denied, Permit,
        policy::Action,
        visitor::{self, Visitor},
    },
    kernel::{
        actor::{Actor, Person},
        clock::Instant,
    },
    platform::{
        db::Db,
        fault::Fault,
        http::remember,
        i18n::Locale,
        idempotency::{self, Answer, Call, Once, OnceTx},
        limits::RateLimits,
    },
};
use rocket::{
    Request,
    http::Status,
    request::{FromRequest, Outcome},
};
use serde::Serialize;

/// The door of programs: `Authorization: Bearer …`, audience `api`.
pub struct ApiDoor {
    /// Who asks.
    pub visitor: Visitor,
    actor: Actor,
    site: Site,
    locale: Locale,
    call: String,
    key: CallKey,
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for ApiDoor {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let Some(site) = site(request) else { return Outcome::Error((Status::InternalServerError, ())) };
        let Outcome::Success(key) = CallKey::from_request(request).await else {
            return Outcome::Error((Status::BadRequest, ()));
        };
        let bearer = request.headers().get_one("authorization").and_then(|value| value.strip_prefix("Bearer "));
        let Some(bearer) = bearer else { return Outcome::Error((Status::Unauthorized, ())) };
        match visitor::by_api_token(&site.db, &site.config, bearer.trim(), site.clock.now()).await {
            Ok(Some(visitor)) if is_too_often(request, &visitor) => Outcome::Error((Status::TooManyRequests, ())),
            Ok(Some(visitor)) => Outcome::Success(Self {
                actor: Actor::Person(visitor.person.clone()),
                visitor,
                site: site.clone(),
                locale: locale_of(request),
                call: format!("{} {}", request.method(), request.uri()),
                key,
            }),
            Ok(None) => Outcome::Error((Status::Unauthorized, ())),
            Err(fault) => Outcome::Error((status_of(&fault), ())),
        }
    }
}

/// Counts a call of the account; beyond the limit the catcher answers with the time to wait.
fn is_too_often(request: &Request<'_>, visitor: &Visitor) -> bool {
    let limits = request.rocket().state::<RateLimits>();
    match limits.map_or(Ok(()), |limits| limits.api_of(visitor.person.account.0)) {
        Ok(()) => false,
        Err(refused) => {
            let _ = remember(request, refused.into());
            true
        }
    }
}

impl ApiDoor {
    /// Who acts.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        &self.actor
    }
    /// The person who acts.
    #[must_use]
    pub fn person(&self) -> &Person {
        &self.visitor.person
    }
    /// Now.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.site.clock.now()
    }
    /// For queries.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.site.db
    }
    /// The site: database, clock, configuration.
    #[must_use]
    pub fn site(&self) -> &Site {
        &self.site
    }
    /// The language of problem details (`Accept-Language`).
    #[must_use]
    pub fn locale(&self) -> Locale {
        self.locale
    }

    /// Asks the policy.
    ///
    /// # Errors
    /// 403 for colleagues, 404 for strangers.
    pub fn permit<A: Action>(&self, action: A) -> Result<Permit<A>, ApiStop> {
        Permit::ask(&self.actor, action).map_err(|denied: Denied| ApiStop::Refused(Box::new(denied)))
    }

    /// Begins the unit of work of a call; the header `Idempotency-Key` makes a repeated call harmless.
    ///
    /// # Errors
    /// It was done before ([`ApiStop::Answered`]: the same answer again), the key was used for a different call (422), or the
    /// database is away.
    pub async fn begin(&self, body: &impl Serialize) -> Result<OnceTx, ApiStop> {
        let body = serde_json::to_string(body).map_err(Fault::from)?;
        let what = format!("{}\u{1f}{body}", self.call);
        let call = Call::new(self.actor.account(), self.key.as_deref(), what.as_bytes());
        match idempotency::begin(&self.site.db, &call, self.now()).await? {
            Once::First(once) => Ok(once),
            Once::Again(answer) => Err(ApiStop::Answered(answer.into())),
            Once::Mismatch => Err(ApiStop::Refused(Box::new(KeyReused))),
        }
    }

    /// Commits the work and answers with `body`.
    ///
    /// # Errors
    /// Nothing was stored.
    pub async fn finish(
        &self,
        once: OnceTx,
        status: Status,
        location: Option<String>,
        body: &impl Serialize,
    ) -> Result<ApiDone, ApiStop> {
        let body = Some(serde_json::to_value(body).map_err(Fault::from)?);
        let answer = Answer { status: status.code, location, body };
        once.commit(&answer).await?;
        Ok(ApiDone::from(answer))
    }
}

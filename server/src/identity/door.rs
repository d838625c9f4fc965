//! The doors: how a request becomes an actor with a language, and how an answer becomes a page or JSON.
//!
//! Pages come through [`Door`] (a login session's cookie), programs through [`ApiDoor`] (a bearer token). Both give the same
//! actor and lead to the same commands; nothing that decides stands here.

mod answers;

use answers::KeyUnusable;
pub use answers::{ApiDone, ApiStop, Done, PageStop, error_page};

use super::{
    Denied, Permit,
    policy::{self, Action},
    visitor::{self, Visitor},
};
use crate::{
    kernel::{
        actor::{Actor, Person},
        clock::{Clock, Instant},
        message::Message,
    },
    platform::{
        config::Config,
        db::{Db, Tx},
        fault::Fault,
        http::{locale_of, remember},
        i18n::{Locale, say},
        idempotency::{self, Answer, Call, KeyReused, Once, OnceTx},
        limits::RateLimits,
        render::{NavItem, PageContext, Reader, Submitted, Tone},
    },
};
use rocket::{
    Request,
    http::Status,
    request::{FromRequest, Outcome},
};
use serde::Serialize;
use std::sync::Arc;

/// What every door needs; managed by Rocket.
#[derive(Clone)]
pub struct Site {
    /// The database.
    pub db: Db,
    /// The clock.
    pub clock: Clock,
    /// The configuration.
    pub config: Arc<Config>,
    /// The main navigation of a person; filled by the composition, which alone knows all pages.
    pub navigation: fn(&Person) -> Vec<NavItem>,
}

/// The site behind a request.
pub fn site<'r>(request: &'r Request<'_>) -> Option<&'r Site> {
    request.rocket().state::<Site>()
}

/// The cookie that says what the last action did.
pub const NOTICE_COOKIE: &str = "notice";
/// The cookie of a login session.
pub const SESSION_COOKIE: &str = "session";

/// The visitor behind the session cookie; looked up once a request.
async fn visitor_of(request: &Request<'_>) -> Result<Option<Visitor>, Status> {
    let found: &Result<Option<Visitor>, Status> = request
        .local_cache_async(async {
            let (Some(site), Some(cookie)) = (site(request), request.cookies().get(SESSION_COOKIE)) else {
                return Ok(None);
            };
            visitor::by_session(&site.db, &site.config, cookie.value(), site.clock.now())
                .await
                .map_err(|fault| status_of(&fault))
        })
        .await;
    found.clone()
}

fn status_of(fault: &Fault) -> Status {
    if fault.is_passing() {
        tracing::warn!(%fault, "the database is away");
        Status::ServiceUnavailable
    } else {
        tracing::error!(%fault, "fault");
        Status::InternalServerError
    }
}

/// Everything a page needs to know about who asks. Nobody logged in: 401, which the page catcher turns into the login page.
pub struct Door {
    /// Who asks.
    pub visitor: Visitor,
    actor: Actor,
    site: Site,
    locale: Locale,
    path: String,
    call: String,
    notice: Option<(Tone, Message)>,
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Door {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let Some(site) = site(request) else { return Outcome::Error((Status::InternalServerError, ())) };
        let visitor = match visitor_of(request).await {
            Ok(Some(visitor)) if !visitor.second_factor_missing => visitor,
            Ok(_) => return Outcome::Error((Status::Unauthorized, ())),
            Err(status) => return Outcome::Error((status, ())),
        };
        Outcome::Success(Self {
            actor: Actor::Person(visitor.person.clone()),
            visitor,
            site: site.clone(),
            locale: locale_of(request),
            path: request.uri().to_string(),
            call: format!("{} {}", request.method(), request.uri()),
            notice: answers::take_notice(request),
        })
    }
}

impl Door {
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
    /// The configuration.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.site.config
    }
    /// The site: database, clock, configuration.
    #[must_use]
    pub fn site(&self) -> &Site {
        &self.site
    }
    /// The reader's language.
    #[must_use]
    pub fn locale(&self) -> Locale {
        self.locale
    }

    /// Asks the policy.
    ///
    /// # Errors
    /// 403 for colleagues, 404 for strangers.
    pub fn permit<A: Action>(&self, action: A) -> Result<Permit<A>, PageStop> {
        Permit::ask(&self.actor, action).map_err(PageStop::from)
    }

    /// Whether the policy would say yes; for showing or hiding a button. The command asks again.
    #[must_use]
    pub fn may<A: Action>(&self, action: A) -> bool {
        policy::ask(&A::RULE, &self.actor, action.target()) == policy::Answer::Yes
    }

    /// The frame of a page: reader, navigation, what the last action did.
    #[must_use]
    pub fn page(&self, title_key: &str) -> PageContext {
        let mut page = frame(&self.site, self.locale, &self.path, Some(&self.visitor)).titled(title_key);
        if let Some((tone, message)) = &self.notice {
            page = page.with_notice(*tone, say(self.locale, message));
        }
        page
    }

    /// Begins the unit of work of a form; its hidden field `_key` makes a second press of the button harmless.
    ///
    /// # Errors
    /// [`PageStop::Again`] if the form was done before: it leads where the first press led. Or the database is away.
    pub async fn begin(&self, form: &Submitted) -> Result<OnceTx, PageStop> {
        begin(&self.site, &self.actor, &self.call(form)?).await
    }

    /// The call that a form makes, for commands that begin their own units of work.
    ///
    /// # Errors
    /// No secret key is configured.
    pub fn call(&self, form: &Submitted) -> Result<Call, Fault> {
        Call::of_form(&self.site.config, form.key(), &content_of(&self.call, form))
    }

    /// Commits the work and leads to the next page, which shows the notice.
    ///
    /// # Errors
    /// Nothing was stored.
    pub async fn finish(&self, once: OnceTx, to: impl Into<String>, notice: Message) -> Result<Done, PageStop> {
        finish(once, to.into(), &notice).await
    }

    /// A unit of work without an idempotency key, for repeatable things.
    ///
    /// # Errors
    /// The database is away.
    pub async fn tx(&self) -> Result<Tx, PageStop> {
        Ok(self.site.db.begin().await?)
    }
}

/// A page's frame for whoever it is.
pub(super) fn frame(site: &Site, locale: Locale, path: &str, visitor: Option<&Visitor>) -> PageContext {
    let page = PageContext::new(locale, path).city(site.config.city_name.clone());
    match visitor {
        Some(visitor) => page
            .reader(Reader { name: visitor.person.name.clone(), role_label: visitor.role_label(locale) })
            .nav((site.navigation)(&visitor.person)),
        None => page,
    }
}

/// A unit of work under a call's key; what was done before leaves by the door's error.
async fn begin<S: From<Answer> + From<KeyReused> + From<Fault>>(
    site: &Site,
    actor: &Actor,
    call: &Call,
) -> Result<OnceTx, S> {
    match idempotency::begin(&site.db, actor.account(), call, site.clock.now()).await? {
        Once::First(once) => Ok(once),
        Once::Again(answer) => Err(answer.into()),
        Once::Mismatch => Err(KeyReused.into()),
    }
}

async fn finish(once: OnceTx, to: String, notice: &Message) -> Result<Done, PageStop> {
    let body = Some(serde_json::to_value(notice).map_err(Fault::from)?);
    let answer = Answer { status: 303, location: Some(to), body };
    once.commit(&answer).await?;
    Ok(Done::from(answer))
}

/// Method, path and fields of a form.
fn content_of(call: &str, form: &Submitted) -> String {
    let mut content = call.to_owned();
    for (name, value) in form.0.pairs() {
        content.push_str(&format!("\u{1f}{name}={value}"));
    }
    content
}

/// A page that anybody may see: login, invitation, imprint, offer by mail link.
pub struct Guest {
    site: Site,
    locale: Locale,
    path: String,
    visitor: Option<Visitor>,
    notice: Option<(Tone, Message)>,
    call: String,
    /// The device as it calls itself (User-Agent, shortened).
    pub device: String,
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Guest {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let Some(site) = site(request) else { return Outcome::Error((Status::InternalServerError, ())) };
        let visitor = match visitor_of(request).await {
            Ok(visitor) => visitor,
            Err(status) => return Outcome::Error((status, ())),
        };
        let device = request.headers().get_one("user-agent").unwrap_or_default().chars().take(120).collect();
        Outcome::Success(Self {
            site: site.clone(),
            locale: locale_of(request),
            path: request.uri().to_string(),
            visitor,
            notice: answers::take_notice(request),
            call: format!("{} {}", request.method(), request.uri()),
            device,
        })
    }
}

impl Guest {
    /// The site: database, clock, configuration.
    #[must_use]
    pub fn site(&self) -> &Site {
        &self.site
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
    /// The reader's language.
    #[must_use]
    pub fn locale(&self) -> Locale {
        self.locale
    }
    /// Who it is, if they logged in (perhaps without the second factor yet).
    #[must_use]
    pub fn visitor(&self) -> Option<&Visitor> {
        self.visitor.as_ref()
    }

    /// The frame of a page.
    #[must_use]
    pub fn page(&self, title_key: &str) -> PageContext {
        let known = self.visitor.as_ref().filter(|visitor| !visitor.second_factor_missing);
        let mut page = frame(&self.site, self.locale, &self.path, known).titled(title_key);
        if let Some((tone, message)) = &self.notice {
            page = page.with_notice(*tone, say(self.locale, message));
        }
        page
    }

    /// Begins the unit of work of a form sent by somebody who need not be logged in.
    ///
    /// # Errors
    /// [`PageStop::Again`] if the form was done before, or the database is away.
    pub async fn begin(&self, form: &Submitted) -> Result<OnceTx, PageStop> {
        begin(&self.site, &Actor::House("guest"), &self.call(form)?).await
    }

    /// The call that a form makes, for commands that begin their own units of work.
    ///
    /// # Errors
    /// No secret key is configured.
    pub fn call(&self, form: &Submitted) -> Result<Call, Fault> {
        Call::of_form(&self.site.config, form.key(), &content_of(&self.call, form))
    }

    /// Commits the work and leads to the next page, which shows the notice.
    ///
    /// # Errors
    /// Nothing was stored.
    pub async fn finish(&self, once: OnceTx, to: impl Into<String>, notice: Message) -> Result<Done, PageStop> {
        finish(once, to.into(), &notice).await
    }
}

/// The door of programs: `Authorization: Bearer …`, audience `api`.
pub struct ApiDoor {
    /// Who asks.
    pub visitor: Visitor,
    actor: Actor,
    site: Site,
    locale: Locale,
    call: String,
    key: Option<String>,
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for ApiDoor {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let Some(site) = site(request) else { return Outcome::Error((Status::InternalServerError, ())) };
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
                key: request.headers().get_one("idempotency-key").map(str::to_owned),
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
    /// [`ApiStop::Again`] if the call was done before: it answers the same. The key was used for a different call (422), or the
    /// database is away.
    pub async fn begin(&self, body: &impl Serialize) -> Result<OnceTx, ApiStop> {
        let body = serde_json::to_string(body).map_err(Fault::from)?;
        begin(&self.site, &self.actor, &call_of(&self.site, self.key.as_deref(), &self.call, &body)?).await
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

/// The door of programs that have no token yet, or give theirs in the body.
pub struct ApiGuest {
    site: Site,
    locale: Locale,
    call: String,
    key: Option<String>,
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for ApiGuest {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let Some(site) = site(request) else { return Outcome::Error((Status::InternalServerError, ())) };
        Outcome::Success(Self {
            site: site.clone(),
            locale: locale_of(request),
            call: format!("{} {}", request.method(), request.uri()),
            key: request.headers().get_one("idempotency-key").map(str::to_owned),
        })
    }
}

impl ApiGuest {
    /// Now.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.site.clock.now()
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

    /// The call with this body, for commands that begin their own units of work.
    ///
    /// # Errors
    /// The key can't be one.
    pub fn call(&self, body: &str) -> Result<Call, ApiStop> {
        call_of(&self.site, self.key.as_deref(), &self.call, body)
    }
}

/// The longest `Idempotency-Key`, in bytes.
const LONGEST_KEY: usize = 200;

fn call_of(site: &Site, key: Option<&str>, call: &str, body: &str) -> Result<Call, ApiStop> {
    if key.is_some_and(|key| key.is_empty() || key.len() > LONGEST_KEY) {
        return Err(KeyUnusable.into());
    }
    Ok(Call::of_program(&site.config, key, &format!("{call}\u{1f}{body}"))?)
}

//! The doors: how a request becomes an actor with a language, and how an answer becomes a page or JSON.
//!
//! Pages come through [`Door`] (a login session's cookie), programs through [`ApiDoor`] (a bearer token). Both give the same
//! actor and lead to the same commands; nothing that decides stands here.

mod answers;
mod calls;
mod guest;
mod program;

pub use answers::{ApiDone, ApiStop, Done, PageStop, error_page};
pub use calls::CallKey;
pub use guest::Guest;
pub use program::ApiDoor;

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
        http::locale_of,
        i18n::{Locale, say},
        idempotency::{Call, OnceTx},
        render::{NavItem, PageContext, Reader, Submitted, Tone},
    },
};
use rocket::{
    Request,
    http::Status,
    request::{FromRequest, Outcome},
};
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

/// The reader's language, for routes that need nothing else of who asks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ReaderLocale(pub Locale);

#[rocket::async_trait]
impl<'r> FromRequest<'r> for ReaderLocale {
    type Error = std::convert::Infallible;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Self::Error> {
        Outcome::Success(Self(locale_of(request)))
    }
}

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

    /// What makes two presses of a button one, for commands that begin their own unit of work.
    #[must_use]
    pub fn call(&self, form: &Submitted) -> Call {
        calls::of_form(self.actor.account(), &self.call, form)
    }

    /// Begins the unit of work of a form; its hidden field `_key` makes a second press of the button harmless.
    ///
    /// # Errors
    /// It was done before ([`PageStop::Answered`]: the same answer again), or the database is away.
    pub async fn begin(&self, form: &Submitted) -> Result<OnceTx, PageStop> {
        calls::begin(&self.site, &self.call(form)).await
    }

    /// Commits the work and leads to the next page, which shows the notice.
    ///
    /// # Errors
    /// Nothing was stored.
    pub async fn finish(&self, once: OnceTx, to: impl Into<String>, notice: Message) -> Result<Done, PageStop> {
        calls::finish(once, to.into(), &notice).await
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

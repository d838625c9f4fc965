//! The door of those who need not be logged in.

use super::{Done, PageStop, Site, answers, calls, frame, locale_of, site, visitor_of};
use crate::{
    identity::visitor::Visitor,
    kernel::{clock::Instant, message::Message},
    platform::{
        db::Db,
        i18n::{Locale, say},
        idempotency::{Call, OnceTx},
        render::{PageContext, Submitted, Tone},
    },
};
use rocket::{
    Request,
    http::Status,
    request::{FromRequest, Outcome},
};

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

    /// What makes two presses of a button one, for commands that begin their own unit of work.
    #[must_use]
    pub fn call(&self, form: &Submitted) -> Call {
        calls::of_form(None, &self.call, form)
    }

    /// Begins the unit of work of a form sent by somebody who need not be logged in.
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
}

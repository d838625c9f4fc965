//! What makes two calls one: the keys that forms and programs send along.

use super::{Done, PageStop, Site};
use crate::{
    kernel::{
        ids::AccountId,
        message::Message,
        refusal::{Refusal, RefusalKind},
    },
    platform::{
        fault::Fault,
        http::{Problem, remember},
        idempotency::{self, Answer, Call, Once, OnceTx},
        render::Submitted,
    },
};
use rocket::{
    Request,
    http::Status,
    request::{FromRequest, Outcome},
};

/// The longest `Idempotency-Key` that is taken.
const LONGEST_KEY: usize = 200;

/// The header `Idempotency-Key` of a call, if it was sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CallKey(Option<String>);

impl CallKey {
    /// The key.
    #[must_use]
    pub fn as_deref(&self) -> Option<&str> {
        self.0.as_deref()
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for CallKey {
    type Error = Problem;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Problem> {
        let sent = request.headers().get_one("idempotency-key").map(str::trim);
        match sent {
            Some(key) if key.is_empty() || key.len() > LONGEST_KEY => Outcome::Error(remember(
                request,
                Problem::new(Status::BadRequest, "idempotency-key-malformed")
                    .detail(Message::new("problem-idempotency-key-malformed")),
            )),
            sent => Outcome::Success(Self(sent.map(str::to_owned))),
        }
    }
}

/// The key was used for a different call.
#[derive(Debug)]
pub(in crate::identity) struct KeyReused;

impl Refusal for KeyReused {
    fn code(&self) -> &'static str {
        "idempotency-key-reused"
    }
    fn kind(&self) -> RefusalKind {
        RefusalKind::Input
    }
}

/// A press of a form's button: who, which form (method and path), what is in its fields. Passwords and codes are left out: a
/// digest of this is stored, and a digest of a password could be guessed.
pub(super) fn of_form(account: Option<AccountId>, form_address: &str, form: &Submitted) -> Call {
    let mut what = form_address.to_owned();
    for (name, value) in
        form.0.pairs().filter(|(name, _)| !matches!(*name, "password" | "current" | "repeated" | "code"))
    {
        what.push_str(&format!("\u{1f}{name}={value}"));
    }
    Call::of_form(account, form.key(), what.as_bytes())
}

/// The unit of work of a form, unless it was done before.
pub(super) async fn begin(site: &Site, call: &Call) -> Result<OnceTx, PageStop> {
    match idempotency::begin(&site.db, call, site.clock.now()).await? {
        Once::First(once) => Ok(once),
        Once::Again(answer) => Err(PageStop::Answered(answer.into())),
        Once::Mismatch => Err(PageStop::Refused(Box::new(KeyReused))),
    }
}

/// Commits the work of a form and leads to the next page.
pub(super) async fn finish(once: OnceTx, to: String, notice: &Message) -> Result<Done, PageStop> {
    let body = Some(serde_json::to_value(notice).map_err(Fault::from)?);
    let answer = Answer { status: 303, location: Some(to), body };
    once.commit(&answer).await?;
    Ok(Done::from(answer))
}

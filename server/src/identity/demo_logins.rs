//! The demo shows how to log in; nothing else ever does.

use super::door::Site;
use rocket::{
    Request,
    request::{FromRequest, Outcome},
};
use std::convert::Infallible;

/// One login of the demo.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DemoLogin {
    /// Locale key of what the person is, such as `role-case-worker`.
    pub role_key: String,
    /// The address.
    pub email: String,
    /// The password.
    pub password: String,
}

/// One login for each role; managed by Rocket in the demo only. The login page lists them if the configuration says `demo`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct DemoLogins(pub Vec<DemoLogin>);

/// What the login page shows: the demo's logins, and nothing where the configuration does not say `demo`.
pub(super) struct ShownLogins(pub(super) Vec<DemoLogin>);

#[rocket::async_trait]
impl<'r> FromRequest<'r> for ShownLogins {
    type Error = Infallible;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Infallible> {
        let is_demo = request.rocket().state::<Site>().is_some_and(|site| site.config.demo);
        let logins = request.rocket().state::<DemoLogins>().filter(|_| is_demo);
        Outcome::Success(Self(logins.map(|logins| logins.0.clone()).unwrap_or_default()))
    }
}

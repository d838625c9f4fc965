//! The demo shows how to log in; nothing else ever does.

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

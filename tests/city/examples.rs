//! An example request for each route: route, path, body (empty, a form, or JSON). `{name}` stands for a thing that exists.

/// `(route, path, body)`.
pub(crate) const EXAMPLES: &[(&str, &str, &str)] = &[];

/// Routes that end the session they come with: each knock has a session of its own.
pub(crate) const OWN_SESSION: &[&str] = &[];

//! What an office asks for, in the order in which people say it: `arabic().on("2027-03-04").from("14:00").to("15:30")`.

use crate::html::Form;
use serde_json::{Value, json};

/// A session that somebody wants.
#[derive(Clone, Debug)]
pub struct Wish {
    fields: Vec<(&'static str, String)>,
    profile: &'static str,
}

/// A counseling in Arabic, on site in the east of the city.
#[must_use]
pub fn arabic() -> Wish {
    in_language("ar")
}

/// A counseling in another language.
#[must_use]
pub fn in_language(code: &str) -> Wish {
    let wish = Wish { fields: Vec::new(), profile: "counseling" };
    wish.with("language", code)
        .with("date", "2027-03-04")
        .with("from", "14:00")
        .with("to", "15:30")
        .with("delivery", "on_site")
        .with("address", "Neckarstraße 48, 70190 Stuttgart")
        .with("district", "ost")
}

impl Wish {
    /// Any field of the form.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.fields.retain(|(known, _)| *known != name);
        self.fields.push((name, value.to_owned()));
        self
    }

    /// On that day, `2027-03-04`.
    #[must_use]
    pub fn on(self, day: &str) -> Self {
        self.with("date", day)
    }

    /// From, `14:00`.
    #[must_use]
    pub fn from(self, time: &str) -> Self {
        self.with("from", time)
    }

    /// To, `15:30`.
    #[must_use]
    pub fn to(self, time: &str) -> Self {
        self.with("to", time)
    }

    /// Child protection: a legal duty, for trained people only.
    #[must_use]
    pub fn child_protection(self) -> Self {
        Self { profile: "child_protection", ..self }
    }

    /// By telephone.
    #[must_use]
    pub fn by_phone(self) -> Self {
        self.with("delivery", "phone").with("address", "").with("district", "")
    }

    /// The profile's code.
    #[must_use]
    pub fn profile(&self) -> &'static str {
        self.profile
    }

    /// Typed into the form; `profile` is the profile's key.
    #[must_use]
    pub fn typed(&self, mut form: Form, profile: &str) -> Form {
        form = form.with("profile", profile);
        for (name, value) in &self.fields {
            form = form.with(name, value.clone());
        }
        form
    }

    /// As the body of a call, with the keys of office and profile.
    #[must_use]
    pub fn body(&self, office: &str, profile: &str) -> Value {
        let mut body = json!({ "office": office, "profile": profile });
        for (name, value) in self.fields.iter().filter(|(_, value)| !value.is_empty()) {
            body[*name] = json!(value);
        }
        body
    }
}

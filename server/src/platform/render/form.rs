//! A form as it was typed, and what is wrong with it.
//!
//! A refused form comes back with everything that was typed (nothing is lost), one message beside each field that needs
//! another look, and a summary on top whose links lead to the fields (WCAG 2.1, 3.3.1 and 3.3.3).

use rocket::{
    Request,
    data::{Data, FromData, Outcome, ToByteUnit},
    form::Context,
    http::{RawStr, Status},
};

/// What is wrong with one field, said in the reader's language, with what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name; empty for what concerns the form as a whole.
    pub field: String,
    /// The message.
    pub message: String,
}

/// The values of a form as typed, and its messages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormState {
    values: Vec<(String, String)>,
    errors: Vec<FieldError>,
}

impl FormState {
    /// An empty form.
    pub fn new() -> Self {
        FormState::default()
    }

    /// The same with a value; for the defaults of an empty form and for what is edited.
    pub fn with(mut self, field: impl Into<String>, value: impl ToString) -> Self {
        self.values.push((field.into(), value.to_string()));
        self
    }

    /// The same with a value if there is one.
    pub fn with_some(self, field: impl Into<String>, value: Option<impl ToString>) -> Self {
        match value {
            Some(value) => self.with(field, value),
            None => self,
        }
    }

    /// The pairs of a urlencoded body or query, in their order.
    pub fn parse(urlencoded: &str) -> Self {
        let decode = |text: &str| match RawStr::new(text).url_decode() {
            Ok(text) => text.into_owned(),
            Err(_) => RawStr::new(text).url_decode_lossy().into_owned(),
        };
        let pairs = urlencoded.split('&').filter(|pair| !pair.is_empty());
        let values = pairs.map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        });
        FormState { values: values.collect(), errors: Vec::new() }
    }

    /// What was typed into the field, without blanks at its ends; "" if nothing was sent. Of several the first.
    pub fn value(&self, field: impl AsRef<str>) -> &str {
        self.sent(field.as_ref()).first().copied().unwrap_or_default()
    }

    /// What was typed, or `None` if it was left empty.
    pub fn filled(&self, field: impl AsRef<str>) -> Option<&str> {
        Some(self.value(field)).filter(|value| !value.is_empty())
    }

    /// Everything that was sent, in its order, without the idempotency key.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.values.iter().filter(|(name, _)| name != "_key").map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// All values of a field that may be sent several times (checkboxes), without the empty ones.
    pub fn values(&self, field: impl AsRef<str>) -> Vec<&str> {
        self.sent(field.as_ref()).into_iter().filter(|value| !value.is_empty()).collect()
    }

    /// Whether this choice of a select, a radio group or a checkbox is the chosen one.
    pub fn has(&self, field: impl AsRef<str>, value: impl AsRef<str>) -> bool {
        self.sent(field.as_ref()).contains(&value.as_ref())
    }

    fn sent(&self, field: &str) -> Vec<&str> {
        self.values.iter().filter(|(name, _)| name == field).map(|(_, value)| value.trim()).collect()
    }

    /// Notes what is wrong with a field. The first message of a field is the one that is shown beside it.
    pub fn refuse(&mut self, field: impl Into<String>, message: impl Into<String>) {
        self.errors.push(FieldError { field: field.into(), message: message.into() });
    }

    /// Notes what is wrong with the form as a whole; shown in the summary.
    pub fn refuse_all(&mut self, message: impl Into<String>) {
        self.refuse("", message);
    }

    /// The message beside a field; "" if the field is fine.
    pub fn message(&self, field: impl AsRef<str>) -> &str {
        let found = self.errors.iter().find(|error| error.field == field.as_ref());
        found.map(|error| error.message.as_str()).unwrap_or_default()
    }

    /// Everything that is wrong, in the order in which it was found.
    pub fn errors(&self) -> &[FieldError] {
        &self.errors
    }

    /// Whether the form must be shown again.
    pub fn is_refused(&self) -> bool {
        !self.errors.is_empty()
    }

    /// The ids with which a field points at its hint and its message; "" for none.
    pub fn described_by(&self, field: impl AsRef<str>, hint: impl AsRef<str>) -> String {
        let (field, mut ids) = (field.as_ref(), Vec::new());
        if !hint.as_ref().is_empty() {
            ids.push(format!("{field}-hint"));
        }
        if !self.message(field).is_empty() {
            ids.push(format!("{field}-error"));
        }
        ids.join(" ")
    }
}

/// The values that a form with `#[field(validate = …)]` was sent with; the messages are the slice's own, because
/// Rocket's are English.
impl From<&Context<'_>> for FormState {
    fn from(context: &Context<'_>) -> Self {
        let fields = context.fields().map(|name| name.to_string());
        let values = fields.flat_map(|name| {
            let values: Vec<String> = context.field_values(name.as_str()).map(str::to_owned).collect();
            values.into_iter().map(move |value| (name.clone(), value))
        });
        FormState { values: values.collect(), errors: Vec::new() }
    }
}

/// A choice of a select, a radio group or a group of checkboxes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// One more line below the label; "" for none. Selects don't show it.
    pub hint: String,
}

impl Choice {
    /// A choice without a hint.
    pub fn new(value: impl ToString, label: impl Into<String>) -> Self {
        Choice { value: value.to_string(), label: label.into(), hint: String::new() }
    }

    /// The same with a hint.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

/// Data guard: a urlencoded form as it was typed. Use it where a slice parses its fields itself, so that a wrong date
/// is a message beside the field and not a 422 without words. Longer than the limit `form` of the configuration: 413.
///
/// The body is refused (415) if it is not `application/x-www-form-urlencoded`: programs use the API.
#[derive(Clone, Debug)]
pub struct Submitted(pub FormState);

impl Submitted {
    /// The idempotency key of the form (hidden field `_key`), if it was sent.
    pub fn key(&self) -> Option<&str> {
        self.0.filled("_key")
    }
}

#[rocket::async_trait]
impl<'r> FromData<'r> for Submitted {
    type Error = &'static str;

    async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> Outcome<'r, Self, &'static str> {
        if !request.content_type().is_some_and(|sent| sent.is_form()) {
            return Outcome::Error((Status::UnsupportedMediaType, "not a urlencoded form"));
        }
        let limit = request.limits().get("form").unwrap_or(64.kibibytes());
        match data.open(limit).into_string().await {
            Ok(text) if text.is_complete() => Outcome::Success(Submitted(FormState::parse(&text))),
            Ok(_) => Outcome::Error((Status::PayloadTooLarge, "the form is longer than the limit")),
            Err(_) => Outcome::Error((Status::BadRequest, "the form is not readable text")),
        }
    }
}

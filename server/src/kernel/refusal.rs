//! "No, because …": an answer to a person, not a failure of the program.

use super::message::Message;

/// What kind of no it is; decides the HTTP status at the doors.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RefusalKind {
    /// What was typed is wrong: 422.
    Input,
    /// Somebody else was faster, or the state moved on: 409.
    Conflict,
    /// It is not there for this reader: 404.
    Missing,
    /// The reader is known and may not: 403.
    Forbidden,
}

/// A command's refusal. Each command has its own enum, so that every no has a name, a sentence and a test.
pub trait Refusal: std::fmt::Debug + Send + Sync + 'static {
    /// Stable, machine-readable code such as `offer-already-answered`; never changes once published.
    fn code(&self) -> &'static str;

    /// The sentence: says why and what to do next. By default the locale key `refusal-<code>` without arguments.
    fn message(&self) -> Message {
        Message::new(&format!("refusal-{}", self.code()))
    }

    /// The form field it is about, if it is about one.
    fn field(&self) -> Option<&'static str> {
        None
    }

    /// Which kind of no it is.
    fn kind(&self) -> RefusalKind {
        RefusalKind::Conflict
    }
}

impl Refusal for Box<dyn Refusal> {
    fn code(&self) -> &'static str {
        (**self).code()
    }
    fn message(&self) -> Message {
        (**self).message()
    }
    fn field(&self) -> Option<&'static str> {
        (**self).field()
    }
    fn kind(&self) -> RefusalKind {
        (**self).kind()
    }
}

/// A command that can't say no.
#[derive(Debug)]
pub enum Never {}

impl Refusal for Never {
    fn code(&self) -> &'static str {
        match *self {}
    }
}

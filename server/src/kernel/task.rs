//! Something that waits for somebody: a sentence, how many, and where to do it.

/// A line of "what waits for me".
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Task {
    /// Locale key; its sentence takes `count`.
    pub key: &'static str,
    /// How many wait.
    pub count: u64,
    /// Where they are.
    pub href: &'static str,
    /// It is about somebody's turn today, not only to know.
    pub urgent: bool,
}

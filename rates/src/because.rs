//! Why a line stands in a quote. The reason is kept as numbers and turned into words only when somebody reads it.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::{schedule::CountedFrom, text::Bilingual};

/// The reason of a line, in both languages.
#[derive(Debug, Clone)]
pub struct Because(pub(crate) Reason);

/// Where the counted time was taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Basis {
    /// Recorded, counted from …
    Recorded(CountedFrom),
    /// Not recorded yet: the agreed time.
    Agreed,
}

#[derive(Debug, Clone)]
pub(crate) enum Reason {
    /// Billed time.
    Time { session_minutes: i64, travel_minutes: i64, first_minutes: i64, step_minutes: i64, basis: Basis },
    /// The first block at its own price, and what follows.
    FirstBlock { first_minutes: i64 },
    /// Booked and not used.
    Unused { minutes: i64, percent: Decimal },
    /// The schedule's own sentence.
    Said(Arc<Bilingual>),
    /// The schedule's own sentence and how many minutes it is about.
    SaidMinutes(Arc<Bilingual>, i64),
    /// The schedule's own sentence and how much was proven.
    SaidLoss(Arc<Bilingual>, Option<Decimal>),
    /// The interpreter called off or did not come.
    InterpreterAway,
    /// Read back from a document.
    Written(Box<Bilingual>),
}

impl Because {
    /// The German sentence.
    pub fn de(&self) -> String {
        self.both().de
    }

    /// The English sentence.
    pub fn en(&self) -> String {
        self.both().en
    }

    /// Both sentences.
    pub fn both(&self) -> Bilingual {
        match &self.0 {
            Reason::Time { session_minutes, travel_minutes, first_minutes, step_minutes, basis } => {
                let (first, step) = (*first_minutes, *step_minutes);
                let counted = counted(*session_minutes, *travel_minutes, *basis);
                let steps = steps(first, step);
                Bilingual::new(format!("{}; {}", counted.de, steps.de), format!("{}; {}", counted.en, steps.en))
            }
            Reason::FirstBlock { first_minutes } => Bilingual::new(
                format!("Die ersten {first_minutes} Minuten haben ihren eigenen Preis."),
                format!("The first {first_minutes} minutes have a price of their own."),
            ),
            Reason::Unused { minutes, percent } => Bilingual::new(
                format!("{minutes} Minuten waren vereinbart und wurden nicht gebraucht: {percent} % des Satzes."),
                format!("{minutes} minutes were booked and not used: {percent}% of the rate."),
            ),
            Reason::Said(text) => text.as_ref().clone(),
            Reason::SaidMinutes(text, minutes) => {
                Bilingual::new(format!("{} ({minutes} Minuten)", text.de), format!("{} ({minutes} minutes)", text.en))
            }
            Reason::SaidLoss(text, loss) => match loss {
                Some(loss) => Bilingual::new(
                    format!("{} (nachgewiesen: {loss})", text.de),
                    format!("{} (proven: {loss})", text.en),
                ),
                None => Bilingual::new(
                    format!("{} (kein Ausfall nachgewiesen)", text.de),
                    format!("{} (no loss proven)", text.en),
                ),
            },
            Reason::InterpreterAway => Bilingual::new(
                "Von der dolmetschenden Person abgesagt oder nicht erschienen: kein Honorar.",
                "Called off by the interpreter, or the interpreter did not come: no fee.",
            ),
            Reason::Written(text) => text.as_ref().clone(),
        }
    }
}

impl PartialEq for Because {
    /// Two reasons are the same if they read the same.
    fn eq(&self, other: &Self) -> bool {
        self.both() == other.both()
    }
}

fn counted(session: i64, travel: i64, basis: Basis) -> Bilingual {
    let (de, en) = match basis {
        Basis::Agreed => ("nach der vereinbarten Zeit", "by the agreed time"),
        Basis::Recorded(CountedFrom::Agreed) => ("ab dem vereinbarten Beginn", "from the agreed begin"),
        Basis::Recorded(CountedFrom::Actual) => ("ab dem tatsächlichen Beginn", "from the actual begin"),
        Basis::Recorded(CountedFrom::Earlier) => {
            ("ab dem früheren von vereinbartem und tatsächlichem Beginn", "from the earlier of agreed and actual begin")
        }
    };
    if travel == 0 {
        Bilingual::new(format!("{session} Minuten {de}"), format!("{session} minutes {en}"))
    } else {
        Bilingual::new(
            format!("{session} Minuten {de} und {travel} Minuten Fahrt"),
            format!("{session} minutes {en} and {travel} minutes of travel"),
        )
    }
}

fn steps(first: i64, step: i64) -> Bilingual {
    if first == 1 && step == 1 {
        Bilingual::new("auf die Minute.", "to the minute.")
    } else if first == step {
        Bilingual::new(format!("je angefangene {step} Minuten."), format!("per begun {step} minutes."))
    } else {
        Bilingual::new(
            format!("mindestens {first} Minuten, dann je angefangene {step} Minuten."),
            format!("at least {first} minutes, then per begun {step} minutes."),
        )
    }
}

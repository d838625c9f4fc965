//! A sentence in the two languages of the house.

use serde::{Deserialize, Serialize};

/// The same sentence in German and in English. German is the source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    /// German.
    pub de: String,
    /// English.
    pub en: String,
}

impl Bilingual {
    /// Both sentences.
    pub fn new(de: impl Into<String>, en: impl Into<String>) -> Self {
        Bilingual { de: de.into(), en: en.into() }
    }
}

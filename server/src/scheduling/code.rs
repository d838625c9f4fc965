//! Short codes (language, kind of credential) that are compared often and written rarely.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;

/// A code of 1 to 16 printable ASCII characters, such as `ar`, `kmr`, `sgn-DE` or `training`.
///
/// Held in place, so that comparing two of them costs one comparison of sixteen bytes and copying never allocates.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code([u8; 16]);

/// Why a text is not a [`Code`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeRefused {
    #[error("a code needs at least one character")]
    Empty,
    #[error("a code has at most 16 characters")]
    TooLong,
    #[error("a code consists of printable ASCII characters without spaces")]
    NotPlain,
}

impl Code {
    /// Reads a code; the letters stay as they are.
    pub const fn parse(text: &str) -> Result<Self, CodeRefused> {
        let bytes = text.as_bytes();
        if bytes.is_empty() {
            return Err(CodeRefused::Empty);
        }
        if bytes.len() > 16 {
            return Err(CodeRefused::TooLong);
        }
        let mut held = [0; 16];
        let mut at = 0;
        while at < bytes.len() {
            if !bytes[at].is_ascii_graphic() {
                return Err(CodeRefused::NotPlain);
            }
            held[at] = bytes[at];
            at += 1;
        }
        Ok(Self(held))
    }

    /// The code as it was written.
    pub fn as_str(&self) -> &str {
        let end = self.0.iter().position(|byte| *byte == 0).unwrap_or(self.0.len());
        std::str::from_utf8(self.0.get(..end).unwrap_or_default()).unwrap_or_default()
    }

    /// A code known when the program is compiled: at most 16 bytes of plain ASCII, which the compiler checks by its length.
    pub(super) const fn known<const N: usize>(text: &[u8; N]) -> Self {
        const { assert!(N >= 1 && N <= 16) };
        let mut held = [0; 16];
        let mut at = 0;
        while at < N {
            held[at] = text[at];
            at += 1;
        }
        Self(held)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Code({})", self.as_str())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    #[test]
    fn which_texts_are_codes() {
        let table = [
            ("ar", Ok("ar")),
            ("sgn-DE", Ok("sgn-DE")),
            ("abcdefghijklmnop", Ok("abcdefghijklmnop")),
            ("", Err(CodeRefused::Empty)),
            ("abcdefghijklmnopq", Err(CodeRefused::TooLong)),
            ("a b", Err(CodeRefused::NotPlain)),
            ("ä", Err(CodeRefused::NotPlain)),
            ("a\0", Err(CodeRefused::NotPlain)),
        ];
        for (text, expected) in table {
            assert_eq!(Code::parse(text).as_ref().map(Code::as_str), expected.as_ref().map(|t| *t), "{text:?}");
        }
    }
}

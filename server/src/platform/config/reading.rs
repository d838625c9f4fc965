//! Values written natively in the file, or as text in an environment variable.

use std::str::FromStr;

use serde::de::{self, Deserialize, Deserializer};

use super::network::Network;

/// A number, switch or the like, written natively in the file or as text in an environment variable.
pub(super) fn native_or_text<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + FromStr,
{
    #[derive(serde::Deserialize)]
    #[serde(untagged)]
    enum Written<T> {
        Native(T),
        Text(String),
        Other(de::IgnoredAny),
    }
    match Written::deserialize(deserializer)? {
        Written::Native(value) => Ok(value),
        Written::Text(text) => text.trim().parse().map_err(|_| de::Error::custom(format!("`{text}` cannot be read"))),
        Written::Other(_) => Err(de::Error::custom("has the wrong kind of value")),
    }
}

/// A list in the file, or a text with commas in an environment variable.
pub(super) fn list_or_text<'de, D>(deserializer: D) -> Result<Vec<Network>, D::Error>
where
    D: Deserializer<'de>,
{
    #[derive(serde::Deserialize)]
    #[serde(untagged)]
    enum Written {
        List(Vec<String>),
        Text(String),
        Other(de::IgnoredAny),
    }
    let entries = match Written::deserialize(deserializer)? {
        Written::List(entries) => entries,
        Written::Text(text) => text.split(',').map(str::to_owned).collect(),
        Written::Other(_) => return Err(de::Error::custom("is not a list of texts")),
    };
    let entries = entries.iter().map(|entry| entry.trim()).filter(|entry| !entry.is_empty());
    entries.map(|entry| entry.parse().map_err(|why| de::Error::custom(format!("`{entry}` {why}")))).collect()
}

//! The values of the configuration that are more than a text or a number.

use std::fmt;
use std::str::FromStr;

use hmac::{Hmac, KeyInit, Mac};
use rocket::http::uri::Absolute;
use serde::de::{self, Deserialize, Deserializer, Visitor};
use sha2::Sha256;

/// Something that must not be seen. `Debug` prints three asterisks; there is no `Display`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Wraps a text that must not appear in logs.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself. Hand it only to the place that needs it, never to a log.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(***)")
    }
}

impl<'de> Deserialize<'de> for Secret {
    /// Accepts text only; the refusal never repeats what was found.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        const NOT_TEXT: &str = "is not a text in quotes";
        impl Visitor<'_> for Text {
            type Value = Secret;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Secret, E> {
                Ok(Secret(text.to_owned()))
            }
            fn visit_i64<E: de::Error>(self, _: i64) -> Result<Secret, E> {
                Err(E::custom(NOT_TEXT))
            }
            fn visit_u64<E: de::Error>(self, _: u64) -> Result<Secret, E> {
                Err(E::custom(NOT_TEXT))
            }
            fn visit_f64<E: de::Error>(self, _: f64) -> Result<Secret, E> {
                Err(E::custom(NOT_TEXT))
            }
            fn visit_bool<E: de::Error>(self, _: bool) -> Result<Secret, E> {
                Err(E::custom(NOT_TEXT))
            }
        }
        deserializer.deserialize_any(Text)
    }
}

/// The one long secret of an installation, at least 32 bytes. Never used itself: each purpose has a key derived from it.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretKey(Vec<u8>);

/// Fewest bytes a secret key may have.
pub const SECRET_KEY_BYTES: usize = 32;

impl SecretKey {
    /// A new random key.
    ///
    /// # Errors
    /// When the machine has no randomness to give.
    pub fn generate() -> Result<Self, getrandom::Error> {
        let mut bytes = vec![0; SECRET_KEY_BYTES];
        getrandom::fill(&mut bytes)?;
        Ok(Self(bytes))
    }

    /// The key for one purpose (HKDF-Expand of RFC 5869, one block). Other purposes cannot be computed from it.
    pub fn derive(&self, purpose: &str) -> [u8; 32] {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else {
            unreachable!("HMAC takes keys of every length (RFC 2104)")
        };
        mac.update(purpose.as_bytes());
        mac.update(&[1]);
        mac.finalize().into_bytes().into()
    }

    /// The key as text for a file that only the owner reads.
    pub fn to_hex(&self) -> Secret {
        Secret(data_encoding::HEXLOWER.encode(&self.0))
    }

    /// Whether all bytes repeat a short pattern, as in keys typed by hand or copied from an example.
    pub(super) fn looks_typed(&self) -> bool {
        let mut seen = [false; 256];
        for byte in &self.0 {
            if let Some(slot) = seen.get_mut(usize::from(*byte)) {
                *slot = true;
            }
        }
        seen.iter().filter(|seen| **seen).count() < 12
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey(***)")
    }
}

impl FromStr for SecretKey {
    type Err = &'static str;

    /// Reads hexadecimal or base64 (standard or URL alphabet, with or without padding).
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let bytes = decode_key(text).ok_or("is neither hexadecimal nor base64")?;
        if bytes.len() < SECRET_KEY_BYTES {
            return Err("is shorter than 32 bytes");
        }
        Ok(Self(bytes))
    }
}

fn decode_key(text: &str) -> Option<Vec<u8>> {
    let unpadded = text.trim_end_matches('=');
    data_encoding::HEXLOWER_PERMISSIVE
        .decode(text.as_bytes())
        .or_else(|_| data_encoding::BASE64_NOPAD.decode(unpadded.as_bytes()))
        .or_else(|_| data_encoding::BASE64URL_NOPAD.decode(unpadded.as_bytes()))
        .ok()
}

impl<'de> Deserialize<'de> for SecretKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Secret::deserialize(deserializer)?.expose().parse().map_err(de::Error::custom)
    }
}

/// Where the data lies: `sqlite:` or `postgres:`. It may carry a password, so that `Debug` and `Display` hide it.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(String);

impl DatabaseUrl {
    /// The address with its password, for the connection only.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether this is PostgreSQL (else SQLite).
    pub fn is_postgres(&self) -> bool {
        self.0.starts_with("postgres")
    }
}

impl FromStr for DatabaseUrl {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = ["sqlite:", "postgres://", "postgresql://"];
        if known.iter().any(|scheme| text.starts_with(scheme)) {
            Ok(Self(text.to_owned()))
        } else {
            Err("names no database this program knows")
        }
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scheme, rest) = self.0.split_once("://").unwrap_or((&self.0, ""));
        match rest.rsplit_once('@') {
            Some((_, place)) => write!(f, "{scheme}://***@{}", place.split('?').next().unwrap_or_default()),
            None if rest.is_empty() => f.write_str(scheme),
            None => write!(f, "{scheme}://{}", rest.split('?').next().unwrap_or_default()),
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DatabaseUrl({self})")
    }
}

impl<'de> Deserialize<'de> for DatabaseUrl {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Secret::deserialize(deserializer)?.expose().parse().map_err(de::Error::custom)
    }
}

/// The address people type: scheme, host and port without a path. Links in mails begin with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl {
    https: bool,
    authority: String,
}

impl PublicUrl {
    /// The origin as browsers write it, e.g. `https://city.example`.
    pub fn origin(&self) -> String {
        format!("{}://{}", if self.https { "https" } else { "http" }, self.authority)
    }

    /// An absolute address for a path that begins with a slash.
    pub fn join(&self, path: &str) -> String {
        format!("{}/{}", self.origin(), path.trim_start_matches('/'))
    }

    /// Whether browsers reach us encrypted. Cookies are then `Secure` and HSTS is sent.
    pub fn is_https(&self) -> bool {
        self.https
    }

    /// Host and, where it is not the scheme's own, port.
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// Whether the address is this very machine, which nobody else can open.
    pub fn is_local(&self) -> bool {
        let host = self.authority.rsplit_once(':').map_or(self.authority.as_str(), |(host, _)| host);
        host == "localhost" || host.starts_with("127.") || host == "[::1]"
    }
}

impl FromStr for PublicUrl {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let url = Absolute::parse(text).map_err(|_| "is not an absolute address")?;
        let https = match url.scheme() {
            "https" => true,
            "http" => false,
            _ => return Err("begins with neither https:// nor http://"),
        };
        let authority = url.authority().ok_or("names no host")?;
        if authority.user_info().is_some() {
            return Err("carries a user name");
        }
        if !matches!(url.path().as_str(), "" | "/") || url.query().is_some() {
            return Err("has a path; the program wants an address of its own");
        }
        let host = authority.host().to_ascii_lowercase();
        if host.is_empty() {
            return Err("names no host");
        }
        let usual = if https { 443 } else { 80 };
        let authority = match authority.port() {
            Some(port) if port != usual => format!("{host}:{port}"),
            _ => host,
        };
        Ok(Self { https, authority })
    }
}

impl<'de> Deserialize<'de> for PublicUrl {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

//! Secrets that are made from the configured one, and what is kept of them.

use crate::{
    kernel::ids::{AccountId, LoginSessionId},
    platform::{config::Config, fault::Fault, totp::TotpSecret},
};
use sha2::{Digest, Sha256};

/// The cookie's value of a login session: 256 bits derived from the configured secret and the session's key, so that a login that
/// is sent twice gives the same cookie although none is stored.
///
/// # Errors
/// No secret key is configured.
pub(super) fn session_cookie(config: &Config, session: LoginSessionId) -> Result<String, Fault> {
    let key = config.secret_key()?.derive(&format!("login-session:{session}"));
    Ok(data_encoding::BASE64URL_NOPAD.encode(&key))
}

/// What is stored of such a value: whoever reads the database can't use it. A plain hash is enough for 256 bits that nobody can
/// guess.
pub(super) fn hash_of(token: &str) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(token.as_bytes()))
}

/// Under which key failures of an address are counted: a keyed digest, so that addresses typed by mistake stay unknown.
///
/// # Errors
/// No secret key is configured.
pub(super) fn guard_key(config: &Config, email: &str) -> Result<String, Fault> {
    let key = config.secret_key()?.derive(&format!("login-guard:{}", email.trim().to_lowercase()));
    Ok(data_encoding::HEXLOWER.encode(&key))
}

/// The second factor's secret of an account: derived from the configured secret and a stored salt, so that no secret lies in
/// the database.
///
/// # Errors
/// No secret key is configured.
pub(super) fn totp_secret(config: &Config, account: AccountId, salt: &str) -> Result<TotpSecret, Fault> {
    let key = config.secret_key()?.derive(&format!("second-factor:{account}:{salt}"));
    Ok(TotpSecret::from_bytes(key.iter().copied().take(20).collect())?)
}

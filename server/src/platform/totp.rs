//! The second factor: six digits that change every thirty seconds (RFC 6238, SHA-1 because authenticator apps know
//! nothing else reliably).
//!
//! A code counts in its own half minute and in the one before and after. It counts once: the caller stores the step that
//! [`TotpSecret::verify`] returns and passes it in the next time.

use std::fmt;

use chrono::{DateTime, Utc};
use qrcode::QrCode;
use qrcode::render::svg;
use totp_rs::{Builder, Totp};

/// Length of a new secret in bytes (RFC 4226 recommends 160 bits).
const SECRET_BYTES: usize = 20;
/// Length of a step in seconds.
pub const STEP_SECONDS: u64 = 30;

/// What an account's authenticator app and we both know. `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct TotpSecret(Vec<u8>);

/// Why a code is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TotpRefused {
    /// It is not the code of these minutes.
    Wrong,
    /// It was right but has been used before.
    Replayed,
}

/// The secret or a name in the address cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the second factor cannot be computed: {0}")]
pub struct TotpFault(String);

impl TotpSecret {
    /// A new random secret.
    ///
    /// # Errors
    /// When the machine has no randomness to give.
    pub fn generate() -> Result<Self, TotpFault> {
        let mut bytes = vec![0; SECRET_BYTES];
        getrandom::fill(&mut bytes).map_err(|error| TotpFault(error.to_string()))?;
        Ok(Self(bytes))
    }

    /// The secret as stored.
    ///
    /// # Errors
    /// Fewer than 16 bytes.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, TotpFault> {
        if bytes.len() < 16 {
            return Err(TotpFault("the secret is shorter than 16 bytes".to_owned()));
        }
        Ok(Self(bytes))
    }

    /// The bytes to store. Encrypt them.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The secret as people type it into an app: base32.
    pub fn base32(&self) -> String {
        data_encoding::BASE32_NOPAD.encode(&self.0)
    }

    /// The address behind the QR code. `issuer`: the name of this installation; `account`: the login.
    ///
    /// # Errors
    /// When the account name is empty.
    pub fn otpauth_url(&self, issuer: &str, account: &str) -> Result<String, TotpFault> {
        let plain = |text: &str| text.replace(':', " ");
        let totp = Builder::new()
            .with_secret(self.0.as_slice())
            .with_issuer(Some(plain(issuer)))
            .with_account_name(plain(account))
            .build()
            .map_err(|error| TotpFault(error.to_string()))?;
        totp.to_url().map_err(|error| TotpFault(error.to_string()))
    }

    /// Checks a code. Blanks are ignored, because apps show `123 456`.
    ///
    /// `last_used_step`: what the last successful call returned for this account. Gives the step to store instead.
    ///
    /// # Errors
    /// [`TotpRefused`]: wrong, or used before.
    pub fn verify(&self, code: &str, now: DateTime<Utc>, last_used_step: Option<u64>) -> Result<u64, TotpRefused> {
        let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
        if code.len() != 6 || !code.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(TotpRefused::Wrong);
        }
        let step = self.totp().check(&code, seconds(now)).ok_or(TotpRefused::Wrong)?;
        match last_used_step {
            Some(last) if step <= last => Err(TotpRefused::Replayed),
            _ => Ok(step),
        }
    }

    /// The code of this moment, six digits. Only the demo's login page shows it.
    pub fn code_at(&self, now: DateTime<Utc>) -> String {
        self.totp().generate(seconds(now)).to_string()
    }

    fn totp(&self) -> Totp {
        Builder::new().with_secret(self.0.as_slice()).with_step_duration(STEP_SECONDS).build_noncompliant()
    }
}

impl fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotpSecret(***)")
    }
}

fn seconds(now: DateTime<Utc>) -> u64 {
    u64::try_from(now.timestamp()).unwrap_or(0)
}

/// A QR code as an SVG drawing without scripts or styles, to be put into a page as it is.
///
/// # Errors
/// When the text is too long for a QR code.
pub fn qr_svg(text: &str) -> Result<String, TotpFault> {
    let code = QrCode::new(text).map_err(|error| TotpFault(error.to_string()))?;
    let drawing = code.render::<svg::Color<'_>>().min_dimensions(220, 220).quiet_zone(true).build();
    // The XML declaration has no place inside an HTML page.
    Ok(match drawing.find("<svg") {
        Some(start) => drawing.split_at(start).1.to_owned(),
        None => drawing,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    /// The secret of RFC 6238, appendix B.
    fn rfc() -> TotpSecret {
        TotpSecret::from_bytes(b"12345678901234567890".to_vec()).unwrap()
    }

    /// The last six of the eight digits that RFC 6238, appendix B prints for SHA-1.
    #[test]
    fn codes_of_the_standard() {
        let table = [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (2_000_000_000, "279037")];
        for (seconds, code) in table {
            assert_eq!(rfc().code_at(at(seconds)), code);
        }
    }

    #[test]
    fn a_code_counts_one_step_early_and_late_and_once() {
        let code = "287082"; // step 1: seconds 30 to 59
        assert_eq!(rfc().verify(code, at(0), None), Ok(1));
        assert_eq!(rfc().verify("287 082", at(45), None), Ok(1));
        assert_eq!(rfc().verify(code, at(89), None), Ok(1));
        assert_eq!(rfc().verify(code, at(90), None), Err(TotpRefused::Wrong));
        assert_eq!(rfc().verify(code, at(45), Some(1)), Err(TotpRefused::Replayed));
        assert_eq!(rfc().verify(code, at(45), Some(0)), Ok(1));
        for wrong in ["", "28708", "2870822", "abcdef", "+28708", "٢٨٧٠٨٢"] {
            assert_eq!(rfc().verify(wrong, at(45), None), Err(TotpRefused::Wrong), "{wrong}");
        }
    }

    #[test]
    fn apps_can_be_set_up() {
        let url = rfc().otpauth_url("Dolmetschdienst: Stadt", "amira@city.example").unwrap();
        assert!(url.starts_with("otpauth://totp/"), "{url}");
        assert!(url.contains("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"), "{url}");
        assert_eq!(rfc().base32(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        let drawing = qr_svg(&url).unwrap();
        assert!(drawing.starts_with("<svg") && !drawing.contains("style"), "{drawing}");
        assert_eq!(format!("{:?}", rfc()), "TotpSecret(***)");
        assert_ne!(TotpSecret::generate().unwrap(), TotpSecret::generate().unwrap());
    }
}

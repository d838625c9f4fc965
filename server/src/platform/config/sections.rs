//! The sections of the configuration.

use std::path::PathBuf;
use std::time::Duration;

use serde::Deserialize;

use super::reading::native_or_text;
use super::values::Secret;

/// How mail leaves the house.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailConfig {
    /// Into a folder, or to a mail server.
    pub mode: MailMode,
    /// The folder of [`MailMode::Folder`]; absent means `mail` in the data directory, see [`super::Config::mail_folder`].
    #[serde(default)]
    pub folder: Option<PathBuf>,
    /// The mail server's name.
    #[serde(default)]
    pub smtp_host: Option<String>,
    /// The mail server's port; absent means the usual one, see [`MailConfig::port`].
    #[serde(default, deserialize_with = "some_port")]
    pub smtp_port: Option<u16>,
    /// Whether and how the connection is encrypted.
    pub smtp_security: SmtpSecurity,
    /// The name to log in with, if the server wants one.
    #[serde(default)]
    pub smtp_user: Option<String>,
    /// The password to log in with.
    #[serde(default)]
    pub smtp_password: Option<Secret>,
    /// The sender's address.
    pub from_address: String,
    /// The sender's name; absent means the city's name.
    #[serde(default)]
    pub from_name: Option<String>,
}

fn some_port<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<u16>, D::Error> {
    native_or_text(deserializer).map(Some)
}

impl MailConfig {
    /// The port to connect to: the one set, else 25, 587 or 465 as the kind of encryption has it.
    pub fn port(&self) -> u16 {
        self.smtp_port.unwrap_or(match self.smtp_security {
            SmtpSecurity::None => 25,
            SmtpSecurity::Starttls => 587,
            SmtpSecurity::Tls => 465,
        })
    }
}

/// Where mails go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MailMode {
    /// Files in a folder, for the demo and tests.
    Folder,
    /// A mail server.
    Smtp,
}

/// How the connection to the mail server is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SmtpSecurity {
    /// Not at all; for a relay on the same machine.
    None,
    /// Begins plain and must switch (RFC 3207).
    Starttls,
    /// Encrypted from the first byte (RFC 8314).
    Tls,
}

/// How long people stay logged in.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SessionConfig {
    /// Minutes without a click until a session ends.
    #[serde(deserialize_with = "native_or_text")]
    pub idle_minutes: u32,
    /// Hours until a session ends in any case.
    #[serde(deserialize_with = "native_or_text")]
    pub absolute_hours: u32,
}

/// What is logged, and how.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogConfig {
    /// For people or for machines.
    pub format: LogFormat,
    /// Which lines are written, in the syntax of `tracing`, e.g. `info,rocket=warn`.
    pub filter: String,
}

/// How a line of the log looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// The background worker.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkerConfig {
    /// Seconds between two looks at the queue when nobody wakes the worker.
    #[serde(deserialize_with = "native_or_text")]
    pub poll_seconds: u32,
    /// Jobs done at the same time.
    #[serde(deserialize_with = "native_or_text")]
    pub concurrency: u32,
}

/// What one client may ask of us.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LimitsConfig {
    /// Attempts to log in from one address, a minute.
    #[serde(deserialize_with = "native_or_text")]
    pub login_per_minute_address: u32,
    /// Attempts to log in to one account, a minute.
    #[serde(deserialize_with = "native_or_text")]
    pub login_per_minute_account: u32,
    /// API calls from one address, a minute.
    #[serde(deserialize_with = "native_or_text")]
    pub api_per_minute_address: u32,
    /// API calls of one account, a minute.
    #[serde(deserialize_with = "native_or_text")]
    pub api_per_minute_account: u32,
    /// Largest body of a request, in MiB.
    #[serde(deserialize_with = "native_or_text")]
    pub max_body_mib: u32,
    /// Connections held open at the same time.
    #[serde(deserialize_with = "native_or_text")]
    pub max_connections: u32,
    /// Seconds a client has to send the head of a request.
    #[serde(deserialize_with = "native_or_text")]
    pub header_seconds: u32,
    /// Seconds a body may pause.
    #[serde(deserialize_with = "native_or_text")]
    pub body_idle_seconds: u32,
    /// Seconds a stopping server gives to running requests.
    #[serde(deserialize_with = "native_or_text")]
    pub grace_seconds: u32,
}

/// How long what is kept. The law's minimum is a bound, and the database holds it once more.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RetentionConfig {
    /// File reference, address and remark of a booking, from the end of the session.
    #[serde(deserialize_with = "native_or_text")]
    pub case_days: u32,
    /// Rankings and reasons for declining, from the end of the session.
    #[serde(deserialize_with = "native_or_text")]
    pub search_days: u32,
    /// Credentials, from the day they expired.
    #[serde(deserialize_with = "native_or_text")]
    pub credential_days: u32,
    /// Absences, from their end.
    #[serde(deserialize_with = "native_or_text")]
    pub absence_days: u32,
    /// Letters with their texts, from when they were written.
    #[serde(deserialize_with = "native_or_text")]
    pub mail_days: u32,
    /// Calendar feeds, from when they were revoked.
    #[serde(deserialize_with = "native_or_text")]
    pub feed_days: u32,
    /// When an interpreter's own calendar says that they are busy, from the end of each time.
    #[serde(deserialize_with = "native_or_text")]
    pub busy_days: u32,
    /// Files that were checked and not taken.
    #[serde(deserialize_with = "native_or_text")]
    pub draft_days: u32,
    /// Login sessions, from their end.
    #[serde(deserialize_with = "native_or_text")]
    pub login_days: u32,
    /// API tokens, spent links, failed logins, from their end.
    #[serde(deserialize_with = "native_or_text")]
    pub token_days: u32,
    /// Answers to repeated calls.
    #[serde(deserialize_with = "native_or_text")]
    pub answer_days: u32,
    /// Told events and done jobs.
    #[serde(deserialize_with = "native_or_text")]
    pub work_days: u32,
    /// Accounts, from when they were disabled.
    #[serde(deserialize_with = "native_or_text")]
    pub account_days: u32,
    /// Interpreters, from when they stopped taking part.
    #[serde(deserialize_with = "native_or_text")]
    pub interpreter_days: u32,
    /// Personal values beside the trace.
    #[serde(deserialize_with = "native_or_text")]
    pub trace_days: u32,
    /// Vouchers, claims, timesheets, payments and the words of the ledger, in calendar years after the year they are of (§ 147 AO, § 14b UStG).
    #[serde(deserialize_with = "native_or_text")]
    pub voucher_years: u32,
}

impl LimitsConfig {
    /// Largest body of a request, in bytes.
    pub fn max_body_bytes(&self) -> u64 {
        u64::from(self.max_body_mib) * 1024 * 1024
    }

    /// The time a stopping server gives to running requests.
    pub fn grace(&self) -> Duration {
        Duration::from_secs(self.grace_seconds.into())
    }
}

//! Which configurations cannot be meant, and how that is said.

use std::fmt;
use std::ops::RangeInclusive;

use super::keys;
use super::{Config, MailMode, SmtpSecurity};

/// One key that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigProblem {
    /// The key with its section, e.g. `mail.smtp_port`.
    pub key: String,
    /// Where it was written: a file or an environment variable.
    pub place: Option<String>,
    /// What is wrong with the value. Never repeats a secret.
    pub problem: String,
    /// What is accepted instead.
    pub accepted: Option<String>,
}

impl ConfigProblem {
    pub(super) fn new(key: impl Into<String>, problem: impl Into<String>) -> Self {
        let key = key.into();
        let accepted = keys::find(&key).map(|known| known.accepts.to_owned());
        Self { key, place: None, problem: problem.into(), accepted }
    }

    pub(super) fn at(mut self, place: impl fmt::Display) -> Self {
        self.place = Some(place.to_string());
        self
    }

    pub(super) fn accepting(mut self, accepted: impl Into<String>) -> Self {
        self.accepted = Some(accepted.into());
        self
    }
}

impl fmt::Display for ConfigProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.key)?;
        if let Some(place) = &self.place {
            write!(f, " ({place})")?;
        }
        write!(f, " {}", self.problem)?;
        if let Some(accepted) = &self.accepted {
            write!(f, "; accepted: {accepted}")?;
        }
        Ok(())
    }
}

/// The configuration cannot be used; every reason on a line of its own.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct ConfigRefused(pub Vec<ConfigProblem>);

impl fmt::Display for ConfigRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the configuration cannot be used:")?;
        self.0.iter().try_for_each(|problem| write!(f, "\n  {problem}"))
    }
}

/// Values that are well-formed but cannot be meant.
pub(super) fn contradictions(config: &Config) -> Vec<ConfigProblem> {
    let mut problems = Vec::new();
    let (limits, retention) = (&config.limits, &config.retention);
    let ranges: &[(&str, u32, RangeInclusive<u32>)] = &[
        ("session.idle_minutes", config.session.idle_minutes, 1..=1440),
        ("session.absolute_hours", config.session.absolute_hours, 1..=168),
        ("worker.poll_seconds", config.worker.poll_seconds, 1..=3600),
        ("worker.concurrency", config.worker.concurrency, 1..=64),
        ("limits.login_per_minute_address", limits.login_per_minute_address, 1..=100_000),
        ("limits.login_per_minute_account", limits.login_per_minute_account, 1..=100_000),
        ("limits.api_per_minute_address", limits.api_per_minute_address, 1..=100_000),
        ("limits.api_per_minute_account", limits.api_per_minute_account, 1..=100_000),
        ("limits.max_body_mib", limits.max_body_mib, 1..=1024),
        ("limits.max_connections", limits.max_connections, 1..=65_535),
        ("limits.header_seconds", limits.header_seconds, 1..=300),
        ("limits.body_idle_seconds", limits.body_idle_seconds, 1..=300),
        ("limits.grace_seconds", limits.grace_seconds, 1..=300),
        ("retention.case_days", retention.case_days, 30..=3650),
        ("retention.search_days", retention.search_days, 30..=3650),
        ("retention.credential_days", retention.credential_days, 30..=3650),
        ("retention.absence_days", retention.absence_days, 1..=365),
        ("retention.mail_days", retention.mail_days, 7..=3650),
        ("retention.feed_days", retention.feed_days, 1..=365),
        ("retention.busy_days", retention.busy_days, 1..=30),
        ("retention.draft_days", retention.draft_days, 1..=30),
        ("retention.login_days", retention.login_days, 1..=365),
        ("retention.token_days", retention.token_days, 1..=30),
        ("retention.answer_days", retention.answer_days, 1..=30),
        ("retention.work_days", retention.work_days, 7..=3650),
        ("retention.account_days", retention.account_days, 30..=3650),
        ("retention.interpreter_days", retention.interpreter_days, 90..=3650),
        ("retention.trace_days", retention.trace_days, 365..=36500),
        ("retention.voucher_years", retention.voucher_years, 8..=30),
    ];
    for (key, value, range) in ranges {
        if !range.contains(value) {
            problems.push(ConfigProblem::new(*key, format!("is {value}")));
        }
    }
    problems.extend(of_the_account(config));
    if config.city_name.trim().is_empty() {
        problems.push(ConfigProblem::new("city_name", "is empty"));
    }
    if config.mail.from_address.parse::<lettre::Address>().is_err() {
        problems.push(ConfigProblem::new("mail.from_address", format!("is `{}`", config.mail.from_address)));
    }
    if config.mail.smtp_port == Some(0) {
        problems.push(ConfigProblem::new("mail.smtp_port", "is 0"));
    }
    if config.mail.mode == MailMode::Smtp && config.mail.smtp_host.as_deref().unwrap_or_default().trim().is_empty() {
        problems.push(ConfigProblem::new("mail.smtp_host", "is missing although mail.mode is \"smtp\""));
    }
    if config.mail.smtp_user.is_some() && config.mail.smtp_password.is_none() {
        problems.push(ConfigProblem::new("mail.smtp_password", "is missing although mail.smtp_user is set"));
    }
    if let Err(error) = tracing_subscriber::EnvFilter::try_new(&config.log.filter) {
        problems.push(ConfigProblem::new("log.filter", format!("is `{}`: {error}", config.log.filter)));
    }
    problems
}

/// An account that no bank has.
fn of_the_account(config: &Config) -> Vec<ConfigProblem> {
    let mut problems = Vec::new();
    match config.bank_iban.as_deref().map(sepa::validate_iban) {
        Some(Err(error)) => problems.push(ConfigProblem::new("bank_iban", format!("is no IBAN: {error}"))),
        Some(Ok(iban)) if !iban.is_sepa() => problems.push(ConfigProblem::new("bank_iban", "is outside SEPA")),
        Some(Ok(_)) => {}
        None if config.bank_bic.is_some() || config.bank_holder.is_some() => {
            problems.push(ConfigProblem::new("bank_iban", "is missing although bank_bic or bank_holder is set"));
        }
        None => {}
    }
    if let Some(Err(error)) = config.bank_bic.as_deref().map(sepa::validate_bic) {
        problems.push(ConfigProblem::new("bank_bic", format!("is no BIC: {error}")));
    }
    if config.bank_holder.as_deref().is_some_and(|holder| holder.trim().is_empty() || holder.chars().count() > 70) {
        problems.push(ConfigProblem::new("bank_holder", "is empty or too long"));
    }
    problems
}

/// What must be set before real people use the program.
pub(super) fn not_fit_to_serve(config: &Config) -> Vec<ConfigProblem> {
    let mut problems = Vec::new();
    match &config.secret_key {
        None => problems.push(ConfigProblem::new("secret_key", "is missing")),
        Some(key) if key.looks_typed() => {
            problems.push(ConfigProblem::new("secret_key", "is not random; everybody could forge a login"));
        }
        Some(_) => {}
    }
    if config.demo {
        problems.push(
            ConfigProblem::new("demo", "is true, which shows logins to everybody").accepting("false, or start `demo`"),
        );
    }
    for (key, value) in [
        ("city_street", &config.city_street),
        ("city_postcode", &config.city_postcode),
        ("city_place", &config.city_place),
    ] {
        if value.as_deref().is_none_or(|text| text.trim().is_empty()) {
            problems.push(ConfigProblem::new(key, "is missing; no document could be issued"));
        }
    }
    if config.public_url.is_none() && !config.listen.ip().is_loopback() {
        problems.push(ConfigProblem::new("public_url", "is missing; links in mails would lead nowhere"));
    }
    problems
}

/// What works but should be known.
pub(super) fn warnings(config: &Config) -> Vec<String> {
    let mut warnings = Vec::new();
    if !config.demo && config.mail.mode == MailMode::Folder {
        warnings.push("mail.mode is \"folder\": no mail leaves the house".to_owned());
    }
    if config.mail.mode == MailMode::Smtp
        && config.mail.smtp_security == SmtpSecurity::None
        && !matches!(config.mail.smtp_host.as_deref(), Some("localhost" | "127.0.0.1" | "::1"))
    {
        warnings.push("mail.smtp_security is \"none\": mails leave this machine in plain text".to_owned());
    }
    if let Some(url) = &config.public_url
        && !url.is_https()
        && !url.is_local()
    {
        warnings.push(
            "public_url is http: passwords travel in plain text; put a reverse proxy with TLS in front".to_owned(),
        );
    }
    warnings
}

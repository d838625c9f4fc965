//! Every key, its default and what it accepts: the table that messages and the manual quote.

/// One key of the configuration.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// The name with its section, e.g. `mail.smtp_port`.
    pub name: &'static str,
    /// What may be written there.
    pub accepts: &'static str,
    /// What holds if nothing is written, as it would stand in the file; `None`: absent.
    pub default: Option<&'static str>,
}

const fn key(name: &'static str, default: &'static str, accepts: &'static str) -> Key {
    Key { name, accepts, default: Some(default) }
}

const fn absent(name: &'static str, accepts: &'static str) -> Key {
    Key { name, accepts, default: None }
}

/// All keys, in the order of the manual.
#[rustfmt::skip]
pub const KEYS: &[Key] = &[
    absent("database_url", "sqlite://FILE or postgres://USER:PASSWORD@HOST/DATABASE; absent: a SQLite file in data_dir"),
    key("listen", "\"127.0.0.1:8000\"", "an address with a port, e.g. 127.0.0.1:8000 or [::]:8000"),
    absent("public_url", "the address people type, e.g. https://dolmetschen.city.example, without a path; absent: the one of listen"),
    key("city_name", "\"Stuttgart\"", "a name"),
    absent("city_street", "street and number of the city, for its documents"),
    absent("city_postcode", "postcode of the city in quotes, for its documents"),
    absent("city_place", "place of the city, for its documents"),
    absent("bank_iban", "the IBAN of the account from which the city pays interpreters, e.g. DE02 1203 0000 0000 2020 51; absent: the treasury's own system pays"),
    absent("bank_bic", "the BIC of that account's bank, e.g. BYLADEM1001; only with bank_iban"),
    absent("bank_holder", "the holder of that account, 1 to 70 characters; absent: city_name"),
    key("data_dir", "\"data\"", "a directory"),
    absent("secret_key", "at least 32 random bytes in hexadecimal or base64, e.g. from `openssl rand -hex 32`"),
    key("demo", "false", "true or false"),
    key("trusted_proxies", "[]", "a list of addresses or networks, e.g. [\"10.0.0.0/8\"]"),
    key("mail.mode", "\"folder\"", "\"folder\" or \"smtp\""),
    absent("mail.folder", "a directory; absent: mail in data_dir"),
    absent("mail.smtp_host", "a host name; needed with mode \"smtp\""),
    absent("mail.smtp_port", "1 to 65535; absent: 25, 587 or 465 as smtp_security has it"),
    key("mail.smtp_security", "\"starttls\"", "\"none\", \"starttls\" or \"tls\""),
    absent("mail.smtp_user", "a text"),
    absent("mail.smtp_password", "a text in quotes; needed with smtp_user"),
    key("mail.from_address", "\"dolmetschen@city.example\"", "a mail address"),
    absent("mail.from_name", "a name; absent: city_name"),
    key("session.idle_minutes", "60", "1 to 1440 minutes"),
    key("session.absolute_hours", "12", "1 to 168 hours"),
    key("log.format", "\"text\"", "\"text\" or \"json\""),
    key("log.filter", "\"info,rocket=warn,rocket::server::_=off,rocket::launch=error,sea_orm_migration=warn\"", "levels as in \"info,rocket=warn\""),
    key("worker.poll_seconds", "5", "1 to 3600 seconds"),
    key("worker.concurrency", "4", "1 to 64 jobs"),
    key("limits.login_per_minute_address", "30", "1 to 100000 attempts"),
    key("limits.login_per_minute_account", "10", "1 to 100000 attempts"),
    key("limits.api_per_minute_address", "600", "1 to 100000 calls"),
    key("limits.api_per_minute_account", "600", "1 to 100000 calls"),
    key("limits.max_body_mib", "25", "1 to 1024 MiB"),
    key("limits.max_connections", "1024", "1 to 65535 connections"),
    key("limits.header_seconds", "10", "1 to 300 seconds"),
    key("limits.body_idle_seconds", "20", "1 to 300 seconds"),
    key("limits.grace_seconds", "10", "1 to 300 seconds"),
    key("retention.case_days", "180", "30 to 3650 days"),
    key("retention.search_days", "180", "30 to 3650 days"),
    key("retention.credential_days", "365", "30 to 3650 days"),
    key("retention.absence_days", "30", "1 to 365 days"),
    key("retention.mail_days", "90", "7 to 3650 days"),
    key("retention.feed_days", "30", "1 to 365 days"),
    key("retention.busy_days", "1", "1 to 30 days"),
    key("retention.draft_days", "1", "1 to 30 days"),
    key("retention.login_days", "30", "1 to 365 days"),
    key("retention.token_days", "1", "1 to 30 days"),
    key("retention.answer_days", "7", "1 to 30 days"),
    key("retention.work_days", "90", "7 to 3650 days"),
    key("retention.account_days", "365", "30 to 3650 days"),
    key("retention.interpreter_days", "1095", "90 to 3650 days"),
    key("retention.trace_days", "3650", "365 to 36500 days"),
    key("retention.voucher_years", "8", "8 to 30 years"),
];

/// The sections, i.e. the part of a key before its dot.
pub(super) const SECTIONS: &[&str] = &["mail", "session", "log", "worker", "limits", "retention"];

/// The key of this name.
pub(super) fn find(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name == name)
}

/// The defaults as the file would state them.
pub(super) fn defaults_as_toml() -> String {
    let mut top = String::new();
    let mut sections = String::new();
    let mut section = "";
    for key in KEYS {
        let Some(default) = key.default else { continue };
        match key.name.split_once('.') {
            None => top.push_str(&format!("{} = {default}\n", key.name)),
            Some((name, field)) => {
                if name != section {
                    sections.push_str(&format!("[{name}]\n"));
                    section = name;
                }
                sections.push_str(&format!("{field} = {default}\n"));
            }
        }
    }
    top + &sections
}

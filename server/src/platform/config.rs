//! The configuration: one typed struct, read once at the start.
//!
//! Defaults, then a file (`dragoman.toml`, or the one named with `--config`), then environment variables. A variable is
//! `DRAGOMAN_` and the key in capitals, sections joined by one or two underscores: `mail.smtp_host` is
//! `DRAGOMAN_MAIL_SMTP_HOST`. `DATABASE_URL` is understood as well. A key nobody knows and a value that cannot be meant
//! stop the start; the message names the key, where it was written, what is wrong and what is accepted.

mod check;
mod keys;
mod network;
mod reading;
mod sections;
mod source;
mod values;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::kernel::city::{City, PoolAccount};

pub use check::{ConfigProblem, ConfigRefused};
pub use keys::{KEYS, Key};
pub use network::Network;
use reading::{list_or_text, native_or_text};
pub use sections::{
    LimitsConfig, LogConfig, LogFormat, MailConfig, MailMode, RetentionConfig, SessionConfig, SmtpSecurity,
    WorkerConfig,
};
pub use values::{DatabaseUrl, PublicUrl, SECRET_KEY_BYTES, Secret, SecretKey};

/// Everything that can be set from outside. `Debug` shows no secret.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Where the data lies; absent means a SQLite file in `data_dir`, see [`Config::database_url`].
    #[serde(default)]
    pub database_url: Option<DatabaseUrl>,
    /// The address the public listener takes.
    pub listen: SocketAddr,
    /// The address people type, when it is not the one we listen on.
    #[serde(default)]
    pub public_url: Option<PublicUrl>,
    /// The city whose name stands on pages and in mails.
    pub city_name: String,
    /// Its street and number on documents (BT-50).
    #[serde(default)]
    pub city_street: Option<String>,
    /// Its postcode on documents (BT-53).
    #[serde(default)]
    pub city_postcode: Option<String>,
    /// Its place on documents (BT-52).
    #[serde(default)]
    pub city_place: Option<String>,
    /// The account from which the city pays interpreters by itself; absent where the treasury's own system pays.
    #[serde(default)]
    pub bank_iban: Option<String>,
    /// Its bank, where the bank wants it named.
    #[serde(default)]
    pub bank_bic: Option<String>,
    /// Its holder, if it is not the city under its name.
    #[serde(default)]
    pub bank_holder: Option<String>,
    /// Where the program keeps its files: the SQLite database, the demo's secret, mails of the folder mode.
    pub data_dir: PathBuf,
    /// The secret all keys are derived from.
    #[serde(default)]
    pub secret_key: Option<SecretKey>,
    /// Whether the demo city is served: logins and second factors are shown to everybody.
    #[serde(deserialize_with = "native_or_text")]
    pub demo: bool,
    /// Reverse proxies whose `X-Forwarded-For` is believed.
    #[serde(deserialize_with = "list_or_text")]
    pub trusted_proxies: Vec<Network>,
    /// How mail leaves.
    pub mail: MailConfig,
    /// How long people stay logged in.
    pub session: SessionConfig,
    /// What is logged, and how.
    pub log: LogConfig,
    /// The background worker.
    pub worker: WorkerConfig,
    /// What one client may ask of us.
    pub limits: LimitsConfig,
    /// How long what is kept.
    pub retention: RetentionConfig,
}

/// The file that holds the demo's generated secret, in the data directory.
pub const DEMO_SECRET_FILE: &str = "secret.key";

impl Config {
    /// Reads defaults, the file and this process' environment.
    ///
    /// `file`: the one named on the command line, which must exist; `None` reads `dragoman.toml` here if there is one.
    ///
    /// # Errors
    /// [`ConfigRefused`] naming each key that cannot be used.
    pub fn load(file: Option<&Path>) -> Result<Self, ConfigRefused> {
        Self::from_sources(file, std::env::vars())
    }

    /// The same with an environment given by hand.
    ///
    /// # Errors
    /// As [`Config::load`].
    pub fn from_sources(
        file: Option<&Path>,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, ConfigRefused> {
        let config = source::read(file, environment)?;
        let problems = check::contradictions(&config);
        if problems.is_empty() { Ok(config) } else { Err(ConfigRefused(problems)) }
    }

    /// Where the data lies: the configured database, or a SQLite file in the data directory.
    pub fn database_url(&self) -> Result<DatabaseUrl, ConfigRefused> {
        match &self.database_url {
            Some(url) => Ok(url.clone()),
            None => format!("sqlite://{}?mode=rwc", self.data_dir.join("dragoman.sqlite").display())
                .parse()
                .map_err(|why| ConfigRefused(vec![ConfigProblem::new("data_dir", why)])),
        }
    }

    /// The address people type; if none is configured, the one we listen on.
    pub fn public_url(&self) -> Result<PublicUrl, ConfigRefused> {
        match &self.public_url {
            Some(url) => Ok(url.clone()),
            None => {
                let ip = self.listen.ip();
                let host = if ip.is_loopback() || ip.is_unspecified() { "localhost".to_owned() } else { url_host(ip) };
                format!("http://{host}:{}", self.listen.port())
                    .parse()
                    .map_err(|why| ConfigRefused(vec![ConfigProblem::new("listen", why)]))
            }
        }
    }

    /// The folder of [`MailMode::Folder`].
    pub fn mail_folder(&self) -> PathBuf {
        self.mail.folder.clone().unwrap_or_else(|| self.data_dir.join("mail"))
    }

    /// The city as it stands on documents; none while its address is not set.
    pub fn city(&self) -> Option<City> {
        let filled =
            |text: &Option<String>| text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
        Some(City {
            name: self.city_name.trim().to_owned(),
            street: filled(&self.city_street)?,
            postcode: filled(&self.city_postcode)?,
            place: filled(&self.city_place)?,
        })
    }

    /// The account from which the city pays by itself; none where the treasury's own system pays.
    pub fn pool_account(&self) -> Option<PoolAccount> {
        let filled =
            |text: &Option<String>| text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
        Some(PoolAccount {
            holder: filled(&self.bank_holder).unwrap_or_else(|| self.city_name.trim().to_owned()),
            iban: filled(&self.bank_iban)?,
            bic: filled(&self.bank_bic),
        })
    }

    /// The sender's name on mails.
    pub fn mail_from_name(&self) -> &str {
        self.mail.from_name.as_deref().unwrap_or(&self.city_name)
    }

    /// The secret key.
    ///
    /// # Errors
    /// [`ConfigRefused`] when none is set; `serve` has checked that, the demo has made one.
    pub fn secret_key(&self) -> Result<&SecretKey, ConfigRefused> {
        self.secret_key.as_ref().ok_or_else(|| ConfigRefused(vec![ConfigProblem::new("secret_key", "is missing")]))
    }

    /// What must be set before real people use the program: no absent or example secret, no demo, a public address.
    ///
    /// # Errors
    /// [`ConfigRefused`] with everything that is missing.
    pub fn check_for_serve(&self) -> Result<(), ConfigRefused> {
        let problems = check::not_fit_to_serve(self);
        if problems.is_empty() { Ok(()) } else { Err(ConfigRefused(problems)) }
    }

    /// What works but should be known to whoever starts the program, one sentence each.
    pub fn warnings(&self) -> Vec<String> {
        check::warnings(self)
    }

    /// Turns this into the demo's configuration. Makes the data directory and, at the first start, a secret in it that
    /// only the owner can read; later starts find the same secret, so that nobody is logged out.
    ///
    /// # Errors
    /// [`ConfigRefused`] when the directory or the file cannot be made or read.
    pub fn into_demo(mut self) -> Result<Self, ConfigRefused> {
        self.demo = true;
        if self.city().is_none() {
            // The demo's city hall, unless another one is named.
            self.city_street = Some("Marktplatz 1".to_owned());
            self.city_postcode = Some("70173".to_owned());
            self.city_place = Some("Stuttgart".to_owned());
        }
        if self.secret_key.is_none() {
            self.secret_key = Some(source::kept_secret(&self.data_dir)?);
        }
        Ok(self)
    }
}

fn url_host(ip: std::net::IpAddr) -> String {
    if ip.is_ipv6() { format!("[{ip}]") } else { ip.to_string() }
}

#[cfg(test)]
mod tests;

//! Where the configuration is read from, and how an error finds its way back to the line that caused it.

use std::io::Write;
use std::path::Path;

use figment::error::Kind;
use figment::providers::{Format, Toml};
use figment::value::{Dict, Map, Value};
use figment::{Figment, Metadata, Profile, Provider};

use super::check::{ConfigProblem, ConfigRefused};
use super::keys::{KEYS, SECTIONS, defaults_as_toml};
use super::values::SecretKey;
use super::{Config, DEMO_SECRET_FILE};

/// The file read when none is named.
const USUAL_FILE: &str = "dragoman.toml";
const PREFIX: &str = "DRAGOMAN_";

pub(super) fn read(
    file: Option<&Path>,
    environment: impl IntoIterator<Item = (String, String)>,
) -> Result<Config, ConfigRefused> {
    let mut figment = Figment::from(Toml::string(&defaults_as_toml()));
    match file {
        Some(file) if !file.is_file() => {
            let problem = ConfigProblem::new("--config", "names a file that does not exist").at(file.display());
            return Err(ConfigRefused(vec![problem]));
        }
        Some(file) => figment = figment.merge(Toml::file_exact(file)),
        None if Path::new(USUAL_FILE).is_file() => figment = figment.merge(Toml::file_exact(USUAL_FILE)),
        None => {}
    }
    let (well_known, own) = variables(environment);
    for variable in well_known.into_iter().chain(own) {
        figment = figment.merge(variable);
    }
    figment.extract().map_err(|error| explain(&figment, error))
}

/// `DATABASE_URL` first, so that `DRAGOMAN_DATABASE_URL` wins over it.
fn variables(environment: impl IntoIterator<Item = (String, String)>) -> (Vec<Variable>, Vec<Variable>) {
    let mut well_known = Vec::new();
    let mut own = Vec::new();
    for (name, value) in environment {
        if name == "DATABASE_URL" {
            well_known.push(Variable { key: "database_url".to_owned(), name, value });
        } else if let Some(key) = name.strip_prefix(PREFIX) {
            own.push(Variable { key: key_of_variable(key), name, value });
        }
    }
    (well_known, own)
}

/// `MAIL_SMTP_HOST` and `MAIL__SMTP_HOST` are `mail.smtp_host`.
fn key_of_variable(name: &str) -> String {
    let name = name.to_ascii_lowercase();
    match name.split_once('_') {
        Some((section, field)) if SECTIONS.contains(&section) => {
            format!("{section}.{}", field.trim_start_matches('_'))
        }
        _ => name,
    }
}

/// One environment variable. Its value stays text: the field it is for decides how to read it, so that a password of
/// digits is not taken for a number.
struct Variable {
    key: String,
    name: String,
    value: String,
}

impl Provider for Variable {
    fn metadata(&self) -> Metadata {
        Metadata::named(format!("environment variable {}", self.name))
    }

    fn data(&self) -> Result<Map<Profile, Dict>, figment::Error> {
        let nested = figment::util::nest(&self.key, Value::from(self.value.clone()));
        Ok(nested.into_dict().map(|dict| Profile::Default.collect(dict)).unwrap_or_default())
    }
}

fn explain(figment: &Figment, error: figment::Error) -> ConfigRefused {
    ConfigRefused(error.into_iter().map(|error| problem_of(figment, &error)).collect())
}

fn problem_of(figment: &Figment, error: &figment::Error) -> ConfigProblem {
    let path = error.path.join(".");
    let (key, why) = match &error.kind {
        Kind::UnknownField(field, _) => {
            let prefix = if path.is_empty() || path.ends_with(field.as_str()) { path } else { format!("{path}.") };
            let key = if prefix.ends_with(field.as_str()) { prefix } else { format!("{prefix}{field}") };
            return unknown_key(figment, key);
        }
        Kind::MissingField(field) if path.is_empty() => (field.to_string(), "is missing".to_owned()),
        Kind::MissingField(field) => (format!("{path}.{field}"), "is missing".to_owned()),
        Kind::UnknownVariant(found, _) => (path, format!("is `{found}`")),
        Kind::InvalidType(found, _) | Kind::InvalidValue(found, _) => (path, format!("is {found}")),
        Kind::Message(message) if path.is_empty() => ("the file".to_owned(), message.clone()),
        Kind::Message(message) => (path, message.clone()),
        other => (path, other.to_string()),
    };
    let problem = ConfigProblem::new(key, why);
    match error.metadata.as_ref().map(place) {
        Some(place) => problem.at(place),
        None => problem,
    }
}

fn unknown_key(figment: &Figment, key: String) -> ConfigProblem {
    let place = figment.find_metadata(&key).map(place);
    let section = key.rsplit_once('.').map(|(section, _)| format!("{section}."));
    let siblings = KEYS.iter().filter(|known| match &section {
        Some(section) => known.name.starts_with(section.as_str()),
        None => !known.name.contains('.'),
    });
    let mut names: Vec<&str> = siblings.map(|known| known.name).collect();
    if names.is_empty() {
        names = KEYS.iter().map(|known| known.name).collect();
    }
    let problem = ConfigProblem::new(key, "is not a key").accepting(names.join(", "));
    match place {
        Some(place) => problem.at(place),
        None => problem,
    }
}

fn place(metadata: &Metadata) -> String {
    match &metadata.source {
        Some(figment::Source::File(path)) => path.display().to_string(),
        _ => metadata.name.to_string(),
    }
}

/// The secret kept in the data directory; made at the first call.
pub(super) fn kept_secret(data_dir: &Path) -> Result<SecretKey, ConfigRefused> {
    let file = data_dir.join(DEMO_SECRET_FILE);
    let unusable = |why: String| ConfigRefused(vec![ConfigProblem::new("data_dir", why).at(file.display())]);
    if let Ok(text) = std::fs::read_to_string(&file) {
        return text.parse().map_err(|why| unusable(format!("holds a secret that {why}; delete the file")));
    }
    let secret = SecretKey::generate().map_err(|error| unusable(format!("cannot get a secret: {error}")))?;
    std::fs::create_dir_all(data_dir)
        .and_then(|()| write_for_owner_only(&file, secret.to_hex().expose()))
        .map_err(|error| unusable(format!("cannot keep a secret: {error}")))?;
    Ok(secret)
}

fn write_for_owner_only(file: &Path, text: &str) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(file)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

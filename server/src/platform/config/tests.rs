#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;

const HEX: &str = "00112233445566778899aabbccddeeff0123456789abcdeffedcba9876543210";

fn from_env(pairs: &[(&str, &str)]) -> Result<Config, ConfigRefused> {
    Config::from_sources(None, pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
}

fn file_with(text: &str) -> PathBuf {
    let file = std::env::temp_dir().join(format!("config-{}.toml", uuid::Uuid::now_v7()));
    std::fs::write(&file, text).unwrap();
    file
}

#[test]
fn defaults_are_complete() {
    let config = from_env(&[]).unwrap();
    assert_eq!(config.listen.to_string(), "127.0.0.1:8000");
    assert_eq!(config.public_url().unwrap().origin(), "http://localhost:8000");
    assert_eq!(config.database_url().unwrap().expose(), "sqlite://data/dragoman.sqlite?mode=rwc");
    assert_eq!(config.mail.mode, MailMode::Folder);
    assert_eq!(config.mail_folder(), PathBuf::from("data/mail"));
    assert_eq!(config.limits.max_body_bytes(), 26_214_400);
    assert!(!config.demo);
}

#[test]
fn environment_wins_over_file_wins_over_default() {
    let file = file_with("city_name = 'Datei'\n[mail]\nsmtp_port = 2525\n[worker]\npoll_seconds = 9\n");
    let environment = [("DRAGOMAN_CITY_NAME", "Umgebung"), ("DRAGOMAN_MAIL__FROM_NAME", "007"), ("HOME", "/")];
    let config =
        Config::from_sources(Some(&file), environment.map(|(name, value)| (name.to_owned(), value.to_owned())))
            .unwrap();
    assert_eq!(config.city_name, "Umgebung");
    assert_eq!(config.mail.port(), 2525);
    assert_eq!(config.worker.poll_seconds, 9);
    assert_eq!(config.mail_from_name(), "007", "text stays text, also if it looks like a number");
}

#[test]
fn numbers_switches_and_lists_can_come_from_the_environment() {
    let config = from_env(&[
        ("DRAGOMAN_DEMO", "true"),
        ("DRAGOMAN_MAIL_SMTP_PORT", "2525"),
        ("DRAGOMAN_LIMITS_MAX_BODY_MIB", "5"),
        ("DRAGOMAN_TRUSTED_PROXIES", "10.0.0.0/8, ::1"),
        ("DRAGOMAN_MAIL_SMTP_PASSWORD", "12345678"),
    ])
    .unwrap();
    assert!(config.demo);
    assert_eq!(config.mail.smtp_port, Some(2525));
    assert_eq!(config.limits.max_body_mib, 5);
    assert!(config.trusted_proxies.iter().any(|net| net.contains("10.9.8.7".parse().unwrap())));
    assert_eq!(config.mail.smtp_password.unwrap().expose(), "12345678");
}

#[test]
fn own_database_variable_wins_over_the_well_known_one() {
    let config = from_env(&[("DRAGOMAN_DATABASE_URL", "sqlite://b"), ("DATABASE_URL", "sqlite://a")]).unwrap();
    assert_eq!(config.database_url().unwrap().expose(), "sqlite://b");
}

/// A wrong value names the key, where it stands, what is wrong and what is accepted.
#[test]
fn wrong_values_are_explained() {
    let table = [
        ("DRAGOMAN_LISTEN", "8000", "listen (environment variable DRAGOMAN_LISTEN)", "an address with a port"),
        ("DRAGOMAN_DEMO", "yes", "demo (environment variable DRAGOMAN_DEMO) `yes` cannot be read", "true or false"),
        ("DRAGOMAN_MAIL_MODE", "pigeon", "mail.mode (environment variable DRAGOMAN_MAIL_MODE) is `pigeon`", "\"smtp\""),
        ("DRAGOMAN_MAIL_MODE", "smtp", "mail.smtp_host is missing", "a host name"),
        ("DRAGOMAN_MAIL_SMTP_PORT", "70000", "mail.smtp_port", "1 to 65535"),
        ("DRAGOMAN_MAIL_FROM_ADDRESS", "stadt", "mail.from_address is `stadt`", "a mail address"),
        ("DRAGOMAN_SESSION_IDLE_MINUTES", "0", "session.idle_minutes is 0", "1 to 1440 minutes"),
        ("DRAGOMAN_SESSION_IDLE_MINUTES", "-5", "session.idle_minutes", "1 to 1440 minutes"),
        ("DRAGOMAN_PUBLIC_URL", "city.example", "public_url", "https://"),
        ("DRAGOMAN_PUBLIC_URL", "https://city.example/app", "public_url", "without a path"),
        ("DATABASE_URL", "mysql://root@x/y", "database_url (environment variable DATABASE_URL)", "postgres://"),
        ("DRAGOMAN_LOG_FILTER", "loud=very", "log.filter", "info,rocket=warn"),
        ("DRAGOMAN_TRUSTED_PROXIES", "10.0.0.0/33", "trusted_proxies", "a list of addresses"),
        (
            "DRAGOMAN_MAIL_SMTPHOST",
            "x",
            "mail.smtphost (environment variable DRAGOMAN_MAIL_SMTPHOST) is not a key",
            "mail.smtp_host",
        ),
        ("DRAGOMAN_CTIY_NAME", "x", "ctiy_name (environment variable DRAGOMAN_CTIY_NAME) is not a key", "city_name"),
    ];
    for (name, value, says, accepts) in table {
        let message = from_env(&[(name, value)]).unwrap_err().to_string();
        assert!(message.contains(says), "{name}={value}: {message}");
        assert!(message.contains(accepts), "{name}={value}: {message}");
    }
}

#[test]
fn a_wrong_line_in_the_file_names_the_file() {
    let file = file_with("[mail]\nfolderr = 'x'\n");
    let message = Config::from_sources(Some(&file), []).unwrap_err().to_string();
    assert!(message.contains("mail.folderr") && message.contains(&file.display().to_string()), "{message}");
    let message = Config::from_sources(Some(Path::new("/nowhere.toml")), []).unwrap_err().to_string();
    assert!(message.contains("/nowhere.toml"), "{message}");
}

#[test]
fn secrets_never_show() {
    let config = from_env(&[
        ("DRAGOMAN_SECRET_KEY", HEX),
        ("DRAGOMAN_MAIL_SMTP_USER", "u"),
        ("DRAGOMAN_MAIL_SMTP_PASSWORD", "hunter22"),
        ("DATABASE_URL", "postgres://app:pa%40ss@db/city?sslmode=require"),
    ])
    .unwrap();
    let shown = format!("{config:?}");
    assert!(!shown.contains("hunter22") && !shown.contains("pa%40ss") && !shown.contains("00112233"), "{shown}");
    assert!(shown.contains("postgres://***@db/city"), "{shown}");
    let file = file_with("[mail]\nsmtp_password = 424242\n");
    let message = Config::from_sources(Some(&file), []).unwrap_err().to_string();
    assert!(message.contains("mail.smtp_password") && !message.contains("424242"), "{message}");
    let message = from_env(&[("DRAGOMAN_SECRET_KEY", "geheim")]).unwrap_err().to_string();
    assert!(message.contains("secret_key") && !message.contains("geheim"), "{message}");
}

#[test]
fn secret_keys_are_read_from_hex_and_base64() {
    let hex: SecretKey = HEX.parse().unwrap();
    let base64: SecretKey = "ABEiM0RVZneImaq7zN3u/wEjRWeJq83v/ty6mHZUMhA=".parse().unwrap();
    assert_eq!(hex, base64);
    assert_ne!(hex.derive("a"), hex.derive("b"));
    assert!("c2hvcnQ=".parse::<SecretKey>().is_err());
    assert!("not a key!".parse::<SecretKey>().is_err());
}

#[test]
fn serve_refuses_absent_and_typed_secrets_and_the_demo() {
    let says = |pairs: &[(&str, &str)]| from_env(pairs).unwrap().check_for_serve().unwrap_err().to_string();
    assert!(says(&[]).contains("secret_key is missing"));
    assert!(says(&[("DRAGOMAN_SECRET_KEY", &"ab".repeat(32))]).contains("not random"));
    assert!(says(&[("DRAGOMAN_SECRET_KEY", HEX), ("DRAGOMAN_DEMO", "true")]).contains("demo is true"));
    assert!(says(&[("DRAGOMAN_SECRET_KEY", HEX), ("DRAGOMAN_LISTEN", "0.0.0.0:80")]).contains("public_url is missing"));
    assert!(says(&[("DRAGOMAN_SECRET_KEY", HEX), ("DRAGOMAN_CITY_STREET", "Weg 1")]).contains("city_postcode is missing"));
    let fit = [
        ("DRAGOMAN_SECRET_KEY", HEX),
        ("DRAGOMAN_CITY_STREET", "Marktplatz 1"),
        ("DRAGOMAN_CITY_POSTCODE", "07743"),
        ("DRAGOMAN_CITY_PLACE", "Jena"),
    ];
    let config = from_env(&fit).unwrap();
    config.check_for_serve().unwrap();
    assert_eq!(config.city().unwrap().postcode, "07743"); // not the number 7743
}

#[test]
fn the_demo_keeps_its_secret() {
    let folder = std::env::temp_dir().join(format!("demo-{}", uuid::Uuid::now_v7()));
    let demo = || from_env(&[("DRAGOMAN_DATA_DIR", folder.to_str().unwrap())]).unwrap().into_demo().unwrap();
    let first = demo();
    assert!(first.demo);
    assert_eq!(first.secret_key, demo().secret_key);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(folder.join(DEMO_SECRET_FILE)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn networks_contain_their_addresses() {
    let table = [
        ("10.0.0.0/8", "10.255.0.1", true),
        ("10.0.0.0/8", "11.0.0.1", false),
        ("10.0.0.7", "10.0.0.7", true),
        ("10.0.0.7", "10.0.0.8", false),
        ("0.0.0.0/0", "203.0.113.9", true),
        ("10.0.0.7", "::ffff:10.0.0.7", true),
        ("2001:db8::/32", "2001:db8:1::1", true),
        ("2001:db8::/32", "10.0.0.1", false),
    ];
    for (network, address, inside) in table {
        let network: Network = network.parse().unwrap();
        assert_eq!(network.contains(address.parse().unwrap()), inside, "{network:?} {address}");
    }
}

#[test]
fn public_addresses_are_read() {
    let read = |text: &str| text.parse::<PublicUrl>().map(|url| url.origin());
    assert_eq!(read("https://City.example/"), Ok("https://city.example".to_owned()));
    assert_eq!(read("https://city.example:443"), Ok("https://city.example".to_owned()));
    assert_eq!(read("http://[::1]:8000"), Ok("http://[::1]:8000".to_owned()));
    assert!(read("ftp://city.example").is_err());
    assert!(read("https://me@city.example").is_err());
}

/// The table of keys and the struct tell the same story.
#[test]
fn every_key_has_a_place_in_the_struct() {
    for key in KEYS {
        let variable = format!("DRAGOMAN_{}", key.name.replace('.', "_").to_ascii_uppercase());
        let message = from_env(&[(&variable, "\u{1}")]).err().map(|error| error.to_string()).unwrap_or_default();
        assert!(!message.contains("is not a key"), "{message}");
    }
}

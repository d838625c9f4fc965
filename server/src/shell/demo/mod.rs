//! The demo city: five offices, 170 invented interpreters, a year behind it and three weeks ahead.
//!
//! Everything in it is invented, follows from a seed and a day, and is the same each time. The modules below are pure:
//! they write down who lives there and what happened, relative to a given day.

pub mod cast;
mod coming;
pub mod districts;
mod found;
mod invented;
mod live;
pub mod names;
pub mod offices;
mod papers;
mod past;
mod pool;
mod prng;
pub mod profiles;
pub mod script;
mod wanted;

#[cfg(test)]
mod tests;

pub use cast::{DemoCredential, DemoInterpreter};
pub use script::{OpenRequest, PastBooking, Script};

use crate::{
    identity::{DemoLogin, DemoLogins, Site},
    kernel::{clock::Clock, message::Message},
    platform::{
        config::Config,
        db::{Db, Tx},
        fault::Fault,
        i18n::{Locale, say, t},
        password::{Cost, Passwords},
    },
    shell::app,
};
use std::{path::Path, sync::Arc};

pub use found::PASSWORD;

/// The city everybody sees unless they ask for another.
pub const SEED: u64 = 2022;

/// The address of the interpreter whose login is shown.
const SHOWN_INTERPRETER: &str = "dolmetschen@dolmetschen.example.org";

/// Creates the demo city unless it is there, serves it, prints the address and one login per role.
///
/// # Errors
/// The database or the address can't be used.
pub async fn run(config: Config, fresh: bool, seed: u64, locale: Locale) -> Result<(), Fault> {
    let config = Arc::new(config.into_demo()?);
    if fresh {
        forget(&config)?;
    }
    let db = app::open_database(&config).await?;
    let clock = Clock::system();
    if !is_founded(&db).await? {
        println!("{}", t(locale, "demo-creating"));
        create(&db, &clock, seed, Cost::STRONG).await?;
    }
    let site = app::site(db, clock, config);
    app::serve(site, move |server| announce(&server.site, locale)).await
}

/// Removes what an earlier demo left. Only the embedded database is ever removed: a server's database is somebody else's.
fn forget(config: &Config) -> Result<(), Fault> {
    if config.database_url()?.is_postgres() {
        return Err(Fault::new(
            "--fresh begins anew on the embedded database only; give PostgreSQL an empty database instead",
        ));
    }
    for name in ["dragoman.sqlite", "dragoman.sqlite-wal", "dragoman.sqlite-shm"] {
        remove(&config.data_dir.join(name))?;
    }
    if config.mail.folder.is_none() && config.mail_folder().exists() {
        std::fs::remove_dir_all(config.mail_folder())?;
    }
    Ok(())
}

fn remove(file: &Path) -> Result<(), Fault> {
    match std::fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Fault::from(error).while_doing(file.display().to_string()))
        }
        _ => Ok(()),
    }
}

async fn is_founded(db: &Db) -> Result<bool, Fault> {
    Ok(!crate::directory::offices(db.read()).await?.is_empty())
}

/// Creates the city: who is there, the year behind it, the weeks ahead.
///
/// # Errors
/// The database can't be written, or a command refused what the script wants.
pub async fn create(db: &Db, clock: &Clock, seed: u64, cost: Cost) -> Result<(), Fault> {
    let now = clock.now();
    let today = clock.today();
    let mut cast = cast::cast(seed, today);
    let works = |day| rates::holidays::is_working_day(rates::holidays::Land::default(), day);
    let script = script::script(seed, today, &cast, &works);
    let shown = show_the_busiest(&mut cast, &script);
    let hash = Passwords::new(cost)?.hash(PASSWORD).await?;
    let mut tx = db.begin().await?;
    let begun = now - chrono::Duration::days(380);
    let founded = found::found(&mut tx, &cast, today, &hash, begun).await?;
    quietly(tx, now).await?;
    let shown = shown.and_then(|place| Some(live::Shown { place, person: cast.get(place)? }));
    live::live(db, &founded, &script, shown, now).await
}

/// Whoever logs in as an interpreter should find something to see: the one with the most sessions gets the shown address.
fn show_the_busiest(cast: &mut [DemoInterpreter], script: &Script) -> Option<usize> {
    let mut sessions = vec![0_usize; cast.len()];
    for place in script.past.iter().filter_map(|booking| booking.interpreter) {
        if let Some(count) = sessions.get_mut(place) {
            *count += 1;
        }
    }
    let (place, _) = sessions.iter().enumerate().max_by_key(|(_, count)| **count)?;
    cast.get_mut(place)?.email = SHOWN_INTERPRETER.to_owned();
    Some(place)
}

/// Commits what happened long ago without telling anybody: no mail, no job.
async fn quietly(tx: Tx, now: crate::kernel::clock::Instant) -> Result<(), Fault> {
    crate::platform::outbox::hush(&tx, now).await?;
    tx.commit().await
}

/// One login for each role: locale key of the role and address.
fn logins() -> Vec<(String, String)> {
    let mut logins: Vec<(String, String)> = Vec::new();
    let key = |role: &str| format!("role-{}", role.replace('_', "-"));
    for login in offices::LOGINS {
        if logins.iter().all(|(known, _)| *known != key(login.role)) {
            logins.push((key(login.role), login.email.to_owned()));
        }
    }
    logins.push((key("interpreter"), SHOWN_INTERPRETER.to_owned()));
    logins
}

/// What the demo's login page shows.
pub(super) fn shown_logins() -> DemoLogins {
    let login = |(role_key, email)| DemoLogin { role_key, email, password: PASSWORD.to_owned() };
    DemoLogins(logins().into_iter().map(login).collect())
}

fn announce(site: &Site, locale: Locale) {
    let address = site.config.public_url().map(|url| url.join("/")).unwrap_or_default();
    let with = |key: &'static str, name: &'static str, value: &str| say(locale, &Message::new(key).with(name, value));
    println!("\n{}", with("demo-open", "address", &address));
    println!("{}\n", with("demo-invented", "password", PASSWORD));
    for (role, email) in logins() {
        println!("  {:28} {email}", t(locale, &role));
    }
    println!("\n{}", with("demo-mail", "address", &format!("{address}dev/mail")));
    println!("{}", with("demo-api", "address", &format!("{address}api/docs/")));
    println!("{}", t(locale, "demo-second-factor"));
}

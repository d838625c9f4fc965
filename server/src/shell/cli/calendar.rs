//! `calendar busy`: what somebody's calendar file says about when they are busy.

use crate::{
    calendar::{
        FileRefused,
        inbound::{self, Window},
    },
    kernel::{
        clock::Clock,
        message::Message,
        refusal::Refusal,
        time::{ZONE, start_of_day},
    },
    platform::i18n::{Locale, say},
};
use chrono::{Days, NaiveDate};
use clap::Subcommand;
use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    time::{Duration, Instant as Moment},
};

#[derive(Subcommand)]
pub(super) enum CalendarWhat {
    /// Prints the busy times of an iCalendar file, one a line, as periods in UTC (RFC 5545 § 3.3.9); no titles.
    Busy {
        /// The file.
        file: PathBuf,
        /// The first day; without it thirty days ago.
        #[arg(long)]
        from: Option<NaiveDate>,
        /// The last day; without it in four hundred days.
        #[arg(long)]
        to: Option<NaiveDate>,
    },
}

pub(super) fn run(what: &CalendarWhat, locale: Locale) -> ExitCode {
    let CalendarWhat::Busy { file, from, to } = what;
    match busy(file, *from, *to) {
        Ok(found) => {
            for (from, to) in &found.busy {
                println!("{}/{}", from.format("%Y%m%dT%H%M%SZ"), to.format("%Y%m%dT%H%M%SZ"));
            }
            if found.left_out > 0 {
                eprintln!(
                    "{}",
                    say(locale, &Message::new("calendar-file-left-out").with("count", number(found.left_out)))
                );
            }
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("{}: {}", file.display(), say(locale, &message));
            ExitCode::FAILURE
        }
    }
}

fn busy(file: &Path, from: Option<NaiveDate>, to: Option<NaiveDate>) -> Result<inbound::Busyness, Message> {
    let bytes =
        std::fs::read(file).map_err(|error| Message::new("calendar-file-unopened").with("why", error.to_string()))?;
    let today = Clock::system().today();
    let from = from.unwrap_or(today - Days::new(30));
    let to = to.unwrap_or(today + Days::new(400));
    if to < from {
        return Err(Message::new("calendar-file-days"));
    }
    let window = Window {
        from: start_of_day(from),
        to: start_of_day(to + Days::new(1)),
        zone: ZONE,
        deadline: Moment::now() + Duration::from_secs(10),
    };
    inbound::busy_times(&bytes, &window).map_err(|unreadable| FileRefused::Unreadable(unreadable).message())
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

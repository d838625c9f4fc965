//! `rates quote | check | compare | list`: the fee engine on the command line. Pure; needs no database.

use super::compare::{CompareArgs, over_file};
use clap::Subcommand;
use std::{
    io::{Read, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

#[derive(Subcommand)]
pub(super) enum RatesWhat {
    /// Prices one session and prints the quote as JSON.
    Quote {
        /// A schedule's id, a file, or `on:2022-03-01` for the city's schedule of that day.
        #[arg(long)]
        schedule: String,
        /// The facts as JSON: a file, or - for standard input.
        #[arg(long)]
        facts: String,
    },
    /// Checks schedules and says `file:line: reason` for every mistake. Several files are also held against each other.
    Check {
        /// In which language: de or en; by itself that of the terminal.
        #[arg(long)]
        language: Option<String>,
        /// Files to check; none: those that come with the program.
        files: Vec<PathBuf>,
    },
    /// Shows what another table would have cost, by office and group of interpreters.
    Compare(CompareArgs),
    /// Lists the schedules: id, valid from/to, official or assumed, source.
    List,
}

impl RatesWhat {
    /// It asks the city's own database.
    pub(super) fn needs_database(&self) -> bool {
        matches!(self, Self::Compare(args) if args.is_over_database())
    }
}

pub(super) fn run(what: &RatesWhat) -> ExitCode {
    let outcome = match what {
        RatesWhat::Quote { schedule, facts } => quote(schedule, facts),
        RatesWhat::Check { files, language } => check(files, language.as_deref()),
        RatesWhat::Compare(args) => over_file(args),
        RatesWhat::List => Ok(list()),
    };
    match outcome {
        Ok(text) => print(&text),
        Err(text) => {
            eprintln!("{}", text.trim_end());
            ExitCode::FAILURE
        }
    }
}

/// A reader that closes the pipe early is no failure.
fn print(text: &str) -> ExitCode {
    let _ = std::io::stdout().write_all(text.as_bytes());
    ExitCode::SUCCESS
}

fn read(name: &str) -> Result<String, String> {
    let mut text = String::new();
    let read = if name == "-" {
        std::io::stdin().read_to_string(&mut text).map(|_| ())
    } else {
        std::fs::read_to_string(name).map(|content| text = content)
    };
    read.map(|()| text).map_err(|error| format!("{name}: {error}"))
}

fn quote(schedule: &str, facts: &str) -> Result<String, String> {
    let facts = read(facts)?;
    let is_file = schedule.contains(['/', '\\']) || schedule.ends_with(".toml") || Path::new(schedule).is_file();
    let schedule = if is_file {
        let text = read(schedule)?;
        let problems = rates::check(&text);
        if !problems.is_empty() {
            return Err(problems.iter().map(|problem| format!("{schedule}:{problem}\n")).collect());
        }
        text
    } else {
        schedule.to_owned()
    };
    rates::contract::quote_json(&schedule, &facts).map(|json| format!("{json}\n"))
}

/// German where it is asked for, or where the terminal speaks it.
fn is_german(asked: Option<&str>) -> bool {
    let spoken = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let terminal = || spoken("LC_ALL").or_else(|| spoken("LC_MESSAGES")).or_else(|| spoken("LANG"));
    asked.map(str::to_owned).or_else(terminal).is_some_and(|language| language.starts_with("de"))
}

fn check(files: &[PathBuf], language: Option<&str>) -> Result<String, String> {
    let german = is_german(language);
    let said = |problem: &rates::Problem| if german { problem.in_german() } else { problem.in_english() };
    let mut problems = String::new();
    let mut texts: Vec<(String, String)> = Vec::new();
    for file in files {
        let name = file.display();
        match std::fs::read(file) {
            Ok(bytes) => {
                rates::check_bytes(&bytes).iter().for_each(|one| problems.push_str(&format!("{name}:{}\n", said(one))));
                texts.push((name.to_string(), String::from_utf8_lossy(&bytes).into_owned()));
            }
            Err(error) => problems.push_str(&format!("{name}:1: {error}\n")),
        }
    }
    let together: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    for (number, problem) in rates::check_together(&together) {
        let name = together.get(number).map(|(name, _)| *name).unwrap_or_default();
        problems.push_str(&format!("{name}:{}\n", said(&problem)));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let checked = if files.is_empty() { rates::contract::list().len() } else { files.len() };
    Ok(format!("{checked} ok\n"))
}

fn list() -> String {
    rates::contract::list()
        .iter()
        .map(|one| {
            let to = one.valid_to.map_or_else(|| "open".to_owned(), |date| date.to_string());
            let figures = match one.figures {
                rates::Figures::Official => "official",
                rates::Figures::Assumed => "assumed",
            };
            format!("{}\t{}\t{to}\t{figures}\t{}\n", one.id, one.valid_from, one.source)
        })
        .collect()
}

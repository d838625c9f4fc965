//! `rates compare`: what a new table would have cost, over a file of sessions or the year's claims.

use crate::{
    billing::comparison::{Cell, compare_year, group_name},
    kernel::money::Cents,
    platform::{
        config::Config,
        fault::{Fault, Stop},
    },
    shell::app,
};
use chrono::{Datelike, Utc};
use clap::{Args, ValueEnum};
use rates::{
    Catalog, Facts, Schedule,
    compare::{Comparing, Comparison, Difference},
};
use serde_json::{Value, json};
use std::{
    fs::File,
    io::{BufRead, BufReader},
    process::ExitCode,
};

#[derive(Args)]
pub(super) struct CompareArgs {
    /// The table that was in force: a schedule's id or a file.
    #[arg(long)]
    from: String,
    /// The new table: a schedule's id or a file.
    #[arg(long)]
    to: String,
    /// `database` for the claims of a year, or a file with one session a line (facts/1, or {"office": …, "facts": …}); - reads
    /// standard input.
    #[arg(long)]
    over: String,
    /// Year of the sessions in the database; last year by default.
    #[arg(long)]
    year: Option<i32>,
    /// How to print it.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Csv,
}

impl CompareArgs {
    /// It needs configuration and database.
    pub(super) fn is_over_database(&self) -> bool {
        self.over == "database"
    }
}

fn schedule(name: &str) -> Result<Schedule, String> {
    if let Some(known) = Catalog::builtin().by_id(name) {
        return Ok(known.clone());
    }
    let text =
        std::fs::read_to_string(name).map_err(|error| format!("{name}: no such schedule, and no file: {error}"))?;
    Schedule::from_toml(&text)
        .map_err(|problems| problems.iter().map(|problem| format!("{name}:{problem}\n")).collect::<String>())
}

/// Over a file, session by session.
pub(super) fn over_file(args: &CompareArgs) -> Result<String, String> {
    let (before, after) = (schedule(&args.from)?, schedule(&args.to)?);
    let input: Box<dyn BufRead> = if args.over == "-" {
        Box::new(std::io::stdin().lock())
    } else {
        Box::new(BufReader::new(File::open(&args.over).map_err(|error| format!("{}: {error}", args.over))?))
    };
    let mut comparing: Comparing<'_, Cell> = Comparing::new(&before, &after).map_err(|error| error.to_string())?;
    for (index, line) in input.lines().enumerate() {
        let wrong = |error: &dyn std::fmt::Display| format!("{}:{}: {error}", args.over, index + 1);
        let line = line.map_err(|error| wrong(&error))?;
        if line.trim().is_empty() {
            continue;
        }
        let (office, facts) = session(&line).map_err(|error| wrong(&error))?;
        comparing.add((office, group_name(facts.interpreter.group)), &facts).map_err(|error| wrong(&error))?;
    }
    Ok(printed(args, &before, &after, &comparing.finish()))
}

/// A line: the facts alone, or with the office's code beside them.
fn session(line: &str) -> Result<(String, Facts), String> {
    let value: Value = serde_json::from_str(line).map_err(|error| error.to_string())?;
    let (office, facts) = match value.get("facts") {
        Some(facts) => (value.get("office").and_then(Value::as_str).unwrap_or_default().to_owned(), facts.to_string()),
        None => (String::new(), line.to_owned()),
    };
    Ok((office, Facts::from_json(&facts).map_err(|error| error.to_string())?))
}

/// Over the claims of a year.
pub(super) async fn over_database(args: &CompareArgs, config: &Config) -> Result<ExitCode, Fault> {
    let (before, after) = match (schedule(&args.from), schedule(&args.to)) {
        (Ok(before), Ok(after)) => (before, after),
        (Err(why), _) | (_, Err(why)) => {
            eprintln!("{}", why.trim_end());
            return Ok(ExitCode::FAILURE);
        }
    };
    let db = app::open_database(config).await?;
    let now = crate::kernel::clock::Clock::system().now();
    let year = args.year.unwrap_or_else(|| now.with_timezone(&Utc).year() - 1);
    match compare_year(&db, &before, &after, year).await {
        Ok(all) => {
            print!("{}", printed(args, &before, &after, &all));
            Ok(ExitCode::SUCCESS)
        }
        Err(Stop::Refused(refused)) => {
            eprintln!("{} and {} can't be compared: {refused:?}", before.id, after.id);
            Ok(ExitCode::FAILURE)
        }
        Err(Stop::Fault(fault)) => Err(fault),
    }
}

fn printed(args: &CompareArgs, before: &Schedule, after: &Schedule, all: &Comparison<Cell>) -> String {
    match args.format {
        Format::Text => text(before, after, all),
        Format::Json => format!("{}\n", json_of(before, after, all)),
        Format::Csv => csv(all),
    }
}

fn plain(minor: i64) -> String {
    Cents(minor).plain()
}

fn text(before: &Schedule, after: &Schedule, all: &Comparison<Cell>) -> String {
    let mut lines = vec![format!("{} -> {} (net, {})", before.id, after.id, all.total.before.currency())];
    lines.push(format!(
        "{:<8} {:<10} {:>8} {:>14} {:>14} {:>14} {:>7} {:>7}",
        "office", "group", "sessions", "before", "after", "change", "dearer", "cheaper"
    ));
    let mut line = |office: &str, group: &str, one: &Difference| {
        lines.push(format!(
            "{office:<8} {group:<10} {:>8} {:>14} {:>14} {:>14} {:>7} {:>7}",
            one.sessions,
            plain(one.before.minor()),
            plain(one.after.minor()),
            plain(one.change()),
            one.dearer,
            one.cheaper
        ));
    };
    for ((office, group), one) in &all.groups {
        line(office, group, one);
    }
    line("total", "", &all.total);
    for unpriced in &all.total.unpriced {
        lines.push(format!("session {}: {} has no price: {}", unpriced.index + 1, unpriced.schedule, unpriced.error));
    }
    if all.total.unpriced_sessions > 0 {
        lines.push(format!("{} sessions could not be priced and stand in no sum", all.total.unpriced_sessions));
    }
    for one in [before, after] {
        if one.figures == rates::Figures::Assumed {
            lines.push(format!("the figures of {} are assumed", one.id));
        }
    }
    lines.join("\n") + "\n"
}

fn json_of(before: &Schedule, after: &Schedule, all: &Comparison<Cell>) -> Value {
    let difference = |one: &Difference| {
        json!({
            "sessions": one.sessions, "before": plain(one.before.minor()), "after": plain(one.after.minor()),
            "change": plain(one.change()), "dearer": one.dearer, "cheaper": one.cheaper,
            "unpriced": one.unpriced_sessions,
        })
    };
    let groups: Vec<Value> = all
        .groups
        .iter()
        .map(|((office, group), one)| {
            let mut value = difference(one);
            value["office"] = json!(office);
            value["group"] = json!(group);
            value
        })
        .collect();
    json!({
        "format": "comparison/1", "from": before.id, "to": after.id, "currency": all.total.before.currency().to_string(),
        "total": difference(&all.total), "groups": groups,
    })
}

fn csv(all: &Comparison<Cell>) -> String {
    let mut lines = vec!["office,group,sessions,before,after,change,dearer,cheaper,unpriced".to_owned()];
    let mut line = |office: &str, group: &str, one: &Difference| {
        let quoted = if office.contains([',', '"']) {
            format!("\"{}\"", office.replace('"', "\"\""))
        } else {
            office.to_owned()
        };
        lines.push(format!(
            "{quoted},{group},{},{},{},{},{},{},{}",
            one.sessions,
            plain(one.before.minor()),
            plain(one.after.minor()),
            plain(one.change()),
            one.dearer,
            one.cheaper,
            one.unpriced_sessions
        ));
    };
    for ((office, group), one) in &all.groups {
        line(office, group, one);
    }
    line("total", "", &all.total);
    lines.join("\n") + "\n"
}

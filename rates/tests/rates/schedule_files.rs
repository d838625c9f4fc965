//! Schedule files: every mistake is named with its line.

use rates::{Facts, Schedule, check, contract::check_file, quote};

#[test]
fn the_template_can_be_used_as_it_is() {
    assert_eq!(check(include_str!("../../data/TEMPLATE.toml")), []);
}

#[test]
fn every_mistake_of_a_file_is_named_with_its_line() {
    let text = r#"format = "schedule/1"
id = "My City"
series = "my-city"
title = { de = "Stadt" }
valid_from = 2027-01-01
valid_to = 2026-01-01
figures = "guessed"
source = ""
currency = "EUR"
holiday = "BW"
more_time_never_costs_less = true

[time]
counted_from = "agreed"
first_minutes = "60"
step_minutes = 0

[[rate]]
hourly = 50.00

[[rate]]
hourly = "42,00"

[[travel]]
pays = "flat"
zones = "moon"
under_km = "10"
amount = "5.00"
because = { de = "Weg.", en = "Way." }

[[surcharge]]
name = "night"
days = "nightly"
from = "25:00"
percent = "25"
flat = "5.00"
because = { de = "Nacht.", en = "Night." }

[[cancellation]]
class = "late"
under_hours = 24
percent = "150"
because = { de = "Spät.", en = "Late." }
"#;
    let expected = [
        "fees.toml:1: [surcharges] with split and overlap is missing, but there are surcharges",
        "fees.toml:1: legal_basis is missing",
        "fees.toml:1: say [[vat]] from when on which rate applies, or prices_include_vat = true",
        "fees.toml:1: the section [client_absent] is missing",
        "fees.toml:2: id: \"My City\" may hold small letters, digits, - and _ only",
        "fees.toml:4: title: must be written { de = \"…\", en = \"…\" }",
        "fees.toml:6: valid_to is before valid_from",
        "fees.toml:7: figures: \"guessed\" is none of official, assumed",
        "fees.toml:8: source: is empty",
        "fees.toml:10: holiday is not known here",
        "fees.toml:15: time.first_minutes: must be a whole number from 1 to 1440, without quotes",
        "fees.toml:16: time.step_minutes: must be a whole number from 1 to 1440, without quotes",
        "fees.toml:19: rate.hourly: must be an amount in quotes",
        "fees.toml:21: this rate is never reached",
        "fees.toml:22: rate.hourly: \"42,00\" is not an amount",
        "fees.toml:24: this rule depends on distance",
        "fees.toml:26: zone \"moon\" is not in the list zones at the top",
        "fees.toml:31: a surcharge is either percent or flat",
        "fees.toml:33: surcharge.days: \"nightly\" is neither every, holidays, a weekday like sunday nor a date like 12-24",
        "fees.toml:34: surcharge.from: must be a time like \"13:00\"",
        "fees.toml:39: the last [[cancellation]] must have no condition",
        "fees.toml:42: cancellation.percent: 150 is more than 100 percent",
    ];
    let found = check_file("fees.toml", text);
    for (found, expected) in found.iter().zip(expected) {
        assert!(found.starts_with(expected), "found    {found}\nexpected {expected}");
    }
    assert_eq!(found.len(), expected.len(), "{found:#?}");
}

#[test]
fn broken_toml_is_named_by_line_too() {
    let found = check("format = \"schedule/1\"\nid = \"open\nseries = \"s\"\n");
    assert!(found.iter().any(|problem| problem.line == 2), "{found:?}");
}

#[test]
fn a_promise_that_cannot_be_kept_is_refused() {
    let text = include_str!("../../data/bikup.toml").replace("[time]", "[time] # split by minutes below");
    let text = text.replace("holidays = \"NW\"", "holidays = \"NW\"\nmore_time_never_costs_less = true");
    assert!(check(&text)[0].reason.starts_with("cannot be promised"), "{:?}", check(&text));
}

/// What no schedule of the catalog uses, but `docs/rates.md` promises.
#[test]
fn the_template_prices_what_the_guide_promises() {
    let text = include_str!("../../data/TEMPLATE.toml").replace("flat = \"15.00\"", "percent = \"50\"");
    let text = text.replace("# first = \"60.00\"", "first = \"60.00\"");
    let text = text.replace("overlap = \"highest\"", "overlap = \"add\"").replace(
        "[express]",
        "[[surcharge]]\nname = \"market_day\"\ndays = [\"thursday\"]\nflat = \"3.00\"\nbecause = { de = \"Markt.\", en = \"Market.\" }\n\n[express]",
    );
    let schedule = Schedule::from_toml(&text).unwrap_or_else(|problems| panic!("{problems:?}"));
    let facts = r#"{"format":"facts/1","interpreter":{"group":"full_time","trained":true,"vat":"standard"},"language":"ti",
        "delivery":"on_site","requested_at":"2027-03-03T18:00:00+01:00","outcome":"held",
        "agreed":{"from":"2027-03-04T19:00:00+01:00","to":"2027-03-04T20:30:00+01:00"},
        "travel":{"minutes":70,"km":"50","zone":"county","tickets":"25.00"}}"#;
    // Requested 25 clock hours before, all on working days: no express.
    let quote = quote(&schedule, &Facts::from_json(facts).unwrap()).unwrap();
    let lines: Vec<(&str, String)> =
        quote.lines.iter().map(|line| (line.rule.as_ref(), line.amount.to_string())).collect();
    let expected = [
        ("time", "60.00"),                // the first hour at its own price
        ("time", "27.50"),                // half an hour at 55.00
        ("surcharge.night", "13.75"),     // 20:00 to 20:30 is rounded to the first block: 1 h at 25 % of 55.00
        ("surcharge.market_day", "3.00"), // once
        ("travel.per_km", "15.00"),       // 50 km at 0.30
        ("travel.time", "82.50"),         // 25 km one way; 70 minutes are 1.5 h at 55.00
        ("travel.tickets", "20.00"),      // at most
    ];
    assert_eq!(lines, expected.map(|(rule, amount)| (rule, amount.to_owned())));
    assert_eq!((quote.net.to_string(), quote.vat.to_string()), ("221.75".to_owned(), "42.13".to_owned()));

    let sooner = facts.replace("2027-03-03T18:00:00", "2027-03-03T20:00:00");
    let quote = rates::quote(&schedule, &Facts::from_json(&sooner).unwrap()).unwrap();
    let express = quote.lines.last().unwrap();
    assert_eq!((express.rule.as_ref(), express.amount.to_string()), ("express", "41.25".to_owned())); // 1.5 h at 27.50
}

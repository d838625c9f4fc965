//! The documents `facts/1`, `quote/1` and the schedule file: what is accepted, what is refused, and in which words.

use rates::{
    Catalog, Currency, Facts, Money, MoneyError, NoScheduleFor, Schedule,
    cancellation::{Class, classify, early_until, preview},
    contract::{list, quote_json},
    quote,
};
use serde_json::{Value, json};

pub fn example() -> Value {
    json!({
        "format": "facts/1",
        "interpreter": {"group": "part_time", "trained": true, "vat": "small_business"},
        "language": "ti", "delivery": "on_site", "class": "standard",
        "requested_at": "2026-03-01T09:00:00+01:00",
        "agreed": {"from": "2026-03-05T14:00:00+01:00", "to": "2026-03-05T15:30:00+01:00"},
        "outcome": "held",
        "held": {"from": "2026-03-05T14:05:00+01:00", "to": "2026-03-05T15:40:00+01:00", "break_minutes": 0},
        "notified_at": null, "proven_loss": null,
        "travel": {"minutes": 40, "km": "24.0", "zone": "city", "tickets": "0.00"}
    })
}

pub fn schedule(id: &str) -> &'static Schedule {
    Catalog::builtin().by_id(id).unwrap()
}

#[test]
fn the_example_is_priced_as_the_contract_writes_it() {
    let quote: Value = serde_json::from_str(&quote_json("jveg-2025", &example().to_string()).unwrap()).unwrap();
    let line = &quote["lines"][0];
    let facts =
        ["format", "schedule", "valid_from", "figures", "currency", "net", "vat", "gross"].map(|key| &quote[key]);
    assert_eq!(facts, ["quote/1", "jveg-2025", "2025-06-01", "official", "EUR", "242.58", "0.00", "242.58"]);
    assert_eq!(quote["vat_rate"], Value::Null);
    let cells = ["rule", "quantity", "unit", "unit_price", "amount"].map(|key| &line[key]);
    assert_eq!(cells, ["time", "2.5", "h", "93.00", "232.50"]);
    assert_eq!(
        line["because"]["de"],
        "100 Minuten ab dem früheren von vereinbartem und tatsächlichem Beginn und 40 Minuten Fahrt; je angefangene 30 Minuten."
    );
    assert!(line["because"]["en"].as_str().unwrap().starts_with("100 minutes"));
}

#[test]
fn optional_parts_may_be_left_out() {
    let mut facts = example();
    for optional in ["class", "requested_at", "held", "notified_at", "proven_loss", "travel"] {
        facts.as_object_mut().unwrap().remove(optional);
    }
    let facts = Facts::from_json(&facts.to_string()).unwrap();
    // Without a recorded time the agreed time is priced, and the line says so.
    let quote = quote(schedule("jveg-2025"), &facts).unwrap();
    assert_eq!(quote.net, Money::new(13_950, Currency::Eur));
    assert!(quote.lines[0].because.en().contains("by the agreed time"));
}

#[test]
fn what_is_wrong_is_refused_by_the_name_of_its_field() {
    // path to set, value (null removes), the refusal
    let table = [
        ("/format", json!("facts/2"), "format: \"facts/2\" is not \"facts/1\""),
        ("/color", json!("red"), "color: unknown field"),
        ("/held/color", json!("red"), "held.color: unknown field"),
        ("/travel/cost", json!("1.00"), "travel.cost: unknown field"),
        ("/interpreter/name", json!("N."), "interpreter.name: unknown field"),
        ("/interpreter", Value::Null, "interpreter: is missing"),
        ("/interpreter/group", json!("half_time"), "interpreter.group: \"half_time\" is none of full_time, part_time"),
        ("/interpreter/trained", json!("yes"), "interpreter.trained: must be true or false"),
        ("/interpreter/vat", json!(19), "interpreter.vat: must be a text"),
        ("/language", json!("Tigrinya"), "language: is not a language code like \"ti\""),
        ("/delivery", json!("mail"), "delivery: \"mail\" is none of on_site, phone, video"),
        (
            "/outcome",
            json!("postponed"),
            "outcome: \"postponed\" is none of held, cancelled_by_office, client_absent, cancelled_by_interpreter, interpreter_absent",
        ),
        ("/outcome", json!("cancelled_by_office"), "notified_at: is needed for a session that the office cancelled"),
        ("/agreed", json!("today"), "agreed: must be an object"),
        ("/agreed/to", json!("2026-03-05T14:00:00+01:00"), "agreed.to: must be after agreed.from"),
        ("/agreed/to", json!("2026-03-09T14:00:00+01:00"), "agreed.to: is more than 72 hours after the begin"),
        (
            "/agreed/from",
            json!("2026-03-05T14:00:00"),
            "agreed.from: \"2026-03-05T14:00:00\" is not an instant like 2026-03-05T14:00:00+01:00",
        ),
        (
            "/agreed/from",
            json!("2026-02-29T14:00:00Z"),
            "agreed.from: \"2026-02-29T14:00:00Z\" is not an instant like 2026-03-05T14:00:00+01:00",
        ),
        ("/held/to", json!("2026-03-05T13:00:00+01:00"), "held.to: must be after held.from"),
        ("/held/break_minutes", json!(-5), "held.break_minutes: must be whole minutes, not negative"),
        ("/held/break_minutes", json!(95), "held.break_minutes: the break is as long as the session"),
        ("/proven_loss", json!("-1.00"), "proven_loss: \"-1.00\" is not an amount like \"12.50\""),
        ("/proven_loss", json!("1.005"), "proven_loss: \"1.005\" has more than 2 decimals"),
        ("/proven_loss", json!("9999999.00"), "proven_loss: is more than 1000000"),
        ("/travel/km", json!(24.0), "travel.km: must be a text like \"12.50\""),
        ("/travel/km", json!("24,0"), "travel.km: \"24,0\" is not an amount like \"12.50\""),
        ("/travel/minutes", json!(40.5), "travel.minutes: must be whole minutes, not negative"),
        ("/travel/minutes", json!(99999), "travel.minutes: is more than 72 hours"),
    ];
    for (path, value, refusal) in table {
        let mut facts = example();
        let (parent, key) = path.rsplit_once('/').unwrap();
        facts.pointer_mut(parent).unwrap().as_object_mut().unwrap().insert(key.to_owned(), value);
        assert_eq!(Facts::from_json(&facts.to_string()).unwrap_err().to_string(), refusal, "{path}");
        assert!(serde_json::from_value::<Facts>(facts).unwrap_err().to_string().contains(refusal), "{path} by serde");
    }
    assert!(Facts::from_json("[]").unwrap_err().to_string().starts_with("facts: must be an object"));
    assert!(Facts::from_json("{").unwrap_err().to_string().starts_with("facts: "));
}

#[test]
fn the_schedule_of_a_day_is_found_or_missing() {
    let facts = example().to_string();
    assert!(quote_json("on:2026-03-05", &facts).unwrap().contains("\"schedule\":\"stuttgart-2022\""));
    assert_eq!(quote_json("on:2017-12-31", &facts).unwrap_err(), "no schedule for 2017-12-31");
    assert_eq!(quote_json("on:soon", &facts).unwrap_err(), "\"soon\" is not a date like 2022-03-01");
    assert_eq!(quote_json("nowhere", &facts).unwrap_err(), "there is no schedule \"nowhere\"");
    let own = include_str!("../../data/jveg-2025.toml").replace("\"93.00\"", "\"100.00\"");
    assert!(quote_json(&own, &facts).unwrap().contains("\"unit_price\":\"100.00\""));
    assert_eq!(
        quote_json(&own.replace("\"EUR\"", "\"USD\""), &facts).unwrap_err(),
        "10: currency: \"USD\" is none of EUR, CHF"
    );
    for (day, id) in
        [("2018-01-01", "stuttgart-2021"), ("2021-12-31", "stuttgart-2021"), ("2022-01-01", "stuttgart-2022")]
    {
        assert_eq!(Catalog::builtin().on("stuttgart", day.parse().unwrap()).unwrap().id, id);
    }
    for (day, id) in [("2020-12-31", "jveg-2013"), ("2021-01-01", "jveg-2021"), ("2025-06-01", "jveg-2025")] {
        assert_eq!(Catalog::builtin().on("jveg", day.parse().unwrap()).unwrap().id, id);
    }
    let early = "2013-07-31".parse().unwrap();
    assert_eq!(Catalog::builtin().on("jveg", early).unwrap_err(), NoScheduleFor(early));
}

#[test]
fn the_list_names_every_schedule_with_its_source() {
    let listed = list();
    let ids: Vec<&str> = listed.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(
        ids,
        [
            "bamberg",
            "baselland",
            "bielefeld",
            "bikup",
            "borken",
            "brandenburg",
            "jveg-2013",
            "jveg-2021",
            "jveg-2025",
            "stuttgart-2021",
            "stuttgart-2022",
            "wuerzburg"
        ]
    );
    assert!(listed.iter().all(|one| !one.source.is_empty()));
    let assumed: Vec<&str> =
        listed.iter().filter(|one| one.figures == rates::Figures::Assumed).map(|one| one.id.as_str()).collect();
    assert_eq!(assumed, ["bikup", "stuttgart-2021", "stuttgart-2022"]);
}

#[test]
fn two_schedules_of_a_series_never_hold_on_one_day() {
    let mut catalog = Catalog::builtin().clone();
    let again = Schedule::from_toml(include_str!("../../data/jveg-2025.toml")).unwrap();
    assert_eq!(catalog.add(again.clone()).unwrap_err().to_string(), "there is a schedule jveg-2025 already");
    let mut twin = again;
    twin.id = "jveg-twin".to_owned();
    let refusal = catalog.add(twin).unwrap_err().to_string();
    assert_eq!(refusal, "jveg-2025 and jveg-twin are of one series and both valid on 2025-06-01");
}

#[test]
fn the_class_of_a_cancellation_follows_from_the_clock() {
    let begin = "2026-03-09T13:00:00Z".parse().unwrap(); // Monday 14:00
    // schedule, notified, class
    let table = [
        ("stuttgart-2022", "2026-03-08T13:00:00Z", Class::Early), // exactly 24 hours
        ("stuttgart-2022", "2026-03-08T13:00:01Z", Class::Late),
        ("stuttgart-2022", "2026-03-09T14:00:00Z", Class::Late), // after the begin
        ("jveg-2025", "2026-03-06T22:59:59Z", Class::Early),     // Friday before midnight
        ("jveg-2025", "2026-03-06T23:00:00Z", Class::Late),      // Saturday
        ("baselland", "2026-03-06T13:00:00Z", Class::Early),     // Friday 14:00: 24 hours without the weekend
        ("baselland", "2026-03-06T13:00:01Z", Class::Late),
    ];
    for (id, notified, class) in table {
        assert_eq!(classify(schedule(id), begin, notified.parse().unwrap()).class, class, "{id} {notified}");
    }
    let limits = [
        ("stuttgart-2022", "2026-03-08T13:00:00Z"),
        ("jveg-2025", "2026-03-06T22:59:59Z"),
        ("baselland", "2026-03-06T13:00:00Z"),
    ];
    for (id, limit) in limits {
        assert_eq!(early_until(schedule(id), begin), Some(limit.parse().unwrap()), "{id}");
    }
    let sentence = classify(schedule("stuttgart-2022"), begin, begin).sentence;
    assert!(sentence.de.starts_with("Weniger als 24 Stunden vor Beginn abgesagt"));
}

#[test]
fn the_template_knows_the_day_before_at_one_o_clock() {
    let template = Schedule::from_toml(include_str!("../../data/TEMPLATE.toml")).unwrap();
    let begin = "2027-03-29T08:00:00Z".parse().unwrap(); // the day after the clock was put forward
    assert_eq!(early_until(&template, begin), Some("2027-03-28T11:00:00Z".parse().unwrap())); // 13:00 CEST
    let facts = Facts::from_json(&example().to_string().replace("2026-03-05", "2027-03-04")).unwrap();
    // 90 minutes at 50.00, half of it 37.50 · travel 0.5 h 25.00 · the lump sum of the city 6.00
    let late = preview(&template, &facts, "2027-03-03T12:00:01Z".parse().unwrap()).unwrap();
    assert_eq!(late.net, Money::new(6_850, Currency::Eur));
    let early = preview(&template, &facts, "2027-03-03T12:00:00Z".parse().unwrap()).unwrap();
    assert_eq!(early.net, Money::new(0, Currency::Eur));
}

#[test]
fn an_agreed_rate_takes_the_place_of_the_placeholder() {
    let facts = Facts::from_json(&example().to_string()).unwrap();
    let agreed = schedule("bikup").clone().with_agreed_rate(Money::new(6000, Currency::Eur)).unwrap();
    // 100 minutes: 2 h · 24 km · 40 minutes of travel
    assert_eq!(quote(&agreed, &facts).unwrap().net, Money::new(12_000 + 720 + 1000, Currency::Eur));
    let francs = schedule("bikup").clone().with_agreed_rate(Money::new(6000, Currency::Chf));
    assert_eq!(francs.unwrap_err(), MoneyError::UnlikeCurrencies(Currency::Chf, Currency::Eur));
    let fixed = schedule("jveg-2025").clone().with_agreed_rate(Money::new(6000, Currency::Eur)).unwrap();
    assert_eq!(&fixed, schedule("jveg-2025"));
}

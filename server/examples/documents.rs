//! Writes documents of every kind into a folder, for validators that are not written in Rust: each kind × VAT × reversal, odd names
//! and numbers, and as many random ones as wanted. Beside `NAME.pdf` lie `NAME.xrechnung.xml` and `NAME.xrechnung-cii.xml` where the
//! document is an invoice.
//!
//! ```text
//! documents FOLDER [RANDOM [SEED]]     samples
//! documents --month FOLDER             a city's month: 2,500 sessions on 170 invoices; prints how long it took
//! ```
#![allow(clippy::print_stdout, reason = "a tool of the tests")]

use chrono::{Days, NaiveDate};
use dragoman::{
    billing::documents::{
        Amounts, Claimed, Content, CostShare, DocumentKind, Line, Party, Postal, Tax, freeze, freeze_all, reversal,
        totals,
    },
    kernel::{
        ids::{FeeId, OfficeId},
        money::Cents,
    },
};
use rust_decimal::Decimal;
use std::{collections::BTreeSet, error::Error, path::Path, time::Instant};

/// SplitMix64: small, and the same everywhere.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// From 0 up to and without `end`.
    fn below(&mut self, end: i64) -> i64 {
        i64::try_from(self.next() % u64::try_from(end.max(1)).unwrap_or(1)).unwrap_or_default()
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        let index = usize::try_from(self.below(of.len() as i64)).unwrap_or_default();
        of.get(index).copied().unwrap_or_default()
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap_or_default()
}

/// Quantity times price, rounded half away from zero to the cent, in whole numbers: quantity in hundredths, price in hundredths.
fn product(quantity: i64, price: i64) -> i64 {
    let exact = quantity * price;
    (exact.abs() + 50) / 100 * exact.signum()
}

fn hundredths(value: i64) -> String {
    Decimal::new(value, 2).normalize().to_string()
}

fn line(rule: &str, quantity: i64, unit: &str, price: i64, amount: i64, because: (&str, &str)) -> Line {
    Line {
        rule: rule.to_owned(),
        quantity: hundredths(quantity),
        unit: unit.to_owned(),
        unit_price: format!("{}.{:02}", price / 100, price % 100),
        amount: Cents(amount),
        because_de: because.0.to_owned(),
        because_en: because.1.to_owned(),
    }
}

fn claimed(dice: &mut Dice, number: i64, rate: Option<&str>, interpreter: Option<&str>) -> Claimed {
    let halves = 1 + dice.below(8);
    let price = 2_000 + dice.below(7_300);
    let mut lines = vec![line(
        "time",
        halves * 50,
        "HUR",
        price,
        product(halves * 50, price),
        ("begonnene halbe Stunden zum Satz der Ordnung", "half hours begun at the rate of the schedule"),
    )];
    if dice.below(3) > 0 {
        let km = 1 + dice.below(4_000);
        lines.push(line(
            "travel.per_km",
            km,
            "KMT",
            42,
            product(km, 42),
            ("Fahrt hin und zurück", "Journey there and back"),
        ));
    }
    if dice.below(4) == 0 {
        lines.push(line("travel.tickets", 100, "C62", 290, 290, ("Fahrkarte <2 Zonen> & Rückfahrt", "Ticket")));
    }
    if dice.below(5) == 0 {
        // A surcharge of 12.5 %: quantity times price is not the amount, so the invoice has a lump sum.
        lines.push(line("surcharge.night", 100, "C62", 1_250, 1_251 + dice.below(100), ("Zuschlag", "Surcharge")));
    }
    if dice.below(9) == 0 {
        lines.push(line("cap", 100, "C62", -500, -500, ("Höchstbetrag der Anfahrt überschritten", "Above the cap")));
    }
    let net: i64 = lines.iter().map(|line| line.amount.get()).sum();
    let vat = rate.and_then(|rate| rate.parse::<i64>().ok()).map_or(0, |rate| product(net, rate));
    let on = day("2027-03-01").checked_add_days(Days::new(dice.next() % 31)).unwrap_or_default();
    Claimed {
        fee: FeeId::new(),
        booking: format!("2027-{number:06}"),
        service_on: on,
        office: dice.one(&["JA", "SA", "JC"]).to_owned(),
        outcome: dice.one(&["held", "held", "held", "client_absent", "cancelled_by_office"]).to_owned(),
        language: dice.one(&["ar", "ti", "uk", "prs", "kmr", "so", "fa"]).to_owned(),
        minutes: Some(halves * 30),
        interpreter: interpreter.map(str::to_owned),
        lines,
        net: Cents(net),
        vat_rate: rate.map(str::to_owned),
        vat: Cents(vat),
    }
}

fn party(name: &str, address: &[&str], postal: (&str, &str, &str)) -> Party {
    Party {
        address: address.iter().map(|line| (*line).to_owned()).collect(),
        postal: Some(Postal { street: postal.0.to_owned(), postcode: postal.1.to_owned(), place: postal.2.to_owned() }),
        ..Party::named(name)
    }
}

const NAMES: [&str; 6] = [
    "Amara Okafor",
    "Łukasz Żółć-Đorđević",
    "Олена Ковальчук",
    "سميرة حداد",
    "ሳሚራ ሃይለ",
    "Jean \"Jo\" O’Neill & Töchter <GbR>",
];
const IBANS: [&str; 3] = ["DE02120300000000202051", "DE89370400440532013000", "FR1420041010050500013M02606"];

/// A document with `sessions`; `vat` is `small_business`, `standard`, `exempt` or `mixed`.
fn document(
    dice: &mut Dice,
    kind: DocumentKind,
    vat: &str,
    number: i64,
    sessions: i64,
) -> Result<Content, Box<dyn Error>> {
    let is_internal = kind == DocumentKind::InternalSettlement;
    let whose = dice.one(&NAMES);
    let mut claims: Vec<Claimed> = (0..sessions)
        .map(|index| {
            let rate = match vat {
                "standard" => Some("19"),
                "mixed" => [Some("19"), Some("7"), None][usize::try_from(index % 3).unwrap_or_default()],
                _ => None,
            };
            claimed(dice, number * 100 + index, rate, is_internal.then_some(whose))
        })
        .collect();
    claims.sort_by_key(|one| one.service_on);
    let amounts = claims
        .iter()
        .map(|one| {
            let vat_rate = one.vat_rate.as_deref().map(str::parse).transpose()?;
            Ok(Amounts { fee: one.fee, net: one.net, vat: one.vat, vat_rate })
        })
        .collect::<Result<Vec<_>, Box<dyn Error>>>()?;
    let sums = totals(&amounts)?;
    for (one, share) in claims.iter_mut().zip(&sums.shares) {
        one.vat = share.vat;
    }
    let (street, postcode, place) = ("Lange Straße 7", "70173", "Stuttgart");
    let mut seller = party(whose, &[street, "70173 Stuttgart"], (street, postcode, place));
    seller.number = Some(format!("D-{number:04}"));
    seller.vat_kind = Some(if vat == "mixed" { "exempt" } else { vat }.to_owned());
    let ids = dice.below(3);
    seller.vat_id = (ids != 0).then(|| "DE136695976".to_owned());
    seller.tax_number = (ids != 1).then(|| "99/123/45678".to_owned());
    seller.email = Some("dolmetschen@example.org".to_owned());
    seller.phone = Some("+49 711 2161".to_owned());
    seller.iban = Some(dice.one(&IBANS).to_owned());
    seller.account_holder = (dice.below(4) == 0).then(|| "Elif & Jo Wohnungs-GbR".to_owned());
    let hall = ("Marktplatz 1", "70173", "Stuttgart");
    Ok(Content {
        format: "dragoman-document/2".to_owned(),
        kind,
        reference: format!("{}-2027-{number:06}", kind.series()),
        month: "2027-03".to_owned(),
        period_from: claims.iter().map(|one| one.service_on).min().unwrap_or_default(),
        period_to: claims.iter().map(|one| one.service_on).max().unwrap_or_default(),
        issued_on: day("2027-04-01"),
        corrects: None,
        reason: None,
        seller: (!is_internal).then_some(seller),
        buyer: party("Landeshauptstadt Stuttgart", &["Jugendamt", "Marktplatz 1", "70173 Stuttgart"], hall),
        leitweg_id: "08111000-JA0042-07".to_owned(),
        taxes: if is_internal {
            Vec::new()
        } else {
            let tax = |one: &dragoman::billing::documents::TaxGroup| Tax {
                rate: one.rate.map(|rate| rate.to_string()),
                net: one.net,
                vat: one.vat,
            };
            sums.taxes.iter().map(tax).collect()
        },
        net: sums.net,
        vat: sums.vat,
        gross: sums.gross,
        cost_shares: vec![CostShare {
            office: OfficeId::new(),
            office_code: "JA".to_owned(),
            cost_center: "5100".to_owned(),
            cost_object: "36300".to_owned(),
            account: "42710".to_owned(),
            gross: sums.gross,
        }],
        assumed: if dice.below(2) == 0 { vec!["stuttgart-2022".to_owned()] } else { Vec::new() },
        with_english: dice.below(2) == 0,
        claims,
    })
}

fn taken_back(original: &Content, number: i64) -> Content {
    let all: BTreeSet<FeeId> = original.claims.iter().map(|one| one.fee).collect();
    let mut back = reversal(original, &all, "Stunden falsch erfasst: 2 statt 3 & mehr", day("2027-04-09"));
    back.reference = format!("ST-2027-{number:06}");
    back
}

fn write(folder: &Path, name: &str, content: &Content) -> Result<(), Box<dyn Error>> {
    let frozen = freeze(content).map_err(|fault| fault.to_string())?;
    std::fs::write(folder.join(format!("{name}.pdf")), &frozen.pdf.bytes)?;
    for (form, data) in &frozen.forms {
        std::fs::write(folder.join(format!("{name}.{}", form.suffix())), &data.bytes)?;
    }
    Ok(())
}

fn samples(folder: &Path, random: i64, seed: u64) -> Result<(), Box<dyn Error>> {
    std::fs::create_dir_all(folder)?;
    let mut dice = Dice(seed);
    let mut number = 0;
    for kind in [DocumentKind::SelfBilledInvoice, DocumentKind::PaymentVoucher, DocumentKind::InternalSettlement] {
        for vat in ["small_business", "standard", "exempt", "mixed"] {
            number += 1;
            let content = document(&mut dice, kind, vat, number, 4)?;
            write(folder, &format!("{}-{vat}", kind.name()), &content)?;
            write(folder, &format!("{}-{vat}-reversed", kind.name()), &taken_back(&content, number))?;
        }
    }
    write(folder, "long", &document(&mut dice, DocumentKind::SelfBilledInvoice, "standard", 99, 240)?)?;
    for index in 0..random {
        let vat = dice.one(&["small_business", "standard", "exempt", "mixed"]);
        let sessions = 1 + dice.below(30);
        let content = document(&mut dice, DocumentKind::SelfBilledInvoice, vat, 1_000 + index, sessions)?;
        write(folder, &format!("random-{index:03}"), &content)?;
        if index % 3 == 0 {
            write(folder, &format!("random-{index:03}-reversed"), &taken_back(&content, 1_000 + index))?;
        }
    }
    Ok(())
}

/// 2,500 sessions on 170 invoices, made as closing a month makes them.
async fn month(folder: &Path) -> Result<(), Box<dyn Error>> {
    std::fs::create_dir_all(folder)?;
    let mut dice = Dice(2027);
    let contents = (0..170)
        .map(|index| {
            let sessions = if index < 120 { 15 } else { 14 };
            document(&mut dice, DocumentKind::SelfBilledInvoice, "standard", index + 1, sessions)
        })
        .collect::<Result<Vec<_>, _>>()?;
    let sessions: usize = contents.iter().map(|content| content.claims.len()).sum();
    let names: Vec<String> = contents.iter().map(|content| content.reference.clone()).collect();
    #[allow(clippy::disallowed_methods, reason = "a stopwatch")]
    let started = Instant::now();
    let frozen = freeze_all(contents).await.map_err(|fault| fault.to_string())?;
    let took = started.elapsed().as_millis();
    let mut size = 0;
    for (name, one) in names.iter().zip(&frozen) {
        size += one.pdf.bytes.len();
        std::fs::write(folder.join(format!("{name}.pdf")), &one.pdf.bytes)?;
        for (form, data) in &one.forms {
            std::fs::write(folder.join(format!("{name}.{}", form.suffix())), &data.bytes)?;
        }
    }
    let peak = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = peak.lines().find(|line| line.starts_with("VmHWM")).unwrap_or("VmHWM: unknown").to_owned();
    println!(
        "{sessions} sessions, {} documents in three forms: {took} ms, {} KiB of PDF, {}",
        frozen.len(),
        size / 1024,
        peak.split_whitespace().collect::<Vec<_>>().join(" ")
    );
    Ok(())
}

#[rocket::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["--month", folder] => month(Path::new(folder)).await,
        [folder] => samples(Path::new(folder), 20, 1),
        [folder, random] => samples(Path::new(folder), random.parse()?, 1),
        [folder, random, seed] => samples(Path::new(folder), random.parse()?, seed.parse()?),
        _ => Err("documents FOLDER [RANDOM [SEED]] | documents --month FOLDER".into()),
    }
}

#![allow(clippy::unwrap_used, clippy::expect_used)]
use super::*;
use crate::{
    billing::documents::{Claimed, Content, DocumentKind, Line, Party, Postal, Reference, Tax, freeze, reversal},
    kernel::{ids::FeeId, money::Cents},
};
use chrono::NaiveDate;
use std::collections::BTreeSet;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn party(name: &str) -> Party {
    Party {
        address: vec!["Jugendamt".to_owned(), "Marktplatz 1".to_owned(), "70173 Stuttgart".to_owned()],
        postal: Some(Postal { street: "Marktplatz 1".into(), postcode: "70173".into(), place: "Stuttgart".into() }),
        ..Party::named(name)
    }
}

fn line(quantity: &str, unit: &str, price: &str, amount: i64) -> Line {
    Line {
        rule: "time".to_owned(),
        quantity: quantity.to_owned(),
        unit: unit.to_owned(),
        unit_price: price.to_owned(),
        amount: Cents(amount),
        because_de: "begonnene halbe Stunden".to_owned(),
        because_en: "half hours begun".to_owned(),
    }
}

/// 1.5 h at 42.00 and a way of 12.00 are 75.00; 19 % are 14.25.
fn content() -> Content {
    let seller = Party {
        number: Some("D-0042".into()),
        tax_number: Some("99/123/45678".into()),
        vat_kind: Some("standard".into()),
        email: Some("amara@example.org".into()),
        phone: Some("0711 2161".into()),
        iban: Some("DE02120300000000202051".into()),
        ..party("Amara <Okafor> & Töchter\u{1}")
    };
    Content {
        format: "dragoman-document/2".into(),
        kind: DocumentKind::SelfBilledInvoice,
        reference: "GS-2027-000042".into(),
        month: "2027-03".into(),
        period_from: day("2027-03-04"),
        period_to: day("2027-03-04"),
        issued_on: day("2027-04-01"),
        corrects: None,
        reason: None,
        seller: Some(seller),
        buyer: party("Stuttgart"),
        leitweg_id: "08111000-JA0042-07".into(),
        claims: vec![Claimed {
            fee: FeeId::new(),
            booking: "2027-000123".into(),
            service_on: day("2027-03-04"),
            office: "JA".into(),
            outcome: "held".into(),
            language: "ar".into(),
            minutes: Some(90),
            interpreter: None,
            lines: vec![line("1.5", "HUR", "42.00", 6_300), line("1", "C62", "12.00", 1_200)],
            net: Cents(7_500),
            vat_rate: Some("19".into()),
            vat: Cents(1_425),
        }],
        taxes: vec![Tax { rate: Some("19".into()), net: Cents(7_500), vat: Cents(1_425) }],
        net: Cents(7_500),
        vat: Cents(1_425),
        gross: Cents(8_925),
        cost_shares: Vec::new(),
        assumed: vec!["stuttgart-2022".into()],
        with_english: false,
    }
}

fn written(content: &Content) -> (String, String) {
    let invoice = Invoice::of(content).unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(ubl(&invoice)), text(cii(&invoice, Profile::XRechnung)))
}

fn compact(xml: &str) -> String {
    xml.lines().map(str::trim).collect()
}

#[test]
fn a_self_billed_invoice_says_what_the_law_and_the_standard_ask() {
    let (ubl, cii) = written(&content());
    let (ubl, cii) = (compact(&ubl), compact(&cii));
    for (needed, term) in [
        (
            "<cbc:CustomizationID>urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0</cbc:CustomizationID>",
            "BT-24",
        ),
        (
            "<cbc:ID>GS-2027-000042</cbc:ID><cbc:IssueDate>2027-04-01</cbc:IssueDate><cbc:InvoiceTypeCode>389</cbc:InvoiceTypeCode><cbc:Note>Gutschrift",
            "BT-1, 2, 3, 22",
        ),
        ("<cbc:BuyerReference>08111000-JA0042-07</cbc:BuyerReference>", "BT-10"),
        (
            "<cbc:EndpointID schemeID=\"EM\">amara@example.org</cbc:EndpointID><cac:PartyIdentification><cbc:ID>D-0042</cbc:ID>",
            "BT-34, 29",
        ),
        ("<cbc:CompanyID>99/123/45678</cbc:CompanyID><cac:TaxScheme><cbc:ID>FC</cbc:ID>", "BT-32"),
        (
            "<cbc:RegistrationName>Amara &lt;Okafor&gt; &amp; Töchter</cbc:RegistrationName>",
            "BT-27, without what XML can't hold",
        ),
        (
            "<cbc:PaymentMeansCode>58</cbc:PaymentMeansCode><cbc:PaymentID>GS-2027-000042</cbc:PaymentID><cac:PayeeFinancialAccount><cbc:ID>DE02120300000000202051</cbc:ID>",
            "BT-81, 83, 84",
        ),
        (
            "<cbc:TaxableAmount currencyID=\"EUR\">75.00</cbc:TaxableAmount><cbc:TaxAmount currencyID=\"EUR\">14.25</cbc:TaxAmount><cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>19</cbc:Percent>",
            "BG-23",
        ),
        ("<cbc:PayableAmount currencyID=\"EUR\">89.25</cbc:PayableAmount>", "BT-115"),
        (
            "<cbc:ID>1</cbc:ID><cbc:InvoicedQuantity unitCode=\"HUR\">1.5</cbc:InvoicedQuantity><cbc:LineExtensionAmount currencyID=\"EUR\">63.00</cbc:LineExtensionAmount><cac:InvoicePeriod><cbc:StartDate>2027-03-04</cbc:StartDate>",
            "BG-25, BG-26",
        ),
        ("<cbc:Name>Dolmetschen Arabisch am Do., 04.03.2027</cbc:Name>", "BT-153"),
        ("<cbc:PriceAmount currencyID=\"EUR\">42.00</cbc:PriceAmount>", "BT-146"),
    ] {
        assert!(ubl.contains(needed), "{term}: {needed} is missing in {ubl}");
    }
    for (needed, term) in [
        ("<ram:ID>GS-2027-000042</ram:ID><ram:TypeCode>389</ram:TypeCode>", "BT-1, 3"),
        (
            "<ram:GrandTotalAmount>89.25</ram:GrandTotalAmount><ram:DuePayableAmount>89.25</ram:DuePayableAmount>",
            "BT-112, 115",
        ),
        ("<ram:BilledQuantity unitCode=\"HUR\">1.5</ram:BilledQuantity>", "BT-129"),
    ] {
        assert!(cii.contains(needed), "{term}: {needed} is missing in {cii}");
    }
    assert!(!ubl.contains("billing-") && !cii.contains("billing-"), "{ubl}");
}

#[test]
fn what_takes_it_back_is_negative_and_names_it() {
    let original = content();
    let all: BTreeSet<FeeId> = original.claims.iter().map(|one| one.fee).collect();
    let mut back = reversal(&original, &all, "Stunden falsch", day("2027-04-09"));
    back.reference = "ST-2027-000001".to_owned();
    let (ubl, _) = written(&back);
    let ubl = compact(&ubl);
    for needed in [
        "<cbc:InvoiceTypeCode>384</cbc:InvoiceTypeCode>",
        "<cbc:Note>Stunden falsch</cbc:Note>",
        "<cac:InvoiceDocumentReference><cbc:ID>GS-2027-000042</cbc:ID><cbc:IssueDate>2027-04-01</cbc:IssueDate>",
        "<cbc:PayableAmount currencyID=\"EUR\">-89.25</cbc:PayableAmount>",
        "<cbc:InvoicedQuantity unitCode=\"HUR\">-1.5</cbc:InvoicedQuantity><cbc:LineExtensionAmount currencyID=\"EUR\">-63.00</cbc:LineExtensionAmount>",
        "<cbc:PriceAmount currencyID=\"EUR\">42.00</cbc:PriceAmount>",
    ] {
        assert!(ubl.contains(needed), "{needed} is missing in {ubl}");
    }
}

#[test]
fn a_small_business_charges_none_and_says_why() {
    let mut small = content();
    small.taxes = vec![Tax { rate: None, net: Cents(7_500), vat: Cents::ZERO }];
    (small.vat, small.gross) = (Cents::ZERO, Cents(7_500));
    for claimed in &mut small.claims {
        (claimed.vat_rate, claimed.vat) = (None, Cents::ZERO);
    }
    if let Some(seller) = &mut small.seller {
        seller.vat_kind = Some("small_business".to_owned());
    }
    let invoice = Invoice::of(&small).unwrap();
    let [vat] = invoice.vat.as_slice() else { panic!("{:?}", invoice.vat) };
    assert_eq!((vat.category.category, vat.category.rate.as_str()), (VatCategory::Exempt, "0"));
    assert!(vat.reason.as_deref().is_some_and(|reason| reason.contains("§ 19 UStG")), "{:?}", vat.reason);
}

#[test]
fn quantity_times_price_is_the_amount_or_the_line_is_a_lump_sum() {
    // quantity, unit, price, amount in cents → quantity, unit, price
    let table = [
        (("1.5", "HUR", "42.00", 6_300), ("1.5", "HUR", "42.00")),
        (("12.3", "KMT", "0.42", 517), ("12.3", "KMT", "0.42")), // 5.166
        (("1", "C62", "12.50", 1_251), ("1", "C62", "12.51")),
        (("2", "HUR", "42.00", 6_300), ("1", "C62", "63")), // capped
        (("1", "C62", "-5.00", -500), ("-1", "C62", "5.00")),
        (("3", "HUR", "42.00", -12_600), ("-3", "HUR", "42.00")), // taken back
        (("1", "C62", "-5.00", 500), ("1", "C62", "5.00")),       // a deduction taken back
        (("2", "HUR", "42.00", -6_300), ("-1", "C62", "63")),
    ];
    for ((quantity, unit, price, amount), expected) in table {
        let mut one = content();
        one.claims[0].lines = vec![line(quantity, unit, price, amount)];
        let made = Invoice::of(&one).unwrap().lines.remove(0);
        let price: rust_decimal::Decimal = made.price.parse().unwrap();
        let wanted: rust_decimal::Decimal = expected.2.parse().unwrap();
        assert_eq!((made.quantity.as_str(), made.unit.as_str(), price), (expected.0, expected.1, wanted));
        assert_eq!(made.amount, Cents(amount));
    }
}

#[test]
fn what_is_missing_is_named_and_other_documents_are_no_invoices() {
    let lacks = |change: fn(&mut Content)| {
        let mut one = content();
        change(&mut one);
        Invoice::of(&one).unwrap_err()
    };
    assert_eq!(lacks(|one| one.leitweg_id = " ".into()), NoInvoice::Lacks("Leitweg-ID"));
    assert_eq!(lacks(|one| one.buyer.postal = None), NoInvoice::Lacks("postal address"));
    assert_eq!(lacks(|one| one.seller.as_mut().unwrap().tax_number = None), NoInvoice::Lacks("tax number"));
    assert_eq!(lacks(|one| one.seller.as_mut().unwrap().iban = None), NoInvoice::Lacks("account"));
    assert_eq!(lacks(|one| one.kind = DocumentKind::PaymentVoucher), NoInvoice::NotOne);
    assert_eq!(lacks(|one| one.kind = DocumentKind::InternalSettlement), NoInvoice::NotOne);
    let of_voucher = |one: &mut Content| {
        one.kind = DocumentKind::Reversal;
        let kind = Some(DocumentKind::PaymentVoucher);
        one.corrects = Some(Reference { reference: "AB-2027-000001".into(), issued_on: one.issued_on, kind });
    };
    assert_eq!(lacks(of_voucher), NoInvoice::NotOne);
}

/// Documents of the first format have no postal addresses; they can be read, and taken back on paper.
#[test]
fn what_was_issued_before_can_still_be_taken_back() {
    let mut old = serde_json::to_value(content()).unwrap();
    old["format"] = "dragoman-document/1".into();
    old.as_object_mut().unwrap().remove("with_english");
    for side in ["seller", "buyer"] {
        old[side].as_object_mut().unwrap().remove("postal");
    }
    old["claims"][0].as_object_mut().unwrap().remove("minutes");
    let old: Content = serde_json::from_value(old).unwrap();
    let all: BTreeSet<FeeId> = old.claims.iter().map(|one| one.fee).collect();
    let mut back = reversal(&old, &all, "falsch", day("2027-04-09"));
    back.reference = "ST-2027-000001".to_owned();
    let frozen = freeze(&back).unwrap();
    assert_eq!(frozen.forms, []);
    assert!(frozen.pdf.bytes.starts_with(b"%PDF-"));
    assert!(freeze(&old).is_err());
}

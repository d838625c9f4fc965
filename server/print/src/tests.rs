#![allow(clippy::unwrap_used)]
use super::*;
use chrono::NaiveDate;

fn sheet(attachment: Option<Attachment>) -> Sheet {
    let both = |text: &str, beside: &str| Words { text: text.to_owned(), beside: Some(beside.to_owned()) };
    Sheet {
        language: "de".into(),
        language_beside: "en".into(),
        title: both("Gutschrift", "Self-billed invoice"),
        number: "GS-2027-000001".into(),
        author: "Stuttgart".into(),
        subject: "Dolmetschen März 2027".into(),
        issued_on: NaiveDate::from_ymd_opt(2027, 4, 1).unwrap(),
        sender: vec!["Stuttgart".into(), "Marktplatz 1".into()],
        sender_role: "Leistungsempfängerin".into(),
        receiver: vec!["Самира Haddad سميرة ሳሚራ".into(), "Weg 1".into()],
        receiver_role: "Leistende Person".into(),
        facts: vec![Fact { label: both("Nummer", "Number"), value: "GS-2027-000001".into() }],
        lead: vec![Note { words: "Im Einvernehmen.".into(), strong: false }],
        services: Table {
            heading: both("Leistungen", "Services"),
            widths: vec![6, 2],
            columns: vec![Cell::text("Berechnung"), Cell::number("Betrag")],
            groups: vec![Group {
                heading: Some("Do., 04.03.2027 · Arabisch".into()),
                rows: vec![Row { cells: vec![Cell::text("1,5 Std. zu 42,00 €"), Cell::number("63,00 €")] }],
                total: Some(Sum { label: "Summe".into(), amount: "63,00 €".into(), strong: false }),
            }],
        },
        sums: vec![Sum { label: "Zu zahlen".into(), amount: "63,00 €".into(), strong: true }],
        notes: vec![Note { words: "Angenommene Sätze.".into(), strong: true }],
        annexes: Vec::new(),
        page_word: "Seite".into(),
        attachment,
    }
}

fn invoice() -> Attachment {
    Attachment {
        name: "factur-x.xml".into(),
        description: "Rechnung".into(),
        level: "EN 16931".into(),
        bytes: b"<?xml version=\"1.0\"?><a/>".to_vec(),
    }
}

fn contains(pdf: &[u8], text: &str) -> bool {
    pdf.windows(text.len()).any(|window| window == text.as_bytes())
}

#[test]
fn a_sheet_becomes_the_same_pdf_each_time() {
    let press = Press::new().unwrap();
    let pdf = press.print(&sheet(None)).unwrap();
    assert!(pdf.starts_with(b"%PDF-"));
    assert!(contains(&pdf, "<pdfaid:part>3</pdfaid:part>") && contains(&pdf, "<pdfaid:conformance>B</pdfaid:conformance>"));
    assert!(contains(&pdf, "<pdfuaid:part>1</pdfuaid:part>"));
    assert!(!contains(&pdf, "fx:DocumentType"));
    assert_eq!(press.print(&sheet(None)).unwrap(), pdf);
}

#[test]
fn an_invoice_inside_is_declared_once() {
    let press = Press::new().unwrap();
    let pdf = press.print(&sheet(Some(invoice()))).unwrap();
    for needed in [
        "<fx:DocumentFileName>factur-x.xml</fx:DocumentFileName>",
        "<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>",
        "<pdfaSchema:prefix>fx</pdfaSchema:prefix>",
        "<pdfaid:part>3</pdfaid:part>",
        "/Prev ",
    ] {
        assert!(contains(&pdf, needed), "{needed}");
    }
    assert!(pdf.ends_with(b"%%EOF\n"));
}

#[test]
fn what_no_font_has_is_replaced_and_not_refused() {
    let press = Press::new().unwrap();
    let mut odd = sheet(None);
    odd.receiver = vec!["தமிழ் 🦊 \u{7} Name".into()];
    odd.services.heading = Words { text: "\"] #panic() \\ $x$ <a>".into(), beside: None };
    press.print(&odd).unwrap();
}

#[test]
fn what_is_no_pdf_of_ours_is_refused() {
    let refused = |pdf: &[u8]| super::hybrid::declare(pdf.to_vec(), &invoice()).unwrap_err();
    assert_eq!(refused(b""), HybridError::CrossReferences);
    assert_eq!(refused(b"%PDF-1.7\nstartxref\n9999\n%%EOF"), HybridError::CrossReferences);
    assert_eq!(refused(b"xref\ntrailer\n<<>>\nstartxref\n0\n%%EOF"), HybridError::Trailer("size"));
    assert_eq!(
        refused(b"xref\ntrailer\n<</Size 3/Root 1 0 R/ID[(a)(b)]>>\nstartxref\n0\n%%EOF"),
        HybridError::Metadata
    );
}

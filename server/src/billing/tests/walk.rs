//! Two interpreters, three sessions, one month.

use super::world::{World, april, permit};
use sha2::Digest;

use crate::{
    billing::{
        claim::{CertifyRefused, ClaimStatus},
        commands::{self, HandOverRefused, MatchRefused, OrderRefused, Priced, ReverseRefused, Taker},
        documents::{DocumentKind, FormKind},
        reconcile::{self, Cause},
        store::{self, ClaimFilter, ClaimOrder, DocumentFilter, DocumentRow, MatchesOf},
    },
    identity::policy::*,
    kernel::{
        actor::Actor,
        city::{City, PoolAccount},
        ids::*,
        money::Cents,
        time::Month,
    },
    platform::fault::Stop,
};

fn march() -> Month {
    Month::parse("2027-03").unwrap()
}

fn hall() -> City {
    City {
        name: "Stuttgart".to_owned(),
        street: "Marktplatz 1".to_owned(),
        postcode: "70173".to_owned(),
        place: "Stuttgart".to_owned(),
    }
}

async fn price(world: &World, assignment: AssignmentId) -> Priced {
    let mut tx = world.db.begin().await.unwrap();
    let house = permit(&Actor::House("test"), PriceClaims {});
    let priced = commands::price_timesheet(house, assignment, april(), &mut tx).await.unwrap();
    tx.commit().await.unwrap();
    priced
}

async fn certify(world: &World, fee: FeeId) {
    let mut tx = world.db.begin().await.unwrap();
    let factually = permit(&world.worker, CertifyFactually { office: world.office, fee });
    commands::certify_factually(factually, april(), &mut tx).await.unwrap();
    commands::certify_arithmetically(permit(&world.clerk, CertifyArithmetically { fee }), april(), &mut tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

async fn close(world: &World) -> commands::Closed {
    let mut tx = world.db.begin().await.unwrap();
    let closed =
        commands::close_settlement(permit(&world.clerk, CloseSettlement {}), march(), Some(&hall()), april(), &mut tx)
            .await
            .unwrap();
    tx.commit().await.unwrap();
    closed
}

async fn documents(world: &World) -> Vec<DocumentRow> {
    store::documents(world.db.read(), &DocumentFilter::default()).await.unwrap()
}

async fn order(world: &World, document: DocumentId) {
    let mut tx = world.db.begin().await.unwrap();
    commands::order_payment(permit(&world.officer, OrderPayment { document }), april(), &mut tx).await.unwrap();
    tx.commit().await.unwrap();
}

async fn hand_over(world: &World) -> HandOverId {
    let mut tx = world.db.begin().await.unwrap();
    let id = commands::hand_over(permit(&world.cashier, HandOver {}), None, april(), &mut tx).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn feed(world: &World, file: &str) -> commands::Imported {
    let mut tx = world.db.begin().await.unwrap();
    let imported =
        commands::import_feedback(permit(&world.cashier, MatchPayments {}), file.as_bytes(), april(), &mut tx)
            .await
            .unwrap();
    tx.commit().await.unwrap();
    imported
}

/// Where the city pays by itself: the treasury's files say so, and the bank gets transfers that sum up.
#[rocket::tokio::test]
async fn a_pool_that_pays_itself_tells_its_bank() {
    let world = World::new().await;
    for (who, day) in [(world.amara, 4), (world.bilal, 5)] {
        let fee = fee_of(price(&world, world.held(who, day, 60, 0, 8_000).await).await);
        certify(&world, fee).await;
    }
    close(&world).await;
    let papers = documents(&world).await;
    order(&world, papers[0].id).await;
    order(&world, papers[1].id).await;
    let account = PoolAccount {
        holder: "Stadt Müllheim".to_owned(),
        iban: "DE02 1203 0000 0000 2020 51".to_owned(),
        bic: Some("BYLADEM1001".to_owned()),
    };
    let mut tx = world.db.begin().await.unwrap();
    let permit_of = || permit(&world.cashier, HandOver {});
    let id = commands::hand_over(permit_of(), Some(&account), april(), &mut tx).await.unwrap();
    commands::accept_hand_over(permit_of(), id, Taker::Bank, april(), &mut tx).await.unwrap();
    let twice = commands::accept_hand_over(permit_of(), id, Taker::Bank, april(), &mut tx).await;
    assert!(matches!(twice, Err(Stop::Refused(HandOverRefused::AlreadyAccepted(_)))), "{twice:?}");
    // The treasury's copy is another matter.
    commands::accept_hand_over(permit_of(), id, Taker::Treasury, april(), &mut tx).await.unwrap();
    tx.commit().await.unwrap();

    let row = store::hand_overs(world.db.read(), Some(id)).await.unwrap().remove(0);
    let mut texts = Vec::new();
    for (form, sha256) in &row.forms {
        let (media_type, bytes) = store::hand_over_form(world.db.read(), id, *form).await.unwrap().unwrap();
        assert_eq!(media_type, "application/xml");
        assert_eq!(data_encoding::HEXLOWER.encode(&sha2::Sha256::digest(&bytes)), *sha256);
        texts.push(String::from_utf8(bytes).unwrap());
    }
    let [xml, pain] = <[String; 2]>::try_from(texts).unwrap();
    // 42.00 + 12.00 = 54.00, with 19 % 64.26; and 54.00 without. Together 118.26.
    for needed in [
        r#"lfdNr="1" erstellt="2027-04-01T07:00:00Z" zahlweg="bank" belege="2" zeilen="2" summe="118.26""#,
        r#"<Beleg nummer="GS-2027-000001" vom="2027-04-01" art="self_billed_invoice""#,
        &papers[0].sha256,
        "<Kreditor>D-0001</Kreditor>",
        "<IBAN>DE02120300000000202051</IBAN>",
        "<Betrag>64.26</Betrag>",
        "<Kostenstelle>5100</Kostenstelle>",
        "<Sachkonto>42710</Sachkonto>",
    ] {
        assert!(xml.contains(needed), "{needed} is missing in {xml}");
    }
    let (_, csv) = store::hand_over_file(world.db.read(), id).await.unwrap().unwrap();
    let csv = String::from_utf8(csv).unwrap();
    assert!(csv.lines().skip(1).all(|line| line.ends_with(";bank")), "{csv}");
    for needed in [
        "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09",
        "<MsgId>DRAGOMAN-000001</MsgId>",
        "<CreDtTm>2027-04-01T09:00:00</CreDtTm>",
        "<NbOfTxs>2</NbOfTxs>",
        "<CtrlSum>118.26</CtrlSum>",
        "<PmtInfId>DRAGOMAN-000001</PmtInfId>",
        "<BtchBookg>true</BtchBookg>",
        // Thursday, 1 April 2027; the day after is a Friday and no holiday of TARGET.
        "<Dt>2027-04-02</Dt>",
        "<Nm>Stadt Muellheim</Nm>",
        "<BICFI>BYLADEM1001</BICFI>",
        "<EndToEndId>GS-2027-000001</EndToEndId>",
        r#"<InstdAmt Ccy="EUR">64.26</InstdAmt>"#,
        "<Ustrd>AB-2027-000001 Dolmetschen 2027-03</Ustrd>",
    ] {
        assert!(pain.contains(needed), "{needed} is missing in {pain}");
    }
}

async fn claim(world: &World, fee: FeeId) -> crate::billing::claim::Claim {
    store::claim(world.db.read(), fee).await.unwrap().unwrap()
}

fn fee_of(priced: Priced) -> FeeId {
    match priced {
        Priced::Claim(fee) | Priced::AwaitsBudget(fee) | Priced::Known(fee) => fee,
        Priced::Nothing => panic!("nothing was owed"),
    }
}

#[rocket::tokio::test]
async fn from_a_timesheet_to_a_reconciled_month() {
    let world = World::new().await;
    // Amara, untrained, on site, liable to VAT: 90 minutes are 1.5 h at 42 €, the way is 12 €, tickets 2.90 €.
    let first = world.held(world.amara, 4, 90, 290, 8_000).await;
    let second = world.held(world.amara, 11, 60, 0, 8_000).await;
    // Bilal, small business: 60 minutes and the way.
    let third = world.held(world.bilal, 12, 60, 0, 8_000).await;

    let fees =
        [fee_of(price(&world, first).await), fee_of(price(&world, second).await), fee_of(price(&world, third).await)];
    assert_eq!(price(&world, first).await, Priced::Known(fees[0]));
    // 63.00 + 12.00 + 2.90 = 77.90; 19 % are 14.801, that is 14.80.
    let claimed = claim(&world, fees[0]).await;
    assert_eq!((claimed.net, claimed.vat, claimed.gross), (Cents(7_790), Cents(1_480), Cents(9_270)));
    // 42.00 + 12.00 = 54.00; 10.26.
    assert_eq!(claim(&world, fees[1]).await.gross, Cents(6_426));
    assert_eq!(claim(&world, fees[2]).await.gross, Cents(5_400));
    let balance = crate::budget::balance(&world.db, world.line).await.unwrap();
    assert_eq!((balance.committed, balance.consumed), (Cents::ZERO, Cents(21_096)));

    for fee in fees {
        certify(&world, fee).await;
    }
    let closed = close(&world).await;
    assert_eq!((closed.documents.len(), closed.claims), (3, 3));
    assert_eq!(close(&world).await.documents, []);
    let papers = documents(&world).await;
    let told: Vec<_> = papers.iter().map(|paper| (paper.reference.as_str(), paper.kind, paper.gross.get())).collect();
    assert_eq!(
        told,
        [
            ("GS-2027-000001", DocumentKind::SelfBilledInvoice, 15_696), // 131.90 + 19 % 25.06
            ("AB-2027-000001", DocumentKind::PaymentVoucher, 5_400),
            ("IV-2027-000001", DocumentKind::InternalSettlement, 21_096),
        ]
    );
    let (media_type, pdf) = store::frozen(world.db.read(), papers[0].id).await.unwrap().unwrap();
    assert_eq!(media_type, "application/pdf");
    assert!(pdf.starts_with(b"%PDF-"));
    assert_eq!(data_encoding::HEXLOWER.encode(&sha2::Sha256::digest(&pdf)), papers[0].sha256);
    let forms = store::forms(world.db.read(), &[papers[0].id, papers[1].id, papers[2].id]).await.unwrap();
    let kinds: Vec<_> = forms.iter().map(|(document, form, _)| (*document, *form)).collect();
    assert_eq!(kinds, [(papers[0].id, FormKind::XrechnungUbl), (papers[0].id, FormKind::XrechnungCii)]);
    let (media_type, xml) = store::form(world.db.read(), papers[0].id, FormKind::XrechnungUbl).await.unwrap().unwrap();
    assert_eq!(media_type, "application/xml");
    assert_eq!(data_encoding::HEXLOWER.encode(&sha2::Sha256::digest(&xml)), forms[0].2);
    let text = String::from_utf8(xml).unwrap();
    for needed in [
        "Gutschrift",
        ">GS-2027-000001<",
        ">Amara Okafor<",
        ">99/123/45678<",
        ">156.96<",
        ">25.06<",
        "stuttgart-2022",
        ">08111000-JA-00<",
        ">Marktplatz 1<",
        ">Dolmetschen Arabisch am Do., 04.03.2027<",
    ] {
        assert!(text.contains(needed), "{needed} is missing in {text}");
    }
    assert!(!text.contains("billing-"), "{text}");

    let report = reconcile::run(&world.db, march()).await.unwrap();
    let causes: Vec<Cause> = report.differences.iter().map(|difference| difference.cause).collect();
    assert_eq!(causes, [Cause::NotOrdered, Cause::NotOrdered]);

    order(&world, papers[0].id).await;
    order(&world, papers[1].id).await;
    let file = hand_over(&world).await;
    let (_, bytes) = store::hand_over_file(world.db.read(), file).await.unwrap().unwrap();
    let csv = String::from_utf8(bytes).unwrap();
    assert_eq!(csv.lines().count(), 3);
    assert!(csv.contains(";GS-2027-000001;2027-04-01;self_billed_invoice;D-0001;Amara Okafor;DE02120300000000202051;156,96;EUR;5100;36300;42710;JA;"), "{csv}");

    let list = "Buchungsreferenz;Buchungstag;Betrag;Belegnummer;Verwendungszweck\n\
                K-1;06.04.2027;156,96;GS-2027-000001;\n\
                K-2;06.04.2027;54,00;;Honorar AB-2027-000001\n\
                K-3;06.04.2027;8,15;;Porto\n";
    let imported = feed(&world, list).await;
    assert_eq!((imported.new, imported.matched, imported.waiting), (3, 2, 1));
    let again = feed(&world, list).await;
    assert_eq!((again.new, again.known), (0, 3));
    assert_eq!(claim(&world, fees[0]).await.status, ClaimStatus::Paid);

    let report = reconcile::run(&world.db, march()).await.unwrap();
    assert!(report.is_reconciled(), "{}", report.text(crate::platform::i18n::Locale::De));
    assert_eq!((report.city.claimed, report.city.consumed), (Cents(21_096), Cents(21_096)));
    assert_eq!((report.city.documented, report.city.settled), (Cents(21_096), Cents(21_096)));
    assert_eq!((report.city.handed_over, report.city.paid), (Cents(21_096), Cents(21_096)));
    let proof = report.text(crate::platform::i18n::Locale::De);
    assert!(proof.contains("abgeglichen"), "{proof}");

    // The bank sends one back: the item is open again, and the month is not reconciled.
    feed(&world, "Buchungsreferenz;Buchungstag;Betrag;Belegnummer\nK-4;08.04.2027;-54,00;AB-2027-000001\n").await;
    assert_eq!(claim(&world, fees[2]).await.status, ClaimStatus::HandedOver);
    assert!(!reconcile::run(&world.db, march()).await.unwrap().is_reconciled());
}

#[rocket::tokio::test]
async fn four_eyes_and_nobody_their_own() {
    let world = World::new().await;
    let fee = fee_of(price(&world, world.held(world.amara, 4, 60, 0, 8_000).await).await);
    let Actor::Person(worker) = &world.worker else { panic!() };
    // Somebody who holds all three roles, and Amara herself.
    let mut all = worker.clone();
    all.grants.extend(
        [Role::FinanceClerk, Role::AuthorizingOfficer].map(|role| crate::kernel::actor::Grant { role, office: None }),
    );
    let all = Actor::Person(all);
    let mut amara = worker.clone();
    amara.interpreter = Some(world.amara);
    let amara = Actor::Person(amara);

    let mut tx = world.db.begin().await.unwrap();
    let own =
        commands::certify_factually(permit(&amara, CertifyFactually { office: world.office, fee }), april(), &mut tx)
            .await;
    assert!(matches!(own, Err(Stop::Refused(CertifyRefused::OwnClaim))), "{own:?}");
    let early =
        commands::certify_arithmetically(permit(&world.clerk, CertifyArithmetically { fee }), april(), &mut tx).await;
    assert!(matches!(early, Err(Stop::Refused(CertifyRefused::NotThisStep(ClaimStatus::Priced)))), "{early:?}");
    commands::certify_factually(permit(&all, CertifyFactually { office: world.office, fee }), april(), &mut tx)
        .await
        .unwrap();
    let second = commands::certify_arithmetically(permit(&all, CertifyArithmetically { fee }), april(), &mut tx).await;
    assert!(matches!(second, Err(Stop::Refused(CertifyRefused::SecondStep))), "{second:?}");
    // Sent back, both certifications fall, and the walk begins again.
    commands::send_back(permit(&world.clerk, SendBackClaim { fee }), "Datum prüfen", april(), &mut tx).await.unwrap();
    commands::certify_factually(permit(&all, CertifyFactually { office: world.office, fee }), april(), &mut tx)
        .await
        .unwrap();
    commands::certify_arithmetically(permit(&world.clerk, CertifyArithmetically { fee }), april(), &mut tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();

    let closed = close(&world).await;
    let document = closed.documents[0];
    let mut tx = world.db.begin().await.unwrap();
    let third = commands::order_payment(permit(&all, OrderPayment { document }), april(), &mut tx).await;
    assert!(matches!(third, Err(Stop::Refused(OrderRefused::SecondStep))), "{third:?}");
}

#[rocket::tokio::test]
async fn a_claim_waits_for_money_and_goes_on_when_it_comes() {
    let world = World::new().await;
    // All but the estimate of another session is committed; the claim costs more than its own commitment.
    let assignment = world.held(world.bilal, 4, 60, 0, 100).await;
    let _rest = world.held(world.bilal, 5, 60, 0, 999_900).await;
    let Priced::AwaitsBudget(fee) = price(&world, assignment).await else { panic!("the line can't bear it") };
    let house = || permit(&Actor::House("test"), PriceClaims {});
    let mut tx = world.db.begin().await.unwrap();
    assert!(!commands::claim_budget(house(), fee, april(), &mut tx).await.unwrap());
    drop(tx);
    world.grant(5_300).await;
    let mut tx = world.db.begin().await.unwrap();
    assert!(commands::claim_budget(house(), fee, april(), &mut tx).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(claim(&world, fee).await.status, ClaimStatus::Priced);
}

#[rocket::tokio::test]
async fn a_reversed_document_leaves_its_claims_free_for_a_new_one() {
    let world = World::new().await;
    let fee = fee_of(price(&world, world.held(world.amara, 4, 60, 0, 8_000).await).await);
    certify(&world, fee).await;
    let document = close(&world).await.documents[0];
    let reverse = async |document| {
        let mut tx = world.db.begin().await.unwrap();
        let done = commands::reverse_document(
            permit(&world.clerk, CloseSettlement {}),
            document,
            "Falscher Tag",
            april(),
            &mut tx,
        )
        .await;
        if done.is_ok() {
            tx.commit().await.unwrap();
        }
        done
    };
    let reversal = reverse(document).await.unwrap();
    assert!(matches!(reverse(document).await, Err(Stop::Refused(ReverseRefused::AlreadyReversed))));
    assert!(matches!(reverse(reversal).await, Err(Stop::Refused(ReverseRefused::NotPayable))));
    assert_eq!(claim(&world, fee).await.status, ClaimStatus::Priced);
    certify(&world, fee).await;
    close(&world).await;
    let told: Vec<(String, i64)> =
        documents(&world).await.into_iter().map(|paper| (paper.reference, paper.gross.get())).collect();
    let expected = [
        ("GS-2027-000001", 6_426),
        ("IV-2027-000001", 6_426),
        ("ST-2027-000001", -6_426),
        ("ST-2027-000002", -6_426),
        ("GS-2027-000002", 6_426),
        ("IV-2027-000002", 6_426),
    ];
    assert_eq!(told, expected.map(|(reference, gross)| (reference.to_owned(), gross)));
    let report = reconcile::run(&world.db, march()).await.unwrap();
    let causes: Vec<Cause> = report.differences.iter().map(|difference| difference.cause).collect();
    assert_eq!(causes, [Cause::NotOrdered]);
    assert_eq!((report.city.documented, report.city.settled), (Cents(6_426), Cents(6_426)));
}

#[rocket::tokio::test]
async fn doubtful_payments_wait_and_matches_can_be_undone() {
    let world = World::new().await;
    for day in [4, 5] {
        let fee = fee_of(price(&world, world.held(world.bilal, day, 60, 0, 8_000).await).await);
        certify(&world, fee).await;
    }
    close(&world).await;
    let voucher = documents(&world).await[0].id;
    order(&world, voucher).await;
    let file = hand_over(&world).await;
    let mut tx = world.db.begin().await.unwrap();
    let nothing = commands::hand_over(permit(&world.cashier, HandOver {}), None, april(), &mut tx).await;
    assert!(matches!(nothing, Err(Stop::Refused(HandOverRefused::NothingOrdered))));
    drop(tx);
    let mut tx = world.db.begin().await.unwrap();
    commands::accept_hand_over(permit(&world.cashier, HandOver {}), file, commands::Taker::Treasury, april(), &mut tx)
        .await
        .unwrap();
    let twice = commands::accept_hand_over(
        permit(&world.cashier, HandOver {}),
        file,
        commands::Taker::Treasury,
        april(),
        &mut tx,
    )
    .await;
    assert!(matches!(twice, Err(Stop::Refused(HandOverRefused::AlreadyAccepted(_)))));
    tx.commit().await.unwrap();

    // Only the amount speaks for it: 108.00 € to somebody unknown.
    let imported = feed(&world, "Buchungsreferenz;Buchungstag;Betrag\nK-1;06.04.2027;108,00\n").await;
    assert_eq!((imported.matched, imported.waiting), (0, 1));
    let (payment, rest) = store::unmatched(world.db.read(), None).await.unwrap().remove(0);
    assert_eq!(rest, Cents(10_800));
    let target = store::open_items(world.db.read(), true).await.unwrap()[0].order;
    let cashier = || permit(&world.cashier, MatchPayments {});
    let mut tx = world.db.begin().await.unwrap();
    assert_eq!(commands::match_payment(cashier(), payment.id, target, april(), &mut tx).await.unwrap(), Cents(10_800));
    let twice = commands::match_payment(cashier(), payment.id, target, april(), &mut tx).await;
    assert!(matches!(twice, Err(Stop::Refused(MatchRefused::NothingLeft))));
    tx.commit().await.unwrap();
    let matched = store::matches(world.db.read(), MatchesOf::Payment(payment.id)).await.unwrap().remove(0);
    let mut tx = world.db.begin().await.unwrap();
    commands::undo_match(cashier(), matched.id, april(), &mut tx).await.unwrap();
    let twice = commands::undo_match(cashier(), matched.id, april(), &mut tx).await;
    assert!(matches!(twice, Err(Stop::Refused(MatchRefused::AlreadyUndone))));
    tx.commit().await.unwrap();
    assert_eq!(store::unmatched(world.db.read(), None).await.unwrap().len(), 1);
    assert_eq!(store::matches(world.db.read(), MatchesOf::Payment(payment.id)).await.unwrap().len(), 1);
    let waiting = store::claims(world.db.read(), &ClaimFilter::default(), ClaimOrder::Service, 0, 10).await.unwrap();
    assert!(waiting.iter().all(|claim| claim.status == ClaimStatus::HandedOver));
}

#[rocket::tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_month_closed_by_many_at_once_is_closed_once() {
    let world = std::sync::Arc::new(World::new().await);
    for day in 1..=4 {
        let who = if day % 2 == 0 { world.amara } else { world.bilal };
        let fee = fee_of(price(&world, world.held(who, day, 60, 0, 8_000).await).await);
        certify(&world, fee).await;
    }
    let closers = (0..8).map(|_| {
        let world = std::sync::Arc::clone(&world);
        rocket::tokio::spawn(async move { close(&world).await.documents.len() })
    });
    let mut issued = 0;
    for closer in closers.collect::<Vec<_>>() {
        issued += closer.await.unwrap();
    }
    assert_eq!(issued, 3);
    assert_eq!(documents(&world).await.len(), 3);
}

use crate::kernel::actor::Role;

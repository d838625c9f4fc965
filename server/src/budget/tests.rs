#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::{
    commands::{LineDetails, grant_supplement, open_line},
    *,
};
use crate::{
    directory::commands::{OfficeDetails, register_office},
    identity::{
        Permit,
        policy::{ManageBudget, ManageOffices},
        testing::fresh_db,
    },
    kernel::{actor::Actor, clock::Instant, ids::OfficeId, money::Cents, time::FiscalYear},
    platform::i18n::{Locale, t},
};

fn now() -> Instant {
    "2027-03-01T08:00:00Z".parse().unwrap()
}

#[tokio::test]
async fn the_ledger_is_read_newest_first_in_pages() {
    let db = fresh_db().await;
    let house = Actor::House("test");
    let budget = Permit::ask(&house, ManageBudget {}).unwrap();
    let mut tx = db.begin().await.unwrap();
    let office = OfficeDetails {
        code: "JA".to_owned(),
        name_de: "Jugendamt".to_owned(),
        name_en: "Youth Welfare Office".to_owned(),
        is_grant: false,
        leitweg_id: crate::kernel::leitweg::LeitwegId::completed("08111-JA").unwrap(),
        email: "ja@example.org".to_owned(),
        address: String::new(),
        district: "Mitte".to_owned(),
        contact: String::new(),
        phone: String::new(),
    };
    let permit = Permit::ask(&house, ManageOffices {}).unwrap();
    let (office, _) = register_office(permit, &office, now(), &mut tx).await.unwrap();
    let details = |center: &str, cents| LineDetails {
        office,
        fiscal_year: FiscalYear(2027),
        cost_center: center.to_owned(),
        cost_object: "1".to_owned(),
        account: "2".to_owned(),
        name: "Dolmetschen".to_owned(),
        appropriation: Cents(cents),
        warn_percent: 80,
    };
    let (line, _) = open_line(&budget, &details("A", 100_000), now(), &mut tx).await.unwrap();
    let (other, _) = open_line(&budget, &details("B", 50_000), now(), &mut tx).await.unwrap();
    grant_supplement(budget, line, Cents(20_000), "Beschluss", now(), &mut tx).await.unwrap();
    tx.commit().await.unwrap();

    let all = postings(db.read(), line, None, 0, 10).await.unwrap();
    let kinds: Vec<(&str, i64)> = all.iter().map(|posting| (posting.kind.as_str(), posting.amount.get())).collect();
    assert_eq!(kinds, [("supplement", 20_000), ("appropriation", 100_000)]);
    assert_eq!(count_postings(db.read(), line).await.unwrap(), 2);
    let before = all.first().map(|posting| posting.id);
    let next = postings(db.read(), line, before, 0, 1).await.unwrap();
    assert_eq!(next.first().map(|posting| posting.kind.as_str()), Some("appropriation"));
    assert_eq!(all.first().and_then(|posting| posting.actor_house.as_deref()), Some("test"));

    let lines = balances_after(db.read(), &[office], Some(FiscalYear(2027)), None, 10).await.unwrap();
    assert_eq!(lines.iter().map(|line| line.granted.get()).collect::<Vec<_>>(), [120_000, 50_000]);
    let rest = balances_after(db.read(), &[office], None, Some(line), 10).await.unwrap();
    assert_eq!(rest.iter().map(|line| line.line).collect::<Vec<_>>(), [other]);
    assert_eq!(balances_after(db.read(), &[OfficeId::new()], None, None, 10).await.unwrap(), []);
}

/// Texts whose keys are made at run time.
#[test]
fn every_kind_of_posting_has_its_word() {
    for kind in
        ["appropriation", "supplement", "transfer", "override", "commit", "adjust", "release", "consume", "refund"]
    {
        let key = format!("budget-posting-{kind}");
        assert_ne!(t(Locale::De, &key), key);
        assert_ne!(t(Locale::En, &key), key);
    }
}

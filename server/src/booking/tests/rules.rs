//! The city's rules: who changes them, and what the trace says.

use super::city::{City, databases};
use crate::{
    audit,
    booking::{
        commands::{RulesRefused, change_rules},
        rules::{Rules, RulesWrong},
        store,
    },
    identity::{Permit, policy::ManageRules},
    kernel::money::Cents,
    platform::fault::Stop,
    scheduling::OfferMode,
};

impl City {
    async fn decides(&self, rules: &Rules, seen: i32) -> Result<i32, RulesRefused> {
        let permit = Permit::ask(&self.coordination, ManageRules {}).unwrap();
        let mut tx = self.db.begin().await.unwrap();
        match change_rules(&permit, rules, seen, self.now(), &mut tx).await {
            Ok(version) => {
                tx.commit().await.unwrap();
                Ok(version)
            }
            Err(Stop::Refused(refused)) => Err(refused),
            Err(Stop::Fault(fault)) => panic!("{fault:?}"),
        }
    }
}

#[tokio::test]
async fn a_change_of_the_rules_is_bounded_versioned_and_traced() {
    for db in databases().await {
        let city = City::on(db, 9, Cents(100_000)).await;
        assert!(Permit::ask(&city.case_worker, ManageRules {}).is_err());
        let mut rules = Rules::default();
        assert_eq!(city.decides(&rules, 0).await, Ok(0), "nothing changed");
        rules.offers.wave_size = 5;
        rules.offers.mode = OfferMode::Direct;
        assert_eq!(city.decides(&rules, 0).await, Ok(1));
        assert_eq!(city.decides(&Rules::default(), 0).await, Err(RulesRefused::ChangedMeanwhile));
        rules.weights.continuity = 400;
        assert_eq!(city.decides(&rules, 1).await, Ok(2));
        rules.weights.continuity = 1001;
        let wrong = RulesWrong::OutOfBounds { field: "continuity", least: 0, most: 1000 };
        assert_eq!(city.decides(&rules, 2).await, Err(RulesRefused::Wrong(wrong)));
        let (stored, version) = store::rules_with_version(city.db.read()).await.unwrap();
        assert_eq!((stored.weights.continuity, stored.offers.wave_size, version), (400, 5, 2));

        let subject = audit::Subject { kind: "setting", id: uuid::Uuid::nil() };
        let entries = audit::history(&city.db, &[subject]).await.unwrap();
        let facts: Vec<&str> = entries.iter().map(|entry| entry.facts.as_str()).collect();
        assert_eq!(facts.len(), 2);
        assert!(
            facts
                .iter()
                .any(|one| one.contains(r#""mode":["waves","direct"]"#) && one.contains(r#""wave_size":[3,5]"#))
        );
        assert!(facts.iter().any(|one| one.contains(r#""continuity":[300,400]"#)));
    }
}

/// Direct: the best person alone first, then groups of the city's size.
#[tokio::test]
async fn the_next_wave_keeps_to_the_rules() {
    let city = City::with(12, Cents(100_000)).await;
    let mut rules = Rules::default();
    rules.offers.wave_size = 5;
    rules.offers.mode = OfferMode::Direct;
    assert_eq!(city.decides(&rules, 0).await, Ok(1));
    let id = city.books(&city.ask()).await.submitted.assignment;
    city.works().await;
    let first = city.open_offers(id).await;
    assert_eq!(first.len(), 1);
    city.clock.set(first[0].expires_at);
    city.works().await;
    assert_eq!(city.open_offers(id).await.len(), 5);
}

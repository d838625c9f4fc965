#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;
use crate::{
    identity::testing::{account, fresh_db},
    kernel::{
        actor::{Person, Role},
        ids::{InterpreterId, OfficeId},
    },
    platform::i18n::{Locale, t},
};
use serde_json::json;

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

#[test]
fn every_kind_of_action_has_its_sentence() {
    for kind in ActionKind::ALL {
        let key = format!("audit-{}", kind.name());
        assert_ne!(t(Locale::De, &key), key);
        assert_ne!(t(Locale::En, &key), key);
    }
}

#[tokio::test]
async fn the_trace_is_filtered_and_read_newest_first() {
    let db = fresh_db().await;
    let (office, interpreter) = (OfficeId::new(), InterpreterId::new());
    let someone =
        account(&db, "mira@example.org", &[(Role::Coordination, None)], None, false, at("2027-03-01T08:00:00Z")).await;
    let mira =
        Actor::Person(Person { account: someone, name: "mira".to_owned(), grants: Vec::new(), interpreter: None });
    let before = count_entries(db.read(), &TraceFilter::default()).await.unwrap();

    let tx = db.begin().await.unwrap();
    let house = Actor::House("test");
    record(&tx, &house, ActionKind::OfficeRegistered, office, &json!({}), at("2027-03-02T08:00:00Z")).await.unwrap();
    let named = [("name", "Amal Beispiel")];
    let kind = ActionKind::InterpreterRegistered;
    record_with_personal(&tx, &mira, kind, interpreter, &json!({"number": "D-1"}), &named, at("2027-03-03T08:00:00Z"))
        .await
        .unwrap();
    record(&tx, &mira, ActionKind::CredentialRecorded, interpreter, &json!({}), at("2027-03-04T08:00:00Z"))
        .await
        .unwrap();
    tx.commit().await.unwrap();

    let names = |filter: TraceFilter| {
        let db = db.clone();
        async move {
            let found = find_entries(db.read(), &filter, None, 0, 50).await.unwrap();
            assert_eq!(count_entries(db.read(), &filter).await.unwrap(), found.len() as u64);
            found.into_iter().map(|entry| entry.action).collect::<Vec<_>>()
        }
    };
    let all = TraceFilter::default;
    assert_eq!(names(all()).await.len() as u64, before + 3);
    let by_mira = TraceFilter { actor: Some("MIR".to_owned()), ..all() };
    assert_eq!(names(by_mira).await, ["credential-recorded", "interpreter-registered"]);
    let of_office = TraceFilter { action: Some("office-registered".to_owned()), ..all() };
    assert_eq!(names(of_office).await, ["office-registered"]);
    let one_day =
        TraceFilter { from: Some(at("2027-03-03T00:00:00Z")), until: Some(at("2027-03-04T00:00:00Z")), ..all() };
    assert_eq!(names(one_day).await, ["interpreter-registered"]);

    let life = history(&db, &[interpreter.into()]).await.unwrap();
    let actions: Vec<&str> = life.iter().map(|entry| entry.action.as_str()).collect();
    assert_eq!(actions, ["interpreter-registered", "credential-recorded"]);
    assert_eq!(history_of(db.read(), [("office".to_owned(), interpreter.0)]).await.unwrap(), []);
    let values = personal_of(db.read(), life.iter().map(|entry| entry.seq).collect()).await.unwrap();
    assert_eq!(values.iter().map(|value| value.value.as_str()).collect::<Vec<_>>(), ["Amal Beispiel"]);
    let people = actor_names(db.read(), life.iter().filter_map(|entry| entry.actor_account)).await.unwrap();
    assert_eq!(people.get(&someone.0).map(String::as_str), Some("mira"));
    assert_eq!(verify(&db).await.unwrap().broken, None);
}

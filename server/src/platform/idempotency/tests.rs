#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;
use crate::{
    kernel::clock::Clock,
    platform::testing::{config, databases},
};
use futures::future::join_all;

fn answer(location: &str) -> Answer {
    Answer { status: 303, location: Some(location.to_owned()), body: None }
}

/// One call; `true` if it was the first.
async fn press(db: &Db, call: &Call) -> bool {
    match begin(db, None, call, Clock::system().now()).await.unwrap() {
        Once::First(once) => {
            // The first one reads while the others wait: they must have left it a connection.
            db.ping().await.unwrap();
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            db.ping().await.unwrap();
            once.commit(&answer("/done")).await.unwrap();
            true
        }
        Once::Again(again) => {
            assert_eq!(again, answer("/done"));
            false
        }
        Once::Mismatch => panic!("it is the same call"),
    }
}

#[tokio::test]
async fn of_many_presses_at_once_one_acts_and_all_answer_the_same() {
    for db in databases().await {
        let call = Call::of_form(&config(), Some("key"), "POST /orders").unwrap();
        let first = join_all((0..60).map(|_| press(&db, &call))).await;
        assert_eq!(first.iter().filter(|first| **first).count(), 1, "{}", db.engine());
    }
}

#[tokio::test]
async fn a_page_s_key_counts_for_each_form_and_each_content() {
    for db in databases().await {
        let config = config();
        for content in ["POST /a\u{1f}x=1", "POST /b\u{1f}x=1", "POST /a\u{1f}x=2"] {
            let call = Call::of_form(&config, Some("key of the page"), content).unwrap();
            assert!(press(&db, &call).await, "{content}");
            assert!(!press(&db, &call).await, "{content}");
        }
    }
}

#[tokio::test]
async fn a_program_s_key_is_for_one_call() {
    for db in databases().await {
        let config = config();
        assert!(press(&db, &Call::of_program(&config, Some("key"), "POST /a").unwrap()).await);
        let other = Call::of_program(&config, Some("key"), "POST /b").unwrap();
        let found = begin(&db, None, &other, Clock::system().now()).await.unwrap();
        assert!(matches!(found, Once::Mismatch), "{found:?}");
    }
}

#[tokio::test]
async fn a_refused_call_leaves_its_key_free() {
    for db in databases().await {
        let call = Call::of_form(&config(), Some("key"), "POST /orders").unwrap();
        let begun = begin(&db, None, &call, Clock::system().now()).await.unwrap();
        assert!(matches!(begun, Once::First(_)));
        drop(begun);
        assert!(press(&db, &call).await, "{}", db.engine());
    }
}

#[test]
fn the_digest_of_a_call_cannot_be_computed_without_the_secret_key() {
    let call = Call::of_form(&config(), Some("key"), "password=blau").unwrap();
    let plain = data_encoding::HEXLOWER.encode(&Sha256::digest("password=blau"));
    assert_ne!(call.fingerprint, plain);
}

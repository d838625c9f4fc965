//! Numbers under attack: no gap, no twin, also when units of work die halfway.

use super::world::database;
use crate::billing::store::take_number;
use std::collections::BTreeSet;

#[rocket::tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn numbers_have_no_gap_and_no_twin() {
    let db = database().await;
    let mut tasks = Vec::new();
    for task in 0..32_u32 {
        let db = db.clone();
        tasks.push(rocket::tokio::spawn(async move {
            let tx = db.begin().await.unwrap();
            let number = take_number(&tx, "GS", 2027).await.unwrap();
            if task % 3 == 0 {
                drop(tx); // dies halfway
                return None;
            }
            tx.commit().await.unwrap();
            Some(number)
        }));
    }
    let mut numbers = BTreeSet::new();
    let mut issued = 0;
    for task in tasks {
        if let Some(number) = task.await.unwrap() {
            issued += 1;
            assert!(numbers.insert(number), "{number} was given twice");
        }
    }
    assert_eq!(issued, 21);
    assert_eq!(numbers.into_iter().collect::<Vec<_>>(), (1..=21).collect::<Vec<i64>>());
}

#[rocket::tokio::test]
async fn each_series_and_year_counts_for_itself() {
    let db = database().await;
    let tx = db.begin().await.unwrap();
    for (series, year, expected) in [("GS", 2027, 1), ("GS", 2027, 2), ("GS", 2028, 1), ("AB", 2027, 1)] {
        assert_eq!(take_number(&tx, series, year).await.unwrap(), expected, "{series} {year}");
    }
}

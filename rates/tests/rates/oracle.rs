//! An independent program recomputes what this crate says: `tests/tools/rates_oracle.py`.

use super::properties::any_facts;
use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use rates::{Catalog, quote};
use std::{
    fmt::Write as _,
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
};

/// The law in its three versions and the city's own tables.
const RECOMPUTED: [&str; 5] = ["jveg-2013", "jveg-2021", "jveg-2025", "stuttgart-2021", "stuttgart-2022"];
/// Random sessions for each of them.
const SESSIONS: usize = 2_000;

/// Ten thousand random sessions, to the second, of every outcome: both programs agree on every line, sum and rate. The seed is
/// fixed, so that a difference shows again.
#[test]
fn an_independent_program_comes_to_the_same_quotes() {
    let mut runner = TestRunner::new_with_rng(
        Config::default(),
        TestRng::from_seed(RngAlgorithm::ChaCha, b"what a session costs, twice over"),
    );
    let mut cases = String::new();
    for id in RECOMPUTED {
        let schedule = Catalog::builtin().by_id(id).unwrap();
        let sessions = any_facts(schedule);
        for _ in 0..SESSIONS {
            let facts = sessions.new_tree(&mut runner).unwrap().current();
            let priced = quote(schedule, &facts).unwrap();
            let facts = serde_json::to_string(&facts).unwrap();
            writeln!(cases, r#"{{"schedule":"{id}","facts":{facts},"quote":{}}}"#, priced.to_json()).unwrap();
        }
    }
    let house = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut oracle = Command::new("python3")
        .arg(house.join("../tests/tools/rates_oracle.py"))
        .arg(house.join("data"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 is needed for this test");
    let mut input = oracle.stdin.take().unwrap();
    let writer = std::thread::spawn(move || input.write_all(cases.as_bytes()));
    let answer = oracle.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    let text = String::from_utf8_lossy(&answer.stdout);
    assert!(answer.status.success(), "{text}");
    assert_eq!(text.trim(), format!("{} recomputed, 0 different", RECOMPUTED.len() * SESSIONS));
}

//! Files in `tests/city/golden` that a person reads in a review.

use std::{fs, path::Path};

/// Compares `text` with the golden file; `UPDATE_GOLDEN=1` writes it.
///
/// # Panics
/// They differ.
pub fn golden(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("city/golden").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, text).expect("written");
        return;
    }
    let known = fs::read_to_string(&path).unwrap_or_default();
    if known != text {
        let (old, new): (Vec<_>, Vec<_>) = (known.lines().collect(), text.lines().collect());
        let gone = old.iter().filter(|line| !new.contains(line)).map(|line| format!("- {line}"));
        let came = new.iter().filter(|line| !old.contains(line)).map(|line| format!("+ {line}"));
        let lines: Vec<String> = gone.chain(came).collect();
        panic!(
            "{name} is not what it was; look at each line, then UPDATE_GOLDEN=1 cargo test -p dragoman-tests\n{}",
            lines.join("\n")
        );
    }
}

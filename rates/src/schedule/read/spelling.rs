//! What somebody may have meant.

/// How many letters must be changed, left out, put in or swapped with their neighbor to come from one word to the other
/// (optimal string alignment after Damerau 1964).
fn distance(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (row, left) in one.iter().enumerate() {
        let mut next = vec![row + 1];
        for (column, right) in other.iter().enumerate() {
            let of = |row: &[usize], at: usize| row.get(at).copied().unwrap_or(usize::MAX / 2);
            let mut least = (of(&last, column) + usize::from(left != right))
                .min(of(&last, column + 1) + 1)
                .min(of(&next, column) + 1);
            let swapped =
                row > 0 && column > 0 && one.get(row - 1) == Some(right) && other.get(column - 1) == Some(left);
            if swapped {
                least = least.min(of(&before, column - 1) + 1);
            }
            next.push(least);
        }
        before = std::mem::replace(&mut last, next);
    }
    last.last().copied().unwrap_or_default()
}

/// The known word that looks most like `word`, if one is near: a third of its letters may differ, two at least.
pub(super) fn nearest<'w>(word: &str, known: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    let word = word.to_lowercase().replace('-', "_");
    let far = (word.chars().count() / 3).max(2);
    let near = known
        .into_iter()
        .map(|one| (distance(&word, one), one))
        .filter(|(apart, one)| *apart <= far && *apart < one.len());
    near.min_by_key(|(apart, _)| *apart).map(|(_, one)| one)
}

/// ". Meinen Sie …?" and "; did you mean …?", or nothing.
pub(super) fn hint<'w>(word: &str, known: impl IntoIterator<Item = &'w str>) -> (String, String) {
    match nearest(word, known) {
        Some(near) => (format!(". Meinen Sie {near}?"), format!("; did you mean {near}?")),
        None => (String::new(), String::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_meant_is_near() {
        let keys = ["hourly", "first_minutes", "step_minutes", "delivery", "group"];
        for (word, meant) in [
            ("houry", Some("hourly")),
            ("horuly", Some("hourly")),
            ("first-minutes", Some("first_minutes")),
            ("Step_Minutes", Some("step_minutes")),
            ("stepminutes", Some("step_minutes")),
            ("rounding", None),
            ("x", None),
        ] {
            assert_eq!(nearest(word, keys), meant, "{word}");
        }
    }
}

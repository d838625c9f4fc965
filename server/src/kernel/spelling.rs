//! How people spell names of languages, districts and columns: with or without umlauts, accents, hyphens, capitals.

/// The form in which two spellings of one name are equal: lower case, `ü` as `ue`, accents off, only letters and digits.
/// `Türkisch`, `TUERKISCH` and `türkisch ` fold to the same text.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            'ä' | 'æ' => folded.push_str("ae"),
            'ö' | 'ø' => folded.push_str("oe"),
            'ü' => folded.push_str("ue"),
            'ß' => folded.push_str("ss"),
            'à' | 'á' | 'â' | 'ã' | 'å' | 'ă' => folded.push('a'),
            'ç' | 'č' | 'ć' => folded.push('c'),
            'è' | 'é' | 'ê' | 'ë' | 'ė' | 'ę' => folded.push('e'),
            'ì' | 'í' | 'î' | 'ï' | 'ı' => folded.push('i'),
            'ñ' => folded.push('n'),
            'ò' | 'ó' | 'ô' | 'õ' => folded.push('o'),
            'š' | 'ş' | 'ș' => folded.push('s'),
            'ù' | 'ú' | 'û' | 'ū' => folded.push('u'),
            'ž' => folded.push('z'),
            // Letters of every script count, and so do the vowel signs that Unicode doesn't call letters.
            other if other.is_alphanumeric() || (!other.is_ascii() && is_mark(other)) => folded.push(other),
            _ => {}
        }
    }
    folded
}

/// Signs that belong to a word in Indic, Thai, Khmer and Burmese writing although they are no letters.
fn is_mark(sign: char) -> bool {
    matches!(sign, '\u{0900}'..='\u{0DFF}' | '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}')
}

/// How many letters must be inserted, removed, replaced or swapped with their neighbor to make `a` of `b`
/// (optimal string alignment). Both should be [`fold`]ed.
pub fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, &x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, &y) in b.iter().enumerate() {
            let replaced = last[j] + usize::from(x != y);
            let mut best = replaced.min(last[j + 1] + 1).min(row[j] + 1);
            let swapped = i > 0 && j > 0 && x == b[j - 1] && a[i - 1] == y;
            if swapped {
                best = best.min(before_last[j - 1] + 1);
            }
            row.push(best);
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

/// Whether somebody who wrote `given` may well have meant `known`: the same beginning of at least four letters, or one
/// slip in every four letters at most. Both should be [`fold`]ed.
pub fn resembles(given: &str, known: &str) -> Option<usize> {
    let letters = given.chars().count().max(known.chars().count());
    let slips = distance(given, known);
    (slips <= letters / 4).then_some(slips).or_else(|| {
        let begins = given.chars().count() >= 4 && known.starts_with(given);
        begins.then_some(letters)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_are_equal() {
        for (a, b) in [
            ("Türkisch", " TUERKISCH"),
            ("Kurmancî", "kurmanci"),
            ("S-Süd", "s sued"),
            ("Weißrussisch", "weissrussisch"),
            ("Oʻzbekcha", "Oʻzbekcha"),
        ] {
            assert_eq!(fold(a), fold(b), "{a} and {b}");
        }
    }

    #[test]
    fn slips_are_counted() {
        for (a, b, slips) in [
            ("", "", 0),
            ("", "abc", 3),
            ("tigrinya", "tigrinia", 1),
            ("dari", "drai", 1),
            ("farsi", "frasi", 1),
            ("ab", "cd", 2),
        ] {
            assert_eq!(distance(a, b), slips, "{a} and {b}");
        }
    }

    #[test]
    fn only_near_names_are_suggested() {
        assert!(resembles("ukrainish", "ukrainisch").is_some());
        assert!(resembles("bosn", "bosnisch").is_some(), "a beginning");
        assert!(resembles("xy", "ar").is_none());
        assert!(resembles("klingonisch", "mongolisch").is_none());
    }
}

//! A line that is no TOML: what the clerk probably did.

use super::desk::say;
use crate::text::Bilingual;

/// Quotation marks of word processors.
const CURLY: [char; 6] = ['„', '“', '”', '‚', '‘', '’'];

/// Why a line can't be read, and what to do; `message` is what the reader of TOML says.
pub(super) fn reason(line: &str, message: &str) -> Bilingual {
    let code = code_of(line);
    let value = code.split_once('=').map(|(_, value)| value.trim()).unwrap_or_default();
    if message.contains("duplicate key") {
        return say(
            "Dieser Eintrag steht schon weiter oben; jeder darf einmal vorkommen. Mehrere Regeln gleicher Art beginnen je mit [[…]].",
            "this entry stands further up already (duplicate key); each may be written once. Several rules of a kind begin with [[…]] each.",
        );
    }
    if value.contains(CURLY) {
        return say(
            "Die Anführungszeichen sind die einer Textverarbeitung. Schreiben Sie gerade: \"…\".",
            "the quotation marks are those of a word processor. Write straight ones: \"…\".",
        );
    }
    if value.matches('"').count() % 2 == 1 {
        return say(
            "Ein Anführungszeichen fehlt: Texte und Beträge beginnen und enden mit \".",
            "a quotation mark is missing: texts and amounts begin and end with \".",
        );
    }
    let number = value.trim_end_matches(['%', '€', ' ']);
    if is_number_with_comma(number) {
        let point = number.replace(',', ".");
        return say(
            format!("Beträge stehen in Anführungszeichen und mit Punkt: \"{point}\"."),
            format!("amounts stand in quotes and with a point: \"{point}\"."),
        );
    }
    if number.len() < value.len() && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return say(
            format!("Zahlen stehen ohne %, € und Ähnliches in Anführungszeichen: \"{number}\"."),
            format!("numbers stand in quotes, without %, € and the like: \"{number}\"."),
        );
    }
    if value.split('.').count() == 3 && value.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return say(
            "Tage werden Jahr-Monat-Tag geschrieben, ohne Anführungszeichen: 2027-01-31.",
            "days are written year-month-day, without quotes: 2027-01-31.",
        );
    }
    let open = |opening: char, closing: char| code.matches(opening).count() > code.matches(closing).count();
    if open('[', ']') || open('{', '}') {
        return say("Eine Klammer ist nicht geschlossen.", "a bracket is not closed.");
    }
    if !code.trim().is_empty() && !code.contains('=') && !code.trim_start().starts_with('[') {
        return say(
            "In dieser Zeile fehlt das Gleichheitszeichen: Name = Wert. Bemerkungen beginnen mit #.",
            "this line has no equals sign: name = value. Remarks begin with #.",
        );
    }
    if value.starts_with(|first: char| first.is_alphabetic()) && !["true", "false"].contains(&value) {
        return say(
            format!("Texte stehen in Anführungszeichen: \"{value}\"."),
            format!("texts stand in quotes: \"{value}\"."),
        );
    }
    say(
        format!("Diese Zeile lässt sich nicht lesen ({message}). Vergleichen Sie sie mit der Vorlage."),
        format!("this line can't be read ({message}). Compare it with the template."),
    )
}

/// The line without its remark.
fn code_of(line: &str) -> &str {
    let mut quoted = false;
    let end = line.char_indices().find(|(_, one)| {
        quoted ^= *one == '"';
        *one == '#' && !quoted
    });
    end.and_then(|(at, _)| line.get(..at)).unwrap_or(line)
}

fn is_number_with_comma(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.split_once(',').is_some_and(|(whole, fraction)| digits(whole) && digits(fraction))
}

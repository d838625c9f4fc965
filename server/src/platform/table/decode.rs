//! From bytes to text. Spreadsheets write UTF-8 with a byte order mark, without one, or Windows-1252, and don't say which.

use std::borrow::Cow;

use encoding_rs::{Encoding, WINDOWS_1252};

use super::{MAX_BYTES, Problem, Why};

/// The beginning of a ZIP archive, and so of every `.xlsx` and `.ods` file.
const WORKBOOK: &[u8] = b"PK\x03\x04";
/// What an umlaut or a typographic sign becomes when UTF-8 is read as Windows-1252.
const GARBLED: &[&str] = &["Ã¤", "Ã¶", "Ã¼", "ÃŸ", "Ã„", "Ã–", "Ãœ", "Ã©", "â€", "â‚¬"];

/// The file's text with `\n` as its only line end and without byte order mark.
pub(super) fn decode(bytes: &[u8]) -> Result<String, Problem> {
    if bytes.len() > MAX_BYTES {
        return Err(Problem::of_file(Why::of("table-too-large").number("megabytes", MAX_BYTES / (1024 * 1024))));
    }
    if bytes.starts_with(WORKBOOK) {
        return Err(Problem::of_file(Why::of("table-is-workbook")));
    }
    let text = unicode(bytes)?;
    if let Some(at) = text.find('\0') {
        return Err(Problem::new(line_at(&text, at), None, "", Why::of("table-nul")));
    }
    Ok(text.replace("\r\n", "\n").replace('\r', "\n"))
}

fn unicode(bytes: &[u8]) -> Result<Cow<'_, str>, Problem> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let content = bytes.get(mark..).unwrap_or_default();
        return encoding.decode_without_bom_handling_and_without_replacement(content).ok_or_else(|| {
            let readable = std::str::from_utf8(content).map_or_else(|error| error.valid_up_to(), str::len);
            let before = String::from_utf8_lossy(content.get(..readable).unwrap_or_default());
            Problem::new(line_at(&before, before.len()), None, "", Why::of("table-not-in-its-encoding"))
        });
    }
    Ok(match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0,
    })
}

/// Lines in which letters were lost or doubled on the way here: a name must not be stored like that.
pub(super) fn damaged_characters(text: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let lost = line.chars().any(|letter| letter == '\u{FFFD}' || ('\u{80}'..='\u{9F}').contains(&letter));
        let garbled = GARBLED.iter().any(|pair| line.contains(pair));
        let key = match (lost, garbled) {
            (_, true) => "table-garbled",
            (true, false) => "table-character-lost",
            (false, false) => continue,
        };
        let cell = line.split([';', ',', '\t']).find(|cell| is_damaged(cell)).unwrap_or(line);
        problems.push(Problem::new(number, None, cell.trim(), Why::of(key)));
    }
    problems
}

fn is_damaged(cell: &str) -> bool {
    GARBLED.iter().any(|pair| cell.contains(pair))
        || cell.chars().any(|letter| letter == '\u{FFFD}' || ('\u{80}'..='\u{9F}').contains(&letter))
}

/// The number of the line, counted from 1, in which the byte stands.
pub(super) fn line_at(text: &str, byte: usize) -> u64 {
    let before = text.as_bytes().get(..byte).unwrap_or(text.as_bytes());
    1 + before.iter().filter(|&&each| each == b'\n').count() as u64
}

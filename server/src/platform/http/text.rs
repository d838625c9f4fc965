//! Text that people typed or pasted, made harmless for lists, mails and files without changing what it says.

use unicode_normalization::UnicodeNormalization;

/// What a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextRule {
    /// Most characters after cleaning.
    pub max_characters: usize,
    /// Whether line breaks stay.
    pub several_lines: bool,
    /// Whether nothing at all is an answer too.
    pub may_be_empty: bool,
}

impl TextRule {
    /// One line that must not be empty.
    pub const fn line(max_characters: usize) -> Self {
        Self { max_characters, several_lines: false, may_be_empty: false }
    }

    /// Several lines that must not be empty.
    pub const fn lines(max_characters: usize) -> Self {
        Self { max_characters, several_lines: true, may_be_empty: false }
    }

    /// The same, but may be empty.
    pub const fn or_empty(self) -> Self {
        Self { may_be_empty: true, ..self }
    }
}

/// Why a text is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextRefused {
    /// Nothing (visible) in it.
    Empty,
    /// More characters than the field takes.
    TooLong {
        /// Most characters.
        max: usize,
    },
    /// A character that no keyboard writes, e.g. NUL; its code point.
    ControlCharacter(u32),
}

impl TextRefused {
    /// The stable code for forms and the API.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "required",
            Self::TooLong { .. } => "too-long",
            Self::ControlCharacter(_) => "control-character",
        }
    }
}

/// Cleans a text: composes characters (NFC), drops invisible marks that reorder text or hide in it, makes line breaks
/// `\n`, in one-line fields makes every run of blanks one blank, trims. Markup stays what it is, text; pages escape it.
///
/// # Errors
/// [`TextRefused`], the first reason met.
pub fn clean_text(raw: &str, rule: TextRule) -> Result<String, TextRefused> {
    let mut text = String::with_capacity(raw.len());
    for character in raw.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}', '\u{85}'], "\n").nfc() {
        match character {
            '\n' | '\t' => text.push(character),
            c if c.is_control() || is_no_character(c) => return Err(TextRefused::ControlCharacter(c.into())),
            c if is_invisible_mark(c) => {}
            c => text.push(c),
        }
    }
    let text = if rule.several_lines { trim_lines(&text) } else { join_words(&text) };
    if text.is_empty() && !rule.may_be_empty {
        return Err(TextRefused::Empty);
    }
    if text.chars().count() > rule.max_characters {
        return Err(TextRefused::TooLong { max: rule.max_characters });
    }
    Ok(text)
}

/// Marks that turn the direction of text around them (Unicode TR 36: `invoice\u{202E}fdp.exe`), and blanks without
/// width. The joiners U+200C and U+200D stay: Persian and Indian scripts need them.
fn is_invisible_mark(c: char) -> bool {
    matches!(c,
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{061C}'
        | '\u{200B}' | '\u{2060}' | '\u{FEFF}' | '\u{00AD}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// Code points that are no characters by definition.
fn is_no_character(c: char) -> bool {
    let code = u32::from(c);
    code & 0xFFFE == 0xFFFE || (0xFDD0..=0xFDEF).contains(&code)
}

fn join_words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// No blanks at the ends of lines, no empty lines at both ends, not more than one empty line in between.
fn trim_lines(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut empty = 0_usize;
    for line in text.trim().lines().map(str::trim_end) {
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty <= 1 {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The specification of one-line fields of at most ten characters.
    #[test]
    fn one_line() {
        use TextRefused::*;
        let table: &[(&str, Result<&str, TextRefused>)] = &[
            ("Aktenzahl", Ok("Aktenzahl")),
            ("  a \u{a0} b\t c \n", Ok("a b c")),
            ("a\r\nb", Ok("a b")),
            ("Scho\u{308}n", Ok("Schön")),
            ("<b>&amp;", Ok("<b>&amp;")),
            ("\u{202E}abc\u{202C}", Ok("abc")),
            ("\u{2067}abc\u{2069}\u{200F}", Ok("abc")),
            ("\u{FEFF}abc\u{200B}d", Ok("abcd")),
            ("می\u{200C}خواهم", Ok("می\u{200C}خواهم")),
            ("👩\u{200D}🏫", Ok("👩\u{200D}🏫")),
            ("0123456789", Ok("0123456789")),
            ("ääääääääää", Ok("ääääääääää")),
            ("01234567890", Err(TooLong { max: 10 })),
            ("", Err(Empty)),
            (" \t\n", Err(Empty)),
            ("\u{200B}\u{202E}", Err(Empty)),
            ("a\0b", Err(ControlCharacter(0))),
            ("a\u{1b}[31m", Err(ControlCharacter(0x1b))),
            ("a\u{7f}", Err(ControlCharacter(0x7f))),
            ("a\u{9c}", Err(ControlCharacter(0x9c))),
            ("a\u{FFFE}", Err(ControlCharacter(0xFFFE))),
        ];
        for (raw, expected) in table {
            assert_eq!(clean_text(raw, TextRule::line(10)).as_deref(), expected.as_deref(), "{raw:?}");
        }
    }

    #[test]
    fn several_lines() {
        let table = [("\n\na\r\n  b  \n\n\n\nc\n", "a\n  b\n\nc"), ("a\rb\u{2028}c", "a\nb\nc"), ("a\tb", "a\tb")];
        for (raw, expected) in table {
            assert_eq!(clean_text(raw, TextRule::lines(100)).as_deref(), Ok(expected), "{raw:?}");
        }
        assert_eq!(clean_text(" ", TextRule::lines(5).or_empty()).as_deref(), Ok(""));
    }
}

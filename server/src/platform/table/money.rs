//! Amounts as people write them. `1.234` is one thousand in Germany and one and a bit elsewhere: a budget must not
//! depend on who reads it, so such an amount is decided by the other amounts of its column or refused.

use super::Why;

/// Which sign stands before the cents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecimalStyle {
    /// `1.234,50`
    Comma,
    /// `1,234.50`
    Point,
}

impl DecimalStyle {
    fn decimal(self) -> char {
        if self == DecimalStyle::Comma { ',' } else { '.' }
    }

    fn group(self) -> char {
        if self == DecimalStyle::Comma { '.' } else { ',' }
    }
}

/// How a written number can be understood.
enum Reading {
    /// The same in every country.
    Plain,
    Only(DecimalStyle),
    /// One separator and three digits after it.
    Ambiguous,
}

/// An amount of euros in cents: `1.234,50`, `1,234.50`, `1234.5`, `1 234,50 €`, `EUR 50,-`, `-12,00`.
///
/// `style` is how the amounts around it are written; it decides what `1.234` and `1,234` mean and nothing else.
///
/// # Errors
/// No amount, more than two decimals, ambiguous, or more than fifteen digits.
pub fn cents(text: &str, style: Option<DecimalStyle>) -> Result<i64, Why> {
    let number = without_currency(text);
    let (negative, number) = match number.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, number.as_str()),
    };
    let style = match reading(number)? {
        Reading::Plain => DecimalStyle::Comma,
        Reading::Only(style) => style,
        Reading::Ambiguous => style.ok_or_else(|| Why::of("table-money-ambiguous"))?,
    };
    let (whole, decimals) = number.split_once(style.decimal()).unwrap_or((number, ""));
    if decimals.len() > 2 {
        return Err(Why::of("table-money-decimals"));
    }
    let digits: String = ungrouped(whole, style.group())?;
    let padded = format!("{digits}{decimals:0<2}");
    if padded.len() > 15 {
        return Err(Why::of("table-money-too-large"));
    }
    let cents: i64 = padded.parse().map_err(|_| Why::of("table-money-form"))?;
    Ok(if negative { -cents } else { cents })
}

/// How the amounts of a column are written, if they show it and agree. Only amounts that can be read are asked.
pub(super) fn style_of<'c>(cells: impl Iterator<Item = &'c str>) -> Option<DecimalStyle> {
    let mut found = None;
    for cell in cells.filter(|cell| cents(cell, None).is_ok()) {
        let number = without_currency(cell);
        if let Ok(Reading::Only(style)) = reading(number.trim_start_matches(['-', '\u{2212}'])) {
            match found {
                Some(other) if other != style => return None,
                _ => found = Some(style),
            }
        }
    }
    found
}

/// The number alone; `,-` and `,–` for no cents are written out.
fn without_currency(text: &str) -> String {
    let trimmed = text.trim();
    let lower = trimmed.to_lowercase();
    let mut number = trimmed;
    for currency in ["€", "eur", "euro"] {
        if lower.ends_with(currency) && lower.len() == trimmed.len() {
            number = trimmed.get(..trimmed.len() - currency.len()).unwrap_or(trimmed);
        } else if lower.starts_with(currency) && lower.len() == trimmed.len() {
            number = trimmed.get(currency.len()..).unwrap_or(trimmed);
        }
    }
    let number = number.trim();
    for no_cents in [",--", ",-", ",–", ",—"] {
        if let Some(whole) = number.strip_suffix(no_cents) {
            return format!("{whole},00");
        }
    }
    number.to_owned()
}

fn reading(number: &str) -> Result<Reading, Why> {
    let malformed = || Why::of("table-money-form");
    let allowed = |letter: char| letter.is_ascii_digit() || matches!(letter, '.' | ',') || is_blank(letter);
    if !number.starts_with(|letter: char| letter.is_ascii_digit()) || !number.chars().all(allowed) {
        return Err(malformed());
    }
    if !number.ends_with(|letter: char| letter.is_ascii_digit()) {
        return Err(malformed());
    }
    let commas = number.matches(',').count();
    let points = number.matches('.').count();
    match (commas, points) {
        (0, 0) => Ok(Reading::Plain),
        (1, 1..) if number.rfind(',') > number.rfind('.') => Ok(Reading::Only(DecimalStyle::Comma)),
        (1.., 1) if number.rfind('.') > number.rfind(',') => Ok(Reading::Only(DecimalStyle::Point)),
        (0, 2..) => Ok(Reading::Only(DecimalStyle::Comma)), // 1.234.567
        (2.., 0) => Ok(Reading::Only(DecimalStyle::Point)), // 1,234,567
        (1, 0) => Ok(single(number, ',', DecimalStyle::Comma)),
        (0, 1) => Ok(single(number, '.', DecimalStyle::Point)),
        _ => Err(malformed()),
    }
}

fn single(number: &str, sign: char, style: DecimalStyle) -> Reading {
    let (whole, rest) = number.split_once(sign).unwrap_or((number, ""));
    let could_be_a_group = rest.len() == 3 && whole.len() <= 3 && whole != "0";
    if could_be_a_group { Reading::Ambiguous } else { Reading::Only(style) }
}

/// The digits of `1.234.567`; each group after the first has three.
fn ungrouped(whole: &str, sign: char) -> Result<String, Why> {
    let groups: Vec<&str> = whole.split(|letter| letter == sign || is_blank(letter)).collect();
    let well_formed = groups.iter().enumerate().all(|(index, group)| match index {
        0 if groups.len() > 1 => (1..=3).contains(&group.len()),
        0 => true,
        _ => group.len() == 3,
    });
    let digits: String = groups.concat();
    if !well_formed || !digits.chars().all(|letter| letter.is_ascii_digit()) {
        return Err(Why::of("table-money-form"));
    }
    let significant = digits.trim_start_matches('0');
    Ok(if significant.is_empty() { "0".to_owned() } else { significant.to_owned() })
}

/// Blanks that group digits: an ordinary one, a protected one, a narrow one.
fn is_blank(letter: char) -> bool {
    matches!(letter, ' ' | '\u{A0}' | '\u{2009}' | '\u{202F}')
}

//! Which passwords are taken.

use super::normalized;

/// Fewest characters of a new password (BSI and NIST SP 800-63B: length before composition).
pub const MIN_CHARACTERS: usize = 12;
/// Most characters; longer input only costs time.
pub const MAX_CHARACTERS: usize = 128;

/// Words that, with nothing but digits and signs around them, are the first an attacker tries.
const COMMON_WORDS: &[&str] = &[
    "abcdefghijkl",
    "admin",
    "administrator",
    "asdfghjkl",
    "changeme",
    "correcthorsebatterystaple",
    "geheim",
    "hallo",
    "iloveyou",
    "kennwort",
    "letmein",
    "password",
    "passwort",
    "passwordpassword",
    "passwortpasswort",
    "qwertz",
    "qwertzuiop",
    "qwerty",
    "qwertyuiop",
    "sommer",
    "stadt",
    "stuttgart",
    "test",
    "welcome",
    "willkommen",
    "winter",
];

/// Why a password is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordRefused {
    /// Fewer than [`MIN_CHARACTERS`].
    TooShort,
    /// More than [`MAX_CHARACTERS`].
    TooLong,
    /// One of the first an attacker tries: a common word with digits, a run like 123456789012, few different characters.
    Common,
    /// Made of the account's own name or address.
    ContainsOwnName,
}

impl PasswordRefused {
    /// The stable code for forms and the API.
    pub fn code(self) -> &'static str {
        match self {
            Self::TooShort => "password-too-short",
            Self::TooLong => "password-too-long",
            Self::Common => "password-common",
            Self::ContainsOwnName => "password-own-name",
        }
    }
}

/// Says whether a new password may be used.
///
/// `own_words`: the account's login, mail address and names; the password may not consist mainly of one of them.
///
/// # Errors
/// The first reason against it.
pub fn check_new(password: &str, own_words: &[&str]) -> Result<(), PasswordRefused> {
    let characters = normalized(password).chars().count();
    if characters < MIN_CHARACTERS {
        return Err(PasswordRefused::TooShort);
    }
    if characters > MAX_CHARACTERS {
        return Err(PasswordRefused::TooLong);
    }
    let letters: String = password.to_lowercase().chars().filter(|c| c.is_alphabetic()).collect();
    if COMMON_WORDS.contains(&letters.as_str()) || is_a_run(password) || has_few_different(password) {
        return Err(PasswordRefused::Common);
    }
    if own_words.iter().any(|word| is_mostly(&letters, word)) {
        return Err(PasswordRefused::ContainsOwnName);
    }
    Ok(())
}

/// Each character follows the one before, forward or backward: `123456789012`, `abcdefghijkl`.
fn is_a_run(password: &str) -> bool {
    let codes: Vec<i64> = password.chars().map(|c| i64::from(u32::from(c))).collect();
    let steps = codes.iter().zip(codes.iter().skip(1)).map(|(one, next)| next - one);
    let steady = |step: i64| matches!(step, 1 | -1 | 9 | -9);
    steps.into_iter().all(steady)
}

fn has_few_different(password: &str) -> bool {
    let mut seen: Vec<char> = password.chars().collect();
    seen.sort_unstable();
    seen.dedup();
    seen.len() < 5
}

/// Whether little remains of the letters when the word (at least four letters long) is taken out.
fn is_mostly(letters: &str, word: &str) -> bool {
    word.split('@').next().is_some_and(|word| {
        let word: String = word.to_lowercase().chars().filter(|c| c.is_alphabetic()).collect();
        word.chars().count() >= 4 && letters.contains(&word) && letters.replace(&word, "").chars().count() < 6
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The specification of what is taken.
    #[test]
    fn new_passwords() {
        use PasswordRefused::*;
        let own = ["amira.haddad@city.example", "Amira", "Haddad"];
        let table = [
            ("", Err(TooShort)),
            ("elf Zeichen", Err(TooShort)),
            ("blaue Tassen im Regal", Ok(())),
            ("7f%kQ!zp2w#L", Ok(())),
            ("ÄöüßÄöüßkpqr", Ok(())),
            ("Passwort1234", Err(Common)),
            ("!!password!!2027", Err(Common)),
            ("Stuttgart-2027", Err(Common)),
            ("123456789012", Err(Common)),
            ("210987654321", Err(Common)),
            ("abcdefghijklmn", Err(Common)),
            ("aaaaaaaaaaaaaa", Err(Common)),
            ("abababababababab", Err(Common)),
            ("amirahaddad2027", Err(ContainsOwnName)),
            ("Haddad-19900101", Err(ContainsOwnName)),
            ("Haddad fliegt nach Tunis", Ok(())),
        ];
        for (password, expected) in table {
            assert_eq!(check_new(password, &own), expected, "{password}");
        }
        assert_eq!(check_new(&"lang ".repeat(40), &own), Err(TooLong));
    }
}

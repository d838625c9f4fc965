//! The city as a party to documents.

/// The city's name and postal address, as they stand on what it issues.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct City {
    /// Name (BT-44).
    pub name: String,
    /// Street and number (BT-50).
    pub street: String,
    /// Postcode (BT-53).
    pub postcode: String,
    /// Place (BT-52).
    pub place: String,
}

/// The account from which a city pays its interpreters by itself, without its treasury's system.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PoolAccount {
    /// Whose it is.
    pub holder: String,
    /// Its IBAN.
    pub iban: String,
    /// Its bank's BIC, where the bank wants it.
    pub bic: Option<String>,
}

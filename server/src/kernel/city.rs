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

//! Where people live and sessions take place, about as often as people live in the districts.

/// A district with its postcode, some of its streets and its share of a thousand inhabitants. House numbers are drawn.
pub struct Neighborhood {
    pub district: &'static str,
    pub postcode: &'static str,
    pub per_thousand: u32,
    pub streets: &'static [&'static str],
}

const fn quarter(
    district: &'static str,
    postcode: &'static str,
    per_thousand: u32,
    streets: &'static [&'static str],
) -> Neighborhood {
    Neighborhood { district, postcode, per_thousand, streets }
}

#[rustfmt::skip]
pub static NEIGHBORHOODS: [Neighborhood; 23] = [
    quarter("Mitte", "70173", 39, &["Eberhardstraße", "Olgastraße", "Hohe Straße"]),
    quarter("Nord", "70191", 45, &["Heilbronner Straße", "Birkenwaldstraße", "Nordbahnhofstraße"]),
    quarter("Ost", "70190", 80, &["Neckarstraße", "Hackstraße", "Landhausstraße"]),
    quarter("Süd", "70199", 73, &["Böblinger Straße", "Möhringer Straße", "Schickhardtstraße"]),
    quarter("West", "70178", 86, &["Rotebühlstraße", "Schwabstraße", "Reinsburgstraße"]),
    quarter("Bad Cannstatt", "70372", 117, &["Waiblinger Straße", "Schmidener Straße", "König-Karl-Straße"]),
    quarter("Birkach", "70599", 12, &["Birkheckenstraße", "Alte Dorfstraße"]),
    quarter("Botnang", "70195", 22, &["Beethovenstraße", "Regerstraße"]),
    quarter("Degerloch", "70597", 27, &["Löwenstraße", "Epplestraße"]),
    quarter("Feuerbach", "70469", 50, &["Grazer Straße", "Stuttgarter Straße", "Wiener Straße"]),
    quarter("Hedelfingen", "70329", 17, &["Amstetter Straße", "Heumadener Straße"]),
    quarter("Möhringen", "70567", 54, &["Vaihinger Straße", "Filderbahnstraße"]),
    quarter("Mühlhausen", "70378", 43, &["Mönchfeldstraße", "Aldinger Straße"]),
    quarter("Münster", "70376", 11, &["Austraße", "Freibergstraße"]),
    quarter("Obertürkheim", "70329", 14, &["Augsburger Straße", "Uhlbacher Straße"]),
    quarter("Plieningen", "70599", 22, &["Filderhauptstraße", "Paracelsusstraße"]),
    quarter("Sillenbuch", "70619", 39, &["Kirchheimer Straße", "Tuttlinger Straße"]),
    quarter("Stammheim", "70439", 21, &["Freihofstraße", "Kornwestheimer Straße"]),
    quarter("Untertürkheim", "70327", 27, &["Großglocknerstraße", "Württembergstraße"]),
    quarter("Vaihingen", "70563", 76, &["Robert-Koch-Straße", "Hauptstraße", "Krehlstraße"]),
    quarter("Wangen", "70327", 15, &["Hedelfinger Straße", "Ulmer Straße"]),
    quarter("Weilimdorf", "70499", 52, &["Solitudestraße", "Pforzheimer Straße"]),
    quarter("Zuffenhausen", "70435", 63, &["Unterländer Straße", "Ludwigsburger Straße"]),
];

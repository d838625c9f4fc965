//! Where a session takes place and where an interpreter lives: Stuttgart's 23 city districts.
//!
//! Offers show the district only, and the time of travel is estimated between districts. Nothing here asks a map
//! service: addresses of clients don't leave the house.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::spelling::{fold, resembles};

/// A city district of Stuttgart. Ordered by name.
#[doc(alias = "Stadtbezirk")]
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct District(u8);

/// A point on a plane, in units of 100 m; the origin is the Schlossplatz.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// Units of 100 m to the east.
    pub x: i32,
    /// Units of 100 m to the north.
    pub y: i32,
}

/// A text that names no city district.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown district {given:?}")]
pub struct UnknownDistrict {
    /// What was written, trimmed.
    pub given: String,
    /// What may have been meant.
    pub did_you_mean: Option<District>,
}

struct Entry {
    code: &'static str,
    name: &'static str,
    center: Point,
}

const fn at(code: &'static str, name: &'static str, x: i32, y: i32) -> Entry {
    Entry { code, name, center: Point { x, y } }
}

/// Centers of the built-up area, read from a map to about 300 m.
static DISTRICTS: [Entry; 23] = [
    at("bad-cannstatt", "Bad Cannstatt", 29, 30),
    at("birkach", "Birkach", 17, -54),
    at("botnang", "Botnang", -38, 0),
    at("degerloch", "Degerloch", -7, -33),
    at("feuerbach", "Feuerbach", -18, 37),
    at("hedelfingen", "Hedelfingen", 53, -23),
    at("mitte", "Mitte", 0, 0),
    at("moehringen", "Möhringen", -23, -57),
    at("muehlhausen", "Mühlhausen", 37, 71),
    at("muenster", "Münster", 17, 47),
    at("nord", "Nord", -4, 21),
    at("obertuerkheim", "Obertürkheim", 64, -20),
    at("ost", "Ost", 20, 6),
    at("plieningen", "Plieningen", 24, -82),
    at("sillenbuch", "Sillenbuch", 27, -39),
    at("stammheim", "Stammheim", -16, 79),
    at("sued", "Süd", -11, -16),
    at("untertuerkheim", "Untertürkheim", 51, 6),
    at("vaihingen", "Vaihingen", -51, -55),
    at("wangen", "Wangen", 41, -7),
    at("weilimdorf", "Weilimdorf", -50, 41),
    at("west", "West", -18, -4),
    at("zuffenhausen", "Zuffenhausen", -8, 60),
];

/// Minutes to the stop, waiting, and from the stop to the door; all that a way within one district takes.
const BASE_MINUTES: i32 = 10;
/// How many units of 100 m public transport covers in a minute from door to door (24 km/h).
const UNITS_PER_MINUTE: i32 = 4;

impl Point {
    /// The way along streets at right angles, in units of 100 m.
    pub fn manhattan(self, other: Point) -> i32 {
        (self.x - other.x).abs() + (self.y - other.y).abs()
    }
}

impl District {
    /// Mitte, where the city hall stands.
    pub const CENTER: District = District(6);

    /// Every district, ordered by its code.
    pub fn all() -> impl ExactSizeIterator<Item = District> + DoubleEndedIterator {
        (0..DISTRICTS.len()).map(|index| District(index as u8))
    }

    /// The district with exactly this code (`bad-cannstatt`); for what our own database holds.
    pub fn from_code(code: &str) -> Option<District> {
        DISTRICTS.binary_search_by_key(&code, |entry| entry.code).ok().map(|index| District(index as u8))
    }

    /// Reads a name as people write it: `Süd`, `S-Süd`, `Stuttgart-Süd`, `sued`, `Cannstatt`.
    ///
    /// # Errors
    /// [`UnknownDistrict`] with the name that may have been meant.
    pub fn parse(text: &str) -> Result<District, UnknownDistrict> {
        let name = without_city(text.trim());
        let folded = fold(if fold(name) == "cannstatt" { "Bad Cannstatt" } else { name });
        District::all().find(|district| fold(district.name()) == folded).ok_or_else(|| UnknownDistrict {
            given: text.trim().to_owned(),
            did_you_mean: District::all()
                .filter_map(|district| resembles(&folded, &fold(district.name())).map(|slips| (slips, district)))
                .min()
                .map(|(_, district)| district),
        })
    }

    /// The name without umlauts, as it stands in databases and addresses of pages.
    pub fn code(self) -> &'static str {
        self.entry().code
    }

    /// The name as the city writes it; the same for every reader.
    pub fn name(self) -> &'static str {
        self.entry().name
    }

    /// The approximate center of the built-up area.
    pub fn center(self) -> Point {
        self.entry().center
    }

    /// An estimate of the minutes by public transport from door to door: ten minutes and one for each 400 m.
    ///
    /// It is an approximation that is the same for everybody, knows neither hills nor timetables, and is meant for
    /// ranking and for the gap between two sessions, never for paying.
    #[doc(alias = "Fahrzeit")]
    pub fn travel_minutes(self, to: District) -> i32 {
        let units = self.center().manhattan(to.center());
        BASE_MINUTES + (units + UNITS_PER_MINUTE - 1) / UNITS_PER_MINUTE
    }

    fn entry(self) -> &'static Entry {
        &DISTRICTS[usize::from(self.0)] // the only values are made above, from this table
    }
}

/// `Stuttgart-Süd` and `S-Süd` are `Süd`.
fn without_city(text: &str) -> &str {
    let lower = text.to_lowercase();
    for prefix in ["stuttgart-", "stuttgart ", "s-", "s "] {
        if lower.starts_with(prefix) {
            return text.get(prefix.len()..).unwrap_or(text).trim();
        }
    }
    text
}

impl FromStr for District {
    type Err = UnknownDistrict;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        District::parse(text)
    }
}

impl fmt::Display for District {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Debug for District {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "District({})", self.code())
    }
}

impl Serialize for District {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for District {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        District::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn district(name: &str) -> District {
        District::parse(name).unwrap()
    }

    #[test]
    fn names_are_read() {
        for (written, code) in [
            ("Mitte", "mitte"),
            ("stuttgart-mitte", "mitte"),
            ("Stuttgart Mitte", "mitte"),
            ("S-Süd", "sued"),
            ("SUED", "sued"),
            ("Süd", "sued"),
            ("Bad Cannstatt", "bad-cannstatt"),
            ("Bad-Cannstatt", "bad-cannstatt"),
            ("Stuttgart-Bad Cannstatt", "bad-cannstatt"),
            ("Cannstatt", "bad-cannstatt"),
            ("moehringen", "moehringen"),
            (" Weilimdorf ", "weilimdorf"),
            ("Sillenbuch", "sillenbuch"),
        ] {
            assert_eq!(District::parse(written).map(District::code), Ok(code), "{written}");
        }
    }

    #[test]
    fn other_places_are_refused() {
        for (written, suggested, why) in [
            ("", None, "nothing written"),
            ("Esslingen", None, "another city"),
            ("Stuttgart", None, "the city, not a district"),
            ("Vaihigen", Some("vaihingen"), "a letter is missing"),
            ("Stuttgart-Feuerbch", Some("feuerbach"), "a letter is missing"),
            ("Zuffenhsn", Some("zuffenhausen"), "three letters of twelve are missing"),
        ] {
            let refused = District::parse(written).unwrap_err();
            assert_eq!(refused.did_you_mean.map(District::code), suggested, "{written}: {why}");
        }
    }

    #[test]
    fn the_table_is_sorted_and_read_back() {
        assert!(DISTRICTS.is_sorted_by_key(|entry| entry.code));
        assert_eq!(District::CENTER.name(), "Mitte");
        for each in District::all() {
            assert_eq!(District::parse(each.name()), Ok(each));
            assert_eq!(District::parse(each.code()), Ok(each));
            assert_eq!(District::from_code(each.code()), Some(each));
        }
        assert_eq!(serde_json::to_string(&district("Süd")).unwrap(), "\"sued\"");
        assert_eq!(serde_json::from_str::<District>("\"sued\"").unwrap(), district("Süd"));
    }

    #[test]
    fn the_city_lies_as_on_a_map() {
        let y = |name: &str| district(name).center().y;
        let x = |name: &str| district(name).center().x;
        assert!(y("Stammheim") > y("Zuffenhausen") && y("Zuffenhausen") > y("Mitte"), "north");
        assert!(y("Plieningen") < y("Möhringen") && y("Möhringen") < y("Degerloch"), "south");
        assert!(x("Obertürkheim") > x("Wangen") && x("Wangen") > x("Ost"), "up the Neckar");
        assert!(x("Vaihingen") < x("West") && x("Botnang") < x("West"), "west");
    }

    #[test]
    fn travel_takes_longer_the_farther_it_goes() {
        for (from, to, minutes) in [
            ("Mitte", "Mitte", 10),            // within a district
            ("Mitte", "West", 16),             // 22 units
            ("Mitte", "Bad Cannstatt", 25),    // 59 units
            ("Bad Cannstatt", "Mitte", 25),    // the same way back
            ("Vaihingen", "Zuffenhausen", 50), // 43 + 115 = 158 units
            ("Stammheim", "Plieningen", 61),   // 40 + 161 = 201 units, across the whole city
        ] {
            assert_eq!(district(from).travel_minutes(district(to)), minutes, "{from} to {to}");
        }
    }
}

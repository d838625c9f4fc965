//! The one safe writer between our facts and the wire (RFC 5545, 7986, 5546).
//!
//! Components are built with the `icalendar` crate; this file closes what it leaves open: control characters are stripped,
//! `UID` and `DTSTAMP` are always ours (stable, never "now"), and the VTIMEZONE is written out, because the crate prints none that
//! strict readers accept. A local time that comes twice is written in UTC.

use crate::{
    booking::facts::{AssignmentFacts, Delivery},
    kernel::{
        clock::Instant,
        language::Language,
        time::{CivilTimeError, Fold, berlin, resolve},
    },
    platform::i18n::{Locale, t, t_args},
};
use icalendar::{Component, Event, EventStatus, Property};

/// Europe/Berlin since 1996 (Directive 2000/84/EC): last Sundays of March and October.
const VTIMEZONE: &str = "BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\n\
    BEGIN:DAYLIGHT\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nTZNAME:CEST\r\nDTSTART:19960331T020000\r\n\
    RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nEND:DAYLIGHT\r\n\
    BEGIN:STANDARD\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nTZNAME:CET\r\nDTSTART:19961027T030000\r\n\
    RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";

/// What an entry means to its reader.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// Offered; not accepted yet. The address is left out.
    Tentative,
    /// Accepted.
    Confirmed,
    /// No longer.
    Cancelled,
}

/// One entry of a calendar.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    facts: AssignmentFacts,
    standing: Standing,
    url: Option<String>,
    people: Option<(Party, Party)>,
}

/// Somebody in an invitation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Party {
    /// Mail address.
    pub email: String,
    /// Name.
    pub name: String,
}

/// The UID of an assignment in feed, mail and CalDAV alike.
#[must_use]
pub fn uid(facts: &AssignmentFacts) -> String {
    format!("assignment-{}@dragoman", facts.assignment)
}

impl Entry {
    /// An entry for an interpreter. `url` leads to the job's card.
    #[must_use]
    pub fn new(facts: AssignmentFacts, standing: Standing, url: Option<String>) -> Self {
        Self { facts, standing, url, people: None }
    }

    /// The same as an invitation from `organizer` to `attendee`.
    #[must_use]
    pub fn between(mut self, organizer: Party, attendee: Party) -> Self {
        self.people = Some((organizer, attendee));
        self
    }

    fn write(&self, locale: Locale) -> Option<String> {
        let facts = &self.facts;
        let language = Language::from_code(&facts.language)
            .map_or(facts.language.as_str(), |language| language.name_in(locale.code()));
        let (topic, office) = match locale {
            Locale::De => (&facts.topic_de, &facts.office_name_de),
            Locale::En => (&facts.topic_en, &facts.office_name_en),
        };
        let prefix = match self.standing {
            Standing::Tentative => t(locale, "calendar-offer-prefix"),
            Standing::Confirmed => String::new(),
            Standing::Cancelled => t(locale, "calendar-cancelled-prefix"),
        };
        let knows_place = self.standing == Standing::Confirmed;
        let place = match facts.delivery {
            Delivery::OnSite if knows_place => facts.address.clone(),
            Delivery::OnSite => facts.district.clone().unwrap_or_default(),
            Delivery::Phone => t(locale, "calendar-by-phone"),
            Delivery::Video => t(locale, "calendar-by-video"),
        };
        let mut description = vec![
            t_args(locale, "calendar-reference", &[("reference", facts.reference.as_str().into())]),
            office.clone(),
            topic.clone(),
        ];
        if knows_place && !facts.remark.is_empty() {
            description.push(facts.remark.clone());
        }

        let mut event = Event::new();
        event
            .uid(&uid(facts))
            .timestamp(facts.updated_at)
            .last_modified(facts.updated_at)
            .sequence(u32::try_from(facts.version).unwrap_or(0))
            .summary(&clean(&format!("{prefix}{language}: {topic}")))
            .description(&clean(&description.join("\n")))
            .append_property(wall_clock("DTSTART", facts.slot.starts_at()))
            .append_property(wall_clock("DTEND", facts.slot.ends_at()));
        if !place.is_empty() {
            event.add_property("LOCATION", clean(&place));
        }
        if let Some(url) = &self.url {
            event.add_property("URL", clean(url));
        }
        let (status, transparency) = match self.standing {
            Standing::Tentative => (EventStatus::Tentative, "TRANSPARENT"),
            Standing::Confirmed => (EventStatus::Confirmed, "OPAQUE"),
            Standing::Cancelled => (EventStatus::Cancelled, "TRANSPARENT"),
        };
        event.status(status);
        event.add_property("TRANSP", transparency);
        if let Some((organizer, attendee)) = &self.people {
            event.append_property(party("ORGANIZER", organizer).done());
            let mut invited = party("ATTENDEE", attendee);
            invited.add_parameter("ROLE", "REQ-PARTICIPANT");
            invited.add_parameter(
                "PARTSTAT",
                if self.standing == Standing::Confirmed { "ACCEPTED" } else { "NEEDS-ACTION" },
            );
            invited.add_parameter("RSVP", "TRUE");
            event.append_property(invited.done());
        }
        event.try_into_string().ok()
    }
}

fn party(key: &str, party: &Party) -> Property {
    let mut property = Property::new(key, format!("mailto:{}", clean_address(&party.email)));
    property.add_parameter("CN", &clean_name(&party.name));
    property
}

/// Wall-clock time with its zone, or UTC where the wall clock shows it twice.
fn wall_clock(key: &str, at: Instant) -> Property {
    let local = berlin(at).naive_local();
    if let Err(CivilTimeError::Ambiguous(_)) = resolve(local, Fold::Unsaid) {
        return Property::new(key, at.format("%Y%m%dT%H%M%SZ").to_string());
    }
    let mut property = Property::new(key, local.format("%Y%m%dT%H%M%S").to_string());
    property.add_parameter("TZID", "Europe/Berlin");
    property.done()
}

/// Line feeds may stay (they are escaped), every other control character goes.
fn clean(text: &str) -> String {
    text.replace("\r\n", "\n").chars().filter(|c| *c == '\n' || !c.is_control()).collect()
}

/// A parameter value may hold neither quotes nor line breaks (RFC 5545 § 3.2; RFC 6868 is not understood everywhere).
fn clean_name(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_control() && !matches!(c, '"' | ';' | ':' | ',')).collect();
    text.trim().to_owned()
}

fn clean_address(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() && !c.is_whitespace() && *c != '"').collect()
}

/// How a calendar is sent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Method {
    /// A subscription feed carries none (PUBLISH would make ORGANIZER mandatory).
    Feed,
    /// An invitation or its change (RFC 5546 § 3.2.2).
    Request,
    /// A cancellation (RFC 5546 § 3.2.5).
    Cancel,
}

impl Method {
    /// The METHOD of header and body.
    #[must_use]
    pub const fn name(self) -> Option<&'static str> {
        match self {
            Self::Feed => None,
            Self::Request => Some("REQUEST"),
            Self::Cancel => Some("CANCEL"),
        }
    }
}

/// A whole calendar object. The same entries always give the same bytes.
#[must_use]
pub fn calendar(method: Method, name: &str, entries: &[Entry], locale: Locale) -> String {
    let mut text =
        String::from("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Dragoman//Dragoman//DE\r\nCALSCALE:GREGORIAN\r\n");
    if let Some(method) = method.name() {
        text.push_str(&format!("METHOD:{method}\r\n"));
    } else {
        for key in ["NAME", "X-WR-CALNAME"] {
            text.push_str(&fold(&format!("{key}:{}", escape(&clean(name)))));
        }
        text.push_str(
            "X-WR-TIMEZONE:Europe/Berlin\r\nREFRESH-INTERVAL;VALUE=DURATION:PT15M\r\nX-PUBLISHED-TTL:PT15M\r\n",
        );
    }
    text.push_str(VTIMEZONE);
    for entry in entries {
        if let Some(event) = entry.write(locale) {
            text.push_str(&event);
        }
    }
    text.push_str("END:VCALENDAR\r\n");
    text
}

fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n")
}

/// At most 75 octets a line, never through a character (RFC 5545 § 3.1).
fn fold(line: &str) -> String {
    let mut text = String::new();
    let mut octets = 0;
    for c in line.chars() {
        if octets + c.len_utf8() > 75 {
            text.push_str("\r\n ");
            octets = 1;
        }
        text.push(c);
        octets += c.len_utf8();
    }
    text + "\r\n"
}

#[cfg(test)]
mod tests;

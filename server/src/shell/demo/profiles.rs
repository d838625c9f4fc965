//! Kinds of sessions and what each requires of its interpreter.

use crate::shell::import::words::CredentialKind::{self, Conduct, Confidentiality, Measles, Training};
use crate::shell::import::words::Level;

/// A kind of session and what it requires of its interpreter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DemoProfile {
    pub code: &'static str,
    pub german: &'static str,
    pub english: &'static str,
    pub minimum_level: Level,
    pub required: &'static [CredentialKind],
    /// Must take place even if no money is left (with a reasoned override).
    pub legal_duty: bool,
    /// Usual lengths in minutes with their frequency.
    pub minutes: &'static [(u32, u32)],
    /// Topics as the offer shows them, German and English; no client is in them.
    pub topics: &'static [(&'static str, &'static str)],
}

pub static PROFILES: &[DemoProfile] = &[
    DemoProfile {
        code: "general",
        german: "Allgemeines Gespräch",
        english: "General conversation",
        minimum_level: Level::B2,
        required: &[Confidentiality],
        legal_duty: false,
        minutes: &[(45, 2), (60, 6), (90, 2)],
        topics: &[
            ("Beratungsgespräch", "Counseling talk"),
            ("Antragstellung", "Help with an application"),
            ("Elterngespräch", "Talk with parents"),
        ],
    },
    DemoProfile {
        code: "school_conference",
        german: "Schulgespräch",
        english: "School conference",
        minimum_level: Level::B2,
        required: &[Confidentiality, Conduct, Measles],
        legal_duty: false,
        minutes: &[(45, 3), (60, 5), (90, 1)],
        topics: &[
            ("Lernentwicklungsgespräch", "Talk about progress at school"),
            ("Einschulung", "Enrollment"),
            ("Elternabend", "Parents' evening"),
        ],
    },
    DemoProfile {
        code: "psychiatric",
        german: "Psychiatrisches Gespräch",
        english: "Psychiatric consultation",
        minimum_level: Level::C1,
        required: &[Confidentiality, Training],
        legal_duty: false,
        minutes: &[(60, 6), (90, 3)],
        topics: &[
            ("Sozialpsychiatrische Sprechstunde", "Social psychiatric consultation"),
            ("Krisengespräch", "Crisis talk"),
        ],
    },
    DemoProfile {
        code: "child_protection",
        german: "Kinderschutz",
        english: "Child protection",
        minimum_level: Level::C1,
        required: &[Confidentiality, Conduct, Training],
        legal_duty: true,
        minutes: &[(60, 3), (90, 5), (120, 2)],
        topics: &[("Gefährdungseinschätzung", "Assessment of a child's safety"), ("Schutzplan", "Safety plan")],
    },
    DemoProfile {
        code: "benefits",
        german: "Leistungsgespräch",
        english: "Benefits appointment",
        minimum_level: Level::B2,
        required: &[Confidentiality],
        legal_duty: false,
        minutes: &[(45, 4), (60, 5), (90, 1)],
        topics: &[("Leistungsantrag", "Application for benefits"), ("Wohngeld und Unterkunft", "Housing benefit")],
    },
    DemoProfile {
        code: "health_counseling",
        german: "Gesundheitsberatung",
        english: "Health counseling",
        minimum_level: Level::B2,
        required: &[Confidentiality],
        legal_duty: false,
        minutes: &[(45, 5), (60, 4)],
        topics: &[
            ("Impfberatung", "Advice on vaccination"),
            ("Schwangerschaftsberatung", "Pregnancy counseling"),
            ("Einschulungsuntersuchung", "Examination before school"),
        ],
    },
    DemoProfile {
        code: "job_interview",
        german: "Gespräch zur Arbeitsvermittlung",
        english: "Job placement talk",
        minimum_level: Level::B2,
        required: &[Confidentiality],
        legal_duty: false,
        minutes: &[(45, 4), (60, 6)],
        topics: &[("Eingliederungsvereinbarung", "Integration agreement"), ("Erstgespräch", "First appointment")],
    },
    DemoProfile {
        code: "integration_counseling",
        german: "Integrationsmanagement",
        english: "Integration counseling",
        minimum_level: Level::B1,
        required: &[Confidentiality],
        legal_duty: false,
        minutes: &[(60, 7), (90, 2)],
        topics: &[("Integrationsplan", "Integration plan"), ("Wohnungssuche", "Looking for an apartment")],
    },
];

/// The profile with this code.
pub fn profile(code: &str) -> Option<&'static DemoProfile> {
    PROFILES.iter().find(|profile| profile.code == code)
}

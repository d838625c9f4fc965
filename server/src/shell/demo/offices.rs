//! The ordering offices with their budgets, and one person to log in as for each role.

/// How much a budget line has in the current fiscal year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Funding {
    /// Cents.
    Fixed(i64),
    /// Nearly used up: whatever is committed and consumed by today, and this many cents more.
    UsedUpExcept(i64),
}

/// A budget line of the demo city. It exists in the current fiscal year and in the one before.
///
/// The published orders of magnitude are 10,000 € planned for the Job Centre, 183,000 € for the Social Welfare Office and
/// 100,000 € for the integration management; the demo city has about a third of the sessions, and so of the money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DemoBudget {
    /// Unique in the city; what [`super::OpenRequest::budget`] names.
    pub cost_center: &'static str,
    pub cost_object: &'static str,
    pub account: &'static str,
    pub german: &'static str,
    pub english: &'static str,
    pub funding: Funding,
    pub warn_percent: u8,
}

/// An ordering office of the demo city.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DemoOffice {
    pub code: &'static str,
    pub german: &'static str,
    pub english: &'static str,
    pub street: &'static str,
    pub postcode: &'static str,
    pub district: &'static str,
    /// How its file references begin.
    pub file_prefix: &'static str,
    /// Its share of a thousand sessions.
    pub per_thousand: u32,
    pub budgets: &'static [DemoBudget],
    /// Codes of profiles with their frequency.
    pub profiles: &'static [(&'static str, u32)],
}

/// Somebody to log in as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DemoLogin {
    /// `case_worker`, `office_head`, `coordination`, `finance_clerk`, `authorizing_officer`, `treasury`, `auditor`,
    /// `administrator`; interpreters log in with the address of [`super::DemoInterpreter`].
    pub role: &'static str,
    /// The office's code; absent for those who work for the whole city.
    pub office: Option<&'static str>,
    pub first_name: &'static str,
    pub last_name: &'static str,
    pub email: &'static str,
}

const fn budget(
    cost_center: &'static str,
    cost_object: &'static str,
    german: &'static str,
    english: &'static str,
    funding: Funding,
    warn_percent: u8,
) -> DemoBudget {
    DemoBudget { cost_center, cost_object, account: "44310000", german, english, funding, warn_percent }
}

pub static OFFICES: &[DemoOffice] = &[
    DemoOffice {
        code: "JA",
        german: "Jugendamt",
        english: "Youth Welfare Office",
        street: "Wilhelmstraße 3",
        postcode: "70182",
        district: "Mitte",
        file_prefix: "51-23-",
        per_thousand: 240,
        budgets: &[budget(
            "5110-01",
            "36300100",
            "Dolmetschen Hilfen zur Erziehung",
            "Interpreting in family support",
            Funding::Fixed(3_800_000),
            80,
        )],
        profiles: &[("general", 5), ("child_protection", 3)],
    },
    DemoOffice {
        code: "SVA",
        german: "Schulverwaltungsamt",
        english: "Schools Administration Office",
        street: "Hauptstätter Straße 79",
        postcode: "70178",
        district: "Mitte",
        file_prefix: "40-SB-",
        per_thousand: 140,
        budgets: &[budget(
            "4010-02",
            "21110200",
            "Dolmetschen an Schulen",
            "Interpreting at schools",
            Funding::Fixed(2_400_000),
            80,
        )],
        profiles: &[("school_conference", 1)],
    },
    DemoOffice {
        code: "GA",
        german: "Gesundheitsamt",
        english: "Public Health Office",
        street: "Schloßstraße 91",
        postcode: "70176",
        district: "West",
        file_prefix: "53-",
        per_thousand: 100,
        budgets: &[budget(
            "5310-03",
            "41400300",
            "Dolmetschen Gesundheitsberatung",
            "Interpreting in health counseling",
            Funding::Fixed(1_600_000),
            85,
        )],
        profiles: &[("health_counseling", 6), ("psychiatric", 3)],
    },
    DemoOffice {
        code: "SOA",
        german: "Sozialamt",
        english: "Social Welfare Office",
        street: "Eberhardstraße 33",
        postcode: "70173",
        district: "Mitte",
        file_prefix: "50-4-",
        per_thousand: 260,
        budgets: &[
            budget(
                "5010-04",
                "31300400",
                "Dolmetschen Leistungen",
                "Interpreting on benefits",
                Funding::Fixed(4_500_000),
                80,
            ),
            budget(
                "5010-05",
                "31300500",
                "Dolmetschen Unterbringung",
                "Interpreting in shelters",
                Funding::Fixed(1_500_000),
                80,
            ),
        ],
        profiles: &[("benefits", 7), ("general", 2)],
    },
    DemoOffice {
        code: "JC",
        german: "Jobcenter",
        english: "Job Centre",
        street: "Rosensteinstraße 11",
        postcode: "70191",
        district: "Nord",
        file_prefix: "BG-",
        per_thousand: 120,
        budgets: &[budget(
            "5610-06",
            "31200600",
            "Dolmetschen Jobcenter",
            "Interpreting at the Job Centre",
            Funding::UsedUpExcept(12_000),
            90,
        )],
        profiles: &[("job_interview", 1)],
    },
    DemoOffice {
        code: "IM",
        german: "Integrationsmanagement der Wohlfahrtsverbände",
        english: "Integration management of the welfare organizations",
        street: "Württembergstraße 20",
        postcode: "70327",
        district: "Untertürkheim",
        file_prefix: "IM-",
        per_thousand: 140,
        budgets: &[budget(
            "5010-07",
            "31300700",
            "Zuwendung Pakt für Integration",
            "Grant of the Pact for Integration",
            Funding::Fixed(3_300_000),
            75,
        )],
        profiles: &[("integration_counseling", 1)],
    },
];

const fn login(
    role: &'static str,
    office: Option<&'static str>,
    first_name: &'static str,
    last_name: &'static str,
    email: &'static str,
) -> DemoLogin {
    DemoLogin { role, office, first_name, last_name, email }
}

#[rustfmt::skip]
pub static LOGINS: &[DemoLogin] = &[
    login("case_worker", Some("JA"), "Carla", "Brenner", "jugendamt@stadt.example.org"),
    login("case_worker", Some("SVA"), "Jonas", "Wieland", "schulverwaltung@stadt.example.org"),
    login("case_worker", Some("GA"), "Miriam", "Sauter", "gesundheitsamt@stadt.example.org"),
    login("case_worker", Some("SOA"), "Henning", "Rau", "sozialamt@stadt.example.org"),
    login("case_worker", Some("JC"), "Dilan", "Arnold", "jobcenter@stadt.example.org"),
    login("case_worker", Some("IM"), "Paula", "Reichert", "integration@traeger.example.org"),
    login("office_head", Some("JA"), "Ruth", "Haberland", "leitung.jugendamt@stadt.example.org"),
    login("office_head", Some("SVA"), "Stefan", "Nägele", "leitung.schulverwaltung@stadt.example.org"),
    login("office_head", Some("GA"), "Ingrid", "Voss", "leitung.gesundheitsamt@stadt.example.org"),
    login("office_head", Some("SOA"), "Martin", "Eberle", "leitung.sozialamt@stadt.example.org"),
    login("office_head", Some("JC"), "Anja", "Kuhnle", "leitung.jobcenter@stadt.example.org"),
    login("office_head", Some("IM"), "Tobias", "Frank", "leitung.integration@traeger.example.org"),
    login("coordination", None, "Leyla", "Hartmann", "koordination@stadt.example.org"),
    login("finance_clerk", None, "Bernd", "Schäuffele", "finanzen@stadt.example.org"),
    login("authorizing_officer", None, "Claudia", "Merz-Linke", "anordnung@stadt.example.org"),
    login("treasury", None, "Wolfgang", "Pfister", "kasse@stadt.example.org"),
    login("auditor", None, "Sabine", "Gröner", "pruefung@stadt.example.org"),
    login("administrator", None, "Nils", "Petersen", "verwaltung@stadt.example.org"),
];

/// The office with this code.
pub fn office(code: &str) -> Option<&'static DemoOffice> {
    OFFICES.iter().find(|office| office.code == code)
}

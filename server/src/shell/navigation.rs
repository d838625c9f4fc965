//! The main navigation: what each role needs, in the order of its day.

use crate::{
    kernel::actor::{Person, Role},
    platform::render::NavItem,
};

/// Label key, address, and for whom.
const ITEMS: &[(&str, &str, &[Role])] = &[
    ("nav-home", "/", &Role::ALL),
    (
        "nav-requests",
        "/requests",
        &[Role::CaseWorker, Role::OfficeHead, Role::Coordination, Role::FinanceClerk, Role::Auditor],
    ),
    ("nav-queue", "/queue", &[Role::OfficeHead, Role::Coordination, Role::FinanceClerk]),
    ("nav-timesheets", "/timesheets", &[Role::CaseWorker]),
    ("nav-dispatch", "/dispatch", &[Role::Coordination]),
    ("nav-rules", "/rules", &[Role::Coordination]),
    ("nav-plans", "/plans", &[Role::Coordination, Role::Auditor]),
    ("nav-pool", "/pool", &[Role::Coordination, Role::Auditor]),
    ("nav-offers", "/offers", &[Role::Interpreter]),
    ("nav-board", "/board", &[Role::Interpreter]),
    ("nav-jobs", "/jobs", &[Role::Interpreter]),
    ("nav-availability", "/availability", &[Role::Interpreter]),
    ("nav-money", "/money", &[Role::Interpreter]),
    ("nav-calendars", "/calendars", &[Role::Interpreter]),
    ("nav-claims", "/claims", &[Role::CaseWorker, Role::OfficeHead, Role::FinanceClerk, Role::Auditor]),
    (
        "nav-budgets",
        "/budgets",
        &[
            Role::OfficeHead,
            Role::CaseWorker,
            Role::Coordination,
            Role::FinanceClerk,
            Role::AuthorizingOfficer,
            Role::Auditor,
        ],
    ),
    ("nav-months", "/months", &[Role::FinanceClerk, Role::AuthorizingOfficer, Role::Treasury, Role::Auditor]),
    ("nav-orders", "/orders", &[Role::AuthorizingOfficer]),
    ("nav-treasury", "/treasury", &[Role::Treasury]),
    ("nav-rates", "/rates", &[Role::FinanceClerk, Role::AuthorizingOfficer, Role::Coordination, Role::Auditor]),
    ("nav-insight", "/insight", &[Role::Coordination, Role::OfficeHead, Role::FinanceClerk, Role::Auditor]),
    ("nav-audit", "/audit", &[Role::Auditor, Role::Administrator]),
    ("nav-people", "/admin/people", &[Role::Administrator]),
    ("nav-offices", "/admin/offices", &[Role::Administrator]),
    ("nav-retention", "/admin/retention", &[Role::Auditor, Role::Administrator]),
    ("nav-operations", "/admin/operations", &[Role::Administrator]),
];

/// The links of a person's roles.
pub(super) fn of(person: &Person) -> Vec<NavItem> {
    ITEMS
        .iter()
        .filter(|(_, _, roles)| person.grants.iter().any(|grant| roles.contains(&grant.role)))
        .map(|(label, href, _)| NavItem::new(label, *href))
        .collect()
}

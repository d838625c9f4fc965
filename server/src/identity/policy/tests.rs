#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;
use crate::kernel::actor::{Grant, Person};
use std::{fmt::Write, path::Path};

/// The table as a person reads it: one line an action, one column a role.
fn matrix() -> String {
    let mut text = String::from(
        "Who may do what. A role may do nothing that is not listed here.\n\n\
         city    everything in the city\n\
         office  what belongs to an office for which the role is held\n\
         own     what belongs to the interpreter who asks\n\
         yes     (house) the program itself: jobs and the command line\n\n",
    );
    let columns = [
        "case worker",
        "office head",
        "coordin.",
        "interpr.",
        "fin. clerk",
        "author. off.",
        "treasury",
        "auditor",
        "admin.",
    ];
    write!(text, "{:26}", "").unwrap();
    for column in columns {
        write!(text, "{column:13}").unwrap();
    }
    text.push_str("house\n");
    for rule in TABLE {
        let mut line = format!("{:26}", rule.name);
        for role in Role::ALL {
            let reach = rule.roles.iter().find(|(allowed, _)| *allowed == role).map(|(_, reach)| match reach {
                Reach::City => "city",
                Reach::Office => "office",
                Reach::Own => "own",
            });
            write!(line, "{:13}", reach.unwrap_or("-")).unwrap();
        }
        line.push_str(if rule.house { "yes" } else { "-" });
        writeln!(text, "{line}\n  {}", rule.sentence.trim()).unwrap();
    }
    text
}

/// `UPDATE_GOLDEN=1` writes what is compared otherwise: a change of the policy is a visible change of this file.
#[test]
fn the_matrix_is_the_one_that_was_agreed() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/identity/policy_matrix.txt");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&file, matrix()).unwrap();
    }
    let agreed = std::fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(matrix(), agreed, "the policy differs from {}; UPDATE_GOLDEN=1 accepts it", file.display());
}

fn person(grants: &[(Role, Option<OfficeId>)], interpreter: Option<InterpreterId>) -> Actor {
    let grants = grants.iter().map(|(role, office)| Grant { role: *role, office: *office }).collect();
    Actor::Person(Person { account: AccountId::new(), name: "Somebody".to_owned(), grants, interpreter })
}

#[test]
fn strangers_see_nothing_and_colleagues_are_refused() {
    let (youth, school) = (OfficeId::new(), OfficeId::new());
    let (olena, amira) = (InterpreterId::new(), InterpreterId::new());
    let request = SubmitRequest { office: youth };
    let own = ViewOwnMoney { interpreter: olena };
    let ask = |actor: &Actor, rule: &Rule, target: Target| super::ask(rule, actor, target);
    let table = [
        (person(&[(Role::CaseWorker, Some(youth))], None), Answer::Yes, Answer::Unknown),
        (person(&[(Role::CaseWorker, Some(school))], None), Answer::Unknown, Answer::Unknown),
        (person(&[(Role::OfficeHead, Some(youth))], None), Answer::Forbidden, Answer::Unknown),
        (person(&[(Role::Coordination, None)], None), Answer::Yes, Answer::Forbidden),
        (person(&[(Role::Auditor, None)], None), Answer::Forbidden, Answer::Forbidden),
        (person(&[(Role::Interpreter, None)], Some(olena)), Answer::Unknown, Answer::Yes),
        (person(&[(Role::Interpreter, None)], Some(amira)), Answer::Unknown, Answer::Unknown),
        (person(&[], None), Answer::Unknown, Answer::Unknown),
    ];
    for (actor, to_request, to_money) in table {
        assert_eq!(ask(&actor, &SubmitRequest::RULE, request.target()), to_request, "{actor:?}");
        assert_eq!(ask(&actor, &ViewOwnMoney::RULE, own.target()), to_money, "{actor:?}");
    }
    let house = Actor::House("test");
    assert_eq!(ask(&house, &SubmitRequest::RULE, request.target()), Answer::Yes);
    assert_eq!(ask(&house, &ViewOwnMoney::RULE, own.target()), Answer::Forbidden);
}

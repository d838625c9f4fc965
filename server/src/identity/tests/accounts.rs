//! Inviting people, giving and taking roles, shutting out.

use super::{
    database,
    login::{attempt, monday},
};
use crate::{
    identity::{
        InviteRefused, LogInRefused, NewAccount, NewRole, NextStep, Permit, RoleRefused, StandingRefused,
        accept_invitation, disable_account, enable_account, end_session, enroll_second_factor, enrollment, grant_role,
        hash_new_password, invite_account, log_in, policy::ManageAccounts, remove_second_factor, revoke_role, secrets,
        store, testing::*, tokens, unlock_account, visitor,
    },
    kernel::{
        actor::{Actor, Role},
        ids::{InterpreterId, OfficeId},
        refusal::Refusal,
    },
    platform::{db::Db, fault::Stop, i18n::Locale, password::PasswordRefused},
};
use chrono::{Duration, NaiveDate};

fn house() -> Permit<ManageAccounts> {
    Permit::ask(&Actor::House("test"), ManageAccounts {}).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn somebody(email: &str, roles: Vec<NewRole>) -> NewAccount {
    NewAccount { email: email.to_owned(), name: "Kim Vogt".to_owned(), locale: Locale::De, roles, interpreter: None }
}

/// Which invitations are refused, and why.
#[tokio::test]
async fn invitations() {
    let (db, now) = (database().await, monday());
    account(&db, "kora@city.example", &[(Role::Coordination, None)], None, false, now).await;
    let good = somebody("kim@city.example", vec![NewRole::of(Role::Auditor, None)]);
    let with = |change: &dyn Fn(&mut NewAccount)| {
        let mut new = good.clone();
        change(&mut new);
        new
    };
    let table = [
        ("account-email-malformed", with(&|new| new.email = "kim".to_owned())),
        ("account-email-malformed", with(&|new| new.email = "kim@localhost".to_owned())),
        ("account-email-malformed", with(&|new| new.email = "kim vogt@city.example".to_owned())),
        ("account-email-taken", with(&|new| new.email = " Kora@City.example".to_owned())),
        ("account-name-missing", with(&|new| new.name = " \u{200B}".to_owned())),
        ("account-name-missing", with(&|new| new.name = "x".repeat(121))),
        ("account-name-missing", with(&|new| new.name = "a\0b".to_owned())),
        ("account-no-role", with(&|new| new.roles = vec![])),
        ("role-office-missing", with(&|new| new.roles = vec![NewRole::of(Role::CaseWorker, None)])),
        ("role-office-for-city", with(&|new| new.roles = vec![NewRole::of(Role::Treasury, Some(OfficeId::new()))])),
        ("role-office-unknown", with(&|new| new.roles = vec![NewRole::of(Role::OfficeHead, Some(OfficeId::new()))])),
        ("role-ends-before-it-begins", with(&|new| new.roles[0].valid_to = Some(day("2027-03-01")))),
        ("account-interpreter-missing", with(&|new| new.roles = vec![NewRole::of(Role::Interpreter, None)])),
    ];
    for (code, new) in table {
        let mut tx = db.begin().await.unwrap();
        match invite_account(house(), new.clone(), now, &mut tx).await {
            Err(Stop::Refused(refused)) => assert_eq!(refused.code(), code, "{new:?}"),
            other => panic!("{code}: {other:?}"),
        }
    }
    let mut tx = db.begin().await.unwrap();
    assert!(invite_account(house(), good, now, &mut tx).await.is_ok());
}

#[tokio::test]
async fn an_interpreter_without_a_row_is_refused_by_the_database() {
    let (db, now) = (database().await, monday());
    let mut new = somebody("olena@city.example", vec![NewRole::of(Role::Interpreter, None)]);
    new.interpreter = Some(InterpreterId::new());
    let mut tx = db.begin().await.unwrap();
    assert!(invite_account(house(), new, now, &mut tx).await.is_err());
}

#[tokio::test]
async fn an_invitation_is_accepted_once_and_with_a_decent_password() {
    let (db, config, now) = (database().await, config(), monday());
    let mut tx = db.begin().await.unwrap();
    let new = somebody("kim@city.example", vec![NewRole::of(Role::Auditor, None)]);
    let id = invite_account(house(), new, now, &mut tx).await.unwrap();
    let link = tokens::mint_invitation(&tx, &config, id, now).await.unwrap();
    tx.commit().await.unwrap();
    let early = log_in(&db, &config, &passwords(), attempt("kim@city.example", ""), now).await.unwrap_err();
    assert!(matches!(early, Stop::Refused(LogInRefused::Wrong)), "{early:?}");

    for (password, expected) in
        [("kurz", PasswordRefused::TooShort), ("KimVogt-2027-", PasswordRefused::ContainsOwnName)]
    {
        let refused = hash_new_password(&db, &passwords(), id, password).await.unwrap_err();
        assert!(matches!(refused, Stop::Refused(refused) if refused == expected), "{password}");
    }
    let hash = hash_new_password(&db, &passwords(), id, PASSWORD).await.unwrap();
    let token = tokens::verify_invitation(&db, &config, &link, now).await.unwrap();
    let mut tx = db.begin().await.unwrap();
    accept_invitation(&token, hash.clone(), now, &mut tx).await.unwrap();
    tx.commit().await.unwrap();
    assert!(log_in(&db, &config, &passwords(), attempt("kim@city.example", PASSWORD), now).await.is_ok());
    assert!(tokens::verify_invitation(&db, &config, &link, now).await.is_err());
    let mut tx = db.begin().await.unwrap();
    assert!(accept_invitation(&token, hash, now, &mut tx).await.is_err());
}

async fn roles_on(db: &Db, account: crate::kernel::ids::AccountId, now: crate::kernel::clock::Instant) -> Vec<Role> {
    let person = visitor::person(db, account, now).await.unwrap().unwrap();
    person.grants.iter().map(|grant| grant.role).collect()
}

#[tokio::test]
async fn roles_hold_from_their_first_day_to_their_last() {
    let (db, now) = (database().await, monday()); // Monday, 1 March 2027, 9:00 in Stuttgart
    let id = account(&db, "kim@city.example", &[(Role::Auditor, None)], None, false, now).await;
    let mut tx = db.begin().await.unwrap();
    let mut march = NewRole::of(Role::Coordination, None);
    march.valid_from = Some(day("2027-03-04"));
    march.valid_to = Some(day("2027-03-06"));
    let grant = grant_role(house(), id, march, now, &mut tx).await.unwrap();
    // Overlapping days of the same role are refused, the days after are not.
    for (from, to, fits) in
        [("2027-03-05", None, false), ("2027-03-01", Some("2027-03-05"), false), ("2027-03-06", None, true)]
    {
        let mut other = NewRole::of(Role::Coordination, None);
        other.valid_from = Some(day(from));
        other.valid_to = to.map(day);
        let answer = grant_role(house(), id, other, now, &mut tx).await;
        assert_eq!(answer.is_ok(), fits, "{from}: {answer:?}");
    }
    tx.commit().await.unwrap();
    let midnight = |date: &str| crate::kernel::time::start_of_day(day(date));
    let table = [
        (midnight("2027-03-04") - Duration::seconds(1), vec![Role::Auditor]),
        (midnight("2027-03-04"), vec![Role::Auditor, Role::Coordination]),
        (midnight("2027-03-06") - Duration::seconds(1), vec![Role::Auditor, Role::Coordination]),
        (midnight("2027-03-06"), vec![Role::Auditor, Role::Coordination]),
    ];
    for (at, expected) in table {
        assert_eq!(roles_on(&db, id, at).await, expected, "{at}");
    }
    // Taken on its first day it never holds again.
    let mut tx = db.begin().await.unwrap();
    revoke_role(house(), id, grant, midnight("2027-03-04"), &mut tx).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(roles_on(&db, id, midnight("2027-03-04")).await, [Role::Auditor]);
}

#[tokio::test]
async fn nobody_changes_their_own_roles_and_one_administrator_remains() {
    let (db, now) = (database().await, monday());
    let ada = account(&db, "ada@city.example", &[(Role::Administrator, None)], None, false, now).await;
    let kim = account(&db, "kim@city.example", &[(Role::Auditor, None)], None, false, now).await;
    let actor = Actor::Person(visitor::person(&db, ada, now).await.unwrap().unwrap());
    let by_ada = || Permit::ask(&actor, ManageAccounts {}).unwrap();
    let mut tx = db.begin().await.unwrap();
    let treasury = NewRole::of(Role::Treasury, None);
    let own = grant_role(by_ada(), ada, treasury, now, &mut tx).await.unwrap_err();
    assert!(matches!(own, Stop::Refused(RoleRefused::OwnRoles)), "{own:?}");
    assert!(grant_role(by_ada(), kim, treasury, now, &mut tx).await.is_ok());
    let own = disable_account(by_ada(), ada, now, &mut tx).await.unwrap_err();
    assert!(matches!(own, Stop::Refused(StandingRefused::OwnAccount)), "{own:?}");
    let administration = store::roles(tx.conn(), ada).await.unwrap().remove(0).id;
    let last = revoke_role(house(), ada, administration, now, &mut tx).await.unwrap_err();
    assert!(matches!(last, Stop::Refused(RoleRefused::LastAdministrator)), "{last:?}");
    let nurse = grant_role(by_ada(), kim, NewRole::of(Role::Interpreter, None), now, &mut tx).await.unwrap_err();
    let missing = RoleRefused::NotInOrder(InviteRefused::InterpreterMissing);
    assert!(matches!(nurse, Stop::Refused(refused) if refused == missing), "{nurse:?}");
}

#[tokio::test]
async fn shut_out_at_once() {
    let (db, config, now) = (database().await, config(), monday());
    let id = account(&db, "kim@city.example", &[(Role::Auditor, None)], None, false, now).await;
    let cookie = cookie(&db, &config, "kim@city.example", now).await;
    let bearer = bearer(&db, &config, id, now).await;
    let mut tx = db.begin().await.unwrap();
    disable_account(house(), id, now, &mut tx).await.unwrap();
    tx.commit().await.unwrap();
    assert!(visitor::by_session(&db, &config, &cookie, now).await.unwrap().is_none());
    assert!(visitor::by_api_token(&db, &config, &bearer, now).await.unwrap().is_none());
    let right = log_in(&db, &config, &passwords(), attempt("kim@city.example", PASSWORD), now).await.unwrap_err();
    assert!(matches!(right, Stop::Refused(LogInRefused::Disabled)), "{right:?}");
    let wrong = log_in(&db, &config, &passwords(), attempt("kim@city.example", "wrong"), now).await.unwrap_err();
    assert!(matches!(wrong, Stop::Refused(LogInRefused::Wrong)), "{wrong:?}");
    let mut tx = db.begin().await.unwrap();
    enable_account(house(), id, now, &mut tx).await.unwrap();
    tx.commit().await.unwrap();
    assert!(log_in(&db, &config, &passwords(), attempt("kim@city.example", PASSWORD), now).await.is_ok());
    assert!(visitor::by_session(&db, &config, &cookie, now).await.unwrap().is_none(), "old logins stay ended");
}

#[tokio::test]
async fn one_ends_ones_own_logins_and_nobody_elses() {
    let (db, config, now) = (database().await, config(), monday());
    let kim = account(&db, "kim@city.example", &[(Role::Auditor, None)], None, false, now).await;
    account(&db, "eve@city.example", &[(Role::Auditor, None)], None, false, now).await;
    let kims = cookie(&db, &config, "kim@city.example", now).await;
    let eves = cookie(&db, &config, "eve@city.example", now).await;
    let kim = visitor::person(&db, kim, now).await.unwrap().unwrap();
    for (cookie, may) in [(&eves, false), (&kims, true)] {
        let session = visitor::by_session(&db, &config, cookie, now).await.unwrap().unwrap().session.unwrap();
        let mut tx = db.begin().await.unwrap();
        assert_eq!(end_session(&kim, session, now, &mut tx).await.is_ok(), may);
        tx.commit().await.unwrap();
        assert_eq!(visitor::by_session(&db, &config, cookie, now).await.unwrap().is_none(), may);
    }
}

#[tokio::test]
async fn the_first_login_of_finance_sets_up_the_second_factor() {
    let (db, config, now) = (database().await, config(), monday());
    let id = account(&db, "fina@city.example", &[(Role::FinanceClerk, None)], None, false, now).await;
    let admission = log_in(&db, &config, &passwords(), attempt("fina@city.example", PASSWORD), now).await.unwrap();
    assert_eq!(admission.next, NextStep::EnrollSecondFactor);
    let session = visitor::by_session(&db, &config, &admission.cookie, now).await.unwrap().unwrap().session.unwrap();
    let shown = enrollment(&db, &config, id, session).await.unwrap().unwrap();
    let again = enrollment(&db, &config, id, session).await.unwrap().unwrap();
    assert_eq!(shown.secret, again.secret, "loading the page again shows the same secret");
    let bytes = data_encoding::BASE32_NOPAD.decode(shown.secret.replace(' ', "").as_bytes()).unwrap();
    let app = crate::platform::totp::TotpSecret::from_bytes(bytes).unwrap();
    assert!(enroll_second_factor(&db, &config, session, "000000", now).await.is_err());
    assert!(visitor::by_session(&db, &config, &admission.cookie, now).await.unwrap().unwrap().second_factor_missing);
    enroll_second_factor(&db, &config, session, &app.code_at(now), now).await.unwrap();
    assert!(!visitor::by_session(&db, &config, &admission.cookie, now).await.unwrap().unwrap().second_factor_missing);
    // The database holds no secret: only what it is derived from.
    let stored = store::account(db.read(), id).await.unwrap().unwrap().totp_salt.unwrap();
    assert_ne!(stored, shown.secret);
    assert_eq!(secrets::totp_secret(&config, id, &stored).unwrap(), app);
    // Who lost the device sets up a new one at the next login.
    let mut tx = db.begin().await.unwrap();
    remove_second_factor(house(), id, now, &mut tx).await.unwrap();
    tx.commit().await.unwrap();
    assert!(visitor::by_session(&db, &config, &admission.cookie, now).await.unwrap().is_none());
    let next = log_in(&db, &config, &passwords(), attempt("fina@city.example", PASSWORD), now).await.unwrap();
    assert_eq!(next.next, NextStep::EnrollSecondFactor);
}

#[tokio::test]
async fn a_lockout_can_be_ended_by_hand() {
    let (db, config, now) = (database().await, config(), monday());
    let id = account(&db, "kim@city.example", &[(Role::Auditor, None)], None, false, now).await;
    for _ in 0..10 {
        let _ = log_in(&db, &config, &passwords(), attempt("kim@city.example", "wrong"), now).await;
    }
    assert!(log_in(&db, &config, &passwords(), attempt("kim@city.example", PASSWORD), now).await.is_err());
    let mut tx = db.begin().await.unwrap();
    unlock_account(house(), &config, id, now, &mut tx).await.unwrap();
    tx.commit().await.unwrap();
    assert!(log_in(&db, &config, &passwords(), attempt("kim@city.example", PASSWORD), now).await.is_ok());
}

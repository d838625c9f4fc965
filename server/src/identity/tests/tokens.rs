//! What tokens hold for, and how long.

use super::{database, login::monday};
use crate::{
    identity::{
        Permit, TokenAttempt, ask_password_reset, hash_new_password, issue_tokens, policy::RotateKeys, refresh_tokens,
        reset_password, revoke_tokens, rotate_keys, testing::*, tokens::*, visitor,
    },
    kernel::{
        actor::{Actor, Role},
        clock::Instant,
        ids::{AccountId, InterpreterId, OfferId},
    },
    platform::{config::Config, db::Db, fault::Stop},
};
use chrono::Duration;
use uuid::Uuid;

fn with(password: &str) -> TokenAttempt<'_> {
    TokenAttempt { email: "kora@city.example", password, code: None, call: &UNKEYED }
}

/// One token of each purpose, in the order of [`Purpose::ALL`].
async fn one_of_each(db: &Db, config: &Config, account: AccountId, now: Instant) -> Vec<String> {
    let tx = db.begin().await.unwrap();
    let family = Uuid::now_v7();
    let (pair, _) = crate::identity::tokens::mint_pair(&tx, config, account, family, false, now).await.unwrap();
    let until = now + Duration::days(2);
    let all = vec![
        pair.access,
        pair.refresh,
        mint_offer_reply(&tx, config, OfferId::new(), InterpreterId::new(), until, now).await.unwrap(),
        mint_calendar_feed(&tx, config, Uuid::now_v7(), now).await.unwrap(),
        mint_invitation(&tx, config, account, now).await.unwrap(),
        mint_reset(&tx, config, account, now).await.unwrap(),
    ];
    tx.commit().await.unwrap();
    all
}

async fn holds(db: &Db, config: &Config, purpose: Purpose, token: &str, now: Instant) -> Result<(), TokenRefused> {
    let found = match purpose {
        Purpose::ApiAccess => verify_access(db, config, token, now).await.map(|_| ()),
        Purpose::Refresh => verify_refresh(db, config, token, now).await.map(|_| ()),
        Purpose::OfferReply => verify_offer_reply(db, config, token, now).await.map(|_| ()),
        Purpose::CalendarFeed => verify_calendar_feed(db, config, token, now).await.map(|_| ()),
        Purpose::Invitation => verify_invitation(db, config, token, now).await.map(|_| ()),
        Purpose::PasswordReset => verify_reset(db, config, token, now).await.map(|_| ()),
    };
    match found {
        Ok(()) => Ok(()),
        Err(Stop::Refused(refused)) => Err(refused),
        Err(Stop::Fault(fault)) => panic!("{fault}"),
    }
}

#[tokio::test]
async fn a_token_holds_for_its_purpose_and_its_time() {
    let (db, config, now) = (database().await, config(), monday());
    let id = account(&db, "kora@city.example", &[(Role::Coordination, None)], None, false, now).await;
    let tokens = one_of_each(&db, &config, id, now).await;
    // Seconds, by hand: 15 minutes, 30 days, two days (the offer's end), 730 days, 7 days, one hour.
    let lifetimes = [900, 2_592_000, 172_800, 63_072_000, 604_800, 3_600];
    for (token, (minted_for, seconds)) in tokens.iter().zip(Purpose::ALL.into_iter().zip(lifetimes)) {
        for purpose in Purpose::ALL {
            let expected = if purpose == minted_for { Ok(()) } else { Err(TokenRefused::Invalid) };
            assert_eq!(holds(&db, &config, purpose, token, now).await, expected, "{minted_for:?} as {purpose:?}");
        }
        let last = now + Duration::seconds(seconds - 1);
        assert_eq!(holds(&db, &config, minted_for, token, last).await, Ok(()), "{minted_for:?}");
        let end = now + Duration::seconds(seconds);
        assert_eq!(holds(&db, &config, minted_for, token, end).await, Err(TokenRefused::Expired), "{minted_for:?}");
    }
}

#[tokio::test]
async fn altered_and_foreign_tokens_are_refused() {
    let (db, config, now) = (database().await, config(), monday());
    let id = account(&db, "kora@city.example", &[(Role::Coordination, None)], None, false, now).await;
    let good = one_of_each(&db, &config, id, now).await.remove(0);
    assert_eq!(holds(&db, &config, Purpose::ApiAccess, &good, now).await, Ok(()));
    let parts: Vec<&str> = good.split('.').collect();
    let (header, claims, signature) = (parts[0], parts[1], parts[2]);
    let encode = |text: String| data_encoding::BASE64URL_NOPAD.encode(text.as_bytes());
    let decoded =
        |part: &str| String::from_utf8(data_encoding::BASE64URL_NOPAD.decode(part.as_bytes()).unwrap()).unwrap();
    let none = encode(decoded(header).replace("HS256", "none"));
    let stronger = encode(decoded(header).replace("HS256", "HS512"));
    let other_key = encode(format!(r#"{{"alg":"HS256","typ":"JWT","kid":"{}"}}"#, Uuid::now_v7()));
    let no_key = encode(r#"{"alg":"HS256","typ":"JWT"}"#.to_owned());
    let other_person = encode(decoded(claims).replace(&id.to_string(), &AccountId::new().to_string()));
    let table = [
        ("nothing", String::new()),
        ("no token", "abc".to_owned()),
        ("two parts", format!("{header}.{claims}")),
        ("unsigned", format!("{header}.{claims}.")),
        ("alg none", format!("{none}.{claims}.")),
        ("alg none with a signature", format!("{none}.{claims}.{signature}")),
        ("another algorithm", format!("{stronger}.{claims}.{signature}")),
        ("unknown kid", format!("{other_key}.{claims}.{signature}")),
        ("no kid", format!("{no_key}.{claims}.{signature}")),
        ("somebody else's claims", format!("{header}.{other_person}.{signature}")),
        ("very long", good.repeat(10)),
    ];
    for (what, token) in table {
        assert_eq!(holds(&db, &config, Purpose::ApiAccess, &token, now).await, Err(TokenRefused::Invalid), "{what}");
    }
    // Another installation's secret signs with other keys although the key ids may be copied.
    let other =
        Config::from_sources(None, [("DRAGOMAN_SECRET_KEY".to_owned(), "9a".repeat(16) + &"3c".repeat(16))]).unwrap();
    assert_eq!(holds(&db, &other, Purpose::ApiAccess, &good, now).await, Err(TokenRefused::Invalid));
}

fn rotating() -> Permit<RotateKeys> {
    Permit::ask(&Actor::House("test"), RotateKeys {}).unwrap()
}

#[tokio::test]
async fn keys_rotate_without_logging_anybody_out() {
    let (db, config, now) = (database().await, config(), monday());
    let id = account(&db, "kora@city.example", &[(Role::Coordination, None)], None, false, now).await;
    let before = one_of_each(&db, &config, id, now).await;
    let mut tx = db.begin().await.unwrap();
    rotate_keys(rotating(), false, now, &mut tx).await.unwrap();
    tx.commit().await.unwrap();
    let after = one_of_each(&db, &config, id, now).await;
    let key = |token: &str| jsonwebtoken::decode_header(token).unwrap().kid.unwrap();
    assert_ne!(key(&before[0]), key(&after[0]));
    for tokens in [&before, &after] {
        for (token, purpose) in tokens.iter().zip(Purpose::ALL) {
            assert_eq!(holds(&db, &config, purpose, token, now).await, Ok(()), "{purpose:?}");
        }
    }
    // A key that may be known is forgotten at once.
    let mut tx = db.begin().await.unwrap();
    rotate_keys(rotating(), true, now, &mut tx).await.unwrap();
    tx.commit().await.unwrap();
    for (token, purpose) in after.iter().zip(Purpose::ALL) {
        assert_eq!(holds(&db, &config, purpose, token, now).await, Err(TokenRefused::Invalid), "{purpose:?}");
    }
}

#[tokio::test]
async fn a_refresh_token_counts_once_and_its_second_use_ends_the_family() {
    let (db, config, now) = (database().await, config(), monday());
    account(&db, "kora@city.example", &[(Role::Coordination, None)], None, false, now).await;
    let first = issue_tokens(&db, &config, &passwords(), with(PASSWORD), now).await.unwrap();
    let other = issue_tokens(&db, &config, &passwords(), with(PASSWORD), now).await.unwrap();
    let second = refresh_tokens(&db, &config, &first.refresh, &UNKEYED, now).await.unwrap();
    let known = |token: String| {
        let (db, config) = (&db, &config);
        async move { visitor::by_api_token(db, config, &token, now).await.unwrap().is_some() }
    };
    assert!(known(second.access.clone()).await);
    let reused = refresh_tokens(&db, &config, &first.refresh, &UNKEYED, now).await.unwrap_err();
    assert!(matches!(reused, Stop::Refused(TokenRefused::Used)), "{reused:?}");
    let next = refresh_tokens(&db, &config, &second.refresh, &UNKEYED, now).await.unwrap_err();
    assert!(matches!(next, Stop::Refused(TokenRefused::Revoked)), "{next:?}");
    assert!(!known(second.access).await, "the thief's access token ends, too");
    assert!(known(other.access).await, "another login goes on");
    revoke_tokens(&db, &config, &other.refresh, now).await.unwrap();
    assert!(refresh_tokens(&db, &config, &other.refresh, &UNKEYED, now).await.is_err());
    revoke_tokens(&db, &config, "no token at all", now).await.unwrap();
}

#[tokio::test]
async fn of_sixty_four_uses_of_a_refresh_token_one_wins() {
    let (db, config, now) = (database().await, config(), monday());
    account(&db, "kora@city.example", &[(Role::Coordination, None)], None, false, now).await;
    let pair = issue_tokens(&db, &config, &passwords(), with(PASSWORD), now).await.unwrap();
    let all =
        futures::future::join_all((0..64).map(|_| refresh_tokens(&db, &config, &pair.refresh, &UNKEYED, now))).await;
    assert_eq!(all.iter().filter(|answer| answer.is_ok()).count(), 1);
}

#[tokio::test]
async fn a_reset_ends_everything_and_counts_once() {
    let (db, config, now) = (database().await, config(), monday());
    let id = account(&db, "kora@city.example", &[(Role::Coordination, None)], None, false, now).await;
    let cookie = cookie(&db, &config, "kora@city.example", now).await;
    let bearer = bearer(&db, &config, id, now).await;
    let mut tx = db.begin().await.unwrap();
    for email in ["kora@city.example", "nobody@city.example"] {
        ask_password_reset(email, now, &mut tx).await.unwrap();
    }
    let first = mint_reset(&tx, &config, id, now).await.unwrap();
    let second = mint_reset(&tx, &config, id, now).await.unwrap();
    tx.commit().await.unwrap();

    let token = verify_reset(&db, &config, &first, now).await.unwrap();
    let hash = hash_new_password(&db, &passwords(), id, "rote Tassen im Schrank").await.unwrap();
    let mut tx = db.begin().await.unwrap();
    reset_password(&config, &token, hash.clone(), now, &mut tx).await.unwrap();
    tx.commit().await.unwrap();

    assert!(visitor::by_session(&db, &config, &cookie, now).await.unwrap().is_none());
    assert!(visitor::by_api_token(&db, &config, &bearer, now).await.unwrap().is_none());
    for used in [&first, &second] {
        let refused = verify_reset(&db, &config, used, now).await.unwrap_err();
        assert!(matches!(refused, Stop::Refused(TokenRefused::Used)), "{refused:?}");
    }
    // Two that were checked before either was spent.
    let mut tx = db.begin().await.unwrap();
    let late = reset_password(&config, &token, hash, now, &mut tx).await.unwrap_err();
    assert!(matches!(late, Stop::Refused(TokenRefused::Used)), "{late:?}");
    drop(tx);
    assert!(issue_tokens(&db, &config, &passwords(), with(PASSWORD), now).await.is_err());
    let new = issue_tokens(&db, &config, &passwords(), with("rote Tassen im Schrank"), now).await;
    assert!(new.is_ok());
}

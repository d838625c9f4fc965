//! Signed tokens (JWT, HS256): one audience and one lifetime for each purpose.
//!
//! Signing keys are derived from the configured secret and their key id, so that the database holds no key. A token names its
//! key in `kid`; a retired key goes on verifying until the last token it may have signed has expired, so that keys rotate
//! without logging anybody out. Time is the caller's `now`, never the library's clock.

use super::store::{self, SigningKey};
use crate::{
    kernel::{
        clock::Instant,
        ids::{AccountId, InterpreterId, OfferId},
        refusal::{Refusal, RefusalKind},
    },
    platform::{
        config::Config,
        db::{Db, Tx},
        fault::{Fault, Stop},
        idempotency::KeyReused,
    },
};
use chrono::{DateTime, Duration};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a token is for. A token of one purpose is refused for every other.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Purpose {
    /// Calls of the API.
    ApiAccess,
    /// Getting the next access token.
    Refresh,
    /// Answering one offer from a mail.
    OfferReply,
    /// Subscribing to one calendar.
    CalendarFeed,
    /// Choosing the first password.
    Invitation,
    /// Choosing a new password.
    PasswordReset,
}

impl Purpose {
    /// All purposes.
    pub const ALL: [Self; 6] =
        [Self::ApiAccess, Self::Refresh, Self::OfferReply, Self::CalendarFeed, Self::Invitation, Self::PasswordReset];

    /// The claim `aud`.
    #[must_use]
    pub const fn audience(self) -> &'static str {
        match self {
            Self::ApiAccess => "api",
            Self::Refresh => "refresh",
            Self::OfferReply => "offer-reply",
            Self::CalendarFeed => "calendar-feed",
            Self::Invitation => "invitation",
            Self::PasswordReset => "password-reset",
        }
    }

    /// How long such a token holds at most. An offer's ends with the offer; a calendar's link lies in somebody's calendar
    /// program and is ended by revoking the feed.
    #[must_use]
    pub fn lifetime(self) -> Duration {
        match self {
            Self::ApiAccess => Duration::minutes(15),
            Self::Refresh => Duration::days(30),
            Self::OfferReply => Duration::days(60),
            Self::CalendarFeed => Duration::days(730),
            Self::Invitation => Duration::days(7),
            Self::PasswordReset => Duration::hours(1),
        }
    }
}

/// Why a token is not accepted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TokenRefused {
    /// Not one of ours, for something else, or altered.
    Invalid,
    /// It was good once.
    Expired,
    /// It counts once and has been used.
    Used,
    /// It was withdrawn.
    Revoked,
    /// The idempotency key was used for another call.
    KeyReused,
}

impl Refusal for TokenRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::Invalid => "token-invalid",
            Self::Expired => "token-expired",
            Self::Used => "token-used",
            Self::Revoked => "token-revoked",
            Self::KeyReused => KeyReused.code(),
        }
    }
    fn kind(&self) -> RefusalKind {
        match self {
            Self::Invalid => RefusalKind::Missing,
            Self::Expired | Self::Used | Self::Revoked => RefusalKind::Conflict,
            Self::KeyReused => RefusalKind::Input,
        }
    }
}

/// What a token says.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Claims {
    aud: String,
    sub: Uuid,
    jti: Uuid,
    iat: i64,
    exp: i64,
    /// The interpreter of an offer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    itp: Option<Uuid>,
    /// The family of refresh tokens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    fam: Option<Uuid>,
    /// The second factor was given.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    sfa: bool,
    /// A fingerprint of what must not have changed since: the password's hash.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    fpr: Option<String>,
}

impl Claims {
    fn new(purpose: Purpose, subject: Uuid, now: Instant) -> Self {
        Self {
            aud: purpose.audience().to_owned(),
            sub: subject,
            jti: Uuid::now_v7(),
            iat: now.timestamp(),
            exp: (now + purpose.lifetime()).timestamp(),
            itp: None,
            fam: None,
            sfa: false,
            fpr: None,
        }
    }
    fn expires_at(&self) -> Instant {
        DateTime::from_timestamp(self.exp, 0).unwrap_or_default()
    }
}

fn secret_of(config: &Config, key: Uuid) -> Result<[u8; 32], Fault> {
    Ok(config.secret_key()?.derive(&format!("token-signing:{key}")))
}

fn sign(config: &Config, key: Uuid, claims: &Claims) -> Result<String, Fault> {
    let mut header = Header::new(Algorithm::HS256);
    header.kid = Some(key.to_string());
    Ok(jsonwebtoken::encode(&header, claims, &EncodingKey::from_secret(&secret_of(config, key)?))?)
}

/// The key that signs now; the first one is made when it is first needed.
async fn signing_key(tx: &Tx, now: Instant) -> Result<Uuid, Fault> {
    if let Some(key) = store::current_key(tx.conn()).await? {
        return Ok(key.id);
    }
    let key = SigningKey { id: Uuid::now_v7(), created_at: now, retired_at: None };
    store::insert_key(tx, key).await?;
    Ok(key.id)
}

async fn mint(tx: &Tx, config: &Config, claims: &Claims, now: Instant) -> Result<String, Fault> {
    sign(config, signing_key(tx, now).await?, claims)
}

/// What a retired key signed before holds until it expires by itself.
fn still_verifies(key: &SigningKey, purpose: Purpose, now: Instant) -> bool {
    key.retired_at.is_none_or(|retired_at| now < retired_at + purpose.lifetime())
}

async fn verify(
    db: &Db,
    config: &Config,
    purpose: Purpose,
    token: &str,
    now: Instant,
) -> Result<Claims, Stop<TokenRefused>> {
    let invalid = || Stop::Refused(TokenRefused::Invalid);
    if token.len() > 2000 {
        return Err(invalid());
    }
    let header = jsonwebtoken::decode_header(token).map_err(|_| invalid())?;
    let key = header.kid.and_then(|kid| kid.parse::<Uuid>().ok()).ok_or_else(invalid)?;
    let key = store::key(db.read(), key).await?.filter(|key| still_verifies(key, purpose, now)).ok_or_else(invalid)?;

    let mut rules = Validation::new(Algorithm::HS256);
    rules.set_audience(&[purpose.audience()]);
    rules.set_required_spec_claims(&["exp", "aud", "sub"]);
    // The library would ask the machine's clock; ours is asked below.
    rules.validate_exp = false;
    let secret = DecodingKey::from_secret(&secret_of(config, key.id)?);
    let claims = jsonwebtoken::decode::<Claims>(token, &secret, &rules).map_err(|_| invalid())?.claims;
    if claims.expires_at() <= now {
        return Err(Stop::Refused(TokenRefused::Expired));
    }
    Ok(claims)
}

// ---- offers and calendars

/// An offer that somebody answers from a mail.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OfferReply {
    /// The offer.
    pub offer: OfferId,
    /// To whom it was made.
    pub interpreter: InterpreterId,
}

/// The token of an offer's reply link. It holds until `expires_at`, at most as long as [`Purpose::OfferReply`] allows. Whether
/// the offer is still open is the offer's own matter.
///
/// # Errors
/// The database can't be reached.
pub async fn mint_offer_reply(
    tx: &Tx,
    config: &Config,
    offer: OfferId,
    interpreter: InterpreterId,
    expires_at: Instant,
    now: Instant,
) -> Result<String, Fault> {
    let mut claims = Claims::new(Purpose::OfferReply, offer.0, now);
    claims.itp = Some(interpreter.0);
    claims.exp = Ord::min(claims.exp, expires_at.timestamp());
    mint(tx, config, &claims, now).await
}

/// Which offer a reply link is for.
///
/// # Errors
/// The token does not hold.
pub async fn verify_offer_reply(
    db: &Db,
    config: &Config,
    token: &str,
    now: Instant,
) -> Result<OfferReply, Stop<TokenRefused>> {
    let claims = verify(db, config, Purpose::OfferReply, token, now).await?;
    let interpreter = claims.itp.ok_or(Stop::Refused(TokenRefused::Invalid))?;
    Ok(OfferReply { offer: OfferId(claims.sub), interpreter: InterpreterId(interpreter) })
}

/// The token of a calendar feed's address. Whether the feed was revoked is the feed's own matter.
///
/// # Errors
/// The database can't be reached.
pub async fn mint_calendar_feed(tx: &Tx, config: &Config, feed: Uuid, now: Instant) -> Result<String, Fault> {
    mint(tx, config, &Claims::new(Purpose::CalendarFeed, feed, now), now).await
}

/// The addresses' tokens of feeds that are there, derived anew for their owner; nothing is written for it. `feeds`: key and when
/// it was made. Empty before the first key signs.
///
/// # Errors
/// The database can't be read.
pub async fn calendar_feeds_again(db: &Db, config: &Config, feeds: &[(Uuid, Instant)]) -> Result<Vec<String>, Fault> {
    let Some(key) = store::current_key(db.read()).await? else { return Ok(Vec::new()) };
    let token =
        |(feed, made_at): &(Uuid, Instant)| sign(config, key.id, &Claims::new(Purpose::CalendarFeed, *feed, *made_at));
    feeds.iter().map(token).collect()
}

/// Which feed an address is for.
///
/// # Errors
/// The token does not hold.
pub async fn verify_calendar_feed(
    db: &Db,
    config: &Config,
    token: &str,
    now: Instant,
) -> Result<Uuid, Stop<TokenRefused>> {
    Ok(verify(db, config, Purpose::CalendarFeed, token, now).await?.sub)
}

// ---- invitations and resets

/// A single-use token that was checked but not spent yet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SingleUse {
    /// Whose it is.
    pub account: AccountId,
    id: Uuid,
    purpose: Purpose,
    expires_at: Instant,
    fingerprint: Option<String>,
}

/// The token of an invitation's link; the mail that carries it mints it.
///
/// # Errors
/// The database can't be reached.
pub async fn mint_invitation(tx: &Tx, config: &Config, account: AccountId, now: Instant) -> Result<String, Fault> {
    mint_single_use(tx, config, Purpose::Invitation, account, now).await
}

/// The token of a password reset's link; the mail that carries it mints it.
///
/// # Errors
/// The database can't be reached.
pub async fn mint_reset(tx: &Tx, config: &Config, account: AccountId, now: Instant) -> Result<String, Fault> {
    mint_single_use(tx, config, Purpose::PasswordReset, account, now).await
}

/// Such a token dies with the password it was made under, so that of several links only the first one used counts.
async fn mint_single_use(
    tx: &Tx,
    config: &Config,
    purpose: Purpose,
    account: AccountId,
    now: Instant,
) -> Result<String, Fault> {
    let mut claims = Claims::new(purpose, account.0, now);
    let account = store::account(tx.conn(), account).await?.ok_or_else(|| Fault::new("the account does not exist"))?;
    claims.fpr = Some(fingerprint(account.password_hash.as_deref()));
    mint(tx, config, &claims, now).await
}

fn fingerprint(password_hash: Option<&str>) -> String {
    super::secrets::hash_of(password_hash.unwrap_or_default()).chars().take(16).collect()
}

/// Checks an invitation's token without spending it.
///
/// # Errors
/// The token does not hold, or was used.
pub async fn verify_invitation(
    db: &Db,
    config: &Config,
    token: &str,
    now: Instant,
) -> Result<SingleUse, Stop<TokenRefused>> {
    verify_single_use(db, config, Purpose::Invitation, token, now).await
}

/// Checks a reset's token without spending it.
///
/// # Errors
/// The token does not hold, or was used.
pub async fn verify_reset(
    db: &Db,
    config: &Config,
    token: &str,
    now: Instant,
) -> Result<SingleUse, Stop<TokenRefused>> {
    verify_single_use(db, config, Purpose::PasswordReset, token, now).await
}

async fn verify_single_use(
    db: &Db,
    config: &Config,
    purpose: Purpose,
    token: &str,
    now: Instant,
) -> Result<SingleUse, Stop<TokenRefused>> {
    let claims = verify(db, config, purpose, token, now).await?;
    if store::is_spent(db.read(), claims.jti).await? {
        return Err(Stop::Refused(TokenRefused::Used));
    }
    let account = store::account(db.read(), AccountId(claims.sub)).await?;
    let account = account.ok_or(Stop::Refused(TokenRefused::Invalid))?;
    let expires_at = claims.expires_at();
    let single = SingleUse { account: account.id, id: claims.jti, purpose, expires_at, fingerprint: claims.fpr };
    still_fits(&single, account.password_hash.as_deref())?;
    Ok(single)
}

fn still_fits(token: &SingleUse, password_hash: Option<&str>) -> Result<(), Stop<TokenRefused>> {
    if token.fingerprint.as_deref() == Some(fingerprint(password_hash).as_str()) {
        Ok(())
    } else {
        Err(Stop::Refused(TokenRefused::Used))
    }
}

/// Spends a checked token in the unit of work that does what it is for. `password_hash`: the account's, as locked.
///
/// # Errors
/// Somebody was faster.
pub(super) async fn spend(
    tx: &Tx,
    token: &SingleUse,
    password_hash: Option<&str>,
    now: Instant,
) -> Result<(), Stop<TokenRefused>> {
    still_fits(token, password_hash)?;
    if store::spend(tx, token.id, token.purpose.audience(), token.expires_at, now).await? {
        Ok(())
    } else {
        Err(Stop::Refused(TokenRefused::Used))
    }
}

// ---- access and refresh

/// What an access token proves.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Access {
    pub(super) account: AccountId,
    pub(super) second_factor: bool,
}

/// What a refresh token proves; whether it was used or revoked is in the database.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Refreshing {
    pub(super) id: Uuid,
    pub(super) family: Uuid,
    pub(super) account: AccountId,
    pub(super) second_factor: bool,
}

/// A fresh pair of tokens.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TokenPair {
    /// For calls; holds 15 minutes.
    pub access: String,
    /// For the next pair; holds 30 days and counts once.
    pub refresh: String,
    /// When the access token ends.
    pub access_expires_at: Instant,
    /// When the refresh token ends.
    pub refresh_expires_at: Instant,
}

/// Signs the next pair of a family and stores the refresh token, whose key comes with it.
pub(super) async fn mint_pair(
    tx: &Tx,
    config: &Config,
    account: AccountId,
    family: Uuid,
    second_factor: bool,
    now: Instant,
) -> Result<(TokenPair, Uuid), Fault> {
    let refresh = store::RefreshToken {
        id: Uuid::now_v7(),
        family,
        account,
        issued_at: now,
        expires_at: now + Purpose::Refresh.lifetime(),
        used_at: None,
        revoked_at: None,
    };
    let pair = sign_pair(tx, config, &refresh, second_factor, now).await?;
    let id = refresh.id;
    store::insert_refresh(tx, refresh).await?;
    Ok((pair, id))
}

/// Signs the pair of a refresh token that is stored already: the same claims as the first time, but that the key may be newer.
pub(super) async fn sign_pair(
    tx: &Tx,
    config: &Config,
    stored: &store::RefreshToken,
    second_factor: bool,
    now: Instant,
) -> Result<TokenPair, Fault> {
    let mut access = Claims::new(Purpose::ApiAccess, stored.account.0, stored.issued_at);
    let mut refresh = Claims::new(Purpose::Refresh, stored.account.0, stored.issued_at);
    for claims in [&mut access, &mut refresh] {
        claims.jti = stored.id;
        claims.fam = Some(stored.family);
        claims.sfa = second_factor;
    }
    let key = signing_key(tx, now).await?;
    Ok(TokenPair {
        access: sign(config, key, &access)?,
        refresh: sign(config, key, &refresh)?,
        access_expires_at: access.expires_at(),
        refresh_expires_at: refresh.expires_at(),
    })
}

pub(super) async fn verify_access(
    db: &Db,
    config: &Config,
    token: &str,
    now: Instant,
) -> Result<Access, Stop<TokenRefused>> {
    let claims = verify(db, config, Purpose::ApiAccess, token, now).await?;
    let family = claims.fam.ok_or(Stop::Refused(TokenRefused::Invalid))?;
    if !store::family_lives(db.read(), family).await? {
        return Err(Stop::Refused(TokenRefused::Revoked));
    }
    Ok(Access { account: AccountId(claims.sub), second_factor: claims.sfa })
}

pub(super) async fn verify_refresh(
    db: &Db,
    config: &Config,
    token: &str,
    now: Instant,
) -> Result<Refreshing, Stop<TokenRefused>> {
    let claims = verify(db, config, Purpose::Refresh, token, now).await?;
    let family = claims.fam.ok_or(Stop::Refused(TokenRefused::Invalid))?;
    Ok(Refreshing { id: claims.jti, family, account: AccountId(claims.sub), second_factor: claims.sfa })
}

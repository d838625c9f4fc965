//! Passwords: which are taken, how they are kept, how they are compared.
//!
//! Argon2id with 19 MiB and two passes a password (OWASP's first choice). The work is done on the blocking threads and
//! by no more of them than the machine has processors, so that a flood of logins slows logins and nothing else.

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization;

mod policy;

pub use policy::{MAX_CHARACTERS, MIN_CHARACTERS, PasswordRefused, check_new};

/// The same password typed on different keyboards gives the same characters (RFC 8265).
fn normalized(password: &str) -> String {
    password.nfc().collect()
}

/// What a comparison found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verified {
    /// The password is right.
    Matches {
        /// The stored hash was made with weaker settings; hash the password again and store that.
        needs_rehash: bool,
    },
    /// The password is wrong, or there is no such account. Both took the same time.
    Wrong,
}

/// Something broke while hashing. Says nothing about the password.
#[derive(Debug, thiserror::Error)]
pub enum PasswordFault {
    /// The stored text is no hash this program wrote.
    #[error("a stored password hash cannot be read: {0}")]
    StoredHash(String),
    /// The hash could not be computed.
    #[error("a password could not be hashed: {0}")]
    Hashing(String),
    /// The server is stopping.
    #[error("a password was not hashed because the server is stopping")]
    Stopping,
}

/// How costly a hash is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
}

impl Cost {
    /// For real accounts: 19 MiB, two passes.
    pub const STRONG: Self = Self { memory_kib: 19_456, passes: 2 };
    /// For worlds of invented accounts that hundreds of tests build: 64 KiB, one pass. Never for real accounts.
    pub const WEAK_FOR_TESTS: Self = Self { memory_kib: 64, passes: 1 };
}

/// Hashes and compares passwords. Cheap to clone; all clones share the queue.
#[derive(Clone)]
pub struct Passwords {
    argon: Argon2<'static>,
    cost: Cost,
    turns: Arc<Semaphore>,
    /// The hash of a random password, for accounts that do not exist.
    nobody: Arc<str>,
}

impl Passwords {
    /// With the given cost; as many at a time as the machine has processors.
    ///
    /// # Errors
    /// [`PasswordFault::Hashing`] when the cost is impossible or the machine has no randomness.
    pub fn new(cost: Cost) -> Result<Self, PasswordFault> {
        let params = Params::new(cost.memory_kib, cost.passes, 1, None).map_err(hashing)?;
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let mut random = [0; 24];
        getrandom::fill(&mut random).map_err(hashing)?;
        let nobody = argon.hash_password(&random).map_err(hashing)?.to_string().into();
        let processors = std::thread::available_parallelism().map_or(2, usize::from);
        Ok(Self { argon, cost, turns: Arc::new(Semaphore::new(processors)), nobody })
    }

    /// The text to store for a password. Check it with [`check_new`] first.
    ///
    /// # Errors
    /// [`PasswordFault`] when the hash could not be computed.
    pub async fn hash(&self, password: &str) -> Result<String, PasswordFault> {
        let argon = self.argon.clone();
        let password = normalized(password);
        self.in_turn(move || Ok(argon.hash_password(password.as_bytes()).map_err(hashing)?.to_string())).await
    }

    /// Compares a password with what is stored. `None` (no such account, or one without a password) costs the same time
    /// and is [`Verified::Wrong`], so that nobody learns which accounts exist.
    ///
    /// # Errors
    /// [`PasswordFault`] when the stored text cannot be read.
    pub async fn verify(&self, password: &str, stored: Option<&str>) -> Result<Verified, PasswordFault> {
        let argon = self.argon.clone();
        let cost = self.cost;
        let password: String = normalized(password).chars().take(MAX_CHARACTERS + 1).collect();
        let known = stored.is_some();
        let stored = stored.unwrap_or(&self.nobody).to_owned();
        self.in_turn(move || {
            let stored = PasswordHash::new(&stored).map_err(|error| PasswordFault::StoredHash(error.to_string()))?;
            let matches = argon.verify_password(password.as_bytes(), &stored).is_ok();
            Ok(match matches && known {
                true => Verified::Matches { needs_rehash: is_weaker(&stored, cost) },
                false => Verified::Wrong,
            })
        })
        .await
    }

    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, PasswordFault> + Send + 'static,
    ) -> Result<T, PasswordFault> {
        let turn = self.turns.clone().acquire_owned().await.map_err(|_| PasswordFault::Stopping)?;
        let done = tokio::task::spawn_blocking(move || {
            let result = work();
            drop(turn);
            result
        });
        done.await.map_err(|_| PasswordFault::Stopping)?
    }
}

fn is_weaker(stored: &PasswordHash, wanted: Cost) -> bool {
    match Params::try_from(stored) {
        Ok(params) => {
            stored.algorithm.as_str() != Algorithm::Argon2id.ident().as_str()
                || params.m_cost() < wanted.memory_kib
                || params.t_cost() < wanted.passes
        }
        Err(_) => true,
    }
}

fn hashing(error: impl std::fmt::Display) -> PasswordFault {
    PasswordFault::Hashing(error.to_string())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    #[tokio::test]
    async fn right_wrong_and_nobody() {
        let passwords = Passwords::new(Cost::WEAK_FOR_TESTS).unwrap();
        let stored = passwords.hash("blaue Tassen im Regal").await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{stored}");
        let right = passwords.verify("blaue Tassen im Regal", Some(&stored)).await.unwrap();
        assert_eq!(right, Verified::Matches { needs_rehash: false });
        assert_eq!(passwords.verify("blaue Tassen", Some(&stored)).await.unwrap(), Verified::Wrong);
        assert_eq!(passwords.verify("blaue Tassen im Regal", None).await.unwrap(), Verified::Wrong);
        assert!(matches!(passwords.verify("x", Some("plain")).await, Err(PasswordFault::StoredHash(_))));
    }

    #[tokio::test]
    async fn composed_and_decomposed_letters_are_the_same() {
        let passwords = Passwords::new(Cost::WEAK_FOR_TESTS).unwrap();
        let stored = passwords.hash("schöne Tassen").await.unwrap();
        assert!(matches!(
            passwords.verify("scho\u{308}ne Tassen", Some(&stored)).await.unwrap(),
            Verified::Matches { .. }
        ));
    }

    #[tokio::test]
    async fn weaker_hashes_are_to_be_renewed() {
        let old = Passwords::new(Cost::WEAK_FOR_TESTS).unwrap().hash("blaue Tassen im Regal").await.unwrap();
        let strong = Passwords::new(Cost { memory_kib: 128, passes: 1 }).unwrap();
        let found = strong.verify("blaue Tassen im Regal", Some(&old)).await.unwrap();
        assert_eq!(found, Verified::Matches { needs_rehash: true });
    }
}

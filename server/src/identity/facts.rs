//! What the slices above may know of accounts: whom to write to, and who follows a link.

pub use super::{
    store::{AccountFacts, account_facts, account_facts_of_interpreter, holders_of},
    visitor::{by_interpreter as person_of_interpreter, person as person_of_account},
};

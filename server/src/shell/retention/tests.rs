use super::rules;
use crate::platform::i18n::{Locale, t_args};

/// Texts whose keys are made at run time.
#[test]
fn every_rule_hold_and_rest_has_its_sentence() {
    let rules = rules();
    let keys = rules.all().iter().map(|rule| format!("retention-{}", rule.name));
    let keys = keys.chain(rules.hold_names().map(|name| format!("retention-hold-{name}")));
    let keys = keys.chain(rules.stay_names().map(|name| format!("retention-stay-{name}")));
    for key in keys.chain(["retention-person-on-request".to_owned()]) {
        for locale in Locale::ALL {
            assert_ne!(t_args(locale, &key, &[("count", 2.into())]), key, "{locale:?}");
        }
    }
}

/// A report adds up by name: two rules of one name would be one line.
#[test]
fn every_rule_has_a_name_of_its_own() {
    let rules = rules();
    let mut names: Vec<&str> = rules.all().iter().map(|rule| rule.name).collect();
    names.sort_unstable();
    let all = names.len();
    names.dedup();
    assert_eq!(names.len(), all);
}

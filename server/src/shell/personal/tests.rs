use super::sections;
use crate::platform::i18n::{Locale, t};

/// Texts whose keys are made at run time.
#[test]
fn every_section_and_field_has_its_title() {
    for section in sections() {
        let fields = section.fields().map(|field| format!("personal-field-{}", field.replace('_', "-")));
        for key in fields.chain([format!("personal-section-{}", section.name)]) {
            for locale in Locale::ALL {
                assert_ne!(t(locale, &key), key, "{locale:?}");
            }
        }
    }
}

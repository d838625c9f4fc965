//! Who does what later.

use crate::{identity::Site, platform::jobs::Registry};

/// Handlers, listeners and what comes again, of all slices.
pub(super) fn registry(_site: &Site) -> Registry {
    let mut registry = Registry::default();
    super::slices::register(&mut registry);
    registry
}

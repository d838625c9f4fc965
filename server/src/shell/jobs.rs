//! Who does what later.

use crate::{
    identity::Site,
    platform::{fault::Fault, jobs::Registry},
};

/// Handlers, listeners and what comes again, of all slices.
///
/// # Errors
/// The mail configuration can't be used.
pub(super) fn registry(site: &Site) -> Result<Registry, Fault> {
    let mut registry = Registry::default();
    super::retention::register(&mut registry, site);
    super::slices::register(&mut registry, site)?;
    Ok(registry)
}

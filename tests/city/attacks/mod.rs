//! What many at once, or somebody with bad intent, try.

mod append_only;

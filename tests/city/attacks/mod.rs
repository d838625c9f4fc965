//! What many at once, or somebody with bad intent, try.

mod append_only;
mod tokens;
mod too_much;

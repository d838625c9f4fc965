//! Composition: everything comes together here and nowhere else.

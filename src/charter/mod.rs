//! What is computed from a charter: what must be told about it today ([`lifecycle`]), how its promises were kept
//! ([`results`]), what a version changed ([`changes`]), and what falls due when ([`dates`]).
//!
//! Like [`crate::indicator`], it knows no files, no HTML and no addresses.

pub mod changes;
pub mod dates;
pub mod lifecycle;
pub mod results;

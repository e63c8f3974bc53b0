//! What is computed from a charter: what must be told about it today ([`lifecycle`]), how its promises were kept
//! ([`results`]).
//!
//! Like [`crate::indicator`], it knows no files, no HTML and no addresses.

pub mod lifecycle;
pub mod results;

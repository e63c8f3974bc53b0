//! What is computed from a charter: how its promises were kept ([`results`]).
//!
//! Like [`crate::indicator`], it knows no files, no HTML and no addresses.

pub mod results;

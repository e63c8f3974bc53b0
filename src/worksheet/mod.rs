//! Calculators: from the file that an author writes to what their faces are made of.
//!
//! The language itself is a crate of its own, [`cabildo_worksheet`]: it knows formulas and values, and no files, labels
//! or languages. Here the two meet.

mod bridge;
mod example;

pub use bridge::{calendar, compiled, definition, national, program};
pub use example::{Verdict, defaults, entered, untouched, verify};

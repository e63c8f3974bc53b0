//! The language of calculators: one definition, three faces that always agree.
//!
//! [`definition`] is what an author writes. [`compile()`] parses every formula, finds every name, types it with its units
//! and puts all into the order of computing: a [`program::Program`], or [`fault::Fault`]s with their bytes. From the
//! program, and from nothing else, are made: values ([`evaluate()`]), a sentence in plain words ([`words`]), formulas of a
//! workbook (`excel`) and the data that the browser's interpreter reads (`json`).
//!
//! Start at [`program`]: it says what formulas mean.

#![forbid(unsafe_code)]

pub mod compile;
pub mod dates;
pub mod definition;
pub mod evaluate;
pub mod excel;
pub mod fault;
mod json;
pub mod program;
pub mod syntax;
mod units;
pub mod value;
mod vocabulary;
pub mod words;

pub use compile::{Compiled, compile};
pub use evaluate::{Calendar, Entered, Gap, Outcome, evaluate};
pub use value::{Misfit, Value};

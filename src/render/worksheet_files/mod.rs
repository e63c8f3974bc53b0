//! Files of a calculator: its workbook.

mod data;
mod known;
pub mod layout;
mod lists;
mod reckoning;
mod style;
mod tables;
mod told;
mod workbook;

pub use workbook::{Calculator, layout as cells, workbook};

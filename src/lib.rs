//! Cabildo: a static-site generator for municipal governance.
//!
//! **A site is a list of outputs, and each output is a pure function of a part of the model.** The program goes
//! through these rooms, in this order; arrows point one way only:
//!
//! 1. [`source`] reads the files below the root, once each, and keeps their texts.
//! 2. [`model`] decodes them into the domain: municipalities, charters, tools, primers. Typed, immutable.
//! 3. [`check`] applies the rules across the model.
//! 4. [`plan`] names every output before one is rendered: its address and what it is about.
//! 5. [`render`] turns each planned output into bytes: a view through a template, or a file of its own kind.
//! 6. [`finish`] checks every link of what was rendered and gives it its file.
//! 7. [`publish`] brings a second tree up to date and exchanges it with the live one in one step.
//!
//! Beside the way: [`indicator`] (what is computed from a municipality's year: exact values, ratings, comparisons),
//! [`charter`] (what is computed from a charter: how promises were kept),
//! [`worksheet`] (calculators: one definition for the form, the workbook and the sheet of paper),
//! [`memory`] (what is remembered from build to build, so that a rebuild costs what changed),
//! [`diagnostics`] (what is wrong, where, and the cure), [`markdown`] (text to tree to HTML),
//! [`chart`] (SVG), [`search`] (the site's index), [`theme`] (templates, styles, words), [`preview`] (`cabildo serve`),
//! [`scaffold`] (`cabildo new`) and [`cli`].
//!
//! [`site::make`] is the whole way from files to finished outputs; [`rebuild`] also publishes them, at the cost of what
//! changed since the last time.
//!
//! Where things go: a new kind of page is a variant of [`plan::Subject`] and a view in `render/views`; a new check is
//! a function in [`check`]; a new kind of file is a variant of [`plan::Content`] and a writer in `render/files.rs`; a new
//! indicator is an entry of `content/indicators.yaml`.

#![forbid(unsafe_code)]

pub mod chart;
pub mod charter;
pub mod check;
pub mod cli;
pub mod diagnostics;
pub mod finish;
pub mod indicator;
pub mod markdown;
pub mod memory;
pub mod model;
pub mod plan;
pub mod preview;
pub mod publish;
pub mod rebuild;
pub mod render;
pub mod scaffold;
pub mod search;
pub mod site;
pub mod source;
pub mod stages;
pub mod theme;
pub mod worksheet;

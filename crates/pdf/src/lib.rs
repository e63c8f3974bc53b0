//! Documents on paper: a template of the theme and data become a PDF that screen readers can read.
//!
//! A template is a Typst file; its data is a file beside it, which it reads with `json("data.json")`, so that nothing
//! that people write is ever taken for an instruction. There is no disk, no network and no clock in here: the same
//! document gives the same bytes wherever and whenever it is made. Every PDF follows PDF/UA-1, the standard of
//! accessible documents, as far as a program can check that; what does not is refused.

#![forbid(unsafe_code)]

mod fonts;
mod pack;
mod workshop;
mod world;

use std::ops::Range;

use typst::WorldExt;
use typst::diag::SourceDiagnostic;
use typst::foundations::Smart;
use typst::syntax::FileId;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

pub use fonts::lacking;
use world::Desk;

/// What a document is made of.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The template that is the document, by its name in `sources`.
    pub main: String,
    /// All templates, by name: they can include each other.
    pub sources: Vec<(String, String)>,
    /// What the templates read, by name: data, pictures.
    pub files: Vec<(String, Vec<u8>)>,
    /// Says which document this is, whenever and of whatever it is made.
    pub identifier: String,
}

/// What is wrong with a template, or with what it makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// In the words of the typesetter, which are English.
    pub message: String,
    /// The template, by its name in [`Document::sources`], and where in it, in bytes; absent where no place is to blame.
    pub place: Option<(String, Range<usize>)>,
}

/// The bytes of the PDF.
///
/// # Errors
///
/// What the typesetter says of the templates, and what would keep people from having the document read to them.
pub fn make(document: Document) -> Result<Vec<u8>, Vec<Fault>> {
    workshop::done(move || set(document))
}

fn set(document: Document) -> Result<Vec<u8>, Vec<Fault>> {
    let ident = document.identifier.clone();
    let desk = Desk::of(document)?;
    let faults = |found: &[SourceDiagnostic]| found.iter().map(|one| fault(&desk, one)).collect::<Vec<_>>();
    let standards = PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|error| vec![unplaced(error.message())])?;
    let options = PdfOptions {
        ident: Smart::Custom(ident),
        creator: Smart::Custom(Some("Cabildo".to_owned())),
        standards,
        ..PdfOptions::default()
    };
    let paged = typst::compile::<PagedDocument>(&desk);
    let made = paged.output.and_then(|paged| typst_pdf::pdf(&paged, &options)).map_err(|found| faults(&found));
    let made = made.map(|pdf| pack::packed(&pdf).unwrap_or(pdf));
    // What was remembered of this document helps no other, but for what it shares with the last few.
    typst::comemo::evict(KEPT);
    made
}

/// For how many documents a result is remembered that none of them used.
const KEPT: usize = 4;

fn unplaced(message: impl ToString) -> Fault {
    Fault { message: message.to_string(), place: None }
}

/// The complaint with what helps, at the place in a template that is nearest to it.
fn fault(desk: &Desk, found: &SourceDiagnostic) -> Fault {
    let traced = found.trace.iter().map(|step| step.span);
    let named = |id: Option<FileId>, range: Option<Range<usize>>| Some((desk.name(id?)?.to_owned(), range?));
    let at_once = named(found.span.id(), desk.range(found.span));
    let place = at_once.or_else(|| traced.into_iter().find_map(|span| named(span.id(), desk.range(span))));
    let hints = found.hints.iter().map(|hint| hint.v.as_str());
    let message: Vec<&str> = std::iter::once(found.message.as_str()).chain(hints).collect();
    Fault { message: message.join("; "), place }
}

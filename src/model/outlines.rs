//! Where the municipalities' boundaries run, ready to be drawn: `content/municipalities/boundaries.geojson`.

use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::chart::boundaries::{self, BoundaryFault, Problem, RingFault, Shapes};
use crate::chart::{MAP_HIGH, MAP_WIDE};
use crate::diagnostics::catalogue::{C0143, C0144, C0213, C0515, C0516};
use crate::diagnostics::{Checked, Diagnostic, Diagnostics, Place, Words};
use crate::model::lazy::Keep;
use crate::source::SourceFile;

/// The file of the boundaries.
pub const BOUNDARIES: &str = "content/municipalities/boundaries.geojson";

/// So many bytes of outlines are a good page.
const MOST: usize = 30_000;

/// The outlines of a file, simplified to what a page can show. They are made once, when the file is read.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
pub struct Outlines {
    pub shapes: Shapes,
}

/// What must be known of outlines without drawing them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct OutlinesHead {
    /// The codes that the features say, in the order of the file.
    pub codes: Vec<OutlineCode>,
}

/// Of which municipality a feature says that it is.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct OutlineCode {
    pub code: String,
    /// The number of the feature, from 1.
    pub number: usize,
    /// Where the feature begins in the file.
    pub span: Range<usize>,
}

/// Reads a file of boundaries and tells what is wrong in it, at the feature that it is about.
pub(crate) fn read(file: &Arc<str>, text: &str) -> Checked<Option<(OutlinesHead, Outlines)>> {
    let mut found = Diagnostics::new();
    let places = boundaries::places(text);
    let span = |index: usize| places.get(index).map_or(0..0, |at| *at..at + 1);
    let place = |index: usize| Place::new(file, span(index));
    let read = match boundaries::read(text.as_bytes()) {
        Ok(read) => read,
        Err(fault) => {
            let fault = match fault {
                BoundaryFault::NotJson { line, column, what } => {
                    let at = offset(text, line, column);
                    C0143.at(Place::new(file, at..at + 1)).with("line", line).with("what", what)
                }
                BoundaryFault::NotFeatures { found } => {
                    C0144.at(Place::file(file)).with_some("found", found.filter(|found| !found.is_empty()))
                }
                BoundaryFault::Empty { problems } => {
                    found.extend(problems.iter().filter_map(|(index, problem)| told(*index, problem, &place)));
                    C0144.at(Place::file(file))
                }
            };
            found.push(fault);
            return Checked::new(None, found);
        }
    };
    // Whether a municipality has a code is told when all files are read.
    found.extend(read.problems(|_| true).iter().filter_map(|(index, problem)| told(*index, problem, &place)));
    let codes = read.features().map(|(index, code)| OutlineCode {
        code: code.to_owned(),
        number: index + 1,
        span: span(index),
    });
    let head = OutlinesHead { codes: codes.collect() };
    Checked::new(Some((head, Outlines { shapes: read.simplified(MAP_WIDE, MAP_HIGH, MOST) })), found)
}

fn told(index: usize, problem: &Problem, place: &impl Fn(usize) -> Place) -> Option<Diagnostic> {
    let number = index + 1;
    Some(match problem {
        Problem::NoCode => C0515.at(place(index)).with("number", number),
        Problem::UnknownCode(_) => return None,
        Problem::DuplicateCode(code, first) => {
            let fault = C0213.at(place(index)).with("number", number).with("code", code);
            fault.with("first", first + 1).also(place(*first))
        }
        Problem::NoArea(found) => {
            let fault = C0516.at(place(index)).with("number", number).with_words("what", NO_AREA);
            fault.with_some("found", found.as_ref().filter(|found| !found.is_empty()))
        }
        Problem::WrongRing(ring, fault) => {
            let what = match fault {
                RingFault::NotPositions => NOT_POSITIONS,
                RingFault::TooShort => TOO_SHORT,
                RingFault::Open => OPEN,
                RingFault::OffEarth => OFF_EARTH,
            };
            C0516.at(place(index)).with("number", number).with("ring", ring + 1).with_words("what", what)
        }
    })
}

/// The byte at a line and column, both from 1.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let mut at = (start + column.saturating_sub(1)).min(text.len().saturating_sub(1));
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

const NO_AREA: Words =
    Words { es: "no es un área (Polygon o MultiPolygon)", en: "it is no area (Polygon or MultiPolygon)" };
const NOT_POSITIONS: Words = Words { es: "una posición no son dos números", en: "a position is not two numbers" };
const TOO_SHORT: Words = Words { es: "tiene menos de cuatro posiciones", en: "it has fewer than four positions" };
const OPEN: Words = Words { es: "no termina donde empieza", en: "it does not end where it begins" };
const OFF_EARTH: Words = Words {
    es: "no está en grados de longitud y latitud (WGS 84), en ese orden",
    en: "it is not in degrees of longitude and latitude (WGS 84), in this order",
};

impl Keep for Outlines {
    fn of_source(file: &SourceFile) -> Option<Self> {
        read(&file.path, file.text()).value.map(|(_, outlines)| outlines)
    }
}

#[cfg(test)]
mod tests {
    use super::{BOUNDARIES, read};

    fn told(text: &str) -> (Vec<(&'static str, usize)>, Vec<String>) {
        let checked = read(&BOUNDARIES.into(), text);
        let line = |at: usize| text[..at].matches('\n').count() + 1;
        let faults = checked
            .diagnostics
            .iter()
            .map(|found| (found.fault.code, found.place.as_ref().map_or(0, |place| line(place.span.start))));
        let codes = checked.value.map(|(head, _)| head.codes).unwrap_or_default();
        (faults.collect(), codes.into_iter().map(|outline| outline.code).collect())
    }

    fn feature(code: &str, ring: &str) -> String {
        format!(
            "{{\"type\": \"Feature\", \"properties\": {{{code}}}, \
             \"geometry\": {{\"type\": \"Polygon\", \"coordinates\": [[{ring}]]}}}}"
        )
    }

    #[test]
    fn faults_are_told_at_their_feature() {
        let sound = "[-91.5, 15.3], [-91.4, 15.3], [-91.4, 15.4], [-91.5, 15.3]";
        let all = [
            feature("\"code\": \"1302\"", sound),
            feature("\"name\": \"Chiantla\"", sound),
            feature("\"code\": \"1302\"", sound),
            feature("\"code\": \"1303\"", "[15, -91], [16, -91], [16, -92], [15, -92]"),
            feature("\"code\": \"1304\"", sound),
        ];
        let text = format!("{{\"type\": \"FeatureCollection\", \"features\": [\n{}\n]}}", all.join(",\n"));
        let (faults, codes) = told(&text);
        assert_eq!(faults, [("C0515", 3), ("C0213", 4), ("C0516", 5)]);
        assert_eq!(codes, ["1302", "1304"]);
        assert_eq!(told(&text[..text.len() - 2]).0, [("C0143", 6)]);
        assert_eq!(told("{\"type\": \"Topology\"}").0, [("C0144", 1)]);
        assert_eq!(told("{\"type\": \"FeatureCollection\", \"features\": []}").0, [("C0144", 1)]);
    }
}

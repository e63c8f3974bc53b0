//! Boundaries of municipalities from a GeoJSON file, made light enough for a page.
//!
//! [`read`] takes the file and keeps what can be drawn; [`Boundaries::problems`] says of the rest which feature has what
//! fault; [`Boundaries::simplified`] gives a path for each code. A border that two municipalities share is simplified
//! once, so it stays shared: no gaps and no slivers. No crate of good standing does this (those that simplify polygons do
//! so one by one), and it is little.

mod arcs;
mod read;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;

use super::Bounds;
use super::projection::Projection;
use arcs::{Cell, Ring};

pub use read::{MOST_PROBLEMS, places, read};

use serde::{Deserialize, Serialize};

/// Units of a path are this part of a unit of the map, so that paths are whole numbers.
pub const SUBUNITS: f64 = 2.0;

/// What was read of a file of boundaries.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Boundaries {
    /// In the order of the file.
    features: Vec<Feature>,
    problems: Vec<(usize, Problem)>,
}

/// A municipality's outline: rings of degrees, longitude first, the first point not said again at the end.
#[derive(Debug, Clone, Default, PartialEq)]
struct Feature {
    index: usize,
    code: String,
    rings: Vec<Vec<(f64, f64)>>,
}

/// Why a file is no file of boundaries at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BoundaryFault {
    /// It is not JSON: the line and column, from 1, and what the reader says.
    NotJson { line: usize, column: usize, what: String },
    /// It is JSON, but its `type` is not `FeatureCollection`; what it is instead, if anything. TopoJSON says `Topology`.
    NotFeatures { found: Option<String> },
    /// There is no feature in it that could be drawn; what is wrong with each is here.
    Empty { problems: Vec<(usize, Problem)> },
}

/// What is wrong with one feature. It is left out, or, where only a ring is wrong, that ring is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// None of its properties is a code of four digits.
    NoCode,
    /// Its code is no municipality's.
    UnknownCode(String),
    /// Its code is also that of an earlier feature, whose number this is.
    DuplicateCode(String, usize),
    /// It has no geometry, or one that is no area ("Point"); what it is.
    NoArea(Option<String>),
    /// A ring, counted from zero over all polygons of the feature, is wrong.
    WrongRing(usize, RingFault),
}

/// What is wrong with a ring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RingFault {
    /// A position is not two numbers.
    NotPositions,
    /// Fewer than four positions, of which the last is the first again.
    TooShort,
    /// Its last position is not its first.
    Open,
    /// A position is not on Earth: the file is not in degrees of longitude and latitude (WGS 84), or has them the wrong
    /// way round.
    OffEarth,
}

impl fmt::Display for RingFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            RingFault::NotPositions => "a position is not two numbers",
            RingFault::TooShort => "fewer than four positions",
            RingFault::Open => "the last position is not the first",
            RingFault::OffEarth => "a position is not in degrees of longitude and latitude",
        })
    }
}

impl Boundaries {
    /// What is wrong with the features, by their number in the file counted from zero, in order. `known` says whether a
    /// municipality has a code.
    pub fn problems(&self, known: impl Fn(&str) -> bool) -> Vec<(usize, Problem)> {
        let mut problems = self.problems.clone();
        let unknown = self.features.iter().filter(|feature| !known(&feature.code));
        problems.extend(unknown.map(|feature| (feature.index, Problem::UnknownCode(feature.code.clone()))));
        problems.sort_by_key(|(index, _)| *index);
        problems
    }

    /// The codes that have an outline, in the order of the file.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.features.iter().map(|feature| feature.code.as_str())
    }

    /// The features with an outline: their number in the file, counted from zero, and their code.
    pub fn features(&self) -> impl Iterator<Item = (usize, &str)> {
        self.features.iter().map(|feature| (feature.index, feature.code.as_str()))
    }

    /// The part of the Earth that they cover.
    pub fn bounds(&self) -> Option<Bounds> {
        let all = self.features.iter().flat_map(|feature| feature.rings.iter().flatten());
        all.fold(None, |so_far: Option<Bounds>, &(lon, lat)| {
            let b = so_far.unwrap_or(Bounds { west: lon, south: lat, east: lon, north: lat });
            Some(Bounds {
                west: b.west.min(lon),
                south: b.south.min(lat),
                east: b.east.max(lon),
                north: b.north.max(lat),
            })
        })
    }

    /// Outlines for a map so many units wide and at most so many high, whose paths together have at most `most` bytes
    /// (30,000 for the country is a good page; as coarse as possible, they may still be more). All detail that the map
    /// can show is kept if that is little enough; else the least important points go first, everywhere alike.
    pub fn simplified(&self, width: f64, height: f64, most: usize) -> Shapes {
        let Some(bounds) = self.bounds() else { return Shapes::default() };
        let (projection, width, height) = Projection::fitting(bounds, width, height);
        let cell = |&(lon, lat): &(f64, f64)| -> Cell {
            let (x, y) = projection.at(lon, lat);
            ((x * SUBUNITS).round() as i32, (y * SUBUNITS).round() as i32)
        };
        let rings: Vec<Vec<Ring>> = self
            .features
            .iter()
            .map(|feature| feature.rings.iter().map(|ring| ring.iter().map(cell).collect()).collect())
            .collect();
        let topology = arcs::Topology::of(&rings);
        // Twice the area of the triangles that may go, in square subunits.
        let mut tolerance = 2;
        let mut paths = topology.paths(tolerance);
        while paths.iter().map(String::len).sum::<usize>() > most && tolerance < 1 << 20 {
            tolerance += tolerance / 4 + 1;
            paths = topology.paths(tolerance);
        }
        let mut by_code: BTreeMap<String, String> = BTreeMap::new();
        for (feature, path) in self.features.iter().zip(paths) {
            if !path.is_empty() {
                by_code.entry(feature.code.clone()).or_default().push_str(&path);
            }
        }
        Shapes { width, height, projection: Some(projection), paths: by_code }
    }
}

/// Outlines ready to be drawn.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
pub struct Shapes {
    /// Width of the map, in its units.
    pub width: f64,
    /// Height of the map, in its units.
    pub height: f64,
    /// Where other places are on the same map. `None` if there are no outlines.
    pub projection: Option<Projection>,
    /// For each code the `d` of an SVG path, in units [`SUBUNITS`] times smaller than the map's, to be filled by the
    /// even-odd rule.
    pub paths: BTreeMap<String, String>,
}

impl Shapes {
    /// Bytes of all paths.
    pub fn size(&self) -> usize {
        self.paths.values().map(String::len).sum()
    }
}

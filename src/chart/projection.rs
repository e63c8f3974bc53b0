use serde::{Deserialize, Serialize};

/// A part of the Earth, in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// Least longitude.
    pub west: f64,
    /// Least latitude.
    pub south: f64,
    /// Greatest longitude.
    pub east: f64,
    /// Greatest latitude.
    pub north: f64,
}

/// From degrees to units of a map: plain, with degrees of longitude shortened as they are at the map's middle. At the
/// size of a country near the equator the difference from better projections is less than a unit.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, Serialize)]
pub struct Projection {
    west: f64,
    north: f64,
    shrink: f64,
    unit: f64,
}

impl Projection {
    /// What fits a part of the Earth into a width and a height, and the width and height it takes. Where the part is a
    /// point or a line, so is the map.
    pub fn fitting(bounds: Bounds, width: f64, height: f64) -> (Projection, f64, f64) {
        let shrink = ((bounds.south + bounds.north) / 2.0).to_radians().cos().max(0.05);
        let (across, along) = ((bounds.east - bounds.west) * shrink, bounds.north - bounds.south);
        let unit = match (across > 1e-9, along > 1e-9) {
            (true, true) => (width / across).min(height / along),
            (true, false) => width / across,
            (false, true) => height / along,
            (false, false) => 0.0,
        };
        (Projection { west: bounds.west, north: bounds.north, shrink, unit }, across * unit, along * unit)
    }

    /// Where a place is: to the right of the map's western edge, and below its northern one.
    pub fn at(&self, lon: f64, lat: f64) -> (f64, f64) {
        ((lon - self.west) * self.shrink * self.unit, (self.north - lat) * self.unit)
    }
}

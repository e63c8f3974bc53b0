//! From GeoJSON (RFC 7946) to rings.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{Boundaries, BoundaryFault, Feature, Problem, RingFault};

/// Problems of the rings of one feature that are told; a file with a wrong projection has thousands.
pub const MOST_PROBLEMS: usize = 3;

/// Names of properties that hold the code, without regard to case, in the order they are tried: ours, then those of the
/// usual sources (INE, IGN, SEGEPLAN, OCHA). The feature's own `id` is tried last.
const CODE_NAMES: [&str; 16] = [
    "code",
    "codigo",
    "código",
    "cod_ine",
    "codigo_ine",
    "ine",
    "cod_muni",
    "cod_mun",
    "codmuni",
    "cod_munici",
    "codigo_mun",
    "cod_pcode",
    "adm2_pcode",
    "admin2pcode",
    "pcode",
    "mupio_cod",
];

#[derive(Deserialize)]
struct RawFeature {
    #[serde(default)]
    id: Value,
    #[serde(default)]
    properties: Option<Map<String, Value>>,
    #[serde(default)]
    geometry: Option<Geometry>,
}

#[derive(Deserialize)]
struct Geometry {
    #[serde(default)]
    r#type: String,
    #[serde(default)]
    coordinates: Value,
}

#[derive(Deserialize)]
struct Collection {
    #[serde(default)]
    r#type: Option<String>,
    #[serde(default)]
    features: Vec<Value>,
}

/// Reads a file of boundaries. Faults of single features are no failure: see [`Boundaries::problems`].
///
/// # Errors
///
/// The file is not JSON, is no collection of features, or none of its features can be drawn.
pub fn read(bytes: &[u8]) -> Result<Boundaries, BoundaryFault> {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let value: Value = serde_json::from_slice(text).map_err(|error| BoundaryFault::NotJson {
        line: error.line(),
        column: error.column(),
        what: error.to_string(),
    })?;
    let found = value.get("type").and_then(Value::as_str).map(str::to_owned);
    let collection = Collection::deserialize(value).ok().filter(|it| it.r#type.as_deref() == Some("FeatureCollection"));
    let Some(collection) = collection else { return Err(BoundaryFault::NotFeatures { found }) };

    let mut boundaries = Boundaries::default();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (index, value) in collection.features.into_iter().enumerate() {
        let mut problem = |problem| boundaries.problems.push((index, problem));
        let Ok(raw) = RawFeature::deserialize(value) else {
            problem(Problem::NoArea(None));
            continue;
        };
        let Some(code) = code_of(&raw) else {
            problem(Problem::NoCode);
            continue;
        };
        if let Some(first) = seen.get(&code) {
            problem(Problem::DuplicateCode(code, *first));
            continue;
        }
        let Some(raw_rings) = rings_of(raw.geometry.as_ref()) else {
            problem(Problem::NoArea(raw.geometry.map(|geometry| geometry.r#type)));
            continue;
        };
        let mut rings = Vec::new();
        let mut faults = 0;
        for (n, ring) in raw_rings.into_iter().enumerate() {
            match positions(ring) {
                Ok(ring) => rings.push(ring),
                Err(fault) if faults < MOST_PROBLEMS => {
                    faults += 1;
                    problem(Problem::WrongRing(n, fault));
                }
                Err(_) => {}
            }
        }
        if !rings.is_empty() {
            seen.insert(code.clone(), index);
            boundaries.features.push(Feature { index, code, rings });
        }
    }
    if boundaries.features.is_empty() {
        return Err(BoundaryFault::Empty { problems: boundaries.problems });
    }
    Ok(boundaries)
}

/// Where the features begin in a file, in bytes: the items of the list `features` of its outermost object. For telling
/// what is wrong in which line; a text that is no JSON gives what could be made out of it.
pub fn places(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let (mut depth, mut at) = (0usize, 0);
    let mut features = false;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => {
                let end = string_end(bytes, at);
                // At depth 1 a string is a name or a plain value; only the name comes before a list.
                if depth == 1 {
                    features = bytes.get(at + 1..end) == Some(b"features".as_slice());
                }
                at = end;
            }
            b'{' | b'[' => {
                if depth == 2 && features {
                    found.push(at);
                }
                depth += 1;
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
    }
    found
}

/// The closing quote of a string that begins at a byte, or the end of the text.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return at,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// The code of a feature: four digits, from whichever property has it.
fn code_of(feature: &RawFeature) -> Option<String> {
    let properties = feature.properties.as_ref();
    let named = |name: &&str| {
        let (_, value) = properties?.iter().find(|(key, _)| key.to_lowercase() == **name)?;
        as_code(value)
    };
    CODE_NAMES.iter().find_map(named).or_else(|| as_code(&feature.id))
}

/// `"0101"`, `"GT0101"` or `101`, which lost its zero in a spreadsheet.
fn as_code(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.as_u64()?.to_string(),
        _ => return None,
    };
    let digits = text.strip_prefix("GT").or_else(|| text.strip_prefix("gt")).unwrap_or(&text);
    let valid = matches!(digits.len(), 3 | 4) && digits.bytes().all(|b| b.is_ascii_digit());
    valid.then(|| format!("{digits:0>4}"))
}

/// The rings of an area, of all its polygons; `None` if it is no area.
fn rings_of(geometry: Option<&Geometry>) -> Option<Vec<&Value>> {
    let geometry = geometry?;
    let parts = geometry.coordinates.as_array()?;
    match geometry.r#type.as_str() {
        "Polygon" => Some(parts.iter().collect()),
        "MultiPolygon" => Some(parts.iter().filter_map(Value::as_array).flatten().collect()),
        _ => None,
    }
}

/// The positions of a ring, the last one left out because it is the first.
fn positions(ring: &Value) -> Result<Vec<(f64, f64)>, RingFault> {
    let position = |value: &Value| Some((value.get(0)?.as_f64()?, value.get(1)?.as_f64()?));
    let all: Option<Vec<_>> = ring.as_array().and_then(|ring| ring.iter().map(position).collect());
    let mut all = all.ok_or(RingFault::NotPositions)?;
    if !all.iter().all(|(lon, lat)| (-180.0..=180.0).contains(lon) && (-90.0..=90.0).contains(lat)) {
        return Err(RingFault::OffEarth);
    }
    if all.len() < 4 {
        return Err(RingFault::TooShort);
    }
    if all.first() != all.last() {
        return Err(RingFault::Open);
    }
    all.pop();
    Ok(all)
}

use super::arcs::{Cell, points_of};
use super::*;
use std::collections::BTreeSet;

/// Two invented squares that share a crooked border, and a third one below both.
const SMALL: &str = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"code":"9901"},"geometry":{"type":"Polygon","coordinates":
 [[[-91,15],[-90.5,15],[-90.5,15.1],[-90.52,15.2],[-90.48,15.3],[-90.51,15.4],[-90.5,15.5],[-91,15.5],[-91,15]]]}},
{"type":"Feature","properties":{"CODIGO":"9902"},"geometry":{"type":"MultiPolygon","coordinates":
 [[[[-90.5,15],[-90,15],[-90,15.5],[-90.5,15.5],[-90.51,15.4],[-90.48,15.3],[-90.52,15.2],[-90.5,15.1],[-90.5,15]]]]}},
{"type":"Feature","id":"GT9903","properties":null,"geometry":{"type":"Polygon","coordinates":
 [[[-91,14.5],[-90,14.5],[-90,15],[-90.5,15],[-91,15],[-91,14.5]],
  [[-90.6,14.6],[-90.4,14.6],[-90.4,14.8],[-90.6,14.8],[-90.6,14.6]]]}}
]}"#;

fn feature(properties: &str, coordinates: &str) -> String {
    format!(
        r#"{{"type":"Feature","properties":{properties},"geometry":{{"type":"Polygon","coordinates":{coordinates}}}}}"#
    )
}

fn collection(features: &[String]) -> String {
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
}

const SQUARE: &str = "[[[-91,15],[-90,15],[-90,16],[-91,16],[-91,15]]]";

#[test]
fn codes_are_found_where_sources_put_them() {
    assert_eq!(read(SMALL.as_bytes()).unwrap().codes().collect::<Vec<_>>(), ["9901", "9902", "9903"]);
    for (properties, code) in [
        (r#"{"Code":"0101"}"#, "0101"),
        (r#"{"ADM2_PCODE":"GT1304"}"#, "1304"),
        (r#"{"name":"x","COD_MUNI":101}"#, "0101"),
        (r#"{"code":"GT","codigo":"2217"}"#, "2217"),
    ] {
        let file = collection(&[feature(properties, SQUARE)]);
        assert_eq!(read(file.as_bytes()).unwrap().codes().collect::<Vec<_>>(), [code], "{properties}");
    }
}

#[test]
fn files_that_are_none_say_why() {
    let BoundaryFault::NotJson { line, column, .. } = read(b"{\n \"type\": oops").unwrap_err() else { panic!() };
    assert_eq!((line, column), (2, 10));
    let found = Some("Topology".to_owned());
    assert_eq!(read(br#"{"type":"Topology","arcs":[]}"#), Err(BoundaryFault::NotFeatures { found }));
    assert_eq!(read(b"[1]"), Err(BoundaryFault::NotFeatures { found: None }));
    assert_eq!(read(collection(&[]).as_bytes()), Err(BoundaryFault::Empty { problems: Vec::new() }));
    let file = collection(&[feature("{}", SQUARE)]);
    assert_eq!(read(file.as_bytes()), Err(BoundaryFault::Empty { problems: vec![(0, Problem::NoCode)] }));
}

#[test]
fn every_feature_at_fault_is_named() {
    let file = collection(&[
        feature(r#"{"code":"9901"}"#, SQUARE),
        feature(r#"{"name":"Villa Ceiba"}"#, SQUARE),
        feature(r#"{"code":"9901"}"#, SQUARE),
        feature(r#"{"code":"9902"}"#, "[[[-91,15],[-90,15],[-91,15]]]"),
        feature(r#"{"code":"9903"}"#, "[[[-91,15],[-90,15],[-90,16],[-91,16]]]"),
        feature(r#"{"code":"9904"}"#, "[[[410000,1600000],[420000,1600000],[420000,1610000],[410000,1600000]]]"),
        feature(r#"{"code":"9905"}"#, r#"[[["a",15],[-90,15],[-90,16],[-91,15]]]"#),
        r#"{"type":"Feature","properties":{"code":"9906"},"geometry":{"type":"Point","coordinates":[-91,15]}}"#.into(),
        r#"{"type":"Feature","properties":{"code":"9907"},"geometry":null}"#.into(),
        feature(r#"{"code":"9999"}"#, SQUARE),
        "7".into(),
    ]);
    let problems = read(file.as_bytes()).unwrap().problems(|code| code != "9999");
    let wanted = vec![
        (1, Problem::NoCode),
        (2, Problem::DuplicateCode("9901".into(), 0)),
        (3, Problem::WrongRing(0, RingFault::TooShort)),
        (4, Problem::WrongRing(0, RingFault::Open)),
        (5, Problem::WrongRing(0, RingFault::OffEarth)),
        (6, Problem::WrongRing(0, RingFault::NotPositions)),
        (7, Problem::NoArea(Some("Point".into()))),
        (8, Problem::NoArea(None)),
        (9, Problem::UnknownCode("9999".into())),
        (10, Problem::NoArea(None)),
    ];
    assert_eq!(problems, wanted);
}

/// Edges without direction.
fn edges(path: &str) -> BTreeSet<(Cell, Cell)> {
    let points = points_of(path);
    let next = points.iter().cycle().skip(1);
    points.iter().zip(next).map(|(a, b)| (*a.min(b), *a.max(b))).collect()
}

#[test]
fn shared_borders_stay_shared() {
    let boundaries = read(SMALL.as_bytes()).unwrap();
    for most in [usize::MAX, 200, 120, 0] {
        let shapes = boundaries.simplified(100.0, 200.0, most);
        assert_eq!((shapes.paths.len(), shapes.width.round()), (3, 100.0));
        let (west, east) = (edges(&shapes.paths["9901"]), edges(&shapes.paths["9902"]));
        assert!(west.intersection(&east).count() >= 1, "{most}: {shapes:?}");
        // What is left of the border is the same from both sides: all of the west's edges that are not its outer three.
        let outer = |(a, b): &&(Cell, Cell)| !(a.0 == 0 || b.0 == 0);
        let inner: BTreeSet<_> = west.iter().filter(outer).copied().collect();
        assert!(inner.is_subset(&east), "{most}: {inner:?} {east:?}");
    }
    let fine = boundaries.simplified(100.0, 200.0, usize::MAX);
    let coarse = boundaries.simplified(100.0, 200.0, 120);
    assert!(fine.size() > coarse.size() && coarse.size() <= 120, "{} {}", fine.size(), coarse.size());
    assert_eq!(fine, boundaries.simplified(100.0, 200.0, usize::MAX));
    assert_eq!(fine.paths["9903"].matches('M').count(), 2, "a hole stays");
}

#[test]
fn nothing_vanishes_and_nothing_panics() {
    // An islet in a corner of a large neighbour, and one smaller than the grid.
    let file = collection(&[
        feature(r#"{"code":"9901"}"#, "[[[-91,15],[-81,15],[-81,25],[-91,25],[-91,15]]]"),
        feature(r#"{"code":"9902"}"#, "[[[-80,15],[-79.9,15],[-79.9,15.1],[-79.95,15.2],[-80,15.1],[-80,15]]]"),
        feature(r#"{"code":"9903"}"#, "[[[-70,15],[-70.00001,15],[-70.00001,15.00001],[-70,15]]]"),
        feature(r#"{"code":"9904"}"#, "[[[-75,15],[-74,15],[-73,15],[-74,15],[-75,15]]]"),
    ]);
    let shapes = read(file.as_bytes()).unwrap().simplified(300.0, 300.0, 0);
    assert_eq!(shapes.paths.keys().collect::<Vec<_>>(), ["9901", "9902"]);
    assert_eq!(Boundaries::default().simplified(300.0, 300.0, 0), Shapes::default());
}

/// A file of real boundaries, which is not ours to keep here: its path stands in `CABILDO_BOUNDARIES`.
#[test]
#[ignore = "needs a file"]
fn a_real_file() {
    let path = std::env::var("CABILDO_BOUNDARIES").expect("CABILDO_BOUNDARIES");
    let boundaries = read(&std::fs::read(path).unwrap()).unwrap();
    println!("{} outlines, problems {:?}", boundaries.codes().count(), boundaries.problems(|_| true));
    for most in [usize::MAX, 60_000, 40_000, 30_000] {
        let shapes = boundaries.simplified(332.0, 400.0, most);
        assert_eq!(shapes.paths.len(), boundaries.codes().count());
        println!("{most}: {} bytes, {} x {}", shapes.size(), shapes.width, shapes.height);
    }
}

#[test]
fn features_are_found_in_the_text() {
    let text = r#"{"name": "features [", "type": "FeatureCollection", "features": [
{"type": "Feature", "properties": {"a\\": "}\"{"}, "geometry": {"coordinates": [[[1, 2]]]}},
  {"type": "Feature"}], "more": [{}]}"#;
    let places = super::places(text);
    assert_eq!(places.iter().map(|at| &text[*at..at + 7]).collect::<Vec<_>>(), ["{\"type\"", "{\"type\""]);
    assert_eq!(places.iter().map(|at| text[..*at].lines().count()).collect::<Vec<_>>(), [1, 3]);
    assert_eq!(super::places("{\"features\": [{\""), [14]);
    assert!(super::places("").is_empty());
}

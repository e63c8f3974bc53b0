//! The charts of the municipal dashboards.

use super::*;

pub(in crate::chart) fn year_rows() -> YearRows {
    let row = |label: &str, values: [Option<f64>; 4]| {
        let cells = values
            .into_iter()
            .map(|v| v.map_or(Cell::default(), |v| Cell::new(Some(v), format!("Q{v} M")).short(format!("{v:.1}"))));
        Group::new(label, cells.collect())
    };
    YearRows {
        frame: Frame { title: "Ingresos por clase, 2016 a 2019".into(), ..frame() },
        unit: "millones de quetzales".into(),
        years: (2016..2020).map(|year| year.to_string()).collect(),
        rows: vec![
            row("17 Transferencias de capital", [Some(24.1), Some(31.6), None, Some(38.2)]),
            row("16 Transferencias corrientes", [Some(4.4), Some(4.9), Some(5.3), Some(5.1)]),
            row("14 Ingresos de operación", [Some(2.0), Some(2.4), Some(2.9), Some(3.3)]),
            row("11 Ingresos no tributarios", [Some(1.1), Some(0.9), Some(1.6), Some(1.8)]),
            row("10 Ingresos tributarios", [Some(0.7), Some(0.8), Some(-0.4), Some(1.2)]),
            row("15 Rentas de la propiedad", [Some(0.0), Some(0.1), Some(0.1), Some(0.1)]),
        ],
    }
}

pub(in crate::chart) fn purposes() -> Purposes {
    let row = |label: &str, accrued: Option<f64>, current: Option<f64>, text: &str| Purpose {
        label: label.into(),
        accrued,
        current,
        text: text.into(),
        rest: label.starts_with("Otras"),
    };
    Purposes {
        frame: frame(),
        rows: vec![
            row("Educación", Some(6.2), Some(9.6), "Q6.2 M · 14.8 %"),
            row("Urbanización y servicios comunitarios", Some(18.4), Some(31.0), "Q18.4 M · 44.0 %"),
            row("Otras 4 finalidades", Some(0.9), Some(1.4), "Q900 mil · 2.2 %"),
            row("Servicios públicos generales", Some(9.7), Some(10.3), "Q9.7 M · 23.2 %"),
            row("Atención a desastres y gestión de riesgos", None, Some(2.1), ""),
            row("Protección ambiental", Some(6.6), Some(13.4), "Q6.6 M · 15.8 %"),
        ],
        accrued: "devengado".into(),
        current: "presupuesto vigente".into(),
    }
}

pub(in crate::chart) fn pace() -> Pace {
    let closed = |label: &str, share: Option<f64>, text: &str| PaceYear {
        label: label.into(),
        open: false,
        points: vec![PacePoint { month: 12.0, share, text: text.into() }],
    };
    Pace {
        frame: frame(),
        years: vec![
            closed("2023", Some(71.8), "71.8 %"),
            closed("2024", Some(73.2), "73.2 %"),
            closed("2025", Some(84.9), "84.9 %"),
            PaceYear {
                label: "2026, a septiembre".into(),
                open: true,
                points: vec![PacePoint { month: 9.0, share: Some(52.3), text: "52.3\u{a0}%".into() }],
            },
        ],
        months: ["E", "F", "M", "A", "M", "J", "J", "A", "S", "O", "N", "D"].map(String::from).to_vec(),
        calendar: "gasto parejo según el calendario".into(),
        ticks: [0.0, 25.0, 50.0, 75.0, 100.0].map(|value| Tick { value, text: format!("{value} %") }).to_vec(),
    }
}

pub(in crate::chart) fn band(from: Option<f64>, to: Option<f64>, word: &str, range: &str, grade: Grade) -> Band {
    Band { from, to, word: word.into(), range: range.into(), grade }
}

pub(in crate::chart) fn execution_bands() -> Vec<Band> {
    vec![
        band(None, Some(65.0), "baja", "< 65 %", Grade::Low),
        band(Some(65.0), Some(80.0), "media", "65–80 %", Grade::Mid),
        band(Some(80.0), None, "alta", "≥ 80 %", Grade::Good),
    ]
}

pub(in crate::chart) fn peer_strip() -> PeerStrip {
    PeerStrip {
        frame: Frame { empty: "sin grupo de comparación".into(), ..frame() },
        own: datum("San Pedro Ixcotal", 61.6, "61.6 %"),
        peers: vec![48.2, 63.0, 66.4, 70.1, 70.3, 70.8, 77.2, 88.4],
        median: Some(Tick { value: 70.2, text: "mediana 70.2 %".into() }),
        range: Some(("48.2 %".into(), "88.4 %".into())),
        bands: execution_bands(),
        held: Some(0),
    }
}

pub(in crate::chart) fn gauge() -> Gauge {
    Gauge {
        frame: frame(),
        value: Some(79.96),
        text: "79.96 %".into(),
        low: Tick { value: 0.0, text: "0".into() },
        high: Tick { value: 100.0, text: "100 %".into() },
        bands: execution_bands(),
        held: Some(1),
    }
}

pub(in crate::chart) fn timeline() -> Timeline {
    let project = |label: &str, text: &str, planned: (f64, f64), actual: Option<(f64, f64)>, running: bool| Project {
        label: label.into(),
        text: text.into(),
        planned: Span { start: Some(planned.0), end: Some(planned.1) },
        actual: Span { start: actual.map(|a| a.0), end: actual.map(|a| a.1).filter(|_| !running) },
        running,
    };
    Timeline {
        frame: frame(),
        projects: vec![
            project(
                "Tanque de agua, aldea Las Flores",
                "terminado a tiempo",
                (20.0, 150.0),
                Some((25.0, 141.0)),
                false,
            ),
            project(
                "Pavimento de la 3.ª calle",
                "terminado, 62 días después",
                (60.0, 180.0),
                Some((80.0, 242.0)),
                false,
            ),
            project("Escuela del caserío El Pino", "en ejecución", (150.0, 330.0), Some((171.0, 0.0)), true),
            project("Drenaje del barrio San José", "planificado", (300.0, 420.0), None, false),
            Project {
                label: "Planta de tratamiento".into(),
                text: "suspendido; sin fin previsto".into(),
                planned: Span { start: Some(90.0), end: None },
                actual: Span { start: Some(95.0), end: Some(160.0) },
                running: false,
            },
            Project { label: "Mercado municipal".into(), ..Project::default() },
        ],
        ticks: [(0.0, "2026"), (90.0, "abr"), (181.0, "jul"), (273.0, "oct"), (365.0, "2027")]
            .map(|(value, text)| Tick { value, text: text.into() })
            .to_vec(),
        now: Some(Tick { value: 273.0, text: "datos al 30/09/2026".into() }),
        planned: "previsto".into(),
        actual: "ejecutado".into(),
    }
}

pub(in crate::chart) fn ends() -> Spark {
    Spark { first: "Q24\u{a0}M".into(), last: "Q38.2\u{a0}M".into(), ..spark() }
}

pub(in crate::chart) fn territory() -> TerritoryMap {
    let place = |i: usize, label: &str, lon: f64, lat: f64, size: Option<f64>| Place {
        code: format!("99{i:02}"),
        label: format!("{label}: {} habitantes", size.map_or("sin dato".into(), |s| s.to_string())),
        seat: Some((lon, lat)),
        size,
        classes: vec![Some(1 + (i % 2) as u8), (i != 3).then_some(1 + (i % 5) as u8)],
        href: Some(format!("/municipios/99{i:02}/")),
    };
    TerritoryMap {
        frame: frame(),
        places: vec![
            place(1, "San Pedro Ixcotal", -91.31, 15.80, Some(48000.0)),
            place(2, "Villa Ceiba", -91.15, 15.41, Some(92000.0)),
            place(3, "Los Encuentros", -91.46, 15.35, None),
            place(4, "Palo Gordo", -91.42, 15.31, Some(7000.0)),
        ],
        figures: vec![
            Figure {
                name: "Población y cobertura".into(),
                note: "El tamaño es la población (censo 2018).".into(),
                classes: vec!["sin presupuesto publicado".into(), "con presupuesto".into()],
                edges: vec![1.0],
            },
            Figure {
                name: "Ejecución del gasto".into(),
                note: "2018, 324 de 340 municipios.".into(),
                classes: ["< 50 %", "50–65 %", "65–75 %", "75–85 %", "≥ 85 %"].map(String::from).to_vec(),
                edges: vec![50.0, 65.0, 75.0, 85.0],
            },
        ],
        choose: "Mostrar en el mapa".into(),
        skip: Some(("#lista".into(), "Pasar a la lista".into())),
        shapes: Default::default(),
    }
}

pub(in crate::chart) fn all(frame: &Frame) -> Vec<(&'static str, String)> {
    let f = || frame.clone();
    vec![
        ("year-rows", YearRows { frame: f(), ..year_rows() }.svg("d")),
        ("purposes", Purposes { frame: f(), ..purposes() }.svg("d")),
        ("pace", Pace { frame: f(), ..pace() }.svg("d")),
        ("peers", PeerStrip { frame: f(), ..peer_strip() }.svg("d")),
        ("gauge", Gauge { frame: f(), ..gauge() }.svg("d")),
        ("timeline", Timeline { frame: f(), ..timeline() }.svg("d")),
        ("spark-ends", Spark { frame: f(), ..ends() }.svg("d")),
        ("territory", TerritoryMap { frame: f(), ..territory() }.svg("d")),
    ]
}

#[test]
fn golden_dashboards() {
    golden!("year-rows", year_rows().svg("year-rows"));
    golden!("purposes", purposes().svg("purposes"));
    golden!("pace", pace().svg("pace"));
    golden!("peers", peer_strip().svg("peers"));
    golden!("gauge", gauge().svg("gauge"));
    golden!("timeline", timeline().svg("timeline"));
    golden!("spark-ends", ends().svg("spark-ends"));
    golden!("territory", territory().svg("territory"));
    golden!("gauge-demo", Gauge { frame: demo(), ..gauge() }.svg("gauge-demo"));
}

#[test]
fn dashboards_are_sound() {
    for (name, svg) in all(&frame()).iter().chain(&all(&demo())) {
        check(svg);
        assert!(svg.contains("<title id=\"d-t\">") && svg.contains("<desc id=\"d-d\">"), "{name}");
    }
    assert_eq!(all(&demo()), all(&demo()));
    for (name, svg) in all(&demo()) {
        assert!(svg.contains("<desc id=\"d-d\">DATOS DE EJEMPLO. ") && svg.contains("EJEMPLO</text>"), "{name}");
        assert!(name == "spark-ends" || svg.contains("url(#d-demo)"), "{name}");
    }
}

#[test]
fn without_data_there_are_words() {
    let f = frame;
    for svg in [
        YearRows { frame: f(), ..YearRows::default() }.svg("e"),
        Purposes { frame: f(), ..Purposes::default() }.svg("e"),
        Pace { frame: f(), ..Pace::default() }.svg("e"),
        PeerStrip { frame: f(), ..PeerStrip::default() }.svg("e"),
        Timeline { frame: f(), ..Timeline::default() }.svg("e"),
        TerritoryMap { frame: f(), ..TerritoryMap::default() }.svg("e"),
    ] {
        check(&svg);
        assert!(svg.contains("Aún no hay datos"), "{svg}");
    }
    let svg = Gauge { frame: f(), ..Gauge::default() }.svg("e");
    check(&svg);
    assert!(svg.contains("sin dato") && !svg.contains("c-mark"));
    let svg = Gauge { value: None, text: "no se puede calcular".into(), ..gauge() }.svg("e");
    check(&svg);
    assert!(svg.contains("no se puede calcular") && !svg.contains("c-bar"), "no band is filled: {svg}");
    let svg = PeerStrip { peers: Vec::new(), ..peer_strip() }.svg("e");
    check(&svg);
    assert!(svg.contains("sin grupo de comparación") && !svg.contains("mediana"));
    let svg = PeerStrip { own: Datum::new("Villa Ceiba", None, ""), ..peer_strip() }.svg("e");
    check(&svg);
    assert!(svg.contains("Villa Ceiba: sin dato") && !svg.contains("c-end"));
}

#[test]
fn a_missing_year_is_a_gap() {
    let svg = year_rows().svg("m");
    assert_eq!(svg.matches("c-gap").count(), 2, "one in the row, one in the legend");
    assert!(svg.contains("<title>17 Transferencias de capital, 2018: sin dato</title>"));
    assert_eq!(bars_of(&svg, "c-bar").len(), 23);
    let high: Vec<f64> = bars_of(&svg, "c-bar").iter().map(|b| b.1).collect();
    assert!((high[0] / high[2] - 24.1 / 38.2).abs() < 0.01, "{high:?}");
    assert_eq!(bars_of(&svg, "neg").len(), 1);
}

#[test]
fn purposes_are_in_order() {
    let svg = purposes().svg("o");
    let at = |name: &str| svg.find(name).unwrap_or_else(|| panic!("{name}"));
    let order = ["Urbanización", "Servicios públicos", "Protección", "Educación", "Atención", "Otras 4"].map(at);
    assert!(order.is_sorted(), "{order:?}");
    assert_eq!(bars_of(&svg, "c-bar").len(), 5, "what is missing has no bar");
    assert!(svg.contains("c-value c-missing"));
}

#[test]
fn the_open_year_is_measured_against_the_calendar() {
    let svg = pace().svg("o");
    assert_eq!(svg.matches("c-dot s2 open").count(), 1);
    assert_eq!(svg.matches("c-end s1").count(), 3);
    assert!(svg.contains("52.3"), "{svg}");
}

#[test]
fn every_grade_has_its_shape() {
    for (held, value, circle, half) in [(0, 40.0, 1, 0), (1, 70.0, 1, 1), (2, 90.0, 1, 0)] {
        let svg = Gauge { held: Some(held), value: Some(value), ..gauge() }.svg("g");
        check(&svg);
        assert_eq!(svg.matches("<circle").count(), circle);
        assert_eq!(svg.matches("a5 5").count(), half);
        assert_eq!(svg.contains("c-outline c-solid"), held == 2);
        assert_eq!(bars_of(&svg, "c-bar").len(), 1, "one band is filled");
    }
    let svg = Gauge { bands: Vec::new(), held: None, ..gauge() }.svg("g");
    check(&svg);
    assert!(!svg.contains("<circle") && svg.contains(">79.96 %<"));
}

#[test]
fn places_are_links_in_reading_order() {
    let map = territory();
    let html = map.html("mapa");
    let svg = map.svg("mapa");
    check(&svg);
    let order: Vec<&str> = svg.split("<a href=\"").skip(1).filter_map(|a| a.split('"').next()).collect();
    assert_eq!(order, ["/municipios/9901/", "/municipios/9902/", "/municipios/9903/", "/municipios/9904/"]);
    assert!(svg.contains("role=\"group\"") && svg.contains("<title>Villa Ceiba: 92000 habitantes</title>"));
    assert!(svg.contains("c-dot a2 b3\"") && svg.contains("c-dot a4\""), "{svg}");
    assert_eq!(html.matches("type=\"radio\"").count(), 2);
    assert_eq!(html.matches(" checked").count(), 1);
    assert!(html.contains("<p class=\"skip\"><a href=\"#lista\">"));
    assert_eq!(html.matches("class=\"c-missing\"").count(), 1, "one figure is not known everywhere");
    let one = TerritoryMap { figures: map.figures[..1].to_vec(), ..map.clone() }.html("mapa");
    assert!(!one.contains("radio"));
    let bad = Place { href: Some("javascript:x".into()), seat: Some((400.0, 0.0)), ..map.places[0].clone() };
    let map = TerritoryMap { places: vec![bad, map.places[1].clone()], ..map };
    assert!(map.unplaced() == 1 && !map.svg("m").contains("javascript"));
}

#[test]
fn classes_begin_at_their_edges() {
    let figure = Figure { edges: vec![10.0, 20.0], ..Figure::default() };
    let shades = |n: usize| {
        let figure = Figure { classes: vec![String::new(); n], ..Figure::default() };
        (0..n).map(|class| figure.shade(class)).collect::<Vec<_>>()
    };
    assert_eq!([2, 3, 4, 5].map(shades), [vec![2, 4], vec![1, 3, 5], vec![1, 2, 4, 5], vec![1, 2, 3, 4, 5]]);
    let classes = [None, Some(f64::NAN), Some(-5.0), Some(10.0), Some(19.9), Some(20.0), Some(1e300)];
    assert_eq!(classes.map(|v| figure.class(v)), [None, None, Some(1), Some(2), Some(2), Some(3), Some(3)]);
}

#[test]
fn boundaries_take_the_place_of_points() {
    let square = |code: &str, west: f64| {
        format!(
            r#"{{"type":"Feature","properties":{{"code":"{code}"}},"geometry":{{"type":"Polygon","coordinates":[[[{west},15],[{e},15],[{e},16],[{west},16],[{west},15]]]}}}}"#,
            e = west + 0.5
        )
    };
    let file =
        format!(r#"{{"type":"FeatureCollection","features":[{},{}]}}"#, square("9901", -91.6), square("9902", -91.1));
    let shapes = boundaries::read(file.as_bytes()).unwrap().simplified(WIDTH - 2.0 * MARGIN, 400.0, 60_000);
    let svg = TerritoryMap { shapes, ..territory() }.svg("b");
    assert_eq!(svg.matches("c-area").count(), 2);
    assert_eq!(svg.matches("class=\"c-dot").count(), 2, "those without a boundary");
    assert!(svg.contains("<path class=\"c-area a4 b2\" d=\"M332 0l-332 0 0 689 332 0z\"/>"), "{svg}");
    assert_eq!(svg.matches("<a ").count(), svg.matches("</a>").count());
    assert_eq!(svg.matches("<g ").count() + svg.matches("<g>").count(), svg.matches("</g>").count());
}

#[test]
fn many_and_long_and_odd() {
    let words = "Dirección Municipal de Planificación y Ordenamiento Territorial ".repeat(4);
    let odd = [0.0, -0.0, f64::MAX, f64::MIN, 5e-324, -1e300, f64::NAN, f64::INFINITY, 42.0];
    for frame in [frame(), demo()] {
        for label in [words.as_str(), "x", "", &"W".repeat(150)] {
            for (i, a) in odd.into_iter().enumerate() {
                let (b, c) = (odd[(i + 3) % odd.len()], odd[(i + 5) % odd.len()]);
                let cell = |v: f64| Cell::new(Some(v), label).short(if i % 2 == 0 { "1.2" } else { label });
                let row = Group::new(label, vec![cell(a), cell(b), Cell::default(), cell(c)]);
                let years = vec!["2017".into(), "2018".into(), label.into(), "2020".into()];
                let f = || frame.clone();
                check(&YearRows { frame: f(), unit: label.into(), years, rows: vec![row; 3] }.svg("x"));
                let purpose = |v, w| Purpose {
                    label: label.into(),
                    accrued: Some(v),
                    current: Some(w),
                    text: label.into(),
                    rest: false,
                };
                let rows = vec![purpose(a, b), purpose(b, c), purpose(c, a)];
                check(&Purposes { frame: f(), rows, accrued: label.into(), current: label.into() }.svg("x"));
                let point = |month, share| PacePoint { month, share: Some(share), text: label.into() };
                let year = |open| PaceYear { label: label.into(), open, points: vec![point(a, b), point(12.0, c)] };
                if label.len() < 100 {
                    check(
                        &Pace { frame: f(), years: vec![year(true), year(false)], calendar: label.into(), ..pace() }
                            .svg("x"),
                    );
                }
                let bands = vec![
                    band(None, Some(a), label, "x", Grade::Low),
                    band(Some(a), Some(b), "medio", label, Grade::Mid),
                    band(Some(b), None, label, label, Grade::Good),
                ];
                let tick = |value| Tick { value, text: "t".into() };
                check(
                    &PeerStrip {
                        frame: f(),
                        own: Datum::new(label, Some(c), label),
                        peers: odd.to_vec(),
                        median: Some(Tick { value: a, text: label.into() }),
                        range: Some((label.into(), label.into())),
                        bands: bands.clone(),
                        held: Some(i % 4),
                    }
                    .svg("x"),
                );
                let held = Some(i % 4);
                check(
                    &Gauge { frame: f(), value: Some(c), text: label.into(), low: tick(a), high: tick(b), bands, held }
                        .svg("x"),
                );
                let project = Project {
                    label: label.into(),
                    text: label.into(),
                    planned: Span { start: Some(a), end: Some(b) },
                    actual: Span { start: Some(c), end: None },
                    running: true,
                };
                check(
                    &Timeline {
                        frame: f(),
                        projects: vec![project; 15],
                        ticks: odd.map(tick).to_vec(),
                        now: Some(Tick { value: c, text: label.into() }),
                        planned: label.into(),
                        actual: label.into(),
                    }
                    .svg("x"),
                );
                check(
                    &Spark {
                        frame: f(),
                        values: vec![Some(a), None, Some(c)],
                        first: label.into(),
                        last: label.into(),
                    }
                    .svg("x"),
                );
            }
        }
    }
}

#[test]
fn all_of_the_country() {
    let value = |i: usize| (i % 7 != 3).then_some((i as f64 * 37.0) % 101.0);
    let places = (0..340)
        .map(|i| Place {
            code: format!("{i:04}"),
            label: format!("M{i}"),
            seat: Some((-92.2 + (i * 17 % 340) as f64 / 90.0, 13.7 + (i * 101 % 340) as f64 / 85.0)),
            size: value(i),
            classes: vec![Some(1), value(i).map(|v| 1 + (v / 25.0) as u8)],
            href: Some(format!("/m/{i}/")),
        })
        .collect();
    let map = TerritoryMap { places, ..territory() };
    let svg = map.svg("m");
    check(&svg);
    assert_eq!((map.unplaced(), svg.matches("<a href").count()), (0, 340));
}

//! Pictures of all charts on one page, to look at. Not a test of anything: see `CONTRIBUTING.md`.

use super::tests::dashboards::{self, band};
use super::tests::{demo, everything, frame};
use super::{Cell, Frame, Grade, Group, PacePoint, TerritoryMap, Tick, boundaries};
use std::fmt::Write as _;

/// Writes a page with every chart, as it is and with invented data, and prints how heavy each is. The page goes to the
/// path in `CABILDO_GALLERY`; boundaries come from that in `CABILDO_BOUNDARIES`, if there is one.
#[test]
#[ignore = "writes a page to look at"]
fn gallery() {
    let path = std::env::var("CABILDO_GALLERY").expect("CABILDO_GALLERY");
    let theme = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/anam/static");
    let mut page = String::from(
        "<!doctype html><html lang=\"es\"><meta charset=\"utf-8\"><title>Charts</title>\
         <meta name=\"viewport\" content=\"width=device-width\"><style>",
    );
    for style in ["base.css", "chart.css"] {
        page.push_str(&std::fs::read_to_string(theme.join(style)).unwrap());
    }
    page.push_str("</style><body><main class=\"wrap\"><div class=\"charts\">");
    let mut map = country();
    for (set, frame) in [("", frame()), ("-demo", demo())] {
        let frame = Frame { watermark: "EJEMPLO".into(), ..frame };
        for (name, svg) in everything(&frame).into_iter().chain(dashboards::all(&frame)) {
            // Ids of two charts in one page must differ.
            let prefix = format!("{name}{set}");
            let svg = svg.replace("\"g-", &format!("\"{prefix}-")).replace("\"d-", &format!("\"{prefix}-"));
            let svg = svg.replace(" g-d\"", &format!(" {prefix}-d\"")).replace(" d-d\"", &format!(" {prefix}-d\""));
            let svg = svg.replace("(#g-", &format!("(#{prefix}-")).replace("(#d-", &format!("(#{prefix}-"));
            weigh(&prefix, &svg);
            let _ = write!(page, "<figure class=\"chart\"><figcaption>{prefix}</figcaption>{svg}</figure>");
        }
    }
    for (name, svg) in crowded() {
        weigh(name, &svg);
        let _ = write!(page, "<figure class=\"chart\"><figcaption>{name}</figcaption>{svg}</figure>");
    }
    let indicators: String = (0..16)
        .map(|i| {
            let (mut gauge, mut peers) = (dashboards::gauge(), dashboards::peer_strip());
            gauge.value = Some(20.0 + 4.7 * f64::from(i));
            peers.peers.iter_mut().for_each(|v| *v -= 1.3 * f64::from(i));
            format!("<p>{}</p>{}", gauge.svg(&format!("g{i}")), peers.svg(&format!("p{i}")))
        })
        .collect();
    weigh("16 gauges and 16 peer strips", &indicators);
    page.push_str("</div>");
    for (name, html) in [("territory-340-points", map.html("puntos"))].into_iter().chain(
        std::env::var("CABILDO_BOUNDARIES").ok().map(|file| {
            let boundaries = boundaries::read(&std::fs::read(file).unwrap()).unwrap();
            map.shapes = boundaries.simplified(super::WIDTH - 2.0 * super::MARGIN, 400.0, 30_000);
            for (place, code) in map.places.iter_mut().zip(boundaries.codes()) {
                place.code = code.to_owned();
            }
            ("territory-340-areas", map.html("areas"))
        }),
    ) {
        weigh(name, &html);
        let _ = write!(page, "<figure class=\"chart map\"><figcaption>{name}</figcaption>{html}</figure>");
    }
    page.push_str("</main>");
    std::fs::write(path, page).unwrap();
}

/// Charts with as much in them as they are made for.
fn crowded() -> Vec<(&'static str, String)> {
    let mut years = dashboards::year_rows();
    years.years = (2016..2024).map(|year| year.to_string()).collect();
    let row = |i: usize| {
        let value =
            |k: usize| 60.0 / (1 + i * i) as f64 * (1.0 + 0.07 * k as f64) - if i == 4 && k == 2 { 5.0 } else { 0.0 };
        let cells = (0..8).map(|k| Cell::new(Some(value(k)), "").short(format!("{:.1}", value(k))));
        Group::new(format!("{} Clase de ingresos con un nombre usual", 10 + i), cells.collect())
    };
    years.rows = (0..10).map(row).collect();

    let mut pace = dashboards::pace();
    for (i, year) in pace.years.iter_mut().enumerate() {
        year.points = (1..=year.points[0].month as usize)
            .map(|month| {
                let share = month as f64 * 6.0 + ((month * (i + 3)) % 5) as f64;
                PacePoint { month: month as f64, share: Some(share), text: format!("{share:.1}\u{a0}%") }
            })
            .collect();
    }

    let mut peers = dashboards::peer_strip();
    peers.peers = (0..33).map(|i| 58.0 + ((i * 29) % 33) as f64 * 0.9).collect();
    peers.median = Some(Tick { value: 64.0, text: "mediana del departamento 64.0\u{a0}%".into() });
    peers.range = Some(("58.0\u{a0}%".into(), "86.8\u{a0}%".into()));

    // The less the better, and a value beyond the scale.
    let mut gauge = dashboards::gauge();
    gauge.bands = vec![
        band(None, Some(15.0), "baja", "≤ 15 %", Grade::Good),
        band(Some(15.0), Some(40.0), "media", "15–40 %", Grade::Mid),
        band(Some(40.0), None, "alta", "> 40 %", Grade::Low),
    ];
    gauge.low.text.clear();
    (gauge.value, gauge.text, gauge.held) = (Some(131.0), "131.0\u{a0}%".into(), Some(2));
    let mut narrow = dashboards::gauge();
    narrow.bands = vec![
        band(None, Some(85.0), "por debajo del límite", "< 85 %", Grade::Good),
        band(Some(85.0), Some(90.0), "cerca del límite", "85–90 %", Grade::Mid),
        band(Some(90.0), None, "por encima", "≥ 90 %", Grade::Low),
    ];
    (narrow.value, narrow.text, narrow.held) = (Some(88.0), "88.0\u{a0}%".into(), Some(1));

    let mut timeline = dashboards::timeline();
    timeline.projects = (0..15).map(|i| timeline.projects[i % 6].clone()).collect();
    vec![
        ("years-crowded", years.svg("yc")),
        ("pace-monthly", pace.svg("pm")),
        ("peers-crowded", peers.svg("pc")),
        ("gauge-beyond", gauge.svg("gb")),
        ("gauge-narrow", narrow.svg("gn")),
        ("timeline-15", timeline.svg("tl")),
    ]
}

/// As many places as the country has, at invented spots.
fn country() -> TerritoryMap {
    let map = dashboards::territory();
    let places = (0..340)
        .map(|i| super::Place {
            code: String::new(),
            label: format!("Villa {i}, {} habitantes", 900 + i * i),
            seat: Some((-92.2 + (i * 17 % 340) as f64 / 90.0, 13.7 + (i * 101 % 340) as f64 / 85.0)),
            size: Some(900.0 + (i * i) as f64),
            classes: vec![Some(1 + (i % 3 > 0) as u8), (i % 7 != 3).then_some(1 + (i * 3 % 5) as u8)],
            href: Some(format!("villa-{i}/")),
        })
        .collect();
    TerritoryMap { places, ..map }
}

fn weigh(name: &str, markup: &str) {
    let mut packed = Vec::new();
    let params = brotli::enc::BrotliEncoderParams { quality: 11, ..Default::default() };
    brotli::BrotliCompress(&mut markup.as_bytes(), &mut packed, &params).unwrap();
    println!("{name}: {} bytes, {} brotli", markup.len(), packed.len());
}

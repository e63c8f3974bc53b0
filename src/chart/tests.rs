use super::*;
use std::path::Path;

pub(super) fn frame() -> Frame {
    Frame {
        title: "Ejecución 2018".into(),
        desc: "El valor más alto es de Barillas.".into(),
        missing: "sin dato".into(),
        empty: "Aún no hay datos".into(),
        demo: false,
        watermark: "DATOS DE EJEMPLO".into(),
    }
}

pub(super) fn demo() -> Frame {
    Frame { demo: true, ..frame() }
}

fn datum(label: &str, value: f64, text: &str) -> Datum {
    Datum::new(label, Some(value), text)
}

fn cells(values: &[Option<f64>]) -> Vec<Cell> {
    values
        .iter()
        .map(|v| match v {
            Some(v) => Cell::new(Some(*v), format!("Q{v} M")).short(format!("{v}")),
            None => Cell::default(),
        })
        .collect()
}

/// Four quarters: below the minimum, exactly on the target, without a value, between the two after the target rose.
fn targets() -> Targets {
    let step = |label: &str, value: Option<f64>, text: &str, (target, minimum): (f64, f64)| TargetStep {
        label: label.into(),
        value,
        text: text.trim_start_matches(['✗', '✓', '◐', ' ']).into(),
        sign: text.chars().take(1).collect(),
        target: Some(target),
        target_text: format!("meta {target}"),
        minimum: Some(minimum),
        minimum_text: format!("mín. {minimum}"),
    };
    let steps = vec![
        step("T1 26", Some(4.0), "✗ 4", (6.0, 5.0)),
        step("T2 26", Some(6.0), "✓ 6", (6.0, 5.0)),
        step("T3 26", None, "", (6.0, 5.0)),
        step("T4 26", Some(6.5), "◐ 6.5", (7.0, 6.0)),
    ];
    Targets { frame: frame(), steps }
}

fn stacked() -> Stacked {
    let row = |label: &str, values: &[Option<f64>]| {
        let cells = values
            .iter()
            .map(|v| match v {
                Some(v) => Cell::new(Some(*v), format!("{v} %")),
                None => Cell::default(),
            })
            .collect();
        Group::new(label, cells)
    };
    Stacked {
        frame: frame(),
        parts: vec![
            "Ingresos propios".into(),
            "Situado constitucional".into(),
            "IVA-PAZ".into(),
            "Otras transferencias".into(),
            "Préstamos".into(),
            "Otros".into(),
        ],
        rows: vec![
            row("San Pedro Ixcotal", &[Some(17.0), Some(33.0), Some(25.0), Some(20.0), Some(4.0), Some(1.0)]),
            row("Villa Ceiba", &[Some(40.0), None, Some(25.0), Some(10.0), Some(0.0), Some(5.0)]),
        ],
    }
}

fn spark() -> Spark {
    Spark {
        frame: frame(),
        values: vec![Some(3.0), Some(4.5), None, Some(-1.0), None, Some(2.0), Some(6.0)],
        ..Spark::default()
    }
}

/// The value of an attribute of a tag.
fn attr<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    tag.get(start..)?.split('"').next()
}

fn number(tag: &str, name: &str) -> f64 {
    attr(tag, name).and_then(|v| v.parse().ok()).unwrap_or_else(|| panic!("{name} in {tag}"))
}

/// The opening tags of a name, each with the text after it.
fn tags<'a>(svg: &'a str, name: &str) -> Vec<(&'a str, &'a str)> {
    svg.split('<')
        .filter(|t| t.starts_with(name) && t[name.len()..].starts_with([' ', '>', '/']))
        .filter_map(|t| t.split_once('>'))
        .collect()
}

fn bars_of(svg: &str, class: &str) -> Vec<(f64, f64)> {
    tags(svg, "rect")
        .into_iter()
        .filter(|(t, _)| attr(t, "class").is_some_and(|c| c.split(' ').any(|c| c == class)))
        .map(|(t, _)| (number(t, "width"), number(t, "height")))
        .collect()
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&")
}

/// End points of a path and, for arcs, nothing else; enough for the paths drawn here.
fn path_points(d: &str) -> Vec<(f64, f64)> {
    let mut words: Vec<String> = Vec::new();
    for c in d.chars() {
        let fresh = words.last().is_none_or(|w| w.parse::<f64>().is_err() && w != "-");
        match c {
            'A'..='Z' | 'a'..='z' => words.push(c.to_string()),
            '0'..='9' | '.' | '-' if c == '-' || fresh || words.last().is_some_and(|w| w == " ") => {
                words.push(c.to_string());
            }
            '0'..='9' | '.' => words.last_mut().unwrap().push(c),
            _ => words.push(" ".into()),
        }
    }
    let words: Vec<&str> = words.iter().map(String::as_str).filter(|w| *w != " ").collect();
    let (mut x, mut y, mut i) = (0.0, 0.0, 0);
    let mut command = 'M';
    let mut points = Vec::new();
    while i < words.len() {
        if let Some(c) = words[i].chars().next().filter(char::is_ascii_alphabetic) {
            command = c;
            i += 1;
            if c == 'z' {
                continue;
            }
        }
        let arg = |k: usize| words[i + k].parse::<f64>().unwrap_or_else(|_| panic!("{d}"));
        match command {
            'M' | 'L' => {
                (x, y) = (arg(0), arg(1));
                i += 2;
            }
            'm' | 'l' => {
                (x, y) = (x + arg(0), y + arg(1));
                i += 2;
            }
            'H' => {
                x = arg(0);
                i += 1;
            }
            'h' => {
                x += arg(0);
                i += 1;
            }
            'v' => {
                y += arg(0);
                i += 1;
            }
            'V' => {
                y = arg(0);
                i += 1;
            }
            'a' => {
                (x, y) = (x + arg(5), y + arg(6));
                i += 7;
            }
            other => panic!("{other} in {d}"),
        }
        points.push((x, y));
    }
    points
}

/// Everything that must be true of any chart.
fn check(svg: &str) {
    assert!(!svg.contains("NaN") && !svg.contains("inf\""), "{svg}");
    assert!(!svg.contains("style=") && !svg.contains("stroke=\""), "{svg}");
    let (root, _) = tags(svg, "svg")[0];
    assert!(attr(root, "width").is_none() && attr(root, "height").is_none());
    let view: Vec<f64> = attr(root, "viewBox").unwrap().split(' ').map(|v| v.parse().unwrap()).collect();
    let (w, h) = (view[2], view[3]);
    let inside = |x0: f64, y0: f64, x1: f64, y1: f64, what: &str| {
        assert!(
            x0 >= -0.05 && y0 >= -0.05 && x1 <= w + 0.05 && y1 <= h + 0.05,
            "{what} leaves {w} x {h}: {x0} {y0} {x1} {y1}"
        );
    };

    // Names that exist, once.
    let ids: Vec<&str> = svg.split(" id=\"").skip(1).filter_map(|s| s.split('"').next()).collect();
    for (i, id) in ids.iter().enumerate() {
        assert!(!ids[..i].contains(id), "{id} twice");
    }
    for name in attr(root, "aria-labelledby").unwrap().split(' ') {
        assert!(ids.contains(&name), "{name}");
    }
    for url in svg.split("url(#").skip(1) {
        assert!(ids.contains(&url.split(')').next().unwrap()));
    }

    // Tags that match.
    let mut open = Vec::new();
    for piece in svg.split('<').skip(1) {
        let (tag, _) = piece.split_once('>').expect("closed tag");
        let name = tag.split([' ', '/']).find(|n| !n.is_empty()).unwrap();
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name));
        } else if !tag.ends_with('/') {
            open.push(name);
        }
    }
    assert!(open.is_empty());

    let body = svg.split("</defs>").last().unwrap();
    for (tag, _) in tags(body, "rect") {
        let (x, y) = (number(tag, "x"), number(tag, "y"));
        let (rw, rh) = (number(tag, "width"), number(tag, "height"));
        assert!(rw >= 0.0 && rh >= 0.0, "{tag}");
        inside(x, y, x + rw, y + rh, tag);
    }
    for (tag, _) in tags(body, "circle") {
        let (x, y, r) = (number(tag, "cx"), number(tag, "cy"), number(tag, "r"));
        assert!(r > 0.0, "{tag}");
        inside(x - r, y - r, x + r, y + r, tag);
    }
    for (tag, _) in tags(body, "path") {
        for (x, y) in path_points(attr(tag, "d").unwrap()) {
            inside(x, y, x, y, tag);
        }
    }
    let mut texts: Vec<(Area, String)> = Vec::new();
    for (tag, text) in tags(body, "text") {
        let size = attr(tag, "font-size").map_or(FONT, |v| v.parse().unwrap());
        assert!(size * 320.0 / WIDTH >= 12.0, "{tag}");
        let class = attr(tag, "class").unwrap();
        if class == "c-watermark" {
            continue;
        }
        let text = unescape(text);
        let bold = class.split(' ').any(|c| c == "hl" || c == "c-tag");
        let wide = text_width(&text, size) * if bold { BOLD } else { 1.0 };
        let x = number(tag, "x")
            - match attr(tag, "text-anchor") {
                Some("middle") => wide / 2.0,
                Some("end") => wide,
                _ => 0.0,
            };
        let y = number(tag, "y");
        inside(x, y - 11.0, x + wide, y + 3.5, &text);
        let area = Area { x, y: y - 10.0, w: wide, h: 12.0 };
        for (other, words) in &texts {
            assert!(!other.meets(&area), "{words:?} and {text:?} collide");
        }
        texts.push((area, text));
    }
    for part in svg.split(['"', ' ', 'M', 'h', 'v', 'L', 'H', 'l', 'm', 'z']) {
        if part.parse::<f64>().is_ok() {
            let decimals = part.split_once('.').map_or(0, |(_, d)| d.len());
            assert!(decimals <= 1, "{part}");
        }
    }
}

pub(super) fn everything(frame: &Frame) -> Vec<(&'static str, String)> {
    let f = || frame.clone();
    vec![
        ("targets", Targets { frame: f(), ..targets() }.svg("g")),
        ("stacked", Stacked { frame: f(), ..stacked() }.svg("g")),
        ("spark", Spark { frame: f(), ..spark() }.svg("g")),
    ]
}

fn empty(frame: &Frame) -> Vec<String> {
    let f = || frame.clone();
    vec![
        Targets { frame: f(), ..Targets::default() }.svg("e"),
        Stacked { frame: f(), ..Stacked::default() }.svg("e"),
        Spark { frame: f(), ..Spark::default() }.svg("e"),
    ]
}

/// Golden files have a line for each element: charts have none, for their weight.
fn golden(name: &str, made: &str, kept: &str) {
    assert!(!made.contains('\n'), "{name}: space that nobody sees");
    let made = made.replace("><", ">\n<") + "\n";
    if std::env::var_os("CABILDO_BLESS").is_some() {
        let folder = Path::new(file!()).with_file_name("../../tests/golden/chart");
        std::fs::write(folder.join(format!("{name}.svg")), made).expect("golden file");
        return;
    }
    assert!(made == kept, "{name}.svg has changed; look at it, then set CABILDO_BLESS to keep it:\n{made}");
}

macro_rules! golden {
    ($name:literal, $made:expr) => {{
        let made = $made;
        check(&made);
        let kept = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/chart/", $name, ".svg"));
        golden($name, &made, kept);
    }};
}

pub(super) mod dashboards;

#[test]
fn golden_files() {
    golden!("targets", targets().svg("targets"));
    golden!("targets-demo", Targets { frame: demo(), ..targets() }.svg("targets-demo"));
    golden!("stacked", stacked().svg("stacked"));
    golden!("stacked-demo", Stacked { frame: demo(), ..stacked() }.svg("stacked-demo"));
    golden!("spark", spark().svg("spark"));
    golden!("spark-demo", Spark { frame: demo(), ..spark() }.svg("spark-demo"));
    golden!("empty", empty(&frame()).remove(0));
}

#[test]
fn everything_is_sound() {
    for (_, svg) in everything(&frame()).iter().chain(&everything(&demo())) {
        check(svg);
    }
    for svg in empty(&frame()) {
        check(&svg);
        assert!(svg.contains("Aún no hay datos"));
    }
    for svg in empty(&demo()).iter().chain(&empty(&Frame::default())) {
        check(svg);
    }
}

#[test]
fn same_input_same_bytes() {
    assert_eq!(everything(&demo()), everything(&demo()));
}

#[test]
fn lines_step_where_a_promise_changed() {
    let svg = targets().svg("p");
    let high: Vec<f64> = bars_of(&svg, "c-bar").iter().map(|b| b.1).collect();
    assert_eq!(high.len(), 3, "a missing value is no column");
    assert!((high[0] / high[1] - 4.0 / 6.0).abs() < 0.01 && (high[2] / high[1] - 6.5 / 6.0).abs() < 0.01, "{high:?}");
    let path = |class: &str| {
        let (tag, _) = tags(&svg, "path").into_iter().find(|(t, _)| attr(t, "class") == Some(class)).unwrap();
        attr(tag, "d").unwrap().to_owned()
    };
    for class in ["c-mark", "c-track"] {
        let d = path(class);
        assert_eq!((d.matches('M').count(), d.matches('H').count(), d.matches('V').count()), (1, 2, 1), "{d}");
    }
    // The target's line has the height of a column that is exactly on it.
    let (line, column) = (path("c-mark"), tags(&svg, "rect")[1].0);
    let start = line.split(['M', 'H']).nth(1).and_then(|part| part.split(' ').nth(1)).unwrap();
    assert_eq!(start.parse::<f64>().unwrap(), number(column, "y"));
    let broken = TargetStep { target: None, minimum: None, ..targets().steps.remove(1) };
    let steps = targets().steps.into_iter().chain([broken]).chain(targets().steps).collect();
    let svg = Targets { frame: frame(), steps }.svg("p");
    assert_eq!(tags(&svg, "path").iter().find(|(t, _)| t.contains("c-mark")).unwrap().0.matches('M').count(), 2);
}

#[test]
fn parts_make_a_whole() {
    let svg = stacked().svg("p");
    let wide: Vec<f64> = bars_of(&svg, "c-part").iter().map(|b| b.0).collect();
    assert_eq!(wide.len(), 6, "a row with a missing part has no bar");
    assert!((wide.iter().sum::<f64>() - (WIDTH - 2.0 * MARGIN)).abs() < 0.05);
    assert!((wide[1] / wide[0] - 33.0 / 17.0).abs() < 0.01);
    assert!(svg.contains("c-track") && svg.contains("sin dato"));
    for values in [&[Some(0.0), Some(0.0)][..], &[Some(-1.0), Some(2.0)], &[None, Some(2.0)]] {
        assert_eq!(stacked::shares(values), None);
    }
    assert_eq!(stacked::shares(&[Some(f64::MAX), Some(f64::MAX)]), Some(vec![0.5, 0.5]));
}

#[test]
fn missing_is_not_zero() {
    let steps: Vec<TargetStep> = [(None, ""), (None, "menos de 5"), (Some(f64::NAN), "NaN %"), (Some(0.0), "0")]
        .map(|(value, text)| TargetStep { value, text: text.into(), ..TargetStep::default() })
        .into();
    let svg = Targets { frame: frame(), steps }.svg("m");
    check(&svg);
    assert_eq!(bars_of(&svg, "c-bar").len(), 1);
    assert_eq!(svg.matches("sin dato").count(), 2);
    assert_eq!(svg.matches("menos de 5").count(), 1);
    assert_eq!(tags(&svg, "path").iter().filter(|(t, _)| t.contains("c-gap")).count(), 3);

    let svg = Spark { frame: frame(), values: vec![None, Some(f64::NAN)], ..Spark::default() }.svg("m");
    check(&svg);
    assert!(!svg.contains("c-line") && svg.contains("Aún no hay datos"));
    let svg = Spark { frame: frame(), values: vec![Some(1.0), None, Some(2.0)], ..Spark::default() }.svg("m");
    assert!(!svg.contains('L'), "the line goes over a missing value");
}

#[test]
fn text_is_escaped() {
    let nasty = "<b onload=\"x\">&'\u{1}\u{fffe}";
    let frame = Frame {
        title: nasty.into(),
        desc: nasty.into(),
        missing: nasty.into(),
        empty: nasty.into(),
        demo: true,
        watermark: nasty.into(),
    };
    let group = Group::new(nasty, vec![Cell::new(Some(1.0), nasty), Cell::default()]);
    let charts = [
        Targets {
            frame: frame.clone(),
            steps: vec![TargetStep {
                label: nasty.into(),
                value: Some(1.0),
                text: nasty.into(),
                sign: nasty.into(),
                target: Some(1.0),
                target_text: nasty.into(),
                ..TargetStep::default()
            }],
        }
        .svg(nasty),
        Stacked { frame: frame.clone(), parts: vec![nasty.into()], rows: vec![group] }.svg(nasty),
        Spark { frame, values: vec![Some(1.0)], ..Spark::default() }.svg(nasty),
    ];
    for svg in charts {
        check(&svg);
        assert!(!svg.contains("<b") && !svg.contains("<script"), "{svg}");
        assert!(!svg.contains(['\u{1}', '\u{fffe}', '\'']));
        assert!(svg.contains("&lt;b onload=&quot;x&quot;&gt;&amp;&#39;"));
    }
}

#[test]
fn links_are_of_the_web() {
    for good in ["/x/", "x", "?a=b:c", "#a:b", "https://a.gt/", "HTTP://a.gt"] {
        assert!(harmless(good), "{good}");
    }
    for bad in ["", " ", "javascript:alert(1)", " JavaScript:x", "data:text/html,x", "java\nscript:x"] {
        assert!(!harmless(bad), "{bad}");
    }
}

#[test]
fn long_labels() {
    let words = "Dirección Municipal de Planificación y Ordenamiento Territorial ".repeat(5);
    let solid = "W".repeat(200);
    for label in
        [words.as_str(), solid.as_str(), "K’iche’ ꞌ 漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字"]
    {
        for frame in [frame(), demo()] {
            let group = |name: &str| Group::new(name, vec![Cell::new(Some(2.0), label), Cell::default()]);
            let step = TargetStep {
                label: label.into(),
                value: Some(3.0),
                text: label.into(),
                sign: label.into(),
                target: Some(2.0),
                target_text: label.into(),
                minimum: Some(1.9),
                minimum_text: label.into(),
            };
            check(&Targets { frame: frame.clone(), steps: vec![step.clone(), step] }.svg("l"));
            check(
                &Stacked { frame: frame.clone(), parts: vec![label.into(), label.into()], rows: vec![group(label)] }
                    .svg("l"),
            );
            let frame = Frame { watermark: label.into(), ..frame };
            check(&Spark { frame, values: vec![Some(1.0)], ..Spark::default() }.svg("l"));
        }
    }
    let lines = wrap(&words, 200.0, FONT);
    assert!(lines.iter().all(|l| text_width(l, FONT) <= 200.0));
    assert_eq!(lines.join(" "), words.trim());
    assert_eq!(wrap(&solid, 200.0, FONT).concat(), solid);
    assert_eq!(wrap("Q\u{a0}1,234", 30.0, FONT).concat(), "Q\u{a0}1,234");
    assert!(wrap(" \n ", 30.0, FONT).is_empty());
}

#[test]
fn sixty_of_everything() {
    let value = |i: usize| (i % 7 != 3).then_some((i as f64 * 37.0) % 101.0 - 20.0);
    for frame in [frame(), demo()] {
        let groups: Vec<Group> = (0..60)
            .map(|i| Group::new(format!("{}", 1960 + i), cells(&[value(i), value(i + 1), value(i + 2), value(i + 5)])))
            .collect();
        let step = |i: usize| TargetStep {
            label: format!("{}", 1960 + i),
            value: value(i),
            text: value(i).map_or(String::new(), |v| format!("{v:.1}")),
            sign: String::new(),
            target: value(i + 1),
            target_text: "meta".into(),
            minimum: value(i + 2),
            minimum_text: "mín.".into(),
        };
        let svg = Targets { frame: frame.clone(), steps: (0..60).map(step).collect() }.svg("s");
        check(&svg);
        assert!(svg.contains(">2019</text>"), "the last period is named");
        check(&Stacked { frame: frame.clone(), parts: Vec::new(), rows: groups }.svg("s"));
        check(&Spark { frame, values: (0..60).map(value).collect(), ..Spark::default() }.svg("s"));
    }
}

#[test]
fn odd_numbers() {
    let odd = [0.0, -0.0, f64::MAX, f64::MIN, f64::MIN_POSITIVE, 5e-324, 1e-300, -1e300, 1e17];
    for a in odd {
        for b in odd {
            let step = |value: f64, target: f64| TargetStep {
                value: Some(value),
                text: "a".into(),
                target: Some(target),
                target_text: "t".into(),
                minimum: Some(value),
                minimum_text: "m".into(),
                ..TargetStep::default()
            };
            check(&Targets { frame: demo(), steps: vec![step(a, b), step(b, a)] }.svg("o"));
            let cells = vec![Cell::new(Some(a), "a"), Cell::new(Some(b), "b")];
            check(&Stacked { frame: demo(), parts: Vec::new(), rows: vec![Group::new("r", cells)] }.svg("o"));
            check(&Spark { frame: demo(), values: vec![Some(a), Some(b)], ..Spark::default() }.svg("o"));
        }
    }
}

#[test]
fn invented_data_say_so() {
    for (name, svg) in everything(&demo()) {
        assert!(svg.contains("<desc id=\"g-d\">DATOS DE EJEMPLO. El valor"), "{name}");
        assert!(svg.contains(" c-demo\"") && svg.contains("EJEMPLO</text>"), "{name}");
        assert!(name == "spark" || svg.contains("url(#g-demo)"), "{name}");
    }
    for (name, svg) in everything(&frame()) {
        assert!(!svg.contains("EJEMPLO") && !svg.contains("demo"), "{name}");
    }
}

#[test]
fn ids_are_safe() {
    assert_eq!(safe_id("a b\"#é"), "a-b---");
    assert_eq!(safe_id("1"), "c1");
    assert_eq!(safe_id(""), "c");
}

#[test]
fn coordinates_are_short() {
    let texts = [-0.04, 12.0, 1.25, -2.74159, f64::NAN, -0.5, 100.0, 340.05, 1e14, -3e20].map(|n| num(n).to_string());
    let whole = ["100000000000000", "-300000000000000000000"];
    assert_eq!(texts[..8], ["0", "12", "1.3", "-2.7", "0", "-0.5", "100", "340.1"]);
    assert_eq!(texts[8..], whole);
}

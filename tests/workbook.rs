//! The workbook of a form, as it is shipped, in LibreOffice: its words agree with the site's judgement, and what is
//! written into it comes back. Needs LibreOffice with python3-uno: `scripts/test` runs it as a step of its own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use cabildo::model::charter::{CharterFamily, Compliance, ServiceLevel};
use cabildo::model::values::Number;
use cabildo::model::{Asked, Model};
use cabildo::source::SourceTree;
use common::Project;
use common::office::drive;
use serde_json::{Value, json};

const CHARTER: &str = "content/charters/9901-agua/2.0.0.yaml";
const RESULTS: &str = "content/charters/9901-agua/results.yaml";
const FORM: [&str; 7] = ["new", "results", "--charter", "9901-agua", "--period", "2026-Q4", "--xlsx"];

fn family(project: &Project) -> CharterFamily {
    let tree = SourceTree::read(project.root()).value;
    let model = Model::load(&tree, Asked::default()).value.unwrap();
    model.charters.get("9901-agua").unwrap().clone()
}

/// A number a little beside another.
fn beside(limit: Option<Number>, by: f64) -> Option<Number> {
    let text = format!("{:.9}", limit?.to_string().parse::<f64>().unwrap() + by);
    Number::parse(text.trim_end_matches('0').trim_end_matches('.'))
}

/// On the target, on the minimum, beside each of them, far off, nothing.
const CASES: [fn(&ServiceLevel) -> Option<Number>; 9] = [
    |level| level.target,
    |level| level.minimum_acceptable,
    |level| beside(level.target, 0.01),
    |level| beside(level.target, -0.01),
    |level| beside(level.minimum_acceptable, 0.01),
    |level| beside(level.minimum_acceptable, -0.01),
    |_| Number::parse("0"),
    |_| Number::parse("100000"),
    |_| None,
];

fn word(kept: Option<Compliance>) -> &'static str {
    match kept {
        Some(Compliance::Met) => "cumplido",
        Some(Compliance::PartlyMet) => "cumplido en parte",
        Some(Compliance::NotMet) => "incumplido",
        None => "sin dato",
    }
}

#[test]
#[ignore = "needs LibreOffice; a step of scripts/test"]
fn the_shipped_workbook_judges_like_the_site_and_comes_back() {
    let project = Project::real();
    // Edges that no binary fraction hits.
    project.replace(
        CHARTER,
        "    target: 6\n    minimum_acceptable: 5\n",
        "    target: 6.1\n    minimum_acceptable: 5.7\n",
    );
    let order = [&FORM[..], &["form.xlsx"]].concat();
    assert!(project.run(&order).status.success());
    let family = family(&project);
    let levels = &family.current().service_levels;
    assert!(levels.len() >= 8);
    let path = |name: &str| project.root().join(name).display().to_string();

    let cells = |column: char| (0..levels.len()).map(move |at| format!("{column}{}", at + 5));
    let tally_cell = format!("K{}", levels.len() + 5);
    let read: Vec<String> = cells('K').chain([tally_cell.clone()]).collect();
    let mut rounds = Vec::new();
    let mut expected = Vec::new();
    for case in CASES {
        let values: Vec<Option<Number>> = levels.iter().map(case).collect();
        let typed =
            |value: &Option<Number>| value.map_or(Value::Null, |n| json!(n.to_string().parse::<f64>().unwrap()));
        let set: serde_json::Map<String, Value> = cells('H').zip(values.iter().map(typed)).collect();
        rounds.push(json!({"set": set, "read": read}));
        let kept: Vec<_> =
            levels.iter().zip(&values).map(|(level, value)| value.and_then(|value| level.judge(value))).collect();
        let mut words: serde_json::Map<String, Value> =
            cells('K').zip(kept.iter().map(|kept| json!(word(*kept)))).collect();
        let met = kept.iter().filter(|kept| **kept == Some(Compliance::Met)).count();
        words.insert(tally_cell.clone(), json!(format!("{met} de {} con dato", kept.iter().flatten().count())));
        expected.push(Value::Object(words));
    }
    // What is computed in the sheet misses its edge by a hair; a text is no number, and spaces are nothing.
    rounds.push(json!({"set": {"H9": "=27/30*100", "H5": "seis", "H6": "  "}, "read": ["K9", "K5", "K6"]}));
    expected.push(json!({"K9": "cumplido", "K5": "no es un número", "K6": "sin dato"}));
    // What comes back.
    rounds.push(json!({"set": {"H5": 6.1, "I5": 92, "J5": "Bomba reparada", "H7": 2.5}, "read": ["K5", "K7"]}));
    expected.push(json!({"K5": "cumplido", "K7": "cumplido en parte"}));
    let asked = json!({"file": path("form.xlsx"), "rounds": rounds, "save": path("back.xlsx")});
    let answer = drive(&asked);
    for (at, (found, expected)) in answer["rounds"].as_array().unwrap().iter().zip(&expected).enumerate() {
        assert_eq!(found, expected, "round {at}");
    }
    assert_eq!(answer["protected"], true);
    for (cell, locked) in answer["locked"].as_object().unwrap() {
        assert_eq!(*locked, cell.starts_with('K'), "{cell}");
    }

    let back = ["new", "results", "--charter", "9901-agua", "--period", "2026-Q4", "--from", "back.xlsx"];
    let output = project.run(&back);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = project.read(RESULTS);
    for row in [
        "level: S1, value: 6.1, n: 92, status: demo",
        "level: S3, value: 2.5, status: demo",
        "level: S5, value: 90,",
        "note: {es: \"Bomba reparada\"}",
    ] {
        assert!(text.contains(row), "{row}: {text}");
    }
    // On the site's date 2026-Q4 is not over: its rows wait.
    assert_eq!(project.check().1, 1);
    let faults = project.faults();
    let of_q4 = |(code, file, ..): &&(String, String, u64, u64)| code == "C0730" && file == RESULTS;
    assert_eq!(faults.iter().filter(of_q4).count(), 3, "{faults:?}");
    let after = project.run(&["check", "--date", "2027-01-20"]);
    assert_eq!(after.status.code(), Some(0), "{}", String::from_utf8_lossy(&after.stderr));

    // A wrong formula would be noticed.
    let plant = json!(["ROUND(H5,9)&gt;=ROUND(D5,9)", "ROUND(H5,9)&gt;ROUND(D5,9)"]);
    let planted = drive(&json!({"file": path("form.xlsx"), "rounds": [asked["rounds"][0]], "plant": plant}));
    assert_ne!(planted["rounds"][0], expected[0]);
}

//! `cabildo new`, on copies of the real site: what it writes is sound, and what somebody wrote stays.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Output;

use common::{Project, last_line};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use serde_json::Value;

const DRAFT: &str = "content/charters/9904-residuos/1.0.0.yaml";
const WATER: &str = "content/charters/9901-agua/2.0.0.yaml";
const RESULTS: &str = "content/charters/9901-agua/results.yaml";

/// A day on which 2026-Q4 is over; on the site's date, 2026-11-20, it is not.
const AFTER_Q4: &str = "2027-01-20";

/// What is said, and the exit status.
fn told(output: &Output) -> (String, i32) {
    let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    (text, output.status.code().unwrap())
}

fn done(project: &Project, arguments: &[&str]) -> String {
    let (text, status) = told(&project.run(arguments));
    assert_eq!(status, 0, "{arguments:?}: {text}");
    text
}

fn refused(project: &Project, arguments: &[&str], status: i32, says: &[&str]) {
    let before = project.files();
    let (text, ended) = told(&project.run(arguments));
    assert_eq!(ended, status, "{arguments:?}: {text}");
    says.iter().for_each(|words| assert!(text.contains(words), "{words}: {text}"));
    assert_eq!(project.files(), before, "nothing is written");
}

/// The errors that `check` finds.
fn errors(project: &Project) -> Vec<String> {
    in_errors(&project.check().0, ToString::to_string)
}

/// The errors that `check` finds when the site has another date.
fn errors_on(project: &Project, date: &str) -> Vec<String> {
    in_errors(&last_line(&project.run(&["check", "--format", "json", "--date", date])), ToString::to_string)
}

/// The site's date is before the end of 2026-Q4: its rows are told, at these lines, and nothing else; later they stand.
fn assert_waits_for_the_end_of_q4(project: &Project) {
    let text = project.read(RESULTS);
    let is_row = |line: &str| line.trim_start().starts_with("- {period: 2026-Q4,");
    let rows: Vec<String> = (1..).zip(text.lines()).filter(|(_, line)| is_row(line)).map(|(n, _)| told_at(n)).collect();
    assert!(!rows.is_empty(), "{text}");
    let told =
        in_errors(&project.check().0, |d| format!("{} {}:{}", text_of(&d["code"]), text_of(&d["file"]), d["line"]));
    assert_eq!(told, rows);
    assert_eq!(errors_on(project, AFTER_Q4), Vec::<String>::new());
}

fn told_at(line: usize) -> String {
    format!("C0730 {RESULTS}:{line}")
}

fn text_of(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn in_errors(object: &Value, shown: impl Fn(&Value) -> String) -> Vec<String> {
    let all = object["diagnostics"].as_array().unwrap();
    all.iter().filter(|d| d["severity"] == "error").map(shown).collect()
}

/// The errors that are not about what a charter should promise: invented examples need not be good promises.
fn errors_of_form(project: &Project) -> Vec<String> {
    errors(project).into_iter().filter(|error| !error.contains("\"code\":\"C07")).collect()
}

/// The examples of a file become its values.
fn uncommented(text: &str) -> String {
    text.lines().map(|line| format!("{}\n", line.strip_prefix("# ").unwrap_or(line))).collect()
}

#[test]
fn a_new_charter_is_a_sound_draft_that_only_drafts_show() {
    let project = Project::real();
    let said = done(&project, &["new", "charter", "--municipality", "9904", "--service", "residuos"]);
    for words in [DRAFT, "es.md", "en.md", "1. ", "cabildo revisar", "cabildo ver --open"] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert_eq!(errors(&project), Vec::<String>::new());
    let build = |extra: &[&str]| {
        let order = [&["build", "--base-url", "https://anam.example/", "--format", "json"], extra].concat();
        assert_eq!(last_line(&project.run(&order))["status"], "ok");
    };
    let shown = |name: &str| project.published().into_iter().filter(|(_, text)| text.contains(name)).count();
    build(&[]);
    // Pages, search, map of the site, feeds: nothing knows of it.
    assert_eq!((shown("9904-residuos"), shown("9904-solid-waste"), shown("Puerto Ficticio: Residuos")), (0, 0, 0));
    build(&["--drafts"]);
    for page in ["cartas/9904-residuos/index.html", "en/charters/9904-solid-waste/index.html"] {
        assert!(project.out().join(page).is_file(), "{page}");
    }
}

#[test]
fn what_a_draft_says_of_the_service_is_what_the_site_knows() {
    let project = Project::real();
    done(&project, &["new", "charter", "--municipality", "9904", "--service", "residuos"]);
    let text = project.read(DRAFT);
    for line in ["status: demo\n", "state: draft\n", "municipality: \"9904\"\n", "  office: servicios-publicos\n"] {
        assert!(text.contains(line), "{line}");
    }
    let live: Vec<&str> = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).collect();
    assert!(live.contains(&"    basis: read") && !live.iter().any(|line| line.contains("basis: known")), "{live:?}");
    assert!(
        !live
            .iter()
            .any(|line| ["target", "amount", "approval", "service_levels"].iter().any(|key| line.contains(key)))
    );
    // No office is known to run licences; a real municipality's data are not a demonstration.
    done(&project, &["--lang", "en", "new", "charter", "--municipality", "Chiantla", "--service", "licencias"]);
    let text = project.read("content/charters/1302-licencias/1.0.0.yaml");
    assert!(
        text.contains("status: provisional\n") && text.contains("# provider:\n") && text.contains("# legal_base:\n")
    );
    assert!(text.contains("## A citizen charter, as a draft") && !text.contains("borrador"), "comments are in English");
    assert_eq!(errors(&project), Vec::<String>::new());
}

#[test]
fn the_examples_of_a_draft_are_sound_and_show_every_field() {
    let project = Project::real();
    for service in ["residuos", "licencias"] {
        done(&project, &["new", "charter", "--municipality", "9904", "--service", service]);
        let path = format!("content/charters/9904-{service}/1.0.0.yaml");
        project.write(&path, uncommented(&project.read(&path)));
        let text = project.read(&path);
        let keys: BTreeSet<&str> = text
            .lines()
            .filter_map(|line| line.split_once(':').map(|(key, _)| key))
            .filter(|key| key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'))
            .collect();
        for key in [
            "summary",
            "provider",
            "coverage",
            "service_levels",
            "municipal_commitments",
            "citizen_commitments",
            "rights",
            "fees",
            "requirements",
            "remedies",
            "complaints",
            "legal_base",
            "participants",
            "consultation",
            "approval",
            "validity",
            "changelog",
            "accessibility",
            "privacy",
            "sources",
        ] {
            assert!(keys.contains(key), "{key}");
        }
    }
    assert_eq!(errors_of_form(&project), Vec::<String>::new());
}

#[test]
fn what_is_not_there_is_refused_with_what_is_near() {
    let project = Project::real();
    let new = |municipality: &'static str, service: &'static str| {
        ["new", "charter", "--municipality", municipality, "--service", service]
    };
    refused(&project, &new("9944", "residuos"), 2, &["9944", "9904", "Puerto Ficticio"]);
    refused(&project, &new("Puerto Ficicio", "residuos"), 2, &["9904"]);
    refused(&project, &new("San José", "residuos"), 2, &["0509 (Escuintla)", "1702 (Petén)"]);
    refused(&project, &new("9904", "residuo"), 2, &["¿quiso decir «residuos»?"]);
    refused(&project, &["new", "charter", "--municipality", "9904"], 2, &["falta --service"]);
    refused(&project, &[&new("9904", "agua")[..], &["--id", "9903-agua"]].concat(), 2, &["9904-agua"]);
    refused(&project, &new("9901", "agua"), 2, &["content/charters/9901-agua", "--new-version 3.0.0"]);
    refused(
        &project,
        &["new", "charter", "--root", "nada", "--municipality", "9904", "--service", "agua"],
        2,
        &["site.yaml"],
    );
    // Somebody else's file in the charter's folder.
    project.write("content/charters/9904-residuos/es.md", "Mío.\n");
    refused(&project, &new("9904", "residuos"), 2, &["content/charters/9904-residuos"]);
}

#[test]
fn spanish_names_of_commands_and_options() {
    let project = Project::real();
    done(&project, &["nuevo", "carta", "--municipio", "puerto ficticio", "--servicio", "Residuos Sólidos"]);
    assert!(project.read(DRAFT).starts_with("## Carta ciudadana, en borrador"));
    done(&project, &["nuevo", "resultados", "--carta", "9901-agua", "--periodo", "2026-Q4"]);
    assert!(project.read(RESULTS).contains("## 2026-Q4: del 2026-10-01 al 2026-12-31"));
}

#[test]
fn a_new_version_keeps_what_the_author_wrote() {
    let project = Project::real();
    let old = project.read(WATER);
    let lines = ["version: 2.0.0\n", "supersedes: 9901-agua@1.1.0\n", "title:", "provider:\n", "changelog:\n"];
    lines.iter().for_each(|line| assert!(old.contains(line), "{line}"));
    let commented = old
        .replace("title:", "# El título lo aprobó la secretaría.\ntitle:")
        .replace("state: in_force\n", "state: in_force  # acta 58\n");
    project.write(WATER, &commented);
    let new =
        |version: &'static str| ["new", "charter", "--municipality", "9901", "--service", "agua", "--version", version];
    for early in ["1.0.0", "1.2.0", "2.0.0"] {
        refused(&project, &new(early), 2, &["2.0.0.yaml:2", "--new-version 3.0.0, 2.1.0"]);
    }
    done(&project, &new("3.0.0"));
    let text = project.read("content/charters/9901-agua/3.0.0.yaml");
    for line in [
        "version: 3.0.0\n",
        "state: draft  # acta 58\n",
        "\nsupersedes: 9901-agua@2.0.0\n",
        "# approval:\n",
        "# El título lo aprobó la secretaría.\ntitle:",
        "#   - version: 3.0.0\n",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    assert_eq!(text.matches("supersedes:").count(), 1);
    assert!(!text.contains("58-2025\"") && !text.contains("\nconsultation:") && !text.contains("\nvalidity:"));
    assert_eq!(project.read(WATER), commented, "the old version stays as it was");
    // Every other line is the author's.
    let ours: BTreeSet<&str> = commented.lines().collect();
    let kept = text.lines().filter(|line| !line.starts_with('#') && ours.contains(line)).count();
    assert_eq!(text.lines().filter(|line| !line.starts_with('#')).count() - kept, 3, "version, state and supersedes");
    assert_eq!(errors(&project), Vec::<String>::new());
    refused(&project, &new("3.0.0"), 2, &["3.0.0.yaml:2", "--new-version 4.0.0, 3.1.0"]);
    // The stubs can be filled in.
    project.write("content/charters/9901-agua/3.0.0.yaml", uncommented(&text.replace("# El título", "## El título")));
    assert_eq!(errors_of_form(&project), Vec::<String>::new());
}

#[test]
fn a_second_version_says_what_it_supersedes() {
    let project = Project::real();
    let first = project.read("content/charters/9902-mercado/1.0.0.yaml");
    assert!(!first.contains("supersedes:"));
    let order = ["new", "charter", "--municipality", "9902", "--service", "mercado", "--new-version", "1.1.0"];
    done(&project, &order);
    let text = project.read("content/charters/9902-mercado/1.1.0.yaml");
    assert!(text.contains("\nstate: draft\nsupersedes: 9902-mercado@1.0.0\n"), "{text}");
    assert_eq!(errors(&project), Vec::<String>::new());
}

#[test]
fn a_form_for_results_is_added_and_nothing_else_changes() {
    let project = Project::real();
    let before = project.read(RESULTS);
    let order = ["new", "results", "--charter", "9901-agua", "--period", "2026-Q4", "--date", "2026-11-20"];
    let said = done(&project, &order);
    assert!(said.contains("aviso: 2026-Q4 termina el 2026-12-31"), "{said}");
    let after = project.read(RESULTS);
    let form = after.strip_prefix(&before).expect("every byte that was there");
    assert!(form.lines().all(|line| line.starts_with('#')), "{form}");
    assert!(form.contains(
        "## S3 · Tiempo para reparar una fuga (días hábiles en promedio). Meta: 2 o menos. Mínimo aceptable: 3.\n"
    ));
    assert_eq!(errors(&project), Vec::<String>::new());
    refused(&project, &order, 2, &["aquí ya está el formulario de 2026-Q4", "results.yaml:"]);
    // Two results come in, the others wait.
    let filled = after
        .replace("#   - {period: 2026-Q4, level: S1, value: ,", "  - {period: 2026-Q4, level: S1, value: 6, n: 92,")
        .replace("#   - {period: 2026-Q4, level: S3, value: ,", "  - {period: 2026-Q4, level: S3, value: 3.5,");
    assert_ne!(filled, after);
    project.write(RESULTS, &filled);
    assert_waits_for_the_end_of_q4(&project);
    refused(&project, &order, 2, &["ya hay resultados de 2026-Q4"]);
    // A row that was opened and not filled in is told with its place.
    project.replace(RESULTS, "#   - {period: 2026-Q4, level: S2,", "  - {period: 2026-Q4, level: S2,");
    let faults = project.faults();
    assert!(faults.iter().any(|(code, file, ..)| code == "C0123" && file == RESULTS), "{faults:?}");
}

#[test]
fn files_keep_the_line_ends_of_other_systems() {
    let project = Project::real();
    for path in [RESULTS, WATER] {
        project.write(path, project.read(path).replace('\n', "\r\n"));
    }
    let before = project.read(RESULTS);
    done(&project, &["new", "results", "--charter", "9901-agua", "--period", "2026-Q4"]);
    done(&project, &["new", "charter", "--municipality", "9901", "--service", "agua", "--new-version", "2.1.0"]);
    assert!(project.read(RESULTS).starts_with(&before));
    for path in [RESULTS, "content/charters/9901-agua/2.1.0.yaml"] {
        let text = project.read(path);
        assert_eq!(text.matches("\r\n").count(), text.matches('\n').count(), "{path}");
    }
    assert_eq!(errors(&project), Vec::<String>::new());
}

#[test]
fn the_first_results_of_a_charter_have_their_file() {
    let project = Project::real();
    std::fs::remove_file(project.root().join(RESULTS)).unwrap();
    let order = |period: &'static str| ["new", "results", "--charter", "9901-agua", "--period", period];
    done(&project, &order("2026-Q1"));
    assert_eq!(errors(&project), Vec::<String>::new());
    done(&project, &order("2026-Q2"));
    let text = project.read(RESULTS);
    assert!(text.starts_with("charter: 9901-agua\n## ") && text.matches("\n# results:\n").count() == 1, "{text}");
    assert_eq!(errors(&project), Vec::<String>::new());
    let filled = uncommented(&text).replace("value: ,", "value: 6,");
    assert!(filled.contains("\nresults:\n  - ") || filled.contains("\nresults:\n##"), "{filled}");
    project.write(RESULTS, filled);
    assert_eq!(errors(&project), Vec::<String>::new());
    done(&project, &order("2026-Q3"));
    assert_eq!(errors(&project), Vec::<String>::new());
    // A list that still waits opens with the first workbook; other forms wait on.
    project.write(RESULTS, text);
    workbook(&project.root().join("q3.xlsx"), "2026-Q3", &[("S1", "6", "", "")]);
    for form in [false, true] {
        let before = project.read(RESULTS);
        if form {
            done(&project, &order("2026-Q3"));
        }
        done(&project, &[&order("2026-Q3")[..], &["--from", "q3.xlsx"]].concat());
        let after = project.read(RESULTS);
        assert!(after.starts_with(&before.replace("# results:", "results:")), "{after}");
        assert!(after.contains("\n  - {period: 2026-Q3, level: S1, value: 6,"), "{after}");
        assert_eq!(errors(&project), Vec::<String>::new());
        project.write(RESULTS, before);
    }
}

#[test]
fn a_period_is_asked_for_by_the_version_that_held() {
    let project = Project::real();
    std::fs::remove_file(project.root().join(RESULTS)).unwrap();
    for (period, version, asked, not_asked) in
        [("2025-Q2", "1.0.0", "S8", "S9"), ("2025-Q4", "1.1.0", "S8", "S9"), ("2026-Q1", "2.0.0", "S9", "S8")]
    {
        done(&project, &["new", "results", "--charter", "9901-agua", "--period", period]);
        let text = project.read(RESULTS);
        let (_, form) = text.split_once(&format!("## {period}: ")).unwrap();
        assert!(form.lines().next().unwrap().contains(&format!("según la versión {version} ")), "{form}");
        assert!(
            form.contains(&format!("level: {asked},")) && !form.contains(&format!("level: {not_asked},")),
            "{form}"
        );
        assert_eq!(errors(&project), Vec::<String>::new());
    }
}

#[test]
fn results_need_a_promise_and_a_place() {
    let project = Project::real();
    let order =
        |charter: &'static str, period: &'static str| ["new", "results", "--charter", charter, "--period", period];
    refused(&project, &order("9901-agua", "2026-Q3"), 2, &["ya hay resultados de 2026-Q3", "results.yaml:43"]);
    refused(&project, &order("9901-agua", "2025-Q4"), 2, &["ya hay resultados de 2025-Q4", "results.yaml:19"]);
    refused(&project, &order("9901-agua", "2025-Q1"), 2, &["ninguna versión", "2025-04-01"]);
    refused(&project, &order("9901-aqua", "2026-Q4"), 2, &["¿quiso decir «9901-agua»?"]);
    refused(&project, &order("9901-agua", "2026-Q5"), 2, &["2026-Q4"]);
    refused(
        &project,
        &[&order("9901-agua", "2026-Q4")[..], &["--source", "ejempo"]].concat(),
        2,
        &["¿quiso decir «ejemplo»?"],
    );
    refused(&project, &[&order("9901-agua", "2026-Q4")[..], &["--xlsx", "content/a.xlsx"]].concat(), 2, &["contenido"]);
    done(&project, &["new", "charter", "--municipality", "9904", "--service", "residuos"]);
    refused(&project, &order("9904-residuos", "2026-Q4"), 2, &["ninguna versión aprobada"]);
    // A list in brackets takes no further lines.
    project.write(RESULTS, "charter: 9901-agua\nresults: []\n");
    refused(&project, &order("9901-agua", "2026-Q4"), 2, &["results.yaml"]);
    // A file with faults of its own is not added to.
    project.write(RESULTS, "charter: 9901-agua\nresults:\n  - {period: 2026-Q1, level: S1, valor: 5}\n");
    refused(&project, &order("9901-agua", "2026-Q4"), 1, &["C0103"]);
}

/// A workbook as it might come back: code, result, readings, note.
fn workbook(path: &Path, period: &str, rows: &[(&str, &str, &str, &str)]) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, (code, value, n, note)) in (4..).zip(rows) {
        sheet.write_string(row, 0, *code).unwrap();
        for (column, text) in [(7, value), (8, n), (9, note)] {
            match (text.parse::<f64>(), text.strip_prefix("date ")) {
                (Ok(number), _) => {
                    sheet.write_number(row, column, number).unwrap();
                }
                (_, Some(day)) => {
                    let format = Format::new().set_num_format("dd/mm/yyyy");
                    let day = ExcelDateTime::parse_from_str(day).unwrap();
                    sheet.write_datetime_with_format(row, column, day, &format).unwrap();
                }
                _ if text.is_empty() => {}
                _ => {
                    sheet.write_string(row, column, *text).unwrap();
                }
            }
        }
    }
    let about = book.add_worksheet();
    for (row, text) in [(2, "9901-agua"), (3, "2.0.0"), (4, period)] {
        about.write_string(row, 1, text).unwrap();
    }
    book.save(path).unwrap();
}

#[test]
fn a_workbook_that_came_back_becomes_rows() {
    let project = Project::real();
    let before = project.read(RESULTS);
    let order = ["new", "results", "--charter", "9901-agua", "--period", "2026-Q4"];
    let back = |extra: &[&'static str]| [&order[..], extra].concat();
    workbook(
        &project.root().join("q4.xlsx"),
        "2026-Q4",
        &[
            ("S1", "6.1", "92", "Con \"comillas\"\ny renglón"),
            ("S2", "", "", ""),
            ("S3", "2", "", ""),
            ("S5", "90.00000000000001", "30", ""),
            ("S7", "", "", "No se lavó ninguno"),
        ],
    );
    // A form that nobody touched gives way.
    done(&project, &order);
    let said = done(&project, &back(&["--from", "q4.xlsx"]));
    assert!(said.contains("3 de 8 con dato") && said.contains("aviso: Sheet1!H9: sin resultado"), "{said}");
    assert!(said.contains("aviso: 2026-Q4 termina el 2026-12-31"), "{said}");
    let after = project.read(RESULTS);
    let added = after.strip_prefix(&before).expect("every byte that was there");
    let rows: Vec<&str> = added.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(
        rows,
        [
            "  - {period: 2026-Q4, level: S1, value: 6.1, n: 92, status: demo, source: ejemplo, note: {es: \"Con \
             \\\"comillas\\\" y renglón\"}}",
            "  - {period: 2026-Q4, level: S3, value: 2, status: demo, source: ejemplo}",
            "  - {period: 2026-Q4, level: S5, value: 90, n: 30, status: demo, source: ejemplo}",
        ]
    );
    assert_eq!(added.matches("## 2026-Q4: ").count(), 1);
    assert_eq!(added.lines().filter(|line| line.starts_with("#   - {")).count(), 5, "the others wait");
    assert_waits_for_the_end_of_q4(&project);
    refused(&project, &back(&["--from", "q4.xlsx"]), 2, &["ya hay resultados de 2026-Q4"]);
}

#[test]
fn what_is_no_number_is_told_with_its_cell() {
    let project = Project::real();
    let order = ["new", "results", "--charter", "9901-agua", "--period", "2026-Q4", "--from", "q4.xlsx"];
    let path = project.root().join("q4.xlsx");
    workbook(
        &path,
        "2026-Q4",
        &[
            ("S1", "seis", "92", ""),
            ("S2", "85", "40.5", ""),
            ("S3", "date 2026-04-05", "", ""),
            ("S8", "1", "", ""),
            ("S2", "86", "", ""),
        ],
    );
    let cells = ["Sheet1!H5: «seis»", "Sheet1!I6", "Sheet1!H7", "Sheet1!A8", "Sheet1!A9"]
        .map(|cell| cell.replace("«seis»", "\"seis\""));
    refused(&project, &order, 1, &cells.each_ref().map(String::as_str));
    workbook(&path, "2026-Q3", &[("S1", "6", "", "")]);
    refused(&project, &order, 1, &["Sheet2!B5", "2026-Q4"]);
    workbook(&path, "2026-Q4", &[("S1", "", "", "")]);
    refused(&project, &order, 1, &["Sheet1!H5", "ninguna fila"]);
    project.write("q4.xlsx", "no es un libro");
    refused(&project, &order, 2, &["no se puede leer"]);
    std::fs::remove_file(&path).unwrap();
    refused(&project, &order, 3, &["q4.xlsx"]);
}

#[test]
fn two_workbooks_of_one_form_are_the_same_bytes() {
    let project = Project::real();
    let order = ["new", "results", "--charter", "9901-agua", "--period", "2026-Q4", "--xlsx"];
    let before = project.read(RESULTS);
    for name in ["a.xlsx", "b.xlsx"] {
        done(&project, &[&order[..], &[name]].concat());
    }
    let bytes = |name: &str| std::fs::read(project.root().join(name)).unwrap();
    assert!(bytes("a.xlsx") == bytes("b.xlsx"));
    assert_eq!(project.read(RESULTS), before, "the form as a workbook leaves the charter alone");
    refused(&project, &[&order[..], &["a.xlsx"]].concat(), 2, &["a.xlsx", "ya existe"]);
}

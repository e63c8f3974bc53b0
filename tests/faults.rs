//! Content broken on purpose: the fault is told with its code and its place.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Project, TOOL};

/// Breaks the small site and expects exactly these faults: code, file, line.
fn expect(project: &Project, expected: &[(&str, &str, u64)]) {
    let found = project.faults();
    let found: Vec<_> = found.iter().map(|(code, file, line, _)| (code.as_str(), file.as_str(), *line)).collect();
    assert_eq!(found, expected);
}

const TOOL_FILE: &str = "toolbox/prueba/tool.yaml";
const REGISTER: &str = "content/municipalities/register.yaml";
const YEAR: &str = "content/municipalities/1302-chiantla/2019.yaml";

fn year(project: &Project, rest: &str) {
    let classes = "revenue_classes:\n  - {code: \"10\", kind: revenue, name: {es: Impuestos, en: Taxes}}\n\
                   purposes: []\nfunctions: []\nobject_groups: []\nfunding_sources: []\nservices: []\n";
    project.write("content/classifications.yaml", classes);
    let head = "schema: 1\nmunicipality: \"1302\"\nyear: 2019\nclosed: true\nstatus: provisional\nsource: ine\n";
    project.write(YEAR, format!("{head}{rest}"));
}

#[test]
fn the_small_site_has_no_faults() {
    expect(&Project::small(), &[]);
}

#[test]
fn an_unknown_key_is_told_with_the_nearest() {
    let project = Project::small();
    project.replace(TOOL_FILE, "family: finance", "famly: finance");
    let (object, status) = project.check();
    assert_eq!(status, 1);
    let first = &object["diagnostics"][0];
    assert_eq!(
        (first["code"].as_str(), first["line"].as_u64(), first["column"].as_u64()),
        (Some("C0103"), Some(3), Some(1))
    );
    assert!(first["help"].as_str().unwrap().contains("«family»"));
}

#[test]
fn faults_of_all_files_are_told_in_one_run() {
    let project = Project::small();
    project.replace(TOOL_FILE, "kind: guide", "kind: guia");
    project.replace("content/families.yaml", "id: finance", "id: finance\n    id: finance");
    project.write("content/pages/acerca/es.md", "Sin encabezado.\n");
    project.write("content/otra.yaml", "a: 1\n");
    expect(
        &project,
        &[
            ("C0104", "content/families.yaml", 3),
            ("C0109", "content/otra.yaml", 1),
            ("C0111", "content/pages/acerca/es.md", 1),
            ("C0107", TOOL_FILE, 4),
        ],
    );
}

#[test]
fn a_broken_file_does_not_make_its_references_faults() {
    let project = Project::small();
    let other = TOOL.replace("number: T01", "number: T02").replace("offices: []", "offices: []\nrelated: [prueba]");
    project.write("toolbox/otra/tool.yaml", other);
    project.write("toolbox/otra/es.md", "Vea la [prueba](/herramientas/prueba/).\n");
    project.write("toolbox/otra/en.md", "See the [trial](/herramientas/prueba/).\n");
    expect(&project, &[]);
    project.replace(TOOL_FILE, "kind: guide", "kind: [guide");
    let faults = project.faults();
    assert!(faults.iter().all(|fault| fault.1 == TOOL_FILE), "{faults:?}");
    assert!(!faults.is_empty());
}

#[test]
fn text_that_is_not_utf8_is_refused() {
    let project = Project::small();
    project.write("toolbox/prueba/es.md", b"A\xf1o\n");
    assert_eq!(project.faults()[0].0, "C0101");
}

#[test]
fn line_ends_and_byte_order_marks_of_office_editors_are_taken() {
    let project = Project::small();
    project.write(TOOL_FILE, format!("\u{FEFF}{}", TOOL.replace('\n', "\r\n")));
    expect(&project, &[]);
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_site_is_refused() {
    let project = Project::small();
    std::os::unix::fs::symlink("/etc/hostname", project.root().join("toolbox/prueba/secreto.md")).unwrap();
    expect(&project, &[("C0110", "toolbox/prueba/secreto.md", 1)]);
}

#[test]
fn references_must_exist() {
    let project = Project::small();
    project.replace(TOOL_FILE, "family: finance", "family: finanzas");
    project.replace(TOOL_FILE, "offices: []", "offices: [dafim]\nrelated: [prueva]");
    expect(&project, &[("C0205", TOOL_FILE, 3), ("C0205", TOOL_FILE, 6), ("C0205", TOOL_FILE, 7)]);
}

#[test]
fn an_unknown_municipality_gets_the_nearest_suggested() {
    let project = Project::small();
    let profile = "municipality: \"1392\"\nstatus: provisional\n";
    project.write("content/municipalities/1392-chiantla/profile.yaml", profile);
    let (object, _) = project.check();
    let fault = object["diagnostics"].as_array().unwrap().iter().find(|d| d["code"] == "C0203").unwrap();
    assert!(fault["help"].as_str().unwrap().contains("«1302» (Chiantla)"));
}

#[test]
fn codes_go_in_quotes() {
    let project = Project::small();
    project.replace(REGISTER, "{code: \"1302\"", "{code: 1302");
    expect(&project, &[("C0108", REGISTER, 4)]);
}

#[test]
fn a_municipality_stands_once_in_the_register() {
    let project = Project::small();
    let again = "  - {code: \"1302\", name: Otra, department: \"13\"}\n";
    project.write(REGISTER, project.read(REGISTER) + again);
    expect(&project, &[("C0201", REGISTER, 5)]);
}

#[test]
fn amounts_are_written_plainly() {
    let project = Project::small();
    year(&project, "revenue:\n  - {class: \"10\", initial: 1.0, modification: 0.0, current: 1.0, received: 1_234}\n");
    expect(&project, &[("C0501", YEAR, 8)]);
}

#[test]
fn figures_that_do_not_agree_are_warnings_in_provisional_data_and_errors_in_official_data() {
    let project = Project::small();
    let row = "revenue:\n  - {class: \"10\", initial: 1.00, modification: 1.00, current: 30.00, received: -1.00}\n";
    year(&project, row);
    expect(&project, &[("C0505", YEAR, 8), ("C0507", YEAR, 8)]);
    project.replace(YEAR, "provisional", "official");
    expect(&project, &[("C0805", YEAR, 5), ("C0803", YEAR, 6), ("C0506", YEAR, 8), ("C0508", YEAR, 8)]);
}

#[test]
fn invented_figures_stay_under_invented_names() {
    let project = Project::small();
    year(&project, "");
    project.replace(YEAR, "provisional", "demo");
    expect(&project, &[("C0801", YEAR, 5)]);
}

#[test]
fn dates_are_written_year_first_and_lie_in_the_past() {
    let project = Project::small();
    project.replace("content/sources.yaml", "2026-11-20", "20/11/2026");
    assert_eq!(project.faults()[0].0, "C0502");
    project.replace("content/sources.yaml", "20/11/2026", "2026-11-20");
    let output = project.run(&["check", "--date", "2026-01-01", "--format", "json"]);
    let object = common::last_line(&output);
    assert_eq!(object["diagnostics"][0]["code"], "C0804");
}

#[test]
fn links_lead_somewhere() {
    let project = Project::small();
    project.write("toolbox/prueba/es.md", "Vea [esto](/herramientas/pruebas/) y [eso](/herramientas/prueba/#paso).\n");
    let (object, _) = project.check();
    let fault = &object["diagnostics"][0];
    assert_eq!(fault["code"], "C0208");
    assert!(fault["help"].as_str().unwrap().contains("«/herramientas/prueba/»"));
    project.write("toolbox/prueba/es.md", "Vea [eso](/herramientas/prueba/#paso).\n");
    let (object, _) = project.check();
    let fault = &object["diagnostics"][0];
    assert_eq!((fault["code"].as_str(), fault["file"].as_str()), (Some("C0210"), Some("toolbox/prueba/es.md")));
    assert!(fault["help"].as_str().unwrap().contains("«#pasos»"));
}

#[test]
fn two_pages_never_share_an_address() {
    let project = Project::small();
    let other = TOOL.replace("number: T01", "number: T02").replace("kind: guide", "kind: guide\nslugs: {es: prueba}");
    project.write("toolbox/otra/tool.yaml", other);
    project.write("toolbox/otra/es.md", "a\n");
    project.write("toolbox/otra/en.md", "a\n");
    let faults = project.faults();
    assert_eq!((faults[0].0.as_str(), faults[0].1.as_str()), ("C0401", "toolbox/otra/tool.yaml"));
}

#[test]
fn a_template_fault_is_told_and_nothing_is_published() {
    let project = Project::small();
    project.write(
        "themes/anam/templates/tool.html",
        "{% extends \"base.html\" %}{% block content %}{{ v.nada }}{% endblock content %}",
    );
    let output = project.run(&["build", "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(common::last_line(&output)["diagnostics"][0]["code"], "C0906");
    assert!(!project.out().exists());
}

#[test]
fn a_file_with_broken_values_is_judged_all_the_same() {
    let project = Project::small();
    let rows = "revenue:\n  - {class: \"10\", initial: 1.00, modification: 1.00, current: 30.00, receved: 5.00}\n  \
                - {class: \"10\", initial: 1_000, source: nadie}\noffices:\n  - {office: dafim, active: true}\n";
    year(&project, rows);
    expect(
        &project,
        &[("C0103", YEAR, 8), ("C0201", YEAR, 9), ("C0501", YEAR, 9), ("C0202", YEAR, 9), ("C0205", YEAR, 11)],
    );
    let project = Project::small();
    project.replace(TOOL_FILE, "name: {es: Prueba, en: Trial}", "name: {es: Prueba}");
    project.replace(TOOL_FILE, "family: finance", "famly: finance");
    project.replace(TOOL_FILE, "offices: []", "offices: [dafim]");
    expect(&project, &[("C0601", TOOL_FILE, 2), ("C0103", TOOL_FILE, 3), ("C0205", TOOL_FILE, 6)]);
}

#[test]
fn what_a_broken_value_would_have_defined_is_not_missing() {
    let project = Project::full();
    project.replace("content/offices.yaml", "- id: dafim", "- id: [dafim]");
    expect(&project, &[("C0106", "content/offices.yaml", 2)]);
    let project = Project::full();
    project.replace("content/municipalities/demo.yaml", "code: \"9901\"", "code: \"991\"");
    expect(&project, &[("C0504", "content/municipalities/demo.yaml", 3)]);
    let project = Project::full();
    project.replace("content/charters/9901-agua/1.0.0.yaml", "remedies:", "remedis:");
    expect(&project, &[("C0103", "content/charters/9901-agua/1.0.0.yaml", 20)]);
    let project = Project::full();
    project.replace("content/site.yaml", "code: en", "code: EN");
    expect(&project, &[("C0504", "content/site.yaml", 7)]);
}

#[test]
fn true_false_and_whole_numbers_stand_without_quotes() {
    let project = Project::small();
    year(&project, "");
    project.replace(YEAR, "closed: true", "closed: \"true\"");
    project.replace(YEAR, "schema: 1", "schema: '1'");
    expect(&project, &[("C0106", YEAR, 1), ("C0106", YEAR, 4)]);
    let (object, _) = project.check();
    let help = |n: usize| object["diagnostics"][n]["help"].as_str().unwrap().to_owned();
    assert!(help(0).contains("comillas: 1;") && help(1).contains("comillas: true;"), "{} {}", help(0), help(1));
}

#[test]
fn nothing_is_written_by_leaving_the_key_out() {
    for nothing in ["~", "null", "Null"] {
        let project = Project::small();
        year(&project, &format!("revenue:\n  - {{class: \"10\", initial: 1.00, received: {nothing}}}\n"));
        expect(&project, &[("C0123", YEAR, 8)]);
    }
}

#[test]
fn two_equal_offices_are_one_fault_with_both_places() {
    let project = Project::full();
    project.replace("content/offices.yaml", "- id: dmp", "- id: dafim");
    expect(&project, &[("C0201", "content/offices.yaml", 6)]);
}

#[test]
fn personal_numbers_are_shown_nowhere() {
    let project = Project::small();
    project.replace(TOOL_FILE, "kind: guide", "kind: \"2547123470101\"");
    project.replace(TOOL_FILE, "family: finance", "family: una familia muy larga y 2547 12347 0101");
    for arguments in [&["check"][..], &["check", "--format", "json"], &["check", "--format", "github"]] {
        let output = project.run(arguments);
        let text = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
        assert!(text.contains("25****") || text.contains("25**"), "{text}");
        assert!(!text.contains("2547"), "{text}");
    }
    project.run(&["check", "--report", "informe.html"]);
    let report = project.read("informe.html");
    assert!(report.contains("25****") && !report.contains("2547"), "{report}");
}

#[test]
fn channels_that_nobody_can_use_are_told() {
    let profile = "content/municipalities/1302-chiantla/profile.yaml";
    let project = Project::small();
    let head = "municipality: \"1302\"\nstatus: provisional\nchannels:\n";
    project.write(profile, format!("{head}  telephone: \"0000-0000\"\n  email: avisos@muni.example.org\n"));
    expect(&project, &[]);
    let wrong = "  telephone: en ventanilla\n  whatsapp: \"1500\"\n  email: avisos\n  forum_url: foro.example.org\n";
    project.write(profile, format!("{head}{wrong}"));
    let found = project.faults();
    let found: Vec<_> = found.iter().map(|(code, _, line, _)| (code.as_str(), *line)).collect();
    assert_eq!(found, [("C0504", 4), ("C0504", 5), ("C0504", 6), ("C0504", 7)]);
}

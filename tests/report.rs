//! The report for mailing and the site's page of codes: what people read who open no terminal.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use cabildo::diagnostics::catalogue::ALL;
use cabildo::diagnostics::{Interface, explain};
use common::{Project, last_line};

const TOOL_FILE: &str = "toolbox/prueba/tool.yaml";

fn faulty() -> Project {
    let project = Project::small();
    project.replace(TOOL_FILE, "kind: guide", "kind: \"<nada>\"");
    project.write("content/municipalities/1302-chiantla/otro.txt", "a");
    project.write("content/municipalities/1301-huehuetenango/otro.txt", "a");
    project
}

#[test]
fn check_writes_the_report_by_municipality_in_the_language_of_the_interface() {
    let project = faulty();
    let output = project.run(&["check", "--report", "informe.html"]);
    assert_eq!(output.status.code(), Some(1), "faults in the content are still that");
    assert!(String::from_utf8(output.stderr).unwrap().contains("; informe en informe.html"));
    let report = project.read("informe.html");
    assert!(report.starts_with("<!doctype html>\n<html lang=\"es\">"));
    for part in [
        "Municipio 1301 (huehuetenango)</a></th><td>0</td><td>1</td>",
        "Municipio 1302 (chiantla)</a></th><td>0</td><td>1</td>",
        "El sitio en general</a></th><td>1</td><td>0</td>",
        "toolbox/prueba/tool.yaml, línea 4, columna 7",
        "<i>   4 | </i>kind: <mark>&quot;&lt;nada&gt;&quot;</mark>",
        "<summary>C0107: por qué es un problema</summary>",
    ] {
        assert!(report.contains(part), "{part}: {report}");
    }
    assert!(!report.contains("<nada>"), "content is escaped");
    for outside in ["<script", "<link", "<img", "src=", "url(", "@import", "href=\"http"] {
        assert!(!report.contains(outside), "{outside}");
    }
    assert_eq!(project.run(&["check", "--lang", "en", "--report", "report.html"]).status.code(), Some(1));
    let english = project.read("report.html");
    assert!(english.contains("Municipality 1302 (chiantla)") && english.contains("line 4, column 7"));
}

#[test]
fn the_same_content_gives_the_same_report_and_an_older_one_is_replaced() {
    let project = faulty();
    project.write("informe.html", "viejo");
    project.run(&["check", "--report", "informe.html"]);
    let first = project.read("informe.html");
    project.run(&["check", "--report", "informe.html", "--jobs", "1"]);
    assert!(first == project.read("informe.html") && first.len() > 1000);
    let names: Vec<_> = std::fs::read_dir(project.root()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(names.iter().all(|name| !name.to_string_lossy().ends_with(".tmp")), "nothing is left behind: {names:?}");
}

#[test]
fn build_writes_the_report_too_and_the_json_object_stays_as_it_is() {
    let project = Project::small();
    let output = project.run(&["build", "--format", "json", "--report", "informe.html"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(last_line(&output)["status"], "ok");
    assert!(project.read("informe.html").contains("C0901"), "the note on base_url is in it");
    assert!(project.out().join("index.html").exists());
}

#[test]
fn what_stops_publishing_is_in_the_report() {
    let project = Project::small();
    project.write("public/ajeno.txt", "a");
    assert_eq!(project.run(&["build", "--report", "informe.html"]).status.code(), Some(2));
    assert!(project.read("informe.html").contains("C0902"));
}

#[test]
fn a_report_that_cannot_be_written_stops_the_build_before_anything_is_published() {
    let project = Project::small();
    let output = project.run(&["build", "--format", "json", "--report", "no-hay/informe.html"]);
    assert_eq!(output.status.code(), Some(3), "the disk does not allow it");
    let diagnostics = last_line(&output)["diagnostics"].as_array().unwrap().clone();
    assert!(diagnostics.iter().any(|d| d["code"] == "C0903"), "{diagnostics:?}");
    assert!(!project.out().exists());
    assert_eq!(project.run(&["check", "--report", "no-hay/informe.html"]).status.code(), Some(3));
}

#[test]
fn a_report_overwrites_no_content_and_is_not_published() {
    let project = Project::small();
    let before = project.read("content/site.yaml");
    assert_eq!(project.run(&["check", "--report", "content/site.yaml"]).status.code(), Some(2), "not a page");
    assert_eq!(project.read("content/site.yaml"), before);
    assert_eq!(project.run(&["build"]).status.code(), Some(0));
    assert_eq!(project.run(&["build", "--report", "public/informe.html"]).status.code(), Some(2), "it would be lost");
    assert!(!project.out().join("informe.html").exists());
}

/// The text of a page, with the entities that the templates write.
fn decoded(html: &str) -> String {
    let plain = [("&quot;", "\""), ("&#x27;", "'"), ("&#39;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&#x2F;", "/")];
    plain.iter().fold(html.to_owned(), |text, (entity, plain)| text.replace(entity, plain)).replace("&amp;", "&")
}

#[test]
fn every_code_has_its_entry_with_its_texts_on_the_help_page_of_both_languages() {
    let project = Project::small();
    assert!(project.run(&["build"]).status.success());
    for (path, interface) in
        [("public/codigos/index.html", Interface::Es), ("public/en/codes/index.html", Interface::En)]
    {
        let page = project.read(path);
        for fault in ALL {
            let start =
                page.find(&format!("id=\"{}\"", fault.code)).unwrap_or_else(|| panic!("{path}: no {}", fault.code));
            let rest = &page[start..];
            let entry = decoded(&rest[..rest.find("</dd>").unwrap()]);
            let message = explain::sentence(&explain::message(fault, interface));
            let remedy = explain::remedy(fault, interface);
            let (wrong, right) = (cabildo::diagnostics::shown(fault.wrong), cabildo::diagnostics::shown(fault.right));
            for text in [fault.code, &message, fault.cause.of(interface), &remedy, &wrong, &right] {
                assert!(entry.contains(text), "{path}: {} lacks «{text}»: {entry}", fault.code);
            }
        }
        for group in explain::GROUPS.iter().filter(|group| group.faults().next().is_some()) {
            assert!(decoded(&page).contains(group.title.of(interface)), "{path}: {}", group.number);
        }
        // What is wrong and right may look like one.
        let words = ALL.iter().fold(decoded(&page), |page, fault| {
            [fault.wrong, fault.right]
                .iter()
                .fold(page, |page, text| page.replace(&*cabildo::diagnostics::shown(text), ""))
        });
        assert!(!words.contains("{nearest}") && !words.contains("[["), "{path}: no placeholder is left");
    }
}

#[test]
fn the_codes_are_linked_from_every_foot_found_by_search_and_a_target_of_texts() {
    let project = Project::small();
    project.write("toolbox/prueba/es.md", "Vea [C0203](/codigos/#C0203).\n");
    project.write("toolbox/prueba/en.md", "See [C0203](/codigos/#C0203).\n");
    let output = project.run(&["build", "--no-minify"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(project.read("public/herramientas/prueba/index.html").contains("href=\"../../codigos/#C0203\""));
    assert!(project.read("public/en/tools/prueba/index.html").contains("href=\"../../codes/#C0203\""));
    assert!(project.read("public/index.html").contains("<a href=\"codigos/\">Códigos de problemas</a>"));
    assert!(project.read("public/en/index.html").contains("<a href=\"codes/\">Problem codes</a>"));
    let index = project.read("public/assets/index-es.js");
    assert!(index.contains("Códigos de problemas") && index.contains("c0101"), "the title and the codes are in it");
    project.write("toolbox/prueba/es.md", "Vea [C9999](/codigos/#C9999).\n");
    assert_eq!(project.faults()[0].0, "C0210", "a code that is not there");
}

#[test]
fn a_language_without_a_catalogue_shows_the_main_ones_marked() {
    let project = Project::small();
    project.replace("content/site.yaml", "theme: anam", "  - {code: qqq, name: Tercera, tag: x-tercera}\ntheme: anam");
    project.write("themes/anam/strings/qqq.yaml", "address: {codes: xcodes}\n");
    let output = project.run(&["build", "--no-minify", "--base-url", "https://anam.example/"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let page = project.read("public/qqq/xcodes/index.html");
    assert!(page.contains("<main id=\"contenido\" tabindex=\"-1\" lang=\"es-GT\">"));
    assert!(page.contains("El municipio «…» no existe en el registro"));
    assert!(!project.read("public/sitemap.xml").contains("qqq"));
}

#[test]
fn where_even_the_main_language_has_no_catalogue_each_group_says_its_language() {
    let project = Project::small();
    project.replace(
        "content/site.yaml",
        "  - {code: es, name: Español, tag: es-GT}\n  - {code: en, name: English, tag: en, numbers: english}\n",
        "  - {code: qqq, name: Tercera, tag: x-tercera}\n",
    );
    for file in ["content/site.yaml", "content/sources.yaml", "content/families.yaml", TOOL_FILE] {
        let text = project.read(file);
        let words = in_third_language(&text);
        project.write(file, words);
    }
    let prose = project.read("toolbox/prueba/es.md");
    std::fs::remove_file(project.root().join("toolbox/prueba/es.md")).unwrap();
    std::fs::remove_file(project.root().join("toolbox/prueba/en.md")).unwrap();
    project.write("toolbox/prueba/qqq.md", prose);
    let strings = std::fs::read_to_string(common::repository().join("themes/anam/strings/es.yaml")).unwrap();
    project.write("themes/anam/strings/qqq.yaml", strings);
    let output = project.run(&["build", "--no-minify"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let page = project.read("public/codigos/index.html");
    assert!(page.contains("<section aria-labelledby=\"c01\" lang=\"es\">"));
    assert!(page.contains("<span lang=\"es\">Referencias y enlaces</span>"));
}

/// `{es: Uno, en: One}` as `{qqq: Uno}`.
fn in_third_language(text: &str) -> String {
    let mut out = String::new();
    for (at, part) in text.split(", en: ").enumerate() {
        let part = if at == 0 { part } else { &part[part.find('}').unwrap_or(0)..] };
        out.push_str(part);
    }
    out.replace("{es: ", "{qqq: ")
}

//! Languages are data: a third one needs a line and a file, no code.

mod common;

use common::Project;

#[test]
fn a_third_language_gives_a_third_tree_with_fallback_pages() {
    let project = Project::small();
    project.replace("content/site.yaml", "theme: anam", "  - {code: qqq, name: Tercera, tag: x-tercera}\ntheme: anam");
    project.write("themes/anam/strings/qqq.yaml", "address: {tools: xtools}\nnav: {skip: Xskip}\n");
    let output = project.run(&["build", "--base-url", "https://anam.example/", "--no-minify"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let page = project.read("public/qqq/xtools/prueba/index.html");
    assert!(page.contains("<html lang=\"x-tercera\">"), "the page is in the third language");
    assert!(page.contains("Xskip"), "with its words");
    assert!(page.contains("<main id=\"contenido\" tabindex=\"-1\" lang=\"es-GT\">"), "its content says its language");
    assert!(page.contains("todavía no está en su idioma"), "and that it is not translated");
    assert!(!page.contains("hreflang=\"x-tercera\" href=\"https:"), "it is no alternate");
    assert!(!project.read("public/sitemap.xml").contains("qqq"), "it is in no sitemap");
    let spanish = project.read("public/herramientas/prueba/index.html");
    assert!(spanish.contains("../../qqq/xtools/prueba/"), "the other languages lead to it");
}

/// A word that the theme lacks would be printed as its key.
#[test]
fn every_word_that_the_program_asks_for_is_there() {
    let mut asked = Vec::new();
    for text in common::below(&common::repository().join("src/render")).into_values() {
        let text = String::from_utf8(text).unwrap();
        for call in ["word(", "fill(", "words.get("] {
            for (at, _) in text.match_indices(call) {
                let mut parts = text[at + call.len()..].trim_start().splitn(5, '"');
                if let (Some(""), Some(section), Some(", "), Some(key)) =
                    (parts.next(), parts.next(), parts.next(), parts.next())
                {
                    asked.push((section.to_owned(), key.to_owned()));
                }
            }
        }
    }
    assert!(asked.len() > 200, "{} words found", asked.len());
    for lang in ["es", "en"] {
        let file = common::repository().join(format!("themes/anam/strings/{lang}.yaml"));
        let text = std::fs::read_to_string(file).unwrap();
        let mut known = std::collections::BTreeSet::new();
        let mut section = "";
        for line in text.lines() {
            let Some((name, _)) = line.split_once(':') else { continue };
            match name.strip_prefix("  ") {
                Some(key) => drop(known.insert((section.to_owned(), key.to_owned()))),
                None => section = name,
            }
        }
        let lacking: Vec<_> = asked.iter().filter(|word| !known.contains(word)).collect();
        assert!(lacking.is_empty(), "{lang}: {lacking:?}");
    }
}

#[test]
fn a_missing_translation_is_one_warning_a_file() {
    let project = Project::small();
    std::fs::remove_file(project.root().join("toolbox/prueba/en.md")).unwrap();
    project.replace("toolbox/prueba/tool.yaml", "summary: {es: Una línea, en: A line}", "summary: {es: Una línea}");
    project.replace(
        "toolbox/prueba/tool.yaml",
        "problem: {es: Un problema, en: A problem}",
        "problem: {es: Un problema}",
    );
    let faults = project.faults();
    let files: Vec<_> = faults.iter().map(|fault| (fault.0.as_str(), fault.1.as_str())).collect();
    assert_eq!(files, [("C0601", "toolbox/prueba/es.md"), ("C0601", "toolbox/prueba/tool.yaml")]);
    assert!(project.run(&["build"]).status.success(), "a warning does not stop the site");
    let page = project.read("public/en/tools/prueba/index.html");
    assert!(page.contains("Una línea"), "the main language is shown");
}

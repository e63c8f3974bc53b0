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

//! The command line as scripts and people use it: exit statuses, the JSON object, aliases, languages.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{Project, last_line};

fn status(project: &Project, arguments: &[&str]) -> i32 {
    project.run(arguments).status.code().unwrap()
}

#[test]
fn the_json_object_counts_what_was_done() {
    let project = Project::small();
    let object = last_line(&project.run(&["build", "--format", "json"]));
    assert_eq!(object["status"], "ok");
    let keys: Vec<&str> = object.as_object().unwrap().keys().map(String::as_str).collect();
    let mut expected = ["status", "pages", "outputs", "rendered", "reused", "removed", "seconds", "diagnostics"];
    expected.sort_unstable();
    assert_eq!(keys, expected);
    assert_eq!(object["rendered"], object["outputs"]);
    let again = last_line(&project.run(&["build", "--format", "json"]));
    assert_eq!((&again["rendered"], &again["reused"]), (&0.into(), &object["outputs"]));
}

#[test]
fn exit_statuses_tell_whose_fault_it_is() {
    let project = Project::small();
    assert_eq!(status(&project, &["build"]), 0);
    assert_eq!(status(&project, &["check"]), 0);
    assert_eq!(status(&project, &["build", "--base-url", "anam.example"]), 2, "wrong usage");
    assert_eq!(status(&project, &["build", "--nada"]), 2, "wrong usage");
    assert_eq!(status(&project, &["build", "--root", "nada"]), 2, "not a site");
    assert_eq!(status(&project, &["build", "--out", "content"]), 2, "not our folder");
    assert_eq!(status(&project, &["explain", "C9999"]), 2, "no such code");
    project.write("bloqueo", "un archivo");
    assert_eq!(status(&project, &["build", "--out", "bloqueo/public"]), 3, "the disk does not allow it");
    project.replace("toolbox/prueba/tool.yaml", "kind: guide", "kind: nada");
    assert_eq!(status(&project, &["build"]), 1, "faults in the content");
}

#[test]
fn what_new_is_asked_for_must_be_whole() {
    let project = Project::full();
    let results = ["new", "results", "--charter", "9901-agua", "--period"];
    for arguments in [
        &["new"][..],
        &["new", "tool"],
        &["new", "charter"],
        &["new", "charter", "--municipality", "9901"],
        &["new", "charter", "--municipality", "9901", "--service", "agua", "--new-version", "2"],
        &["new", "results", "--charter", "9901-agua"],
        &[&results[..], &["2026-Q5"]].concat(),
        &[&results[..], &["2026-Q4", "--xlsx", "q4.csv"]].concat(),
        &[&results[..], &["2026-Q4", "--xlsx", "a.xlsx", "--from", "b.xlsx"]].concat(),
    ] {
        assert_eq!(status(&project, arguments), 2, "{arguments:?}");
    }
    let said = |arguments: &[&str]| String::from_utf8(project.run(arguments).stderr).unwrap();
    assert!(said(&["new", "charter"]).contains("falta --municipality"));
    assert!(said(&["--lang", "en", "new", "charter"]).contains("missing: --municipality"));
}

#[test]
fn warnings_stop_only_when_asked() {
    let project = Project::small();
    project.write("content/nota.txt", "a");
    assert_eq!(status(&project, &["build"]), 0);
    assert_eq!(status(&project, &["build", "--deny-warnings"]), 1);
}

#[test]
fn a_site_with_errors_is_not_published_and_the_live_one_stays() {
    let project = Project::small();
    assert_eq!(status(&project, &["build"]), 0);
    let before = project.read("public/index.html");
    project.replace("toolbox/prueba/tool.yaml", "kind: guide", "kind: nada");
    assert_eq!(status(&project, &["build"]), 1);
    assert_eq!(project.read("public/index.html"), before);
}

#[test]
fn spanish_names_of_commands_and_both_languages_of_messages() {
    let project = Project::small();
    for command in ["construir", "revisar"] {
        assert_eq!(status(&project, &[command]), 0, "{command}");
    }
    let text = |arguments: &[&str]| String::from_utf8(project.run(arguments).stdout).unwrap();
    assert!(text(&["explicar", "C0203"]).contains("código del INE"));
    assert!(text(&["--lang", "en", "explain", "C0203"]).contains("INE code"));
    assert!(text(&["explain"]).lines().count() > 30, "without a code, all are listed");
}

#[test]
fn a_diagnostic_shows_its_line_and_no_control_character_reaches_the_terminal() {
    let project = Project::small();
    project.replace("toolbox/prueba/tool.yaml", "kind: guide", "kind: \"gui\\u001b[31ma\"");
    let output = project.run(&["check"]);
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(text.contains("toolbox/prueba/tool.yaml:4:7"), "{text}");
    assert!(text.contains("4 | kind:"), "{text}");
    assert!(!text.contains('\u{1b}'), "{text}");
}

#[test]
fn github_gets_annotations() {
    let project = Project::small();
    project.replace("toolbox/prueba/tool.yaml", "kind: guide", "kind: nada");
    let text = String::from_utf8(project.run(&["check", "--format", "github"]).stdout).unwrap();
    assert!(text.starts_with("::error file=toolbox/prueba/tool.yaml,line=4,col=7,title=C0107::"), "{text}");
}

#[test]
fn the_date_may_come_from_the_environment() {
    let project = Project::small();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_cabildo"))
        .args(["check", "--format", "json"])
        .current_dir(project.root())
        .env("SOURCE_DATE_EPOCH", "0")
        .output()
        .unwrap();
    assert_eq!(last_line(&output)["diagnostics"][0]["code"], "C0804", "the source is newer than 1970");
}

#[test]
fn a_code_is_explained_with_its_message_group_cause_and_remedy() {
    let project = Project::small();
    let text = |arguments: &[&str]| String::from_utf8(project.run(arguments).stdout).unwrap();
    let spanish = text(&["explain", "C0203"]);
    for part in ["Grupo: Referencias y enlaces", "El municipio «…» no existe", "Qué hacer: ¿quiso decir «…»", "Mal:"]
    {
        assert!(spanish.contains(part), "{part}: {spanish}");
    }
    assert!(text(&["--lang", "en", "explain", "C0203"]).contains("What to do: did you mean"));
    let list = text(&["explain"]);
    assert!(list.contains("\nC0203  el municipio «…» no existe en el registro\n"), "{list}");
    assert!(list.lines().all(|line| line.chars().count() <= 100), "{list}");
}

#[test]
fn people_see_errors_first_and_each_kind_by_file_and_line() {
    let project = Project::small();
    project.write("content/aaa.txt", "a");
    project.replace("toolbox/prueba/tool.yaml", "family: finance", "famly: finance");
    project.replace("content/families.yaml", "id: finance", "id: finance\n    id: finance");
    project.write("toolbox/prueba/es.md", "<b>a</b>\n\nTexto.\n\n<i>a</i>\n");
    let text = String::from_utf8(project.run(&["check"]).stderr).unwrap();
    let places = ["content/families.yaml:3", "es.md:1", "es.md:5", "tool.yaml:3", "content/aaa.txt"];
    let at: Vec<_> = places.iter().map(|place| text.find(place).unwrap_or_else(|| panic!("{place}: {text}"))).collect();
    assert!(at.is_sorted(), "{text}");
    let few = String::from_utf8(project.run(&["check", "--max", "1"]).stderr).unwrap();
    assert!(few.contains("error[C0104]") && !few.contains("aviso["), "{few}");
}

#[test]
fn people_see_how_many_faults_each_municipality_has() {
    let project = Project::small();
    project.write("content/nota.txt", "a");
    project.write("content/municipalities/1302-chiantla/otro.txt", "a");
    let text = |arguments: &[&str]| String::from_utf8(project.run(arguments).stderr).unwrap();
    assert!(!text(&["check"]).contains("por municipio"), "one municipality needs no summary");
    project.write("content/municipalities/1301-huehuetenango/uno.txt", "a");
    project.write("content/municipalities/1301-huehuetenango/dos.txt", "a");
    let several = text(&["check", "--max", "1"]);
    assert!(several.contains("\npor municipio: 1301 (2), 1302 (1), sitio (1)\n"), "{several}");
    assert!(text(&["check", "--lang", "en"]).contains("\nby municipality: 1301 (2), 1302 (1), site (1)\n"));
}

#[test]
fn a_fault_of_ours_is_not_blamed_on_the_content() {
    let project = Project::small();
    // A page that links to nothing: the templates are ours, so this is no fault of the content.
    project.write(
        "themes/anam/templates/tool.html",
        "{% extends \"base.html\" %}{% block content %}<a href=\"nada/\">x</a>{% endblock content %}",
    );
    let spanish = project.run(&["check"]);
    assert_eq!(spanish.status.code(), Some(4));
    let text = String::from_utf8(spanish.stderr).unwrap();
    assert!(text.contains("C0999") && text.contains("su contenido no tiene la culpa"), "{text}");
    let english = String::from_utf8(project.run(&["check", "--lang", "en"]).stderr).unwrap();
    assert!(english.contains("your content is not to blame"), "{english}");
}

/// Templates are tightened into one line; their faults are told where their authors find them.
#[test]
fn a_fault_of_a_template_is_told_at_its_line() {
    let project = Project::small();
    for (words, place) in [("{{ v.nothing.more }}", "tool.html:6:6"), ("{{ v.nothing. }}", "tool.html:6:15")] {
        let text = format!(
            "{{% extends \"base.html\" %}}\n{{% block content %}}\n\n\n<p>\n{words}</p>{{% endblock content %}}"
        );
        project.write("themes/anam/templates/tool.html", text);
        let output = project.run(&["build"]);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1));
        assert!(told.contains("C0906") && told.contains(place), "{told}");
    }
}

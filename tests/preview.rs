//! `cabildo serve` on real files: pages are what a build makes of them, a fault shows in the page, the last good site
//! stays, mending recovers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use common::Project;

struct Server {
    process: Child,
    address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn serve(project: &Project) -> Server {
    let mut process = Command::new(env!("CARGO_BIN_EXE_cabildo"))
        .args(["serve", "--port", "0"])
        .current_dir(project.root())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(process.stderr.take().unwrap()).lines();
    let address = lines
        .by_ref()
        .map_while(Result::ok)
        .find_map(|line| Some(line.split_once("http://")?.1.split('/').next()?.to_owned()))
        .expect("the address");
    // Somebody must read on, or the program would wait.
    std::thread::spawn(move || lines.for_each(drop));
    Server { process, address }
}

impl Server {
    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    fn wait_for(&self, path: &str, what: impl Fn(&str) -> bool) -> String {
        let start = Instant::now();
        loop {
            let answer = self.get(path);
            if what(&answer) {
                return answer;
            }
            assert!(start.elapsed() < Duration::from_secs(20), "waited in vain: {answer}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

#[test]
fn a_fault_is_shown_the_last_good_site_stays_and_mending_recovers() {
    let project = Project::small();
    let server = serve(&project);
    let page = "/herramientas/prueba/";
    assert!(server.get(page).contains("Para probar."));
    project.write("toolbox/prueba/es.md", "Ahora otra cosa.\n");
    server.wait_for(page, |answer| answer.contains("Ahora otra cosa."));
    project.replace("toolbox/prueba/tool.yaml", "kind: guide", "kind: nada");
    let broken = server.wait_for(page, |answer| answer.contains("C0107"));
    assert!(broken.contains("Ahora otra cosa."), "the last good page is still there");
    project.replace("toolbox/prueba/tool.yaml", "kind: nada", "kind: form");
    let mended = server.wait_for(page, |answer| !answer.contains("C0107"));
    assert!(mended.contains("Formulario"));
}

#[test]
fn a_new_page_appears_and_a_deleted_one_goes() {
    let project = Project::small();
    let server = serve(&project);
    let head = "---\ntitle: Nueva\nsummary: s\nsection: help\n---\nHola.\n";
    project.write("content/pages/nueva/es.md", head);
    server.wait_for("/nueva/", |answer| answer.starts_with("HTTP/1.1 200"));
    std::fs::remove_dir_all(project.root().join("content/pages/nueva")).unwrap();
    server.wait_for("/nueva/", |answer| answer.starts_with("HTTP/1.1 404"));
}

/// Every page of the preview without what the preview adds, by path.
fn assert_is_the_build(project: &Project, server: &Server, what: &str) {
    let built = project.run(&["build", "--no-minify", "--clean"]);
    assert!(built.status.success(), "{what}: {}", String::from_utf8_lossy(&built.stderr));
    let files = walkdir::WalkDir::new(project.out()).into_iter().filter_map(Result::ok);
    for file in files.filter(|file| file.path().extension().is_some_and(|end| end == "html")) {
        let path = file.path().strip_prefix(project.out()).unwrap().to_string_lossy().replace('\\', "/");
        let answer = server.get(&format!("/{path}"));
        let (_, page) = answer.split_once("\r\n\r\n").unwrap();
        let (before, rest) = page.split_once("<data id=\"cabildo-preview\"").unwrap();
        let (_, after) = rest.split_once("</script>").unwrap();
        let wanted = std::fs::read_to_string(file.path()).unwrap();
        assert!(format!("{before}{after}") == wanted, "{path} after {what}");
    }
}

#[test]
fn pages_are_what_a_build_makes_of_them_whatever_was_edited() {
    let project = Project::full();
    let template = |name: &str| std::fs::read_to_string(common::repository().join("themes/anam/templates").join(name));
    let server = serve(&project);
    let page = "/herramientas/prueba/";
    type Edit<'e> = (&'e str, &'e dyn Fn(&Project), &'e str, &'e str);
    let year = "content/municipalities/1302-chiantla/2019.yaml";
    let results = "charter: 9901-agua\nresults: []\n";
    let edits: [Edit; 12] = [
        ("a text", &|p| p.write("toolbox/prueba/es.md", "Uno.\n"), page, "Uno."),
        ("a figure", &|p| p.replace(year, "1234.56", "987.25"), "/municipios/1302-chiantla/", "987.25"),
        ("a tool", &|p| p.replace("toolbox/prueba/tool.yaml", "Una línea", "Dos líneas"), page, "Dos líneas"),
        ("a slug", &|p| p.replace("toolbox/prueba/tool.yaml", "trial", "probe"), "/en/tools/probe/", "200 OK"),
        ("a page", &|p| p.replace("content/pages/acerca/es.md", "title: Acerca", "title: Sobre"), "/acerca/", "Sobre"),
        ("a term", &|p| p.replace("content/glossary.yaml", "devengado", "pagado"), "/glosario/", "pagado"),
        (
            "a charter",
            &|p| p.replace("content/charters/9901-agua/1.0.0.yaml", "es: Carta", "es: Compromiso"),
            "/cartas/9901-agua/",
            "Compromiso",
        ),
        ("results", &|p| p.write("content/charters/9901-agua/results.yaml", results), "/cartas/9901-agua/", "200 OK"),
        (
            "words",
            &|p| p.replace("themes/anam/strings/es.yaml", "\"municipios\"", "\"municipalidades\""),
            "/municipalidades/",
            "200 OK",
        ),
        (
            "a template",
            &|p| {
                p.write(
                    "themes/anam/templates/page.html",
                    template("page.html")
                        .unwrap()
                        .replace("{% block content %}", "{% block content %}<p>Plantilla.</p>"),
                )
            },
            "/acerca/",
            "Plantilla.",
        ),
        ("a style", &|p| p.write("themes/anam/static/base.css", "p{color:red}"), "/", "200 OK"),
        (
            "a municipality's name",
            &|p| p.replace("content/municipalities/register.yaml", "Chiantla", "Chiantlita"),
            "/municipalidades/1302-chiantlita/",
            "200 OK",
        ),
    ];
    for (what, edit, address, words) in edits {
        edit(&project);
        server.wait_for(address, |answer| answer.contains(words));
        // Where the words say nothing, the look that the edit leads to is over.
        std::thread::sleep(Duration::from_millis(150));
        assert_is_the_build(&project, &server, what);
    }
}

#[test]
fn a_fault_that_takes_a_look_at_the_whole_site_brings_the_last_good_page_back() {
    let project = Project::small();
    let server = serve(&project);
    let page = "/herramientas/prueba/";
    project.write("toolbox/prueba/es.md", "Primero.\n");
    server.wait_for(page, |answer| answer.contains("Primero."));
    // Its verdict.
    std::thread::sleep(Duration::from_millis(500));
    project.write("toolbox/prueba/es.md", "Segundo. [Nada](/no/hay/)\n");
    server.wait_for(page, |answer| answer.contains("C0208") && answer.contains("Primero."));
    // Another file does not bring the faulty one back.
    project.write("toolbox/prueba/en.md", "Third.\n");
    std::thread::sleep(Duration::from_millis(500));
    let still = server.get(page);
    assert!(still.contains("C0208") && still.contains("Primero."), "{still}");
    project.write("toolbox/prueba/es.md", "Segundo.\n");
    server.wait_for(page, |answer| !answer.contains("C0208") && answer.contains("Segundo."));
    assert!(server.get("/en/tools/prueba/").contains("Third."));
}

#[test]
fn a_template_that_fails_on_some_pages_is_told_and_the_others_stay() {
    let project = Project::small();
    let server = serve(&project);
    let page = "/herramientas/prueba/";
    std::thread::sleep(Duration::from_millis(800));
    let template = std::fs::read_to_string(common::repository().join("themes/anam/templates/tool.html")).unwrap();
    let faulty = template.replace("{% block content %}", "{% block content %}{{ v.nada.de.nada }}");
    assert_ne!(template, faulty);
    project.write("themes/anam/templates/tool.html", &faulty);
    server.wait_for(page, |answer| answer.contains("C0906") && answer.contains("Para probar."));
    project.write("themes/anam/templates/tool.html", &template);
    server.wait_for(page, |answer| !answer.contains("C0906") && answer.contains("Para probar."));
}

#[test]
fn a_site_that_is_broken_from_the_start_is_shown_once_it_is_mended() {
    let project = Project::small();
    project.replace("toolbox/prueba/tool.yaml", "kind: guide", "kind: nada");
    let server = serve(&project);
    server.wait_for("/", |answer| answer.contains("C0107"));
    project.replace("toolbox/prueba/tool.yaml", "kind: nada", "kind: guide");
    server.wait_for("/", |answer| answer.starts_with("HTTP/1.1 200") && !answer.contains("C0107"));
}

//! `cabildo serve` on real files: a fault shows in the page, the last good site stays, mending recovers.
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

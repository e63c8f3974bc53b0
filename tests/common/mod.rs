//! Help for tests that run on whole sites.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod office;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// The repository: the real site.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A small site of its own in a temporary folder, with the built-in theme.
pub struct Project {
    folder: TempDir,
}

impl Project {
    /// The least that builds, and one tool.
    pub fn small() -> Project {
        let project = Project { folder: tempfile::tempdir().unwrap() };
        project.write(
            "content/site.yaml",
            "name: {es: Sitio, en: Site}\ntagline: {es: Lema, en: Motto}\npublisher: {es: Nadie, en: Nobody}\n\
             origin: {es: Prueba, en: Test}\nlanguages:\n  - {code: es, name: Español, tag: es-GT}\n  \
             - {code: en, name: English, tag: en, numbers: english}\ntheme: anam\n",
        );
        project.write(
            "content/sources.yaml",
            "sources:\n  - {id: ine, title: {es: Censo, en: Census}, publisher: INE, retrieved_on: 2026-11-20}\n",
        );
        project.write(
            "content/families.yaml",
            "families:\n  - id: finance\n    name: {es: Finanzas, en: Finance}\n    summary: {es: a, en: b}\n    \
             training: {es: a, en: b}\n",
        );
        project.write(
            "content/municipalities/departments.yaml",
            "source: ine\ndepartments:\n  - {code: \"13\", name: Huehuetenango, capital: \"1301\"}\n",
        );
        project.write(
            "content/municipalities/register.yaml",
            "source: ine\nmunicipalities:\n  - {code: \"1301\", name: Huehuetenango, department: \"13\"}\n  \
             - {code: \"1302\", name: Chiantla, department: \"13\"}\n",
        );
        project.write("toolbox/prueba/tool.yaml", TOOL);
        project.write("toolbox/prueba/es.md", "Para probar.\n");
        project.write("toolbox/prueba/en.md", "For testing.\n");
        project
    }

    /// A small site with one of every kind of content, without faults.
    pub fn full() -> Project {
        let project = Project::small();
        project.replace("toolbox/prueba/tool.yaml", "offices: []", "offices: [dafim]\nslugs: {en: trial}");
        for lang in ["es", "en"] {
            let strings = repository().join(format!("themes/anam/strings/{lang}.yaml"));
            project.write(&format!("themes/anam/strings/{lang}.yaml"), std::fs::read(strings).unwrap());
        }
        project.write(
            "content/offices.yaml",
            "offices:\n  - id: dafim\n    kind: office\n    name: {es: DAFIM, en: DAFIM}\n    does: {es: a, en: b}\n  \
             - id: dmp\n    kind: office\n    name: {es: DMP, en: DMP}\n    does: {es: a, en: b}\n",
        );
        project.write(
            "content/glossary.yaml",
            "terms:\n  - {id: accrued, term: {es: devengado, en: accrued}, definition: {es: a, en: b}}\n",
        );
        project.write(
            "content/classifications.yaml",
            "revenue_classes:\n  - {code: \"10\", kind: revenue, name: {es: Impuestos, en: Taxes}}\n\
             purposes: []\nfunctions: []\nobject_groups: []\nfunding_sources: []\n\
             services:\n  - {id: agua, name: {es: Agua, en: Water}}\n",
        );
        project.write(
            "content/municipalities/departments.yaml",
            "source: ine\ndepartments:\n  - {code: \"13\", name: Huehuetenango, capital: \"1301\"}\n  \
             - {code: \"99\", name: Ejemplo, capital: \"9901\", demo: true}\n",
        );
        project.write(
            "content/municipalities/demo.yaml",
            "source: ine\nmunicipalities:\n  - {code: \"9901\", name: Ejemplo, department: \"99\", demo: true}\n",
        );
        project.write(
            "content/municipalities/1302-chiantla/2019.yaml",
            "schema: 1\nmunicipality: \"1302\"\nyear: 2019\nclosed: true\nstatus: provisional\nsource: ine\nrevenue:\n  \
             - {class: \"10\", initial: 1000.00, modification: 500.00, current: 1500.00, received: 1234.56}\n",
        );
        project.write(
            "content/primers/curso/primer.yaml",
            "family: finance\ntitle: {es: Curso, en: Course}\nsummary: {es: a, en: b}\naudience: [finance]\nminutes: 5\n\
             objectives: [{es: a, en: b}]\nlessons:\n  - {id: uno, title: {es: Uno, en: One}, minutes: 5}\nquiz:\n  \
             - kind: single\n    prompt: {es: a, en: b}\n    options: [{es: a, en: b}, {es: c, en: d}]\n    answer: [1]\n    \
             feedback_right: {es: a, en: b}\n    feedback_wrong: {es: a, en: b}\npass_mark: 80\nversion: 1.0.0\n",
        );
        project.write("content/primers/curso/es.md", "Hola.\n\n## Uno\n\nTexto.\n");
        project.write("content/primers/curso/en.md", "Hello.\n\n## One\n\nText.\n");
        project.write(
            "content/charters/9901-agua/1.0.0.yaml",
            "id: 9901-agua\nversion: 1.0.0\nstatus: demo\nstate: draft\nmunicipality: \"9901\"\nservice: agua\n\
             title: {es: Carta, en: Charter}\nservice_levels:\n  - id: S1\n    name: {es: Horas, en: Hours}\n    \
             metric: hours\n    unit: {es: horas, en: hours}\n    direction: at_least\n    target: 6\n    \
             method: {es: a, en: b}\n    sample: {es: a, en: b}\n    frequency: monthly\n    owner: dafim\n    \
             remedy: R1\nremedies:\n  \
             - {id: R1, trigger: {es: a, en: b}, measure: apology}\n",
        );
        project.write("content/pages/acerca/es.md", "---\ntitle: Acerca\nsummary: s\nsection: about\n---\nHola.\n");
        project.write("content/pages/acerca/en.md", "---\ntitle: About\nsummary: s\nsection: about\n---\nHello.\n");
        project
    }

    /// A copy of the real site.
    pub fn real() -> Project {
        fn copy(from: &Path, to: &Path) {
            std::fs::create_dir_all(to).unwrap();
            for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
                match entry.file_type().unwrap().is_dir() {
                    true => copy(&entry.path(), &to.join(entry.file_name())),
                    false => drop(std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap()),
                }
            }
        }
        let project = Project { folder: tempfile::tempdir().unwrap() };
        for name in ["content", "toolbox", "themes"] {
            copy(&repository().join(name), &project.root().join(name));
        }
        project
    }

    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    /// Every file of the project and its bytes.
    pub fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        below(self.root())
    }

    /// Every published file as text.
    pub fn published(&self) -> BTreeMap<PathBuf, String> {
        let text = |(path, bytes): (PathBuf, Vec<u8>)| (path, String::from_utf8_lossy(&bytes).into_owned());
        below(&self.out()).into_iter().map(text).collect()
    }

    pub fn out(&self) -> PathBuf {
        self.folder.path().join("public")
    }

    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let full = self.folder.path().join(path);
        std::fs::create_dir_all(full.parent().unwrap()).unwrap();
        std::fs::write(full, text).unwrap();
    }

    pub fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(path)).unwrap()
    }

    pub fn replace(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert!(text.contains(from), "{path} holds {from}");
        self.write(path, text.replace(from, to));
    }

    /// Runs the program here.
    pub fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_cabildo"))
            .args(arguments)
            .current_dir(self.folder.path())
            .env_remove("SOURCE_DATE_EPOCH")
            .env("LC_ALL", "es_GT.UTF-8")
            .output()
            .unwrap()
    }

    /// The JSON object of `check`, and the exit status.
    pub fn check(&self) -> (serde_json::Value, i32) {
        let output = self.run(&["check", "--format", "json"]);
        (last_line(&output), output.status.code().unwrap())
    }

    /// The faults that `check` finds, without notices: code, file, line, column.
    pub fn faults(&self) -> Vec<(String, String, u64, u64)> {
        let (object, _) = self.check();
        object["diagnostics"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|d| d["severity"] != "notice")
            .map(|d| {
                let text = |key: &str| d[key].as_str().unwrap_or_default().to_owned();
                let number = |key: &str| d[key].as_u64().unwrap_or_default();
                (text("code"), text("file"), number("line"), number("column"))
            })
            .collect()
    }
}

/// Every file below a folder, by its path in it, and its bytes.
pub fn below(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        match entry.file_type().unwrap().is_dir() {
            true => files.extend(below(&entry.path())),
            false => drop(files.insert(entry.path(), std::fs::read(entry.path()).unwrap())),
        }
    }
    files
}

/// The last line of standard output, as JSON.
pub fn last_line(output: &Output) -> serde_json::Value {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    serde_json::from_str(text.lines().last().unwrap_or_default()).unwrap_or_else(|error| {
        panic!("{error}: {text}{}", String::from_utf8_lossy(&output.stderr));
    })
}

pub const TOOL: &str = "number: T01
name: {es: Prueba, en: Trial}
family: finance
kind: guide
audience: [finance]
offices: []
summary: {es: Una línea, en: A line}
problem: {es: Un problema, en: A problem}
inputs: []
steps: [{es: Un paso, en: A step}]
outputs: [{es: Un resultado, en: A result}]
";

//! LibreOffice, driven by `tests/workbook/drive.py`.

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::repository;

/// Debian's python3 has the bridge to LibreOffice; another one that comes first in the path may not.
fn python() -> &'static str {
    let has_uno = |python: &&'static str| {
        let asked = Command::new(python).args(["-c", "import uno"]).stderr(Stdio::null()).status();
        asked.is_ok_and(|status| status.success())
    };
    ["python3", "/usr/bin/python3"].into_iter().find(has_uno).expect("python3-uno: run scripts/setup")
}

/// Does what is asked and gives what LibreOffice answers: see the script.
pub fn drive(asked: &Value) -> Value {
    let mut child = Command::new(python())
        .arg(repository().join("tests/workbook/drive.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(asked.to_string().as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).unwrap()
}

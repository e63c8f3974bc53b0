//! `cabildo explain`.

use std::io::Write;

use super::arguments::ExplainOptions;
use super::report::{Status, usage};
use crate::diagnostics::{Interface, catalogue, explain as texts};

pub(super) fn explain(options: &ExplainOptions, interface: Interface) -> Status {
    let Some(code) = &options.code else {
        let lines: Vec<String> = catalogue::ALL.iter().map(|fault| texts::line(fault, interface) + "\n").collect();
        print(&lines.concat());
        return Status::Done;
    };
    match texts::find(code) {
        Some(fault) => {
            print(&texts::text(fault, interface));
            Status::Done
        }
        None => {
            let near = texts::suggestion(code).unwrap_or_default();
            let what = match (interface, near) {
                (Interface::Es, "") => format!("el código «{code}» no existe"),
                (Interface::Es, near) => format!("el código «{code}» no existe; ¿quiso decir {near}?"),
                (Interface::En, "") => format!("there is no code \"{code}\""),
                (Interface::En, near) => format!("there is no code \"{code}\"; did you mean {near}?"),
            };
            usage(interface, what)
        }
    }
}

/// Prints to standard output. A closed pipe (`cabildo explain | head`) is the reader's choice, not a fault.
fn print(text: &str) {
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}

//! `cabildo explain`: the long text of a fault.

use super::catalogue::ALL;
use super::{Fault, Interface, Severity, nearest};

/// The fault with this code, upper or lower case.
pub fn find(code: &str) -> Option<&'static Fault> {
    let code = code.trim().to_uppercase();
    ALL.iter().copied().find(|fault| fault.code == code)
}

/// The code that may have been meant.
pub fn suggestion(code: &str) -> Option<&'static str> {
    nearest(code, ALL.iter().map(|fault| fault.code))
}

/// Cause, remedy and a wrong and a right example.
pub fn text(fault: &Fault, interface: Interface) -> String {
    let weight = match fault.severity {
        Severity::Error => interface.pick("error: impide publicar", "error: keeps the site from being published"),
        Severity::Warning => interface.pick("aviso: no impide publicar", "warning: does not stop publishing"),
        Severity::Notice => interface.pick("nota", "note"),
    };
    let mut out = format!("{} · {weight}\n\n{}\n", fault.code, fault.cause.of(interface));
    for (title, example) in
        [(interface.pick("Mal:", "Wrong:"), fault.wrong), (interface.pick("Bien:", "Right:"), fault.right)]
    {
        if !example.is_empty() {
            out.push_str(&format!("\n{title}\n"));
            for line in example.lines() {
                out.push_str(&format!("    {line}\n"));
            }
        }
    }
    out
}

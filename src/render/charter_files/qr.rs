//! The code that leads a telephone to a charter.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};

use super::short_address;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::C0999;
use crate::model::charter::CharterFamily;
use crate::render::html::Html;
use crate::render::scope::Scope;

/// How many modules of nothing a reader needs around the code.
const QUIET: usize = 4;

/// The code of the charter's short address, as SVG.
pub(super) fn file(scope: &Scope, family: &CharterFamily) -> Result<Vec<u8>, Diagnostic> {
    let address = short_address(scope.model, family);
    let address = address.ok_or_else(|| C0999.nowhere().with("what", "QR: base_url"))?;
    let title = scope.words.fill("print", "qr_title", &[("address", &address)]);
    svg(&address, &title).map(String::into_bytes)
}

/// A code in one path, a unit for each module: dark on white whatever lies behind it, for readers need the contrast.
pub(super) fn svg(text: &str, title: &str) -> Result<String, Diagnostic> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M);
    let code = code.map_err(|error| C0999.nowhere().with("what", format!("QR: {error}")))?;
    let side = code.width() + 2 * QUIET;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" role=\"img\" \
         shape-rendering=\"crispEdges\"><title>{}</title><path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path d=\"",
        Html::escaped(title).as_str()
    );
    for (row, modules) in code.to_colors().chunks(code.width()).enumerate() {
        let mut at = 0;
        for run in modules.chunk_by(|a, b| a == b) {
            if run[0] == Color::Dark {
                // Writing to a string does not fail.
                let _ = write!(svg, "M{} {}h{n}v1h-{n}z", at + QUIET, row + QUIET, n = run.len());
            }
            at += run.len();
        }
    }
    svg.push_str("\"/></svg>\n");
    Ok(svg)
}

#[cfg(test)]
mod tests {
    use super::svg;

    #[test]
    fn a_code_has_its_title_and_room_around_it() {
        let svg = svg("https://cartas.example/c/9901-agua/", "A & B").unwrap_or_default();
        assert!(svg.contains("<title>A &amp; B</title>") && svg.contains("viewBox=\"0 0 37 37\""), "{svg}");
        assert!(svg.contains("d=\"M4 4h7v1h-7z"), "the first finder starts after the quiet zone: {svg}");
        assert!(svg.len() < 6000, "{}", svg.len());
    }
}

//! Compressed copies beside the files that hosts send compressed: `x.html.gz` and `x.html.br`.
//!
//! They are made in parallel and only for what is new: those of a file that was kept are kept with it.

use std::io::Write;

use super::next::Put;
use crate::stages::{self, Stage};

/// How hard to try: 1 is quick, 11 small. gzip ends at 9.
pub type Quality = u8;

/// What a browser asks for in compressed form. Pictures and fonts are compressed already.
const TEXTS: [&str; 9] = ["html", "css", "js", "json", "svg", "txt", "xml", "csv", "webmanifest"];

/// A file below this gains nothing: it fits into one packet as it is.
const SMALLEST: usize = 512;

/// The names of a file's compressed copies.
pub(super) fn names(path: &str) -> [String; 2] {
    ["gz", "br"].map(|end| format!("{path}.{end}"))
}

/// Whether a path is that of a compressed copy of another file of a site.
pub(super) fn is_copy(path: &str, site: &Put) -> bool {
    [".gz", ".br"].iter().filter_map(|end| path.strip_suffix(end)).any(|original| site.contains_key(original))
}

/// The compressed copies of a file, with their paths.
pub(super) fn copies(path: &str, bytes: &[u8], quality: Quality) -> Vec<(String, Vec<u8>)> {
    let is_text = path.rsplit_once('.').is_some_and(|(_, end)| TEXTS.contains(&end));
    if !is_text || bytes.len() < SMALLEST {
        return Vec::new();
    }
    let [gz, br] = names(path);
    let made = |kind: &'static str, path: &str, compress: fn(&[u8], Quality) -> Vec<u8>| {
        stages::piece(Stage::Compress, kind, || path.to_owned(), || compress(bytes, quality), Vec::len)
    };
    let (gzipped, brotlied) = (made("gz", &gz, gzip), made("br", &br, brotli));
    vec![(gz, gzipped), (br, brotlied)]
}

/// Without a name or a time in it: equal texts give equal bytes.
fn gzip(bytes: &[u8], quality: Quality) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(u32::from(quality.min(9))));
    // Writing to memory does not fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

fn brotli(bytes: &[u8], quality: Quality) -> Vec<u8> {
    let settings = brotli::enc::BrotliEncoderParams { quality: i32::from(quality), lgwin: 22, ..Default::default() };
    let mut compressed = Vec::new();
    // Writing to memory does not fail.
    let _ = brotli::BrotliCompress(&mut &*bytes, &mut compressed, &settings);
    compressed
}

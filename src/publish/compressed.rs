//! Compressed copies beside the files that hosts send compressed: `x.html.gz` and `x.html.br`.
//!
//! They are made in parallel and only for what is new: those of a file that was kept are kept with it.

use std::io::Write;

use rayon::prelude::*;

use super::manifest::Manifest;
use crate::finish::File;
use crate::stages::{self, Stage};

/// How hard to try: 1 is quick, 11 small. gzip ends at 9.
pub type Quality = u8;

/// What a browser asks for in compressed form. Pictures and fonts are compressed already.
const TEXTS: [&str; 9] = ["html", "css", "js", "json", "svg", "txt", "xml", "csv", "webmanifest"];

/// A file below this gains nothing: it fits into one packet as it is.
const SMALLEST: usize = 512;

/// The compressed copies of the files. `live` is what was published last with the same quality.
pub(super) fn copies(files: &[File], live: &Manifest, quality: Quality) -> Vec<File> {
    let wanted = |file: &&File| file.path.rsplit_once('.').is_some_and(|(_, end)| TEXTS.contains(&end));
    let _stage = stages::enter(Stage::Compress, files.len() * 2);
    files.par_iter().filter(wanted).flat_map_iter(|file| one(file, live, quality)).collect()
}

fn one(file: &File, live: &Manifest, quality: Quality) -> Vec<File> {
    let path = |end: &str| format!("{}.{end}", file.path);
    match &file.bytes {
        None => ["gz", "br"]
            .into_iter()
            .filter_map(|end| live.hash(&path(end)).map(|hash| File { path: path(end), hash, bytes: None }))
            .collect(),
        Some(bytes) if bytes.len() < SMALLEST => Vec::new(),
        Some(bytes) => {
            let made = |end: &'static str, compress: fn(&[u8], Quality) -> Vec<u8>| {
                let which = || path(end);
                stages::piece(Stage::Compress, end, which, || compress(bytes, quality), Vec::len)
            };
            [("gz", made("gz", gzip)), ("br", made("br", brotli))]
                .into_iter()
                .map(|(end, bytes)| File { path: path(end), hash: blake3::hash(&bytes).into(), bytes: Some(bytes) })
                .collect()
        }
    }
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

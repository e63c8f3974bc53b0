//! The file that holds the memory between two runs of the program.
//!
//! A head that decides whether anything is to be done, then the memory itself, each with its length and hash. Whatever
//! is wrong with it, the answer is the same: nothing is remembered.

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{Memory, Table};
use crate::diagnostics::{Diagnostics, Saved};
use crate::site::Made;
use crate::source::is_about_names;

/// Names the format and the program: what another version of it wrote is not read.
pub(super) const MAGIC: &[u8] = concat!("cabildo memory 1 ", env!("CABILDO_PROGRAM")).as_bytes();

/// What decides whether a build has anything to do, and what it says where it has not.
#[derive(Debug, Serialize, Deserialize)]
pub struct Head {
    /// The program and everything that was asked of it.
    pub asked: String,
    /// The inputs, as they were before they were read.
    pub table: Table,
    /// The mark of the site that was published.
    pub mark: [u8; 32],
    pub pages: usize,
    pub outputs: usize,
    /// Files that are read each time: see [`Made::linted`].
    pub linted: Vec<Arc<str>>,
    diagnostics: Vec<Saved>,
}

impl Head {
    pub fn new(asked: String, table: Table, mark: [u8; 32], outputs: usize, made: &Made) -> Head {
        let diagnostics = made.diagnostics.iter().map(Saved::of).collect();
        Head { asked, table, mark, pages: made.pages, outputs, linted: made.linted.clone(), diagnostics }
    }

    /// Whether nothing was found in the names of files.
    pub fn is_well_named(&self) -> bool {
        !self.diagnostics.iter().any(|saved| is_about_names(saved.code()))
    }

    /// What the build found; nothing where a fault is not known to this program.
    pub fn diagnostics(&self) -> Option<Diagnostics> {
        self.diagnostics.iter().map(Saved::restored).collect()
    }
}

/// An opened memory, of which the head has been read.
pub struct Stored {
    pub head: Head,
    pub rest: Rest,
}

/// What follows the head.
pub struct Rest(std::fs::File);

impl Stored {
    /// Opens a memory; `None` for whatever is not one of this program.
    pub fn open(path: &Path) -> Option<Stored> {
        let mut rest = std::fs::File::open(path).ok()?;
        let mut magic = vec![0; MAGIC.len()];
        rest.read_exact(&mut magic).ok()?;
        let head = (magic == MAGIC).then(|| section(&mut rest)).flatten()?;
        Some(Stored { head, rest: Rest(rest) })
    }
}

impl Rest {
    pub fn memory(mut self) -> Option<Memory> {
        section(&mut self.0)
    }
}

/// A memory as it stands in its file.
///
/// # Errors
///
/// None that a memory can cause.
pub fn body(memory: &Memory) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    append(&mut bytes, memory)?;
    Ok(bytes)
}

/// Writes a memory. A reader sees the old file or the new one.
///
/// # Errors
///
/// Those of the disk.
pub fn write(path: &Path, head: &Head, body: &[u8]) -> io::Result<()> {
    let mut bytes = MAGIC.to_vec();
    append(&mut bytes, head)?;
    replace(path, |file| {
        file.write_all(&bytes)?;
        file.write_all(body)
    })
}

fn replace(path: &Path, write: impl FnOnce(&mut fs_err::File) -> io::Result<()>) -> io::Result<()> {
    let new = beside(path);
    let written = fs_err::File::create(&new).and_then(|mut file| write(&mut file));
    written.and_then(|()| fs_err::rename(&new, path)).inspect_err(|_| {
        // What could not be finished is not left behind.
        let _ = fs_err::remove_file(&new);
    })
}

/// Where a file is written before it takes the place of another.
fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_file_name(format!("{name}.{}.tmp", std::process::id()))
}

fn append(bytes: &mut Vec<u8>, value: &impl Serialize) -> io::Result<()> {
    let section = postcard::to_allocvec(value).map_err(io::Error::other)?;
    bytes.extend((section.len() as u64).to_le_bytes());
    bytes.extend(blake3::hash(&section).as_bytes());
    bytes.extend(section);
    Ok(())
}

fn section<T: DeserializeOwned>(file: &mut std::fs::File) -> Option<T> {
    let (mut length, mut hash) = ([0; 8], [0; 32]);
    file.read_exact(&mut length).ok()?;
    file.read_exact(&mut hash).ok()?;
    let length = u64::from_le_bytes(length);
    let mut bytes = Vec::new();
    file.take(length).read_to_end(&mut bytes).ok()?;
    let whole = bytes.len() as u64 == length && *blake3::hash(&bytes).as_bytes() == hash;
    whole.then(|| postcard::from_bytes(&bytes).ok()).flatten()
}

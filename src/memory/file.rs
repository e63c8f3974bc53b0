//! The file that holds the memory between two runs of the program.
//!
//! The inputs, the memory itself, and at the end, because it is known last, a head that decides whether anything is to
//! be done; each with its hash behind it, then their lengths. Whatever is wrong with one of them, the answer is the same:
//! it is as if it were not there.

use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{Inputs, Memory, Table};
use crate::diagnostics::{Diagnostics, Saved};
use crate::site::Made;
use crate::source::hash::Hashing;
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

/// What stands before the head, section by section.
pub struct Rest {
    file: std::fs::File,
    lengths: Lengths,
}

/// Of inputs, memory and head.
type Lengths = [u64; 3];

const HASH: u64 = 32;

impl Stored {
    /// Opens a memory; `None` for whatever is not one of this program.
    pub fn open(path: &Path) -> Option<Stored> {
        let mut file = std::fs::File::open(path).ok()?;
        let mut magic = vec![0; MAGIC.len()];
        file.read_exact(&mut magic).ok()?;
        if magic != MAGIC {
            return None;
        }
        let mut last = [0; size_of::<Lengths>()];
        file.seek(SeekFrom::End(-(last.len() as i64))).ok()?;
        file.read_exact(&mut last).ok()?;
        let (lengths, _) = last.as_chunks();
        let lengths = [0, 1, 2].map(|at| u64::from_le_bytes(lengths[at]));
        let before = lengths[0].checked_add(lengths[1])?.checked_add(2 * HASH + MAGIC.len() as u64)?;
        let head = section(&mut file, before, lengths[2])?;
        Some(Stored { head, rest: Rest { file, lengths } })
    }
}

impl Rest {
    pub fn inputs(&mut self) -> Option<Inputs> {
        section(&mut self.file, MAGIC.len() as u64, self.lengths[0])
    }

    pub fn memory(mut self) -> Option<Memory> {
        section(&mut self.file, MAGIC.len() as u64 + self.lengths[0] + HASH, self.lengths[1])
    }
}

/// What stands at a place, if it is whole.
fn section<T: DeserializeOwned>(file: &mut std::fs::File, at: u64, length: u64) -> Option<T> {
    // A damaged length must not ask for more memory than there is.
    let fits = at.checked_add(length)? <= file.metadata().ok()?.len();
    let mut bytes = Vec::with_capacity(usize::try_from(length).ok().filter(|_| fits)?);
    file.seek(SeekFrom::Start(at)).ok()?;
    file.take(length).read_to_end(&mut bytes).ok()?;
    let mut hash = [0; HASH as usize];
    file.read_exact(&mut hash).ok()?;
    let whole = *blake3::hash(&bytes).as_bytes() == hash;
    whole.then(|| postcard::from_bytes(&bytes).ok()).flatten()
}

/// A memory on its way into its file: what is large is written while the site is still being published. A reader sees
/// the old file or the finished one; what is not finished is not left behind.
pub struct Writing {
    path: PathBuf,
    new: PathBuf,
    file: BufWriter<Hashing<fs_err::File>>,
    lengths: Lengths,
}

impl Writing {
    /// Writes everything but the head.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    pub fn begin(path: &Path, inputs: &Inputs, memory: &Memory) -> io::Result<Writing> {
        let new = beside(path);
        let file = BufWriter::with_capacity(1 << 16, Hashing::of(fs_err::File::create(&new)?));
        let mut writing = Writing { path: path.to_path_buf(), new, file, lengths: Lengths::default() };
        writing.file.write_all(MAGIC)?;
        writing.file.flush()?;
        writing.file.get_mut().taken();
        writing.lengths[0] = writing.section(inputs)?;
        writing.lengths[1] = writing.section(memory)?;
        Ok(writing)
    }

    /// Writes the head. The file takes the place of the old one.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    pub fn finish(mut self, head: &Head) -> io::Result<()> {
        self.lengths[2] = self.section(head)?;
        for length in self.lengths {
            self.file.write_all(&length.to_le_bytes())?;
        }
        self.file.flush()?;
        fs_err::rename(&self.new, &self.path)
    }

    /// Writes a value and its hash; gives its length.
    fn section(&mut self, value: &impl Serialize) -> io::Result<u64> {
        postcard::to_io(value, &mut self.file).map_err(io::Error::other)?;
        self.file.flush()?;
        let (hash, length) = self.file.get_mut().taken();
        self.file.write_all(&hash)?;
        self.file.flush()?;
        self.file.get_mut().taken();
        Ok(length)
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        // Once it has taken its place there is nothing to remove.
        let _ = std::fs::remove_file(&self.new);
    }
}

/// Where a file is written before it takes the place of another.
fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_file_name(format!("{name}.{}.tmp", std::process::id()))
}

//! The file of decoded values.
//!
//! It grows by what a build decodes and is written anew when more than half of it is of no use any longer. Which
//! pieces of it are whose, the memory knows; each piece is checked when it is read.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use super::file::{MAGIC, replace};
use crate::model::lazy::{Keeper, Piece};
use crate::model::{Decoded, Input};
use crate::source::hash::shown;
use crate::source::{SourceFile, SourceTree};

/// By which a memory knows the store that it speaks of.
pub type StoreId = u128;

/// An opened store.
#[derive(Debug)]
pub struct Store {
    id: StoreId,
    /// Of the site, whose files the values were decoded from.
    root: PathBuf,
    file: Mutex<File>,
}

impl Store {
    /// Opens the store that a memory speaks of.
    pub fn open(path: &Path, root: &Path, id: StoreId) -> Option<Arc<Store>> {
        let file = opened(path, id)?;
        Some(Arc::new(Store { id, root: root.to_path_buf(), file: Mutex::new(file) }))
    }

    /// What of some inputs need not be decoded.
    pub fn decoded(self: &Arc<Store>, inputs: impl Iterator<Item = Input>) -> Decoded {
        let keeper: Arc<dyn Keeper> = Arc::clone(self) as _;
        Decoded::kept(inputs, &keeper)
    }
}

/// The file of a store, if that is the one.
fn opened(path: &Path, id: StoreId) -> Option<File> {
    let mut file = File::open(path).ok()?;
    let mut head = [0; MAGIC.len() + 16];
    file.read_exact(&mut head).ok()?;
    let (magic, known) = head.split_at(MAGIC.len());
    (magic == MAGIC && known == id.to_le_bytes()).then_some(file)
}

impl Keeper for Store {
    fn bytes(&self, piece: Piece) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; piece.length as usize];
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(piece.at))?;
        file.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    fn source(&self, path: &Arc<str>) -> Option<SourceFile> {
        SourceTree::read_some(&self.root, std::iter::once(&**path)).get(path).cloned()
    }
}

/// Keeps what was decoded: in the store of before, as long as that is worth it, else in a new one.
///
/// # Errors
///
/// Those of the disk. What stood in the store of before is still there.
pub fn keep(path: &Path, decoded: &Decoded, before: Option<&Arc<Store>>) -> io::Result<(StoreId, Vec<Input>)> {
    // Another build may have written a store anew since this one read it.
    if let Some(store) = before.filter(|store| opened(path, store.id).is_some()) {
        let keeper: Arc<dyn Keeper> = Arc::clone(store) as _;
        let mut file = Appending::to(path)?;
        let inputs = decoded.keep(Some(&keeper), |bytes| file.append(bytes))?;
        let whole = file.finish()?;
        let used: u64 = inputs.iter().map(Input::size).sum();
        if whole <= 2 * used + SMALL {
            return Ok((store.id, inputs));
        }
    }
    let id = shown(&(SystemTime::now(), std::process::id()));
    let mut inputs = Vec::new();
    replace(path, |file| {
        file.write_all(MAGIC)?;
        file.write_all(&id.to_le_bytes())?;
        let mut file = Appending { file, at: (MAGIC.len() + 16) as u64 };
        inputs = decoded.keep(None, |bytes| file.append(bytes))?;
        Ok(())
    })?;
    Ok((id, inputs))
}

/// So much of a store may be of no use, however small the rest is.
const SMALL: u64 = 1 << 20;

/// A file that grows.
struct Appending<W> {
    file: W,
    at: u64,
}

impl Appending<io::BufWriter<File>> {
    fn to(path: &Path) -> io::Result<Self> {
        let mut file = File::options().append(true).open(path)?;
        let at = file.seek(SeekFrom::End(0))?;
        Ok(Appending { file: io::BufWriter::new(file), at })
    }

    /// The length of the whole.
    fn finish(mut self) -> io::Result<u64> {
        self.file.flush()?;
        Ok(self.at)
    }
}

impl<W: Write> Appending<W> {
    fn append(&mut self, bytes: &[u8]) -> io::Result<Piece> {
        let piece = Piece::of(self.at, bytes);
        self.file.write_all(bytes)?;
        self.at += bytes.len() as u64;
        Ok(piece)
    }
}

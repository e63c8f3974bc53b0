//! The file of decoded values.
//!
//! It grows by what a build decodes, while it decodes it, and is written anew when more than half of it is of no use any
//! longer. Which pieces of it are whose, the memory knows; each piece is checked when it is read.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use super::file::MAGIC;
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
    path: PathBuf,
    /// Where a new store is written before it takes the place of the old one.
    new: PathBuf,
    is_new: AtomicBool,
    file: Mutex<Growing>,
}

#[derive(Debug)]
struct Growing {
    file: File,
    end: u64,
}

/// The length of what stands before the first piece.
const HEAD: usize = MAGIC.len() + 16;

impl Store {
    /// Opens the store that a memory speaks of.
    pub fn open(path: &Path, root: &Path, id: StoreId) -> Option<Arc<Store>> {
        let mut file = File::options().read(true).append(true).open(path).ok()?;
        let mut head = [0; HEAD];
        file.read_exact(&mut head).ok()?;
        let (magic, known) = head.split_at(MAGIC.len());
        let end = file.seek(SeekFrom::End(0)).ok()?;
        let same = magic == MAGIC && known == id.to_le_bytes();
        same.then(|| Store::of(path, root, id, Growing { file, end }, false))
    }

    /// A new store. It takes its place when something is kept for good.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    pub fn create(path: &Path, root: &Path) -> io::Result<Arc<Store>> {
        let id = shown(&(SystemTime::now(), std::process::id()));
        let mut file = File::options().read(true).write(true).create(true).truncate(true).open(new_of(path))?;
        file.write_all(MAGIC)?;
        file.write_all(&id.to_le_bytes())?;
        Ok(Store::of(path, root, id, Growing { file, end: HEAD as u64 }, true))
    }

    fn of(path: &Path, root: &Path, id: StoreId, file: Growing, is_new: bool) -> Arc<Store> {
        let (path, root, new) = (path.to_path_buf(), root.to_path_buf(), new_of(path));
        Arc::new(Store { id, root, path, new, is_new: AtomicBool::new(is_new), file: Mutex::new(file) })
    }

    /// What of some inputs need not be decoded.
    pub fn decoded(self: &Arc<Store>, inputs: Vec<Input>) -> Decoded {
        Decoded::kept(inputs, &self.keeper())
    }

    /// The store as the model knows it.
    pub fn keeper(self: &Arc<Store>) -> Arc<dyn Keeper> {
        Arc::clone(self) as _
    }

    /// Keeps what was decoded for the next build: here, or in a new store where much of this one is of no use.
    ///
    /// # Errors
    ///
    /// Those of the disk. The store of before is then still there.
    pub fn keep(self: &Arc<Store>, decoded: &Decoded) -> io::Result<(StoreId, Vec<Input>)> {
        let inputs = decoded.keep(&self.keeper())?;
        let used: u64 = inputs.iter().map(Input::size).sum();
        if self.is_new.load(Ordering::Relaxed) || self.growing().end <= 2 * used + SMALL {
            self.take_place()?;
            return Ok((self.id, inputs));
        }
        let next = Store::create(&self.path, &self.root)?;
        let inputs = decoded.keep(&next.keeper())?;
        next.take_place()?;
        Ok((next.id, inputs))
    }

    fn take_place(&self) -> io::Result<()> {
        if self.is_new.swap(false, Ordering::Relaxed) {
            fs_err::rename(&self.new, &self.path)?;
        }
        Ok(())
    }

    fn growing(&self) -> MutexGuard<'_, Growing> {
        self.file.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Keeper for Store {
    fn bytes(&self, piece: Piece) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; piece.length as usize];
        let Growing { file, .. } = &mut *self.growing();
        file.seek(SeekFrom::Start(piece.at))?;
        file.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    fn append(&self, bytes: &[u8]) -> io::Result<Piece> {
        let Growing { file, end } = &mut *self.growing();
        file.seek(SeekFrom::Start(*end))?;
        file.write_all(bytes)?;
        let piece = Piece::of(*end, bytes);
        *end += bytes.len() as u64;
        Ok(piece)
    }

    fn source(&self, path: &Arc<str>) -> Option<SourceFile> {
        SourceTree::read_some(&self.root, std::iter::once(&**path)).get(path).cloned()
    }
}

impl Drop for Store {
    /// A new store that nothing was kept in for good is not left behind.
    fn drop(&mut self) {
        if self.is_new.load(Ordering::Relaxed) {
            let _ = std::fs::remove_file(&self.new);
        }
    }
}

/// Where a new store is written. One build at a time holds the folder, and what an interrupted one left is written over.
fn new_of(path: &Path) -> PathBuf {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_file_name(format!("{name}.new"))
}

/// So much of a store may be of no use, however small the rest is.
const SMALL: u64 = 1 << 20;

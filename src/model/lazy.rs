//! Values that are decoded when somebody first looks at them.
//!
//! A large site has thousands of years of figures, and a rebuild looks at a few. What an earlier build decoded is kept
//! in a file; a value in the model is then only the place of its bytes there, until it is read. It comes out the same
//! either way, so nobody needs to know which it was.

use std::fmt;
use std::io;
use std::ops::Deref;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::source::SourceFile;
use crate::source::hash::hash;

/// A stretch of what is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    pub at: u64,
    pub length: u32,
    /// The beginning of the hash of its bytes.
    check: u64,
}

impl Piece {
    /// The piece of some bytes that stand at a place.
    pub fn of(at: u64, bytes: &[u8]) -> Piece {
        Piece { at, length: bytes.len() as u32, check: check(bytes) }
    }

    /// Whether bytes are those of the piece.
    fn is(&self, bytes: &[u8]) -> bool {
        bytes.len() == self.length as usize && check(bytes) == self.check
    }
}

fn check(bytes: &[u8]) -> u64 {
    hash(bytes) as u64
}

/// Where the bytes of values are kept.
pub trait Keeper: fmt::Debug + Send + Sync {
    /// The bytes of a piece.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    fn bytes(&self, piece: Piece) -> io::Result<Vec<u8>>;

    /// Keeps some more bytes.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    fn append(&self, bytes: &[u8]) -> io::Result<Piece>;

    /// The file that a value was decoded from, read again.
    fn source(&self, path: &Arc<str>) -> Option<SourceFile>;
}

/// What can be kept: what a file decodes to, without the file's path.
pub trait Keep: Serialize + DeserializeOwned {
    /// The value in a file, decoded anew.
    fn of_source(file: &SourceFile) -> Option<Self>;

    /// Tells the value which file it is from.
    fn set_file(&mut self, _path: &Arc<str>) {}
}

/// A value that may still have to be decoded. A copy shares it.
pub struct Lazy<T> {
    /// The file that it is from.
    pub file: Arc<str>,
    inner: Arc<Inner<T>>,
}

struct Inner<T> {
    /// Most values of a large site are never looked at: those take no room.
    value: OnceLock<Box<T>>,
    /// Shared by the copies that are looked at apart.
    shelf: Option<Arc<Shelf>>,
}

/// Where a value lies until somebody looks at it.
struct Shelf {
    kept: Kept,
    /// What was kept turned out to be damaged. All who look at it know.
    mended: AtomicBool,
}

/// A value that may still have to be decoded, with what must be known of it before.
#[derive(Debug)]
pub struct Headed<H: fmt::Debug, T: Keep + fmt::Debug> {
    pub head: H,
    pub value: Lazy<T>,
}

impl<H: Clone + fmt::Debug, T: Keep + fmt::Debug> Clone for Headed<H, T> {
    fn clone(&self) -> Self {
        Headed { head: self.head.clone(), value: self.value.clone() }
    }
}

impl<H: Clone + fmt::Debug, T: Keep + fmt::Debug> Headed<H, T> {
    /// See [`Lazy::apart`].
    pub fn apart(&self) -> Self {
        Headed { head: self.head.clone(), value: self.value.apart() }
    }
}

impl<H: fmt::Debug, T: Keep + fmt::Debug> Deref for Headed<H, T> {
    type Target = Lazy<T>;

    fn deref(&self) -> &Lazy<T> {
        &self.value
    }
}

/// Where a value is kept.
#[derive(Clone, Debug)]
pub struct Kept {
    pub keeper: Arc<dyn Keeper>,
    pub piece: Piece,
}

impl Kept {
    /// The bytes, if they are those that were kept.
    fn bytes(&self) -> Option<Vec<u8>> {
        self.keeper.bytes(self.piece).ok().filter(|bytes| self.piece.is(bytes))
    }
}

impl<T> Lazy<T> {
    /// A value that has been decoded.
    pub fn of(file: &Arc<str>, value: T) -> Lazy<T> {
        Lazy { file: Arc::clone(file), inner: Arc::new(Inner { value: OnceLock::from(Box::new(value)), shelf: None }) }
    }

    /// A value that is kept.
    pub fn kept(file: &Arc<str>, kept: Kept) -> Lazy<T> {
        Lazy::on(file, Arc::new(Shelf { kept, mended: AtomicBool::new(false) }))
    }

    fn on(file: &Arc<str>, shelf: Arc<Shelf>) -> Lazy<T> {
        Lazy { file: Arc::clone(file), inner: Arc::new(Inner { value: OnceLock::new(), shelf: Some(shelf) }) }
    }

    /// The same value, to be looked at apart from the others that share it: what is decoded for this one goes with it.
    /// What is not kept, or has been decoded for all, is shared.
    pub fn apart(&self) -> Lazy<T> {
        let unread = self.inner.value.get().is_none();
        let Some(shelf) = self.inner.shelf.as_ref().filter(|_| unread) else { return self.clone() };
        Lazy::on(&self.file, Arc::clone(shelf))
    }

    /// The value, if it was decoded and nobody shares it.
    pub fn into_value(self) -> Option<T> {
        Arc::into_inner(self.inner)?.value.into_inner().map(|value| *value)
    }
}

impl<T: Keep> Lazy<T> {
    /// The value, kept until somebody looks at it: packed, it takes a fraction of the space. It stays as it is where the
    /// keeper fails.
    pub fn packed(self, keeper: &Arc<dyn Keeper>) -> Lazy<T> {
        match self.piece(keeper) {
            Ok(piece) => Lazy::kept(&self.file, Kept { keeper: Arc::clone(keeper), piece }),
            Err(_) => self,
        }
    }

    /// The piece of a keeper that holds the value. It is appended unless it is there.
    ///
    /// # Errors
    ///
    /// Those of the keeper.
    pub fn piece(&self, keeper: &Arc<dyn Keeper>) -> io::Result<Piece> {
        let shelf = self.inner.shelf.as_ref();
        if let Some(Shelf { kept, mended }) = shelf.map(|shelf| &**shelf)
            && Arc::ptr_eq(&kept.keeper, keeper)
            && !mended.load(Ordering::Relaxed)
        {
            return Ok(kept.piece);
        }
        let unread = shelf.filter(|_| self.inner.value.get().is_none());
        // Content types can always be written.
        let packed = || postcard::to_allocvec(&**self).map_err(io::Error::other);
        keeper.append(&unread.and_then(|shelf| shelf.kept.bytes()).map_or_else(packed, Ok)?)
    }

    /// The value that is kept; what was damaged is decoded anew.
    fn fetch(&self) -> Option<T> {
        let Shelf { kept, mended } = &**self.inner.shelf.as_ref()?;
        let whole = kept.bytes().and_then(|bytes| postcard::from_bytes::<T>(&bytes).ok()).map(|mut value| {
            value.set_file(&self.file);
            value
        });
        whole.or_else(|| {
            mended.store(true, Ordering::Relaxed);
            kept.keeper.source(&self.file).as_ref().and_then(T::of_source)
        })
    }
}

impl<T: Keep> Deref for Lazy<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.inner.value.get_or_init(|| Box::new(self.fetch().unwrap_or_else(|| vanished(&self.file))))
    }
}

/// Where what was kept is damaged, and the file it came from has gone since the build looked for it, nothing true can be
/// said any longer.
#[expect(clippy::panic, reason = "the guard of the program tells it and ends it")]
fn vanished(file: &str) -> ! {
    panic!("{file} vanished during the build")
}

impl<T> Clone for Lazy<T> {
    fn clone(&self) -> Self {
        Lazy { file: Arc::clone(&self.file), inner: Arc::clone(&self.inner) }
    }
}

impl<T: Keep + fmt::Debug> fmt::Debug for Lazy<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    struct Text(String);

    impl Keep for Text {
        fn of_source(file: &SourceFile) -> Option<Self> {
            Some(Text(file.text().to_owned()))
        }
    }

    /// Keeps bytes in memory, and one file.
    #[derive(Debug, Default)]
    struct Shelf(Mutex<Vec<u8>>);

    impl Keeper for Shelf {
        fn bytes(&self, piece: Piece) -> io::Result<Vec<u8>> {
            let from = piece.at as usize;
            Ok(self.0.lock().unwrap()[from..from + piece.length as usize].to_vec())
        }

        fn append(&self, bytes: &[u8]) -> io::Result<Piece> {
            let mut all = self.0.lock().unwrap();
            let piece = Piece::of(all.len() as u64, bytes);
            all.extend_from_slice(bytes);
            Ok(piece)
        }

        fn source(&self, path: &Arc<str>) -> Option<SourceFile> {
            let body = crate::source::Body::Text(Arc::from("from the file"));
            Some(SourceFile { path: Arc::clone(path), body, hash: 0 })
        }
    }

    #[test]
    fn what_is_kept_comes_back_and_what_is_damaged_is_decoded_and_kept_anew() {
        let shelf = Arc::new(Shelf::default());
        let keeper: Arc<dyn Keeper> = Arc::clone(&shelf) as _;
        let file: Arc<str> = Arc::from("x");
        let packed = Lazy::of(&file, Text("kept".into())).packed(&keeper);
        let piece = packed.piece(&keeper).unwrap();
        assert_eq!(shelf.0.lock().unwrap().len(), piece.length as usize, "it is there once");
        assert_eq!(*packed, Text("kept".into()));
        shelf.0.lock().unwrap()[1] ^= 1;
        let damaged: Lazy<Text> = Lazy::kept(&file, Kept { keeper: Arc::clone(&keeper), piece });
        assert_eq!(*damaged, Text("from the file".into()));
        let anew = damaged.piece(&keeper).unwrap();
        assert_ne!(anew, piece);
        assert_eq!(*Lazy::<Text>::kept(&file, Kept { keeper, piece: anew }), Text("from the file".into()));
    }

    #[test]
    fn what_is_looked_at_apart_is_decoded_there_alone() {
        let shelf = Arc::new(Shelf::default());
        let keeper: Arc<dyn Keeper> = Arc::clone(&shelf) as _;
        let file: Arc<str> = Arc::from("x");
        let held = Lazy::of(&file, Text("held".into()));
        assert!(Arc::ptr_eq(&held.apart().inner, &held.inner), "what is not kept is shared");
        let packed = held.packed(&keeper);
        let piece = packed.piece(&keeper).unwrap();
        assert_eq!(*packed.apart(), Text("held".into()));
        assert!(packed.inner.value.get().is_none());
        shelf.0.lock().unwrap()[1] ^= 1;
        assert_eq!(*packed.apart(), Text("from the file".into()));
        assert_ne!(packed.piece(&keeper).unwrap(), piece, "what was damaged is kept anew");
        assert_eq!(*packed, Text("from the file".into()));
        assert!(Arc::ptr_eq(&packed.apart().inner, &packed.inner), "what is decoded for all is shared");
    }
}

//! What a template can see: the other templates, its files, the fonts. Nothing else is there.

use std::path::PathBuf;
use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::{Library, LibraryExt, World};
use typst_utils::LazyHash;

use crate::fonts::FONTS;
use crate::{Document, Fault, unplaced};

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

/// Where one document is set.
pub(crate) struct Desk {
    main: FileId,
    /// By name: there are few.
    sources: Vec<(String, Source)>,
    files: Vec<(FileId, Bytes)>,
}

impl Desk {
    pub fn of(document: Document) -> Result<Desk, Vec<Fault>> {
        let mut sources = Vec::new();
        for (name, text) in document.sources {
            let id = id(&name)?;
            sources.push((name, Source::new(id, text)));
        }
        let mut files = Vec::new();
        for (name, bytes) in document.files {
            files.push((id(&name)?, Bytes::new(bytes)));
        }
        Ok(Desk { main: id(&document.main)?, sources, files })
    }

    fn template(&self, id: FileId) -> Option<&(String, Source)> {
        self.sources.iter().find(|(_, source)| source.id() == id)
    }

    /// The name of a template.
    pub fn name(&self, id: FileId) -> Option<&str> {
        self.template(id).map(|(name, _)| name.as_str())
    }
}

fn id(name: &str) -> Result<FileId, Vec<Fault>> {
    let path = VirtualPath::new(name).map_err(|error| vec![unplaced(format!("{name}: {error:?}"))])?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

fn absent(id: FileId) -> FileError {
    FileError::NotFound(PathBuf::from(id.vpath().get_without_slash()))
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &FONTS.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.template(id).map(|(_, source)| source.clone()).ok_or_else(|| absent(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.iter().find(|(known, _)| *known == id).map(|(_, bytes)| bytes.clone()).ok_or_else(|| absent(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.list.get(index).cloned()
    }

    /// A document's date is in its data: there is no clock here.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

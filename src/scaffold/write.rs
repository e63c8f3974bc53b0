//! Files onto the disk: whole or not at all, and never over what somebody else wrote.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::NewFile;
use crate::diagnostics::catalogue::{C0791, C0903};
use crate::diagnostics::{Diagnostic, Words};

const ELSEWHERE: Words =
    Words { es: "dé otro nombre, o quítelo usted", en: "give another name, or remove it yourself" };

/// Writes files below a root. Where one cannot be written, those before it are taken back.
pub fn write(root: &Path, files: &[NewFile]) -> Result<Vec<PathBuf>, Diagnostic> {
    let mut written: Vec<PathBuf> = Vec::new();
    for file in files {
        let here = !file.is_content || root == Path::new(".");
        let path = if here { file.path.clone() } else { root.join(&file.path) };
        if let Err(error) = put(&path, file) {
            for (path, file) in written.iter().zip(files) {
                take_back(path, file);
            }
            let path = path.display();
            return Err(match error.kind() {
                io::ErrorKind::AlreadyExists => C0791.nowhere().with("path", path).with_words("cure", ELSEWHERE),
                _ => C0903.nowhere().with_words("action", Words::WRITE).with("path", path).with("reason", error),
            });
        }
        written.push(path);
    }
    Ok(written)
}

/// Where something stood before it stands again. That this may fail as well is the disk's fault, which is told.
fn take_back(path: &Path, file: &NewFile) {
    let _ = match &file.before {
        None => fs_err::remove_file(path).and_then(|()| match path.parent() {
            // Only where it was made for this file: a folder with something in it stays.
            Some(folder) if file.is_content => fs_err::remove_dir(folder),
            _ => Ok(()),
        }),
        Some(before) => replace(path, before),
    };
}

fn put(path: &Path, file: &NewFile) -> io::Result<()> {
    if let Some(folder) = path.parent().filter(|_| file.is_content) {
        fs_err::create_dir_all(folder)?;
    }
    match &file.before {
        Some(before) if fs_err::read(path)? == *before => replace(path, &file.bytes),
        Some(_) => Err(io::Error::other("changed meanwhile")),
        None => create(path, &file.bytes),
    }
}

/// A reader of the file sees the old text or the new one, never a half.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let new = write_beside(path, bytes)?;
    fs_err::rename(&new, path).inspect_err(|_| discard(&new))
}

/// A second name for a whole file cannot be given where there is one of that name, unlike a renaming.
fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let new = write_beside(path, bytes)?;
    let linked = match fs_err::hard_link(&new, path) {
        // Disks of cameras and some networks know no second names.
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists && !path.exists() => fs_err::rename(&new, path),
        linked => linked,
    };
    discard(&new);
    linked
}

fn write_beside(path: &Path, bytes: &[u8]) -> io::Result<PathBuf> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let new = path.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
    let mut file = fs_err::OpenOptions::new().write(true).create_new(true).open(&new)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).inspect_err(|_| discard(&new))?;
    Ok(new)
}

/// What was only beside is of no use to anybody, and not finding it is no loss.
fn discard(new: &Path) {
    let _ = fs_err::remove_file(new);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str, before: Option<&str>) -> NewFile {
        let before = before.map(|text| text.as_bytes().to_vec());
        NewFile { path: path.into(), is_content: true, bytes: text.into(), before }
    }

    #[test]
    fn nothing_is_overwritten_and_nothing_is_left_half_done() {
        let folder = tempfile::tempdir().unwrap();
        let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).ok();
        write(folder.path(), &[file("a/b.yaml", "uno", None)]).unwrap();
        assert!(write(folder.path(), &[file("a/c.md", "dos", None), file("a/b.yaml", "tres", None)]).is_err());
        assert_eq!((read("a/b.yaml").as_deref(), read("a/c.md")), (Some("uno"), None));
        assert!(write(folder.path(), &[file("c/d.md", "dos", None), file("a/b.yaml", "tres", None)]).is_err());
        assert!(!folder.path().join("c").exists(), "nor an empty folder");
        assert!(write(folder.path(), &[file("a/b.yaml", "cuatro", Some("otro"))]).is_err(), "somebody changed it");
        write(folder.path(), &[file("a/b.yaml", "cuatro", Some("uno"))]).unwrap();
        assert_eq!(read("a/b.yaml").as_deref(), Some("cuatro"));
        assert_eq!(std::fs::read_dir(folder.path().join("a")).unwrap().count(), 1, "no temporary file is left");
    }
}

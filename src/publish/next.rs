//! What becomes of a manifest: which of its lines stay, which go, and what a build has put.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use std::ops::Range;
use std::path::Path;

use fs_err::File;

use super::Published;
use super::manifest::{Manifest, NAME, PIECE};
use crate::source::hash::Hashing;

/// What a build has put into a tree, or found there: path → BLAKE3 hash.
pub(super) type Put = BTreeMap<String, [u8; 32]>;

/// A manifest to be. It is composed nowhere: the lines that stay, most of a large site, are written as they stand in
/// the text of the earlier one.
pub(super) struct Next<'a> {
    earlier: &'a Manifest,
    /// In the order of paths.
    pieces: Vec<Piece<'a>>,
}

enum Piece<'a> {
    /// Lines of the earlier manifest.
    Stays(Range<usize>),
    /// Lines of the earlier manifest whose files go.
    Goes(Range<usize>),
    Put(&'a str, &'a [u8; 32], Was),
}

/// What the earlier manifest says of a file that was put.
enum Was {
    Absent,
    Other,
    Same,
}

impl<'a> Next<'a> {
    /// Of what is said of each line of an earlier manifest, whether it stays, and of what was put: that counts where
    /// both are about one file.
    pub(super) fn of(earlier: &'a Manifest, stays: &[bool], put: &'a Put) -> Next<'a> {
        let mut pieces = Vec::new();
        let add_lines = |pieces: &mut Vec<Piece<'a>>, mut lines: Range<usize>| {
            for run in stays[lines.clone()].chunk_by(|one, other| one == other) {
                let of_run = lines.start..lines.start + run.len();
                lines.start = of_run.end;
                pieces.push(if run[0] { Piece::Stays(of_run) } else { Piece::Goes(of_run) });
            }
        };
        let (mut find, mut from) = (earlier.finder(), 0);
        for (path, hash) in put {
            let place = find(path);
            let (Ok(line) | Err(line)) = place;
            let was = match place {
                Ok(line) if earlier.has_hash(line, hash) => Was::Same,
                Ok(_) => Was::Other,
                Err(_) => Was::Absent,
            };
            add_lines(&mut pieces, from..line);
            pieces.push(Piece::Put(path, hash, was));
            from = line + usize::from(place.is_ok());
        }
        add_lines(&mut pieces, from..earlier.len());
        Next { earlier, pieces }
    }

    /// What it changes in the earlier manifest, in numbers.
    pub(super) fn changes(&self) -> Published {
        let mut changes = Published::default();
        for piece in &self.pieces {
            match piece {
                Piece::Stays(lines) => changes.unchanged += lines.len(),
                Piece::Goes(lines) => changes.removed += lines.len(),
                Piece::Put(_, _, Was::Same) => changes.unchanged += 1,
                Piece::Put(..) => changes.written += 1,
            }
        }
        changes
    }

    pub(super) fn paths(&self) -> impl Iterator<Item = &'a str> {
        self.pieces.iter().flat_map(|piece| {
            let (lines, put) = match piece {
                Piece::Stays(lines) => (lines.clone(), None),
                Piece::Goes(_) => (0..0, None),
                Piece::Put(path, ..) => (0..0, Some(*path)),
            };
            lines.map(|line| self.earlier.path(line)).chain(put)
        })
    }

    /// The files that are not as the earlier manifest says, each with whether it is new.
    pub(super) fn written(&self) -> impl Iterator<Item = (&'a str, bool)> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Put(path, _, Was::Absent) => Some((*path, true)),
            Piece::Put(path, _, Was::Other) => Some((*path, false)),
            _ => None,
        })
    }

    /// The files of a tree that are not to be there any more.
    pub(super) fn gone_from(&self, tree: &'a Manifest) -> Vec<&'a str> {
        if std::ptr::eq(tree, self.earlier) {
            let lines = self.pieces.iter().filter_map(|piece| match piece {
                Piece::Goes(lines) => Some(lines.clone()),
                _ => None,
            });
            return lines.flatten().map(|line| tree.path(line)).collect();
        }
        let mut here = self.paths().peekable();
        let mut is_here = |path: &str| {
            while here.next_if(|here| *here < path).is_some() {}
            here.next_if(|here| *here == path).is_some()
        };
        tree.paths().filter(|path| !is_here(path)).collect()
    }

    /// Writes it into a tree that has none, and gives its mark.
    pub(super) fn write(&self, tree: &Path) -> io::Result<[u8; 32]> {
        let mut file = BufWriter::with_capacity(PIECE, Hashing::of(File::create_new(tree.join(NAME))?));
        for piece in &self.pieces {
            match piece {
                Piece::Stays(lines) => file.write_all(self.earlier.text(lines).as_bytes())?,
                Piece::Goes(_) => {}
                Piece::Put(path, hash, _) => {
                    let hash = blake3::Hash::from(**hash).to_hex();
                    for part in [hash.as_str(), "  ", path, "\n"] {
                        file.write_all(part.as_bytes())?;
                    }
                }
            }
        }
        let (mark, _) = file.into_inner().map_err(io::IntoInnerError::into_error)?.taken();
        Ok(mark)
    }
}

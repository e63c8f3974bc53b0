use std::collections::BTreeMap;
use std::path::Path;

use super::{How, Published, Staging, Trouble};
use crate::diagnostics::Diagnostic;
use crate::finish::File;

fn files(list: &[(&str, &str)]) -> Vec<File> {
    list.iter()
        .map(|(path, text)| File {
            path: (*path).into(),
            hash: blake3::hash(text.as_bytes()).into(),
            bytes: Some((*text).into()),
        })
        .collect()
}

fn tree(folder: &Path) -> BTreeMap<String, String> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file() && entry.file_name() != ".cabildo-manifest")
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).unwrap().to_string_lossy().into_owned();
            (path, std::fs::read_to_string(entry.path()).unwrap())
        })
        .collect()
}

fn publish(target: &Path, files: &[File], how: How) -> Result<Published, Trouble> {
    Staging::open(target, how)?.publish(files)
}

fn refusal(result: Result<Published, Trouble>) -> Diagnostic {
    match result {
        Err(Trouble::Failed(diagnostic)) => diagnostic,
        other => panic!("not refused: {other:?}"),
    }
}

fn counts(published: Published) -> (usize, usize, usize) {
    (published.written, published.unchanged, published.removed)
}

#[test]
fn the_folder_holds_exactly_the_files_after_any_number_of_builds() {
    let temporary = tempfile::tempdir().unwrap();
    let out = temporary.path().join("public");
    let first = files(&[("index.html", "a"), ("x/index.html", "b")]);
    assert_eq!(counts(publish(&out, &first, How::default()).unwrap()), (2, 0, 0));
    let second = files(&[("index.html", "a"), ("y/index.html", "c")]);
    assert_eq!(counts(publish(&out, &second, How::default()).unwrap()), (1, 1, 1));
    assert_eq!(counts(publish(&out, &first, How::default()).unwrap()), (1, 1, 1));
    assert_eq!(counts(publish(&out, &first, How::default()).unwrap()), (0, 2, 0));
    let expected = BTreeMap::from([("index.html".into(), "a".into()), ("x/index.html".into(), "b".into())]);
    assert_eq!(tree(&out), expected);
    assert!(!out.join("y").exists(), "empty folders go");
    let spare = temporary.path().join(".public.spare");
    assert_eq!(tree(&spare), expected, "the other tree has followed");
    let clean = How { anew: true, ..How::default() };
    std::fs::write(spare.join("index.html"), "changed by hand, in both").unwrap();
    publish(&out, &second, clean).unwrap();
    assert_eq!((tree(&out), tree(&spare).len()), (tree(&spare), 2));
    assert_eq!(tree(&out)["index.html"], "a");
}

#[test]
fn a_folder_that_is_not_ours_is_left_alone() {
    let temporary = tempfile::tempdir().unwrap();
    let out = temporary.path().join("Documentos");
    std::fs::create_dir(&out).unwrap();
    std::fs::write(out.join("carta.txt"), "importante").unwrap();
    let refused = refusal(publish(&out, &files(&[("index.html", "a")]), How::default()));
    assert_eq!(refused.fault.code, "C0902");
    assert_eq!(std::fs::read_to_string(out.join("carta.txt")).unwrap(), "importante");
}

#[test]
fn an_interrupted_spare_tree_is_started_anew() {
    let temporary = tempfile::tempdir().unwrap();
    let out = temporary.path().join("public");
    publish(&out, &files(&[("index.html", "a")]), How::default()).unwrap();
    publish(&out, &files(&[("index.html", "b")]), How::default()).unwrap();
    let spare = temporary.path().join(".public.spare");
    std::fs::remove_file(spare.join(".cabildo-manifest")).unwrap();
    std::fs::write(spare.join("half"), "written").unwrap();
    publish(&out, &files(&[("index.html", "c")]), How::default()).unwrap();
    assert_eq!(tree(&out), BTreeMap::from([("index.html".into(), "c".into())]));
}

#[test]
fn a_failure_before_the_exchange_leaves_the_live_site() {
    let temporary = tempfile::tempdir().unwrap();
    let out = temporary.path().join("public");
    publish(&out, &files(&[("index.html", "a")]), How::default()).unwrap();
    // A file where a folder must be: writing the new tree fails.
    let refused = refusal(publish(&out, &files(&[("x", "file"), ("x/index.html", "b")]), How::default()));
    assert_eq!(refused.fault.code, "C0903");
    assert_eq!(tree(&out), BTreeMap::from([("index.html".into(), "a".into())]));
}

#[test]
fn two_builds_at_once_do_not_mix() {
    let temporary = tempfile::tempdir().unwrap();
    let out = temporary.path().join("public");
    let lock = std::fs::File::create(temporary.path().join(".public.lock")).unwrap();
    lock.lock().unwrap();
    assert_eq!(refusal(publish(&out, &files(&[("index.html", "a")]), How::default())).fault.code, "C0904");
}

#[test]
fn kept_files_come_from_the_live_tree_and_a_changed_one_is_noticed() {
    let temporary = tempfile::tempdir().unwrap();
    let out = temporary.path().join("public");
    let first = files(&[("index.html", "a"), ("x/index.html", "b")]);
    publish(&out, &first, How::default()).unwrap();
    let mut next = files(&[("index.html", "c"), ("x/index.html", "b")]);
    next[1].bytes = None;
    assert_eq!(counts(publish(&out, &next, How::default()).unwrap()), (1, 1, 0));
    assert_eq!(tree(&out)["x/index.html"], "b");
    std::fs::remove_dir_all(temporary.path().join(".public.spare")).unwrap();
    std::fs::write(out.join("x/index.html"), "changed by hand").unwrap();
    next[0] = files(&[("index.html", "d")]).remove(0);
    assert!(matches!(publish(&out, &next, How::default()), Err(Trouble::Stale)));
    assert_eq!(tree(&out)["index.html"], "c", "the live site is as it was");
}

#[test]
fn compressed_copies_hold_the_same_and_are_kept_with_their_file() {
    use std::io::Read;
    let temporary = tempfile::tempdir().unwrap();
    let out = temporary.path().join("public");
    let how = How { compress: Some(5), ..How::default() };
    let long = "<p>Presupuesto municipal</p>".repeat(100);
    let mut list = files(&[("index.html", &long), ("short.html", "a"), ("picture.png", &long)]);
    let published = publish(&out, &list, how).unwrap();
    assert_eq!((published.written, published.compressed), (5, 2));
    let mut gzip = String::new();
    flate2::read::GzDecoder::new(std::fs::File::open(out.join("index.html.gz")).unwrap())
        .read_to_string(&mut gzip)
        .unwrap();
    let mut brotli = Vec::new();
    brotli::BrotliDecompress(&mut std::fs::File::open(out.join("index.html.br")).unwrap(), &mut brotli).unwrap();
    assert_eq!((gzip.as_str(), brotli.as_slice()), (long.as_str(), long.as_bytes()));
    assert!(!out.join("short.html.gz").exists() && !out.join("picture.png.gz").exists());
    list[0].bytes = None;
    list[1] = files(&[("short.html", "b")]).remove(0);
    assert_eq!(publish(&out, &list, how).unwrap().compressed, 2);
    assert!(out.join("index.html.br").exists(), "a kept file keeps its copies");
    let without = How::default();
    list[0] = files(&[("index.html", &long)]).remove(0);
    publish(&out, &list, without).unwrap();
    assert!(!out.join("index.html.br").exists(), "copies go when nobody asks for them");
}

#[test]
fn a_file_that_both_trees_share_and_somebody_changed_is_written_again() {
    let temporary = tempfile::tempdir().unwrap();
    let out = temporary.path().join("public");
    publish(&out, &files(&[("index.html", "a"), ("x.html", "b")]), How::default()).unwrap();
    let mut next = files(&[("index.html", "c"), ("x.html", "b")]);
    next[1].bytes = None;
    publish(&out, &next, How::default()).unwrap();
    // Written in place: the spare tree's file is the same one.
    std::fs::write(out.join("x.html"), "changed by hand").unwrap();
    let staging = Staging::open(&out, How::default()).unwrap();
    staging.distrust();
    staging.publish(&files(&[("index.html", "d"), ("x.html", "b")])).unwrap();
    assert_eq!(tree(&out)["x.html"], "b");
}

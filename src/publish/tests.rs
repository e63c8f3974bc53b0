use std::collections::BTreeMap;
use std::path::Path;

use super::manifest::{Manifest, NAME};
use super::next::{Next, Put};
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

#[test]
fn the_mark_that_a_build_gives_is_the_one_that_the_next_finds() {
    let temporary = tempfile::tempdir().unwrap();
    let out = temporary.path().join("public");
    assert_eq!(super::mark(&out), None);
    for text in ["a", "b", "b"] {
        let published = publish(&out, &files(&[("index.html", text), ("x.html", "x")]), How::default()).unwrap();
        assert_eq!(Some(published.mark), super::mark(&out));
    }
}

#[test]
fn trees_that_differ_become_the_same() {
    let paths = ["a.html", "b/index.html", "c.html", "d.html", "e/index.html"];
    let temporary = tempfile::tempdir().unwrap();
    for (case, spare_has) in [&[0, 1, 2, 3, 4][..], &[1, 2, 3], &[0, 4], &[]].into_iter().enumerate() {
        let out = temporary.path().join(case.to_string());
        let spare = temporary.path().join(format!(".{case}.spare"));
        publish(&out, &files(&paths.map(|path| (path, "same"))), How::default()).unwrap();
        // As if the tree had not followed, and had other files first and last.
        std::fs::remove_dir_all(&spare).unwrap();
        let mut old: Vec<(&str, &str)> = spare_has.iter().map(|at| (paths[*at], "same")).collect();
        old.insert(0, ("A.html", "goes"));
        old.push(("z/z.html", "goes"));
        let elsewhere = temporary.path().join(format!("{case}.elsewhere"));
        publish(&elsewhere, &files(&old), How::default()).unwrap();
        std::fs::rename(&elsewhere, &spare).unwrap();
        let next = [
            ("a.html", "same"),
            ("b/index.html", "same"),
            ("c.html", "changed"),
            ("e/index.html", "same"),
            ("f.html", "new"),
        ];
        let mut kept = files(&next);
        kept.iter_mut().zip(next).filter(|(_, (_, text))| *text == "same").for_each(|(file, _)| file.bytes = None);
        assert_eq!(counts(publish(&out, &kept, How::default()).unwrap()), (2, 3, 1), "case {case}");
        let expected: BTreeMap<String, String> = next.map(|(path, text)| (path.into(), text.into())).into();
        assert_eq!((tree(&out), tree(&spare)), (expected.clone(), expected), "case {case}");
        let manifest = |tree: &Path| std::fs::read_to_string(tree.join(NAME)).unwrap();
        assert_eq!(manifest(&out), manifest(&spare));
        assert_eq!(manifest(&out), text(&listed(&next)));
    }
}

#[test]
fn a_spare_tree_that_failed_half_way_is_not_known() {
    let temporary = tempfile::tempdir().unwrap();
    let (out, spare) = (temporary.path().join("public"), temporary.path().join(".public.spare"));
    publish(&out, &files(&[("a", "a"), ("b", "b"), ("c", "c")]), How::default()).unwrap();
    // A folder where a file is to be removed.
    std::fs::remove_file(spare.join("b")).unwrap();
    std::fs::create_dir_all(spare.join("b/folder")).unwrap();
    let without_two = files(&[("c", "d")]);
    assert_eq!(refusal(publish(&out, &without_two, How::default())).fault.code, "C0903");
    assert!(!spare.join("a").exists() && !spare.join(NAME).exists());
    assert_eq!(tree(&out).len(), 3, "the live site is as it was");
    assert_eq!(counts(publish(&out, &without_two, How::default()).unwrap()), (1, 0, 2));
    assert_eq!((tree(&out), tree(&spare)), (BTreeMap::from([("c".into(), "d".into())]), tree(&out)));
}

#[test]
fn what_was_written_and_not_published_is_still_known() {
    use crate::finish::Sink;
    let temporary = tempfile::tempdir().unwrap();
    let (out, spare) = (temporary.path().join("public"), temporary.path().join(".public.spare"));
    publish(&out, &files(&[("a", "a"), ("b", "b"), ("c", "c")]), How::default()).unwrap();
    let staging = Staging::open(&out, How::default()).unwrap();
    for (path, text) in [("d", "d"), ("b", "new")] {
        staging.take(path, blake3::hash(text.as_bytes()).into(), text.into()).unwrap();
    }
    drop(staging);
    let held = listed(&[("a", "a"), ("b", "new"), ("c", "c"), ("d", "d")]);
    assert_eq!(std::fs::read_to_string(spare.join(NAME)).unwrap(), text(&held));
    assert_eq!((tree(&spare)["b"].as_str(), tree(&out)["b"].as_str()), ("new", "b"));
}

/// What a manifest says of files.
fn listed(list: &[(&str, &str)]) -> Put {
    files(list).into_iter().map(|file| (file.path, file.hash)).collect()
}

/// A manifest as it stands in its file.
fn text(files: &Put) -> String {
    files.iter().map(|(path, hash)| format!("{}  {path}\n", blake3::Hash::from(*hash).to_hex())).collect()
}

fn manifest(tree: &Path, text: &str) -> Option<Manifest> {
    std::fs::write(tree.join(NAME), text).unwrap();
    Manifest::read(tree)
}

#[test]
fn a_damaged_manifest_is_that_of_an_unknown_tree() {
    let hash = "0123456789abcdef".repeat(4);
    let good = format!("{hash}  a\n{hash}  b  c\n{hash}  ñ\n");
    let temporary = tempfile::tempdir().unwrap();
    let read = |text: &str| manifest(temporary.path(), text);
    assert_eq!(read(&good).unwrap().paths().collect::<Vec<_>>(), ["a", "b  c", "ñ"]);
    assert_eq!(read("").unwrap().len(), 0);
    for (damage, text) in [
        ("cut short in a path", good.trim_end().to_owned()),
        ("cut short in a hash", format!("{good}{}", &hash[..40])),
        ("an empty line", format!("{good}\n")),
        ("an empty line first", format!("\n{good}")),
        ("no path", format!("{hash}  \n{good}")),
        ("no hash", format!("  0\n{good}")),
        ("a digit too few", format!("{}  0\n{good}", &hash[1..])),
        ("a digit too many", format!("0{hash}  0\n{good}")),
        ("no digit", format!("{}g  0\n{good}", &hash[1..])),
        ("a digit that is not written so", format!("{}F  0\n{good}", &hash[1..])),
        ("a letter of two bytes", format!("{}ñ  0\n{good}", &hash[1..])),
        ("one space", format!("{hash} 0\n{good}")),
        ("not in order", format!("{good}{hash}  c\n")),
        ("twice", format!("{good}{hash}  ñ\n")),
    ] {
        assert!(read(&text).is_none(), "{damage}");
    }
    std::fs::write(temporary.path().join(NAME), [good.as_bytes(), hash.as_bytes(), b"  \xff\n"].concat()).unwrap();
    assert!(Manifest::read(temporary.path()).is_none(), "not UTF-8");
}

#[test]
fn a_damaged_spare_tree_is_started_anew_and_a_damaged_live_one_is_left_alone() {
    let temporary = tempfile::tempdir().unwrap();
    let (out, spare) = (temporary.path().join("public"), temporary.path().join(".public.spare"));
    publish(&out, &files(&[("a", "a"), ("b", "b")]), How::default()).unwrap();
    let damage = |tree: &Path| {
        let text = std::fs::read_to_string(tree.join(NAME)).unwrap();
        std::fs::remove_file(tree.join(NAME)).unwrap();
        std::fs::write(tree.join(NAME), text.trim_end()).unwrap();
    };
    damage(&spare);
    std::fs::write(spare.join("left"), "over").unwrap();
    publish(&out, &files(&[("a", "a"), ("b", "c")]), How::default()).unwrap();
    assert_eq!((tree(&out).len(), tree(&out)["b"].as_str()), (2, "c"));
    damage(&out);
    assert_eq!(refusal(publish(&out, &files(&[("a", "d")]), How::default())).fault.code, "C0902");
    assert_eq!(tree(&out)["a"], "a");
}

#[test]
fn every_path_of_a_manifest_is_found_and_no_other() {
    let temporary = tempfile::tempdir().unwrap();
    for count in 0..20 {
        let put: Put = (0..count).map(|number| (format!("{:02}", 2 * number + 1), [number; 32])).collect();
        let manifest = manifest(temporary.path(), &text(&put)).unwrap();
        let wanted: Vec<String> = (0..=2 * count).map(|number| format!("{number:02}")).collect();
        for step in 1..=wanted.len() {
            let mut find = manifest.finder();
            for path in wanted.iter().step_by(step) {
                let line = put.keys().filter(|before| *before < path).count();
                let place = if put.contains_key(path) { Ok(line) } else { Err(line) };
                assert_eq!(find(path), place, "{path} of {count}, every {step}");
            }
        }
        for path in &wanted {
            assert_eq!(manifest.hash(path), put.get(path).copied());
            assert_eq!(manifest.holds(path, &[1; 32]), put.get(path) == Some(&[1; 32]));
        }
    }
}

/// Every way in which four lines can stay, go or be put again, with and without new ones before, between and after.
#[test]
fn the_next_manifest_is_the_lines_that_stay_and_what_was_put() {
    let temporary = tempfile::tempdir().unwrap();
    let (other, tree) = (temporary.path().join("other"), temporary.path().join("tree"));
    std::fs::create_dir(&other).unwrap();
    std::fs::create_dir(&tree).unwrap();
    let hash = |line: usize| [line as u8; 32];
    let earlier: Put = (0..4).map(|line| (format!("{line}"), hash(line))).collect();
    let manifest = manifest(&other, &text(&earlier)).unwrap();
    let looks_the_same = Manifest::read(&other).unwrap();
    for case in 0..16 * 81 * 2 {
        let (bits, ways, with_new) = (case % 16, case / 16 % 81, case / 16 / 81 == 1);
        let stays = [0, 1, 2, 3].map(|line| bits >> line & 1 == 1);
        let mut put: Put = (0..4)
            .filter_map(|line| match ways / 3_usize.pow(line as u32) % 3 {
                0 => None,
                1 => Some((format!("{line}"), hash(line))),
                _ => Some((format!("{line}"), hash(9))),
            })
            .collect();
        if with_new {
            put.extend(["+", "0+", "1+", "2+", "3+"].map(|path| (path.to_owned(), hash(8))));
        }
        let mut expected = earlier.clone();
        expected.retain(|path, _| stays[path.parse::<usize>().unwrap()]);
        expected.extend(put.clone());

        let next = Next::of(&manifest, &stays, &put);
        let mark = next.write(&tree).unwrap();
        assert_eq!(std::fs::read_to_string(tree.join(NAME)).unwrap(), text(&expected), "case {case}");
        assert_eq!(Some(mark), Manifest::mark_of(&tree));
        Manifest::remove(&tree).unwrap();
        assert!(next.paths().eq(expected.keys()), "case {case}");
        let gone: Vec<&String> = earlier.keys().filter(|path| !expected.contains_key(*path)).collect();
        assert_eq!(next.gone_from(&manifest), gone, "case {case}");
        assert_eq!(next.gone_from(&looks_the_same), gone, "case {case}");
        let written = expected.iter().filter(|(path, hash)| earlier.get(*path) != Some(*hash));
        let written: Vec<_> = written.map(|(path, _)| (path.as_str(), !earlier.contains_key(path))).collect();
        assert_eq!(next.written().collect::<Vec<_>>(), written, "case {case}");
        let numbers = (written.len(), expected.len() - written.len(), gone.len());
        assert_eq!(counts(next.changes()), numbers, "case {case}");
    }
}

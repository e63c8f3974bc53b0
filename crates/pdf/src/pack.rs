//! Half the size for the same document.
//!
//! What makes a document accessible, the tree that says what is a heading and what a table's cell, is hundreds of small
//! objects, which the typesetter writes out plainly. PDF can keep them together and compressed (object streams, since
//! PDF 1.5); a tagged document is half as large then.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;

/// How many objects are kept together: readers unpack them together, too.
const TOGETHER: usize = 200;

/// An object of the file, and where it will be.
struct Object<'p> {
    number: usize,
    /// What stands between `obj` and `endobj`.
    body: &'p [u8],
    /// As it stands in the file.
    whole: &'p [u8],
}

/// Where a reader finds an object: the three columns of the cross-reference stream.
#[derive(Clone, Copy, Default)]
struct Entry(u8, u32, u16);

/// The same document with its small objects compressed; `None` where the file is not of the usual shape.
pub(crate) fn packed(pdf: &[u8]) -> Option<Vec<u8>> {
    let table = number_after(pdf, find_last(pdf, b"startxref")? + 9)?;
    let trailer = find_last(pdf, b"trailer")?;
    let mut lines = std::str::from_utf8(pdf.get(table..trailer)?).ok()?.lines();
    let (_, section) = (lines.next().filter(|line| *line == "xref")?, lines.next()?);
    let size: usize = section.strip_prefix("0 ")?.trim().parse().ok()?;
    // Number and place of each object in use.
    let mut places: Vec<(usize, usize)> = Vec::new();
    for (number, line) in lines.enumerate() {
        let (offset, state) = (line.get(..10)?.parse().ok()?, line.get(17..18)?);
        places.extend((state == "n").then_some((offset, number)));
    }
    places.sort_unstable();
    let ends = places.iter().skip(1).map(|(offset, _)| *offset).chain([table]);
    let objects: Option<Vec<Object>> =
        places.iter().zip(ends).map(|((from, number), to)| object(*number, pdf.get(*from..to)?)).collect();
    let objects = objects?;
    let dictionary = std::str::from_utf8(pdf.get(trailer..)?).ok()?;
    let dictionary = dictionary.split_once("<<")?.1.rsplit_once(">>")?.0.replace(&format!("/Size {size}"), "");

    let mut out = pdf.get(..places.first()?.0)?.to_vec();
    let mut entries = vec![Entry::default(); size];
    let (streams, plain): (Vec<&Object>, Vec<&Object>) =
        objects.iter().partition(|object| object.body.ends_with(b"endstream"));
    for object in streams {
        *entries.get_mut(object.number)? = Entry(1, u32::try_from(out.len()).ok()?, 0);
        out.extend_from_slice(object.whole);
    }
    for together in plain.chunks(TOGETHER) {
        let number = entries.len();
        let (mut head, mut bodies) = (String::new(), Vec::new());
        for (at, object) in together.iter().enumerate() {
            head.push_str(&format!("{} {} ", object.number, bodies.len()));
            bodies.extend_from_slice(object.body);
            bodies.push(b'\n');
            *entries.get_mut(object.number)? = Entry(2, u32::try_from(number).ok()?, u16::try_from(at).ok()?);
        }
        entries.push(Entry(1, u32::try_from(out.len()).ok()?, 0));
        let keys = format!("/Type/ObjStm/N {}/First {}", together.len(), head.len());
        stream(&mut out, number, &keys, &[head.as_bytes(), &bodies])?;
    }
    let (number, start) = (entries.len(), out.len());
    entries.push(Entry(1, u32::try_from(start).ok()?, 0));
    let rows: Vec<u8> = entries
        .iter()
        .flat_map(|Entry(kind, a, b)| std::iter::once(*kind).chain(a.to_be_bytes()).chain(b.to_be_bytes()))
        .collect();
    let keys = format!("/Type/XRef/Size {}/W[1 4 2]{}", entries.len(), dictionary.trim());
    stream(&mut out, number, &keys, &[&rows])?;
    write!(out, "startxref\n{start}\n%%EOF").ok()?;
    Some(out)
}

/// `7 0 obj … endobj`.
fn object(number: usize, whole: &[u8]) -> Option<Object<'_>> {
    let body = whole.strip_prefix(format!("{number} 0 obj").as_bytes())?.trim_ascii();
    let body = body.strip_suffix(b"endobj")?.trim_ascii_end();
    Some(Object { number, body, whole })
}

fn stream(out: &mut Vec<u8>, number: usize, keys: &str, parts: &[&[u8]]) -> Option<()> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    parts.iter().try_for_each(|part| encoder.write_all(part)).ok()?;
    let bytes = encoder.finish().ok()?;
    write!(out, "{number} 0 obj\n<<{keys}/Filter/FlateDecode/Length {}>>\nstream\n", bytes.len()).ok()?;
    out.extend_from_slice(&bytes);
    out.extend_from_slice(b"\nendstream\nendobj\n");
    Some(())
}

fn find_last(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).rposition(|window| window == word)
}

fn number_after(bytes: &[u8], at: usize) -> Option<usize> {
    let digits = bytes.get(at..)?.trim_ascii_start();
    let end = digits.iter().position(|byte| !byte.is_ascii_digit())?;
    std::str::from_utf8(&digits[..end]).ok()?.parse().ok()
}

//! The fonts, which the program brings: a document looks the same on every machine.

use std::sync::LazyLock;

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst_utils::LazyHash;

static FILES: [&[u8]; 4] = [
    include_bytes!("../fonts/NotoSans-Regular.ttf"),
    include_bytes!("../fonts/NotoSans-Bold.ttf"),
    include_bytes!("../fonts/NotoSansMath-Regular.ttf"),
    include_bytes!("../fonts/NotoSansSymbols2-Regular.ttf"),
];

pub(crate) struct Fonts {
    pub list: Vec<Font>,
    pub book: LazyHash<FontBook>,
}

pub(crate) static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    let list: Vec<Font> = FILES.iter().flat_map(|file| Font::iter(Bytes::new(*file))).collect();
    let book = LazyHash::new(FontBook::from_fonts(&list));
    Fonts { list, book }
});

/// The first sign of a text for which there is no letter: it could not be printed.
pub fn lacking(text: &str) -> Option<char> {
    let has = |sign: char| FONTS.list.iter().any(|font| font.info().coverage.contains(u32::from(sign)));
    text.chars().find(|sign| !sign.is_ascii() && !is_unseen(*sign) && !has(*sign))
}

/// Signs that steer how a text is set and are never drawn: soft hyphens, joiners, breaking and direction marks.
fn is_unseen(sign: char) -> bool {
    matches!(sign, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}' | '\u{FEFF}')
}

//! Smaller pages with the same words.
//!
//! minify-html drops the space between inline elements that stand directly in `nav`, `div` and their like. The
//! templates therefore put none there, and a test compares the words of every page before and after.

/// One page of HTML, minified.
#[cfg(feature = "minify")]
pub(super) fn page(html: &[u8]) -> Vec<u8> {
    let mut settings = minify_html::Cfg::new();
    settings.keep_closing_tags = true;
    settings.keep_html_and_head_opening_tags = true;
    settings.keep_input_type_text_attr = true;
    minify_html::minify(html, &settings)
}

/// Without the feature pages stay as the templates write them.
#[cfg(not(feature = "minify"))]
pub(super) fn page(html: &[u8]) -> Vec<u8> {
    html.to_vec()
}

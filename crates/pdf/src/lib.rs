//! Documents on paper.
pub fn x() {
    let _ = typst_pdf::PdfOptions::default();
}

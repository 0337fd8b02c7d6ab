//! The small elements of a word processor's file that a document needs.

use super::Align;
use std::fmt::Write as _;

/// Text as it may stand between tags; characters that XML does not know are dropped.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' => out.push(' '),
            c if c < ' ' || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}

/// How a paragraph looks.
#[derive(Clone, Copy)]
pub(super) struct Look {
    /// Size in half points.
    pub size: u32,
    pub bold: bool,
    pub italic: bool,
    /// Which edge is straight; both where none is named.
    pub align: Option<Align>,
    /// Indent of the first line, in twentieths of a point.
    pub indent: u32,
    /// Space below, in twentieths of a point.
    pub after: u32,
    /// A line under the paragraph, between these indents from both sides.
    pub rule: Option<u32>,
    /// Whether it stays with what follows.
    pub keep: bool,
}

impl Look {
    pub(super) fn new(size: u32) -> Self {
        Self {
            size,
            bold: false,
            italic: false,
            align: Some(Align::Left),
            indent: 0,
            after: 0,
            rule: None,
            keep: false,
        }
    }

    pub(super) fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    pub(super) fn italic(self) -> Self {
        Self { italic: true, ..self }
    }

    pub(super) fn at(self, align: Align) -> Self {
        Self { align: Some(align), ..self }
    }

    pub(super) fn after(self, after: u32) -> Self {
        Self { after, ..self }
    }

    pub(super) fn keep(self) -> Self {
        Self { keep: true, ..self }
    }
}

/// A run of text.
pub(super) fn run(text: &str, size: u32, bold: bool, italic: bool) -> String {
    let (bold, italic) = (if bold { "<w:b/>" } else { "" }, if italic { "<w:i/>" } else { "" });
    format!(
        "<w:r><w:rPr>{bold}{italic}<w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/></w:rPr><w:t xml:space=\"preserve\">{}</w:t></w:r>",
        escape(text)
    )
}

/// A paragraph around runs.
pub(super) fn around(runs: &str, look: Look) -> String {
    let mut out = String::from("<w:p><w:pPr>");
    if look.keep {
        out.push_str("<w:keepNext/>");
    }
    let _ = write!(out, "<w:spacing w:before=\"0\" w:after=\"{}\"/>", look.after);
    if look.indent > 0 {
        let _ = write!(out, "<w:ind w:firstLine=\"{}\"/>", look.indent);
    }
    let align = match look.align {
        None => "both",
        Some(Align::Left) => "left",
        Some(Align::Center) => "center",
        Some(Align::Right) => "right",
    };
    let _ = write!(out, "<w:jc w:val=\"{align}\"/></w:pPr>{runs}</w:p>");
    if let Some(inset) = look.rule {
        // A line of its own: an empty paragraph of one point with a border above.
        let _ = write!(
            out,
            "<w:p><w:pPr><w:pBdr><w:top w:val=\"single\" w:sz=\"6\" w:space=\"1\" w:color=\"auto\"/></w:pBdr><w:spacing w:before=\"20\" w:after=\"60\" w:line=\"40\" w:lineRule=\"exact\"/><w:ind w:left=\"{inset}\" w:right=\"{inset}\"/></w:pPr></w:p>"
        );
    }
    out
}

/// A paragraph of one look; nothing for no words.
pub(super) fn paragraph(text: &str, look: Look) -> String {
    if text.is_empty() {
        return String::new();
    }
    around(&run(text, look.size, look.bold, look.italic), look)
}

/// A paragraph of one look that opens an address; without an address just the words.
pub(super) fn linked(text: &str, link: &str, look: Look) -> String {
    if text.is_empty() || link.is_empty() {
        return paragraph(text, look);
    }
    let words = run(text, look.size, look.bold, look.italic);
    let field = format!(" HYPERLINK \"{link}\" ");
    around(&format!("<w:fldSimple w:instr=\"{}\">{words}</w:fldSimple>", escape(&field)), look)
}

/// A table without lines that puts things side by side.
pub(super) fn side_by_side<const N: usize>(rows: &[[String; N]], widths: [u32; N]) -> String {
    let rows: Vec<&[String]> = rows.iter().map(<[String; N]>::as_slice).collect();
    in_columns(&rows, &widths)
}

/// The same for as many columns as there are widths.
pub(super) fn in_columns(rows: &[&[String]], widths: &[u32]) -> String {
    let mut out = String::from(
        "<w:tbl><w:tblPr><w:tblW w:w=\"0\" w:type=\"auto\"/><w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:left w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"0\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr>",
    );
    out.push_str("<w:tblGrid>");
    for width in widths {
        let _ = write!(out, "<w:gridCol w:w=\"{width}\"/>");
    }
    out.push_str("</w:tblGrid>");
    for row in rows {
        out.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        for (cell, width) in row.iter().zip(widths) {
            let content = if cell.is_empty() { "<w:p/>" } else { cell };
            let _ = write!(
                out,
                "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>{content}</w:tc>"
            );
        }
        out.push_str("</w:tr>");
    }
    out.push_str("</w:tbl>");
    out
}

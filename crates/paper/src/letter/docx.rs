//! A document as DOCX: Times New Roman, which every office machine has.
//!
//! The few elements are written by hand: heads of tables that stand again on each page, and a
//! first page without a number, are what offices look at first.

use super::word::{Look, around, in_columns, linked, paragraph, run, side_by_side};
use super::{Align, Block, Head, Letter, LetterProblem, Signature, Table};
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;

/// Twentieths of a point in a millimetre, times hundred.
const MM: u32 = 5669;

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/word/header1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/><Override PartName="/word/header2.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/><Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>"#;
const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>"#;
const PARTS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header" Target="header1.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/><Relationship Id="rId4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header" Target="header2.xml"/></Relationships>"#;
const STYLES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="Times New Roman" w:cs="Times New Roman"/><w:sz w:val="26"/><w:szCs w:val="26"/><w:lang w:val="vi-VN"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style></w:styles>"#;
const SPACE: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
const PROLOG: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// Writes the document as DOCX.
///
/// # Errors
/// [`LetterProblem::Package`] or [`LetterProblem::Io`] when the package cannot be written.
pub fn docx(letter: &Letter) -> Result<Vec<u8>, LetterProblem> {
    let number = r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>"#;
    let mark = super::word::run(&letter.mark, 24, true, false);
    let header = format!(
        "<w:p><w:pPr><w:tabs><w:tab w:val=\"center\" w:pos=\"{}\"/></w:tabs></w:pPr>{mark}<w:r><w:tab/></w:r>{number}</w:p>",
        text_width(letter.landscape) / 2
    );
    let first = around(&mark, Look::new(24));
    let footer = around(&run(&letter.status, 18, false, false), Look::new(18));
    let day = letter.day.map_or_else(String::new, |day| {
        format!("<dcterms:created xsi:type=\"dcterms:W3CDTF\">{day}T00:00:00Z</dcterms:created>")
    });
    let core = format!(
        "{PROLOG}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{}</dc:title>{day}</cp:coreProperties>",
        super::word::escape(&letter.title)
    );
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [
        ("[Content_Types].xml", TYPES.to_owned()),
        ("_rels/.rels", RELATIONS.to_owned()),
        ("docProps/core.xml", core),
        ("word/_rels/document.xml.rels", PARTS.to_owned()),
        ("word/styles.xml", STYLES.to_owned()),
        ("word/header1.xml", format!("{PROLOG}<w:hdr {SPACE}>{header}</w:hdr>")),
        ("word/header2.xml", format!("{PROLOG}<w:hdr {SPACE}>{first}</w:hdr>")),
        ("word/footer1.xml", format!("{PROLOG}<w:ftr {SPACE}>{footer}</w:ftr>")),
        ("word/document.xml", document(letter)),
    ] {
        zip.start_file(name, SimpleFileOptions::default())?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

fn mm(millimetres: u32) -> u32 {
    millimetres * MM / 100
}

/// The width between the margins, in twentieths of a point.
fn text_width(landscape: bool) -> u32 {
    mm(if landscape { 297 } else { 210 } - 30 - 20)
}

fn document(letter: &Letter) -> String {
    let width = text_width(letter.landscape);
    let mut body = letter.head.as_ref().map_or_else(String::new, |shown| head(shown, width));
    body.push_str(&blocks(&letter.blocks, width));
    body.push_str(&foot(letter, width));
    for annex in &letter.annexes {
        body.push_str("<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>");
        let centred = Look::new(28).at(Align::Center);
        body.push_str(&paragraph(&annex.label, centred.bold()));
        body.push_str(&paragraph(&annex.title, centred.bold()));
        body.push_str(&paragraph(&annex.of, centred.italic().after(120)));
        body.push_str(&blocks(&annex.blocks, width));
    }
    let (page, orient) = if letter.landscape {
        ((mm(297), mm(210)), " w:orient=\"landscape\"")
    } else {
        ((mm(210), mm(297)), "")
    };
    format!(
        "{PROLOG}<w:document {SPACE}><w:body>{body}<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId2\"/><w:headerReference w:type=\"first\" r:id=\"rId4\"/><w:footerReference w:type=\"default\" r:id=\"rId3\"/><w:footerReference w:type=\"first\" r:id=\"rId3\"/><w:pgSz w:w=\"{}\" w:h=\"{}\"{orient}/><w:pgMar w:top=\"{}\" w:right=\"{}\" w:bottom=\"{}\" w:left=\"{}\" w:header=\"{}\" w:footer=\"{}\" w:gutter=\"0\"/><w:titlePg/></w:sectPr></w:body></w:document>",
        page.0,
        page.1,
        mm(20),
        mm(20),
        mm(20),
        mm(30),
        mm(10),
        mm(8)
    )
}

fn head(head: &Head, width: u32) -> String {
    let left = width * 2 / 5;
    let right = width - left;
    let centred = |size| Look::new(size).at(Align::Center);
    let body_rule = Look { rule: Some(left / 3), ..centred(24).bold() };
    let motto = Look { rule: Some(right / 5), ..centred(26).bold() };
    let mut out = side_by_side(
        &[
            [
                paragraph(&head.parent, centred(24)) + &body_lines(&head.body, body_rule),
                paragraph("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", centred(24).bold())
                    + &paragraph("Độc lập - Tự do - Hạnh phúc", motto),
            ],
            [
                paragraph(&head.number, centred(26)) + &paragraph(&head.about, centred(24)),
                paragraph(&head.place_date, centred(26).italic()),
            ],
        ],
        [left, right],
    );
    out.push_str("<w:p/>");
    out.push_str(&paragraph(&head.kind, centred(28).bold().keep()));
    let subject = Look { rule: Some(width * 2 / 5), ..centred(28).bold() };
    out.push_str(&paragraph(&head.subject, subject));
    match head.addressees.as_slice() {
        [] => {}
        [one] => {
            let text = format!("Kính gửi: {one}");
            out.push_str(&paragraph(&text, centred(28).after(160)));
        }
        many => {
            out.push_str(&paragraph("Kính gửi:", Look { indent: 1700, ..Look::new(28) }));
            for one in many {
                let line = Look { indent: 2800, ..Look::new(28) };
                out.push_str(&paragraph(&format!("- {one}"), line.after(40)));
            }
        }
    }
    out
}

/// The issuing body, a line of the paper each, with the rule below the last.
fn body_lines(body: &str, last: Look) -> String {
    let (above, below) = body.rsplit_once('\n').unwrap_or(("", body));
    let above: String =
        above.lines().map(|line| paragraph(line, Look { rule: None, ..last })).collect();
    above + &paragraph(below, last)
}

fn blocks(blocks: &[Block], width: u32) -> String {
    let mut out = String::new();
    for block in blocks {
        out.push_str(&match block {
            Block::Heading { text } => {
                paragraph(text, Look { indent: 720, ..Look::new(26).bold().after(120).keep() })
            }
            Block::Title { text } => {
                paragraph(text, Look::new(28).bold().at(Align::Center).after(120))
            }
            Block::Corner { text } => paragraph(text, Look::new(24).bold().at(Align::Right)),
            Block::Remark { text } => {
                paragraph(text, Look::new(24).italic().at(Align::Center).after(120))
            }
            Block::Line { label, text } => {
                let label = if label.is_empty() { String::new() } else { format!("{label}: ") };
                let runs = run(&label, 24, false, true) + &run(text, 24, false, false);
                around(&runs, Look::new(24).after(60))
            }
            Block::Paragraph { runs } => {
                let runs: String =
                    runs.iter().map(|part| run(&part.text, 26, part.bold, part.italic)).collect();
                let look = Look { align: None, indent: 720, ..Look::new(26).after(120) };
                around(&runs, look)
            }
            Block::Table(shown) => table(shown, width) + "<w:p/>",
            Block::Note { text } => paragraph(text, Look::new(22).italic().after(120)),
            Block::Signers { signers } => {
                let count = u32::try_from(signers.len().max(1)).unwrap_or(1);
                let cells: Vec<String> = signers.iter().map(signed).collect();
                in_columns(&[&cells], &vec![width / count; signers.len()])
            }
        });
    }
    out
}

fn table(table: &Table, width: u32) -> String {
    let widths = table.widths(width);
    let mut out = String::from(
        "<w:tbl><w:tblPr><w:tblW w:w=\"0\" w:type=\"auto\"/><w:tblInd w:w=\"57\" w:type=\"dxa\"/><w:tblBorders>",
    );
    for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
        let _ =
            write!(out, "<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>");
    }
    out.push_str("</w:tblBorders><w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:left w:w=\"57\" w:type=\"dxa\"/><w:right w:w=\"57\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr><w:tblGrid>");
    for width in &widths {
        let _ = write!(out, "<w:gridCol w:w=\"{width}\"/>");
    }
    out.push_str("</w:tblGrid>");
    let headings: Vec<Words<'_>> = table.columns.iter().map(|c| (c.heading.as_str(), "")).collect();
    let centred = Look::new(24).at(Align::Center);
    out.push_str(&row(&headings, &widths, Part::Head, |_| centred.bold()));
    let numbers = table.numbers();
    if !numbers.is_empty() {
        let numbers: Vec<Words<'_>> = numbers.iter().map(|number| (number.as_str(), "")).collect();
        out.push_str(&row(&numbers, &widths, Part::Head, |_| centred));
    }
    for shown in &table.rows {
        let texts: Vec<Words<'_>> =
            shown.cells.iter().map(|cell| (cell.text.as_str(), cell.link.as_str())).collect();
        out.push_str(&row(&texts, &widths, Part::Body, |at| {
            let align = table.columns.get(at).map_or(Align::Left, |column| column.align);
            Look { bold: shown.bold, ..Look::new(24).at(align) }
        }));
    }
    out.push_str("</w:tbl>");
    out
}

/// Whether a row stands again on each page.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    Head,
    Body,
}

/// The words of a cell, and the address that they open; empty for none.
type Words<'a> = (&'a str, &'a str);

fn row(texts: &[Words<'_>], widths: &[u32], part: Part, look: impl Fn(usize) -> Look) -> String {
    let again = if part == Part::Head { "<w:tblHeader/>" } else { "" };
    let mut out = format!("<w:tr><w:trPr><w:cantSplit/>{again}</w:trPr>");
    for (at, ((text, link), width)) in texts.iter().zip(widths).enumerate() {
        let text = linked(text, link, look(at));
        let text = if text.is_empty() { "<w:p/>" } else { &text };
        let _ = write!(
            out,
            "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/><w:vAlign w:val=\"center\"/></w:tcPr>{text}</w:tc>"
        );
    }
    out.push_str("</w:tr>");
    out
}

fn foot(letter: &Letter, width: u32) -> String {
    if letter.signature.is_none() && letter.recipients.is_empty() {
        return String::new();
    }
    let mut left = String::new();
    if !letter.recipients.is_empty() {
        left.push_str(&paragraph("Nơi nhận:", Look::new(24).bold().italic()));
        for receiver in &letter.recipients {
            left.push_str(&paragraph(&format!("- {receiver}"), Look::new(22)));
        }
    }
    let right = letter.signature.as_ref().map_or_else(String::new, signed);
    side_by_side(&[[left, right]], [width / 2, width - width / 2])
}

fn signed(signature: &Signature) -> String {
    let centred = Look::new(26).at(Align::Center);
    let mut out = paragraph(&signature.place_date, centred.italic());
    for line in &signature.office {
        out.push_str(&paragraph(line, centred.bold()));
    }
    out.push_str(&paragraph(&signature.note, Look::new(24).at(Align::Center).italic()));
    for _ in 0..4 {
        out.push_str("<w:p/>");
    }
    out.push_str(&paragraph(&signature.name, centred.bold()));
    out.push_str("<w:p/>");
    out
}

//! A script that fills a template as a person would: it puts texts and numbers into cells and
//! leaves everything else of the file as it is.

use paper::workbook::{Limits, Workbook, cell_name, read};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read as _, Write as _};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// What is put into a cell.
#[derive(Clone, Debug)]
pub enum Put {
    Number(f64),
    Text(String),
    /// An error of the spreadsheet.
    Fault(&'static str),
    Nothing,
}

pub fn text(text: &str) -> Put {
    Put::Text(text.to_owned())
}

/// A template with what is known of its places.
pub struct Template {
    pub bytes: Vec<u8>,
    pub book: Workbook,
    /// Row of the headings, from 0.
    pub heading: u32,
    /// Columns by their hidden keys.
    columns: BTreeMap<String, u32>,
    /// Rows by their hidden keys, in their order.
    pub rows: Vec<(String, u32)>,
}

impl Template {
    pub fn of(bytes: Vec<u8>) -> Self {
        let book = read(&bytes, &Limits::default()).unwrap();
        let sheet = &book.sheets[0];
        let mark = sheet.rows().find(|row| sheet.text(*row, 0).starts_with("longan-report/1 "));
        let mark = mark.unwrap();
        let columns =
            sheet.row(mark).map(|(column, cell)| (cell.value.to_string(), column)).collect();
        let keyed = sheet.rows().filter(|row| *row > mark);
        let rows: Vec<(String, u32)> =
            keyed.map(|row| (sheet.text(row, 0), row)).filter(|(key, _)| !key.is_empty()).collect();
        Self { heading: mark + 1, columns, rows, bytes, book }
    }

    /// The cell of a row, from 0, in the column of that key; `""` is the hidden one.
    pub fn cell(&self, row: u32, key: &str) -> String {
        let column = if key.is_empty() { 0 } else { self.columns[key] };
        cell_name(row, column)
    }

    /// The cell of the body that stands at `at`, from 0.
    pub fn of_body(&self, at: usize, key: &str) -> String {
        self.cell(self.rows[at].1, key)
    }

    pub fn text(&self, row: u32, key: &str) -> String {
        self.book.sheets[0].text(row, if key.is_empty() { 0 } else { self.columns[key] })
    }

    /// The file with the cells put in.
    pub fn filled(&self, cells: &BTreeMap<String, Put>) -> Vec<u8> {
        let mut from = ZipArchive::new(Cursor::new(&self.bytes)).unwrap();
        let mut to = ZipWriter::new(Cursor::new(Vec::new()));
        for at in 0..from.len() {
            let mut entry = from.by_index(at).unwrap();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).unwrap();
            let name = entry.name().unwrap().into_owned();
            if name == "xl/worksheets/sheet1.xml" {
                bytes = put(&String::from_utf8(bytes).unwrap(), cells).into_bytes();
            }
            to.start_file(name, SimpleFileOptions::default()).unwrap();
            to.write_all(&bytes).unwrap();
        }
        to.finish().unwrap().into_inner()
    }
}

fn put(xml: &str, cells: &BTreeMap<String, Put>) -> String {
    let mut pieces = xml.split("<c r=\"");
    let mut out = pieces.next().unwrap().to_owned();
    let mut met = BTreeSet::new();
    for piece in pieces {
        let (name, rest) = piece.split_once('"').unwrap();
        let (attributes, after) = rest.split_once('>').unwrap();
        let style = attributes.split(" s=\"").nth(1).and_then(|s| s.split('"').next());
        let style = style.map(|style| format!(" s=\"{style}\"")).unwrap_or_default();
        let Some(put) = cells.get(name) else {
            out.push_str("<c r=\"");
            out.push_str(piece);
            continue;
        };
        met.insert(name);
        let after =
            if attributes.ends_with('/') { after } else { after.split_once("</c>").unwrap().1 };
        let cell = match put {
            Put::Number(number) => format!("<c r=\"{name}\"{style}><v>{number}</v></c>"),
            Put::Text(text) => format!(
                "<c r=\"{name}\"{style} t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>"
            ),
            Put::Fault(fault) => format!("<c r=\"{name}\"{style} t=\"e\"><v>{fault}</v></c>"),
            Put::Nothing => format!("<c r=\"{name}\"{style}/>"),
        };
        out.push_str(&cell);
        out.push_str(after);
    }
    let lost: Vec<&String> = cells.keys().filter(|name| !met.contains(name.as_str())).collect();
    assert!(lost.is_empty(), "the template has no cell {lost:?}");
    out
}

/// The cells of a handed back workbook that carry a remark.
pub fn remarked(bytes: &[u8]) -> BTreeSet<String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut xml = String::new();
    archive.by_name("xl/comments1.xml").unwrap().read_to_string(&mut xml).unwrap();
    let refs = xml.split("<comment ").skip(1).map(|comment| {
        comment.split("ref=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    });
    refs.collect()
}

//! An official document as a value: head, text, tables, signature, and who receives it.
//!
//! One description is written as PDF, DOCX, XLSX and HTML, in the layout of Annex I of decree
//! 30/2020/NĐ-CP. What it says is decided by whoever builds it; here is only how it looks.

mod docx;
mod html;
mod pdf;
mod word;
mod xlsx;

use jiff::civil::Date;
use serde::Serialize;
use thiserror::Error;

pub use docx::docx;
pub use html::{html, page};
pub use pdf::{makes_pdf, pdf};
pub use xlsx::xlsx;

/// An official document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Letter {
    /// Title for the file's own data, not printed.
    pub title: String,
    /// The day it bears, for the file's own data.
    pub day: Option<Date>,
    /// Whether pages lie across.
    pub landscape: bool,
    /// The head of an official document; a form has none.
    pub head: Option<Head>,
    /// What stands below the head.
    pub blocks: Vec<Block>,
    /// Who signs, on the right.
    pub signature: Option<Signature>,
    /// Who receives it ("Nơi nhận"), on the left.
    pub recipients: Vec<String>,
    /// Pages that follow the signature, each from a new page.
    pub annexes: Vec<Annex>,
    /// A small line at the foot of every page: draft or sent, and by which hash to check it.
    pub status: String,
    /// A word at the head of every page, as "DỰ THẢO"; empty for what counts.
    pub mark: String,
}

/// The head of an official document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Head {
    /// The body above ("UBND TỈNH …"); empty when there is none.
    pub parent: String,
    /// The body that issues it ("SỞ CÔNG THƯƠNG"), on as many lines as it is written.
    pub body: String,
    /// "Số: 12/BC-SCT".
    pub number: String,
    /// "Tây Ninh, ngày 05 tháng 02 năm 2026".
    pub place_date: String,
    /// "V/v …" of a letter; empty for one that names its kind.
    pub about: String,
    /// Its kind ("BÁO CÁO"); empty for a letter.
    pub kind: String,
    /// What it is about, below the kind.
    pub subject: String,
    /// To whom it is written ("Kính gửi").
    pub addressees: Vec<String>,
}

/// A part of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Block {
    /// A heading in bold: "I. Tình hình chung".
    Heading {
        /// The words.
        text: String,
    },
    /// A title in the middle, in bold.
    Title {
        /// The words.
        text: String,
    },
    /// Words in a corner, on the right: "Biểu số 04".
    Corner {
        /// The words.
        text: String,
    },
    /// Words in the middle, in italics: the note under a title.
    Remark {
        /// The words.
        text: String,
    },
    /// A line above a table, "label: text".
    Line {
        /// What stands before the colon, in italics; empty when there is none.
        label: String,
        /// What stands behind it.
        text: String,
    },
    /// A paragraph.
    Paragraph {
        /// Its words.
        runs: Vec<Run>,
    },
    /// A table.
    Table(Table),
    /// A small note, below a table.
    Note {
        /// The words.
        text: String,
    },
    /// Several who sign side by side, from left to right: minutes, a liquidation.
    Signers {
        /// Who they are.
        signers: Vec<Signature>,
    },
}

/// Words of one look.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Run {
    /// The words.
    pub text: String,
    /// Heavy.
    pub bold: bool,
    /// Slanted: where a number comes from.
    pub italic: bool,
}

/// A table whose head stands again on each page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Table {
    /// Its columns, from left to right.
    pub columns: Vec<Column>,
    /// Whether a row of column numbers, (1) (2) (3), stands under the headings.
    pub numbered: bool,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// A column of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Its heading.
    pub heading: String,
    /// Its share of the width.
    pub width: u32,
    /// Where its words stand.
    pub align: Align,
}

/// Where words stand in their column.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    /// On the left.
    #[default]
    Left,
    /// In the middle.
    Center,
    /// On the right: numbers.
    Right,
}

/// A row of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Row {
    /// A heading or a total, in bold.
    pub bold: bool,
    /// Its cells, one a column.
    pub cells: Vec<Cell>,
}

/// A cell of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// What is printed.
    pub text: String,
    /// The number behind it, so that a spreadsheet can add it up.
    pub number: Option<Number>,
    /// The address that it opens; empty when it opens nothing.
    pub link: String,
}

/// An exact number: `scaled` divided by ten to the `scale`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Number {
    /// The number without its decimal sign.
    pub scaled: i64,
    /// How many of its digits stand behind the decimal sign.
    pub scale: u32,
    /// Fewest decimals shown.
    pub least: u32,
    /// Most decimals shown.
    pub most: u32,
}

/// The block at the foot, on the right.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Signature {
    /// Place and date above it; empty when the head has them.
    pub place_date: String,
    /// Office of the signer, a line each: "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC".
    pub office: Vec<String>,
    /// What is asked of the signer: "(Chữ ký, họ và tên, dấu)".
    pub note: String,
    /// Name of the signer; empty until somebody signs.
    pub name: String,
}

/// Pages that follow the signature.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Annex {
    /// "Phụ lục I".
    pub label: String,
    /// What it holds.
    pub title: String,
    /// "(Kèm theo Báo cáo số … ngày …)".
    pub of: String,
    /// What stands on it.
    pub blocks: Vec<Block>,
}

/// Why a document could not be written. The words are for the log.
#[derive(Debug, Error)]
pub enum LetterProblem {
    /// The spreadsheet refuses it.
    #[error("cannot write the workbook: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// The package of a document cannot be written.
    #[error("cannot write the document: {0}")]
    Package(#[from] zip::result::ZipError),
    /// Bytes cannot be written.
    #[error("cannot write the document: {0}")]
    Io(#[from] std::io::Error),
    /// The page maker refuses it.
    #[error("cannot make the pages: {0}")]
    Pages(String),
    /// This program was built without the page maker.
    #[error("built without PDF")]
    NoPdf,
}

impl Run {
    /// Words without a look of their own.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// Slanted words: where a number comes from.
    pub fn source(text: impl Into<String>) -> Self {
        Self { text: text.into(), italic: true, ..Self::default() }
    }
}

impl Cell {
    /// A cell of words.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

impl Table {
    /// The column numbers under the headings, when they are asked for.
    fn numbers(&self) -> Vec<String> {
        let count = if self.numbered { self.columns.len() } else { 0 };
        (1..=count).map(|at| format!("({at})")).collect()
    }

    /// The columns' widths out of `whole`, which they fill.
    fn widths(&self, whole: u32) -> Vec<u32> {
        let sum: u32 = self.columns.iter().map(|column| column.width).sum::<u32>().max(1);
        self.columns.iter().map(|column| whole * column.width / sum).collect()
    }
}

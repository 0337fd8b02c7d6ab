//! The user's own workbook, handed back with remarks in the cells that are wrong.
//!
//! Only what a remark touches is rewritten: the sheet, its comments and the styles. Every
//! other part of the package is copied byte for byte, and so are all values; libraries that
//! load and save a whole workbook turn the text "75" into the number 75 on the way.

mod comments;
mod sheet;
mod styles;
mod xml;

use std::collections::BTreeMap;

use super::package::Package;
use super::parts::{self, Comments};
use super::{Limits, Sheet, Workbook, WorkbookProblem, read};
use styles::Colours;

/// A remark about one cell. Rows and columns count from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Name of the sheet.
    pub sheet: String,
    /// Row of the cell.
    pub row: u32,
    /// Column of the cell.
    pub column: u32,
    /// What is wrong and what to write instead, in Vietnamese.
    pub text: String,
    /// How much it matters.
    pub severity: Severity,
}

/// How much a remark matters; the worst remark of a cell gives it its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth a look; the row can be taken in as it is.
    Warning,
    /// The row cannot be taken in until it is corrected.
    Error,
}

/// What stands about one cell once its notes are put together.
struct Remark {
    text: String,
    severity: Severity,
    comment: Standing,
}

/// Whether the officer's workbook has a comment on the cell already.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    New,
    Extended,
}

/// The remarks of one sheet by row and column.
type Remarks = BTreeMap<(u32, u32), Remark>;

/// Writes the notes into the workbook as comments and coloured cells. Several notes on a
/// cell become one comment; a comment the officer wrote stays in front of it. A note inside
/// a merged range stands on its top-left cell.
///
/// # Errors
/// What [`read`] answers for the same bytes, [`WorkbookProblem::NoSuchSheet`] for a note on
/// a sheet that is not there, and `Damaged` when the workbook cannot be written again.
pub fn annotate(bytes: &[u8], notes: &[Note]) -> Result<Vec<u8>, WorkbookProblem> {
    let limits = Limits::default();
    let workbook = read(bytes, &limits)?;
    let mut package = Package::open(bytes, &limits)?;
    let standing = parts::comments(&mut package)?;
    let sheets = gather(&workbook, &standing, notes)?;

    package.refill();
    let book = parts::book(&mut package)?;
    let mut colours = Colours::read(&mut package, &book)?;
    for entry in &book.sheets {
        let Some(remarks) = sheets.get(entry.name.as_str()) else { continue };
        package.refill();
        let drawing = sheet::rewrite(&mut package, entry, remarks, &mut colours)?;
        comments::write(&mut package, entry, remarks, drawing)?;
    }
    colours.write(&mut package, &book)?;
    package.repack()
}

fn gather<'a>(
    workbook: &Workbook,
    standing: &Comments,
    notes: &'a [Note],
) -> Result<BTreeMap<&'a str, Remarks>, WorkbookProblem> {
    let mut sheets: BTreeMap<&str, Remarks> = BTreeMap::new();
    for note in notes {
        let Some(sheet) = workbook.sheet(&note.sheet) else {
            return Err(WorkbookProblem::NoSuchSheet { sheet: note.sheet.clone() });
        };
        let (row, column) = top_left(sheet, note.row, note.column);
        let remarks = sheets.entry(&note.sheet).or_default();
        let remark = remarks.entry((row, column)).or_insert_with(|| {
            let written = standing.get(&(note.sheet.clone(), row, column));
            Remark {
                text: written.cloned().unwrap_or_default(),
                severity: note.severity,
                comment: if written.is_some() { Standing::Extended } else { Standing::New },
            }
        });
        if !remark.text.is_empty() {
            remark.text.push('\n');
        }
        remark.text.push_str(&note.text);
        remark.severity = remark.severity.max(note.severity);
    }
    Ok(sheets)
}

fn top_left(sheet: &Sheet, row: u32, column: u32) -> (u32, u32) {
    let range = sheet.merged.iter().find(|range| range.contains(row, column));
    range.map_or((row, column), |range| (range.first_row, range.first_column))
}

//! The user's own workbook, handed back with remarks in the cells that are wrong.
//!
//! What an earlier round remarked goes first: each line of ours in a comment begins with our name,
//! and our colours are rules of their own, so both are known again after Excel or `LibreOffice` has
//! saved the file, and what the officer wrote or coloured stays.
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

/// What is to be done to the comments of one sheet.
#[derive(Default)]
struct Work {
    remarks: Remarks,
    /// Cells with a comment of an earlier round and no remark now: what the officer wrote there
    /// beside it, empty where nothing.
    cleared: BTreeMap<(u32, u32), String>,
}

/// Begins each line of ours in a comment.
const SAID: &str = "Longan: ";

/// A text as we write it: each line begins with our name.
fn said(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| format!("{SAID}{line}")).collect();
    lines.join("\n")
}

/// What somebody else wrote in a comment.
fn theirs(text: &str) -> String {
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with(SAID)).collect();
    lines.join("\n").trim_end().to_owned()
}

/// Writes the notes into the workbook as comments and coloured cells. Several notes on a
/// cell become one comment; a comment the officer wrote stays in front of it. Remarks of an earlier round that hold no
/// longer are taken out. A note inside
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
    let mut sheets = gather(&workbook, &standing, notes)?;

    package.refill();
    let book = parts::book(&mut package)?;
    let mut colours = Colours::read(&mut package, &book)?;
    for entry in &book.sheets {
        package.refill();
        let work = sheets.remove(entry.name.as_str());
        if work.is_none() && !sheet::is_coloured(&mut package, entry)? {
            continue;
        }
        let work = work.unwrap_or_default();
        let drawing = sheet::rewrite(&mut package, entry, &work.remarks, &mut colours)?;
        if !work.remarks.is_empty() || !work.cleared.is_empty() {
            comments::write(&mut package, entry, &work, drawing)?;
        }
    }
    colours.write(&mut package, &book)?;
    package.repack()
}

fn gather<'a>(
    workbook: &Workbook,
    standing: &'a Comments,
    notes: &'a [Note],
) -> Result<BTreeMap<&'a str, Work>, WorkbookProblem> {
    let mut sheets: BTreeMap<&str, Work> = BTreeMap::new();
    for note in notes {
        let Some(sheet) = workbook.sheet(&note.sheet) else {
            return Err(WorkbookProblem::NoSuchSheet { sheet: note.sheet.clone() });
        };
        let (row, column) = top_left(sheet, note.row, note.column);
        let work = sheets.entry(&note.sheet).or_default();
        let remark = work.remarks.entry((row, column)).or_insert_with(|| {
            let written = standing.get(&(note.sheet.clone(), row, column));
            Remark {
                text: written.map(|text| theirs(text)).unwrap_or_default(),
                severity: note.severity,
                comment: if written.is_some() { Standing::Extended } else { Standing::New },
            }
        });
        if !remark.text.is_empty() {
            remark.text.push('\n');
        }
        remark.text.push_str(&said(&note.text));
        remark.severity = remark.severity.max(note.severity);
    }
    for ((sheet, row, column), text) in standing {
        let place = (*row, *column);
        if !text.lines().any(|line| line.starts_with(SAID)) {
            continue;
        }
        let work = sheets.entry(sheet).or_default();
        if !work.remarks.contains_key(&place) {
            work.cleared.insert(place, theirs(text));
        }
    }
    Ok(sheets)
}

fn top_left(sheet: &Sheet, row: u32, column: u32) -> (u32, u32) {
    let range = sheet.merged.iter().find(|range| range.contains(row, column));
    range.map_or((row, column), |range| (range.first_row, range.first_column))
}

//! Officers' `.xlsx` workbooks, read safely into sparse grids.
//!
//! A workbook is foreign and may claim anything of itself, so nothing is allocated by
//! what it claims: every entry of the package is unpacked through a counter, the size of
//! a sheet is found by meeting its cells one by one, and only cells that hold something
//! are kept. Formulas are never evaluated; what the office program stored last is read.

mod annotate;
mod cells;
mod package;
mod parts;
mod problem;
mod sheet;
mod styles;

pub use annotate::{Note, Severity, annotate};
pub use cells::{
    Cell, Format, Range, Sheet, Value, Visibility, Workbook, cell_name, parse_cell_name,
};
pub use problem::WorkbookProblem;

use package::Package;
use sheet::Reading;

/// How much of a workbook is read before it is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Size of the file as it arrives, in bytes.
    pub max_file_bytes: u64,
    /// Size of everything in the package once unpacked, in bytes. The text of all cells
    /// together has the same limit, since many cells may share one stored text.
    pub max_unpacked_bytes: u64,
    /// Number of rows in which a cell may hold something, counted from the first row.
    pub max_rows: u32,
    /// Number of columns in which a cell may hold something, counted from column A.
    pub max_columns: u32,
    /// Number of cells that hold something, over all sheets.
    pub max_cells: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_file_bytes: 20_000_000,
            max_unpacked_bytes: 100_000_000,
            max_rows: 200_000,
            max_columns: 500,
            max_cells: 5_000_000,
        }
    }
}

/// Reads every worksheet of an `.xlsx` (or `.xlsm`) file.
///
/// # Errors
/// A [`WorkbookProblem`] when the file is not a workbook, is protected or damaged, goes
/// past `limits`, or holds no data at all.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Workbook, WorkbookProblem> {
    let mut package = Package::open(bytes, limits)?;
    let book = parts::book(&mut package)?;
    let strings = parts::shared_strings(&mut package, &book)?;
    let formats = styles::formats(&mut package, &book)?;
    let mut reading = Reading::new(limits, &strings, &formats, book.epoch);
    let mut sheets = Vec::with_capacity(book.sheets.len().min(100));
    for entry in &book.sheets {
        sheets.push(sheet::read(&mut package, entry, &mut reading)?);
    }
    if sheets.iter().all(|sheet| sheet.cells.is_empty()) {
        return Err(WorkbookProblem::NoData);
    }
    Ok(Workbook { sheets })
}

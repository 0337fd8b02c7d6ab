//! The nouns of a workbook: sheets, cells, their values and names.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;

/// A workbook as it was read: its worksheets in their order.
#[derive(Debug, Clone, PartialEq)]
pub struct Workbook {
    /// The worksheets, hidden ones included. Chart sheets are left out.
    pub sheets: Vec<Sheet>,
}

impl Workbook {
    /// Finds a sheet by its exact name.
    pub fn sheet(&self, name: &str) -> Option<&Sheet> {
        self.sheets.iter().find(|sheet| sheet.name == name)
    }
}

/// One worksheet. Rows and columns count from 0: cell A1 is `(0, 0)`.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// Name on the tab, in Unicode NFC.
    pub name: String,
    /// Whether the officer sees the sheet.
    pub visibility: Visibility,
    /// The cells that hold something, by (row, column).
    pub cells: BTreeMap<(u32, u32), Cell>,
    /// Merged ranges; the value stands in the top-left cell of each.
    pub merged: Vec<Range>,
}

/// Whether a sheet is shown in the office program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visibility {
    /// The sheet is shown.
    Visible,
    /// The sheet is hidden.
    Hidden,
}

/// What one cell holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// The value, or for a formula the value that was stored last.
    pub value: Value,
    /// How a number is displayed, when that changes what it means.
    pub format: Format,
    /// The formula without its `=`, if there is one. A cell that shares the formula of
    /// another cell carries the text as it was written in that first cell.
    pub formula: Option<String>,
}

/// A cell's value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Text in Unicode NFC, with its spaces as typed.
    Text(String),
    /// A finite number.
    Number(f64),
    /// A day: a number whose cell is formatted as a date. A time of day is dropped.
    Date(Date),
    /// An error such as `#REF!`, or a number that cannot be read as one.
    Error(String),
    /// A formula for which no value was stored; the formula's text without its `=`.
    FormulaWithoutValue(String),
}

/// The part of a number's display format that changes its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// The number means itself.
    Plain,
    /// The number is displayed as a percentage: 0.55 is read by people as 55 %.
    Percent,
}

/// Shows the value as text: days as `31/12/2013`, numbers with a decimal comma and no
/// thousands separators, a formula without value with its `=`.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) | Self::Error(text) => f.write_str(text),
            Self::Number(number) => f.write_str(&number.to_string().replace('.', ",")),
            Self::Date(day) => {
                write!(f, "{:02}/{:02}/{:04}", day.day(), day.month(), day.year())
            }
            Self::FormulaWithoutValue(formula) => write!(f, "={formula}"),
        }
    }
}

impl Cell {
    /// Tells a cell with nothing to read but spaces.
    pub fn is_blank(&self) -> bool {
        matches!(&self.value, Value::Text(text) if text.trim().is_empty())
    }
}

impl Sheet {
    /// The cell that stands exactly at this place.
    pub fn cell(&self, row: u32, column: u32) -> Option<&Cell> {
        self.cells.get(&(row, column))
    }

    /// The value that stands exactly at this place.
    pub fn value(&self, row: u32, column: u32) -> Option<&Value> {
        self.cell(row, column).map(|cell| &cell.value)
    }

    /// The value at this place as trimmed text; empty when there is none.
    pub fn text(&self, row: u32, column: u32) -> String {
        self.value(row, column).map(|value| value.to_string().trim().to_owned()).unwrap_or_default()
    }

    /// The value seen at this place: inside a merged range that is the value of the
    /// range's top-left cell.
    pub fn merged_value(&self, row: u32, column: u32) -> Option<&Value> {
        let (row, column) = self
            .merged
            .iter()
            .find(|range| range.contains(row, column))
            .map_or((row, column), |range| (range.first_row, range.first_column));
        self.value(row, column)
    }

    /// The text seen at this place, merged ranges resolved; trimmed, empty when there is none.
    pub fn merged_text(&self, row: u32, column: u32) -> String {
        let value = self.merged_value(row, column);
        value.map(|value| value.to_string().trim().to_owned()).unwrap_or_default()
    }

    /// The cells of one row with their columns, from left to right.
    pub fn row(&self, row: u32) -> impl Iterator<Item = (u32, &Cell)> {
        self.cells.range((row, 0)..=(row, u32::MAX)).map(|(&(_, column), cell)| (column, cell))
    }

    /// The rows in which a cell holds something, from the top.
    pub fn rows(&self) -> impl Iterator<Item = u32> {
        let mut next = 0;
        std::iter::from_fn(move || {
            let (&(row, _), _) = self.cells.range((next, 0)..).next()?;
            next = row + 1;
            Some(row)
        })
    }

    /// The last row in which a cell holds something.
    pub fn last_row(&self) -> Option<u32> {
        self.cells.last_key_value().map(|(&(row, _), _)| row)
    }
}

/// A rectangle of cells, its corners included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// Top row.
    pub first_row: u32,
    /// Left column.
    pub first_column: u32,
    /// Bottom row.
    pub last_row: u32,
    /// Right column.
    pub last_column: u32,
}

impl Range {
    /// Tells whether the place lies in the range.
    pub fn contains(&self, row: u32, column: u32) -> bool {
        (self.first_row..=self.last_row).contains(&row)
            && (self.first_column..=self.last_column).contains(&column)
    }

    /// Reads `A7:C9` or a single cell's name.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (first, last) = text.split_once(':').unwrap_or((text, text));
        let (first, last) = (parse_cell_name(first)?, parse_cell_name(last)?);
        Some(Self {
            first_row: first.0.min(last.0),
            first_column: first.1.min(last.1),
            last_row: first.0.max(last.0),
            last_column: first.1.max(last.1),
        })
    }
}

/// Names a place as the office program does: `(11, 1)` is `B12`.
pub fn cell_name(row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column as usize + 1;
    while rest > 0 {
        letters.extend(('A'..='Z').nth((rest - 1) % 26));
        rest = (rest - 1) / 26;
    }
    let letters: String = letters.into_iter().rev().collect();
    format!("{letters}{}", u64::from(row) + 1)
}

/// Finds the (row, column) of a cell's name such as `B12` or `$B$12`; `None` if it is no name.
pub fn parse_cell_name(name: &str) -> Option<(u32, u32)> {
    let name = name.trim();
    let name = name.strip_prefix('$').unwrap_or(name);
    let digits_at = name.find(|c: char| !c.is_ascii_alphabetic())?;
    let (letters, digits) = name.split_at(digits_at);
    let digits = digits.strip_prefix('$').unwrap_or(digits);
    if letters.is_empty() || letters.len() > 6 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let column = letters.bytes().fold(0_u32, |column, letter| {
        column * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1
    });
    let row: u32 = digits.parse().ok()?;
    Some((row.checked_sub(1)?, column - 1))
}

//! Tables as officers take them away: an `.xlsx` workbook or a CSV file.
//!
//! Rows come from an iterator and are written as they come, so a table may be longer than
//! memory. Text that a spreadsheet would take for a formula is made harmless on the way out.

mod blank;
mod csv;
mod xlsx;

use std::borrow::Cow;

use jiff::civil::Date;
use thiserror::Error;

pub use self::blank::{Blank, BlankColumn, BlankRow, Shape, Takes, write_blank};
pub use self::csv::write_csv;
pub use self::xlsx::write_xlsx;

/// What stands around the rows of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The title, above everything; also names the sheet.
    pub title: String,
    /// Lines under the title: the place, the day, the unit.
    pub subtitles: Vec<String>,
    /// The columns, from left to right.
    pub columns: Vec<Column>,
    /// Lines under the rows: sources and remarks.
    pub notes: Vec<String>,
}

/// One column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The heading.
    pub heading: String,
    /// What the column holds; decides alignment and number format.
    pub kind: Kind,
    /// Width in characters.
    pub width: u16,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Words, on the left and wrapped.
    Text,
    /// Whole numbers, grouped by thousands.
    Integer,
    /// Numbers with this many decimal places, grouped by thousands.
    Decimal {
        /// Digits after the decimal sign.
        places: u8,
    },
    /// Days, shown as `31/12/2013`.
    Day,
}

/// One field of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Field {
    /// Nothing is known.
    Empty,
    /// Words.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// An exact decimal: `scaled` divided by ten to the `places`, so 49.5 is `(495, 1)`.
    Decimal {
        /// The number without its decimal sign.
        scaled: i64,
        /// How many of its digits stand after the decimal sign.
        places: u8,
    },
    /// A day.
    Day(Date),
}

/// Why a table could not be written.
#[derive(Debug, Error)]
pub enum TableProblem {
    /// The spreadsheet refuses it, for example past its 1 048 576 rows.
    #[error("cannot write the workbook: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// The file cannot be written.
    #[error("cannot write the table: {0}")]
    Io(#[from] std::io::Error),
}

/// Puts an apostrophe before text that a spreadsheet would take for a formula.
fn harmless(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        return Cow::Owned(format!("'{text}"));
    }
    Cow::Borrowed(text)
}

/// The digits of an exact decimal with a decimal point: `(-495, 1)` is `-49.5`.
fn decimal_digits(scaled: i64, places: u8) -> String {
    let places = usize::from(places);
    let digits = format!("{:0>width$}", scaled.unsigned_abs(), width = places + 1);
    let (whole, fraction) = digits.split_at(digits.len() - places);
    let sign = if scaled < 0 { "-" } else { "" };
    let point = if places == 0 { "" } else { "." };
    format!("{sign}{whole}{point}{fraction}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_is_written_digit_by_digit() {
        for (scaled, places, digits) in [
            (495, 1, "49.5"),
            (-495, 1, "-49.5"),
            (5, 2, "0.05"),
            (-5, 2, "-0.05"),
            (0, 3, "0.000"),
            (7, 0, "7"),
            (i64::MIN, 4, "-922337203685477.5808"),
        ] {
            assert_eq!(decimal_digits(scaled, places), digits);
        }
    }
}

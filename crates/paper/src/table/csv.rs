//! A table as CSV for machines and for opening in a spreadsheet.

use std::io::Write;

use super::{Field, Table, TableProblem, decimal_digits, harmless};

/// Writes the headings and the rows as CSV: UTF-8 with a byte order mark (Excel needs it to
/// show Vietnamese), commas, RFC 4180 quoting. Numbers have a decimal point and no grouping,
/// days are ISO; a short row is filled up with empty fields; the title and the notes are left out so that the file stays a plain table.
///
/// # Errors
/// [`TableProblem::Io`] when `out` cannot be written.
pub fn write_csv(
    table: &Table,
    rows: impl IntoIterator<Item = Vec<Field>>,
    mut out: impl Write,
) -> Result<(), TableProblem> {
    out.write_all("\u{FEFF}".as_bytes())?;
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).flexible(true).from_writer(out);
    let headings = table.columns.iter().map(|column| harmless(&column.heading).into_owned());
    writer.write_record(headings).map_err(std::io::Error::from)?;
    for row in rows {
        let missing = table.columns.len().saturating_sub(row.len());
        let fields = row.iter().map(field).chain(std::iter::repeat_n(String::new(), missing));
        writer.write_record(fields).map_err(std::io::Error::from)?;
    }
    writer.flush()?;
    Ok(())
}

fn field(field: &Field) -> String {
    match field {
        Field::Empty => String::new(),
        Field::Text(text) => harmless(text).into_owned(),
        Field::Integer(number) => number.to_string(),
        Field::Decimal { scaled, places } => decimal_digits(*scaled, *places),
        Field::Day(day) => day.to_string(),
    }
}

//! A table as an `.xlsx` workbook, written row by row.

use std::io::{Seek, Write};

use rust_xlsxwriter::{
    ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::{Column, Field, Kind, Table, TableProblem, decimal_digits, harmless};

/// The most characters a cell of a spreadsheet takes.
const MAX_CELL_CHARACTERS: usize = 32_767;
/// Whole numbers up to here are exact in a spreadsheet, whose numbers are all floating.
const MAX_EXACT: u64 = 1 << 53;

/// Writes the table as a workbook of one sheet: title, headings that stay in sight and
/// filter, rows, notes; Times New Roman 12, ready to print on A4 across.
///
/// Grouping and decimal signs follow the settings of the reader's office program.
///
/// # Errors
/// [`TableProblem::Workbook`] when the spreadsheet's own limits are passed or `out` cannot
/// be written.
pub fn write_xlsx(
    table: &Table,
    rows: impl IntoIterator<Item = Vec<Field>>,
    out: impl Write + Seek + Send,
) -> Result<(), TableProblem> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet_with_constant_memory()?;
    sheet.set_name(sheet_name(&table.title))?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    for (at, column) in (0_u16..).zip(&table.columns) {
        sheet.set_column_width(at, column.width)?;
    }

    let heading_row = write_top(sheet, table)?;
    let looks: Vec<Format> = table.columns.iter().map(look).collect();
    let plain = base().set_border(FormatBorder::Thin);
    let mut row = heading_row;
    for fields in rows {
        row += 1;
        for (at, field) in (0_u16..).zip(&fields) {
            let look = looks.get(usize::from(at)).unwrap_or(&plain);
            write_field(sheet, row, at, field, look)?;
        }
    }
    if let Some(last) = last_column(&table.columns) {
        sheet.autofilter(heading_row, 0, row, last)?;
        sheet.set_freeze_panes(heading_row + 1, 0)?;
        sheet.set_repeat_rows(heading_row, heading_row)?;
    }
    for (below, note) in (2_u32..).zip(&table.notes) {
        write_text(sheet, row + below, 0, note, &base().set_italic())?;
    }
    workbook.save_to_writer(out)?;
    Ok(())
}

/// Writes what stands above the rows and answers with the row of the headings.
fn write_top(sheet: &mut Worksheet, table: &Table) -> Result<u32, XlsxError> {
    write_text(sheet, 0, 0, &table.title, &base().set_bold().set_font_size(14))?;
    let mut row = 1;
    for subtitle in &table.subtitles {
        write_text(sheet, row, 0, subtitle, &base().set_italic())?;
        row += 1;
    }
    row += 1;
    let heading = base()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_background_color("DDE7F3")
        .set_border(FormatBorder::Thin);
    for (at, column) in (0_u16..).zip(&table.columns) {
        write_text(sheet, row, at, &column.heading, &heading)?;
    }
    Ok(row)
}

pub(super) fn write_field(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    field: &Field,
    look: &Format,
) -> Result<(), XlsxError> {
    match field {
        Field::Empty => {
            sheet.write_blank(row, column, look)?;
        }
        Field::Text(text) => write_text(sheet, row, column, text, look)?,
        Field::Integer(number) => write_number(sheet, (row, column), (*number, 0), look)?,
        Field::Decimal { scaled, places } => {
            write_number(sheet, (row, column), (*scaled, *places), look)?;
        }
        Field::Day(day) => {
            let (year, month, date) = (day.year(), day.month(), day.day());
            let parts = (u16::try_from(year), u8::try_from(month), u8::try_from(date));
            // A spreadsheet has no days before 1900.
            match parts {
                (Ok(year @ 1900..), Ok(month), Ok(date)) => {
                    let day = ExcelDateTime::from_ymd(year, month, date)?;
                    sheet.write_datetime_with_format(row, column, &day, look)?;
                }
                _ => write_text(sheet, row, column, &format!("{date:02}/{month:02}/{year}"), look)?,
            }
        }
    }
    Ok(())
}

/// Writes a number, or its digits as text where a spreadsheet would round them.
fn write_number(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    (scaled, places): (i64, u8),
    look: &Format,
) -> Result<(), XlsxError> {
    let digits = decimal_digits(scaled, places);
    match digits.parse::<f64>() {
        Ok(number) if scaled.unsigned_abs() <= MAX_EXACT => {
            sheet.write_number_with_format(row, column, number, look)?;
        }
        _ => {
            sheet.write_string_with_format(row, column, digits.replace('.', ","), look)?;
        }
    }
    Ok(())
}

/// Writes text; what does not fit a cell is cut with a visible ellipsis.
pub(super) fn write_text(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    text: &str,
    look: &Format,
) -> Result<(), XlsxError> {
    let text = harmless(text);
    if text.chars().count() > MAX_CELL_CHARACTERS {
        let cut: String = text.chars().take(MAX_CELL_CHARACTERS - 1).chain(['…']).collect();
        sheet.write_string_with_format(row, column, cut, look)?;
    } else {
        sheet.write_string_with_format(row, column, text.as_ref(), look)?;
    }
    Ok(())
}

pub(super) fn base() -> Format {
    Format::new().set_font_name("Times New Roman").set_font_size(12)
}

fn look(column: &Column) -> Format {
    let look = base().set_border(FormatBorder::Thin).set_align(FormatAlign::Top);
    match column.kind {
        Kind::Text => look.set_text_wrap().set_align(FormatAlign::Left),
        Kind::Integer | Kind::Decimal { places: 0 } => look.set_num_format("#,##0"),
        Kind::Decimal { places } => {
            look.set_num_format(format!("#,##0.{}", "0".repeat(usize::from(places))))
        }
        Kind::Day => look.set_num_format("dd/mm/yyyy").set_align(FormatAlign::Center),
    }
}

fn last_column(columns: &[Column]) -> Option<u16> {
    u16::try_from(columns.len()).ok()?.checked_sub(1)
}

/// A name the spreadsheet accepts: at most 31 characters, none of `[]:*?/\`, no apostrophe
/// at its ends.
pub(super) fn sheet_name(title: &str) -> String {
    let name: String = title
        .chars()
        .map(|c| if "[]:*?/\\".contains(c) || c.is_control() { ' ' } else { c })
        .take(31)
        .collect();
    let name = name.trim_matches(|c: char| c == '\'' || c.is_whitespace());
    if name.is_empty() { "Bảng".to_owned() } else { name.to_owned() }
}

//! A sheet that is handed out to be filled in and sent back.
//!
//! Its hidden first column holds a key for each row and a hidden row above the headings a key for
//! each column; where they cross stands a mark that says what the sheet is. The keys lie in the
//! sheet itself and not in names or in another sheet, so they go along when rows and columns are
//! moved, when the tab is renamed and when the sheet is copied into another workbook.

use std::io::{Seek, Write};

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, Format, FormatAlign,
    FormatBorder, ProtectionOptions, Workbook, Worksheet, XlsxError,
};

use super::xlsx::{base, sheet_name, write_field, write_text};
use super::{Field, TableProblem};

/// Rows below the last one in which cells still say what they take: some are added by hand.
const ROWS_BELOW: u32 = 500;
/// The last column of a sheet.
const LAST_COLUMN: u16 = 16_383;
/// The largest number the spreadsheet lets pass; what is too large is told when it comes back.
const LARGEST: f64 = 1e15;
/// Height of a line, and the most lines of a row.
const LINE: f64 = 16.5;
const MOST_LINES: usize = 12;
/// The column of the keys, and the one after it.
const KEYS: u16 = 0;
const FIRST: u16 = 1;

/// A sheet to be filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blank {
    /// The title, above everything; also names the sheet.
    pub title: String,
    /// Lines under the title: whose numbers, of which days, how to fill in.
    pub lines: Vec<String>,
    /// What the sheet is; stands hidden where the keys of rows and columns cross.
    pub mark: String,
    /// The columns, from left to right.
    pub columns: Vec<BlankColumn>,
    /// What its rows are.
    pub shape: Shape,
}

/// What the rows of a sheet are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// The questions of one form.
    Form,
    /// Those who are asked: they can be filtered, and their names stay in sight.
    List,
}

/// One column of a sheet to be filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlankColumn {
    /// Its key, hidden above the heading.
    pub key: String,
    /// The heading.
    pub heading: String,
    /// What its cells take.
    pub takes: Takes,
    /// Width in characters.
    pub width: u16,
}

/// What a cell takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Takes {
    /// Nothing: what stands there is known.
    Nothing,
    /// Words.
    Words,
    /// A whole number, 0 or more, of this unit.
    Whole(String),
    /// A number, 0 or more, of this unit.
    Number(String),
    /// One of these, of this unit.
    OneOf(Vec<String>, String),
    /// What its row says.
    AsItsRow,
}

/// One row of a sheet to be filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlankRow {
    /// Its key, hidden in front.
    pub key: String,
    /// What stands there already, from the first column on.
    pub fields: Vec<Field>,
    /// What the cells take whose column leaves it to the row.
    pub takes: Takes,
}

/// Writes the sheet as a workbook. Title and headings are guarded against slips (without a
/// password); every other cell is free, so that rows can be sorted, added and taken out.
///
/// # Errors
/// [`TableProblem::Workbook`] when the spreadsheet's own limits are passed or `out` cannot
/// be written.
pub fn write_blank(
    blank: &Blank,
    rows: impl IntoIterator<Item = BlankRow>,
    out: impl Write + Seek + Send,
) -> Result<(), TableProblem> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet_with_constant_memory()?;
    sheet.set_name(sheet_name(&blank.title))?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.set_column_range_format(KEYS, LAST_COLUMN, &base().set_unlocked())?;
    for (at, column) in (FIRST..).zip(&blank.columns) {
        sheet.set_column_width(at, column.width)?;
    }
    sheet.set_column_hidden(KEYS)?;
    sheet.set_footer("&R&P/&N");

    let heading_row = write_top(sheet, blank)?;
    let looks: Vec<Look> = blank.columns.iter().map(|column| look(&column.takes)).collect();
    let mut of_rows: Vec<(u32, Takes)> = Vec::new();
    let has_own = blank.columns.iter().any(|column| column.takes == Takes::AsItsRow);
    let mut row = heading_row;
    for line in rows {
        row += 1;
        sheet.set_row_height(row, height(&blank.columns, line.fields.iter().map(words)))?;
        write_text(sheet, row, KEYS, &line.key, &base().set_unlocked())?;
        for ((at, field), own) in (FIRST..).zip(&line.fields).zip(&looks) {
            let of_row;
            let format = match own {
                Look::Own(format) => format,
                Look::OfRow => {
                    of_row = format_of(&line.takes);
                    &of_row
                }
            };
            write_field(sheet, row, at, field, format)?;
        }
        if has_own {
            of_rows.push((row, line.takes));
        }
    }
    ask(sheet, blank, (heading_row, row), &of_rows)?;
    let last = FIRST + u16::try_from(blank.columns.len()).unwrap_or(LAST_COLUMN) - 1;
    match blank.shape {
        Shape::Form => sheet.set_freeze_panes(heading_row + 1, 0)?,
        Shape::List => {
            sheet.autofilter(heading_row, FIRST, row, last)?;
            sheet.set_freeze_panes(heading_row + 1, FIRST + 1)?
        }
    };
    sheet.set_repeat_rows(heading_row, heading_row)?;
    sheet.protect_with_options(&ProtectionOptions {
        format_cells: true,
        format_columns: true,
        format_rows: true,
        insert_columns: true,
        insert_rows: true,
        delete_columns: true,
        delete_rows: true,
        sort: true,
        use_autofilter: true,
        edit_objects: true,
        ..ProtectionOptions::default()
    });
    workbook.save_to_writer(out)?;
    Ok(())
}

/// Writes what stands above the rows and answers with the row of the headings.
fn write_top(sheet: &mut Worksheet, blank: &Blank) -> Result<u32, XlsxError> {
    write_text(sheet, 0, FIRST, &blank.title, &base().set_bold().set_font_size(14))?;
    let mut row = 1;
    for line in &blank.lines {
        write_text(sheet, row, FIRST, line, &base().set_italic())?;
        row += 1;
    }
    sheet.set_row_hidden(row)?;
    write_text(sheet, row, KEYS, &blank.mark, &base())?;
    for (at, column) in (FIRST..).zip(&blank.columns) {
        write_text(sheet, row, at, &column.key, &base())?;
    }
    row += 1;
    let heading = base()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_background_color("DDE7F3")
        .set_border(FormatBorder::Thin);
    let headings = blank.columns.iter().map(|column| column.heading.as_str());
    sheet.set_row_height(row, height(&blank.columns, headings))?;
    for (at, column) in (FIRST..).zip(&blank.columns) {
        write_text(sheet, row, at, &column.heading, &heading)?;
    }
    Ok(row)
}

fn words(field: &Field) -> &str {
    if let Field::Text(text) = field { text } else { "" }
}

/// The height in which the longest text of a row is read whole: office programs do not all find
/// it by themselves.
fn height<'t>(columns: &[BlankColumn], texts: impl Iterator<Item = &'t str>) -> f64 {
    let lines = columns.iter().zip(texts).map(|(column, text)| {
        let room = usize::from(column.width).max(1);
        text.chars().count().div_ceil(room)
    });
    let lines = lines.max().unwrap_or(1).clamp(1, MOST_LINES);
    LINE * f64::from(u32::try_from(lines).unwrap_or(1))
}

/// How the cells of a column look.
enum Look {
    Own(Format),
    OfRow,
}

fn look(takes: &Takes) -> Look {
    if *takes == Takes::AsItsRow { Look::OfRow } else { Look::Own(format_of(takes)) }
}

/// Known cells are grey, cells to be filled in are light yellow.
fn format_of(takes: &Takes) -> Format {
    let format = base().set_unlocked().set_border(FormatBorder::Thin).set_align(FormatAlign::Top);
    match takes {
        Takes::Nothing | Takes::AsItsRow => {
            format.set_text_wrap().set_background_color("F2F2F2").set_font_color("404040")
        }
        Takes::Words => format.set_text_wrap().set_background_color("FFFBE6"),
        Takes::Whole(_) | Takes::OneOf(..) => {
            format.set_num_format("#,##0").set_background_color("FFFBE6")
        }
        Takes::Number(_) => format.set_background_color("FFFBE6"),
    }
}

/// Lets the cells say what they take, and refuse what cannot be.
fn ask(
    sheet: &mut Worksheet,
    blank: &Blank,
    (heading_row, last_row): (u32, u32),
    of_rows: &[(u32, Takes)],
) -> Result<(), XlsxError> {
    for (at, column) in (FIRST..).zip(&blank.columns) {
        if column.takes == Takes::AsItsRow {
            for (row, takes) in of_rows {
                if let Some(asking) = asking(takes)? {
                    sheet.add_data_validation(*row, at, *row, at, &asking)?;
                }
            }
        } else if let Some(asking) = asking(&column.takes)? {
            let below = last_row + ROWS_BELOW;
            sheet.add_data_validation(heading_row + 1, at, below, at, &asking)?;
        }
    }
    Ok(())
}

fn asking(takes: &Takes) -> Result<Option<DataValidation>, XlsxError> {
    let new = DataValidation::new().set_error_style(DataValidationErrorStyle::Stop);
    let (new, unit, what) = match takes {
        Takes::Nothing | Takes::Words | Takes::AsItsRow => return Ok(None),
        Takes::Whole(unit) => {
            let most = DataValidationRule::Between(0.0, LARGEST);
            (new.allow_decimal_number(most), unit, "số nguyên từ 0 trở lên".to_owned())
        }
        Takes::Number(unit) => {
            let most = DataValidationRule::Between(0.0, LARGEST);
            (new.allow_decimal_number(most), unit, "số từ 0 trở lên".to_owned())
        }
        Takes::OneOf(words, unit) => {
            (new.allow_list_strings(words)?, unit, format!("một trong: {}", words.join(", ")))
        }
    };
    let hint = format!(
        "Ghi {what}. Đơn vị tính: {unit}. Để trống là chưa báo cáo, không phát sinh thì ghi 0."
    );
    let wrong = format!("Ô này chỉ nhận {what}, đơn vị tính: {unit}.");
    let asking = new.set_input_message(hint)?;
    Ok(Some(asking.set_error_title("Số chưa đúng")?.set_error_message(wrong)?))
}

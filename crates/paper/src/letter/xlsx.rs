//! A document as a workbook of one sheet, laid out as on paper; its numbers can be added up.

use super::{Align, Block, Letter, LetterProblem, Number, Signature, Table};
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Url, Workbook, Worksheet, XlsxError};

/// The width of the sheet in characters, shared out among the columns.
const WIDTH: u32 = 96;

/// Writes the document as a workbook. All tables stand in the columns of the first.
///
/// # Errors
/// [`LetterProblem::Workbook`] when the spreadsheet's own limits are passed.
pub fn xlsx(letter: &Letter) -> Result<Vec<u8>, LetterProblem> {
    let mut workbook = Workbook::new();
    if let Some(day) = letter.day {
        let properties = rust_xlsxwriter::DocProperties::new()
            .set_title(&letter.title)
            .set_creation_datetime(&rust_xlsxwriter::ExcelDateTime::from_ymd(
                u16::try_from(day.year()).unwrap_or(2000),
                u8::try_from(day.month()).unwrap_or(1),
                u8::try_from(day.day()).unwrap_or(1),
            )?);
        workbook.set_properties(&properties);
    }
    let sheet = workbook.add_worksheet();
    sheet.set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.set_margins(1.18, 0.79, 0.79, 0.79, 0.4, 0.4);
    if letter.landscape {
        sheet.set_landscape();
    }
    if !letter.mark.is_empty() {
        sheet.set_name(&letter.mark)?;
        sheet.set_header(format!("&L&B{}", letter.mark.replace('&', "&&")));
    }
    sheet.set_footer(format!("&L&9{}&R&9&P/&N", letter.status.replace('&', "&&")));
    Page::new(sheet, letter)?.write(letter)?;
    Ok(workbook.save_to_buffer()?)
}

struct Page<'a> {
    sheet: &'a mut Worksheet,
    row: u32,
    last: u16,
}

fn base() -> Format {
    Format::new().set_font_name("Times New Roman").set_font_size(12).set_text_wrap()
}

fn at(format: &Format, align: Align) -> Format {
    let side = match align {
        Align::Left => FormatAlign::Left,
        Align::Center => FormatAlign::Center,
        Align::Right => FormatAlign::Right,
    };
    format.clone().set_align(side).set_align(FormatAlign::VerticalCenter)
}

impl<'a> Page<'a> {
    fn new(sheet: &'a mut Worksheet, letter: &Letter) -> Result<Self, XlsxError> {
        let blocks = letter.blocks.iter().chain(letter.annexes.iter().flat_map(|a| &a.blocks));
        let first = blocks.clone().find_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        });
        let widths = first.map_or_else(|| vec![WIDTH / 2; 2], |table| table.widths(WIDTH));
        for (column, width) in (0_u16..).zip(&widths) {
            sheet.set_column_width(column, (*width).max(4))?;
        }
        let last = u16::try_from(widths.len().max(2) - 1).unwrap_or(1);
        Ok(Self { sheet, row: 0, last })
    }

    fn write(mut self, letter: &Letter) -> Result<(), XlsxError> {
        let bold = base().set_bold();
        if let Some(head) = &letter.head {
            let plain = at(&base(), Align::Center);
            let national = at(&bold, Align::Center);
            let name = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM";
            self.pair((&head.parent, &plain), (name, &national))?;
            self.pair((&head.body, &national), ("Độc lập - Tự do - Hạnh phúc", &national))?;
            self.pair((&head.number, &plain), (&head.place_date, &plain))?;
            self.row += 1;
            self.line(&head.kind, &at(&bold.clone().set_font_size(14), Align::Center))?;
            self.line(&head.subject, &national)?;
            self.line(&head.about, &at(&base(), Align::Center))?;
        }
        self.blocks(&letter.blocks)?;
        if let Some(signature) = &letter.signature {
            self.row += 1;
            self.right(&signature.place_date, &at(&base().set_italic(), Align::Center))?;
            for line in &signature.office {
                self.right(line, &at(&bold, Align::Center))?;
            }
            self.right(&signature.note, &at(&base().set_italic(), Align::Center))?;
            self.row += 4;
            self.right(&signature.name, &at(&bold, Align::Center))?;
        }
        for (at_row, receiver) in letter.recipients.iter().enumerate() {
            if at_row == 0 {
                self.line("Nơi nhận:", &bold.clone().set_italic())?;
            }
            self.line(&format!("- {receiver}"), &base())?;
        }
        for annex in &letter.annexes {
            self.row += 2;
            self.line(&annex.label, &at(&bold, Align::Center))?;
            self.line(&annex.title, &at(&bold, Align::Center))?;
            self.line(&annex.of, &at(&base().set_italic(), Align::Center))?;
            self.blocks(&annex.blocks)?;
        }
        Ok(())
    }

    fn blocks(&mut self, blocks: &[Block]) -> Result<(), XlsxError> {
        let bold = base().set_bold();
        for block in blocks {
            match block {
                Block::Heading { text } => self.line(text, &bold)?,
                Block::Title { text } => {
                    self.line(text, &at(&bold.clone().set_font_size(14), Align::Center))?;
                }
                Block::Corner { text } => self.line(text, &at(&bold, Align::Right))?,
                Block::Remark { text } => {
                    self.line(text, &at(&base().set_italic(), Align::Center))?;
                }
                Block::Line { label, text } if label.is_empty() => self.line(text, &base())?,
                Block::Line { label, text } => self.line(&format!("{label}: {text}"), &base())?,
                Block::Paragraph { runs } => {
                    let text: String = runs.iter().map(|run| run.text.as_str()).collect();
                    self.line(&text, &base())?;
                }
                Block::Table(table) => self.table(table)?,
                Block::Note { text } => self.line(text, &base().set_italic())?,
                Block::Signers { signers } => self.signers(signers)?,
            }
        }
        Ok(())
    }

    /// Words across all columns, as high as they need.
    fn line(&mut self, text: &str, format: &Format) -> Result<(), XlsxError> {
        if text.is_empty() {
            return Ok(());
        }
        self.sheet.merge_range(self.row, 0, self.row, self.last, text, format)?;
        let lines = u32::try_from(text.chars().count()).unwrap_or(WIDTH) / (WIDTH - 6) + 1;
        self.sheet.set_row_height(self.row, lines * 17)?;
        self.row += 1;
        Ok(())
    }

    /// Words over the right half.
    fn right(&mut self, text: &str, format: &Format) -> Result<(), XlsxError> {
        if text.is_empty() {
            return Ok(());
        }
        let from = (self.last / 2).max(1).min(self.last);
        self.span(from, self.last, text, format)?;
        let lines = u32::try_from(text.chars().count()).unwrap_or(WIDTH) / (WIDTH / 2 - 6) + 1;
        self.sheet.set_row_height(self.row, lines * 17)?;
        self.row += 1;
        Ok(())
    }

    /// Those who sign, each in a share of the columns; one below the other where there are fewer
    /// columns than signers.
    fn signers(&mut self, signers: &[Signature]) -> Result<(), XlsxError> {
        let count = u16::try_from(signers.len()).unwrap_or(1).max(1);
        let columns = self.last + 1;
        let bold = at(&base().set_bold(), Align::Center);
        let note = at(&base().set_italic(), Align::Center);
        if columns < count {
            for signer in signers {
                self.row += 1;
                self.line(&signer.office.join(" "), &bold)?;
                self.line(&signer.note, &note)?;
                self.row += 3;
            }
            return Ok(());
        }
        self.row += 1;
        for (at_signer, signer) in (0..count).zip(signers) {
            let (from, to) = (at_signer * columns / count, (at_signer + 1) * columns / count - 1);
            self.span(from, to, &signer.office.join("\n"), &bold)?;
        }
        self.sheet.set_row_height(self.row, 51)?;
        self.row += 1;
        for (at_signer, signer) in (0..count).zip(signers) {
            let (from, to) = (at_signer * columns / count, (at_signer + 1) * columns / count - 1);
            self.span(from, to, &signer.note, &note)?;
        }
        self.row += 5;
        Ok(())
    }

    fn pair(&mut self, left: (&str, &Format), right: (&str, &Format)) -> Result<(), XlsxError> {
        let middle = (self.last / 2).max(1).min(self.last);
        self.span(0, middle - 1, left.0, left.1)?;
        self.span(middle, self.last, right.0, right.1)?;
        let letters = |line: &str| u32::try_from(line.chars().count()).unwrap_or(WIDTH);
        let lines =
            |text: &str| text.lines().map(|line| letters(line) / (WIDTH / 2 - 8) + 1).sum::<u32>();
        let most = lines(left.0).max(lines(right.0)).max(1);
        self.sheet.set_row_height(self.row, most * 17)?;
        self.row += 1;
        Ok(())
    }

    fn span(&mut self, from: u16, to: u16, text: &str, format: &Format) -> Result<(), XlsxError> {
        if from < to {
            self.sheet.merge_range(self.row, from, self.row, to, text, format)?;
        } else {
            self.sheet.write_string_with_format(self.row, from, text, format)?;
        }
        Ok(())
    }

    /// As high as the longest of the cells needs; no office program works it out alike.
    fn grow<'t>(
        &mut self,
        texts: impl Iterator<Item = &'t str>,
        widths: &[u32],
    ) -> Result<(), XlsxError> {
        let lines = |(text, width): (&str, &u32)| {
            let letters = u32::try_from(text.chars().count()).unwrap_or(WIDTH);
            letters.div_ceil((width + width / 12).max(3))
        };
        let most = texts.zip(widths).map(lines).max().unwrap_or(1).max(1);
        self.sheet.set_row_height(self.row, most * 16 + 2)?;
        Ok(())
    }

    fn table(&mut self, table: &Table) -> Result<(), XlsxError> {
        let widths = table.widths(WIDTH);
        let lined = base().set_border(FormatBorder::Thin);
        let heading = at(&lined, Align::Center).set_bold();
        let first = self.row;
        self.grow(table.columns.iter().map(|column| column.heading.as_str()), &widths)?;
        for (column, shown) in (0_u16..).zip(&table.columns) {
            self.sheet.write_string_with_format(self.row, column, &shown.heading, &heading)?;
        }
        self.row += 1;
        let numbers = table.numbers();
        for (column, number) in (0_u16..).zip(&numbers) {
            let format = at(&lined, Align::Center);
            self.sheet.write_string_with_format(self.row, column, number, &format)?;
        }
        self.row += u32::from(!numbers.is_empty());
        self.sheet.set_repeat_rows(first, self.row - 1)?;
        for row in &table.rows {
            self.grow(row.cells.iter().map(|cell| cell.text.as_str()), &widths)?;
            for (column, (cell, shown)) in (0_u16..).zip(row.cells.iter().zip(&table.columns)) {
                let mut format = at(&lined, shown.align);
                if row.bold {
                    format = format.set_bold();
                }
                if !cell.link.is_empty() {
                    // The address goes first: what is written after it stays in the cell.
                    let link = Url::new(&cell.link);
                    self.sheet.write_url_with_format(self.row, column, link, &format)?;
                }
                let number = cell.number.and_then(|number| Some((number, exact(number)?)));
                if let Some((number, value)) = number {
                    let format = format.set_num_format(pattern(number));
                    self.sheet.write_number_with_format(self.row, column, value, &format)?;
                } else {
                    let text = cell.text.as_str();
                    self.sheet.write_string_with_format(self.row, column, text, &format)?;
                }
            }
            self.row += 1;
        }
        Ok(())
    }
}

/// How a spreadsheet shows the number; it puts the signs of the reader's own language.
fn pattern(number: Number) -> String {
    let fixed = "0".repeat(number.least as usize);
    let free = "#".repeat(number.most.saturating_sub(number.least) as usize);
    // Decimals that may be absent would leave a bare decimal sign behind a whole number.
    let decimals = if fixed.is_empty() && is_whole(number) { String::new() } else { fixed + &free };
    if decimals.is_empty() { "#,##0".to_owned() } else { format!("#,##0.{decimals}") }
}

fn is_whole(number: Number) -> bool {
    10_i64.checked_pow(number.scale).is_some_and(|unit| number.scaled % unit == 0)
}

/// The number as a spreadsheet keeps it; `None` when it would not be exact.
fn exact(number: Number) -> Option<f64> {
    let kept = number.scaled.unsigned_abs() < (1 << 53);
    let unit = 10_f64.powi(i32::try_from(number.scale).ok()?);
    #[expect(clippy::cast_precision_loss, reason = "below two to the 53 it is exact")]
    kept.then_some(number.scaled as f64 / unit)
}

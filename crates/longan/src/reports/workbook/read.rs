//! Reading a template back by its hidden keys, wherever its rows and columns stand by now.

use super::super::duties::period_vi;
use super::super::model::{
    NewValue, ReportForm, ReportProblem, ReportSeverity, ReportTerm, ValueWay,
};
use super::{BEFORE, BEGIN, Mark, NAME, NOTE, REASON, TAX_CODE, TELLING, VALUE, number};
use kernel::form::{Category, Form, FormRow};
use paper::workbook::{Sheet, Value, Visibility, Workbook, cell_name};
use std::collections::{BTreeMap, BTreeSet};

/// What the sheets of a workbook say.
#[derive(Clone, Debug, Default)]
pub struct Sheets {
    /// What each body reports; who gave no number at all is not among them.
    pub rows: Vec<SheetRow>,
    /// What is wrong with the sheets themselves.
    pub problems: Vec<ReportProblem>,
}

/// What the workbook says of one body.
#[derive(Clone, Debug)]
pub struct SheetRow {
    /// Name of the sheet.
    pub sheet: String,
    /// The cell that names the body, for remarks about it.
    pub cell: String,
    /// Id of the tenant or cluster as it stands there.
    pub key: String,
    /// Tax code as it stands there, and its cell.
    pub tax_code: (String, String),
    /// A value a row of the form, with its cell.
    pub values: Vec<NewValue>,
    /// What could not be read.
    pub problems: Vec<ReportProblem>,
}

impl SheetRow {
    /// The cell of a number; that of the body for what is about no number.
    pub fn cell_of(&self, row_key: &str) -> String {
        let value = self.values.iter().find(|value| value.row_key == row_key);
        let cell = value.and_then(|value| value.location.rsplit('!').next());
        cell.unwrap_or(&self.cell).to_owned()
    }

    /// A problem of the body as a whole.
    pub fn problem(&self, category: Category, kind: &str, message: &str) -> ReportProblem {
        ReportProblem {
            severity: ReportSeverity::Error,
            category: category.code().to_owned(),
            kind: kind.to_owned(),
            sheet: self.sheet.clone(),
            cell: self.cell.clone(),
            message: message.to_owned(),
            ..ReportProblem::default()
        }
    }
}

/// A sheet with its mark.
struct Marked<'w> {
    sheet: &'w Sheet,
    mark: Mark,
    row: u32,
    keys: u32,
    heading: Option<u32>,
    /// Columns by their keys.
    columns: BTreeMap<String, u32>,
}

/// Reads every sheet that is a template of this form and period. Sheets nobody sees are left out.
pub fn read(workbook: &Workbook, form: &Form, term: &ReportTerm) -> Sheets {
    let mut read = Sheets::default();
    let seen = workbook.sheets.iter().filter(|sheet| sheet.visibility == Visibility::Visible);
    let marked: Vec<Marked<'_>> = seen.filter_map(marked).collect();
    if marked.is_empty() {
        let message = "Không thấy bảng mẫu trong tệp: cột, dòng ẩn giữ mã không còn, hoặc đây là tệp khác. Hãy tải bảng mẫu của kỳ này rồi chép số vào đó.";
        read.problems.push(nowhere("no_template", message));
        return read;
    }
    for mut marked in marked {
        if let Some(problem) = marked.is_other(form, term) {
            read.problems.push(problem);
        } else if marked.mark.subject.is_some() {
            marked.read_one(form, &mut read);
        } else {
            marked.read_many(form, &mut read);
        }
    }
    if read.rows.is_empty() && read.problems.is_empty() {
        let message = "Bảng chưa có số liệu nào. Hãy điền số rồi tải lên lại.";
        read.problems.push(nowhere("empty", message));
    }
    read
}

fn nowhere(kind: &str, message: &str) -> ReportProblem {
    ReportProblem {
        severity: ReportSeverity::Error,
        category: Category::File.code().to_owned(),
        kind: kind.to_owned(),
        message: message.to_owned(),
        ..ReportProblem::default()
    }
}

fn marked(sheet: &Sheet) -> Option<Marked<'_>> {
    let (at, mark) = sheet.cells.iter().find_map(|(at, cell)| match &cell.value {
        Value::Text(text) if text.trim_start().starts_with(BEGIN) => {
            Some((*at, Mark::parse(text)?))
        }
        _ => None,
    })?;
    let (row, keys) = at;
    // The headings are the first line below that says something; a line with a key is a body's.
    let below = sheet
        .rows()
        .find(|below| *below > row && sheet.row(*below).any(|(_, cell)| !cell.is_blank()));
    let heading = below.filter(|below| sheet.text(*below, keys).is_empty());
    Some(Marked { sheet, mark, row, keys, heading, columns: BTreeMap::new() })
}

impl<'w> Marked<'w> {
    /// Whether it is a template of something else.
    fn is_other(&self, form: &Form, term: &ReportTerm) -> Option<ReportProblem> {
        let mark = &self.mark;
        let family = mark.form.rsplit('/').next().unwrap_or_default();
        let (kind, found, expected, message) = if family != form.family {
            let own = family.parse::<ReportForm>().map_or("biểu khác", ReportForm::label);
            let message = format!(
                "Tệp này là bảng mẫu của {own}, không phải {}. Hãy tải lên ở đúng biểu.",
                form.number_label
            );
            ("other_form", own.to_owned(), form.number_label.clone(), message)
        } else if mark.period != term.period.to_string() {
            let (own, asked) = (period_vi(&mark.period), term.period.label());
            let message = format!(
                "Tệp này là bảng mẫu của kỳ {own}, không phải {asked}. Hãy tải lên ở đúng kỳ, hoặc tải bảng mẫu của {asked} rồi điền lại."
            );
            ("other_period", own, asked, message)
        } else if mark.form != form.id {
            let message =
                "Tệp này theo mẫu biểu cũ. Hãy tải lại bảng mẫu rồi chép số sang.".to_owned();
            ("other_version", mark.form.clone(), form.id.clone(), message)
        } else {
            return None;
        };
        let problem = self.problem(Category::File, kind, self.spot(), message);
        Some(ReportProblem { found, expected, ..problem })
    }

    /// A cell people see, for what is wrong with the sheet: its first heading.
    fn spot(&self) -> (u32, u32) {
        let row = self.heading.unwrap_or(self.row + 1);
        let mut keyed = self.sheet.row(self.row).filter(|(column, _)| *column != self.keys);
        (row, keyed.next().map_or(self.keys + 1, |(column, _)| column))
    }

    fn problem(
        &self,
        category: Category,
        kind: &str,
        (row, column): (u32, u32),
        message: impl Into<String>,
    ) -> ReportProblem {
        ReportProblem {
            severity: ReportSeverity::Error,
            category: category.code().to_owned(),
            kind: kind.to_owned(),
            sheet: self.sheet.name.clone(),
            cell: cell_name(row, column),
            found: self.sheet.text(row, column),
            message: message.into(),
            ..ReportProblem::default()
        }
    }

    /// Finds the columns by their keys. A column without a key is somebody's own.
    fn find_columns(&mut self, wanted: &BTreeSet<String>, read: &mut Sheets) {
        let row = self.heading.unwrap_or(self.row + 1);
        let sheet = self.sheet;
        for (column, cell) in sheet.row(self.row) {
            let key = cell.value.to_string().trim().to_owned();
            if column == self.keys || key.is_empty() {
                continue;
            }
            if !wanted.contains(&key) && !is_told(&key) {
                let message = "Cột này không có trong mẫu. Hãy xóa cột, hoặc chép số sang đúng cột của bảng mẫu.";
                read.problems.push(self.problem(
                    Category::File,
                    "unknown_column",
                    (row, column),
                    message,
                ));
            } else if let Some(first) = self.columns.get(&key) {
                let first = cell_name(row, *first);
                let message = format!("Cột này đã có ở {first}. Hãy giữ một cột, xóa cột kia.");
                read.problems.push(self.problem(
                    Category::File,
                    "twice_column",
                    (row, column),
                    message,
                ));
            } else {
                self.columns.insert(key, column);
            }
        }
    }

    fn missing<'f>(&self, lost: impl Iterator<Item = &'f FormRow>, read: &mut Sheets) {
        let lost: Vec<String> =
            lost.map(|row| format!("“{}. {}”", row.number, row.label)).collect();
        if !lost.is_empty() {
            let message = format!(
                "Bảng thiếu chỉ tiêu {}. Hãy tải lại bảng mẫu rồi chép số sang.",
                lost.join(", ")
            );
            read.problems.push(self.problem(Category::File, "missing_row", self.spot(), message));
        }
    }

    /// The lines below the keys of columns, without the headings.
    fn lines(&self) -> impl Iterator<Item = u32> + use<'w> {
        let (first, heading) = (self.row, self.heading);
        self.sheet.rows().filter(move |row| *row > first && Some(*row) != heading)
    }

    fn text(&self, row: u32, key: &str) -> String {
        self.columns.get(key).map(|column| self.sheet.text(row, *column)).unwrap_or_default()
    }

    fn says(&self, row: u32, column: u32) -> bool {
        self.sheet.cell(row, column).is_some_and(|cell| !cell.is_blank())
    }

    /// A row a body.
    fn read_many(&mut self, form: &Form, read: &mut Sheets) {
        let wanted: BTreeSet<String> = form
            .value_rows()
            .map(|row| row.key.clone())
            .chain([NAME, TAX_CODE, REASON, NOTE].map(str::to_owned))
            .collect();
        self.find_columns(&wanted, read);
        self.missing(form.value_rows().filter(|row| !self.columns.contains_key(&row.key)), read);
        let numbers: Vec<(&FormRow, u32)> =
            form.value_rows().filter_map(|row| Some((row, *self.columns.get(&row.key)?))).collect();
        let named = self.columns.get(NAME).copied();
        for row in self.lines() {
            let mut saying = numbers.iter().filter(|(_, column)| self.says(row, *column));
            let Some((_, first)) = saying.next() else { continue };
            let key = self.sheet.text(row, self.keys);
            let tax_code = self.text(row, TAX_CODE);
            if key.is_empty() && tax_code.is_empty() {
                let message = "Dòng này có số nhưng không có mã hồ sơ và mã số thuế, nên không biết là của đơn vị nào. Dòng cộng hoặc ghi nháp thì xóa; dòng thêm thì ghi mã số thuế.";
                read.problems.push(self.problem(Category::Row, "no_key", (row, *first), message));
                continue;
            }
            let mut body = SheetRow {
                sheet: self.sheet.name.clone(),
                cell: cell_name(row, named.unwrap_or(*first)),
                key,
                tax_code: (
                    tax_code,
                    self.columns.get(TAX_CODE).map(|c| cell_name(row, *c)).unwrap_or_default(),
                ),
                values: Vec::new(),
                problems: Vec::new(),
            };
            for (known, column) in &numbers {
                self.take(known, (row, *column), &mut body);
            }
            read.rows.push(body);
        }
    }

    /// A row a number, all of one body.
    fn read_one(&mut self, form: &Form, read: &mut Sheets) {
        self.find_columns(&[VALUE, REASON, NOTE].map(str::to_owned).into(), read);
        let Some(column) = self.columns.get(VALUE).copied() else {
            let message = "Bảng thiếu cột kết quả. Hãy tải lại bảng mẫu rồi chép số sang.";
            read.problems.push(self.problem(Category::File, "missing_row", self.spot(), message));
            return;
        };
        let mut body = SheetRow {
            sheet: self.sheet.name.clone(),
            cell: cell_name(self.heading.unwrap_or(self.row + 1), column),
            key: self.mark.subject.clone().unwrap_or_default(),
            tax_code: (String::new(), String::new()),
            values: Vec::new(),
            problems: Vec::new(),
        };
        let mut met: BTreeSet<String> = BTreeSet::new();
        let mut says_something = false;
        for row in self.lines() {
            let key = self.sheet.text(row, self.keys);
            let (at, says) = ((row, column), self.says(row, column));
            let known = form.value_rows().find(|known| known.key == key);
            says_something |= says;
            match known {
                None if key.is_empty() && says => {
                    let message = "Dòng này có số nhưng không có mã chỉ tiêu. Hãy chép số sang đúng dòng của bảng mẫu rồi xóa dòng này.";
                    read.problems.push(self.problem(Category::Row, "no_key", at, message));
                }
                None if key.is_empty() => {}
                None => {
                    let message = "Dòng này không có trong mẫu. Hãy xóa dòng, hoặc chép số sang đúng dòng của bảng mẫu.";
                    read.problems.push(self.problem(Category::File, "unknown_row", at, message));
                }
                Some(_) if met.contains(&key) => {
                    let message = "Chỉ tiêu này có hai dòng. Hãy giữ một dòng, xóa dòng kia.";
                    read.problems.push(self.problem(Category::Section, "twice", at, message));
                }
                Some(known) => {
                    self.take(known, at, &mut body);
                    met.insert(key);
                }
            }
        }
        self.missing(form.value_rows().filter(|row| !met.contains(&row.key)), read);
        if says_something {
            read.rows.push(body);
        }
    }

    /// Takes one number, or says what is wrong with it.
    fn take(&self, known: &FormRow, (row, column): (u32, u32), body: &mut SheetRow) {
        let cell = self.sheet.cell(row, column).filter(|cell| !cell.is_blank());
        let value = match cell.map(|cell| number::read(known, cell)) {
            None => None,
            Some(Ok(value)) => Some(value),
            Some(Err(fault)) => {
                let problem =
                    self.problem(Category::Value, fault.kind, (row, column), fault.message);
                let expected = known.unit.clone();
                body.problems.push(ReportProblem {
                    row_key: known.key.clone(),
                    expected,
                    ..problem
                });
                None
            }
        };
        body.values.push(NewValue {
            row_key: known.key.clone(),
            value,
            raw: self.sheet.text(row, column),
            way: ValueWay::Workbook,
            computed: None,
            reported_below: None,
            settled: "",
            explanation: self.text(row, REASON),
            note: self.text(row, NOTE),
            location: format!("{}!{}", self.sheet.name, cell_name(row, column)),
        });
    }
}

/// Whether a column only tells something.
fn is_told(key: &str) -> bool {
    TELLING.contains(&key) || key.split_once(':').is_some_and(|(_, what)| what == BEFORE)
}

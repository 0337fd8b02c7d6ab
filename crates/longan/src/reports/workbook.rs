//! One table for the reports of many bodies: the sheet that is handed out, and reading it back.
//!
//! Columns are known by their headings, so rows may be inserted, left blank or moved, and columns
//! may change their places. Nothing here knows the database.

use super::model::{NewValue, Owed, ReportProblem, ReportSeverity, ReportTerm, ValueWay};
use kernel::form::{Form, FormRow};
use kernel::text::fold;
use paper::table::{Column, Field, Kind, Table};
use paper::workbook::{Cell, Sheet, Value, Workbook, cell_name};

const KEY: &str = "Mã hồ sơ";
const NAME: &str = "Đơn vị báo cáo";
const TAX_CODE: &str = "Mã số thuế";
const CLUSTER: &str = "Cụm công nghiệp";
const REASON: &str = "Giải trình";
const NOTE: &str = "Ghi chú";

fn heading(row: &FormRow) -> String {
    format!("{}. {} ({})", row.number, row.label, row.unit)
}

/// The sheet to be filled in: a row a body, a column a number.
pub fn template(form: &Form, term: &ReportTerm, owed: &[Owed]) -> (Table, Vec<Vec<Field>>) {
    let text =
        |heading: &str, width| Column { heading: heading.to_owned(), kind: Kind::Text, width };
    let mut columns = vec![text(KEY, 14), text(NAME, 44), text(TAX_CODE, 16), text(CLUSTER, 28)];
    let numbers = form.value_rows().map(|row| {
        let places = u8::try_from(row.measure.scale().min(4)).unwrap_or_default();
        Column { heading: heading(row), kind: Kind::Decimal { places }, width: 20 }
    });
    columns.extend(numbers);
    columns.extend([text(REASON, 30), text(NOTE, 30)]);
    let table = Table {
        title: format!("{} {}", form.number_label, term.period.label()),
        subtitles: vec![
            form.title.clone(),
            format!(
                "Số liệu từ {} đến {}; hạn cuối {}. Để trống là chưa báo cáo, không phát sinh thì ghi 0.",
                term.first.vi(),
                term.last.vi(),
                term.due_vi()
            ),
            "Không sửa cột Mã hồ sơ. Được thêm dòng trống, đổi thứ tự dòng và cột.".to_owned(),
        ],
        columns,
        notes: Vec::new(),
    };
    let empty = form.value_rows().count() + 2;
    let rows = owed.iter().map(|line| {
        let known = [&line.subject_id, &line.subject, &line.tax_code, &line.cluster];
        let known = known.into_iter().map(|text| Field::Text(text.clone()));
        known.chain(std::iter::repeat_n(Field::Empty, empty)).collect()
    });
    (table, rows.collect())
}

/// What one row of the sheet says.
#[derive(Clone, Debug)]
pub struct SheetRow {
    /// Name of the sheet.
    pub sheet: String,
    /// Cell of the key.
    pub key_cell: String,
    /// Id of the tenant or cluster as it stands there.
    pub key: String,
    /// Tax code as it stands there.
    pub tax_code: String,
    /// A value a row of the form, with its cell.
    pub values: Vec<NewValue>,
    /// What could not be read.
    pub problems: Vec<ReportProblem>,
}

impl SheetRow {
    /// The cell of a number.
    pub fn cell_of(&self, row_key: &str) -> String {
        let value = self.values.iter().find(|value| value.row_key == row_key);
        let location = value.map(|value| value.location.as_str()).unwrap_or_default();
        location.rsplit('!').next().unwrap_or_default().to_owned()
    }
}

/// Where the columns of a sheet are.
struct Columns<'f> {
    first_row: u32,
    key: u32,
    tax_code: Option<u32>,
    reason: Option<u32>,
    note: Option<u32>,
    numbers: Vec<(&'f FormRow, u32)>,
}

/// Reads every row that says something; the sentence says what is wrong with the whole.
pub fn read(workbook: &Workbook, form: &Form) -> Result<Vec<SheetRow>, String> {
    let found = workbook.sheets.iter().find_map(|sheet| Some((sheet, columns(sheet, form)?)));
    let Some((sheet, columns)) = found else {
        return Err(format!(
            "Không thấy bảng có cột “{KEY}” trong tệp. Hãy tải bảng mẫu của kỳ này rồi điền vào đó."
        ));
    };
    let missing: Vec<String> = form
        .value_rows()
        .filter(|row| columns.numbers.iter().all(|(known, _)| known.key != row.key))
        .map(|row| format!("“{}. {}”", row.number, row.label))
        .collect();
    if !missing.is_empty() {
        return Err(format!(
            "Bảng thiếu cột {}. Hãy tải lại bảng mẫu của kỳ này.",
            missing.join(", ")
        ));
    }
    let mut rows = Vec::new();
    for row in sheet.rows().filter(|row| *row >= columns.first_row) {
        let says = |column: &u32| sheet.cell(row, *column).is_some_and(|cell| !cell.is_blank());
        if columns.numbers.iter().any(|(_, column)| says(column)) {
            rows.push(read_row(sheet, &columns, row));
        }
    }
    if rows.is_empty() {
        return Err("Bảng chưa có số liệu nào. Hãy điền số rồi tải lên lại.".to_owned());
    }
    Ok(rows)
}

fn columns<'f>(sheet: &Sheet, form: &'f Form) -> Option<Columns<'f>> {
    let wanted = fold(KEY);
    for row in sheet.rows() {
        let headings: Vec<(u32, String)> =
            sheet.row(row).map(|(column, cell)| (column, fold(&cell.value.to_string()))).collect();
        let at = |word: &str| {
            headings.iter().find(|(_, text)| text.trim() == fold(word)).map(|(column, _)| *column)
        };
        if !headings.iter().any(|(_, text)| text.trim() == wanted) {
            continue;
        }
        // A number is known by the number printed before its words.
        let numbers = form.value_rows().filter_map(|known| {
            let start = format!("{}. ", known.number);
            let found = headings.iter().find(|(_, text)| text.trim().starts_with(&start));
            found.map(|(column, _)| (known, *column))
        });
        return Some(Columns {
            first_row: row + 1,
            key: at(KEY)?,
            tax_code: at(TAX_CODE),
            reason: at(REASON),
            note: at(NOTE),
            numbers: numbers.collect(),
        });
    }
    None
}

fn read_row(sheet: &Sheet, columns: &Columns<'_>, row: u32) -> SheetRow {
    let text = |column: Option<u32>| column.map(|c| sheet.text(row, c)).unwrap_or_default();
    let mut found = SheetRow {
        sheet: sheet.name.clone(),
        key_cell: cell_name(row, columns.key),
        key: text(Some(columns.key)),
        tax_code: text(columns.tax_code),
        values: Vec::new(),
        problems: Vec::new(),
    };
    for (known, column) in &columns.numbers {
        let cell = sheet.cell(row, *column).filter(|cell| !cell.is_blank());
        let raw = sheet.text(row, *column);
        let value = match cell.map(|cell| read_cell(known, cell)) {
            None => None,
            Some(Ok(value)) => Some(value),
            Some(Err(message)) => {
                found.problems.push(ReportProblem {
                    row_key: known.key.clone(),
                    severity: ReportSeverity::Error,
                    category: "value".to_owned(),
                    kind: "unreadable".to_owned(),
                    sheet: sheet.name.clone(),
                    cell: cell_name(row, *column),
                    found: raw.clone(),
                    expected: known.unit.clone(),
                    message,
                    explained: String::new(),
                });
                None
            }
        };
        found.values.push(NewValue {
            row_key: known.key.clone(),
            value,
            raw,
            way: ValueWay::Workbook,
            computed: None,
            reported_below: None,
            settled: "",
            explanation: text(columns.reason),
            note: text(columns.note),
            location: format!("{}!{}", sheet.name, cell_name(row, *column)),
        });
    }
    found
}

fn read_cell(row: &FormRow, cell: &Cell) -> Result<i64, String> {
    match &cell.value {
        Value::Number(number) => row
            .read_cell(*number)
            .ok_or_else(|| format!("Số này không ghi được theo {}. Hãy kiểm tra lại.", row.unit)),
        Value::Text(text) => row.read(text).map_err(|problem| problem.message()),
        Value::Date(_) => Err("Ô này là ngày, không phải số. Hãy ghi số.".to_owned()),
        Value::Error(text) => Err(format!("Ô này báo lỗi {text} của Excel. Hãy ghi số.")),
        Value::FormulaWithoutValue(_) => {
            Err("Công thức chưa có kết quả. Hãy mở tệp bằng Excel, lưu lại rồi tải lên.".to_owned())
        }
    }
}

//! Reading one cell as what its column holds, or saying what is wrong with it.

use super::super::model::{Problem, Severity};
use super::field::Field;
use super::outline::{ColumnOutline, SheetOutline};
use super::title::{LandUnit, Title, money_unit};
use crate::observations::Precision;
use crate::store::Day;
use kernel::day::{day_from_excel_serial, parse_day};
use kernel::money::{Money, MoneyUnit};
use kernel::number::{NumberProblem, parse_scaled, scaled_from_f64};
use kernel::text::{fold, squeeze};
use paper::workbook::{Cell, Format, Sheet, Value, cell_name};
use std::collections::HashMap;

/// Something read from a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told<T> {
    /// What it says.
    pub value: T,
    /// Where: `Tong hop!F11`.
    pub location: String,
    /// As typed.
    pub raw: String,
    /// Whether it says "khoảng".
    pub precision: Precision,
}

impl<T> Told<T> {
    /// The same place with another value.
    pub fn with<U>(&self, value: U) -> Told<U> {
        Told {
            value,
            location: self.location.clone(),
            raw: self.raw.clone(),
            precision: self.precision,
        }
    }
}

/// A table being read: its sheet, columns and units, and what was found wrong so far.
pub struct TableReader<'a> {
    /// The sheet.
    pub sheet: &'a Sheet,
    /// Its columns.
    pub outline: &'a SheetOutline,
    /// Its title rows.
    pub title: &'a Title,
    /// Whether a plain number in a day's column is the day Excel would show.
    pub serial_days: SerialDays,
    /// What was found wrong.
    pub problems: Vec<Problem>,
    /// Errors so far, to tell whether a row has any.
    pub errors: usize,
    /// The last text of a column, for "nt".
    ditto: HashMap<Field, String>,
}

/// What a plain number in a day's column means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SerialDays {
    /// Ask.
    Ask,
    /// The person has said that it is the day Excel would show.
    Accept,
}

impl<'a> TableReader<'a> {
    /// Begins to read a table.
    pub fn new(
        sheet: &'a Sheet,
        outline: &'a SheetOutline,
        title: &'a Title,
        serial_days: SerialDays,
    ) -> Self {
        Self {
            sheet,
            outline,
            title,
            serial_days,
            problems: Vec::new(),
            errors: 0,
            ditto: HashMap::new(),
        }
    }

    /// Notes what is wrong with a cell.
    pub fn note(
        &mut self,
        severity: Severity,
        kind: &str,
        cell: &str,
        found: &str,
        expected: &str,
        message: impl Into<String>,
    ) {
        if severity == Severity::Error {
            self.errors += 1;
        }
        self.problems.push(Problem {
            sheet: self.sheet.name.clone(),
            cell: cell.to_owned(),
            severity,
            kind: kind.to_owned(),
            found: found.to_owned(),
            expected: expected.to_owned(),
            message: message.into(),
        });
    }

    /// Name of the cell of a field in a row.
    pub fn cell_of(&self, row: u32, field: Field) -> String {
        self.outline.column(field).map(|c| cell_name(row, c.column)).unwrap_or_default()
    }

    /// Where a cell is, as kept with a fact.
    pub fn location(&self, row: u32, column: u32) -> String {
        format!("{}!{}", self.sheet.name, cell_name(row, column))
    }

    /// The trimmed text that stands exactly in a field's cell; nothing is checked.
    pub fn plain(&self, row: u32, field: Field) -> String {
        let column = self.outline.column(field);
        column.map(|c| squeeze(&self.sheet.text(row, c.column))).unwrap_or_default()
    }

    /// The cell of a field, unless it is empty, a formula without value or an error of Excel's.
    fn cell(&mut self, row: u32, column: &ColumnOutline) -> Option<&'a Cell> {
        let sheet = self.sheet;
        let cell = sheet.cell(row, column.column).filter(|cell| !cell.is_blank())?;
        let name = cell_name(row, column.column);
        let heading = &column.heading;
        match &cell.value {
            Value::FormulaWithoutValue(formula) => {
                self.note(
                    Severity::Error,
                    "formula_without_value",
                    &name,
                    &format!("={formula}"),
                    "một giá trị",
                    format!("Ô {name} (cột “{heading}”) chứa công thức “={formula}” nhưng tệp không lưu kết quả; chương trình không tự tính công thức. Hãy mở tệp bằng Excel, tính lại và lưu, hoặc gõ trực tiếp giá trị vào ô."),
                );
                None
            }
            Value::Error(text) => {
                self.note(
                    Severity::Error,
                    "excel_error",
                    &name,
                    text,
                    "một giá trị",
                    format!("Ô {name} (cột “{heading}”) là lỗi của Excel “{text}”. Hãy sửa công thức hoặc gõ lại giá trị."),
                );
                None
            }
            _ => {
                let is_link = cell
                    .formula
                    .as_deref()
                    .is_some_and(|formula| fold(formula).starts_with("hyperlink"));
                if is_link {
                    let shown = cell.value.to_string();
                    self.note(
                        Severity::Warning,
                        "link_dropped",
                        &name,
                        &shown,
                        "chữ thường",
                        format!(
                            "Ô {name} là một liên kết; chỉ lấy phần chữ “{shown}”, bỏ liên kết."
                        ),
                    );
                }
                Some(cell)
            }
        }
    }

    fn told<T>(&self, row: u32, column: u32, raw: &str, value: T) -> Told<T> {
        Told {
            value,
            location: self.location(row, column),
            raw: raw.to_owned(),
            precision: Precision::Exact,
        }
    }

    /// A text; "nt" stands for the text of the row above.
    pub fn text(&mut self, row: u32, field: Field) -> Option<Told<String>> {
        let column = self.outline.column(field)?;
        let cell = self.cell(row, column)?;
        let raw = squeeze(&cell.value.to_string());
        let is_ditto =
            matches!(fold(&raw).trim_matches(['-', '.', ' ']), "nt" | "\"" | "nhu tren" | "”");
        let value = if is_ditto {
            self.ditto.get(&field).cloned().unwrap_or_default()
        } else {
            raw.clone()
        };
        if value.is_empty() || matches!(value.as_str(), "-" | "–" | "—") {
            return None;
        }
        self.ditto.insert(field, value.clone());
        Some(self.told(row, column.column, &raw, value))
    }

    /// Forgets the texts above: a new group begins.
    pub fn forget_above(&mut self) {
        self.ditto.clear();
    }

    /// Land in square metres, not negative.
    pub fn area(&mut self, row: u32, column: &ColumnOutline) -> Option<Told<i64>> {
        let unit = LandUnit::of(&column.heading).or(self.title.land).unwrap_or(LandUnit::Hectares);
        let scale = if unit == LandUnit::Hectares { 4 } else { 0 };
        self.number(row, column, "số diện tích không âm, ví dụ 49,5", |value| match value
        {
            Value::Number(number) => Ok(scaled_from_f64(*number, scale)),
            other => {
                let text = other.to_string();
                let folded = fold(&text);
                let own = if folded.ends_with("m2") || folded.ends_with("m²") {
                    0
                } else if folded.ends_with("ha") {
                    4
                } else {
                    scale
                };
                parse_scaled(&text, own).map(Some)
            }
        })
    }

    /// Money in đồng, not negative.
    pub fn money(&mut self, row: u32, column: &ColumnOutline) -> Option<Told<i64>> {
        let unit = money_unit(&column.heading).or(self.title.money).unwrap_or(MoneyUnit::Dong);
        self.number(row, column, "số tiền không âm, ví dụ 152,2", |value| match value {
            Value::Number(number) => Ok(Money::from_f64_in(*number, unit).map(|money| money.0)),
            other => Money::parse_in(&other.to_string(), unit).map(|money| Some(money.0)),
        })
    }

    /// A rate in hundredths of a percent.
    pub fn percent(&mut self, row: u32, column: &ColumnOutline) -> Option<Told<i64>> {
        let is_percent =
            self.sheet.cell(row, column.column).map(|c| c.format) == Some(Format::Percent);
        let mut told =
            self.number(row, column, "tỷ lệ phần trăm, ví dụ 79,35", |value| match value {
                Value::Number(number) => {
                    Ok(scaled_from_f64(*number, if is_percent { 4 } else { 2 }))
                }
                other => parse_scaled(&other.to_string(), 2).map(Some),
            })?;
        if is_percent {
            told.raw = format!("{}%", kernel::number::format_scaled(told.value, 2, 0, 2));
        }
        Some(told)
    }

    /// A whole number of things or people.
    pub fn count(&mut self, row: u32, column: &ColumnOutline) -> Option<Told<i64>> {
        self.number(row, column, "số nguyên không âm, ví dụ 134", |value| match value {
            Value::Number(number) if number.fract() != 0.0 => {
                Err(NumberProblem::TooPrecise(value.to_string(), 0))
            }
            Value::Number(number) => Ok(scaled_from_f64(*number, 0)),
            other => parse_scaled(&other.to_string(), 0).map(Some),
        })
    }

    fn number(
        &mut self,
        row: u32,
        column: &ColumnOutline,
        expected: &str,
        read: impl Fn(&Value) -> Result<Option<i64>, NumberProblem>,
    ) -> Option<Told<i64>> {
        let cell = self.cell(row, column)?;
        let raw = squeeze(&cell.value.to_string());
        let (value, precision) = without_about(&cell.value);
        if says_nothing(&raw) {
            return None;
        }
        let name = cell_name(row, column.column);
        let heading = &column.heading;
        let about = |sentence: String| format!("Ô {name} (cột “{heading}”): {sentence}");
        match read(&value) {
            Ok(Some(number)) if number < 0 => {
                let kind = "negative";
                let message = about(format!(
                    "“{raw}” là số âm. Hãy kiểm tra lại dấu trừ hoặc dấu ngoặc đơn; giá trị ở cột này không được âm."
                ));
                self.note(Severity::Error, kind, &name, &raw, expected, message);
                None
            }
            Ok(Some(number)) => {
                let mut told = self.told(row, column.column, &raw, number);
                told.precision = precision;
                Some(told)
            }
            Ok(None) => {
                let message = about(format!("“{raw}” quá lớn. Hãy kiểm tra lại đơn vị tính."));
                self.note(Severity::Error, "number", &name, &raw, expected, message);
                None
            }
            Err(NumberProblem::Empty) => None,
            Err(problem) => {
                self.note(
                    Severity::Error,
                    "number",
                    &name,
                    &raw,
                    expected,
                    about(problem.message()),
                );
                None
            }
        }
    }

    /// A day. A plain number is asked about, never taken silently.
    pub fn day(&mut self, row: u32, field: Field) -> Option<Told<Day>> {
        let column = self.outline.column(field)?;
        let cell = self.cell(row, column)?;
        let name = cell_name(row, column.column);
        let raw = squeeze(&cell.value.to_string());
        let heading = &column.heading;
        let expected = "ngày/tháng/năm, ví dụ 31/12/2013";
        match &cell.value {
            Value::Date(day) => Some(self.told(row, column.column, &raw, Day(*day))),
            Value::Number(number) => {
                let offered = day_from_excel_serial(*number);
                match offered {
                    Some(day) if self.serial_days == SerialDays::Accept => {
                        Some(self.told(row, column.column, &raw, Day(day)))
                    }
                    Some(day) => {
                        let day = Day(day).vi();
                        let message = format!(
                            "Ô {name} (cột “{heading}”) là số {raw} không định dạng ngày; Excel hiểu là {day}. Nếu đúng, hãy chọn “Nhận số sê-ri của Excel là ngày” rồi đọc lại, hoặc định dạng ô là ngày. Trong khi chờ, ngày này để trống."
                        );
                        self.note(Severity::Warning, "serial_day", &name, &raw, &day, message);
                        None
                    }
                    None => {
                        let message = format!(
                            "Ô {name} (cột “{heading}”): “{raw}” không phải là ngày. Hãy viết ngày/tháng/năm, ví dụ 31/12/2013."
                        );
                        self.note(Severity::Error, "day", &name, &raw, expected, message);
                        None
                    }
                }
            }
            other => match parse_day(&other.to_string()) {
                Ok(day) => Some(self.told(row, column.column, &raw, Day(day))),
                Err(kernel::day::DayProblem::Empty) => None,
                Err(_) if says_nothing(&raw) => None,
                Err(problem) => {
                    let message = format!("Ô {name} (cột “{heading}”): {}", problem.message());
                    self.note(Severity::Error, "day", &name, &raw, expected, message);
                    None
                }
            },
        }
    }
}

/// "-", "chưa có", "chưa có QHCT", "không có" … in a column of numbers or days.
pub fn says_nothing(raw: &str) -> bool {
    let folded = fold(raw);
    matches!(folded.as_str(), "" | "-" | "–" | "—" | "x" | "...")
        || ["chua", "khong co", "khong", "dang "].iter().any(|word| {
            folded
                .strip_prefix(word)
                .is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()))
        })
}

/// "khoảng 49,5" is 49,5, not exactly.
fn without_about(value: &Value) -> (Value, Precision) {
    let Value::Text(text) = value else { return (value.clone(), Precision::Exact) };
    let trimmed = text.trim();
    let rest =
        ["khoảng", "Khoảng", "≈", "~", "gần"].iter().find_map(|word| trimmed.strip_prefix(word));
    match rest {
        Some(rest) => (Value::Text(rest.trim().to_owned()), Precision::About),
        None => (Value::Text(trimmed.to_owned()), Precision::Exact),
    }
}

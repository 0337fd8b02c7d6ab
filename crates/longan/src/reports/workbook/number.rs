//! One number of the template: what a cell says, or why that is no number. Nothing is guessed:
//! what may be two numbers is told.

use kernel::form::{FormRow, Measure};
use kernel::number::{NumberProblem, is_ambiguous};
use paper::workbook::{Cell, Format, Value};

/// Why a cell is no number: which kind of fault, and what the person reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// `unreadable`, `number_format`, `not_whole`, `too_precise`, `too_large`, `dash`, `a_day`,
    /// `cell_error`, `no_result`.
    pub kind: &'static str,
    /// What to do next.
    pub message: String,
}

fn fault(kind: &'static str, message: impl Into<String>) -> Fault {
    Fault { kind, message: message.into() }
}

/// Takes the number of a cell, in the unit of the form's row.
pub fn read(row: &FormRow, cell: &Cell) -> Result<i64, Fault> {
    match &cell.value {
        Value::Number(number) => read_number(row, *number, cell.format),
        Value::Text(text) => read_text(row, text),
        Value::Date(_) => Err(fault(
            "a_day",
            "Ô này là ngày, không phải số. Hãy đổi định dạng ô về Số rồi ghi lại.",
        )),
        Value::Error(text) => {
            Err(fault("cell_error", format!("Ô này báo lỗi {text} của Excel. Hãy ghi số.")))
        }
        Value::FormulaWithoutValue(_) => Err(fault(
            "no_result",
            "Công thức chưa có kết quả. Hãy mở tệp bằng Excel, lưu lại rồi tải lên.",
        )),
    }
}

fn read_number(row: &FormRow, number: f64, format: Format) -> Result<i64, Fault> {
    let number = match (format, row.measure) {
        (Format::Plain, _) => number,
        // 75 % is kept as 0.75.
        (Format::Percent, Measure::Percent) => number * 100.0,
        (Format::Percent, _) => {
            let message = format!(
                "Ô này đang ở dạng phần trăm. Hãy đổi định dạng ô về Số và ghi theo {}.",
                row.unit
            );
            return Err(fault("number_format", message));
        }
    };
    if row.measure.scale() == 0 && number.fract() != 0.0 {
        let shown = number.to_string().replace('.', ",");
        return Err(fault("not_whole", format!("“{shown}” phải là số nguyên.")));
    }
    let too_large = || {
        fault("too_large", format!("Số này quá lớn. Hãy kiểm tra lại đơn vị tính: {}.", row.unit))
    };
    row.read_cell(number).ok_or_else(too_large)
}

fn read_text(row: &FormRow, text: &str) -> Result<i64, Fault> {
    // A dot before three digits of something counted can only part thousands.
    let counts_thousands = row.measure.scale() == 0 && !text.contains(',');
    if is_ambiguous(text) && !counts_thousands {
        let shown = text.trim();
        let message = format!(
            "“{shown}” đọc được thành hai số khác nhau, vì không rõ dấu chấm, dấu phẩy chia hàng nghìn hay phần thập phân. Hãy ghi lại trong Excel như một số, hoặc ghi đủ cả hai dấu, ví dụ 1.234,0."
        );
        return Err(fault("number_format", message));
    }
    row.read(text).map_err(|problem| match problem {
        NumberProblem::Empty => fault(
            "dash",
            "Dấu gạch không phải là số. Không phát sinh thì ghi 0; chưa có số liệu thì để trống.",
        ),
        NumberProblem::NotANumber(_) => fault("unreadable", problem.message()),
        NumberProblem::TooPrecise(_, 0) => fault("not_whole", problem.message()),
        NumberProblem::TooPrecise(..) => fault("too_precise", problem.message()),
        NumberProblem::TooLarge(_) => fault("too_large", problem.message()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use paper::workbook::Value;

    fn row(measure: Measure, unit: &str) -> FormRow {
        FormRow {
            key: "r".into(),
            number: "1".into(),
            label: "Chỉ tiêu".into(),
            kind: kernel::form::RowKind::Value,
            unit: unit.into(),
            measure,
            decimals: None,
            fill: kernel::form::Fill::Entered,
            aggregate: kernel::form::Aggregate::None,
        }
    }

    fn said(row: &FormRow, value: Value) -> Result<i64, &'static str> {
        let cell = Cell { value, format: Format::Plain, formula: None };
        read(row, &cell).map_err(|fault| fault.kind)
    }

    fn text(row: &FormRow, text: &str) -> Result<i64, &'static str> {
        said(row, Value::Text(text.into()))
    }

    #[test]
    fn numbers_typed_as_text_are_read_the_vietnamese_way() {
        let land = row(Measure::Hectares, "ha");
        for typed in ["1.234,5", "1 234,5", "1\u{a0}234,5", "1234,5", "1,234.5", "1.234,5 ha"] {
            assert_eq!(text(&land, typed), Ok(12_345_000), "{typed:?}");
        }
        let people = row(Measure::Count, "Người");
        assert_eq!(text(&people, "1.234.567"), Ok(1_234_567));
        assert_eq!(text(&people, "1.234"), Ok(1234), "people have no decimals");
        assert_eq!(said(&people, Value::Number(1234.0)), Ok(1234));
    }

    #[test]
    fn what_may_be_two_numbers_is_told_and_not_guessed() {
        let money = row(Measure::BillionDong, "Tỷ đồng");
        for typed in ["1.234", "1,234", "12.500 tỷ đồng"] {
            assert_eq!(text(&money, typed), Err("number_format"), "{typed:?}");
        }
        let people = row(Measure::Count, "Người");
        assert_eq!(text(&people, "1,234"), Err("number_format"));
        let cell = Cell { value: Value::Number(0.5), format: Format::Percent, formula: None };
        assert_eq!(read(&money, &cell).unwrap_err().kind, "number_format");
        assert_eq!(read(&row(Measure::Percent, "%"), &cell), Ok(5_000));
    }

    #[test]
    fn what_is_no_number_is_told_by_kind() {
        let people = row(Measure::Count, "Người");
        assert_eq!(text(&people, "mười hai"), Err("unreadable"));
        assert_eq!(text(&people, "–"), Err("dash"));
        assert_eq!(text(&people, "12,5"), Err("not_whole"));
        assert_eq!(said(&people, Value::Number(12.5)), Err("not_whole"));
        assert_eq!(said(&people, Value::Number(1e300)), Err("too_large"));
        assert_eq!(said(&people, Value::Error("#REF!".into())), Err("cell_error"));
        assert_eq!(said(&people, Value::FormulaWithoutValue("A1".into())), Err("no_result"));
        assert_eq!(said(&people, Value::Date(jiff::civil::date(2026, 1, 2))), Err("a_day"));
        assert_eq!(text(&row(Measure::Percent, "%"), "75,1234"), Err("too_precise"));
    }
}

//! The template as it is handed out: one body as the form is printed, or a row a body.

use super::super::duties::period_vi;
use super::super::model::{Owed, ReportTerm};
use super::super::store::ReportedBefore;
use super::{
    BEFORE, BEFORE_PERIOD, CLUSTER, LABEL, Mark, NAME, NOTE, NUMBER, REASON, TAX_CODE, UNIT, VALUE,
    before_key,
};
use kernel::form::{Form, FormRow, Measure, Values};
use paper::table::{Blank, BlankColumn, BlankRow, Field, Shape, Takes};

/// A body with what it reported last.
#[derive(Clone, Copy, Debug)]
pub struct Line<'o> {
    /// The report it owes.
    pub owed: &'o Owed,
    /// Its numbers of the period before, and which that is.
    pub before: Option<&'o ReportedBefore>,
}

impl Line<'_> {
    fn values(&self) -> Option<&Values> {
        self.before.map(|before| &before.values)
    }
}

const FILL_IN: &str = "Chỉ điền ô màu vàng. Để trống là chưa báo cáo, không phát sinh thì ghi 0. Số tăng, giảm nhiều so với kỳ trước thì ghi lý do ở cột Giải trình.";
const MOVE: &str = "Được đổi tên trang tính, thêm dòng, cột, để dòng trống, sắp xếp lại. Cột, dòng ẩn giữ mã để đọc lại tệp: đừng xóa.";

/// The sheet of one body, as the form is printed: a row a number.
pub fn of_one(form: &Form, term: &ReportTerm, line: Line<'_>) -> (Blank, Vec<BlankRow>) {
    let owed = line.owed;
    let mut whose = format!("{} · CCN {}", owed.who(), owed.cluster);
    if !owed.tax_code.is_empty() {
        whose = format!("{} · MST {} · CCN {}", owed.who(), owed.tax_code, owed.cluster);
    }
    let project = (owed.subject != owed.cluster && owed.subject != owed.who())
        .then(|| format!("Dự án: {}", owed.subject));
    let mut lines = vec![form.title.clone(), whose];
    lines.extend(project);
    lines.extend([days(term), FILL_IN.to_owned(), MOVE.to_owned()]);
    let before_heading = match line.before {
        Some(before) => format!("Kỳ trước ({})", period_vi(&before.period)),
        None => "Kỳ trước (chưa có)".to_owned(),
    };
    let [number, label, unit, result, note] = form.columns.clone();
    let blank = Blank {
        title: title(form, term),
        lines,
        mark: Mark::new(form, term, Some(&owed.subject_id)).to_string(),
        columns: vec![
            column(NUMBER, number, Takes::Nothing, 6),
            column(LABEL, label, Takes::Nothing, 50),
            column(UNIT, unit, Takes::Nothing, 14),
            column(BEFORE, before_heading, Takes::Nothing, 16),
            column(VALUE, result, Takes::AsItsRow, 16),
            column(REASON, "Giải trình", Takes::Words, 24),
            column(NOTE, note, Takes::Words, 18),
        ],
        shape: Shape::Form,
    };
    let rows = form.value_rows().map(|row| BlankRow {
        key: row.key.clone(),
        fields: vec![
            Field::Text(row.number.clone()),
            Field::Text(row.label.clone()),
            Field::Text(row.unit.clone()),
            before(row, line.values()),
            Field::Empty,
            Field::Empty,
            Field::Empty,
        ],
        takes: takes(row),
    });
    (blank, rows.collect())
}

/// The sheet of many bodies: a row a body, a column a number with the earlier one before it.
pub fn of_many(form: &Form, term: &ReportTerm, lines: &[Line<'_>]) -> (Blank, Vec<BlankRow>) {
    let mut columns = vec![
        column(NAME, "Đơn vị báo cáo", Takes::Nothing, 36),
        column(TAX_CODE, "Mã số thuế", Takes::Nothing, 16),
        column(CLUSTER, "Cụm công nghiệp", Takes::Nothing, 20),
        column(BEFORE_PERIOD, "Kỳ trước là", Takes::Nothing, 18),
    ];
    for row in form.value_rows() {
        columns.push(column(
            &before_key(row),
            format!("Kỳ trước ({})", row.number),
            Takes::Nothing,
            11,
        ));
        let heading = format!("{}. {} ({})", row.number, row.label, row.unit);
        columns.push(column(&row.key, heading, takes(row), 19));
    }
    columns.push(column(REASON, "Giải trình", Takes::Words, 24));
    columns.push(column(NOTE, "Ghi chú", Takes::Words, 18));
    let blank = Blank {
        title: title(form, term),
        lines: vec![form.title.clone(), days(term), FILL_IN.to_owned(), MOVE.to_owned()],
        mark: Mark::new(form, term, None).to_string(),
        columns,
        shape: Shape::List,
    };
    let rows = lines.iter().map(|line| {
        let owed = line.owed;
        let mut fields = vec![
            Field::Text(name(owed)),
            Field::Text(owed.tax_code.clone()),
            Field::Text(owed.cluster.clone()),
            line.before.map_or(Field::Empty, |before| Field::Text(period_vi(&before.period))),
        ];
        fields.extend(form.value_rows().flat_map(|row| [before(row, line.values()), Field::Empty]));
        fields.extend([Field::Empty, Field::Empty]);
        BlankRow { key: owed.subject_id.clone(), fields, takes: Takes::Nothing }
    });
    (blank, rows.collect())
}

/// The body; with its project, where that has a name of its own.
fn name(owed: &Owed) -> String {
    if owed.subject == owed.cluster || owed.subject == owed.who() {
        owed.who().to_owned()
    } else {
        format!("{} ({})", owed.who(), owed.subject)
    }
}

fn title(form: &Form, term: &ReportTerm) -> String {
    format!("{} {}", form.number_label, term.period.label())
}

fn days(term: &ReportTerm) -> String {
    format!("Số liệu từ {} đến {}; hạn cuối: {}.", term.first.vi(), term.last.vi(), term.due_vi())
}

fn column(key: &str, heading: impl Into<String>, takes: Takes, width: u16) -> BlankColumn {
    BlankColumn { key: key.to_owned(), heading: heading.into(), takes, width }
}

fn takes(row: &FormRow) -> Takes {
    let unit = row.unit.clone();
    match row.measure {
        Measure::Count => Takes::Whole(unit),
        Measure::Flag => Takes::OneOf(vec!["0".to_owned(), "1".to_owned()], unit),
        _ => Takes::Number(unit),
    }
}

/// The earlier number with all its decimals.
fn before(row: &FormRow, values: Option<&Values>) -> Field {
    let Some(value) = values.and_then(|values| values.get(&row.key)) else { return Field::Empty };
    let places = u8::try_from(row.measure.scale()).unwrap_or_default();
    Field::Decimal { scaled: *value, places }
}

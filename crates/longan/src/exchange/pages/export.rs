//! The roll-up as a workbook: a line a province, a column a row of the form.

use super::super::model::{Rollup, RollupProvince};
use super::super::rollup::gather;
use super::Asked;
use crate::App;
use crate::error::Error;
use crate::users::SignedIn;
use axum::extract::{Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use kernel::form::FormRow;
use paper::table::{self, Column, Field, Kind, Table};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The workbook.
pub async fn xlsx(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<impl IntoResponse, Error> {
    let period = asked.period(&app)?;
    let rollup = gather(&app, &viewer, period).await?;
    let table = Table {
        title: format!("{} cả nước, {}", rollup.form.number_label, period.label()),
        subtitles: vec![
            format!("Hạn cuối: {}. Lập ngày {}", rollup.term.due_vi(), app.today().vi()),
            format!(
                "Đã gửi {}/{} tỉnh ({} %), đúng hạn {} %",
                rollup.sent(),
                rollup.provinces.len(),
                rollup.completeness_vi(),
                rollup.timeliness_vi()
            ),
        ],
        columns: columns(&rollup),
        notes: vec![
            "Ô trống là chưa có số, không phải 0. Tỷ lệ cả nước là tỷ lệ của các tổng, không phải trung bình của các tỷ lệ.".to_owned(),
        ],
    };
    let mut rows: Vec<Vec<Field>> = rollup.provinces.iter().map(|one| row(&rollup, one)).collect();
    rows.push(total(&rollup));
    let written = tokio::task::spawn_blocking(move || {
        let mut out = std::io::Cursor::new(Vec::new());
        table::write_xlsx(&table, rows, &mut out).map(|()| out.into_inner())
    });
    let bytes = written.await.map_err(anyhow::Error::from)?.map_err(anyhow::Error::from)?;
    let disposition = format!("attachment; filename=\"bieu-04-ca-nuoc-{period}.xlsx\"");
    Ok(([(CONTENT_TYPE, XLSX.to_owned()), (CONTENT_DISPOSITION, disposition)], bytes))
}

fn columns(rollup: &Rollup) -> Vec<Column> {
    let text =
        |heading: &str, width| Column { heading: heading.to_owned(), kind: Kind::Text, width };
    let mut columns = vec![
        text("Tỉnh, thành phố", 30),
        text("Tình trạng", 16),
        Column { heading: "Ngày gửi".to_owned(), kind: Kind::Day, width: 14 },
        Column { heading: "Số ngày muộn".to_owned(), kind: Kind::Integer, width: 12 },
        Column { heading: "Bản".to_owned(), kind: Kind::Integer, width: 6 },
        text("Tiếp nhận", 22),
        text("Số báo cáo", 18),
        text("Đủ số (%)", 12),
    ];
    columns.extend(rollup.form.value_rows().map(|row| Column {
        heading: format!("{}. {} ({})", row.number, row.label, row.unit),
        kind: match places(row) {
            0 => Kind::Integer,
            places => Kind::Decimal { places },
        },
        width: 18,
    }));
    columns
}

fn places(row: &FormRow) -> u8 {
    u8::try_from(row.measure.scale()).unwrap_or_default()
}

fn number(row: &FormRow, value: Option<i64>) -> Field {
    match (value, places(row)) {
        (None, _) => Field::Empty,
        (Some(value), 0) => Field::Integer(value),
        (Some(scaled), places) => Field::Decimal { scaled, places },
    }
}

fn row(rollup: &Rollup, province: &RollupProvince) -> Vec<Field> {
    let report = province.report.as_ref();
    let mut fields = vec![
        Field::Text(province.name.clone()),
        Field::Text(province.state.label().to_owned()),
        report.and_then(|report| report.sent_on).map_or(Field::Empty, |day| Field::Day(day.0)),
        Field::Integer(province.late_days),
        report.map_or(Field::Empty, |report| Field::Integer(report.version)),
        report.map_or(Field::Empty, |report| Field::Text(report.status.label().to_owned())),
        report.map_or(Field::Empty, |report| Field::Text(report.paper.clone())),
        Field::Text(rollup.filled_vi(province)),
    ];
    fields.extend(rollup.form.value_rows().map(|row| number(row, province.value(&row.key))));
    fields
}

fn total(rollup: &Rollup) -> Vec<Field> {
    let mut fields = vec![Field::Text("Cả nước (các tỉnh đã gửi)".to_owned())];
    fields.extend(std::iter::repeat_n(Field::Empty, 7));
    fields.extend(
        rollup
            .form
            .value_rows()
            .map(|row| number(row, rollup.total(&row.key).and_then(|total| total.value))),
    );
    fields
}

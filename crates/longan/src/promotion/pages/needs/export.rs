//! The list of needs as a workbook or a plain table: what is filtered is what is taken away.

use super::super::export::{attachment, workbook};
use super::list::{Asking, Line, ranked, wanted};
use crate::App;
use crate::error::Error;
use crate::users::{SignedIn, Viewer};
use axum::extract::{Query, State};
use axum::response::IntoResponse;
use paper::table::{self, Column, Field, Kind, Table};

const HEADS: &[(&str, Kind, u16)] = &[
    ("TT", Kind::Integer, 6),
    ("Đơn vị", Kind::Text, 36),
    ("Mã số thuế", Kind::Text, 16),
    ("Xã, phường", Kind::Text, 24),
    ("Muốn làm gì", Kind::Text, 48),
    ("Loại hỗ trợ", Kind::Text, 30),
    ("Ngành nghề", Kind::Text, 30),
    ("Mong được hỗ trợ (đồng)", Kind::Integer, 22),
    ("Vốn tự có (đồng)", Kind::Integer, 20),
    ("Số lao động", Kind::Integer, 12),
    ("Năm muốn thực hiện", Kind::Integer, 12),
    ("Ngày đề nghị", Kind::Text, 12),
    ("Biết qua", Kind::Text, 24),
    ("Điểm xếp hạng", Kind::Integer, 12),
    ("Trạng thái", Kind::Text, 22),
    ("Từ ngày", Kind::Text, 12),
    ("Văn bản hoặc lý do chưa có", Kind::Text, 36),
];

/// The list as an Excel workbook.
pub async fn xlsx(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<impl IntoResponse, Error> {
    let (table, rows) = collect(&app, &viewer, &pairs).await?;
    workbook("nhu-cau-khuyen-cong.xlsx", table, rows).await
}

/// The list as CSV.
pub async fn csv(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<impl IntoResponse, Error> {
    let (table, rows) = collect(&app, &viewer, &pairs).await?;
    let mut bytes = Vec::new();
    table::write_csv(&table, rows, &mut bytes).map_err(anyhow::Error::from)?;
    Ok(attachment("nhu-cau-khuyen-cong.csv", "text/csv; charset=utf-8", bytes))
}

async fn collect(
    app: &App,
    viewer: &Viewer,
    pairs: &[(String, String)],
) -> Result<(Table, Vec<Vec<Field>>), Error> {
    let asked = Asking::read(pairs);
    let (scope, wanted) = wanted(app, viewer, &asked).await?;
    let lines = ranked(app, viewer, (&asked, &scope, &wanted), app.today()).await?;
    let rows: Vec<Vec<Field>> = (1..).zip(&lines).map(|(number, line)| row(number, line)).collect();
    let columns = HEADS.iter().map(|(heading, kind, width)| Column {
        heading: (*heading).to_owned(),
        kind: *kind,
        width: *width,
    });
    let table = Table {
        title: "Danh sách nhu cầu khuyến công".to_owned(),
        subtitles: vec![format!("{}; {} nhu cầu", scope.place.long_name(), rows.len())],
        columns: columns.collect(),
        notes: vec![
            "Điểm xếp hạng do địa phương tự đặt để sắp danh sách, không phải quy định.".to_owned(),
        ],
    };
    Ok((table, rows))
}

fn row(number: i64, line: &Line) -> Vec<Field> {
    let need = &line.need;
    let text = |text: &str| {
        if text.is_empty() { Field::Empty } else { Field::Text(text.to_owned()) }
    };
    let number_of = |number: Option<i64>| number.map_or(Field::Empty, Field::Integer);
    let paper = if need.document.is_empty() { &need.paperless } else { &need.document };
    vec![
        Field::Integer(number),
        text(&need.name),
        text(need.tax_code.as_deref().unwrap_or_default()),
        text(&need.place),
        text(&need.wish),
        text(need.activity.label()),
        text(need.sector.label()),
        number_of(need.support_vnd),
        number_of(need.own_vnd),
        number_of(need.workers),
        Field::Integer(need.target_year),
        text(&need.asked_on.vi()),
        text(need.origin.label()),
        Field::Integer(line.points),
        text(need.state.label()),
        text(&need.state_on.vi()),
        text(paper),
    ]
}

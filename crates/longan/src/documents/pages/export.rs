//! The list of papers to take away: what was filtered is what leaves.

use super::super::model::Document;
use super::super::store;
use super::list::Asked;
use crate::App;
use crate::error::Error;
use crate::users::{SignedIn, Viewer};
use axum::extract::{Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use paper::table::{self, Column, Field, Kind, Table};

/// Most papers that leave at once.
const MOST: i64 = 20_000;

/// The list as an Excel workbook.
pub async fn xlsx(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<impl IntoResponse, Error> {
    let (table, rows) = collect(&app, &viewer, &asked).await?;
    let written = tokio::task::spawn_blocking(move || {
        let mut out = std::io::Cursor::new(Vec::new());
        table::write_xlsx(&table, rows, &mut out).map(|()| out.into_inner())
    });
    let bytes = written.await.map_err(anyhow::Error::from)?.map_err(anyhow::Error::from)?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok((
        [(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, "attachment; filename=\"van-ban.xlsx\"")],
        bytes,
    ))
}

/// The list as CSV.
pub async fn csv(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<impl IntoResponse, Error> {
    let (table, rows) = collect(&app, &viewer, &asked).await?;
    let mut bytes = Vec::new();
    table::write_csv(&table, rows, &mut bytes).map_err(anyhow::Error::from)?;
    let kind = "text/csv; charset=utf-8";
    Ok((
        [(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, "attachment; filename=\"van-ban.csv\"")],
        bytes,
    ))
}

async fn collect(
    app: &App,
    viewer: &Viewer,
    asked: &Asked,
) -> Result<(Table, Vec<Vec<Field>>), Error> {
    let documents = store::list(&app.store, viewer, &asked.wanted()?, MOST, 0).await?;
    let head = |(heading, kind, width): (&str, Kind, u16)| Column {
        heading: heading.to_owned(),
        kind,
        width,
    };
    let columns = [
        ("TT", Kind::Integer, 6),
        ("Chiều", Kind::Text, 16),
        ("Số đến/đi", Kind::Text, 10),
        ("Ngày đến/đi", Kind::Day, 12),
        ("Số, ký hiệu", Kind::Text, 20),
        ("Ngày văn bản", Kind::Day, 12),
        ("Loại", Kind::Text, 16),
        ("Trích yếu", Kind::Text, 50),
        ("Cơ quan ban hành", Kind::Text, 26),
        ("Người ký", Kind::Text, 20),
        ("Tệp", Kind::Text, 26),
    ];
    let table = Table {
        title: "Sổ văn bản".to_owned(),
        subtitles: asked.told(),
        columns: columns.into_iter().map(head).collect(),
        notes: Vec::new(),
    };
    let rows = documents.iter().enumerate().map(|(at, document)| row(at + 1, document));
    Ok((table, rows.collect()))
}

fn row(number: usize, document: &Document) -> Vec<Field> {
    let text = |text: &str| {
        if text.is_empty() { Field::Empty } else { Field::Text(text.to_owned()) }
    };
    let day = |day: Option<crate::store::Day>| day.map_or(Field::Empty, |day| Field::Day(day.0));
    vec![
        Field::Integer(i64::try_from(number).unwrap_or_default()),
        text(document.direction.label()),
        text(&document.register_number),
        day(document.registered_on),
        text(&document.number),
        day(document.issued_on),
        text(document.kind.label()),
        text(&document.subject_line),
        text(&document.issuer),
        text(&document.signer),
        text(&document.file_name),
    ]
}

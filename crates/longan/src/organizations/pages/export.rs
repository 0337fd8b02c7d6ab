//! The list as a workbook or a plain table: what is filtered is what is taken away.

use super::super::model::OrganizationLine;
use super::super::search::Asked;
use super::super::store;
use super::list::wanted;
use crate::App;
use crate::error::Error;
use crate::users::{SignedIn, Viewer};
use axum::extract::{Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use paper::table::{self, Column, Field, Kind, Table};

/// How many bodies are read at a time.
const CHUNK: i64 = 1_000;

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
    Ok(attachment("to-chuc.xlsx", kind, bytes))
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
    Ok(attachment("to-chuc.csv", "text/csv; charset=utf-8", bytes))
}

fn attachment(name: &str, kind: &'static str, bytes: Vec<u8>) -> impl IntoResponse + use<> {
    let disposition = format!("attachment; filename=\"{name}\"");
    ([(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, disposition)], bytes)
}

async fn collect(
    app: &App,
    viewer: &Viewer,
    asked: &Asked,
) -> Result<(Table, Vec<Vec<Field>>), Error> {
    let (wanted, place) = wanted(app, asked).await?;
    let mut rows: Vec<Vec<Field>> = Vec::new();
    let mut offset = 0;
    loop {
        let lines = store::list_page(&app.store, viewer, &wanted, CHUNK, offset).await?;
        let is_last = lines.len() < usize::try_from(CHUNK).unwrap_or(usize::MAX);
        for line in lines {
            rows.push(row(rows.len() + 1, &line));
        }
        if is_last {
            break;
        }
        offset += CHUNK;
    }
    let where_from = place.map_or_else(|| "Mọi địa bàn được xem".to_owned(), |p| p.long_name());
    let mut subtitles =
        vec![format!("{where_from}, đến ngày {}; {} tổ chức", wanted.on.vi(), rows.len())];
    if !asked.q.is_empty() {
        subtitles.push(format!("Tìm: “{}”", asked.q));
    }
    if let Some(kind) = wanted.kind {
        subtitles.push(format!("Loại: {}", kind.label()));
    }
    if let Some(state) = wanted.state {
        subtitles.push(format!("Trạng thái: {}", state.label()));
    }
    let table = Table {
        title: "Danh sách tổ chức, doanh nghiệp".to_owned(),
        subtitles,
        columns: columns(),
        notes: Vec::new(),
    };
    Ok((table, rows))
}

fn columns() -> Vec<Column> {
    let text =
        |heading: &str, width| Column { heading: heading.to_owned(), kind: Kind::Text, width };
    let count =
        |heading: &str| Column { heading: heading.to_owned(), kind: Kind::Integer, width: 12 };
    vec![
        Column { heading: "TT".to_owned(), kind: Kind::Integer, width: 6 },
        text("Tên", 44),
        text("Mã số thuế", 18),
        text("Loại", 22),
        text("Trạng thái", 22),
        text("Địa chỉ", 44),
        count("Dự án trong cụm"),
        count("Cụm đầu tư hạ tầng"),
    ]
}

fn row(number: usize, line: &OrganizationLine) -> Vec<Field> {
    let text = |text: &str| {
        if text.is_empty() { Field::Empty } else { Field::Text(text.to_owned()) }
    };
    vec![
        Field::Integer(i64::try_from(number).unwrap_or_default()),
        text(&line.name),
        text(line.tax_code.as_deref().unwrap_or_default()),
        text(line.kind_label()),
        text(line.state_label()),
        text(&line.address),
        Field::Integer(line.projects),
        Field::Integer(line.invested),
    ]
}

//! The list as a workbook or a plain table: what is filtered is what is taken away.

use super::super::model::ProjectLine;
use super::super::search::Query as Asking;
use super::super::store;
use super::list::{scope_of, wanted};
use crate::App;
use crate::error::Error;
use crate::ui::query::Scope;
use crate::users::{SignedIn, Viewer};
use axum::extract::{Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use paper::table::{self, Column, Field, Kind, Table};

/// Most projects that are taken away at once.
const MOST: i64 = 10_000;

const HEADS: &[(&str, Kind, u16)] = &[
    ("TT", Kind::Integer, 6),
    ("Mã", Kind::Text, 10),
    ("Tên đề án", Kind::Text, 48),
    ("Nguồn", Kind::Text, 24),
    ("Năm", Kind::Integer, 8),
    ("Đợt", Kind::Integer, 6),
    ("Nội dung hoạt động", Kind::Text, 40),
    ("Loại hỗ trợ", Kind::Text, 30),
    ("Đơn vị thụ hưởng", Kind::Text, 36),
    ("Địa điểm", Kind::Text, 24),
    ("Tổng kinh phí (đồng)", Kind::Integer, 20),
    ("Khuyến công hỗ trợ (đồng)", Kind::Integer, 22),
    ("Vốn đối ứng (đồng)", Kind::Integer, 20),
    ("Đã tạm ứng (đồng)", Kind::Integer, 20),
    ("Trạng thái", Kind::Text, 22),
    ("Từ ngày", Kind::Text, 12),
    ("Quyết định", Kind::Text, 20),
];

/// The list as an Excel workbook.
pub async fn xlsx(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<impl IntoResponse, Error> {
    let (table, rows) = collect(&app, &viewer, &pairs).await?;
    workbook("de-an-khuyen-cong.xlsx", table, rows).await
}

/// A table as an Excel workbook to be kept under a name.
pub(super) async fn workbook(
    name: &str,
    table: Table,
    rows: Vec<Vec<Field>>,
) -> Result<impl IntoResponse + use<>, Error> {
    let written = tokio::task::spawn_blocking(move || {
        let mut out = std::io::Cursor::new(Vec::new());
        table::write_xlsx(&table, rows, &mut out).map(|()| out.into_inner())
    });
    let bytes = written.await.map_err(anyhow::Error::from)?.map_err(anyhow::Error::from)?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(attachment(name, kind, bytes))
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
    Ok(attachment("de-an-khuyen-cong.csv", "text/csv; charset=utf-8", bytes))
}

/// A file to be kept under a name.
pub(super) fn attachment(
    name: &str,
    kind: &'static str,
    bytes: Vec<u8>,
) -> impl IntoResponse + use<> {
    let disposition = format!("attachment; filename=\"{name}\"");
    ([(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, disposition)], bytes)
}

async fn collect(
    app: &App,
    viewer: &Viewer,
    pairs: &[(String, String)],
) -> Result<(Table, Vec<Vec<Field>>), Error> {
    let asked = Asking::read(pairs);
    let scope = scope_of(app, viewer, &asked).await?;
    let wanted = wanted(app, viewer, &asked, &scope).await?;
    let found = store::list_page(&app.store, viewer, &wanted, MOST, 0).await?;
    let rows: Vec<Vec<Field>> = (1..).zip(&found).map(|(number, line)| row(number, line)).collect();
    Ok((head(&asked, &scope, rows.len()), rows))
}

fn row(number: i64, line: &ProjectLine) -> Vec<Field> {
    let text = |text: &str| {
        if text.is_empty() { Field::Empty } else { Field::Text(text.to_owned()) }
    };
    vec![
        Field::Integer(number),
        text(&line.code),
        text(&line.name),
        text(line.track.label()),
        Field::Integer(line.year),
        Field::Integer(line.batch),
        text(line.content.label()),
        text(line.activity.label()),
        text(&line.beneficiaries()),
        text(&line.place_text),
        Field::Integer(line.total_vnd()),
        Field::Integer(line.support_vnd),
        Field::Integer(line.counterpart_vnd),
        Field::Integer(line.advanced_vnd),
        text(line.state_label()),
        text(&line.state_on.map(crate::store::Day::vi).unwrap_or_default()),
        text(&line.document),
    ]
}

fn head(asked: &Asking, scope: &Scope, count: usize) -> Table {
    let columns = HEADS.iter().map(|(heading, kind, width)| Column {
        heading: (*heading).to_owned(),
        kind: *kind,
        width: *width,
    });
    let mut subtitles = vec![format!("{}; {count} đề án", scope.place.long_name())];
    if !asked.year.is_empty() {
        subtitles.push(format!("Năm {}", asked.year));
    }
    if !asked.q.is_empty() {
        subtitles.push(format!("Tìm: “{}”", asked.q));
    }
    Table {
        title: "Danh sách đề án khuyến công".to_owned(),
        subtitles,
        columns: columns.collect(),
        notes: vec![
            "Kinh phí khuyến công và vốn đối ứng là số được duyệt theo quyết định kế hoạch."
                .to_owned(),
        ],
    }
}

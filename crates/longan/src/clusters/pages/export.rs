//! The list as a workbook or a plain table: what is filtered is what is taken away.

use super::super::rules::Flag;
use super::super::search::{Asked, Column};
use super::super::store;
use super::list::wanted;
use super::{Line, lines, province_code};
use crate::App;
use crate::error::Error;
use crate::ui::query::{AsOf, Scope};
use crate::users::{SignedIn, Viewer};
use axum::extract::{Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use kernel::number::Ratio;
use paper::table::{self, Field, Kind, Table};

/// How many clusters are read at a time.
const CHUNK: i64 = 500;

/// The list as an Excel workbook.
pub async fn xlsx(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<impl IntoResponse, Error> {
    let (table, rows) = collect(&app, &viewer, &pairs).await?;
    let written = tokio::task::spawn_blocking(move || {
        let mut out = std::io::Cursor::new(Vec::new());
        table::write_xlsx(&table, rows, &mut out).map(|()| out.into_inner())
    });
    let bytes = written.await.map_err(anyhow::Error::from)?.map_err(anyhow::Error::from)?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(attachment("cum-cong-nghiep.xlsx", kind, bytes))
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
    Ok(attachment("cum-cong-nghiep.csv", "text/csv; charset=utf-8", bytes))
}

fn attachment(name: &str, kind: &'static str, bytes: Vec<u8>) -> impl IntoResponse + use<> {
    let disposition = format!("attachment; filename=\"{name}\"");
    ([(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, disposition)], bytes)
}

async fn collect(
    app: &App,
    viewer: &Viewer,
    pairs: &[(String, String)],
) -> Result<(Table, Vec<Vec<Field>>), Error> {
    let asked = Asked::read(pairs);
    let as_of = AsOf { place: asked.place.clone(), on: asked.on.clone() };
    let scope = as_of.resolve(app, viewer).await?;
    let flag: Option<Flag> = asked.flag.parse().ok();
    let wanted = wanted(&asked, &scope);
    let columns = asked.shown();
    let mut rows: Vec<Vec<Field>> = Vec::new();
    let mut offset = 0;
    loop {
        let found = store::list_page(&app.store, viewer, &wanted, CHUNK, offset).await?;
        let is_last = found.len() < 500;
        for line in lines(app, viewer, found, scope.on, province_code(&scope.place)).await? {
            if flag.is_none_or(|flag| line.findings.iter().any(|finding| finding.flag == flag)) {
                rows.push(row(rows.len() + 1, &line, &columns));
            }
        }
        if is_last {
            return Ok((head(&asked, &scope, &columns, rows.len()), rows));
        }
        offset += CHUNK;
    }
}

fn row(number: usize, line: &Line, columns: &[Column]) -> Vec<Field> {
    let number = Field::Integer(i64::try_from(number).unwrap_or_default());
    let name = Field::Text(line.standing.cluster.name.clone());
    [number, name].into_iter().chain(columns.iter().map(|column| field(line, *column))).collect()
}

fn field(line: &Line, column: Column) -> Field {
    let standing = &line.standing;
    let decimal = |scaled: Option<i64>, places| {
        scaled.map_or(Field::Empty, |scaled| Field::Decimal { scaled, places })
    };
    let count = |count: Option<i64>| count.map_or(Field::Empty, Field::Integer);
    match column {
        Column::Area => decimal(standing.area_m2(), 4),
        Column::Industrial => decimal(standing.industrial_m2(), 4),
        Column::Leased => decimal(standing.leased_m2(), 4),
        Column::Occupancy => standing.occupancy().and_then(Ratio::percent_scaled).map_or_else(
            || Field::Text(line.occupancy()),
            |scaled| Field::Decimal { scaled, places: 2 },
        ),
        Column::Registered => count(standing.registered()),
        Column::Operating => count(standing.operating()),
        Column::Planned => decimal(Some(standing.inside_planned_vnd).filter(|vnd| *vnd > 0), 6),
        Column::Paid => decimal(Some(standing.inside_paid_vnd).filter(|vnd| *vnd > 0), 6),
        text => match line.text(&text) {
            empty if empty.is_empty() => Field::Empty,
            text => Field::Text(text),
        },
    }
}

fn head(asked: &Asked, scope: &Scope, columns: &[Column], count: usize) -> Table {
    let mut heads = vec![
        table::Column { heading: "TT".to_owned(), kind: Kind::Integer, width: 6 },
        table::Column { heading: "Cụm công nghiệp".to_owned(), kind: Kind::Text, width: 28 },
    ];
    heads.extend(columns.iter().map(|column| {
        let (kind, width) = match column {
            Column::Registered | Column::Operating => (Kind::Integer, 12),
            Column::Occupancy => (Kind::Decimal { places: 2 }, 14),
            Column::Planned | Column::Paid => (Kind::Decimal { places: 2 }, 18),
            column if column.is_number() => (Kind::Decimal { places: 2 }, 14),
            _ => (Kind::Text, 26),
        };
        let heading = match column.basis() {
            "" => column.label().to_owned(),
            basis => format!("{} – {basis}", column.label()),
        };
        table::Column { heading, kind, width }
    }));
    let mut subtitles =
        vec![format!("{}, đến ngày {}; {count} cụm", scope.place.long_name(), scope.on.vi())];
    if !asked.q.is_empty() {
        subtitles.push(format!("Tìm: “{}”", asked.q));
    }
    if let Some(class) = asked.class {
        subtitles.push(format!("Tình trạng: {}", class.label()));
    }
    if let Ok(flag) = asked.flag.parse::<Flag>() {
        subtitles.push(format!("Cần chú ý: {}", flag.label()));
    }
    let notes = vec![
        "Tỷ lệ lấp đầy: đất công nghiệp đã cho thuê chia đất công nghiệp theo quy hoạch chi tiết; cụm chưa có quy hoạch chi tiết thì chưa xác định.".to_owned(),
    ];
    Table { title: "Danh sách cụm công nghiệp".to_owned(), subtitles, columns: heads, notes }
}

//! One import: watched, corrected, taken, left, handed back with remarks.

use super::{chosen, find, read_day};
use crate::App;
use crate::error::Error;
use crate::imports::model::{
    Import, ImportRow, Kind, Options, Outcome, Problem, RowStatus, Severity, Status,
};
use crate::imports::read::{Field, Table};
use crate::imports::store::{self, Shown};
use crate::imports::{actions, spawn_reading};
use crate::places::{self, Place};
use crate::ui::{Frame, Page, Problems};
use crate::users::{SignedIn, Viewer};
use askama::Template;
use axum::extract::{Form, Path, Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};
use paper::workbook::{self, Note, parse_cell_name};
use std::collections::{BTreeMap, BTreeSet};

/// Rows a page shows.
const ROWS: i64 = 200;
/// Problems a page shows.
const PROBLEMS: i64 = 500;

/// Which rows are asked for.
#[derive(Debug, Default, serde::Deserialize)]
pub struct Asked {
    #[serde(default)]
    show: String,
    #[serde(default)]
    from: i64,
}

impl Asked {
    fn shown(&self) -> Shown {
        match self.show.as_str() {
            "changes" => Shown::Changes,
            "wrong" => Shown::Wrong,
            _ => Shown::All,
        }
    }
}

#[derive(Template)]
#[template(path = "imports/show.html")]
struct Show {
    frame: Frame,
    import: Import,
    rows: Vec<ImportRow>,
    problems: Vec<Problem>,
    asked: Shown,
    from: i64,
    to: i64,
    more: Option<i64>,
    back: Option<i64>,
    waiting: i64,
    places: Vec<Place>,
    cluster_fields: Vec<Field>,
    tenant_fields: Vec<Field>,
    conflict_fields: Vec<Field>,
    project_fields: Vec<Field>,
}

impl Show {
    fn fields(&self, table: Option<&Table>) -> &[Field] {
        match table {
            Some(Table::Tenants) => &self.tenant_fields,
            Some(Table::Conflicts) => &self.conflict_fields,
            Some(Table::Projects | Table::Progress) => &self.project_fields,
            _ if self.import.kind == Kind::Tenants => &self.tenant_fields,
            _ if self.import.kind == Kind::Projects => &self.project_fields,
            _ => &self.cluster_fields,
        }
    }
}

/// One import: how far it is, what its columns mean, what it would change.
pub async fn show(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<impl IntoResponse, Error> {
    let import = find(&app, &viewer, &id).await?;
    Ok(Page(show_page(&app, &viewer, import, &asked).await?))
}

async fn show_page(
    app: &App,
    viewer: &Viewer,
    import: Import,
    asked: &Asked,
) -> Result<Show, Error> {
    let shown = asked.shown();
    let from = asked.from.max(0);
    let mut rows = store::list_rows(&app.store, &import, shown, ROWS + 1, from).await?;
    let more = (i64::try_from(rows.len()).unwrap_or(0) > ROWS).then_some(from + ROWS);
    rows.truncate(usize::try_from(ROWS).unwrap_or(usize::MAX));
    let counts = store::count_rows(&app.store, &import).await?;
    let waiting = counts
        .iter()
        .filter(|((outcome, status), _)| {
            matches!(outcome, Outcome::New | Outcome::Changed) && *status == RowStatus::Waiting
        })
        .map(|(_, count)| count)
        .sum();
    let fields = |first: Field, last: Field| -> Vec<Field> {
        let own = Field::ALL.iter().copied().filter(|f| (first..=last).contains(f));
        let shared = [Field::Ordinal, Field::Note];
        shared.into_iter().chain(own).collect()
    };
    let problems = store::list_problems(&app.store, &import, PROBLEMS).await?;
    Ok(Show {
        frame: Frame::new(viewer, "/imports", import.file_name.clone()),
        to: from + i64::try_from(rows.len()).unwrap_or(0),
        rows,
        problems,
        asked: shown,
        from,
        more,
        back: (from > 0).then(|| (from - ROWS).max(0)),
        waiting,
        places: places::store::list_provinces(&app.store).await?,
        cluster_fields: fields(Field::Code, Field::Sectors),
        tenant_fields: fields(Field::TenantName, Field::LicensedOn),
        conflict_fields: {
            let mut fields = fields(Field::Reporter, Field::Suggestion);
            fields.push(Field::ClusterName);
            fields
        },
        project_fields: {
            let mut fields = fields(Field::ProjectName, Field::LiquidatedOn);
            fields.extend([Field::Place, Field::Status]);
            fields
        },
        import,
    })
}

#[derive(Template)]
#[template(path = "imports/progress.html")]
struct Progress {
    import: Import,
}

/// The bar alone, for a page that asks again while the file is read.
pub async fn progress(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let import = find(&app, &viewer, &id).await?;
    if import.status == Status::Reading {
        return Ok(Page(Progress { import }).into_response());
    }
    // Read to the end: the page shows what was found.
    let headers = [("hx-redirect", format!("/imports/{id}"))];
    Ok((headers, Page(Progress { import })).into_response())
}

/// Reads the file again with the columns, day and place that were chosen.
pub async fn choose_columns(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
    Form(typed): Form<Vec<(String, String)>>,
) -> Result<Response, Error> {
    let import = find(&app, &viewer, &id).await?;
    let mut options = Options { accept_serial_dates: false, ..import.options.clone() };
    let mut problems = Problems::default();
    for (name, value) in &typed {
        match name.as_str() {
            "on" => options.on = read_day(value, &mut problems),
            "place" => options.place = chosen(value),
            "serial_dates" => options.accept_serial_dates = value == "accept",
            _ => {
                // column.<sheet>.<column> = word of the field
                let Some((sheet, column)) =
                    name.strip_prefix("column.").and_then(|rest| rest.rsplit_once('.'))
                else {
                    continue;
                };
                let sheet = sheet.parse().ok().and_then(|at: usize| import.summary.sheets.get(at));
                let (Some(sheet), Ok(column)) = (sheet, column.parse::<u32>()) else { continue };
                let columns: &mut BTreeMap<u32, String> =
                    options.columns.entry(sheet.name.clone()).or_default();
                columns.insert(column, value.clone());
            }
        }
    }
    if let Some(problem) = problems.on("on") {
        return Err(Error::Unusable(problem.to_owned()));
    }
    let actor = app.actor(&viewer);
    actions::begin_reading_again(&app, &actor, &import, &options).await?;
    spawn_reading(&app, &viewer, &import.id);
    Ok(Redirect::to(&format!("/imports/{id}")).into_response())
}

/// Takes the chosen rows, or all without errors.
pub async fn take(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
    Form(typed): Form<Vec<(String, String)>>,
) -> Result<Response, Error> {
    let import = find(&app, &viewer, &id).await?;
    let all = typed.iter().any(|(name, value)| name == "rows" && value == "all");
    let chosen: BTreeSet<i64> = typed
        .iter()
        .filter(|(name, _)| name == "row")
        .filter_map(|(_, value)| value.parse().ok())
        .collect();
    if !all && chosen.is_empty() {
        return Err(Error::Unusable(
            "Chưa chọn dòng nào. Hãy đánh dấu các dòng cần nhập, hoặc bấm “Nhập tất cả”."
                .to_owned(),
        ));
    }
    let actor = app.actor(&viewer);
    let chosen = (!all).then_some(&chosen);
    actions::take(&app, &actor, &viewer, &import, chosen).await?;
    Ok(Redirect::to(&format!("/imports/{id}")).into_response())
}

/// Leaves what has not been taken.
pub async fn withdraw(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<Redirect, Error> {
    let import = find(&app, &viewer, &id).await?;
    actions::withdraw(&app, &app.actor(&viewer), &import).await?;
    Ok(Redirect::to(&format!("/imports/{id}")))
}

/// The workbook with a remark in each cell where something was found.
pub async fn annotated(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let import = find(&app, &viewer, &id).await?;
    let problems = store::list_problems(&app.store, &import, i64::MAX).await?;
    let notes: Vec<Note> = problems.iter().filter_map(note).collect();
    let bytes = app.files.read(&import.file_sha256).await?;
    let written = tokio::task::spawn_blocking(move || workbook::annotate(&bytes, &notes))
        .await
        .map_err(anyhow::Error::from)?;
    let bytes = written.map_err(|problem| {
        tracing::warn!(import = %id, %problem, "a workbook could not be annotated");
        Error::Unusable(problem.message_vi())
    })?;
    let stem = import.file_name.trim_end_matches(".xlsx");
    let name = crate::ui::url_encode(&format!("{stem} (có ghi chú).xlsx"));
    let headers = [
        (
            CONTENT_TYPE,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet".to_owned(),
        ),
        (CONTENT_DISPOSITION, format!("attachment; filename*=UTF-8''{name}")),
    ];
    Ok((headers, bytes).into_response())
}

fn note(problem: &Problem) -> Option<Note> {
    let (row, column) = parse_cell_name(&problem.cell)?;
    Some(Note {
        sheet: problem.sheet.clone(),
        row,
        column,
        text: problem.message.clone(),
        severity: match problem.severity {
            Severity::Error => workbook::Severity::Error,
            Severity::Warning => workbook::Severity::Warning,
        },
    })
}

//! One workbook for the reports of many bodies: handed out, brought back, handed back with remarks.

use super::super::actions::{self, ReadWorkbook};
use super::super::model::{
    OwedReach, OwedStage, ReportProblem, ReportSeverity, ReportTerm, ReportUpload, UploadOutcome,
    WantedOwed,
};
use super::super::{duties, store, workbook};
use super::overview::Asked;
use super::owed::read;
use crate::App;
use crate::documents::{self, Upload};
use crate::error::Error;
use crate::ui::{Frame, Page};
use crate::users::{SignedIn, Viewer};
use askama::Template;
use axum::extract::{Multipart, Path, Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect};
use kernel::form::Form;
use paper::table;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// Most bodies of one workbook.
const MOST: i64 = 50_000;
/// Most findings shown on the page; the workbook with remarks has all.
const SHOWN: usize = 200;

/// The workbook to be filled in, with everybody for whom the viewer may enter and who still owes.
pub async fn template(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<impl IntoResponse, Error> {
    let wanted = WantedOwed {
        state: None,
        open_only: OwedStage::Open,
        own_only: OwedReach::Entered,
        ..read(&app, &asked)?
    };
    let form = entered_form(&app, &wanted.term)?;
    let owed = store::list_owed(&app.store, &viewer, &wanted, MOST, 0).await?;
    if owed.is_empty() {
        return Err(Error::NotFound);
    }
    let (table, rows) = workbook::template(&form, &wanted.term, &owed);
    let written = tokio::task::spawn_blocking(move || {
        let mut out = std::io::Cursor::new(Vec::new());
        table::write_xlsx(&table, rows, &mut out).map(|()| out.into_inner())
    });
    let bytes = written.await.map_err(anyhow::Error::from)?.map_err(anyhow::Error::from)?;
    let name = format!("{}-{}-bang-mau.xlsx", wanted.term.form, wanted.term.period);
    let disposition = format!("attachment; filename=\"{name}\"");
    Ok(([(CONTENT_TYPE, XLSX.to_owned()), (CONTENT_DISPOSITION, disposition)], bytes))
}

fn entered_form(app: &App, term: &ReportTerm) -> Result<Form, Error> {
    let form = duties::law_form(app, term).filter(|_| term.form.is_entered());
    form.ok_or(Error::NotFound)
}

/// Takes a workbook, or says what is wrong with it.
pub async fn upload(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    form: Multipart,
) -> Result<Redirect, Error> {
    let Upload { typed, file, problems } = documents::read_upload(&app, form).await?;
    let asked = Asked {
        form: typed.text("form").to_owned(),
        period: typed.text("period").to_owned(),
        ..Asked::default()
    };
    let term = read(&app, &asked)?.term;
    let form = entered_form(&app, &term)?;
    let Some(file) = file else {
        let problem = problems.on("file").unwrap_or("Hãy chọn tệp bảng mẫu đã điền.");
        return Err(Error::Unusable(problem.to_owned()));
    };
    let file = documents::actions::keep(&app, file).await?;
    let bytes = app.files.read(&file.sha256).await?;
    let found = actions::read_workbook(&app, &viewer, (&form, &term), bytes).await?;
    let id = actions::upload(&app, &app.actor(&viewer), &term, &file, &found).await?;
    Ok(Redirect::to(&format!("/reports/uploads/{id}")))
}

#[derive(Template)]
#[template(path = "reports/upload.html")]
struct Show {
    frame: Frame,
    upload: ReportUpload,
    term: ReportTerm,
    problems: Vec<ReportProblem>,
    more: usize,
}

async fn found(
    app: &App,
    viewer: &Viewer,
    id: &str,
) -> Result<(ReportUpload, ReportTerm, ReadWorkbook), Error> {
    let upload = store::find_upload(&app.store, viewer, id).await?.ok_or(Error::NotFound)?;
    let period = duties::read_period(app, &upload.period).ok_or(Error::NotFound)?;
    let term = duties::term(app, upload.form, period);
    if upload.outcome == UploadOutcome::Taken {
        return Ok((upload, term, ReadWorkbook::default()));
    }
    let form = entered_form(app, &term)?;
    let bytes = app.files.read(&upload.file_sha256).await?;
    let found = actions::read_workbook(app, viewer, (&form, &term), bytes).await?;
    Ok((upload, term, found))
}

/// What came of a workbook.
pub async fn show(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<impl IntoResponse, Error> {
    let (upload, term, found) = found(&app, &viewer, &id).await?;
    let mut problems = found.problems;
    problems.sort_by_key(|problem| problem.severity);
    let more = problems.len().saturating_sub(SHOWN);
    problems.truncate(SHOWN);
    Ok(Page(Show {
        frame: Frame::new(&viewer, "/reports", "Bảng nhiều báo cáo"),
        upload,
        term,
        problems,
        more,
    }))
}

/// The workbook with a remark in each cell where something was found.
pub async fn annotated(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<impl IntoResponse, Error> {
    let (upload, _, found) = found(&app, &viewer, &id).await?;
    let notes = actions::notes(&found.problems);
    let bytes = app.files.read(&upload.file_sha256).await?;
    let written =
        tokio::task::spawn_blocking(move || paper::workbook::annotate(&bytes, &notes)).await;
    let bytes = written.map_err(anyhow::Error::from)?.map_err(|problem| {
        tracing::warn!(upload = %id, %problem, "a workbook could not be annotated");
        Error::Unusable(problem.message_vi())
    })?;
    let stem = upload.file_name.trim_end_matches(".xlsx");
    let name = crate::ui::url_encode(&format!("{stem} (có ghi chú).xlsx"));
    let disposition = format!("attachment; filename*=UTF-8''{name}");
    Ok(([(CONTENT_TYPE, XLSX.to_owned()), (CONTENT_DISPOSITION, disposition)], bytes))
}

//! One workbook for the reports of many bodies: handed out, brought back, handed back with remarks.

use super::super::actions::{self, ReadWorkbook};
use super::super::entering::Entering;
use super::super::model::{
    OwedReach, OwedStage, OwedState, ReportProblem, ReportSeverity, ReportTerm, ReportUpload,
    UploadOutcome, WantedOwed,
};
use super::super::workbook::{self, Line};
use super::super::{duties, store};
use super::overview::Asked;
use super::owed::read;
use crate::App;
use crate::documents::{self, Upload};
use crate::error::Error;
use crate::ui::{Frame, Page};
use crate::users::{SignedIn, Viewer};
use askama::Template;
use axum::Json;
use axum::extract::{Multipart, Path, Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect};
use kernel::form::{Category, Form};
use paper::table;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// Most bodies of one workbook.
const MOST: i64 = 50_000;
/// Most findings shown on the page; the workbook with remarks has all.
const SHOWN: usize = 200;

/// The workbook to be filled in: of one body as the form is printed, or with everybody for whom the
/// viewer may enter and who still owes.
pub async fn template(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<impl IntoResponse, Error> {
    let wanted = WantedOwed {
        state: None,
        open_only: OwedStage::Open,
        own_only: OwedReach::Entered,
        subject_id: asked.subject.clone(),
        ..read(&app, &asked)?
    };
    let term = &wanted.term;
    let form = entered_form(&app, term)?;
    let mut owed = store::list_owed(&app.store, &viewer, &wanted, MOST, 0).await?;
    // What was begun on the page is sent from there.
    owed.retain(|line| line.state != OwedState::Draft);
    // What an enterprise reported itself is no investor's to enter.
    let entering = Entering::of(&app, &viewer, term).await?;
    owed.retain(|line| entering.collector(line).is_none() || entering.may_collect(line));
    if owed.is_empty() {
        return Err(Error::NotFound);
    }
    let ids: Vec<&str> = owed.iter().map(|line| line.subject_id.as_str()).collect();
    let before = store::list_values_before(&app.store, &viewer, term, &ids).await?;
    let lines = owed.iter().map(|owed| Line { owed, before: before.get(&owed.subject_id) });
    let lines: Vec<Line<'_>> = lines.collect();
    let (blank, rows) = match lines.as_slice() {
        [line] if !asked.subject.is_empty() => workbook::of_one(&form, term, *line),
        lines => workbook::of_many(&form, term, lines),
    };
    let written = tokio::task::spawn_blocking(move || {
        let mut out = std::io::Cursor::new(Vec::new());
        table::write_blank(&blank, rows, &mut out).map(|()| out.into_inner())
    });
    let bytes = written.await.map_err(anyhow::Error::from)?.map_err(anyhow::Error::from)?;
    let name = if asked.subject.is_empty() {
        format!("{}-{}-bang-mau.xlsx", term.form, term.period)
    } else {
        let body = kernel::text::slug(owed[0].who());
        format!("{}-{}-{body}.xlsx", term.form, term.period)
    };
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
    let only = Some(typed.text("subject")).filter(|id| !id.is_empty());
    if let Some(id) = only {
        let own_only = OwedReach::Entered;
        let subject_id = id.to_owned();
        let wanted = WantedOwed { subject_id, own_only, ..WantedOwed::all(term.clone()) };
        let owed = store::list_owed(&app.store, &viewer, &wanted, 1, 0).await?;
        owed.first().ok_or(Error::NotFound)?;
    }
    let file = documents::actions::keep(&app, file).await?;
    let bytes = app.files.read(&file.sha256).await?;
    let found = actions::read_workbook(&app, &viewer, (&form, &term), only, bytes).await?;
    let actor = app.actor(&viewer);
    let id = actions::upload(&app, &actor, &term, (&file, only), &found).await?;
    Ok(Redirect::to(&format!("/reports/uploads/{id}")))
}

#[derive(Template)]
#[template(path = "reports/upload.html")]
struct Show {
    frame: Frame,
    upload: ReportUpload,
    term: ReportTerm,
    problems: Vec<ReportProblem>,
    kinds: Vec<(&'static str, usize)>,
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
    let only = upload.subject_id.as_deref();
    let found = actions::read_workbook(app, viewer, (&form, &term), only, bytes).await?;
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
    let kinds = by_category(&problems);
    let more = problems.len().saturating_sub(SHOWN);
    problems.truncate(SHOWN);
    Ok(Page(Show {
        frame: Frame::new(&viewer, "/reports", "Bảng Excel đã tải lên"),
        upload,
        term,
        problems,
        kinds,
        more,
    }))
}

/// How many findings there are of each kind, from the whole to the past.
fn by_category(problems: &[ReportProblem]) -> Vec<(&'static str, usize)> {
    let counted = Category::ALL.map(|category| {
        let of_it = problems.iter().filter(|problem| problem.category == category.code());
        (category.label(), of_it.count())
    });
    counted.into_iter().filter(|(_, count)| *count > 0).collect()
}

/// The same for programs, with every finding.
pub async fn show_json(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<impl IntoResponse, Error> {
    let (upload, _, found) = found(&app, &viewer, &id).await?;
    Ok(Json(serde_json::json!({
        "form": upload.form, "period": upload.period, "outcome": upload.outcome,
        "reports": upload.reports, "errors": upload.errors, "problems": found.problems,
    })))
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

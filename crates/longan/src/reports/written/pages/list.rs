//! The reports in words of a period, and beginning one.

use super::super::actions;
use super::super::store::{self, Line};
use crate::App;
use crate::error::Error;
use crate::reports::duties;
use crate::reports::model::{Period, ReportForm, ReportStatus};
use crate::reports::summary::pages as summaries;
use crate::ui::form::Typed;
use crate::ui::{Frame, Page};
use crate::users::{Right, SignedIn, Viewer};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};

/// What the list is asked with.
#[derive(Debug, Default, serde::Deserialize)]
pub struct Asked {
    /// The period: 2026-H1.
    #[serde(default)]
    period: String,
}

struct Shown {
    line: Line,
    may_begin: bool,
}

#[derive(Template)]
#[template(path = "reports/written/list.html")]
struct List {
    frame: Frame,
    period: Period,
    periods: Vec<Period>,
    lines: Vec<Shown>,
}

/// The list.
pub async fn list(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<impl IntoResponse, Error> {
    let period = match asked.period.trim() {
        "" => duties::present_period(&app, app.today()),
        text => duties::read_period(&app, text),
    };
    let period = period.ok_or(Error::NotFound)?;
    let mut lines = Vec::new();
    for mut line in store::list_lines(&app.store, &viewer, &period.to_string()).await? {
        let is_own = is_own(&app, &viewer, &line.report_id).await?;
        let is_issued =
            line.status.is_some_and(|status| status == super::super::model::WritingStatus::Issued);
        // What is being drawn up is nobody else's business.
        if !is_own && !is_issued {
            line.writing_id = None;
        }
        if !is_own && line.report_status.is_open() {
            continue;
        }
        let may_begin = is_own
            && line.status.is_none()
            && line.report_status != ReportStatus::Superseded
            && viewer.may(Right::FillReports);
        lines.push(Shown { line, may_begin });
    }
    Ok(Page(List {
        frame: Frame::new(
            &viewer,
            "/reports",
            format!("Báo cáo kèm Biểu số 04 {}", period.label()),
        ),
        periods: duties::periods(&app, &viewer, app.today()).await?,
        period,
        lines,
    }))
}

async fn is_own(app: &App, viewer: &Viewer, report_id: &str) -> Result<bool, Error> {
    let report = summaries::find(app, viewer, report_id).await;
    match report {
        Ok(report) => Ok(summaries::draws_up(app, viewer, &report).await?.is_some()),
        Err(Error::NotFound) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Begins the report in words of a Biểu số 04; opens it when there is one.
pub async fn begin(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    typed: Typed,
) -> Result<Response, Error> {
    let report_id = typed.text("report");
    let opened = summaries::open(&app, &viewer, report_id).await?;
    if opened.report.form != ReportForm::Department {
        return Err(Error::NotFound);
    }
    if !super::may(&app, &viewer, Right::FillReports, &opened.summary.place.id).await? {
        return Err(Error::Forbidden);
    }
    let id = match store::id_of_report(&app.store, report_id).await? {
        Some(id) => id,
        None => actions::begin(&app, &app.actor(&viewer), report_id, &opened.summary).await?,
    };
    Ok(Redirect::to(&super::address(&id)).into_response())
}

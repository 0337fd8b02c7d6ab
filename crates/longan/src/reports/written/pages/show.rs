//! One report in words: its text, what stands in its way, its steps.

use super::super::letter::{self, subject};
use super::super::model::{Writing, WritingContent, WritingPart, WritingStatus};
use super::Opened;
use crate::App;
use crate::error::Error;
use crate::events::told::{Told, history};
use crate::reports::model::Report;
use crate::ui::form::Typed;
use crate::ui::{Frame, Page, Problems};
use crate::users::{Right, SignedIn, Viewer};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use paper::letter::Run;

/// What somebody may do with a report as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Fill,
    Approve,
    Issue,
}

#[derive(Template)]
#[template(path = "reports/written/show.html")]
struct Show {
    frame: Frame,
    writing: Writing,
    written: WritingContent,
    form: Option<Report>,
    form_number: String,
    steps: Vec<Step>,
    told: Vec<Told>,
    typed: Typed,
    problems: Problems,
}

impl Show {
    fn may(&self, step: Step) -> bool {
        self.steps.contains(&step)
    }

    fn runs(text: &str) -> Vec<Run> {
        letter::runs(text)
    }

    fn may_edit(&self, part: &WritingPart) -> bool {
        self.may(Step::Fill) && !part.is_heading()
    }

    /// Whether Biểu số 04 may still change, so that nothing can be approved yet.
    fn waits_for_form(&self) -> bool {
        self.form.as_ref().is_some_and(|form| form.status.is_open())
    }

    fn makes_pdf() -> bool {
        paper::letter::makes_pdf()
    }
}

/// The page.
pub async fn show(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    draw(&app, &viewer, &id, Typed::default(), Problems::default()).await
}

/// Draws the page, with what was typed and what was wrong with the last step.
pub(super) async fn draw(
    app: &App,
    viewer: &Viewer,
    id: &str,
    typed: Typed,
    problems: Problems,
) -> Result<Response, Error> {
    let Opened { writing, written, of } = super::open(app, viewer, id).await?;
    let may = async |right| super::may(app, viewer, right, &writing.place_id).await;
    let status = writing.status;
    let steps = [
        (Step::Fill, status != WritingStatus::Issued && may(Right::FillReports).await?),
        (Step::Approve, status == WritingStatus::Draft && may(Right::ApproveReports).await?),
        (Step::Issue, status == WritingStatus::Approved && may(Right::SendReports).await?),
    ];
    let code = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let form_paper = of.as_ref().and_then(|(_, summary)| summary.paper.clone());
    let page = Show {
        frame: Frame::new(viewer, "/reports", format!("Báo cáo: {}", subject(&written))),
        told: history(&app.store, &writing.id).await?,
        form: of.map(|(report, _)| report),
        form_number: form_paper.map(|paper| paper.number).unwrap_or_default(),
        steps: steps.into_iter().filter(|(_, may)| *may).map(|(step, _)| step).collect(),
        writing,
        written,
        typed,
        problems,
    };
    Ok((code, Page(page)).into_response())
}

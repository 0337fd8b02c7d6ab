//! One report: its table, what stands in its way, its steps, and what the register says since.

use super::super::adding::{self, Behind, Task};
use super::super::authority::{self, Capacity};
use super::super::model::{Summary, printed};
use super::super::rules::{self, Change, Obstacle};
use super::super::store::{self, Happened};
use super::Opened;
use crate::App;
use crate::error::Error;
use crate::events::told::{Told, action_label, history};
use crate::exchange::model::Standing;
use crate::reports::model::{Report, ReportForm, ReportStatus};
use crate::reports::papers::PaperFormat;
use crate::ui::{Frame, Page, Problems};
use crate::users::{Right, SignedIn, Viewer};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kernel::form::{Finding, FormRow};

/// What somebody may do with a report as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Fill,
    Approve,
    Send,
    Take,
    Correct,
}

/// A number that the register tells otherwise than it was reported, and why.
struct Since {
    change: Change,
    label: String,
    reported: String,
    now: String,
    why: Vec<Reason>,
}

struct Reason {
    name: String,
    path: String,
    before: String,
    after: String,
    acts: Vec<(String, Happened)>,
}

#[derive(Template)]
#[template(path = "reports/summary/show.html")]
struct Show {
    frame: Frame,
    report: Report,
    summary: Summary,
    obstacles: Vec<Obstacle>,
    findings: Vec<Finding>,
    frozen: Option<(String, String)>,
    steps: Vec<Step>,
    on_behalf: bool,
    versions: Vec<Report>,
    since: Vec<Since>,
    told: Vec<Told>,
    exchange: Standing,
    problems: Problems,
}

impl Show {
    fn may(&self, step: Step) -> bool {
        self.steps.contains(&step)
    }

    /// Whether anything differs from what is below, so that the columns are worth their room.
    fn compares(&self) -> bool {
        self.frozen.is_none() && self.summary.has_below()
    }

    /// The day over the signature, once there is a paper; else the form's own dots.
    fn signed(&self) -> String {
        let paper = self.summary.paper.as_ref();
        paper.map_or_else(
            || self.summary.form.signature.place_date.clone(),
            |paper| kernel::day::vi_long(paper.issued_on.0),
        )
    }

    fn numbered(&self, key: &str) -> String {
        self.summary.form.row(key).map(|row| row.number.clone()).unwrap_or_default()
    }
}

/// The page.
pub async fn show(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    draw(&app, &viewer, &id, Problems::default()).await
}

/// Draws the page, with what was wrong with the last step.
pub(super) async fn draw(
    app: &App,
    viewer: &Viewer,
    id: &str,
    problems: Problems,
) -> Result<Response, Error> {
    let Opened { report, summary, findings, frozen } =
        super::open_with(app, viewer, id, Behind::Numbers).await?;
    let exchange = crate::exchange::standing(app, viewer, &report).await?;
    // What came from another program was added up there: the register here tells nothing of it.
    let since = match &frozen {
        Some((_, taken_at)) if exchange.came.is_none() => {
            since(app, &report, &summary, taken_at).await?
        }
        _ => Vec::new(),
    };
    let title = format!(
        "{} {}, {}",
        summary.form.number_label,
        summary.period_vi(),
        summary.place.full_name
    );
    let status =
        if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let mut steps = steps(app, viewer, &report).await?;
    steps.retain(|step| exchange.came.is_none() || *step != Step::Correct);
    let capacity = super::draws_up(app, viewer, &report).await?;
    let page = Show {
        frame: Frame::new(viewer, "/reports", title),
        obstacles: if frozen.is_none() {
            rules::obstacles(&summary, &findings)
        } else {
            Vec::new()
        },
        on_behalf: capacity == Some(Capacity::Behalf),
        versions: store::list_versions(&app.store, viewer, &report).await?,
        told: history(&app.store, &report.id).await?,
        report,
        summary,
        findings,
        frozen,
        steps,
        since,
        exchange,
        problems,
    };
    Ok((status, Page(page)).into_response())
}

async fn steps(app: &App, viewer: &Viewer, report: &Report) -> Result<Vec<Step>, Error> {
    let status = report.status;
    let may = async |right| -> Result<bool, Error> {
        let capacity = authority::capacity(app, viewer, right, report.form, &report.subject_id);
        Ok(viewer.may(right) && capacity.await?.is_some())
    };
    let newest =
        store::newest_of(&app.store, report.form, &report.subject_id, &report.period).await?;
    let is_newest = newest.is_some_and(|newest| newest.id == report.id);
    let steps = [
        (Step::Fill, status.is_open() && may(Right::FillReports).await?),
        (Step::Approve, status == ReportStatus::Checked && may(Right::ApproveReports).await?),
        (Step::Send, status == ReportStatus::Approved && may(Right::SendReports).await?),
        (
            Step::Take,
            status == ReportStatus::Pending
                && viewer.may(Right::TakeReports)
                && authority::receives(app, viewer, report).await?,
        ),
        (Step::Correct, is_newest && !status.is_open() && may(Right::FillReports).await?),
    ];
    Ok(steps.into_iter().filter(|(_, may)| *may).map(|(step, _)| step).collect())
}

/// What the register tells otherwise today than when the report was frozen, with the acts that
/// changed it.
async fn since(
    app: &App,
    report: &Report,
    frozen: &Summary,
    taken_at: &str,
) -> Result<Vec<Since>, Error> {
    let task = Task::of(app, report).await?;
    let now = adding::add_up(app, &task, Some(report), &[], Behind::Rows).await?;
    let changes = rules::changes(&frozen.rows, &now.rows, |row| row.computed);
    let mut subjects: Vec<String> = changes
        .iter()
        .flat_map(|change| change.sources.iter().map(|source| source.subject.clone()))
        .collect();
    subjects.sort();
    subjects.dedup();
    let happened = store::list_happened(&app.store, &subjects, taken_at).await?;
    let told = changes.into_iter().filter_map(|change| {
        let (line, row) = frozen.row(&change.key)?;
        Some(Since {
            label: format!("{} {}", line.number, line.label),
            reported: printed(line, row.value),
            now: printed(line, change.after),
            why: change.sources.iter().map(|one| reason(line, one, &happened)).collect(),
            change,
        })
    });
    Ok(told.collect())
}

fn reason(line: &FormRow, source: &rules::SourceChange, happened: &[Happened]) -> Reason {
    let amount = |amount: Option<i64>| {
        amount.map_or_else(|| "không tính".to_owned(), |amount| source_amount(line, amount))
    };
    let acts = happened.iter().filter(|act| act.subject_id == source.subject);
    Reason {
        name: source.name.clone(),
        path: source.path.clone(),
        before: amount(source.before),
        after: amount(source.after),
        acts: acts.map(|act| (action_label(&act.action), act.clone())).collect(),
    }
}

/// What one record contributes, in the unit of the row; to a ratio it contributes land.
pub(super) fn source_amount(line: &FormRow, amount: i64) -> String {
    if line.measure == kernel::form::Measure::Percent {
        return format!("{} ha", crate::ui::Vi::ha(amount));
    }
    format!("{} {}", line.exact(amount), line.unit)
}

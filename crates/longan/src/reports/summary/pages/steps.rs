//! The steps of a report: computed anew, settled, checked, approved, sent, taken, corrected.

use super::super::actions;
use super::super::adding;
use super::super::authority;
use super::super::model::{Summary, SummaryPaper, SummarySettled};
use super::super::rules;
use crate::App;
use crate::error::Error;
use crate::reports::model::{Report, ReportStatus};
use crate::reports::store::list_values;
use crate::store::Day;
use crate::ui::Problems;
use crate::ui::form::{Reader, Typed};
use crate::users::{Right, SignedIn, Viewer};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};

fn back(id: &str) -> Response {
    Redirect::to(&super::address(id)).into_response()
}

/// What is said when the register moved under a report that was checked.
const MOVED: &str = "Số liệu trong hồ sơ đã đổi từ khi kiểm tra. Hãy bấm “Tính lại”, xem các dòng thay đổi rồi kiểm tra lại.";

/// Adds everything up anew.
pub async fn compute(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let (report, actor) = open_to_change(&app, &viewer, Right::FillReports, &id).await?;
    let seen = super::as_seen(report, typed.text("revision"));
    let (_, summary, findings) = super::work_on(&app, &seen).await?;
    actions::keep_rows(&app, &actor, &seen, &summary, &findings, "tính lại từ hồ sơ").await?;
    Ok(back(&id))
}

async fn open_to_change(
    app: &App,
    viewer: &Viewer,
    right: Right,
    id: &str,
) -> Result<(Report, crate::events::Actor), Error> {
    let (report, actor) = super::to_change(app, viewer, right, id).await?;
    if report.status.is_open() { Ok((report, actor)) } else { Err(Error::Stale) }
}

/// Takes one side in every row that is still open.
pub async fn settle_all(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let (report, actor) = open_to_change(&app, &viewer, Right::FillReports, &id).await?;
    let seen = super::as_seen(report, typed.text("revision"));
    let side = match typed.text("settled").parse() {
        Ok(SummarySettled::Below) => SummarySettled::Below,
        _ => SummarySettled::Computed,
    };
    let (task, mut summary, _) = super::work_on(&app, &seen).await?;
    for row in summary.rows.iter_mut().filter(|row| row.is_open()) {
        let explanation = row.explanation.clone();
        actions::settle(row, side, None, &explanation);
    }
    adding::follow_ratios(&task.definition, &mut summary.rows);
    let findings = adding::findings(&app, &task, &summary).await?;
    let why = format!("các dòng còn chênh: {}", side.label());
    actions::keep_rows(&app, &actor, &seen, &summary, &findings, &why).await?;
    Ok(back(&id))
}

/// Checks the report off, when nothing stands in its way.
pub async fn check(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let (report, actor) = open_to_change(&app, &viewer, Right::FillReports, &id).await?;
    let (_, summary, findings) = super::work_on(&app, &report).await?;
    let obstacles = rules::obstacles(&summary, &findings);
    if !obstacles.is_empty() {
        let message = format!(
            "Còn {} việc phải làm trước khi kiểm tra xong; xem danh sách dưới đây.",
            obstacles.len()
        );
        return super::show::draw(&app, &viewer, &id, Problems::one("form", message)).await;
    }
    let seen = super::as_seen(report, typed.text("revision"));
    // What was checked is what is kept.
    actions::keep_rows(&app, &actor, &seen, &summary, &findings, "kiểm tra").await?;
    let kept = Report { revision: seen.revision + 1, status: ReportStatus::Draft, ..seen };
    actions::advance(&app, &actor, &kept, ReportStatus::Checked).await?;
    Ok(back(&id))
}

/// The report added up, if the register still says what it said when it was checked.
async fn still_holding(
    app: &App,
    viewer: &Viewer,
    report: &Report,
) -> Result<Option<Summary>, Error> {
    let kept = list_values(&app.store, viewer, &report.id).await?;
    let (_, summary, _) = super::work_on(app, report).await?;
    let holds = summary.rows.iter().all(|row| {
        kept.iter().any(|value| {
            value.row_key == row.key
                && value.computed == row.computed
                && value.reported_below == row.below
        })
    });
    Ok(holds.then_some(summary))
}

/// Approves the report.
pub async fn approve(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let (report, actor) = super::to_change(&app, &viewer, Right::ApproveReports, &id).await?;
    if report.status != ReportStatus::Checked {
        return Err(Error::Stale);
    }
    if still_holding(&app, &viewer, &report).await?.is_none() {
        return super::show::draw(&app, &viewer, &id, Problems::one("form", MOVED)).await;
    }
    let seen = super::as_seen(report, typed.text("revision"));
    actions::advance(&app, &actor, &seen, ReportStatus::Approved).await?;
    Ok(back(&id))
}

/// Sends the report by its paper and freezes it.
pub async fn send(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let (report, actor) = super::to_change(&app, &viewer, Right::SendReports, &id).await?;
    if report.status != ReportStatus::Approved {
        return Err(Error::Stale);
    }
    let mut reader = Reader::new(&typed);
    let number = reader.required("number", "Hãy nhập số, ký hiệu của báo cáo, ví dụ 125/BC-SCT.");
    let issued_on: Day = reader.day("issued_on");
    let (number, issued_on) = match reader.finish((number, issued_on)) {
        Ok(paper) => paper,
        Err(problems) => return super::show::draw(&app, &viewer, &id, problems).await,
    };
    let Some(summary) = still_holding(&app, &viewer, &report).await? else {
        return super::show::draw(&app, &viewer, &id, Problems::one("form", MOVED)).await;
    };
    let issuer = summary.issuer(report.form);
    let seen = super::as_seen(report, typed.text("revision"));
    let paper = SummaryPaper { number, issued_on, issuer };
    actions::send(&app, &actor, &seen, summary, paper).await?;
    Ok(back(&id))
}

/// Takes a report that came, or gives it back with remarks.
pub async fn decide(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let report = super::find(&app, &viewer, &id).await?;
    if !authority::receives(&app, &viewer, &report).await? {
        return Err(Error::Forbidden);
    }
    if report.status != ReportStatus::Pending {
        return Err(Error::Stale);
    }
    let remarks = typed.text("remarks");
    let status = match typed.text("decision") {
        "accept" if remarks.is_empty() => ReportStatus::Accepted,
        "accept" => ReportStatus::AcceptedWithWarnings,
        _ if remarks.is_empty() => {
            let problem = "Hãy ghi rõ phải sửa gì để nơi gửi sửa được ngay.";
            return super::show::draw(&app, &viewer, &id, Problems::one("remarks", problem)).await;
        }
        _ => ReportStatus::Rejected,
    };
    let seen = super::as_seen(report, typed.text("revision"));
    actions::decide(&app, &app.actor(&viewer), &seen, status, remarks).await?;
    Ok(back(&id))
}

/// Begins a correction: a new version, with a reason.
pub async fn correct(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let (report, actor) = super::to_change(&app, &viewer, Right::FillReports, &id).await?;
    if report.status.is_open() {
        return Err(Error::Stale);
    }
    let reason = typed.text("reason");
    if reason.is_empty() {
        let problem = "Hãy ghi lý do lập bản thay thế.";
        return super::show::draw(&app, &viewer, &id, Problems::one("reason", problem)).await;
    }
    let newest =
        super::store::newest_of(&app.store, report.form, &report.subject_id, &report.period)
            .await?;
    if newest.is_none_or(|newest| newest.id != report.id) {
        return Err(Error::Stale);
    }
    let task = adding::Task::of(&app, &report).await?;
    let id = actions::draw_up(&app, &actor, &task, Some(&report), reason).await?;
    Ok(back(&id))
}

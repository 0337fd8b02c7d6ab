//! Biểu số 03 and 04 of the sample province: the units draw theirs up, settle, check, approve and
//! send, and the level above takes them; the same steps that people take on the pages.

use super::demo_reports::moment;
use super::operator;
use super::outcome::Outcome;
use crate::App;
use crate::error::Error;
use crate::reports::model::{OwedState, Report, ReportForm, ReportStatus, WantedOwed};
use crate::reports::summary::adding::{self, Task};
use crate::reports::summary::model::{Summary, SummaryPaper, SummarySettled};
use crate::reports::summary::{actions, rules, store as summaries};
use crate::reports::{duties, store};
use crate::store::Day;
use kernel::Period;
use kernel::form::Finding;

/// More units than the sample has.
const ALL: i64 = 500;
/// Every so many-th unit has not reported for 2026, and the one before it came late.
const ONE_IN: usize = 7;
/// What is said of a number that nobody told.
const UNTOLD: &str = "Chưa có doanh nghiệp nào báo cáo chỉ tiêu này.";
/// What is said of a number that jumps or stands out.
const AS_IN_PAPERS: &str = "Đã đối chiếu với hồ sơ của cụm, số liệu đúng.";

/// The province of the sample in 2013, and in 2026.
const PROVINCES: [&str; 2] = ["province:80:", "province:80:2025-07-01"];

/// Draws up and sends what has not been sent yet, the lower level first.
pub async fn take(app: &App) -> Outcome {
    for (province, period) in PROVINCES.into_iter().zip([Period::year(2013), Period::half(2026, 1)])
    {
        let Some(period) = period else { continue };
        for form in [ReportForm::Commune, ReportForm::Department] {
            take_form(app, form, period, province).await?;
        }
    }
    Ok(())
}

async fn take_form(app: &App, form: ReportForm, period: Period, province: &str) -> Outcome {
    let term = duties::term(app, form, period);
    let mut wanted = WantedOwed::all(term.clone());
    province.clone_into(&mut wanted.place_id);
    let owed = store::list_owed(&app.store, &operator(), &wanted, ALL, 0).await?;
    let due = term.due_on.unwrap_or(term.last);
    let is_past = matches!(period, Period::Year { .. });
    for (at, line) in owed.iter().enumerate() {
        let is_unit = form == ReportForm::Commune && !is_past;
        if line.state != OwedState::Missing || (is_unit && at % ONE_IN == ONE_IN - 1) {
            continue;
        }
        let days = if is_unit && at % ONE_IN == ONE_IN - 2 { 2 } else { -1 };
        let sent_on = Day(due.0.saturating_add(jiff::Span::new().days(days)));
        let task = Task::new(app, form, period, &line.subject_id).await?;
        report(app, &task, sent_on).await?;
    }
    tracing::info!(%form, %period, units = owed.len(), "sample reports added up");
    Ok(())
}

/// One report from its first number to the level above.
async fn report(app: &App, task: &Task, sent_on: Day) -> Outcome {
    let actor = moment(app, sent_on);
    let id = actions::draw_up(app, &actor, task, None, "").await?;
    let (mut summary, mut findings) = (None, Vec::new());
    // Settling one row may move a ratio, and with it what the checks say.
    for _ in 0..2 {
        let report = find(app, &id).await?;
        let (_, mut drawn, found) = adding::work_on(app, &report).await?;
        settle(&mut drawn, &found);
        adding::follow_ratios(&task.definition, &mut drawn.rows);
        findings = adding::findings(app, task, &drawn).await?;
        actions::keep_rows(app, &actor, &report, &drawn, &findings, "đối chiếu hồ sơ").await?;
        summary = Some(drawn);
    }
    let Some(summary) = summary else { return Ok(()) };
    let left = rules::obstacles(&summary, &findings);
    if !left.is_empty() {
        tracing::warn!(place = %task.place.full_name, period = %task.period, ?left, "a sample report stays a draft");
        return Ok(());
    }
    for status in [ReportStatus::Checked, ReportStatus::Approved] {
        actions::advance(app, &actor, &find(app, &id).await?, status).await?;
    }
    let issuer = summary.issuer(task.form);
    let number = match task.form {
        ReportForm::Department => "118/BC-SCT",
        _ => "27/BC-UBND",
    };
    let paper = SummaryPaper { number: number.to_owned(), issued_on: sent_on, issuer };
    actions::send(app, &actor, &find(app, &id).await?, summary.clone(), paper.clone()).await?;
    actions::decide(app, &actor, &find(app, &id).await?, ReportStatus::Accepted, "").await?;
    if task.form == ReportForm::Department {
        let report = find(app, &id).await?;
        super::demo_written::issue(app, &report, &summary, &paper).await?;
    }
    Ok(())
}

async fn find(app: &App, id: &str) -> Result<Report, Error> {
    let found = summaries::find_summary(&app.store, &operator(), id).await?;
    found.ok_or(Error::NotFound)
}

/// Takes the register's number wherever the two sides differ, and says why of what stands out.
fn settle(summary: &mut Summary, findings: &[Finding]) {
    let apart = match summary.silent.len() {
        0 => AS_IN_PAPERS.to_owned(),
        silent => format!("Còn {silent} đơn vị chưa gửi Biểu số 03; lấy số tính từ hồ sơ."),
    };
    for obstacle in rules::obstacles(summary, findings) {
        let Some(row) = summary.rows.iter_mut().find(|row| row.key == obstacle.key()) else {
            continue;
        };
        match obstacle {
            rules::Obstacle::Unsettled(_) => {
                actions::settle(row, SummarySettled::Computed, None, &apart);
            }
            rules::Obstacle::Missing(_) => UNTOLD.clone_into(&mut row.explanation),
            rules::Obstacle::Unexplained(_) | rules::Obstacle::Finding(..) => {
                AS_IN_PAPERS.clone_into(&mut row.explanation);
            }
        }
    }
}

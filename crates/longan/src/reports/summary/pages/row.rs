//! One number of a report: where it comes from, what the level below says, and which holds.

use super::super::actions;
use super::super::adding::{self, Task};
use super::super::model::{Summary, SummaryRow, SummarySettled, printed};
use super::Opened;
use crate::App;
use crate::error::Error;
use crate::figures::Row;
use crate::reports::model::Report;
use crate::ui::form::Typed;
use crate::ui::{Frame, Page, Problems};
use crate::users::{Right, SignedIn, Viewer};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::form::{Finding, FormRow};
use std::collections::BTreeMap;

/// What one unit below says, beside what the register comes to there.
struct BelowLine {
    report_id: String,
    name: String,
    reported: Option<i64>,
    computed: Option<i64>,
    explanation: String,
}

impl BelowLine {
    fn reported_vi(&self, line: &FormRow) -> String {
        printed(line, self.reported)
    }

    fn computed_vi(&self, line: &FormRow) -> String {
        printed(line, self.computed)
    }
}

#[derive(Template)]
#[template(path = "reports/summary/row.html")]
struct Show {
    frame: Frame,
    report: Report,
    summary: Summary,
    line: FormRow,
    row: SummaryRow,
    below: Vec<BelowLine>,
    findings: Vec<Finding>,
    is_frozen: bool,
    may_fill: bool,
    /// Whether what the rows point to is in another program.
    is_elsewhere: bool,
    typed: Typed,
    problems: Problems,
}

impl Show {
    fn amount(&self, source: &Row) -> String {
        super::show::source_amount(&self.line, source.amount)
    }

    fn whole_difference(&self) -> String {
        let apart = self.row.difference();
        apart.map_or_else(|| "–".to_owned(), |difference| self.line.exact(difference))
    }

    fn difference(&self, line: &BelowLine) -> String {
        let both = line.reported.zip(line.computed);
        both.map_or_else(String::new, |(reported, computed)| {
            self.line.exact(reported.saturating_sub(computed))
        })
    }

    fn chosen(&self) -> &str {
        match (self.typed.text("settled"), self.row.settled) {
            ("", Some(settled)) => settled.word(),
            (typed, _) => typed,
        }
    }
}

/// The page.
pub async fn show(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path((id, key)): Path<(String, String)>,
) -> Result<Response, Error> {
    draw(&app, &viewer, (&id, &key), None, Problems::default()).await
}

async fn draw(
    app: &App,
    viewer: &Viewer,
    (id, key): (&str, &str),
    typed: Option<Typed>,
    problems: Problems,
) -> Result<Response, Error> {
    let Opened { report, summary, findings, frozen } = super::open(app, viewer, id).await?;
    let (line, row) = summary.row(key).ok_or(Error::NotFound)?;
    let (line, row) = (line.clone(), row.clone());
    let computed = if frozen.is_none() && summary.has_below() {
        adding::computed_below(app, &Task::of(app, &report).await?, key).await?
    } else {
        BTreeMap::new()
    };
    let below = summary.below.iter().map(|below| BelowLine {
        report_id: below.report_id.clone(),
        name: below.full_name.clone(),
        reported: below.values.get(key).copied(),
        computed: computed.get(&below.place_id).copied().flatten(),
        explanation: below.explanations.get(key).cloned().unwrap_or_default(),
    });
    let below = below.collect();
    let is_elsewhere = crate::exchange::came_as_bundle(app, viewer, id).await?;
    let may_fill = report.status.is_open()
        && viewer.may(Right::FillReports)
        && super::draws_up(app, viewer, &report).await?.is_some();
    let typed = typed.unwrap_or_else(|| {
        Typed::of(&[
            ("value", row.value.map(|value| line.exact(value)).unwrap_or_default()),
            ("explanation", row.explanation.clone()),
            ("note", row.note.clone()),
        ])
    });
    let status =
        if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = Show {
        frame: Frame::new(viewer, "/reports", format!("Mục {}: {}", line.number, line.label)),
        findings: findings.into_iter().filter(|one| one.rows.iter().any(|k| k == key)).collect(),
        is_frozen: frozen.is_some(),
        report,
        summary,
        line,
        row,
        below,
        may_fill,
        is_elsewhere,
        typed,
        problems,
    };
    Ok((status, Page(page)).into_response())
}

/// Says which number the row takes, and why.
pub async fn settle(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path((id, key)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Error> {
    let (report, actor) = super::to_change(&app, &viewer, Right::FillReports, &id).await?;
    if !report.status.is_open() {
        return Err(Error::Stale);
    }
    let seen = super::as_seen(report, typed.text("revision"));
    let (task, mut summary, _) = super::work_on(&app, &seen).await?;
    let line = summary.row(&key).ok_or(Error::NotFound)?.0.clone();
    let mut problems = Problems::default();
    let settled: Option<SummarySettled> = typed.text("settled").parse().ok();
    if settled.is_none() {
        problems.add("settled", "Hãy chọn lấy số nào.");
    }
    let explanation = typed.text("explanation").to_owned();
    let mut entered = None;
    if settled == Some(SummarySettled::Entered) {
        match typed.text("value") {
            // A number that nobody knows stays missing; that too needs a reason.
            "" => {}
            text => match line.read(text) {
                Ok(value) => entered = Some(value),
                Err(problem) => problems.add("value", problem.message()),
            },
        }
        if explanation.is_empty() {
            problems.add("explanation", "Hãy ghi lý do: vì sao không lấy số tính từ hồ sơ.");
        }
    }
    let Some(settled) = settled.filter(|_| problems.is_empty()) else {
        return draw(&app, &viewer, (&id, &key), Some(typed), problems).await;
    };
    if let Some(row) = summary.rows.iter_mut().find(|row| row.key == key) {
        actions::settle(row, settled, entered, &explanation);
        typed.text("note").clone_into(&mut row.note);
    }
    adding::follow_ratios(&task.definition, &mut summary.rows);
    let findings = adding::findings(&app, &task, &summary).await?;
    let why = format!("mục {}: {}. {explanation}", line.number, settled.label());
    actions::keep_rows(&app, &actor, &seen, &summary, &findings, why.trim()).await?;
    Ok(Redirect::to(&format!("{}#{key}", super::address(&id))).into_response())
}

//! One report: values beside those before, what was found, what happened; and the decision on it.

use super::super::actions::{self, Decision};
use super::super::entering::Entering;
use super::super::model::{
    OwedReach, Report, ReportProblem, ReportSeverity, ReportStatus, ReportSubject, ReportTerm,
    ReportValue, WantedOwed,
};
use super::super::papers::PaperFormat;
use super::super::store::{self, FoundReport};
use super::super::{duties, filling};
use crate::App;
use crate::error::Error;
use crate::events::{self, told};
use crate::ui::form::{Reader, Typed};
use crate::ui::{Frame, Page, Problems};
use crate::users::{self, Right, SignedIn, Viewer};
use askama::Template;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::form::{Form, Values};

/// A report with all that its page and its decision need.
pub struct Whole {
    /// The report.
    pub found: FoundReport,
    /// The form it was made in.
    pub form: Form,
    /// Its days.
    pub term: ReportTerm,
    /// Its values.
    pub values: Vec<ReportValue>,
    problems: Vec<ReportProblem>,
    previous: Option<(Report, Values)>,
}

impl Whole {
    /// What the checks found.
    pub fn problems(&self) -> &[ReportProblem] {
        &self.problems
    }
}

/// Everything of a report that the viewer sees.
pub async fn whole(app: &App, viewer: &Viewer, id: &str) -> Result<Whole, Error> {
    let found = store::find(&app.store, viewer, id).await?.ok_or(Error::NotFound)?;
    let report = &found.report;
    // Those of a unit have pages of their own, which know who may see a draft.
    if report.subject_kind == ReportSubject::Place {
        return Err(Error::NotFound);
    }
    let period = duties::read_period(app, &report.period).ok_or(Error::NotFound)?;
    let term = duties::term(app, report.form, period);
    let form = duties::form_of_report(app, report, &term).ok_or(Error::NotFound)?;
    let values = store::list_values(&app.store, viewer, id).await?;
    let problems = store::list_problems(&app.store, viewer, id).await?;
    let previous =
        store::find_previous(&app.store, viewer, report.form, &report.period, &report.subject_id)
            .await?;
    let previous = match previous {
        Some(report) => {
            let values = store::list_values(&app.store, viewer, &report.id).await?;
            Some((report, filling::numbers(&values)))
        }
        None => None,
    };
    Ok(Whole { found, form, term, values, problems, previous })
}

/// One row of the table.
struct ShownRow {
    key: String,
    number: String,
    label: String,
    unit: String,
    value: Option<String>,
    previous: Option<String>,
    note: String,
    explanation: String,
    problems: Vec<ReportProblem>,
    section: &'static str,
}

#[derive(Template)]
#[template(path = "reports/show.html")]
struct Show {
    frame: Frame,
    found: FoundReport,
    term: ReportTerm,
    title: String,
    rows: Vec<ShownRow>,
    of_whole: Vec<ReportProblem>,
    previous: Option<Report>,
    versions: Vec<Report>,
    told: Vec<told::Told>,
    may_fill: &'static str,
    may_decide: &'static str,
    typed: Typed,
    problems: Problems,
}

fn rows(whole: &Whole) -> Vec<ShownRow> {
    let before = whole.previous.as_ref().map(|(_, values)| values);
    let rows = whole.form.rows.iter().map(|row| {
        let kept = whole.values.iter().find(|value| value.row_key == row.key);
        let text = |of: fn(&ReportValue) -> &String| kept.map(of).cloned().unwrap_or_default();
        ShownRow {
            key: row.key.clone(),
            number: row.number.clone(),
            label: row.label.clone(),
            unit: row.unit.clone(),
            value: kept.and_then(|value| value.value).map(|value| row.print(value)),
            previous: before.and_then(|values| values.get(&row.key)).map(|value| row.print(*value)),
            note: text(|value| &value.note),
            explanation: text(|value| &value.explanation),
            problems: of_row(&whole.problems, &row.key),
            section: if row.is_section() { "yes" } else { "" },
        }
    });
    rows.collect()
}

fn of_row(problems: &[ReportProblem], key: &str) -> Vec<ReportProblem> {
    problems.iter().filter(|problem| problem.row_key == key).cloned().collect()
}

async fn may_decide(app: &App, viewer: &Viewer, report: &Report) -> Result<bool, Error> {
    let Some(cluster_id) = &report.cluster_id else { return Ok(false) };
    let may = users::may_with_cluster(app, viewer, Right::ReviewReports, cluster_id).await?;
    Ok(may && report.status == ReportStatus::Pending)
}

/// Whether the viewer enters it as the investor of the cluster.
async fn may_collect(app: &App, viewer: &Viewer, own: &WantedOwed) -> Result<bool, Error> {
    let entering = Entering::of(app, viewer, &own.term).await?;
    if !entering.collects() {
        return Ok(false);
    }
    let seen = WantedOwed { own_only: OwedReach::Seen, ..own.clone() };
    let seen = store::list_owed(&app.store, viewer, &seen, 1, 0).await?;
    Ok(seen.first().is_some_and(|owed| entering.may_collect(owed)))
}

async fn page(
    app: &App,
    viewer: &Viewer,
    whole: Whole,
    typed: Typed,
    problems: Problems,
) -> Result<Response, Error> {
    let report = &whole.found.report;
    let history = events::list(&app.store, &report.id).await?;
    let versions =
        store::list_versions(&app.store, viewer, report.form, &report.period, &report.subject_id)
            .await?;
    let is_newest = versions.first().is_none_or(|newest| newest.id == report.id);
    let may_enter = match &report.cluster_id {
        Some(id) => users::may_with_cluster(app, viewer, Right::EnterReports, id).await?,
        None => false,
    };
    let own = WantedOwed {
        subject_id: report.subject_id.clone(),
        own_only: OwedReach::Own,
        ..WantedOwed::all(whole.term.clone())
    };
    let may_collect = may_collect(app, viewer, &own).await?;
    let may_fill = is_newest
        && report.subject_kind != ReportSubject::Place
        && (may_enter
            || may_collect
            || !store::list_owed(&app.store, viewer, &own, 1, 0).await?.is_empty());
    let may_decide = may_decide(app, viewer, report).await?;
    let yes = |is: bool| if is { "yes" } else { "" };
    let status =
        if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let title = format!("{} {}", report.form.label(), report.period_vi());
    let page = Show {
        frame: Frame::new(viewer, "/reports", title),
        title: whole.form.title.clone(),
        rows: rows(&whole),
        of_whole: of_row(&whole.problems, ""),
        versions,
        told: told::tell(&app.store, &history).await?,
        may_fill: yes(may_fill),
        may_decide: yes(may_decide),
        previous: whole.previous.map(|(report, _)| report),
        found: whole.found,
        term: whole.term,
        typed,
        problems,
    };
    Ok((status, Page(page)).into_response())
}

impl Show {
    /// Where another version is filled in.
    fn fill_link(&self) -> String {
        let report = &self.found.report;
        format!("/reports/fill/{}/{}/{}", report.form, report.period, report.subject_id)
    }
}

/// The page of a report.
pub async fn show(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let found = store::find(&app.store, &viewer, &id).await?.ok_or(Error::NotFound)?;
    if found.report.subject_kind == ReportSubject::Place {
        return Ok(Redirect::to(&format!("/reports/summaries/{id}")).into_response());
    }
    let whole = whole(&app, &viewer, &id).await?;
    page(&app, &viewer, whole, Typed::default(), Problems::default()).await
}

/// The report for programs.
pub async fn show_json(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<impl IntoResponse, Error> {
    let whole = whole(&app, &viewer, &id).await?;
    Ok(Json(serde_json::json!({
        "report": whole.found.report, "subject": whole.found.subject,
        "reporter": whole.found.reporter, "cluster": whole.found.slug,
        "document": whole.found.document, "entered_by": whole.found.entered_by_name, "from": whole.term.first, "to": whole.term.last,
        "values": whole.values, "problems": whole.problems,
    })))
}

/// What may be decided on a report that waits.
pub const DECISIONS: &[ReportStatus] = &[
    ReportStatus::Accepted,
    ReportStatus::AcceptedWithWarnings,
    ReportStatus::PartlyAccepted,
    ReportStatus::Rejected,
];

fn read(typed: &Typed, whole: &Whole) -> Result<Decision, Problems> {
    let mut reader = Reader::new(typed);
    let status = reader.choice("decision", ReportStatus::Rejected);
    let remarks = reader.text("remarks");
    if !DECISIONS.contains(&status) {
        reader.add("decision", "Hãy chọn tiếp nhận, tiếp nhận một phần hoặc trả lại.");
    }
    if remarks.is_empty() && status != ReportStatus::Accepted {
        reader.add("remarks", "Hãy ghi ý kiến để đơn vị báo cáo biết phải làm gì.");
    }
    let given = whole.values.iter().filter(|value| value.value.is_some());
    let (refused, kept): (Vec<&str>, Vec<&str>) = given
        .map(|value| value.row_key.as_str())
        .partition(|key| !typed.text(&format!("refuse_{key}")).is_empty());
    if status == ReportStatus::PartlyAccepted && (refused.is_empty() || kept.is_empty()) {
        reader.add(
            "decision",
            "Tiếp nhận một phần: hãy đánh dấu “không nhận” ở ít nhất một số, và chừa lại ít nhất một số.",
        );
    }
    let refused = match status {
        ReportStatus::PartlyAccepted => refused.into_iter().map(str::to_owned).collect(),
        _ => Vec::new(),
    };
    reader.finish(Decision { status, remarks, refused })
}

/// Decides on a report.
pub async fn decide(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let mut whole = whole(&app, &viewer, &id).await?;
    let Some(cluster_id) = whole.found.report.cluster_id.clone() else {
        return Err(Error::NotFound);
    };
    users::require_with_cluster(&app, &viewer, Right::ReviewReports, &cluster_id).await?;
    let decision = match read(&typed, &whole) {
        Ok(decision) => decision,
        Err(problems) => return page(&app, &viewer, whole, typed, problems).await,
    };
    // What was seen is what is decided on.
    whole.found.report.revision = typed.text("revision").parse().unwrap_or_default();
    let actor = users::actor_for(&app, &viewer, &cluster_id, &typed).await?;
    let around = (&whole.form, &whole.term);
    actions::decide(&app, &actor, &whole.found, around, &whole.values, &decision).await?;
    Ok(Redirect::to(&format!("/reports/{id}")).into_response())
}

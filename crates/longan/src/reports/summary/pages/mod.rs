//! HTTP: the list, one report, one of its numbers, its steps, two versions side by side.

pub mod api;
pub mod difference;
pub mod list;
pub mod paper;
pub mod row;
pub mod show;
pub mod steps;

pub(super) use super::adding::work_on;
use super::adding::{self, Behind};
use super::authority::{self, Capacity};
use super::model::Summary;
use super::store;
use crate::App;
use crate::error::Error;
use crate::events::Actor;
use crate::reports::model::Report;
use crate::users::{Right, Viewer};
use kernel::form::Finding;

/// A report as a page needs it: as it was frozen, or as it stands.
pub(in crate::reports) struct Opened {
    /// The report.
    pub report: Report,
    /// Its rows.
    pub summary: Summary,
    /// What the checks say; nothing once it was sent.
    pub findings: Vec<Finding>,
    /// Hash and moment of what was frozen.
    pub frozen: Option<(String, String)>,
}

/// The report, if the viewer may see it. One that was not sent is seen by whoever draws it up.
pub(in crate::reports) async fn find(
    app: &App,
    viewer: &Viewer,
    id: &str,
) -> Result<Report, Error> {
    let report = store::find_summary(&app.store, viewer, id).await?.ok_or(Error::NotFound)?;
    if report.status.is_open() && draws_up(app, viewer, &report).await?.is_none() {
        return Err(Error::NotFound);
    }
    Ok(report)
}

/// In what capacity the viewer draws the report up.
pub(in crate::reports) async fn draws_up(
    app: &App,
    viewer: &Viewer,
    report: &Report,
) -> Result<Option<Capacity>, Error> {
    let right = Right::FillReports;
    Ok(authority::capacity(app, viewer, right, report.form, &report.subject_id).await?)
}

/// The report and everything in it: from the snapshot alone, once there is one.
pub(in crate::reports) async fn open(
    app: &App,
    viewer: &Viewer,
    id: &str,
) -> Result<Opened, Error> {
    open_with(app, viewer, id, Behind::Rows).await
}

/// The same, with as much behind the numbers as is needed.
pub(super) async fn open_with(
    app: &App,
    viewer: &Viewer,
    id: &str,
    behind: Behind,
) -> Result<Opened, Error> {
    let report = find(app, viewer, id).await?;
    if let Some((content, sha256, taken_at)) = store::find_snapshot(&app.store, viewer, id).await? {
        let summary = serde_json::from_str(&content).map_err(anyhow::Error::from)?;
        let frozen = Some((sha256, taken_at));
        return Ok(Opened { report, summary, findings: Vec::new(), frozen });
    }
    let (_, summary, findings) = adding::work_with(app, &report, behind).await?;
    Ok(Opened { report, summary, findings, frozen: None })
}

/// The report, if the viewer may do `right` to it, and who then acts.
pub(super) async fn to_change(
    app: &App,
    viewer: &Viewer,
    right: Right,
    id: &str,
) -> Result<(Report, Actor), Error> {
    let report = find(app, viewer, id).await?;
    let capacity = authority::capacity(app, viewer, right, report.form, &report.subject_id).await?;
    let mut actor = app.actor(viewer);
    match capacity.ok_or(Error::Forbidden)? {
        Capacity::Own => {}
        Capacity::Behalf => actor.on_behalf_of = Some(report.subject_id.clone()),
    }
    Ok((report, actor))
}

/// The same with the revision that the person saw.
pub(super) fn as_seen(report: Report, revision: &str) -> Report {
    Report { revision: revision.parse().unwrap_or_default(), ..report }
}

/// The address of a report.
pub(super) fn address(id: &str) -> String {
    format!("/reports/summaries/{id}")
}

//! HTTP: the list, one report in words, its parts, its steps, its files.

pub mod files;
pub mod list;
pub mod part;
pub mod show;
pub mod steps;

use super::drafting;
use super::model::{Writing, WritingContent};
use super::store;
use crate::App;
use crate::error::Error;
use crate::events::Actor;
use crate::reports::model::Report;
use crate::reports::summary::authority::{self, Capacity};
use crate::reports::summary::model::Summary;
use crate::reports::summary::pages as summaries;
use crate::users::{Right, Viewer};

/// A report in words as a page needs it.
pub(super) struct Opened {
    /// As it is kept.
    pub writing: Writing,
    /// As it was issued, or as it reads now.
    pub written: WritingContent,
    /// The Biểu số 04 it tells of; `None` once it is issued, for then nothing else is asked.
    pub of: Option<(Report, Summary)>,
}

/// The report, if the viewer may see it. One that is not issued is seen by whoever draws up the
/// Biểu số 04 of the province.
pub(super) async fn find(app: &App, viewer: &Viewer, id: &str) -> Result<Writing, Error> {
    let writing = store::find_writing(&app.store, viewer, id).await?.ok_or(Error::NotFound)?;
    if writing.is_open() && !may(app, viewer, Right::FillReports, &writing.place_id).await? {
        return Err(Error::NotFound);
    }
    Ok(writing)
}

/// Whether the viewer has `right` over the reports of the Department of a province.
pub(super) async fn may(
    app: &App,
    viewer: &Viewer,
    right: Right,
    place_id: &str,
) -> Result<bool, Error> {
    let form = crate::reports::model::ReportForm::Department;
    let capacity = authority::capacity(app, viewer, right, form, place_id).await?;
    Ok(viewer.may(right) && capacity == Some(Capacity::Own))
}

/// The report and everything in it: as it was issued, or from Biểu số 04 as that stands.
pub(super) async fn open(app: &App, viewer: &Viewer, id: &str) -> Result<Opened, Error> {
    let writing = find(app, viewer, id).await?;
    if !writing.is_open() {
        let content = store::find_content(&app.store, viewer, id).await?;
        let written = serde_json::from_str(&content).map_err(anyhow::Error::from)?;
        return Ok(Opened { writing, written, of: None });
    }
    let form = summaries::open(app, viewer, &writing.report_id).await?;
    let passages = store::list_passages(&app.store, viewer, id).await?;
    let sha256 = form.frozen.map(|(sha256, _)| sha256).unwrap_or_default();
    let report = (writing.report_id.as_str(), sha256.as_str());
    let written = drafting::write(app, report, &form.summary, &passages).await?;
    Ok(Opened { writing, written, of: Some((form.report, form.summary)) })
}

/// The open report, if the viewer may do `right` to it, as they saw it; and who then acts.
pub(super) async fn to_change(
    app: &App,
    viewer: &Viewer,
    right: Right,
    (id, revision): (&str, &str),
) -> Result<(Opened, Actor), Error> {
    let mut opened = open(app, viewer, id).await?;
    if !may(app, viewer, right, &opened.writing.place_id).await? {
        return Err(Error::Forbidden);
    }
    if !opened.writing.is_open() {
        return Err(Error::Stale);
    }
    opened.writing.revision = revision.parse().unwrap_or_default();
    Ok((opened, app.actor(viewer)))
}

/// The address of a report.
pub(super) fn address(id: &str) -> String {
    format!("/reports/written/{id}")
}

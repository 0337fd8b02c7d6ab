//! Two versions of a report side by side: which numbers changed, and which records behind them.

use super::super::model::{Summary, printed};
use super::super::rules::{self, Change, SourceChange};
use super::super::store;
use super::Opened;
use crate::App;
use crate::error::Error;
use crate::reports::model::Report;
use crate::ui::{Frame, Page};
use crate::users::SignedIn;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::IntoResponse;

#[derive(Template)]
#[template(path = "reports/summary/difference.html")]
struct Show {
    frame: Frame,
    report: Report,
    before: Report,
    summary: Summary,
    changes: Vec<Change>,
    /// Whether the records behind the numbers are in another program.
    is_elsewhere: bool,
}

impl Show {
    fn label(&self, key: &str) -> String {
        let row = self.summary.form.row(key);
        row.map(|row| format!("{} {}", row.number, row.label)).unwrap_or_default()
    }

    /// The number in the version before and in this one.
    fn numbers(&self, change: &Change) -> [String; 2] {
        let row = self.summary.form.row(&change.key);
        [change.before, change.after]
            .map(|value| row.map(|row| printed(row, value)).unwrap_or_default())
    }

    /// What a record contributed before and contributes now.
    fn amounts(&self, change: &Change, source: &SourceChange) -> [String; 2] {
        let row = self.summary.form.row(&change.key);
        [source.before, source.after].map(|amount| {
            let told = row.zip(amount).map(|(row, amount)| super::show::source_amount(row, amount));
            told.unwrap_or_else(|| "không tính".to_owned())
        })
    }
}

/// A version beside the one before it.
pub async fn show(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<impl IntoResponse, Error> {
    let Opened { report, summary, .. } = super::open(&app, &viewer, &id).await?;
    let versions = store::list_versions(&app.store, &viewer, &report).await?;
    let before = versions.into_iter().find(|one| one.version + 1 == report.version);
    let before = before.ok_or(Error::NotFound)?;
    let earlier = super::open(&app, &viewer, &before.id).await?.summary;
    let changes = rules::changes(&earlier.rows, &summary.rows, |row| row.value);
    let title = format!("Bản {} so với bản {}", report.version, before.version);
    Ok(Page(Show {
        frame: Frame::new(&viewer, "/reports", title),
        report,
        before,
        summary,
        changes,
        is_elsewhere: crate::exchange::came_as_bundle(&app, &viewer, &id).await?,
    }))
}

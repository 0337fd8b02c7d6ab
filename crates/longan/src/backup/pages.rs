//! The page of the backups: how they stand, and one more now.

use super::model::{Backup, BackupStatus};
use super::store;
use crate::App;
use crate::error::Error;
use crate::ui::{Frame, Page};
use crate::users::SignedIn;
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect};

/// How many backups the page shows.
const SHOWN: i64 = 60;
/// Days without a backup after which somebody must look.
const LATE_DAYS: i64 = 2;

#[derive(Template)]
#[template(path = "backup/list.html")]
struct List {
    frame: Frame,
    folder: Option<String>,
    hour: i8,
    keep_daily: usize,
    keep_weekly: usize,
    keep_monthly: usize,
    notice: Option<String>,
    runs: Vec<Backup>,
}

/// How the backups stand.
pub async fn list(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
) -> Result<impl IntoResponse, Error> {
    let runs = store::list_runs(&app.store, SHOWN).await?;
    let settings = &app.settings.backup;
    Ok(Page(List {
        frame: Frame::new(&viewer, "/backups", "Sao lưu"),
        folder: settings.folder.as_ref().map(|folder| folder.display().to_string()),
        hour: settings.hour.0,
        keep_daily: settings.keep_daily,
        keep_weekly: settings.keep_weekly,
        keep_monthly: settings.keep_monthly,
        notice: notice(&app).await?,
        runs,
    }))
}

/// Makes a backup now.
pub async fn make(
    State(app): State<App>,
    SignedIn(_): SignedIn,
) -> Result<impl IntoResponse, Error> {
    super::now(&app).await?;
    Ok(Redirect::to("/backups"))
}

/// What an administrator must be told of the backups; nothing when all is well.
pub async fn notice(app: &App) -> Result<Option<String>, Error> {
    if app.settings.backup.folder.is_none() {
        return Ok(None);
    }
    let runs = store::list_runs(&app.store, 1).await?;
    if let Some(trouble) =
        runs.first().filter(|run| run.status == BackupStatus::Failed).and_then(|run| run.trouble)
    {
        return Ok(Some(format!("Lần sao lưu gần nhất không xong. {}", trouble.label())));
    }
    let Some(last) = store::find_last_done(&app.store).await? else { return Ok(None) };
    let late = last.began().is_some_and(|began| {
        app.clock.now() > began + jiff::SignedDuration::from_hours(LATE_DAYS * 24)
    });
    Ok(late.then(|| {
        format!(
            "Đã hơn {LATE_DAYS} ngày chưa có bản sao lưu mới; bản gần nhất lúc {}. Hãy xem nhật ký của chương trình.",
            last.began_vi()
        )
    }))
}

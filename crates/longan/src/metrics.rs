//! What the program tells a monitor, on a port of its own: numbers only, no names, no places.

use crate::App;
use crate::backup::model::BackupStatus;
use crate::backup::store as backups;
use crate::store::Result;
use axum::Router;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::get;
use std::fmt::Write as _;

/// What Prometheus reads.
const TEXT: &str = "text/plain; version=0.0.4; charset=utf-8";

/// The one page of the monitor's port.
pub fn router(app: App) -> Router {
    Router::new().route("/metrics", get(show)).with_state(app)
}

async fn show(State(app): State<App>) -> impl IntoResponse {
    ([(CONTENT_TYPE, TEXT)], tell(&app).await)
}

/// Every number, in the form that Prometheus reads. A database that does not answer is told too.
pub async fn tell(app: &App) -> String {
    let mut text = String::new();
    let kept = told_by_database(app).await;
    if let Err(error) = &kept {
        tracing::error!(%error, "the database does not answer the monitor");
    }
    gauge(&mut text, "longan_up", "whether the database answers", i64::from(kept.is_ok()));
    let started = app.meter.started().as_second();
    gauge(&mut text, "longan_started_seconds", "when the program started", started);
    let _ = writeln!(text, "# HELP longan_requests_total answers by class of their status");
    let _ = writeln!(text, "# TYPE longan_requests_total counter");
    for (class, count) in app.meter.answers() {
        let _ = writeln!(text, "longan_requests_total{{status=\"{class}xx\"}} {count}");
    }
    text + &kept.unwrap_or_default()
}

async fn told_by_database(app: &App) -> Result<String> {
    let mut text = String::new();
    let last = backups::list_runs(&app.store, 1).await?;
    let failed = last.first().is_some_and(|run| run.status == BackupStatus::Failed);
    let help = "whether the latest backup failed";
    gauge(&mut text, "longan_backup_failed", help, i64::from(failed));
    let done = backups::find_last_done(&app.store).await?;
    let at = done.and_then(|run| run.began()).map_or(0, jiff::Timestamp::as_second);
    let help = "when the latest whole backup was begun, 0 when there is none";
    gauge(&mut text, "longan_backup_last_success_seconds", help, at);
    Ok(text)
}

fn gauge(text: &mut String, name: &str, help: &str, value: i64) {
    let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} gauge\n{name} {value}");
}

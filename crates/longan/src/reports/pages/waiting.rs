//! Reports that wait for a decision.

use super::super::model::WaitingReport;
use super::super::store;
use crate::App;
use crate::error::Error;
use crate::ui::{Frame, Page};
use crate::users::SignedIn;
use askama::Template;
use axum::extract::State;
use axum::response::IntoResponse;

/// Most that are shown; what is decided makes room.
const SHOWN: i64 = 200;

#[derive(Template)]
#[template(path = "reports/waiting.html")]
struct Waiting {
    frame: Frame,
    reports: Vec<WaitingReport>,
    count: i64,
}

/// The list, the oldest first.
pub async fn list(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
) -> Result<impl IntoResponse, Error> {
    Ok(Page(Waiting {
        frame: Frame::new(&viewer, "/reports", "Báo cáo chờ xem xét"),
        reports: store::list_waiting(&app.store, &viewer, SHOWN).await?,
        count: store::count_waiting(&app.store, &viewer).await?,
    }))
}

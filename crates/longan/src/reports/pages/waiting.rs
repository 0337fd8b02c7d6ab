//! Reports that wait for a decision.

use super::super::actions::{self, Decision};
use super::super::model::{ReportStatus, WaitingReport};
use super::super::store;
use super::show::whole;
use crate::App;
use crate::error::Error;
use crate::ui::form::Typed;
use crate::ui::{Frame, Page};
use crate::users::SignedIn;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect};

/// Most that are shown; what is decided makes room.
const SHOWN: i64 = 200;

#[derive(Template)]
#[template(path = "reports/waiting.html")]
struct Waiting {
    frame: Frame,
    reports: Vec<WaitingReport>,
    count: i64,
    told: String,
}

impl Waiting {
    /// Whether any can be taken from the list: those about which nothing was found.
    fn offers(&self) -> bool {
        self.reports.iter().any(WaitingReport::is_clean)
    }
}

/// How many were just taken.
#[derive(Debug, Default, serde::Deserialize)]
pub struct Asked {
    #[serde(default)]
    taken: String,
}

/// The list, the oldest first.
pub async fn list(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<impl IntoResponse, Error> {
    Ok(Page(Waiting {
        frame: Frame::new(&viewer, "/reports", "Báo cáo chờ xem xét"),
        reports: store::list_waiting(&app.store, &viewer, SHOWN).await?,
        count: store::count_waiting(&app.store, &viewer).await?,
        told: asked
            .taken
            .parse::<u32>()
            .map(|count| format!("Đã tiếp nhận {count} báo cáo."))
            .unwrap_or_default(),
    }))
}

/// Takes the reports that were marked. One about which something was found is read first, on its
/// own page; the list does not offer it.
pub async fn accept(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    typed: Typed,
) -> Result<Redirect, Error> {
    let actor = app.actor(&viewer);
    let decision =
        Decision { status: ReportStatus::Accepted, remarks: String::new(), refused: Vec::new() };
    let mut taken = 0;
    for waiting in store::list_waiting(&app.store, &viewer, SHOWN).await? {
        if typed.text(&format!("take_{}", waiting.id)).is_empty() || !waiting.is_clean() {
            continue;
        }
        let whole = whole(&app, &viewer, &waiting.id).await?;
        let around = (&whole.form, &whole.term);
        actions::decide(&app, &actor, &whole.found, around, &whole.values, &decision).await?;
        taken += 1;
    }
    Ok(Redirect::to(&format!("/reports/waiting?taken={taken}")))
}

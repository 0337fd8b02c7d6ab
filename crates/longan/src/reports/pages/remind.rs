//! Reminding: everybody on a list, or one by a printed letter.

use super::super::actions;
use super::super::model::{Owed, OwedReach, OwedStage, ReportTerm, WantedOwed};
use super::super::store;
use super::overview::Asked;
use super::owed::{query_of, read};
use crate::App;
use crate::error::Error;
use crate::store::Day;
use crate::ui::form::Typed;
use crate::ui::{Frame, Page};
use crate::users::SignedIn;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect};

/// Most bodies reminded at once; the rest are reminded by pressing again.
const AT_ONCE: i64 = 1_000;

/// Reminds everybody on the list who still has to report.
pub async fn remind(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    typed: Typed,
) -> Result<Redirect, Error> {
    let text = |name: &str| typed.text(name).to_owned();
    let asked = Asked {
        form: text("form"),
        period: text("period"),
        place: text("place"),
        cluster: text("cluster"),
        subject: text("subject"),
        ..Asked::default()
    };
    let wanted = WantedOwed {
        state: None,
        open_only: OwedStage::Open,
        own_only: OwedReach::Reviewed,
        ..read(&app, &asked)?
    };
    let owed = store::list_owed(&app.store, &viewer, &wanted, AT_ONCE, 0).await?;
    let done = actions::remind(&app, &app.actor(&viewer), &wanted.term, &owed).await?;
    let asked = Asked { state: "open".to_owned(), ..asked };
    Ok(Redirect::to(&format!(
        "/reports/owed?{}&told={}&unreachable={}&already={}",
        query_of(&asked, &wanted),
        done.told,
        done.unreachable,
        done.already
    )))
}

#[derive(Template)]
#[template(path = "reports/letter.html")]
struct Letter {
    frame: Frame,
    term: ReportTerm,
    lines: Vec<Owed>,
    today: Day,
}

/// Letters to print for those who cannot be reached otherwise, one a page.
pub async fn letter(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<impl IntoResponse, Error> {
    let wanted = WantedOwed {
        state: None,
        open_only: OwedStage::Open,
        own_only: OwedReach::Reviewed,
        ..read(&app, &asked)?
    };
    let lines = store::list_owed(&app.store, &viewer, &wanted, AT_ONCE, 0).await?;
    if lines.is_empty() {
        return Err(Error::NotFound);
    }
    Ok(Page(Letter {
        frame: Frame::new(&viewer, "/reports", "Giấy nhắc gửi báo cáo"),
        term: wanted.term,
        lines,
        today: app.today(),
    }))
}

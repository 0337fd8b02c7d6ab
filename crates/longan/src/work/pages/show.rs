//! What waits, what is to be done, what is due.

use super::super::model::{Duty, Task, Waiting};
use super::super::{collect, duties, store};
use crate::App;
use crate::error::Error;
use crate::store::Day;
use crate::ui::{Frame, Page};
use crate::users::SignedIn;
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use jiff::ToSpan as _;

/// Days ahead on the first page.
const NEAR_DAYS: i32 = 60;
/// Days ahead in the whole ledger.
const FAR_DAYS: i32 = 400;

#[derive(Template)]
#[template(path = "work/show.html")]
struct Show {
    frame: Frame,
    waiting: Vec<Waiting>,
    tasks: Vec<Task>,
    given: Vec<Task>,
    duties: Vec<Duty>,
    today: Day,
}

/// The person's own page.
pub async fn show(State(app): State<App>, SignedIn(viewer): SignedIn) -> Result<Response, Error> {
    let today = app.today();
    let until = Day(today.0.saturating_add(NEAR_DAYS.days()));
    let page = Show {
        frame: Frame::new(&viewer, "/work", "Việc của tôi"),
        waiting: collect::waiting(&app, &viewer).await?,
        tasks: store::list_tasks(&app.store, &viewer).await?,
        given: store::list_tasks_given(&app.store, &viewer).await?,
        duties: duties::ledger(&app, &viewer, today, until).await?,
        today,
    };
    Ok(Page(page).into_response())
}

#[derive(Template)]
#[template(path = "work/duties.html")]
struct Ledger {
    frame: Frame,
    duties: Vec<Duty>,
    today: Day,
    until: Day,
}

/// The whole ledger: a year and a little more.
pub async fn duties(State(app): State<App>, SignedIn(viewer): SignedIn) -> Result<Response, Error> {
    let today = app.today();
    let until = Day(today.0.saturating_add(FAR_DAYS.days()));
    let page = Ledger {
        frame: Frame::new(&viewer, "/work", "Sổ hạn"),
        duties: duties::ledger(&app, &viewer, today, until).await?,
        today,
        until,
    };
    Ok(Page(page).into_response())
}

//! The page of jobs, for the administrator.

use super::model::{Job, State};
use super::{actions, store};
use crate::App;
use crate::error::Error;
use crate::mail::{self, model::Outgoing};
use crate::ui::{Frame, Page};
use crate::users::SignedIn;
use askama::Template;
use axum::extract::{Path, State as Of};
use axum::response::{IntoResponse, Redirect, Response};

/// Most jobs and letters of a kind on the page.
const SHOWN: i64 = 50;

#[derive(Template)]
#[template(path = "jobs/list.html")]
struct List {
    frame: Frame,
    counts: Vec<(State, i64)>,
    dead: Vec<Job>,
    waiting: Vec<Job>,
    letters: Vec<Outgoing>,
    mail: String,
}

/// What the program has to do by itself, and what it could not do.
pub async fn list(Of(app): Of<App>, SignedIn(viewer): SignedIn) -> Result<Response, Error> {
    let mut waiting = store::list(&app.store, State::Running, SHOWN).await?;
    waiting.extend(store::list(&app.store, State::Waiting, SHOWN).await?);
    Ok(Page(List {
        frame: Frame::new(&viewer, "/jobs", "Việc của chương trình"),
        counts: store::counts(&app.store).await?,
        dead: store::list(&app.store, State::Dead, SHOWN).await?,
        waiting,
        letters: mail::store::list(&app.store, SHOWN).await?,
        mail: mail::described(&app.settings),
    })
    .into_response())
}

/// Lets a dead job be tried again.
pub async fn retry(
    Of(app): Of<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<Redirect, Error> {
    let job = store::find(&app.store, &id).await?.ok_or(Error::NotFound)?;
    actions::retry(&app, &app.actor(&viewer), &job).await?;
    Ok(Redirect::to("/jobs"))
}

/// Gives a dead job up.
pub async fn withdraw(
    Of(app): Of<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<Redirect, Error> {
    let job = store::find(&app.store, &id).await?.ok_or(Error::NotFound)?;
    actions::withdraw(&app, &app.actor(&viewer), &job).await?;
    Ok(Redirect::to("/jobs"))
}

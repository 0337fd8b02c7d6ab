//! A person's own page: who they are, their roles, their password, where they are signed in.

use super::super::model::{HeldRole, Identity, OwnSession, PasswordKind, Viewer};
use super::super::session::{self, Own};
use super::super::visit::Visit;
use super::super::{actions, password, store};
use crate::App;
use crate::error::Error;
use crate::ui::{Frame, Page, Problems};
use askama::Template;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

#[derive(Template)]
#[template(path = "users/account.html")]
struct Account {
    frame: Frame,
    viewer: Viewer,
    roles: Vec<HeldRole>,
    sessions: Vec<OwnSession>,
    this_session: String,
    identities: Vec<Identity>,
    /// What the other house is called; empty without one.
    openid: String,
    factors: usize,
    is_proved: bool,
    may_stay: bool,
    problems: Problems,
}

/// A person's own page.
pub async fn show(State(app): State<App>, own: Own) -> Result<Response, Error> {
    page(&app, own, Problems::default()).await
}

async fn page(app: &App, own: Own, problems: Problems) -> Result<Response, Error> {
    let user_id = own.viewer.user_id.clone();
    let now = app.clock.now();
    let settings = &app.settings.sign_in;
    let status =
        if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = Account {
        roles: store::list_roles_of(&app.store, &user_id).await?,
        sessions: store::list_sessions_of(&app.store, &user_id, &now.to_string()).await?,
        identities: store::list_identities_of(&app.store, &user_id).await?,
        factors: store::list_factors_of(&app.store, &user_id).await?.len(),
        openid: settings.openid.as_ref().map(|house| house.label.clone()).unwrap_or_default(),
        is_proved: own.is_proved(now),
        may_stay: own.must.is_none(),
        this_session: own.session_id,
        frame: Frame::new(&own.viewer, "/account", "Tài khoản của bạn"),
        viewer: own.viewer,
        problems,
    };
    Ok((status, Page(page)).into_response())
}

/// A new password as typed.
#[derive(Debug, serde::Deserialize)]
pub struct NewPassword {
    #[serde(default)]
    password: String,
    #[serde(default)]
    again: String,
}

impl NewPassword {
    /// What was chosen, or what is wrong with it.
    pub fn check(self, own: &[&str]) -> Result<String, Problems> {
        let mut problems = Problems::default();
        if let Some(problem) = password::problem(&self.password, own) {
            problems.add("password", problem);
        }
        if self.password != self.again {
            problems.add("again", "Hai lần nhập không giống nhau.");
        }
        problems.check().map(|()| self.password)
    }
}

/// Sets the person's own password, ends every session and signs in again.
pub async fn change_password(
    State(app): State<App>,
    visit: Visit,
    own: Own,
    Form(typed): Form<NewPassword>,
) -> Result<Response, Error> {
    if !own.is_proved(app.clock.now()) {
        return Ok(Redirect::to("/account/proof?next=%2Faccount").into_response());
    }
    let viewer = &own.viewer;
    let password = match typed.check(&[&viewer.name, &viewer.full_name]) {
        Ok(password) => password,
        Err(problems) => return page(&app, own, problems).await,
    };
    let actor = app.actor(viewer);
    actions::set_password(&app, &actor, &viewer.user_id, password, PasswordKind::Chosen).await?;
    let way = store::way_of_session(&app.store, &own.session_id).await?;
    Ok(session::begin(&app, viewer, way, &visit, "/").await?)
}

/// Ends one of one's own sessions.
pub async fn end_session(
    State(app): State<App>,
    own: Own,
    Path(id): Path<String>,
) -> Result<Redirect, Error> {
    let actor = app.actor(&own.viewer);
    if !actions::sessions::end_one(&app, &actor, &own.viewer.user_id, &id).await? {
        return Err(Error::NotFound);
    }
    Ok(Redirect::to("/account"))
}

/// Ends every session of one's own but this one.
pub async fn end_other_sessions(State(app): State<App>, own: Own) -> Result<Redirect, Error> {
    let (actor, user_id) = (app.actor(&own.viewer), &own.viewer.user_id);
    actions::sessions::end_others(&app, &actor, user_id, &own.session_id).await?;
    Ok(Redirect::to("/account"))
}

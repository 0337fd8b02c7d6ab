//! A person's own page: who they are, their roles, their password.

use super::super::model::{HeldRole, PasswordKind, Viewer};
use super::super::{SignedIn, actions, password, session, store};
use crate::App;
use crate::error::Error;
use crate::ui::{Frame, Page, Problems};
use askama::Template;
use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::http::header::{HeaderMap, SET_COOKIE};
use axum::response::{IntoResponse, Redirect, Response};

#[derive(Template)]
#[template(path = "users/account.html")]
struct Account {
    frame: Frame,
    viewer: Viewer,
    roles: Vec<HeldRole>,
    problems: Problems,
}

/// A person's own page: who they are, and their password.
pub async fn show(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
) -> Result<impl IntoResponse, Error> {
    let roles = store::list_roles_of(&app.store, &viewer.user_id).await?;
    Ok(Page(Account {
        roles,
        frame: Frame::new(&viewer, "/account", "Tài khoản của bạn"),
        viewer,
        problems: Problems::default(),
    }))
}

/// A new password as typed.
#[derive(Debug, serde::Deserialize)]
pub struct NewPassword {
    #[serde(default)]
    password: String,
    #[serde(default)]
    again: String,
}

/// Sets the person's own password, ends every session and signs in again.
pub async fn change_password(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    headers: HeaderMap,
    Form(typed): Form<NewPassword>,
) -> Result<Response, Error> {
    let mut problems = Problems::default();
    if let Some(problem) = password::problem(&typed.password) {
        problems.add("password", problem);
    }
    if typed.password != typed.again {
        problems.add("again", "Hai lần nhập không giống nhau.");
    }
    if let Err(problems) = problems.check() {
        let roles = store::list_roles_of(&app.store, &viewer.user_id).await?;
        let page = Account {
            roles,
            frame: Frame::new(&viewer, "/account", "Tài khoản của bạn"),
            viewer,
            problems,
        };
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response());
    }
    let actor = app.actor(&viewer);
    actions::set_password(&app, &actor, &viewer.user_id, typed.password, PasswordKind::Chosen)
        .await?;
    let cookie = session::begin(&app, &viewer.user_id, &headers).await?;
    Ok(([(SET_COOKIE, cookie)], Redirect::to("/")).into_response())
}

//! The list of accounts and what an administrator does with one.

use super::super::model::{HeldRole, User, UserForm, Viewer};
use super::super::{SignedIn, actions, store};
use crate::App;
use crate::error::Error;
use crate::places::{self, Place};
use crate::store::StoreError;
use crate::ui::{Frame, Page, Problems};
use askama::Template;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

#[derive(Template)]
#[template(path = "users/list.html")]
struct List {
    frame: Frame,
    users: Vec<Listed>,
    one_time: Option<(String, String)>,
}

/// An account with the roles that hold today.
#[derive(Debug)]
struct Listed {
    user: User,
    roles: Vec<HeldRole>,
}

async fn listed(app: &App) -> Result<Vec<Listed>, Error> {
    let held = store::list_roles_on(&app.store, app.today()).await?;
    let with_roles = |user: User| {
        let roles = held.iter().filter(|role| role.user_id == user.id).cloned().collect();
        Listed { user, roles }
    };
    Ok(store::list(&app.store).await?.into_iter().map(with_roles).collect())
}

/// The list of accounts, for administrators.
pub async fn list(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
) -> Result<impl IntoResponse, Error> {
    let users = listed(&app).await?;
    Ok(Page(List { frame: Frame::new(&viewer, "/users", "Tài khoản"), users, one_time: None }))
}

#[derive(Template)]
#[template(path = "users/form.html")]
struct FormPage {
    frame: Frame,
    form: UserForm,
    problems: Problems,
    places: Vec<Place>,
}

/// The form for a new account.
pub async fn new_form(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
) -> Result<impl IntoResponse, Error> {
    let places = places::store::list_for_accounts(&app.store).await?;
    Ok(Page(FormPage {
        frame: Frame::new(&viewer, "/users", "Thêm tài khoản"),
        form: UserForm::default(),
        problems: Problems::default(),
        places,
    }))
}

/// Adds an account and shows its one-time password once.
pub async fn add(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Form(form): Form<UserForm>,
) -> Result<Response, Error> {
    let problems = match form.check() {
        Err(problems) => problems,
        Ok(new) => match actions::add(&app, &app.actor(&viewer), &new).await? {
            Ok(one_time) => return show_one_time(&app, &viewer, new.name, one_time).await,
            Err(StoreError::Taken(_)) => Problems::one("name", "Tên đăng nhập này đã có."),
            Err(error) => return Err(error.into()),
        },
    };
    let places = places::store::list_for_accounts(&app.store).await?;
    let page =
        FormPage {
            frame: Frame::new(&viewer, "/users", "Thêm tài khoản"), form, problems, places
        };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response())
}

async fn show_one_time(
    app: &App,
    viewer: &Viewer,
    name: String,
    one_time: String,
) -> Result<Response, Error> {
    let users = listed(app).await?;
    let page = List {
        frame: Frame::new(viewer, "/users", "Tài khoản"),
        users,
        one_time: Some((name, one_time)),
    };
    Ok(Page(page).into_response())
}

/// Gives an account a new one-time password.
pub async fn reset_password(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(name): Path<String>,
) -> Result<Response, Error> {
    let user = store::find(&app.store, &name).await?.ok_or(Error::NotFound)?;
    let one_time = actions::reset_password(&app, &app.actor(&viewer), &user).await?;
    show_one_time(&app, &viewer, name, one_time).await
}

/// Closes an account from today.
pub async fn disable(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(name): Path<String>,
) -> Result<Redirect, Error> {
    let user = store::find(&app.store, &name).await?.ok_or(Error::NotFound)?;
    if user.id == viewer.user_id {
        return Err(Error::Unusable("Bạn không thể đóng tài khoản của chính mình.".to_owned()));
    }
    actions::disable(&app, &app.actor(&viewer), &user).await?;
    Ok(Redirect::to("/users"))
}

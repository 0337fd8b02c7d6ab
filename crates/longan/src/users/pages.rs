//! Sign-in, the list of accounts, and a person's own page.

use super::model::{PasswordKind, User, UserForm, Viewer};
use super::{SignedIn, actions, password, session, store};
use crate::App;
use crate::error::Error;
use crate::places::{self, Place};
use crate::store::StoreError;
use crate::ui::{Frame, Page, Problems};
use askama::Template;
use axum::extract::{ConnectInfo, Form, Path, Query, State};
use axum::http::header::{HeaderMap, SET_COOKIE};
use axum::http::{Extensions, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use std::net::SocketAddr;

/// Failures of one name from one address within the window before it must wait.
const NAME_FAILURES: i64 = 5;
/// Failures from one address, whatever the name, within the window.
const ADDRESS_FAILURES: i64 = 30;
/// The window, in minutes.
const WINDOW_MINUTES: i64 = 10;

#[derive(Template)]
#[template(path = "users/sign_in.html")]
struct SignIn {
    name: String,
    next: String,
    problem: Option<&'static str>,
}

/// Where to go after signing in.
#[derive(Debug, Default, serde::Deserialize)]
pub struct Next {
    #[serde(default)]
    next: String,
}

/// The sign-in page.
pub async fn sign_in_form(Query(next): Query<Next>) -> impl IntoResponse {
    Page(SignIn { name: String::new(), next: next.next, problem: None })
}

/// What was typed on the sign-in page.
#[derive(Debug, serde::Deserialize)]
pub struct Credentials {
    #[serde(default)]
    name: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: String,
}

/// Signs a person in, or says that name and password do not fit.
pub async fn sign_in(
    State(app): State<App>,
    headers: HeaderMap,
    extensions: Extensions,
    Form(typed): Form<Credentials>,
) -> Result<Response, Error> {
    let name = typed.name.trim().to_lowercase();
    let address = address(&extensions);
    let now = app.clock.now();
    let since = (now - jiff::SignedDuration::from_mins(WINDOW_MINUTES)).to_string();
    let ask_again = |status, problem| {
        let page =
            SignIn { name: typed.name.clone(), next: typed.next.clone(), problem: Some(problem) };
        (status, Page(page)).into_response()
    };

    let (by_name, by_address) = store::count_failures(&app.store, &name, &address, &since).await?;
    if by_name >= NAME_FAILURES || by_address >= ADDRESS_FAILURES {
        store::insert_attempt(&app.store, &name, &address, &now.to_string(), "throttled").await?;
        tracing::warn!(%address, "sign-in throttled");
        return Ok(ask_again(
            StatusCode::TOO_MANY_REQUESTS,
            "Đã nhập sai nhiều lần. Hãy đợi 10 phút rồi thử lại, hoặc nhờ người quản trị đặt lại mật khẩu.",
        ));
    }
    let found = store::find_for_sign_in(&app.store, &name).await?;
    // An unknown name costs as much time as a known one, so that names cannot be guessed.
    let hash = found.as_ref().map_or_else(unknown_hash, |(_, hash)| hash.clone());
    let fits = actions::password_fits(&app, typed.password.clone(), hash).await?;
    let Some((viewer, _)) = found.filter(|_| fits) else {
        store::insert_attempt(&app.store, &name, &address, &now.to_string(), "failed").await?;
        return Ok(ask_again(
            StatusCode::UNPROCESSABLE_ENTITY,
            "Tên đăng nhập hoặc mật khẩu không đúng.",
        ));
    };
    store::insert_attempt(&app.store, &name, &address, &now.to_string(), "succeeded").await?;
    let cookie = session::begin(&app, &viewer.user_id, &headers).await?;
    let to = if viewer.password_kind == PasswordKind::OneTime {
        "/account"
    } else {
        safe_next(&typed.next)
    };
    Ok(([(SET_COOKIE, cookie)], Redirect::to(to)).into_response())
}

/// Ends the session.
pub async fn sign_out(State(app): State<App>, headers: HeaderMap) -> Result<Response, Error> {
    let cookie = session::end(&app, &headers).await?;
    Ok(([(SET_COOKIE, cookie)], Redirect::to("/sign-in")).into_response())
}

/// A path of this program, never another site.
fn safe_next(next: &str) -> &str {
    if next.starts_with('/') && !next.starts_with("//") && !next.contains('\\') {
        next
    } else {
        "/"
    }
}

fn address(extensions: &Extensions) -> String {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>();
    peer.map_or_else(|| "unknown".to_owned(), |ConnectInfo(peer)| peer.ip().to_string())
}

fn unknown_hash() -> String {
    "$argon2id$v=19$m=19456,t=2,p=1$bG9uZ2FuLWxvbmdhbg$Yh6yXc0m4cYtU3mRkS0Z3QmB0Yb2n0Yk7lX5n3oE2aA"
        .to_owned()
}

#[derive(Template)]
#[template(path = "users/list.html")]
struct List {
    frame: Frame,
    users: Vec<User>,
    one_time: Option<(String, String)>,
}

/// The list of accounts, for administrators.
pub async fn list(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
) -> Result<impl IntoResponse, Error> {
    administrators_only(&viewer)?;
    let users = store::list(&app.store).await?;
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
    administrators_only(&viewer)?;
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
    administrators_only(&viewer)?;
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
    let users = store::list(&app.store).await?;
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
    administrators_only(&viewer)?;
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
    administrators_only(&viewer)?;
    let user = store::find(&app.store, &name).await?.ok_or(Error::NotFound)?;
    if user.id == viewer.user_id {
        return Err(Error::Unusable("Bạn không thể đóng tài khoản của chính mình.".to_owned()));
    }
    actions::disable(&app, &app.actor(&viewer), &user).await?;
    Ok(Redirect::to("/users"))
}

#[derive(Template)]
#[template(path = "users/account.html")]
struct Account {
    frame: Frame,
    viewer: Viewer,
    problems: Problems,
}

/// A person's own page: who they are, and their password.
pub async fn account(SignedIn(viewer): SignedIn) -> impl IntoResponse {
    Page(Account {
        frame: Frame::new(&viewer, "/account", "Tài khoản của bạn"),
        viewer,
        problems: Problems::default(),
    })
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
        let page = Account {
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

fn administrators_only(viewer: &Viewer) -> Result<(), Error> {
    if viewer.may_administer() { Ok(()) } else { Err(Error::Forbidden) }
}

//! Signing in and out.

use super::super::model::PasswordKind;
use super::super::session::address;
use super::super::{actions, session, store};
use crate::App;
use crate::error::Error;
use crate::ui::Page;
use askama::Template;
use axum::extract::{Form, Query, State};
use axum::http::header::{HeaderMap, SET_COOKIE};
use axum::http::{Extensions, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};

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
pub async fn form(Query(next): Query<Next>) -> impl IntoResponse {
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

fn unknown_hash() -> String {
    "$argon2id$v=19$m=19456,t=2,p=1$bG9uZ2FuLWxvbmdhbg$Yh6yXc0m4cYtU3mRkS0Z3QmB0Yb2n0Yk7lX5n3oE2aA"
        .to_owned()
}

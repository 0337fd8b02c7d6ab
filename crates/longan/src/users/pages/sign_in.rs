//! Signing in and out: the password, and the second factor after it.

use super::super::factors::{self, passkeys};
use super::super::model::{FactorKind, PasswordKind, SessionWay, StepKind, Viewer};
use super::super::seal::new_token;
use super::super::throttle::{self, Try};
use super::super::visit::{Cookie, Visit};
use super::super::{actions, session, store};
use crate::App;
use crate::error::Error;
use crate::files::sha256_hex;
use crate::ui::Page;
use askama::Template;
use axum::extract::{Form, Query, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderName, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::SignedDuration;

/// Minutes a person has for the second factor.
const STEP_MINUTES: i64 = 10;

#[derive(Template)]
#[template(path = "users/sign_in.html")]
struct SignIn {
    name: String,
    next: String,
    problem: Option<String>,
    /// What is on the button of the other house; empty without one.
    openid: String,
    /// Whether the browser can be asked for a passkey at this address.
    passkeys: bool,
}

/// Where to go after signing in.
#[derive(Debug, Default, serde::Deserialize)]
pub struct Next {
    /// A path of this program.
    #[serde(default)]
    pub next: String,
}

/// The sign-in page.
pub async fn form(State(app): State<App>, visit: Visit, Query(next): Query<Next>) -> Response {
    page(&app, &visit, "", &next.next, None)
}

/// The sign-in page, with what went wrong.
pub fn page(
    app: &App,
    visit: &Visit,
    name: &str,
    next: &str,
    problem: Option<(StatusCode, String)>,
) -> Response {
    let (status, problem) = problem.map_or((StatusCode::OK, None), |(s, p)| (s, Some(p)));
    let openid = app.settings.sign_in.openid.as_ref();
    let page = SignIn {
        name: name.to_owned(),
        next: next.to_owned(),
        problem,
        openid: openid.map(|house| house.label.clone()).unwrap_or_default(),
        passkeys: passkeys::are_possible(visit),
    };
    (status, Page(page)).into_response()
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

/// Signs a person in, asks for the second factor, or says that name and password do not fit.
pub async fn sign_in(
    State(app): State<App>,
    visit: Visit,
    Form(typed): Form<Credentials>,
) -> Result<Response, Error> {
    let name = typed.name.trim().to_lowercase();
    let ask_again =
        |status, problem| page(&app, &visit, &typed.name, &typed.next, Some((status, problem)));
    let attempt = Try::of(&app, &name, &visit).await?;
    if let Some(seconds) = attempt.wait(&app).await? {
        attempt.note(&app, "throttled").await?;
        return Ok(ask_again(StatusCode::TOO_MANY_REQUESTS, wait(seconds)));
    }
    let found = store::find_for_sign_in(&app.store, &name).await?;
    // An unknown name costs as much time as a known one, so that names cannot be guessed.
    let hash = found.as_ref().map_or_else(unknown_hash, |(_, hash)| hash.clone());
    let fits = actions::password_fits(&app, typed.password.clone(), hash).await?;
    let Some((viewer, _)) = found.filter(|_| fits) else {
        attempt.note(&app, "failed").await?;
        return Ok(ask_again(
            StatusCode::UNPROCESSABLE_ENTITY,
            "Tên đăng nhập hoặc mật khẩu không đúng.".to_owned(),
        ));
    };
    if actions::one_time_is_over(&app, &viewer).await? {
        attempt.note(&app, "failed").await?;
        return Ok(ask_again(
            StatusCode::UNPROCESSABLE_ENTITY,
            "Mật khẩu dùng một lần này đã hết hạn. Hãy nhờ người quản trị cấp mật khẩu mới."
                .to_owned(),
        ));
    }
    proceed(&app, &visit, &viewer, SessionWay::Password, &typed.next).await
}

/// Says how long to wait.
pub fn wait(seconds: i64) -> String {
    let time = if seconds < 60 {
        format!("{seconds} giây")
    } else {
        format!("{} phút", seconds.div_euclid(60).max(1))
    };
    format!(
        "Đã nhập sai nhiều lần. Hãy đợi {time} rồi thử lại, hoặc nhờ người quản trị đặt lại mật khẩu."
    )
}

/// Goes on with a person who has proved to be themselves in one way: to the second factor when
/// they have one, and otherwise in.
pub async fn proceed(
    app: &App,
    visit: &Visit,
    viewer: &Viewer,
    way: SessionWay,
    next: &str,
) -> Result<Response, Error> {
    if store::list_factors_of(&app.store, &viewer.user_id).await?.is_empty() {
        return enter(app, visit, viewer, way, next).await;
    }
    let token = new_token();
    let now = app.clock.now();
    let until = (now + SignedDuration::from_mins(STEP_MINUTES)).to_string();
    let hash = sha256_hex(token.as_bytes());
    let times = (now.to_string(), until);
    let times = (times.0.as_str(), times.1.as_str());
    let user_id = Some(viewer.user_id.as_str());
    store::insert_step(&app.store, &hash, StepKind::SecondFactor, user_id, next, times).await?;
    let cookie = [(SET_COOKIE, visit.set(Cookie::Step, &token))];
    Ok((cookie, Redirect::to("/sign-in/second")).into_response())
}

/// Begins the session of a person who has proved enough.
pub async fn enter(
    app: &App,
    visit: &Visit,
    viewer: &Viewer,
    way: SessionWay,
    next: &str,
) -> Result<Response, Error> {
    Try::of(app, &viewer.name, visit).await?.note(app, "succeeded").await?;
    throttle::clean_up(app).await?;
    let to = if viewer.password_kind == PasswordKind::OneTime { "/account" } else { safe(next) };
    Ok(session::begin(app, viewer, way, visit, to).await?)
}

#[derive(Template)]
#[template(path = "users/second.html")]
struct Second {
    full_name: String,
    problem: Option<String>,
    has_app: bool,
    has_passkey: bool,
}

/// The person whose password was right, and where they want to go.
pub async fn awaited(app: &App, visit: &Visit) -> Result<Option<(Viewer, String)>, Error> {
    let Some(hash) = visit.token_hash(Cookie::Step) else { return Ok(None) };
    let now = app.clock.now().to_string();
    let step = store::find_step(&app.store, &hash, StepKind::SecondFactor, &now).await?;
    let Some((Some(user_id), next)) = step else { return Ok(None) };
    Ok(store::find_open(&app.store, &user_id).await?.map(|viewer| (viewer, next)))
}

/// Takes the awaited second factor: the same step lets nobody in twice.
pub async fn take_awaited(app: &App, visit: &Visit) -> Result<bool, Error> {
    let Some(hash) = visit.token_hash(Cookie::Step) else { return Ok(false) };
    let now = app.clock.now().to_string();
    Ok(store::take_step(&app.store, &hash, StepKind::SecondFactor, &now).await?.is_some())
}

/// The page that asks for the second factor.
pub async fn second_form(State(app): State<App>, visit: Visit) -> Result<Response, Error> {
    let Some((viewer, _)) = awaited(&app, &visit).await? else {
        return Ok(Redirect::to("/sign-in").into_response());
    };
    second_page(&app, &visit, &viewer, None).await
}

async fn second_page(
    app: &App,
    visit: &Visit,
    viewer: &Viewer,
    problem: Option<(StatusCode, String)>,
) -> Result<Response, Error> {
    let factors = store::list_factors_of(&app.store, &viewer.user_id).await?;
    let has = |kind| factors.iter().any(|factor| factor.kind == kind);
    let (status, problem) = problem.map_or((StatusCode::OK, None), |(s, p)| (s, Some(p)));
    let page = Second {
        full_name: viewer.full_name.clone(),
        problem,
        has_app: has(FactorKind::Totp),
        has_passkey: has(FactorKind::Passkey) && passkeys::are_possible(visit),
    };
    Ok((status, Page(page)).into_response())
}

/// A code as typed.
#[derive(Debug, serde::Deserialize)]
pub struct Code {
    #[serde(default)]
    code: String,
}

/// Lets a person in whose code is right.
pub async fn second(
    State(app): State<App>,
    visit: Visit,
    Form(typed): Form<Code>,
) -> Result<Response, Error> {
    let Some((viewer, next)) = awaited(&app, &visit).await? else {
        return Ok(Redirect::to("/sign-in").into_response());
    };
    let attempt = Try::of(&app, &viewer.name, &visit).await?;
    if let Some(seconds) = attempt.wait(&app).await? {
        attempt.note(&app, "throttled").await?;
        let problem = Some((StatusCode::TOO_MANY_REQUESTS, wait(seconds)));
        return second_page(&app, &visit, &viewer, problem).await;
    }
    if factors::accept_code(&app, &viewer, &typed.code).await? && take_awaited(&app, &visit).await?
    {
        return enter(&app, &visit, &viewer, SessionWay::SecondFactor, &next).await;
    }
    attempt.note(&app, "failed").await?;
    let problem =
        "Mã không đúng hoặc đã dùng. Hãy đợi ứng dụng đổi sang mã mới rồi nhập lại.".to_owned();
    second_page(&app, &visit, &viewer, Some((StatusCode::UNPROCESSABLE_ENTITY, problem))).await
}

/// What the browser forgets when a session ends; the cookie by which it is known again stays.
const FORGOTTEN: (HeaderName, &str) =
    (HeaderName::from_static("clear-site-data"), "\"cache\", \"storage\"");

/// Ends the session.
pub async fn sign_out(State(app): State<App>, visit: Visit) -> Result<Response, Error> {
    let cookie = session::end(&app, &visit).await?;
    let ended = ([(SET_COOKIE, cookie)], [FORGOTTEN], Redirect::to("/sign-in"));
    Ok(ended.into_response())
}

/// A path of this program, never another site.
pub fn safe(next: &str) -> &str {
    let is_path = next.starts_with('/') && !next.starts_with("//");
    let is_plain = !next.contains('\\') && !next.chars().any(char::is_control);
    if is_path && is_plain { next } else { "/" }
}

fn unknown_hash() -> String {
    "$argon2id$v=19$m=19456,t=2,p=1$bG9uZ2FuLWxvbmdhbg$Yh6yXc0m4cYtU3mRkS0Z3QmB0Yb2n0Yk7lX5n3oE2aA"
        .to_owned()
}

//! Who is asking: the session and the extractors that pages use.

use super::model::{PasswordKind, SessionWay};
use super::seal::new_token;
use super::settings::OneTimePasswords;
use super::visit::{Cookie, Visit};
use super::{Viewer, actions, store};
use crate::App;
use crate::error::Error;
use crate::files::sha256_hex;
use crate::routes::Rule;
use axum::extract::FromRequestParts;
use axum::http::header::SET_COOKIE;
use axum::http::request::Parts;
use axum::http::{StatusCode, Uri};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use jiff::{SignedDuration, Timestamp};
use std::sync::{Arc, OnceLock};

/// Hours a session lives after it was last used.
const IDLE_HOURS: i64 = 12;
/// Days a session lives at most.
const MOST_DAYS: i64 = 7;
/// Minutes between two notes that a session is in use.
const TOUCH_MINUTES: i64 = 5;
/// Minutes for which a person who proved to be themselves is believed.
const PROOF_MINUTES: i64 = 10;

/// The person who has signed in. A page that takes this cannot be seen without signing in.
#[derive(Clone, Debug)]
pub struct SignedIn(pub Viewer);

/// The person who has signed in, with their session.
#[derive(Clone, Debug)]
pub struct Own {
    /// The person.
    pub viewer: Viewer,
    /// Name of the session.
    pub session_id: String,
    /// The moment they last proved to be themselves.
    proved_at: Option<Timestamp>,
    /// What they must do before anything else.
    pub must: Option<Must>,
}

/// What a person must do before anything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Must {
    /// Choose a password of their own.
    ChoosePassword,
    /// Add a second factor: a role of theirs needs one.
    AddFactor,
}

impl Own {
    /// Whether the person proved to be themselves a moment ago.
    pub fn is_proved(&self, now: Timestamp) -> bool {
        let until = |at: Timestamp| at + SignedDuration::from_mins(PROOF_MINUTES);
        self.proved_at.is_some_and(|at| now < until(at))
    }
}

/// Sends the person to the sign-in page, or refuses a program.
pub enum Refusal {
    /// Nobody has signed in; remember where they wanted to go.
    SignInFirst(String),
    /// Something must be done first, on the person's own page.
    First(Must),
    /// A program asked without signing in.
    Unauthorized,
    /// The database failed.
    Failed(Error),
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        match self {
            Self::SignInFirst(next) => {
                Redirect::to(&format!("/sign-in?next={}", crate::ui::url_encode(&next)))
                    .into_response()
            }
            Self::First(Must::ChoosePassword) => Redirect::to("/account").into_response(),
            Self::First(Must::AddFactor) => Redirect::to("/account/factors").into_response(),
            Self::Unauthorized => {
                (StatusCode::UNAUTHORIZED, "Hãy đăng nhập trước.").into_response()
            }
            Self::Failed(error) => error.into_response(),
        }
    }
}

/// Who turned out to be asking, for whoever looks at the answer afterwards.
#[derive(Clone, Debug, Default)]
pub struct Asker(Arc<OnceLock<Viewer>>);

impl Asker {
    /// The person, when the request was of somebody who had signed in.
    pub fn viewer(&self) -> Option<&Viewer> {
        self.0.get()
    }
}

impl FromRequestParts<App> for SignedIn {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        Ok(Self(Own::from_request_parts(parts, app).await?.viewer))
    }
}

impl FromRequestParts<App> for Own {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        let own = find(app, &Visit::of(app, parts)).await.map_err(Refusal::Failed)?;
        let Some(own) = own else { return Err(refusal(&parts.uri)) };
        if let Some(asker) = parts.extensions.get::<Asker>() {
            let _ = asker.0.set(own.viewer.clone());
        }
        if let Some(must) = own.must.filter(|_| !is_own_page(parts.uri.path())) {
            return Err(if is_for_programs(&parts.uri) {
                Refusal::Failed(Error::Forbidden)
            } else {
                Refusal::First(must)
            });
        }
        let rule = parts.extensions.get::<Rule>().copied().unwrap_or(Rule::Open);
        rule.check(&own.viewer).map_err(Refusal::Failed)?;
        Ok(own)
    }
}

/// The person behind a visit, when the session holds.
pub async fn find(app: &App, visit: &Visit) -> Result<Option<Own>, Error> {
    let Some(token_hash) = visit.token_hash(Cookie::Session) else { return Ok(None) };
    let now = app.clock.now();
    let asked_at = now.to_string();
    let mut found = store::find_by_session(&app.store, &token_hash, &asked_at).await?;
    // Roles begin and end with the day: what they come to, and ask for, is worked out once a day.
    if let Some(stale) = found.as_ref().filter(|found| found.reach_on != Some(app.today())) {
        store::work_out_reach(&app.store, &stale.viewer.user_id, app.today()).await?;
        found = store::find_by_session(&app.store, &token_hash, &asked_at).await?;
    }
    let Some(found) = found else { return Ok(None) };
    let created_at: Option<Timestamp> = found.created_at.parse().ok();
    let Some(end) = created_at.map(last_moment).filter(|end| now < *end) else { return Ok(None) };
    let viewer = found.viewer;
    if is_due(&found.last_seen_at, now) {
        let expires_at = idle_end(now).min(end).to_string();
        store::touch_session(&app.store, &token_hash, &now.to_string(), &expires_at).await?;
    }
    let must_change = app.settings.sign_in.one_time_passwords == OneTimePasswords::MustChange;
    let must = if viewer.password_kind == PasswordKind::OneTime && must_change {
        Some(Must::ChoosePassword)
    } else if found.asking_roles > 0 && found.factors == 0 {
        Some(Must::AddFactor)
    } else {
        None
    };
    let proved_at = found.proved_at.parse().ok();
    Ok(Some(Own { viewer, session_id: found.id, proved_at, must }))
}

/// The pages on which a person puts their own account in order.
fn is_own_page(path: &str) -> bool {
    path == "/account" || path.starts_with("/account/")
}

fn is_for_programs(uri: &Uri) -> bool {
    let path = uri.path();
    let extension = std::path::Path::new(path).extension();
    path.starts_with("/api/") || extension.is_some_and(|e| e.eq_ignore_ascii_case("json"))
}

fn refusal(uri: &Uri) -> Refusal {
    if is_for_programs(uri) { Refusal::Unauthorized } else { Refusal::SignInFirst(uri.to_string()) }
}

fn is_due(last_seen_at: &str, now: Timestamp) -> bool {
    let due = last_seen_at
        .parse::<Timestamp>()
        .map(|seen| seen + SignedDuration::from_mins(TOUCH_MINUTES));
    due.map_or(true, |due| now >= due)
}

fn idle_end(now: Timestamp) -> Timestamp {
    now + SignedDuration::from_hours(IDLE_HOURS)
}

fn last_moment(created_at: Timestamp) -> Timestamp {
    created_at + SignedDuration::from_hours(MOST_DAYS * 24)
}

/// Signs a person in: a new session with a new token, in a browser that is known from now on.
/// Answers with the way to `to`.
pub async fn begin(
    app: &App,
    viewer: &Viewer,
    way: SessionWay,
    visit: &Visit,
    to: &str,
) -> crate::store::Result<Response> {
    let token = new_token();
    let device = visit.device_token();
    let expires_at = idle_end(app.clock.now()).to_string();
    let new = store::NewSession {
        id: &crate::store::new_id(),
        token_hash: &sha256_hex(token.as_bytes()),
        user_id: &viewer.user_id,
        way,
        now: &app.clock.now().to_string(),
        expires_at: &expires_at,
        user_agent: &visit.agent,
        address: &visit.address,
        device_hash: &sha256_hex(device.as_bytes()),
    };
    let before = visit.token_hash(Cookie::Session);
    actions::sessions::begin(app, &app.actor(viewer), &new, before.as_deref()).await?;
    let cookies = AppendHeaders([
        (SET_COOKIE, visit.set(Cookie::Session, &token)),
        (SET_COOKIE, visit.set(Cookie::Device, &device)),
        (SET_COOKIE, visit.forget(Cookie::Step)),
    ]);
    Ok((cookies, Redirect::to(to)).into_response())
}

/// Ends the session of this visit and returns the cookie that forgets it.
pub async fn end(app: &App, visit: &Visit) -> crate::store::Result<String> {
    if let Some(token_hash) = visit.token_hash(Cookie::Session) {
        store::end_session(&app.store, &token_hash, &app.clock.now().to_string()).await?;
    }
    Ok(visit.forget(Cookie::Session))
}

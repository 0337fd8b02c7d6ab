//! Who is asking: the session cookie and the extractor every page uses.

use super::{Viewer, store};
use crate::App;
use crate::error::Error;
use crate::files::sha256_hex;
use crate::routes::Rule;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::header::{COOKIE, HeaderMap};
use axum::http::request::Parts;
use axum::http::{Extensions, StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use rand::RngCore as _;
use std::fmt::Write as _;
use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};

const COOKIE_NAME: &str = "longan_session";
/// Hours a session lives after it was last used.
const IDLE_HOURS: i64 = 12;
/// Minutes between two notes that a session is in use.
const TOUCH_MINUTES: i64 = 5;

/// The person who has signed in. A page that takes this cannot be seen without signing in.
#[derive(Clone, Debug)]
pub struct SignedIn(pub Viewer);

/// Sends the person to the sign-in page, or refuses a program.
pub enum Refusal {
    /// Nobody has signed in; remember where they wanted to go.
    SignInFirst(String),
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
        let Some(token) = token(&parts.headers) else { return Err(refusal(&parts.uri)) };
        let now = app.clock.now();
        let token_hash = sha256_hex(token.as_bytes());
        let found = store::find_by_session(&app.store, &token_hash, &now.to_string()).await;
        let Some(found) = found.map_err(|e| Refusal::Failed(e.into()))? else {
            return Err(refusal(&parts.uri));
        };
        let mut viewer = found.viewer;
        // Roles begin and end with the day: what they come to is worked out once a day.
        let today = app.today();
        if found.reach_on != Some(today) {
            let rights = store::work_out_reach(&app.store, &viewer.user_id, today).await;
            viewer.rights = rights.map_err(|e| Refusal::Failed(e.into()))?;
        }
        if is_due(&found.last_seen_at, now) {
            let touched =
                store::touch_session(&app.store, &token_hash, &now.to_string(), &expiry(now)).await;
            touched.map_err(|e| Refusal::Failed(e.into()))?;
        }
        if let Some(asker) = parts.extensions.get::<Asker>() {
            let _ = asker.0.set(viewer.clone());
        }
        let rule = parts.extensions.get::<Rule>().copied().unwrap_or(Rule::Open);
        rule.check(&viewer).map_err(Refusal::Failed)?;
        Ok(Self(viewer))
    }
}

fn refusal(uri: &Uri) -> Refusal {
    let path = uri.path();
    let extension = std::path::Path::new(path).extension();
    let for_programs =
        path.starts_with("/api/") || extension.is_some_and(|e| e.eq_ignore_ascii_case("json"));
    if for_programs { Refusal::Unauthorized } else { Refusal::SignInFirst(uri.to_string()) }
}

fn is_due(last_seen_at: &str, now: jiff::Timestamp) -> bool {
    let due = last_seen_at
        .parse::<jiff::Timestamp>()
        .map(|seen| seen + jiff::SignedDuration::from_mins(TOUCH_MINUTES));
    due.map_or(true, |due| now >= due)
}

fn expiry(now: jiff::Timestamp) -> String {
    (now + jiff::SignedDuration::from_hours(IDLE_HOURS)).to_string()
}

/// Where a request comes from: the person's address, also behind a proxy that is trusted.
pub fn address(extensions: &Extensions) -> String {
    if let Some(client) = extensions.get::<super::Client>() {
        return client.address.to_string();
    }
    let peer = extensions.get::<ConnectInfo<SocketAddr>>();
    peer.map_or_else(|| "unknown".to_owned(), |ConnectInfo(peer)| peer.ip().to_string())
}

/// Begins a session and returns the cookie to set.
pub async fn begin(app: &App, user_id: &str, headers: &HeaderMap) -> crate::store::Result<String> {
    let mut bytes = [0u8; 32];
    rand::rng().fill_bytes(&mut bytes);
    let token = bytes.iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    let agent = headers.get("user-agent").and_then(|v| v.to_str().ok()).unwrap_or_default();
    let agent: String = agent.chars().take(200).collect();
    let now = app.clock.now();
    store::insert_session(
        &app.store,
        &sha256_hex(token.as_bytes()),
        user_id,
        &now.to_string(),
        &expiry(now),
        &agent,
    )
    .await?;
    Ok(format!("{COOKIE_NAME}={token}; Path=/; HttpOnly; SameSite=Lax{}", secure(headers)))
}

/// Ends the session of this request and returns the cookie that forgets it.
pub async fn end(app: &App, headers: &HeaderMap) -> crate::store::Result<String> {
    if let Some(token) = token(headers) {
        store::end_session(&app.store, &sha256_hex(token.as_bytes()), &app.clock.now().to_string())
            .await?;
    }
    Ok(format!("{COOKIE_NAME}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0{}", secure(headers)))
}

/// Behind a proxy that speaks HTTPS the cookie travels over HTTPS only.
fn secure(headers: &HeaderMap) -> &'static str {
    let https = headers.get("x-forwarded-proto").is_some_and(|proto| proto == "https");
    if https { "; Secure" } else { "" }
}

fn token(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs =
        cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs
        .find(|(name, _)| *name == COOKIE_NAME)
        .map(|(_, token)| token)
        .filter(|token| token.len() == 64)
}

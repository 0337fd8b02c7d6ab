//! Pages that were drawn once are shown again as long as nothing has changed.
//!
//! Every change of state leaves an event, so the newest event is the state of the register: a
//! page drawn for a person at that state stays true until the next one. The day is part of
//! the question, because a page without a day is of today.

use crate::App;
use crate::error::Error;
use crate::events;
use crate::users::Viewer;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Most bytes that are remembered; beyond it nothing more is until the next change.
const MAX_BYTES: usize = 16 * 1024 * 1024;
/// A page larger than this is drawn anew each time.
const MAX_PAGE_BYTES: usize = 512 * 1024;

/// The pages remembered for one state of the register.
#[derive(Clone, Debug, Default)]
pub struct Remembered(Arc<Mutex<Pages>>);

#[derive(Debug, Default)]
struct Pages {
    newest_event: String,
    drawn: HashMap<String, (HeaderValue, Bytes)>,
    bytes: usize,
}

impl Remembered {
    fn get(&self, newest_event: &str, key: &str) -> Option<(HeaderValue, Bytes)> {
        let pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if pages.newest_event == newest_event { pages.drawn.get(key).cloned() } else { None }
    }

    fn keep(&self, newest_event: String, key: String, kind: HeaderValue, body: Bytes) {
        let mut pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if pages.newest_event != newest_event {
            *pages = Pages { newest_event, ..Pages::default() };
        }
        if pages.bytes + body.len() <= MAX_BYTES {
            pages.bytes += body.len();
            pages.drawn.insert(key, (kind, body));
        }
    }
}

/// Answers with the page as it was drawn before, or draws it.
pub async fn page<Drawing>(
    app: &App,
    viewer: &Viewer,
    uri: &Uri,
    draw: Drawing,
) -> Result<Response, Error>
where
    Drawing: Future<Output = Result<Response, Error>>,
{
    // Read before drawing: a change while the page is drawn makes it be drawn again, never stay.
    let newest_event = events::newest(&app.store).await?;
    let key = format!("{} {} {} {uri}", viewer.user_id, viewer.unread, app.today());
    if let Some((kind, body)) = app.remembered.get(&newest_event, &key) {
        return Ok(answer(kind, body));
    }
    let response = draw.await?;
    if response.status() != StatusCode::OK {
        return Ok(response);
    }
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.map_err(anyhow::Error::from)?;
    let kind = parts.headers.get(CONTENT_TYPE).cloned();
    let kind = kind.unwrap_or_else(|| HeaderValue::from_static("text/html; charset=utf-8"));
    if body.len() <= MAX_PAGE_BYTES {
        app.remembered.keep(newest_event, key, kind.clone(), body.clone());
    }
    Ok(answer(kind, body))
}

fn answer(kind: HeaderValue, body: Bytes) -> Response {
    ([(CONTENT_TYPE, kind)], Body::from(body)).into_response()
}

//! The list of papers, one paper with its facts, and its file.

use super::model::{Document, Use};
use super::store;
use crate::App;
use crate::error::Error;
use crate::ui::{Frame, Page};
use crate::users::SignedIn;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;

/// How many papers or facts one page shows.
const LIMIT: i64 = 300;

/// What to look for.
#[derive(Debug, Default, serde::Deserialize)]
pub struct Search {
    #[serde(default)]
    q: String,
}

#[derive(Template)]
#[template(path = "documents/list.html")]
struct List {
    frame: Frame,
    q: String,
    documents: Vec<Document>,
}

/// The papers, searched without marks.
pub async fn list(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Query(search): Query<Search>,
) -> Result<impl IntoResponse, Error> {
    let documents = store::list(&app.store, &viewer, &kernel::text::fold(&search.q), LIMIT).await?;
    Ok(Page(List {
        frame: Frame::new(&viewer, "/documents", "Văn bản"), q: search.q, documents
    }))
}

#[derive(Template)]
#[template(path = "documents/show.html")]
struct Show {
    frame: Frame,
    document: Document,
    uses: Vec<Use>,
}

/// One paper and every fact that rests on it.
pub async fn show(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<impl IntoResponse, Error> {
    let document = store::find(&app.store, &viewer, &id).await?.ok_or(Error::NotFound)?;
    let uses = store::list_uses(&app.store, &viewer, &id, LIMIT).await?;
    Ok(Page(Show { frame: Frame::new(&viewer, "/documents", document.citation()), document, uses }))
}

/// The kept file, always as a download and never shown by the browser.
pub async fn file(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<impl IntoResponse, Error> {
    let document = store::find(&app.store, &viewer, &id).await?.ok_or(Error::NotFound)?;
    if store::find_whole(&app.store, &viewer, &id).await?.is_none() {
        return Err(Error::Unusable("Tệp gốc có cả số liệu ngoài địa bàn của bạn nên không tải được. Hãy xem các số liệu của địa bàn mình ngay trên trang này.".to_owned()));
    }
    let sha256 = document.file_sha256.as_deref().ok_or(Error::NotFound)?;
    let bytes = app.files.read(sha256)?;
    let name = crate::ui::url_encode(&document.file_name);
    let headers = [
        (CONTENT_TYPE, "application/octet-stream".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename*=UTF-8''{name}")),
    ];
    Ok((headers, bytes))
}

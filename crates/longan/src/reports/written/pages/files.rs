//! The report as a file: PDF, Word, a page.

use super::super::letter;
use super::super::model::WritingStatus;
use super::Opened;
use crate::App;
use crate::error::Error;
use crate::printing::{self, PaperFormat};
use crate::users::{SignedIn, Viewer};
use axum::extract::{Path, State};
use axum::response::Response;

/// How much of the hash is printed: enough to tell two texts apart by eye.
const PRINTED: usize = 16;

async fn file(
    app: &App,
    viewer: &Viewer,
    id: &str,
    format: PaperFormat,
) -> Result<Response, Error> {
    let Opened { writing, written, .. } = super::open(app, viewer, id).await?;
    let status = match writing.status {
        WritingStatus::Issued => {
            let hash = writing.sha256.get(..PRINTED).unwrap_or(&writing.sha256);
            format!("Mã đối chiếu {hash}")
        }
        WritingStatus::Approved => "Bản đã duyệt, chưa lấy số".to_owned(),
        WritingStatus::Draft => "Bản dự thảo".to_owned(),
    };
    let name = format!("bao-cao-cum-cong-nghiep-{}", writing.period);
    printing::file(letter::letter(&written, &status), format, &name).await
}

/// As PDF.
pub async fn pdf(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    file(&app, &viewer, &id, PaperFormat::Pdf).await
}

/// As a Word file.
pub async fn docx(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    file(&app, &viewer, &id, PaperFormat::Docx).await
}

/// As a page of its own.
pub async fn html(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    file(&app, &viewer, &id, PaperFormat::Html).await
}

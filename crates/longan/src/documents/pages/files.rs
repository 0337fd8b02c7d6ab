//! Files: taken away as they are and never shown as such, shown page by page as pictures, and
//! followed by newer versions.

use super::super::model::FileVersion;
use super::super::pictures::NoPicture;
use super::super::{actions, reach, store, upload};
use crate::App;
use crate::error::Error;
use crate::users::{SignedIn, Viewer};
use axum::body::Body;
use axum::extract::{Multipart, Path, State};
use axum::http::header::{
    CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
};
use axum::response::{IntoResponse, Redirect, Response};
use paper::picture::Problem;

/// A file that somebody brought may do nothing in a browser, wherever it is opened.
const FILE_POLICY: &str = "default-src 'none'; sandbox; frame-ancestors 'none'";

/// The newest version of the file.
pub async fn newest(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let file = find(&app, &viewer, &id, 0).await?;
    hand_over(&app, &file).await
}

/// One version of the file.
pub async fn version(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path((id, version)): Path<(String, String)>,
) -> Result<Response, Error> {
    let version = version.parse().ok().filter(|version| *version > 0).ok_or(Error::NotFound)?;
    let file = find(&app, &viewer, &id, version).await?;
    hand_over(&app, &file).await
}

async fn find(app: &App, viewer: &Viewer, id: &str, version: i64) -> Result<FileVersion, Error> {
    let document = reach::find_whole(app, viewer, id).await?;
    store::find_file(&app.store, &document.id, version).await?.ok_or(Error::NotFound)
}

/// Always as a download; the bytes go out as they are read.
async fn hand_over(app: &App, file: &FileVersion) -> Result<Response, Error> {
    let (bytes, pieces) = app.files.open(&file.file_sha256).await?;
    let name = crate::ui::url_encode(&file.file_name);
    let headers = [
        (CONTENT_TYPE, "application/octet-stream".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename*=UTF-8''{name}")),
        (CONTENT_LENGTH, bytes.to_string()),
        (CONTENT_SECURITY_POLICY, FILE_POLICY.to_owned()),
    ];
    Ok((headers, Body::from_stream(pieces)).into_response())
}

/// One page of the newest version as a picture: `3.png`.
pub async fn preview(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path((id, page)): Path<(String, String)>,
) -> Result<Response, Error> {
    let page =
        page.strip_suffix(".png").and_then(|page| page.parse().ok()).ok_or(Error::NotFound)?;
    let file = find(&app, &viewer, &id, 0).await?;
    let kind = file.picture_kind().ok_or(Error::NotFound)?;
    match app.pictures.draw(&app.files, &file.file_sha256, kind, page).await {
        Ok(png) => {
            let headers = [(CONTENT_TYPE, "image/png"), (CONTENT_SECURITY_POLICY, FILE_POLICY)];
            Ok((headers, png).into_response())
        }
        Err(NoPicture::File(Problem::NoPage)) => Err(Error::NotFound),
        Err(NoPicture::Machine(error)) => Err(error.into()),
        Err(NoPicture::File(_) | NoPicture::Ended) => {
            Err(Error::Unusable("Không vẽ được trang này. Hãy tải tệp gốc về để xem.".to_owned()))
        }
    }
}

/// Adds another version of the file.
pub async fn add(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
    form: Multipart,
) -> Result<Redirect, Error> {
    // Whoever may not is told before the file is taken.
    let document = reach::find_to_write(&app, &viewer, &id).await?;
    if !reach::sees_whole(&app, &viewer, &document).await? {
        return Err(Error::Forbidden);
    }
    let upload = upload::read(&app, form).await?;
    if let Some(problem) = upload.problems.on("file") {
        return Err(Error::Unusable(problem.to_owned()));
    }
    let file = upload.file.ok_or_else(|| Error::Unusable("Hãy chọn một tệp.".to_owned()))?;
    let note = kernel::text::nfc(upload.typed.text("note"));
    actions::add_file(&app, &app.actor(&viewer), &document, file, &note).await?;
    Ok(Redirect::to(&format!("/documents/{id}")))
}

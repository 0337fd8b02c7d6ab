//! Bringing a workbook, watching it being read, correcting its columns, taking its rows.

mod show;

pub use show::{annotated, choose_columns, progress, show, take, withdraw};

use super::model::{Import, Kind, Options};
use super::store::{self};
use super::{actions, spawn_reading};
use crate::App;
use crate::error::Error;
use crate::places::{self, Place};
use crate::store::Day;
use crate::ui::{Frame, Page, Problems};
use crate::users::{SignedIn, Viewer};
use askama::Template;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

/// Imports a page shows.
const IMPORTS: i64 = 100;

async fn find(app: &App, viewer: &Viewer, id: &str) -> Result<Import, Error> {
    store::find(&app.store, viewer, id).await?.ok_or(Error::NotFound)
}

#[derive(Template)]
#[template(path = "imports/list.html")]
struct List {
    frame: Frame,
    imports: Vec<Import>,
}

/// The person's imports, latest first.
pub async fn list(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
) -> Result<impl IntoResponse, Error> {
    let imports = store::list(&app.store, &viewer, IMPORTS, 0).await?;
    Ok(Page(List { frame: Frame::new(&viewer, "/imports", "Nhập bảng tính"), imports }))
}

/// What was typed on the upload form.
#[derive(Debug, Default)]
struct Upload {
    kind: String,
    on: String,
    place: String,
    file_name: String,
    bytes: Vec<u8>,
}

#[derive(Template)]
#[template(path = "imports/new.html")]
struct New {
    frame: Frame,
    upload: Upload,
    problems: Problems,
    places: Vec<Place>,
}

async fn new_page(
    app: &App,
    viewer: &Viewer,
    upload: Upload,
    problems: Problems,
) -> Result<New, Error> {
    let places = places::store::list_provinces(&app.store).await?;
    Ok(New {
        frame: Frame::new(viewer, "/imports", "Nhập một bảng tính"),
        upload,
        problems,
        places,
    })
}

/// The upload form.
pub async fn new_form(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
) -> Result<impl IntoResponse, Error> {
    Ok(Page(new_page(&app, &viewer, Upload::default(), Problems::default()).await?))
}

/// Keeps the uploaded file and begins to read it.
pub async fn start(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    form: Multipart,
) -> Result<Response, Error> {
    let upload = read_upload(form).await?;
    let mut problems = Problems::default();
    if upload.file_name.is_empty() || upload.bytes.is_empty() {
        problems.add("file", "Hãy chọn một tệp bảng tính .xlsx.");
    } else if let Err(problem) = app.files.scan_bytes(&upload.bytes).await {
        problems.add("file", problem.message_vi());
    }
    let on = read_day(&upload.on, &mut problems);
    if let Err(problems) = problems.check() {
        let page = new_page(&app, &viewer, upload, problems).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response());
    }
    let options = Options { place: chosen(&upload.place), on, ..Options::default() };
    let kind = upload.kind.parse().unwrap_or(Kind::Auto);
    let actor = app.actor(&viewer);
    let import =
        actions::start(&app, &actor, &viewer, kind, &upload.file_name, &upload.bytes, &options)
            .await?;
    spawn_reading(&app, &viewer, &import.id);
    Ok(Redirect::to(&format!("/imports/{}", import.id)).into_response())
}

fn chosen(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn read_day(text: &str, problems: &mut Problems) -> Option<Day> {
    if text.trim().is_empty() {
        return None;
    }
    match kernel::day::parse_day(text) {
        Ok(day) => Some(Day(day)),
        Err(problem) => {
            problems.add("on", problem.message());
            None
        }
    }
}

async fn read_upload(mut form: Multipart) -> Result<Upload, Error> {
    let too_large = |_| {
        Error::Unusable("Không nhận được tệp: tệp lớn hơn 20 MB hoặc kết nối bị ngắt. Hãy chia nhỏ tệp rồi tải lên lại.".to_owned())
    };
    let mut upload = Upload::default();
    while let Some(part) = form.next_field().await.map_err(too_large)? {
        let name = part.name().unwrap_or_default().to_owned();
        if name == "file" {
            let file_name = part.file_name().unwrap_or_default();
            // Only the last part: some browsers send the whole path.
            let file_name = file_name.rsplit(['/', '\\']).next().unwrap_or_default();
            upload.file_name = kernel::text::nfc(file_name).chars().take(200).collect();
            upload.bytes = part.bytes().await.map_err(too_large)?.to_vec();
            continue;
        }
        let text = part.text().await.map_err(too_large)?;
        match name.as_str() {
            "kind" => upload.kind = text,
            "on" => upload.on = text,
            "place" => upload.place = text,
            _ => {}
        }
    }
    Ok(upload)
}

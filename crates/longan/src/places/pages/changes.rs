//! Files of changes: brought, looked at, applied.

use super::super::actions;
use super::super::change::impact::{self, Impact, Looked, Sums};
use super::super::change::{Column, Fault, RegionColumn, read};
use super::super::store::{self, ChangeFile};
use crate::App;
use crate::error::Error;
use crate::ui::{Frame, Page, Problems};
use crate::users::{SignedIn, Viewer};
use askama::Template;
use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};

/// Files a page shows.
const FILES: i64 = 100;
/// Rows of each list of a preview that a page shows.
const ROWS: usize = 200;

#[derive(Template)]
#[template(path = "places/changes.html")]
struct List {
    frame: Frame,
    files: Vec<ChangeFile>,
    problems: Problems,
}

/// The files brought so far, and the form for another.
pub async fn list(State(app): State<App>, SignedIn(viewer): SignedIn) -> Result<Response, Error> {
    list_page(&app, &viewer, Problems::default()).await
}

async fn list_page(app: &App, viewer: &Viewer, problems: Problems) -> Result<Response, Error> {
    let files = store::list_change_files(&app.store, FILES).await?;
    let status =
        if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let frame = Frame::new(viewer, "/places", "Thay đổi đơn vị hành chính");
    Ok((status, Page(List { frame, files, problems })).into_response())
}

/// Keeps a file and shows what it would change.
pub async fn bring(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    mut form: Multipart,
) -> Result<Response, Error> {
    let broken = |_| {
        Error::Unusable(
            "Không nhận được tệp: tệp quá lớn hoặc kết nối bị ngắt. Hãy tải lên lại.".to_owned(),
        )
    };
    let (mut name, mut bytes) = (String::new(), Vec::new());
    while let Some(part) = form.next_field().await.map_err(broken)? {
        if part.name() == Some("file") {
            let whole = part.file_name().unwrap_or_default();
            // Only the last part: some browsers send the whole path.
            let last = whole.rsplit(['/', '\\']).next().unwrap_or_default();
            name = kernel::text::nfc(last).chars().take(200).collect();
            bytes = part.bytes().await.map_err(broken)?.to_vec();
        }
    }
    if name.is_empty() || bytes.is_empty() {
        let problems = Problems::one("file", "Hãy chọn một tệp .csv hoặc .xlsx theo mẫu.");
        return list_page(&app, &viewer, problems).await;
    }
    if let Err(problem) = app.files.scan_bytes(&bytes).await {
        return list_page(&app, &viewer, Problems::one("file", problem.message_vi())).await;
    }
    let id = actions::bring(&app, &app.actor(&viewer), &name, &bytes).await?;
    Ok(Redirect::to(&format!("/places/changes/{id}")).into_response())
}

/// What the page says of a file.
#[derive(Debug)]
enum Told {
    /// It has been applied.
    Applied(Impact),
    /// It could be applied.
    Ready(Impact),
    /// It says what is known already.
    Known,
    /// It cannot be applied.
    Wrong(Vec<Fault>),
}

#[derive(Template)]
#[template(path = "places/change.html")]
struct Show {
    frame: Frame,
    file: ChangeFile,
    told: Told,
}

impl Show {
    /// The impact, before or after it is applied.
    fn impact(&self) -> Option<&Impact> {
        match &self.told {
            Told::Applied(impact) | Told::Ready(impact) => Some(impact),
            Told::Known | Told::Wrong(_) => None,
        }
    }

    /// The first of many.
    #[expect(clippy::unused_self, reason = "the template asks the page")]
    fn first<'a, T>(&self, all: &'a [T]) -> &'a [T] {
        &all[..all.len().min(ROWS)]
    }

    /// How many are not shown.
    #[expect(clippy::unused_self, reason = "the template asks the page")]
    fn more<T>(&self, all: &[T]) -> usize {
        all.len().saturating_sub(ROWS)
    }

    /// Figures as people write them.
    #[expect(clippy::unused_self, reason = "the template asks the page")]
    fn sums(&self, sums: &Sums) -> [String; 5] {
        impact::told(sums)
    }
}

async fn find(app: &App, id: &str) -> Result<ChangeFile, Error> {
    store::find_change_file(&app.store, id).await?.ok_or(Error::NotFound)
}

/// What a file would change, or has changed.
pub async fn show(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let file = find(&app, &id).await?;
    if file.applied_on.is_some() {
        let impact = serde_json::from_str(&file.summary).map_err(anyhow::Error::from)?;
        return Ok(page(&viewer, file, Told::Applied(impact)));
    }
    let looked = match read::read(&app.files.read(&file.file_sha256).await?) {
        Err(faults) => Looked::Wrong(faults),
        Ok(lines) => impact::look(&app, &viewer, &lines).await?,
    };
    Ok(page(&viewer, file, told(looked)))
}

fn told(looked: Looked) -> Told {
    match looked {
        Looked::Good(impact) => Told::Ready(*impact),
        Looked::Known(_) => Told::Known,
        Looked::Wrong(faults) => Told::Wrong(faults),
    }
}

fn page(viewer: &Viewer, file: ChangeFile, told: Told) -> Response {
    let status = match told {
        Told::Wrong(_) => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::OK,
    };
    let frame = Frame::new(viewer, "/places", format!("Tệp {}", file.file_name));
    (status, Page(Show { frame, file, told })).into_response()
}

/// Applies a file as a whole, or says why not.
pub async fn apply(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let file = find(&app, &id).await?;
    if file.applied_on.is_some() {
        return Ok(Redirect::to(&format!("/places/changes/{id}")).into_response());
    }
    let looked = match read::read(&app.files.read(&file.file_sha256).await?) {
        Err(faults) => Looked::Wrong(faults),
        Ok(lines) => actions::apply(&app, &app.actor(&viewer), &viewer, &file, &lines).await?,
    };
    match looked {
        Looked::Good(_) => Ok(Redirect::to(&format!("/places/changes/{id}")).into_response()),
        other => Ok(page(&viewer, file, told(other))),
    }
}

/// A file to fill in.
pub async fn template(SignedIn(_viewer): SignedIn) -> impl IntoResponse {
    let head: Vec<&str> = Column::ALL.iter().map(|column| column.label()).collect();
    let rows = [
        "nhập,xã,27985,xã,27985,Đức Hòa,,xã,80,,01/01/2027,Số nghị quyết,15/12/2026",
        "nhập,xã,27988,xã,27985,Đức Hòa,,xã,80,,01/01/2027,Số nghị quyết,15/12/2026",
    ];
    attachment(
        "mau-thay-doi-don-vi.csv",
        &format!("{}\r\n{}\r\n", head.join(","), rows.join("\r\n")),
    )
}

/// A file of regions to fill in.
pub async fn regions_template(SignedIn(_viewer): SignedIn) -> impl IntoResponse {
    let head: Vec<&str> = RegionColumn::ALL.iter().map(|column| column.label()).collect();
    let row =
        "vùng kinh tế - xã hội,dong-nam-bo,Đông Nam Bộ,79,01/01/2027,Số nghị quyết,unverified";
    attachment("mau-vung.csv", &format!("{}\r\n{row}\r\n", head.join(",")))
}

fn attachment(name: &str, text: &str) -> impl IntoResponse + use<> {
    let disposition = format!("attachment; filename=\"{name}\"");
    // A spreadsheet tells UTF-8 by its first mark.
    let body = format!("\u{feff}{text}");
    (
        [(CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (CONTENT_DISPOSITION, disposition)],
        body,
    )
}

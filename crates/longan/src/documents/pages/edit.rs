//! The forms by which a paper is written into a register and corrected. What a statute or a
//! double speaks against it is shown before anything is written, and never stops the person.

use super::super::model::{Entry, entry_fields, read_entry, typed_entry};
use super::super::search::number_words;
use super::super::{actions, reach, store, upload};
use crate::App;
use crate::error::Error;
use crate::places::{self, Level, Place};
use crate::ui::form::{Field, Typed, file, hidden, line};
use crate::ui::{Frame, Page, Problems};
use crate::users::{self, Right, SignedIn, Viewer};
use askama::Template;
use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

#[derive(Template)]
#[template(path = "documents/form.html")]
struct Form {
    frame: Frame,
    action: String,
    back: String,
    fields: Vec<Field>,
    typed: Typed,
    problems: Problems,
    doubles: Vec<store::Double>,
    /// What the law says against it.
    warnings: Vec<String>,
    /// "yes" when there is something to confirm before writing.
    to_confirm: &'static str,
    kinds: &'static str,
    max_mb: u64,
    /// "yes" when the form takes a file.
    takes_file: &'static str,
}

impl Form {
    fn answer(self) -> Response {
        let is_fine = self.problems.is_empty() && self.to_confirm.is_empty();
        let status = if is_fine { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        (status, Page(self)).into_response()
    }
}

/// The units whose register the person may keep.
async fn own_places(app: &App, viewer: &Viewer) -> Result<Vec<Place>, Error> {
    let mut own = Vec::new();
    for id in users::store::list_place_ids(&app.store, viewer).await? {
        let Some(place) = places::store::find(&app.store, &id).await? else { continue };
        if !users::may_at(app, viewer, Right::WriteDocuments, &id).await? {
            continue;
        }
        if place.level == Level::Country {
            own.extend(places::store::list_provinces(&app.store).await?);
        }
        own.push(place);
    }
    Ok(own)
}

async fn new_page(
    app: &App,
    viewer: &Viewer,
    typed: Typed,
    problems: Problems,
) -> Result<Form, Error> {
    let mut fields = entry_fields(&own_places(app, viewer).await?);
    fields.push(file("file", "Tệp (bản quét hoặc bản điện tử, không bắt buộc)", ""));
    Ok(Form {
        frame: Frame::new(viewer, "/documents", "Vào sổ văn bản"),
        action: "/documents".to_owned(),
        back: "/documents".to_owned(),
        fields,
        typed,
        problems,
        doubles: Vec::new(),
        warnings: Vec::new(),
        to_confirm: "",
        kinds: paper::content::KINDS_VI,
        max_mb: app.settings.files.max_upload_mb,
        takes_file: "yes",
    })
}

/// The form for a new paper.
pub async fn new_form(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
) -> Result<Response, Error> {
    let today = app.today().vi();
    let typed = Typed::of(&[("direction", "in".to_owned()), ("registered_on", today)]);
    Ok(new_page(&app, &viewer, typed, Problems::default()).await?.answer())
}

/// What speaks against writing the entry down without another look.
async fn doubts(
    app: &App,
    viewer: &Viewer,
    entry: &Entry,
    except_id: &str,
) -> Result<(Vec<store::Double>, Vec<String>), Error> {
    let words = number_words(&entry.number);
    let doubles =
        store::list_doubles(&app.store, viewer, &words, entry.issued_on, except_id).await?;
    Ok((doubles, law_warnings(app, &entry.cites(), entry.issued_on)))
}

/// What the law says of the statutes that a text names, on the paper's day.
pub fn law_warnings(app: &App, cites: &str, day: Option<crate::store::Day>) -> Vec<String> {
    let Some(day) = day else { return Vec::new() };
    let standings = app.law.not_in_force(cites, day.0);
    standings.iter().map(|standing| standing.message(day.0)).collect()
}

/// Writes a paper into the register.
pub async fn register(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    form: Multipart,
) -> Result<Response, Error> {
    let upload::Upload { typed, file, problems: of_file } = upload::read(&app, form).await?;
    let entry = match (read_entry(&typed), of_file.is_empty()) {
        (Ok(entry), true) => entry,
        (entry, _) => {
            let mut problems = entry.err().unwrap_or_default();
            if let Some(problem) = of_file.on("file") {
                problems.add("file", problem);
            } else if file.is_some() {
                problems.add("file", "Hãy chọn lại tệp: trình duyệt không giữ tệp đã chọn.");
            }
            return Ok(new_page(&app, &viewer, typed, problems).await?.answer());
        }
    };
    if !users::may_at(&app, &viewer, Right::WriteDocuments, &entry.place_id).await? {
        return Err(Error::Forbidden);
    }
    if typed.text("confirmed").is_empty() {
        let (doubles, warnings) = doubts(&app, &viewer, &entry, "").await?;
        if !doubles.is_empty() || !warnings.is_empty() {
            let mut page = new_page(&app, &viewer, typed, Problems::default()).await?;
            if file.is_some() {
                page.problems.add("file", "Hãy chọn lại tệp: trình duyệt không giữ tệp đã chọn.");
            }
            (page.doubles, page.warnings, page.to_confirm) = (doubles, warnings, "yes");
            return Ok(page.answer());
        }
    }
    let id = actions::register(&app, &app.actor(&viewer), &entry, file).await?;
    Ok(Redirect::to(&format!("/documents/{id}")).into_response())
}

async fn edit_page(
    app: &App,
    viewer: &Viewer,
    id: &str,
    typed: Typed,
    problems: Problems,
) -> Result<Form, Error> {
    let mut fields = entry_fields(&own_places(app, viewer).await?);
    fields.push(line("reason", "Lý do sửa", "Ví dụ: gõ nhầm ngày"));
    fields.push(hidden("revision"));
    Ok(Form {
        frame: Frame::new(viewer, "/documents", "Sửa thông tin văn bản"),
        action: format!("/documents/{id}/edit"),
        back: format!("/documents/{id}"),
        fields,
        typed,
        problems,
        doubles: Vec::new(),
        warnings: Vec::new(),
        to_confirm: "",
        kinds: "",
        max_mb: 0,
        takes_file: "",
    })
}

/// The form for a paper that is there.
pub async fn edit_form(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let document = reach::find_to_write(&app, &viewer, &id).await?;
    let typed = typed_entry(&document);
    Ok(edit_page(&app, &viewer, &id, typed, Problems::default()).await?.answer())
}

/// Corrects a paper.
pub async fn edit(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let mut document = reach::find_to_write(&app, &viewer, &id).await?;
    let reason = kernel::text::nfc(typed.text("reason"));
    let entry = match read_entry(&typed) {
        Ok(entry) if !reason.is_empty() => entry,
        entry => {
            let mut problems = entry.err().unwrap_or_default();
            if reason.is_empty() {
                problems.add("reason", "Hãy ghi lý do sửa, ví dụ: gõ nhầm ngày.");
            }
            return Ok(edit_page(&app, &viewer, &id, typed, problems).await?.answer());
        }
    };
    if !users::may_at(&app, &viewer, Right::WriteDocuments, &entry.place_id).await? {
        return Err(Error::Forbidden);
    }
    if typed.text("confirmed").is_empty() {
        let (doubles, warnings) = doubts(&app, &viewer, &entry, &id).await?;
        if !doubles.is_empty() || !warnings.is_empty() {
            let mut page = edit_page(&app, &viewer, &id, typed, Problems::default()).await?;
            (page.doubles, page.warnings, page.to_confirm) = (doubles, warnings, "yes");
            return Ok(page.answer());
        }
    }
    // What was seen is what is changed: an older revision fails as stale.
    document.revision = typed.text("revision").parse().unwrap_or_default();
    actions::edit(&app, &app.actor(&viewer), &document, &entry, &reason).await?;
    Ok(Redirect::to(&format!("/documents/{id}")).into_response())
}

//! A part of the report: its draft, and an officer's words in place of it.

use super::super::actions;
use super::super::model::{Writing, WritingPart};
use super::Opened;
use crate::App;
use crate::error::Error;
use crate::ui::form::Typed;
use crate::ui::{Frame, Page, Problems};
use crate::users::{Right, SignedIn, Viewer};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

/// Most letters of one part.
const MOST_LETTERS: usize = 20_000;

#[derive(Template)]
#[template(path = "reports/written/part.html")]
struct Form {
    frame: Frame,
    writing: Writing,
    part: WritingPart,
    body: String,
    problems: Problems,
}

/// The form.
pub async fn form(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path((id, key)): Path<(String, String)>,
) -> Result<Response, Error> {
    let opened = super::open(&app, &viewer, &id).await?;
    if !opened.writing.is_open() {
        return Ok(Redirect::to(&super::address(&id)).into_response());
    }
    if !super::may(&app, &viewer, Right::FillReports, &opened.writing.place_id).await? {
        return Err(Error::Forbidden);
    }
    draw(&viewer, opened, &key, None, Problems::default())
}

fn draw(
    viewer: &Viewer,
    opened: Opened,
    key: &str,
    typed: Option<String>,
    problems: Problems,
) -> Result<Response, Error> {
    let part = opened.written.part(key).ok_or(Error::NotFound)?.clone();
    let code = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = Form {
        frame: Frame::new(viewer, "/reports", part.name()),
        body: typed.unwrap_or_else(|| part.paragraphs.join("\n")),
        writing: opened.writing,
        part,
        problems,
    };
    Ok((code, Page(page)).into_response())
}

/// Keeps an officer's words, or takes the draft back.
pub async fn write(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path((id, key)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Error> {
    let seen = (id.as_str(), typed.text("revision"));
    let (opened, actor) = super::to_change(&app, &viewer, Right::FillReports, seen).await?;
    let part = opened.written.part(&key).ok_or(Error::NotFound)?;
    let takes_draft = typed.text("way") == "draft" && !part.drafted.is_empty();
    let body = if takes_draft { String::new() } else { kernel::text::nfc(typed.text("body")) };
    if body.is_empty() && !takes_draft {
        let problem = "Hãy viết nội dung của phần này. Không có gì thì ghi “Không có.”.";
        return draw(&viewer, opened, &key, Some(body), Problems::one("body", problem));
    }
    if body.chars().count() > MOST_LETTERS {
        let problem = "Phần này quá dài. Hãy rút gọn còn không quá 20.000 chữ cái.";
        return draw(&viewer, opened, &key, Some(body), Problems::one("body", problem));
    }
    actions::write(&app, &actor, &opened.writing, part, &body).await?;
    Ok(Redirect::to(&format!("{}#{key}", super::address(&id))).into_response())
}

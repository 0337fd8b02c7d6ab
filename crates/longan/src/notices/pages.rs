//! The notices of a person, and how they want to be told.

use super::model::{Mailing, Notice, NoticeSettings};
use super::{actions, store};
use crate::App;
use crate::error::Error;
use crate::ui::form::{FormPage, Typed, choice, line};
use crate::ui::{Frame, Page, Problems};
use crate::users::{SignedIn, Viewer};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};

/// Most notices on the page; older ones are still counted as unread.
const SHOWN: i64 = 200;

#[derive(Template)]
#[template(path = "notices/list.html")]
struct List {
    frame: Frame,
    notices: Vec<Notice>,
    unread: i64,
}

/// What the person has been told.
pub async fn list(State(app): State<App>, SignedIn(viewer): SignedIn) -> Result<Response, Error> {
    let page = List {
        frame: Frame::new(&viewer, "/notices", "Thông báo"),
        notices: store::list(&app.store, &viewer, SHOWN).await?,
        unread: viewer.unread,
    };
    Ok(Page(page).into_response())
}

/// Marks everything as read.
pub async fn read_all(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
) -> Result<Redirect, Error> {
    store::set_read(&app.store, &viewer, "", &app.clock.now().to_string()).await?;
    Ok(Redirect::to("/notices"))
}

/// Marks one notice as read and leads to what it is about.
pub async fn read(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<Redirect, Error> {
    let notice = store::find(&app.store, &viewer, &id).await?.ok_or(Error::NotFound)?;
    store::set_read(&app.store, &viewer, &id, &app.clock.now().to_string()).await?;
    Ok(Redirect::to(if notice.link.is_empty() { "/notices" } else { &notice.link }))
}

/// The form of how the person wants to be told.
pub async fn settings_form(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
) -> Result<Response, Error> {
    let settings = store::find_settings(&app.store, &viewer.user_id).await?;
    let typed = Typed::of(&[
        ("mail", settings.mail.word().to_owned()),
        ("address", settings.address.clone()),
        ("digest_hour", settings.digest_hour.to_string()),
        ("quiet_from", settings.quiet_from.to_string()),
        ("quiet_to", settings.quiet_to.to_string()),
    ]);
    Ok(form(&viewer, typed, Problems::default()))
}

fn form(viewer: &Viewer, typed: Typed, problems: Problems) -> Response {
    let mailings = Mailing::ALL.iter().map(|m| (m.word().to_owned(), m.label().to_owned()));
    let page = FormPage {
        frame: Frame::new(viewer, "/notices", "Cách nhận thông báo"),
        action: "/notices/settings".to_owned(),
        back: "/notices".to_owned(),
        back_title: "Thông báo".to_owned(),
        fields: vec![
            choice("mail", "Nhận qua thư", mailings),
            line(
                "address",
                "Địa chỉ thư",
                "Thông báo trong chương trình luôn có, dù không nhận thư",
            ),
            line(
                "digest_hour",
                "Giờ gửi thư gộp",
                "Từ 0 đến 23; nhắc hạn và số liệu vênh luôn chờ thư gộp",
            ),
            line("quiet_from", "Giờ yên tĩnh, từ", "Trong giờ yên tĩnh thư gửi ngay cũng chờ"),
            line("quiet_to", "Giờ yên tĩnh, đến", "Bằng giờ bắt đầu là không có giờ yên tĩnh"),
        ],
        paper_fields: Vec::new(),
        typed,
        problems,
    };
    page.answer()
}

/// Keeps how the person wants to be told.
pub async fn set(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    typed: Typed,
) -> Result<Response, Error> {
    let before = store::find_settings(&app.store, &viewer.user_id).await?;
    match NoticeSettings::read(&typed, &before) {
        Err(problems) => Ok(form(&viewer, typed, problems)),
        Ok(new) => {
            actions::set(&app, &app.actor(&viewer), &new).await?;
            Ok(Redirect::to("/notices").into_response())
        }
    }
}

//! A commune asks the Department to enter for it (đề nghị nhập thay).

use super::super::rights::{Right, Role};
use super::super::store::{self, EntryRequest, NewEntryRequest};
use super::super::{SignedIn, Viewer, actions};
use crate::App;
use crate::error::Error;
use crate::ui::form::{Field, Reader, Typed, choice, line, lines};
use crate::ui::{Frame, Page, Problems};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

#[derive(Template)]
#[template(path = "users/requests.html")]
struct List {
    frame: Frame,
    requests: Vec<EntryRequest>,
    fields: Vec<Field>,
    typed: Typed,
    problems: Problems,
    may_ask: &'static str,
    today: crate::store::Day,
}

/// The requests of the communes one works for, or above.
pub async fn list(State(app): State<App>, SignedIn(viewer): SignedIn) -> Result<Response, Error> {
    page(&app, &viewer, Typed::default(), Problems::default()).await
}

/// The communes for which a person may ask: id and name.
async fn communes(app: &App, viewer: &Viewer) -> Result<Vec<(String, String)>, Error> {
    let roles = store::list_roles_of(&app.store, &viewer.user_id).await?;
    let held = roles
        .into_iter()
        .filter(|held| held.role == Role::CommuneCommittee && held.holds_on(app.today()));
    Ok(held.map(|held| (held.place_id, held.place)).collect())
}

async fn page(
    app: &App,
    viewer: &Viewer,
    typed: Typed,
    problems: Problems,
) -> Result<Response, Error> {
    let communes = communes(app, viewer).await?;
    let status =
        if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = List {
        frame: Frame::new(viewer, "/entry-requests", "Đề nghị Sở nhập thay"),
        requests: store::list_entry_requests(&app.store, viewer).await?,
        may_ask: if viewer.may(Right::AskEntry) && !communes.is_empty() { "yes" } else { "" },
        fields: fields(communes),
        typed,
        problems,
        today: app.today(),
    };
    Ok((status, Page(page)).into_response())
}

fn fields(communes: Vec<(String, String)>) -> Vec<Field> {
    vec![
        choice("place", "Xã, phường đề nghị", communes),
        line("to_day", "Đến hết ngày", "Ví dụ 31/12/2026"),
        lines(
            "reason",
            "Lý do, nội dung đề nghị",
            "Ví dụ: xã chưa có cán bộ chuyên trách; đề nghị Sở nhập số liệu 6 tháng",
        ),
    ]
}

/// Asks the Department to enter for a commune.
pub async fn add(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    typed: Typed,
) -> Result<Response, Error> {
    let communes = communes(&app, &viewer).await?;
    let mut reader = Reader::new(&typed);
    let place_id = typed.text("place").to_owned();
    if !communes.iter().any(|(id, _)| *id == place_id) {
        reader.add("place", "Hãy chọn xã, phường của bạn.");
    }
    let to_day = reader.day("to_day");
    if to_day < app.today() {
        reader.add("to_day", "Ngày hết phải từ hôm nay trở đi.");
    }
    let reason = reader.required("reason", "Hãy ghi lý do và nội dung đề nghị.");
    let actor = app.actor(&viewer);
    let new = NewEntryRequest {
        place_id,
        asked_by: viewer.user_id.clone(),
        reason,
        from_day: app.today(),
        to_day,
    };
    match reader.finish(new) {
        Err(found) => page(&app, &viewer, typed, found).await,
        Ok(new) => {
            actions::ask_entry(&app, &actor, &new).await?;
            Ok(Redirect::to("/entry-requests").into_response())
        }
    }
}

/// Withdraws a request of one's own commune.
pub async fn withdraw(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<Redirect, Error> {
    let communes = communes(&app, &viewer).await?;
    let requests = store::list_entry_requests(&app.store, &viewer).await?;
    let own = |request: &EntryRequest| {
        request.id == id && communes.iter().any(|(place_id, _)| *place_id == request.place_id)
    };
    let request = requests.into_iter().find(own).ok_or(Error::NotFound)?;
    actions::withdraw_entry(&app, &app.actor(&viewer), &request).await?;
    Ok(Redirect::to("/entry-requests"))
}

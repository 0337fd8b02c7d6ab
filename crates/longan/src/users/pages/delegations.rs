//! Delegation (ủy quyền): a person lets another stand in for a role of theirs until a day.

use super::super::model::HeldRole;
use super::super::store::{self, NewRole};
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
#[template(path = "users/delegations.html")]
struct List {
    frame: Frame,
    given: Vec<(HeldRole, String)>,
    received: Vec<HeldRole>,
    fields: Vec<Field>,
    typed: Typed,
    problems: Problems,
    today: crate::store::Day,
}

/// What the person has delegated and what was delegated to them.
pub async fn list(State(app): State<App>, SignedIn(viewer): SignedIn) -> Result<Response, Error> {
    page(&app, &viewer, Typed::default(), Problems::default()).await
}

/// The roles of one's own that one may delegate today.
async fn own_roles(app: &App, viewer: &Viewer) -> Result<Vec<HeldRole>, Error> {
    let mut roles = store::list_roles_of(&app.store, &viewer.user_id).await?;
    roles.retain(|role| role.delegated_from.is_none() && role.holds_on(app.today()));
    Ok(roles)
}

async fn page(
    app: &App,
    viewer: &Viewer,
    typed: Typed,
    problems: Problems,
) -> Result<Response, Error> {
    let own = own_roles(app, viewer).await?;
    let mut received = store::list_roles_of(&app.store, &viewer.user_id).await?;
    received.retain(|role| role.delegated_from.is_some());
    let given = store::list_roles_delegated_by(&app.store, &viewer.user_id).await?;
    let names = store::list(&app.store).await?;
    let name_of = |id: &str| {
        names
            .iter()
            .find(|user| user.id == id)
            .map(|user| user.full_name.clone())
            .unwrap_or_default()
    };
    let given = given.into_iter().map(|role| (role.clone(), name_of(&role.user_id))).collect();
    let status =
        if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = List {
        frame: Frame::new(viewer, "/delegations", "Ủy quyền"),
        given,
        received,
        fields: fields(&own),
        typed,
        problems,
        today: app.today(),
    };
    Ok((status, Page(page)).into_response())
}

fn fields(own: &[HeldRole]) -> Vec<Field> {
    let roles =
        own.iter().map(|role| (role.id.clone(), format!("{}, {}", role.role.label(), role.place)));
    vec![
        choice("role", "Vai trò ủy quyền", roles),
        line("to_whom", "Người được ủy quyền (tên đăng nhập)", "Ví dụ lan.nguyen"),
        line("from_day", "Từ ngày", "Bỏ trống là từ hôm nay"),
        line("to_day", "Đến hết ngày", "Ủy quyền luôn có ngày hết, ví dụ 31/12/2026"),
        lines("note", "Nội dung ủy quyền", ""),
    ]
}

/// Lets another person stand in.
pub async fn add(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    typed: Typed,
) -> Result<Response, Error> {
    let own = own_roles(&app, &viewer).await?;
    let mut reader = Reader::new(&typed);
    let role = own.iter().find(|role| role.id == typed.text("role"));
    if role.is_none() {
        reader.add("role", "Hãy chọn một vai trò của bạn.");
    }
    let whom = store::find(&app.store, &typed.text("to_whom").to_lowercase()).await?;
    let whom = whom.filter(|user| user.disabled_on.is_none() && user.id != viewer.user_id);
    if whom.is_none() {
        reader.add("to_whom", "Không có tài khoản đang dùng nào mang tên này. Hãy hỏi tên đăng nhập của người được ủy quyền.");
    }
    let from_day = reader.optional_day("from_day").unwrap_or_else(|| app.today());
    let to_day = reader.day("to_day");
    if to_day < from_day || to_day < app.today() {
        reader.add("to_day", "Ngày hết ủy quyền phải từ hôm nay và từ ngày bắt đầu trở đi.");
    }
    let note = reader.text("note");
    let found = match (reader.finish(()), role, whom) {
        (Err(found), ..) => found,
        (Ok(()), Some(role), Some(whom)) => {
            let new = NewRole {
                user_id: whom.id,
                role: role.role,
                place_id: role.place_id.clone(),
                from_day,
                to_day: Some(to_day),
                delegated_from: Some(role.id.clone()),
                document_id: None,
                note,
            };
            actions::give_role(&app, &app.actor(&viewer), &new).await?;
            return Ok(Redirect::to("/delegations").into_response());
        }
        (Ok(()), ..) => return Err(Error::Stale),
    };
    page(&app, &viewer, typed, found).await
}

/// Ends a delegation one has given, from today.
pub async fn end(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<Redirect, Error> {
    let given = store::list_roles_delegated_by(&app.store, &viewer.user_id).await?;
    let role = given.into_iter().find(|role| role.id == id).ok_or(Error::NotFound)?;
    let yesterday = crate::store::Day(app.today().0.yesterday().map_err(anyhow::Error::from)?);
    actions::end_role(&app, &app.actor(&viewer), &role, yesterday, "").await?;
    Ok(Redirect::to("/delegations"))
}

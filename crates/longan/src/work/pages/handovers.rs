//! Hand-overs: the list, the form with what would move, the record.

use super::super::collect;
use super::super::model::{Handover, HandoverItem, HandoverKind, NewHandover};
use super::super::{actions, store};
use crate::App;
use crate::error::Error;
use crate::ui::form::{Field, Reader, Typed, choice, hidden, lines};
use crate::ui::{Frame, Page, Problems};
use crate::users::model::HeldRole;
use crate::users::store::Person;
use crate::users::{self, Right, SignedIn, Viewer};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

#[derive(Template)]
#[template(path = "work/handovers.html")]
struct List {
    frame: Frame,
    handovers: Vec<Handover>,
}

/// The hand-overs the person had a part in.
pub async fn list(State(app): State<App>, SignedIn(viewer): SignedIn) -> Result<Response, Error> {
    let page = List {
        frame: Frame::new(&viewer, "/work", "Bàn giao"),
        handovers: store::list_handovers(&app.store, &viewer).await?,
    };
    Ok(Page(page).into_response())
}

/// Whose work is handed over: by the name one signs in with; oneself when empty.
#[derive(Clone, Debug, Default, serde::Deserialize)]
pub struct Whose {
    #[serde(default)]
    from: String,
}

/// What would move, and to whom it may.
struct Plan {
    from: Person,
    receivers: Vec<Person>,
    delegated: Vec<(HeldRole, String)>,
    items: Vec<HandoverItem>,
}

async fn plan(app: &App, viewer: &Viewer, name: &str) -> Result<Plan, Error> {
    let own = name.is_empty() || name == viewer.name;
    let (from, mut receivers) = if own {
        let me = users::store::find_person(&app.store, &viewer.user_id).await?;
        let colleagues = users::store::list_colleagues(&app.store, viewer, app.today()).await?;
        (me.ok_or(Error::NotFound)?, colleagues)
    } else {
        // For somebody who has left.
        viewer.require(Right::ManageUsers)?;
        let user = users::store::find(&app.store, name).await?.ok_or(Error::NotFound)?;
        let from = users::store::find_person(&app.store, &user.id).await?;
        (from.ok_or(Error::NotFound)?, users::store::list_people(&app.store).await?)
    };
    receivers.retain(|person| person.id != from.id);
    let delegated = collect::delegated_to(app, &from).await?;
    let items = collect::open_work(app, &from, &delegated).await?;
    Ok(Plan { from, receivers, delegated, items })
}

#[derive(Template)]
#[template(path = "work/handover_form.html")]
struct Form {
    frame: Frame,
    from: Person,
    items: Vec<HandoverItem>,
    fields: Vec<Field>,
    typed: Typed,
    problems: Problems,
}

fn form(viewer: &Viewer, plan: Plan, typed: Typed, problems: Problems) -> Response {
    let receivers = plan.receivers.into_iter().map(|person| (person.id, person.full_name));
    let fields = vec![
        hidden("from"),
        choice("to", "Người nhận", receivers),
        lines("reason", "Lý do bàn giao", "Ví dụ: chuyển công tác theo Quyết định số …"),
    ];
    let status =
        if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let title = format!("Bàn giao công việc của {}", plan.from.full_name);
    let frame = Frame::new(viewer, "/work", title);
    let page = Form { frame, from: plan.from, items: plan.items, fields, typed, problems };
    (status, Page(page)).into_response()
}

/// The form of a hand-over, with everything that would move.
pub async fn new_form(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Query(whose): Query<Whose>,
) -> Result<Response, Error> {
    let plan = plan(&app, &viewer, &whose.from).await?;
    let typed = Typed::of(&[("from", plan.from.name.clone())]);
    Ok(form(&viewer, plan, typed, Problems::default()))
}

/// Hands everything over.
pub async fn add(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    typed: Typed,
) -> Result<Response, Error> {
    let plan = plan(&app, &viewer, typed.text("from")).await?;
    let mut reader = Reader::new(&typed);
    let to_user_id = reader.text("to");
    let receiver = plan.receivers.iter().find(|person| person.id == to_user_id);
    if receiver.is_none() {
        reader.add("to", "Hãy chọn người nhận.");
    } else if plan.items.iter().any(|item| item.kind == HandoverKind::Import) {
        let receiver = users::store::find_viewer(&app.store, &to_user_id, app.today()).await?;
        if !receiver.is_some_and(|receiver| receiver.may(Right::ImportWorkbooks)) {
            reader.add("to", "Người này không có quyền nhập bảng tính nên không nhận được bảng tính đang chờ. Hãy chọn người khác, hoặc duyệt xong bảng tính trước.");
        }
    }
    let reason = reader.required("reason", "Hãy ghi lý do bàn giao.");
    if plan.items.is_empty() {
        reader.add("reason", "Không còn việc nào đang mở để bàn giao.");
    }
    let new = NewHandover {
        from_user_id: plan.from.id.clone(),
        to_user_id,
        reason,
        items: plan.items.clone(),
    };
    match reader.finish(new) {
        Err(problems) => Ok(form(&viewer, plan, typed, problems)),
        Ok(new) => {
            let actor = app.actor(&viewer);
            let id = actions::hand_over(&app, &actor, &new, &plan.from, &plan.delegated).await?;
            Ok(Redirect::to(&format!("/work/handovers/{id}")).into_response())
        }
    }
}

#[derive(Template)]
#[template(path = "work/handover.html")]
struct Record {
    frame: Frame,
    handover: Handover,
    items: Vec<HandoverItem>,
}

/// The record of a hand-over, for both to print.
pub async fn show(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let found = store::find_handover(&app.store, &viewer, &id).await?;
    let (handover, items) = found.ok_or(Error::NotFound)?;
    let frame = Frame::new(&viewer, "/work", "Biên bản bàn giao công việc");
    Ok(Page(Record { frame, handover, items }).into_response())
}

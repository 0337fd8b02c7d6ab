//! The forms of a task.

use super::super::model::{NewTask, Task, TaskState};
use super::super::{actions, store};
use crate::App;
use crate::error::Error;
use crate::ui::form::{Field, FormPage, Reader, Typed, choice, line, lines};
use crate::ui::{Frame, Page, Problems};
use crate::users::{self, SignedIn, Viewer};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};

/// What a new task may be filled in with.
#[derive(Clone, Debug, Default, serde::Deserialize)]
pub struct Filled {
    #[serde(default)]
    title: String,
    #[serde(default)]
    due_on: String,
    #[serde(default)]
    link: String,
    #[serde(default)]
    note: String,
}

/// Who may be asked to do a task: the person, and whoever works in the same place.
async fn owners(app: &App, viewer: &Viewer) -> Result<Vec<(String, String)>, Error> {
    let me = (viewer.user_id.clone(), format!("{} (tôi)", viewer.full_name));
    let colleagues = users::store::list_colleagues(&app.store, viewer, app.today()).await?;
    let colleagues = colleagues.into_iter().map(|person| (person.id, person.full_name));
    Ok([me].into_iter().chain(colleagues).collect())
}

fn fields(owners: Vec<(String, String)>) -> Vec<Field> {
    vec![
        line("title", "Việc cần làm", "Ví dụ: Đôn đốc chủ đầu tư CCN Đức Mỹ gửi báo cáo"),
        line("due_on", "Hạn", "Bỏ trống nếu không có hạn, ví dụ 30/12/2026"),
        choice("owner", "Người làm", owners),
        line(
            "link",
            "Trang của hồ sơ liên quan",
            "Chép địa chỉ trang trong chương trình, ví dụ /clusters/duc-my",
        ),
        lines("note", "Ghi chú", ""),
    ]
}

/// The form of a new task.
pub async fn new_form(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Query(filled): Query<Filled>,
) -> Result<Response, Error> {
    let typed = Typed::of(&[
        ("title", filled.title),
        ("due_on", filled.due_on),
        ("link", filled.link),
        ("note", filled.note),
    ]);
    let owners = owners(&app, &viewer).await?;
    Ok(form(&viewer, owners, typed, Problems::default()))
}

fn form(
    viewer: &Viewer,
    owners: Vec<(String, String)>,
    typed: Typed,
    problems: Problems,
) -> Response {
    let page = FormPage {
        frame: Frame::new(viewer, "/work", "Ghi việc"),
        action: "/work/tasks".to_owned(),
        back: "/work".to_owned(),
        back_title: "Việc của tôi".to_owned(),
        fields: fields(owners),
        paper_fields: Vec::new(),
        typed,
        problems,
    };
    page.answer()
}

fn read(typed: &Typed, owners: &[(String, String)], address: &str) -> Result<NewTask, Problems> {
    let mut reader = Reader::new(typed);
    let title = reader.required("title", "Hãy ghi việc cần làm.");
    let due_on = reader.optional_day("due_on");
    let owner_id = reader.text("owner");
    if !owners.iter().any(|(id, _)| *id == owner_id) {
        reader.add("owner", "Hãy chọn người làm cùng địa bàn với bạn.");
    }
    let typed_link = reader.text("link");
    let link = typed_link.strip_prefix(address).unwrap_or(&typed_link).to_owned();
    // A link leads within the program, never to another host.
    let is_within = link.starts_with('/')
        && !link.starts_with("//")
        && !link.contains(['\\', ' ', '\n', '\t', '\r']);
    if !link.is_empty() && !is_within {
        reader.add("link", "Hãy chép địa chỉ một trang của chương trình, bắt đầu bằng dấu /, ví dụ /clusters/duc-my.");
    }
    let note = reader.text("note");
    reader.finish(NewTask { title, note, link, due_on, owner_id })
}

fn address(app: &App) -> &str {
    app.settings.public_address.as_deref().unwrap_or("\0").trim_end_matches('/')
}

/// Writes a task down.
pub async fn add(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    typed: Typed,
) -> Result<Response, Error> {
    let owners = owners(&app, &viewer).await?;
    match read(&typed, &owners, address(&app)) {
        Err(problems) => Ok(form(&viewer, owners, typed, problems)),
        Ok(new) => {
            actions::add_task(&app, &app.actor(&viewer), &new).await?;
            Ok(Redirect::to("/work").into_response())
        }
    }
}

#[derive(Template)]
#[template(path = "work/task.html")]
struct Show {
    frame: Frame,
    task: Task,
    fields: Vec<Field>,
    typed: Typed,
    problems: Problems,
}

async fn found(app: &App, viewer: &Viewer, id: &str) -> Result<Task, Error> {
    store::find_task(&app.store, viewer, id).await?.ok_or(Error::NotFound)
}

async fn page(
    app: &App,
    viewer: &Viewer,
    task: Task,
    typed: Typed,
    problems: Problems,
) -> Result<Response, Error> {
    let mut owners = owners(app, viewer).await?;
    if !owners.iter().any(|(id, _)| *id == task.owner_id) {
        owners.push((task.owner_id.clone(), task.owner.clone()));
    }
    let status = if problems.is_empty() { 200 } else { 422 };
    let status = axum::http::StatusCode::from_u16(status).unwrap_or_default();
    let frame = Frame::new(viewer, "/work", task.title.clone());
    let page = Show { frame, task, fields: fields(owners), typed, problems };
    Ok((status, Page(page)).into_response())
}

/// One task and its form.
pub async fn edit_form(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let task = found(&app, &viewer, &id).await?;
    let typed = Typed::of(&[
        ("title", task.title.clone()),
        ("due_on", task.due_on.map(crate::store::Day::vi).unwrap_or_default()),
        ("owner", task.owner_id.clone()),
        ("link", task.link.clone()),
        ("note", task.note.clone()),
    ]);
    page(&app, &viewer, task, typed, Problems::default()).await
}

/// Writes a task anew.
pub async fn edit(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let task = found(&app, &viewer, &id).await?;
    let mut owners = owners(&app, &viewer).await?;
    owners.push((task.owner_id.clone(), task.owner.clone()));
    match read(&typed, &owners, address(&app)) {
        Err(problems) => page(&app, &viewer, task, typed, problems).await,
        Ok(new) => {
            actions::edit_task(&app, &app.actor(&viewer), &task, &new).await?;
            Ok(Redirect::to("/work").into_response())
        }
    }
}

/// Marks a task as done.
pub async fn complete(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<Redirect, Error> {
    let task = found(&app, &viewer, &id).await?;
    actions::end_task(&app, &app.actor(&viewer), &task, TaskState::Done).await?;
    Ok(Redirect::to("/work"))
}

/// Gives a task up; only whoever wrote it down may.
pub async fn withdraw(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<Redirect, Error> {
    let task = found(&app, &viewer, &id).await?;
    if task.made_by != viewer.user_id {
        return Err(Error::Forbidden);
    }
    actions::end_task(&app, &app.actor(&viewer), &task, TaskState::Withdrawn).await?;
    Ok(Redirect::to("/work"))
}

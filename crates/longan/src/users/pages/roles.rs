//! The roles of one person, and the table of roles and rights.

use super::super::model::{HeldRole, User};
use super::super::rights::{Role, Seat};
use super::super::store::{self, NewRole};
use super::super::{SignedIn, actions};
use crate::App;
use crate::error::Error;
use crate::events::told::{self, Told};
use crate::places;
use crate::ui::form::{Field, Reader, Typed, choice, line, lines};
use crate::ui::{Frame, Page, Problems};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

#[derive(Template)]
#[template(path = "users/rights.html")]
struct RightsPage {
    frame: Frame,
}

/// The table of roles and rights, for everybody: what a colleague may do is no secret.
pub async fn rights(SignedIn(viewer): SignedIn) -> impl IntoResponse {
    Page(RightsPage { frame: Frame::new(&viewer, "/rights", "Vai trò và quyền") })
}

#[derive(Template)]
#[template(path = "users/roles.html")]
struct Show {
    frame: Frame,
    user: User,
    roles: Vec<HeldRole>,
    told: Vec<Told>,
    fields: Vec<Field>,
    typed: Typed,
    problems: Problems,
}

/// One person with the roles they hold, held and will hold, and the form for one more.
pub async fn show(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(name): Path<String>,
) -> Result<Response, Error> {
    page(&app, &viewer, &name, Typed::default(), Problems::default()).await
}

async fn page(
    app: &App,
    viewer: &super::super::Viewer,
    name: &str,
    typed: Typed,
    problems: Problems,
) -> Result<Response, Error> {
    let user = store::find(&app.store, name).await?.ok_or(Error::NotFound)?;
    let roles = store::list_roles_of(&app.store, &user.id).await?;
    let told = told::history(&app.store, &user.id).await?;
    let status =
        if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let frame = Frame::new(viewer, "/users", format!("Vai trò của {}", user.full_name));
    let page = Show { frame, user, roles, told, fields: fields(), typed, problems };
    Ok((status, Page(page)).into_response())
}

fn fields() -> Vec<Field> {
    let roles = Role::given().map(|role| {
        (role.word().to_owned(), format!("{} (tại {})", role.label(), role.seat().label()))
    });
    vec![
        choice("role", "Vai trò", roles),
        line(
            "place",
            "Tại",
            "Mã đơn vị hành chính (80, 27985), mã số thuế của tổ chức, tên cụm, hoặc tên hội đồng",
        ),
        line("from_day", "Từ ngày", "Bỏ trống là từ hôm nay"),
        line("to_day", "Đến hết ngày", "Bỏ trống nếu chưa định ngày hết"),
        lines("note", "Căn cứ, ghi chú", ""),
    ]
}

/// Gives a person one more role.
pub async fn give(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(name): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let user = store::find(&app.store, &name).await?.ok_or(Error::NotFound)?;
    let mut reader = Reader::new(&typed);
    let role = reader.choice("role", Role::Reader);
    let from_day = reader.optional_day("from_day").unwrap_or_else(|| app.today());
    let to_day = reader.optional_day("to_day");
    if role == Role::System {
        reader.add("role", "Hãy chọn một mục trong danh sách.");
    }
    if to_day.is_some_and(|last| last < from_day) {
        reader.add("to_day", "Ngày kết thúc phải từ ngày bắt đầu trở đi.");
    }
    let place_id = match seat_id(&app, role, typed.text("place"), from_day).await? {
        Ok(id) => id,
        Err(problem) => {
            reader.add("place", problem);
            String::new()
        }
    };
    let note = reader.text("note");
    let new = NewRole {
        user_id: user.id.clone(),
        role,
        place_id,
        from_day,
        to_day,
        delegated_from: None,
        document_id: None,
        note,
    };
    match reader.finish(new) {
        Err(problems) => page(&app, &viewer, &name, typed, problems).await,
        Ok(new) => {
            actions::give_role(&app, &app.actor(&viewer), &new).await?;
            Ok(Redirect::to(&format!("/users/{name}")).into_response())
        }
    }
}

/// The id of the place a role is to be held at, or what is wrong with what was typed.
async fn seat_id(
    app: &App,
    role: Role,
    typed: &str,
    on: crate::store::Day,
) -> Result<Result<String, String>, Error> {
    if typed.is_empty() {
        return Ok(Err(format!("Hãy ghi {} nơi giữ vai trò.", role.seat().label())));
    }
    match role.seat() {
        Seat::Unit => match places::resolve(&app.store, typed, on).await {
            Ok(place) => Ok(Ok(place.id)),
            Err(Error::Unusable(problem)) => Ok(Err(problem)),
            Err(error) => Err(error),
        },
        Seat::Organization | Seat::Cluster => {
            let found = store::find_seat(&app.store, role.seat(), typed).await?;
            Ok(found.ok_or_else(|| {
                "Không tìm thấy trong sổ. Hãy nhập đúng mã số thuế hoặc tên đầy đủ.".to_owned()
            }))
        }
        Seat::Council => Ok(Ok(format!("council:{}", kernel::text::fold(typed).replace(' ', "-")))),
    }
}

/// Ends a role after today, or on a day that is typed.
pub async fn end(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Redirect, Error> {
    let role = store::find_role(&app.store, &id).await?.ok_or(Error::NotFound)?;
    let mut reader = Reader::new(&typed);
    let last = reader.optional_day("to_day").unwrap_or_else(|| app.today());
    let note = reader.text("note");
    let last = reader.finish(last).map_err(|problems| {
        Error::Unusable(problems.on("to_day").unwrap_or_default().to_owned())
    })?;
    let last_day_of_ended = last.max(role.from_day);
    let seen =
        HeldRole { revision: typed.text("revision").parse().unwrap_or(role.revision), ..role };
    actions::end_role(&app, &app.actor(&viewer), &seen, last_day_of_ended, &note).await?;
    let users = store::list(&app.store).await?;
    let user = users.into_iter().find(|user| user.id == seen.user_id).ok_or(Error::NotFound)?;
    Ok(Redirect::to(&format!("/users/{}", user.name)))
}

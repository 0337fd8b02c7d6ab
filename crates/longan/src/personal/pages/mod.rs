//! The pages of personal data: what is held of a person, the files, the erasure.

pub mod bodies;

use super::holdings::{HOLDINGS, Key};
use super::model::{Erasure, fields, read};
use super::traces::Person;
use super::{actions, export, store};
use crate::App;
use crate::error::Error;
use crate::ui::form::{Field, Typed};
use crate::ui::{Frame, Page, Problems};
use crate::users::model::SYSTEM_ID;
use crate::users::{SignedIn, User, Viewer, store as users};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};

#[derive(Template)]
#[template(path = "personal/list.html")]
struct List {
    frame: Frame,
    erasures: Vec<Erasure>,
}

/// Every erasure there was.
pub async fn list(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
) -> Result<impl IntoResponse, Error> {
    let erasures = store::list_erasures(&app.store).await?;
    Ok(Page(List { frame: Frame::new(&viewer, "/personal", "Dữ liệu cá nhân"), erasures }))
}

#[derive(Template)]
#[template(path = "personal/show.html")]
struct Show {
    frame: Frame,
    user: User,
    held: Vec<(&'static str, String)>,
    is_own: bool,
    is_erased: bool,
    fields: Vec<Field>,
    typed: Typed,
    problems: Problems,
}

/// What the program holds of an account, and the form to erase it.
pub async fn show(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(name): Path<String>,
) -> Result<Response, Error> {
    let user = users::find(&app.store, &name).await?.ok_or(Error::NotFound)?;
    page(&app, &viewer, user, Typed::default(), Problems::default()).await
}

async fn page(
    app: &App,
    viewer: &Viewer,
    user: User,
    typed: Typed,
    problems: Problems,
) -> Result<Response, Error> {
    let person = person(app, &user).await?;
    let mut held = Vec::new();
    for holding in HOLDINGS {
        let count = store::count_held(&app.store, holding, key(&person, holding.key)).await?;
        if count > 0 {
            held.push((holding.title, kernel::number::format_scaled(count, 0, 0, 0)));
        }
    }
    let erasures = store::list_erasures(&app.store).await?;
    let status =
        if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = Show {
        frame: Frame::new(viewer, "/personal", format!("Dữ liệu cá nhân của {}", user.full_name)),
        held,
        is_own: user.id == viewer.user_id,
        is_erased: erasures.iter().any(|erasure| erasure.subject_id == user.id),
        user,
        fields: fields(),
        typed,
        problems,
    };
    Ok((status, Page(page)).into_response())
}

/// Everything held of an account, as one zip.
pub async fn download(
    State(app): State<App>,
    SignedIn(_): SignedIn,
    Path(name): Path<String>,
) -> Result<Response, Error> {
    let user = users::find(&app.store, &name).await?.ok_or(Error::NotFound)?;
    zip(&app, &person(&app, &user).await?).await
}

/// Everything held of whoever asks.
pub async fn download_own(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
) -> Result<Response, Error> {
    let user = users::find(&app.store, &viewer.name).await?.ok_or(Error::NotFound)?;
    zip(&app, &person(&app, &user).await?).await
}

async fn zip(app: &App, person: &Person) -> Result<Response, Error> {
    let bytes = export::write(app, person).await?;
    let name = kernel::text::slug(&person.name);
    let disposition = format!("attachment; filename=\"du-lieu-ca-nhan-{name}.zip\"");
    let headers =
        [(CONTENT_TYPE, "application/zip".to_owned()), (CONTENT_DISPOSITION, disposition)];
    Ok((headers, bytes).into_response())
}

/// Erases the personal data of an account.
pub async fn erase(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(name): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let user = users::find(&app.store, &name).await?.ok_or(Error::NotFound)?;
    if user.id == viewer.user_id {
        return Err(Error::Unusable(
            "Không tự xóa tài khoản đang dùng. Hãy nhờ người quản trị khác.".to_owned(),
        ));
    }
    if user.id == SYSTEM_ID || user.name.starts_with("da-xoa-") {
        return Err(Error::NotFound);
    }
    match read(&typed, &user.name, &user.full_name) {
        Err(problems) => page(&app, &viewer, user, typed, problems).await,
        Ok(new) => {
            let erased = actions::erase_user(&app, &app.actor(&viewer), &user, &new).await?;
            tracing::info!(
                number = erased.number,
                events = erased.redacted,
                "personal data erased"
            );
            Ok(Redirect::to("/personal").into_response())
        }
    }
}

async fn person(app: &App, user: &User) -> Result<Person, Error> {
    Ok(Person {
        id: user.id.clone(),
        name: user.name.clone(),
        full_name: user.full_name.clone(),
        mail: store::find_mail(&app.store, &user.id).await?,
    })
}

fn key(person: &Person, key: Key) -> &str {
    match key {
        Key::Id => &person.id,
        Key::Name => &person.name,
        Key::Mail => &person.mail,
    }
}

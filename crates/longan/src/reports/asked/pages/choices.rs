//! Keeping a choice under a name, and giving it up.

use super::super::actions;
use super::super::reading::{Asked, check};
use super::super::store;
use crate::App;
use crate::error::Error;
use crate::ui::Problems;
use crate::ui::form::Typed;
use crate::users::SignedIn;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};

/// Most letters of a name.
const MOST_LETTERS: usize = 100;
/// Most choices one person keeps.
const MOST_CHOICES: usize = 50;

/// Keeps a choice; under a name that is in use it stands instead of the old one.
pub async fn keep(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, Error> {
    let asked = Asked::read(&pairs);
    let name = Typed::from_pairs(pairs).text("name").to_owned();
    let name = kernel::text::nfc(&name);
    let kept = store::list_choices(&app.store, &viewer).await?;
    let known = kept.iter().find(|choice| choice.name == name);
    let problem = if name.is_empty() {
        Some("Hãy đặt tên cho mẫu, ví dụ: Họp giao ban tháng.")
    } else if name.chars().count() > MOST_LETTERS {
        Some("Tên mẫu quá dài. Hãy đặt tên không quá 100 chữ cái.")
    } else if known.is_none() && kept.len() >= MOST_CHOICES {
        Some("Đã lưu đủ 50 mẫu. Hãy bỏ bớt mẫu không dùng nữa.")
    } else {
        None
    };
    if let Some(problem) = problem {
        let problems = Problems::one("name", problem);
        return super::show::draw(&app, &viewer, asked, (name, problems)).await;
    }
    // What cannot be answered is not kept.
    if let Err(problems) = check(&app, &viewer, &asked).await? {
        return super::show::draw(&app, &viewer, asked, (name, problems)).await;
    }
    let query = asked.query();
    actions::keep(&app, &app.actor(&viewer), known, (&name, &query)).await?;
    Ok(Redirect::to(&format!("/reports/asked?{query}")).into_response())
}

/// Gives a choice up.
pub async fn close(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let choice = store::find_choice(&app.store, &viewer, &id).await?.ok_or(Error::NotFound)?;
    actions::close(&app, &app.actor(&viewer), &choice).await?;
    Ok(Redirect::to("/reports/asked").into_response())
}

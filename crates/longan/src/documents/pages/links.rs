//! What papers say of each other: added by the number of the other paper, taken back when wrong.

use super::super::model::Relation;
use super::super::search::{NumberQuery, Wanted};
use super::super::{actions, reach, store};
use crate::App;
use crate::error::Error;
use crate::ui::form::Typed;
use crate::users::SignedIn;
use axum::extract::{Path, State};
use axum::response::Redirect;

/// Adds a link.
pub async fn add(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Redirect, Error> {
    let document = reach::find_to_write(&app, &viewer, &id).await?;
    let relation: Relation = typed.text("relation").parse().map_err(|_| {
        Error::Unusable("Hãy chọn căn cứ, thay thế, sửa đổi hay bãi bỏ.".to_owned())
    })?;
    let number = typed.text("target");
    // Only the number counts here: no paper holds this text.
    let query = NumberQuery { text: "\u{1}".to_owned(), ..NumberQuery::read(number) };
    let wanted = Wanted { query, ..Wanted::default() };
    let mut found = store::list(&app.store, &viewer, &wanted, 5, 0).await?;
    found.retain(|found| found.id != document.id);
    let target = match found.as_slice() {
        [target] => target,
        [] => {
            return Err(Error::Unusable(format!(
                "Không có văn bản nào mang số “{number}” trong phạm vi của bạn. Hãy vào sổ văn bản đó trước, hoặc gõ đủ số, ký hiệu."
            )));
        }
        several => {
            let told: Vec<String> = several.iter().map(super::super::Document::citation).collect();
            return Err(Error::Unusable(format!(
                "Có nhiều văn bản khớp với “{number}”: {}. Hãy gõ đủ số, ký hiệu và ngày, ví dụ “1600/QĐ-UBND ngày 09/05/2013”.",
                told.join("; ")
            )));
        }
    };
    let location = kernel::text::nfc(typed.text("location"));
    actions::link(&app, &app.actor(&viewer), &document, target, relation, &location).await?;
    Ok(Redirect::to(&format!("/documents/{id}")))
}

/// Takes a link back.
pub async fn withdraw(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<Redirect, Error> {
    let link = store::find_link(&app.store, &viewer, &id).await?.ok_or(Error::NotFound)?;
    let document = reach::find_to_write(&app, &viewer, &link.document_id).await?;
    actions::unlink(&app, &app.actor(&viewer), &link).await?;
    Ok(Redirect::to(&format!("/documents/{}", document.id)))
}

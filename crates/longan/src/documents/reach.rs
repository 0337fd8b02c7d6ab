//! Who may see and change a paper.

use super::model::Document;
use super::store;
use crate::App;
use crate::error::Error;
use crate::users::{self, Right, Viewer};

/// The paper, if the viewer may see it; whoever has no business with papers finds none.
pub async fn find(app: &App, viewer: &Viewer, id: &str) -> Result<Document, Error> {
    if !viewer.may(Right::SeeDocuments) && !viewer.may(Right::SeeOwn) {
        return Err(Error::NotFound);
    }
    store::find(&app.store, viewer, id).await?.ok_or(Error::NotFound)
}

/// Whether the viewer may see all of the paper, and so its file.
pub async fn sees_whole(app: &App, viewer: &Viewer, document: &Document) -> Result<bool, Error> {
    Ok(store::find_whole(&app.store, viewer, &document.id).await?.is_some())
}

/// The paper, if the viewer may see all of it; otherwise what to do.
pub async fn find_whole(app: &App, viewer: &Viewer, id: &str) -> Result<Document, Error> {
    let document = find(app, viewer, id).await?;
    if sees_whole(app, viewer, &document).await? {
        return Ok(document);
    }
    Err(Error::Unusable("Tệp gốc có cả số liệu ngoài phạm vi của bạn nên không tải được. Hãy xem các số liệu của mình ngay trên trang văn bản.".to_owned()))
}

/// Whether the viewer may correct the paper: by a role at the unit of its register, or, while it
/// stands in none, by roles over everything that rests on it.
pub async fn may_write(app: &App, viewer: &Viewer, document: &Document) -> Result<bool, Error> {
    let right = Right::WriteDocuments;
    if !viewer.may(right) {
        return Ok(false);
    }
    Ok(match &document.place_id {
        Some(place_id) => users::may_at(app, viewer, right, place_id).await?,
        None => store::rests_within(&app.store, viewer, right, &document.id).await?,
    })
}

/// The paper, if the viewer may correct it.
pub async fn find_to_write(app: &App, viewer: &Viewer, id: &str) -> Result<Document, Error> {
    let document = find(app, viewer, id).await?;
    if may_write(app, viewer, &document).await? { Ok(document) } else { Err(Error::Forbidden) }
}

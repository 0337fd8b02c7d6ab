//! Bundles made here and taken in, and the two things that come by hand: a bundle, a receipt.

use super::super::model::SentBundle;
use super::super::store;
use crate::App;
use crate::error::Error;
use crate::ui::{Frame, Page};
use crate::users::{Right, SignedIn};
use askama::Template;
use axum::extract::State;
use axum::response::IntoResponse;

/// Most bundles on the page.
const SHOWN: i64 = 200;

#[derive(Template)]
#[template(path = "exchange/list.html")]
struct List {
    frame: Frame,
    bundles: Vec<SentBundle>,
    sees_country: bool,
    may_send: bool,
    has_key: bool,
}

/// The page.
pub async fn list(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
) -> Result<impl IntoResponse, Error> {
    Ok(Page(List {
        frame: Frame::new(&viewer, "/exchange", "Gửi, nhận gói báo cáo"),
        bundles: store::list_bundles(&app.store, &viewer, SHOWN).await?,
        sees_country: super::super::sees_country(&app, &viewer).await?,
        may_send: viewer.may(Right::SendReports),
        has_key: store::find_key(&app.store).await?.is_some(),
    }))
}

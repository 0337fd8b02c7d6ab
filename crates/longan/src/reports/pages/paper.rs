//! A report that was filled in, on paper.

use super::super::papers;
use crate::App;
use crate::error::Error;
use crate::users::SignedIn;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;

/// The report as a file.
pub async fn show(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path((id, format)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let format = papers::read_format(&format)?;
    let whole = super::show::whole(&app, &viewer, &id).await?;
    let address = papers::address_of(&app, &headers);
    papers::of_report(&app, &viewer, &whole, &address).await?.answer(format).await
}

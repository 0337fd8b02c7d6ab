//! A report that is added up, on paper: as it was frozen, or as it stands.

use super::super::adding::Behind;
use super::super::paper;
use super::Opened;
use crate::App;
use crate::error::Error;
use crate::reports::papers;
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
    let Opened { report, summary, frozen, .. } =
        super::open_with(&app, &viewer, &id, Behind::Numbers).await?;
    let address = papers::address_of(&app, &headers);
    let stands = paper::Stands { report: Some(report), summary, frozen };
    paper::of_summary(&app, &stands, &address).await?.answer(format).await
}

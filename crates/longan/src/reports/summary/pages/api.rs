//! A report for programs: what was frozen, word for word, with its hash.

use super::Opened;
use crate::App;
use crate::error::Error;
use crate::routes::Told;
use crate::users::SignedIn;
use axum::Json;
use axum::extract::{Path, State};
use axum::response::IntoResponse;
use serde_json::json;

/// What programs are told.
pub const SHOW: Told = Told {
    summary: "Một biểu tổng hợp (Biểu số 03, 04): số liệu, dòng tạo nên số và văn bản; đã gửi thì đúng như lúc gửi",
    query: &[],
    answer: || {
        json!({
            "type": "object",
            "required": ["id", "status", "version", "report"],
            "properties": {
                "id": { "type": "string" }, "status": { "type": "string" },
                "version": { "type": "integer" },
                "sha256": { "type": ["string", "null"] }, "taken_at": { "type": ["string", "null"] },
                "report": { "type": "object" },
            },
        })
    },
};

/// The report.
pub async fn show(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<impl IntoResponse, Error> {
    let Opened { report, summary, frozen, .. } = super::open(&app, &viewer, &id).await?;
    let (sha256, taken_at) = frozen.unzip();
    Ok(Json(json!({
        "id": report.id, "status": report.status, "version": report.version,
        "sha256": sha256, "taken_at": taken_at, "report": summary,
    })))
}

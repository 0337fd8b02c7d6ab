//! The exchange for programs: the roll-up, and what they are told of bundles.

use super::super::rollup::gather;
use super::Asked;
use crate::App;
use crate::error::Error;
use crate::routes::Told;
use crate::users::SignedIn;
use axum::Json;
use axum::extract::{Query, State};
use axum::response::IntoResponse;
use serde_json::json;

/// What programs are told.
pub const PROVINCES: Told = Told {
    summary: "Biểu số 04 của các tỉnh trong một kỳ: ai đã gửi, khi nào, số cộng cả nước; chỉ dành cho người xem cả nước",
    query: &[("period", "Kỳ: 2026-H1, 2026; bỏ trống là kỳ hiện nay")],
    answer: || {
        json!({
            "type": "object",
            "required": ["period", "form", "totals", "provinces"],
            "properties": {
                "period": { "type": "string" }, "form": { "type": "string" },
                "due_on": { "type": ["string", "null"] },
                "sent": { "type": "integer" }, "in_time": { "type": "integer" },
                "totals": { "type": "array", "items": { "type": "object" } },
                "provinces": { "type": "array", "items": { "type": "object" } },
            },
        })
    },
};

/// What programs are told of bundles.
pub const BUNDLES: Told = Told {
    summary: "Nhận một gói báo cáo đã ký (application/zip, tối đa 48 MB) của một đối tác đã được ghi; chữ ký thay cho đăng nhập. Gói trả lời (tiếp nhận, trả lại) của nơi nhận báo cáo cũng gửi đến đây. Cùng một gói gửi lại thì nhận lại đúng biên nhận cũ. 401: không biết hoặc không tin nơi ký; 403: báo cáo của địa bàn khác; 409: bản cũ hơn hoặc trùng số bản; 413: quá lớn; 422: bị sửa, định dạng khác, hoặc trả lời không khớp gói đã gửi; 429, 503: hãy gửi lại sau",
    query: &[],
    answer: || {
        json!({
            "type": "object",
            "required": ["receipt", "signature"],
            "properties": {
                "receipt": { "type": "string", "description": "Biên nhận, JSON, nguyên văn như khi ký" },
                "signature": { "type": "string", "description": "Chữ ký Ed25519 của nơi nhận, 128 chữ số hệ 16" },
            },
        })
    },
};

/// The period of the country.
pub async fn provinces(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<impl IntoResponse, Error> {
    let rollup = gather(&app, &viewer, asked.period(&app)?).await?;
    let totals = rollup
        .totals
        .iter()
        .map(|total| json!({ "row": total.key, "value": total.value, "provinces": total.given }));
    let provinces = rollup.provinces.iter().map(|one| {
        let report = one.report.as_ref();
        json!({
            "place_id": one.place_id, "name": one.name, "state": one.state,
            "late_days": one.late_days, "rows_filled": one.filled,
            "report_id": report.map(|report| &report.report_id),
            "version": report.map(|report| report.version),
            "status": report.map(|report| report.status),
            "sent_on": report.and_then(|report| report.sent_on),
            "sha256": report.map(|report| &report.sha256),
            "values": one.counted().map(|report| &report.values),
        })
    });
    let in_time = rollup.count(super::super::model::RollupState::InTime);
    Ok(Json(json!({
        "period": rollup.term.period.to_string(), "form": rollup.form.id,
        "due_on": rollup.term.due_on, "sent": rollup.sent(), "in_time": in_time,
        "totals": totals.collect::<Vec<_>>(), "provinces": provinces.collect::<Vec<_>>(),
    })))
}

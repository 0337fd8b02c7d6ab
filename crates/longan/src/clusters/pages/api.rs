//! Clusters for programs: what they are told about, and one cluster.

use super::super::store::{self, Found};
use super::{Line, lines};
use crate::App;
use crate::error::Error;
use crate::routes::Told;
use crate::ui::query::AsOf;
use crate::users::SignedIn;
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::response::IntoResponse;
use serde_json::{Value, json};

/// The list of clusters.
pub const LIST: Told = Told {
    summary: "Các cụm công nghiệp của một địa bàn vào một ngày, 50 cụm một trang",
    query: &[
        ("place", "Mã đơn vị hành chính; bỏ trống là địa bàn của người hỏi"),
        ("on", "Ngày; bỏ trống là hôm nay"),
        ("q", "Chữ cần tìm, có dấu hay không dấu"),
        ("class", "Loại tình trạng"),
        ("sort", "Cột sắp xếp"),
        ("page", "Trang, từ 1"),
    ],
    answer: || {
        json!({
            "type": "object",
            "required": ["place", "place_id", "on", "page", "total", "clusters"],
            "properties": {
                "place": { "type": "string" }, "place_id": { "type": "string" },
                "on": { "type": "string" }, "page": { "type": "integer" },
                "total": { "type": "string" }, "next_page": { "type": ["integer", "null"] },
                "clusters": { "type": "array", "items": cluster() },
            },
        })
    },
};

/// One cluster.
pub const SHOW: Told = Told {
    summary: "Một cụm công nghiệp vào một ngày",
    query: &[("on", "Ngày; bỏ trống là hôm nay")],
    answer: cluster,
};

fn cluster() -> Value {
    json!({
        "type": "object",
        "required": ["slug", "name", "place", "class"],
        "properties": {
            "slug": { "type": "string" }, "code": { "type": ["string", "null"] },
            "name": { "type": "string" }, "place": { "type": "string" },
            "class": { "type": "string" }, "class_label": { "type": "string" },
            "area_ha": { "type": ["string", "null"] },
            "industrial_land_ha": { "type": ["string", "null"] },
            "leased_land_ha": { "type": ["string", "null"] },
            "occupancy_percent": { "type": ["string", "null"] },
        },
    })
}

/// What one cluster may be asked with.
#[derive(Debug, Default, serde::Deserialize)]
pub struct OnDay {
    #[serde(default)]
    on: String,
}

/// One cluster for programs.
pub async fn show(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(slug): Path<String>,
    Query(asked): Query<OnDay>,
) -> Result<impl IntoResponse, Error> {
    let cluster = store::find(&app.store, &viewer, &slug).await?.ok_or(Error::NotFound)?;
    let scope = AsOf { place: String::new(), on: asked.on }.resolve(&app, &viewer).await?;
    let found = vec![Found { cluster, lead_place: String::new() }];
    let lines = lines(&app, &viewer, found, scope.on, None).await?;
    let line = lines.first().ok_or(Error::NotFound)?;
    Ok(Json(Line::json(line)))
}

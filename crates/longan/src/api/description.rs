//! The `OpenAPI` description, derived from the routes.

use crate::routes::{Method, Route, Rule, Told};
use crate::users::SignedIn;
use axum::Json;
use axum::response::IntoResponse;
use serde_json::{Map, Value, json};

/// What programs are told about the description itself.
pub const TOLD: Told = Told {
    summary: "Mô tả giao diện này theo OpenAPI 3.1",
    query: &[],
    answer: || json!({ "type": "object", "required": ["openapi", "paths"] }),
};

/// The description.
pub async fn show(SignedIn(_viewer): SignedIn) -> impl IntoResponse {
    Json(openapi(crate::web::routes().list()))
}

/// Describes every route that programs are told about.
pub fn openapi(routes: &[Route]) -> Value {
    let paths: Map<String, Value> = routes
        .iter()
        .filter_map(|route| {
            let method = match route.method {
                Method::Get => "get",
                Method::Post => "post",
            };
            Some((route.path.to_owned(), json!({ method: operation(route, route.told?) })))
        })
        .collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Longan",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Số liệu cụm công nghiệp. Người hỏi chỉ thấy những gì vai trò của mình cho phép.",
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "security": [{ "session": [] }],
        "components": {
            "securitySchemes": {
                "session": { "type": "apiKey", "in": "cookie", "name": crate::users::COOKIE_NAME },
            },
            "schemas": {
                "Problem": {
                    "type": "object",
                    "required": ["status", "message"],
                    "properties": { "status": { "type": "integer" }, "message": { "type": "string" } },
                },
            },
        },
        "paths": paths,
    })
}

fn operation(route: &Route, told: &Told) -> Value {
    let in_path =
        route.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let in_path = in_path.map(|name| {
        json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } })
    });
    let in_query = told.query.iter().map(|(name, meaning)| {
        json!({ "name": name, "in": "query", "description": meaning, "schema": { "type": "string" } })
    });
    let mut responses = Map::new();
    responses.insert(
        "200".to_owned(),
        json!({ "description": "Được", "content": { "application/json": { "schema": (told.answer)() } } }),
    );
    let problems = [
        ("400", "Địa chỉ viết sai"),
        ("401", "Chưa đăng nhập"),
        ("403", "Không có quyền"),
        ("404", "Không có, hoặc không thuộc phạm vi của người hỏi"),
        ("422", "Tham số sai; câu trả lời nói cách sửa"),
    ];
    let of_sending = [
        ("409", "Bản cũ hơn, hoặc trùng số bản với nội dung khác"),
        ("413", "Quá lớn"),
        ("429", "Gửi quá nhiều; hãy gửi lại sau"),
        ("503", "Đang bận; hãy gửi lại sau"),
    ];
    let of_sending = of_sending.into_iter().filter(|_| route.method == Method::Post);
    for (status, meaning) in problems.into_iter().chain(of_sending) {
        let content = json!({ "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } });
        responses.insert(status.to_owned(), json!({ "description": meaning, "content": content }));
    }
    let mut operation = json!({
        "summary": told.summary,
        "operationId": route.path.trim_start_matches("/api/").replace(['/', '{', '}', '.'], "_"),
        "parameters": in_path.chain(in_query).collect::<Vec<_>>(),
        "responses": responses,
    });
    if route.method == Method::Post {
        let bundle = json!({ "type": "string", "format": "binary" });
        operation["requestBody"] =
            json!({ "required": true, "content": { "application/zip": { "schema": bundle } } });
    }
    if route.rule == Rule::Open {
        operation["security"] = json!([]);
    }
    operation
}

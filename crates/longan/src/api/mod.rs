//! The machine interface as a whole: its `OpenAPI` description, and errors that programs read.
//!
//! Each slice answers its own addresses under `/api/`; what they are told stands where the route
//! is declared ([`crate::routes::Told`]), and the description is derived from the list of routes.

mod description;

pub use description::openapi;

use crate::error::Told;
use crate::routes::{Routes, Rule};
use axum::Json;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// The description, for everybody who has signed in.
pub fn routes() -> Routes {
    Routes::new().api("/api/openapi.json", Rule::SignedIn, &description::TOLD, description::show)
}

/// Turns the error pages of `/api/` into JSON: the same status, the same sentence.
pub async fn errors_as_json(request: Request, next: Next) -> Response {
    let for_programs = request.uri().path().starts_with("/api/");
    let response = next.run(request).await;
    let status = response.status();
    if !for_programs || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let message = response.extensions().get::<Told>().map(|told| told.0.clone());
    let message = message.unwrap_or_else(|| plain(status).to_owned());
    let body = Json(serde_json::json!({ "status": status.as_u16(), "message": message }));
    let mut answer = (status, body).into_response();
    let kind = HeaderValue::from_static("application/problem+json");
    answer.headers_mut().insert(CONTENT_TYPE, kind);
    // Which methods there are, and when to ask again, is part of the answer.
    for (name, value) in response.headers() {
        if name == axum::http::header::ALLOW || name == axum::http::header::RETRY_AFTER {
            answer.headers_mut().insert(name.clone(), value.clone());
        }
    }
    answer
}

fn plain(status: StatusCode) -> &'static str {
    match status {
        StatusCode::UNAUTHORIZED => "Hãy đăng nhập trước.",
        StatusCode::METHOD_NOT_ALLOWED => "Địa chỉ này chỉ dùng để đọc.",
        _ => "Yêu cầu không dùng được. Hãy xem lại địa chỉ và tham số.",
    }
}

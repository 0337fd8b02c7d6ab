//! The router and what lies around every request: limits, security headers, compression.

use crate::{App, CAPABILITIES, dashboard, documents, error::Error, figures, imports, users};
use axum::Router;
use axum::extract::{DefaultBodyLimit, Path};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HeaderName, HeaderValue,
    REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::trace::TraceLayer;

/// Largest request, in bytes; an uploaded workbook is the largest thing anyone sends.
const MAX_REQUEST_BYTES: usize = 24 * 1024 * 1024;

const POLICY: &str = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Every page of the program.
pub fn router(app: App) -> Router {
    let slices = CAPABILITIES
        .iter()
        .fold(Router::new(), |router, capability| router.merge((capability.routes)()));
    slices
        .merge(users::routes())
        .merge(documents::routes())
        .merge(figures::routes())
        .merge(dashboard::routes())
        .merge(imports::routes())
        .route("/assets/{name}", get(asset))
        .route("/healthz", get(|| async { "ok" }))
        .fallback(|| async { Error::NotFound })
        .layer(DefaultBodyLimit::max(MAX_REQUEST_BYTES))
        .layer(CsrfLayer::new())
        .layer(CompressionLayer::new())
        .layer(header(CONTENT_SECURITY_POLICY, POLICY))
        .layer(header(X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(header(X_FRAME_OPTIONS, "DENY"))
        .layer(header(REFERRER_POLICY, "same-origin"))
        .layer(header(
            HeaderName::from_static("permissions-policy"),
            "camera=(), microphone=(), geolocation=()",
        ))
        .layer(header(HeaderName::from_static("cross-origin-opener-policy"), "same-origin"))
        .layer(SetResponseHeaderLayer::if_not_present(
            CACHE_CONTROL,
            HeaderValue::from_static("no-store"),
        ))
        .layer(TraceLayer::new_for_http())
        .with_state(app)
}

fn header(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
}

async fn asset(Path(name): Path<String>) -> Response {
    let Some(asset) = assets::find(&name) else { return Error::NotFound.into_response() };
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(asset.content_type)),
        (ETAG, HeaderValue::from_static(asset.etag)),
        // The address carries the content's hash, so it never changes under the same address.
        (CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable")),
    ];
    (headers, asset.bytes).into_response()
}

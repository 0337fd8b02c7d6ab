//! The router and what lies around every request: limits, security headers, compression.

use crate::routes::{Routes, Rule};
use crate::users::Asker;
use crate::{App, CAPABILITIES, api, error::Error, users};
use axum::Router;
use axum::body::{Body, HttpBody as _};
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::http::StatusCode;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HeaderName, HeaderValue,
    REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt as _;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::trace::TraceLayer;

/// Largest form of fields, in bytes; files come another way.
const MAX_FORM_BYTES: usize = 2 * 1024 * 1024;
/// Largest request, in bytes; an uploaded workbook is the largest thing anyone sends.
const MAX_REQUEST_BYTES: usize = 24 * 1024 * 1024;

/// What is read and thrown away of an upload that was answered before it had all arrived.
const MAX_DRAINED_BYTES: usize = 64 * 1024 * 1024;
/// How long that may take.
const DRAINING: Duration = Duration::from_secs(30);

const POLICY: &str = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// The routes of foundations and readers; those of capabilities come from their list.
const OTHERS: &[fn() -> Routes] = &[
    crate::users::routes,
    crate::documents::routes,
    crate::organizations::routes,
    crate::places::routes,
    crate::figures::routes,
    crate::dashboard::routes,
    crate::imports::routes,
    crate::audit::routes,
    crate::observations::routes,
    crate::api::routes,
    crate::jobs::routes,
    crate::notices::routes,
    crate::reports::routes,
    crate::exchange::routes,
    crate::work::routes,
    crate::backup::routes,
    crate::personal::routes,
];

/// Every route of the program, with who may come through.
pub fn routes() -> Routes {
    let slices = CAPABILITIES
        .iter()
        .fold(Routes::new(), |routes, capability| routes.merge((capability.routes)()));
    let others = OTHERS.iter().fold(slices, |routes, slice| routes.merge(slice()));
    others.get("/assets/{name}", Rule::Open, asset).get("/healthz", Rule::Open, || async { "ok" })
}

/// Every page of the program, and what lies around each request.
pub fn router(app: App) -> Router {
    routes()
        .into_router()
        .fallback(|| async { Error::NotFound })
        .layer(from_fn_with_state(app.clone(), note_refusals))
        .layer(from_fn(refuse_nul))
        .layer(from_fn(read_to_the_end))
        .layer(from_fn(api::errors_as_json))
        .layer(from_fn_with_state(app.clone(), know_the_client))
        .layer(DefaultBodyLimit::max(MAX_REQUEST_BYTES))
        .layer(CsrfLayer::new())
        .layer(CompressionLayer::new())
        .layer(SetResponseHeaderLayer::if_not_present(
            // A file somebody brought has a stricter one of its own.
            CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(POLICY),
        ))
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

/// Reads what was sent to its end, whatever was made of it: a connection on which something was left
/// is closed, and a proxy that sends the next request on it tells the person that it failed.
async fn read_to_the_end(request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let arriving = Arc::new(Mutex::new(body.into_data_stream()));
    let handed_on = futures_util::stream::unfold(Arc::clone(&arriving), async |arriving| {
        let bytes = arriving.lock().await.next().await;
        bytes.map(|bytes| (bytes, arriving))
    });
    let response = next.run(Request::from_parts(parts, Body::from_stream(handed_on))).await;
    let rest = async {
        let mut drained = 0;
        while let Some(Ok(bytes)) = arriving.lock().await.next().await {
            drained += bytes.len();
            if drained > MAX_DRAINED_BYTES {
                break;
            }
        }
    };
    if tokio::time::timeout(DRAINING, rest).await.is_err() {
        tracing::info!("the rest of what was sent did not arrive in time");
    }
    response
}

/// Refuses the one character that no text has and PostgreSQL cannot keep.
async fn refuse_nul(request: Request, next: Next) -> Response {
    let nul = |bytes: &[u8]| bytes.windows(3).any(|three| three == b"%00") || bytes.contains(&0);
    let refused =
        || Error::Malformed("Yêu cầu có ký tự không dùng được.".to_owned()).into_response();
    let address = request
        .uri()
        .path_and_query()
        .map(axum::http::uri::PathAndQuery::as_str)
        .unwrap_or_default();
    if nul(address.as_bytes()) {
        return refused();
    }
    let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    if !kind.is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded")) {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    match axum::body::to_bytes(body, MAX_FORM_BYTES).await {
        Ok(bytes) if nul(&bytes) => refused(),
        Ok(bytes) => next.run(Request::from_parts(parts, Body::from(bytes))).await,
        Err(_) => {
            Error::Malformed("Biểu mẫu quá lớn hoặc bị đứt giữa chừng. Hãy gửi lại.".to_owned())
                .into_response()
        }
    }
}

/// Works out whom the request comes from, before anything else asks, and counts the answer.
async fn know_the_client(State(app): State<App>, mut request: Request, next: Next) -> Response {
    users::know(&mut request, &app.settings.trusted_proxies);
    let response = next.run(request).await;
    app.meter.count(response.status().as_u16());
    response
}

/// Keeps who was refused what: a person who asks for records that are not theirs is seen.
async fn note_refusals(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let asker = Asker::default();
    request.extensions_mut().insert(asker.clone());
    let method = request.method().to_string();
    let path: String = request.uri().to_string().chars().take(300).collect();
    let address = users::address(request.extensions());
    let response = next.run(request).await;
    let refused = matches!(response.status(), StatusCode::FORBIDDEN | StatusCode::NOT_FOUND);
    if let (true, Some(viewer)) = (refused, asker.viewer()) {
        let status = response.status().as_u16();
        tracing::warn!(user = %viewer.name, %method, %path, status, "refused");
        let at = app.clock.now().to_string();
        let user_id = &viewer.user_id;
        let kept = users::store::NewRefusal {
            at: &at,
            user_id,
            method: &method,
            path: &path,
            status,
            address: &address,
        };
        if let Err(error) = users::store::insert_refusal(&app.store, &kept).await {
            tracing::error!(%error, "a refusal could not be kept");
        }
    }
    response
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

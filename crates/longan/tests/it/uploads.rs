//! What lies around every upload.

use crate::world::World;
use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Parts of a form, counted as they are asked for.
fn arriving(parts: Vec<Vec<u8>>) -> (Body, Arc<AtomicUsize>) {
    let taken = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&taken);
    let parts = parts.into_iter().map(move |part| {
        counted.fetch_add(1, Ordering::Relaxed);
        Ok::<_, Infallible>(Bytes::from(part))
    });
    (Body::from_stream(futures_util::stream::iter(parts)), taken)
}

#[tokio::test]
async fn an_upload_is_read_to_its_end_even_where_it_is_refused() {
    let form =
        b"--x\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\nauto\r\n--x--".to_vec();
    for signed_in in [true, false] {
        let mut world = World::signed_in().await;
        if !signed_in {
            world.as_stranger();
        }
        let (body, taken) = arriving(vec![form.clone(), b"\r\n".to_vec(), vec![b' '; 100_000]]);
        let mut request = world.request("/imports");
        *request.method_mut() = axum::http::Method::POST;
        *request.body_mut() = body;
        let kind = "multipart/form-data; boundary=x".parse().unwrap();
        request.headers_mut().insert("content-type", kind);
        let status = world.send(request).await.status();
        assert_ne!(status, StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(taken.load(Ordering::Relaxed), 3, "{status}");
    }
}

//! Takes bundles in over the network. The signature is what lets a bundle in; nobody signs in.
//!
//! What a stranger can cause is bounded: no more is read than the first kilobytes until a trusted
//! signature has been seen there, two bundles come at a time, and an address from which nothing
//! but refused ones come has to wait.

use super::actions::{self, Taken};
use super::bundle::{self, MOST_BYTES};
use super::model::{DeliveryWay, ExchangeProblem, Refusal};
use crate::App;
use crate::error::Told;
use crate::users::{self, Viewer};
use axum::Extension;
use axum::body::BodyDataStream;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt as _;
use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Semaphore;

/// Bundles that are read at a time; each is held in memory.
const TURNS: usize = 2;
/// How long a bundle may take to arrive.
const ARRIVAL: Duration = Duration::from_mins(1);
/// Refused bundles of one address within the window before it must wait.
const MOST_REFUSED: usize = 30;
/// The window, in minutes.
const WINDOW_MINUTES: i64 = 10;
/// Most addresses that are remembered.
const MOST_ADDRESSES: usize = 10_000;
/// What a program that must wait is told, in seconds.
const WAIT_SECONDS: &str = "30";

static TURN: Semaphore = Semaphore::const_new(TURNS);
static REFUSED: LazyLock<Mutex<HashMap<String, Vec<Timestamp>>>> = LazyLock::new(Mutex::default);

/// Takes a bundle in and answers with the signed receipt.
pub async fn take(State(app): State<App>, request: Request) -> Response {
    let address = users::address(request.extensions());
    if is_waiting(&address, app.clock.now()) {
        return later("Từ địa chỉ này đã có quá nhiều gói bị từ chối. Hãy đợi rồi gửi lại.");
    }
    let Ok(_turn) = TURN.try_acquire() else {
        return later("Đang nhận các gói khác. Hãy đợi rồi gửi lại.");
    };
    let mut arriving = request.into_body().into_data_stream();
    let taken = tokio::time::timeout(ARRIVAL, arrive(&app, &mut arriving)).await;
    let taken = match taken {
        Ok(Ok(bytes)) => {
            let actor = app.actor(&Viewer::system());
            actions::receive(&app, &actor, &bytes, DeliveryWay::Api).await
        }
        Ok(Err(problem)) => Err(problem),
        Err(_) => Err(Refusal::Broken.into()),
    };
    match taken {
        Ok(Taken { receipt, .. }) => {
            ([(CONTENT_TYPE, "application/json")], receipt).into_response()
        }
        Err(ExchangeProblem::Failed(error)) => error.into_response(),
        Err(ExchangeProblem::Refused(refusal)) => {
            tracing::warn!(%address, %refusal, "a bundle was refused");
            if refusal != Refusal::NoKey {
                note(address, app.clock.now());
            }
            refused(&refusal)
        }
    }
}

/// Reads a bundle as it comes, the rest only after its beginning was found good.
async fn arrive(app: &App, arriving: &mut BodyDataStream) -> Result<Vec<u8>, ExchangeProblem> {
    let mut bytes = Vec::new();
    let mut is_trusted = false;
    while let Some(piece) = arriving.next().await {
        bytes.extend_from_slice(&piece.map_err(|_| Refusal::Broken)?);
        if bytes.len() > MOST_BYTES {
            return Err(Refusal::TooLarge.into());
        }
        if !is_trusted && let Some(head) = bundle::head(&bytes)? {
            actions::trusted(app, &head).await?;
            if head.parts_bytes() > MOST_BYTES {
                return Err(Refusal::TooLarge.into());
            }
            is_trusted = true;
        }
    }
    Ok(bytes)
}

fn refused(refusal: &Refusal) -> Response {
    let message = refusal.message_vi();
    (refusal.status(), Extension(Told(message.clone())), message).into_response()
}

fn later(message: &str) -> Response {
    let told = Extension(Told(message.to_owned()));
    let headers = [(RETRY_AFTER, WAIT_SECONDS)];
    (StatusCode::TOO_MANY_REQUESTS, headers, told, message.to_owned()).into_response()
}

fn is_waiting(address: &str, now: Timestamp) -> bool {
    let mut refused = REFUSED.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(times) = refused.get_mut(address) else { return false };
    times.retain(|at| *at > now - SignedDuration::from_mins(WINDOW_MINUTES));
    times.len() >= MOST_REFUSED
}

fn note(address: String, now: Timestamp) {
    let mut refused = REFUSED.lock().unwrap_or_else(PoisonError::into_inner);
    if refused.len() >= MOST_ADDRESSES {
        refused.clear();
    }
    refused.entry(address).or_default().push(now);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_with_nothing_but_refused_bundles_waits_a_while() {
        let now: Timestamp = "2026-11-24T01:00:00Z".parse().unwrap();
        let address = "192.0.2.7 of this test";
        for _ in 0..MOST_REFUSED {
            assert!(!is_waiting(address, now));
            note(address.to_owned(), now);
        }
        assert!(is_waiting(address, now) && !is_waiting("192.0.2.8", now));
        assert!(!is_waiting(address, now + SignedDuration::from_mins(WINDOW_MINUTES + 1)));
    }
}

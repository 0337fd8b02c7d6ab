//! A proxy stands in front: who is asking is told by the proxy, and by nobody else.

use crate::world::World;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::header::{CONTENT_TYPE, SET_COOKIE};
use axum::http::{Request, StatusCode};
use longan::config::Settings;
use longan::users::model::Role;
use std::net::SocketAddr;
use std::sync::Arc;

/// A sign-in that comes over a connection from `peer` and claims to come from `claimed`.
async fn sign_in(world: &World, peer: &str, claimed: &str, password: &str) -> (StatusCode, String) {
    let mut request = Request::post("/sign-in")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("x-forwarded-for", claimed)
        .header("x-forwarded-proto", "https")
        .body(Body::from(format!("name=lan&password={password}")))
        .unwrap();
    request.extensions_mut().insert(ConnectInfo(peer.parse::<SocketAddr>().unwrap()));
    let response = world.send(request).await;
    let cookie = response.headers().get(SET_COOKIE).and_then(|v| v.to_str().ok());
    (response.status(), cookie.unwrap_or_default().to_owned())
}

async fn behind_a_proxy() -> (World, String) {
    let world = World::new().await;
    let password = world.add_person("lan", Role::Officer, crate::world::LONG_AN).await;
    let trusted = ["127.0.0.1", "10.9.0.0/16"].map(|text| text.to_owned().try_into().unwrap());
    let settings = Settings { trusted_proxies: trusted.to_vec(), ..Settings::default() };
    let app = longan::App { settings: Arc::new(settings), ..world.app.clone() };
    (world.within(app), password)
}

#[tokio::test]
async fn behind_the_proxy_each_address_has_its_own_tries() {
    let (world, password) = behind_a_proxy().await;
    for _ in 0..5 {
        let (status, _) = sign_in(&world, "127.0.0.1:4000", "203.0.113.9", "sai").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    // What the person writes into the chain does not help: the proxy puts the true address last.
    let (status, _) =
        sign_in(&world, "127.0.0.1:4000", "198.51.100.1, 203.0.113.9", &password).await;
    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
    let (status, cookie) = sign_in(&world, "127.0.0.1:4000", "203.0.113.10", &password).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "another address is not held up");
    assert!(cookie.contains("; Secure"), "the proxy speaks HTTPS: {cookie}");
}

#[tokio::test]
async fn a_stranger_cannot_speak_as_the_proxy() {
    let (world, password) = behind_a_proxy().await;
    for n in 0..5 {
        let (status, _) =
            sign_in(&world, "203.0.113.9:4000", &format!("198.51.100.{n}"), "sai").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let (status, _) = sign_in(&world, "203.0.113.9:4000", "198.51.100.77", &password).await;
    assert_eq!(
        status,
        StatusCode::TOO_MANY_REQUESTS,
        "a new address in the header is no new person"
    );
    let (status, cookie) = sign_in(&world, "203.0.113.10:4000", "x", &password).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert!(!cookie.contains("Secure"), "nobody said that this is HTTPS: {cookie}");
}

//! Signing in, accounts, and what keeps strangers out.

mod factors;
mod guessing;
mod links;
mod passkeys;
mod sessions;
mod visitor;

use crate::world::World;
use longan::users::Role;

#[tokio::test]
async fn a_stranger_is_asked_to_sign_in_and_comes_back_to_where_they_wanted_to_go() {
    let world = World::new().await;
    assert_eq!(
        world.get("/figures?on=2013-12-31").await,
        "303 See Other → /sign-in?next=%2Ffigures%3Fon%3D2013-12-31"
    );
    assert!(world.get("/sign-in").await.contains("Đăng nhập"));
}

#[tokio::test]
async fn five_wrong_passwords_make_one_wait() {
    let mut world = World::new().await;
    let password = world.add_person("lan", Role::Officer, crate::world::LONG_AN).await;
    for _ in 0..5 {
        assert_eq!(world.sign_in("lan", "sai mat khau").await, 422);
    }
    assert_eq!(world.sign_in("lan", &password).await, 429);
}

#[tokio::test]
async fn a_reader_cannot_look_after_accounts() {
    let world = World::new().await.with_person("xem", Role::Reader, crate::world::LONG_AN).await;
    assert!(world.get("/users").await.starts_with("403"));
}

#[tokio::test]
async fn an_administrator_adds_a_person_who_must_then_choose_a_password() {
    let mut world = World::signed_in().await;
    let shown = world
        .post("/users", "name=minh.le&full_name=Lê Minh&role=officer&place=province:80:")
        .await;
    let password =
        shown.split("minh.le:").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
    let listed = world.get("/users").await;
    assert!(listed.contains("minh.le | Lê Minh"), "{listed}");
    assert!(listed.contains("Chuyên viên Sở Công Thương"), "{listed}");
    assert!(listed.contains("Tỉnh Long An"), "{listed}");

    world.as_stranger();
    let first = world.post("/sign-in", &format!("name=minh.le&password={password}")).await;
    assert_eq!(first, "303 See Other → /account");
    assert_eq!(world.sign_in("minh.le", &password).await, 303);
    assert!(world.post("/account", "password=ngan&again=ngan").await.contains("ít nhất 10 ký tự"));
    let changed = world.post("/account", "password=sông Vàm Cỏ Đông&again=sông Vàm Cỏ Đông").await;
    assert_eq!(changed, "303 See Other → /");
    assert_eq!(world.sign_in("minh.le", &password).await, 422);
}

#[tokio::test]
async fn a_form_from_another_site_is_refused() {
    let world = World::signed_in().await;
    let request = axum::http::Request::post("/sign-out")
        .header("host", "longan.example")
        .header("origin", "https://evil.example")
        .header("sec-fetch-site", "cross-site")
        .body(axum::body::Body::empty())
        .unwrap();
    assert_eq!(world.send(request).await.status(), 403);
}

#[tokio::test]
async fn signing_out_lets_the_browser_forget() {
    let world = World::signed_in().await;
    let request = axum::http::Request::post("/sign-out")
        .header("host", "longan.example")
        .header("origin", "http://longan.example")
        .header("sec-fetch-site", "same-origin")
        .body(axum::body::Body::empty())
        .unwrap();
    let answer = world.send(request).await;
    assert_eq!(answer.status(), 303);
    assert_eq!(answer.headers()["clear-site-data"], "\"cache\", \"storage\"");
}

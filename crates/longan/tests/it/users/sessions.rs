//! Where a person is signed in, for how long, and how it ends.

use super::visitor::Visitor;
use crate::world::{LONG_AN, World};
use jiff::SignedDuration;
use longan::config::Settings;
use longan::users::Role;

const DESK: &str = "198.51.100.7";
const TELEPHONE: &str = "198.51.100.8";

#[tokio::test]
async fn a_person_sees_where_they_are_signed_in_and_ends_the_others() {
    let world = World::new().await;
    let password = world.add_person("lan", Role::Officer, LONG_AN).await;
    let mut desk = Visitor::at(&world, DESK).with_header("user-agent", "Desk Firefox");
    let mut telephone = Visitor::at(&world, TELEPHONE).with_header("user-agent", "Android");
    let mut tablet = Visitor::at(&world, TELEPHONE).with_header("user-agent", "Tablet");
    for visitor in [&mut desk, &mut telephone, &mut tablet] {
        assert_eq!(visitor.sign_in("lan", &password).await.status, 303);
    }
    let account = desk.get("/account").await;
    let shown = account.text();
    assert!(shown.contains("Android | 198.51.100.8 | Mật khẩu | 23/11/2026 09:00"), "{shown}");
    let of_telephone = account.body.split("Android").nth(1).unwrap();
    let end = of_telephone.split("action=\"").nth(1).unwrap().split('"').next().unwrap();
    let end = end.to_owned();

    // Somebody else's session cannot be ended, nor be told from one that is not there.
    let other = world.add_person("minh", Role::Administrator, LONG_AN).await;
    let mut minh = Visitor::at(&world, DESK);
    minh.sign_in("minh", &other).await;
    assert_eq!(minh.post(&end, &[]).await.status, 404);

    assert_eq!(desk.post(&end, &[]).await.to, "/account");
    assert_eq!(telephone.get("/account").await.to, "/sign-in?next=%2Faccount");
    assert_eq!(tablet.get("/account").await.status, 200);
    desk.post("/account/sessions/end-others", &[]).await;
    assert_eq!(tablet.get("/account").await.status, 303);
    assert_eq!(desk.get("/account").await.status, 200);

    // The administrator may end them all.
    assert!(minh.get("/users/lan/access").await.text().contains("Desk Firefox"));
    minh.post("/users/lan/sessions/end", &[]).await;
    assert_eq!(desk.get("/account").await.status, 303);
    let id = longan::users::store::find(&world.app.store, "lan").await.unwrap().unwrap().id;
    let events = longan::events::list(&world.app.store, &id).await.unwrap();
    let count = |action: &str| events.iter().filter(|event| event.action == action).count();
    assert_eq!(count("users.sessions_ended"), 3);
    assert_eq!(count("users.signed_in_on_new_device"), 3);
}

#[tokio::test]
async fn a_browser_is_new_once() {
    let world = World::new().await;
    let password = world.add_person("lan", Role::Officer, LONG_AN).await;
    let mut desk = Visitor::at(&world, DESK);
    desk.sign_in("lan", &password).await;
    let first = desk.cookie("longan_session").unwrap().clone();
    desk.sign_in("lan", &password).await;
    let second = desk.cookie("longan_session").unwrap().clone();
    assert_ne!(first, second, "each sign-in has a token of its own");
    desk.set_cookie("longan_session", &first);
    assert_eq!(desk.get("/account").await.status, 303, "and the one before is ended");
    let id = longan::users::store::find(&world.app.store, "lan").await.unwrap().unwrap().id;
    let events = longan::events::list(&world.app.store, &id).await.unwrap();
    let new = events.iter().filter(|event| event.action == "users.signed_in_on_new_device");
    assert_eq!(new.count(), 1);
}

#[tokio::test]
async fn a_session_ends_when_idle_and_after_seven_days() {
    let world = World::new().await;
    let password = world.add_person("lan", Role::Officer, LONG_AN).await;
    let mut idle = Visitor::at(&world, DESK);
    idle.sign_in("lan", &password).await;
    idle.wait(SignedDuration::from_hours(13));
    assert_eq!(idle.get("/account").await.status, 303);

    let mut busy = Visitor::at(&world, DESK);
    busy.sign_in("lan", &password).await;
    for _ in 0..16 {
        busy.wait(SignedDuration::from_hours(10));
        assert_eq!(busy.get("/account").await.status, 200);
    }
    busy.wait(SignedDuration::from_hours(10));
    assert_eq!(busy.get("/account").await.status, 303, "170 hours are more than seven days");
}

#[tokio::test]
async fn over_https_cookies_cannot_be_planted_by_a_neighbour() {
    let trusted_proxies = vec![DESK.to_owned().try_into().unwrap()];
    let settings = Settings { trusted_proxies, ..Settings::default() };
    let world = World::with_settings(settings).await;
    let password = world.add_person("lan", Role::Officer, LONG_AN).await;
    let mut lan = Visitor::at(&world, DESK).with_header("x-forwarded-proto", "https");
    let entered = lan.sign_in("lan", &password).await;
    for name in ["__Host-longan_session=", "__Host-longan_device="] {
        let line = entered.cookies.iter().find(|line| line.starts_with(name)).unwrap();
        assert!(line.contains("; Secure") && line.contains("; HttpOnly"), "{line}");
        assert!(line.contains("; Path=/") && !line.contains("Domain"), "{line}");
    }
    assert_eq!(lan.get("/account").await.status, 200);
    let token = lan.cookie("longan_session").unwrap().clone();
    lan.forget("longan_session");
    lan.set_cookie("longan_session", &token);
    assert_eq!(lan.get("/account").await.status, 303, "a cookie without the prefix counts nothing");
}

#[tokio::test]
async fn who_has_a_one_time_password_chooses_their_own_before_anything_else() {
    let world = World::new().await;
    let password = world.add_newcomer("lan", Role::Administrator, LONG_AN).await;
    let mut lan = Visitor::at(&world, DESK);
    assert_eq!(lan.sign_in("lan", &password).await.to, "/account");
    for path in ["/", "/clusters", "/users"] {
        assert_eq!(lan.get(path).await.to, "/account", "{path}");
    }
    assert_eq!(lan.post("/users/lan/closure", &[]).await.to, "/account", "nothing is done");
    assert!(lan.get("/account").await.text().contains("để bắt đầu làm việc"));
    let own = "gánh lúa qua đê chiều";
    for (easy, told) in [
        ("Password2026!", "nhiều người dùng"),
        ("Người Lan 2026", "tên của bạn"),
        ("SoCongThuong2026", "nhiều người dùng"),
        ("ngắn", "ít nhất 10 ký tự"),
    ] {
        let refused = lan.post("/account", &[("password", easy), ("again", easy)]).await;
        assert_eq!(refused.status, 422, "{easy}");
        assert!(refused.text().contains(told), "{easy}: {}", refused.text());
    }
    assert_eq!(lan.post("/account", &[("password", own), ("again", own)]).await.to, "/");
    assert_eq!(lan.get("/users").await.status, 200);
}

#[tokio::test]
async fn a_one_time_password_that_nobody_used_expires_after_a_week() {
    let mut world = World::new().await;
    let password = world.add_newcomer("lan", Role::Administrator, LONG_AN).await;
    world.wait_until("2026-11-30T01:59:00Z");
    let mut lan = Visitor::at(&world, DESK);
    assert_eq!(lan.sign_in("lan", &password).await.to, "/account", "on the last day it works");
    world.wait_until("2026-11-30T02:01:00Z");
    let mut lan = Visitor::at(&world, DESK);
    let late = lan.sign_in("lan", &password).await;
    assert_eq!(late.status, 422);
    assert!(late.text().contains("đã hết hạn"), "{}", late.text());
    world.keep_password("lan").await;
    assert_ne!(lan.sign_in("lan", &password).await.status, 422, "one that was chosen stays");
}

#[tokio::test]
async fn a_password_is_asked_again_before_it_is_changed() {
    let world = World::new().await;
    let password = world.add_person("lan", Role::Officer, LONG_AN).await;
    let mut lan = Visitor::at(&world, DESK);
    lan.sign_in("lan", &password).await;
    lan.wait(SignedDuration::from_mins(11));
    let new = [("password", "gánh lúa qua đê chiều"), ("again", "gánh lúa qua đê chiều")];
    for (path, back) in [
        ("/account", "/account/proof?next=%2Faccount"),
        ("/account/recovery-codes", "/account/proof?next=%2Faccount%2Ffactors"),
    ] {
        assert_eq!(lan.post(path, &new).await.to, back);
    }
    assert!(!lan.get("/account").await.body.contains("name=\"again\""));
    let wrong = lan.post("/account/proof", &[("password", "sai mật khẩu này")]).await;
    assert_eq!(wrong.status, 422);
    let right = [("password", password.as_str()), ("next", "/account")];
    assert_eq!(lan.post("/account/proof", &right).await.to, "/account");
    let elsewhere = [("password", password.as_str()), ("next", "//evil.example")];
    assert_eq!(lan.post("/account/proof", &elsewhere).await.to, "/");
    assert_eq!(lan.post("/account", &new).await.to, "/");
}

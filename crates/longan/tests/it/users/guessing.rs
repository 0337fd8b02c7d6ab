//! Guessing passwords becomes slow, and locks nobody out who is at home here.

use super::visitor::Visitor;
use crate::world::{LONG_AN, World};
use jiff::SignedDuration;
use longan::users::Role;

const ATTACKER: &str = "203.0.113.66";
const HOME: &str = "198.51.100.7";

async fn guess(visitor: &mut Visitor, times: usize) {
    for _ in 0..times {
        visitor.sign_in("lan", "sai mật khẩu này").await;
    }
}

#[tokio::test]
async fn an_attacker_elsewhere_cannot_keep_the_owner_out() {
    let world = World::new().await;
    let password = world.add_person("lan", Role::Officer, LONG_AN).await;
    let mut attacker = Visitor::at(&world, ATTACKER);
    guess(&mut attacker, 12).await;
    assert_eq!(attacker.sign_in("lan", &password).await.status, 429, "the attacker waits");
    // Not even an owner who has never been here before waits for somebody else's guessing.
    assert_eq!(Visitor::at(&world, HOME).sign_in("lan", &password).await.status, 303);
}

#[tokio::test]
async fn a_browser_that_is_known_is_not_kept_out_by_a_neighbour_at_the_same_address() {
    let world = World::new().await;
    let password = world.add_person("lan", Role::Officer, LONG_AN).await;
    let mut owner = Visitor::at(&world, HOME);
    assert_eq!(owner.sign_in("lan", &password).await.status, 303);
    let mut neighbour = Visitor::at(&world, HOME);
    guess(&mut neighbour, 6).await;
    assert_eq!(neighbour.sign_in("lan", &password).await.status, 429);
    owner.forget("longan_session");
    assert_eq!(owner.sign_in("lan", &password).await.status, 303);
    // A known browser has guesses of its own, and no more than anybody.
    guess(&mut owner, 5).await;
    assert_eq!(owner.sign_in("lan", &password).await.status, 429);
    owner.wait(SignedDuration::from_mins(11));
    assert_eq!(owner.sign_in("lan", &password).await.status, 303);
}

#[tokio::test]
async fn a_name_that_is_tried_from_many_places_is_slow_for_strangers_only() {
    let world = World::new().await;
    let password = world.add_person("lan", Role::Officer, LONG_AN).await;
    let mut at_home = Visitor::at(&world, HOME);
    assert_eq!(at_home.sign_in("lan", &password).await.status, 303);
    for host in 1..=12 {
        guess(&mut Visitor::at(&world, &format!("203.0.113.{host}")), 1).await;
    }
    let mut stranger = Visitor::at(&world, "192.0.2.200");
    let told = stranger.sign_in("lan", &password).await;
    assert_eq!(told.status, 429);
    assert!(told.text().contains("giây"), "{}", told.text());
    // The owner with a new browser at a known address, and with the known browser anywhere.
    assert_eq!(Visitor::at(&world, HOME).sign_in("lan", &password).await.status, 303);
    let device = at_home.cookie("longan_device").unwrap().clone();
    let mut on_the_way = Visitor::at(&world, "192.0.2.99");
    on_the_way.set_cookie("longan_device", &device);
    assert_eq!(on_the_way.sign_in("lan", &password).await.status, 303);
    // And a stranger waits minutes at most.
    stranger.wait(SignedDuration::from_mins(5));
    assert_eq!(stranger.sign_in("lan", &password).await.status, 303);
}

#[tokio::test]
async fn one_address_that_tries_many_names_waits() {
    let world = World::new().await;
    let password = world.add_person("lan", Role::Officer, LONG_AN).await;
    let mut attacker = Visitor::at(&world, "2001:db8:1:2:3::1");
    for name in 0..30 {
        attacker.sign_in(&format!("nguoi-{name}"), "sai mật khẩu này").await;
    }
    // A house has a whole network of IPv6 addresses; it counts as one.
    let mut next_door = Visitor::at(&world, "2001:db8:1:2:ffff::9");
    assert_eq!(next_door.sign_in("lan", &password).await.status, 429);
    let mut elsewhere = Visitor::at(&world, "2001:db8:1:3::1");
    assert_eq!(elsewhere.sign_in("lan", &password).await.status, 303);
}

#[tokio::test]
async fn behind_a_balancer_we_know_people_are_told_apart() {
    let settings = longan::config::Settings {
        trusted_proxies: vec!["10.0.0.1".to_owned().try_into().unwrap()],
        ..longan::config::Settings::default()
    };
    let world = World::with_settings(settings).await;
    let password = world.add_person("lan", Role::Officer, LONG_AN).await;
    let through =
        |forwarded: &str| Visitor::at(&world, "10.0.0.1").with_header("x-forwarded-for", forwarded);
    // What stands first anybody may have written; the balancer adds the last.
    for nth in 0..6 {
        guess(&mut through(&format!("9.9.9.{nth}, {ATTACKER}")), 1).await;
    }
    assert_eq!(through(ATTACKER).sign_in("lan", &password).await.status, 429);
    assert_eq!(through(HOME).sign_in("lan", &password).await.status, 303);
    // Whoever is not our balancer is believed nothing.
    let mut liar = Visitor::at(&world, ATTACKER).with_header("x-forwarded-for", HOME);
    assert_eq!(liar.sign_in("lan", &password).await.status, 429);
}

#[tokio::test]
async fn attempts_nobody_looks_back_to_are_let_go() {
    let world = World::new().await;
    let password = world.add_person("lan", Role::Officer, LONG_AN).await;
    guess(&mut Visitor::at(&world, ATTACKER), 3).await;
    let mut owner = Visitor::at(&world, HOME);
    owner.wait(SignedDuration::from_hours(24 * 91));
    assert_eq!(owner.sign_in("lan", &password).await.status, 303);
    let (kept, _) = longan::users::store::count_attempts(
        &world.app.store,
        "lan",
        ATTACKER,
        "2000-01-01T00:00:00Z",
        "failed",
    )
    .await
    .unwrap();
    assert_eq!(kept, 0);
}

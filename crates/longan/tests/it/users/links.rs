//! Invitations: a link that works once and for seven days.

use super::visitor::{Answer, Visitor};
use crate::world::{LONG_AN, World};
use jiff::SignedDuration;
use longan::users::Role;

const DESK: &str = "198.51.100.7";
const OWN: &str = "gánh lúa qua đê chiều";

async fn administrator(world: &World) -> Visitor {
    let password = world.add_person("minh", Role::Administrator, LONG_AN).await;
    let mut minh = Visitor::at(world, DESK);
    minh.sign_in("minh", &password).await;
    minh
}

fn link(shown: &Answer) -> String {
    let rest = shown.body.split("/invitations/").nth(1).expect(&shown.body);
    format!("/invitations/{}", rest.split('<').next().unwrap())
}

const LAN: &[(&str, &str)] = &[
    ("name", "lan"),
    ("full_name", "Nguyễn Thị Lan"),
    ("email", "Lan@Tinh.gov.vn"),
    ("role", "officer"),
    ("place", LONG_AN),
];

#[tokio::test]
async fn an_invited_person_chooses_a_password_and_is_in() {
    let world = World::new().await;
    let mut minh = administrator(&world).await;
    let shown = minh.post("/users/invite", LAN).await;
    assert!(shown.text().contains("chỉ hiện một lần này"), "{}", shown.text());
    let link = link(&shown);

    let mut lan = Visitor::at(&world, "192.0.2.1");
    assert_eq!(lan.sign_in("lan", "").await.status, 422, "an account without a password is shut");
    let page = lan.get(&link).await;
    assert!(page.text().contains("Nguyễn Thị Lan · tên đăng nhập lan"), "{}", page.text());
    let own = [("password", OWN), ("again", OWN)];
    let easy = lan.post(&link, &[("password", "nguyenthilan1"), ("again", "nguyenthilan1")]).await;
    assert_eq!(easy.status, 422, "a bad choice does not use the link up");
    assert_eq!(lan.post(&link, &own).await.to, "/");
    assert_eq!(lan.get("/clusters").await.status, 200);
    assert_eq!(lan.post(&link, &own).await.status, 422, "once");
    assert!(lan.get(&link).await.text().contains("đã dùng"));
    assert_eq!(Visitor::at(&world, DESK).sign_in("lan", OWN).await.status, 303);
}

#[tokio::test]
async fn an_invitation_ends_after_seven_days_or_when_another_is_made() {
    let world = World::new().await;
    let mut minh = administrator(&world).await;
    let first = link(&minh.post("/users/invite", LAN).await);
    let second = link(&minh.post("/users/lan/invitation", &[]).await);
    let mut lan = Visitor::at(&world, "192.0.2.1");
    assert_eq!(lan.get(&first).await.status, 422);
    assert_eq!(lan.get(&second).await.status, 200);
    assert!(minh.get("/users/lan/access").await.text().contains("hết hạn lúc 30/11/2026 09:00"));
    lan.wait(SignedDuration::from_hours(7 * 24));
    assert_eq!(lan.get(&second).await.status, 422);
}

#[tokio::test]
async fn one_address_belongs_to_one_account() {
    let world = World::new().await;
    let mut minh = administrator(&world).await;
    minh.post("/users/invite", LAN).await;
    let twice = minh.post("/users/invite", LAN).await;
    assert_eq!(twice.status, 422);
    let mut other: Vec<_> = LAN.to_vec();
    other[0] = ("name", "hoa");
    let taken = minh.post("/users/invite", &other).await;
    assert!(taken.body.contains("đã thuộc tài khoản khác"), "{}", taken.text());
    let odd = minh.post("/users/minh/email", &[("email", "minh"), ("revision", "1")]).await;
    assert!(odd.body.contains("chưa đúng"));
    let taken = [("email", "lan@tinh.gov.vn"), ("revision", "1")];
    assert_eq!(minh.post("/users/minh/email", &taken).await.status, 422);
    let own = [("email", "minh@tinh.gov.vn"), ("revision", "1")];
    assert_eq!(minh.post("/users/minh/email", &own).await.status, 303);
    assert_eq!(minh.post("/users/minh/email", &own).await.status, 409, "seen before");
}

#[tokio::test]
async fn who_forgot_the_password_is_told_the_same_whoever_they_are() {
    let world = World::new().await;
    world.add_person("lan", Role::Officer, LONG_AN).await;
    let mut stranger = Visitor::at(&world, "192.0.2.1");
    assert!(stranger.get("/password-reset").await.text().contains("người quản trị"));
    let known = stranger.post("/password-reset", &[("who", "lan")]).await;
    let unknown = stranger.post("/password-reset", &[("who", "khong-co")]).await;
    assert_eq!((known.status, &known.body), (unknown.status, &unknown.body));
    let wrong = format!("/password-reset/{}", "0".repeat(64));
    assert_eq!(stranger.get(&wrong).await.status, 422);
    let own = [("password", OWN), ("again", OWN)];
    assert_eq!(stranger.post(&wrong, &own).await.status, 422);
}

#[tokio::test]
async fn without_another_house_its_pages_are_not_there() {
    let world = World::new().await;
    let mut stranger = Visitor::at(&world, "192.0.2.1");
    for path in ["/sign-in/openid", "/sign-in/openid/return?state=a&code=b"] {
        assert_eq!(stranger.get(path).await.status, 404, "{path}");
    }
}

/// A program that sends letters, and whatever letters wait.
async fn with_mail() -> World {
    let settings = "public_address = \"https://longan.example\"\n[mail]\nhost = \"localhost\"\nfrom = \"longan@tinh.gov.vn\"\n";
    World::with_settings(toml::from_str(settings).unwrap()).await
}

async fn letters(world: &World) -> Vec<longan::mail::model::Outgoing> {
    let mut letters = Vec::new();
    for letter in longan::mail::store::list(&world.app.store, 100).await.unwrap() {
        letters.extend(longan::mail::store::find(&world.app.store, &letter.id).await.unwrap());
    }
    letters
}

#[tokio::test]
async fn a_link_for_a_new_password_comes_by_letter_and_to_nobody_else() {
    let world = with_mail().await;
    let mut minh = administrator(&world).await;
    minh.post("/users/invite", LAN).await;
    let invited = letters(&world).await;
    assert_eq!(invited[0].to_address, "lan@tinh.gov.vn");
    assert!(invited[0].text.contains("https://longan.example/invitations/"), "{}", invited[0].text);

    let mut lan = Visitor::at(&world, "192.0.2.1");
    let told = lan.post("/password-reset", &[("who", "LAN@tinh.gov.vn")]).await;
    let unknown = lan.post("/password-reset", &[("who", "khong-co")]).await;
    let no_mail = lan.post("/password-reset", &[("who", "minh")]).await;
    let again = lan.post("/password-reset", &[("who", "lan@tinh.gov.vn")]).await;
    for other in [&unknown, &no_mail, &again] {
        assert_eq!((other.status, &other.body), (told.status, &told.body));
    }
    let letters = letters(&world).await;
    assert_eq!(letters.len(), 2, "one letter for the invitation, one for the password");
    let link = letters[0].text.split("https://longan.example").nth(1).unwrap();
    let link = link.split_whitespace().next().unwrap();
    let own = [("password", OWN), ("again", OWN)];
    let mut late = Visitor::at(&world, "192.0.2.1");
    late.wait(SignedDuration::from_mins(30));
    assert_eq!(late.post(link, &own).await.status, 422, "thirty minutes");
    assert_eq!(lan.post(link, &own).await.to, "/sign-in");
    assert_eq!(lan.post(link, &own).await.status, 422, "once");
    assert_eq!(lan.sign_in("lan", OWN).await.to, "/");
    // The invitation that was open is withdrawn: the person has a password now.
    assert!(minh.get("/users/lan/access").await.text().contains("Không có lời mời nào đang chờ"));
}

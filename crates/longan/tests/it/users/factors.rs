//! The second factor: an app with codes, codes on paper, and roles that need one.

use super::visitor::{Answer, Visitor};
use crate::world::{LONG_AN, World};
use jiff::SignedDuration;
use longan::users::Role;
use totp_rs::{Builder, Secret};

const DESK: &str = "198.51.100.7";

/// The secret that a page offers, as somebody types it into an app.
fn secret(page: &Answer) -> Vec<u8> {
    let typed = page.body.split("<code class=\"text-break\">").nth(1).unwrap();
    let typed = typed.split('<').next().unwrap().replace(' ', "");
    Secret::try_from_base32(&typed).unwrap().as_ref().to_vec()
}

fn code(secret: &[u8], visitor: &Visitor) -> String {
    let app = Builder::new().with_secret(secret.to_vec()).build().unwrap();
    app.generate(u64::try_from(visitor.now().as_second()).unwrap()).to_string()
}

/// Adds an app; returns its secret and the codes on paper.
async fn add_app(visitor: &mut Visitor) -> (Vec<u8>, Vec<String>) {
    let page = visitor.get("/account/totp").await;
    assert!(page.body.contains("src=\"data:image/svg+xml,"), "a picture for the camera");
    let (secret, sealed) = (secret(&page), page.field("sealed"));
    let wrong = visitor.post("/account/totp", &[("sealed", &sealed), ("code", "000000")]).await;
    assert_eq!(wrong.status, 422);
    assert_eq!(wrong.field("sealed"), sealed, "the picture stays the same");
    let code = code(&secret, visitor);
    let shown = visitor.post("/account/totp", &[("sealed", &sealed), ("code", &code)]).await;
    assert_eq!(shown.status, 200);
    let codes = shown.body.split("<code>").skip(1);
    let codes: Vec<_> = codes.map(|rest| rest.split('<').next().unwrap().to_owned()).collect();
    assert_eq!(codes.len(), 10);
    (secret, codes)
}

#[tokio::test]
async fn with_an_app_the_password_alone_lets_nobody_in() {
    let world = World::new().await;
    let password = world.add_person("lan", Role::Officer, LONG_AN).await;
    let mut lan = Visitor::at(&world, DESK);
    lan.sign_in("lan", &password).await;
    let (secret, _) = add_app(&mut lan).await;
    assert!(lan.get("/account/factors").await.text().contains("Ứng dụng sinh mã"));
    let setting_up = code(&secret, &lan);

    let mut again = Visitor::at(&world, DESK);
    let typed = [("name", "lan"), ("password", &password), ("next", "/figures")];
    assert_eq!(again.post("/sign-in", &typed).await.to, "/sign-in/second");
    assert_eq!(again.get("/account").await.status, 303, "not in yet");
    assert!(again.get("/sign-in/second").await.text().contains("6 chữ số"));
    // The code that set the app up is spent.
    assert_eq!(again.post("/sign-in/second", &[("code", &setting_up)]).await.status, 422);
    again.wait(SignedDuration::from_secs(30));
    let fresh = code(&secret, &again);
    assert_eq!(again.post("/sign-in/second", &[("code", &fresh)]).await.to, "/figures");
    assert!(again.get("/account").await.text().contains("Mật khẩu và lớp thứ hai"));

    // Whoever looked over the shoulder cannot use the same code.
    let mut thief = Visitor::at(&world, DESK);
    thief.wait(SignedDuration::from_secs(31));
    thief.sign_in("lan", &password).await;
    assert_eq!(thief.post("/sign-in/second", &[("code", &fresh)]).await.status, 422);
    // Nor guess: five wrong codes make one wait.
    for _ in 0..3 {
        assert_eq!(thief.post("/sign-in/second", &[("code", "123456")]).await.status, 422);
    }
    assert_eq!(thief.post("/sign-in/second", &[("code", "123456")]).await.status, 429);
}

#[tokio::test]
async fn without_a_password_the_second_page_leads_back() {
    let world = World::new().await;
    world.add_person("lan", Role::Officer, LONG_AN).await;
    let mut stranger = Visitor::at(&world, DESK);
    assert_eq!(stranger.get("/sign-in/second").await.to, "/sign-in");
    assert_eq!(stranger.post("/sign-in/second", &[("code", "1")]).await.to, "/sign-in");
}

#[tokio::test]
async fn a_code_on_paper_works_once_and_new_ones_end_the_old() {
    let world = World::new().await;
    let password = world.add_person("lan", Role::Officer, LONG_AN).await;
    let mut lan = Visitor::at(&world, DESK);
    lan.sign_in("lan", &password).await;
    let (_, codes) = add_app(&mut lan).await;

    let mut lost = Visitor::at(&world, DESK);
    lost.sign_in("lan", &password).await;
    let typed = codes[0].to_uppercase().replace('-', " ");
    assert_eq!(lost.post("/sign-in/second", &[("code", &typed)]).await.to, "/");
    assert!(lost.get("/account/factors").await.text().contains("Còn 9 mã"));
    lost.sign_in("lan", &password).await;
    assert_eq!(lost.post("/sign-in/second", &[("code", &codes[0])]).await.status, 422);

    let renewed = lan.post("/account/recovery-codes", &[]).await;
    assert!(renewed.text().contains("chỉ hiện một lần"));
    assert_eq!(lost.post("/sign-in/second", &[("code", &codes[1])]).await.status, 422);
    let new = renewed.body.split("<code>").nth(1).unwrap().split('<').next().unwrap();
    assert_eq!(lost.post("/sign-in/second", &[("code", new)]).await.to, "/");
}

#[tokio::test]
async fn a_factor_is_taken_away_by_its_owner_or_by_an_administrator_and_remembered() {
    let world = World::new().await;
    let password = world.add_person("lan", Role::Officer, LONG_AN).await;
    let of_minh = world.add_person("minh", Role::Administrator, LONG_AN).await;
    let mut lan = Visitor::at(&world, DESK);
    let mut minh = Visitor::at(&world, DESK);
    minh.sign_in("minh", &of_minh).await;
    lan.sign_in("lan", &password).await;

    add_app(&mut lan).await;
    let page = lan.get("/account/factors").await;
    let removal = page.body.split("action=\"").find(|rest| rest.contains("/removal\"")).unwrap();
    let removal = removal.split('"').next().unwrap();
    assert_eq!(minh.post(removal, &[]).await.status, 404, "it is not Minh's");
    assert_eq!(lan.post(removal, &[]).await.to, "/account/factors");
    assert_eq!(Visitor::at(&world, DESK).sign_in("lan", &password).await.to, "/");

    let page = lan.get("/account/totp").await;
    let (sealed, code) = (page.field("sealed"), code(&secret(&page), &lan));
    // Codes on paper are there already: none are shown again.
    let added = lan.post("/account/totp", &[("sealed", &sealed), ("code", &code)]).await;
    assert_eq!(added.to, "/account/factors");
    let page = minh.get("/users/lan/access").await;
    let removal = page.body.split("action=\"").find(|rest| rest.contains("/removal\"")).unwrap();
    minh.post(removal.split('"').next().unwrap(), &[]).await;
    assert_eq!(Visitor::at(&world, DESK).sign_in("lan", &password).await.to, "/");

    let id = longan::users::store::find(&world.app.store, "lan").await.unwrap().unwrap().id;
    let events = longan::events::list(&world.app.store, &id).await.unwrap();
    let told: Vec<_> = events.iter().rev().map(|event| event.action.as_str()).collect();
    let factors: Vec<_> = told.iter().filter(|action| action.contains("factor_")).collect();
    assert_eq!(
        factors,
        [
            &"users.factor_added",
            &"users.factor_removed",
            &"users.factor_added",
            &"users.factor_removed"
        ]
    );
    assert!(events.iter().all(|event| !event.after_image.contains(&sealed)), "no secret is told");
}

#[tokio::test]
async fn whoever_has_a_role_that_needs_a_second_factor_adds_one_first() {
    let world = World::new().await;
    let password = world.add_person("lan", Role::Officer, LONG_AN).await;
    let of_reader = world.add_person("xem", Role::Reader, LONG_AN).await;
    let of_minh = world.add_person("minh", Role::Administrator, LONG_AN).await;
    let mut minh = Visitor::at(&world, DESK);
    minh.sign_in("minh", &of_minh).await;
    let rule = |needs, revision| [("needs", needs), ("revision", revision)];
    minh.post("/factor-rules/officer", &rule("required", "0")).await;
    assert!(
        minh.get("/factor-rules").await.text().contains("Chuyên viên Sở Công Thương | Bắt buộc")
    );
    let stale = minh.post("/factor-rules/officer", &rule("optional", "0")).await;
    assert_eq!(stale.status, 409, "somebody said otherwise meanwhile");

    let mut reader = Visitor::at(&world, DESK);
    reader.sign_in("xem", &of_reader).await;
    assert_eq!(reader.get("/clusters").await.status, 200, "a reader needs none");
    assert_eq!(reader.get("/factor-rules").await.status, 403);

    let mut lan = Visitor::at(&world, DESK);
    lan.sign_in("lan", &password).await;
    assert_eq!(lan.get("/clusters").await.to, "/account/factors");
    assert!(lan.get("/account/factors").await.text().contains("cần lớp bảo vệ thứ hai"));
    add_app(&mut lan).await;
    assert_eq!(lan.get("/clusters").await.status, 200);

    minh.post("/factor-rules/officer", &rule("optional", "1")).await;
    let other = world.add_person("hoa", Role::Officer, LONG_AN).await;
    let mut hoa = Visitor::at(&world, DESK);
    hoa.sign_in("hoa", &other).await;
    assert_eq!(hoa.get("/clusters").await.status, 200);
    let history = longan::events::list(&world.app.store, "officer").await.unwrap();
    assert_eq!(history.len(), 2);
}

#[tokio::test]
async fn a_stolen_database_makes_no_codes() {
    let world = World::new().await;
    let password = world.add_person("lan", Role::Officer, LONG_AN).await;
    let mut lan = Visitor::at(&world, DESK);
    lan.sign_in("lan", &password).await;
    let (secret, codes) = add_app(&mut lan).await;
    let id = longan::users::store::find(&world.app.store, "lan").await.unwrap().unwrap().id;
    let kept = longan::users::store::list_factors_of(&world.app.store, &id).await.unwrap();
    let secret: String =
        secret.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
    assert!(!kept[0].kept.contains(&secret));
    let counted = longan::users::store::count_recovery_codes(&world.app.store, &id).await;
    assert_eq!(counted.unwrap(), i64::try_from(codes.len()).unwrap());
}

//! What people are told: on their page, by letter at once or once a day, and never twice.

use crate::jobs::later;
use crate::mail::{MailServer, with_mail};
use crate::world::{LONG_AN, World};
use jiff::SignedDuration;
use longan::config::Settings;
use longan::imports::{self, Kind as Brings, Options};
use longan::notices::{self, Kind, NewNotice, store};
use longan::users::store::{NewEntryRequest, NewRole};
use longan::users::{Role, User, Viewer, actions, store as users};
use longan::{App, jobs};
use std::sync::Arc;

/// The world's own program with an address for links.
fn with_address(app: &App) -> App {
    let public_address = Some("https://longan.example/".to_owned());
    let settings = Settings { public_address, ..Settings::clone(&app.settings) };
    App { settings: Arc::new(settings), ..app.clone() }
}

pub async fn user(world: &World, name: &str) -> User {
    users::find(&world.app.store, name).await.unwrap().unwrap()
}

async fn tell(app: &App, user_id: &str, kind: Kind, subject: &str, once_key: Option<&str>) {
    let new = NewNotice {
        user_id: user_id.to_owned(),
        kind,
        subject: subject.to_owned(),
        link: "/rights".to_owned(),
        once_key: once_key.map(str::to_owned),
    };
    let mut tx = app.store.begin().await.unwrap();
    notices::tell(&mut tx, app.clock.now(), &[new]).await.unwrap();
    tx.commit().await.unwrap();
}

async fn page(world: &World, path: &str) -> String {
    String::from_utf8(world.body(path).await).unwrap()
}

#[tokio::test]
async fn a_role_given_and_ended_is_told_and_reading_it_quiets_the_bell() {
    let mut world = World::new().await;
    let password = world.add_person("can-bo", Role::Officer, LONG_AN).await;
    let officer = user(&world, "can-bo").await;
    let actor = world.app.actor(&Viewer::system());
    let role = NewRole {
        user_id: officer.id.clone(),
        role: Role::Head,
        place_id: "province:60:".to_owned(),
        from_day: world.app.today(),
        to_day: None,
        delegated_from: None,
        document_id: None,
        note: String::new(),
    };
    let id = actions::give_role(&world.app, &actor, &role).await.unwrap();
    let held = users::find_role(&world.app.store, &id).await.unwrap().unwrap();
    actions::end_role(&world.app, &actor, &held, world.app.today(), "").await.unwrap();

    world.sign_in("can-bo", &password).await;
    assert!(page(&world, "/account").await.contains("2 thông báo chưa đọc"));
    let list = world.get("/notices").await;
    assert!(list.contains("Lãnh đạo phòng, Sở Công Thương tại Tỉnh Bình Thuận"), "{list}");
    assert!(list.contains("Vai trò kết thúc"), "{list}");
    let viewer = Viewer { user_id: officer.id, ..Viewer::system() };
    let notice = store::list(&world.app.store, &viewer, 9).await.unwrap().remove(0);
    let reading = format!("/notices/{}/reading", notice.id);
    assert!(world.post(&reading, "").await.starts_with("303 See Other → /"));
    assert!(page(&world, "/account").await.contains("1 thông báo chưa đọc"));
    assert!(world.post("/notices/reading", "").await.starts_with("303"));
    assert!(page(&world, "/account").await.contains("không có thông báo chưa đọc"));

    // Another's notice is not there for anybody else.
    world = world.with_person("nguoi-khac", Role::Officer, LONG_AN).await;
    assert!(world.post(&reading, "").await.starts_with("404"));
    assert!(world.get("/notices").await.contains("Chưa có thông báo nào"));
}

#[tokio::test]
async fn a_commune_that_asks_is_told_to_the_officers_of_its_province_only() {
    let world = World::new().await;
    for (name, role, place) in [
        ("xa", Role::CommuneCommittee, "commune:27985:"),
        ("long-an", Role::Officer, LONG_AN),
        ("binh-thuan", Role::Officer, "province:60:"),
        ("nguoi-xem", Role::Reader, LONG_AN),
        ("nghi-viec", Role::Officer, LONG_AN),
    ] {
        world.add_person(name, role, place).await;
    }
    let system = world.app.actor(&Viewer::system());
    actions::disable(&world.app, &system, &user(&world, "nghi-viec").await).await.unwrap();
    let new = NewEntryRequest {
        place_id: "commune:27985:".to_owned(),
        asked_by: user(&world, "xa").await.id,
        reason: "Chưa có cán bộ".to_owned(),
        from_day: world.app.today(),
        to_day: "2026-12-31".parse().unwrap(),
    };
    actions::ask_entry(&world.app, &system, &new).await.unwrap();
    for (name, told) in
        [("long-an", 1), ("binh-thuan", 0), ("nguoi-xem", 0), ("nghi-viec", 0), ("xa", 0)]
    {
        let viewer = Viewer { user_id: user(&world, name).await.id, ..Viewer::system() };
        let list = store::list(&world.app.store, &viewer, 9).await.unwrap();
        assert_eq!(list.len(), told, "{name}");
    }
}

#[tokio::test]
async fn whoever_brought_a_workbook_is_told_how_reading_it_ended() {
    let mut world = World::new().await;
    let password = world.add_person("can-bo", Role::Officer, LONG_AN).await;
    let officer = user(&world, "can-bo").await;
    let viewer =
        users::find_viewer(&world.app.store, &officer.id, world.app.today()).await.unwrap();
    let viewer = viewer.unwrap();
    let actor = world.app.actor(&viewer);
    let good = include_bytes!("../../../../seed/ccn_long_an_2013.xlsx");
    for (name, bytes) in [("long_an.xlsx", &good[..]), ("hong.xlsx", b"khong phai bang tinh")] {
        let options = Options::default();
        imports::run(&world.app, &actor, &viewer, Brings::Auto, name, bytes, &options)
            .await
            .unwrap();
    }
    world.sign_in("can-bo", &password).await;
    let list = world.get("/notices").await;
    assert!(list.contains("Bảng tính đã đọc xong") && list.contains("long_an.xlsx"), "{list}");
    assert!(list.contains("Bảng tính không đọc được") && list.contains("hong.xlsx"), "{list}");
}

#[tokio::test]
async fn a_person_chooses_how_to_be_told() {
    let mut world = World::new().await;
    let password = world.add_person("can-bo", Role::Officer, LONG_AN).await;
    let id = user(&world, "can-bo").await.id;
    world.sign_in("can-bo", &password).await;
    let form = |mail, address, hour| {
        format!("mail={mail}&address={address}&digest_hour={hour}&quiet_from=20&quiet_to=6")
    };
    let wrong = world.post("/notices/settings", &form("daily", "khong phai dia chi", "25")).await;
    assert!(wrong.starts_with("422"), "{wrong}");
    assert!(wrong.contains("Hãy nhập địa chỉ thư") && wrong.contains("Giờ từ 0 đến 23"), "{wrong}");
    assert!(
        world
            .post("/notices/settings", &form("daily", "lan@sct.example", "7"))
            .await
            .starts_with("303")
    );
    assert!(
        world
            .post("/notices/settings", &form("at_once", "lan@sct.example", "8"))
            .await
            .starts_with("303")
    );
    let kept = store::find_settings(&world.app.store, &id).await.unwrap();
    assert_eq!((kept.revision, kept.digest_hour, kept.address.as_str()), (2, 8, "lan@sct.example"));
    // Two pages at once: the second sees that it is stale.
    let mut tx = world.app.store.begin().await.unwrap();
    let stale = notices::model::NoticeSettings { revision: 1, ..kept };
    assert!(store::set_settings(&mut tx, &stale).await.is_err());
}

#[tokio::test]
async fn letters_go_at_once_or_once_a_day_and_what_was_read_needs_none() {
    let mut world = World::new().await;
    let server = MailServer::start();
    let app = with_address(&with_mail(&world.app, server.settings()));
    let password = world.add_person("can-bo", Role::Officer, LONG_AN).await;
    let id = user(&world, "can-bo").await.id;
    world.sign_in("can-bo", &password).await;
    let settings = |mail| {
        format!("mail={mail}&address=lan@sct.example&digest_hour=7&quiet_from=20&quiet_to=6")
    };

    assert!(world.post("/notices/settings", &settings("at_once")).await.starts_with("303"));
    tell(&app, &id, Kind::TaskGiven, "Đôn đốc báo cáo", None).await;
    jobs::run_due(&app).await.unwrap();
    let letters = server.letters();
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0]["subject"], "Đôn đốc báo cáo");
    let text = letters[0]["text"].as_str().unwrap();
    assert!(text.contains("https://longan.example/rights"), "{text}");
    assert!(text.contains("Kính gửi Người can-bo"), "{text}");

    // A disagreement can wait for the letter of the day, however the person wants to be told.
    tell(&app, &id, Kind::Conflict, "2 số liệu vênh", Some("same")).await;
    tell(&app, &id, Kind::Conflict, "2 số liệu vênh", Some("same")).await;
    assert!(world.post("/notices/settings", &settings("daily")).await.starts_with("303"));
    tell(&app, &id, Kind::TaskGiven, "Soát hợp đồng thuê đất", None).await;
    tell(&app, &id, Kind::TaskGiven, "Đã đọc trên trang", None).await;
    let viewer = Viewer { user_id: id.clone(), ..Viewer::system() };
    let read = store::list(&app.store, &viewer, 9).await.unwrap();
    let read = read.iter().find(|notice| notice.subject == "Đã đọc trên trang").unwrap();
    store::set_read(&app.store, &viewer, &read.id, "2026-11-23T03:00:00Z").await.unwrap();
    jobs::run_due(&app).await.unwrap();
    assert_eq!(server.letters().len(), 1, "nothing before tomorrow at seven");

    // The queue is rows: the program may stop and start in between.
    let tomorrow = later(&app, SignedDuration::from_hours(22));
    jobs::run_due(&tomorrow).await.unwrap();
    jobs::run_due(&later(&tomorrow, SignedDuration::from_hours(30))).await.unwrap();
    let letters = server.letters();
    assert_eq!(letters.len(), 2, "one letter for all of them, and not again the day after");
    let digest = letters.iter().find(|letter| letter["subject"] != "Đôn đốc báo cáo").unwrap();
    assert_eq!(digest["subject"], "2 thông báo đến ngày 24/11/2026");
    let text = digest["text"].as_str().unwrap();
    assert!(text.contains("2 số liệu vênh") && text.contains("Soát hợp đồng thuê đất"), "{text}");
    assert_eq!(text.matches("2 số liệu vênh").count(), 1);
    assert!(!text.contains("Đã đọc trên trang"), "{text}");
}

#[tokio::test]
async fn in_the_quiet_hours_a_letter_waits_for_the_morning() {
    let mut world = World::new().await;
    let server = MailServer::start();
    let app = with_mail(&world.app, server.settings());
    let password = world.add_person("can-bo", Role::Officer, LONG_AN).await;
    let id = user(&world, "can-bo").await.id;
    world.sign_in("can-bo", &password).await;
    let settings = "mail=at_once&address=lan@sct.example&digest_hour=7&quiet_from=20&quiet_to=6";
    assert!(world.post("/notices/settings", settings).await.starts_with("303"));
    // 22:00 in Việt Nam.
    let night = later(&app, SignedDuration::from_hours(13));
    tell(&night, &id, Kind::RoleGiven, "Vai trò mới", None).await;
    jobs::run_due(&night).await.unwrap();
    assert!(server.letters().is_empty());
    jobs::run_due(&later(&night, SignedDuration::from_hours(8))).await.unwrap();
    assert_eq!(server.letters().len(), 1);
}

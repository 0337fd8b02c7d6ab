//! Whoever inspects reads what was done, refused and tried, in the places they look after.

use crate::world::{LONG_AN, World};
use longan::users::Role;

const PAPER: &str = "document_kind=decision&document_number=15/QĐ-UBND&document_day=01/03/2009&document_issuer=UBND tỉnh&document_subject=Thành lập cụm";

async fn add_cluster(world: &World, name: &str, place: &str) {
    let form = format!("name={name}&place={place}&place_text=huyện&known_from=01/03/2009&{PAPER}");
    let added = world.post("/clusters", &form).await;
    assert!(added.starts_with("303"), "{added}");
}

/// Two provinces with a cluster each, entered by an administrator of the country.
async fn two_provinces() -> World {
    let world = World::signed_in().await;
    add_cluster(&world, "Đồng Vàng", "802").await;
    add_cluster(&world, "Tuy Phong", "595").await;
    world
}

#[tokio::test]
async fn an_inspector_reads_the_events_of_the_own_province_and_no_others() {
    let world = two_provinces().await.with_person("thanh-tra", Role::Inspector, LONG_AN).await;
    let page = world.get("/audit").await;
    assert!(page.contains("thêm cụm vào hồ sơ | Đồng Vàng"), "{page}");
    assert!(page.contains("thêm tài khoản | Người thanh-tra"), "{page}");
    assert!(!page.contains("Tuy Phong"), "another province's: {page}");
    assert!(!world.get("/audit?record=tuy+phong").await.contains("| Tuy Phong"));
    assert!(!world.get("/audit?place=60").await.contains("Tuy Phong"));
    let csv = String::from_utf8(world.body("/audit.csv").await).unwrap();
    assert!(csv.contains("Đồng Vàng") && !csv.contains("Tuy Phong"), "{csv}");
}

#[tokio::test]
async fn an_inspector_of_the_province_of_today_reads_what_happened_in_the_one_it_was_made_of() {
    let world = two_provinces().await;
    let now = "select c.new_id from place_changes c where c.old_id = 'province:80:'";
    let (today,): (String,) = sqlx::query_as(now).fetch_one(world.app.store.read()).await.unwrap();
    let world = world.with_person("thanh-tra", Role::Inspector, &today).await;
    let page = world.get("/audit").await;
    assert!(page.contains("Đồng Vàng") && !page.contains("| Tuy Phong"), "{page}");
}

#[tokio::test]
async fn the_administrator_of_the_country_reads_everything_and_finds_it_again() {
    let world = two_provinces().await;
    let page = world.get("/audit").await;
    assert!(page.contains("Đồng Vàng") && page.contains("Tuy Phong"), "{page}");
    let found = world.get("/audit?record=tuy+phong").await;
    assert!(found.contains("Tuy Phong") && !found.contains("| Đồng Vàng"), "{found}");
    let found = world.get("/audit?place=802").await;
    assert!(found.contains("Đồng Vàng") && !found.contains("Tuy Phong"), "{found}");
    let found = world.get("/audit?action=users.added").await;
    assert!(found.contains("Người quan-tri") && !found.contains("| Đồng Vàng"), "{found}");
    let found = world.get("/audit?person=quan-tri").await;
    assert!(found.contains("Đồng Vàng") && !found.contains("| thêm tài khoản |"), "{found}");
    assert!(world.get("/audit?person=khong+ai").await.contains("Không có việc nào khớp"));
    let found = world.get("/audit?from=23/11/2026&to=23/11/2026").await;
    assert!(found.contains("Đồng Vàng"), "{found}");
    assert!(world.get("/audit?to=22/11/2026").await.contains("Không có việc nào khớp"));
    assert!(world.get("/audit?from=32/11/2026").await.starts_with("422"));
}

#[tokio::test]
async fn a_long_history_is_read_page_by_page_and_taken_away_whole() {
    let world = World::signed_in().await;
    for nth in 0..56 {
        world.add_person(&format!("nguoi-{nth}"), Role::Reader, LONG_AN).await;
    }
    let html = String::from_utf8(world.body("/audit").await).unwrap();
    let next = html.split("href=\"/audit?before=").nth(1).unwrap().split('"').next().unwrap();
    let second = world.get(&format!("/audit?before={next}")).await;
    assert!(second.contains("Người quan-tri"), "the first of all: {second}");
    assert!(!second.contains("nguoi-55") && !second.contains("Các việc trước đó"), "{second}");
    let csv = String::from_utf8(world.body("/audit.csv").await).unwrap();
    // The 56 people, their administrator, and the sign-in in a new browser.
    assert_eq!(csv.lines().count(), 59, "a heading and 58 events");
    assert!(world.body("/audit.xlsx").await.starts_with(b"PK"));
}

#[tokio::test]
async fn whoever_may_not_audit_is_not_told_that_there_is_such_a_page() {
    for role in [Role::Officer, Role::Reader] {
        let world = World::new().await.with_person("lan", role, LONG_AN).await;
        for path in ["/audit", "/audit/refusals", "/audit/sign-ins", "/audit.csv", "/audit.xlsx"] {
            assert!(world.get(path).await.starts_with("404"), "{path}");
        }
        assert!(!String::from_utf8(world.body("/clusters").await).unwrap().contains("/audit"));
    }
}

#[tokio::test]
async fn what_was_refused_and_who_signed_in_is_seen_by_whoever_looks_after_that_person() {
    let mut world = World::new().await.with_person("lan", Role::Reader, "province:60:").await;
    assert!(world.get("/users").await.starts_with("403"));
    assert_eq!(world.sign_in("lan", "sai").await, 422);
    assert_eq!(world.sign_in("khong-co-ai", "sai").await, 422);

    world = world.with_person("quan-tri", Role::Administrator, longan::places::COUNTRY_ID).await;
    let page = world.get("/audit/refusals").await;
    assert!(page.contains("Người lan lan | GET /users | không có quyền"), "{page}");
    let page = world.get("/audit/sign-ins").await;
    assert!(page.contains("Người lan lan | sai tên hoặc mật khẩu"), "{page}");
    assert!(page.contains("không có tài khoản này khong-co-ai"), "{page}");

    world = world.with_person("thanh-tra", Role::Inspector, "province:60:").await;
    assert!(world.get("/audit/refusals").await.contains("GET /users"));
    let page = world.get("/audit/sign-ins").await;
    assert!(page.contains("Người lan"), "{page}");
    assert!(!page.contains("khong-co-ai") && !page.contains("quan-tri"), "{page}");

    world = world.with_person("thanh-tra-la", Role::Inspector, LONG_AN).await;
    assert!(!world.get("/audit/refusals").await.contains("GET /users"));
    assert!(!world.get("/audit/sign-ins").await.contains("Người lan"));
}

#[tokio::test]
async fn the_hash_to_write_on_paper_stands_on_the_page() {
    let world = two_provinces().await;
    let head = longan::events::head(&world.app.store).await.unwrap();
    let page = world.get("/audit").await;
    assert!(page.contains(&format!("Đến việc số {}", head.length)), "{page}");
    assert!(page.replace(' ', "").contains(&head.hash), "{page}");
}

//! What the program holds of a person is handed out to them, and erased on request, while the
//! record, the figures and the history stay.

mod bodies;

use crate::imports::take;
use crate::world::{LONG_AN, World};
use axum::http::{Request, StatusCode, header};
use http_body_util::BodyExt as _;
use longan::backup::store::{Cell, Kind, TABLES, list_columns, read_some};
use longan::checks::{self, REFERENCES, Severity};
use longan::imports::Kind as Workbook;
use longan::personal::{ELSEWHERE, HOLDINGS, OFFICIAL};
use longan::places::COUNTRY_ID;
use longan::users::model::Role;
use longan::users::store as users;
use std::io::Read as _;

const NAME: &str = "Trịnh Khánh Huyền Diệu";
const SIGNS_IN: &str = "dieu.trinh";
const MAIL: &str = "khanh.huyen@longan.gov.vn";

/// Every text of the database: table, column, text.
pub async fn texts(world: &World) -> Vec<(String, String, String)> {
    let store = &world.app.store;
    let mut found = Vec::new();
    for table in TABLES {
        let columns = list_columns(store, table).await.unwrap();
        let mut tx = longan::backup::store::begin_snapshot(store).await.unwrap();
        longan::backup::store::read_table(&mut tx, table, &columns, async |rows| {
            for row in rows {
                for (column, cell) in columns.iter().zip(row) {
                    if let (Kind::Text, Cell::Text(text)) = (column.kind, cell) {
                        found.push(((*table).to_owned(), column.name.clone(), text));
                    }
                }
            }
            Ok(())
        })
        .await
        .unwrap();
    }
    found
}

/// Where a spelling of the person stands: `table.column`.
pub async fn places_of(world: &World, spellings: &[String]) -> Vec<String> {
    let mut places: Vec<String> = texts(world)
        .await
        .into_iter()
        .filter(|(_, _, text)| spellings.iter().any(|spelling| text.contains(spelling.as_str())))
        .map(|(table, column, _)| format!("{table}.{column}"))
        .collect();
    places.sort();
    places.dedup();
    places
}

fn spellings() -> Vec<String> {
    vec![
        NAME.to_owned(),
        NAME.to_uppercase(),
        kernel::text::fold(NAME),
        kernel::text::sort_key(NAME),
        SIGNS_IN.to_owned(),
        MAIL.to_owned(),
    ]
}

/// An officer who imported the province, gave notes and was refused something; and an administrator.
async fn world_with_history() -> World {
    let mut world = World::new().await;
    let admin = world.add_person("quan-tri", Role::Administrator, COUNTRY_ID).await;
    world.sign_in("quan-tri", &admin).await;
    let form = format!("name={SIGNS_IN}&full_name={NAME}&role=officer&place={LONG_AN}");
    world.post("/users", &form).await;
    let form = format!("email={MAIL}&revision=1");
    let mailed = world.post(&format!("/users/{SIGNS_IN}/email"), &form).await;
    assert!(mailed.starts_with("303"), "{mailed}");
    let answer = world.post(&format!("/users/{SIGNS_IN}/password"), "").await;
    let password = answer.split_whitespace().find(|word| word.len() == 19).unwrap().to_owned();
    world.keep_password(SIGNS_IN).await;
    world
        .post(
            &format!("/users/{SIGNS_IN}/roles"),
            &format!("role=reader&place=80&note=Thay việc của {NAME}"),
        )
        .await;
    let reader = world.add_person("an", Role::Reader, LONG_AN).await;
    world.sign_in("an", &reader).await;
    assert!(world.get(&format!("/users/{SIGNS_IN}")).await.starts_with("403"));

    take(&world, Workbook::Clusters, "ccn_long_an_2013.xlsx").await;
    world.sign_in(SIGNS_IN, "mat-khau-sai").await;
    world.sign_in(SIGNS_IN, &password).await;
    let workbook = include_bytes!("../../../../../seed/ccn_binh_thuan_2014.xlsx");
    let (status, _, _) = world.upload("/imports", "ccn.xlsx", workbook, &[("kind", "auto")]).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert!(world.get("/users").await.starts_with("403"));
    world.sign_in("quan-tri", &admin).await;
    world
}

async fn figures(world: &World) -> serde_json::Value {
    world.json("/api/figures?place=country:VN:&on=2013-12-31").await
}

pub async fn unzip(world: &World, path: &str) -> (Vec<String>, serde_json::Value) {
    let bytes = world.body(path).await;
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
    let mut json = String::new();
    zip.by_name("du-lieu.json").unwrap().read_to_string(&mut json).unwrap();
    (names, serde_json::from_str(&json).unwrap())
}

#[tokio::test]
async fn a_person_takes_everything_home_and_nobody_else_does() {
    let mut world = world_with_history().await;
    let (names, data) = unzip(&world, &format!("/users/{SIGNS_IN}/personal.zip")).await;
    assert!(names.iter().any(|name| name.ends_with("-tai-khoan.xlsx")), "{names:?}");
    let parts = data["parts"].as_array().unwrap();
    let rows = |title: &str| {
        let part = parts.iter().find(|part| part["title"] == title);
        part.unwrap_or_else(|| panic!("{title}"))["rows"].as_array().unwrap().clone()
    };
    assert_eq!(rows("Tài khoản")[0]["full_name"], NAME);
    assert_eq!(rows("Vai trò").len(), 2);
    assert_eq!(rows("Lần đăng nhập").len(), 2);
    assert_eq!(rows("Yêu cầu bị từ chối")[0]["path"], "/users");
    assert_eq!(rows("Bảng tính đã nhập")[0]["file_name"], "ccn.xlsx");
    assert!(!rows("Việc người khác đã làm với tài khoản").is_empty());
    assert!(!data.to_string().contains("argon2"), "a hash is handed out to nobody");

    let password = world.add_person("binh", Role::Reader, LONG_AN).await;
    world.sign_in("binh", &password).await;
    let (_, own) = unzip(&world, "/account/personal.zip").await;
    assert_eq!(own["account"], "binh");
    assert!(!own.to_string().contains(SIGNS_IN));
    assert!(world.get(&format!("/users/{SIGNS_IN}/personal.zip")).await.starts_with("403"));
    assert!(world.post(&format!("/users/{SIGNS_IN}/erasure"), "").await.starts_with("403"));
}

#[tokio::test]
async fn after_an_erasure_no_byte_tells_who_it_was_and_everything_else_stays() {
    let world = world_with_history().await;
    let before = places_of(&world, &spellings()).await;
    for place in [
        "users.full_name",
        "users.sort_key",
        "users.email",
        "log_in_attempts.name",
        "events.after_image",
        "user_roles.note",
        "events.note",
        "user_refusals.path",
    ] {
        assert!(before.contains(&place.to_owned()), "the story leaves {place}: {before:?}");
    }
    let figures_before = figures(&world).await;
    let official_before = official(&world).await;
    let person = users::find(&world.app.store, SIGNS_IN).await.unwrap().unwrap();
    let events_before = count_events(&world).await;

    let page = world.get(&format!("/users/{SIGNS_IN}/personal")).await;
    assert!(page.contains("Bảng tính đã nhập | 1"), "{page}");
    let path = format!("/users/{SIGNS_IN}/erasure");
    let refused = world.post(&path, &format!("reason=Đơn của {NAME}&confirmation=x")).await;
    assert!(refused.starts_with("422") && refused.contains("còn họ tên"), "{refused}");
    let form = format!("reason=Đơn số đến 15 ngày 20/11/2026&confirmation={SIGNS_IN}");
    assert!(world.post(&path, &form).await.starts_with("303"));

    assert_eq!(places_of(&world, &spellings()).await, Vec::<String>::new());
    assert_eq!(figures(&world).await, figures_before);
    assert_eq!(official(&world).await, official_before, "the official record stays, byte for byte");
    assert_eq!(count_events(&world).await, events_before + 1, "no event went; the erasure is one");
    let errors: Vec<String> = checks::run(&world.app)
        .await
        .unwrap()
        .into_iter()
        .filter(|found| found.severity == Severity::Error)
        .map(|found| found.message)
        .collect();
    assert!(errors.is_empty(), "the register and its history hold: {errors:?}");

    let list = world.get("/personal").await;
    assert!(list.contains("1 | Tài khoản | 23/11/2026"), "{list}");
    let users = world.get("/users").await;
    assert!(users.contains("Người dùng đã xóa số 1") && users.contains("Đóng từ"), "{users}");
    let done: i64 = users::list(&world.app.store)
        .await
        .unwrap()
        .iter()
        .filter(|user| user.id == person.id)
        .count()
        .try_into()
        .unwrap();
    assert_eq!(done, 1, "what the person did still belongs to one account");
    let history = world.get("/users/da-xoa-1/personal").await;
    assert!(history.contains("Bảng tính đã nhập | 1") && history.contains("đã xóa"), "{history}");
}

#[tokio::test]
async fn the_name_of_a_namesake_stays() {
    let world = world_with_history().await;
    world
        .post("/users", &format!("name=dieu-khac&full_name={NAME}&role=reader&place={LONG_AN}"))
        .await;
    let form = format!("reason=Đơn số đến 15&confirmation={SIGNS_IN}");
    assert!(world.post(&format!("/users/{SIGNS_IN}/erasure"), &form).await.starts_with("303"));
    let list = users::list(&world.app.store).await.unwrap();
    let other = list.iter().find(|user| user.name == "dieu-khac").unwrap();
    assert_eq!(other.full_name, NAME);
    let events = longan::events::list(&world.app.store, &other.id).await.unwrap();
    assert!(events.iter().any(|event| event.after_image.contains(NAME)), "their history too");
    let erased = list.iter().find(|user| user.name == "da-xoa-1").unwrap();
    let events = longan::events::list(&world.app.store, &erased.id).await.unwrap();
    assert!(events.iter().all(|event| !event.after_image.contains(NAME)), "{events:?}");
}

#[tokio::test]
async fn nobody_erases_themselves_or_the_program() {
    let world = World::signed_in().await;
    let own = world.post("/users/quan-tri/erasure", "reason=x&confirmation=quan-tri").await;
    assert!(own.starts_with("422"), "{own}");
    let program = world.post("/users/longan/erasure", "reason=x&confirmation=longan").await;
    assert!(program.starts_with("404"), "{program}");
    let session = world.request("/account");
    let request =
        Request::get("/account").header(header::COOKIE, session.headers()[header::COOKIE].clone());
    let response = world.send(request.body(axum::body::Body::empty()).unwrap()).await;
    assert_eq!(response.status(), StatusCode::OK);
    let _ = response.into_body().collect().await.unwrap();
}

#[tokio::test]
async fn every_column_that_names_an_account_is_handed_out() {
    let world = World::new().await;
    for holding in HOLDINGS {
        let columns = list_columns(&world.app.store, holding.table).await.unwrap();
        let known = columns.iter().any(|column| column.name == holding.column);
        assert!(known, "personal/holdings.rs names {}.{}", holding.table, holding.column);
        read_some(&world.app.store, holding.table, &columns, (holding.column, "x"), 1)
            .await
            .unwrap();
    }
    for reference in REFERENCES.iter().filter(|reference| reference.target == "users") {
        let held = HOLDINGS
            .iter()
            .any(|holding| holding.table == reference.table && holding.column == reference.column);
        let elsewhere = ELSEWHERE
            .iter()
            .any(|(table, column, _)| (*table, *column) == (reference.table, reference.column));
        assert!(
            held || elsewhere,
            "{}.{} names an account: say in personal/holdings.rs how it is handed out, or why not",
            reference.table,
            reference.column
        );
    }
    for table in OFFICIAL {
        assert!(TABLES.contains(table), "{table}");
    }
}

pub async fn count_events(world: &World) -> usize {
    texts(world)
        .await
        .iter()
        .filter(|(table, column, _)| table == "events" && column == "id")
        .count()
}

pub async fn official(world: &World) -> Vec<(String, String, String)> {
    texts(world)
        .await
        .into_iter()
        .filter(|(table, _, _)| OFFICIAL.contains(&table.as_str()))
        .collect()
}

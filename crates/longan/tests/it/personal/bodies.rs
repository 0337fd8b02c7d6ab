//! Everything about a body leaves as files, and one of its people is erased on request: who it was
//! is gone from every byte, what they were to the body stays.

use super::{count_events, official, places_of, unzip};
use crate::organizations::{add, add_cluster, add_tenant, carried, page_of, say};
use crate::world::{LONG_AN, World};
use longan::checks::{self, Severity};
use longan::users::Role;
use std::collections::HashMap;

const NAME: &str = "Trịnh Khánh Huyền Diệu";
const PHONE: &str = "0912 345 678";
const MAIL: &str = "khanh.huyen@sonca.example";
const REQUEST: &str = "document_kind=other&document_number=15/ĐN&document_day=20/11/2026&document_issuer=Công ty TNHH Sơn Ca&document_subject=Đề nghị xóa dữ liệu cá nhân của đầu mối liên hệ";

fn spellings() -> Vec<String> {
    vec![
        NAME.to_owned(),
        NAME.to_uppercase(),
        kernel::text::fold(NAME),
        kernel::text::sort_key(NAME),
        PHONE.to_owned(),
        PHONE.replace(' ', ""),
        PHONE.replace(' ', "."),
        MAIL.to_owned(),
    ]
}

/// A body in a cluster with a person who is its representative and its contact, of whom officers
/// also wrote in reasons; answers its page.
async fn with_person(world: &World) -> String {
    let slug = add_cluster(world, "Đức Hòa Hạ", "27985").await;
    add_tenant(world, &slug, "Công ty TNHH Sơn Ca", "0300588569", "01/03/2012").await;
    let path = page_of(world, "0300588569").await;
    for kind in ["representative", "contact"] {
        let form = format!(
            "name={NAME}&person_kind={kind}&title=Giám đốc điều hành&phone={PHONE}&mail={MAIL}&from_day=01/03/2012"
        );
        let told = say(world, &path, "people", &form).await;
        assert!(told.starts_with("303"), "{told}");
    }
    let edit = format!("{path}/edit");
    let revision = carried(world, &edit, "revision").await;
    let reason = format!("bà {NAME} gọi từ 0912345678, thư {MAIL}");
    let form = format!(
        "name=Công ty TNHH Sơn Ca&kind=enterprise&partner=&tax_code=0300588569&phone=0272 3 888 999&mail=sonca@sonca.example&note=&reason={reason}&revision={revision}"
    );
    assert_eq!(world.post(&edit, &form).await, format!("303 See Other → {path}"));
    let told = say(world, &path, "states", "state=operating&on_day=01/03/2012").await;
    assert!(told.starts_with("303"), "{told}");
    path
}

/// The address of the form that erases the first person a page offers to erase.
async fn erasure_on(world: &World, path: &str) -> String {
    let page = String::from_utf8(world.body(path).await).unwrap();
    let link = page.split("href=\"").find(|link| link.contains("/erasure\"")).unwrap();
    link.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_person_of_a_body_is_erased_to_the_last_byte_and_the_record_stays() {
    let world = World::signed_in().await;
    let path = with_person(&world).await;
    let before = places_of(&world, &spellings()).await;
    for place in [
        "organization_people.name",
        "organization_people.phone",
        "organization_people.mail",
        "events.note",
    ] {
        assert!(before.contains(&place.to_owned()), "the story leaves {place}: {before:?}");
    }
    let (official_before, events_before) = (official(&world).await, count_events(&world).await);
    let address = erasure_on(&world, &path).await;
    assert!(world.get(&address).await.contains("Gõ lại họ tên để xác nhận"));
    for (wrong, said) in [
        (
            format!("reason=Đơn của {NAME}&confirmation={NAME}&{REQUEST}"),
            "còn họ tên hoặc số điện thoại",
        ),
        (
            format!("reason=Đơn từ số 0912.345.678&confirmation={NAME}&{REQUEST}"),
            "còn họ tên hoặc số điện thoại",
        ),
        (format!("reason=Đơn số đến 15&confirmation=x&{REQUEST}"), "Họ tên gõ lại chưa khớp"),
        (format!("reason=&confirmation={NAME}&{REQUEST}"), "Hãy ghi căn cứ xóa"),
        (format!("reason=Đơn số đến 15&confirmation={NAME}&{REQUEST} {NAME}"), "còn họ tên"),
    ] {
        let answer = world.post(&address, &wrong).await;
        assert!(answer.starts_with("422") && answer.contains(said), "{wrong}: {answer}");
    }
    let form = format!("reason=Đơn số đến 15 ngày 20/11/2026&confirmation={NAME}&{REQUEST}");
    assert_eq!(world.post(&address, &form).await, format!("303 See Other → {path}"));

    assert_eq!(places_of(&world, &spellings()).await, Vec::<String>::new());
    let mut counts: HashMap<(String, String, String), i64> = HashMap::new();
    for (rows, by) in [(official_before, -1), (official(&world).await, 1)] {
        for row in rows {
            *counts.entry(row).or_default() += by;
        }
    }
    counts.retain(|_, count| *count != 0);
    let is_new_paper = |((table, _, _), count): (&(String, String, String), &i64)| {
        table == "documents" && *count > 0
    };
    assert!(
        counts.iter().all(is_new_paper),
        "the official record stays, byte for byte: {counts:?}"
    );
    assert_eq!(count_events(&world).await, events_before + 1, "no event went; the erasure is one");
    let errors: Vec<String> = checks::run(&world.app)
        .await
        .unwrap()
        .into_iter()
        .filter(|found| found.severity == Severity::Error)
        .map(|found| found.message)
        .collect();
    assert!(errors.is_empty(), "the register and its history hold: {errors:?}");

    let page = world.get(&path).await;
    assert!(
        page.contains("Người đã xóa số 1 | Người đại diện theo pháp luật | | | | 01/03/2012"),
        "{page}"
    );
    assert!(page.contains("Người đã xóa số 1 | Đầu mối liên hệ"), "every row of theirs: {page}");
    assert!(page.contains("xóa dữ liệu cá nhân theo yêu cầu"), "{page}");
    assert!(page.contains("Lý do: bà Người đã xóa số 1 gọi từ (đã xóa), thư (đã xóa)"), "{page}");
    assert!(page.contains("0272 3 888 999"), "what is the body's own stays: {page}");
    let list = world.get("/personal").await;
    assert!(list.contains("1 | Người của tổ chức | 23/11/2026"), "{list}");
    assert!(list.contains("15/ĐN"), "the paper of the request: {list}");
    // Neither a search nor what auditors take away gives the words back.
    let found = world.json("/api/organizations?q=khanh+huyen").await;
    assert_eq!(found["organizations"].as_array().unwrap().len(), 0, "{found}");
    let audit = String::from_utf8_lossy(&world.body("/audit.csv").await).into_owned();
    assert!(audit.contains("personal.erased") || audit.contains("xóa dữ liệu cá nhân"), "{audit}");
    for spelling in spellings() {
        assert!(!audit.contains(&spelling), "{spelling} in {audit}");
    }
    assert!(world.get(&address).await.starts_with("404"), "erased once");
}

#[tokio::test]
async fn who_only_keeps_the_register_erases_nobody_and_a_namesake_stays() {
    let mut world = World::signed_in().await;
    let path = with_person(&world).await;
    let officer = world.add_person("can-bo", Role::Officer, LONG_AN).await;
    let admin =
        world.add_person("quan-tri-2", Role::Administrator, longan::places::COUNTRY_ID).await;
    let address = erasure_on(&world, &path).await;
    let other = add(&world, "Công ty CP Bồ Câu", "", "27985").await;
    let form = format!(
        "name={NAME}&person_kind=contact&title=&phone=0999 888 777&mail=&from_day=01/03/2012"
    );
    assert!(say(&world, &other, "people", &form).await.starts_with("303"));
    world.sign_in("can-bo", &officer).await;
    assert!(!String::from_utf8(world.body(&path).await).unwrap().contains("/erasure"));
    assert!(world.get(&address).await.starts_with("403"));
    let form = format!("reason=Đơn số đến 15&confirmation={NAME}&{REQUEST}");
    assert!(world.post(&address, &form).await.starts_with("403"));
    world.sign_in("quan-tri-2", &admin).await;
    assert!(world.post(&address, &form).await.starts_with("303"));
    let namesake = world.get(&other).await;
    assert!(namesake.contains(NAME) && namesake.contains("0999 888 777"), "{namesake}");
    let page = world.get(&path).await;
    assert!(!page.contains(NAME) && !page.contains("0912"), "{page}");
}

#[tokio::test]
async fn everything_about_a_body_leaves_in_one_file_for_whoever_may_see_it() {
    let mut world = World::signed_in().await;
    let path = with_person(&world).await;
    let id = path.rsplit('/').next().unwrap().to_owned();
    let zip = format!("{path}/everything.zip");
    let html = String::from_utf8(world.body(&path).await).unwrap();
    assert!(html.contains(&format!("href=\"{zip}\"")), "{html}");
    let (names, data) = unzip(&world, &zip).await;
    for part in [
        "thong-tin-chung",
        "nguoi-dai-dien-lien-he",
        "du-an-trong-cum-cong-nghiep",
        "van-ban",
        "lich-su",
    ] {
        assert!(
            names.iter().any(|name| name.ends_with(&format!("-{part}.xlsx"))),
            "{part}: {names:?}"
        );
    }
    assert_eq!(data["organization"]["tax_code"], "0300588569");
    assert_eq!(data["facts"]["people"][0]["phone"], PHONE);
    let titles: Vec<&str> =
        data["sections"].as_array().unwrap().iter().map(|s| s["title"].as_str().unwrap()).collect();
    assert!(
        titles.contains(&"Dự án trong cụm công nghiệp") && titles.contains(&"Đất thuê"),
        "{titles:?}"
    );
    let papers = data["papers"].to_string();
    assert!(papers.contains("1100123456"), "{papers}");
    let events = data["events"].to_string();
    assert!(
        events.contains("thêm người của tổ chức") && events.contains("thêm doanh nghiệp vào cụm"),
        "{events}"
    );
    assert!(data["reports"].is_array());

    let own = world.add_person("chu", Role::Tenant, &format!("organization:{id}")).await;
    let elsewhere = world.add_person("binh-thuan", Role::Officer, "province:60:").await;
    let reader = world.add_person("xem", Role::Reader, LONG_AN).await;
    world.sign_in("chu", &own).await;
    let (_, data) = unzip(&world, &zip).await;
    assert_eq!(data["facts"]["people"][0]["name"], NAME, "its own people");
    assert!(
        !data["events"].to_string().contains("gọi từ"),
        "not what officers note for each other"
    );
    for (name, password) in [("binh-thuan", &elsewhere), ("xem", &reader)] {
        world.sign_in(name, password).await;
        assert!(world.get(&zip).await.starts_with("404"), "{name}");
    }
}

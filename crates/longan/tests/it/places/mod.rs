//! Stories of units: looked up, changed by a file, and everything that follows.

mod browse;
mod changes;
mod property;
mod regions;
mod thousand;

use crate::world::World;

/// The paper a fact rests on, as a form sends it.
pub const PAPER: &str = "document_kind=decision&document_number=3804/QĐ-UBND&document_day=09/05/2008&document_issuer=UBND tỉnh Long An&document_subject=Thành lập cụm công nghiệp";

/// The headings of a file of changes.
pub const HEAD: &str = "kind,old_level,old_code,new_level,new_code,name,full_name,type,parent_code,default,effective_on,decree,decree_issued_on";

/// A cluster of 75 ha in a unit, operating, with 50 ha of industrial land of which 10 are leased.
pub async fn add_cluster(world: &World, name: &str, code: &str, known_from: &str) -> String {
    let added = world
        .post(
            "/clusters",
            &format!("name={name}&place={code}&place_text=theo quyết định&known_from={known_from}&{PAPER}"),
        )
        .await;
    assert!(added.starts_with("303"), "{added}");
    let slug = added.split("/clusters/").nth(1).unwrap().split('?').next().unwrap().to_owned();
    let number = |indicator: &str, value: &str| {
        format!(
            "indicator={indicator}&value={value}&number_precision=exact&as_of={known_from}&reporter=UBND tỉnh&reporter_kind=department&{PAPER}"
        )
    };
    for (kind, form) in [
        ("states", format!("state=established&on_day={known_from}&precision=exact&{PAPER}")),
        ("states", format!("state=operating&on_day={known_from}&precision=exact&{PAPER}")),
        ("observations", number("area.decision", "75")),
        ("observations", number("area.industrial", "50")),
        ("observations", number("area.leased", "10")),
    ] {
        let answer = world.post(&format!("/clusters/{slug}/{kind}"), &form).await;
        assert!(answer.starts_with("303"), "{kind}: {answer}");
    }
    slug
}

/// Brings a file; returns its page and what it says.
pub async fn bring(world: &World, name: &str, text: &str) -> (String, String) {
    let (status, body, location) =
        world.upload("/places/changes", name, text.as_bytes(), &[]).await;
    assert_eq!(status, 303, "{body}");
    let page = world.get(&location).await;
    (location, page)
}

/// Brings a file and applies it.
pub async fn apply(world: &World, text: &str) -> String {
    let (location, page) = bring(world, "thay-doi.csv", text).await;
    assert!(page.contains("Đây là những gì sẽ thay đổi"), "{page}");
    let applied = world.post(&format!("{location}/application"), "").await;
    assert_eq!(applied, format!("303 See Other → {location}"));
    let page = world.get(&location).await;
    assert!(page.contains("Đã áp dụng"), "{page}");
    page
}

/// The value of a figure for a place on a day.
pub async fn value(world: &World, code: &str, place: &str, on: &str) -> String {
    let answer = world.json(&format!("/api/figures/{code}?place={place}&on={on}")).await;
    answer["value"].as_str().unwrap_or("none").to_owned()
}

/// How many rows a table has.
pub async fn count(world: &World, sql: &'static str) -> i64 {
    let (count,): (i64,) = sqlx::query_as(sql).fetch_one(world.app.store.read()).await.unwrap();
    count
}

//! The register of organizations: who is on it, who sees whom, and two records that are one body.

mod duplicates;
mod merging;
mod register;
mod seeing;

pub use merging::merge as merge_into;

use crate::world::World;

/// The paper every fact rests on, as a form sends it.
pub const PAPER: &str = "document_kind=certificate&document_number=1100123456&document_day=01/03/2012&document_issuer=Phòng Đăng ký kinh doanh&document_subject=Giấy chứng nhận đăng ký doanh nghiệp";

/// Puts a body on the register with an address in a commune; answers its address in the program.
pub async fn add(world: &World, name: &str, tax_code: &str, place: &str) -> String {
    let form = format!(
        "name={name}&tax_code={tax_code}&address_kind=registered&detail=Lô A1&place={place}&from_day=01/03/2012&{PAPER}"
    );
    let answer = world.post("/organizations", &form).await;
    let path = answer.strip_prefix("303 See Other → ").unwrap_or_else(|| panic!("{answer}"));
    path.to_owned()
}

/// Says something of a body on the word of the paper; answers what the person sees.
pub async fn say(world: &World, path: &str, kind: &str, form: &str) -> String {
    world.post(&format!("{path}/{kind}"), &format!("{form}&{PAPER}")).await
}

/// Says by what other name a body goes or went.
pub async fn add_name(world: &World, path: &str, name: &str, kind: &str) {
    let told = say(world, path, "names", &format!("name={name}&name_kind={kind}")).await;
    assert!(told.starts_with("303"), "{told}");
}

/// A cluster with one decision.
pub async fn add_cluster(world: &World, name: &str, place: &str) -> String {
    let form = format!(
        "name={name}&place={place}&place_text=như quyết định&known_from=09/05/2008&document_kind=decision&document_number=3804/QĐ-UBND&document_day=09/05/2008&document_issuer=UBND tỉnh Long An&document_subject=Thành lập cụm"
    );
    let answer = world.post("/clusters", &form).await;
    answer.split("/clusters/").nth(1).unwrap().split('?').next().unwrap().to_owned()
}

/// An enterprise's project in a cluster.
pub async fn add_tenant(world: &World, slug: &str, name: &str, tax_code: &str, on: &str) {
    let form = format!(
        "name={name}&tax_code={tax_code}&activity=Ép nhựa&capital=domestic&state=operating&on_day={on}&{PAPER}"
    );
    let answer = world.post(&format!("/clusters/{slug}/tenants"), &form).await;
    assert!(answer.starts_with("303"), "{answer}");
}

/// The page of the one body that a search finds.
pub async fn page_of(world: &World, query: &str) -> String {
    let found = world.json(&format!("/api/organizations?q={}", encoded(query))).await;
    let found = found["organizations"].as_array().unwrap().clone();
    assert_eq!(found.len(), 1, "{query}: {found:?}");
    format!("/organizations/{}", found[0]["id"].as_str().unwrap())
}

/// Text in an address.
pub fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |address, byte| address + &format!("%{byte:02X}"))
}

/// Value of a field that a form carries along.
pub async fn carried(world: &World, path: &str, name: &str) -> String {
    let page = String::from_utf8(world.body(path).await).unwrap();
    let mark = format!("name=\"{name}\" value=\"");
    page.split(&mark).nth(1).unwrap().split('"').next().unwrap().to_owned()
}

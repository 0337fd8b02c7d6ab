use super::{PAPER, add, add_cluster, add_tenant, carried, page_of, say};
use crate::world::World;
use longan::checks::REFERENCES;
use longan::organizations::{NewOrganization, moves, store};
use longan::users::Role;
use std::collections::BTreeSet;

async fn figure(world: &World, code: &str) -> String {
    let answer = world.json(&format!("/api/figures/{code}?place=80&on=2014-12-31")).await;
    answer["value"].as_str().unwrap_or("none").to_owned()
}

/// Leased land of the first cluster, ha.
async fn leased(world: &World) -> String {
    let clusters = world.json("/api/clusters?place=80&on=2014-12-31&q=duc+hoa+ha").await;
    clusters["clusters"][0]["leased_land_ha"].as_str().unwrap_or("none").to_owned()
}

async fn project_of(world: &World, path: &str) -> String {
    let page = String::from_utf8(world.body(path).await).unwrap();
    page.split("/tenants/").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

/// Two records of one enterprise, mistyped, in one cluster, and the second also in another.
async fn with_duplicate() -> (World, String, String) {
    let world = World::signed_in().await;
    let one = add_cluster(&world, "Đức Hòa Hạ", "27985").await;
    let two = add_cluster(&world, "Nhựt Chánh", "27994").await;
    add_tenant(&world, &one, "Công ty TNHH Nhựa Chích Chòe", "0300588569", "01/02/2011").await;
    add_tenant(&world, &one, "Cty TNHH Nhựa Chíhc Chòe", "", "01/02/2011").await;
    add_tenant(&world, &two, "Cty TNHH Nhựa Chíhc Chòe", "", "01/02/2012").await;
    let right = page_of(&world, "0300588569").await;
    let wrong = page_of(&world, "chihc").await;
    for (path, plot) in [(&right, "A1"), (&wrong, "A2")] {
        let tenant = project_of(&world, path).await;
        let lease = format!(
            "tenant_id={tenant}&plot={plot}&area_ha=2&from_day=01/02/2011&precision=exact&{PAPER}"
        );
        let leased = world.post(&format!("/clusters/{one}/leases"), &lease).await;
        assert!(leased.starts_with("303"), "{leased}");
    }
    let tenant = project_of(&world, &wrong).await;
    let results = format!("period=2014&workers=120&revenue=5000&{PAPER}");
    let told = world.post(&format!("/tenants/{tenant}/results"), &results).await;
    assert!(told.starts_with("303"), "{told}");
    (world, right, wrong)
}

fn id(path: &str) -> &str {
    path.rsplit('/').next().unwrap()
}

async fn merge(world: &World, right: &str, wrong: &str) -> String {
    let compare = format!("{right}/merge?with={}", id(wrong));
    let form = format!(
        "with={}&survivor={}&revision={}&with_revision={}&reason=cùng giấy chứng nhận",
        id(wrong),
        id(right),
        carried(world, &compare, "revision").await,
        carried(world, &compare, "with_revision").await,
    );
    world.post(&format!("{right}/merge"), &form).await
}

#[tokio::test]
async fn an_officer_finds_a_duplicate_and_makes_one_of_two() {
    let (world, right, wrong) = with_duplicate().await;
    let before = [
        figure(&world, "tenants.registered.count").await,
        leased(&world).await,
        figure(&world, "tenants.workers").await,
    ];
    assert_eq!(before, ["3", "4", "120"]);
    let list = world.get("/organizations/duplicates").await;
    assert!(list.contains("1 cặp") && list.contains("tên khác nhau một, hai chữ cái"), "{list}");
    let compare = world.get(&format!("{right}/merge?with={}", id(&wrong))).await;
    assert!(
        compare.contains("Hồ sơ giữ lại") && compare.contains("Cty TNHH Nhựa Chíhc Chòe"),
        "{compare}"
    );
    let unsaid = world
        .post(&format!("{right}/merge"), &format!("with={}&survivor={}", id(&wrong), id(&right)))
        .await;
    assert!(unsaid.starts_with("422") && unsaid.contains("Hãy ghi căn cứ"), "{unsaid}");

    assert_eq!(merge(&world, &right, &wrong).await, format!("303 See Other → {right}"));
    let page = world.get(&right).await;
    for told in [
        "Đức Hòa Hạ",
        "Nhựt Chánh",
        "A1",
        "A2",
        "120",
        "Đã nhập về đây",
        "nhập hai hồ sơ trùng làm một",
        "cùng giấy chứng nhận",
    ] {
        assert!(page.contains(told), "“{told}” is on\n{page}");
    }
    assert_eq!(page.matches("nhập hai hồ sơ trùng làm một").count(), 1, "a merge is told once");
    assert_eq!(world.get(&wrong).await, format!("303 See Other → {right}"));
    let after = [
        figure(&world, "tenants.registered.count").await,
        leased(&world).await,
        figure(&world, "tenants.workers").await,
    ];
    assert_eq!(after, ["2", "4", "120"], "one project in each cluster, the same land and workers");
    let tenants = world.get("/tenants?place=80&on=2014-12-31").await;
    assert!(tenants.contains("2 doanh nghiệp"), "{tenants}");
    assert!(!world.get("/organizations/duplicates").await.contains("điểm"));
    // Old words still find it.
    assert_eq!(page_of(&world, "chihc").await, right);
    let again = merge_again(&world, &right, &wrong).await;
    assert!(again.starts_with("422") || again.starts_with("404"), "{again}");
}

async fn merge_again(world: &World, right: &str, wrong: &str) -> String {
    let form = format!("with={}&survivor={}&reason=lần hai", id(wrong), id(right));
    world.post(&format!("{right}/merge"), &form).await
}

#[tokio::test]
async fn a_merge_that_was_a_mistake_is_taken_back_with_everything() {
    let (world, right, wrong) = with_duplicate().await;
    merge(&world, &right, &wrong).await;
    let page = String::from_utf8(world.body(&right).await).unwrap();
    let undoing = page.split("href=\"").find(|link| link.contains("/undoing")).unwrap();
    let undoing = undoing.split('"').next().unwrap().to_owned();
    assert!(world.post(&undoing, "reason=").await.starts_with("422"));
    let revision = carried(&world, &undoing, "revision").await;
    let undone =
        world.post(&undoing, &format!("reason=hai công ty khác nhau&revision={revision}")).await;
    assert_eq!(undone, format!("303 See Other → {wrong}"));
    let restored = world.get(&wrong).await;
    for told in ["Đức Hòa Hạ", "Nhựt Chánh", "A2", "120", "tách lại hồ sơ đã nhập"]
    {
        assert!(restored.contains(told), "“{told}” is on\n{restored}");
    }
    assert!(!world.get(&right).await.contains("A2"));
    let after = [
        figure(&world, "tenants.registered.count").await,
        leased(&world).await,
        figure(&world, "tenants.workers").await,
    ];
    assert_eq!(after, ["3", "4", "120"]);
    assert!(world.post(&undoing, "reason=lần hai").await.starts_with("404"));
}

/// Sends a report of a project on the page.
async fn report(world: &World, tenant: &str, period: &str, revenue: &str) {
    let path = format!("/reports/fill/bieu-01/{period}/{tenant}");
    let number = format!("{revenue}/BC-{period}");
    let fields = [
        ("act", "send"),
        ("r01", revenue),
        ("r02", "0,5"),
        ("r03", "40"),
        ("r04", "9"),
        ("number", number.as_str()),
        ("issued_on", "20/11/2026"),
    ];
    let (status, said, _) = world.upload(&path, "", b"", &fields).await;
    assert_eq!(status.as_u16(), 303, "{said}");
}

/// Who owes Biểu số 01 for a period: project and how far it has come.
async fn duties(world: &World, period: &str) -> BTreeSet<(String, String)> {
    let list = world.json(&format!("/api/reports/owed?form=bieu-01&period={period}")).await;
    let told = |line: &serde_json::Value, field: &str| line[field].as_str().unwrap().to_owned();
    let lines = list["owed"].as_array().unwrap().iter();
    lines.map(|line| (told(line, "subject_id"), told(line, "state"))).collect()
}

#[tokio::test]
async fn what_a_body_reported_under_both_records_is_found_under_the_one_that_stays() {
    let (world, right, wrong) = with_duplicate().await;
    let kept = project_of(&world, &right).await;
    let goes = String::from_utf8(world.body(&wrong).await).unwrap();
    let goes: BTreeSet<&str> =
        goes.split("/tenants/").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    let gone = goes.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
    assert_eq!(gone.len(), 2, "one in each cluster");
    // Last year only the mistyped record reported; for the half-year both did.
    for tenant in &gone {
        report(&world, tenant, "2025", "12,5").await;
    }
    report(&world, &kept, "2026-H1", "7").await;
    for tenant in &gone {
        report(&world, tenant, "2026-H1", "8").await;
    }
    let before = (duties(&world, "2025").await, duties(&world, "2026-H1").await);
    assert_eq!(before.0.len(), 3);
    assert!(before.0.contains(&(kept.clone(), "missing".to_owned())));

    assert!(merge(&world, &right, &wrong).await.starts_with("303"));
    // One project in each cluster, and both have reported.
    for period in ["2025", "2026-H1"] {
        let after = duties(&world, period).await;
        assert_eq!(after.len(), 2, "{period}: {after:?}");
        assert!(after.contains(&(kept.clone(), "sent".to_owned())), "{period}: {after:?}");
        assert!(after.iter().all(|(_, state)| state == "sent"), "{period}: {after:?}");
    }
    let page = world.get(&format!("/reports/fill/bieu-01/2026/{kept}")).await;
    assert!(page.contains("kỳ trước 12,5"), "what was told under the other record: {page}");
    let half = world.json("/api/reports/owed?form=bieu-01&period=2026-H1").await;
    let line =
        half["owed"].as_array().unwrap().iter().find(|line| line["subject_id"] == kept.as_str());
    let id = line.unwrap()["report_id"].as_str().unwrap();
    let counts = world.json(&format!("/api/reports/{id}")).await;
    assert_eq!(counts["values"][0]["value"], 7_000_000_000_i64, "its own, where both had told");
    let waiting = world.get("/reports/waiting").await;
    assert!(waiting.contains("4 báo cáo đang chờ"), "nobody decides on the same twice: {waiting}");

    // Taken back, each stands with its own record again.
    let page = String::from_utf8(world.body(&right).await).unwrap();
    let undoing = page.split("href=\"").find(|link| link.contains("/undoing")).unwrap();
    let undoing = undoing.split('"').next().unwrap().to_owned();
    let revision = carried(&world, &undoing, "revision").await;
    let form = format!("reason=hai công ty khác nhau&revision={revision}");
    assert!(world.post(&undoing, &form).await.starts_with("303"));
    assert_eq!((duties(&world, "2025").await, duties(&world, "2026-H1").await), before);
}

#[tokio::test]
async fn names_addresses_the_tax_code_and_roles_go_along() {
    let mut world = World::signed_in().await;
    let stays = add(&world, "Công ty TNHH Sơn Ca", "", "27985").await;
    let goes = add(&world, "Công ty Sơn Ca Long An", "0300588569", "27994").await;
    let person = "person_kind=contact&name=Chim Sẻ&phone=0901234567&from_day=01/03/2012";
    assert!(say(&world, &goes, "people", person).await.starts_with("303"));
    let password =
        world.add_person("dn", Role::Tenant, &format!("organization:{}", id(&goes))).await;
    assert!(merge(&world, &stays, &goes).await.starts_with("303"));
    let page = world.get(&stays).await;
    for told in ["0300588569", "Chim Sẻ", "Xã Đức Hòa Hạ", "Công ty Sơn Ca Long An"] {
        assert!(page.contains(told), "“{told}” is on\n{page}");
    }
    assert_eq!(page.matches("Trụ sở chính").count(), 2, "{page}");
    let found = world.json("/api/organizations?place=27994").await;
    assert_eq!(
        found["organizations"][0]["id"],
        id(&stays),
        "reached through the other address too"
    );

    world.sign_in("dn", &password).await;
    assert!(
        world.get("/own").await.contains("Công ty TNHH Sơn Ca"),
        "its person acts for the one that stayed"
    );
}

#[tokio::test]
async fn an_import_follows_what_a_body_became_and_its_former_names() {
    let world = World::signed_in().await;
    let stays = add(&world, "Công ty TNHH Sơn Ca", "0100109106", "27985").await;
    let goes = add(&world, "Xưởng Sơn Ca", "0300588569", "27985").await;
    assert!(
        say(&world, &stays, "renaming", "name=Công ty TNHH Họa Mi&from_day=01/07/2020")
            .await
            .starts_with("303")
    );
    assert!(merge(&world, &stays, &goes).await.starts_with("303"));
    let mut tx = world.app.store.begin().await.unwrap();
    for (name, code) in [
        ("Xưởng Sơn Ca", None),
        ("Cty TNHH Sơn Ca", None),
        ("Công ty TNHH Họa Mi", None),
        ("như trên giấy cũ", Some("0300588569")),
        ("như trên giấy mới", Some("0100109106")),
    ] {
        let new = NewOrganization::named(name, code.map(str::to_owned));
        let found = store::find_or_insert(&mut tx, &new).await.unwrap();
        assert_eq!(found, id(&stays), "{name} {code:?}");
    }
    drop(tx);
    let body = NewOrganization::named("Xưởng Sơn Ca", None);
    let key = longan::imports::store::take::organization_key(&body);
    let mut tx = world.app.store.begin().await.unwrap();
    let asked = [(key.clone(), body)].into_iter().collect();
    let found =
        longan::imports::store::take::find_or_insert_organizations(&mut tx, &asked).await.unwrap();
    assert_eq!(found[&key], id(&stays));
}

#[tokio::test]
async fn whoever_decided_on_what_has_changed_since_is_told() {
    let (world, right, wrong) = with_duplicate().await;
    let compare = format!("{right}/merge?with={}", id(&wrong));
    let seen = carried(&world, &compare, "revision").await;
    assert!(
        say(&world, &right, "states", "state=operating&on_day=01/03/2012").await.starts_with("303")
    );
    let form = format!("with={}&survivor={}&revision={seen}&reason=vội", id(&wrong), id(&right));
    assert!(world.post(&format!("{right}/merge"), &form).await.starts_with("409"));
    assert!(world.get(&wrong).await.starts_with("200"), "nothing moved");
}

#[tokio::test]
async fn every_column_that_points_to_a_body_moves_with_it() {
    let moving: BTreeSet<(&str, &str)> = moves::all().map(|m| (m.table, m.column)).collect();
    // What does not move, and why.
    let stays = [
        ("organization_places", "organization_id"), // worked out anew
        ("organization_distinctions", "first_id"),  // said of the record as it was
        ("organization_distinctions", "second_id"),
        ("organization_merges", "merged_id"), // the merge itself
        ("organization_merges", "survivor_id"),
    ];
    for reference in REFERENCES.iter().filter(|reference| reference.target == "organizations") {
        let column = (reference.table, reference.column);
        assert!(
            moving.contains(&column) || stays.contains(&column),
            "{column:?} is in no list of moves"
        );
    }
    assert!(moving.contains(&("user_roles", "place_id")));
}

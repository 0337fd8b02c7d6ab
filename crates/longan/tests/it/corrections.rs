//! A state or a lease that was recorded wrongly is corrected: the wrong one stays on record, struck
//! through, is what was known before, and counts nowhere.

use crate::world::World;
use longan::users::Role;

const DECISION: &str = "document_kind=decision&document_number=15/QĐ-UBND&document_day=01/03/2009&document_issuer=UBND tỉnh&document_subject=Thành lập cụm";
const REVOCATION: &str = "document_kind=decision&document_number=16/QĐ-UBND&document_day=01/03/2011&document_issuer=UBND tỉnh&document_subject=Bãi bỏ";

/// The same world with the clock at another moment.
async fn at(mut world: World, moment: &str) -> World {
    world.app.clock = longan::Clock::Fixed(moment.parse().unwrap());
    world.router = longan::router(world.app.clone());
    let name = format!("quan-tri-{}", &moment[8..10]);
    world.with_person(&name, Role::Administrator, longan::places::COUNTRY_ID).await
}

async fn post(world: &World, path: &str, form: &str) {
    let answer = world.post(path, form).await;
    assert!(answer.starts_with("303") && !answer.contains("sign-in"), "{path} {form}: {answer}");
}

async fn html(world: &World, path: &str) -> String {
    String::from_utf8(world.body(path).await).unwrap()
}

/// The address of the last correction that a page offers.
async fn correction_on(world: &World, path: &str) -> String {
    let page = html(world, path).await;
    let links = page.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap());
    let states = links.filter(|link| link.contains("/states/") && link.ends_with("/correction"));
    states.last().unwrap().to_owned()
}

/// A cluster established in 2009 that was entered on Monday as revoked in 2011, with a tenant
/// that was entered as having left.
async fn entered_wrongly() -> World {
    let world = at(World::new().await, "2026-11-23T02:00:00Z").await;
    let words = "place_text=huyện Đức Hòa&known_from=01/03/2009";
    post(&world, "/clusters", &format!("name=Đồng Vàng&place=802&{words}&{DECISION}")).await;
    let path = "/clusters/dong-vang";
    let state = "state=established&on_day=01/03/2009&precision=exact";
    post(&world, &format!("{path}/states"), &format!("{state}&{DECISION}")).await;
    let state = "state=revoked&on_day=01/03/2011&precision=exact";
    post(&world, &format!("{path}/states"), &format!("{state}&{REVOCATION}")).await;
    let tenant = "name=Công ty Sơn Ca&capital=domestic&state=left&on_day=01/06/2012";
    post(&world, &format!("{path}/tenants"), &format!("{tenant}&{DECISION}")).await;
    at(world, "2026-11-25T02:00:00Z").await
}

#[tokio::test]
async fn a_state_entered_wrongly_is_corrected_and_only_the_right_one_counts() {
    let world = entered_wrongly().await;
    let count = async || {
        let mut tx = world.app.store.begin().await.unwrap();
        let sql = "select count(*) from cluster_states";
        let all: (i64,) = sqlx::query_as(sql).fetch_one(&mut *tx).await.unwrap();
        all.0
    };
    let figure = async || {
        let asked = "/figures/clusters.established.count?place=province:80:&on=2013-12-31";
        html(&world, asked).await.contains("Đồng Vàng")
    };
    assert!(!figure().await, "a revoked cluster is not established");
    let address = correction_on(&world, "/clusters/dong-vang?tab=timeline&on=2013-12-31").await;
    let form = html(&world, &address).await;
    assert!(form.contains("value=\"01/03/2011\""), "what stands there is filled in: {form}");
    let right = format!("state=expanded&on_day=01/03/2011&precision=exact&{REVOCATION}");
    let asked = world.post(&address, &right).await;
    assert!(asked.starts_with("422") && asked.contains("Hãy ghi lý do đính chính"), "{asked}");
    post(&world, &address, &format!("{right}&reason=nhập nhầm dòng")).await;
    assert_eq!(count().await, 3, "the wrong state stays on record");

    assert!(figure().await, "an expanded cluster is established");
    let page = html(&world, "/clusters/dong-vang?tab=timeline&on=2013-12-31").await;
    assert!(page.contains("<del class=\"text-secondary\">Đã bãi bỏ quyết định</del>"), "{page}");
    let page = world.get("/clusters/dong-vang?tab=timeline&on=2013-12-31").await;
    assert!(page.contains("đã đính chính: nhập nhầm dòng (Người quan-tri-25)"), "{page}");
    let list = world.get("/clusters?place=province:80:&on=2013-12-31&class=revoked").await;
    assert!(!list.contains("Đồng Vàng"), "{list}");

    let before =
        html(&world, "/clusters/dong-vang?tab=timeline&on=2013-12-31&known=24/11/2026").await;
    assert!(before.contains("<td>Đã bãi bỏ quyết định"), "known on Tuesday: {before}");
    assert!(!before.contains("<td>Mở rộng") && !before.contains("<del"), "{before}");
    let changes = world
        .get("/clusters/dong-vang/difference?on=2013-12-31&from=24/11/2026&to=25/11/2026")
        .await;
    assert!(changes.contains("Đã bãi bỏ quyết định (01/03/2011"), "{changes}");
    assert!(changes.contains("Mở rộng (01/03/2011"), "{changes}");
    let history = world.get("/clusters/dong-vang?tab=history").await;
    assert!(history.contains("đính chính trạng thái, quyết định"), "{history}");
    assert!(history.contains("Trạng thái trước đính chính: Đã bãi bỏ quyết định"), "{history}");

    let again = world.post(&address, &format!("{right}&reason=lần nữa")).await;
    assert!(again.starts_with("409"), "corrected once: {again}");
    // What was taken away may turn out right after all, by the same paper.
    let state = "state=revoked&on_day=01/03/2011&precision=exact";
    post(&world, "/clusters/dong-vang/states", &format!("{state}&{REVOCATION}")).await;
}

#[tokio::test]
async fn a_state_of_an_enterprise_is_corrected_even_where_only_its_paper_was_wrong() {
    let world = entered_wrongly().await;
    // A revoked cluster has left the register, and its enterprises with it.
    let address = correction_on(&world, "/clusters/dong-vang?tab=timeline&on=2013-12-31").await;
    let right = "state=expanded&on_day=01/03/2011&precision=exact&reason=nhập nhầm";
    post(&world, &address, &format!("{right}&{REVOCATION}")).await;
    let figure = async || {
        world.get("/figures/tenants.operating.count?place=province:80:&on=2013-12-31").await
    };
    assert!(!figure().await.contains("Sơn Ca"), "it had left");
    let tab = "/clusters/dong-vang?tab=tenants&on=2013-12-31";
    let page = html(&world, tab).await;
    let tenant = page.split("href=\"/tenants/").nth(1).unwrap();
    let tenant = format!("/tenants/{}", tenant.split(['"', '?']).next().unwrap());
    let on = format!("{tenant}?on=2013-12-31");
    let address = correction_on(&world, &on).await;
    let right = "state=operating&on_day=01/06/2012&precision=exact";
    post(&world, &address, &format!("{right}&reason=nhầm công ty&{REVOCATION}")).await;
    let page = world.get(&on).await;
    assert!(page.contains("Đang hoạt động đến ngày 31/12/2013"), "{page}");
    assert!(page.contains("đã đính chính: nhầm công ty"), "{page}");
    let then = world.get(&format!("{on}&known=24/11/2026")).await;
    assert!(!then.contains("Đang hoạt động"), "{then}");
    assert!(figure().await.contains("Sơn Ca"), "{}", figure().await);

    let address = correction_on(&world, &on).await;
    post(&world, &address, &format!("{right}&reason=ghi sai văn bản&{DECISION}")).await;
    let page = html(&world, &on).await;
    assert_eq!(page.matches("<del class=\"text-secondary\">").count(), 2, "{page}");
}

#[tokio::test]
async fn only_who_writes_the_register_there_corrects_a_state() {
    let world = entered_wrongly().await;
    let address = correction_on(&world, "/clusters/dong-vang?tab=timeline&on=2013-12-31").await;
    let world = world.with_person("lan", Role::Officer, "province:60:").await;
    assert!(world.get(&address).await.starts_with("404"));
    let world = world.with_person("xem", Role::Reader, "province:80:").await;
    assert!(world.get(&address).await.starts_with("403"));
    assert!(!html(&world, "/clusters/dong-vang?tab=timeline").await.contains("/correction"));
}

const CONTRACT: &str = "document_kind=contract&document_number=07/HĐTĐ&document_day=01/02/2011&document_issuer=Chủ đầu tư hạ tầng&document_subject=Thuê lại đất";
const ANNEX: &str = "document_kind=contract&document_number=07A/HĐTĐ&document_day=01/02/2011&document_issuer=Chủ đầu tư hạ tầng&document_subject=Phụ lục đo đạc lại";

/// A cluster with a tenant whose lease of plot A1 was entered on Monday with 1 ha too few, and the
/// address of the lease's correction. It is Wednesday.
async fn leased_wrongly() -> (World, String) {
    let world = at(World::new().await, "2026-11-23T02:00:00Z").await;
    let words = "place_text=huyện Đức Hòa&known_from=01/03/2009";
    post(&world, "/clusters", &format!("name=Đồng Vàng&place=802&{words}&{DECISION}")).await;
    let path = "/clusters/dong-vang";
    let state = "state=established&on_day=01/03/2009&precision=exact";
    post(&world, &format!("{path}/states"), &format!("{state}&{DECISION}")).await;
    let state = "state=operating&on_day=01/01/2011&precision=exact";
    post(&world, &format!("{path}/states"), &format!("{state}&{DECISION}")).await;
    let tenant = "name=Công ty Sơn Ca&capital=domestic&state=operating&on_day=01/02/2011";
    post(&world, &format!("{path}/tenants"), &format!("{tenant}&{DECISION}")).await;
    let form = html(&world, &format!("{path}/leases/new")).await;
    let options = form.split("name=\"tenant_id\"").nth(1).unwrap();
    let tenant = options.split("value=\"").find(|v| v.contains("Sơn Ca")).unwrap();
    let tenant = tenant.split('"').next().unwrap();
    let lease =
        format!("tenant_id={tenant}&plot=A1&area_ha=1,5&from_day=01/02/2011&precision=exact");
    post(&world, &format!("{path}/leases"), &format!("{lease}&contract=07/HĐTĐ&{CONTRACT}")).await;
    let world = at(world, "2026-11-25T02:00:00Z").await;
    let tab = html(&world, &format!("{path}?tab=leases&on=2013-12-31")).await;
    let lease = tab.split("href=\"/leases/").nth(1).unwrap().split('/').next().unwrap();
    let address = format!("/leases/{lease}/correction");
    (world, address)
}

/// What the form of a correction carries along.
async fn carried(world: &World, address: &str) -> String {
    let form = html(world, address).await;
    let value = |after: &str| {
        let rest = form.split(after).nth(1).unwrap_or_else(|| panic!("{after}: {form}"));
        rest.split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    };
    let tenant = form.split("<option").find(|option| option.contains("selected")).unwrap();
    let tenant = tenant.split("value=\"").nth(1).unwrap().split('"').next().unwrap();
    format!("tenant_id={tenant}&revision={}", value("name=\"revision\""))
}

#[tokio::test]
async fn a_lease_entered_wrongly_is_corrected_and_only_the_right_one_counts() {
    let (world, address) = leased_wrongly().await;
    let form = html(&world, &address).await;
    assert!(form.contains("value=\"1,50\"") && form.contains("value=\"07/HĐTĐ\""), "{form}");
    let seen = carried(&world, &address).await;
    let right = format!(
        "{seen}&plot=A1&area_ha=2,5&from_day=15/02/2011&to_day=01/02/2061&precision=exact&contract=07/HĐTĐ"
    );
    let asked = world.post(&address, &format!("{right}&{ANNEX}")).await;
    assert!(asked.starts_with("422") && asked.contains("Hãy ghi lý do đính chính"), "{asked}");
    let turned = right.replace("2061", "2010");
    let asked = world.post(&address, &format!("{turned}&reason=đo đạc lại&{ANNEX}")).await;
    assert!(asked.contains("Ngày kết thúc phải sau ngày bắt đầu"), "{asked}");
    post(&world, &address, &format!("{right}&reason=đo đạc lại&{ANNEX}")).await;

    let tab = "/clusters/dong-vang?tab=leases&on=2013-12-31";
    let page = html(&world, tab).await;
    assert!(page.contains("<del class=\"text-secondary\">1,50</del>"), "{page}");
    assert!(!page.contains(&address), "the wrong one is not corrected again: {page}");
    let page = world.get(tab).await;
    for told in [
        "đã đính chính: đo đạc lại (Người quan-tri-25)",
        "2,50 | 15/02/2011 | còn hiệu lực đến trước 01/02/2061",
        // The plot was made with the lease: its area was as wrong.
        "A1 | Công nghiệp | 2,50 | 2,50",
    ] {
        assert!(page.contains(told), "{told} is on {page}");
    }
    let listed = world.json("/api/clusters?place=80&on=2013-12-31").await;
    assert_eq!(listed["clusters"][0]["leased_land_ha"], "2.5", "{listed}");
    let figure = "/figures/clusters.leased_land?place=province:80:&on=2013-12-31";
    let figure = world.get(figure).await;
    assert!(figure.contains("2,50") && !figure.contains("1,50"), "{figure}");
    let tenants = world.get("/tenants?place=80&on=2013-12-31").await;
    assert!(tenants.contains("2,50") && !tenants.contains("4,00"), "{tenants}");

    let then = format!("{tab}&known=24/11/2026");
    let before = world.get(&then).await;
    assert!(before.contains("1,50 | 01/02/2011 | còn hiệu lực"), "{before}");
    assert!(before.contains("A1 | Công nghiệp | 1,50 | 1,50"), "known on Tuesday: {before}");
    assert!(!before.contains("2,50") && !before.contains("đính chính"), "{before}");
    let changes = world
        .get("/clusters/dong-vang/difference?on=2013-12-31&from=24/11/2026&to=25/11/2026")
        .await;
    assert!(changes.contains("A1 – Công ty Sơn Ca: 1,50 ha từ 01/02/2011"), "{changes}");
    assert!(changes.contains("2,50 ha từ 15/02/2011, đến trước 01/02/2061"), "{changes}");
    let history = world.get("/clusters/dong-vang?tab=history").await;
    assert!(history.contains("đính chính hợp đồng thuê đất"), "{history}");
    assert!(history.contains("Diện tích trước đính chính: 1,50 ha"), "{history}");

    let again = world.post(&address, &format!("{right}&reason=lần nữa&{ANNEX}")).await;
    assert!(again.starts_with("409"), "corrected once: {again}");
    let end = world
        .post(
            &address.replace("correction", "end"),
            &format!("to_day=01/01/2015&revision=2&{ANNEX}"),
        )
        .await;
    assert!(end.starts_with("409"), "what does not count does not end: {end}");
}

#[tokio::test]
async fn a_lease_is_not_corrected_over_what_somebody_changed_since() {
    let (world, address) = leased_wrongly().await;
    let seen = carried(&world, &address).await;
    let end = address.replace("correction", "end");
    post(&world, &end, &format!("to_day=01/01/2014&revision=1&{ANNEX}")).await;
    let right = "plot=A1&area_ha=2,5&from_day=15/02/2011&precision=exact&reason=đo đạc lại";
    let stale = world.post(&address, &format!("{seen}&{right}&{ANNEX}")).await;
    assert!(stale.starts_with("409"), "{stale}");
    let seen = carried(&world, &address).await;
    // Onto a plot that another lease has filled it does not go.
    post(
        &world,
        "/clusters/dong-vang/plots",
        &format!("number=B2&area_ha=2&land_use=industrial&{ANNEX}"),
    )
    .await;
    let over = world.post(&address, &format!("{seen}&{}&{ANNEX}", right.replace("A1", "B2"))).await;
    assert!(over.starts_with("422") && over.contains("không đủ đất"), "{over}");
    let onto = right.replace("A1", "B2").replace("2,5", "2");
    post(&world, &address, &format!("{seen}&{onto}&{ANNEX}")).await;
    let page = world.get("/clusters/dong-vang?tab=leases&on=2013-12-31").await;
    assert!(page.contains("B2 | Công nghiệp | 2,00 | 2,00"), "{page}");
    assert!(page.contains("A1 | Công nghiệp | 1,50 | 0,00"), "{page}");

    let world = world.with_person("lan", Role::Officer, "province:60:").await;
    assert!(world.get(&address).await.starts_with("404"));
    let world = world.with_person("xem", Role::Reader, "province:80:").await;
    assert!(world.get(&address).await.starts_with("403"));
}

/// Files that read states or leases whether they still count or not, because they tell what is on record.
const TELL_ALL: &[&str] = &[
    "backup/store.rs",
    "checks/store/mod.rs",
    "clusters/of_organization.rs",
    "clusters/store/change.rs",
    "clusters/store/correct.rs",
    "clusters/store/figures/mod.rs",
    "clusters/store/figures/statutory.rs",
    "clusters/store/many/mod.rs",
    "clusters/store/many/tenants.rs",
    "clusters/store/of_organization.rs",
    "clusters/store/sheet.rs",
    "clusters/store/standing.rs",
    "clusters/store/tenants.rs",
    "clusters/store/write.rs",
    "documents/store/list.rs",
    "documents/store/seen.rs",
    "imports/store/register.rs",
    "organizations/moves.rs",
    "organizations/store/facts.rs",
    "personal/holdings.rs",
];

#[test]
fn whoever_counts_states_and_leases_leaves_out_those_that_were_corrected() {
    let source = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![source.clone()];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                folders.push(entry);
            } else if entry.extension().is_some_and(|end| end == "rs") {
                let text = std::fs::read_to_string(&entry).unwrap();
                let reads_all = ["from", "join"].iter().any(|word| {
                    ["cluster_states", "tenant_states", "leases", "organization_states"]
                        .iter()
                        .any(|table| text.contains(&format!("{word} {table} ")))
                });
                if reads_all {
                    let path = entry.strip_prefix(&source).unwrap();
                    found.push(path.to_string_lossy().into_owned());
                }
            }
        }
    }
    assert!(found.len() > 5, "{found:?}");
    found.retain(|path| !TELL_ALL.contains(&path.as_str()));
    assert!(found.is_empty(), "{found:?}: read the view `…_counted`");
}

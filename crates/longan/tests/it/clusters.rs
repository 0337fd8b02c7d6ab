use crate::world::{LONG_AN, World};
use longan::users::Role;

/// The paper every fact below rests on, as a form sends it.
const PAPER: &str = "document_kind=decision&document_number=3804/QĐ-UBND&document_day=09/05/2008&document_issuer=UBND tỉnh Long An&document_subject=Thành lập cụm công nghiệp Đức Hòa Hạ";

async fn add(world: &World, kind: &str, form: &str) -> String {
    world.post(&format!("/clusters/duc-hoa-ha/{kind}"), &format!("{form}&{PAPER}")).await
}

/// Long An with one operating cluster: 52,3 ha of industrial land, one tenant on 40 ha.
async fn with_cluster() -> World {
    let world = World::signed_in().await;
    let added = world.post("/clusters", &format!("name=CCN Đức Hòa Hạ&place=27985&place_text=xã Đức Hòa Hạ, huyện Đức Hòa&sectors=Cơ khí, nhựa&known_from=09/05/2008&{PAPER}")).await;
    assert_eq!(added, "303 See Other → /clusters/duc-hoa-ha?on=2008-05-09&tab=overview");
    for (kind, form) in [
        ("states", "state=established&on_day=09/05/2008&precision=exact&area_ha=75"),
        ("states", "state=operating&on_day=01/01/2010&precision=by"),
        (
            "observations",
            "indicator=area.decision&value=75&number_precision=exact&as_of=09/05/2008&reporter=UBND tỉnh&reporter_kind=department",
        ),
        (
            "observations",
            "indicator=area.industrial&value=52,3&number_precision=exact&as_of=09/05/2008&reporter=UBND tỉnh&reporter_kind=department",
        ),
        (
            "tenants",
            "name=Công ty TNHH Chim Sẻ&activity=Ép nhựa&vsic_code=1311&capital=foreign&state=operating&on_day=01/02/2011",
        ),
    ] {
        let answer = add(&world, kind, form).await;
        assert!(answer.starts_with("303"), "{kind}: {answer}");
    }
    let tenant = tenant_id(&world).await;
    let leased = add(&world, "leases", &format!("tenant_id={tenant}&plot=A1&area_ha=40&from_day=01/02/2011&precision=exact&contract=01/HĐ")).await;
    assert!(leased.starts_with("303"), "{leased}");
    world
}

async fn tenant_id(world: &World) -> String {
    let body = world.body("/tenants").await;
    let page = String::from_utf8(body).unwrap();
    page.split("/tenants/").nth(1).unwrap().split(['?', '"']).next().unwrap().to_owned()
}

async fn lease_id(world: &World) -> String {
    let body = world.body("/clusters/duc-hoa-ha?tab=leases").await;
    let page = String::from_utf8(body).unwrap();
    page.split("\"/leases/").nth(1).unwrap().split('/').next().unwrap().to_owned()
}

async fn occupancy(world: &World, on: &str) -> serde_json::Value {
    world.json(&format!("/api/figures/clusters.occupancy?place=80&on={on}")).await["value"].clone()
}

#[tokio::test]
async fn a_cluster_is_listed_with_its_numbers_and_their_bases() {
    let world = with_cluster().await;
    let list = world.get("/clusters").await;
    assert!(
        list.contains("Tỉnh Long An (đến 30/06/2025) · đến ngày 31/12/2013 · 1–1 trong 1 cụm"),
        "{list}"
    );
    assert!(list.contains("đất đã cho thuê / đất CN theo QHCT"), "{list}");
    assert!(list.contains("1 | Đức Hòa Hạ | xã Đức Hòa Hạ, huyện Đức Hòa | Đang hoạt động | 75,00 | 52,30 | 40,00 | 76,48 | 1"), "{list}");
    let json = world.json("/api/clusters").await;
    assert_eq!(json["clusters"][0]["occupancy_percent"], "76.48");
    assert_eq!(json["clusters"][0]["occupancy_basis"], "leased");
}

#[tokio::test]
async fn a_cluster_is_found_however_its_name_is_typed() {
    let world = with_cluster().await;
    for q in ["duc hoa ha", "CCN Đức Hoà", "cụm cn đức", "cum cong nghiep duc hoa ha", "co khi"]
    {
        let list = world.get(&format!("/clusters?q={}", longan::ui::url_encode(q))).await;
        assert!(list.contains("1–1 trong 1 cụm"), "{q}: {list}");
    }
    assert!(world.get("/clusters?q=tan+kim").await.contains("không có cụm nào"));
    assert!(world.get("/clusters?class=planned").await.contains("không có cụm nào"));
    assert!(world.get("/clusters?class=operating").await.contains("1–1 trong 1 cụm"));
    assert!(world.get("/clusters?on=2008-05-08").await.contains("không có cụm nào"));
    assert!(world.get("/clusters?place=province:80&on=09/05/2008").await.contains("Đã thành lập"));
}

#[tokio::test]
async fn every_order_and_every_column_of_the_list_works() {
    let world = with_cluster().await;
    for sort in longan::clusters::search::Sort::ALL {
        for direction in ["up", "down"] {
            let address = format!("/clusters?place=country:VN:&sort={sort}&direction={direction}");
            assert!(world.get(&address).await.contains("1 | Đức Hòa Hạ"), "{address}");
        }
    }
    let columns: Vec<String> =
        longan::clusters::search::Column::ALL.iter().map(|c| format!("columns={c}")).collect();
    let list = world.get(&format!("/clusters?{}", columns.join("&"))).await;
    assert!(
        list.contains(
            "Đang hoạt động | 75,00 | 52,30 | 40,00 | 76,48 | 1 | 1 | 3804/QĐ-UBND 09/05/2008"
        ),
        "{list}"
    );
    assert!(world.get("/clusters?columns=class").await.contains("1 | Đức Hòa Hạ | Đang hoạt động"));
}

#[tokio::test]
async fn what_is_filtered_is_what_is_taken_away() {
    let world = with_cluster().await;
    let renamed = world
        .post(
            "/clusters/duc-hoa-ha/edit",
            "name==1+2&place_text=x&known_from=09/05/2008&reason=thử công thức&revision=1",
        )
        .await;
    assert!(renamed.starts_with("303"), "{renamed}");
    let csv = String::from_utf8(world.body("/clusters.csv").await).unwrap();
    assert!(csv.starts_with('\u{FEFF}') && csv.contains("\r\n1,'=1+2,"), "{csv}");
    assert!(csv.contains("75.0000,52.3000,40.0000,76.48"), "{csv}");
    let empty = String::from_utf8(world.body("/clusters.csv?class=planned").await).unwrap();
    assert_eq!(empty.lines().count(), 1, "only the headings");
    assert!(world.body("/clusters.xlsx").await.starts_with(b"PK"));
}

#[tokio::test]
async fn ending_one_lease_changes_the_occupancy_from_that_day_on() {
    let world = with_cluster().await;
    assert_eq!(occupancy(&world, "2013-12-31").await, "76.48");
    let lease = lease_id(&world).await;
    assert!(
        world
            .get(&format!("/leases/{lease}/end"))
            .await
            .contains("Ngày đầu tiên không còn hiệu lực")
    );
    let wrong = world
        .post(&format!("/leases/{lease}/end"), &format!("to_day=01/01/2010&revision=1&{PAPER}"))
        .await;
    assert!(wrong.starts_with("422") && wrong.contains("sau ngày bắt đầu"), "{wrong}");
    let ended = world
        .post(&format!("/leases/{lease}/end"), &format!("to_day=01/07/2013&revision=1&{PAPER}"))
        .await;
    assert_eq!(ended, "303 See Other → /clusters/duc-hoa-ha?on=2013-07-01&tab=leases");
    assert_eq!(occupancy(&world, "2013-06-30").await, "76.48");
    assert_eq!(occupancy(&world, "2013-07-01").await, "0.00");
    assert!(world.get("/clusters?on=2013-06-30").await.contains("76,48"));
    assert!(world.get("/clusters?on=2013-07-01").await.contains("0,00"));
    let again = world
        .post(&format!("/leases/{lease}/end"), &format!("to_day=01/08/2013&revision=1&{PAPER}"))
        .await;
    assert!(again.starts_with("409"), "{again}");
}

#[tokio::test]
async fn the_same_page_shows_another_day() {
    let world = with_cluster().await;
    let then = world.get("/clusters/duc-hoa-ha?on=2009-01-01").await;
    assert!(then.contains("Đã thành lập"), "{then}");
    let later = world.get("/clusters/duc-hoa-ha?on=2013-12-31").await;
    assert!(later.contains("Đang hoạt động"), "{later}");
    assert!(
        later.contains("Xã Đức Hòa Hạ, Huyện Đức Hòa, Tỉnh Long An (đến 30/06/2025) → nay:"),
        "{later}"
    );
    assert!(later.contains("76,48 % cơ sở: đất đã cho thuê / đất CN theo QHCT"), "{later}");
    let early = world.get("/clusters/duc-hoa-ha?tab=timeline&on=2009-01-01").await;
    assert!(
        early.contains("09/05/2008 | Thành lập | Đã thành lập | 75,00 | 3804/QĐ-UBND"),
        "{early}"
    );
    assert!(!early.contains("chậm nhất 01/01/2010"), "{early}");
}

#[tokio::test]
async fn every_fact_has_its_tab_its_paper_and_its_line_in_the_history() {
    let world = with_cluster().await;
    for (kind, form, tab, seen) in [
        (
            "works",
            "name=Đường nội bộ&kind=road&fence_side=inside&funder=investor&planned=100&paid=20&as_of=31/12/2012&due_on=30/06/2013",
            "works",
            "Đường nội bộ Giao thông | Trong hàng rào | Chủ đầu tư hạ tầng | 100 | 20 | 20,00",
        ),
        (
            "investors",
            "name=Công ty TNHH Hạ tầng Vàng Anh&from_day=09/05/2008&precision=exact",
            "investors",
            "Công ty TNHH Hạ tầng Vàng Anh",
        ),
        ("plots", "number=B2&area_ha=1,5&land_use=service", "leases", "B2 | Dịch vụ | 1,50 | 0,00"),
        (
            "clearance",
            "phase=Đợt 1&planned_ha=75&cleared_ha=60&households_planned=120&households_paid=100&approved=5.000&paid=4.000&as_of=31/12/2012",
            "clearance",
            "Đợt 1 | 75,00 | 60,00 | 120 | 100 | 5.000 | 4.000",
        ),
        ("types", "kind=supporting&from_day=01/01/2012", "overview", "CCN hỗ trợ"),
        ("names", "name=Hải Sơn cũ&kind=former", "overview", "Hải Sơn cũ Tên cũ"),
        (
            "plan-entries",
            "horizon=2020&listed_on=01/01/2009&area_ha=75",
            "overview",
            "2020 | 75,00 | 01/01/2009",
        ),
        (
            "states",
            "state=management_lack&on_day=01/01/2012&precision=exact",
            "environment",
            "Chưa có quy chế quản lý",
        ),
        (
            "observations",
            "indicator=area.planned&value=80&number_precision=about&as_of=01/01/2009&period=2020&reporter=Sở Công Thương&reporter_kind=department",
            "land",
            "Diện tích quy hoạch | khoảng 80,00 ha | +5,00",
        ),
    ] {
        assert!(
            world
                .get(&format!("/clusters/duc-hoa-ha/{kind}/new"))
                .await
                .contains("Văn bản làm căn cứ")
        );
        let answer = add(&world, kind, form).await;
        assert!(answer.starts_with("303"), "{kind}: {answer}");
        let page = world.get(&format!("/clusters/duc-hoa-ha?tab={tab}&on=2013-12-31")).await;
        assert!(page.contains(seen), "{kind}: {page}");
    }
    let page = world.get("/clusters/duc-hoa-ha?on=2013-12-31").await;
    assert!(page.contains("Vốn hạ tầng chậm tiến độ"), "{page}");
    assert!(page.contains("Chưa có (chưa đạt) quy chế quản lý"), "{page}");
    assert!(world.get("/clusters?flag=behind_schedule").await.contains("1–1 trong 1 cụm"));
    assert!(world.get("/clusters?flag=above_maximum").await.contains("không có cụm nào"));
    assert!(
        world.get("/clusters?q=hai+son").await.contains("1–1 trong 1 cụm"),
        "an alias is found"
    );
    let history = world.get("/clusters/duc-hoa-ha?tab=history").await;
    assert!(
        history.contains(
            "Người quan-tri ghi đợt giải phóng mặt bằng lúc 23/11/2026 09:00, căn cứ 3804/QĐ-UBND"
        ),
        "{history}"
    );
    let papers = world.get("/clusters/duc-hoa-ha?tab=papers").await;
    assert!(
        papers.contains("3804/QĐ-UBND | 09/05/2008 | Thành lập cụm công nghiệp Đức Hòa Hạ"),
        "{papers}"
    );
}

#[tokio::test]
async fn a_fact_is_kept_once_and_never_without_a_paper() {
    let world = with_cluster().await;
    let again = add(&world, "states", "state=established&on_day=09/05/2008&precision=exact").await;
    assert!(again.starts_with("422") && again.contains("đã có trong hồ sơ"), "{again}");
    let bare = world
        .post("/clusters/duc-hoa-ha/states", "state=expanded&on_day=31/02/2012&precision=exact")
        .await;
    assert!(bare.starts_with("422"), "{bare}");
    assert!(bare.contains("tháng 2 không có ngày 31"), "{bare}");
    assert!(bare.contains("Hãy nhập số, ký hiệu văn bản"), "{bare}");
    let tenant = tenant_id(&world).await;
    let full = add(
        &world,
        "leases",
        &format!("tenant_id={tenant}&plot=A1&area_ha=1&from_day=01/01/2013&precision=exact"),
    )
    .await;
    assert!(full.starts_with("422") && full.contains("không còn đủ đất"), "{full}");
    let stranger =
        add(&world, "leases", "tenant_id=x&plot=A2&area_ha=1&from_day=01/01/2013&precision=exact")
            .await;
    assert!(stranger.contains("Hãy chọn doanh nghiệp trong danh sách"), "{stranger}");
    let twice = add(
        &world,
        "tenants",
        "name=Cty TNHH Chim Sẻ&capital=domestic&state=operating&on_day=01/02/2011",
    )
    .await;
    assert!(twice.contains("đã có trong cụm"), "{twice}");
    let unknown = world.post("/clusters/duc-hoa-ha/nothing", PAPER).await;
    assert!(unknown.starts_with("404"), "{unknown}");
}

#[tokio::test]
async fn two_people_do_not_overwrite_each_other() {
    let world = with_cluster().await;
    assert!(world.get("/clusters/duc-hoa-ha/edit").await.contains("Lý do sửa"));
    let form =
        "name=Đức Hòa Hạ&place_text=xã Đức Hòa Hạ&sectors=Cơ khí&known_from=09/05/2008&revision=1";
    assert!(world.post("/clusters/duc-hoa-ha/edit", form).await.contains("Hãy ghi lý do sửa"));
    let first = world.post("/clusters/duc-hoa-ha/edit", &format!("{form}&reason=gọn lại")).await;
    assert_eq!(first, "303 See Other → /clusters/duc-hoa-ha");
    let second = world.post("/clusters/duc-hoa-ha/edit", &format!("{form}&reason=lần hai")).await;
    assert!(second.starts_with("409"), "{second}");
    let history = world.get("/clusters/duc-hoa-ha?tab=history").await;
    assert!(
        history.contains("sửa thông tin chung lúc 23/11/2026 09:00. Lý do: gọn lại"),
        "{history}"
    );
    assert!(history.contains("Ngành nghề:\nCơ khí, nhựa\n→ Cơ khí"), "{history}");
}

#[tokio::test]
async fn a_person_of_another_province_sees_nothing_and_a_reader_changes_nothing() {
    let mut world = with_cluster().await;
    let password = world.add_person("phan-thiet", Role::Officer, "province:60:").await;
    let reader = world.add_person("xem", Role::Reader, LONG_AN).await;
    let lease = lease_id(&world).await;
    let tenant = tenant_id(&world).await;
    world.sign_in("phan-thiet", &password).await;
    for path in [
        "/clusters/duc-hoa-ha",
        "/clusters/duc-hoa-ha/edit",
        &format!("/leases/{lease}/end"),
        &format!("/tenants/{tenant}"),
        &format!("/tenants/{tenant}/edit"),
    ] {
        assert!(world.get(path).await.starts_with("404"), "{path}");
    }
    assert!(add(&world, "plots", "number=C1&area_ha=1&land_use=green").await.starts_with("404"));
    assert!(world.get("/clusters?place=80").await.contains("không có cụm nào"));
    assert!(world.get("/tenants?place=80").await.contains("không có doanh nghiệp nào"));
    assert_eq!(world.json("/api/clusters?place=80").await["clusters"].as_array().unwrap().len(), 0);
    assert_eq!(
        String::from_utf8(world.body("/clusters.csv?place=80").await).unwrap().lines().count(),
        1
    );
    let outside = world
        .post(
            "/clusters",
            &format!("name=Ké&place=27985&place_text=x&known_from=09/05/2008&{PAPER}"),
        )
        .await;
    assert!(outside.contains("nằm ngoài địa bàn của bạn"), "{outside}");

    world.sign_in("xem", &reader).await;
    assert!(world.get("/clusters/duc-hoa-ha").await.starts_with("200"));
    assert!(world.get("/clusters/new").await.starts_with("403"));
    assert!(add(&world, "plots", "number=C1&area_ha=1&land_use=green").await.starts_with("403"));
    assert!(world.post(&format!("/leases/{lease}/end"), "").await.starts_with("403"));
}

#[tokio::test]
async fn a_tenant_changes_its_state_and_reports_its_results() {
    let world = with_cluster().await;
    let tenant = tenant_id(&world).await;
    for path in ["edit", "states/new", "results/new"] {
        assert!(world.get(&format!("/tenants/{tenant}/{path}")).await.starts_with("200"), "{path}");
    }
    let edited = world.post(&format!("/tenants/{tenant}/edit"), "name=Công ty TNHH Chim Sẻ&tax_code=1199010017&activity=Ép nhựa&capital=domestic&reason=bổ sung mã số thuế&revision=1").await;
    assert!(edited.starts_with("303"), "{edited}");
    let stale = world
        .post(&format!("/tenants/{tenant}/edit"), "name=Khác&capital=domestic&reason=x&revision=1")
        .await;
    assert!(stale.starts_with("409"), "{stale}");
    let wrong = world
        .post(
            &format!("/tenants/{tenant}/edit"),
            "name=Khác&tax_code=1199010018&capital=domestic&reason=x&revision=2",
        )
        .await;
    assert!(wrong.starts_with("422"), "{wrong}");
    let reported = world
        .post(
            &format!("/tenants/{tenant}/results"),
            &format!("period=2013&workers=120&revenue=45.000&{PAPER}"),
        )
        .await;
    assert!(reported.starts_with("303"), "{reported}");
    let again = world
        .post(&format!("/tenants/{tenant}/results"), &format!("period=2013&workers=120&{PAPER}"))
        .await;
    assert!(again.contains("đã có trong hồ sơ"), "{again}");
    assert_eq!(
        world.json("/api/figures/tenants.workers?place=80&period=2013").await["value"],
        "120"
    );
    assert_eq!(
        world.json("/api/figures/tenants.revenue?place=80&period=2013").await["value"],
        "45000000000"
    );
    let suspended = world
        .post(
            &format!("/tenants/{tenant}/states"),
            &format!("state=suspended&on_day=01/12/2013&{PAPER}"),
        )
        .await;
    assert!(suspended.starts_with("303"), "{suspended}");
    assert!(
        world
            .get("/tenants?q=1199010017&state=suspended")
            .await
            .contains("Công ty TNHH Chim Sẻ | 1199010017 | Đức Hòa Hạ | Tạm ngừng")
    );
    assert!(world.get("/tenants?q=chim+se&on=2013-11-30").await.contains("Đang hoạt động"));
    let page = world.get(&format!("/tenants/{tenant}")).await;
    assert!(
        page.contains("2013 | Lao động | 120 người | Công ty TNHH Chim Sẻ | 3804/QĐ-UBND"),
        "{page}"
    );
    assert!(page.contains("A1 | 40,00 | 01/02/2011 | còn hiệu lực"), "{page}");
    assert!(page.contains("sửa thông tin doanh nghiệp"), "{page}");
    let tab = world.get("/clusters/duc-hoa-ha?tab=tenants&on=2013-12-31").await;
    assert!(tab.contains("Công ty TNHH Chim Sẻ | 1199010017 | Tạm ngừng"), "{tab}");
}

//! Small worlds and one number: what a figure counts, and that its rows say the same.

mod statutory;

use crate::world::World;
use longan::clusters::model::{DayPrecision, NewCluster, NewLease, NewState, NewTenant};
use longan::clusters::{State, store};
use longan::documents::{NewDocument, store as documents};
use longan::observations::{
    Indicator, NewObservation, Precision, ReporterKind, store as observations,
};
use longan::organizations::{NewOrganization, store as organizations};
use longan::store::Day;

const DUC_HOA_HA: &str = "commune:27985:";

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// One cluster in Đức Hòa Hạ: 50 ha, 40 ha of industrial land, 10 ha leased, operating since 2010.
async fn one_cluster(world: &World, name: &str) -> String {
    let now = "2014-01-10T00:00:00Z";
    let new = NewCluster {
        code: None,
        name: name.to_owned(),
        place_ids: vec![DUC_HOA_HA.to_owned()],
        place_text: "xã Đức Hòa Hạ, huyện Đức Hòa".to_owned(),
        sectors: String::new(),
        note: String::new(),
        known_from: day("2009-03-01"),
    };
    let links = longan::places::store::links_for(&world.app.store, &new.place_ids).await.unwrap();
    let decision = NewDocument::decision(
        "15/QĐ-UBND",
        Some(day("2009-03-01")),
        "UBND tỉnh Long An",
        &format!("Thành lập cụm {name}"),
    );
    let mut tx = world.app.store.begin().await.unwrap();
    let decision = documents::find_or_insert(&mut tx, &decision, now).await.unwrap();
    let cluster =
        store::insert(&mut tx, &new, &kernel::text::slug(name), &links, now).await.unwrap();
    for (state, on) in [(State::Established, "2009-03-01"), (State::Operating, "2010-06-01")] {
        let new = NewState {
            state,
            on_day: day(on),
            precision: DayPrecision::Exact,
            location: "Điều 1".to_owned(),
            area_m2: None,
            note: String::new(),
        };
        store::insert_state(&mut tx, &cluster.id, &new, &decision, now).await.unwrap();
    }
    let number = |indicator, value| NewObservation {
        indicator,
        as_of: day("2009-03-01"),
        period: String::new(),
        value,
        precision: Precision::Exact,
        location: "Điều 1".to_owned(),
        reporter: "UBND tỉnh".to_owned(),
        reporter_kind: ReporterKind::Department,
        raw: String::new(),
        note: String::new(),
    };
    let numbers = [
        (Indicator::AreaDecision, 500_000),
        (Indicator::AreaIndustrial, 400_000),
        (Indicator::AreaLeased, 100_000),
    ];
    let rows: Vec<_> = numbers
        .into_iter()
        .map(|(indicator, value)| (cluster.id.clone(), number(indicator, value)))
        .collect();
    observations::insert_many(&mut tx, "cluster", &decision, now, &rows).await.unwrap();
    tx.commit().await.unwrap();
    cluster.id
}

/// A tenant that leases `area_m2` from 2012.
async fn one_lease(world: &World, cluster_id: &str, name: &str, area_m2: i64) {
    let now = "2014-01-10T00:00:00Z";
    let mut tx = world.app.store.begin().await.unwrap();
    let contract = NewDocument::decision(
        &format!("HĐ {name}"),
        Some(day("2012-05-01")),
        "",
        "Hợp đồng thuê lại đất",
    );
    let contract = documents::find_or_insert(&mut tx, &contract, now).await.unwrap();
    let organization =
        organizations::find_or_insert(&mut tx, &NewOrganization::named(name, None)).await.unwrap();
    let new = NewTenant {
        name: name.to_owned(),
        tax_code: None,
        activity: "May công nghiệp".to_owned(),
        vsic_version: "2025".to_owned(),
        vsic_code: "1410".to_owned(),
        capital: longan::clusters::model::Capital::Domestic,
        licensed_on: None,
        note: String::new(),
    };
    let tenant = store::insert_tenant(&mut tx, cluster_id, &organization, &new, now).await.unwrap();
    let plot = store::find_or_insert_plot(
        &mut tx,
        cluster_id,
        &format!("Lô {name}"),
        area_m2,
        (&contract, ""),
        "2014-01-01T00:00:00Z",
    )
    .await
    .unwrap();
    let lease = NewLease {
        plot: String::new(),
        area_m2,
        from_day: day("2012-05-01"),
        precision: DayPrecision::Exact,
        contract: String::new(),
        location: "Điều 2".to_owned(),
    };
    let row = store::many::LeaseRow {
        cluster_id: cluster_id.to_owned(),
        plot_id: plot,
        tenant_id: tenant,
        document_id: contract,
        lease,
    };
    store::insert_lease(&mut tx, &row, now).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn every_figure_answers_on_an_empty_register() {
    let world = World::signed_in().await;
    let list = world.json("/api/figures").await;
    for figure in list.as_array().unwrap() {
        let code = figure["code"].as_str().unwrap();
        let answer =
            world.json(&format!("/api/figures/{code}?place=80&on=2013-12-31&why=rows")).await;
        assert_eq!(answer["place_name"], "Tỉnh Long An", "{code}");
        assert_eq!(answer["rows"].as_array().map(Vec::len), Some(0), "{code}");
        for basis in figure["bases"].as_array().unwrap() {
            let answer =
                world.json(&format!("/api/figures/{code}?basis={}", basis.as_str().unwrap())).await;
            assert_eq!(answer["value"], serde_json::Value::Null, "nothing to divide by");
        }
    }
    assert!(world.get("/figures").await.contains("Tỷ lệ lấp đầy bình quân | chưa xác định"));
}

#[tokio::test]
async fn a_figure_is_the_sum_of_its_rows_and_each_row_names_its_paper() {
    let world = World::signed_in().await;
    let cluster = one_cluster(&world, "Đồng Vàng").await;

    let reported =
        world.json("/api/figures/clusters.occupancy?place=80&on=2013-12-31&why=rows").await;
    assert_eq!(
        (reported["value"].as_str(), reported["numerator"].as_str()),
        (Some("25.00"), Some("10")),
        "10 of 40 ha, as reported"
    );
    assert_eq!(reported["rows"][0]["document"], "15/QĐ-UBND");
    assert_eq!(reported["rows"][0]["document_date"], "2009-03-01");

    one_lease(&world, &cluster, "Sơn Ca", 120_000).await;
    one_lease(&world, &cluster, "Họa Mi", 80_000).await;
    let listed =
        world.json("/api/figures/clusters.occupancy?place=80&on=2013-12-31&why=rows").await;
    assert_eq!(listed["value"], "50.00", "the list of leases counts, not the reported sum");
    let leased: f64 = listed["rows"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["part"] == "numerator")
        .map(|row| row["amount"].as_str().unwrap().parse::<f64>().unwrap())
        .sum();
    assert!((leased - 20.0).abs() < f64::EPSILON);

    let before_the_leases =
        world.json("/api/figures/clusters.occupancy?place=80&on=2011-12-31").await;
    assert_eq!(before_the_leases["value"], "25.00", "in 2011 there was only the reported number");
    let before_it_operated =
        world.json("/api/figures/clusters.occupancy?place=80&on=2009-12-31").await;
    assert_eq!(before_it_operated["value"], serde_json::Value::Null);
}

#[tokio::test]
async fn old_and_new_units_both_answer_and_say_how_units_were_mapped() {
    let world = World::signed_in().await;
    one_cluster(&world, "Đồng Vàng").await;
    for (place, on) in [
        ("802", "2013-12-31"),
        ("district:802", "2013-12-31"),
        ("27985", "2013-12-31"),
        ("80", "2013-12-31"),
        ("80", "2026-11-23"),
    ] {
        let answer =
            world.json(&format!("/api/figures/clusters.count?place={place}&on={on}")).await;
        assert_eq!(answer["value"], "1", "{place} on {on}");
    }
    let today = world.json("/api/figures/clusters.count?place=80&on=2026-11-23").await;
    assert_eq!(today["place_name"], "Tỉnh Tây Ninh");
    assert!(today["notes"][0].as_str().unwrap().contains("đơn vị hành chính cũ"), "{today}");
    let ended = world.json("/api/figures/clusters.count?place=802&on=2026-11-23").await;
    assert_eq!(ended["value"], "1", "the district's land is still there");
    assert!(ended["notes"].to_string().contains("chỉ tồn tại đến 30/06/2025"));
    assert_eq!(
        world.json("/api/figures/clusters.count?place=60&on=2013-12-31").await["value"],
        "0"
    );
}

#[tokio::test]
async fn a_cluster_that_was_revoked_is_counted_until_that_day() {
    let world = World::signed_in().await;
    let cluster = one_cluster(&world, "Đồng Vàng").await;
    let mut tx = world.app.store.begin().await.unwrap();
    let decision =
        NewDocument::decision("99/QĐ-UBND", Some(day("2015-02-01")), "UBND tỉnh Long An", "Bãi bỏ");
    let decision =
        documents::find_or_insert(&mut tx, &decision, "2015-02-01T00:00:00Z").await.unwrap();
    let revoked = NewState {
        state: State::Revoked,
        on_day: day("2015-02-01"),
        precision: DayPrecision::Exact,
        location: String::new(),
        area_m2: None,
        note: String::new(),
    };
    store::insert_state(&mut tx, &cluster, &revoked, &decision, "2015-02-01T00:00:00Z")
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(
        world.json("/api/figures/clusters.count?place=80&on=2015-01-31").await["value"],
        "1"
    );
    assert_eq!(
        world.json("/api/figures/clusters.count?place=80&on=2015-02-01").await["value"],
        "0"
    );
}

#[tokio::test]
async fn a_person_of_another_province_counts_nothing_here() {
    let mut world = World::signed_in().await;
    one_cluster(&world, "Đồng Vàng").await;
    world =
        world.with_person("lao-cai", longan::users::Role::Reader, "province:15:2025-07-01").await;
    assert_eq!(
        world.json("/api/figures/clusters.count?place=80&on=2013-12-31").await["value"],
        "0"
    );
    assert_eq!(world.json("/api/figures/clusters.count?place=country:VN:&on=2013-12-31&why=rows").await["rows"].as_array().map(Vec::len), Some(0));
}

#[tokio::test]
async fn a_wrong_question_is_answered_in_plain_words() {
    let world = World::signed_in().await;
    assert!(
        world
            .get("/figures/clusters.count?place=999999")
            .await
            .contains("Không có đơn vị hành chính nào mang mã “999999”")
    );
    assert!(
        world
            .get("/figures/clusters.occupancy?basis=total")
            .await
            .contains("Không có cơ sở tính “total”")
    );
    assert!(world.get("/figures/clusters.count?on=31/02/2013").await.starts_with("422"));
    assert!(world.get("/figures/clusters.nothing").await.starts_with("404"));
}

#[tokio::test]
async fn the_pages_tell_the_same_number_as_the_machine_interface() {
    let world = World::signed_in().await;
    one_cluster(&world, "Đồng Vàng").await;
    let page = world.get("/figures/clusters.occupancy?place=80&on=2013-12-31").await;
    assert!(page.contains("25,00%"), "{page}");
    assert!(page.contains("10,00 ha / 40,00 ha"), "{page}");
    assert!(
        page.contains("Mẫu số | Đồng Vàng | 40,00 | 01/03/2009 | 15/QĐ-UBND (01/03/2009) | Điều 1"),
        "{page}"
    );
    let first = world.get("/").await;
    assert!(first.contains("Huyện Đức Hòa | 25,00 | 10,00 | 40,00"), "{first}");
}

#[tokio::test]
async fn a_paper_is_seen_by_whoever_may_see_something_that_rests_on_it() {
    let mut world = World::signed_in().await;
    one_cluster(&world, "Đồng Vàng").await;
    let answer = world.json("/api/figures/clusters.count?place=80&on=2013-12-31&why=rows").await;
    let paper = format!("/documents/{}", answer["rows"][0]["document_id"].as_str().unwrap());
    assert!(world.get(&paper).await.contains("Thành lập: Đã thành lập"));
    assert!(world.get("/documents?q=15/qd").await.contains("15/QĐ-UBND"));

    world = world.with_person("long-an", longan::users::Role::Reader, crate::world::LONG_AN).await;
    assert!(world.get(&paper).await.starts_with("200"));
    world = world.with_person("binh-thuan", longan::users::Role::Reader, "province:60:").await;
    assert!(world.get(&paper).await.starts_with("404"));
    assert!(world.get(&format!("{paper}/file")).await.starts_with("404"));
    assert!(!world.get("/documents").await.contains("15/QĐ-UBND"));
}

//! Workbooks become a register: what the sample workbooks hold is what the register holds.

mod bad_inputs;
mod expected;
mod names;
mod stories;
mod tables;
mod traps;

use crate::world::World;
use longan::imports::{Kind, Options, Report};
use longan::store::Day;

pub fn workbook(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/../../seed/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// Imports a sample workbook and takes every row without errors.
pub async fn take(world: &World, kind: Kind, name: &str) -> Report {
    let options = Options { accept: true, ..Options::default() };
    import(world, kind, name, &options).await
}

pub async fn import(world: &World, kind: Kind, name: &str, options: &Options) -> Report {
    let viewer = longan::users::Viewer::system();
    let actor = world.app.actor(&viewer);
    let bytes = workbook(name);
    longan::imports::run(&world.app, &actor, &viewer, kind, name, &bytes, options).await.unwrap()
}

async fn figure(world: &World, code: &str, query: &str) -> String {
    let answer = world.json(&format!("/api/figures/{code}?{query}")).await;
    answer["value"].as_str().unwrap_or("none").to_owned()
}

#[tokio::test]
async fn the_first_page_of_long_an_comes_from_its_workbooks() {
    let world = World::signed_in().await;
    let report = take(&world, Kind::Clusters, "ccn_long_an_2013.xlsx").await;
    println!("{:#?}", report.problems);
    assert_eq!((report.read, report.accepted, report.skipped), (40, 40, 0));
    let report = take(&world, Kind::Tenants, "doanh_nghiep_ccn_long_an_2013.xlsx").await;
    println!("{:#?}", report.problems);
    assert_eq!((report.read, report.accepted, report.skipped), (198, 198, 0));
    for (code, value) in [
        ("clusters.count", "40"),
        ("clusters.area", "4234"),
        ("clusters.operating.count", "9"),
        ("clusters.operating.area", "746"),
        ("clusters.over_maximum.count", "3"),
        ("clusters.industrial_land", "520"),
        ("clusters.leased_land", "412.62"),
        ("clusters.occupancy", "79.35"),
        ("tenants.registered.count", "198"),
        ("tenants.operating.count", "134"),
        ("tenants.workers", "15832"),
        ("tenants.revenue", "6245300000000"),
        ("tenants.tax_paid", "153527000000"),
    ] {
        assert_eq!(figure(&world, code, "place=80&on=2013-12-31").await, value, "{code}");
    }
    let occupancy = world.json("/api/figures/clusters.occupancy?place=80&on=2013-12-31").await;
    assert_eq!(
        (occupancy["numerator"].as_str(), occupancy["denominator"].as_str()),
        (Some("412.62"), Some("520"))
    );
    assert_eq!(occupancy["reported"][0]["value"], "79.35");
}

#[tokio::test]
async fn every_planned_cluster_of_binh_thuan_rests_on_the_plan_decision() {
    let world = World::signed_in().await;
    let report = take(&world, Kind::Auto, "ccn_binh_thuan_2014.xlsx").await;
    println!("{:#?}", report.problems);
    assert_eq!((report.read, report.accepted), (20, 20));
    assert_eq!(figure(&world, "clusters.area", "place=60&on=2014-12-31").await, "505.6");
    assert_eq!(figure(&world, "clusters.area", "place=province:60&on=2020-12-31").await, "640.9");
    let answer = world.json("/api/figures/clusters.area?place=60&on=2014-12-31&why=rows").await;
    let rows = answer["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 20);
    for row in rows {
        assert_eq!(row["document"], "634/QĐ-UBND");
        assert_eq!(row["document_date"], "2014-02-25");
    }
}

#[tokio::test]
async fn every_disagreement_of_lao_cai_is_listed_with_both_sources() {
    let world = World::signed_in().await;
    let report = take(&world, Kind::Auto, "ccn_lao_cai_2026.xlsx").await;
    println!("{:#?}", report.problems);
    assert_eq!((report.read, report.accepted), (19, 19));
    assert_eq!(figure(&world, "clusters.count", "place=15&on=2026-11-23").await, "19");
    assert_eq!(figure(&world, "clusters.area", "place=15&on=2026-11-23").await, "799.28");
    assert_eq!(figure(&world, "clusters.leased_land", "place=15&on=2026-11-23").await, "186.33");
    let place = longan::places::resolve(&world.app.store, "15", Day("2026-11-23".parse().unwrap()))
        .await
        .unwrap();
    let conflicts = longan::observations::store::list_conflicts(
        &world.app.store,
        &longan::users::Viewer::system(),
        &place.id,
    )
    .await
    .unwrap();
    let told: Vec<String> = conflicts
        .iter()
        .map(|o| format!("{} {} {} ({})", o.indicator, o.reporter, o.vi(), o.raw))
        .collect();
    println!("{told:#?}");
    assert_eq!(conflicts.len(), 12);
}

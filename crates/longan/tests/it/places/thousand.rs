//! A thousand communes of the whole country changed by one file, and figures that stay equal.

use super::{HEAD, apply, count};
use crate::world::World;
use longan::places::load::Extent;
use longan::places::store::list_children;
use longan::places::{COUNTRY_ID, Level};
use longan::seed;
use longan::store::Day;
use longan::users::Role;
use std::collections::BTreeMap;
use std::fmt::Write as _;

const FIGURES: [&str; 4] =
    ["clusters.count", "clusters.area", "clusters.occupancy", "clusters.leased_land"];

/// A file that changes a thousand communes: of four, one is renamed, two become one, one is divided.
async fn file(world: &World) -> String {
    let today: Day = "2026-11-23".parse().unwrap();
    let store = &world.app.store;
    let mut text = HEAD.to_owned();
    let mut changed = 0;
    let mut spare = 90_000;
    let country = [COUNTRY_ID.to_owned()];
    for province in list_children(store, &country, today, Level::Province).await.unwrap() {
        let communes = list_children(store, &[province.id], today, Level::Commune).await.unwrap();
        for four in communes.chunks_exact(4).take((1_000 - changed) / 4) {
            let [a, b, c, d] = four else { unreachable!() };
            let mut line = |kind: &str, old: &str, new: &str, name: &str, default: &str| {
                let _ = write!(
                    text,
                    "\n{kind},commune,{old},commune,{new},{name},,phường,{},{default},2027-01-01,9/NQ,",
                    province.code
                );
            };
            spare += 1;
            line("renamed", &a.code, &a.code, &format!("{} Mới", a.name), "");
            line("merged", &b.code, &b.code, &b.name, "");
            line("merged", &c.code, &b.code, &b.name, "");
            line("divided", &d.code, &d.code, &format!("{} Đông", d.name), "yes");
            line("divided", &d.code, &spare.to_string(), &format!("{} Tây", d.name), "no");
            changed += 4;
        }
    }
    assert_eq!(changed, 1_000);
    text
}

/// Every figure by the communes of a day, province by province.
async fn by_commune(world: &World, on: &str, units_on: &str) -> BTreeMap<String, String> {
    let mut values = BTreeMap::new();
    let today: Day = "2026-11-23".parse().unwrap();
    let country = [COUNTRY_ID.to_owned()];
    let provinces =
        list_children(&world.app.store, &country, today, Level::Province).await.unwrap();
    for province in provinces {
        for figure in FIGURES {
            let path =
                format!("/api/figures/{figure}?place={}&on={on}&units_on={units_on}", province.id);
            let answer = world.json(&path).await;
            values.insert(format!("{figure} {}", province.id), answer["value"].to_string());
            for part in answer["parts"].as_array().unwrap() {
                let key = format!("{figure} {}", part["place_id"].as_str().unwrap());
                values.insert(
                    key,
                    format!("{} {} {}", part["value"], part["numerator"], part["denominator"]),
                );
            }
        }
    }
    values
}

#[tokio::test]
async fn a_thousand_units_change_in_one_go_and_figures_by_old_units_stay_equal() {
    let world = World::of(Extent::Country)
        .await
        .with_person("quan-tri", Role::Administrator, COUNTRY_ID)
        .await;
    seed::grow(&world.app, seed::Size { hundredths: 5, random: 7 }).await.unwrap();
    let clusters = count(&world, "select count(*) from clusters").await;
    let before = by_commune(&world, "2026-11-23", "2026-11-23").await;
    assert!(before.len() > 200, "there is something to lose: {}", before.len());

    let text = file(&world).await;
    let began = std::time::Instant::now();
    let page = apply(&world, &text).await;
    println!(
        "a thousand units, {clusters} clusters: looked at and applied in {:?}",
        began.elapsed()
    );
    assert!(page.contains("Đơn vị kết thúc\n1000\nĐơn vị bắt đầu\n1000"), "{page}");

    assert_eq!(
        by_commune(&world, "2026-11-23", "2026-11-23").await,
        before,
        "by old units, before and after"
    );
    let by_old_units = by_commune(&world, "2027-01-01", "2026-12-31").await;
    assert_eq!(by_old_units, before, "the new day by old units");
    // Every cluster lies in exactly one commune of the new day.
    let lost = "select count(*) from clusters c where 1 <> (select count(*) from cluster_places cp join places p on p.id = cp.place_id
                where cp.cluster_id = c.id and p.level = 'commune' and p.valid_from <= '2027-01-01' and (p.valid_to is null or p.valid_to >= '2027-01-01'))";
    assert_eq!(count(&world, lost).await, 0);
    let whole =
        world.json(&format!("/api/figures/clusters.count?place={COUNTRY_ID}&on=2027-01-01")).await;
    assert_eq!(whole["row_count"], clusters);
    let broken = longan::checks::run(&world.app).await.unwrap();
    assert!(
        broken.iter().all(|found| found.severity == longan::checks::Severity::Warning),
        "{broken:?}"
    );
}

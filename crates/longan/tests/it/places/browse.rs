//! Looking units up, on any day.

use super::add_cluster;
use crate::world::World;
use longan::users::Role;

#[tokio::test]
async fn a_unit_is_found_without_marks_and_tells_what_it_came_from() {
    let world = World::signed_in().await;
    let found = world.get("/places?q=duc+hoa+ha&on=31/12/2013").await;
    assert!(
        found.contains("Xã Đức Hòa Hạ | Huyện Đức Hòa | 27985 | đang có đến 30/06/2025"),
        "{found}"
    );
    let by_code = world.get("/places?q=27985").await;
    assert!(by_code.contains("Xã Đức Hòa Hạ"), "{by_code}");
    assert!(world.get("/places?q=khong+co+xa+nao").await.contains("Không có đơn vị nào khớp"));

    let old = world.get("/places/commune:27985:").await;
    assert!(
        old.contains("Trở thành") && old.contains("nhập, từ 01/07/2025, 1682/NQ-UBTVQH15"),
        "{old}"
    );
    let json = world.json("/api/places?q=27937&on=2026-11-23").await;
    assert_eq!(json[0]["id"], "commune:27937:2025-07-01", "today's unit before the ended one");
    let new = world.get("/places/commune:27937:2025-07-01").await;
    assert!(
        new.contains("(trước 01/07/2025: ")
            && new.contains("Xã Đức Hòa Hạ, Huyện Đức Hòa, Tỉnh Long An"),
        "{new}"
    );
    assert!(world.get("/places/commune:00000:").await.starts_with("404"));
}

#[tokio::test]
async fn units_are_walked_down_on_any_day() {
    let world = World::signed_in().await;
    let then = world.get("/places?on=31/12/2013").await;
    assert!(then.contains("4 tỉnh, thành phố vào ngày 31/12/2013"), "{then}");
    let province = world.get("/places/province:80:?on=2013-12-31").await;
    assert!(
        province.contains("15 đơn vị trực thuộc") && province.contains("Huyện Đức Hòa"),
        "{province}"
    );
    let district = world.get("/places/district:802:?on=2013-12-31").await;
    assert!(district.contains("Xã Đức Hòa Hạ"), "{district}");
    let now = world.get("/places").await;
    assert!(now.contains("3 tỉnh, thành phố") && now.contains("Tỉnh Tây Ninh"), "{now}");
    let province = world.get("/places/province:80:2025-07-01").await;
    assert!(province.contains("96 đơn vị trực thuộc"), "{province}");
}

#[tokio::test]
async fn a_province_that_only_changed_its_kind_keeps_its_communes() {
    let world = World::of(longan::places::load::Extent::OldProvinces(&["75", "70"]))
        .await
        .with_person("quan-tri", Role::Administrator, longan::places::COUNTRY_ID)
        .await;
    let city = world.get("/places/province:75:2026-04-30").await;
    assert!(city.contains("95 đơn vị trực thuộc"), "communes of before and wards of after: {city}");
    add_cluster(&world, "Hố Nai", "26041", "01/01/2026").await;
    let parts =
        world.json("/api/figures/clusters.count?place=75&on=2026-11-23&units_on=2026-11-23").await;
    assert_eq!(parts["place_name"], "Thành phố Đồng Nai");
    assert_eq!(parts["parts"][0]["name"], "Phường Trấn Biên", "{parts}");
}

#[tokio::test]
async fn a_unit_counts_only_the_clusters_one_may_see() {
    let mut world = World::signed_in().await;
    add_cluster(&world, "Đức Hòa Hạ", "27985", "09/05/2008").await;
    assert!(world.get("/places/district:802:").await.contains("1 cụm"));
    world = world.with_person("binh-thuan", Role::Reader, "province:60:").await;
    let other = world.get("/places/district:802:").await;
    assert!(other.contains("chưa có cụm nào"), "{other}");
    assert!(world.get("/places/changes").await.starts_with("403"), "changing is not for readers");
}

#[tokio::test]
async fn a_figure_is_told_by_the_units_of_another_day() {
    let world = World::signed_in().await;
    add_cluster(&world, "Đức Hòa Hạ", "27985", "09/05/2008").await;
    add_cluster(&world, "Khánh Hưng", "27763", "09/05/2008").await;
    let asked = "/api/figures/clusters.occupancy?place=80";
    let by_new = world.json(&format!("{asked}&on=2013-12-31&units_on=2026-01-01")).await;
    let names: Vec<_> =
        by_new["parts"].as_array().unwrap().iter().map(|p| p["place_id"].clone()).collect();
    assert_eq!(names.len(), 2, "{by_new}");
    assert!(names.contains(&"commune:27937:2025-07-01".into()), "2013 by the communes of 2026");
    assert!(
        by_new["part_notes"]
            .to_string()
            .contains("1 cụm được xếp theo đơn vị của ngày 01/01/2026: xã cũ bị chia"),
        "{by_new}"
    );
    let by_old = world.json(&format!("{asked}&on=2026-11-23&units_on=2024-12-31")).await;
    assert_eq!(by_old["place_name"], "Tỉnh Tây Ninh");
    assert_eq!(
        by_old["parts"][0]["name"], "Huyện Đức Hòa",
        "2026 by the districts of 2024: {by_old}"
    );
    assert_eq!(by_old["parts"][0]["value"], "20.00");

    // What was recorded in a new commune is told by an old district only where that is sure.
    add_cluster(&world, "Mới", "27937", "01/01/2026").await;
    let by_old =
        world.json("/api/figures/clusters.count?place=80&on=2026-11-23&units_on=2024-12-31").await;
    assert_eq!(by_old["parts"][0]["value"], "2", "{by_old}");
    let page =
        world.get("/figures/clusters.occupancy?place=80&on=2026-11-23&units_on=31/12/2024").await;
    assert!(
        page.contains("Theo đơn vị hành chính của ngày 31/12/2024")
            && page.contains("Huyện Đức Hòa"),
        "{page}"
    );
}

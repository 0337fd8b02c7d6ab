//! Regions: asked like any place, with the members of the day.

use super::{add_cluster, apply, bring, value};
use crate::world::World;

#[tokio::test]
async fn a_region_is_asked_like_a_place_with_the_members_of_the_day() {
    let world = World::signed_in().await;
    add_cluster(&world, "Đức Hòa Hạ", "27985", "09/05/2008").await;
    // Long An lay in the delta; since July 2025 its land lies in Tây Ninh, of the South East.
    assert_eq!(value(&world, "clusters.count", "dong-bang-song-cuu-long", "2013-12-31").await, "1");
    assert_eq!(value(&world, "clusters.count", "trong-diem-phia-nam", "2013-12-31").await, "1");
    assert_eq!(value(&world, "clusters.count", "dong-nam-bo", "2026-01-01").await, "1");
    assert_eq!(
        value(&world, "clusters.count", "trung-du-mien-nui-phia-bac", "2026-01-01").await,
        "0"
    );
    let list = world.get("/clusters?place=region:dong-nam-bo&on=2026-01-01").await;
    assert!(list.contains("Đông Nam Bộ") && list.contains("Đức Hòa Hạ"), "{list}");
    let by_province = world
        .json("/api/figures/clusters.count?place=dong-nam-bo&on=2026-01-01&units_on=2026-01-01")
        .await;
    assert_eq!(by_province["parts"][0]["name"], "Tỉnh Tây Ninh", "{by_province}");
    let page = world.get("/places/region:dong-nam-bo:2025-07-01").await;
    assert!(
        page.contains("306/NQ-CP (chưa kiểm chứng)") && page.contains("Tỉnh Tây Ninh"),
        "{page}"
    );
    let province = world.get("/places/province:80:2025-07-01").await;
    assert!(
        province.contains("Đông Nam Bộ vùng kinh tế - xã hội, theo 306/NQ-CP (chưa kiểm chứng)"),
        "{province}"
    );
}

#[tokio::test]
async fn an_administrator_changes_the_members_by_a_file() {
    let world = World::signed_in().await;
    add_cluster(&world, "Đức Hòa Hạ", "27985", "09/05/2008").await;
    let file = "set,region_code,region_name,member_code,effective_on,source,confidence
vùng thử,vung-moi,Vùng Mới,80,2027-01-01,5/NQ-CP,verified
vùng thử,vung-moi,Vùng Mới,68,2027-01-01,5/NQ-CP,verified
vùng kinh tế - xã hội,dong-nam-bo,Đông Nam Bộ,68,2027-01-01,5/NQ-CP,verified
";
    let page = apply(&world, file).await;
    assert!(page.contains("Vùng Mới: Tỉnh Tây Ninh"), "{page}");
    assert_eq!(value(&world, "clusters.count", "vung-moi", "2027-01-01").await, "1");
    assert_eq!(
        value(&world, "clusters.count", "dong-nam-bo", "2026-12-31").await,
        "1",
        "as it was"
    );
    assert_eq!(
        value(&world, "clusters.count", "dong-nam-bo", "2027-01-01").await,
        "0",
        "Tây Ninh left it"
    );
    let (_, again) = bring(&world, "vung.csv", file).await;
    assert!(again.contains("áp dụng lại không thay đổi gì"), "{again}");
    let (_, wrong) = bring(&world, "vung.csv", &file.replace(",68,", ",99,")).await;
    assert!(wrong.contains("Không có tỉnh nào mang mã 99"), "{wrong}");
    // A new cluster lies in the regions of its province at once.
    add_cluster(&world, "Mới", "27937", "01/01/2027").await;
    assert_eq!(value(&world, "clusters.count", "vung-moi", "2027-01-01").await, "2");
}

#[tokio::test]
async fn a_region_follows_its_province_when_that_changes() {
    let world = World::signed_in().await;
    add_cluster(&world, "Đức Hòa Hạ", "27985", "09/05/2008").await;
    apply(&world, &format!("{}\nrenamed,province,80,province,80,Tây Ninh,Thành phố Tây Ninh,thành phố,,,2027-01-01,9/NQ,\n", super::HEAD)).await;
    add_cluster(&world, "Mới", "27937", "01/02/2027").await;
    assert_eq!(value(&world, "clusters.count", "dong-nam-bo", "2027-02-01").await, "2");
    assert_eq!(value(&world, "clusters.count", "80", "2027-02-01").await, "2");
}

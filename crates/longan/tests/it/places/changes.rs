//! A file of changes: looked at first, applied as a whole or not at all, and what follows.

use super::{HEAD, PAPER, add_cluster, apply, bring, count, value};
use crate::world::World;
use longan::users::Role;

/// From 2027: two communes of Tây Ninh become one, one is divided, one has a new name.
fn changes() -> String {
    format!(
        "{HEAD}
merged,commune,27937,commune,27937,Đức Hòa Mới,,xã,80,,2027-01-01,9/NQ-UBTVQH17,2026-12-15
merged,commune,27976,commune,27937,Đức Hòa Mới,,xã,80,,2027-01-01,9/NQ-UBTVQH17,
divided,commune,27763,commune,27763,Khánh Hưng Đông,,xã,80,yes,2027-01-01,9/NQ-UBTVQH17,
divided,commune,27763,commune,27764,Khánh Hưng Tây,,xã,80,no,2027-01-01,9/NQ-UBTVQH17,
renamed,commune,27991,commune,27991,Bến Lức Mới,,phường,,,2027-01-01,9/NQ-UBTVQH17,
"
    )
}

async fn with_clusters() -> World {
    let world = World::signed_in().await;
    add_cluster(&world, "Đức Hòa Hạ", "27985", "09/05/2008").await;
    add_cluster(&world, "Hựu Thạnh", "27937", "01/01/2026").await;
    add_cluster(&world, "Vĩnh Hưng", "27763", "01/02/2026").await;
    world
}

#[tokio::test]
async fn everything_follows_a_file_of_changes() {
    let mut world = with_clusters().await;
    world.add_person("xa", Role::CommuneCommittee, "commune:27937:2025-07-01").await;
    let before = value(&world, "clusters.area", "commune:27937", "2026-12-31").await;
    let (_, preview) = bring(&world, "thay-doi.csv", &changes()).await;
    for said in [
        "Đơn vị kết thúc\n4",
        "Đơn vị bắt đầu\n4",
        "Cụm chuyển sang đơn vị mới\n3",
        "Cụm cần xác nhận xã\n1",
        "Người xa | UBND cấp xã cần quyết định",
        "Cộng đơn vị kết thúc | | 3 | 225,00 | 150,00 | 30,00 | 20,00",
        "Cộng đơn vị bắt đầu | | 3 | 225,00 | 150,00 | 30,00 | 20,00",
        "Vĩnh Hưng | Xã Khánh Hưng | Xã Khánh Hưng Đông | xã cũ bị chia",
    ] {
        assert!(preview.contains(said), "{said}\n{preview}");
    }
    assert_eq!(
        count(&world, "select count(*) from places where valid_from = '2027-01-01'").await,
        0,
        "nothing is written yet"
    );

    apply(&world, &changes()).await;
    // The day before still answers with the old units, and the new day with the new ones.
    assert_eq!(value(&world, "clusters.area", "commune:27937", "2026-12-31").await, before);
    assert_eq!(value(&world, "clusters.count", "27937", "2027-01-01").await, "2");
    let new = world.json("/api/figures/clusters.count?place=27937&on=2027-01-01").await;
    assert_eq!(new["place_id"], "commune:27937:2027-01-01");
    assert_eq!(value(&world, "clusters.count", "80", "2027-01-01").await, "3");
    assert_eq!(
        value(&world, "clusters.count", "802", "2013-12-31").await,
        "1",
        "districts of old too"
    );
    let list = world.get("/clusters?place=commune:27763:2027-01-01&on=2027-01-01").await;
    assert!(
        list.contains("Vĩnh Hưng") && list.contains("1 cụm được ghi theo đơn vị hành chính cũ"),
        "{list}"
    );
    for path in ["/tenants", "/conflicts", "/figures", "/", "/clusters.csv"] {
        let asked = world.get(&format!("{path}?place=27763&on=2027-01-01")).await;
        assert!(asked.starts_with("200"), "{path} by the new unit: {asked}");
    }
    let found = world.get("/clusters?q=khanh+hung+dong&on=2027-01-01&place=80").await;
    assert!(found.contains("Vĩnh Hưng"), "a search by the new name finds it: {found}");
    // A new record names the new unit, and whoever works for the province sees the decree.
    add_cluster(&world, "Sau sắp xếp", "xã Khánh Hưng Tây", "15/01/2027").await;
    assert_eq!(value(&world, "clusters.count", "27764", "2027-01-31").await, "1");
    let place = world.get("/places/commune:27937:2027-01-01").await;
    assert!(place.contains("9/NQ-UBTVQH17 ngày 15/12/2026"), "{place}");
    assert!(place.contains("Xã Đức Hòa Mới (trước 01/01/2027: "), "{place}");
    world = world.with_person("tay-ninh", Role::Reader, "province:80:2025-07-01").await;
    assert_eq!(value(&world, "clusters.count", "27937", "2027-01-01").await, "2");
    world = world.with_person("lao-cai", Role::Reader, "province:15:2025-07-01").await;
    assert_eq!(value(&world, "clusters.count", "27937", "2027-01-01").await, "0");
}

#[tokio::test]
async fn the_same_file_again_changes_nothing() {
    let world = with_clusters().await;
    apply(&world, &changes()).await;
    let tables = "select (select count(*) from places) + (select count(*) from place_changes) + (select count(*) from cluster_places)";
    let before = count(&world, tables).await;
    let (location, page) = bring(&world, "lan-hai.csv", &changes()).await;
    assert!(page.contains("áp dụng lại không thay đổi gì"), "{page}");
    let applied = world.post(&format!("{location}/application"), "").await;
    assert!(applied.contains("áp dụng lại không thay đổi gì"), "{applied}");
    assert_eq!(count(&world, tables).await, before);
}

#[tokio::test]
async fn a_broken_file_changes_nothing_and_says_where_it_is_wrong() {
    let world = with_clusters().await;
    let tables = "select (select count(*) from places) + (select count(*) from place_changes) + (select count(*) from cluster_places)";
    let before = count(&world, tables).await;
    for (line, said) in [
        (
            "renamed,commune,99999,commune,99999,Không Có,,xã,80,,2027-01-01,1/NQ,",
            "7 | Mã cũ | 99999 | Không có đơn vị cấp xã nào mang mã 99999 vào ngày 31/12/2026",
        ),
        (
            "merged,commune,27994,commune,27982,X,,xã,99,,2027-01-01,1/NQ,",
            "7 | Mã cấp trên mới | 99 | Không có tỉnh nào mang mã 99",
        ),
        (
            "merged,commune,27994,commune,25480,X,,xã,80,,2027-01-01,1/NQ,",
            "7 | Mã mới | 25480 | Mã 25480 đang là của Phường Bình Minh",
        ),
        (
            "divided,commune,27994,commune,27994,X,,xã,80,yes,2027-01-01,1/NQ,",
            "7 | Loại thay đổi | chia | Đơn vị bị chia phải có từ hai dòng",
        ),
        ("renamed,commune,27994,commune,27994,X,,xã,80,,2025-06-01,1/NQ,", "7 | Ngày hiệu lực"),
        (
            "bay,commune,27994,commune,27994,X,,xã,80,,2027-01-01,1/NQ,",
            "7 | Loại thay đổi | bay | Hãy ghi một trong",
        ),
        (
            "renamed,commune,27994,commune,27994,X,,xã,80,,31/02/2027,1/NQ,",
            "7 | Ngày hiệu lực | 31/02/2027",
        ),
        ("renamed,commune,27994,commune,27994,X,,xã,80,,2027-01-01,,", "7 | Nghị quyết"),
        ("abolished,province,80,,,,,,,,2027-01-01,1/NQ,", "7 | Mã cũ | 80 | Tỉnh Tây Ninh còn"),
    ] {
        let (location, page) = bring(&world, "sai.csv", &format!("{}{line}\n", changes())).await;
        assert!(page.starts_with("422") && page.contains(said), "{said}\n{page}");
        let applied = world.post(&format!("{location}/application"), "").await;
        assert!(applied.starts_with("422"), "{applied}");
        assert_eq!(count(&world, tables).await, before, "{line}");
    }
    let (_, page) = bring(&world, "sai.csv", "một,hai\n1,2\n").await;
    assert!(page.contains("Không thấy dòng tiêu đề cột"), "{page}");
    let lost = format!("{HEAD}\nabolished,commune,27763,,,,,,,,2027-01-01,1/NQ,\n");
    let (_, page) = bring(&world, "sai.csv", &lost).await;
    assert!(page.contains("Còn 1 cụm công nghiệp ở đơn vị này"), "{page}");
    assert_eq!(count(&world, tables).await, before);
}

#[tokio::test]
async fn a_cluster_of_a_divided_commune_is_confirmed_by_an_officer() {
    let world = with_clusters().await;
    apply(&world, &changes()).await;
    let page = world.get("/clusters/vinh-hung?on=2027-01-02").await;
    assert!(page.contains("Cần xác nhận xã"), "{page}");
    let form = world.get("/clusters/vinh-hung/commune").await;
    assert!(form.contains("Xã Khánh Hưng Tây"), "{form}");
    let wrong = world
        .post("/clusters/vinh-hung/commune", &format!("place=commune:27937:2027-01-01&{PAPER}"))
        .await;
    assert!(wrong.starts_with("422"), "{wrong}");
    let done = world
        .post(
            "/clusters/vinh-hung/commune",
            &format!("place=commune:27764:2027-01-01&location=Điều 2&{PAPER}"),
        )
        .await;
    assert_eq!(done, "303 See Other → /clusters/vinh-hung");
    let page = world.get("/clusters/vinh-hung?on=2027-01-02").await;
    assert!(
        !page.contains("Cần xác nhận xã") && page.contains("xã đã được xác nhận theo văn bản"),
        "{page}"
    );
    assert_eq!(value(&world, "clusters.count", "27764", "2027-01-02").await, "1");
    assert_eq!(value(&world, "clusters.count", "27763", "2027-01-02").await, "0");
    assert!(world.get("/clusters/vinh-hung?tab=history").await.contains("xác nhận xã nơi có cụm"));
    // The next rearrangement keeps to what was confirmed.
    let next =
        format!("{HEAD}\nrenamed,commune,27764,commune,27764,Tây Mới,,xã,80,,2028-01-01,10/NQ,\n");
    apply(&world, &next).await;
    assert_eq!(value(&world, "clusters.count", "27764", "2028-01-01").await, "1");
    assert_eq!(value(&world, "clusters.count", "27763", "2028-01-01").await, "0");
}

#[tokio::test]
async fn a_province_may_take_in_another_with_its_communes_in_one_file() {
    let world = with_clusters().await;
    let file = format!(
        "{HEAD}
merged,province,80,province,80,Tây Ninh Mới,,tỉnh,,,2027-01-01,9/NQ,
merged,province,68,province,80,Tây Ninh Mới,,tỉnh,,,2027-01-01,9/NQ,
moved,commune,27763,commune,27763,,,,15,,2027-01-01,9/NQ,
"
    );
    apply(&world, &file).await;
    assert_eq!(
        value(&world, "clusters.count", "80", "2027-01-01").await,
        "2",
        "one commune went elsewhere"
    );
    assert_eq!(value(&world, "clusters.count", "15", "2027-01-01").await, "1");
    assert_eq!(value(&world, "clusters.count", "80", "2026-12-31").await, "3");
    let page = world.get("/places/province:80:2027-01-01?on=2027-01-01").await;
    assert!(page.contains("219 đơn vị trực thuộc"), "the communes of both but one: {page}");
}

#[tokio::test]
async fn the_template_can_be_brought_as_it_is_told() {
    let world = World::signed_in().await;
    let template = String::from_utf8(world.body("/places/changes/template.csv").await).unwrap();
    let head = template.lines().next().unwrap();
    let file = format!(
        "{head}\nđổi tên,xã,27991,xã,27991,Bến Lức Mới,,phường,80,,01/01/2027,9/NQ-UBTVQH17,\n"
    );
    let (_, page) = bring(&world, "mau.csv", &file).await;
    assert!(page.contains("Đơn vị bắt đầu\n1"), "{page}");
    let (_, page) = bring(&world, "mau.csv", &template).await;
    assert!(page.contains("Đơn vị kết thúc") || page.starts_with("422"), "{page}");
}

#[tokio::test]
async fn a_workbook_that_lost_its_zeros_is_read_like_a_csv() {
    use paper::table::{Column, Field, Kind, Table, write_xlsx};
    let world = World::signed_in().await;
    let column =
        |heading: &&str| Column { heading: (*heading).to_owned(), kind: Kind::Text, width: 12 };
    let head: Vec<&str> = HEAD.split(',').collect();
    let table = Table {
        title: "Thay đổi đơn vị hành chính".to_owned(),
        subtitles: vec!["Theo nghị quyết".to_owned()],
        columns: head.iter().map(column).collect(),
        notes: Vec::new(),
    };
    let text = |text: &str| Field::Text(text.to_owned());
    // Lào Cai has codes that begin with a zero: 02671.
    let row = vec![
        text("đổi tên"),
        text("xã"),
        Field::Integer(2_671),
        text("xã"),
        Field::Integer(2_671),
        text("Cam Đường Mới"),
        Field::Empty,
        text("phường"),
        Field::Integer(15),
        Field::Empty,
        Field::Day("2027-01-01".parse().unwrap()),
        text("9/NQ-UBTVQH17"),
        Field::Empty,
    ];
    let mut out = std::io::Cursor::new(Vec::new());
    write_xlsx(&table, [row], &mut out).unwrap();
    let (_, _, location) =
        world.upload("/places/changes", "doi-ten.xlsx", &out.into_inner(), &[]).await;
    let page = world.get(&location).await;
    assert!(page.contains("Đơn vị bắt đầu\n1") && page.contains("Cam Đường Mới"), "{page}");
}

#[tokio::test]
async fn requests_of_a_commune_that_ends_are_to_be_decided() {
    let mut world = World::signed_in().await;
    let password = world.add_person("xa", Role::CommuneCommittee, "commune:27937:2025-07-01").await;
    world.sign_in("xa", &password).await;
    let asked = world
        .post(
            "/entry-requests",
            "place=commune:27937:2025-07-01&to_day=31/12/2027&reason=Chưa có cán bộ",
        )
        .await;
    assert!(asked.starts_with("303"), "{asked}");
    world = world.with_person("quan-tri-2", Role::Administrator, longan::places::COUNTRY_ID).await;
    let (_, page) = bring(&world, "thay-doi.csv", &changes()).await;
    assert!(page.contains("Đề nghị nhập thay cần quyết định\n1"), "{page}");
    assert!(page.contains("Người xa | Đề nghị nhập thay: Chưa có cán bộ cần quyết định | Xã Đức Hòa | Xã Đức Hòa Mới"), "{page}");
}

#[tokio::test]
async fn a_unit_and_its_decree_tell_of_each_other_and_who_brought_the_change() {
    let world = with_clusters().await;
    apply(&world, &changes()).await;
    let path = "/places/commune:27937:2027-01-01";
    let page = world.get(path).await;
    assert!(page.contains("Người quan-tri ghi đơn vị được lập"), "{page}");
    assert!(page.contains(", căn cứ 9/NQ-UBTVQH17\nCó từ: "), "{page}");
    assert!(page.contains("Có từ: Xã Đức Hòa (nhập); Xã Mỹ Hạnh (nhập)"), "{page}");
    assert!(page.contains("Tệp: thay-doi.csv"), "{page}");
    let old = world.get("/places/commune:27937:2025-07-01").await;
    assert!(
        old.contains("ghi đơn vị kết thúc") && old.contains("Ngày cuối cùng: 31/12/2026"),
        "{old}"
    );
    assert!(old.contains("Trở thành: Xã Đức Hòa Mới (nhập)"), "{old}");

    let html = String::from_utf8(world.body(path).await).unwrap();
    let paper = html.split("href=\"/documents/").nth(1).unwrap().split('"').next().unwrap();
    let paper = format!("/documents/{paper}");
    let uses = world.get(&paper).await;
    assert!(
        uses.contains(
            "Xã Đức Hòa → Xã Đức Hòa Mới | Thay đổi đơn vị hành chính: nhập | 01/01/2027"
        ),
        "{uses}"
    );
    // Whoever has a role there sees the decree; who has none anywhere near does not, by this.
    let world = world.with_person("tay-ninh", Role::Officer, "province:80:2025-07-01").await;
    assert!(world.get(&paper).await.contains("Xã Khánh Hưng Đông"));
    let world = world.with_person("lao-cai", Role::Officer, "province:15:2025-07-01").await;
    assert!(world.get(&paper).await.starts_with("404"));
    let hers = world.get(path).await;
    assert!(hers.contains("căn cứ 9/NQ-UBTVQH17"), "the unit tells its paper to everybody: {hers}");
}

use super::{PAPER, add, carried, say};
use crate::world::World;
use longan::users::Role;

#[tokio::test]
async fn everything_a_paper_says_of_a_body_stands_on_its_page_with_its_days() {
    let world = World::signed_in().await;
    let path = add(&world, "Công ty TNHH Sơn Ca", "0300588569", "27985").await;
    for (kind, form) in [
        ("names", "name=Son Ca Co., Ltd&name_kind=foreign"),
        (
            "people",
            "person_kind=representative&name=Chim Sẻ&title=Giám đốc&phone=0272 3888999&mail=se@example.vn&from_day=01/03/2012",
        ),
        ("industries", "version=2025&code=1311&weight=main&from_day=15/11/2025"),
        ("industries", "version=2018&code=1311&weight=main&from_day=01/03/2012"),
        ("states", "state=operating&on_day=01/03/2012"),
        ("states", "state=suspended&on_day=01/06/2026"),
        ("addresses", "address_kind=plant&detail=Lô B7&place=27985&from_day=01/01/2015"),
        ("renaming", "name=Công ty cổ phần Sơn Ca&from_day=01/07/2020"),
    ] {
        let answer = say(&world, &path, kind, form).await;
        assert_eq!(answer, format!("303 See Other → {path}"), "{kind}: {answer}");
    }
    let page = world.get(&path).await;
    for told in [
        "Công ty cổ phần Sơn Ca",
        "Tạm ngừng từ 01/06/2026",
        "Công ty TNHH Sơn Ca | Tên cũ",
        "đến trước 01/07/2020",
        "Chim Sẻ | Người đại diện theo pháp luật | Giám đốc | 0272 3888999",
        "1311 VSIC 2025 | Sản xuất sợi",
        "1311 VSIC 2018",
        "Trụ sở chính | Lô A1, Xã Đức Hòa Hạ, Tỉnh Long An",
        "Nơi sản xuất | Lô B7",
        "ghi việc đổi tên",
        "thêm người của tổ chức",
    ] {
        assert!(page.contains(told), "“{told}” is on\n{page}");
    }
    // Who the person is stands in one table only, not in the history.
    let history = page.split("Lịch sử").nth(1).unwrap();
    assert!(!history.contains("Chim Sẻ") && !history.contains("3888999"), "{history}");
    let again = say(&world, &path, "states", "state=operating&on_day=01/03/2012").await;
    assert!(again.starts_with("422") && again.contains("đã có trong hồ sơ"), "{again}");
}

#[tokio::test]
async fn what_no_longer_holds_gets_its_last_day_and_stays() {
    let world = World::signed_in().await;
    let path = add(&world, "HTX Dệt Hoa Sen", "", "27985").await;
    let page = String::from_utf8(world.body(&path).await).unwrap();
    let end = page
        .split("href=\"")
        .find(|link| link.contains("/addresses/") && link.contains("/end"))
        .unwrap();
    let end = end.split('"').next().unwrap().to_owned();
    let (revision, fact) =
        (carried(&world, &end, "revision").await, carried(&world, &end, "fact_revision").await);
    let form = format!("revision={revision}&fact_revision={fact}&{PAPER}");
    let early = world.post(&end, &format!("to_day=01/01/2010&{form}")).await;
    assert!(early.contains("sau ngày bắt đầu"), "{early}");
    assert!(world.post(&end, &format!("to_day=01/01/2020&{form}")).await.starts_with("303"));
    assert!(world.get(&path).await.contains("đến trước 01/01/2020"));
    // A second person who still has the old form open is told.
    assert!(world.post(&end, &format!("to_day=01/01/2021&{form}")).await.starts_with("404"));
    let stale = say(
        &world,
        &path,
        "states",
        &format!("state=operating&on_day=01/03/2012&revision={revision}"),
    )
    .await;
    assert!(stale.starts_with("409"), "{stale}");
}

#[tokio::test]
async fn a_tax_code_is_checked_and_twelve_digits_are_kept_with_a_warning() {
    let world = World::signed_in().await;
    let form = |name: &str, code: &str| {
        format!(
            "name={name}&tax_code={code}&address_kind=registered&place=27985&from_day=01/03/2012&{PAPER}"
        )
    };
    let wrong = world.post("/organizations", &form("Công ty Sơn Ca", "0300588560")).await;
    assert!(wrong.starts_with("422") && wrong.contains("sai chữ số kiểm tra"), "{wrong}");
    let path = add(&world, "Hộ kinh doanh Chim Sẻ", "999203012345", "27985").await;
    let page = world.get(&path).await;
    assert!(
        page.contains("999203012345") && page.contains("không phải mã tỉnh nơi sinh"),
        "{page}"
    );
    let taken = world.post("/organizations", &form("Hộ kinh doanh khác", "999203012345")).await;
    assert!(taken.starts_with("422") && taken.contains("đã có trong sổ"), "{taken}");
    let same = world.post("/organizations", &form("HKD Chim Sẻ", "")).await;
    assert!(same.starts_with("303"), "another spelling is for the search of duplicates: {same}");
    let same = world.post("/organizations", &form("hộ kinh doanh CHIM SẺ", "")).await;
    assert!(same.contains("đã có tổ chức mang tên này"), "{same}");
}

#[tokio::test]
async fn the_list_is_searched_without_marks_filtered_sorted_and_taken_away() {
    let world = World::signed_in().await;
    let company = add(&world, "Công ty TNHH Ánh Dương", "0300588569", "27985").await;
    add(&world, "HTX Dệt Hoa Sen", "", "27985").await;
    add(&world, "Hội Nông dân tỉnh Long An", "", "27994").await;
    assert!(
        say(&world, &company, "renaming", "name=Công ty TNHH Bình Minh&from_day=01/07/2020")
            .await
            .starts_with("303")
    );
    assert!(
        say(&world, &company, "states", "state=dissolved&on_day=01/06/2026")
            .await
            .starts_with("303")
    );
    for (query, found) in [
        ("q=binh+minh", &["Bình Minh"][..]),
        ("q=anh+duong", &["Bình Minh"]),
        ("q=03.00588569", &["Bình Minh"]),
        ("kind=cooperative", &["Hoa Sen"]),
        ("kind=partner", &["Hội Nông dân"]),
        ("state=dissolved", &["Bình Minh"]),
        ("place=27994", &["Hội Nông dân"]),
        ("place=80", &["Bình Minh", "Hội Nông dân", "Hoa Sen"]),
        ("place=60", &[]),
        ("q=khong-co", &[]),
    ] {
        let page = world.get(&format!("/organizations?{query}")).await;
        let rows = page.lines().filter(|line| line.matches('|').count() >= 4).skip(1);
        let names: Vec<&str> = rows.collect();
        assert_eq!(names.len(), found.len(), "{query}: {page}");
        for (row, name) in names.iter().zip(found) {
            assert!(row.contains(name), "{query}: {row}");
        }
        let csv =
            String::from_utf8(world.body(&format!("/organizations.csv?{query}")).await).unwrap();
        assert!(found.iter().all(|name| csv.contains(name)), "{query}: {csv}");
        assert_eq!(csv.lines().count(), found.len() + 1, "{query}: {csv}");
    }
    let partner = world.get("/organizations?kind=partner").await;
    assert!(partner.contains("| Hội Nông dân | chưa ghi"), "{partner}");
    let last = world.json("/api/organizations?sort=name&direction=down").await;
    assert!(last["organizations"][0]["name"].as_str().unwrap().contains("Hoa Sen"), "{last}");
    assert_eq!(world.body("/organizations.xlsx").await[..2], *b"PK");
    let json = world.json(&format!("/api{company}")).await;
    assert_eq!(json["organization"]["name"], "Công ty TNHH Bình Minh");
    assert_eq!(json["facts"]["names"][0]["name"], "Công ty TNHH Ánh Dương");
}

#[tokio::test]
async fn whoever_may_only_read_cannot_write_and_a_stranger_to_the_register_is_told_nothing() {
    let mut world = World::signed_in().await;
    let path = add(&world, "Công ty TNHH Sơn Ca", "0300588569", "27985").await;
    let ministry = world.add_person("bo", Role::Ministry, longan::places::COUNTRY_ID).await;
    let reader = world.add_person("xem", Role::Reader, longan::places::COUNTRY_ID).await;
    world.sign_in("bo", &ministry).await;
    assert!(world.get(&path).await.starts_with("200"));
    assert!(world.get(&format!("{path}/edit")).await.starts_with("403"));
    assert!(
        say(&world, &path, "states", "state=operating&on_day=01/03/2012").await.starts_with("403")
    );
    assert!(world.get("/organizations/duplicates").await.starts_with("403"));
    world.sign_in("xem", &reader).await;
    for hidden in
        ["/organizations", path.as_str(), &format!("/api{path}"), "/organizations.csv", "/own"]
    {
        assert!(world.get(hidden).await.starts_with("404"), "{hidden}");
    }
}

#[tokio::test]
async fn a_state_of_a_body_entered_wrongly_is_corrected_and_only_the_right_one_counts() {
    let world = World::signed_in().await;
    let path = add(&world, "Công ty TNHH Sơn Ca", "0300588569", "27985").await;
    let told = say(&world, &path, "states", "state=dissolved&on_day=01/06/2013").await;
    assert!(told.starts_with("303"), "{told}");
    let listed = async |state: &str| {
        world.get(&format!("/organizations?on=2013-12-31&state={state}")).await.contains("Sơn Ca")
    };
    assert!(listed("dissolved").await && !listed("suspended").await);
    let page = String::from_utf8(world.body(&path).await).unwrap();
    let link = page.split("href=\"").find(|link| link.contains("/correction\"")).unwrap();
    let address = link.split('"').next().unwrap().to_owned();
    let form = String::from_utf8(world.body(&address).await).unwrap();
    assert!(form.contains("value=\"01/06/2013\""), "what stands there is filled in: {form}");
    let right = format!("state=suspended&on_day=15/06/2013&{PAPER}");
    let asked = world.post(&address, &right).await;
    assert!(asked.starts_with("422") && asked.contains("Hãy ghi lý do đính chính"), "{asked}");
    let corrected = world.post(&address, &format!("{right}&reason=nhầm công ty cùng tên")).await;
    assert_eq!(corrected, format!("303 See Other → {path}"));
    assert!(!listed("dissolved").await && listed("suspended").await);
    let page = world.get(&path).await;
    assert!(page.contains("Tạm ngừng từ 15/06/2013"), "{page}");
    assert!(page.contains("đã đính chính: nhầm công ty cùng tên (Người quan-tri)"), "{page}");
    assert!(page.contains("Trạng thái trước đính chính: Đã giải thể, chấm dứt"), "{page}");
    let html = String::from_utf8(world.body(&path).await).unwrap();
    assert!(html.contains("<del class=\"text-secondary\">Đã giải thể, chấm dứt</del>"), "{html}");
    let again = world.post(&address, &format!("{right}&reason=lần nữa")).await;
    assert!(again.starts_with("409"), "corrected once: {again}");
    let world = world.with_person("xem", longan::users::Role::Inspector, "province:80:").await;
    assert!(world.post(&address, &format!("{right}&reason=xem")).await.starts_with("403"));
}

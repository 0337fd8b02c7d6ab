//! Reports on request: figures, units, days and a base make a table, a chart, files, sources.

use super::long_an;
use super::summary::{COMMUNE, TAY_NINH};
use crate::world::{LONG_AN, World};
use longan::users::Role;
use paper::workbook::{Limits, Value, read};
use std::io::{Cursor, Read as _};

const DUC_HOA: &str = "district:802:";
const CAN_GIUOC: &str = "district:807:";

/// The value of a figure for one place, as the machine interface tells it.
async fn figure(world: &World, code: &str, place: &str, rest: &str) -> serde_json::Value {
    world.json(&format!("/api/figures/{code}?place={place}&{rest}")).await
}

/// The page as it is sent.
async fn html(world: &World, query: &str) -> String {
    String::from_utf8(world.body(&format!("/reports/asked?{query}")).await).unwrap()
}

/// The numbers of the row with that name, without what stands below them.
fn row(html: &str, name: &str) -> Vec<String> {
    let line = html.split(&format!("words\">{name}</th>")).nth(1);
    let line = line.unwrap_or_else(|| panic!("{name}: {html}"));
    let line = line.split("</tr>").next().unwrap();
    let cells = line.split("<td").skip(1).map(|cell| {
        let text = cell.split("<br>").next().unwrap().trim_end_matches("</td>");
        let text = text.trim_end_matches("</a>");
        text.rsplit('>').next().unwrap().to_owned()
    });
    cells.collect()
}

/// The numbers of a workbook, row by row.
fn numbers(bytes: &[u8]) -> Vec<f64> {
    let workbook = read(bytes, &Limits::default()).unwrap();
    let cells = workbook.sheets[0].cells.values();
    let numbers = cells.filter_map(|cell| match cell.value {
        Value::Number(number) => Some(number),
        _ => None,
    });
    numbers.collect()
}

#[tokio::test]
async fn figures_are_told_for_each_unit_of_a_place_and_add_up_to_its_own() {
    let world = long_an().await;
    let blank = world.get("/reports/asked").await;
    assert!(blank.contains("Tỷ lệ lấp đầy bình quân (%)"), "{blank}");
    let query = format!(
        "figure=clusters.count&figure=clusters.area&figure=clusters.occupancy&within={LONG_AN}&times=31/12/2013"
    );
    let page = world.get(&format!("/reports/asked?{query}")).await;
    assert!(page.starts_with("200"), "{page}");
    assert!(page.contains("số liệu đến ngày 31/12/2013"), "{page}");
    assert!(page.contains("theo đất đã cho thuê"), "the base is named: {page}");
    let html = html(&world, &query).await;
    // Each number is the figure's own for that unit, and the last row is the figure's own.
    for (name, place) in [("Huyện Đức Hòa", DUC_HOA), ("Cả tỉnh Long An", LONG_AN)] {
        let cells = row(&html, name);
        for (at, code) in
            ["clusters.count", "clusters.area", "clusters.occupancy"].into_iter().enumerate()
        {
            let own = figure(&world, code, place, "on=2013-12-31").await;
            let value = own["value"].as_str().unwrap().replace('.', ",");
            let shown = cells[at].replace('.', "");
            let shown = shown.strip_suffix(",00").unwrap_or(&shown);
            assert_eq!(shown.trim_end_matches('0'), value.trim_end_matches('0'), "{name} {code}");
        }
    }
    assert!(page.contains("Văn bản làm căn cứ"), "{page}");
    assert!(page.contains("ccn_long_an_2013.xlsx"), "the papers are named: {page}");
    assert!(
        html.contains("/figures/clusters.occupancy?place=district%3A802%3A&amp;on=2013-12-31&amp;basis=leased#rows")
            || html.contains("/figures/clusters.occupancy?place=district%3A802%3A&#38;on=2013-12-31&#38;basis=leased#rows"),
        "a number leads to its rows: {html}"
    );
    assert_eq!(html.matches("data-chart=\"bar-horizontal\"").count(), 3, "a chart a figure");

    // The files say the same.
    let xlsx = numbers(&world.body(&format!("/reports/asked/table.xlsx?{query}")).await);
    let whole = figure(&world, "clusters.area", LONG_AN, "on=2013-12-31").await;
    let whole: f64 = whole["value"].as_str().unwrap().parse().unwrap();
    assert!(xlsx.iter().any(|number| (number - whole).abs() < 1e-9), "{whole}: {xlsx:?}");
    let docx = world.body(&format!("/reports/asked/letter.docx?{query}")).await;
    let mut text = String::new();
    let mut zip = zip::ZipArchive::new(Cursor::new(docx)).unwrap();
    zip.by_name("word/document.xml").unwrap().read_to_string(&mut text).unwrap();
    for words in
        ["UBND TỈNH LONG AN", "Huyện Đức Hòa", "Nguồn số liệu, cách tính", "ccn_long_an_2013.xlsx"]
    {
        assert!(text.contains(words), "{words}");
    }
    let pdf = world.body(&format!("/reports/asked/letter.pdf?{query}")).await;
    assert_eq!(pdf.starts_with(b"%PDF-"), paper::letter::makes_pdf());
}

#[tokio::test]
async fn units_that_are_named_are_told_as_each_would_be_alone() {
    let world = long_an().await;
    for (times, counting, own) in [
        ("31/12/2013", "calendar", "on=2013-12-31"),
        ("2013", "calendar", "period=2013"),
        ("năm 2013", "report", "report=2013"),
        ("2026-H1", "report", "report=2026-H1"),
    ] {
        let places = [DUC_HOA, CAN_GIUOC, LONG_AN, TAY_NINH, COMMUNE];
        let query = format!(
            "figure=clusters.count&figure=tenants.operating.count&figure=clusters.leased_land&places={}&times={times}&counting={counting}",
            places.join(";")
        );
        let query = query.replace(' ', "%20").replace('ă', "%C4%83");
        let bytes = world.body(&format!("/reports/asked/table.xlsx?{query}")).await;
        let found = numbers(&bytes);
        let mut expected = Vec::new();
        for (at, place) in places.into_iter().enumerate() {
            expected.push(f64::from(u32::try_from(at + 1).unwrap()));
            for code in ["clusters.count", "clusters.leased_land", "tenants.operating.count"] {
                let own = figure(&world, code, place, own).await;
                expected.push(own["value"].as_str().unwrap().parse().unwrap());
            }
        }
        assert_eq!(found, expected, "{times} {counting}");
    }
}

#[tokio::test]
async fn what_nobody_reported_is_missing_and_not_nothing() {
    let world = long_an().await;
    let query = format!("figure=tenants.revenue&within={LONG_AN}&times=2013,2014");
    let page = world.get(&format!("/reports/asked?{query}")).await;
    let cells = row(&html(&world, &query).await, "Cả tỉnh Long An");
    assert_ne!(cells[0], "chưa có", "{page}");
    assert_eq!(cells[1], "chưa có", "nobody reported 2014: {page}");
    assert!(page.contains("năm 2013 | năm 2014"), "{page}");
}

#[tokio::test]
async fn too_much_or_what_cannot_be_read_is_told_in_words() {
    let world = long_an().await;
    let all: Vec<String> =
        longan::figures::all().map(|figure| format!("figure={}", figure.code)).collect();
    let many = all.join("&");
    for (query, told) in [
        (format!("{many}&times=2013"), "Hãy chọn không quá 10 chỉ tiêu"),
        ("times=2013".to_owned(), "Hãy chọn ít nhất một chỉ tiêu"),
        ("figure=clusters.nothing&times=2013".to_owned(), "Không có chỉ tiêu “clusters.nothing”"),
        ("figure=clusters.count".to_owned(), "Hãy nhập ít nhất một ngày hoặc một kỳ"),
        (
            "figure=clusters.count&times=2007,2008,2009,2010,2011,2012,2013".to_owned(),
            "không quá 6 thời điểm",
        ),
        ("figure=clusters.count&times=31/02/2013".to_owned(), "không đọc được là ngày hay kỳ"),
        (
            "figure=clusters.count&times=2013-Q1&counting=report".to_owned(),
            "Không có báo cáo định kỳ cho quý I năm 2013",
        ),
        (
            "figure=clusters.count&times=2013&places=xa%20khong%20co".to_owned(),
            "Không tìm thấy đơn vị “xa khong co”",
        ),
        (
            "figure=clusters.count&times=2013&within=999".to_owned(),
            "Không có đơn vị hành chính nào mang mã",
        ),
        ("figure=clusters.occupancy&times=2013&basis=total".to_owned(), "Hãy chọn một cơ sở tính"),
        (format!("{}&times=2010,2011,2012,2013", all[..8].join("&")), "quá nhiều để đọc và in"),
    ] {
        let page = world.get(&format!("/reports/asked?{query}")).await;
        assert!(page.starts_with("422") && page.contains(told), "{told}: {page}");
        let file = world.get(&format!("/reports/asked/letter.docx?{query}")).await;
        assert!(file.starts_with("422"), "{told}: {file}");
    }
}

#[tokio::test]
async fn a_person_sees_only_the_clusters_of_their_own_reach() {
    let mut world = long_an().await;
    let query = format!("figure=clusters.count&places={DUC_HOA};{CAN_GIUOC}&times=31/12/2013");
    let whole = html(&world, &query).await;
    assert_ne!(row(&whole, "Huyện Cần Giuộc (đến 30/06/2025)")[0], "0", "{whole}");
    let password = world.add_person("huyen", Role::CommuneCommittee, DUC_HOA).await;
    world.sign_in("huyen", &password).await;
    let own = html(&world, &query).await;
    let name = "Huyện Đức Hòa (đến 30/06/2025)";
    assert_eq!(row(&own, name)[0], row(&whole, name)[0], "{own}");
    assert_eq!(row(&own, "Huyện Cần Giuộc (đến 30/06/2025)")[0], "0", "{own}");
    assert!(own.contains("phạm vi xem của tài khoản"), "{own}");
    let tenant = super::seat(&world, "1199010017").await;
    let password = world.add_person("doanh-nghiep", Role::Tenant, &tenant).await;
    world.sign_in("doanh-nghiep", &password).await;
    let answer = world.get(&format!("/reports/asked?{query}")).await;
    assert!(answer.starts_with("404"), "an enterprise sees no figures: {answer}");
}

#[tokio::test]
async fn a_choice_is_kept_under_a_name_and_opened_again_as_of_today() {
    let mut world = long_an().await;
    let asked = format!("figure=clusters.count&within={LONG_AN}&times=31/12/2013");
    let nameless = world.post("/reports/asked/choices", &format!("{asked}&name=")).await;
    assert!(nameless.starts_with("422") && nameless.contains("Hãy đặt tên"), "{nameless}");
    let wrong = world.post("/reports/asked/choices", "figure=clusters.count&name=Sai").await;
    assert!(wrong.starts_with("422"), "what cannot be answered is not kept: {wrong}");
    let kept = world.post("/reports/asked/choices", &format!("{asked}&name=Họp giao ban")).await;
    assert!(kept.starts_with("303 See Other → /reports/asked?figure=clusters.count"), "{kept}");
    let page = world.get("/reports/asked").await;
    assert!(page.contains("Mẫu đã lưu") && page.contains("Họp giao ban"), "{page}");
    let html = String::from_utf8(world.body("/reports/asked").await).unwrap();
    let today = html.split("times=h%C3%B4m%20nay").count();
    assert_eq!(today, 2, "one click to the numbers of today: {html}");
    let today =
        format!("/reports/asked?figure=clusters.count&within={LONG_AN}&times=h%C3%B4m%20nay");
    assert!(world.get(&today).await.contains("số liệu đến ngày 23/11/2026"));
    // The same name again: the new choice stands instead.
    let other = format!("figure=clusters.area&within={LONG_AN}&times=31/12/2013&name=Họp giao ban");
    assert!(world.post("/reports/asked/choices", &other).await.starts_with("303"));
    let (id, query): (String, String) = sqlx::query_as("select id, query from report_choices")
        .fetch_one(world.app.store.read())
        .await
        .unwrap();
    assert!(query.starts_with("figure=clusters.area"), "{query}");
    let opened = world.get(&format!("/reports/asked?choice={id}")).await;
    assert!(opened.starts_with("303 See Other → /reports/asked?figure=clusters.area"), "{opened}");
    // It is nobody else's.
    let mine = world.add_person("khac", Role::Officer, LONG_AN).await;
    world.sign_in("khac", &mine).await;
    assert!(!world.get("/reports/asked").await.contains("Họp giao ban"));
    assert!(world.get(&format!("/reports/asked?choice={id}")).await.starts_with("404"));
    let closing = world.post(&format!("/reports/asked/choices/{id}/closure"), "").await;
    assert!(closing.starts_with("404"), "{closing}");
}

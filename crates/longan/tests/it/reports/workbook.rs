//! The template of one body and of many: handed out, errors by cell, handed back, taken once it
//! is right.

use super::script::{Put, Template, remarked, text};
use super::{long_an, person, seat, tenant_of};
use crate::world::{LONG_AN, World};
use longan::users::Role;
use std::collections::{BTreeMap, BTreeSet};

async fn template(world: &World, query: &str) -> Template {
    Template::of(world.body(&format!("/reports/workbook?{query}")).await)
}

/// Everybody's numbers.
fn filled(template: &Template) -> BTreeMap<String, Put> {
    let mut cells = BTreeMap::new();
    for (_, row) in &template.rows {
        for (key, number) in [("r01", "12,5"), ("r02", "0,5"), ("r03", "40"), ("r04", "9")] {
            cells.insert(template.cell(*row, key), text(number));
        }
    }
    cells
}

/// Brings a workbook; answers where that leads, and status and text when it is refused at once.
async fn bring(world: &World, bytes: &[u8], fields: &[(&str, &str)]) -> (u16, String) {
    let (status, said, to) = world.upload("/reports/uploads", "bieu.xlsx", bytes, fields).await;
    (status.as_u16(), if to.is_empty() { said } else { to })
}

async fn brought(world: &World, bytes: &[u8], fields: &[(&str, &str)]) -> String {
    let (status, to) = bring(world, bytes, fields).await;
    assert_eq!(status, 303, "{to}");
    to
}

/// Cell and kind of every finding.
async fn found(world: &World, to: &str) -> Vec<String> {
    let told = world.json(&format!("/api{to}")).await;
    let problems = told["problems"].as_array().unwrap().iter();
    let mut found: Vec<String> = problems
        .map(|one| format!("{} {}", one["cell"].as_str().unwrap(), one["kind"].as_str().unwrap()))
        .collect();
    found.sort();
    found
}

const YEAR: &[(&str, &str)] = &[("form", "bieu-01"), ("period", "2026")];

#[tokio::test]
async fn many_enterprises_come_in_one_workbook_that_is_handed_back_until_it_is_right() {
    let mut world = long_an().await;
    let officer = person(&world, "nhap-bang", Role::Officer, LONG_AN).await;
    world.sign_in("nhap-bang", &officer).await;
    let blank = template(&world, "form=bieu-01&period=2026").await;
    let owed = world.json("/api/reports/owed?form=bieu-01&period=2026").await["count"]["missing"]
        .as_i64()
        .unwrap();
    assert!(owed > 130 && blank.rows.len() == usize::try_from(owed).unwrap());

    // A word, another unit, a key nobody has, a body twice; one enterprise left blank.
    let mut cells = filled(&blank);
    let wrong = [
        (0, "r01", text("mười hai")),
        (1, "r02", text("0,5 ha")),
        (2, "", text("khong-co")),
        (5, "", Put::Text(blank.rows[0].0.clone())),
        (6, "r01", Put::Nothing),
        (6, "r02", Put::Nothing),
        (6, "r03", Put::Nothing),
        (6, "r04", text("  ")),
    ];
    for (at, key, put) in wrong {
        cells.insert(blank.of_body(at, key), put);
    }
    let to = brought(&world, &blank.filled(&cells), YEAR).await;
    let page = world.get(&to).await;
    for told in [
        "tệp có 4 lỗi",
        "Giá trị: 2 · Trong một phần: 1 · Giữa các phần: 1",
        "mười hai",
        "Đơn vị này đã có số ở ô B",
        "0,5 ha",
    ] {
        assert!(page.contains(told), "{told}:\n{page}");
    }
    let cells_told =
        [(0, "r01"), (1, "r02"), (2, "name"), (5, "name")].map(|(at, key)| blank.of_body(at, key));
    let back = world.body(&format!("{to}/annotated.xlsx")).await;
    assert_eq!(remarked(&back), BTreeSet::from(cells_told));
    assert_eq!(Template::of(back).text(blank.rows[0].1, "r01"), "mười hai", "what was typed stays");
    let count = world.json("/api/reports/owed?form=bieu-01&period=2026").await;
    assert_eq!(count["count"]["missing"], owed, "nothing is taken of a workbook with an error");
    // Somebody else's upload, and a file that is no such table.
    let other = person(&world, "khac", Role::Officer, LONG_AN).await;
    world.sign_in("khac", &other).await;
    for address in [&to, &format!("{to}/annotated.xlsx"), &format!("/api{to}")] {
        assert!(world.get(address).await.starts_with("404"), "{address}");
    }
    world.sign_in("nhap-bang", &officer).await;
    let strange = world.body("/clusters.xlsx?on=2026-11-23").await;
    let page = world.get(&brought(&world, &strange, YEAR).await).await;
    assert!(page.contains("Hãy tải bảng mẫu của kỳ này"), "{page}");

    // Put right, all of it goes; each number knows its cell.
    let mut cells = filled(&blank);
    for key in ["r01", "r02", "r03", "r04"] {
        cells.insert(blank.of_body(6, key), Put::Nothing);
    }
    let right = blank.filled(&cells);
    let page = world.get(&brought(&world, &right, YEAR).await).await;
    assert!(page.contains(&format!("Đã gửi {} báo cáo", owed - 1)), "{page}");
    let after = world.json("/api/reports/owed?form=bieu-01&period=2026").await;
    assert_eq!(after["count"]["sent"], owed - 1);
    assert_eq!(after["count"]["missing"], 1, "who was left blank is missing, not nought");
    let list = world.json("/api/reports/owed?form=bieu-01&period=2026&state=sent").await;
    let id = list["owed"][0]["report_id"].as_str().unwrap();
    let report = world.json(&format!("/api/reports/{id}")).await;
    assert_eq!(report["values"][0]["value"], 12_500_000_000_i64);
    assert!(report["values"][0]["location"].as_str().unwrap().contains('!'));
    assert!(report["values"][0]["way"] == "workbook");
    // Once more the same: they have come already.
    let page = world.get(&brought(&world, &right, YEAR).await).await;
    assert!(page.contains("Đơn vị này đã gửi báo cáo kỳ này"), "{page}");

    // An enterprise enters its own row only.
    let own = seat(&world, "1199010017").await;
    let enterprise = person(&world, "doanh-nghiep", Role::Tenant, &own).await;
    world.sign_in("doanh-nghiep", &enterprise).await;
    let mine = template(&world, "form=bieu-01&period=2025").await;
    assert_eq!(mine.rows.len(), 1);
    assert_eq!(mine.text(mine.rows[0].1, "tax_code"), "1199010017");
    let page = world.get(&brought(&world, &blank.filled(&filled(&blank)), YEAR).await).await;
    assert!(page.contains("Không tìm thấy đơn vị này trong danh sách"), "{page}");
}

#[tokio::test]
async fn an_enterprise_sends_its_own_form_as_an_excel_sheet() {
    let mut world = long_an().await;
    let (tenant, body) = tenant_of(&world, "1199010017").await;
    let own = seat(&world, "1199010017").await;
    let enterprise = person(&world, "doanh-nghiep", Role::Tenant, &own).await;
    world.sign_in("doanh-nghiep", &enterprise).await;
    let page = world.get(&format!("/reports/fill/bieu-01/2026/{tenant}")).await;
    assert!(page.contains("Điền bằng bảng Excel"), "{page}");
    let list = world.get("/reports/owed?form=bieu-01&period=2026").await;
    assert!(list.contains("Nhập nhiều báo cáo bằng một bảng Excel"), "{list}");
    let query = format!("form=bieu-01&period=2026&subject={tenant}");
    let blank = template(&world, &query).await;
    let keys: Vec<&str> = blank.rows.iter().map(|(key, _)| key.as_str()).collect();
    assert_eq!(keys, ["r01", "r02", "r03", "r04"], "as the form is printed");
    let sheet = &blank.book.sheets[0];
    let above: Vec<String> = sheet.rows().take(7).map(|row| sheet.text(row, 1)).collect();
    assert!(above.iter().any(|line| line.contains(&body)), "{above:?}");

    let fields = [("form", "bieu-01"), ("period", "2026"), ("subject", tenant.as_str())];
    let with = |numbers: [&str; 4]| {
        let cells = numbers.iter().enumerate();
        cells.map(|(at, number)| (blank.of_body(at, "value"), text(number))).collect()
    };
    // What may be two numbers is not guessed.
    let doubtful = blank.filled(&with(["1.234", "0,5", "40", "9"]));
    let to = brought(&world, &doubtful, &fields).await;
    let cell = blank.of_body(0, "value");
    assert_eq!(found(&world, &to).await, [format!("{cell} number_format")]);
    let page = world.get(&to).await;
    assert!(page.contains("đọc được thành hai số khác nhau"), "{page}");
    // Another period, and the sheet of somebody else.
    let right = blank.filled(&with(["1.234,0", "0,5", "40", "9"]));
    let other_period = [("form", "bieu-01"), ("period", "2026-H1"), ("subject", tenant.as_str())];
    let to = brought(&world, &right, &other_period).await;
    assert!(found(&world, &to).await[0].ends_with(" other_period"));
    let page = world.get(&to).await;
    assert!(page.contains("bảng mẫu của kỳ năm 2026, không phải 6 tháng đầu năm 2026"), "{page}");
    let list = world.json("/api/reports/owed?form=bieu-01&period=2026").await;
    assert_eq!(list["count"]["owed"], 1, "it sees its own duty only");
    let (status, _) =
        bring(&world, &right, &[("form", "bieu-01"), ("period", "2026"), ("subject", "khong-co")])
            .await;
    assert_eq!(status, 404);

    let to = brought(&world, &right, &fields).await;
    let page = world.get(&to).await;
    assert!(page.contains("Đã gửi 1 báo cáo"), "{page}");
    let list = world.json("/api/reports/owed?form=bieu-01&period=2026").await;
    let id = list["owed"][0]["report_id"].as_str().unwrap();
    let report = world.json(&format!("/api/reports/{id}")).await;
    assert_eq!(report["values"][0]["value"], 1_234_000_000_000_i64);
    let paper = report["report"]["document_id"].as_str().unwrap();
    assert!(world.get(&format!("/documents/{paper}")).await.starts_with("200"));
    // Sent: there is no template any more, only a correction on the page.
    assert!(world.get(&format!("/reports/workbook?{query}")).await.starts_with("404"));
    let page = world.get(&format!("/reports/fill/bieu-01/2026/{tenant}")).await;
    assert!(!page.contains("Điền bằng bảng Excel"), "{page}");

    // An officer who has its sheet does not send it as that of another enterprise.
    let officer = person(&world, "nhap-bang", Role::Officer, LONG_AN).await;
    world.sign_in("nhap-bang", &officer).await;
    let list = world.json("/api/reports/owed?form=bieu-01&period=2026&state=missing").await;
    let other = list["owed"][0]["subject_id"].as_str().unwrap();
    let fields = [("form", "bieu-01"), ("period", "2026"), ("subject", other)];
    let to = brought(&world, &right, &fields).await;
    assert!(found(&world, &to).await[0].ends_with(" other_body"));
}

#[tokio::test]
async fn an_investor_sends_its_form_as_an_excel_sheet_with_last_years_numbers_beside() {
    let mut world = long_an().await;
    let own = seat(&world, "Công ty CP Hạ tầng Gáo Vàng").await;
    let investor = person(&world, "chu-dau-tu", Role::InfrastructureInvestor, &own).await;
    world.sign_in("chu-dau-tu", &investor).await;
    let owed = world.json("/api/reports/owed?form=bieu-02&period=2025").await;
    let cluster = owed["owed"][0]["subject_id"].as_str().unwrap().to_owned();
    let numbers =
        ["250", "120", "40", "30", "75", "12", "2", "10", "5", "0,5", "20", "8", "1", "0"];
    for period in ["2025", "2026"] {
        let query = format!("form=bieu-02&period={period}&subject={cluster}");
        let blank = template(&world, &query).await;
        assert_eq!(blank.rows.len(), numbers.len());
        let beside = blank.text(blank.rows[0].1, "before");
        assert_eq!(beside, if period == "2025" { "" } else { "250" });
        let mut cells: BTreeMap<String, Put> = numbers
            .iter()
            .enumerate()
            .map(|(at, number)| (blank.of_body(at, "value"), text(number)))
            .collect();
        let fields = [("form", "bieu-02"), ("period", period), ("subject", cluster.as_str())];
        if period == "2026" {
            // More works than projects, and a jump: the first is wrong, the second wants a reason.
            cells.insert(blank.of_body(7, "value"), Put::Number(13.0));
            cells.insert(blank.of_body(8, "value"), Put::Number(9.0));
            let to = brought(&world, &blank.filled(&cells), &fields).await;
            let (wrong, jump) = (blank.of_body(7, "value"), blank.of_body(8, "value"));
            let expected = [format!("{wrong} at_most"), format!("{jump} change")];
            assert_eq!(found(&world, &to).await, expected);
            cells.insert(wrong, Put::Number(10.0));
            cells.insert(blank.of_body(8, "reason"), text("Cho thuê thêm hai lô"));
        }
        let to = brought(&world, &blank.filled(&cells), &fields).await;
        let page = world.get(&to).await;
        assert!(page.contains("Đã gửi 1 báo cáo"), "{page}");
    }
    let list = world.json("/api/reports/owed?form=bieu-02&period=2026").await;
    let id = list["owed"][0]["report_id"].as_str().unwrap();
    assert!(world.get(&format!("/reports/{id}")).await.contains("Cho thuê thêm hai lô"));
}

#[tokio::test]
async fn a_workbook_that_comes_again_carries_only_what_is_still_wrong_and_names_each_period_before()
{
    let mut world = long_an().await;
    let officer = person(&world, "nhap-bang", Role::Officer, LONG_AN).await;
    world.sign_in("nhap-bang", &officer).await;
    // One enterprise has reported last year, another only the year before.
    let list = world.json("/api/reports/owed?form=bieu-01&period=2024").await;
    let ids = [0, 1].map(|at| list["owed"][at]["subject_id"].as_str().unwrap().to_owned());
    for (id, period) in ids.iter().zip(["2025", "2024"]) {
        let fields = [
            ("act", "send"),
            ("r01", "12,5"),
            ("r02", "0,5"),
            ("r03", "40"),
            ("r04", "9"),
            ("number", period),
            ("issued_on", "20/11/2026"),
        ];
        let path = format!("/reports/fill/bieu-01/{period}/{id}");
        let (status, text, _) = super::fill::send(&world, &path, &fields).await;
        assert_eq!(status, 303, "{text}");
    }
    let blank = template(&world, "form=bieu-01&period=2026").await;
    let row =
        |template: &Template, id: &str| template.rows.iter().find(|(key, _)| key == id).unwrap().1;
    for (id, period) in ids.iter().zip(["năm 2025", "năm 2024"]) {
        let at = row(&blank, id);
        assert_eq!(blank.text(at, "before_period"), period);
        assert_eq!(blank.text(at, "r01:before"), "12,5");
    }
    let third = blank.rows.iter().find(|(key, _)| !ids.contains(key)).unwrap().1;
    assert_eq!(blank.text(third, "before_period"), "", "who has never reported has no such period");
    let one = template(&world, &format!("form=bieu-01&period=2026&subject={}", ids[1])).await;
    assert_eq!(one.text(one.heading, "before"), "Kỳ trước (năm 2024)");

    // Two are wrong; one is put right, and its remark goes.
    let cell = |id: &str, key: &str| blank.cell(row(&blank, id), key);
    let wrong = [(cell(&ids[0], "r01"), text("mười")), (cell(&ids[1], "r02"), text("0,5 ha"))];
    let mut cells = BTreeMap::new();
    for id in &ids {
        for (key, number) in [("r01", "12,5"), ("r02", "0,5"), ("r03", "40"), ("r04", "9")] {
            cells.insert(cell(id, key), text(number));
        }
    }
    cells.extend(wrong.clone());
    let to = brought(&world, &blank.filled(&cells), YEAR).await;
    let back = Template::of(world.body(&format!("{to}/annotated.xlsx")).await);
    assert_eq!(remarked(&back.bytes), BTreeSet::from(wrong.clone().map(|(cell, _)| cell)));
    let mended = BTreeMap::from([(wrong[0].0.clone(), text("12,5"))]);
    let to = brought(&world, &back.filled(&mended), YEAR).await;
    let back = Template::of(world.body(&format!("{to}/annotated.xlsx")).await);
    assert_eq!(remarked(&back.bytes), BTreeSet::from([wrong[1].0.clone()]));
    let mended = BTreeMap::from([(wrong[1].0.clone(), text("0,5"))]);
    let page = world.get(&brought(&world, &back.filled(&mended), YEAR).await).await;
    assert!(page.contains("Đã gửi 2 báo cáo"), "{page}");
}

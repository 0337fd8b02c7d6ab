//! One workbook for many enterprises: errors by cell, handed back, taken once it is right.

use super::{long_an, person};
use crate::world::{LONG_AN, World};
use longan::users::Role;
use paper::table::{Column, Field, Kind, Table, write_xlsx};
use paper::workbook::{Limits, Workbook, read};

fn opened(bytes: &[u8]) -> Workbook {
    read(bytes, &Limits::default()).unwrap()
}

/// The filled template: everybody's numbers, with changes by row and column, one row blank.
fn filled(template: &Workbook, change: &[(usize, usize, &str)]) -> Vec<u8> {
    let sheet = &template.sheets[0];
    let head = sheet.rows().find(|row| sheet.text(*row, 0) == "Mã hồ sơ").unwrap();
    let width = sheet.row(head).count();
    let column = |at: usize| Column {
        heading: sheet.text(head, u32::try_from(at).unwrap()),
        kind: Kind::Text,
        width: 20,
    };
    let numbers = ["12,5", "0,5", "40", "9"];
    let bodies: Vec<u32> = sheet.rows().filter(|row| *row > head).collect();
    let mut rows = Vec::new();
    for (at, row) in bodies.iter().enumerate() {
        let mut fields: Vec<Field> = (0..width)
            .map(|c| match c {
                0..4 => Field::Text(sheet.text(*row, u32::try_from(c).unwrap())),
                4..8 => Field::Text(numbers[c - 4].to_owned()),
                _ => Field::Empty,
            })
            .collect();
        for (_, c, text) in change.iter().filter(|(r, ..)| *r == at) {
            fields[*c] =
                if text.is_empty() { Field::Empty } else { Field::Text((*text).to_owned()) };
        }
        rows.push(fields);
        if at == 3 {
            rows.push(vec![Field::Empty; width]);
        }
    }
    let table = Table {
        title: "Bảng của xã".to_owned(),
        subtitles: Vec::new(),
        columns: (0..width).map(column).collect(),
        notes: Vec::new(),
    };
    let mut out = std::io::Cursor::new(Vec::new());
    write_xlsx(&table, rows, &mut out).unwrap();
    out.into_inner()
}

async fn bring(world: &World, bytes: &[u8]) -> String {
    let fields = [("form", "bieu-01"), ("period", "2026")];
    let (status, text, to) = world.upload("/reports/uploads", "bieu-01.xlsx", bytes, &fields).await;
    assert_eq!(status.as_u16(), 303, "{text}");
    to
}

#[tokio::test]
async fn many_enterprises_come_in_one_workbook_that_is_handed_back_until_it_is_right() {
    let mut world = long_an().await;
    let officer = person(&world, "nhap-bang", Role::Officer, LONG_AN).await;
    world.sign_in("nhap-bang", &officer).await;
    let template = opened(&world.body("/reports/workbook?form=bieu-01&period=2026").await);
    let owed = world.json("/api/reports/owed?form=bieu-01&period=2026").await["count"]["missing"]
        .as_i64()
        .unwrap();
    assert!(owed > 130);

    // A word, another unit, a key nobody has, a body twice; one enterprise left blank.
    let keys =
        template.sheets[0].rows().map(|row| template.sheets[0].text(row, 0)).collect::<Vec<_>>();
    let first = keys[keys.iter().position(|text| text == "Mã hồ sơ").unwrap() + 1].clone();
    let change = [
        (0, 4, "mười hai"),
        (1, 5, "0,5 ha"),
        (2, 0, "khong-co"),
        (2, 2, ""),
        (5, 0, first.as_str()),
        (6, 4, ""),
        (6, 5, ""),
        (6, 6, ""),
        (6, 7, ""),
    ];
    let wrong = filled(&template, &change);
    let to = bring(&world, &wrong).await;
    let page = world.get(&to).await;
    for told in [
        "tệp có 4 lỗi",
        "mười hai",
        "E4 |",
        "F5 |",
        "A6 |",
        "A10 |",
        "Đơn vị này có hai dòng",
        "0,5 ha",
    ] {
        assert!(page.contains(told), "{told}:\n{page}");
    }
    let back = opened(&world.body(&format!("{to}/annotated.xlsx")).await);
    assert_eq!(back.sheets[0].text(3, 4), "mười hai", "what was typed stays");
    let count = world.json("/api/reports/owed?form=bieu-01&period=2026").await;
    assert_eq!(count["count"]["missing"], owed, "nothing is taken of a workbook with an error");
    // Somebody else's upload, and a file that is no such table.
    let other = person(&world, "khac", Role::Officer, LONG_AN).await;
    world.sign_in("khac", &other).await;
    assert!(world.get(&to).await.starts_with("404"));
    assert!(world.get(&format!("{to}/annotated.xlsx")).await.starts_with("404"));
    world.sign_in("nhap-bang", &officer).await;
    let strange = world.body("/clusters.xlsx?on=2026-11-23").await;
    let page = world.get(&bring(&world, &strange).await).await;
    assert!(page.contains("Hãy tải bảng mẫu của kỳ này"), "{page}");

    // Put right, all of it goes; each number knows its cell.
    let blank = [(6, 4, ""), (6, 5, ""), (6, 6, ""), (6, 7, "")];
    let page = world.get(&bring(&world, &filled(&template, &blank)).await).await;
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
    let page = world.get(&bring(&world, &filled(&template, &blank)).await).await;
    assert!(page.contains("Đơn vị này đã gửi báo cáo kỳ này"), "{page}");

    // An enterprise enters its own row only.
    let own = super::seat(&world, "1199010017").await;
    let enterprise = person(&world, "doanh-nghiep", Role::Tenant, &own).await;
    world.sign_in("doanh-nghiep", &enterprise).await;
    let mine = opened(&world.body("/reports/workbook?form=bieu-01&period=2025").await);
    let rows = mine.sheets[0].rows().filter(|row| mine.sheets[0].text(*row, 2) == "1199010017");
    assert_eq!(rows.count(), 1);
    let page = world.get(&bring(&world, &filled(&template, &[])).await).await;
    assert!(page.contains("Không tìm thấy đơn vị này trong danh sách"), "{page}");
}

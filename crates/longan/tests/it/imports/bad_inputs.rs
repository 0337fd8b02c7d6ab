//! Broken workbooks are refused or reported cell by cell, and nothing of a wrong row is kept.

use super::import;
use crate::world::World;
use longan::imports::{Kind, Options, Report};

async fn told(world: &World, name: &str) -> Report {
    let options = Options {
        accept: true,
        place: Some("province:80:".to_owned()),
        on: Some("2013-12-31".parse().unwrap()),
        ..Options::default()
    };
    import(world, Kind::Clusters, &format!("bad_inputs/{name}"), &options).await
}

async fn clusters(world: &World) -> i64 {
    let (count,): (i64,) = sqlx::query_as("select count(*) from clusters")
        .fetch_one(world.app.store.read())
        .await
        .unwrap();
    count
}

fn errors(report: &Report) -> Vec<(&str, &str)> {
    let errors = report.problems.iter().filter(|p| p.severity.word() == "error");
    errors.map(|p| (p.cell.as_str(), p.kind.as_str())).collect()
}

#[tokio::test]
async fn files_that_are_no_tables_are_refused_with_what_to_do() {
    let world = World::new().await;
    for (name, words) in [
        ("01_not_a_zip.xlsx", "không phải là bảng tính Excel"),
        ("02_password_protected.xlsx", "mật khẩu"),
        ("03_empty_sheet.xlsx", "không có dữ liệu"),
        ("04_missing_required_column.xlsx", "“Diện tích (ha)”"),
        ("11_zip_bomb.xlsx", "sau khi giải nén"),
        ("12_far_cell.xlsx", "XFD1048576"),
    ] {
        let report = told(&world, name).await;
        let refusal = report.refusal.clone().unwrap_or_else(|| panic!("{name} is refused"));
        assert!(refusal.contains(words), "{name}: {refusal}");
        assert_eq!((report.read, report.accepted), (0, 0), "{name}");
        assert!(report.has_errors());
    }
    let report = told(&world, "04_missing_required_column.xlsx").await;
    assert!(
        report.refusal.unwrap().contains("Mã; Tên CCN; Địa điểm; Đất công nghiệp (ha)"),
        "the headings found are listed"
    );
    assert_eq!(clusters(&world).await, 0);
}

#[tokio::test]
async fn a_claim_of_a_million_rows_is_not_believed() {
    let world = World::new().await;
    let report = told(&world, "05_claims_million_rows.xlsx").await;
    assert_eq!(
        (report.read, report.accepted, report.problems.len()),
        (3, 3, 0),
        "{:?}",
        report.problems
    );
}

#[tokio::test]
async fn formulas_are_never_computed() {
    let world = World::new().await;
    let report = told(&world, "06_formula_cells.xlsx").await;
    assert_eq!(
        errors(&report),
        [
            ("D2", "formula_without_value"),
            ("F3", "formula_without_value"),
            ("B4", "formula_without_value")
        ]
    );
    let warned: Vec<&str> = report
        .problems
        .iter()
        .filter(|p| p.severity.word() == "warning" && p.kind == "formula_without_value")
        .map(|p| p.cell.as_str())
        .collect();
    assert_eq!(warned, ["D5", "E5", "F5"]);
    assert_eq!((report.read, report.accepted, report.skipped), (4, 1, 3));
    let (name, place): (String, String) = sqlx::query_as("select name, place_text from clusters")
        .fetch_one(world.app.store.read())
        .await
        .unwrap();
    assert_eq!((name.as_str(), place.as_str()), ("Mẫu Bốn", "@xã Tân Phú"));
}

#[tokio::test]
async fn wrong_rows_stay_out_and_say_why() {
    let world = World::new().await;
    for (name, wanted) in [
        (
            "07_negative_areas.xlsx",
            vec![("D2", "negative"), ("E3", "negative"), ("F4", "negative")],
        ),
        (
            "08_duplicate_codes.xlsx",
            vec![("A2", "duplicate_code"), ("A3", "duplicate_code"), ("A4", "duplicate_code")],
        ),
        (
            "09_occupancy_over_100.xlsx",
            vec![
                ("F2", "leased_over_industrial"),
                ("F3", "no_industrial_land"),
                ("E4", "part_larger_than_whole"),
            ],
        ),
    ] {
        let report = told(&world, name).await;
        assert_eq!(errors(&report), wanted, "{name}");
        assert_eq!((report.read, report.accepted, report.skipped), (3, 0, 3), "{name}");
    }
    assert_eq!(clusters(&world).await, 0);
}

#[tokio::test]
async fn impossible_days_are_errors_and_a_bare_number_is_asked_about() {
    let world = World::new().await;
    let report = told(&world, "10_impossible_dates.xlsx").await;
    assert_eq!(
        errors(&report),
        [("H2", "day"), ("H3", "day"), ("H4", "day"), ("H6", "day"), ("H7", "day")]
    );
    let message =
        |cell: &str| report.problems.iter().find(|p| p.cell == cell).unwrap().message.clone();
    assert!(message("H2").contains("tháng 2 không có ngày 31"));
    assert!(message("H3").contains("2013 không nhuận"));
    assert!(message("H6").contains("năm 213 nằm ngoài"));
    assert!(message("H7").contains("có phải viết kiểu tháng/ngày/năm?"));
    assert!(message("H5").contains("Excel hiểu là 01/03/2013"));
    let issued = "select coalesce(issued_on, 'none') from documents where kind = 'decision'";
    let days: Vec<(String,)> =
        sqlx::query_as(issued).fetch_all(world.app.store.read()).await.unwrap();
    assert_eq!(days, [("none".to_owned(),)], "the number is not taken for a day silently");

    let world = World::new().await;
    let options = Options {
        accept: true,
        accept_serial_dates: true,
        place: Some("80".to_owned()),
        on: Some("2013-12-31".parse().unwrap()),
        ..Options::default()
    };
    import(&world, Kind::Clusters, "bad_inputs/10_impossible_dates.xlsx", &options).await;
    let days: Vec<(String,)> =
        sqlx::query_as(issued).fetch_all(world.app.store.read()).await.unwrap();
    assert_eq!(days, [("2013-03-01".to_owned(),)]);
}

//! Tables as somebody else would make them: columns in any order, numbers as Vietnamese
//! offices write them, and a later table about the same clusters and enterprises.

use crate::world::World;
use kernel::number::format_scaled;
use longan::imports::read::{SerialDays, outlines, read};
use longan::imports::{Kind, Options, Report};
use longan::observations::Indicator;
use paper::table::{Column, Field, Kind as Look, Table, write_xlsx};
use paper::workbook::Limits;
use proptest::prelude::*;
use std::io::Cursor;

/// A workbook of one table, every cell a text.
pub fn table(title: &str, subtitle: &str, headings: &[&str], rows: &[Vec<String>]) -> Vec<u8> {
    let table = Table {
        title: title.to_owned(),
        subtitles: vec![subtitle.to_owned()],
        columns: headings
            .iter()
            .map(|heading| Column { heading: (*heading).to_owned(), kind: Look::Text, width: 12 })
            .collect(),
        notes: vec!["Ghi chú: số liệu do các huyện báo cáo.".to_owned()],
    };
    let rows = rows.iter().map(|row| row.iter().cloned().map(Field::Text).collect());
    let mut out = Cursor::new(Vec::new());
    write_xlsx(&table, rows, &mut out).unwrap();
    out.into_inner()
}

pub async fn take(world: &World, kind: Kind, name: &str, bytes: &[u8]) -> Report {
    let viewer = longan::users::Viewer::system();
    let actor = world.app.actor(&viewer);
    let options = Options { accept: true, ..Options::default() };
    longan::imports::run(&world.app, &actor, &viewer, kind, name, bytes, &options).await.unwrap()
}

fn ha(m2: i64) -> String {
    format_scaled(m2, 4, 0, 4)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn columns_in_any_order_are_read_to_the_same_values(
        rows in proptest::collection::vec((1_i64..9_000_000, 0_i64..1000, 0_i64..1000), 1..12),
        order in Just((0..7_usize).collect::<Vec<_>>()).prop_shuffle(),
        unit in prop_oneof![Just(""), Just(" ha")],
    ) {
        let headings = ["TT", "Tên cụm công nghiệp", "Địa điểm", "Diện tích (ha)", "Đất công nghiệp (ha)", "Đã cho thuê (ha)", "Số DN"];
        let told: Vec<(i64, i64, i64)> = rows
            .iter()
            .map(|(area, industrial, leased)| {
                let industrial = area * industrial / 1000;
                (*area, industrial, industrial * leased / 1000)
            })
            .collect();
        let cells: Vec<Vec<String>> = told
            .iter()
            .enumerate()
            .map(|(index, (area, industrial, leased))| {
                let row = [
                    (index + 1).to_string(),
                    format!("Cụm CN Mẫu {index}"),
                    "xã Đức Hòa Hạ, huyện Đức Hòa".to_owned(),
                    format!("{}{unit}", ha(*area)),
                    ha(*industrial),
                    ha(*leased),
                    "1.234".to_owned(),
                ];
                order.iter().map(|at| row[*at].clone()).collect()
            })
            .collect();
        let headings: Vec<&str> = order.iter().map(|at| headings[*at]).collect();
        let bytes = table("CÁC CỤM CÔNG NGHIỆP TỈNH LONG AN", "Số liệu đến ngày 31/12/2013", &headings, &cells);
        let workbook = paper::workbook::read(&bytes, &Limits::default()).unwrap();
        let reading = read(&workbook, &outlines(&workbook, None), Kind::Auto, SerialDays::Ask);
        prop_assert_eq!(&reading.problems, &[]);
        prop_assert_eq!(reading.clusters.len(), told.len());
        for (draft, (area, industrial, leased)) in reading.clusters.iter().zip(&told) {
            let number = |indicator| draft.number(indicator).map(|told| told.value);
            prop_assert_eq!(number(Indicator::AreaPlanned), Some(*area));
            prop_assert_eq!(number(Indicator::AreaIndustrial), Some(*industrial));
            prop_assert_eq!(number(Indicator::AreaLeased), Some(*leased));
            prop_assert_eq!(number(Indicator::TenantsRegistered), Some(1234));
        }
    }
}

pub async fn figure(world: &World, code: &str, on: &str) -> String {
    let answer = world.json(&format!("/api/figures/{code}?place=province:80:&on={on}")).await;
    answer["value"].as_str().unwrap_or("none").to_owned()
}

#[tokio::test]
async fn a_later_table_adds_what_is_new_and_leaves_what_was_true() {
    let world = World::signed_in().await;
    super::take(&world, Kind::Clusters, "ccn_long_an_2013.xlsx").await;
    let headings = [
        "Tên CCN",
        "Địa điểm",
        "Diện tích (ha)",
        "Đất công nghiệp (ha)",
        "Đã cho thuê (ha)",
        "Tình trạng",
    ];
    let rows = [["CCN Long Sơn", "xã Long Sơn, Cần Đước", "62,5", "42", "20,55", "Đang hoạt động"]]
        .map(|row| row.map(str::to_owned).to_vec());
    let bytes =
        table("CỤM CÔNG NGHIỆP TỈNH LONG AN", "Số liệu đến ngày 30/06/2014", &headings, &rows);
    let report = take(&world, Kind::Auto, "quy-2-2014.xlsx", &bytes).await;
    assert_eq!((report.read, report.accepted), (1, 1), "{:?}", report.problems);
    assert_eq!(figure(&world, "clusters.leased_land", "2013-12-31").await, "412.62");
    assert_eq!(figure(&world, "clusters.leased_land", "2014-06-30").await, "421.62");
    let again = take(&world, Kind::Auto, "quy-2-2014.xlsx", &bytes).await;
    assert_eq!((again.accepted, again.skipped), (0, 1));
    // Another workbook that says the same says nothing new.
    let bytes = table(
        "CỤM CÔNG NGHIỆP TỈNH LONG AN (bản sao)",
        "Số liệu đến ngày 30/06/2014",
        &headings,
        &rows,
    );
    assert_eq!(take(&world, Kind::Auto, "ban-sao.xlsx", &bytes).await.accepted, 0);
}

#[tokio::test]
async fn a_lease_that_grew_changes_the_figures_from_its_day_on() {
    let world = World::signed_in().await;
    super::take(&world, Kind::Clusters, "ccn_long_an_2013.xlsx").await;
    super::take(&world, Kind::Tenants, "doanh_nghiep_ccn_long_an_2013.xlsx").await;
    let headings =
        ["Tên doanh nghiệp", "Mã số thuế", "Thuộc cụm CN", "Lô", "Diện tích (m2)", "Tình trạng"];
    let row = |area: &str, state: &str| {
        vec![
            [
                "Công ty CP Dệt Họa Mi",
                "1199010017",
                "CCN Long Cang - Long Định",
                "A1-01",
                area,
                state,
            ]
            .map(str::to_owned)
            .to_vec(),
        ]
    };
    let list = |day: &str, rows: &[Vec<String>]| {
        table("DANH SÁCH DOANH NGHIỆP TỈNH LONG AN", &format!("Thời điểm {day}"), &headings, rows)
    };
    // The enterprise had 16.650 m² on lot A1-01 and was building.
    let later = list("30/06/2014", &row("26.650", "Đang hoạt động"));
    let report = take(&world, Kind::Auto, "thang-6.xlsx", &later).await;
    assert_eq!((report.read, report.accepted), (1, 1), "{:?}", report.problems);
    assert_eq!(figure(&world, "clusters.leased_land", "2013-12-31").await, "412.62");
    assert_eq!(figure(&world, "clusters.leased_land", "2014-06-30").await, "413.62");
    assert_eq!(figure(&world, "tenants.operating.count", "2013-12-31").await, "134");
    assert_eq!(figure(&world, "tenants.operating.count", "2014-06-30").await, "135");
    // A corrected list of the same day mends the lease instead of adding to it.
    let mended = list("30/06/2014", &row("36.650", "Đang hoạt động"));
    assert_eq!(take(&world, Kind::Auto, "thang-6-sua.xlsx", &mended).await.accepted, 1);
    assert_eq!(figure(&world, "clusters.leased_land", "2014-06-30").await, "414.62");
    assert_eq!(figure(&world, "tenants.registered.count", "2014-06-30").await, "198");
}

#[tokio::test]
async fn an_enterprise_twice_in_a_cluster_or_in_a_cluster_nobody_knows_is_an_error() {
    let world = World::signed_in().await;
    super::take(&world, Kind::Clusters, "ccn_long_an_2013.xlsx").await;
    let headings =
        ["Tên doanh nghiệp", "Mã số thuế", "Thuộc cụm CN", "Lô", "Diện tích (m2)", "Tình trạng"];
    let rows = [
        ["Công ty TNHH Một", "1199010017", "CCN Long Sơn", "Z1", "1.000", "Đang hoạt động"],
        ["Công ty TNHH Hai", "1199 010 017", "Cụm CN Long Sơn", "Z2", "1.000", "Đang hoạt động"],
        ["Công ty TNHH Ba", "1199010088", "CCN Không Có", "Z3", "1.000", "Đang hoạt động"],
        ["Công ty TNHH Bốn", "1199010089", "CCN Long Sơn", "Z4", "1.000", "Đang hoạt động"],
        ["Công ty TNHH Năm", "", "CCN Long Sơn", "Z5", "1.000", "Đang hoạt động"],
    ]
    .map(|row| row.map(str::to_owned).to_vec());
    let bytes =
        table("DANH SÁCH DOANH NGHIỆP TỈNH LONG AN", "Thời điểm 31/12/2013", &headings, &rows);
    let report = take(&world, Kind::Auto, "moi.xlsx", &bytes).await;
    let mut errors: Vec<&str> = report
        .problems
        .iter()
        .filter(|p| p.severity.word() == "error")
        .map(|p| p.kind.as_str())
        .collect();
    errors.sort_unstable();
    assert_eq!(errors, ["duplicate_tenant", "duplicate_tenant", "tax_code", "unknown_cluster"]);
    assert_eq!((report.read, report.accepted, report.skipped), (5, 1, 4));
    assert!(world.get("/imports").await.contains("moi.xlsx | Doanh nghiệp trong cụm"));
}

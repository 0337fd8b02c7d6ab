//! A workbook that calls a body by what it was called before, or by what stood in a record that was
//! made one with it, speaks of the body that is kept.

use super::tables::{figure, table, take};
use crate::organizations::{add, add_name, merge_into, page_of};
use crate::world::World;
use longan::imports::Kind;

const HEADINGS: [&str; 6] =
    ["Tên doanh nghiệp", "Mã số thuế", "Thuộc cụm CN", "Lô", "Diện tích (m2)", "Tình trạng"];

/// A list of enterprises of one row: the plot of Công ty CP Dệt Họa Mi, grown by one hectare.
fn row(name: &str, tax_code: &str) -> Vec<String> {
    [name, tax_code, "CCN Long Cang - Long Định", "A1-01", "26.650", "Đang hoạt động"]
        .map(str::to_owned)
        .to_vec()
}

fn list(rows: &[Vec<String>]) -> Vec<u8> {
    table("DANH SÁCH DOANH NGHIỆP TỈNH LONG AN", "Thời điểm 30/06/2014", &HEADINGS, rows)
}

async fn long_an() -> World {
    let world = World::signed_in().await;
    super::take(&world, Kind::Clusters, "ccn_long_an_2013.xlsx").await;
    super::take(&world, Kind::Tenants, "doanh_nghiep_ccn_long_an_2013.xlsx").await;
    world
}

/// Whether the plot grew, and nobody came to the register.
async fn is_kept(world: &World) {
    assert_eq!(figure(world, "clusters.leased_land", "2014-06-30").await, "413.62");
    assert_eq!(figure(world, "tenants.registered.count", "2014-06-30").await, "198");
    let kept = world.json("/api/organizations?q=1199010017").await;
    assert_eq!(kept["organizations"].as_array().unwrap().len(), 1, "{kept}");
    let tenants = world.get("/tenants?place=province:80:&on=2014-06-30&q=hoa+mi").await;
    assert!(tenants.contains("Công ty CP Dệt Họa Mi | 1199010017"), "{tenants}");
}

#[tokio::test]
async fn an_old_name_in_a_workbook_means_the_body_that_bears_another_now() {
    let world = long_an().await;
    let body = page_of(&world, "1199010017").await;
    add_name(&world, &body, "Xí nghiệp Dệt Chích Bông", "former").await;
    let bytes = list(&[row("Xí nghiệp dệt CHÍCH BÔNG", "")]);
    let report = take(&world, Kind::Auto, "ten-cu.xlsx", &bytes).await;
    assert_eq!((report.read, report.accepted), (1, 1), "{:?}", report.problems);
    let told = report.problems.iter().find(|p| p.kind == "known_by_another_name").unwrap();
    assert!(told.message.contains("“Công ty CP Dệt Họa Mi”"), "{told:?}");
    is_kept(&world).await;
    // Under both names in one list it is one enterprise twice.
    let twice = [row("Xí nghiệp Dệt Chích Bông", ""), row("Công ty CP Dệt Họa Mi", "1199010017")];
    let report = take(&world, Kind::Auto, "hai-ten.xlsx", &list(&twice)).await;
    assert!(report.problems.iter().any(|p| p.kind == "duplicate_tenant"), "{:?}", report.problems);
    // Another tax code is another enterprise, whatever it is called.
    let other = list(&[row("Xí nghiệp Dệt Chích Bông", "0300588569")]);
    take(&world, Kind::Auto, "doanh-nghiep-khac.xlsx", &other).await;
    assert_eq!(figure(&world, "tenants.registered.count", "2014-06-30").await, "199");
}

#[tokio::test]
async fn a_record_that_was_made_one_with_another_is_found_as_the_one_that_is_kept() {
    let world = long_an().await;
    let kept = page_of(&world, "1199010017").await;
    let gone = add(&world, "Công ty TNHH Vải Sợi Sơn Ca", "0300588569", "27985").await;
    assert_eq!(merge_into(&world, &kept, &gone).await, format!("303 See Other → {kept}"));
    let bytes = list(&[row("Công ty TNHH Vải Sợi Sơn Ca", "0300588569")]);
    let report = take(&world, Kind::Auto, "da-nhap.xlsx", &bytes).await;
    assert_eq!((report.read, report.accepted), (1, 1), "{:?}", report.problems);
    is_kept(&world).await;
    let again =
        take(&world, Kind::Auto, "chi-ten.xlsx", &list(&[row("Vải Sợi Sơn Ca, Công ty TNHH", "")]))
            .await;
    assert_eq!(again.read, 1, "{:?}", again.problems);
}

#[tokio::test]
async fn an_investor_called_by_an_old_name_is_no_new_investor() {
    let world = World::signed_in().await;
    let headings = ["Tên CCN", "Địa điểm", "Diện tích (ha)", "Chủ đầu tư"];
    let list = |day: &str, investor: &str| {
        let row = ["CCN Long Sơn", "xã Long Sơn, Cần Đước", "62,5", investor].map(str::to_owned);
        let day = format!("Số liệu đến ngày {day}");
        table("CỤM CÔNG NGHIỆP TỈNH LONG AN", &day, &headings, &[row.to_vec()])
    };
    let first = list("30/06/2014", "Công ty CP Hạ tầng Gáo Vàng");
    let report = take(&world, Kind::Auto, "quy-2.xlsx", &first).await;
    assert_eq!(report.accepted, 1, "{:?}", report.problems);
    let body = page_of(&world, "gao vang").await;
    add_name(&world, &body, "Công ty Đầu tư Gáo Dừa", "former").await;
    let later = list("30/09/2014", "Công ty Đầu tư Gáo Dừa");
    let report = take(&world, Kind::Auto, "quy-3.xlsx", &later).await;
    assert_eq!(report.read, 1, "{:?}", report.problems);
    let page = world.get(&body).await;
    assert_eq!(page.matches("Long Sơn | ").count(), 1, "one term as an investor: {page}");
}

//! The year of promotion: its report opens the rows of each number, its calendar says what is due and why.

use super::forms::driven;
use super::{page_of, with_projects};
use crate::world::World;
use paper::workbook::{Limits, Value, read};

const RECEIPT: &str = "document_kind=other&document_number=15/BB&document_day=20/05/2026&document_issuer=Sở Công Thương&document_subject=Biên bản";

#[tokio::test]
async fn each_number_of_the_years_report_opens_its_rows_and_the_paper_says_the_same() {
    let world = with_projects().await;
    let report = world.get("/promotion/report?place=80&year=2013").await;
    // 6 national projects with 865 million, 11 local ones with 783.36 million.
    assert!(report.contains("Tổng cộng | 17 | 1.648.360.000"), "{report}");
    assert!(report.contains("Khuyến công quốc gia | 6 | 865.000.000"), "{report}");
    assert!(report.contains("Khuyến công địa phương | 11 | 783.360.000"), "{report}");
    let contents = report.lines().filter(|line| line.starts_with("1. Đào tạo nghề"));
    assert_eq!(contents.count(), 1, "{report}");
    let national = world
        .get("/promotion/report/rows?place=80&year=2013&by=track&key=national&sum=support")
        .await;
    assert!(national.contains("Cộng 6 dòng") && national.contains("865.000.000"), "{national}");
    assert!(national.contains("7768/QĐ-BCT"), "{national}");
    let counted = world.get("/promotion/report/rows?place=80&year=2013&by=track&key=local").await;
    assert!(counted.contains("DP01") && !counted.contains("QG01"), "{counted}");
    assert!(
        world.get("/promotion/report/rows?place=80&by=track&key=khac").await.starts_with("404")
    );
    let bad = world.get("/promotion/report?place=80&year=hai+nghìn").await;
    assert!(bad.contains("bốn chữ số"), "{bad}");
    let sheet = world.body("/promotion/report/xlsx?place=80&year=2013").await;
    let sheet = &read(&sheet, &Limits::default()).unwrap().sheets[0];
    for number in [17.0, 1_648_360_000.0, 865_000_000.0, 783_360_000.0] {
        let is_there = sheet.cells.values().any(|cell| cell.value == Value::Number(number));
        assert!(is_there, "{number}");
    }
    assert!(world.body("/promotion/report/docx?place=80&year=2013").await.starts_with(b"PK"));
}

/// The links of a page to the rows of its numbers: address and number.
pub fn numbers(html: &str) -> Vec<(String, String)> {
    let links = html.split("href=\"/promotion/report/rows?").skip(1);
    let parts = links.map(|link| {
        let (query, rest) = link.split_once("\">").unwrap();
        let (number, _) = rest.split_once('<').unwrap();
        let query = query.replace("&amp;", "&").replace("&#38;", "&");
        (format!("/promotion/report/rows?{query}"), number.to_owned())
    });
    parts.collect()
}

#[tokio::test]
async fn every_number_of_the_years_report_is_what_its_own_rows_come_to() {
    let world = with_projects().await;
    for place in ["80", "country:VN:"] {
        let address = format!("/promotion/report?place={place}&year=2013");
        let html = String::from_utf8(world.body(&address).await).unwrap();
        let numbers = numbers(&html);
        assert!(numbers.len() > 40, "{place}: {}", numbers.len());
        for (address, number) in numbers {
            let rows = world.get(&address).await;
            if address.contains("&sum=") || address.contains("&source=") {
                let foot = rows.lines().find(|line| line.starts_with("Cộng ")).unwrap_or(&rows);
                assert!(foot.contains(&format!("| {number}")), "{address}: {number}, {foot}");
            } else {
                let listed = rows
                    .lines()
                    .filter(|line| line.contains("Khuyến công ") && line.contains(" | "));
                assert_eq!(listed.count().to_string(), number, "{address}: {rows}");
            }
        }
    }
}

#[tokio::test]
async fn a_report_counts_only_what_its_reader_sees() {
    let mut world = with_projects().await;
    let password =
        world.add_person("tinh-khac", longan::users::Role::Officer, "province:60:").await;
    world.sign_in("tinh-khac", &password).await;
    let report = world.get("/promotion/report?place=80&year=2013").await;
    assert!(report.contains("Không có đề án nào"), "{report}");
    let rows = world.get("/promotion/report/rows?place=80&year=2013&by=all&key=&sum=support").await;
    assert!(rows.contains("Không có dòng nào"), "{rows}");
}

#[tokio::test]
async fn the_calendar_tells_what_is_due_by_which_article_and_for_which_project() {
    let world = with_projects().await;
    let may = world.get("/promotion/calendar?month=2026-05").await;
    assert!(may.contains("19/05/2026") && may.contains("TT 36/2013/TT-BCT"), "{may}");
    assert!(may.contains("Hạn gửi hồ sơ đăng ký kế hoạch khuyến công quốc gia đến Sở"), "{may}");
    assert!(!may.contains("Báo cáo tiến độ tháng"), "no national project is running: {may}");
    // 14/06/2026 is a Sunday: the limit does not move, the page says which day is the last to go.
    let june = world.get("/promotion/calendar?month=2026-06").await;
    assert!(
        june.contains("14/06/2026") && june.contains("ngày làm việc cuối trước đó là 12/06/2026"),
        "{june}"
    );
    let january = world.get("/promotion/calendar?month=2026-01").await;
    assert!(
        january.contains("22/01/2026") && january.contains("Hạn thanh lý hợp đồng"),
        "{january}"
    );
    let wrong = world.get("/promotion/calendar?month=tháng+5").await;
    assert!(wrong.contains("ví dụ 2026-05"), "{wrong}");
}

async fn state(world: &World, at: &str, state: &str, day: &str) {
    let form = format!("state={state}&on_day={day}&{RECEIPT}");
    let answer = world.post(&format!("{at}/states"), &form).await;
    assert!(answer.starts_with("303"), "{state}: {answer}");
}

#[tokio::test]
async fn a_running_project_reports_each_month_and_settles_fifteen_days_after_its_acceptance() {
    let world = with_projects().await;
    let at = driven(&world, "national", "3", "machinery_technology").await;
    state(&world, &at, "contracted", "01/04/2019").await;
    state(&world, &at, "implementing", "02/04/2019").await;
    let july = world.get("/promotion/calendar?month=2019-07").await;
    assert!(july.contains("24/07/2019") && july.contains("Mẫu 3a, 3b"), "{july}");
    assert!(july.contains("Đào tạo nghề may cho 60 lao động"), "{july}");
    state(&world, &at, "accepted", "15/08/2019").await;
    let august = world.get("/promotion/calendar?month=2019-08").await;
    assert!(!august.contains("Mẫu 3a, 3b"), "accepted work is not reported monthly: {august}");
    assert!(
        august.contains("30/08/2019") && august.contains("Nghiệm thu ngày 15/08/2019"),
        "{august}"
    );
    let file = String::from_utf8(world.body("/promotion/calendar.ics?year=2019").await).unwrap();
    assert!(file.starts_with("BEGIN:VCALENDAR\r\n") && file.ends_with("END:VCALENDAR\r\n"));
    assert!(file.contains("DTSTART;VALUE=DATE:20190830"), "{file}");
    assert!(file.lines().all(|line| line.len() <= 75), "{file}");
    state(&world, &at, "settled", "28/08/2019").await;
    let settled = world.get("/promotion/calendar?month=2019-08").await;
    assert!(!settled.contains("30/08/2019"), "{settled}");
    assert!(page_of(&world, "DA01").await.contains("Đã quyết toán"));
}

//! The country's page: who sent, what it comes to, and what each number is made of.

use super::{Story, TAY_NINH};

const LAM_DONG: &str = "province:68:2025-07-01";

#[tokio::test]
async fn the_ministry_sees_who_sent_in_time_and_adds_only_what_was_sent() {
    let mut story = Story::new().await;
    story.becomes("lanh-dao").await;
    let first = story.sends(TAY_NINH, "2026", "125/BC-SCT", "r23").await;
    // The year's report is due on 30 December; the other province is six days late.
    story.world.wait_until("2027-01-05T02:00:00Z");
    story.becomes("lanh-dao").await;
    let second = story.sends(LAM_DONG, "2026", "9/BC-SCT", "").await;
    story.becomes("bo").await;
    let page = story.world.get("/exchange/provinces?period=2026").await;
    assert!(page.starts_with("200"), "{page}");
    assert!(page.contains("Đã gửi\n2/3\nđầy đủ 66,67 %"), "{page}");
    assert!(page.contains("Đúng hạn\n1/3\nkịp thời 33,33 %"), "{page}");
    assert!(page.contains("đúng hạn | 23/11/2026 |"), "{page}");
    assert!(page.contains("gửi muộn | 05/01/2027 | 6 |"), "{page}");
    assert!(page.contains("chưa gửi |  | 6 |"), "what has not come is overdue: {page}");
    assert!(page.contains("125/BC-SCT, bản 1"), "{page}");

    // The number of the country is that of its provinces, as each sent it.
    let told = story.world.json("/api/exchange/provinces?period=2026").await;
    let total = |key: &str| {
        let totals = told["totals"].as_array().unwrap();
        totals.iter().find(|total| total["row"] == key).unwrap().clone()
    };
    let (one, two) = (
        story.world.json(&format!("/api{first}")).await,
        story.world.json(&format!("/api{second}")).await,
    );
    let number = |report: &serde_json::Value, key: &str| {
        let rows = report["report"]["rows"].as_array().unwrap();
        rows.iter().find(|row| row["key"] == key).unwrap()["value"].as_i64()
    };
    for key in ["r03", "r04", "r18", "r20"] {
        let sum = number(&one, key).unwrap() + number(&two, key).unwrap();
        assert_eq!(total(key)["value"], sum, "{key}");
    }
    assert!(total("r03")["value"].as_i64().unwrap() > 0, "there is something to add");
    assert_eq!(number(&one, "r23"), None);
    assert_eq!((&total("r23")["provinces"], &total("r23")["value"]), (&1.into(), &0.into()));
    let row = story.world.get("/exchange/provinces/rows/r23?period=2026").await;
    assert!(row.contains("1/3") && row.contains("chưa có"), "{row}");
    assert!(row.contains("Chưa ai báo cáo"), "the province's own words: {row}");
    let html = story.world.body("/exchange/provinces/rows/r03?period=2026&sort=value").await;
    let html = String::from_utf8(html).unwrap();
    assert!(html.contains(&format!("href=\"{first}/rows/r03\"")), "a number opens its report");
    let ratio = story.world.get("/exchange/provinces/rows/r19?period=2026").await;
    assert!(ratio.contains("tổng mục 18 chia cho tổng mục 17"), "{ratio}");

    // Given back, its numbers leave the sums; taken, the page says so.
    story.goes(&second, "decision", "decision=return&remarks=Thiếu chữ ký").await;
    story.goes(&first, "decision", "decision=accept").await;
    let page = story.world.get("/exchange/provinces?period=2026&sort=state").await;
    assert!(page.contains("Đã gửi\n1/3"), "{page}");
    assert!(page.contains("bị trả lại 1"), "{page}");
    assert!(page.contains("đã tiếp nhận 05/01/2027"), "{page}");
    let told = story.world.json("/api/exchange/provinces?period=2026").await;
    assert_eq!(told["totals"][2]["provinces"], 1, "{told}");

    // Numbers of a correction take the place of the earlier ones; the earlier version stays.
    story.becomes("lanh-dao").await;
    let third = story.world.post(&format!("{second}/correction"), "reason=Ký lại").await;
    let third = third.strip_prefix("303 See Other → ").unwrap().to_owned();
    story.finishes(&third, "10/BC-SCT", "").await;
    story.becomes("bo").await;
    let page = story.world.get("/exchange/provinces?period=2026").await;
    assert!(page.contains("10/BC-SCT, bản 2") && page.contains("Đã gửi\n2/3"), "{page}");
    assert!(story.world.get(&second).await.contains("đã có bản thay thế"));
}

#[tokio::test]
async fn a_period_without_reports_adds_up_to_nothing_and_not_to_nought() {
    let mut story = Story::of_the_ministry().await;
    story.becomes("bo").await;
    let page = story.world.get("/exchange/provinces?period=2026").await;
    assert!(page.contains("Đã gửi\n0/3\nđầy đủ 0,00 %"), "{page}");
    assert!(page.contains("| Cụm | chưa có\nCụm | 0/3"), "{page}");
    let workbook = story.world.body("/exchange/provinces.xlsx?period=2026").await;
    assert!(workbook.starts_with(b"PK"));
    assert!(story.world.get("/exchange/provinces?period=2026-Q1").await.starts_with("404"));
    assert!(story.world.get("/exchange/provinces/rows/s1").await.starts_with("404"));
    assert!(story.world.get("/exchange/provinces/rows/r99").await.starts_with("404"));
}

#[tokio::test]
async fn only_who_sees_the_country_sees_its_page() {
    let mut story = Story::of_the_ministry().await;
    for name in ["lanh-dao-tinh", "xa"] {
        story.becomes(name).await;
        for path in [
            "/exchange/provinces",
            "/exchange/provinces.xlsx",
            "/exchange/provinces/rows/r03",
            "/api/exchange/provinces",
        ] {
            let answer = story.world.get(path).await;
            assert!(answer.starts_with("404"), "{name} at {path}: {answer}");
        }
        assert!(!story.world.get("/reports").await.contains("Biểu 04 cả nước"));
    }
    story.becomes("bo").await;
    let overview = story.world.body("/reports?period=2026").await;
    let overview = String::from_utf8(overview).unwrap();
    assert!(overview.contains("href=\"/exchange/provinces?period=2026\""), "{overview}");
}

//! Spending of a year as a curve: what was approved, expected and paid, month by month, each with its rows.

use super::with_projects;
use crate::world::World;

fn paper(number: &str, day: &str) -> String {
    format!(
        "document_kind=decision&document_number={number}&document_day={day}&document_issuer=UBND tỉnh&document_subject=Văn bản {number}"
    )
}

/// A project of 2026 over 100 million that was approved on 1 January 2026; returns its address.
async fn of_this_year(world: &World) -> String {
    let decision = paper("10/QĐ-UBND", "01/01/2026");
    let place = "province:80:2025-07-01";
    let plan = format!(
        "year=2026&batch=1&track=local&place={place}&programme_id=&approved_on=01/01/2026&{decision}"
    );
    let answer = world.post("/promotion/plans", &plan).await;
    assert!(answer.starts_with("303"), "{answer}");
    let (plan,): (String,) = sqlx::query_as("select id from promotion_plans where year = 2026")
        .fetch_one(world.app.store.read())
        .await
        .unwrap();
    let project = format!(
        "plan_id={plan}&code=DP01&name=Máy sấy lúa&kind=single&content=3&activity=machinery_technology&quantity=1&priority=&place={place}&place_text=tỉnh Tây Ninh&from_year=2026&to_year=2026"
    );
    let answer = world.post("/promotion/projects", &project).await;
    let at = answer.strip_prefix("303 See Other → ").unwrap_or_else(|| panic!("{answer}"));
    pay(world, at, "allotted", "100", "01/01/2026").await;
    at.to_owned()
}

async fn pay(world: &World, at: &str, stage: &str, amount: &str, day: &str) {
    let paper = paper(&format!("{stage}/2026"), day);
    let form = format!(
        "source=local&stage={stage}&year=2026&batch=1&participant_id=&amount={amount}&on_day={day}&explanation=Theo quyết định&{paper}"
    );
    let answer = world.post(&format!("{at}/lines"), &form).await;
    assert!(answer.starts_with("303"), "{answer}");
}

/// The months of the curve that are said to lag, and what the page warns of.
fn months(page: &str) -> Vec<String> {
    let rows = page.lines().filter(|line| line.contains("/20") && line.contains(" | "));
    rows.filter(|line| line.contains("chậm")).map(|line| line[..7].to_owned()).collect()
}

#[tokio::test]
async fn spending_is_a_curve_by_month_beside_what_was_approved_and_what_was_expected() {
    let world = with_projects().await;
    let page = world.get("/promotion/effects?place=80&year=2013&track=national").await;
    // 44 of 378 days had passed at the end of January, 103 at the end of March.
    for row in [
        "12/2012 | 865 | 29,749 | 0",
        "01/2013 | 865 | 100,688 | 0 | 0 | 0",
        "03/2013 | 865 | 235,701 | 430,5 | 430,5 | 0",
        "12/2013 | 865 | 865 | 605,5 | 605,5 | 0",
    ] {
        assert!(page.contains(row), "{row}\n{page}");
    }
    assert!(!page.contains("Khuyến công địa phương | 11"), "{page}");
    assert!(
        months(&page).is_empty() && !page.contains("Chậm"),
        "what is liquidated lags no more: {page}"
    );
    let both = world.get("/promotion/effects?place=80&year=2013").await;
    assert!(both.contains("05/2013 | 1.648,36"), "{both}");
    // The table is the chart's text, and each of its sums opens the rows that were there by then.
    let html = String::from_utf8(world.body("/promotion/effects?place=80&year=2013").await);
    let html = html.unwrap();
    assert!(html.contains("data-chart=\"line\"") && html.contains("chart.js"), "{html}");
    let links = super::yearly::numbers(&html);
    assert!(links.len() > 15, "{}", links.len());
    for (address, number) in links {
        let rows = world.get(&address).await;
        let foot = rows.lines().find(|line| line.starts_with("Cộng ")).unwrap_or(&rows);
        let vnd: i64 = foot.split(" | ").nth(1).unwrap().replace('.', "").parse().unwrap();
        assert_eq!(kernel::number::format_scaled(vnd, 6, 0, 3), number, "{address}");
    }
}

#[tokio::test]
async fn a_year_that_is_not_spent_is_warned_of_from_the_month_in_which_it_fell_behind() {
    let world = with_projects().await;
    let at = of_this_year(&world).await;
    let address = "/promotion/effects?place=province:80:2025-07-01&year=2026";
    let page = world.get(address).await;
    // A quarter of the time has passed on 2 April, and nothing was paid.
    let expected: Vec<String> = (4..=10).map(|month| format!("{month:02}/2026")).collect();
    assert_eq!(months(&page), expected, "{page}");
    for words in [
        "Đến 31/10/2026:",
        "Theo thời gian phải chi 83 %, mới chi 0 %",
        "Chậm liên tục từ tháng 04/2026.",
        "11/2026 | 100 | 91,484 | 0",
        "Đề án chậm",
        "Máy sấy lúa",
    ] {
        assert!(page.contains(words), "{words}\n{page}");
    }
    let december = page.lines().find(|line| line.starts_with("12/2026")).unwrap();
    assert_eq!(december, "12/2026 | 100 | 100", "nobody knows yet what will be paid");
    pay(&world, &at, "advanced", "70", "20/06/2026").await;
    let page = world.get(address).await;
    assert_eq!(months(&page), ["04/2026", "05/2026"], "{page}");
    assert!(!page.contains("Chậm liên tục"), "{page}");
    // Where more was settled than advanced, that was paid.
    pay(&world, &at, "settled", "95", "20/09/2026").await;
    assert!(world.get(address).await.contains("10/2026 | 100 | 83,242 | 95 | 70 | 95"));
}

//! What projects brought about, what slips, what is due; and the figures of needs, contents and effects.

use super::needs::enter;
use super::{id_of, page_of, with_projects};
use crate::world::{LONG_AN, World};
use longan::promotion::rules::{self, Progress};
use longan::store::Day;
use longan::users::Role;

const REPORT: &str = "document_kind=report&document_number=22/BC-TTKC&document_day=15/01/2014&document_issuer=Trung tâm Khuyến công&document_subject=Hiệu quả đề án";

fn effect(indicator: &str, moment: &str, amount: &str, more: &str) -> String {
    format!(
        "indicator={indicator}&moment={moment}&amount={amount}&product=&participant_id=&on_day=31/12/2013&note=&{REPORT}&{more}"
    )
}

async fn note(world: &World, code: &str, form: &str) -> String {
    let id = id_of(world, code).await;
    world.post(&format!("/promotion/projects/{id}/effects"), form).await
}

async fn value(world: &World, code: &str, more: &str) -> String {
    let answer = world.json(&format!("/api/figures/{code}?place=80&why=rows&{more}")).await;
    let rows = answer["rows"].as_array().unwrap();
    let sum: i64 =
        rows.iter().map(|row| row["amount"].as_str().unwrap().parse::<i64>().unwrap()).sum();
    assert_eq!(answer["value"], sum.to_string(), "{code} is its rows");
    for row in rows {
        assert_ne!(row["path"], "", "{code}");
    }
    sum.to_string()
}

#[tokio::test]
async fn jobs_before_and_after_are_told_with_their_change_and_summed() {
    let world = with_projects().await;
    assert_eq!(value(&world, "promotion.effect.jobs", "period=2013").await, "0");
    for form in [
        effect("jobs", "before", "8", ""),
        effect("jobs", "accepted", "12", ""),
        effect("revenue", "before", "1.450", ""),
        effect("energy", "before", "20.000", ""),
        effect("energy", "accepted", "15.000", ""),
        effect("product", "before", "12,5", "product=bánh tráng (tấn)"),
    ] {
        let answer = note(&world, "DP01", &form).await;
        assert!(answer.starts_with("303"), "{answer}");
    }
    let page = page_of(&world, "DP01").await;
    for words in ["+50", "−25", "1.450.000.000 đồng", "12,5", "22/BC-TTKC", "bánh tráng (tấn)"]
    {
        assert!(page.contains(words), "{words}\n{page}");
    }
    assert_eq!(value(&world, "promotion.effect.jobs", "period=2013").await, "4");
    assert_eq!(value(&world, "promotion.effect.revenue", "period=2013").await, "0");
    assert_eq!(value(&world, "promotion.effect.jobs", "period=2012").await, "0");
    // One year on there is a newer number.
    let later = effect("jobs", "year_1", "15", "on_day=31/12/2014");
    assert!(note(&world, "DP01", &later).await.starts_with("303"));
    assert_eq!(value(&world, "promotion.effect.jobs", "period=2013").await, "7");
    for (wrong, said) in [
        (effect("jobs", "before", "9", ""), "đã có số"),
        (effect("jobs", "accepted", "", ""), "Hãy nhập số liệu"),
        (effect("product", "accepted", "3", ""), "sản phẩm và đơn vị tính"),
        (effect("jobs", "year_2", "9", "on_day=31/12/2027"), "chưa đến"),
        (effect("jobs", "year_2", "9", "participant_id=khong-co"), "danh sách"),
    ] {
        let answer = note(&world, "DP01", &wrong).await;
        assert!(answer.starts_with("422") && answer.contains(said), "{said}: {answer}");
    }
}

#[tokio::test]
async fn a_wrong_number_is_corrected_with_a_reason_and_stays_on_record() {
    let mut world = with_projects().await;
    assert!(note(&world, "DP01", &effect("jobs", "before", "80", "")).await.starts_with("303"));
    let (id, revision): (String, i64) =
        sqlx::query_as("select id, revision from promotion_effects")
            .fetch_one(world.app.store.read())
            .await
            .unwrap();
    let address = format!("/promotion/effects/{id}/correction");
    let right = effect("jobs", "before", "8", &format!("revision={revision}"));
    assert!(world.post(&address, &right).await.starts_with("422"));
    let right = format!("{right}&reason=Gõ thừa số 0");
    assert!(world.post(&address, &right).await.starts_with("303"));
    assert!(world.post(&address, &right).await.starts_with("409"));
    let (kept,): (i64,) =
        sqlx::query_as("select count(*) from promotion_effects where amount = 80")
            .fetch_one(world.app.store.read())
            .await
            .unwrap();
    assert_eq!(kept, 1);
    let page = page_of(&world, "DP01").await;
    assert!(page.contains("8 người") && page.contains("Gõ thừa số 0"), "{page}");
    let password = world.add_person("nguoi-xem", Role::Reader, LONG_AN).await;
    world.sign_in("nguoi-xem", &password).await;
    assert!(world.post(&address, &right).await.starts_with("403"));
    assert!(world.get("/promotion/effects?year=2013").await.starts_with("200"));
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// A national project of 2026 of 100 million, approved on 2 January.
fn project() -> Progress {
    Progress {
        approved_on: day("2026-01-02"),
        plan_year: 2026,
        to_year: 2026,
        contracted_on: None,
        accepted_on: None,
        settled_on: None,
        liquidated_on: None,
        stopped_on: None,
        support_vnd: 100,
        paid_vnd: 0,
        is_national: "yes",
    }
}

fn told(on: &str, progress: &Progress) -> Vec<String> {
    let law = longan::law::load(None).unwrap();
    rules::slips(&law, day(on), progress, None).into_iter().map(|slip| slip.told).collect()
}

#[test]
fn a_project_slips_the_day_after_its_last_day_and_says_why() {
    assert!(told("2026-03-03", &project()).is_empty(), "the sixtieth day");
    let late = told("2026-03-04", &project());
    assert_eq!(late, ["Đã duyệt 61 ngày mà chưa ký hợp đồng; mức nhắc 60 ngày."]);
    let contracted = Progress { contracted_on: Some(day("2026-02-01")), ..project() };
    assert!(told("2026-04-03", &contracted).is_empty(), "25 % of the time");
    let behind = told("2026-04-08", &contracted);
    assert_eq!(behind, ["Đã qua 26 % thời gian, mới chi 0 % kinh phí hỗ trợ."]);
    let paid = Progress { paid_vnd: 70, ..contracted };
    assert!(told("2026-12-10", &paid).is_empty());
    let over = told("2027-01-01", &Progress { paid_vnd: 100, ..contracted });
    assert_eq!(over, ["Đã hết năm thực hiện 2026 mà chưa nghiệm thu."]);
    let accepted = Progress { accepted_on: Some(day("2026-12-20")), paid_vnd: 100, ..contracted };
    assert!(told("2027-01-04", &accepted).is_empty(), "the fifteenth day");
    assert_eq!(told("2027-01-05", &accepted).len(), 1, "the file of settlement is late");
    let settled = Progress { settled_on: Some(day("2026-12-31")), ..accepted };
    assert!(told("2027-01-22", &settled).is_empty());
    assert_eq!(told("2027-01-23", &settled), ["Quá hạn thanh lý hợp đồng (22/01/2027)."]);
    let local = Progress { is_national: "", ..settled };
    assert!(told("2027-03-01", &local).is_empty());
    let stopped = Progress { stopped_on: Some(day("2026-05-01")), ..project() };
    assert!(told("2028-01-01", &stopped).is_empty());
}

#[tokio::test]
async fn checks_one_and_two_years_after_acceptance_stand_on_the_page_and_in_the_ledger() {
    let mut world = with_projects().await;
    let page = page_of(&world, "DP01").await;
    assert!(page.contains("Cần kiểm tra sau 1 năm") && page.contains("Điều 9"), "{page}");
    let overview = world.get("/promotion/effects?place=80&year=2013").await;
    for words in ["Khuyến công quốc gia", "865", "783,36", "quá ngày", "Sau 2 năm"] {
        assert!(overview.contains(words), "{words}\n{overview}");
    }
    // Let it have been accepted a year ago, less a month.
    sqlx::query("update promotion_states set on_day = '2025-12-20' where axis = 'closing' and project_id in (select id from promotion_projects where code = 'DP01')")
        .execute(world.app.store.write())
        .await
        .unwrap();
    let password = world.add_person("can-bo", Role::Officer, LONG_AN).await;
    world.sign_in("can-bo", &password).await;
    let work = world.get("/work").await;
    assert!(work.contains("Kiểm tra hiệu quả sau 1 năm") && work.contains("20/12/2026"), "{work}");
    assert!(!work.contains("Kiểm tra hiệu quả sau 2 năm"), "{work}");
    assert!(note(&world, "DP01", &effect("jobs", "year_1", "15", "")).await.starts_with("303"));
    assert!(!world.get("/work").await.contains("Kiểm tra hiệu quả"));
    assert!(!page_of(&world, "DP01").await.contains("Cần kiểm tra sau 1 năm"));
}

#[tokio::test]
async fn needs_are_counted_by_their_state_on_the_day_and_the_sum_opens_its_rows() {
    let world = World::signed_in().await;
    let first = enter(&world, "Cơ sở Một", "").await;
    enter(&world, "Cơ sở Hai", "support=50").await;
    enter(&world, "Cơ sở Ba", "support=&asked_on=05/03/2025").await;
    let refuse = "state=refused&on_day=10/03/2026&project_id=&reason=Thiếu vốn&states=1";
    assert!(world.post(&format!("{first}/states"), refuse).await.starts_with("303"));
    let place = "place=province:80:2025-07-01&period=2026";
    for (code, expected) in [
        ("promotion.needs.count", "2"),
        ("promotion.needs.open.count", "1"),
        ("promotion.needs.refused.count", "1"),
        ("promotion.needs.taken.count", "0"),
        ("promotion.needs.withdrawn.count", "0"),
        ("promotion.needs.support", "200000000"),
    ] {
        let answer = world.json(&format!("/api/figures/{code}?{place}&why=rows")).await;
        assert_eq!(answer["value"], expected, "{code}");
        for row in answer["rows"].as_array().unwrap() {
            assert_eq!(row["location"], "Trao đổi qua điện thoại", "{code}");
        }
    }
    let page = world.get(&format!("/figures/promotion.needs.count?{place}")).await;
    assert!(page.contains("Cơ sở Một") && page.contains("Cơ sở Hai"), "{page}");
    let by_units =
        format!("/api/figures/promotion.needs.count?{place}&units_on=2026-11-23&why=rows");
    let parts = world.json(&by_units).await["parts"].clone();
    let part = parts.as_array().unwrap().iter().find(|part| part["name"] == "Xã Đức Hòa");
    assert_eq!(part.unwrap()["value"], "2", "{parts}");
}

#[tokio::test]
async fn projects_and_money_are_told_by_content_and_by_kind_of_beneficiary() {
    let world = with_projects().await;
    let mut projects = 0;
    let mut money = 0;
    for content in [
        "vocational",
        "capacity",
        "technology",
        "products",
        "consulting",
        "information",
        "linkage",
        "international",
        "management",
    ] {
        let of = async |what: &str| {
            let code = format!("promotion.{content}.{what}");
            value(&world, &code, "period=2013").await.parse::<i64>().unwrap()
        };
        projects += of("count").await;
        money += of("support").await;
    }
    assert_eq!((projects, money), (17, 865_000_000 + 783_360_000));
    let (named,): (i64,) = sqlx::query_as(
        "select count(*) from promotion_participants x join organizations b on b.id = x.organization_id where x.part = 'beneficiary' and b.kind = 'enterprise'",
    )
    .fetch_one(world.app.store.read())
    .await
    .unwrap();
    let counted = value(&world, "promotion.enterprise.count", "period=2013").await;
    assert_eq!(counted, named.to_string());
    let of_households = value(&world, "promotion.household.support", "period=2013").await;
    assert_ne!(of_households, "");
    assert_eq!(value(&world, "promotion.cooperative.count", "period=2012").await, "0");
}

#[tokio::test]
async fn a_dong_of_support_moves_so_many_of_others_and_both_sums_open_their_rows() {
    let world = with_projects().await;
    let id = id_of(&world, "DP01").await;
    let other = "stage=allotted&source=other_state&amount=58&on_day=10/05/2013&year=2013&batch=1&participant_id=&explanation=";
    let answer =
        world.post(&format!("/promotion/projects/{id}/lines"), &format!("{other}&{REPORT}")).await;
    assert!(answer.starts_with("303"), "{answer}");
    // 12.942 million of beneficiaries and 58 of another budget beside 1.648,36 million of promotion.
    let address = "/api/figures/promotion.leverage?place=80&period=2013&why=rows";
    let answer = world.json(address).await;
    assert_eq!(answer["value"], "7.89", "{answer}");
    assert_eq!(answer["unit"], "đồng/đồng");
    assert_eq!(
        (&answer["numerator"], &answer["denominator"]),
        (&"13000000000".into(), &"1648360000".into())
    );
    let rows = answer["rows"].as_array().unwrap();
    for part in ["numerator", "denominator"] {
        let of = rows.iter().filter(|row| row["part"] == part);
        let sum: i64 = of.map(|row| row["amount"].as_str().unwrap().parse::<i64>().unwrap()).sum();
        assert_eq!(answer[part], sum.to_string(), "{part} is its rows");
    }
    assert!(rows.iter().all(|row| row["document_id"] != "" && row["path"] != ""), "{answer}");
    let none = world.json("/api/figures/promotion.leverage?place=80&period=2012").await;
    assert!(none["value"].is_null(), "nothing is divided by nothing: {none}");

    let page = world.get("/figures/promotion.leverage?place=80&period=2013").await;
    for words in
        ["7,89", "13.000.000.000 đồng / 1.648.360.000 đồng", "Mẫu số", "Tử số", "22/BC-TTKC"]
    {
        assert!(page.contains(words), "{words}\n{page}");
    }
    assert!(!page.contains("theo đất đã cho thuê") && !page.contains("(ha)"), "{page}");
    let list = world.get("/figures?place=80&on=31/12/2013").await;
    assert!(list.contains("Vốn ngoài khuyến công trên một đồng hỗ trợ | 7,89"), "{list}");
    // The report of the year says the same, and of each row its own.
    let report = world.get("/promotion/report?place=80&year=2013").await;
    let line = |name: &str| {
        report.lines().find(|line| line.starts_with(name)).unwrap_or(&report).to_owned()
    };
    assert!(line("Tổng cộng").ends_with("| 7,89"), "{report}");
    assert!(line("Khuyến công quốc gia").ends_with("| 10,66"), "{report}");
    assert!(report.contains("vốn ngoài khuyến công trên một đồng hỗ trợ"), "{report}");
    let asked = world
        .get(&format!("/reports/asked?figure=promotion.leverage&within={LONG_AN}&times=31/12/2013"))
        .await;
    assert!(asked.starts_with("200") && asked.contains("| 7,89"), "{asked}");
}

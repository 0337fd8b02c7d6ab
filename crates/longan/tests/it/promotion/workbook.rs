//! The officers' workbook of 2013 becomes seventeen projects, field by field, with their figures.

use super::{page_of, with_projects};
use crate::imports::take;
use crate::world::World;
use longan::imports::Kind;
use std::collections::BTreeMap;

type Row = BTreeMap<String, String>;

fn expected() -> Vec<Row> {
    let path =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../../seed/expected/khuyen_cong_long_an_2013.csv");
    csv::Reader::from_path(path).unwrap().deserialize().map(Result::unwrap).collect()
}

/// What the officers' list calls a kind of support.
fn activity(kind: &str) -> &str {
    match kind {
        "thuong_hieu" => "trademark",
        "mo_hinh" => "demo_model_new_technology",
        "may_moc" => "machinery_technology",
        "thanh_lap_dn" => "startup_rural_enterprise",
        "hoi_nghi" => "conference",
        "dao_tao" => "vocational_training",
        "hoi_cho" => "fair_domestic_join_other",
        "binh_chon" => "award_organise_provincial",
        "tap_huan" => "training",
        "thong_tin" => "media",
        "ctv" => "collaborators",
        unknown => panic!("{unknown}"),
    }
}

/// One text a project, its parts divided by bars, by its number.
async fn texts(world: &World, sql: &'static str) -> BTreeMap<String, Vec<Vec<String>>> {
    let rows: Vec<(String, String)> =
        sqlx::query_as(sql).fetch_all(world.app.store.read()).await.unwrap();
    let mut found: BTreeMap<String, Vec<Vec<String>>> = BTreeMap::new();
    for (code, text) in rows {
        found.entry(code).or_default().push(text.split('|').map(str::to_owned).collect());
    }
    found
}

#[tokio::test]
async fn every_project_of_2013_is_as_expected_field_by_field() {
    let world = with_projects().await;
    let projects = texts(&world, "select p.code, y.track || '|' || p.name || '|' || p.content || '|' || p.activity || '|' || p.beneficiary_text || '|' || u.name || '|' || p.location from promotion_projects p join promotion_plans y on y.id = p.plan_id join places u on u.id = p.lead_place_id").await;
    let bodies = texts(&world, "select p.code, o.name from promotion_participants x join promotion_projects p on p.id = x.project_id join organizations o on o.id = x.organization_id where x.part = 'beneficiary'").await;
    let lines = texts(&world, "select p.code, l.stage || '|' || l.source || '|' || cast(l.amount_vnd as text) || '|' || l.on_day || '|' || coalesce(d.number, '') || '|' || l.location from promotion_lines l join promotion_projects p on p.id = l.project_id join documents d on d.id = l.document_id").await;
    let contracts = texts(&world, "select p.code, c.number || '|' || c.signed_on || '|' || d.number || '|' || d.kind from promotion_contracts c join promotion_projects p on p.id = c.project_id join documents d on d.id = c.document_id").await;
    let states = texts(&world, "select p.code, s.state || '|' || s.on_day from promotion_states s join promotion_projects p on p.id = s.project_id").await;
    let expected = expected();
    assert_eq!((expected.len(), projects.len()), (17, 17));
    for row in &expected {
        let code = row["code"].as_str();
        let is_national = row["programme"] == "KCQG";
        let (track, decision, decided) = if is_national {
            ("national", "7768/QĐ-BCT", "2012-12-18")
        } else {
            ("local", "1600/QĐ-UBND", "2013-05-09")
        };
        let project = &projects[code][0];
        assert_eq!(project[0], track, "{code}");
        assert_eq!(project[1], row["name"], "{code}");
        assert_eq!(project[2], row["content_no"], "{code}");
        assert_eq!(project[3], activity(&row["kind"]), "{code}");
        let named = bodies.get(code).map(|bodies| bodies[0][0].as_str());
        assert_eq!(named.unwrap_or(&project[4]), row["beneficiary"], "{code}");
        let district =
            if row["district"] == "nhiều huyện" { "Long An" } else { &row["district"] };
        assert_eq!(project[5], district, "{code}");
        let cell = format!("{}!B{}", row["sheet"], row["row_in_file"]);
        assert!(project[6].ends_with(&cell), "{code}: {}", project[6]);

        let line = |stage: &str, source: &str| {
            lines[code].iter().find(|line| line[0] == stage && line[1] == source)
        };
        let support = line("allotted", track).unwrap();
        assert_eq!(support[2], row["support_dong"], "{code}");
        assert_eq!((support[3].as_str(), support[4].as_str()), (decided, decision), "{code}");
        let cell = format!("{}!G{}", row["sheet"], row["row_in_file"]);
        assert!(support[5].ends_with(&cell), "{code}: {}", support[5]);
        let counterpart = line("allotted", "counterpart").map_or("0", |line| line[2].as_str());
        assert_eq!(counterpart, row["counterpart_dong"], "{code}");
        let total: i64 = support[2].parse::<i64>().unwrap() + counterpart.parse::<i64>().unwrap();
        assert_eq!(total.to_string(), row["total_dong"], "{code}");
        let advance = line("advanced", track).unwrap();
        assert_eq!(advance[2], row["advance_dong"], "{code}");
        assert_eq!(advance[3], row["advance_date"], "{code}");

        let contract = &contracts[code][0];
        assert_eq!(contract[0], row["contract_no"], "{code}");
        assert_eq!(contract[1], row["contract_date"], "{code}");
        assert_eq!(
            (contract[2].as_str(), contract[3].as_str()),
            (row["contract_no"].as_str(), "contract")
        );
        for (state, day) in [
            ("approved", decided),
            ("contracted", row["contract_date"].as_str()),
            ("accepted", row["accepted_on"].as_str()),
            ("liquidated", row["liquidated_on"].as_str()),
        ] {
            let found = [state.to_owned(), day.to_owned()];
            assert!(states[code].contains(&found.to_vec()), "{code} {state} {day}");
        }
    }
}

#[tokio::test]
async fn six_national_and_eleven_local_projects_come_from_their_decisions() {
    let world = with_projects().await;
    for (code, value, rows, decision) in [
        ("promotion.national.count", "6", 6, "7768/QĐ-BCT"),
        ("promotion.national.support", "865000000", 6, "7768/QĐ-BCT"),
        ("promotion.local.count", "11", 11, "1600/QĐ-UBND"),
        ("promotion.local.support", "783360000", 11, "1600/QĐ-UBND"),
    ] {
        let address = format!("/api/figures/{code}?place=80&period=2013&why=rows");
        let answer = world.json(&address).await;
        assert_eq!(answer["value"], value, "{code}");
        let found = answer["rows"].as_array().unwrap();
        assert_eq!(found.len(), rows, "{code}");
        for row in found {
            assert_eq!(row["document"], decision, "{code}");
            assert_ne!(row["location"], "", "{code}");
            assert!(row["path"].as_str().unwrap().starts_with("/promotion/projects/"), "{code}");
        }
    }
    // 9.222 million beside the national projects, 3.720 million beside the local ones.
    let counterpart = world.json("/api/figures/promotion.counterpart?place=80&period=2013").await;
    assert_eq!(counterpart["value"], "12942000000");
    // A year before its plan there is nothing; in a district only what lies there.
    let before = world.json("/api/figures/promotion.national.count?place=80&period=2012").await;
    assert_eq!(before["value"], "0");
    let in_duc_hoa =
        world.json("/api/figures/promotion.national.count?place=802&period=2013").await;
    assert_eq!(in_duc_hoa["value"], "2");
    // Under today's units the same projects are Tây Ninh's.
    let address = "/api/figures/promotion.local.support?place=province:80:2025-07-01&period=2013";
    assert_eq!(world.json(address).await["value"], "783360000");
}

#[tokio::test]
async fn the_figures_are_told_by_district_and_nobody_counts_twice() {
    let world = with_projects().await;
    let page = world.get("/figures/promotion.local.count?place=80&period=2013").await;
    assert!(page.contains("Số đề án khuyến công địa phương"), "{page}");
    let answer = world
        .json(
            "/api/figures/promotion.local.count?place=80&period=2013&units_on=2013-12-31&why=rows",
        )
        .await;
    assert_eq!(answer["rows"].as_array().unwrap().len(), 11);
    let parts = answer["parts"].as_array().unwrap();
    let sum: i64 =
        parts.iter().map(|part| part["value"].as_str().unwrap().parse::<i64>().unwrap()).sum();
    assert_eq!(sum, 11, "{parts:#?}");
}

#[tokio::test]
async fn a_list_that_is_read_again_changes_nothing_and_one_that_contradicts_is_refused() {
    let world = with_projects().await;
    let again = take(&world, Kind::Projects, "khuyen_cong_long_an_2013.xlsx").await;
    assert_eq!((again.read, again.accepted, again.skipped), (17, 0, 17), "{:#?}", again.problems);
    sqlx::query("update promotion_lines set amount_vnd = 36000000 where amount_vnd = 35000000 and source = 'national'")
        .execute(world.app.store.write())
        .await
        .unwrap();
    let contradicted = take(&world, Kind::Projects, "khuyen_cong_long_an_2013.xlsx").await;
    let kinds: Vec<&str> = contradicted.problems.iter().map(|p| p.kind.as_str()).collect();
    assert_eq!(kinds, ["project_known"]);
    assert_eq!(contradicted.accepted, 0);
}

#[tokio::test]
async fn a_project_page_tells_leverage_and_flags_an_advance_for_whose_day_no_ratio_is_known() {
    let world = with_projects().await;
    let sowing = page_of(&world, "QG02").await;
    for words in [
        "Đã thanh lý",
        "2.957.000.000",
        "Đối ứng trên một đồng hỗ trợ\n16,4",
        "02/2013/HĐ-KCQG",
        "Chưa có mức của ngày này",
        "TTLT 26/2014/TTLT-BTC-BCT, Điều 6",
    ] {
        assert!(sowing.contains(words), "{words}\n{sowing}");
    }
    // The ratio of 70 % came in 2014: what was advanced in full in 2013 is told, not judged.
    let founding = page_of(&world, "QG05").await;
    assert!(founding.contains("vượt 30.000.000 đồng"), "{founding}");
    assert!(founding.contains("bộ tham số chưa có mức của ngày này"), "{founding}");
    assert!(!sowing.contains("bộ tham số chưa có mức của ngày này"), "{sowing}");
}

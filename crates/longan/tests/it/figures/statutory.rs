//! Small worlds and one number: the figures that Biểu số 03 and 04 ask for.

use crate::world::World;

/// A paper as a form sends it.
fn paper(number: &str, day: &str) -> String {
    format!(
        "document_kind=decision&document_number={number}&document_day={day}&document_issuer=UBND tỉnh&document_subject=Về cụm công nghiệp"
    )
}

/// Adds a cluster that is known since a day, on the word of a paper of that day.
async fn cluster(world: &World, name: &str, place: &str, since: &str) {
    let form = format!("name={name}&place={place}&place_text=xã&known_from={since}");
    let added = world.post("/clusters", &format!("{form}&{}", paper("1/KH-UBND", since))).await;
    assert!(added.starts_with("303"), "{name}: {added}");
}

/// Adds a fact to a cluster by the form people use.
async fn fact(world: &World, slug: &str, kind: &str, form: &str, number: &str) {
    let form = format!("{form}&{}", paper(number, "01/12/2013"));
    let added = world.post(&format!("/clusters/{slug}/{kind}"), &form).await;
    assert!(added.starts_with("303"), "{slug} {kind} {form}: {added}");
}

async fn state(world: &World, slug: &str, state: &str, day: &str, number: &str) {
    let form = format!("state={state}&on_day={day}&precision=exact");
    fact(world, slug, "states", &form, number).await;
}

async fn number(world: &World, slug: &str, indicator: &str, value: &str, day: &str) {
    let form = format!(
        "indicator={indicator}&value={value}&number_precision=exact&as_of={day}&reporter=Sở&reporter_kind=department"
    );
    fact(world, slug, "observations", &form, "5/BC-SCT").await;
}

/// The value of a figure, with what is asked behind its code.
async fn value(world: &World, asked: &str) -> String {
    let answer = world.json(&format!("/api/figures/{asked}")).await;
    answer["value"].as_str().unwrap_or_else(|| panic!("{asked}: {answer}")).to_owned()
}

async fn is(world: &World, asked: &str, expected: &str) {
    assert_eq!(value(world, asked).await, expected, "{asked}");
}

#[tokio::test]
async fn a_plan_counts_until_its_last_year_by_the_horizon_that_comes_next() {
    let world = World::signed_in().await;
    cluster(&world, "Đồng Vàng", "27985", "25/02/2014").await;
    cluster(&world, "Đồng Xanh", "27988", "25/02/2014").await;
    for (horizon, area) in [("2015", "20"), ("2020", "50")] {
        let form = format!("horizon={horizon}&listed_on=25/02/2014&area_ha={area}");
        fact(&world, "dong-vang", "plan-entries", &form, "634/QĐ-UBND").await;
    }
    // Of the other one only a state says that it is in a plan.
    state(&world, "dong-xanh", "listed", "25/02/2014", "634/QĐ-UBND").await;
    is(&world, "clusters.planned.count?place=80&on=2014-02-24", "0").await;
    is(&world, "clusters.planned.count?place=80&on=2014-12-31", "2").await;
    is(&world, "clusters.planned.area?place=80&on=2014-12-31", "20").await;
    is(&world, "clusters.planned.area?place=80&on=2016-01-01", "50").await;
    is(&world, "clusters.planned.count?place=80&on=2021-01-01", "1").await;
    let why =
        world.json("/api/figures/clusters.planned.area?place=80&on=2014-12-31&why=rows").await;
    assert_eq!(why["rows"][0]["document"], "634/QĐ-UBND");
    assert_eq!(why["rows"][1]["part"], "left_out", "nobody told the area of Đồng Xanh");
    assert!(why["notes"].to_string().contains("1 cụm chưa đủ số liệu"), "{why}");
    let page = world.get("/figures/clusters.planned.area?place=80&on=2014-12-31").await;
    assert!(page.contains("Không tính | Đồng Xanh | 0,00"), "{page}");
}

#[tokio::test]
async fn what_was_established_in_a_period_goes_by_the_days_of_the_circular() {
    let world = World::signed_in().await;
    let decisions = [
        ("Một", "14/12/2025"),
        ("Hai", "15/12/2025"),
        ("Ba", "14/06/2026"),
        ("Bốn", "15/06/2026"),
        ("Năm", "15/12/2026"),
    ];
    for (name, day) in decisions {
        cluster(&world, name, "27937", "10/10/2025").await;
        let slug = kernel::text::slug(name);
        state(&world, &slug, "established", day, &format!("{slug}/QĐ-UBND")).await;
        number(&world, &slug, "area.decision", "10", day).await;
    }
    let code = "clusters.newly_established";
    is(&world, &format!("{code}.count?place=80&report=2026-H1"), "2").await;
    is(&world, &format!("{code}.area?place=80&report=2026-H1"), "20").await;
    // The year is told whole: the half's two once more, not what is left after them.
    is(&world, &format!("{code}.count?place=80&report=2026"), "3").await;
    is(&world, &format!("{code}.count?place=80&report=2025"), "1").await;
    // By the calendar it is another question.
    is(&world, &format!("{code}.count?place=80&period=2026-H1"), "2").await;
    is(&world, &format!("{code}.count?place=80&period=2026"), "3").await;
    is(&world, "clusters.established.count?place=80&report=2026-H1", "3").await;
    is(&world, "clusters.established.area?place=80&report=2026-H1", "30").await;

    let told = world.json(&format!("/api/figures/{code}.count?place=80&report=2026-H1")).await;
    assert_eq!(told["window"]["first"], "2025-12-15");
    assert_eq!(told["on"], "2026-06-14");
    assert!(told["notes"][0].as_str().unwrap().contains("Điều 3 khoản 2 điểm a"), "{told}");
    let page = world.get(&format!("/figures/{code}.count?place=80&report=2026-H1")).await;
    assert!(page.contains("Kỳ số liệu từ 15/12/2025 đến hết 14/06/2026"), "{page}");
    let none = world.get(&format!("/figures/{code}.count?place=80&report=2026-Q1")).await;
    assert!(none.contains("Không có báo cáo định kỳ cho kỳ “2026-Q1”"), "{none}");
    let both = world.get(&format!("/figures/{code}.count?report=2026&period=2026")).await;
    assert!(both.starts_with("422"), "{both}");
}

#[tokio::test]
async fn a_decision_whose_day_nobody_knows_is_in_no_period() {
    let world = World::signed_in().await;
    cluster(&world, "Đồng Vàng", "27985", "01/01/2010").await;
    let form = "state=established&on_day=31/12/2013&precision=by";
    fact(&world, "dong-vang", "states", form, "9/BC-SCT").await;
    let new = world
        .json("/api/figures/clusters.newly_established.count?place=80&period=2013&why=rows")
        .await;
    assert_eq!((new["value"].as_str(), new["row_count"].as_i64()), (Some("0"), Some(0)), "{new}");
    assert_eq!(new["rows"][0]["part"], "left_out");
    is(&world, "clusters.established.count?place=80&on=2013-12-31", "1").await;
}

#[tokio::test]
async fn only_an_enterprise_in_charge_of_an_established_cluster_is_counted_as_one() {
    let world = World::signed_in().await;
    for name in ["Đồng Vàng", "Đồng Xanh", "Đồng Tím"] {
        cluster(&world, name, "27985", "01/01/2010").await;
    }
    for slug in ["dong-vang", "dong-xanh"] {
        state(&world, slug, "established", "01/01/2010", &format!("{slug}/QĐ")).await;
        number(&world, slug, "area.decision", "50", "01/01/2010").await;
    }
    let investor = |name: &str, day: &str| format!("name={name}&from_day={day}&precision=exact");
    let of = "9/QĐ-UBND";
    fact(&world, "dong-vang", "investors", &investor("Trung tâm Vàng Anh", "01/01/2010"), of).await;
    fact(&world, "dong-vang", "investors", &investor("Công ty TNHH Sơn Ca", "01/01/2012"), of)
        .await;
    fact(&world, "dong-xanh", "investors", &investor("HTX Hoa Sen", "01/01/2010"), of).await;
    // Not established: an enterprise that waits there is not counted.
    fact(&world, "dong-tim", "investors", &investor("Công ty Họa Mi", "01/01/2010"), of).await;
    is(&world, "clusters.enterprise_run.count?place=80&on=2011-12-31", "0").await;
    is(&world, "clusters.enterprise_run.count?place=80&on=2013-12-31", "1").await;
    is(&world, "clusters.enterprise_run.area?place=80&on=2013-12-31", "50").await;
}

#[tokio::test]
async fn plans_and_projects_are_counted_by_their_papers_and_capital_once() {
    let world = World::signed_in().await;
    for name in ["Đồng Vàng", "Đồng Xanh"] {
        cluster(&world, name, "27985", "01/01/2010").await;
    }
    state(&world, "dong-vang", "detailed_plan_approved", "01/02/2010", "2/QĐ-UBND").await;
    number(&world, "dong-vang", "area.detailed", "48", "01/02/2010").await;
    number(&world, "dong-vang", "area.decision", "50", "01/01/2010").await;
    // Industrial land comes from a detailed plan; the decision itself is not on record.
    number(&world, "dong-xanh", "area.industrial", "12", "01/02/2010").await;
    is(&world, "clusters.detailed_plan.count?place=80&on=2013-12-31", "2").await;
    is(&world, "clusters.detailed_plan.area?place=80&on=2013-12-31", "48").await;

    state(&world, "dong-vang", "project_approved", "01/03/2010", "3/QĐ-UBND").await;
    is(&world, "clusters.infrastructure_project.count?place=80&on=2013-12-31", "1").await;
    is(&world, "clusters.infrastructure_project.area?place=80&on=2013-12-31", "50").await;
    let work = |name: &str, kind: &str, side: &str, planned: &str| {
        format!(
            "name={name}&kind={kind}&fence_side={side}&funder=investor&planned={planned}&paid=10&as_of=31/12/2012"
        )
    };
    for (name, kind, side, planned) in [
        ("Toàn bộ", "whole", "inside", "100.000"),
        ("Đường nội bộ", "road", "inside", "30.000"),
        ("Đường nối", "road", "outside", "9.000"),
    ] {
        fact(&world, "dong-vang", "works", &work(name, kind, side, planned), "4/BC").await;
    }
    fact(&world, "dong-xanh", "works", &work("Đường", "road", "inside", "500"), "4/BC").await;
    let asked = "clusters.infrastructure_investment?place=80&on=2013-12-31";
    is(&world, asked, "100500000000").await;
    is(&world, "clusters.infrastructure_paid?place=80&on=2013-12-31", "20000000").await;
    // What the investor reports stands before the works on the register.
    number(&world, "dong-vang", "infrastructure.investment", "120.000", "30/06/2013").await;
    is(&world, asked, "120500000000").await;
    state(&world, "dong-vang", "project_ended", "01/03/2014", "5/QĐ-UBND").await;
    is(&world, "clusters.infrastructure_project.count?place=80&on=2014-12-31", "0").await;
}

#[tokio::test]
async fn operating_clusters_are_told_by_decision_and_by_kind() {
    let world = World::signed_in().await;
    for (name, area) in [("Đồng Vàng", "50"), ("Đồng Xanh", "12"), ("Đồng Tím", "7")] {
        let slug = kernel::text::slug(name);
        cluster(&world, name, "27985", "01/01/2008").await;
        state(&world, &slug, "operating", "01/01/2011", "2/BC").await;
        number(&world, &slug, "area.planned", area, "01/01/2008").await;
    }
    for (slug, day) in [("dong-vang", "01/01/2009"), ("dong-xanh", "01/01/2010")] {
        state(&world, slug, "established", day, &format!("{slug}/QĐ")).await;
    }
    fact(&world, "dong-vang", "types", "kind=specialised&from_day=01/01/2009", "2/BC").await;
    fact(&world, "dong-tim", "types", "kind=craft&from_day=01/01/2012", "2/BC").await;
    state(&world, "dong-xanh", "revoked", "01/06/2013", "8/QĐ").await;
    for (code, number, area) in [
        ("established", "1", "50"),
        ("not_established", "1", "7"),
        ("craft_village", "1", "7"),
        ("specialised", "1", "50"),
    ] {
        let code = format!("clusters.operating.{code}");
        is(&world, &format!("{code}.count?place=80&on=2013-12-31"), number).await;
        is(&world, &format!("{code}.area?place=80&on=2013-12-31"), area).await;
    }
    is(&world, "clusters.operating.established.count?place=80&on=2013-05-31", "2").await;
    is(&world, "clusters.operating.craft_village.count?place=80&on=2011-12-31", "0").await;
}

#[tokio::test]
async fn foreign_projects_and_wastewater_plants_are_counted_from_lists_or_reports() {
    let world = World::signed_in().await;
    for name in ["Đồng Vàng", "Đồng Xanh", "Đồng Tím"] {
        cluster(&world, name, "27985", "01/01/2010").await;
    }
    for (name, capital, state) in [
        ("Sơn Ca", "foreign", "operating"),
        ("Họa Mi", "domestic", "operating"),
        ("Chim Sẻ", "foreign", "left"),
    ] {
        let form =
            format!("name={name}&activity=May&capital={capital}&state={state}&on_day=01/02/2011");
        fact(&world, "dong-vang", "tenants", &form, "2/BC").await;
    }
    number(&world, "dong-vang", "tenants.foreign", "9", "31/12/2012").await;
    number(&world, "dong-xanh", "tenants.foreign", "4", "31/12/2012").await;
    is(&world, "tenants.foreign.count?place=80&on=2013-12-31", "5").await;

    state(&world, "dong-vang", "plant_building", "01/01/2012", "2/BC").await;
    number(&world, "dong-xanh", "wastewater.built", "1", "31/12/2012").await;
    number(&world, "dong-xanh", "wastewater.compliant", "1", "31/12/2012").await;
    state(&world, "dong-tim", "plant_operating", "01/01/2012", "2/BC").await;
    number(&world, "dong-tim", "wastewater.built", "0", "31/12/2012").await;
    is(&world, "clusters.wastewater.count?place=80&on=2012-06-30", "2").await;
    is(&world, "clusters.wastewater.count?place=80&on=2013-12-31", "2").await;
    is(&world, "clusters.wastewater_compliant.count?place=80&on=2013-12-31", "1").await;
    // A state of a later day stands over the report.
    state(&world, "dong-xanh", "plant_none", "01/01/2013", "7/BB").await;
    is(&world, "clusters.wastewater.count?place=80&on=2013-12-31", "1").await;
    is(&world, "clusters.wastewater_compliant.count?place=80&on=2013-12-31", "0").await;
    let typed = "indicator=wastewater.built&value=2&number_precision=exact&as_of=31/12/2013&reporter=Sở&reporter_kind=department";
    let refused = world
        .post(
            "/clusters/dong-vang/observations",
            &format!("{typed}&{}", paper("1/BC", "01/01/2014")),
        )
        .await;
    assert!(refused.starts_with("422") && refused.contains("Ghi 1 là có"), "{refused}");
}

#[tokio::test]
async fn a_cluster_on_two_communes_is_reported_by_the_one_that_leads() {
    let world = World::signed_in().await;
    cluster(&world, "Đồng Vàng", "27988; 27997", "01/01/2010").await;
    let count = "clusters.count";
    for (place, all, led) in [("27988", "1", "1"), ("27997", "1", "0"), ("80", "1", "1")] {
        is(&world, &format!("{count}?place={place}&on=2013-12-31"), all).await;
        is(&world, &format!("{count}?place={place}&report=2013"), led).await;
    }
    // Of today's communes the one leads that the leading one became.
    let after = |id: &'static str| longan::places::store::list_after(&world.app.store, id);
    let lead = after("commune:27988:").await.unwrap()[0].place.id.clone();
    let other = after("commune:27997:").await.unwrap()[0].place.id.clone();
    assert_ne!(lead, other);
    is(&world, &format!("{count}?place={lead}&report=2026-H1"), "1").await;
    is(&world, &format!("{count}?place={other}&report=2026-H1"), "0").await;
    is(&world, &format!("{count}?place={other}&on=2026-06-14"), "1").await;
    is(&world, &format!("{count}?place=country:VN:&report=2026-H1"), "1").await;
}

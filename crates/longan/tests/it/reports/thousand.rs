//! A thousand enterprises in one workbook: every wrong cell is told, and nothing else.

use super::script::{Put, Template, remarked, text};
use crate::imports::take;
use crate::world::{LONG_AN, World};
use longan::imports::Kind;
use longan::users::Role;
use sqlx::AssertSqlSafe;
use std::collections::{BTreeMap, BTreeSet};

const MANY: usize = 1_000;
/// So many reported a year before.
const OLD: usize = 900;

/// Long An with a thousand enterprises that work in one cluster; an officer is signed in.
async fn a_thousand() -> World {
    let world = World::signed_in().await;
    take(&world, Kind::Clusters, "ccn_long_an_2013.xlsx").await;
    let write = world.app.store.write();
    let (cluster, document): (String, String) = sqlx::query_as(
        "select c.id, (select min(d.id) from documents d) from clusters c order by c.slug limit 1",
    )
    .fetch_one(world.app.store.read())
    .await
    .unwrap();
    for chunk in (0..MANY).collect::<Vec<_>>().chunks(250) {
        let lines = |line: &dyn Fn(usize) -> String| {
            chunk.iter().map(|at| line(*at)).collect::<Vec<_>>().join(", ")
        };
        let organizations = lines(&|at| {
            format!(
                "('o{at:04}', 'Công ty số {at:04}', 'enterprise', '9{at:09}', 'cong ty so {at:04}', 'cong ty so {at:04}', 'cong ty so {at:04}')"
            )
        });
        let tenants = lines(&|at| {
            format!(
                "('t{at:04}', '{cluster}', 'o{at:04}', 'Công ty số {at:04}', 'domestic', 'cong ty so {at:04}', 'cong ty so {at:04}', 'cong ty so {at:04}', '2020-01-01T00:00:00Z')"
            )
        });
        let states = lines(&|at| {
            format!(
                "('s{at:04}', 't{at:04}', 'operating', '2020-01-01', 'exact', '{document}', '2020-01-01T00:00:00Z')"
            )
        });
        for sql in [
            format!(
                "insert into organizations (id, name, kind, tax_code, match_key, sort_key, search_text) values {organizations}"
            ),
            format!(
                "insert into tenants (id, cluster_id, organization_id, name, capital, match_key, sort_key, search_text, recorded_at) values {tenants}"
            ),
            format!(
                "insert into tenant_states (id, tenant_id, state, on_day, precision, document_id, recorded_at) values {states}"
            ),
        ] {
            sqlx::query(AssertSqlSafe(sql)).execute(write).await.unwrap();
        }
    }
    world.with_person("can-bo", Role::Officer, LONG_AN).await
}

async fn template(world: &World, period: &str) -> Template {
    let address = format!("/reports/workbook?form=bieu-01&period={period}");
    Template::of(world.body(&address).await)
}

/// The right numbers of the bodies, in the ways in which people write them.
fn right(template: &Template, bodies: impl Iterator<Item = usize>) -> BTreeMap<String, Put> {
    let mut cells = BTreeMap::new();
    for at in bodies {
        let turnover = match at % 4 {
            0 => text("1.234,5"),
            1 => text("1 234,5"),
            2 => text("1\u{a0}234,5 tỷ đồng"),
            _ => Put::Number(1234.5),
        };
        cells.insert(template.of_body(at, "r01"), turnover);
        cells.insert(template.of_body(at, "r02"), Put::Number(0.5));
        cells.insert(
            template.of_body(at, "r03"),
            if at % 2 == 0 { text("1.234") } else { Put::Number(1234.0) },
        );
        cells.insert(template.of_body(at, "r04"), text("9,25"));
    }
    cells
}

async fn bring(world: &World, period: &str, bytes: &[u8]) -> (String, serde_json::Value) {
    let fields = [("form", "bieu-01"), ("period", period)];
    let (status, said, to) = world.upload("/reports/uploads", "bieu-01.xlsx", bytes, &fields).await;
    assert_eq!(status.as_u16(), 303, "{said}");
    let told = world.json(&format!("/api{to}")).await;
    (to, told)
}

/// Puts fifty wrong cells in; answers with what must be told: cell, category and kind.
fn spoiled(template: &Template, cells: &mut BTreeMap<String, Put>) -> BTreeSet<[String; 3]> {
    let mut expected = BTreeSet::new();
    let mut at = 20;
    let mut next = || {
        at += 13;
        at
    };
    let mut tell = |cell: &str, category: &str, kind: &str| {
        expected.insert([cell.to_owned(), category.to_owned(), kind.to_owned()]);
    };
    let one_cell: &[(usize, &str, Put, &str, &str)] = &[
        (6, "r01", text("mười hai"), "value", "unreadable"),
        (4, "r01", text("1.234"), "value", "number_format"),
        (2, "r02", text("1,234"), "value", "number_format"),
        (3, "r03", Put::Number(12.5), "value", "not_whole"),
        (2, "r04", text("–"), "value", "dash"),
        (2, "r02", Put::Fault("#REF!"), "value", "cell_error"),
        (1, "r01", Put::Number(1e300), "value", "too_large"),
        (3, "r04", Put::Nothing, "value", "missing"),
        (6, "r03", Put::Number(1700.0), "history", "change"),
        (4, "tax_code", text("0300588569"), "row", "other_tax_code"),
    ];
    for (times, key, put, category, kind) in one_cell {
        for _ in 0..*times {
            let cell = template.of_body(next(), key);
            cells.insert(cell.clone(), put.clone());
            tell(&cell, category, kind);
        }
    }
    // Of whoever reports for the first time nothing can jump.
    for (at, key, number, kind) in [
        (910, "r03", -5.0, "negative"),
        (920, "r03", -1.0, "negative"),
        (925, "r03", -40.0, "negative"),
        (930, "r04", 500.0, "range"),
        (940, "r04", 0.5, "range"),
    ] {
        let cell = template.of_body(at, key);
        cells.insert(cell.clone(), Put::Number(number));
        tell(&cell, "value", kind);
    }
    for _ in 0..3 {
        let at = next();
        cells.insert(template.of_body(at, ""), text("khong-co"));
        tell(&template.of_body(at, "name"), "between", "unknown");
    }
    for _ in 0..3 {
        let at = next();
        cells.insert(template.of_body(at, ""), Put::Text(template.rows[3].0.clone()));
        tell(&template.of_body(at, "name"), "section", "twice");
    }
    for _ in 0..2 {
        let at = next();
        cells.insert(template.of_body(at, ""), Put::Nothing);
        cells.insert(template.of_body(at, "tax_code"), Put::Nothing);
        tell(&template.of_body(at, "r01"), "row", "no_key");
    }
    // These two have sent and begun theirs on the page meanwhile.
    tell(&template.of_body(0, "name"), "between", "sent");
    tell(&template.of_body(1, "name"), "between", "draft");
    let keys = template.heading - 1;
    cells.insert(template.cell(keys, "cluster"), text("r99"));
    tell(&template.cell(template.heading, "cluster"), "file", "unknown_column");
    cells.insert(template.cell(keys, "note"), text("r02"));
    tell(&template.cell(template.heading, "note"), "file", "twice_column");
    expected
}

#[tokio::test]
async fn fifty_wrong_cells_among_a_thousand_enterprises_are_told_and_nothing_else() {
    let world = a_thousand().await;
    let before = template(&world, "2025").await;
    assert_eq!(before.rows.len(), MANY);
    let (_, told) = bring(&world, "2025", &before.filled(&right(&before, 0..OLD))).await;
    assert_eq!((&told["outcome"], &told["reports"]), (&"taken".into(), &OLD.into()), "{told}");

    // A year later the old numbers stand beside; two enterprises are quicker on the page.
    let template = template(&world, "2026").await;
    assert_eq!(template.rows.len(), MANY);
    let first = template.rows[0].1;
    assert_eq!(template.text(first, "r01:before"), "1234,5");
    assert_eq!(template.text(template.rows[OLD].1, "r01:before"), "");
    for (at, act) in [(0, "send"), (1, "save")] {
        let path = format!("/reports/fill/bieu-01/2026/{}", template.rows[at].0);
        let fields = [
            ("act", act),
            ("r01", "1.234,5"),
            ("r02", "0,5"),
            ("r03", "1234"),
            ("r04", "9,25"),
            ("number", "01/BC"),
            ("issued_on", "20/11/2026"),
        ];
        let (status, said, _) = super::fill::send(&world, &path, &fields).await;
        assert_eq!(status, 303, "{said}");
    }

    let mut cells = right(&template, 0..MANY);
    let expected = spoiled(&template, &mut cells);
    assert_eq!(expected.len(), 50);
    let (to, told) = bring(&world, "2026", &template.filled(&cells)).await;
    let field = |one: &serde_json::Value, name: &str| one[name].as_str().unwrap().to_owned();
    let problems = told["problems"].as_array().unwrap();
    let found: Vec<[String; 3]> = problems
        .iter()
        .map(|one| [field(one, "cell"), field(one, "category"), field(one, "kind")])
        .collect();
    assert_eq!(found.iter().cloned().collect::<BTreeSet<_>>(), expected);
    assert_eq!(found.len(), 50, "nothing is told twice");
    assert!(problems.iter().all(|one| one["message"].as_str().unwrap().len() > 20));
    assert_eq!(told["outcome"], "refused");
    let categories: BTreeSet<&str> = expected.iter().map(|one| one[1].as_str()).collect();
    let all = ["between", "file", "history", "row", "section", "value"];
    assert_eq!(categories.into_iter().collect::<Vec<_>>(), all);
    // The file comes back with a remark in each of these cells and in no other.
    let back = world.body(&format!("{to}/annotated.xlsx")).await;
    let cells: BTreeSet<String> = expected.iter().map(|one| one[0].clone()).collect();
    assert_eq!(remarked(&back), cells);
    let count = world.json("/api/reports/owed?form=bieu-01&period=2026").await;
    assert_eq!(count["count"]["sent"], 1, "nothing of it is taken");

    // Put right, without the two who have reported, it is taken whole.
    let corrected = template.filled(&right(&template, 2..MANY));
    let (_, told) = bring(&world, "2026", &corrected).await;
    assert_eq!(told["problems"], serde_json::json!([]));
    assert_eq!((&told["outcome"], &told["reports"]), (&"taken".into(), &(MANY - 2).into()));
    let count = world.json("/api/reports/owed?form=bieu-01&period=2026").await;
    assert_eq!(count["count"]["sent"], MANY - 1);
    assert_eq!(count["count"]["draft"], 1);
    // Whatever way it was written, the number is the same; each knows its cell and its paper.
    let list = world.json("/api/reports/owed?form=bieu-01&period=2026&state=sent").await;
    for line in &list["owed"].as_array().unwrap()[1..9] {
        let report = world.json(&format!("/api/reports/{}", field(line, "report_id"))).await;
        let numbers: Vec<i64> = report["values"]
            .as_array()
            .unwrap()
            .iter()
            .map(|value| value["value"].as_i64().unwrap())
            .collect();
        assert_eq!(numbers, [1_234_500_000_000, 500_000_000, 1234, 9_250_000]);
        assert!(report["report"]["document_id"].is_string());
        assert!(report["values"][0]["location"].as_str().unwrap().contains("!G"));
    }
}

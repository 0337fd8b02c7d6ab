//! Every deliberate irregularity of the sample workbooks, cell by cell, as listed in `seed/expected/traps.csv`.

use super::take;
use crate::world::World;
use longan::imports::{Kind, Report};
use std::collections::BTreeMap;

type Trap = BTreeMap<String, String>;

struct Facts {
    /// Numbers by where they stand: subject's name and value.
    numbers: Vec<(String, String, i64)>,
    /// States by where they stand: cluster, state, day, number of the paper.
    states: Vec<(String, String, String, String, String)>,
    /// Works by where they stand: planned and paid.
    works: Vec<(String, Option<i64>, Option<i64>)>,
    /// Clusters: name, lead unit, place as written.
    clusters: BTreeMap<String, (String, String)>,
    /// Enterprises by the row of a plot: id, tax code, industry code, cluster, plot, m².
    plots: Vec<(String, String, String, String, String, String, i64)>,
    report: Report,
}

async fn facts(world: &World, report: Report) -> Facts {
    let store = world.app.store.read();
    let clusters: Vec<(String, String, String)> =
        sqlx::query_as("select name, lead_place_id, place_text from clusters")
            .fetch_all(store)
            .await
            .unwrap();
    Facts {
        numbers: sqlx::query_as("select o.location, coalesce(c.name, o.subject_id), o.value from observations o left join clusters c on c.id = o.subject_id").fetch_all(store).await.unwrap(),
        states: sqlx::query_as("select s.location, c.name, s.state, s.on_day, d.number from cluster_states s join clusters c on c.id = s.cluster_id join documents d on d.id = s.document_id").fetch_all(store).await.unwrap(),
        works: sqlx::query_as("select location, planned_vnd, paid_vnd from infrastructure_items").fetch_all(store).await.unwrap(),
        clusters: clusters.into_iter().map(|(name, lead, text)| (name, (lead, text))).collect(),
        plots: sqlx::query_as("select l.location, t.id, coalesce(t.tax_code, ''), t.vsic_code, c.name, p.number, l.area_m2 from leases l join tenants t on t.id = l.tenant_id join clusters c on c.id = l.cluster_id join plots p on p.id = l.plot_id").fetch_all(store).await.unwrap(),
        report,
    }
}

/// "Tong hop!F11" stands on row 11 of "Tong hop".
fn row_of(location: &str) -> (&str, u32) {
    let location = location.rsplit(" › ").next().unwrap();
    let (sheet, cell) = location.split_once('!').unwrap();
    (sheet, cell.trim_start_matches(|c: char| c.is_ascii_alphabetic()).parse().unwrap())
}

impl Facts {
    fn values_at(&self, location: &str) -> Vec<i64> {
        self.numbers.iter().filter(|n| n.0.ends_with(location)).map(|n| n.2).collect()
    }

    fn work_on(
        &self,
        sheet: &str,
        row: u32,
        columns: &[&str],
    ) -> Option<&(String, Option<i64>, Option<i64>)> {
        self.works.iter().find(|w| {
            row_of(&w.0) == (sheet, row) && columns.iter().any(|c| w.0.contains(&format!("!{c}")))
        })
    }

    fn cluster_on(&self, sheet: &str, row: u32) -> Option<&str> {
        let state = self.states.iter().find(|s| row_of(&s.0) == (sheet, row)).map(|s| s.1.as_str());
        state.or_else(|| {
            self.numbers.iter().find(|n| row_of(&n.0) == (sheet, row)).map(|n| n.1.as_str())
        })
    }

    fn warns(&self, cell: &str, kind: &str) -> bool {
        self.report.problems.iter().any(|p| p.cell == cell && p.kind == kind)
    }

    fn says_nothing_on(&self, sheet: &str, row: u32) {
        assert!(
            self.numbers
                .iter()
                .all(|n| row_of(&n.0) != (sheet, row) || n.1.starts_with("province:")),
            "row {row}"
        );
        assert!(self.states.iter().all(|s| row_of(&s.0) != (sheet, row)), "row {row}");
        assert!(self.works.iter().all(|w| row_of(&w.0) != (sheet, row)), "row {row}");
        assert!(self.plots.iter().all(|p| row_of(&p.0) != (sheet, row)), "row {row}");
    }
}

/// What a number of the file is in the units that are kept.
fn kept(file: &str, column: &str, expected: &str) -> i64 {
    let scale = match (file, column) {
        ("doanh_nghiep_ccn_long_an_2013.xlsx", "F" | "J") => 0,
        ("doanh_nghiep_ccn_long_an_2013.xlsx", "L") => 6,
        ("doanh_nghiep_ccn_long_an_2013.xlsx", "K")
        | ("ccn_long_an_2013.xlsx", "K" | "L" | "N") => 9,
        ("ccn_long_an_2013.xlsx", "G") | ("ccn_lao_cai_2026.xlsx", "F") => 2,
        _ => 4,
    };
    let (whole, fraction) = expected.split_once('.').unwrap_or((expected, ""));
    format!("{whole}{fraction}{}", "0".repeat(scale - fraction.len())).parse().unwrap()
}

fn check(facts: &Facts, trap: &Trap) {
    let (file, sheet, cells, expected) =
        (&*trap["file"], &*trap["sheet"], &*trap["cells"], &*trap["expected"]);
    let (first, last) = cells.split_once(':').unwrap_or((cells, cells));
    let digits = first.find(|c: char| c.is_ascii_digit()).unwrap();
    let (column, row) = (&first[..digits], first[digits..].parse::<u32>().unwrap());
    let last_row: u32 = last.trim_start_matches(|c: char| c.is_ascii_alphabetic()).parse().unwrap();
    let here = format!("{sheet}!{first}");
    let is_tenants = file.starts_with("doanh_nghiep");
    let plot = || facts.plots.iter().find(|p| row_of(&p.0) == (sheet, row)).unwrap();
    match &*trap["kind"] {
        "merged_header"
        | "group_row"
        | "group_row_with_subtotal"
        | "total_row"
        | "subtotal_row"
        | "blank_row"
        | "footnotes_below_table"
        | "footnote_with_other_totals" => {
            (row..=last_row).for_each(|row| facts.says_nothing_on(sheet, row));
        }
        "vn_number_text" | "unit_in_cell" | "percent_cell" | "percent_text"
        | "vn_thousands_text" => {
            let wanted = kept(file, column, expected);
            let found = match (is_tenants, column) {
                (true, "F") => vec![plot().6],
                (false, "K") if !file.contains("lao_cai") => {
                    facts.work_on(sheet, row, &["K"]).unwrap().1.into_iter().collect()
                }
                (false, "L") => {
                    facts.work_on(sheet, row, &["K", "L"]).unwrap().2.into_iter().collect()
                }
                (false, "N") => {
                    facts.work_on(sheet, row, &["M", "N"]).unwrap().1.into_iter().collect()
                }
                _ => facts.values_at(&here),
            };
            assert_eq!(found, [wanted]);
        }
        "footnote_mark_in_name" | "name_differs_from_main_sheet" => {
            assert_eq!(facts.cluster_on(sheet, row), Some(expected));
            assert!(facts.clusters.contains_key(expected));
        }
        "date_as_text" => {
            let decided = facts
                .states
                .iter()
                .find(|s| s.2 == "established" && row_of(&s.0) == (sheet, row))
                .unwrap();
            assert_eq!(decided.3, expected);
        }
        "number_and_date_in_one_cell" => {
            let decided = facts
                .states
                .iter()
                .find(|s| s.2 == "established" && row_of(&s.0) == (sheet, row))
                .unwrap();
            assert_eq!(format!("{} | {}", decided.4, decided.3), expected);
        }
        "dash_or_remark_for_missing" => assert_eq!(facts.values_at(&here), [0_i64; 0]),
        "commune_no_longer_exists" => assert!(facts.warns(first, "unknown_commune")),
        "spelling_variant" => {
            let cluster = facts.cluster_on(sheet, row).unwrap();
            assert!(expected.contains(facts.clusters[cluster].0.split(':').nth(1).unwrap()));
        }
        "ditto" if is_tenants => assert_eq!(plot().4, expected),
        "ditto" => {
            let place = |row| &facts.clusters[facts.cluster_on(sheet, row).unwrap()];
            assert_eq!(place(row).0, place(row - 1).0);
        }
        "spaces_in_tax_code" | "leading_zero_lost" => assert_eq!(plot().2, expected),
        "section_letter_in_code" => assert_eq!(plot().3, expected),
        "one_enterprise_on_two_rows" => {
            let lines: Vec<_> = facts
                .plots
                .iter()
                .filter(|p| row_of(&p.0).0 == sheet && (row..=last_row).contains(&row_of(&p.0).1))
                .collect();
            assert!(lines.len() == 2 && lines[0].1 == lines[1].1, "one enterprise");
            for line in &lines {
                assert!(trap["raw"].contains(&format!("{}={}", line.5, line.6)));
            }
            let sum: i64 = lines.iter().map(|line| line.6).sum();
            assert!(expected.contains(&format!("{sum} m2")));
        }
        "occupancy_basis" => assert_eq!(facts.values_at(&here), [7935]),
        "occupancy_without_denominator" => {
            let told: Vec<_> =
                facts.numbers.iter().filter(|n| n.0.starts_with(&format!("{sheet}!"))).collect();
            assert_eq!(
                told.len(),
                19 * 4,
                "area, leased land, rate and number; industrial land is not made up"
            );
        }
        "conflicting_sources" => {
            let two: Vec<&str> = trap["raw"].split(" / ").collect();
            // What the Department says stands in the main table already, where it is the same.
            let commune = facts.values_at(&format!("{sheet}!{last}"));
            assert!(!commune.is_empty() && two.len() == 2);
        }
        other => panic!("nobody knows how to check `{other}`"),
    }
}

#[tokio::test]
async fn every_trap_comes_out_as_expected() {
    let path = format!("{}/../../seed/expected/traps.csv", env!("CARGO_MANIFEST_DIR"));
    let traps: Vec<Trap> =
        csv::Reader::from_path(path).unwrap().deserialize().map(Result::unwrap).collect();
    for (files, count) in [
        (vec!["ccn_long_an_2013.xlsx", "doanh_nghiep_ccn_long_an_2013.xlsx"], 325),
        (vec!["ccn_binh_thuan_2014.xlsx"], 9),
        (vec!["ccn_lao_cai_2026.xlsx"], 12),
    ] {
        let world = World::new().await;
        let mut checked = 0;
        for file in files {
            let report = take(&world, Kind::Auto, file).await;
            let facts = facts(&world, report).await;
            for trap in traps.iter().filter(|trap| trap["file"] == file) {
                println!("{trap:?}");
                check(&facts, trap);
                checked += 1;
            }
        }
        assert_eq!(checked, count);
    }
}

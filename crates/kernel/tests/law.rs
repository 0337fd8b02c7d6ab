//! The law's own files: well formed, cited, and each parameter touched by a worked example.

use kernel::day::{Day, parse_day};
use kernel::law::{Law, Resolved, Unit};
use serde::Deserialize;
use std::collections::BTreeSet;

const FILES: [(&str, &str); 4] = [
    ("documents.toml", include_str!("../../../law/documents.toml")),
    ("forms/readings.toml", include_str!("../../../law/forms/readings.toml")),
    ("parameters/clusters.toml", include_str!("../../../law/parameters/clusters.toml")),
    ("parameters/promotion.toml", include_str!("../../../law/parameters/promotion.toml")),
];

/// Files of worked examples; a slice may have several.
const EXAMPLES: [&str; 4] = [
    include_str!("../../../law/examples/clusters.toml"),
    include_str!("../../../law/examples/promotion_support.toml"),
    include_str!("../../../law/examples/promotion_provinces.toml"),
    include_str!("../../../law/examples/promotion_money.toml"),
];

/// A worked example; `inputs` and `expected` belong to the rule that `rule` names.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    name: String,
    rule: String,
    parameter: String,
    #[serde(default)]
    also: Vec<String>,
    day: Day,
    place: Option<String>,
    #[serde(default)]
    inputs: toml::Table,
    expected: toml::Value,
    citation: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Examples {
    example: Vec<Example>,
}

fn law() -> Law {
    Law::parse(&FILES).expect("the law's own files are well formed")
}

fn examples() -> Vec<Example> {
    let read = |text: &&str| toml::from_str::<Examples>(text).expect("well formed").example;
    EXAMPLES.iter().flat_map(read).collect()
}

fn resolve<'a>(law: &'a Law, example: &Example) -> Option<Resolved<'a>> {
    law.on(&example.parameter, example.day, example.place.as_deref())
}

#[test]
fn every_parameter_is_touched_by_an_example_and_every_example_by_a_parameter() {
    let law = law();
    let known: BTreeSet<&str> = law.keys().collect();
    let examples = examples();
    let touched: BTreeSet<&str> = examples
        .iter()
        .flat_map(|example| std::iter::once(&example.parameter).chain(&example.also))
        .map(String::as_str)
        .collect();
    assert_eq!(touched, known);
}

#[test]
fn every_paper_is_cited_or_amends_what_is_cited() {
    let law = law();
    let cited: BTreeSet<&str> = law
        .keys()
        .flat_map(|key| &law.parameter(key).unwrap().values)
        .flat_map(|value| [Some(value.document.as_str()), value.amends.as_deref()])
        .flatten()
        .chain(law.readings().iter().map(|reading| reading.document.as_str()))
        .collect();
    // Papers of the field that set no value of their own; screens list them all the same, and a
    // paper that cites one outside its time is told so.
    let background: BTreeSet<&str> = [
        "nd-134-2004",
        "nd-30-2020",
        "tt-26-2014",
        "nd-35-2022",
        "nd-146-2025",
        "nq-198-2025",
        "tt-15-2017",
        "tt-28-2020",
        "tt-38-2025",
        "vbhn-55-2025",
    ]
    .into();
    let known: BTreeSet<&str> = law.documents().map(|document| document.id.as_str()).collect();
    assert_eq!(known, cited.union(&background).copied().collect());
}

#[test]
fn the_examples_that_look_a_value_up_find_it_with_its_citation() {
    let law = law();
    for example in examples().iter().filter(|example| example.rule == "value") {
        let name = &example.name;
        let found = resolve(&law, example).unwrap_or_else(|| panic!("{name}: no value"));
        assert_eq!(example.expected.as_str(), Some(found.text()), "{name}");
        assert_eq!(example.citation.as_deref(), Some(found.citation().as_str()), "{name}");
    }
}

#[test]
fn the_examples_of_days_without_a_value_find_none() {
    let law = law();
    for example in examples().iter().filter(|example| example.rule == "no_value") {
        assert!(resolve(&law, example).is_none(), "{}", example.name);
    }
}

#[test]
fn the_examples_of_single_limits_hold() {
    let law = law();
    for example in &examples() {
        let limited = match example.rule.as_str() {
            "area_above_maximum" | "area_below_minimum" => Some("area_ha"),
            "score_passes" => Some("points"),
            "expansion_occupancy" => Some("occupancy_percent"),
            _ => None,
        };
        let Some(input) = limited else { continue };
        let name = &example.name;
        let amount =
            kernel::number::parse_scaled(example.inputs[input].as_str().unwrap(), 4).unwrap();
        let allowed = resolve(&law, example).and_then(|value| value.allows_scaled(amount, 4));
        let expected = example.expected.as_bool().unwrap();
        match example.rule.as_str() {
            "area_above_maximum" => {
                assert_eq!(allowed.map(|within| !within), Some(expected), "{name}");
            }
            // Before 2017 no minimum was set: nothing is below it.
            "area_below_minimum" => {
                assert_eq!(allowed.is_some_and(|within| !within), expected, "{name}");
            }
            "score_passes" => assert_eq!(allowed, Some(expected), "{name}"),
            // Demand above the land that is left is the other way to be allowed.
            _ => {
                let demand = example.inputs["demand_above_land"].as_bool().unwrap();
                assert_eq!(allowed.map(|within| within || demand), Some(expected), "{name}");
            }
        }
    }
}

#[test]
fn every_change_of_the_clusters_law_has_an_example_on_both_sides() {
    let days: BTreeSet<Day> = examples().iter().map(|example| example.day).collect();
    for change in ["05/10/2009", "15/07/2017", "01/05/2024", "01/07/2025", "15/09/2026"] {
        let day = parse_day(change).unwrap();
        assert!(days.contains(&day), "the day {change}");
        assert!(days.contains(&day.yesterday().unwrap()), "the day before {change}");
    }
}

#[test]
fn every_word_that_rules_know_can_be_read_by_people() {
    let law = law();
    for parameter in law.keys().map(|key| law.parameter(key).unwrap()) {
        for value in &parameter.values {
            let is_word = matches!(value.unit.unwrap_or(parameter.unit), Unit::Word | Unit::Words);
            assert_eq!(value.label.is_some(), is_word, "{} {}", parameter.key, value.value);
        }
    }
}

#[test]
fn a_screen_says_the_limit_in_words() {
    let law = law();
    let said = |key, day| {
        let found = law.on(key, parse_day(day).unwrap(), None).unwrap();
        format!("{} ({})", found.limit(), found.citation())
    };
    assert_eq!(
        said("clusters.area.max_ha", "01/05/2024"),
        "không quá 75 ha (NĐ 32/2024/NĐ-CP, Điều 2 khoản 1)"
    );
    assert_eq!(
        said("clusters.new.avg_occupancy_gt", "15/09/2026"),
        "trên 50 % (NĐ 303/2026/NĐ-CP (sửa NĐ 32/2024/NĐ-CP, Điều 8 khoản 1))"
    );
    assert_eq!(
        said("clusters.report.bieu04.due_half_year", "31/12/2025"),
        "trước ngày 30/06 (TT 14/2024/TT-BCT, Điều 3 khoản 3 điểm d)"
    );
    assert_eq!(
        said("clusters.clock.appraisal", "01/07/2025"),
        "25 ngày (NĐ 32/2024/NĐ-CP, Điều 10)"
    );
    assert_eq!(
        said("clusters.clock.appraisal", "15/09/2026"),
        "20 ngày làm việc (NĐ 303/2026/NĐ-CP (sửa NĐ 32/2024/NĐ-CP, Điều 10))"
    );
    assert_eq!(
        said("clusters.regime.receiving_body", "01/07/2025"),
        "UBND cấp xã (NĐ 139/2025/NĐ-CP)"
    );
}

#[test]
fn names_of_examples_are_told_apart() {
    let examples = examples();
    let names: BTreeSet<&str> = examples.iter().map(|example| example.name.as_str()).collect();
    assert_eq!(names.len(), examples.len());
}

//! The worked examples of the law run against the rules that pages and figures use.

use kernel::area::Area;
use kernel::day::Day as Date;
use kernel::law::{Law, Resolved};
use longan::clusters::rules::{self, Legacy};
use longan::store::Day;
use serde::Deserialize;
use std::collections::BTreeSet;

#[derive(Deserialize)]
struct Example {
    name: String,
    rule: String,
    parameter: String,
    day: Date,
    place: Option<String>,
    #[serde(default)]
    inputs: toml::Table,
    expected: toml::Value,
    citation: Option<String>,
}

#[derive(Deserialize)]
struct Examples {
    example: Vec<Example>,
}

impl Example {
    fn on<'a>(&self, law: &'a Law, key: &str) -> Option<Resolved<'a>> {
        law.on(key, self.day, self.place.as_deref())
    }

    fn text(&self, input: &str) -> &str {
        self.inputs[input].as_str().unwrap()
    }

    fn area(&self, input: &str) -> Area {
        Area::from_ha_text(self.text(input)).unwrap()
    }

    fn number(&self, input: &str, scale: u32) -> i64 {
        kernel::number::parse_scaled(self.text(input), scale).unwrap()
    }

    fn day(&self, input: &str) -> Day {
        self.text(input).parse().unwrap()
    }
}

fn legacy(answer: Legacy<'_>, within: &str, outside: &str) -> toml::Value {
    match answer {
        Legacy::Within => within.into(),
        Legacy::Outside => outside.into(),
        Legacy::Ruled(rule) => rule.text().into(),
    }
}

fn answer(law: &Law, example: &Example) -> toml::Value {
    let found = example.on(law, &example.parameter);
    let found = found.as_ref();
    let cutoff = example.on(law, "clusters.legacy.pre2009_cutoff");
    let is_old = |formed_on| rules::formed_before_2009_decision(cutoff.as_ref(), formed_on);
    match example.rule.as_str() {
        "value" | "no_value" => found.map(Resolved::text).unwrap_or_default().into(),
        "area_above_maximum" => rules::area_above_maximum(found, example.area("area_ha")).into(),
        "area_below_minimum" => rules::area_below_minimum(found, example.area("area_ha")).into(),
        "formed_before_2009_decision" => {
            rules::formed_before_2009_decision(found, example.day("formed_on")).into()
        }
        "legacy_over_maximum" => {
            let maximum = rules::greatest_area(law, Day(example.day), None);
            let told = rules::legacy_over_maximum(
                maximum.as_ref(),
                found.copied(),
                cutoff.as_ref(),
                example.area("area_ha"),
                Some(example.day("formed_on")),
            );
            legacy(told, "within_maximum", "over_maximum")
        }
        "legacy_below_minimum" => {
            let minimum = example.on(law, "clusters.area.min_ha");
            let told = rules::legacy_below_minimum(
                law,
                minimum.as_ref(),
                found.copied(),
                example.area("area_ha"),
                Some(example.day("established_on")),
            );
            legacy(told, "within_minimum", "below_minimum")
        }
        "legacy_deadline_open" => rules::legacy_deadline_open(found, Day(example.day)).into(),
        "new_cluster_occupancy" => rules::new_cluster_occupancy(
            found,
            example.on(law, "clusters.new.or_unleased_max_ha").as_ref(),
            example.number("average_occupancy_percent", 2),
            example.area("unleased_ha"),
        )
        .into(),
        "expansion_occupancy" => rules::expansion_occupancy(
            found,
            example.number("occupancy_percent", 2),
            example.inputs["demand_above_land"].as_bool().unwrap(),
        )
        .into(),
        "expansion_infrastructure" => {
            let done = example.inputs["done"].as_array().unwrap();
            let done: Vec<&str> = done.iter().filter_map(toml::Value::as_str).collect();
            rules::expansion_infrastructure(
                found,
                example.on(law, "clusters.expand.infrastructure_waiver").as_ref(),
                &done,
                is_old(example.day("formed_on")),
            )
            .into()
        }
        "service_land_above_share" => rules::service_land_above_share(
            found,
            example.area("service_ha"),
            example.area("area_ha"),
        )
        .into(),
        "score_passes" => rules::score_passes(found, example.number("points", 1)).into(),
        unknown => panic!("{}: no rule `{unknown}`", example.name),
    }
}

#[test]
fn every_worked_example_of_the_law_comes_out_as_written() {
    let law = longan::law::load(None).unwrap();
    let text = include_str!("../../../../law/examples/clusters.toml");
    let examples = toml::from_str::<Examples>(text).unwrap().example;
    for example in &examples {
        assert_eq!(answer(&law, example), example.expected, "{}", example.name);
        if let Some(citation) = &example.citation {
            let found = example.on(&law, &example.parameter).unwrap();
            assert_eq!(&found.citation(), citation, "{}", example.name);
        }
    }
    let rules: BTreeSet<&str> = examples.iter().map(|example| example.rule.as_str()).collect();
    assert_eq!(rules.len(), 13, "a rule the README names has no example: {rules:?}");
}

#[test]
fn the_levels_the_department_watches_never_pass_for_law() {
    let law = longan::law::load(None).unwrap();
    for key in law.keys().filter(|key| key.contains(".watch.")) {
        let found = law.on(key, "2026-11-23".parse().unwrap(), None).unwrap();
        assert!(!found.is_verified(), "{key}");
        assert_eq!(found.citation(), "Mức theo dõi của Sở (không phải quy định)", "{key}");
    }
}

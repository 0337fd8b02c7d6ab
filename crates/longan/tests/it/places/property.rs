//! A random valid file of changes never loses a cluster.

use super::HEAD;
use crate::world::OLD_PROVINCES;
use longan::places::change::plan::plan;
use longan::places::change::read::{Lines, read};
use longan::places::load::{Extent, units};
use longan::places::{Level, Units};
use longan::store::Day;
use proptest::prelude::*;
use std::fmt::Write as _;
use std::sync::LazyLock;

static KNOWN: LazyLock<Units> =
    LazyLock::new(|| units(Extent::OldProvinces(OLD_PROVINCES)).unwrap());

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// Codes of the communes of a province on a day.
fn communes(units: &Units, province: &str, on: Day) -> Vec<String> {
    let parts = units.parts(province).into_iter().filter(|place| place.exists_on(on));
    let mut codes: Vec<String> = parts.map(|place| place.code.clone()).collect();
    codes.sort();
    codes
}

/// A valid file for some communes of Tây Ninh: what happens to each is drawn.
fn file(units: &Units, on: &str, drawn: &[u8]) -> String {
    let before = Day(day(on).0.yesterday().unwrap());
    let province = units.on(Level::Province, "80", before).unwrap().id.clone();
    let mut codes = communes(units, &province, before).into_iter();
    let mut text = HEAD.to_owned();
    let mut spare = 70_000;
    for draw in drawn {
        let Some(code) = codes.next() else { break };
        let mut line = |kind: &str, old: &str, new: &str, default: &str| {
            let _ = write!(
                text,
                "\n{kind},commune,{old},commune,{new},Tên {new},,xã,80,{default},{on},1/NQ,"
            );
        };
        match draw % 5 {
            0 => {}
            1 => line("renamed", &code, &code, ""),
            2 => {
                line("merged", &code, &code, "");
                if let Some(other) = codes.next() {
                    line("merged", &other, &code, "");
                }
            }
            // Divided; one part joins a neighbour that is itself kept.
            3 => {
                if let Some(other) = codes.next() {
                    line("divided", &code, &code, if draw % 2 == 0 { "no" } else { "yes" });
                    line("divided", &code, &other, if draw % 2 == 0 { "yes" } else { "no" });
                    line("merged", &other, &other, "");
                }
            }
            _ => {
                let new = loop {
                    spare += 1;
                    if units.with_code(Level::Commune, &spare.to_string()).next().is_none() {
                        break spare.to_string();
                    }
                };
                line("divided", &code, &code, "no");
                line("divided", &code, &new, "yes");
            }
        }
    }
    text
}

/// The communes that something recorded in `id` lies in on a day.
fn lies_in(units: &Units, id: &str, on: Day) -> Vec<String> {
    let links = units.links(&[id.to_owned()], &[]);
    let communes = links.iter().filter_map(|link| units.get(&link.place_id));
    let there = communes.filter(|place| place.level == Level::Commune && place.exists_on(on));
    there.map(|place| place.id.clone()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn every_cluster_lies_in_exactly_one_commune_of_the_new_day(
        first in proptest::collection::vec(any::<u8>(), 1..60),
        second in proptest::collection::vec(any::<u8>(), 1..60),
    ) {
        let mut units = KNOWN.clone();
        let mut recorded = communes_of_all_times(&units);
        for (on, drawn) in [("2027-01-01", &first), ("2028-06-01", &second)] {
            let text = file(&units, on, drawn);
            // Nothing was drawn.
            let Ok(Lines::Units(lines)) = read(text.as_bytes()) else { continue };
            let done = plan(&mut units, &lines);
            prop_assert!(done.faults.is_empty(), "{:?}\n{text}", done.faults);
            let known = plan(&mut units, &lines);
            prop_assert!(known.is_known(), "the same file again says nothing new");
            recorded.extend(done.begun.iter().map(|place| place.id.clone()));
            let day = day(on);
            for id in &recorded {
                let communes = lies_in(&units, id, day);
                prop_assert_eq!(communes.len(), 1, "{} on {}: {:?}\n{}", id, on, communes, text);
            }
        }
    }

    #[test]
    fn whatever_the_bytes_reading_answers(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes);
        let text = String::from_utf8_lossy(&bytes);
        if let Ok(Lines::Units(lines)) = read(format!("{HEAD}\n{text}").as_bytes()) {
            let _ = plan(&mut KNOWN.clone(), &lines);
        }
    }
}

fn communes_of_all_times(units: &Units) -> Vec<String> {
    let mut ids = Vec::new();
    for (province, on) in [("province:80:", "2013-12-31"), ("province:80:2025-07-01", "2026-01-01")]
    {
        for part in units.parts(province).into_iter().filter(|place| place.exists_on(day(on))) {
            if part.level == Level::Commune {
                ids.push(part.id.clone());
            }
            ids.extend(units.parts(&part.id).into_iter().map(|place| place.id.clone()));
        }
    }
    ids.retain(|id| units.get(id).is_some_and(|place| place.level == Level::Commune));
    ids.sort();
    ids.dedup();
    ids
}

//! Compares the lines of a file with the units that are known: what would end, begin and
//! become what. Pure; nothing is written.

mod group;

use super::{Fault, Line};
use crate::places::model::{Change, Place, Preference};
use crate::places::units::Units;
use crate::store::Day;
use group::Group;
use std::collections::BTreeMap;

/// What a file would change.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Units that end: id and last day.
    pub ended: Vec<(String, Day)>,
    /// Units that begin.
    pub begun: Vec<Place>,
    /// What becomes what.
    pub changes: Vec<Change>,
    /// New members of regions.
    pub members: Vec<Member>,
    /// Communes that end with nothing to follow: line and id.
    pub abolished: Vec<(u32, String)>,
    /// Decrees: number, day, first effective day.
    pub decrees: BTreeMap<String, Option<Day>>,
    /// Lines that say what is known already.
    pub known: usize,
    /// What is wrong.
    pub faults: Vec<Fault>,
}

/// A province that becomes a member of a region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The region.
    pub region_id: String,
    /// The province.
    pub member_id: String,
    /// Where this is said.
    pub source: String,
    /// How surely.
    pub confidence: String,
}

impl Plan {
    /// Whether nothing would change and nothing is wrong.
    pub fn is_known(&self) -> bool {
        self.faults.is_empty() && self.begun.is_empty() && self.ended.is_empty()
    }
}

/// Works out what the lines come to; `units` becomes the map as it would be afterwards.
pub fn plan(units: &mut Units, lines: &[Line]) -> Plan {
    let mut plan = Plan::default();
    let mut days: BTreeMap<Day, Vec<&Line>> = BTreeMap::new();
    for line in lines {
        if is_known(units, line) {
            plan.known += 1;
        } else {
            days.entry(line.effective).or_default().push(line);
        }
        let decree = plan.decrees.entry(line.decree.clone()).or_default();
        *decree = decree.or(line.decree_day);
    }
    for (day, lines) in days {
        let mut group = Group::new(units, day, &lines);
        group.check();
        let Group { begun, changes, ended, abolished, faults, .. } = group;
        let last = before(day);
        for id in &ended {
            units.end(id, last);
        }
        begun.iter().cloned().for_each(|place| units.insert(place));
        changes.iter().cloned().for_each(|change| units.connect(change));
        plan.members.extend(follow(units, &changes));
        plan.ended.extend(ended.into_iter().map(|id| (id, last)));
        plan.begun.extend(begun);
        plan.changes.extend(changes);
        plan.abolished.extend(abolished);
        plan.faults.extend(faults);
    }
    plan.faults.sort_by_key(|fault| fault.line);
    plan
}

/// What a province became is a member of the regions that it was a member of.
fn follow(units: &mut Units, changes: &[Change]) -> Vec<Member> {
    let mut members = Vec::new();
    for change in changes.iter().filter(|change| change.preference == Preference::Default) {
        for region_id in units.regions(&change.old_id).to_vec() {
            let lives = units.get(&region_id).is_some_and(|region| region.valid_to.is_none());
            if lives && !units.regions(&change.new_id).contains(&region_id) {
                units.join(region_id.clone(), change.new_id.clone());
                members.push(Member {
                    region_id,
                    member_id: change.new_id.clone(),
                    source: change.decree.clone(),
                    confidence: kernel::law::Confidence::Unverified.code().to_owned(),
                });
            }
        }
    }
    members
}

/// The day before.
pub fn before(day: Day) -> Day {
    Day(day.0.yesterday().unwrap_or(day.0))
}

/// Whether the units already say what the line says.
fn is_known(units: &Units, line: &Line) -> bool {
    let begins = line.effective.to_string();
    let began = |place: &&Place| place.valid_from == begins;
    let new = line.new.as_ref().map(|(level, code)| units.with_code(*level, code).find(began));
    let last = before(line.effective).to_string();
    let old = line.old.as_ref().map(|(level, code)| {
        let ended = |place: &&Place| place.valid_to.as_deref() == Some(last.as_str());
        units.with_code(*level, code).find(ended)
    });
    match (old, new) {
        (None, Some(Some(new))) => units.before(&new.id).is_empty(),
        (Some(Some(old)), None) => units.after(&old.id).is_empty(),
        (Some(Some(old)), Some(Some(new))) => {
            units.after(&old.id).iter().any(|change| change.new_id == new.id)
        }
        _ => false,
    }
}

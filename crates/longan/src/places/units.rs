//! The map of units: what lies in what, what became of what, and from both every unit that a
//! record lies in. Pure: it is filled by the store and asked as often as needed.

use super::model::{COUNTRY_ID, Change, Level, Link, Mapping, Place, Preference, Relation};
use crate::store::Day;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Longest chain of changes that is followed: more than any unit has seen.
const LONGEST: usize = 50;

/// Units and their changes, by id.
#[derive(Clone, Debug, Default)]
pub struct Units {
    places: HashMap<String, Place>,
    after: HashMap<String, Vec<Change>>,
    before: HashMap<String, Vec<Change>>,
    by_code: HashMap<(Level, String), Vec<String>>,
    children: HashMap<String, Vec<String>>,
    regions: HashMap<String, Vec<String>>,
}

impl Units {
    /// A map of these units.
    pub fn new(
        places: impl IntoIterator<Item = Place>,
        changes: impl IntoIterator<Item = Change>,
    ) -> Self {
        let mut units = Self::default();
        places.into_iter().for_each(|place| units.insert(place));
        changes.into_iter().for_each(|change| units.connect(change));
        units
    }

    /// Adds a unit.
    pub fn insert(&mut self, place: Place) {
        let key = (place.level, place.code.clone());
        self.by_code.entry(key).or_default().push(place.id.clone());
        if let Some(parent) = &place.parent_id {
            self.children.entry(parent.clone()).or_default().push(place.id.clone());
        }
        self.places.insert(place.id.clone(), place);
    }

    /// Adds a change; one that is known stays as it is.
    pub fn connect(&mut self, change: Change) {
        if self.after(&change.old_id).iter().any(|known| known.new_id == change.new_id) {
            return;
        }
        self.before.entry(change.new_id.clone()).or_default().push(change.clone());
        let after = self.after.entry(change.old_id.clone()).or_default();
        after.push(change);
        after.sort_by(|a, b| (a.preference, &a.new_id).cmp(&(b.preference, &b.new_id)));
    }

    /// Makes a province a member of a region.
    pub fn join(&mut self, region_id: String, member_id: String) {
        self.regions.entry(member_id).or_default().push(region_id);
    }

    /// Ends a unit.
    pub fn end(&mut self, id: &str, last: Day) {
        if let Some(place) = self.places.get_mut(id) {
            place.valid_to = Some(last.to_string());
        }
    }

    /// The unit of this id.
    pub fn get(&self, id: &str) -> Option<&Place> {
        self.places.get(id)
    }

    /// Every unit that ever had this level and code.
    pub fn with_code(&self, level: Level, code: &str) -> impl Iterator<Item = &Place> {
        let ids = self.by_code.get(&(level, code.to_owned())).map(Vec::as_slice);
        ids.unwrap_or_default().iter().filter_map(|id| self.get(id))
    }

    /// The unit that had this level and code on `day`.
    pub fn on(&self, level: Level, code: &str, day: Day) -> Option<&Place> {
        self.with_code(level, code).find(|place| place.exists_on(day))
    }

    /// The units recorded directly under this one.
    pub fn children(&self, id: &str) -> impl Iterator<Item = &Place> {
        let ids = self.children.get(id).map(Vec::as_slice);
        ids.unwrap_or_default().iter().filter_map(|id| self.get(id))
    }

    /// The units recorded under this one or under what it was called before.
    pub fn parts(&self, id: &str) -> Vec<&Place> {
        let (mut ids, mut next) = (vec![id.to_owned()], 0);
        while let Some(id) = ids.get(next).cloned() {
            let defaults = self.before(&id).iter().filter(|c| c.preference == Preference::Default);
            for change in defaults {
                if !ids.contains(&change.old_id) {
                    ids.push(change.old_id.clone());
                }
            }
            next += 1;
        }
        ids.iter().flat_map(|id| self.children(id)).collect()
    }

    /// What the unit became, the default first.
    pub fn after(&self, id: &str) -> &[Change] {
        self.after.get(id).map(Vec::as_slice).unwrap_or_default()
    }

    /// What the unit came from.
    pub fn before(&self, id: &str) -> &[Change] {
        self.before.get(id).map(Vec::as_slice).unwrap_or_default()
    }

    /// The regions a province is a member of.
    pub fn regions(&self, member_id: &str) -> &[String] {
        self.regions.get(member_id).map(Vec::as_slice).unwrap_or_default()
    }

    /// Every unit that something recorded in `recorded` lies in: those units, the units above
    /// them, what they became, what is above that, what they surely lay in before, the regions,
    /// and the country. `confirmed` are communes that an officer chose where one
    /// was divided, the latest word first.
    pub fn links(&self, recorded: &[String], confirmed: &[String]) -> Vec<Link> {
        let mut ties = Ties { units: self, confirmed, found: BTreeMap::new() };
        for id in recorded {
            ties.walk(id, Relation::Recorded, Mapping::Recorded, 0);
            for earlier in self.surely_before(id, 0) {
                ties.tie(&earlier, Relation::Mapped, Mapping::Before);
            }
        }
        ties.tie(COUNTRY_ID, Relation::Within, Mapping::Recorded);
        ties.add_regions();
        let links = ties.found.into_iter();
        links.map(|(place_id, (relation, mapping))| Link { place_id, relation, mapping }).collect()
    }

    /// The units of earlier times that everything the unit came from lay in.
    fn surely_before(&self, id: &str, depth: usize) -> BTreeSet<String> {
        let mut common: Option<BTreeSet<String>> = None;
        for change in self.before(id).iter().filter(|_| depth < LONGEST) {
            let mut lay_in = self.surely_before(&change.old_id, depth + 1);
            let mut next = self.get(&change.old_id);
            while let Some(place) = next.filter(|place| place.level != Level::Country) {
                lay_in.insert(place.id.clone());
                next = place.parent_id.as_deref().and_then(|parent| self.get(parent));
            }
            common = Some(match common {
                Some(common) => common.intersection(&lay_in).cloned().collect(),
                None => lay_in,
            });
        }
        common.unwrap_or_default()
    }

    /// Whether the unit is one of `wanted`, or became one of them.
    fn leads_to(&self, id: &str, wanted: &[String], depth: usize) -> bool {
        let mut after = self.after(id).iter().filter(|_| depth < LONGEST);
        wanted.iter().any(|one| one == id)
            || after.any(|change| self.leads_to(&change.new_id, wanted, depth + 1))
    }
}

/// Links being gathered.
struct Ties<'a> {
    units: &'a Units,
    confirmed: &'a [String],
    found: BTreeMap<String, (Relation, Mapping)>,
}

impl Ties<'_> {
    /// Keeps the surest way by which a unit was reached.
    fn tie(&mut self, id: &str, relation: Relation, mapping: Mapping) {
        let kept = self.found.entry(id.to_owned()).or_insert((relation, mapping));
        *kept = (*kept).min((relation, mapping));
    }

    /// Ties a unit, what is above it, and what it became.
    fn walk(&mut self, id: &str, relation: Relation, mapping: Mapping, depth: usize) {
        self.tie(id, relation, mapping);
        let Some(unit) = self.units.get(id).filter(|_| depth < LONGEST) else { return };
        let above = if relation == Relation::Recorded { Relation::Within } else { relation };
        self.climb(unit, above, mapping, depth);
        if unit.valid_to.is_none() {
            return;
        }
        if let Some((next, step)) = self.choose(unit) {
            self.walk(&next, Relation::Mapped, mapping.max(step), depth + 1);
        } else {
            self.walk_from_above(unit, depth);
        }
    }

    /// Ties what is above a unit. Where that ended and the unit lives on, it became another.
    fn climb(&mut self, unit: &Place, relation: Relation, mapping: Mapping, depth: usize) {
        let parent = unit.parent_id.as_deref().and_then(|parent| self.units.get(parent));
        let Some(parent) = parent.filter(|_| depth < LONGEST) else { return };
        self.tie(&parent.id, relation, mapping);
        self.climb(parent, relation, mapping, depth + 1);
        let (mut above, mut sure) = (parent, mapping);
        while above.ended_before(unit) {
            let Some(change) = self.units.after(&above.id).first() else { return };
            let Some(next) = self.units.get(&change.new_id) else { return };
            let divided = self.units.after(&above.id).len() > 1;
            sure = sure.max(if divided { Mapping::Default } else { Mapping::Whole });
            self.tie(&next.id, Relation::Mapped, sure);
            self.climb(next, Relation::Mapped, sure, depth + 1);
            above = next;
        }
    }

    /// Nothing says what became of the unit; but what was above it became something.
    fn walk_from_above(&mut self, unit: &Place, depth: usize) {
        let mut next = unit.parent_id.as_deref().and_then(|parent| self.units.get(parent));
        while let Some(above) = next.filter(|above| above.level != Level::Country) {
            if let Some((became, _)) = self.choose(above) {
                self.walk(&became, Relation::Mapped, Mapping::Province, depth + 1);
                return;
            }
            next = above.parent_id.as_deref().and_then(|parent| self.units.get(parent));
        }
    }

    /// The unit that an ended one became, and how sure that is.
    fn choose(&self, unit: &Place) -> Option<(String, Mapping)> {
        let after = self.units.after(&unit.id);
        let leads_to = |one: &String| {
            let wanted = std::slice::from_ref(one);
            after.iter().find(|change| self.units.leads_to(&change.new_id, wanted, 0))
        };
        let confirmed = self.confirmed.iter().find_map(leads_to);
        let (change, mapping) = match (after, confirmed) {
            ([], _) => return None,
            ([only], _) => (only, Mapping::Whole),
            (_, Some(confirmed)) => (confirmed, Mapping::Confirmed),
            (several, None) => {
                let default = |change: &&Change| change.preference == Preference::Default;
                (several.iter().find(default).or(several.first())?, Mapping::Default)
            }
        };
        // Of something known to lie in a district or province only, its commune stays unknown.
        let mapping = if unit.level == Level::Commune { mapping } else { Mapping::Province };
        Some((change.new_id.clone(), mapping))
    }

    /// Ties the regions of the provinces that were reached.
    fn add_regions(&mut self) {
        for (id, (relation, mapping)) in self.found.clone() {
            let relation =
                if relation == Relation::Mapped { Relation::Mapped } else { Relation::Within };
            for region in self.units.regions(&id) {
                self.tie(region, relation, mapping);
            }
        }
    }
}

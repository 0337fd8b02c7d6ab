//! Filling the map of units: all of it, or what surrounds some units.

use super::super::model::{Change, Level, Link, Place};
use super::super::units::Units;
use crate::store::{Result, Statement, Store, Tx};
use sqlx::FromRow;
use sqlx::any::AnyRow;
use std::collections::{BTreeSet, HashMap};

const PLACES: &str = "select id, code, level, kind, name, full_name, parent_id, province_id, valid_from, valid_to, decree, document_id from places ";
const CHANGES: &str =
    "select old_id, new_id, kind, preference, effective_on, decree from place_changes ";
const MEMBERS: &str = "select region_id, member_id from place_members ";

/// Most ids named in one statement.
const CHUNK: usize = 1_000;

/// Every unit there is, within a transaction.
pub async fn all_units(tx: &mut Tx) -> Result<Units> {
    let places: Vec<Place> = sqlx::query_as(PLACES).fetch_all(&mut **tx).await?;
    let changes: Vec<Change> = sqlx::query_as(CHANGES).fetch_all(&mut **tx).await?;
    let members: Vec<(String, String)> = sqlx::query_as(MEMBERS).fetch_all(&mut **tx).await?;
    let mut units = Units::new(places, changes);
    for (region, member) in members {
        units.join(region, member);
    }
    Ok(units)
}

/// Every unit that something recorded in `recorded` lies in.
pub async fn links_for(store: &Store, recorded: &[String]) -> Result<Vec<Link>> {
    Ok(units_around(store, recorded).await?.links(recorded, &[]))
}

/// The units that something recorded in `ids` can be tied to: what these became and came from,
/// and everything above.
pub async fn units_around(store: &Store, ids: &[String]) -> Result<Units> {
    let mut found = Found { store, units: Units::default(), seen: BTreeSet::new() };
    let mut next: BTreeSet<String> = ids.iter().cloned().collect();
    while !next.is_empty() {
        let places = found.add_places(&next).await?;
        let changes: Vec<Change> = found.some(CHANGES, "where old_id in ", &next).await?;
        next = places.into_iter().filter_map(|place| place.parent_id).collect();
        for change in changes {
            next.insert(change.new_id.clone());
            found.units.connect(change);
        }
        next.retain(|id| !found.seen.contains(id));
    }
    let mut later: BTreeSet<String> = ids.iter().cloned().collect();
    while !later.is_empty() {
        let changes: Vec<Change> = found.some(CHANGES, "where new_id in ", &later).await?;
        later = changes.iter().map(|change| change.old_id.clone()).collect();
        // What became of these other than `ids` is of no use here.
        for change in changes {
            found.units.connect(change);
        }
        let mut above = later.clone();
        while !above.is_empty() {
            above.retain(|id| !found.seen.contains(id));
            let places = found.add_places(&above).await?;
            above = places.into_iter().filter_map(|place| place.parent_id).collect();
        }
    }
    let seen = found.seen.clone();
    let members: Vec<(String, String)> = found.some(MEMBERS, "where member_id in ", &seen).await?;
    for (region, member) in members {
        found.units.join(region, member);
    }
    Ok(found.units)
}

/// Units being gathered.
struct Found<'s> {
    store: &'s Store,
    units: Units,
    seen: BTreeSet<String>,
}

impl Found<'_> {
    /// The rows of a constant query whose id is among some.
    async fn some<T>(
        &self,
        select: &'static str,
        condition: &'static str,
        ids: &BTreeSet<String>,
    ) -> Result<Vec<T>>
    where
        T: for<'r> FromRow<'r, AnyRow> + Send + Unpin,
    {
        let ids: Vec<&String> = ids.iter().collect();
        let mut rows = Vec::new();
        for chunk in ids.chunks(CHUNK) {
            let mut query = Statement::new(select);
            query.push(condition).push_list(chunk.iter().map(|id| (*id).clone()));
            rows.extend(query.fetch_all(self.store).await?);
        }
        Ok(rows)
    }

    async fn add_places(&mut self, ids: &BTreeSet<String>) -> Result<Vec<Place>> {
        let places: Vec<Place> = self.some(PLACES, "where id in ", ids).await?;
        self.seen.extend(ids.iter().cloned());
        places.iter().cloned().for_each(|place| self.units.insert(place));
        Ok(places.into_iter().filter(|place| place.level != Level::Country).collect())
    }
}

/// Full names of some units by id.
pub async fn full_names(store: &Store, ids: &[String]) -> Result<HashMap<String, String>> {
    let mut names = HashMap::new();
    for chunk in ids.chunks(400) {
        let rows: Vec<(String, String)> = named(chunk).fetch_all(store).await?;
        names.extend(rows);
    }
    Ok(names)
}

/// The same within a verb.
pub async fn full_names_within(tx: &mut Tx, ids: &[String]) -> Result<HashMap<String, String>> {
    let mut names = HashMap::new();
    for chunk in ids.chunks(400) {
        let rows: Vec<(String, String)> = named(chunk).fetch_all_within(tx).await?;
        names.extend(rows);
    }
    Ok(names)
}

fn named(ids: &[String]) -> Statement {
    let mut query = Statement::new("select id, full_name from places where id in ");
    query.push_list(ids.iter().cloned());
    query
}

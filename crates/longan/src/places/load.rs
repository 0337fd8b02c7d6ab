//! Loads the administrative units that come with the program into an empty database.

use super::model::{COUNTRY_ID, Change, Place};
use super::store::{self, ChangeRow, PlaceRow};
use super::units::Units;
use crate::store::Store;
use kernel::text::{fold, nfc, sort_key};
use std::collections::{BTreeMap, BTreeSet};

const UNITS_LEGACY: &str = include_str!("../../../../data/admin/units_legacy.csv");
const UNITS_2025: &str = include_str!("../../../../data/admin/units_2025.csv");
const CHANGES_2025: &str = include_str!("../../../../data/admin/changes_2025.csv");
const PROVINCE_CHANGES_2025: &str =
    include_str!("../../../../data/admin/province_changes_2025.csv");
const LAST_LEGACY_DAY: &str = "2025-06-30";

/// Which units to load.
#[derive(Clone, Copy, Debug)]
pub enum Extent<'a> {
    /// The whole country.
    Country,
    /// Only these old provinces, by old code, and what they became: enough for a test.
    OldProvinces(&'a [&'a str]),
}

/// Loads units, changes and regions, each once; what a database has already is left as it is.
pub async fn load(database: &Store, extent: Extent<'_>) -> anyhow::Result<()> {
    if store::count(database).await? == 0 {
        let (places, changes) = rows(extent)?;
        let mut tx = database.begin().await?;
        store::insert_places(&mut tx, &places).await?;
        store::insert_changes(&mut tx, &changes).await?;
        tx.commit().await?;
    }
    super::regions::load(database).await
}

/// The units and changes that come with the program, without a database.
pub fn units(extent: Extent<'_>) -> anyhow::Result<Units> {
    let (places, changes) = rows(extent)?;
    let some = |text: String| Some(text).filter(|text| !text.is_empty());
    let mut units = Units::default();
    for [id, code, level, kind, name, full_name, parent, province, from, to, decree, ..] in places {
        units.insert(Place {
            id,
            code,
            level: level.parse()?,
            kind,
            name,
            full_name,
            parent_id: some(parent),
            province_id: some(province),
            valid_from: from,
            valid_to: some(to),
            decree,
            document_id: None,
        });
    }
    for [old_id, new_id, kind, preference, effective_on, decree] in changes {
        let preference = preference.parse()?;
        units.connect(Change { old_id, new_id, kind, preference, effective_on, decree });
    }
    Ok(units)
}

#[derive(serde::Deserialize)]
struct LegacyUnit {
    code: String,
    level: String,
    r#type: String,
    name: String,
    full_name: String,
    parent_code: String,
    note: String,
}

#[derive(serde::Deserialize)]
struct Unit {
    code: String,
    level: String,
    r#type: String,
    name: String,
    full_name: String,
    parent_code: String,
    valid_from: String,
    valid_to: String,
    decree: String,
    note: String,
}

#[derive(serde::Deserialize)]
struct CommuneChange {
    old_code: String,
    new_code: String,
    kind: String,
    is_default: String,
    old_level: String,
    effective: String,
    decree: String,
}

#[derive(serde::Deserialize)]
struct ProvinceChange {
    old_code: String,
    new_code: String,
    kind: String,
    effective: String,
    decree: String,
}

fn read<T: serde::de::DeserializeOwned>(text: &str) -> anyhow::Result<Vec<T>> {
    Ok(csv::Reader::from_reader(text.as_bytes()).deserialize().collect::<Result<_, _>>()?)
}

fn rows(extent: Extent<'_>) -> anyhow::Result<(Vec<PlaceRow>, Vec<ChangeRow>)> {
    let legacy: Vec<LegacyUnit> = read(UNITS_LEGACY)?;
    let today: Vec<Unit> = read(UNITS_2025)?;
    let province_changes: Vec<ProvinceChange> = read(PROVINCE_CHANGES_2025)?;
    let wanted_old = |province: &str| match extent {
        Extent::Country => true,
        Extent::OldProvinces(codes) => codes.contains(&province),
    };
    let wanted_new: Vec<&str> = province_changes
        .iter()
        .filter(|c| wanted_old(&c.old_code))
        .map(|c| c.new_code.as_str())
        .collect();

    let mut places = vec![country()];
    let district_province: BTreeMap<&str, &str> = legacy
        .iter()
        .filter(|u| u.level == "district")
        .map(|u| (u.code.as_str(), u.parent_code.as_str()))
        .collect();
    for unit in &legacy {
        let province = match unit.level.as_str() {
            "province" => unit.code.as_str(),
            "district" => unit.parent_code.as_str(),
            _ => district_province.get(unit.parent_code.as_str()).copied().unwrap_or_default(),
        };
        if wanted_old(province) {
            places.push(legacy_row(unit, province));
        }
    }
    for unit in &today {
        let province = if unit.level == "province" { &unit.code } else { &unit.parent_code };
        if wanted_new.contains(&province.as_str()) {
            places.push(today_row(unit, province, &today));
        }
    }
    let known: BTreeSet<&str> = places.iter().map(|row| row[0].as_str()).collect();
    let mut changes = commune_changes(&province_changes, &today)?;
    changes.retain(|row| known.contains(row[0].as_str()) && known.contains(row[1].as_str()));
    Ok((places, changes))
}

fn country() -> PlaceRow {
    let name = "Việt Nam";
    let text = |s: &str| s.to_owned();
    [
        text(COUNTRY_ID),
        text("VN"),
        text("country"),
        text("nước"),
        text(name),
        text("Cả nước"),
        text(""),
        text(""),
        text(""),
        text(""),
        text(""),
        text(""),
        sort_key(name),
        fold(name),
    ]
}

fn legacy_row(unit: &LegacyUnit, province: &str) -> PlaceRow {
    let parent = match unit.level.as_str() {
        "province" => COUNTRY_ID.to_owned(),
        "district" => format!("province:{}:", unit.parent_code),
        _ => format!("district:{}:", unit.parent_code),
    };
    [
        format!("{}:{}:", unit.level, unit.code),
        unit.code.clone(),
        unit.level.clone(),
        unit.r#type.clone(),
        nfc(&unit.name),
        nfc(&unit.full_name),
        parent,
        format!("province:{province}:"),
        String::new(),
        LAST_LEGACY_DAY.to_owned(),
        String::new(),
        unit.note.clone(),
        sort_key(&unit.name),
        match_key(&unit.name),
    ]
}

fn today_row(unit: &Unit, province: &str, all: &[Unit]) -> PlaceRow {
    let province_id = province_on(all, province, &unit.valid_from);
    let parent = if unit.level == "province" { COUNTRY_ID.to_owned() } else { province_id.clone() };
    let own = format!("{}:{}:{}", unit.level, unit.code, unit.valid_from);
    let province_id = if unit.level == "province" { own.clone() } else { province_id };
    [
        own,
        unit.code.clone(),
        unit.level.clone(),
        unit.r#type.to_lowercase(),
        nfc(&unit.name),
        nfc(&unit.full_name),
        parent,
        province_id,
        unit.valid_from.clone(),
        unit.valid_to.clone(),
        unit.decree.clone(),
        unit.note.clone(),
        sort_key(&unit.name),
        match_key(&unit.name),
    ]
}

/// Id of the row of province `code` that holds on `day`.
fn province_on(all: &[Unit], code: &str, day: &str) -> String {
    let rows = all
        .iter()
        .filter(|u| u.level == "province" && u.code == code && u.valid_from.as_str() <= day);
    let from = rows.map(|u| u.valid_from.as_str()).max().unwrap_or(day);
    format!("province:{code}:{from}")
}

/// How names are compared: folded, i and y alike, without spaces.
pub fn match_key(name: &str) -> String {
    fold(name).replace('y', "i").replace([' ', '-', '\''], "")
}

/// What a search for the name of a unit compares.
pub fn search_key(typed: &str) -> String {
    const KINDS: &[&str] = &[
        "thi tran ",
        "thi xa ",
        "thanh pho ",
        "dac khu ",
        "phuong ",
        "huyen ",
        "quan ",
        "tinh ",
        "vung ",
        "xa ",
    ];
    let folded = fold(typed.trim());
    let bare = KINDS.iter().find_map(|kind| folded.strip_prefix(kind)).unwrap_or(&folded);
    match_key(bare)
}

fn commune_changes(provinces: &[ProvinceChange], today: &[Unit]) -> anyhow::Result<Vec<ChangeRow>> {
    let first_day: BTreeMap<(&str, &str), &str> = today
        .iter()
        .rev()
        .map(|u| ((u.level.as_str(), u.code.as_str()), u.valid_from.as_str()))
        .collect();
    let mut rows: Vec<ChangeRow> = Vec::new();
    for change in provinces {
        rows.push([
            format!("province:{}:", change.old_code),
            format!("province:{}:{}", change.new_code, change.effective),
            change.kind.clone(),
            "default".to_owned(),
            change.effective.clone(),
            change.decree.clone(),
        ]);
    }
    for change in read::<CommuneChange>(CHANGES_2025)? {
        let from = first_day
            .get(&("commune", change.new_code.as_str()))
            .copied()
            .unwrap_or(change.effective.as_str());
        rows.push([
            format!("{}:{}:", change.old_level, change.old_code),
            format!("commune:{}:{}", change.new_code, from),
            change.kind,
            if change.is_default == "true" { "default" } else { "alternative" }.to_owned(),
            change.effective,
            change.decree,
        ]);
    }
    // Units whose row changed after July 2025 with the same code (a province that became a city).
    for unit in today.iter().filter(|u| !u.valid_to.is_empty()) {
        if let Some(later) = today
            .iter()
            .find(|u| u.code == unit.code && u.level == unit.level && u.valid_from > unit.valid_to)
        {
            rows.push([
                format!("{}:{}:{}", unit.level, unit.code, unit.valid_from),
                format!("{}:{}:{}", later.level, later.code, later.valid_from),
                "renamed".to_owned(),
                "default".to_owned(),
                later.valid_from.clone(),
                later.decree.clone(),
            ]);
        }
    }
    rows.sort();
    rows.dedup_by(|a, b| a[0] == b[0] && a[1] == b[1]);
    Ok(rows)
}

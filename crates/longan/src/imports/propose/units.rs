//! Which units a written place means: "các xã A, B và C, huyện Đức Hoà", "P. Đức Thắng".

use crate::places::load::match_key;
use crate::places::{Level, Place};
use crate::store::Day;
use kernel::text::{fold, squeeze};
use std::collections::HashMap;

/// The units of one province on a day, found by name.
pub struct Places {
    /// The province.
    pub province: Place,
    units: Vec<Place>,
    by_key: HashMap<String, Vec<usize>>,
}

/// What a written place means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoundPlaces {
    /// The units, the lead one first; never empty.
    pub ids: Vec<String>,
    /// Full name of the lead unit.
    pub lead: String,
    /// Names of communes that are not on the list, or mean several.
    pub unknown: Vec<String>,
}

/// Words before a name, folded, and the level and kind they tell; longer ones first.
const KINDS: &[(&str, Level, &str)] = &[
    ("cac phuong", Level::Commune, "phuong"),
    ("cac xa", Level::Commune, "xa"),
    ("thi tran", Level::Commune, "thi tran"),
    ("dac khu", Level::Commune, "dac khu"),
    ("thi xa", Level::District, "thi xa"),
    ("thanh pho", Level::District, "thanh pho"),
    ("phuong", Level::Commune, "phuong"),
    ("huyen", Level::District, "huyen"),
    ("quan", Level::District, "quan"),
    ("tinh", Level::Province, "tinh"),
    ("xa", Level::Commune, "xa"),
    ("tt", Level::Commune, "thi tran"),
    ("tp", Level::District, "thanh pho"),
    ("tx", Level::District, "thi xa"),
    ("p", Level::Commune, "phuong"),
    ("h", Level::District, "huyen"),
    ("x", Level::Commune, "xa"),
];

struct Piece {
    level: Option<Level>,
    kind: &'static str,
    key: String,
    shown: String,
}

impl Places {
    /// The units of `province` that exist on `on`.
    pub fn new(province: Place, units: Vec<Place>, on: Day) -> Self {
        let existing: Vec<Place> =
            units.iter().filter(|unit| unit.exists_on(on)).cloned().collect();
        // A table may be older than the list of units: then every unit of the province counts.
        let units = if existing.len() > 1 { existing } else { units };
        let mut by_key: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, unit) in units.iter().enumerate() {
            by_key.entry(match_key(&unit.name)).or_default().push(index);
        }
        Self { province, units, by_key }
    }

    /// The units a text means; `group` is the district of the rows around it.
    pub fn find(&self, text: &str, group: &str) -> FoundPlaces {
        let mut pieces: Vec<Piece> = split(text);
        let district = self.take_district(&mut pieces).or_else(|| {
            let mut around = split(group);
            self.take_district(&mut around)
        });
        let mut found = FoundPlaces::default();
        for piece in pieces.iter().filter(|p| p.level != Some(Level::Province)) {
            match self.commune(piece, district) {
                Some(unit) if !found.ids.contains(&unit.id) => {
                    if found.ids.is_empty() {
                        found.lead.clone_from(&unit.full_name);
                    }
                    found.ids.push(unit.id.clone());
                }
                Some(_) => {}
                None => found.unknown.push(piece.shown.clone()),
            }
        }
        if found.ids.is_empty() {
            let unit = district.unwrap_or(&self.province);
            found.ids.push(unit.id.clone());
            found.lead.clone_from(&unit.full_name);
        }
        found
    }

    fn units_named(&self, key: &str, level: Level) -> impl Iterator<Item = &Place> {
        let found = self.by_key.get(key).map(Vec::as_slice).unwrap_or_default();
        found.iter().map(|index| &self.units[*index]).filter(move |unit| unit.level == level)
    }

    /// The piece that names a district, taken out: one that says so, or the last of several.
    fn take_district(&self, pieces: &mut Vec<Piece>) -> Option<&Place> {
        let named = pieces.iter().position(|piece| piece.level == Some(Level::District));
        let last =
            pieces.len().checked_sub(1).filter(|last| *last > 0 && pieces[*last].level.is_none());
        let at = named.or(last)?;
        let piece = &pieces[at];
        let candidates: Vec<&Place> = self.units_named(&piece.key, Level::District).collect();
        let of_kind = candidates.iter().find(|unit| fold(&unit.kind) == piece.kind);
        let district = of_kind.or(candidates.first()).copied();
        if district.is_some() || named.is_some() {
            pieces.remove(at);
        }
        district
    }

    fn commune(&self, piece: &Piece, district: Option<&Place>) -> Option<&Place> {
        let mut candidates: Vec<&Place> = self
            .units_named(&piece.key, Level::Commune)
            .filter(|unit| district.is_none_or(|d| unit.parent_id.as_deref() == Some(&*d.id)))
            .collect();
        if candidates.len() > 1 {
            candidates.retain(|unit| piece.kind.is_empty() || fold(&unit.kind) == piece.kind);
        }
        match candidates[..] {
            [unit] => Some(unit),
            _ => None,
        }
    }
}

fn split(text: &str) -> Vec<Piece> {
    let text = squeeze(text).replace([';', '–', '—'], ",").replace(" - ", ",").replace(" và ", ",");
    let mut kind_above: (Option<Level>, &'static str) = (None, "");
    let mut pieces = Vec::new();
    for part in text.split(',') {
        let shown = part.trim_matches(|c: char| !c.is_alphanumeric());
        if shown.is_empty() {
            continue;
        }
        let folded = fold(shown);
        let told = KINDS.iter().find_map(|(word, level, kind)| {
            let rest = folded.strip_prefix(word)?;
            let name = rest.strip_prefix('.').or_else(|| rest.strip_prefix(' '))?.trim();
            (!name.is_empty()).then(|| (Some(*level), *kind, name.to_owned()))
        });
        // "các xã A, B và C": B and C are of the kind of A, unless B is the district.
        let (level, kind, name) = told.unwrap_or((None, kind_above.1, folded.clone()));
        if level == Some(Level::Commune) {
            kind_above = (level, kind);
        }
        pieces.push(Piece { level, kind, key: match_key(&name), shown: shown.to_owned() });
    }
    pieces
}

/// The province that title lines name, the one with the longest name when several fit.
pub fn province_in<'p>(lines: &[String], provinces: &'p [Place], on: Day) -> Option<&'p Place> {
    let keywords = [
        "ubnd tinh ",
        "ubnd thanh pho ",
        "uy ban nhan dan tinh ",
        "so cong thuong tinh ",
        "so cong thuong ",
        "dia ban tinh ",
        "tinh ",
    ];
    for keyword in keywords {
        for line in lines {
            let folded = fold(line);
            let Some((_, rest)) = folded.split_once(keyword) else { continue };
            let rest = match_key(rest);
            let named = |place: &&Place| rest.starts_with(&match_key(&place.name));
            let mut candidates: Vec<&Place> = provinces.iter().filter(named).collect();
            candidates.sort_by_key(|place| {
                let exists = u8::from(!place.exists_on(on));
                (std::cmp::Reverse(place.name.chars().count()), exists, place.valid_from.clone())
            });
            if let Some(place) = candidates.first() {
                return Some(place);
            }
        }
    }
    None
}

/// Folded names of districts that texts name outright: for guessing the province of a table without title.
pub fn district_keys<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<String> {
    let mut keys: Vec<String> = texts
        .flat_map(split)
        .filter(|piece| piece.level == Some(Level::District))
        .map(|piece| piece.key)
        .collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

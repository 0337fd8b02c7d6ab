//! Compares a file of regions with the regions that are known. A region whose members change
//! begins anew on that day, and the one before ends.

use super::plan::{Member, Plan, before};
use super::{Fault, RegionColumn, RegionLine};
use crate::places::model::{COUNTRY_ID, Level, Place};
use crate::places::units::Units;
use crate::store::Day;
use std::collections::{BTreeMap, BTreeSet};

/// Works out what the lines come to; `units` becomes the map as it would be afterwards.
pub fn plan(units: &mut Units, lines: &[RegionLine]) -> Plan {
    let mut plan = Plan::default();
    let mut regions: BTreeMap<(Day, &str), Vec<&RegionLine>> = BTreeMap::new();
    for line in lines {
        regions.entry((line.effective, line.code.as_str())).or_default().push(line);
    }
    for ((day, code), lines) in regions {
        one(units, &mut plan, day, code, &lines);
    }
    plan.faults.sort_by_key(|fault| fault.line);
    plan
}

fn fault(line: &RegionLine, column: RegionColumn, found: &str, message: String) -> Fault {
    let (found, column) = (found.to_owned(), column.label().to_owned());
    Fault { line: line.number, column, found, message }
}

fn one(units: &mut Units, plan: &mut Plan, day: Day, code: &str, lines: &[&RegionLine]) {
    let Some(first) = lines.first() else { return };
    let id = format!("{}:{code}:{day}", Level::Region);
    let mut members = BTreeSet::new();
    for line in lines {
        let found = units.on(Level::Province, &line.member_code, day).map(|place| place.id.clone());
        match found {
            Some(member) => {
                members.insert(member);
            }
            None => plan.faults.push(fault(
                line,
                RegionColumn::Member,
                &line.member_code,
                format!("Không có tỉnh nào mang mã {} vào ngày {}.", line.member_code, day.vi()),
            )),
        }
        if (&line.name, &line.set) != (&first.name, &first.set) {
            plan.faults.push(fault(
                line,
                RegionColumn::Name,
                &line.name,
                format!(
                    "Các dòng của vùng {code} ghi tên hoặc loại vùng khác nhau. Hãy ghi giống nhau."
                ),
            ));
        }
    }
    if units.get(&id).is_some() {
        let known = members.iter().all(|member| units.regions(member).contains(&id));
        if known {
            plan.known += lines.len();
        } else {
            let message = format!(
                "Vùng {code} đã có danh sách tỉnh khác từ ngày {}. Hãy dùng ngày hiệu lực khác.",
                day.vi()
            );
            plan.faults.push(fault(first, RegionColumn::Effective, &day.vi(), message));
        }
        return;
    }
    let begins = day.to_string();
    if units.with_code(Level::Region, code).any(|place| place.valid_from > begins) {
        let message = format!("Vùng {code} đã có một danh sách sau ngày {}.", day.vi());
        plan.faults.push(fault(first, RegionColumn::Effective, &day.vi(), message));
        return;
    }
    let earlier = units.with_code(Level::Region, code).find(|place| place.valid_to.is_none());
    if let Some(earlier) = earlier.map(|place| place.id.clone()) {
        units.end(&earlier, before(day));
        plan.ended.push((earlier, before(day)));
    }
    let region = Place {
        id: id.clone(),
        code: code.to_owned(),
        level: Level::Region,
        kind: first.set.clone(),
        name: first.name.clone(),
        full_name: first.name.clone(),
        parent_id: Some(COUNTRY_ID.to_owned()),
        province_id: None,
        valid_from: begins,
        valid_to: None,
        decree: first.source.clone(),
        document_id: None,
    };
    units.insert(region.clone());
    plan.begun.push(region);
    for member_id in members {
        units.join(id.clone(), member_id.clone());
        plan.members.push(Member {
            region_id: id.clone(),
            member_id,
            source: first.source.clone(),
            confidence: first.confidence.code().to_owned(),
        });
    }
}

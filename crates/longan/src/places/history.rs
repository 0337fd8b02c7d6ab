//! What the history keeps of each unit that a file of changes touches: that it ended or began, on
//! which day, and what it became or came from.

use super::change::plan::Plan;
use super::model::{Change, kind_label};
use crate::events::Act;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// An event of a unit: the act, the unit, its decree and its image.
pub(super) struct OfUnit {
    action: &'static str,
    place_id: String,
    document_id: Option<String>,
    image: String,
}

impl OfUnit {
    /// The act as the history takes it.
    pub(super) fn act(&self) -> (Act<'_>, String) {
        let act = Act {
            action: self.action,
            subject_kind: "place",
            subject_id: &self.place_id,
            document_id: self.document_id.as_deref(),
            note: "",
        };
        (act, self.image.clone())
    }
}

/// The events of every unit that a plan ends, begins or gives other members; `names` are full names
/// by id, `document` finds the paper of a decree.
pub(super) fn of(
    plan: &Plan,
    (file_name, names): (&str, &HashMap<String, String>),
    document: impl Fn(&str) -> Option<String>,
) -> Vec<OfUnit> {
    let mut from: BTreeMap<&str, Vec<&Change>> = BTreeMap::new();
    let mut into: BTreeMap<&str, Vec<&Change>> = BTreeMap::new();
    for change in &plan.changes {
        from.entry(&change.new_id).or_default().push(change);
        into.entry(&change.old_id).or_default().push(change);
    }
    let name = |id: &str| names.get(id).cloned().unwrap_or_else(|| id.to_owned());
    let mut events = Vec::new();
    for (id, last) in &plan.ended {
        let became = into.get(id.as_str()).map(Vec::as_slice).unwrap_or_default();
        let decree = became.first().map(|change| change.decree.as_str()).unwrap_or_default();
        events.push(OfUnit {
            action: "places.unit_ended",
            place_id: id.clone(),
            document_id: document(decree),
            image: serde_json::json!({
                "file_name": file_name, "id": id, "unit_name": name(id), "last_day": last, "became": told(became, |change| name(&change.new_id)),
            })
            .to_string(),
        });
    }
    for place in &plan.begun {
        let came = from.get(place.id.as_str()).map(Vec::as_slice).unwrap_or_default();
        events.push(OfUnit {
            action: "places.unit_began",
            place_id: place.id.clone(),
            document_id: document(&place.decree),
            image: serde_json::json!({
                "file_name": file_name, "id": place.id, "unit_name": place.full_name, "code": place.code,
                "from_day": place.valid_from, "came_from": told(came, |change| name(&change.old_id)),
            })
            .to_string(),
        });
    }
    for member in &plan.members {
        let is_new = plan.begun.iter().any(|place| place.id == member.region_id);
        if !is_new {
            events.push(OfUnit {
                action: "places.member_joined",
                place_id: member.region_id.clone(),
                document_id: document(&member.source),
                image:
                    serde_json::json!({ "file_name": file_name, "id": member.region_id, "member": name(&member.member_id) })
                        .to_string(),
            });
        }
    }
    events
}

/// The units whose names are told.
pub(super) fn ids(plan: &Plan) -> Vec<String> {
    let ended = plan.ended.iter().map(|(id, _)| id);
    let changed = plan.changes.iter().flat_map(|change| [&change.old_id, &change.new_id]);
    let joined = plan.members.iter().map(|member| &member.member_id);
    let all: BTreeSet<&String> = ended.chain(changed).chain(joined).collect();
    all.into_iter().cloned().collect()
}

/// "Xã A (nhập); Xã B (chia)".
fn told(changes: &[&Change], name: impl Fn(&Change) -> String) -> String {
    let parts =
        changes.iter().map(|change| format!("{} ({})", name(change), kind_label(&change.kind)));
    parts.collect::<Vec<_>>().join("; ")
}

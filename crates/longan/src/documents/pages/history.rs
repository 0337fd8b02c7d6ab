//! The history of a paper in sentences.

use super::super::model::{Direction, Kind, Relation, Urgency};
use crate::events::Event;
use serde_json::{Map, Value};

/// One act in words.
#[derive(Clone, Debug)]
pub struct Told {
    /// The moment in Việt Nam.
    pub at: String,
    /// Who acted.
    pub who: String,
    /// What was done.
    pub what: String,
    /// Why, in the person's words.
    pub note: String,
    /// What changed: field, before, after.
    pub changes: Vec<(&'static str, String, String)>,
}

/// What people read for a field of a paper; fields without a label are not told.
fn field_label(field: &str) -> Option<&'static str> {
    Some(match field {
        "direction" => "Chiều văn bản",
        "register_number" => "Số đến/đi",
        "registered_on" => "Ngày đến/đi",
        "kind" => "Loại văn bản",
        "number" => "Số, ký hiệu",
        "issued_on" => "Ngày văn bản",
        "issuer" => "Cơ quan ban hành",
        "subject_line" => "Trích yếu",
        "signer" => "Người ký",
        "signer_title" => "Chức vụ người ký",
        "urgency" => "Độ khẩn",
        "grounds" => "Căn cứ",
        "in_force_from" => "Có hiệu lực từ",
        "in_force_to" => "Hết hiệu lực sau",
        _ => return None,
    })
}

fn value_text(field: &str, value: Option<&Value>) -> String {
    let text = value.and_then(Value::as_str).unwrap_or_default();
    let label = match field {
        "direction" => text.parse::<Direction>().map(Direction::label).ok(),
        "kind" => text.parse::<Kind>().map(Kind::label).ok(),
        "urgency" => text.parse::<Urgency>().map(Urgency::label).ok(),
        _ => None,
    };
    label.map_or_else(|| crate::ui::day_vi(text), str::to_owned)
}

/// The acts, latest first.
pub fn tell(events: &[Event]) -> Vec<Told> {
    let images: Vec<Map<String, Value>> =
        events.iter().map(|e| serde_json::from_str(&e.after_image).unwrap_or_default()).collect();
    let told = events.iter().enumerate().map(|(at, event)| {
        let image = &images[at];
        let before = images[at + 1..].iter().find(|earlier| earlier.contains_key("subject_line"));
        let changes = match (event.action.as_str(), before) {
            ("documents.edited", Some(before)) => changes(before, image),
            _ => Vec::new(),
        };
        Told {
            at: crate::ui::moment_vi(&event.happened_at),
            who: event.full_name.clone(),
            what: sentence(&event.action, image),
            note: event.note.clone(),
            changes,
        }
    });
    told.collect()
}

/// What was done, after the person's name.
fn sentence(action: &str, image: &Map<String, Value>) -> String {
    let text = |field: &str| image.get(field).and_then(Value::as_str).unwrap_or_default();
    let relation = || {
        text("relation").parse::<Relation>().map(|r| r.label().to_lowercase()).unwrap_or_default()
    };
    match action {
        "documents.registered" => "vào sổ văn bản".to_owned(),
        "documents.edited" => "sửa thông tin văn bản".to_owned(),
        "documents.file_added" => format!("thêm tệp “{}”", text("file_name")),
        "documents.linked" => format!("ghi liên kết: {} {}", relation(), text("target")),
        "documents.unlinked" => format!("bỏ liên kết: {} {}", relation(), text("target")),
        other => format!("thực hiện “{other}”"),
    }
}

fn changes(
    before: &Map<String, Value>,
    after: &Map<String, Value>,
) -> Vec<(&'static str, String, String)> {
    let fields = after.iter().filter_map(|(field, value)| {
        let label = field_label(field)?;
        let earlier = before.get(field);
        let (was, is) = (value_text(field, earlier), value_text(field, Some(value)));
        (earlier != Some(value) && was != is).then_some((label, was, is))
    });
    fields.collect()
}

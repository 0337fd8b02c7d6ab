//! The history of a body in sentences: who, when, what, by which paper, and what stood before.

use super::super::model::{
    AddressKind, FactKind, IndustryWeight, Kind, NameKind, Partner, PersonKind, State, VsicVersion,
};
use crate::events::Event;
use crate::store::Day;
use serde_json::{Map, Value};

/// One act in words.
#[derive(Clone, Debug)]
pub struct Told {
    /// The moment in Việt Nam: "23/11/2026 09:00".
    pub at: String,
    /// Who acted.
    pub who: String,
    /// What was done.
    pub what: String,
    /// Why, in the person's words.
    pub note: String,
    /// Number of the paper it rests on.
    pub document: String,
    /// Id of that paper.
    pub document_id: String,
    /// What changed: field, before, after.
    pub changes: Vec<(&'static str, String, String)>,
}

fn action_label(action: &str) -> String {
    let known = match action {
        "organizations.added" => "thêm tổ chức vào sổ",
        "organizations.edited" => "sửa thông tin chung",
        "organizations.renamed" => "ghi việc đổi tên",
        "organizations.name_added" => "thêm tên gọi",
        "organizations.address_added" => "thêm địa chỉ",
        "organizations.person_added" => "thêm người của tổ chức",
        "organizations.industry_added" => "thêm ngành nghề",
        "organizations.state_added" => "ghi trạng thái",
        "organizations.fact_ended" => "ghi ngày kết thúc",
        "organizations.merged" => "nhập hai hồ sơ trùng làm một",
        "organizations.merge_undone" => "tách lại hồ sơ đã nhập",
        "organizations.said_distinct" => "ghi là không trùng với tổ chức khác",
        other => return format!("thực hiện “{other}”"),
    };
    known.to_owned()
}

fn field_label(field: &str) -> Option<&'static str> {
    Some(match field {
        "name" => "Tên",
        "kind" => "Loại",
        "partner" => "Tổ chức phối hợp",
        "tax_code" => "Mã số thuế",
        "phone" => "Điện thoại",
        "mail" => "Thư điện tử",
        "note" => "Ghi chú",
        "detail" => "Địa chỉ",
        "code" => "Mã ngành",
        "version" => "Phiên bản",
        "weight" => "Vai trò ngành",
        "state" => "Trạng thái",
        "on_day" | "from_day" => "Từ ngày",
        "to_day" => "Đến trước ngày",
        "ended" => "Kết thúc",
        "merged" => "Hồ sơ được nhập",
        "merged_tax_code" => "Mã số thuế của hồ sơ được nhập",
        "survivor" => "Hồ sơ giữ lại",
        "moved" => "Số giá trị chuyển sang",
        "returned" => "Số giá trị trả lại",
        "left" => "Số giá trị giữ nguyên vì đã sửa sau đó",
        "other" => "Tổ chức khác",
        _ => return None,
    })
}

fn label<T: std::str::FromStr>(text: &str, label: fn(T) -> &'static str) -> Option<&'static str> {
    text.parse().ok().map(label)
}

fn value_text(field: &str, value: &Value) -> String {
    let text = match value {
        Value::Null => return String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let known = match field {
        "kind" => label(&text, Kind::label)
            .or_else(|| label(&text, NameKind::label))
            .or_else(|| label(&text, AddressKind::label))
            .or_else(|| label(&text, PersonKind::label)),
        "partner" => label(&text, Partner::label),
        "state" => label(&text, State::label),
        "version" => label(&text, VsicVersion::label),
        "weight" => label(&text, IndustryWeight::label),
        "ended" => label(&text, ended_label),
        _ => None,
    };
    let day = text.parse::<Day>().map(Day::vi).ok().filter(|_| text.len() == 10);
    known.map(str::to_owned).or(day).unwrap_or(text)
}

fn ended_label(kind: FactKind) -> &'static str {
    match kind {
        FactKind::Renaming | FactKind::Name => "Tên gọi",
        FactKind::Address => "Địa chỉ",
        FactKind::Person => "Người của tổ chức",
        FactKind::Industry => "Ngành nghề",
        FactKind::State => "Trạng thái",
    }
}

/// The acts, latest first, each with what the body's words were before.
pub fn tell(events: &[Event]) -> Vec<Told> {
    let images: Vec<Map<String, Value>> =
        events.iter().map(|e| serde_json::from_str(&e.after_image).unwrap_or_default()).collect();
    let told = events.iter().enumerate().map(|(at, event)| {
        let image = &images[at];
        let before = images[at + 1..].iter().find(|earlier| is_same_record(earlier, image));
        Told {
            at: moment_vi(&event.happened_at),
            who: event.full_name.clone(),
            what: action_label(&event.action),
            note: event.note.clone(),
            document: event.document_number.clone(),
            document_id: event.document_id.clone(),
            changes: changes(before, image),
        }
    });
    told.collect()
}

fn is_same_record(earlier: &Map<String, Value>, later: &Map<String, Value>) -> bool {
    earlier.get("id").is_some_and(|id| Some(id) == later.get("id"))
}

fn changes(
    before: Option<&Map<String, Value>>,
    after: &Map<String, Value>,
) -> Vec<(&'static str, String, String)> {
    let fields = after.iter().filter_map(|(field, value)| {
        let label = field_label(field)?;
        let earlier = before.and_then(|before| before.get(field));
        let is_new = earlier.is_none_or(|earlier| earlier != value);
        let was = earlier.map(|earlier| value_text(field, earlier)).unwrap_or_default();
        let is = value_text(field, value);
        (is_new && !(was.is_empty() && is.is_empty())).then_some((label, was, is))
    });
    fields.collect()
}

fn moment_vi(moment: &str) -> String {
    let Ok(moment) = moment.parse::<jiff::Timestamp>() else { return moment.to_owned() };
    jiff::tz::Offset::constant(7).to_datetime(moment).strftime("%d/%m/%Y %H:%M").to_string()
}

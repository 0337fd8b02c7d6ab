//! The history of a record in sentences an officer reads: who, when, what, by which paper,
//! and what was written before.

use super::super::model::Axis;
use crate::events::Event;
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

/// Whether an axis belongs to environment and regulations.
pub fn is_environment(axis: Axis) -> bool {
    matches!(
        axis,
        Axis::Wastewater
            | Axis::EnvironmentPermit
            | Axis::ManagementRegulation
            | Axis::UtilityRegulation
    )
}

/// What people read for an act.
fn action_label(action: &str) -> String {
    let known = match action {
        "clusters.added" => "thêm cụm vào hồ sơ",
        "clusters.edited" => "sửa thông tin chung",
        "clusters.state_added" => "ghi trạng thái, quyết định",
        "clusters.number_reported" => "ghi số liệu",
        "clusters.work_recorded" => "ghi hạng mục hạ tầng",
        "clusters.investor_recorded" => "ghi chủ đầu tư hạ tầng",
        "clusters.plot_added" => "thêm lô đất",
        "clusters.plot_leased" => "ghi hợp đồng thuê đất",
        "clusters.lease_ended" => "kết thúc hợp đồng thuê đất",
        "clusters.tenant_added" | "tenants.added" => "thêm doanh nghiệp vào cụm",
        "clusters.clearance_recorded" => "ghi đợt giải phóng mặt bằng",
        "clusters.type_recorded" => "ghi loại hình cụm",
        "clusters.name_added" => "thêm tên gọi",
        "clusters.commune_confirmed" => "xác nhận xã nơi có cụm",
        "clusters.plan_listed" => "ghi danh mục quy hoạch",
        "clusters.imported" | "tenants.imported" => "nhập từ bảng tính",
        "observations.settled" => "chọn số liệu khi các nguồn vênh nhau",
        "tenants.edited" => "sửa thông tin doanh nghiệp",
        "tenants.state_added" => "ghi trạng thái hoạt động",
        "tenants.results_reported" => "ghi kết quả trong kỳ",
        other => return format!("thực hiện “{other}”"),
    };
    known.to_owned()
}

/// What people read for a field of an after-image; fields without a label are not told.
fn field_label(field: &str) -> Option<&'static str> {
    Some(match field {
        "name" => "Tên",
        "code" => "Mã",
        "place_text" => "Địa điểm",
        "sectors" => "Ngành nghề",
        "note" => "Ghi chú",
        "known_from" => "Ngày vào hồ sơ",
        "tax_code" => "Mã số thuế",
        "activity" => "Sản phẩm, ngành nghề",
        "vsic_code" => "Mã ngành",
        "capital" => "Nguồn vốn",
        "licensed_on" => "Ngày cấp phép",
        "state" => "Trạng thái",
        "on_day" => "Ngày",
        "area_m2" => "Diện tích (m²)",
        "indicator" => "Chỉ tiêu",
        "value" => "Giá trị",
        "as_of" => "Tính đến ngày",
        "period" => "Kỳ",
        "reporter" => "Nguồn báo cáo",
        "plot" | "number" => "Lô đất",
        "from_day" => "Từ ngày",
        "to_day" => "Đến ngày",
        "contract" => "Hợp đồng",
        "tenant" => "Doanh nghiệp",
        "planned_vnd" => "Vốn kế hoạch (đồng)",
        "paid_vnd" => "Vốn đã thực hiện (đồng)",
        "phase" => "Đợt",
        "kind" => "Loại",
        "horizon" => "Quy hoạch đến năm",
        _ => return None,
    })
}

/// Words stored in records, as people read them.
fn value_text(field: &str, value: &Value) -> String {
    use super::super::model::{Capital, ClusterType, State, TenantState};
    use crate::observations::Indicator;
    let text = match value {
        Value::Null => return String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let label = match field {
        "state" => text
            .parse::<State>()
            .map(State::label)
            .or_else(|_| text.parse::<TenantState>().map(TenantState::label))
            .ok(),
        "indicator" => text.parse::<Indicator>().map(Indicator::label).ok(),
        "capital" => text.parse::<Capital>().map(Capital::label).ok(),
        "kind" => text.parse::<ClusterType>().map(ClusterType::label).ok(),
        _ => None,
    };
    let day = text.parse::<crate::store::Day>().map(crate::store::Day::vi).ok();
    label.map(str::to_owned).or(day.filter(|_| text.len() == 10)).unwrap_or(text)
}

/// The acts, latest first. Where an earlier act left an image of the same record, what it
/// said before is told beside what it says now.
pub fn tell(events: &[Event]) -> Vec<Told> {
    let images: Vec<Map<String, Value>> =
        events.iter().map(|e| serde_json::from_str(&e.after_image).unwrap_or_default()).collect();
    let told = events.iter().enumerate().map(|(at, event)| {
        let image = &images[at];
        let before = images[at + 1..].iter().find(|earlier| is_same_record(earlier, image));
        Told {
            at: crate::ui::moment_vi(&event.happened_at),
            who: event.who(),
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
        let (was, is) = (
            earlier.map(|earlier| value_text(field, earlier)).unwrap_or_default(),
            value_text(field, value),
        );
        (is_new && !(was.is_empty() && is.is_empty())).then_some((label, was, is))
    });
    fields.collect()
}

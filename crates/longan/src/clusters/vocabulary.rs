//! What people read for the acts and fields of this slice in a record's history.

use super::model::{
    Capital, ClusterType, FenceSide, Funder, LandUse, State, TenantState, WorkKind,
};
use crate::events::told::{Image, Vocabulary};

/// The words.
pub const VOCABULARY: Vocabulary = Vocabulary {
    actions: &[
        ("clusters.added", "thêm cụm vào hồ sơ"),
        ("clusters.edited", "sửa thông tin chung"),
        ("clusters.state_added", "ghi trạng thái, quyết định"),
        ("clusters.state_corrected", "đính chính trạng thái, quyết định"),
        ("clusters.number_reported", "ghi số liệu"),
        ("clusters.work_recorded", "ghi hạng mục hạ tầng"),
        ("clusters.investor_recorded", "ghi chủ đầu tư hạ tầng"),
        ("clusters.plot_added", "thêm lô đất"),
        ("clusters.plot_leased", "ghi hợp đồng thuê đất"),
        ("clusters.lease_ended", "kết thúc hợp đồng thuê đất"),
        ("clusters.lease_corrected", "đính chính hợp đồng thuê đất"),
        ("clusters.tenant_added", "thêm doanh nghiệp vào cụm"),
        ("clusters.clearance_recorded", "ghi đợt giải phóng mặt bằng"),
        ("clusters.type_recorded", "ghi loại hình cụm"),
        ("clusters.name_added", "thêm tên gọi"),
        ("clusters.commune_confirmed", "xác nhận xã nơi có cụm"),
        ("clusters.plan_listed", "ghi danh mục quy hoạch"),
        ("clusters.imported", "nhập từ bảng tính"),
        ("clusters.updated_by_import", "cập nhật từ bảng tính"),
        ("clusters.seeded", "gieo dữ liệu giả lập"),
        ("tenants.added", "thêm doanh nghiệp vào cụm"),
        ("tenants.imported", "nhập từ bảng tính"),
        ("tenants.updated_by_import", "cập nhật từ bảng tính"),
        ("tenants.edited", "sửa thông tin doanh nghiệp"),
        ("tenants.state_added", "ghi trạng thái hoạt động"),
        ("tenants.state_corrected", "đính chính trạng thái hoạt động"),
        ("tenants.results_reported", "ghi kết quả trong kỳ"),
        ("tenants.seeded", "gieo dữ liệu giả lập"),
    ],
    fields: &[
        ("place_text", "Địa điểm"),
        ("sectors", "Ngành nghề"),
        ("known_from", "Ngày vào hồ sơ"),
        ("activity", "Sản phẩm, ngành nghề"),
        ("vsic_code", "Mã ngành"),
        ("capital", "Nguồn vốn"),
        ("licensed_on", "Ngày cấp phép"),
        ("state", "Trạng thái"),
        ("state_before", "Trạng thái trước đính chính"),
        ("on_day_before", "Ngày trước đính chính"),
        ("area_m2", "Diện tích"),
        ("area_before_m2", "Diện tích trước đính chính"),
        ("plot_before", "Lô đất trước đính chính"),
        ("from_day_before", "Từ ngày trước đính chính"),
        ("to_day_before", "Đến ngày trước đính chính"),
        ("contract_before", "Hợp đồng trước đính chính"),
        ("plot_area_before_m2", "Diện tích lô trước đính chính"),
        ("plot", "Lô đất"),
        ("contract", "Hợp đồng"),
        ("fence_side", "Vị trí hạng mục"),
        ("funder", "Nguồn vốn đầu tư"),
        ("land_use", "Mục đích sử dụng"),
        ("due_on", "Hạn hoàn thành"),
        ("completed_on", "Ngày hoàn thành"),
        ("planned_vnd", "Vốn kế hoạch"),
        ("paid_vnd", "Vốn đã thực hiện"),
        ("approved_vnd", "Kinh phí được duyệt"),
        ("planned_m2", "Diện tích phải giải phóng"),
        ("cleared_m2", "Diện tích đã giải phóng"),
        ("households_planned", "Số hộ"),
        ("households_paid", "Số hộ đã chi trả"),
        ("phase", "Đợt"),
        ("horizon", "Quy hoạch đến năm"),
        ("listed_on", "Ngày quy hoạch"),
    ],
    records: &[
        ("cluster", "Cụm công nghiệp", "/clusters/{}"),
        ("tenant", "Doanh nghiệp", "/tenants/{}"),
    ],
    same: &[
        ("clusters.work_recorded", &["fence_side", "name"]),
        ("clusters.clearance_recorded", &["phase"]),
    ],
    value,
};

fn value(field: &str, text: &str, _image: &Image) -> Option<String> {
    let label = match field {
        "state" | "state_before" => {
            text.parse().map(State::label).or_else(|_| text.parse().map(TenantState::label)).ok()
        }
        "capital" => text.parse().map(Capital::label).ok(),
        "fence_side" => text.parse().map(FenceSide::label).ok(),
        "funder" => text.parse().map(Funder::label).ok(),
        "land_use" => text.parse().map(LandUse::label).ok(),
        "kind" => {
            text.parse().map(ClusterType::label).or_else(|_| text.parse().map(WorkKind::label)).ok()
        }
        _ => None,
    };
    label.map(str::to_owned)
}

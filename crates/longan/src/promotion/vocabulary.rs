//! What people read for the acts and fields of this slice in a record's history.

use super::model::{Activity, Content, Part, Priority, ProjectKind, Source, Stage, State, Track};
use crate::events::told::{Image, NOTHING, Vocabulary};

/// The words.
pub const VOCABULARY: Vocabulary = Vocabulary {
    actions: &[
        ("promotion.programme_added", "thêm chương trình khuyến công"),
        ("promotion.plan_added", "thêm kế hoạch khuyến công"),
        ("promotion.project_added", "thêm đề án"),
        ("promotion.project_drafted", "đăng ký đề án"),
        ("promotion.project_edited", "sửa đề án"),
        ("promotion.project_imported", "nhập đề án từ bảng tính"),
        ("promotion.line_added", "ghi dòng kinh phí"),
        ("promotion.line_corrected", "đính chính dòng kinh phí"),
        ("promotion.state_added", "ghi trạng thái đề án"),
        ("promotion.step_passed", "ghi bước của quy trình"),
        ("promotion.step_changed", "ghi điều chỉnh đề án"),
        ("promotion.step_withdrawn", "rút bước đã ghi"),
        ("promotion.contract_added", "ghi hợp đồng"),
        ("promotion.participant_added", "thêm đơn vị tham gia đề án"),
    ],
    fields: &[
        ("track", "Nguồn khuyến công"),
        ("content", "Nội dung hoạt động"),
        ("sector", "Ngành nghề"),
        ("executor", "Đơn vị thực hiện"),
        ("duration", "Thời gian thực hiện"),
        ("objective", "Mục tiêu"),
        ("scale", "Quy mô"),
        ("effects", "Hiệu quả dự kiến"),
        ("equipment", "Máy móc, nội dung được hỗ trợ"),
        ("quantity", "Số đơn vị được hỗ trợ"),
        ("priority", "Ưu tiên"),
        ("beneficiary_text", "Đơn vị thụ hưởng"),
        ("source", "Nguồn kinh phí"),
        ("stage", "Giai đoạn kinh phí"),
        ("amount_vnd", "Số tiền"),
        ("explanation", "Giải trình"),
        ("signed_on", "Ngày ký"),
        ("step", "Bước"),
        ("done_on", "Ngày xong"),
        ("period", "Kỳ báo cáo"),
        ("part", "Vai trò trong đề án"),
        ("year", "Năm"),
        ("batch", "Đợt"),
        ("approved_on", "Ngày phê duyệt"),
        ("from_year", "Từ năm"),
        ("to_year", "Đến năm"),
    ],
    records: &[
        ("promotion_project", "Đề án khuyến công", "/promotion/projects/{}"),
        ("promotion_plan", "Kế hoạch khuyến công", "/promotion/plans"),
        ("promotion_programme", "Chương trình khuyến công", "/promotion/plans"),
    ],
    value,
    ..NOTHING
};

fn value(field: &str, text: &str, _image: &Image) -> Option<String> {
    let label = match field {
        "track" => text.parse().map(Track::label).ok(),
        "content" => text.parse().map(Content::label).ok(),
        "activity" => text.parse().map(Activity::label).ok(),
        "priority" => text.parse().map(Priority::label).ok(),
        "source" => text.parse().map(Source::label).ok(),
        "stage" => text.parse().map(Stage::label).ok(),
        "part" => text.parse().map(Part::label).ok(),
        "step" => return super::procedure::title(text).map(str::to_owned),
        "state" => text.parse().map(State::label).ok(),
        "kind" => text.parse().map(ProjectKind::label).ok(),
        // A year is no amount.
        "year" | "from_year" | "to_year" => return Some(text.to_owned()),
        _ => None,
    };
    label.map(str::to_owned)
}

//! What people read for the acts and fields of this slice in a record's history.

use super::model::{
    Activity, Answers, Content, EffectIndicator, EntryKind, Moment, NeedState, Origin, Part,
    Priority, ProjectKind, Question, Sector, Source, Stage, State, Track,
};
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
        ("promotion.cost_added", "ghi dòng dự toán"),
        ("promotion.lesson_added", "ghi nội dung đào tạo"),
        ("promotion.appraisal_added", "ghi thẩm định cấp cơ sở"),
        ("promotion.progress_added", "ghi tiến độ"),
        ("promotion.voucher_added", "ghi chứng từ"),
        ("promotion.acceptance_added", "ghi nghiệm thu"),
        ("promotion.entry_corrected", "đính chính mục kê khai của biểu mẫu"),
        ("promotion.entry_withdrawn", "rút mục kê khai của biểu mẫu"),
        ("promotion.need_added", "ghi nhu cầu khuyến công"),
        ("promotion.need_edited", "sửa nhu cầu khuyến công"),
        ("promotion.need_answered", "trả lời câu hỏi kiểm tra điều kiện"),
        ("promotion.need_decided", "ghi kết quả xử lý nhu cầu"),
        ("promotion.effect_added", "ghi hiệu quả đề án"),
        ("promotion.effect_corrected", "đính chính hiệu quả đề án"),
        ("promotion.areas_added", "thêm địa bàn ưu tiên"),
        ("promotion.area_withdrawn", "bỏ địa bàn khỏi danh mục ưu tiên"),
    ],
    fields: &[
        ("track", "Nguồn khuyến công"),
        ("content", "Nội dung hoạt động"),
        ("activity", "Loại hỗ trợ"),
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
        ("indicator", "Chỉ tiêu"),
        ("moment", "Thời điểm"),
        ("amount", "Số liệu"),
        ("product", "Sản phẩm"),
        ("origin", "Biết qua"),
        ("asked_on", "Ngày đề nghị"),
        ("wish", "Muốn làm gì"),
        ("support_vnd", "Mong được hỗ trợ"),
        ("own_vnd", "Vốn tự có"),
        ("workers", "Số lao động"),
        ("capital_vnd", "Tổng nguồn vốn"),
        ("target_year", "Năm muốn thực hiện"),
        ("paperless", "Lý do chưa có văn bản"),
        ("answers", "Câu trả lời"),
        ("local_material_percent", "Nguyên liệu trong tỉnh"),
        ("from_year", "Từ năm"),
        ("to_year", "Đến năm"),
    ],
    records: &[
        ("promotion_project", "Đề án khuyến công", "/promotion/projects/{}"),
        ("promotion_need", "Nhu cầu khuyến công", "/promotion/needs/{}"),
        ("promotion_area", "Địa bàn ưu tiên khuyến công", "/promotion/areas"),
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
        "state" => {
            let of_need = text.parse().map(NeedState::label).ok();
            text.parse().map(State::label).ok().or(of_need)
        }
        "kind" => {
            let of_entry = text.parse().map(EntryKind::label).ok();
            text.parse().map(ProjectKind::label).ok().or(of_entry)
        }
        "indicator" => text.parse().map(EffectIndicator::label).ok(),
        "moment" => text.parse().map(Moment::label).ok(),
        "origin" => text.parse().map(Origin::label).ok(),
        "sector" => text.parse().map(Sector::label).ok(),
        "answers" => return Some(answers(text)),
        "local_material_percent" => return Some(share(text)),
        // A year is no amount.
        "year" | "from_year" | "to_year" | "target_year" => return Some(text.to_owned()),
        _ => None,
    };
    label.map(str::to_owned)
}

/// The answers in words: "Máy móc mới: có; …".
fn answers(text: &str) -> String {
    let answers: Answers = text.parse().unwrap_or_default();
    let told = Question::ALL.iter().filter(|question| answers.to(**question).is_some());
    let told: Vec<String> = told
        .map(|question| {
            format!("{}: {}", question.label(), answers.label(*question).to_lowercase())
        })
        .collect();
    told.join("; ")
}

/// Hundredths of a percent as people write them.
fn share(text: &str) -> String {
    let share = text.parse().ok().map(|share| kernel::number::format_scaled(share, 2, 0, 2));
    share.map(|share| format!("{share} %")).unwrap_or_default()
}

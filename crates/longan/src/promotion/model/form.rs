//! Forms as typed, and the checked things they become.

use super::Project;
use super::words::{Activity, Content, Priority, ProjectKind, Track};
use crate::documents::{self, NewDocument};
use crate::store::Day;
use crate::ui::Problems;
use crate::ui::form::{Field, Reader, Typed, choice, line, lines};

/// A programme to be kept.
#[derive(Clone, Debug, serde::Serialize)]
pub struct NewProgramme {
    /// Its name.
    pub name: String,
    /// Whose money.
    pub track: Track,
    /// First year.
    pub from_year: i64,
    /// Last year.
    pub to_year: i64,
    /// Where in its paper.
    pub location: String,
}

/// A plan to be kept.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct NewPlan {
    /// The year.
    pub year: i64,
    /// Which batch of the year.
    pub batch: i64,
    /// Whose money.
    pub track: Track,
    /// Its programme.
    pub programme_id: Option<String>,
    /// The day it was approved; `None` while it is drawn up.
    pub approved_on: Option<Day>,
    /// Where in its paper.
    pub location: String,
    /// Remark.
    pub note: String,
}

/// A project to be kept.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct NewProject {
    /// Its number within the plan.
    pub code: String,
    /// Its name.
    pub name: String,
    /// How it is set up.
    pub kind: ProjectKind,
    /// Which of the nine contents.
    pub content: Content,
    /// What is supported.
    pub activity: Activity,
    /// The industry.
    pub sector: String,
    /// Name of who carries it out; empty when nobody is named.
    pub executor: String,
    /// The place as the paper writes it.
    pub place_text: String,
    /// First year.
    pub from_year: i64,
    /// Last year.
    pub to_year: i64,
    /// The time as the paper writes it.
    pub duration: String,
    /// What it is for.
    pub objective: String,
    /// Its scale.
    pub scale: String,
    /// What is expected of it.
    pub effects: String,
    /// The machine or content that is supported.
    pub equipment: String,
    /// How many units are supported.
    pub quantity: i64,
    /// Why it comes first.
    pub priority: Priority,
    /// Those who benefit and are not named one by one.
    pub beneficiary_text: String,
    /// Remark.
    pub note: String,
    /// Where in the paper.
    pub location: String,
}

/// The words of a choice and their labels.
macro_rules! options {
    ($words:ty) => {
        <$words>::ALL.iter().map(|word| (word.word().to_owned(), word.label().to_owned()))
    };
}

pub(super) use options;

/// Fields of a programme.
pub fn programme_fields() -> Vec<Field> {
    vec![
        line("name", "Tên chương trình", "Ví dụ Chương trình khuyến công tỉnh giai đoạn 2026–2030"),
        choice("track", "Nguồn", options!(Track)),
        line("place", "Tỉnh (mã hoặc tên)", "Ví dụ 80"),
        line("from_year", "Từ năm", "Ví dụ 2026"),
        line("to_year", "Đến năm", "Ví dụ 2030"),
    ]
}

/// Reads a programme with its paper.
pub fn check_programme(typed: &Typed) -> Result<(NewProgramme, NewDocument), Problems> {
    let mut reader = Reader::new(typed);
    let new = NewProgramme {
        name: reader.required("name", "Hãy nhập tên chương trình."),
        track: reader.choice("track", Track::Local),
        from_year: year(&mut reader, "from_year"),
        to_year: year(&mut reader, "to_year"),
        location: reader.text("location"),
    };
    if new.to_year < new.from_year {
        reader.add("to_year", "Năm cuối phải sau năm đầu.");
    }
    let document = documents::form::read(&mut reader);
    reader.finish((new, document))
}

/// Fields of a plan; `programmes` are id and name.
pub fn plan_fields(programmes: Vec<(String, String)>) -> Vec<Field> {
    let none = std::iter::once((String::new(), "Không thuộc chương trình nào".to_owned()));
    vec![
        line("year", "Năm kế hoạch", "Ví dụ 2027"),
        line("batch", "Đợt", "Ví dụ 1; để trống khi kế hoạch đang lập"),
        choice("track", "Nguồn", options!(Track)),
        line("place", "Tỉnh (mã hoặc tên)", "Ví dụ 80"),
        choice("programme_id", "Thuộc chương trình", none.chain(programmes)),
        line(
            "approved_on",
            "Ngày phê duyệt",
            "Mức hỗ trợ tính theo quy định của ngày này; để trống khi kế hoạch đang lập, văn bản dưới đây khi đó là văn bản hướng dẫn, giao lập kế hoạch",
        ),
        lines("note", "Ghi chú", ""),
    ]
}

/// Reads a plan with its decision.
pub fn check_plan(typed: &Typed) -> Result<(NewPlan, NewDocument), Problems> {
    let mut reader = Reader::new(typed);
    let approved_on = reader.optional_day("approved_on");
    let new = NewPlan {
        year: year(&mut reader, "year"),
        // A plan that is drawn up has no batch yet: its projects go to one or several.
        batch: if approved_on.is_some() { reader.number("batch", 0) } else { 0 },
        track: reader.choice("track", Track::Local),
        programme_id: Some(reader.text("programme_id")).filter(|id| !id.is_empty()),
        approved_on,
        location: reader.text("location"),
        note: reader.text("note"),
    };
    let document = documents::form::read(&mut reader);
    reader.finish((new, document))
}

/// Fields of a project's own words.
pub fn project_fields() -> Vec<Field> {
    vec![
        line("code", "Mã đề án trong kế hoạch", "Ví dụ QG01, DP05"),
        line("name", "Tên đề án", ""),
        choice("kind", "Loại đề án", options!(ProjectKind)),
        choice("content", "Nội dung hoạt động", options!(Content)),
        choice("activity", "Loại hỗ trợ", options!(Activity)),
        line(
            "equipment",
            "Máy móc, nội dung được hỗ trợ",
            "Ví dụ máy tách màu gạo; dùng để tìm hỗ trợ trùng",
        ),
        line(
            "quantity",
            "Số đơn vị được hỗ trợ",
            "Số cơ sở, mô hình, sản phẩm, gian hàng; thường là 1",
        ),
        choice("priority", "Ưu tiên", options!(Priority)),
        line("sector", "Ngành nghề", ""),
        line(
            "executor",
            "Đơn vị thực hiện",
            "Ví dụ Trung tâm Khuyến công và Tư vấn phát triển công nghiệp",
        ),
        line(
            "beneficiary_text",
            "Đơn vị thụ hưởng không nêu tên",
            "Ví dụ 50 cơ sở; đơn vị có tên thì thêm ở trang đề án",
        ),
        line("place_text", "Địa điểm như ghi trong văn bản", "Ví dụ huyện Bến Lức"),
        line("from_year", "Từ năm", ""),
        line("to_year", "Đến năm", ""),
        line("duration", "Thời gian thực hiện như ghi trong văn bản", "Ví dụ Quý II - III/2013"),
        lines("objective", "Mục tiêu", ""),
        lines("scale", "Quy mô", ""),
        lines("effects", "Hiệu quả dự kiến", ""),
        lines("note", "Ghi chú", ""),
    ]
}

/// Reads a project's own words.
pub fn check_project(reader: &mut Reader<'_>) -> NewProject {
    let new = NewProject {
        code: reader.required("code", "Hãy nhập mã đề án trong kế hoạch, ví dụ DP05."),
        name: reader.required("name", "Hãy nhập tên đề án."),
        kind: reader.choice("kind", ProjectKind::Single),
        content: reader.choice("content", Content::Technology),
        activity: reader.choice("activity", Activity::Other),
        sector: reader.text("sector"),
        executor: reader.text("executor"),
        place_text: reader.required("place_text", "Hãy nhập địa điểm như ghi trong văn bản."),
        from_year: year(reader, "from_year"),
        to_year: year(reader, "to_year"),
        duration: reader.text("duration"),
        objective: reader.text("objective"),
        scale: reader.text("scale"),
        effects: reader.text("effects"),
        equipment: reader.text("equipment"),
        quantity: reader.optional_count("quantity").unwrap_or(1).max(1),
        priority: reader.choice("priority", Priority::None),
        beneficiary_text: reader.text("beneficiary_text"),
        note: reader.text("note"),
        location: reader.text("location"),
    };
    if new.to_year < new.from_year {
        reader.add("to_year", "Năm cuối phải sau năm đầu.");
    }
    new
}

/// A project's words as they stand in its form.
pub fn typed_project(project: &Project) -> Typed {
    Typed::of(&[
        ("code", project.code.clone()),
        ("name", project.name.clone()),
        ("kind", project.kind.to_string()),
        ("content", project.content.to_string()),
        ("activity", project.activity.to_string()),
        ("sector", project.sector.clone()),
        ("executor", project.executor.clone()),
        ("place_text", project.place_text.clone()),
        ("from_year", project.from_year.to_string()),
        ("to_year", project.to_year.to_string()),
        ("duration", project.duration.clone()),
        ("objective", project.objective.clone()),
        ("scale", project.scale.clone()),
        ("effects", project.effects.clone()),
        ("equipment", project.equipment.clone()),
        ("quantity", project.quantity.to_string()),
        ("priority", project.priority.to_string()),
        ("beneficiary_text", project.beneficiary_text.clone()),
        ("note", project.note.clone()),
        ("location", project.location.clone()),
        ("revision", project.revision.to_string()),
    ])
}

/// A year of four digits.
pub(super) fn year(reader: &mut Reader<'_>, name: &'static str) -> i64 {
    let year = reader.text(name).parse().ok().filter(|year| (1990..=2100).contains(year));
    year.unwrap_or_else(|| {
        reader.add(name, "Hãy nhập năm bằng bốn chữ số, ví dụ 2027.");
        0
    })
}

//! The forms of a need as typed, and the checked things they become.

use super::super::form::{options, year};
use super::super::words::{Activity, Content};
use super::{Answer, Answers, Need, NeedState, Origin, Question, Sector};
use crate::documents::{self, NewDocument};
use crate::store::Day;
use crate::ui::form::{Field, Reader, Typed, choice, line, lines};

/// A need to be kept.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct NewNeed {
    /// How it came to be known.
    pub origin: Origin,
    /// The day.
    pub asked_on: Day,
    /// Which of the nine contents.
    pub content: Content,
    /// What support is wanted.
    pub activity: Activity,
    /// In the asker's words.
    pub wish: String,
    /// The machine or content.
    pub equipment: String,
    /// Support wanted, in đồng.
    pub support_vnd: Option<i64>,
    /// What the asker brings, in đồng.
    pub own_vnd: Option<i64>,
    /// The sector.
    pub sector: Sector,
    /// How many people work there.
    pub workers: Option<i64>,
    /// Whole capital, in đồng.
    pub capital_vnd: Option<i64>,
    /// The year it is wanted for.
    pub target_year: i64,
    /// Remark.
    pub note: String,
    /// Where in the paper.
    pub location: String,
    /// Why there is no paper.
    pub paperless: String,
}

/// A state to be kept.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct NewNeedState {
    /// The state.
    pub state: NeedState,
    /// Its day.
    pub on_day: Day,
    /// Why.
    pub reason: String,
    /// The project it is taken into.
    pub project_id: Option<String>,
}

/// Who fills in the form of a need.
#[derive(Clone, Debug)]
pub enum NeedForm {
    /// Somebody of a body, for one of these bodies: id and name.
    Own(Vec<(String, String)>),
    /// An officer, a commune or a collaborator, for any body of their units.
    Any,
}

/// Fields of a need.
pub fn need_fields(form: &NeedForm) -> Vec<Field> {
    let wanted = Activity::WANTED.iter();
    let activities = wanted.map(|one| (one.word().to_owned(), one.label().to_owned()));
    let by_activity = std::iter::once((String::new(), "Theo loại hỗ trợ".to_owned()));
    let origins = Origin::ALL.iter().filter(|one| **one != Origin::Portal);
    let origins = origins.map(|one| (one.word().to_owned(), one.label().to_owned()));
    let mut fields = match form {
        NeedForm::Own(bodies) => {
            vec![choice("organization_id", "Đơn vị có nhu cầu", bodies.clone())]
        }
        NeedForm::Any => vec![
            line("name", "Tên đơn vị có nhu cầu", "Ví dụ Hộ kinh doanh Bánh tráng Mỹ Sen"),
            line("tax_code", "Mã số thuế (không bắt buộc)", "Để tìm đúng đơn vị đã có trong sổ"),
            choice("origin", "Biết qua", origins),
        ],
    };
    fields.extend([
        line("place", "Xã, phường (mã hoặc tên)", "Nơi đặt cơ sở; ví dụ 27937 hoặc Đức Hòa"),
        line("asked_on", "Ngày đề nghị", "Ví dụ 05/03/2026"),
        lines(
            "wish",
            "Cơ sở muốn làm gì",
            "Một hai câu, ví dụ: mua máy tách màu để nâng công suất",
        ),
        choice("activity", "Loại hỗ trợ mong muốn", activities),
        choice("content", "Nội dung hoạt động", by_activity.chain(options!(Content))),
        line("equipment", "Máy móc, thiết bị (nếu có)", "Ví dụ máy tách màu gạo"),
        line("support", "Mong được hỗ trợ (triệu đồng)", "Ví dụ 150"),
        line("own", "Vốn tự có (triệu đồng)", "Ví dụ 400"),
        choice("sector", "Ngành nghề", options!(Sector)),
        line("workers", "Số lao động", "Chưa biết thì để trống"),
        line("capital", "Tổng nguồn vốn (triệu đồng)", "Chưa biết thì để trống"),
        line("target_year", "Năm muốn thực hiện", "Ví dụ 2027"),
        line("note", "Ghi chú", ""),
    ]);
    if matches!(form, NeedForm::Any) {
        fields.push(line(
            "paperless",
            "Lý do chưa có văn bản",
            "Ví dụ: trao đổi qua điện thoại; có đơn, biên bản thì bỏ trống ô này và ghi văn bản ở dưới",
        ));
    }
    fields
}

/// Reads a need and its paper, if it has one.
pub fn check_need(
    reader: &mut Reader<'_>,
    typed: &Typed,
    form: &NeedForm,
) -> (NewNeed, Option<NewDocument>) {
    let is_own = matches!(form, NeedForm::Own(_));
    let activity = reader.choice("activity", Activity::Machinery);
    let content = match (typed.text("content"), activity.content()) {
        ("", Some(content)) => content,
        ("", None) => {
            reader.add(
                "content",
                "Loại hỗ trợ này thuộc nội dung nào? Hãy chọn một trong chín nội dung.",
            );
            Content::Technology
        }
        _ => reader.choice("content", Content::Technology),
    };
    let has_paper =
        !typed.text("document_number").is_empty() || !typed.text("document_subject").is_empty();
    let paperless = if is_own {
        Origin::Portal.label().to_owned()
    } else if has_paper {
        String::new()
    } else {
        reader.required(
            "paperless",
            "Chưa có văn bản thì hãy ghi lý do, ví dụ: trao đổi qua điện thoại ngày 05/03/2026.",
        )
    };
    let new = NewNeed {
        origin: if is_own { Origin::Portal } else { reader.choice("origin", Origin::Visit) },
        asked_on: reader.day("asked_on"),
        content,
        activity,
        wish: reader.required("wish", "Hãy ghi một câu cơ sở muốn làm gì."),
        equipment: reader.text("equipment"),
        support_vnd: reader.optional_million("support"),
        own_vnd: reader.optional_million("own"),
        sector: reader.choice("sector", Sector::Other),
        workers: reader.optional_count("workers"),
        capital_vnd: reader.optional_million("capital"),
        target_year: year(reader, "target_year"),
        note: reader.text("note"),
        location: reader.text("location"),
        paperless,
    };
    let document = (has_paper && !is_own).then(|| documents::form::read(reader));
    (new, document)
}

/// A need's words as they stand in its form.
pub fn typed_need(need: &Need) -> Typed {
    let million = |vnd: Option<i64>| crate::ui::Vi::million(vnd);
    let count = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
    Typed::of(&[
        ("organization_id", need.organization_id.clone()),
        ("name", need.name.clone()),
        ("tax_code", need.tax_code.clone().unwrap_or_default()),
        ("origin", need.origin.to_string()),
        ("asked_on", need.asked_on.vi()),
        ("wish", need.wish.clone()),
        ("activity", need.activity.to_string()),
        ("content", need.content.to_string()),
        ("equipment", need.equipment.clone()),
        ("support", million(need.support_vnd)),
        ("own", million(need.own_vnd)),
        ("sector", need.sector.to_string()),
        ("workers", count(need.workers)),
        ("capital", million(need.capital_vnd)),
        ("target_year", need.target_year.to_string()),
        ("note", need.note.clone()),
        ("paperless", need.paperless.clone()),
        ("revision", need.revision.to_string()),
    ])
}

/// Fields of the questions of an activity.
pub fn answer_fields(questions: &[Question]) -> Vec<Field> {
    let answers = || {
        let none = std::iter::once((String::new(), "Chưa rõ".to_owned()));
        none.chain(options!(Answer))
    };
    let mut fields: Vec<Field> = questions
        .iter()
        .map(|question| choice(question.word(), question.label(), answers()))
        .collect();
    fields.push(line(
        "local_material",
        "Tỷ lệ giá trị nguyên liệu từ trong tỉnh (%)",
        "Ví dụ 70; chưa biết thì để trống",
    ));
    fields
}

/// Reads the answers over those that were given before; and the share of local material.
pub fn check_answers(
    reader: &mut Reader<'_>,
    typed: &Typed,
    (questions, before): (&[Question], &Answers),
) -> (Answers, Option<i64>) {
    let mut answers = before.clone();
    for question in questions {
        answers.set(*question, typed.text(question.word()));
    }
    let has_share = !typed.text("local_material").is_empty();
    let share = has_share.then(|| reader.number("local_material", 2));
    if share.is_some_and(|share| share > 10_000) {
        reader.add("local_material", "Tỷ lệ không quá 100 %.");
    }
    (answers, share)
}

/// Fields of a state; `projects` are id and name of those it can be taken into.
pub fn need_state_fields(
    states: impl Iterator<Item = NeedState>,
    projects: Vec<(String, String)>,
) -> Vec<Field> {
    let states = states.map(|one| (one.word().to_owned(), one.label().to_owned()));
    let none = std::iter::once((String::new(), "Không".to_owned()));
    vec![
        choice("state", "Kết quả", states),
        line("on_day", "Ngày", "Ví dụ 20/03/2026"),
        choice("project_id", "Đưa vào đề án đã có", none.chain(projects)),
        lines(
            "reason",
            "Lý do",
            "Cần ghi khi không đưa vào kế hoạch, khi rút, hoặc khi xem xét lại",
        ),
    ]
}

/// Reads a state that follows `before`.
pub fn check_need_state(reader: &mut Reader<'_>, before: NeedState) -> NewNeedState {
    let new = NewNeedState {
        state: reader.choice("state", NeedState::Examined),
        on_day: reader.day("on_day"),
        reason: reader.text("reason"),
        project_id: Some(reader.text("project_id")).filter(|id| !id.is_empty()),
    };
    if new.reason.is_empty() && new.state.asks_reason(before) {
        reader.add("reason", "Hãy ghi lý do để người đề nghị và người sau hiểu.");
    }
    if new.state == NeedState::Taken && new.project_id.is_none() {
        reader.add(
            "project_id",
            "Hãy chọn đề án; chưa có đề án thì dùng nút “Lập đề án” ở trang nhu cầu.",
        );
    }
    NewNeedState { project_id: new.project_id.filter(|_| new.state == NeedState::Taken), ..new }
}

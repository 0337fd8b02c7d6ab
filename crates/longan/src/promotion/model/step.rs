//! The steps of a project as they were passed, and as they are entered.

use super::project::Project;
use super::words::{Part, Stage};
use crate::documents::NewDocument;
use crate::places::Link;
use crate::store::Day;
use crate::words;

words! {
    /// How a step stands in the order.
    pub enum StepKind {
        Main = "main" => "Bước chính",
        Each = "each" => "Theo từng đơn vị",
        Monthly = "monthly" => "Hằng tháng",
        Side = "side" => "Ngoài thứ tự",
        Change = "change" => "Điều chỉnh",
    }
}

words! {
    /// Who does or decides a step.
    pub enum StepActor {
        Executor = "executor" => "Đơn vị thực hiện (Trung tâm Khuyến công)",
        Department = "department" => "Sở Công Thương",
        CentralAgency = "central_agency" => "Cục quản lý khuyến công, Bộ Công Thương",
        Minister = "minister" => "Bộ trưởng Bộ Công Thương",
        ProvinceCommittee = "province_committee" => "UBND tỉnh",
    }
}

words! {
    /// What a change of a project changes.
    pub enum Change {
        Place = "place" => "Địa điểm",
        Beneficiary = "beneficiary" => "Đơn vị thụ hưởng",
        Coordinator = "coordinator" => "Đơn vị phối hợp",
        TimeWithin = "time_within" => "Thời gian trong năm",
        TimeBeyond = "time_beyond" => "Kéo dài sang năm sau",
        MoneyDown = "money_down" => "Kinh phí bằng hoặc thấp hơn",
        MoneyUp = "money_up" => "Tăng kinh phí hỗ trợ",
        Content = "content" => "Nội dung",
    }
}

/// A step that was passed.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct StepFact {
    /// Id.
    pub id: String,
    /// Counts the changes.
    pub revision: i64,
    /// The beneficiary it is for; empty for the whole project.
    pub participant_id: String,
    /// Name of that beneficiary.
    pub beneficiary: String,
    /// Key of the step.
    pub step: String,
    /// Its day.
    pub done_on: Day,
    /// Month of a report: `2027-03`.
    pub period: String,
    /// What was changed, in words.
    pub told: String,
    /// Why.
    pub reason: String,
    /// The paper.
    pub document_id: String,
    /// How that is called.
    pub document: String,
    /// Where in it.
    pub location: String,
    /// The state that it made.
    pub state_id: Option<String>,
    /// The line of money that it made.
    pub line_id: Option<String>,
    /// Why a limit or a condition of the law was passed over.
    pub explanation: String,
    /// How far the work had come at a first advance, in hundredths of a percent.
    pub done_hundredths: Option<i64>,
    /// Words of the project that it changed, as [`StepWords`] in JSON; empty where it changed none.
    pub changed_from: String,
    /// Moment it was taken back; empty while it counts.
    pub superseded_at: String,
    /// Why.
    pub superseded_reason: String,
}

impl StepFact {
    /// Whether it counts.
    pub fn counts(&self) -> bool {
        self.superseded_at.is_empty()
    }

    /// How far the work had come, as people write it: "72,5".
    pub fn done_percent_vi(&self) -> String {
        self.done_hundredths
            .map_or_else(String::new, |done| kernel::number::format_scaled(done, 2, 0, 2))
    }

    /// The month of a report as people write it: "03/2027".
    pub fn period_vi(&self) -> String {
        match self.period.split_once('-') {
            Some((year, month)) => format!("{month}/{year}"),
            None => String::new(),
        }
    }
}

/// A paper of a step that was passed.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct StepPaperFact {
    /// Id of the step.
    pub step_id: String,
    /// Key of the paper.
    pub paper: String,
    /// The paper, when it is there.
    pub document_id: Option<String>,
    /// How it is called.
    pub document: String,
    /// Why it is missing; empty when it is there.
    pub missing_reason: String,
}

/// A paper as it comes with a step.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub enum PaperEntry {
    /// It is the paper of the step itself.
    Own,
    /// It is this one.
    Named(NewDocument),
    /// It is the paper with this id: that of a form which was made of the project.
    Made(String),
    /// It is missing, with the reason.
    Missing(String),
}

/// A paper of a step to be kept.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct NewPaper {
    /// Key of the paper.
    pub paper: String,
    /// The paper.
    pub entry: PaperEntry,
}

/// A step to be kept.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct NewStep {
    /// Key of the step.
    pub step: String,
    /// The beneficiary it is for; empty for the whole project.
    pub participant_id: String,
    /// Its day.
    pub done_on: Day,
    /// Month of a report.
    pub period: String,
    /// Why, where the step asks.
    pub reason: String,
    /// Where in the paper.
    pub location: String,
    /// Promotion money that is asked for, appraised, allotted … with it.
    pub amount_vnd: Option<i64>,
    /// Why that passes the law's limit, or why a body is entered that was supported before.
    pub explanation: String,
    /// How far the work has come at a first advance, in hundredths of a percent.
    pub done_hundredths: Option<i64>,
    /// The number the project gets in the plan that it enters.
    pub code: String,
    /// Its papers.
    pub papers: Vec<NewPaper>,
}

/// Words of a project that steps change.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ChangedWords {
    /// Its plan.
    pub plan_id: String,
    /// Its number within the plan.
    pub code: String,
    /// Its place.
    pub place_text: String,
    /// What it is for.
    pub objective: String,
    /// Its time.
    pub duration: String,
    /// Its last year.
    pub to_year: i64,
}

/// The words of a project before a step and after it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct StepWords {
    /// As they stood.
    pub before: ChangedWords,
    /// As the step left them.
    pub after: ChangedWords,
}

impl ChangedWords {
    /// Those of a project as it stands.
    pub fn of(project: &Project) -> Self {
        Self {
            plan_id: project.plan_id.clone(),
            code: project.code.clone(),
            place_text: project.place_text.clone(),
            objective: project.objective.clone(),
            duration: project.duration.clone(),
            to_year: project.to_year,
        }
    }
}

impl StepWords {
    /// The words when the step is taken back: what somebody corrected since then stays.
    pub fn undone(self, now: &ChangedWords) -> ChangedWords {
        let Self { before, after } = self;
        let text = |now: &String, after: &String, before: String| {
            if now == after { before } else { now.clone() }
        };
        ChangedWords {
            plan_id: text(&now.plan_id, &after.plan_id, before.plan_id),
            code: text(&now.code, &after.code, before.code),
            place_text: text(&now.place_text, &after.place_text, before.place_text),
            objective: text(&now.objective, &after.objective, before.objective),
            duration: text(&now.duration, &after.duration, before.duration),
            to_year: if now.to_year == after.to_year { before.to_year } else { now.to_year },
        }
    }
}

words! {
    /// What a step did besides its state: it made a line of money or a contract, let a body enter
    /// or leave.
    pub enum StepEffect {
        Line = "line" => "Dòng kinh phí",
        Contract = "contract" => "Hợp đồng",
        Entered = "entered" => "Đơn vị vào đề án",
        Left = "left" => "Đơn vị ra khỏi đề án",
    }
}

/// What a step changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewChange {
    /// What is changed.
    pub change: Change,
    /// Id of the participant that leaves; empty where none does.
    pub leaving_id: String,
    /// Name of the body that enters.
    pub name: String,
    /// Its tax code.
    pub tax_code: Option<String>,
    /// The new place, the new time, the new content, as the paper writes it.
    pub words: String,
    /// Units of the new place.
    pub links: Vec<Link>,
    /// The new last year.
    pub to_year: Option<i64>,
}

impl NewChange {
    /// The part of the body that leaves and of the one that enters, where the change is one of bodies.
    pub fn part(&self) -> Option<Part> {
        match self.change {
            Change::Beneficiary => Some(Part::Beneficiary),
            Change::Coordinator => Some(Part::Coordinator),
            _ => None,
        }
    }
}

impl Change {
    /// Whether it changes the money.
    pub fn is_of_money(self) -> bool {
        matches!(self, Self::MoneyUp | Self::MoneyDown)
    }
}

/// What is asked of an amount of a stage.
pub fn amount_label(stage: Stage) -> &'static str {
    match stage {
        Stage::Requested => "Kinh phí khuyến công đề nghị (triệu đồng)",
        Stage::Appraised => "Kinh phí khuyến công thẩm định (triệu đồng)",
        Stage::Allotted => "Kinh phí khuyến công được duyệt (triệu đồng)",
        Stage::Contracted => "Kinh phí theo hợp đồng (triệu đồng)",
        Stage::Advanced => "Số tiền tạm ứng (triệu đồng)",
        Stage::Settled => "Kinh phí quyết toán (triệu đồng)",
        Stage::Returned => "Số tiền thu hồi (triệu đồng)",
    }
}

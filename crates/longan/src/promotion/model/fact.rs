//! What is added to a project on the word of a paper: lines of money, states, contracts, bodies.

use super::Participant;
use super::form::{options, year};
use super::words::{Part, Source, Stage, State};
use crate::documents::{self, NewDocument};
use crate::store::Day;
use crate::ui::Problems;
use crate::ui::form::{Field, Reader, Typed, choice, line, lines};
use crate::words;

/// A line of money to be kept.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct NewLine {
    /// The beneficiary it is for; empty for the whole project.
    pub participant_id: String,
    /// Whose money.
    pub source: Source,
    /// How far it has come.
    pub stage: Stage,
    /// Year.
    pub year: i64,
    /// Batch.
    pub batch: i64,
    /// Amount.
    pub amount_vnd: i64,
    /// The day it was approved, paid ….
    pub on_day: Day,
    /// Where in the paper.
    pub location: String,
    /// Why it passes the law's limit.
    pub explanation: String,
    /// Remark.
    pub note: String,
}

/// A body that enters a project.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct NewParticipant {
    /// Its name.
    pub name: String,
    /// Its tax code.
    pub tax_code: Option<String>,
    /// What it does.
    pub part: Part,
    /// Personal number of the owner, to find support to the same person; it is not kept.
    #[serde(skip)]
    pub personal_number: String,
    /// Where in the paper.
    pub location: String,
    /// Why it is entered although the same was supported before.
    pub explanation: String,
}

/// A contract to be kept.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct NewContract {
    /// The beneficiary it is with; empty for the whole project.
    pub participant_id: String,
    /// Its number.
    pub number: String,
    /// The day it was signed.
    pub signed_on: Day,
    /// Its amount.
    pub amount_vnd: Option<i64>,
    /// Where in the paper.
    pub location: String,
    /// Remark.
    pub note: String,
}

/// A state to be kept.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct NewState {
    /// The state.
    pub state: State,
    /// Its day.
    pub on_day: Day,
    /// Where in the paper.
    pub location: String,
    /// Remark.
    pub note: String,
}

words! {
    /// What can be added to a project on the word of a paper.
    pub enum FactKind {
        Line = "lines" => "Ghi dòng kinh phí",
        State = "states" => "Ghi trạng thái",
        Contract = "contracts" => "Ghi hợp đồng",
        Participant = "participants" => "Thêm đơn vị tham gia",
    }
}

/// Something added to a project.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(untagged)]
pub enum NewFact {
    /// A line of money.
    Line(NewLine),
    /// A state.
    State(NewState),
    /// A contract.
    Contract(NewContract),
    /// A body.
    Participant(NewParticipant),
}

/// Fields of something that is added to a project.
pub fn fact_fields(kind: FactKind, participants: &[Participant]) -> Vec<Field> {
    let whole = std::iter::once((String::new(), "Cả đề án".to_owned()));
    let named = participants.iter().map(|one| (one.id.clone(), one.name.clone()));
    let of = choice("participant_id", "Cho đơn vị", whole.chain(named));
    match kind {
        FactKind::Line => vec![
            choice("stage", "Giai đoạn", options!(Stage)),
            choice("source", "Nguồn", options!(Source)),
            of,
            line("amount", "Số tiền (triệu đồng)", "Ví dụ 180; hoặc ghi rõ 180.000.000 đồng"),
            line("on_day", "Ngày", "Ngày phê duyệt, ký, chi; ví dụ 27/03/2013"),
            line("year", "Năm ngân sách", "Ví dụ 2013"),
            line("batch", "Đợt", "Ví dụ 1"),
            lines(
                "explanation",
                "Giải trình khi vượt mức",
                "Chỉ cần khi số tiền vượt mức đã đối chiếu văn bản",
            ),
            line("note", "Ghi chú", ""),
        ],
        FactKind::State => vec![
            choice("state", "Trạng thái", options!(State)),
            line("on_day", "Ngày", "Ví dụ 30/07/2013"),
            line("note", "Ghi chú", ""),
        ],
        FactKind::Contract => vec![
            line("number", "Số hợp đồng", "Ví dụ 02/2013/HĐ-KCQG"),
            line("signed_on", "Ngày ký", "Ví dụ 22/02/2013"),
            line("amount", "Giá trị hỗ trợ (triệu đồng, không bắt buộc)", ""),
            of,
            line("note", "Ghi chú", ""),
        ],
        FactKind::Participant => vec![
            choice("part", "Vai trò", options!(Part)),
            line("name", "Tên đơn vị", ""),
            line("tax_code", "Mã số thuế (không bắt buộc)", ""),
            line(
                "personal_number",
                "Số định danh của chủ cơ sở (không bắt buộc)",
                "Chỉ dùng để tìm hỗ trợ trùng; chương trình không lưu số này",
            ),
            lines(
                "explanation",
                "Giải trình khi đã được hỗ trợ",
                "Chỉ cần khi chương trình tìm thấy hỗ trợ trước đây",
            ),
        ],
    }
}

/// Reads what is added to a project, with its paper.
pub fn check_fact(kind: FactKind, typed: &Typed) -> Result<(NewFact, NewDocument), Problems> {
    let mut reader = Reader::new(typed);
    let location = reader.text("location");
    let fact = match kind {
        FactKind::Line => NewFact::Line(read_line(&mut reader, location)),
        FactKind::State => NewFact::State(NewState {
            state: reader.choice("state", State::Drafted),
            on_day: reader.day("on_day"),
            location,
            note: reader.text("note"),
        }),
        FactKind::Contract => NewFact::Contract(NewContract {
            participant_id: reader.text("participant_id"),
            number: reader.required("number", "Hãy nhập số hợp đồng."),
            signed_on: reader.day("signed_on"),
            amount_vnd: reader.optional_million("amount"),
            location,
            note: reader.text("note"),
        }),
        FactKind::Participant => NewFact::Participant(NewParticipant {
            name: reader.required("name", "Hãy nhập tên đơn vị."),
            tax_code: tax_code(&mut reader),
            part: reader.choice("part", Part::Beneficiary),
            personal_number: digits(&reader.text("personal_number")),
            location,
            explanation: reader.text("explanation"),
        }),
    };
    let document = documents::form::read(&mut reader);
    reader.finish((fact, document))
}

fn read_line(reader: &mut Reader<'_>, location: String) -> NewLine {
    let amount_vnd = reader.optional_million("amount");
    if amount_vnd.is_none_or(|vnd| vnd == 0) {
        reader.add("amount", "Hãy nhập số tiền lớn hơn 0, ví dụ 180.");
    }
    NewLine {
        participant_id: reader.text("participant_id"),
        source: reader.choice("source", Source::Local),
        stage: reader.choice("stage", Stage::Allotted),
        year: year(reader, "year"),
        batch: reader.optional_count("batch").unwrap_or(1),
        amount_vnd: amount_vnd.unwrap_or_default(),
        on_day: reader.day("on_day"),
        location,
        explanation: reader.text("explanation"),
        note: reader.text("note"),
    }
}

pub(super) fn tax_code(reader: &mut Reader<'_>) -> Option<String> {
    let text = reader.text("tax_code");
    if text.is_empty() {
        return None;
    }
    match kernel::tax_code::TaxCode::parse_cell(&text) {
        Ok((code, _)) => Some(code.to_string()),
        Err(problem) => {
            reader.add("tax_code", problem.message());
            None
        }
    }
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

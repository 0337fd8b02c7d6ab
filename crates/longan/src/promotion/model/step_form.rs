//! The form of a step, and what it becomes.

use super::entry::Entry;
use super::form::year;
use super::project::{Plan, Project};
use super::sheet::Participant;
use super::step::{
    Change, NewChange, NewPaper, NewStep, PaperEntry, StepFact, StepKind, amount_label,
};
use super::words::Part;
use crate::documents::{self, Kind, NewDocument};
use crate::places::Link;
use crate::promotion::forms;
use crate::promotion::procedure::{self, Step, StepPaper};
use crate::store::Day;
use crate::ui::Problems;
use crate::ui::form::{Field, Reader, Typed, choice, hidden, line, lines};

/// What a form is about.
#[derive(Clone, Copy, Debug)]
pub struct StepForm<'a> {
    /// The step.
    pub step: &'static Step,
    /// The project.
    pub project: &'a Project,
    /// The bodies in it.
    pub participants: &'a [Participant],
    /// The decided plans that it may enter.
    pub plans: &'a [Plan],
    /// What was entered for its forms and counts.
    pub entries: &'a [Entry],
    /// The steps it passed.
    pub steps: &'a [StepFact],
    /// What the step changes, when that has been chosen.
    pub change: Option<Change>,
}

/// The words in which a paper is said to be the step's own.
const SAME: &str = "như trên";

/// Fields of a step, without those of its paper and of what comes with it.
pub fn step_fields(form: StepForm<'_>) -> Vec<Field> {
    let StepForm { step, participants, plans, .. } = form;
    let mut fields = Vec::new();
    if step.asks("plan") {
        let named = plans
            .iter()
            .map(|plan| (plan.id.clone(), format!("{} ({})", plan.title(), plan.document)));
        fields.push(choice("plan_id", "Kế hoạch được duyệt", named));
        fields.push(line("code", "Mã đề án trong quyết định", "Ví dụ QG01, DP05"));
    } else {
        fields.push(line("on_day", "Ngày xong bước này", "Ví dụ 15/05/2027"));
    }
    if step.asks("period") {
        fields.push(line("period", "Kỳ báo cáo (tháng)", "Ví dụ 03/2027"));
    }
    if let Some(change) = form.change {
        fields.extend(change_fields(change, participants));
    }
    let each = step.money.is_some() || step.asks("participant");
    if each && !step.asks("plan") && !participants.is_empty() {
        fields.push(of_body("participant_id", "Cho đơn vị", "Cả đề án", participants));
    }
    if let Some(stage) = step.money {
        let hint = if step.asks("amount") {
            ""
        } else {
            "Để trống nếu ghi riêng ở phần kinh phí"
        };
        fields.push(line("amount", amount_label(stage), hint));
    }
    if asks_work(form) {
        fields.push(line(
            "done_percent",
            "Khối lượng đã thực hiện (%)",
            "Ví dụ 72,5; theo báo cáo tiến độ có xác nhận của Sở",
        ));
    }
    if step.money.is_some() || step.asks("cumulation") || step.kind == StepKind::Change {
        fields.push(lines(
            "explanation",
            "Giải trình",
            "Chỉ cần khi số tiền vượt mức, khối lượng chưa đủ, hoặc đơn vị đã được hỗ trợ cùng nội dung",
        ));
    }
    fields.push(lines("reason", reason_label(step), ""));
    fields
}

/// Whether a first advance is asked for how far the work has come.
fn asks_work(form: StepForm<'_>) -> bool {
    form.step.uses.as_deref() == Some("advance")
        && procedure::of_activity(form.project.activity).advance_work.is_some()
}

/// Whether a step cannot be taken without saying why.
fn needs_reason(step: &Step) -> bool {
    step.asks("reason") || step.kind == StepKind::Change
}

fn reason_label(step: &Step) -> &'static str {
    if needs_reason(step) { "Lý do" } else { "Ghi chú, lý do (không bắt buộc)" }
}

fn of_body(
    name: &'static str,
    label: &'static str,
    none: &str,
    participants: &[Participant],
) -> Field {
    let none = std::iter::once((String::new(), none.to_owned()));
    let named = participants
        .iter()
        .map(|one| (one.id.clone(), format!("{} ({})", one.name, one.part.label().to_lowercase())));
    choice(name, label, none.chain(named))
}

/// What a change asks for, and nothing that belongs to another.
fn change_fields(change: Change, participants: &[Participant]) -> Vec<Field> {
    let mut fields = vec![hidden("change")];
    match change {
        Change::Beneficiary | Change::Coordinator => {
            let part =
                if change == Change::Beneficiary { Part::Beneficiary } else { Part::Coordinator };
            let there: Vec<Participant> =
                participants.iter().filter(|one| one.part == part).cloned().collect();
            fields.push(of_body(
                "leaving_id",
                "Đơn vị rút ra",
                "Không có, chỉ thêm đơn vị",
                &there,
            ));
            fields.push(line("name", "Đơn vị thay thế hoặc thêm", ""));
            if part == Part::Beneficiary {
                fields.push(line("tax_code", "Mã số thuế (không bắt buộc)", ""));
            }
        }
        Change::MoneyUp | Change::MoneyDown => {
            fields.push(of_body("participant_id", "Kinh phí của đơn vị", "Cả đề án", participants));
            fields.push(line(
                "amount",
                "Kinh phí khuyến công sau điều chỉnh (triệu đồng)",
                "Ví dụ 180",
            ));
        }
        Change::TimeWithin | Change::TimeBeyond => {
            fields.push(line("to_year", "Năm kết thúc", "Ví dụ 2027"));
            fields.push(lines(
                "words",
                "Thời gian mới như ghi trong văn bản",
                "Ví dụ Quý II - IV/2027",
            ));
        }
        Change::Place => {
            fields.push(line(
                "place",
                "Đơn vị hành chính mới (mã hoặc tên)",
                "Mã xã 5 số, mã huyện 3 số, mã tỉnh 2 số, hoặc tên",
            ));
            fields.push(lines("words", "Địa điểm mới như ghi trong văn bản", ""));
        }
        Change::Content => {
            fields.push(lines("words", "Nội dung mới như ghi trong văn bản", ""));
        }
    }
    fields
}

/// Reads a step with its papers; `plan` is the one that was chosen.
pub fn check_step(
    form: StepForm<'_>,
    typed: &Typed,
    plan: Option<&Plan>,
) -> Result<(NewStep, Option<NewDocument>), Problems> {
    let step = form.step;
    let mut reader = Reader::new(typed);
    let decided = plan.and_then(|plan| plan.approved_on);
    let done_on = match decided {
        Some(day) => day,
        None if step.asks("plan") => {
            reader.add(
                "plan_id",
                "Hãy chọn kế hoạch đã được duyệt; chưa có thì thêm kế hoạch kèm quyết định trước.",
            );
            Day(jiff::civil::Date::ZERO)
        }
        None => reader.day("on_day"),
    };
    let code = if step.asks("plan") {
        reader.required("code", "Hãy nhập mã đề án ghi trong quyết định, ví dụ DP05.")
    } else {
        String::new()
    };
    let period = if step.asks("period") { month(&mut reader) } else { String::new() };
    let amount_vnd = reader.optional_million("amount");
    if step.asks("amount") && amount_vnd.is_none_or(|vnd| vnd == 0) {
        reader.add("amount", "Hãy nhập số tiền lớn hơn 0, ví dụ 180.");
    }
    let participant_id = reader.text("participant_id");
    if step.asks("participant") && participant_id.is_empty() && !form.participants.is_empty() {
        reader.add("participant_id", "Hãy chọn đơn vị được nghiệm thu.");
    }
    let reason = if needs_reason(step) {
        reader.required("reason", "Hãy ghi lý do để người sau hiểu.")
    } else {
        reader.text("reason")
    };
    let needed = step.papers_for(form.project.activity);
    let papers = needed.iter().map(|paper| read_paper(&mut reader, paper, form, done_on)).collect();
    let new = NewStep {
        step: step.key.clone(),
        participant_id,
        done_on,
        period,
        reason,
        location: reader.text("location"),
        amount_vnd,
        explanation: reader.text("explanation"),
        done_hundredths: if asks_work(form) { done_percent(&mut reader) } else { None },
        code,
        papers,
    };
    let document = if step.asks("plan") { None } else { Some(documents::form::read(&mut reader)) };
    reader.finish((new, document))
}

/// Reads what a step changes; `links` are the units of the new place.
pub fn check_change(typed: &Typed, links: Vec<Link>) -> Result<NewChange, Problems> {
    let mut reader = Reader::new(typed);
    let change = reader.choice("change", Change::Place);
    let mut new = NewChange {
        change,
        leaving_id: reader.text("leaving_id"),
        name: reader.text("name"),
        tax_code: super::fact::tax_code(&mut reader),
        words: reader.text("words"),
        links,
        to_year: None,
    };
    match change {
        Change::Beneficiary | Change::Coordinator if new.name.is_empty() => {
            reader.add("name", "Hãy nhập tên đơn vị thay thế.");
        }
        Change::Beneficiary | Change::Coordinator => {}
        Change::MoneyUp | Change::MoneyDown => {
            if reader.text("amount").is_empty() {
                reader.add("amount", "Hãy nhập kinh phí sau điều chỉnh, ví dụ 180.");
            }
        }
        Change::TimeWithin | Change::TimeBeyond => {
            new.to_year = Some(year(&mut reader, "to_year"));
            reader.required(
                "words",
                "Hãy nhập thời gian mới như ghi trong văn bản, ví dụ Quý II - IV/2027.",
            );
        }
        Change::Place => {
            reader.required("words", "Hãy nhập địa điểm mới như ghi trong văn bản.");
            if new.links.is_empty() {
                reader.add("place", "Không tìm thấy đơn vị hành chính này. Hãy nhập mã xã (5 số), huyện (3 số) hoặc tỉnh (2 số).");
            }
        }
        Change::Content => {
            reader.required("words", "Hãy nhập nội dung mới như ghi trong văn bản.");
        }
    }
    if change != Change::Place {
        new.links.clear();
    }
    if new.part() == Some(Part::Coordinator) {
        new.tax_code = None;
    }
    reader.finish(new)
}

/// A month as people write it, as it is kept: "03/2027" → `2027-03`.
fn month(reader: &mut Reader<'_>) -> String {
    let text = reader.text("period");
    let Ok(day) = kernel::day::parse_day(&format!("01/{text}")) else {
        reader.add("period", "Hãy nhập tháng và năm, ví dụ 03/2027.");
        return String::new();
    };
    crate::promotion::rules::period_of(Day(day))
}

/// The most that can be done of a work, in percent.
const WHOLE: i64 = 100;

/// A share of the work that may be left out, in hundredths of a percent.
fn done_percent(reader: &mut Reader<'_>) -> Option<i64> {
    if reader.text("done_percent").is_empty() {
        return None;
    }
    let done = reader.number("done_percent", 2);
    if done > WHOLE * 100 {
        reader.add("done_percent", "Khối lượng không quá 100 %. Ví dụ 72,5.");
    }
    Some(done)
}

/// The document that is a paper by a day: that of its form, or of the step whose own paper it is.
fn made(paper: &StepPaper, form: StepForm<'_>, by: Day) -> Option<String> {
    let entry = forms::made(&paper.forms, form.entries, by);
    let of_entry = entry.map(|(_, entry)| entry.document_id.clone());
    of_entry.or_else(|| {
        let step = step_of(paper, form.steps)?;
        (step.done_on <= by).then(|| step.document_id.clone())
    })
}

/// The latest step that counts and whose own paper a paper is.
pub fn step_of<'s>(paper: &StepPaper, steps: &'s [StepFact]) -> Option<&'s StepFact> {
    let key = paper.step.as_deref()?;
    steps.iter().rfind(|fact| fact.counts() && fact.step == key)
}

/// A paper that a step needs: named by number and day, the step's own, made of the project's
/// entries by then, or missing with a reason.
fn read_paper(
    reader: &mut Reader<'_>,
    paper: &'static StepPaper,
    form: StepForm<'_>,
    done_on: Day,
) -> NewPaper {
    let project = form.project;
    let made = made(paper, form, done_on);
    let text = reader.text(&paper.field);
    let missing = reader.text(&paper.missing_field);
    let entry = if kernel::text::fold(&text) == kernel::text::fold(SAME) {
        PaperEntry::Own
    } else if let Some(made) = made.filter(|_| text.is_empty() && missing.is_empty()) {
        PaperEntry::Made(made)
    } else if text.is_empty() {
        if missing.is_empty() {
            reader.add(
                &paper.field,
                "Hãy ghi số và ngày của giấy tờ này; còn thiếu thì ghi lý do ở ô dưới.",
            );
        }
        PaperEntry::Missing(missing)
    } else if let Some((number, day)) = number_and_day(&text) {
        PaperEntry::Named(document(paper, project, number, day))
    } else {
        reader.add(&paper.field, "Hãy ghi số và ngày, ví dụ 12/BB-SCT ngày 15/03/2027. Không có số thì chỉ ghi ngày; nằm trong văn bản của bước thì ghi “như trên”.");
        PaperEntry::Own
    };
    NewPaper { paper: paper.key.clone(), entry }
}

/// "12/BB-SCT ngày 15/03/2027" → the number and the day; the number may be missing.
fn number_and_day(text: &str) -> Option<(String, Day)> {
    let text = text.trim();
    let start = text.rfind(|c: char| c.is_whitespace() || c == ',').map_or(0, |at| at + 1);
    let day = kernel::day::parse_day(text.get(start..)?).ok()?;
    let rest = text.get(..start)?.trim().trim_end_matches(',').trim();
    let rest = rest.strip_suffix("ngày").unwrap_or(rest).trim().trim_end_matches(',').trim();
    let rest = rest.strip_prefix("số").or_else(|| rest.strip_prefix("Số")).unwrap_or(rest).trim();
    let number = kernel::day::parse_document_number(rest)
        .map_or_else(|| rest.to_owned(), |(number, _)| number);
    Some((number, Day(day)))
}

fn document(paper: &StepPaper, project: &Project, number: String, day: Day) -> NewDocument {
    let about =
        format!("{} – {} {} ({})", paper.title, project.code, project.name, project.from_year);
    NewDocument {
        kind: Kind::Other,
        // A paper without a number is known by what it is, for whom and of which day.
        subject_line: if number.is_empty() {
            format!("{about}, ngày {}", day.vi())
        } else {
            about
        },
        number,
        issued_on: Some(day),
        issuer: String::new(),
        file_sha256: None,
        file_name: String::new(),
        file_bytes: 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paper_is_named_as_people_write_it() {
        let day: Day = "2027-03-15".parse().unwrap();
        for text in
            ["12/BB-SCT ngày 15/03/2027", "số 12/BB-SCT, 15/3/2027", "12/BB-SCT, ngày 15/03/2027"]
        {
            assert_eq!(number_and_day(text), Some(("12/BB-SCT".to_owned(), day)), "{text}");
        }
        assert_eq!(number_and_day("15/03/2027"), Some((String::new(), day)));
        assert_eq!(number_and_day("12/BB-SCT"), None);
    }
}

//! What is there of the papers of a step, and which forms make the others.

use super::super::forms::{self, FormDefinition, FormScope};
use super::super::model::{Entry, step_of};
use super::super::procedure::{self, Step};
use super::steps::Sheet;
use crate::store::Day;

/// A paper of a step: whether a form made it, and where it is made.
pub(super) struct PaperRow {
    /// What it is.
    pub title: &'static str,
    /// What was made: words and address.
    pub there: Vec<(String, String)>,
    /// Where it is made: words and address.
    pub to_make: Vec<(String, String)>,
    /// "own" for the paper that is the step itself.
    pub is_own: &'static str,
}

impl PaperRow {
    /// Colour of its mark.
    pub fn colour(&self) -> &'static str {
        if !self.there.is_empty() {
            "green"
        } else if self.to_make.is_empty() {
            "secondary"
        } else {
            "orange"
        }
    }

    /// What people read for whether it is there.
    pub fn mark(&self) -> &'static str {
        if !self.there.is_empty() {
            "đã có trong hồ sơ"
        } else if self.to_make.is_empty() {
            "ghi số và ngày"
        } else {
            "chưa lập"
        }
    }
}

/// The papers of a step, its own first.
pub(super) fn rows(sheet: &Sheet, step: &'static Step, today: Day) -> Vec<PaperRow> {
    let own = row(sheet, (&step.own, "own"), &step.forms, today);
    let needed = step.papers_for(sheet.project.activity);
    let others = needed.iter().map(|paper| {
        let mut row = row(sheet, (&paper.title, ""), &paper.forms, today);
        row.there.extend(step_of(paper, &sheet.steps).map(|fact| {
            let title = procedure::title(&fact.step).unwrap_or_default();
            let told = format!("Bước “{title}” ngày {}: {}", fact.done_on.vi(), fact.document);
            (told, format!("/documents/{}", fact.document_id))
        }));
        row
    });
    std::iter::once(own).chain(others).collect()
}

fn row(
    sheet: &Sheet,
    (title, is_own): (&'static str, &'static str),
    ids: &[String],
    today: Day,
) -> PaperRow {
    let found: Vec<&FormDefinition> =
        forms::all().iter().filter(|form| ids.contains(&form.id)).collect();
    let there: Vec<(String, String)> = forms::made(ids, &sheet.entries, today)
        .map(|(_, entry)| (told(&found, entry, &sheet.entries), document(entry)))
        .into_iter()
        .collect();
    let mut to_make: Vec<(String, String)> = Vec::new();
    for form in found {
        let (told, address) = place(sheet, form);
        // One entry makes several forms; it is offered once, and only while there is none.
        let is_offered = to_make.iter().any(|(_, other)| *other == address);
        if form.each.is_none() || (there.is_empty() && !is_offered) {
            to_make.push((told, address));
        }
    }
    PaperRow { title, there, to_make, is_own }
}

fn document(entry: &Entry) -> String {
    format!("/documents/{}", entry.document_id)
}

/// "Mẫu số 3a, Mẫu số 3b đã lập ngày 20/06/2019: 12/BC-TTKC …".
fn told(found: &[&FormDefinition], entry: &Entry, entries: &[Entry]) -> String {
    let of_entry = found
        .iter()
        .filter(|form| forms::instances(form, entries).iter().any(|one| one.id == entry.id));
    let numbers: Vec<&str> = of_entry.map(|form| form.number.as_str()).collect();
    let whose = if entry.beneficiary.is_empty() {
        String::new()
    } else {
        format!(", {}", entry.beneficiary)
    };
    format!("{} đã lập ngày {}{whose}: {}", numbers.join(", "), entry.on_day.vi(), entry.document)
}

/// Where a form is made: the page of its entry, or the paper that is worked out of the register.
fn place(sheet: &Sheet, form: &FormDefinition) -> (String, String) {
    let project = format!("/promotion/projects/{}", sheet.project.id);
    let print = format!("Tải {}, ký rồi ghi số và ngày ở dưới", form.number);
    match (form.scope, form.each) {
        (FormScope::Project, Some(kind)) => {
            (format!("Lập {}", form.number), format!("{project}/entries/{kind}/new"))
        }
        (FormScope::Project, None) => (print, format!("{project}/forms/{}/docx", form.id)),
        (FormScope::Plan, _) => {
            (print, format!("/promotion/plans/{}/forms/{}/docx", sheet.plan.id, form.id))
        }
    }
}

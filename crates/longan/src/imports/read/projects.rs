//! Reading lists of promotion projects, and how far their contracts have come.

use super::super::model::Severity;
use super::cell::{TableReader, Told};
use super::clusters::Soundness;
use super::field::Field;
use super::lines::{Line, Sums, classify};
use crate::promotion::model::{Content, Track};
use crate::store::Day;
use kernel::number::format_scaled;
use kernel::text::{fold, squeeze};

/// What the title of a list says of its plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanTitle {
    /// Whose money.
    pub track: Track,
    /// The year; `None` where the title names none.
    pub year: Option<i16>,
    /// Which batch of the year.
    pub batch: i64,
    /// Number and day of the decision.
    pub decision: Option<(String, Option<Day>)>,
    /// Who issued it.
    pub issuer: String,
    /// The title itself.
    pub subject_line: String,
}

/// A row of a list of projects, read.
#[derive(Clone, Debug)]
pub struct ProjectDraft {
    /// Sheet.
    pub sheet: String,
    /// Row, counted from 0.
    pub row: u32,
    /// Its plan.
    pub plan: PlanTitle,
    /// Its place in the list.
    pub ordinal: Option<u32>,
    /// Its name.
    pub name: String,
    /// Cell of the name.
    pub name_cell: String,
    /// Where the name stands.
    pub location: String,
    /// Which of the nine contents.
    pub content: Option<Content>,
    /// Who benefits, as written.
    pub beneficiary: String,
    /// Where, as written.
    pub place: String,
    /// Cell of the place.
    pub place_cell: String,
    /// Promotion money.
    pub support: Option<Told<i64>>,
    /// Counterpart money.
    pub counterpart: Option<Told<i64>>,
    /// The time as written.
    pub duration: String,
    /// Number of the contract.
    pub contract: Option<Told<String>>,
    /// Day of the contract.
    pub signed_on: Option<Told<Day>>,
    /// Remark.
    pub note: String,
    /// Whether the row can be taken.
    pub soundness: Soundness,
}

impl ProjectDraft {
    /// Row as people count it.
    pub fn row_number(&self) -> i64 {
        i64::from(self.row) + 1
    }
}

/// A row that says how far a contract has come.
#[derive(Clone, Debug)]
pub struct ProgressDraft {
    /// Sheet.
    pub sheet: String,
    /// Row, counted from 0.
    pub row: u32,
    /// Number of the contract.
    pub contract: String,
    /// Cell of the number.
    pub contract_cell: String,
    /// What was advanced.
    pub advance: Option<Told<i64>>,
    /// When.
    pub advance_on: Option<Told<Day>>,
    /// Day of acceptance.
    pub accepted_on: Option<Told<Day>>,
    /// Day of liquidation.
    pub liquidated_on: Option<Told<Day>>,
    /// Whether it can be taken.
    pub soundness: Soundness,
}

/// How numbers of contracts are compared.
pub fn contract_key(number: &str) -> String {
    fold(number).replace(' ', "")
}

/// Reads a list of projects.
pub fn read(reader: &mut TableReader<'_>) -> Vec<ProjectDraft> {
    let plan = plan_title(reader);
    let mut drafts = Vec::new();
    let mut sums = Sums::default();
    for row in rows_below(reader) {
        match classify(reader, row, Field::ProjectName) {
            Line::Group(_) => sums.begin_group(reader, row),
            Line::Subtotal => sums.subtotal(reader, row),
            Line::Total => sums.total(reader, row),
            Line::Data => drafts.push(read_row(reader, row, &plan, &mut sums)),
            Line::Continued | Line::Other => {}
        }
    }
    sums.compare(reader);
    drafts
}

/// Reads how far contracts have come.
pub fn read_progress(reader: &mut TableReader<'_>) -> Vec<ProgressDraft> {
    let mut drafts = Vec::new();
    let mut sums = Sums::default();
    for row in rows_below(reader) {
        let contract = reader.plain(row, Field::ProjectContract);
        if contract.is_empty() {
            if let Line::Total | Line::Subtotal = classify(reader, row, Field::ProjectName) {
                sums.total(reader, row);
            }
            continue;
        }
        let errors = reader.errors;
        let advance = money(reader, row, Field::AdvanceAmount, &mut sums);
        let mut draft = ProgressDraft {
            sheet: reader.sheet.name.clone(),
            row,
            contract_cell: reader.cell_of(row, Field::ProjectContract),
            contract,
            advance,
            advance_on: reader.day(row, Field::AdvanceDay),
            accepted_on: reader.day(row, Field::AcceptedOn),
            liquidated_on: reader.day(row, Field::LiquidatedOn),
            soundness: Soundness::Sound,
        };
        if reader.errors > errors {
            draft.soundness = Soundness::Wrong;
        }
        drafts.push(draft);
    }
    sums.compare(reader);
    drafts
}

fn rows_below(reader: &TableReader<'_>) -> Vec<u32> {
    reader.sheet.rows().skip_while(|row| *row <= reader.outline.last_row).collect()
}

fn plan_title(reader: &TableReader<'_>) -> PlanTitle {
    let title = reader.title;
    let whole = fold(&title.lines.join(" "));
    let after = |words: &str| {
        let (_, rest) = whole.split_once(words)?;
        let digits: String = rest.trim_start().chars().take_while(char::is_ascii_digit).collect();
        digits.parse().ok()
    };
    let issuer = title.lines.iter().find(|line| fold(line).contains("quyet dinh"));
    let issuer = issuer.and_then(|line| line.rsplit_once(" của ")).map(|(_, issuer)| issuer);
    PlanTitle {
        track: if whole.contains("khuyen cong quoc gia") { Track::National } else { Track::Local },
        year: title.year,
        batch: after("dot ").unwrap_or(1),
        decision: title.decision.clone(),
        issuer: squeeze(issuer.unwrap_or_default().trim_matches(['(', ')', ' ', '.'])),
        subject_line: title.subject_line.clone(),
    }
}

fn money(
    reader: &mut TableReader<'_>,
    row: u32,
    field: Field,
    sums: &mut Sums,
) -> Option<Told<i64>> {
    let column = reader.outline.column(field)?;
    let told = reader.money(row, column)?;
    sums.add(column.column, told.value);
    Some(told)
}

fn read_row(
    reader: &mut TableReader<'_>,
    row: u32,
    plan: &PlanTitle,
    sums: &mut Sums,
) -> ProjectDraft {
    let errors = reader.errors;
    let name_cell = reader.cell_of(row, Field::ProjectName);
    let total = money(reader, row, Field::MoneyTotal, sums);
    let support = money(reader, row, Field::MoneySupport, sums);
    let counterpart = money(reader, row, Field::MoneyCounterpart, sums);
    let text = |reader: &mut TableReader<'_>, field| {
        reader.text(row, field).map(|told| told.value).unwrap_or_default()
    };
    let mut draft = ProjectDraft {
        sheet: reader.sheet.name.clone(),
        row,
        plan: plan.clone(),
        ordinal: reader.plain(row, Field::Ordinal).trim_end_matches('.').parse().ok(),
        name: text(reader, Field::ProjectName),
        location: format!("{}!{name_cell}", reader.sheet.name),
        content: Content::of_text(&text(reader, Field::ProjectContent)),
        beneficiary: text(reader, Field::Beneficiary),
        place: text(reader, Field::Place),
        place_cell: reader.cell_of(row, Field::Place),
        duration: text(reader, Field::Duration),
        contract: reader.text(row, Field::ProjectContract),
        signed_on: reader.day(row, Field::ContractDay),
        note: text(reader, Field::Note),
        support,
        counterpart,
        soundness: Soundness::Sound,
        name_cell,
    };
    whole_is_its_parts(reader, row, total.as_ref(), &draft);
    if draft.support.is_none() {
        let cell = reader.cell_of(row, Field::MoneySupport);
        let message = format!(
            "Ô {cell}: đề án “{}” chưa có kinh phí khuyến công hỗ trợ. Hãy ghi số tiền được duyệt.",
            draft.name
        );
        reader.note(Severity::Error, "no_support", &cell, "", "số tiền hỗ trợ", message);
    }
    if reader.errors > errors {
        draft.soundness = Soundness::Wrong;
    }
    draft
}

/// The whole cost must be what the sources come to.
fn whole_is_its_parts(
    reader: &mut TableReader<'_>,
    row: u32,
    total: Option<&Told<i64>>,
    draft: &ProjectDraft,
) {
    let value = |told: &Option<Told<i64>>| told.as_ref().map_or(0, |told| told.value);
    let parts = value(&draft.support) + value(&draft.counterpart);
    let Some(total) = total.filter(|total| total.value != parts) else { return };
    let vi = |vnd| format_scaled(vnd, 0, 0, 0);
    let cell = reader.cell_of(row, Field::MoneyTotal);
    let message = format!(
        "Ô {cell}: tổng kinh phí {} đồng khác hỗ trợ cộng đối ứng {} đồng. Hãy kiểm tra lại; các nguồn vẫn được nhập như đã ghi.",
        vi(total.value),
        vi(parts)
    );
    reader.note(Severity::Warning, "total_differs", &cell, &total.raw, &vi(parts), message);
}

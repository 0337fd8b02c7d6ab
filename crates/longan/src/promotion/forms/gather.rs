//! What is known of a project, as a sheet.

use super::super::model::{
    Contract, Entry, EntrySaid, MoneyLine, Part, Participant, Plan, Project, Source, Stage, Track,
};
use super::super::money::Sums;
use super::definition::FormDefinition;
use super::sheet::{Sheet, SheetValue};
use super::tables;
use crate::places::{Place, department_vi};
use crate::store::Day;

/// The body that leads national promotion, as printed in TT 36/2013; read anew since it was renamed
/// (`law/forms/readings.toml`).
const AGENCY: &str = "Cục Công Thương địa phương";

/// Everything a project's sheet is made of.
#[derive(Clone, Debug)]
pub struct ProjectFacts {
    /// The project.
    pub project: Project,
    /// Its plan.
    pub plan: Plan,
    /// Its lines of money.
    pub lines: Vec<MoneyLine>,
    /// Who is in it.
    pub participants: Vec<Participant>,
    /// Its contracts.
    pub contracts: Vec<Contract>,
    /// What was entered for its forms, what counts of it.
    pub entries: Vec<Entry>,
    /// The provinces it lies or lay in, today's first.
    pub provinces: Vec<Place>,
}

/// The entries of which a form makes one paper each, the latest first; none for other forms.
pub fn instances<'e>(form: &FormDefinition, entries: &'e [Entry]) -> Vec<&'e Entry> {
    let Some(kind) = form.each else { return Vec::new() };
    let is_asked = |entry: &&Entry| match (&entry.said, form.only.as_str()) {
        (_, "") => true,
        (EntrySaid::Acceptance(said), only) => said.scope.word() == only,
        (_, "beneficiary") => !entry.participant_id.is_empty(),
        (_, _) => entry.participant_id.is_empty(),
    };
    let mut of: Vec<&Entry> =
        entries.iter().filter(|entry| entry.kind == kind).filter(is_asked).collect();
    of.reverse();
    of
}

/// The latest paper that one of some forms made by a day, with the entry that it is about. Forms
/// without an entry of their own (a list of vouchers, a settlement) make none: they are printed,
/// signed, and named by number and day.
pub fn made<'e>(
    ids: &[String],
    entries: &'e [Entry],
    by: Day,
) -> Option<(&'static FormDefinition, &'e Entry)> {
    let forms = super::all().iter().filter(|form| ids.contains(&form.id));
    let papers =
        forms.flat_map(|form| instances(form, entries).into_iter().map(move |entry| (form, entry)));
    papers
        .filter(|(_, entry)| entry.counts() && entry.on_day <= by)
        .max_by(|(_, a), (_, b)| (a.on_day, &a.id).cmp(&(b.on_day, &b.id)))
}

/// The sheet of a project; `of` is the entry the paper is about, `day` the day it is of.
pub fn project_sheet(
    facts: &ProjectFacts,
    of: Option<&Entry>,
    day: Day,
    read: &dyn Fn(&str) -> String,
) -> Sheet {
    let mut sheet = Sheet::default();
    words(&mut sheet, facts);
    bodies(&mut sheet, facts.plan.track, &facts.provinces, day, read);
    money(&mut sheet, facts);
    let entries = &facts.entries;
    sheet.rows("costs", tables::costs(entries));
    sheet.rows("settlement", tables::settlement(entries));
    sheet.rows("vouchers_support", tables::vouchers(entries, &[Source::National, Source::Local]));
    sheet.rows("vouchers_all", tables::vouchers(entries, Source::ALL));
    sheet.rows("participants", tables::participants(&facts.participants, &facts.lines));
    sheet.rows("lessons", tables::lessons(entries));
    sheet.rows("acceptances", tables::acceptances(entries));
    sheet.rows("progress", tables::progress(entries));
    sheet.rows("money", tables::money(&facts.lines));
    sheet.rows("advances", tables::advances(&facts.lines));
    sheet.rows("contracts", tables::contracts(&facts.contracts));
    if let Some(entry) = of {
        about(&mut sheet, entry);
    }
    sheet
}

fn words(sheet: &mut Sheet, facts: &ProjectFacts) {
    let ProjectFacts { project, plan, participants, .. } = facts;
    let named = |part: Part| {
        let of = participants.iter().filter(|one| one.part == part);
        of.map(|one| one.name.as_str()).collect::<Vec<_>>().join("; ")
    };
    let mut beneficiaries = named(Part::Beneficiary);
    if beneficiaries.is_empty() {
        beneficiaries.clone_from(&project.beneficiary_text);
    }
    let duration = match (project.duration.as_str(), project.from_year == project.to_year) {
        ("", true) => format!("Năm {}", project.from_year),
        ("", false) => format!("Năm {}–{}", project.from_year, project.to_year),
        (words, _) => words.to_owned(),
    };
    for (key, text) in [
        ("code", project.code.clone()),
        ("name", project.name.clone()),
        ("plan", plan.title()),
        ("year", plan.year.to_string()),
        ("batch", plan.batch.to_string()),
        ("track", plan.track.label().to_owned()),
        ("decision", plan.decision()),
        ("decision_day", plan.approved_on.map(Day::vi).unwrap_or_default()),
        ("content", project.content.label().to_owned()),
        ("activity", project.activity.label().to_owned()),
        ("executor", project.executor.clone()),
        ("coordinators", named(Part::Coordinator)),
        ("beneficiaries", beneficiaries),
        ("place", project.place_text.clone()),
        ("duration", duration),
        ("objective", project.objective.clone()),
        ("scale", project.scale.clone()),
        ("effects", project.effects.clone()),
        ("equipment", project.equipment.clone()),
        ("source", plan.track.source().label().to_owned()),
    ] {
        sheet.set(key, text);
    }
    if project.to_year > project.from_year {
        sheet.years = (project.from_year..=project.to_year).collect();
    }
}

/// The bodies of a track: who leads, who approves. Names are those of the day.
pub fn bodies(
    sheet: &mut Sheet,
    track: Track,
    provinces: &[Place],
    day: Day,
    read: &dyn Fn(&str) -> String,
) {
    let of_day = provinces.iter().find(|place| place.exists_on(day)).or(provinces.first());
    let province = of_day.map(|place| place.full_name.clone()).unwrap_or_default();
    let department = if province.is_empty() { String::new() } else { department_vi(&province) };
    let (agency, approver) = match track {
        Track::National => (read(AGENCY), "Bộ Công Thương".to_owned()),
        Track::Local => {
            let committee = kernel::text::lower_first(&province);
            (department.clone(), format!("UBND {committee}"))
        }
    };
    sheet.set("province", province);
    sheet.set("department", department);
    sheet.set("agency", agency);
    sheet.set("approver", approver);
}

fn money(sheet: &mut Sheet, facts: &ProjectFacts) {
    let sums = Sums::of(facts.lines.iter());
    let support = |stage: Stage| -> i64 {
        let of = facts.lines.iter().filter(|line| line.is_promotion_of(stage));
        of.map(|line| line.amount_vnd).sum()
    };
    sheet.set_vnd("support", sums.support_vnd);
    sheet.set_vnd("counterpart", sums.counterpart_vnd);
    sheet.set_vnd("other", sums.other_vnd);
    sheet.set_vnd("total", sums.total_vnd());
    sheet.set_vnd("requested", support(Stage::Requested));
    sheet.set_vnd("advanced", sums.advanced_vnd);
    sheet.set_vnd("settled", sums.settled_vnd);
    sheet.set_vnd("returned", support(Stage::Returned));
    let contracted: i64 = facts.contracts.iter().filter_map(|contract| contract.amount_vnd).sum();
    let contracted = if contracted > 0 { contracted } else { support(Stage::Contracted) };
    sheet.set_vnd("contracted", contracted);
    if let Some(contract) = facts.contracts.first() {
        sheet.set("contract", contract.number.clone());
        sheet.set("contract_day", contract.signed_on.vi());
    }
    if sums.settled_vnd > 0 {
        // What is left to pay and what has to come back are never both.
        let left = sums.settled_vnd - sums.advanced_vnd + support(Stage::Returned);
        sheet.set("to_pay", SheetValue::Vnd(left.max(0)));
        sheet.set("to_return", SheetValue::Vnd((-left).max(0)));
    }
    let vouchers = facts.entries.iter().filter(|entry| entry.voucher().is_some());
    sheet.set_vnd("vouchers_total", vouchers.map(|entry| entry.amount_vnd).sum());
}

fn about(sheet: &mut Sheet, entry: &Entry) {
    sheet.set("on_day", entry.on_day.vi());
    sheet.set("document", entry.document.clone());
    sheet.set("of", entry.beneficiary.clone());
    sheet.set_vnd("amount", entry.amount_vnd);
    match &entry.said {
        EntrySaid::Appraisal(said) => {
            for (key, text) in [
                ("office", &said.office),
                ("fit", &said.fit),
                ("need", &said.need),
                ("capacity", &said.capacity),
                ("combination", &said.combination),
                ("completeness", &said.completeness),
            ] {
                sheet.set(key, text.as_str());
            }
            sheet.set("result", said.result.label());
        }
        EntrySaid::Progress(said) => {
            sheet.set("percent", format!("{} %", said.percent));
            sheet.set("done", said.content.as_str());
            sheet.set_vnd("own", said.counterpart_vnd);
            sheet.set("difficulties", said.difficulties.as_str());
            sheet.set("proposals", said.proposals.as_str());
        }
        EntrySaid::Acceptance(said) => {
            sheet.set("accepted_place", said.place.as_str());
            sheet.set("parties", said.parties.as_str());
            sheet.set("done", said.content.as_str());
            sheet.set_vnd("own", said.counterpart_vnd);
            sheet.set("result", said.result.label());
            sheet.set("remarks", said.remarks.as_str());
        }
        EntrySaid::Cost(_) | EntrySaid::Lesson(_) | EntrySaid::Voucher(_) => {}
    }
}

//! What is known of a plan with all its projects, as a sheet.

use super::super::model::{Plan, PlanProject};
use super::gather::bodies;
use super::sheet::{Sheet, SheetRow, SheetValue};
use super::tables::{numbered, row};
use crate::places::Place;
use crate::store::Day;

/// Everything a plan's sheet is made of.
#[derive(Clone, Debug)]
pub struct PlanFacts {
    /// The plan.
    pub plan: Plan,
    /// Its projects that the viewer sees, by their numbers.
    pub projects: Vec<PlanProject>,
    /// Its province, and what that became.
    pub provinces: Vec<Place>,
}

/// The sheet of a plan on a day.
pub fn plan_sheet(facts: &PlanFacts, day: Day, read: &dyn Fn(&str) -> String) -> Sheet {
    let mut sheet = Sheet::default();
    let plan = &facts.plan;
    for (key, text) in [
        ("plan", plan.title()),
        ("year", plan.year.to_string()),
        ("batch", plan.batch.to_string()),
        ("track", plan.track.label().to_owned()),
        ("decision", plan.decision()),
        ("decision_day", plan.approved_on.map(Day::vi).unwrap_or_default()),
        ("source", plan.track.source().label().to_owned()),
    ] {
        sheet.set(key, text);
    }
    bodies(&mut sheet, plan.track, &facts.provinces, day, read);
    let sum = |of: fn(&PlanProject) -> i64| facts.projects.iter().map(of).sum::<i64>();
    // What nobody has approved yet is summed up as it was appraised or asked for.
    let money: fn(&PlanProject) -> (i64, i64) = match plan.approved_on {
        Some(_) => |project| (project.support_vnd, project.rest_vnd),
        None => PlanProject::drafted,
    };
    let (support_vnd, rest_vnd) =
        facts.projects.iter().map(money).fold((0, 0), |sums, one| (sums.0 + one.0, sums.1 + one.1));
    sheet.set_vnd("support", support_vnd);
    sheet.set_vnd("counterpart", rest_vnd);
    sheet.set_vnd("total", support_vnd + rest_vnd);
    sheet.set_vnd("advanced", sum(|project| project.advanced_vnd));
    sheet.set_vnd("settled", sum(|project| project.settled_vnd));
    sheet.set_vnd("returned", sum(|project| project.returned_vnd));
    sheet.rows(
        "projects",
        numbered(facts.projects.iter().map(|project| summed(project, money(project)))),
    );
    sheet.rows("reconciliation", numbered(facts.projects.iter().map(reconciled)));
    sheet
}

fn summed(project: &PlanProject, (support_vnd, rest_vnd): (i64, i64)) -> SheetRow {
    row(vec![
        ("name", project.name.as_str().into()),
        ("executor", project.executor.as_str().into()),
        ("objective", project.objective.as_str().into()),
        ("effects", project.effects.as_str().into()),
        ("duration", project.duration.as_str().into()),
        ("total", SheetValue::Vnd(support_vnd + rest_vnd)),
        ("support", SheetValue::Vnd(support_vnd)),
        ("rest", SheetValue::Vnd(rest_vnd)),
        ("note", project.note.as_str().into()),
    ])
}

fn reconciled(project: &PlanProject) -> SheetRow {
    row(vec![
        ("code", project.code.as_str().into()),
        ("name", project.name.as_str().into()),
        ("executor", project.executor.as_str().into()),
        ("allotted", SheetValue::Vnd(project.support_vnd)),
        ("contracted", SheetValue::Vnd(project.contracted_vnd)),
        ("advanced", SheetValue::Vnd(project.advanced_vnd)),
        ("settled", SheetValue::Vnd(project.settled_vnd)),
        ("returned", SheetValue::Vnd(project.returned_vnd)),
        ("left", SheetValue::Vnd(project.support_vnd - project.settled_vnd)),
        ("note", project.note.as_str().into()),
    ])
}

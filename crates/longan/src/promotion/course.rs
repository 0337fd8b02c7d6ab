//! How far projects have come: what slips, what is due of their effects, how spending stands to the plan.

use super::model::Track;
use super::rules::{self, Progress, Slip};
use super::store::Course;
use crate::store::Day;
use kernel::law::Law;

/// A project that slips, and why.
#[derive(Clone, Debug)]
pub struct Slipping {
    /// The project.
    pub course: Course,
    /// Why.
    pub slips: Vec<Slip>,
}

/// A check of effects that is due and has not been made.
#[derive(Clone, Debug)]
pub struct CheckDue {
    /// Id of the project.
    pub project_id: String,
    /// Number and name of the project.
    pub project: String,
    /// How many years after acceptance.
    pub years: i64,
    /// The day.
    pub due_on: Day,
    /// Who sets what is looked at, by which paper.
    pub citation: String,
}

impl Course {
    /// Promotion money paid: advanced, or settled where that is more.
    pub fn paid_vnd(&self) -> i64 {
        self.advanced_vnd.max(self.settled_vnd)
    }

    /// What the law is asked about.
    pub fn progress(&self) -> Progress {
        Progress {
            approved_on: self.approved_on,
            plan_year: self.year,
            to_year: self.to_year,
            contracted_on: self.contracted_on,
            accepted_on: self.accepted_on,
            settled_on: self.settled_on,
            liquidated_on: self.liquidated_on,
            stopped_on: self.stopped_on,
            support_vnd: self.support_vnd,
            paid_vnd: self.paid_vnd(),
            is_national: if self.track == Track::National { "yes" } else { "" },
        }
    }
}

/// Why a project slips on a day; empty when it does not.
pub fn slips(law: &Law, on: Day, course: &Course, province: Option<&str>) -> Vec<Slip> {
    rules::slips(law, on, &course.progress(), province)
}

/// Those of some projects that slip on a day, those with most reasons first.
pub fn slipping(law: &Law, on: Day, courses: &[Course], province: Option<&str>) -> Vec<Slipping> {
    let of = |course: &Course| Slipping {
        slips: slips(law, on, course, province),
        course: course.clone(),
    };
    let mut found: Vec<Slipping> =
        courses.iter().map(of).filter(|one| !one.slips.is_empty()).collect();
    found.sort_by_key(|one| std::cmp::Reverse(one.slips.len()));
    found
}

/// The checks of effects of some projects that have not been made, the nearest first.
pub fn checks_due(law: &Law, on: Day, courses: &[Course]) -> Vec<CheckDue> {
    let rule = rules::effects_rule(law, on);
    let citation = rule.map_or_else(String::new, |rule| {
        format!("theo {} ({}): {}", rule.citation(), rule.confidence_label(), rule.display())
    });
    let mut found = Vec::new();
    for course in courses.iter().filter(|course| course.stopped_on.is_none()) {
        let Some(accepted_on) = course.accepted_on else { continue };
        for (years, checked) in [(1, course.checked_1), (2, course.checked_2)] {
            let due_on = rules::check_day(accepted_on, years).filter(|_| checked == 0);
            found.extend(due_on.map(|due_on| CheckDue {
                project_id: course.id.clone(),
                project: format!("{} {}", course.code, course.name),
                years,
                due_on,
                citation: citation.clone(),
            }));
        }
    }
    found.sort_by_key(|check| check.due_on);
    found
}

//! Which deadlines of promotion fall into a month: those of the year's plans, of each month, and of
//! single projects.

use super::super::model::{State, TimedProject, Track};
use super::due::{Due, due};
use crate::store::Day;
use jiff::ToSpan as _;
use kernel::law::{Bound, Law, Resolved};
use kernel::working_days::WorkingDays;

/// A deadline of the month.
#[derive(Clone, Debug)]
pub struct Deadline {
    /// The last day on which it is in time.
    pub last_day: Day,
    /// What has to be done.
    pub title: String,
    /// Who has to, and to whom.
    pub scope: String,
    /// Where the law says so.
    pub citation: String,
    /// How far that has been checked.
    pub confidence: &'static str,
    /// What must be said of days off.
    pub note: String,
    /// The projects it is of; none where it is of the plan of a year.
    pub projects: Vec<TimedProject>,
    /// The word that names it in a calendar file.
    pub key: &'static str,
}

/// Deadlines of a year's plan: the parameter, and how many years after the day the plan's year is.
const OF_PLANS: &[(&str, i16)] = &[
    ("promotion.deadline.register", 1),
    ("promotion.deadline.submit_to_central", 1),
    ("promotion.deadline.sct_plan_report", 1),
    ("promotion.deadline.liquidation", -1),
];

/// The deadlines from the first day of a month to its last, in their order. `provinces` are the
/// codes whose own deadlines are asked for.
///
/// (TT 36/2013/TT-BCT; articles stand with each parameter.)
pub fn deadlines(
    law: &Law,
    offices: &WorkingDays,
    month: Day,
    projects: &[TimedProject],
    provinces: &[String],
) -> Vec<Deadline> {
    let (first, last) = (month.0.first_of_month(), month.0.last_of_month());
    let mut found = Vec::new();
    let own: Vec<Option<&str>> =
        std::iter::once(None).chain(provinces.iter().map(|code| Some(code.as_str()))).collect();
    for (key, years) in OF_PLANS {
        let Some(plan_year) = first.year().checked_add(*years) else { continue };
        let dues = own.iter().filter_map(|province| due(law, key, plan_year, *province));
        for due in dues.filter(|due| (first..=last).contains(&due.last_day.0)) {
            let deadline = of_plan(law, key, offices, due);
            if !found.iter().any(|other: &Deadline| {
                other.key == deadline.key && other.citation == deadline.citation
            }) {
                found.push(deadline);
            }
        }
    }
    found.extend(monthly(law, offices, month, projects));
    found.extend(settlements(law, offices, month, projects));
    found.sort_by(|a, b| (a.last_day, a.key).cmp(&(b.last_day, b.key)));
    found
}

fn of_plan(law: &Law, key: &'static str, offices: &WorkingDays, due: Due) -> Deadline {
    let rule = law.on(key, due.last_day.0, None);
    Deadline {
        note: day_off(offices, due.last_day),
        scope: rule.and_then(|rule| rule.value.scope.clone()).unwrap_or_default(),
        last_day: due.last_day,
        title: due.title,
        citation: due.citation,
        confidence: due.confidence,
        projects: Vec::new(),
        key,
    }
}

/// Where the last day is a day off, the last working day before it; a day by which something has to
/// be done does not move.
fn day_off(offices: &WorkingDays, day: Day) -> String {
    match offices.is_working_day(day.0) {
        Ok(true) => String::new(),
        Err(problem) => problem.message(),
        Ok(false) => {
            let before =
                day.0.series((-1).days()).find(|day| offices.is_working_day(*day) == Ok(true));
            before.map_or_else(String::new, |day| {
                format!("Rơi vào ngày nghỉ; ngày làm việc cuối trước đó là {}.", Day(day).vi())
            })
        }
    }
}

fn is_running(project: &TimedProject) -> bool {
    let running = [State::Contracted, State::Implementing, State::Adjusted];
    project.track == Track::National && project.state.is_some_and(|state| running.contains(&state))
}

/// The report of each month of national projects that are being carried out
/// (`promotion.deadline.monthly_progress`).
fn monthly(
    law: &Law,
    offices: &WorkingDays,
    month: Day,
    projects: &[TimedProject],
) -> Option<Deadline> {
    let key = "promotion.deadline.monthly_progress";
    let running: Vec<TimedProject> =
        projects.iter().filter(|project| is_running(project)).cloned().collect();
    let rule = law.on(key, month.0.last_of_month(), None)?;
    let named = month.0.with().day(rule.text().parse().ok()?).build().ok()?;
    let last_day = last_day(&rule, named)?;
    if running.is_empty() {
        return None;
    }
    Some(Deadline {
        last_day,
        title: "Báo cáo tiến độ tháng của đề án quốc gia (Mẫu 3a, 3b)".to_owned(),
        scope: rule.value.scope.clone().unwrap_or_default(),
        citation: rule.citation(),
        confidence: rule.confidence_label(),
        note: day_off(offices, last_day),
        projects: running,
        key,
    })
}

fn last_day(rule: &Resolved<'_>, named: jiff::civil::Date) -> Option<Day> {
    let is_before = rule.bound() == Some(Bound::Below);
    Some(Day(if is_before { named.yesterday().ok()? } else { named }))
}

/// The settlement file of each national project that was accepted and is not settled
/// (`promotion.deadline.settlement_file`). A limit in days that ends on a day off ends on the
/// working day after it (Bộ luật Dân sự 2015, Điều 148).
fn settlements(
    law: &Law,
    offices: &WorkingDays,
    month: Day,
    projects: &[TimedProject],
) -> Vec<Deadline> {
    let key = "promotion.deadline.settlement_file";
    let (first, last) = (month.0.first_of_month(), month.0.last_of_month());
    let open = projects.iter().filter(|project| {
        project.track == Track::National && project.state == Some(State::Accepted)
    });
    let due = open.filter_map(|project| {
        let accepted = project.accepted_on?;
        let rule = law.on(key, accepted.0, None)?;
        let days: i32 = rule.text().parse().ok()?;
        let end = accepted.0.checked_add(days.days()).ok()?;
        let (last_day, note) = match offices.working_day_from(end) {
            Ok(day) if day == end => (day, String::new()),
            Ok(day) => (day, format!("Hết {days} ngày vào {}, là ngày nghỉ.", Day(end).vi())),
            Err(problem) => (end, problem.message()),
        };
        (first..=last).contains(&last_day).then(|| Deadline {
            last_day: Day(last_day),
            title: rule.parameter.title.clone(),
            scope: rule.value.scope.clone().unwrap_or_default(),
            citation: rule.citation(),
            confidence: rule.confidence_label(),
            note: format!("Nghiệm thu ngày {}. {note}", accepted.vi()).trim().to_owned(),
            projects: vec![project.clone()],
            key,
        })
    });
    due.collect()
}

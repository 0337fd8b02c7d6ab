//! The curve of a year's spending: by month, what was approved, what would be paid if everything were
//! paid evenly, and what was paid. From it one sees early what will not be spent.

use super::model::Stage;
use super::rules::{self, Slip};
use super::store::{Course, Spending};
use crate::store::Day;
use jiff::ToSpan as _;
use jiff::civil::Date;
use kernel::law::Law;
use std::collections::HashMap;

/// How the money of a year's plans stood at the end of a month; all amounts since the beginning, in đồng.
#[derive(Clone, Debug)]
pub struct Point {
    /// The last day of the month.
    pub last_day: Day,
    /// Promotion money approved.
    pub planned_vnd: i64,
    /// What would be paid if every project were paid evenly over its time.
    pub expected_vnd: i64,
    /// What was paid; `None` for a month that has not begun.
    pub paid: Option<Paid>,
    /// That the spending lags so far behind that the province reminds.
    pub lag: Option<Slip>,
}

/// What was paid until a day, in đồng.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Paid {
    /// Advanced.
    pub advanced_vnd: i64,
    /// Settled.
    pub settled_vnd: i64,
    /// Of each project the greater of the two.
    pub paid_vnd: i64,
}

impl Point {
    /// The month as people write it: "04/2013".
    pub fn month(&self) -> String {
        self.last_day.0.strftime("%m/%Y").to_string()
    }

    /// Promotion money paid, in đồng; `None` for a month that has not begun.
    pub fn paid_vnd(&self) -> Option<i64> {
        self.paid.map(|paid| paid.paid_vnd)
    }
}

/// The curve of some projects from the first month of money to the end of the last one's time, told on
/// a day: what comes after it is only expected.
pub fn curve(law: &Law, today: Day, courses: &[Course], spending: &[Spending]) -> Vec<Point> {
    let by_project = by_project(courses, spending);
    let Some((first, last)) = span(courses, &by_project) else { return Vec::new() };
    let mut points = Vec::new();
    let mut month = first;
    while month <= last {
        let last_day = Day(month.last_of_month());
        points.push(point(law, today, last_day, &by_project));
        let Ok(next) = month.checked_add(1.month()) else { break };
        month = next;
    }
    points
}

type OfProject<'a> = (&'a Course, Vec<(Date, Stage, i64)>);

fn by_project<'a>(courses: &'a [Course], spending: &[Spending]) -> Vec<OfProject<'a>> {
    let mut money: HashMap<&str, Vec<(Date, Stage, i64)>> = HashMap::new();
    for one in spending {
        let Ok(month) = format!("{}-01", one.month).parse::<Date>() else { continue };
        let of = money.entry(one.project_id.as_str()).or_default();
        of.push((month, one.stage, one.amount_vnd));
    }
    let of = |course: &'a Course| (course, money.remove(course.id.as_str()).unwrap_or_default());
    courses.iter().map(of).collect()
}

/// The first and the last month that are told.
fn span(courses: &[Course], by_project: &[OfProject<'_>]) -> Option<(Date, Date)> {
    let months = || by_project.iter().flat_map(|(_, money)| money).map(|(month, _, _)| *month);
    let starts = courses.iter().map(|course| course.approved_on.0.first_of_month());
    let ends = courses
        .iter()
        .filter_map(|course| Date::new(i16::try_from(course.to_year).ok()?, 12, 1).ok());
    Some((starts.chain(months()).min()?, ends.chain(months()).max()?))
}

fn point(law: &Law, today: Day, last_day: Day, by_project: &[OfProject<'_>]) -> Point {
    let (mut planned_vnd, mut expected_vnd, mut paid) = (0, 0, Paid::default());
    // A project that is closed lags no more, whatever was left over.
    let mut running = (0, 0, 0);
    for (course, money) in by_project {
        let until = |stage: Stage| -> i64 {
            let of = money.iter().filter(|(month, of, _)| *of == stage && *month <= last_day.0);
            of.map(|(_, _, amount_vnd)| amount_vnd).sum()
        };
        let support_vnd = until(Stage::Allotted);
        let due_vnd = rules::expected_vnd(&course.progress(), support_vnd, last_day);
        planned_vnd += support_vnd;
        expected_vnd += due_vnd;
        let (advanced_vnd, settled_vnd) = (until(Stage::Advanced), until(Stage::Settled));
        paid.advanced_vnd += advanced_vnd;
        paid.settled_vnd += settled_vnd;
        paid.paid_vnd += advanced_vnd.max(settled_vnd);
        let mut closed = [course.liquidated_on, course.stopped_on].into_iter().flatten();
        if !closed.any(|day| day <= last_day) {
            running.0 += support_vnd;
            running.1 += due_vnd;
            running.2 += advanced_vnd.max(settled_vnd);
        }
    }
    let has_begun = last_day.0.first_of_month() <= today.0;
    // Of a month that still runs, what is due by its end is no delay yet.
    let lag = (last_day <= today).then(|| rules::lag(law, last_day, None, running));
    Point {
        last_day,
        planned_vnd,
        expected_vnd,
        paid: has_begun.then_some(paid),
        lag: lag.flatten(),
    }
}

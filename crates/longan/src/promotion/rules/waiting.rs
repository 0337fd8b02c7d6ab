//! Which projects wait for a step: told in what was entered and recorded, so that a list can ask it.

use super::super::model::{ProjectKind, State, StepKind, Track};
use super::super::procedure::{self, Step};
use super::due::{Due, due};
use super::order::{of_month, period_of};
use crate::store::Day;
use jiff::ToSpan as _;
use kernel::law::Law;

/// Projects that wait for a step.
#[derive(Clone, Debug)]
pub struct Waits {
    /// The step.
    pub step: &'static Step,
    /// States of which the latest must be one; empty for any that goes on.
    pub from: Vec<State>,
    /// Main steps on or behind it: none of them was passed.
    pub ahead: Vec<&'static str>,
    /// The same as states.
    pub ahead_states: Vec<State>,
    /// The step before it that cannot be left out, and those between: one of them was passed.
    pub behind: Vec<&'static str>,
    /// The same as states.
    pub behind_states: Vec<State>,
    /// A step before it that one kind of project has to pass too.
    pub also: Option<(ProjectKind, &'static str)>,
    /// Which of them: by the day of the step.
    pub when: When,
}

/// Which of the projects that wait for a step, by its day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum When {
    /// All of them.
    Any,
    /// Those of plans of these years.
    Years(Vec<i64>),
    /// Those that were last accepted on a day from one to another.
    Accepted(Option<Day>, Day),
    /// Those without a report of some month up to this one.
    MonthsTo(Day),
    /// Those without a report of this month.
    Month(Day),
}

/// Projects of a track that wait for a step; `None` for steps beside the order.
pub fn waits_for(step: &'static Step) -> Option<Waits> {
    if !matches!(step.kind, StepKind::Main | StepKind::Monthly) {
        return None;
    }
    let mut waits = Waits {
        step,
        from: step.from.clone(),
        ahead: Vec::new(),
        ahead_states: Vec::new(),
        behind: Vec::new(),
        behind_states: Vec::new(),
        also: None,
        when: When::Any,
    };
    if step.kind == StepKind::Monthly {
        return Some(waits);
    }
    let steps: Vec<&'static Step> = procedure::main_steps(step.track).collect();
    let position = steps.iter().position(|other| other.key == step.key)?;
    let (before, ahead) = steps.split_at(position);
    waits.ahead = ahead.iter().map(|step| step.key.as_str()).collect();
    let later = ahead.iter().filter(|later| later.key != step.key || step.optional.is_none());
    waits.ahead_states = later.filter_map(|step| step.after()).collect();
    for earlier in before.iter().rev() {
        if let Some(kind) = earlier.only {
            waits.also = Some((kind, &earlier.key));
            continue;
        }
        waits.behind.push(&earlier.key);
        waits.behind_states.extend(earlier.after());
        if earlier.optional.is_none() {
            break;
        }
    }
    // Only what stands right before the step can still be missing.
    if before.last().is_none_or(|earlier| earlier.only.is_none()) {
        waits.also = None;
    }
    Some(waits)
}

/// A day of a step and the projects for which it is due then.
#[derive(Clone, Debug)]
pub struct DueStep {
    /// The day.
    pub due: Due,
    /// The projects.
    pub waits: Waits,
}

/// Projects that are late for a step, of some years of plans; `None` where nothing is late.
pub fn late_for(law: &Law, step: &'static Step, years: &[i64], today: Day) -> Option<Waits> {
    let key = step.due.as_deref()?;
    let mut waits = waits_for(step)?;
    waits.when = if step.kind == StepKind::Monthly {
        When::MonthsTo(last_month(law, key, today)?)
    } else if is_after_acceptance(key) {
        let days = law.on(key, today.0, None)?.integer()?.checked_add(1)?;
        When::Accepted(None, Day(today.0.checked_sub(days.days()).ok()?))
    } else {
        let late = years.iter().copied().filter(|year| {
            let due = i16::try_from(*year).ok().and_then(|year| due(law, key, year, None));
            due.is_some_and(|due| due.last_day < today)
        });
        let late: Vec<i64> = late.collect();
        if late.is_empty() {
            return None;
        }
        When::Years(late)
    };
    Some(waits)
}

fn is_after_acceptance(key: &str) -> bool {
    key.ends_with(".settlement_file")
}

/// The latest month whose report is late.
fn last_month(law: &Law, key: &str, today: Day) -> Option<Day> {
    let this = today.0.first_of_month();
    let months = [this, this.checked_sub(1.month()).ok()?];
    let late = |month: &jiff::civil::Date| {
        of_month(law, key, Day(*month)).is_some_and(|due| due.last_day < today)
    };
    months.into_iter().find(late).map(Day)
}

/// The days of the steps of a track from one day to another, for plans of some years. Of monthly
/// reports those up to the next one: how long the work goes on nobody knows.
pub fn due_between(
    law: &Law,
    track: Track,
    years: &[i64],
    today: Day,
    (first, last): (Day, Day),
) -> Vec<DueStep> {
    let mut found = Vec::new();
    let steps = procedure::steps(track, ProjectKind::Single).filter(|step| step.due.is_some());
    for step in steps {
        let (Some(key), Some(waits)) = (step.due.as_deref(), waits_for(step)) else { continue };
        let mut add = |due: Option<Due>, when: When| {
            if let Some(due) = due.filter(|due| due.last_day >= first && due.last_day <= last) {
                found.push(DueStep { due, waits: Waits { when, ..waits.clone() } });
            }
        };
        if step.kind == StepKind::Monthly {
            let mut month = first.0.first_of_month();
            let next_month = today.0.saturating_add(1.month());
            while month <= last.0.min(next_month) {
                add(of_month(law, key, Day(month)), When::Month(Day(month)));
                let Ok(next) = month.checked_add(1.month()) else { break };
                month = next;
            }
        } else if is_after_acceptance(key) {
            let mut day = first.0;
            while day <= last.0 {
                let accepted = law.on(key, day, None).and_then(|rule| rule.integer());
                let accepted = accepted.and_then(|days| day.checked_sub(days.days()).ok()).map(Day);
                if let Some(on) = accepted {
                    let due = super::order::after_acceptance(law, key, on);
                    add(due, When::Accepted(Some(on), on));
                }
                let Ok(next) = day.tomorrow() else { break };
                day = next;
            }
        } else {
            for year in years {
                let due = i16::try_from(*year).ok().and_then(|year| due(law, key, year, None));
                add(due, When::Years(vec![*year]));
            }
        }
    }
    found
}

impl Waits {
    /// The month of a report, as it is kept.
    pub fn month(&self) -> String {
        match self.when {
            When::Month(month) | When::MonthsTo(month) => period_of(month),
            _ => String::new(),
        }
    }
}

//! Conditions by which a list keeps projects that wait for a step.

use super::super::model::{ProjectKind, State};
use super::super::rules::{Waits, When};
use super::list::STATE;
use crate::store::{Day, Statement};

/// Months of a year.
const MONTHS: i64 = 12;

/// Adds: project `p` of plan `y` waits for one of some steps. None at all keeps nothing.
pub(super) fn push_waiting(query: &mut Statement, waiting: &[Waits]) {
    query.push(" and (1 = 0");
    for waits in waiting {
        query.push(" or (y.track = ").push_bind(waits.step.track);
        push_state(query, &waits.from);
        if let Some(kind) = waits.step.only {
            push_kind(query, kind);
        }
        if !waits.ahead.is_empty() {
            query.push(" and not ");
            push_passed(query, &waits.ahead, &waits.ahead_states);
        }
        if !waits.behind.is_empty() {
            query.push(" and ");
            push_passed(query, &waits.behind, &waits.behind_states);
        }
        if let Some((kind, step)) = waits.also {
            query.push(" and (p.kind <> ").push_bind(kind).push(" or ");
            push_passed(query, &[step], &[]);
            query.push(")");
        }
        push_when(query, &waits.when);
        query.push(")");
    }
    query.push(")");
}

fn push_state(query: &mut Statement, from: &[State]) {
    query.push(" and ").push(STATE);
    if from.is_empty() {
        query.push(" not in ").push_list([State::Refused, State::Stopped]);
    } else {
        query.push(" in ").push_list(from.iter().copied());
    }
}

fn push_kind(query: &mut Statement, kind: ProjectKind) {
    query.push(" and p.kind = ").push_bind(kind);
}

/// One of the steps was entered, or one of the states recorded.
fn push_passed(query: &mut Statement, steps: &[&'static str], states: &[State]) {
    query.push("(exists (select 1 from promotion_steps t where t.project_id = p.id and t.superseded_at = '' and t.step in ");
    query.push_list(steps.iter().copied()).push(")");
    if !states.is_empty() {
        query.push(" or exists (select 1 from promotion_states w where w.project_id = p.id and w.superseded_at = '' and w.state in ");
        query.push_list(states.iter().copied()).push(")");
    }
    query.push(")");
}

/// The day on which project `p` was last accepted.
const ACCEPTED: &str = "(select max(a.on_day) from (
     select w.on_day from promotion_states w where w.project_id = p.id and w.superseded_at = '' and w.state = 'accepted'
     union all
     select t.done_on from promotion_steps t where t.project_id = p.id and t.superseded_at = '' and t.step = 'accept_place') a)";

fn push_when(query: &mut Statement, when: &When) {
    match when {
        When::Any => {}
        When::Years(years) => {
            query.push(" and y.year in ").push_list(years.iter().copied());
        }
        When::Accepted(from, until) => {
            query.push(" and ").push(ACCEPTED).push(" <= ").push_bind(*until);
            if let Some(from) = from {
                query.push(" and ").push(ACCEPTED).push(" >= ").push_bind(*from);
            }
        }
        When::Month(month) => {
            push_contracted(query, *month);
            query.push(" and not exists (select 1 from promotion_steps t where t.project_id = p.id and t.superseded_at = '' and t.step = 'progress' and t.period = ");
            query.push_bind(super::super::rules::period_of(*month)).push(")");
        }
        When::MonthsTo(month) => {
            push_contracted(query, *month);
            push_gap(query, *month);
        }
    }
}

/// It was contracted by the end of a month.
fn push_contracted(query: &mut Statement, month: Day) {
    query.push(" and exists (select 1 from promotion_states w where w.project_id = p.id and w.superseded_at = '' and w.state = 'contracted' and w.on_day <= ");
    query.push_bind(Day(month.0.last_of_month())).push(")");
}

/// It has fewer reports than there are months from the contract to this one.
fn push_gap(query: &mut Statement, month: Day) {
    let months = i64::from(month.0.year()) * MONTHS + i64::from(month.0.month());
    query.push(
        " and exists (select 1 from (select min(w.on_day) as begun from promotion_states w
                                     where w.project_id = p.id and w.superseded_at = '' and w.state = 'contracted') c
                      where (select count(distinct t.period) from promotion_steps t
                             where t.project_id = p.id and t.superseded_at = '' and t.step = 'progress'
                               and t.period >= substr(c.begun, 1, 7) and t.period <= ",
    );
    query.push_bind(super::super::rules::period_of(month));
    query.push(") < cast(").push_bind(months);
    query.push(
        " as bigint) - cast(substr(c.begun, 1, 4) as bigint) * 12 - cast(substr(c.begun, 6, 2) as bigint) + 1)",
    );
}

//! Which step of its procedure a project waits for, and why another cannot be taken yet.
//!
//! Steps follow the table of `law/procedures`. A step counts as passed when it was entered, or when
//! a state that lies behind it was recorded: what a workbook brought has states and no steps.

use super::super::model::{ProjectKind, State, StateFact, StepFact, StepKind, Track};
use super::super::procedure::{self, Step};
use super::due::{Due, due};
use crate::store::Day;
use jiff::ToSpan as _;
use kernel::law::{Bound, Law};

/// How far a project has come.
#[derive(Clone, Copy, Debug)]
pub struct Way<'a> {
    /// Whose money.
    pub track: Track,
    /// How it is set up.
    pub kind: ProjectKind,
    /// The year of its plan.
    pub plan_year: i64,
    /// Its states, in the order of their days.
    pub states: &'a [StateFact],
    /// The steps it passed, in the order of their days.
    pub steps: &'a [StepFact],
    /// Today.
    pub today: Day,
}

/// How a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepStanding {
    /// It was entered.
    Done,
    /// A later state says that it is behind.
    Recorded,
    /// It was left out.
    LeftOut,
    /// It can be taken now.
    Open,
    /// It can be taken now and its day has passed.
    Late,
    /// It cannot be taken yet.
    Later,
}

/// A step in the order, as it stands for a project.
#[derive(Clone, Debug)]
pub struct OrderedStep<'a> {
    /// The step.
    pub step: &'static Step,
    /// How it stands.
    pub standing: StepStanding,
    /// What was entered of it.
    pub facts: Vec<&'a StepFact>,
    /// By which day.
    pub due: Option<Due>,
    /// Why it cannot be taken yet; empty where it can, or is behind.
    pub why: String,
}

impl<'a> Way<'a> {
    /// The state it stands in.
    pub fn state(&self) -> Option<State> {
        self.counted_states().last().map(|fact| fact.state)
    }

    fn counted_states(&self) -> impl Iterator<Item = &'a StateFact> {
        self.states.iter().filter(|fact| fact.superseded_at.is_empty())
    }

    fn entered(&self, key: &str) -> Vec<&'a StepFact> {
        self.steps.iter().filter(|fact| fact.counts() && fact.step == key).collect()
    }

    /// Position of the last main step that a recorded state lies on or behind.
    fn reached(&self, steps: &[&Step]) -> Option<usize> {
        let states: Vec<State> = self.counted_states().map(|fact| fact.state).collect();
        steps.iter().rposition(|step| {
            step.kind == StepKind::Main && step.after().is_some_and(|after| states.contains(&after))
        })
    }

    /// Day of the last main step or state.
    pub fn last_day(&self) -> Option<Day> {
        let main =
            self.steps.iter().filter(|fact| fact.counts() && is_main(self.track, &fact.step));
        let steps = main.map(|fact| fact.done_on);
        steps.chain(self.counted_states().map(|fact| fact.on_day)).max()
    }

    /// Day on which it was last accepted.
    fn accepted_on(&self) -> Option<Day> {
        let places = self.steps.iter().filter(|fact| fact.counts() && fact.step == "accept_place");
        let states = self.counted_states().filter(|fact| fact.state == State::Accepted);
        states.map(|fact| fact.on_day).chain(places.map(|fact| fact.done_on)).max()
    }
}

fn is_main(track: Track, key: &str) -> bool {
    procedure::step(track, key).is_some_and(|step| step.kind == StepKind::Main)
}

/// The steps that stand in the order, as they stand for a project.
pub fn order<'a>(law: &Law, way: &Way<'a>) -> Vec<OrderedStep<'a>> {
    let steps: Vec<&'static Step> = procedure::steps(way.track, way.kind)
        .filter(|step| !matches!(step.kind, StepKind::Side | StepKind::Change))
        .collect();
    let reached = way.reached(&steps);
    let last_entered = steps
        .iter()
        .rposition(|step| step.kind == StepKind::Main && !way.entered(&step.key).is_empty());
    let of_one = |(position, step): (usize, &&'static Step)| {
        let facts = way.entered(&step.key);
        let due = day_of(law, step, way);
        let why = why_not(step, way);
        let is_behind = Some(position) <= reached || Some(position) < last_entered;
        let is_repeated = step.kind != StepKind::Main;
        let standing = match &why {
            None if is_late(due.as_ref(), way.today) => StepStanding::Late,
            None => StepStanding::Open,
            Some(_) if !facts.is_empty() => StepStanding::Done,
            Some(_) if is_behind && (step.optional.is_some() || is_repeated) => {
                StepStanding::LeftOut
            }
            Some(_) if is_behind => StepStanding::Recorded,
            Some(_) => StepStanding::Later,
        };
        let why =
            if standing == StepStanding::Later { why.unwrap_or_default() } else { String::new() };
        OrderedStep { step, standing, facts, due, why }
    };
    steps.iter().enumerate().map(of_one).collect()
}

fn is_late(due: Option<&Due>, today: Day) -> bool {
    due.is_some_and(|due| due.last_day < today)
}

/// The steps beside the order that can be taken now.
pub fn beside(way: &Way<'_>) -> Vec<&'static Step> {
    let steps = procedure::steps(way.track, way.kind)
        .filter(|step| matches!(step.kind, StepKind::Side | StepKind::Change));
    steps.filter(|step| why_not(step, way).is_none()).collect()
}

/// Why a step cannot be taken now, in the officer's words; `None` when it can.
pub fn why_not(step: &Step, way: &Way<'_>) -> Option<String> {
    let state = way.state();
    if state == Some(State::Refused) {
        return Some("Đề án đã bị từ chối.".to_owned());
    }
    if step.kind == StepKind::Main && !way.entered(&step.key).is_empty() {
        return Some("Bước này đã ghi.".to_owned());
    }
    if !step.from.is_empty() && !state.is_some_and(|state| step.from.contains(&state)) {
        return Some(stands_elsewhere(step, state));
    }
    if step.kind == StepKind::Main {
        if let Some(why) = before(step, way) {
            return Some(why);
        }
        return step.after().and_then(|after| follows(after, state));
    }
    None
}

fn stands_elsewhere(step: &Step, state: Option<State>) -> String {
    let wanted: Vec<&str> = step.from.iter().map(|state| state.label()).collect();
    let stands = state.map_or("chưa có trạng thái", State::label);
    format!("Đề án đang ở “{stands}”; bước này chỉ ghi khi đề án ở “{}”.", wanted.join("”, “"))
}

/// A state may follow the one that stands; the same state stays as it is.
fn follows(after: State, state: Option<State>) -> Option<String> {
    if state == Some(after) || after.may_follow(state) {
        return None;
    }
    let stands = state.map_or("chưa có trạng thái", State::label);
    Some(format!("Đề án đang ở “{stands}” nên không thể sang “{}”.", after.label()))
}

/// The step that has to be passed first.
fn before(step: &Step, way: &Way<'_>) -> Option<String> {
    let steps: Vec<&'static Step> = procedure::steps(way.track, way.kind)
        .filter(|other| other.kind == StepKind::Main)
        .collect();
    let position = steps.iter().position(|other| other.key == step.key)?;
    let reached = way.reached(&steps);
    // A step that may be left out stays open in its own state, which a report may have made too.
    let is_passed =
        Some(position) < reached || Some(position) == reached && step.optional.is_none();
    if is_passed {
        return Some("Trạng thái của đề án đã qua bước này.".to_owned());
    }
    let entered = steps.iter().rposition(|other| !way.entered(&other.key).is_empty());
    if Some(position) < entered {
        return Some("Đề án đã qua bước này.".to_owned());
    }
    // A project that was stopped is closed without the steps it no longer takes.
    if way.state() == Some(State::Stopped) {
        let closes =
            matches!(step.after(), Some(State::Accepted | State::Settled | State::Liquidated));
        return (!closes && step.key != "pay_rest").then(|| {
            "Đề án đã ngừng triển khai; hãy thu hồi, quyết toán hoặc thanh lý.".to_owned()
        });
    }
    let stopped = way.counted_states().any(|fact| fact.state == State::Stopped);
    let missing = steps.iter().enumerate().take(position).find(|(other, earlier)| {
        earlier.optional.is_none() && Some(*other) > reached && way.entered(&earlier.key).is_empty()
    });
    missing.filter(|_| !stopped).map(|(_, earlier)| format!("Chưa ghi bước “{}”.", earlier.title))
}

/// The state a project goes back to when its papers have been completed.
pub fn resumed(way: &Way<'_>) -> State {
    let awaiting = way
        .counted_states()
        .filter(|fact| matches!(fact.state, State::AwaitingAppraisal | State::AwaitingApproval));
    awaiting.last().map_or(State::AwaitingAppraisal, |fact| fact.state)
}

/// The state a project stands in after a step; `None` where it stays where it is.
pub fn state_after(step: &Step, way: &Way<'_>) -> Option<State> {
    let after = match step.state.as_deref() {
        Some("resumed") => resumed(way),
        _ => step.after()?,
    };
    let state = way.state();
    // Before the contract a change leaves the project approved: it still has to be contracted.
    let is_early = after == State::Adjusted && state == Some(State::Approved);
    let stays = state == Some(after) || is_early;
    (!stays && after.may_follow(state)).then_some(after)
}

/// The day of a step that is still to be taken, with the article: a day of the plan's year, so
/// many days after the last acceptance, or a day of the month for the first month without a report.
pub fn day_of(law: &Law, step: &Step, way: &Way<'_>) -> Option<Due> {
    let key = step.due.as_deref()?;
    if step.kind == StepKind::Monthly {
        return monthly(law, key, way);
    }
    match key.rsplit('.').next() {
        Some("settlement_file") => after_acceptance(law, key, way.accepted_on()?),
        _ => due(law, key, i16::try_from(way.plan_year).ok()?, None),
    }
}

/// The last day for the settlement of what was accepted on a day
/// (`promotion.deadline.settlement_file`).
pub fn after_acceptance(law: &Law, key: &str, accepted_on: Day) -> Option<Due> {
    let rule = law.on(key, accepted_on.0, None)?;
    let last_day = accepted_on.0.checked_add(rule.integer()?.days()).ok()?;
    Some(Due {
        last_day: Day(last_day),
        title: rule.parameter.title.clone(),
        citation: rule.citation(),
        confidence: rule.confidence_label(),
    })
}

/// The last day for the report of a month (`promotion.deadline.monthly_progress`).
pub fn of_month(law: &Law, key: &str, month: Day) -> Option<Due> {
    let first = month.0.first_of_month();
    let rule = law.on(key, first, None)?;
    let days = rule.integer()?.checked_sub(1)?;
    let named = first.checked_add(days.days()).ok()?;
    let last_day = if rule.bound() == Some(Bound::Below) { named.yesterday().ok()? } else { named };
    Some(Due {
        last_day: Day(last_day),
        title: rule.parameter.title.clone(),
        citation: rule.citation(),
        confidence: rule.confidence_label(),
    })
}

/// The month of a day as it is kept: `2027-03`.
pub fn period_of(day: Day) -> String {
    day.0.strftime("%Y-%m").to_string()
}

/// The day of the first month since the contract without a report, while the work goes on.
fn monthly(law: &Law, key: &str, way: &Way<'_>) -> Option<Due> {
    let is_work =
        matches!(way.state(), Some(State::Contracted | State::Implementing | State::Adjusted));
    let contracted =
        way.counted_states().find(|fact| fact.state == State::Contracted).map(|fact| fact.on_day);
    let begun = contracted.filter(|_| is_work)?;
    let mut month = begun.0.first_of_month();
    let reported: Vec<&str> =
        way.entered("progress").iter().map(|fact| fact.period.as_str()).collect();
    while reported.contains(&period_of(Day(month)).as_str()) {
        month = month.checked_add(1.month()).ok()?;
    }
    of_month(law, key, Day(month))
}

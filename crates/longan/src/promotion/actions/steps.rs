//! A project passes a step of its procedure.

use super::super::cumulation::{self, Found};
use super::super::model::{
    ChangedWords, MoneyLine, NewContract, NewLine, NewPaper, NewState, NewStep, PaperEntry, Plan,
    Stage, State, StepEffect, StepFact, StepKind, StepWords,
};
use super::super::money::{Grounds, Sums};
use super::super::procedure::Step;
use super::super::rules::{Way, WorkStanding, advance_work, state_after, why_not};
use super::super::store::{self, StepAt};
use super::facts::{explained, in_project, of_plan};
use super::{Refusal, taken};
use crate::App;
use crate::documents::{self, NewDocument};
use crate::events::{self, Act, Actor};
use crate::store::{Day, StoreError, Tx, new_id};
use kernel::number::format_scaled;

/// What a step is judged by.
#[derive(Clone, Copy, Debug)]
pub struct Passing<'a> {
    /// The project, its plan and the law.
    pub grounds: &'a Grounds<'a>,
    /// Its lines of money.
    pub lines: &'a [MoneyLine],
    /// How far it has come.
    pub way: &'a Way<'a>,
    /// Earlier support of the same bodies.
    pub past: &'a [Found],
}

/// The paper that a step is.
#[derive(Clone, Copy, Debug)]
pub enum OwnPaper<'a> {
    /// It comes with the step.
    New(&'a NewDocument),
    /// It is the decision of the plan that the project enters.
    OfPlan(&'a Plan),
}

/// What is said when a step is on record already.
pub(super) const KNOWN: &str = "Bước này đã ghi với cùng ngày.";

/// Passes a step: its papers, the line of money, the state that follows and, with the decision,
/// the plan the project enters.
pub async fn pass_step(
    app: &App,
    actor: &Actor,
    passing: Passing<'_>,
    (step, new): (&Step, &NewStep),
    own: OwnPaper<'_>,
) -> Result<(), Refusal> {
    let line = may_pass(app, passing, (step, new), own)?;
    let now = actor.now.to_string();
    let mut tx = app.store.begin().await?;
    let what = (step, new, line.as_ref());
    let document_id = enter_step(&mut tx, passing, what, own, &now).await?;
    let act = Act {
        action: "promotion.step_passed",
        subject_kind: "promotion_project",
        subject_id: &passing.grounds.project.id,
        document_id: Some(&document_id),
        note: &new.reason,
    };
    events::record(&mut tx, actor, &act, new).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}

/// Whether a step may be passed, by its order, the law and earlier support; the line of money that
/// comes with it.
pub(super) fn may_pass(
    app: &App,
    passing: Passing<'_>,
    (step, new): (&Step, &NewStep),
    own: OwnPaper<'_>,
) -> Result<Option<NewLine>, Refusal> {
    in_order(step, passing.way, new)?;
    cumulated(step, passing.past, new)?;
    worked(step, passing.grounds, new)?;
    let grounds = match own {
        OwnPaper::New(_) => passing.grounds.clone(),
        OwnPaper::OfPlan(plan) => {
            Grounds { plan, on: plan.law_day(app.today()), ..passing.grounds.clone() }
        }
    };
    let line = money(step, &grounds, passing.lines, new)?;
    recovered(step, passing, new)?;
    Ok(line)
}

/// Keeps a step that may be passed, and what it makes; returns the id of its paper.
pub(super) async fn enter_step(
    tx: &mut Tx,
    passing: Passing<'_>,
    (step, new, line): (&Step, &NewStep, Option<&NewLine>),
    own: OwnPaper<'_>,
    now: &str,
) -> Result<String, Refusal> {
    let project = passing.grounds.project;
    unmoved(tx, passing.way, &project.id).await?;
    in_project(tx, project, &new.participant_id).await?;
    let before = ChangedWords::of(project);
    let mut after = before.clone();
    let document_id = match own {
        OwnPaper::New(document) => documents::store::find_or_insert(tx, document, now).await?,
        OwnPaper::OfPlan(plan) => {
            let to = (plan.id.as_str(), new.code.as_str());
            store::move_to_plan(tx, (&project.id, project.revision), to).await.map_err(taken(
                "code",
                "Kế hoạch đã có đề án mang mã này. Hãy nhập mã ghi trong quyết định.",
            ))?;
            after.plan_id.clone_from(&plan.id);
            after.code.clone_from(&new.code);
            plan.document_id.clone()
        }
    };
    let paper = (document_id.as_str(), now);
    let state_id = move_on(tx, step, passing.way, (&project.id, new), paper).await?;
    let line_id = match line {
        Some(line) => Some(add_line(tx, &project.id, line, paper).await?),
        None => None,
    };
    let mut made: Vec<(StepEffect, String)> =
        line_id.iter().map(|id| (StepEffect::Line, id.clone())).collect();
    if let (Some(Stage::Contracted), OwnPaper::New(document)) = (step.money, own) {
        let contract = contract(new, document);
        let id = store::insert_new_contract(tx, &project.id, &contract, &document_id, now).await?;
        made.extend(id.map(|id| (StepEffect::Contract, id)));
    }
    let at = StepAt {
        project_id: &project.id,
        document_id: &document_id,
        state_id: state_id.as_deref(),
        line_id: line_id.as_deref(),
        change: None,
        told: "",
        changed: &StepWords { before, after },
        now,
    };
    let id = store::insert_step(tx, new, at).await.map_err(taken("form", KNOWN))?;
    store::insert_step_effects(tx, &id, &made).await?;
    keep_papers(tx, (&id, &new.papers), paper).await?;
    Ok(document_id)
}

/// A first advance before the work has come as far as the law asks is explained, or refused
/// (TT 36/2013, Điều 13).
fn worked(step: &Step, grounds: &Grounds<'_>, new: &NewStep) -> Result<(), Refusal> {
    let activity = grounds.project.activity;
    let asked = (step.uses.as_deref() == Some("advance"))
        .then(|| advance_work(grounds.law, activity, new.done_on, new.done_hundredths))
        .flatten();
    match asked {
        Some(work) if work.needs_explanation() && new.explanation.is_empty() => {
            let (field, what) = match work.standing {
                WorkStanding::Untold => ("done_percent", "Hãy nhập khối lượng đã thực hiện"),
                _ => ("explanation", "Khối lượng chưa đủ để tạm ứng"),
            };
            Err(Refusal::on(
                field,
                format!(
                    "{what}: phải {} ({}). Nếu vẫn tạm ứng, hãy giải trình.",
                    work.rule, work.citation
                ),
            ))
        }
        _ => Ok(()),
    }
}

/// The step can be taken now, on a day that is neither to come nor before the last one.
pub(super) fn in_order(step: &Step, way: &Way<'_>, new: &NewStep) -> Result<(), Refusal> {
    if let Some(why) = why_not(step, way) {
        return Err(Refusal::on("form", why));
    }
    if new.done_on > way.today {
        return Err(Refusal::on("on_day", "Ngày này chưa tới. Hãy ghi bước khi đã làm xong."));
    }
    let repeats = |fact: &&StepFact| fact.counts() && fact.step == step.key;
    let mut earlier = way.steps.iter().filter(repeats);
    match step.kind {
        StepKind::Monthly if earlier.any(|fact| fact.period == new.period) => {
            Err(Refusal::on("period", "Kỳ này đã có báo cáo. Hãy chọn kỳ khác."))
        }
        StepKind::Each if earlier.any(|fact| fact.participant_id == new.participant_id) => {
            Err(Refusal::on("participant_id", "Đơn vị này đã được nghiệm thu."))
        }
        StepKind::Monthly | StepKind::Each => Ok(()),
        StepKind::Main | StepKind::Side | StepKind::Change => {
            not_before(way.last_day(), new.done_on)
        }
    }
}

fn not_before(last: Option<Day>, on: Day) -> Result<(), Refusal> {
    match last {
        Some(last) if on < last => Err(Refusal::on(
            "on_day",
            format!("Ngày này trước ngày của bước trước ({}). Hãy kiểm tra lại ngày.", last.vi()),
        )),
        _ => Ok(()),
    }
}

/// At appraisal, support of the same thing to the same body is refused or explained.
fn cumulated(step: &Step, past: &[Found], new: &NewStep) -> Result<(), Refusal> {
    let same: Vec<&Found> = past.iter().filter(|found| !found.is_same.is_empty()).collect();
    if !step.asks("cumulation") || same.is_empty() || !new.explanation.is_empty() {
        return Ok(());
    }
    Err(Refusal::on("explanation", cumulation::refusal(&same)))
}

/// The line of money that comes with a step; the same limits hold as for any line.
fn money(
    step: &Step,
    grounds: &Grounds<'_>,
    lines: &[MoneyLine],
    new: &NewStep,
) -> Result<Option<NewLine>, Refusal> {
    let (Some(stage), Some(amount_vnd)) = (step.money, new.amount_vnd) else { return Ok(None) };
    if amount_vnd == 0 {
        return Ok(None);
    }
    let line = NewLine {
        participant_id: new.participant_id.clone(),
        source: grounds.plan.track.source(),
        stage,
        year: grounds.plan.year,
        batch: grounds.plan.batch,
        amount_vnd,
        on_day: new.done_on,
        location: new.location.clone(),
        explanation: new.explanation.clone(),
        note: String::new(),
    };
    of_plan(grounds, &line)?;
    explained(grounds, lines, &line)?;
    Ok(Some(line))
}

/// No more comes back than was advanced, and a stopped project is not closed while money is out.
fn recovered(step: &Step, passing: Passing<'_>, new: &NewStep) -> Result<(), Refusal> {
    let out = Sums::of(passing.lines.iter()).unsettled_vnd();
    let told = format_scaled(out, 0, 0, 0);
    if step.money == Some(Stage::Returned) && new.amount_vnd.is_some_and(|vnd| vnd > out) {
        return Err(Refusal::on(
            "amount",
            format!("Chỉ còn {told} đồng chưa quyết toán, chưa thu hồi."),
        ));
    }
    let is_stopped = passing
        .way
        .states
        .iter()
        .any(|fact| fact.superseded_at.is_empty() && fact.state == State::Stopped);
    let closes = step.after() == Some(State::Liquidated);
    if closes && is_stopped && out > 0 && new.reason.is_empty() {
        return Err(Refusal::on(
            "reason",
            format!(
                "Còn phải thu hồi {told} đồng. Hãy ghi bước “Thu hồi kinh phí” trước, hoặc nêu lý do."
            ),
        ));
    }
    Ok(())
}

/// Nobody moved the project since its way was read.
pub(super) async fn unmoved(tx: &mut Tx, way: &Way<'_>, project_id: &str) -> Result<(), Refusal> {
    let now = store::latest_state(tx, project_id).await?.map(|(state, _)| state);
    if now == way.state() { Ok(()) } else { Err(StoreError::Stale.into()) }
}

/// The state that follows; returns its id.
pub(super) async fn move_on(
    tx: &mut Tx,
    step: &Step,
    way: &Way<'_>,
    (project_id, new): (&str, &NewStep),
    (document_id, now): (&str, &str),
) -> Result<Option<String>, Refusal> {
    let Some(state) = state_after(step, way) else { return Ok(None) };
    // A report that comes late says nothing of an earlier day.
    let on_day = way.last_day().map_or(new.done_on, |last| last.max(new.done_on));
    let state = NewState { state, on_day, location: new.location.clone(), note: String::new() };
    let id = store::insert_state(tx, project_id, &state, document_id, now)
        .await
        .map_err(taken("form", "Trạng thái này đã có trong hồ sơ."))?;
    Ok(Some(id))
}

pub(super) async fn add_line(
    tx: &mut Tx,
    project_id: &str,
    line: &NewLine,
    (document_id, now): (&str, &str),
) -> Result<String, Refusal> {
    let id = new_id();
    store::insert_line(tx, (&id, project_id), line, document_id, now)
        .await
        .map_err(taken("amount", "Dòng kinh phí này đã có trong hồ sơ, theo cùng văn bản."))?;
    Ok(id)
}

fn contract(new: &NewStep, document: &NewDocument) -> NewContract {
    NewContract {
        participant_id: new.participant_id.clone(),
        number: document.number.clone(),
        signed_on: new.done_on,
        amount_vnd: new.amount_vnd,
        location: new.location.clone(),
        note: String::new(),
    }
}

pub(super) async fn keep_papers(
    tx: &mut Tx,
    (step_id, papers): (&str, &[NewPaper]),
    (own_id, now): (&str, &str),
) -> Result<(), Refusal> {
    for paper in papers {
        let document_id = match &paper.entry {
            PaperEntry::Own => Some(own_id.to_owned()),
            PaperEntry::Named(document) => {
                Some(documents::store::find_or_insert(tx, document, now).await?)
            }
            PaperEntry::Made(document_id) => Some(document_id.clone()),
            PaperEntry::Missing(_) => None,
        };
        store::insert_step_paper(tx, step_id, paper, document_id).await?;
    }
    Ok(())
}

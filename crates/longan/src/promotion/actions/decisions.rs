//! One decision takes many drafts into its plan: all of them, or none.

use super::super::model::{NewPlan, NewStep, Plan};
use super::super::procedure::Step;
use super::super::store;
use super::steps::{OwnPaper, Passing, enter_step, may_pass};
use super::{Refusal, taken};
use crate::App;
use crate::documents::{self, NewDocument};
use crate::events::{self, Act, Actor};
use crate::store::{StoreError, Tx};

/// A draft that the decision takes.
#[derive(Clone, Debug)]
pub struct Taking<'a> {
    /// What its step is judged by.
    pub passing: Passing<'a>,
    /// The step, with its number in the plan and the money.
    pub new: NewStep,
}

/// The plan that was decided.
#[derive(Clone, Copy, Debug)]
pub enum DecidedPlan<'a> {
    /// It is on the register.
    Known(&'a Plan),
    /// It comes with its decision, for a province.
    New(&'a NewPlan, &'a str, &'a NewDocument),
}

/// Why nothing was taken.
#[derive(Debug)]
pub enum DecisionRefusal {
    /// The plan or its paper is wrong, or the database says no.
    Plan(Refusal),
    /// Some drafts cannot be taken: id of the project and why.
    Drafts(Vec<(String, Refusal)>),
}

impl From<StoreError> for DecisionRefusal {
    fn from(error: StoreError) -> Self {
        Self::Plan(error.into())
    }
}

/// Takes drafts into a decided plan: each passes the step of the decision, gets its number, its
/// line of money and its state. Where one cannot be taken none is. Returns the id of the plan.
pub async fn decide_drafts(
    app: &App,
    actor: &Actor,
    step: &Step,
    into: DecidedPlan<'_>,
    takings: &[Taking<'_>],
) -> Result<String, DecisionRefusal> {
    let mut plan = plan_of(into);
    let mut lines = Vec::new();
    let mut refused = Vec::new();
    for taking in takings {
        match may_pass(app, taking.passing, (step, &taking.new), OwnPaper::OfPlan(&plan)) {
            Ok(line) => lines.push(line),
            Err(refusal) => refused.push((id_of(taking), refusal)),
        }
    }
    if !refused.is_empty() {
        return Err(DecisionRefusal::Drafts(refused));
    }
    let now = actor.now.to_string();
    let mut tx = app.store.begin().await?;
    if let DecidedPlan::New(new, place_id, document) = into {
        enter_plan(&mut tx, &mut plan, (new, place_id, document), &now)
            .await
            .map_err(DecisionRefusal::Plan)?;
        let act = Act {
            action: "promotion.plan_added",
            subject_kind: "promotion_plan",
            subject_id: &plan.id,
            document_id: Some(&plan.document_id),
            note: "",
        };
        events::record(&mut tx, actor, &act, new).await?;
    }
    for (taking, line) in takings.iter().zip(&lines) {
        let what = (step, &taking.new, line.as_ref());
        let own = OwnPaper::OfPlan(&plan);
        let document_id = enter_step(&mut tx, taking.passing, what, own, &now)
            .await
            .map_err(|refusal| DecisionRefusal::Drafts(vec![(id_of(taking), refusal)]))?;
        let act = Act {
            action: "promotion.step_passed",
            subject_kind: "promotion_project",
            subject_id: &taking.passing.grounds.project.id,
            document_id: Some(&document_id),
            note: &taking.new.reason,
        };
        events::record(&mut tx, actor, &act, &taking.new).await?;
    }
    tx.commit().await.map_err(StoreError::from)?;
    Ok(plan.id)
}

fn id_of(taking: &Taking<'_>) -> String {
    taking.passing.grounds.project.id.clone()
}

/// The plan as it stands, or as it will stand.
fn plan_of(into: DecidedPlan<'_>) -> Plan {
    match into {
        DecidedPlan::Known(plan) => plan.clone(),
        DecidedPlan::New(new, place_id, document) => Plan {
            id: String::new(),
            place_id: place_id.to_owned(),
            year: new.year,
            batch: new.batch,
            track: new.track,
            approved_on: new.approved_on,
            document_id: String::new(),
            document: document.number.clone(),
        },
    }
}

async fn enter_plan(
    tx: &mut Tx,
    plan: &mut Plan,
    (new, place_id, document): (&NewPlan, &str, &NewDocument),
    now: &str,
) -> Result<(), Refusal> {
    plan.document_id = documents::store::find_or_insert(tx, document, now).await?;
    plan.id = store::insert_plan(tx, new, place_id, &plan.document_id, now)
        .await
        .map_err(taken("batch", "Đã có kế hoạch của năm, đợt và nguồn này. Hãy chọn kế hoạch ấy ở ô trên, hoặc nhập đợt khác."))?;
    Ok(())
}

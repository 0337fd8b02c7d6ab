//! A project enters the register under its plan, and its words are changed.

use super::super::cumulation::{self, Found};
use super::super::model::{
    Need, NewParticipant, NewProject, NewState, Plan, Project, State, equipment_key,
};
use super::super::store::{self, At, WantedPast};
use super::needs::take_needs;
use super::{Refusal, taken};
use crate::App;
use crate::events::{self, Act, Actor};
use crate::organizations::{self, NewOrganization};
use crate::places::Link;
use crate::store::{StoreError, Tx};
use crate::users::Viewer;

/// A body that enters a project, and the mark of its owner.
#[derive(Clone, Debug)]
pub struct Beneficiary {
    /// The body.
    pub new: NewParticipant,
    /// Mark of the owner's personal number; empty when it was not told.
    pub person_mark: String,
}

/// Adds a project to a plan, approved by the plan's decision, with those who benefit. `needs` are
/// those it answers; they are taken into it.
pub async fn add_project(
    app: &App,
    actor: &Actor,
    viewer: &Viewer,
    (plan, new): (&Plan, &NewProject),
    links: &[Link],
    (lead_place_id, beneficiaries): (&str, &[Beneficiary]),
    needs: &[Need],
) -> Result<String, Refusal> {
    let now = actor.now.to_string();
    let mut tx = app.store.begin().await?;
    let executor_id = executor(&mut tx, &new.executor).await?;
    let at = At {
        plan_id: &plan.id,
        executor_id: executor_id.as_deref(),
        lead_place_id,
        document_id: &plan.document_id,
        now: &now,
    };
    let id = store::insert_project(&mut tx, new, at)
        .await
        .map_err(taken("code", "Kế hoạch đã có đề án mang mã này."))?;
    store::insert_places(&mut tx, &id, links).await?;
    let approved = NewState {
        state: State::Approved,
        on_day: plan.approved_on,
        location: new.location.clone(),
        note: String::new(),
    };
    store::insert_state(&mut tx, &id, &approved, &plan.document_id, &now).await?;
    for beneficiary in beneficiaries {
        let body = enter(
            app,
            viewer,
            &mut tx,
            beneficiary,
            Entering { project_id: &id, new, document_id: &plan.document_id, now: &now },
        );
        body.await?;
    }
    take_needs(&mut tx, actor, &id, needs).await?;
    let act = Act {
        action: "promotion.project_added",
        subject_kind: "promotion_project",
        subject_id: &id,
        document_id: Some(&plan.document_id),
        note: "",
    };
    events::record(&mut tx, actor, &act, new).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(id)
}

/// The project a body enters.
#[derive(Clone, Copy, Debug)]
pub struct Entering<'a> {
    /// Its id.
    pub project_id: &'a str,
    /// Its words.
    pub new: &'a NewProject,
    /// The paper.
    pub document_id: &'a str,
    /// The moment.
    pub now: &'a str,
}

/// Lets a body enter a project, unless it had the same support before and nobody explains.
pub(super) async fn enter(
    app: &App,
    viewer: &Viewer,
    tx: &mut Tx,
    beneficiary: &Beneficiary,
    into: Entering<'_>,
) -> Result<String, Refusal> {
    let Beneficiary { new, person_mark } = beneficiary;
    let body = NewOrganization::named(&new.name, new.tax_code.clone());
    let organization_id = organizations::store::find_or_insert(tx, &body).await?;
    let wanted = WantedPast {
        project_id: into.project_id.to_owned(),
        organization_id: organization_id.clone(),
        tax_code: new.tax_code.clone().unwrap_or_default(),
        name_core: organizations::name_core(&new.name),
        person_mark: person_mark.clone(),
        equipment_key: equipment_key(&into.new.equipment),
    };
    let found = cumulation::found(app, viewer, &wanted, into.new.activity).await?;
    let same: Vec<&Found> = found.iter().filter(|found| !found.is_same.is_empty()).collect();
    if !same.is_empty() && new.explanation.is_empty() {
        return Err(Refusal::on("explanation", cumulation::refusal(&same)));
    }
    let papers = (person_mark.as_str(), into.document_id);
    store::insert_participant(tx, into.project_id, &organization_id, new, papers, into.now)
        .await
        .map_err(taken("name", "Đơn vị này đã có trong đề án."))
}

async fn executor(tx: &mut Tx, name: &str) -> Result<Option<String>, Refusal> {
    if name.is_empty() {
        return Ok(None);
    }
    let body = NewOrganization::named(name, None);
    Ok(Some(organizations::store::find_or_insert(tx, &body).await?))
}

/// Changes a project's own words, with the reason.
pub async fn edit_project(
    app: &App,
    actor: &Actor,
    seen: &Project,
    new: &NewProject,
    reason: &str,
) -> Result<(), Refusal> {
    let mut tx = app.store.begin().await?;
    let executor_id = executor(&mut tx, &new.executor).await?;
    store::update_project(&mut tx, seen, new, executor_id.as_deref())
        .await
        .map_err(taken("code", "Kế hoạch đã có đề án mang mã này."))?;
    let act = Act {
        action: "promotion.project_edited",
        subject_kind: "promotion_project",
        subject_id: &seen.id,
        document_id: None,
        note: reason,
    };
    events::record(&mut tx, actor, &act, new).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}

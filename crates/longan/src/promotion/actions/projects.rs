//! A project enters the register under its plan, and its words are changed.

use super::super::cumulation::{self, Found};
use super::super::model::{
    Need, NewParticipant, NewProject, NewState, Plan, Project, State, equipment_key,
};
use super::super::store::{self, At, WantedPast};
use super::needs::take_needs;
use super::{Refusal, taken};
use crate::App;
use crate::documents::{self, NewDocument};
use crate::events::{self, Act, Actor};
use crate::organizations::{self, NewOrganization};
use crate::places::Link;
use crate::store::{Day, StoreError, Tx};
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
    (actor, viewer): (&Actor, &Viewer),
    (plan, new): (&Plan, &NewProject),
    links: &[Link],
    (lead_place_id, beneficiaries): (&str, &[Beneficiary]),
    needs: &[Need],
) -> Result<String, Refusal> {
    let Some(approved_on) = plan.approved_on else {
        return Err(Refusal::on(
            "plan_id",
            "Kế hoạch này đang lập. Hãy ghi đề án ở “Đăng ký đề án”, kèm văn bản đăng ký.",
        ));
    };
    let mut tx = app.store.begin().await?;
    let from = Beginning {
        state: State::Approved,
        on_day: approved_on,
        document_id: &plan.document_id,
        lead_place_id,
    };
    let who = (actor, viewer);
    let id = begin(app, who, &mut tx, (plan, new), (links, beneficiaries), from).await?;
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

/// Adds a draft to a plan that is drawn up, by the paper that asks for it, with the needs it answers.
/// Nothing is allotted yet.
pub async fn draft_project(
    app: &App,
    (actor, viewer): (&Actor, &Viewer),
    (plan, new): (&Plan, &NewProject),
    (links, document): (&[Link], &NewDocument),
    (lead_place_id, beneficiaries): (&str, &[Beneficiary]),
    needs: &[Need],
) -> Result<String, Refusal> {
    if plan.approved_on.is_some() {
        return Err(Refusal::on(
            "plan_id",
            "Kế hoạch này đã được duyệt. Hãy ghi đề án ở “Thêm đề án”.",
        ));
    }
    let now = actor.now.to_string();
    let mut tx = app.store.begin().await?;
    let document_id = documents::store::find_or_insert(&mut tx, document, &now).await?;
    let from = Beginning {
        state: State::Drafted,
        on_day: document.issued_on.unwrap_or_else(|| app.today()),
        document_id: &document_id,
        lead_place_id,
    };
    let who = (actor, viewer);
    let id = begin(app, who, &mut tx, (plan, new), (links, beneficiaries), from).await?;
    take_needs(&mut tx, actor, &id, needs).await?;
    let act = Act {
        action: "promotion.project_drafted",
        subject_kind: "promotion_project",
        subject_id: &id,
        document_id: Some(&document_id),
        note: "",
    };
    events::record(&mut tx, actor, &act, new).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(id)
}

/// How a project begins.
#[derive(Clone, Copy, Debug)]
struct Beginning<'a> {
    state: State,
    on_day: Day,
    document_id: &'a str,
    lead_place_id: &'a str,
}

async fn begin(
    app: &App,
    (actor, viewer): (&Actor, &Viewer),
    tx: &mut Tx,
    (plan, new): (&Plan, &NewProject),
    (links, beneficiaries): (&[Link], &[Beneficiary]),
    from: Beginning<'_>,
) -> Result<String, Refusal> {
    let now = actor.now.to_string();
    let executor_id = executor(tx, &new.executor).await?;
    let at = At {
        plan_id: &plan.id,
        executor_id: executor_id.as_deref(),
        lead_place_id: from.lead_place_id,
        document_id: from.document_id,
        now: &now,
    };
    let id = store::insert_project(tx, new, at)
        .await
        .map_err(taken("code", "Kế hoạch đã có đề án mang mã này."))?;
    store::insert_places(tx, &id, links).await?;
    let state = NewState {
        state: from.state,
        on_day: from.on_day,
        location: new.location.clone(),
        note: String::new(),
    };
    store::insert_state(tx, &id, &state, from.document_id, &now).await?;
    let into = Entering { project_id: &id, new, document_id: from.document_id, now: &now };
    for beneficiary in beneficiaries {
        enter(app, viewer, tx, beneficiary, into).await?;
    }
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
    if let Some(id) =
        store::undone_participant(tx, into.project_id, &organization_id, new.part).await?
    {
        store::renew_participant(tx, &id, new, papers).await?;
        return Ok(id);
    }
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

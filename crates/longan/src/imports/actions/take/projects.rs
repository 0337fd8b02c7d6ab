//! Writing promotion projects: their plans, bodies, money, contracts and states.

use super::{Papers, Taking};
use crate::error::Error;
use crate::imports::payload::ProjectPayload;
use crate::imports::store::take as rows;
use crate::organizations::NewOrganization;
use crate::places::Link;
use crate::promotion::model::{NewParticipant, Part};
use crate::promotion::store::{self, At};
use crate::store::{Tx, new_id};
use std::collections::HashMap;

impl Taking<'_> {
    pub(super) async fn write_projects(
        &mut self,
        tx: &mut Tx,
        papers: &Papers,
        bodies: &HashMap<String, String>,
    ) -> Result<(), Error> {
        for (position, payload, links) in std::mem::take(&mut self.projects) {
            let plan = &payload.plan;
            let decision = payload.papers.first().and_then(|p| papers.ids.get(&p.match_key()));
            let Some(decision) = decision.cloned() else { continue };
            let known = store::plan_of(tx, &payload.province_id, plan).await?;
            let plan_id = match known {
                Some(id) => id,
                None => {
                    store::insert_plan(tx, plan, &payload.province_id, &decision, &self.now).await?
                }
            };
            if store::has_code(tx, &plan_id, &payload.project.code).await? {
                self.stale.push(position);
                continue;
            }
            let id = write(tx, &payload, (&plan_id, &decision), (papers, bodies), &self.now);
            let id = id.await?;
            store::insert_places(tx, &id, &links as &[Link]).await?;
            self.remember("promotion.project_imported", "promotion_project", &id, &payload.project);
            self.taken.push(position);
        }
        Ok(())
    }
}

async fn write(
    tx: &mut Tx,
    payload: &ProjectPayload,
    (plan_id, decision): (&str, &str),
    (papers, bodies): (&Papers, &HashMap<String, String>),
    now: &str,
) -> Result<String, Error> {
    let body = |name: &str| {
        bodies.get(&rows::organization_key(&NewOrganization::named(name, None))).cloned()
    };
    let executor_id = body(&payload.project.executor);
    let at = At {
        plan_id,
        executor_id: executor_id.as_deref(),
        lead_place_id: payload.place_ids.first().map_or("", String::as_str),
        document_id: decision,
        now,
    };
    let id = store::insert_project(tx, &payload.project, at).await?;
    for name in &payload.beneficiaries {
        let Some(organization_id) = body(name) else { continue };
        let new = NewParticipant {
            name: name.clone(),
            tax_code: None,
            part: Part::Beneficiary,
            personal_number: String::new(),
            location: payload.project.location.clone(),
            explanation: String::new(),
        };
        store::insert_participant(tx, &id, &organization_id, &new, ("", decision), now).await?;
        store::touch(tx, &id, name).await?;
    }
    for fact in &payload.lines {
        let paper = papers.id_of(fact, &payload.papers);
        store::insert_line(tx, (&new_id(), &id), &fact.told, &paper, now).await?;
    }
    for fact in &payload.contracts {
        let paper = papers.id_of(fact, &payload.papers);
        store::insert_contract(tx, &id, &fact.told, &paper, now).await?;
    }
    for fact in &payload.states {
        let paper = papers.id_of(fact, &payload.papers);
        store::insert_state(tx, &id, &fact.told, &paper, now).await?;
    }
    Ok(id)
}

//! Taking rows: everything chosen is written in one transaction, or nothing is.

mod clusters;
mod projects;
mod tenants;

use super::super::model::{Import, ImportRow, Outcome, RowStatus, Status};
use super::super::payload::{ClusterPayload, Fact, Payload, ProjectPayload, Seen, TenantPayload};
use super::super::propose::links::Links;
use super::super::propose::workbook_paper;
use super::super::store::{self, Shown, take as rows};
use crate::App;
use crate::documents::NewDocument;
use crate::error::Error;
use crate::events::{self, Act, Actor};
use crate::observations::{self, NewObservation};
use crate::organizations::NewOrganization;
use crate::places::Link;
use crate::store::{StoreError, Tx};
use crate::users::Viewer;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// What taking has done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Rows written.
    pub taken: usize,
    /// Rows whose record somebody else changed meanwhile; they stay.
    pub stale: usize,
}

/// Takes the chosen rows that have no errors, or all of them; one transaction.
pub async fn take(
    app: &App,
    actor: &Actor,
    viewer: &Viewer,
    import: &Import,
    chosen: Option<&BTreeSet<i64>>,
) -> Result<Taken, Error> {
    if !import.is_open() {
        return Err(Error::Unusable(
            "Lần nhập này không còn chờ duyệt. Hãy mở lại trang để xem tình trạng mới.".to_owned(),
        ));
    }
    let all = store::list_rows(&app.store, import, Shown::Changes, i64::MAX, 0).await?;
    let waiting: Vec<ImportRow> = all
        .into_iter()
        .filter(|row| row.status == RowStatus::Waiting)
        .filter(|row| chosen.is_none_or(|chosen| chosen.contains(&row.position)))
        .collect();
    let mut links = Links::new(app, viewer).await?;
    let mut taking = Taking::new(actor, import);
    for row in waiting {
        let position = row.position;
        match row.payload {
            Payload::Cluster(payload) if row.outcome == Outcome::New => {
                let units = links.of(&payload.cluster.place_ids).await?;
                if !links.are_own(&units) {
                    return Err(Error::Forbidden);
                }
                taking.new_clusters.push((position, *payload, units));
            }
            Payload::Cluster(payload) => taking.changed_clusters.push((position, *payload)),
            Payload::Tenant(payload) => taking.tenants.push((position, *payload)),
            Payload::Project(payload) => {
                let units = links.of(&payload.place_ids).await?;
                if !links.are_own(&units) {
                    return Err(Error::Forbidden);
                }
                taking.projects.push((position, *payload, units));
            }
            Payload::Place(payload) => taking.places.push((position, payload)),
            Payload::Nothing => {}
        }
    }
    let mut tx = app.store.begin().await?;
    let taken = taking.write(&mut tx).await?;
    let remaining = rows::count_left(&mut tx, import).await?;
    let status = if remaining == 0 { Status::Taken } else { Status::PartlyTaken };
    store::set_status(&mut tx, import, status, &actor.now.to_string()).await?;
    let act = Act {
        action: "imports.taken",
        subject_kind: "import",
        subject_id: &import.id,
        document_id: taking.workbook_id.as_deref(),
        note: "",
    };
    let image = serde_json::json!({ "taken": taken.taken, "stale": taken.stale, "status": status });
    events::record(&mut tx, actor, &act, &image).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(taken)
}

/// Everything that is being written, gathered so that each table is written in a few statements.
struct Taking<'a> {
    actor: &'a Actor,
    import: &'a Import,
    now: String,
    new_clusters: Vec<(i64, ClusterPayload, Arc<[Link]>)>,
    changed_clusters: Vec<(i64, ClusterPayload)>,
    tenants: Vec<(i64, TenantPayload)>,
    projects: Vec<(i64, ProjectPayload, Arc<[Link]>)>,
    places: Vec<(i64, super::super::payload::PlacePayload)>,
    taken: Vec<i64>,
    stale: Vec<i64>,
    workbook_id: Option<String>,
    acts: Vec<(&'static str, &'static str, String, String)>,
}

impl<'a> Taking<'a> {
    fn new(actor: &'a Actor, import: &'a Import) -> Self {
        Self {
            actor,
            import,
            now: actor.now.to_string(),
            new_clusters: Vec::new(),
            changed_clusters: Vec::new(),
            tenants: Vec::new(),
            projects: Vec::new(),
            places: Vec::new(),
            taken: Vec::new(),
            stale: Vec::new(),
            workbook_id: None,
            acts: Vec::new(),
        }
    }

    async fn write(&mut self, tx: &mut Tx) -> Result<Taken, Error> {
        self.leave_stale(tx).await?;
        let papers = self.papers(tx).await?;
        let bodies = self.organizations(tx).await?;
        self.write_clusters(tx, &papers, &bodies).await?;
        self.write_tenants(tx, &papers, &bodies).await?;
        self.write_projects(tx, &papers, &bodies).await?;
        let workbook = papers.workbook.clone();
        let observations: Vec<(String, NewObservation)> = self
            .places
            .iter()
            .map(|(_, place)| (place.place_id.clone(), place.observation.clone()))
            .collect();
        if let Some(workbook) = &workbook {
            observations::store::insert_many(tx, "place", workbook, &self.now, &observations)
                .await?;
        }
        self.taken.extend(self.places.iter().map(|(position, _)| *position));
        self.workbook_id = workbook;
        let acts: Vec<(Act<'_>, String)> = self
            .acts
            .iter()
            .map(|(action, kind, id, image)| {
                let act = Act {
                    action,
                    subject_kind: kind,
                    subject_id: id,
                    document_id: self.workbook_id.as_deref(),
                    note: &self.import.file_name,
                };
                (act, image.clone())
            })
            .collect();
        events::record_many(tx, self.actor, &acts).await?;
        rows::mark_rows(tx, self.import, &self.taken, RowStatus::Taken).await?;
        rows::mark_rows(tx, self.import, &self.stale, RowStatus::Stale).await?;
        Ok(Taken { taken: self.taken.len(), stale: self.stale.len() })
    }

    /// Leaves out rows whose record somebody else changed, or made, since the workbook was compared.
    async fn leave_stale(&mut self, tx: &mut Tx) -> Result<(), Error> {
        if !self.new_clusters.is_empty()
            && let Some(province) = &self.import.place_id
        {
            let taken = rows::taken_names(tx, province).await?;
            let keys: HashSet<String> = taken.iter().map(|(key, _)| key.clone()).collect();
            let codes: HashSet<String> = taken.into_iter().filter_map(|(_, code)| code).collect();
            let (stale, kept) =
                std::mem::take(&mut self.new_clusters).into_iter().partition(|(_, payload, _)| {
                    let cluster = &payload.cluster;
                    keys.contains(&kernel::cluster_name::match_key(&cluster.name))
                        || cluster.code.as_ref().is_some_and(|code| codes.contains(code))
                });
            self.new_clusters = kept;
            self.stale.extend(positions(&stale, |row: &(i64, ClusterPayload, Arc<[Link]>)| row.0));
        }
        let ids: Vec<String> = self
            .changed_clusters
            .iter()
            .filter_map(|(_, p)| Some(p.seen.as_ref()?.id.clone()))
            .collect();
        let now = rows::cluster_revisions(tx, &ids).await?;
        let (stale, kept): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.changed_clusters).into_iter().partition(|(_, payload)| {
                let seen = payload.seen.as_ref();
                seen.is_none_or(|seen| now.get(&seen.id) != Some(&seen.revision))
            });
        self.changed_clusters = kept;
        self.stale.extend(stale.iter().map(|(position, _)| *position));
        let ids: Vec<String> = self
            .tenants
            .iter()
            .filter_map(|(_, p)| p.seen.as_ref().filter(|seen| seen.revision > 0))
            .map(|seen| seen.id.clone())
            .collect();
        let now = rows::tenant_revisions(tx, &ids).await?;
        let (stale, kept): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.tenants).into_iter().partition(|(_, payload)| {
                payload.seen.as_ref().is_some_and(|seen| {
                    seen.revision > 0 && now.get(&seen.id) != Some(&seen.revision)
                })
            });
        self.tenants = kept;
        self.stale.extend(stale.iter().map(|(position, _)| *position));
        self.leave_stale_leases(tx).await
    }

    async fn leave_stale_leases(&mut self, tx: &mut Tx) -> Result<(), Error> {
        fn leases(payload: &TenantPayload) -> impl Iterator<Item = &Seen> {
            let mended = payload.mended_leases.iter().map(|(seen, _)| seen);
            payload.ended_leases.iter().chain(mended)
        }
        let seen = self.tenants.iter().flat_map(|(_, payload)| leases(payload));
        let ids: Vec<String> = seen.map(|seen| seen.id.clone()).collect();
        let now = rows::lease_revisions(tx, &ids).await?;
        let (stale, kept): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.tenants).into_iter().partition(|(_, payload)| {
                leases(payload).any(|seen| now.get(&seen.id) != Some(&seen.revision))
            });
        self.tenants = kept;
        self.stale.extend(stale.iter().map(|(position, _)| *position));
        Ok(())
    }

    /// Puts the papers the rows rest on onto the register.
    async fn papers(&self, tx: &mut Tx) -> Result<Papers, Error> {
        let workbook = workbook_paper(self.import);
        let workbook_key = workbook.match_key();
        let mut new: BTreeMap<String, NewDocument> = BTreeMap::new();
        let payloads = self.clusters();
        let mut rests_on_workbook =
            !self.tenants.is_empty() || !self.places.is_empty() || !self.projects.is_empty();
        for paper in self.projects.iter().flat_map(|(_, payload, _)| &payload.papers) {
            new.entry(paper.match_key()).or_insert_with(|| paper.clone());
        }
        for payload in payloads {
            for paper in &payload.papers {
                new.entry(paper.match_key()).or_insert_with(|| paper.clone());
            }
            rests_on_workbook = rests_on_workbook || payload.rests_on_workbook();
        }
        if rests_on_workbook {
            new.insert(workbook_key.clone(), workbook);
        }
        let ids = rows::find_or_insert_documents(tx, &new, &self.now).await?;
        Ok(Papers { workbook: ids.get(&workbook_key).cloned(), ids })
    }

    fn clusters(&self) -> impl Iterator<Item = &ClusterPayload> {
        let new = self.new_clusters.iter().map(|(_, payload, _)| payload);
        new.chain(self.changed_clusters.iter().map(|(_, payload)| payload))
    }

    async fn organizations(&self, tx: &mut Tx) -> Result<HashMap<String, String>, Error> {
        let mut bodies: BTreeMap<String, NewOrganization> = BTreeMap::new();
        let investors = self.clusters().flat_map(|payload| &payload.investors);
        let investors = investors.map(|fact| NewOrganization::named(&fact.told.name, None));
        let tenants = self.tenants.iter().filter(|(_, payload)| payload.seen.is_none());
        let tenants = tenants.map(|(_, payload)| {
            NewOrganization::named(&payload.tenant.name, payload.tenant.tax_code.clone())
        });
        let in_projects = self.projects.iter().flat_map(|(_, payload, _)| {
            let executor = Some(&payload.project.executor).filter(|name| !name.is_empty());
            payload.beneficiaries.iter().chain(executor)
        });
        let in_projects = in_projects.map(|name| NewOrganization::named(name, None));
        for body in investors.chain(tenants).chain(in_projects) {
            bodies.entry(rows::organization_key(&body)).or_insert(body);
        }
        Ok(rows::find_or_insert_organizations(tx, &bodies).await?)
    }
    fn remember(
        &mut self,
        action: &'static str,
        kind: &'static str,
        id: &str,
        after: &impl serde::Serialize,
    ) {
        let image =
            serde_json::to_string(after).expect("records are plain data and always serialise");
        self.acts.push((action, kind, id.to_owned(), image));
    }
}

fn positions<T>(rows: &[T], position: impl Fn(&T) -> i64) -> Vec<i64> {
    rows.iter().map(position).collect()
}
/// Ids of the papers the rows rest on.
struct Papers {
    workbook: Option<String>,
    ids: HashMap<String, String>,
}

impl Papers {
    fn id_of<T>(&self, fact: &Fact<T>, papers: &[NewDocument]) -> String {
        let named = fact.paper.and_then(|index| self.ids.get(&papers.get(index)?.match_key()));
        named.or(self.workbook.as_ref()).cloned().unwrap_or_default()
    }
}
impl ClusterPayload {
    fn rests_on_workbook(&self) -> bool {
        self.observations.iter().any(|fact| fact.paper.is_none())
            || self.states.iter().any(|fact| fact.paper.is_none())
            || self.plan.iter().any(|fact| fact.paper.is_none())
            || self.investors.iter().any(|fact| fact.paper.is_none())
            || self.works.iter().any(|fact| fact.paper.is_none())
            || self.papers.is_empty()
    }
}

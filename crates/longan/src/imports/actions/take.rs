//! Taking rows: everything chosen is written in one transaction, or nothing is.

use super::super::model::{Import, ImportRow, Outcome, RowStatus, Status};
use super::super::payload::{ClusterPayload, Fact, Payload, TenantPayload};
use super::super::propose::links::Links;
use super::super::propose::workbook_paper;
use super::super::store::{self, Shown, take as rows};
use crate::App;
use crate::clusters::model::{Cluster, NewInfrastructureItem, NewInvestor, NewPlanEntry, NewState};
use crate::clusters::store as clusters;
use crate::clusters::store::many::{self, LeaseRow, PlotRow, Sourced, TenantRow, TenantStateRow};
use crate::documents::NewDocument;
use crate::error::Error;
use crate::events::{self, Act, Actor};
use crate::observations::{self, NewObservation};
use crate::organizations::NewOrganization;
use crate::places::Link;
use crate::store::{StoreError, Tx, new_id};
use crate::users::Viewer;
use std::collections::{BTreeMap, HashMap, HashSet};
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
    chosen: Option<&HashSet<i64>>,
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
            Payload::Place(payload) => taking.places.push((position, payload)),
            Payload::Nothing => {}
        }
    }
    let mut tx = app.store.begin().await?;
    let taken = taking.write(&mut tx).await?;
    let remaining = left_after(app, import, &taking).await?;
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

/// Rows that would change something and have not been taken.
async fn left_after(app: &App, import: &Import, taking: &Taking<'_>) -> Result<usize, Error> {
    let all = store::list_rows(&app.store, import, Shown::Changes, i64::MAX, 0).await?;
    let done: HashSet<i64> = taking.taken.iter().copied().collect();
    let left = all.iter().filter(|r| r.status != RowStatus::Taken && !done.contains(&r.position));
    Ok(left.count())
}

/// Everything that is being written, gathered so that each table is written in a few statements.
struct Taking<'a> {
    actor: &'a Actor,
    import: &'a Import,
    now: String,
    new_clusters: Vec<(i64, ClusterPayload, Arc<[Link]>)>,
    changed_clusters: Vec<(i64, ClusterPayload)>,
    tenants: Vec<(i64, TenantPayload)>,
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
        Ok(())
    }

    /// Puts the papers the rows rest on onto the register.
    async fn papers(&self, tx: &mut Tx) -> Result<Papers, Error> {
        let workbook = workbook_paper(self.import);
        let workbook_key = workbook.match_key();
        let mut new: BTreeMap<String, NewDocument> = BTreeMap::new();
        let payloads = self.clusters();
        let mut rests_on_workbook = !self.tenants.is_empty() || !self.places.is_empty();
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
        for body in investors.chain(tenants) {
            bodies.entry(rows::organization_key(&body)).or_insert(body);
        }
        Ok(rows::find_or_insert_organizations(tx, &bodies).await?)
    }

    async fn write_clusters(
        &mut self,
        tx: &mut Tx,
        papers: &Papers,
        bodies: &HashMap<String, String>,
    ) -> Result<(), Error> {
        let slugs = self.slugs(tx).await?;
        let mut added = Vec::new();
        let mut facts = ClusterFacts::default();
        for ((position, payload, links), slug) in
            std::mem::take(&mut self.new_clusters).into_iter().zip(slugs)
        {
            let new = &payload.cluster;
            let cluster = Cluster {
                id: new_id(),
                revision: 1,
                slug,
                code: new.code.clone(),
                name: new.name.clone(),
                lead_place_id: new.place_ids.first().cloned().unwrap_or_default(),
                place_text: new.place_text.clone(),
                sectors: new.sectors.clone(),
                note: new.note.clone(),
                known_from: new.known_from,
            };
            self.remember("clusters.imported", "cluster", &cluster.id, &(&cluster, &payload));
            facts.gather(&cluster.id, &cluster.name, &payload, papers, bodies);
            added.push((cluster, links));
            self.taken.push(position);
        }
        many::insert_clusters(tx, &added, &self.now).await?;
        for (position, payload) in std::mem::take(&mut self.changed_clusters) {
            let Some(seen) = &payload.seen else { continue };
            if let Some(after) = &payload.words {
                let before = Cluster { revision: seen.revision, ..after.clone() };
                let names = [payload.known_names.as_slice(), &payload.aliases].concat();
                clusters::update(tx, &before, after, &names).await?;
            }
            let name = payload.words.as_ref().map_or("", |cluster| cluster.name.as_str());
            self.remember("clusters.updated_by_import", "cluster", &seen.id, &payload);
            facts.gather(&seen.id, name, &payload, papers, bodies);
            self.taken.push(position);
        }
        facts.write(tx, &self.now).await
    }

    /// A free address for each new cluster.
    async fn slugs(&self, tx: &mut Tx) -> Result<Vec<String>, Error> {
        let wanted: Vec<String> = self
            .new_clusters
            .iter()
            .map(|(_, payload, _)| {
                let slug = kernel::text::slug(&payload.cluster.name);
                if slug.is_empty() { "cum".to_owned() } else { slug }
            })
            .collect();
        // The code of the province tells two clusters of one name apart; then a number does.
        let province =
            self.import.place_id.as_deref().and_then(|id| id.split(':').nth(1)).unwrap_or_default();
        let candidates = |slug: &str| {
            let first = [slug.to_owned(), format!("{slug}-{province}")];
            let slug = slug.to_owned();
            first.into_iter().chain((2..1000).map(move |n| format!("{slug}-{n}")))
        };
        let asked: Vec<String> = wanted.iter().flat_map(|slug| candidates(slug).take(12)).collect();
        let mut taken: HashSet<String> = rows::taken_slugs(tx, &asked).await?.into_iter().collect();
        let free = wanted.iter().map(|slug| {
            let slug = candidates(slug)
                .find(|candidate| !taken.contains(candidate))
                .unwrap_or_else(|| format!("{slug}-{}", new_id()));
            taken.insert(slug.clone());
            slug
        });
        Ok(free.collect())
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

    async fn write_tenants(
        &mut self,
        tx: &mut Tx,
        papers: &Papers,
        bodies: &HashMap<String, String>,
    ) -> Result<(), Error> {
        let Some(workbook) = &papers.workbook else { return Ok(()) };
        if self.tenants.is_empty() {
            return Ok(());
        }
        let mut cluster_ids: Vec<String> =
            self.tenants.iter().map(|(_, payload)| payload.cluster_id.clone()).collect();
        cluster_ids.sort_unstable();
        cluster_ids.dedup();
        let mut projects: HashSet<(String, String)> =
            rows::taken_projects(tx, &cluster_ids).await?.into_iter().collect();
        let mut plots: HashMap<(String, String), String> = many::plots_of(tx, &cluster_ids)
            .await?
            .into_iter()
            .map(|(cluster, number, id)| ((cluster, number), id))
            .collect();
        let mut tenants = Vec::new();
        let mut new_plots = Vec::new();
        let mut leases = Vec::new();
        let mut states = Vec::new();
        let mut observations = Vec::new();
        for (position, payload) in std::mem::take(&mut self.tenants) {
            let tenant_id = match &payload.seen {
                Some(seen) => {
                    if seen.revision > 0 {
                        many::update_tenant(tx, &seen.id, seen.revision, &payload.tenant).await?;
                    }
                    self.remember("tenants.updated_by_import", "tenant", &seen.id, &payload);
                    seen.id.clone()
                }
                None => {
                    let body = NewOrganization::named(
                        &payload.tenant.name,
                        payload.tenant.tax_code.clone(),
                    );
                    let organization_id =
                        bodies.get(&rows::organization_key(&body)).cloned().unwrap_or_default();
                    let project = (payload.cluster_id.clone(), organization_id.clone());
                    if !projects.insert(project) {
                        self.stale.push(position);
                        continue;
                    }
                    let row = TenantRow {
                        id: new_id(),
                        cluster_id: payload.cluster_id.clone(),
                        organization_id,
                        tenant: payload.tenant.clone(),
                    };
                    let id = row.id.clone();
                    self.remember("tenants.imported", "tenant", &id, &payload);
                    tenants.push(row);
                    id
                }
            };
            for seen in &payload.ended_leases {
                let day = payload.leases.first().map(|lease| lease.from_day);
                let day = day.or(self.import.on_day).unwrap_or(self.actor.today);
                many::end_lease(tx, &seen.id, seen.revision, day).await?;
            }
            for (seen, lease) in &payload.mended_leases {
                many::mend_lease(tx, &seen.id, seen.revision, lease, workbook).await?;
            }
            for lease in payload.leases {
                let key = (payload.cluster_id.clone(), lease.plot.clone());
                let plot_id = plots.entry(key).or_insert_with(|| {
                    let plot = PlotRow {
                        id: new_id(),
                        cluster_id: payload.cluster_id.clone(),
                        number: lease.plot.clone(),
                        area_m2: lease.area_m2,
                        document_id: workbook.clone(),
                        location: lease.location.clone(),
                    };
                    let id = plot.id.clone();
                    new_plots.push(plot);
                    id
                });
                leases.push(LeaseRow {
                    cluster_id: payload.cluster_id.clone(),
                    plot_id: plot_id.clone(),
                    tenant_id: tenant_id.clone(),
                    document_id: workbook.clone(),
                    lease,
                });
            }
            states.extend(payload.states.into_iter().map(|state| Sourced {
                subject_id: tenant_id.clone(),
                document_id: workbook.clone(),
                told: TenantStateRow {
                    state: state.state,
                    on_day: state.on_day,
                    precision: state.precision,
                    location: state.location,
                    raw: state.raw,
                },
            }));
            let told = payload.observations.into_iter().map(|o| (tenant_id.clone(), o));
            observations.extend(told);
            self.taken.push(position);
        }
        many::insert_tenants(tx, &tenants, &self.now).await?;
        many::insert_plots(tx, &new_plots).await?;
        many::insert_leases(tx, &leases, &self.now).await?;
        many::insert_tenant_states(tx, &states, &self.now).await?;
        observations::store::insert_many(tx, "tenant", workbook, &self.now, &observations).await?;
        Ok(())
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

/// Facts of clusters, gathered by table.
#[derive(Default)]
struct ClusterFacts {
    names: Vec<Sourced<String>>,
    states: Vec<Sourced<NewState>>,
    plan: Vec<Sourced<NewPlanEntry>>,
    investors: Vec<(String, Sourced<NewInvestor>)>,
    works: Vec<Sourced<NewInfrastructureItem>>,
    observations: BTreeMap<String, Vec<(String, NewObservation)>>,
}

impl ClusterFacts {
    fn gather(
        &mut self,
        id: &str,
        name: &str,
        payload: &ClusterPayload,
        papers: &Papers,
        bodies: &HashMap<String, String>,
    ) {
        let own = &payload.papers;
        let workbook = papers.workbook.clone().or_else(|| papers.ids.values().next().cloned());
        for alias in payload.aliases.iter().filter(|alias| *alias != name) {
            self.names.push(Sourced {
                subject_id: id.to_owned(),
                document_id: workbook.clone().unwrap_or_default(),
                told: alias.clone(),
            });
        }
        self.states.extend(sourced(id, &payload.states, papers, own));
        self.plan.extend(sourced(id, &payload.plan, papers, own));
        self.works.extend(sourced(id, &payload.works, papers, own));
        for investor in sourced(id, &payload.investors, papers, own) {
            let body = NewOrganization::named(&investor.told.name, None);
            if let Some(organization) = bodies.get(&rows::organization_key(&body)) {
                self.investors.push((organization.clone(), investor));
            }
        }
        for fact in &payload.observations {
            let paper = papers.id_of(fact, own);
            let told = (id.to_owned(), fact.told.clone());
            self.observations.entry(paper).or_default().push(told);
        }
    }

    async fn write(self, tx: &mut Tx, now: &str) -> Result<(), Error> {
        many::insert_names(tx, &self.names).await?;
        many::insert_states(tx, &self.states, now).await?;
        many::insert_plan_entries(tx, &self.plan).await?;
        many::insert_investors(tx, &self.investors).await?;
        many::upsert_infrastructure_items(tx, &self.works).await?;
        for (document_id, told) in &self.observations {
            observations::store::insert_many(tx, "cluster", document_id, now, told).await?;
        }
        Ok(())
    }
}

fn sourced<'f, T: Clone>(
    id: &'f str,
    facts: &'f [Fact<T>],
    papers: &'f Papers,
    own: &'f [NewDocument],
) -> impl Iterator<Item = Sourced<T>> + 'f {
    facts.iter().map(move |fact| Sourced {
        subject_id: id.to_owned(),
        document_id: papers.id_of(fact, own),
        told: fact.told.clone(),
    })
}

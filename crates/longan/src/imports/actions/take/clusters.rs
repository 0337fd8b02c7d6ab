//! Writing clusters and what is said of them.

use super::{Papers, Taking};
use crate::clusters::model::{Cluster, NewInfrastructureItem, NewInvestor, NewPlanEntry, NewState};
use crate::clusters::store as clusters;
use crate::clusters::store::many::{self, Sourced};
use crate::documents::NewDocument;
use crate::error::Error;
use crate::imports::payload::{ClusterPayload, Fact};
use crate::imports::store::take as rows;
use crate::observations::{self, NewObservation};
use crate::organizations::NewOrganization;
use crate::store::{Tx, new_id};
use std::collections::{BTreeMap, HashMap, HashSet};

impl Taking<'_> {
    pub(super) async fn write_clusters(
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
        many::insert_names(tx, &self.names, now).await?;
        many::insert_states(tx, &self.states, now).await?;
        many::insert_plan_entries(tx, &self.plan, now).await?;
        many::insert_investors(tx, &self.investors, now).await?;
        many::upsert_infrastructure_items(tx, &self.works, now).await?;
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

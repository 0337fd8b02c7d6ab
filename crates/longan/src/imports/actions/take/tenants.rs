//! Writing enterprises, their plots, leases, states and results.

use super::{Papers, Taking};
use crate::clusters::store::many::{self, LeaseRow, PlotRow, Sourced, TenantRow, TenantStateRow};
use crate::error::Error;
use crate::imports::payload::TenantPayload;
use crate::imports::store::take as rows;
use crate::observations::{self, NewObservation};
use crate::organizations::NewOrganization;
use crate::store::{Tx, new_id};
use std::collections::{HashMap, HashSet};

/// Why another area stands instead of the one that was there.
const MENDED: &str = "Bảng tính nhập sau ghi diện tích khác.";

impl Taking<'_> {
    pub(super) async fn write_tenants(
        &mut self,
        tx: &mut Tx,
        papers: &Papers,
        bodies: &HashMap<String, String>,
    ) -> Result<(), Error> {
        let Some(workbook) = papers.workbook.as_ref().filter(|_| !self.tenants.is_empty()) else {
            return Ok(());
        };
        let mut cluster_ids: Vec<String> =
            self.tenants.iter().map(|(_, payload)| payload.cluster_id.clone()).collect();
        cluster_ids.sort_unstable();
        cluster_ids.dedup();
        let mut projects: HashSet<(String, String)> =
            rows::taken_projects(tx, &cluster_ids).await?.into_iter().collect();
        let plots = many::plots_of(tx, &cluster_ids).await?;
        let mut facts = TenantFacts {
            workbook: workbook.clone(),
            plots: plots.into_iter().map(|(cluster, number, id)| ((cluster, number), id)).collect(),
            ..TenantFacts::default()
        };
        for (position, payload) in std::mem::take(&mut self.tenants) {
            let tenant_id = if let Some(seen) = &payload.seen {
                if seen.revision > 0 {
                    many::update_tenant(tx, &seen.id, seen.revision, &payload.tenant).await?;
                }
                self.remember("tenants.updated_by_import", "tenant", &seen.id, &payload);
                seen.id.clone()
            } else {
                let row = tenant_row(&payload, bodies);
                if !projects.insert((row.cluster_id.clone(), row.organization_id.clone())) {
                    self.stale.push(position);
                    continue;
                }
                let id = row.id.clone();
                self.remember("tenants.imported", "tenant", &id, &(&row, &payload));
                facts.tenants.push(row);
                id
            };
            for seen in &payload.ended_leases {
                let day = payload.leases.first().map(|lease| lease.from_day);
                let day = day.or(self.import.on_day).unwrap_or(self.actor.today);
                many::end_lease(tx, &seen.id, seen.revision, day, &self.now).await?;
            }
            for (seen, lease) in &payload.mended_leases {
                let seen = (seen.id.as_str(), seen.revision);
                many::mend_lease(tx, seen, lease, workbook, (MENDED, &self.now)).await?;
            }
            facts.gather(&tenant_id, payload);
            self.taken.push(position);
        }
        facts.write(tx, &self.now).await
    }
}

fn tenant_row(payload: &TenantPayload, bodies: &HashMap<String, String>) -> TenantRow {
    let tenant = &payload.tenant;
    let body = NewOrganization::named(&tenant.name, tenant.tax_code.clone());
    TenantRow {
        id: new_id(),
        cluster_id: payload.cluster_id.clone(),
        organization_id: bodies.get(&rows::organization_key(&body)).cloned().unwrap_or_default(),
        tenant: tenant.clone(),
    }
}

/// Facts of enterprises, gathered by table.
#[derive(Default)]
struct TenantFacts {
    workbook: String,
    plots: HashMap<(String, String), String>,
    tenants: Vec<TenantRow>,
    new_plots: Vec<PlotRow>,
    leases: Vec<LeaseRow>,
    states: Vec<Sourced<TenantStateRow>>,
    observations: Vec<(String, NewObservation)>,
}

impl TenantFacts {
    fn gather(&mut self, tenant_id: &str, payload: TenantPayload) {
        for lease in payload.leases {
            let key = (payload.cluster_id.clone(), lease.plot.clone());
            let plot_id = self.plots.entry(key).or_insert_with(|| {
                let plot = PlotRow {
                    id: new_id(),
                    cluster_id: payload.cluster_id.clone(),
                    number: lease.plot.clone(),
                    area_m2: lease.area_m2,
                    document_id: self.workbook.clone(),
                    location: lease.location.clone(),
                };
                let id = plot.id.clone();
                self.new_plots.push(plot);
                id
            });
            self.leases.push(LeaseRow {
                cluster_id: payload.cluster_id.clone(),
                plot_id: plot_id.clone(),
                tenant_id: tenant_id.to_owned(),
                document_id: self.workbook.clone(),
                lease,
            });
        }
        self.states.extend(payload.states.into_iter().map(|state| Sourced {
            subject_id: tenant_id.to_owned(),
            document_id: self.workbook.clone(),
            told: TenantStateRow {
                state: state.state,
                on_day: state.on_day,
                precision: state.precision,
                location: state.location,
                raw: state.raw,
            },
        }));
        let told = payload.observations.into_iter().map(|told| (tenant_id.to_owned(), told));
        self.observations.extend(told);
    }

    async fn write(self, tx: &mut Tx, now: &str) -> Result<(), Error> {
        many::insert_tenants(tx, &self.tenants, now).await?;
        many::insert_plots(tx, &self.new_plots, now).await?;
        many::insert_leases(tx, &self.leases, now).await?;
        many::insert_tenant_states(tx, &self.states, now).await?;
        let told = &self.observations;
        observations::store::insert_many(tx, "tenant", &self.workbook, now, told).await?;
        Ok(())
    }
}

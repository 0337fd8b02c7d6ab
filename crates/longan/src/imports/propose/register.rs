//! What the register knows already of the clusters and enterprises a workbook names.

use super::super::model::known::{
    KnownAlias, KnownInvestor, KnownLease, KnownNumber, KnownPlanEntry, KnownState,
    KnownTenantState, KnownWork,
};
use super::super::store::register as rows;
use crate::clusters::model::{Axis, Cluster, Tenant, TenantState};
use crate::observations::Indicator;
use crate::store::{Day, Result, Store};
use crate::users::Viewer;
use std::collections::{BTreeMap, HashMap};

/// Clusters of a province, found by name or mã.
pub struct KnownClusters {
    /// The clusters.
    pub clusters: Vec<Cluster>,
    /// Other names of each, by id.
    pub names: HashMap<String, Vec<String>>,
    by_key: HashMap<String, Vec<usize>>,
    by_code: HashMap<String, usize>,
}

impl KnownClusters {
    /// Loads the clusters of a province that the viewer may see.
    pub async fn load(store: &Store, viewer: &Viewer, province_id: &str) -> Result<Self> {
        let clusters = rows::list_clusters(store, viewer, province_id).await?;
        let mut known = Self {
            names: HashMap::new(),
            by_key: HashMap::new(),
            by_code: HashMap::new(),
            clusters,
        };
        let mut place = HashMap::new();
        for (index, cluster) in known.clusters.iter().enumerate() {
            place.insert(cluster.id.clone(), index);
            let key = kernel::cluster_name::match_key(&cluster.name);
            known.by_key.entry(key).or_default().push(index);
            if let Some(code) = &cluster.code {
                known.by_code.insert(code.clone(), index);
            }
        }
        for (cluster_id, name, key) in rows::list_names(store, viewer, province_id).await? {
            if let Some(index) = place.get(&cluster_id) {
                let found = known.by_key.entry(key).or_default();
                if !found.contains(index) {
                    found.push(*index);
                }
            }
            known.names.entry(cluster_id).or_default().push(name);
        }
        Ok(known)
    }

    /// The cluster with this mã, or else this name.
    pub fn find(&self, code: Option<&str>, name: &str) -> Option<&Cluster> {
        let by_code = code.and_then(|code| self.by_code.get(code));
        let by_key = |key: String| match self.by_key.get(&key)?.as_slice() {
            [index] => Some(index),
            _ => None,
        };
        let by_name = || by_key(kernel::cluster_name::match_key(name));
        let by_number = || by_key(kernel::cluster_name::match_key(&in_digits(name)?));
        by_code.or_else(by_name).or_else(by_number).map(|index| &self.clusters[*index])
    }
}

/// "Mỹ Hạnh Nam I" is "Mỹ Hạnh Nam 1"; asked only when nothing bears the name as written.
fn in_digits(name: &str) -> Option<String> {
    let (words, last) = name.trim().rsplit_once(' ')?;
    let numerals = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"];
    let number = numerals.iter().position(|numeral| *numeral == last)? + 1;
    Some(format!("{words} {number}"))
}

/// What is known of some clusters.
#[derive(Default)]
pub struct KnownFacts {
    /// Numbers by subject.
    pub numbers: HashMap<String, Vec<KnownNumber>>,
    /// States by cluster.
    pub states: HashMap<String, Vec<KnownState>>,
    /// Plan lines by cluster.
    pub plan: HashMap<String, Vec<KnownPlanEntry>>,
    /// Investors by cluster, latest first.
    pub investors: HashMap<String, Vec<KnownInvestor>>,
    /// Works by cluster.
    pub works: HashMap<String, Vec<KnownWork>>,
}

impl KnownFacts {
    /// Loads what is known of these clusters, a few statements for all of them.
    pub async fn load(store: &Store, ids: &[String]) -> Result<Self> {
        let mut facts = Self::default();
        for chunk in ids.chunks(250) {
            for row in rows::numbers_of(store, chunk).await? {
                facts.numbers.entry(row.subject_id.clone()).or_default().push(row);
            }
            for row in rows::states_of(store, chunk).await? {
                facts.states.entry(row.cluster_id.clone()).or_default().push(row);
            }
            for row in rows::plan_entries_of(store, chunk).await? {
                facts.plan.entry(row.cluster_id.clone()).or_default().push(row);
            }
            let mut keys: HashMap<String, Vec<String>> = HashMap::new();
            for (organization_id, key) in rows::investor_names_of(store, chunk).await? {
                keys.entry(organization_id).or_default().push(key);
            }
            for mut row in rows::investors_of(store, chunk).await? {
                row.keys = keys.get(&row.organization_id).cloned().unwrap_or_default();
                facts.investors.entry(row.cluster_id.clone()).or_default().push(row);
            }
            for row in rows::works_of(store, chunk).await? {
                facts.works.entry(row.cluster_id.clone()).or_default().push(row);
            }
        }
        Ok(facts)
    }

    /// The latest number of an indicator by a day.
    pub fn latest(&self, subject_id: &str, indicator: Indicator, on: Day) -> Option<&KnownNumber> {
        let numbers = self.numbers.get(subject_id)?;
        let told = numbers.iter().filter(|n| n.indicator == indicator && n.as_of <= on);
        told.max_by_key(|number| number.as_of)
    }

    /// The state of an axis by a day.
    pub fn state(&self, cluster_id: &str, axis: Axis, on: Day) -> Option<&KnownState> {
        let states = self.states.get(cluster_id)?;
        let held = states.iter().filter(|s| s.axis == axis && s.on_day <= on);
        held.max_by_key(|state| state.on_day)
    }
}

/// The enterprises of some clusters and what is known of them.
#[derive(Default)]
pub struct KnownTenants {
    /// The enterprises.
    pub tenants: Vec<Tenant>,
    by_tax_code: HashMap<(String, String), usize>,
    by_name: HashMap<(String, String), usize>,
    /// By another name of the body behind it; `None` where several are called so.
    by_alias: HashMap<(String, String), Option<usize>>,
    /// Tax codes of the bodies behind the enterprises, by place in the list.
    codes: HashMap<usize, Vec<String>>,
    /// Leases by tenant.
    pub leases: HashMap<String, Vec<KnownLease>>,
    /// Who leases a plot: cluster and number.
    pub holders: HashMap<(String, String), String>,
    /// States by tenant.
    pub states: HashMap<String, Vec<KnownTenantState>>,
    /// Numbers by tenant.
    pub facts: KnownFacts,
    /// Places of tenants in the list, by id.
    pub places: BTreeMap<String, usize>,
}

impl KnownTenants {
    /// Loads the enterprises of these clusters.
    pub async fn load(store: &Store, viewer: &Viewer, cluster_ids: &[String]) -> Result<Self> {
        let mut known = Self::default();
        let mut aliases = Vec::new();
        for chunk in cluster_ids.chunks(250) {
            aliases.extend(rows::aliases_of(store, chunk).await?);
            known.tenants.extend(rows::list_tenants(store, viewer, chunk).await?);
            for lease in rows::leases_of(store, chunk).await? {
                let plot = (lease.cluster_id.clone(), lease.plot.clone());
                if lease.superseded_at.is_empty() {
                    known.holders.insert(plot, lease.tenant_id.clone());
                }
                known.leases.entry(lease.tenant_id.clone()).or_default().push(lease);
            }
            for state in rows::tenant_states_of(store, chunk).await? {
                known.states.entry(state.tenant_id.clone()).or_default().push(state);
            }
            for number in rows::tenant_numbers_of(store, chunk).await? {
                known.facts.numbers.entry(number.subject_id.clone()).or_default().push(number);
            }
        }
        for (index, tenant) in known.tenants.iter().enumerate() {
            let cluster = tenant.cluster_id.clone();
            if let Some(tax_code) = &tenant.tax_code {
                known.by_tax_code.insert((cluster.clone(), tax_code.clone()), index);
            }
            let key = crate::organizations::match_key(&tenant.name);
            known.by_name.insert((cluster, key), index);
            known.places.insert(tenant.id.clone(), index);
        }
        for alias in aliases {
            known.add_alias(alias);
        }
        Ok(known)
    }

    fn add_alias(&mut self, alias: KnownAlias) {
        let Some(index) = self.places.get(&alias.tenant_id).copied() else { return };
        let cluster = self.tenants[index].cluster_id.clone();
        if !alias.tax_code.is_empty() {
            self.by_tax_code.entry((cluster.clone(), alias.tax_code.clone())).or_insert(index);
            self.codes.entry(index).or_default().push(alias.tax_code);
        }
        let found = self.by_alias.entry((cluster, alias.match_key)).or_insert(Some(index));
        if *found != Some(index) {
            *found = None;
        }
    }

    /// The enterprise with this tax code in a cluster, or else with this name, or else with this old
    /// or other name of its body.
    pub fn find(&self, cluster_id: &str, tax_code: Option<&str>, name: &str) -> Option<&Tenant> {
        let cluster = cluster_id.to_owned();
        let by_code =
            tax_code.and_then(|code| self.by_tax_code.get(&(cluster.clone(), code.to_owned())));
        let by_name = || {
            let key = crate::organizations::match_key(name);
            let index = self.by_name.get(&(cluster.clone(), key))?;
            // The same name with another tax code is another enterprise.
            let known = self.tenants[*index].tax_code.as_deref();
            (known.is_none() || tax_code.is_none() || known == tax_code).then_some(index)
        };
        let by_alias = || {
            let key = crate::organizations::match_key(name);
            let index = self.by_alias.get(&(cluster.clone(), key))?.as_ref()?;
            let codes = self.codes.get(index).map(Vec::as_slice).unwrap_or_default();
            let is_free = codes.is_empty() && self.tenants[*index].tax_code.is_none();
            let is_same = |code: &str| codes.iter().any(|known| known == code);
            (is_free || tax_code.is_none_or(is_same)).then_some(index)
        };
        by_code.or_else(by_name).or_else(by_alias).map(|index| &self.tenants[*index])
    }

    /// Whether a row that names an enterprise so names it by what its body was called before, or by
    /// what stood in a record that was made one with it.
    pub fn is_alias(&self, tenant: &Tenant, tax_code: Option<&str>, name: &str) -> bool {
        let Some(index) = self.places.get(&tenant.id) else { return false };
        let key = crate::organizations::match_key(name);
        let by_name = self.by_alias.get(&(tenant.cluster_id.clone(), key.clone()));
        let is_other_name = key != crate::organizations::match_key(&tenant.name)
            && by_name.is_some_and(|found| *found == Some(*index));
        let codes = self.codes.get(index).map(Vec::as_slice).unwrap_or_default();
        let is_other_code = tax_code.is_some_and(|code| {
            tenant.tax_code.as_deref() != Some(code) && codes.iter().any(|known| known == code)
        });
        is_other_name || is_other_code
    }

    /// The state of an enterprise by a day.
    pub fn state(&self, tenant_id: &str, on: Day) -> Option<TenantState> {
        let states = self.states.get(tenant_id)?;
        states.iter().filter(|s| s.on_day <= on).max_by_key(|s| s.on_day).map(|s| s.state)
    }
}

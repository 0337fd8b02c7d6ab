//! What a plan touches: clusters, roles, requests, figures of the units concerned.

use super::plan::{self, Plan};
use super::read::Lines;
use super::{Column, Fault, regions};
use crate::App;
use crate::figures::{self, Question};
use crate::places::model::{COUNTRY_ID, Level, Link, Mapping};
use crate::places::store::{self, HeldAt, Tie};
use crate::places::units::Units;
use crate::store::{Day, Result, Tx};
use crate::users::{Role, Viewer};
use kernel::number::{Ratio, format_scaled};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The figures compared before and after, in the order of [`Sums`].
const FIGURES: [&str; 4] =
    ["clusters.count", "clusters.area", "clusters.industrial_land", "clusters.leased_land"];

/// Count, area, industrial land and leased land.
pub type Sums = [i64; 4];

/// A plan with everything it touches.
#[derive(Debug)]
pub struct Worked {
    /// What would change in the units.
    pub plan: Plan,
    /// Ties of clusters to be added.
    pub ties: Vec<(String, Link)>,
    /// What people are shown of it.
    pub impact: Impact,
}

/// What people are shown of a change before and after it is applied.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Impact {
    /// Lines of the file.
    pub lines: usize,
    /// Lines that said what was known already.
    pub known: usize,
    /// Units that end.
    pub ended: Vec<Unit>,
    /// Units that begin.
    pub begun: Vec<Unit>,
    /// Clusters that are tied to a new commune.
    pub clusters: Vec<Moved>,
    /// Roles held at units that end.
    pub roles: Vec<Held>,
    /// Requests to enter for communes that end.
    pub requests: Vec<Held>,
    /// Members of regions that are added: region and province.
    pub members: Vec<(String, String)>,
}

/// A unit that ends or begins, with its figures.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Unit {
    /// Id.
    pub id: String,
    /// Its full name.
    pub full_name: String,
    /// Its level.
    pub level: Level,
    /// What it became, or the unit above it.
    pub other: String,
    /// Its figures on the first day of the change.
    pub sums: Sums,
}

/// A cluster that is tied to a new commune.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Moved {
    /// Its page.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// The commune or district it lay in.
    pub from: String,
    /// The unit it lies in now.
    pub to: String,
    /// How surely.
    pub mapping: Mapping,
}

/// A role or request at a unit that ends, to be decided by somebody.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Held {
    /// Who.
    pub full_name: String,
    /// What one signs in with.
    pub user: String,
    /// The role, or the reason of the request.
    pub what: String,
    /// The unit that ends.
    pub place: String,
    /// What it becomes.
    pub became: String,
}

impl Unit {
    /// Its figures as people write them: count, hectares, occupancy.
    pub fn told(&self) -> [String; 5] {
        told(&self.sums)
    }
}

/// Count, area, industrial land, leased land and occupancy as people write them.
pub fn told(sums: &Sums) -> [String; 5] {
    let [count, area, industrial, leased] = *sums;
    let ha = |m2| format_scaled(m2, 4, 2, 4);
    let occupancy = Ratio { numerator: leased, denominator: industrial }.percent_vi();
    [
        format_scaled(count, 0, 0, 0),
        ha(area),
        ha(industrial),
        ha(leased),
        occupancy.unwrap_or_else(|| "–".to_owned()),
    ]
}

impl Impact {
    /// The figures of the ended units of the lowest level together.
    pub fn before(&self) -> Sums {
        sum(&self.ended)
    }

    /// The figures of the begun units of the lowest level together.
    pub fn after(&self) -> Sums {
        sum(&self.begun)
    }

    /// Clusters that were tied to the default of several, to be confirmed.
    pub fn to_confirm(&self) -> usize {
        self.clusters.iter().filter(|cluster| cluster.mapping == Mapping::Default).count()
    }
}

fn sum(units: &[Unit]) -> Sums {
    let lowest = units.iter().map(|unit| unit.level).max();
    let mut total = Sums::default();
    for unit in units.iter().filter(|unit| Some(unit.level) == lowest) {
        for (sum, value) in total.iter_mut().zip(unit.sums) {
            *sum += value;
        }
    }
    total
}

/// A cluster that is touched.
struct Cluster {
    slug: String,
    name: String,
    recorded: Vec<String>,
    confirmed: Vec<String>,
    known: BTreeSet<String>,
}

/// What a file comes to: what it would touch, or what is wrong with it.
#[derive(Debug)]
pub enum Looked {
    /// It can be applied.
    Good(Box<Impact>),
    /// It says what is known already.
    Known(usize),
    /// It cannot.
    Wrong(Vec<Fault>),
}

/// Looks at what the lines would change; writes nothing.
pub async fn look(app: &App, viewer: &Viewer, lines: &Lines) -> Result<Looked> {
    let mut tx = app.store.read().begin().await?;
    let worked = work_out(app, viewer, &mut tx, lines).await?;
    tx.rollback().await?;
    Ok(if !worked.plan.faults.is_empty() {
        Looked::Wrong(worked.plan.faults)
    } else if worked.plan.is_known() {
        Looked::Known(worked.plan.known)
    } else {
        Looked::Good(Box::new(worked.impact))
    })
}

/// Works out what the lines come to and what that touches. Reads only.
pub async fn work_out(app: &App, viewer: &Viewer, tx: &mut Tx, lines: &Lines) -> Result<Worked> {
    let before = store::all_units(tx).await?;
    let mut after = before.clone();
    let mut plan = match lines {
        Lines::Units(lines) => plan::plan(&mut after, lines),
        Lines::Regions(lines) => regions::plan(&mut after, lines),
    };
    let ended: Vec<String> = plan.ended.iter().map(|(id, _)| id.clone()).collect();
    let mut touched = ended.clone();
    touched.extend(plan.members.iter().map(|member| member.member_id.clone()));
    let clusters = clusters(store::list_ties(tx, &touched).await?);
    check_abolished(&mut plan, &before, &clusters);
    let mut impact = Impact { lines: lines.count(), known: plan.known, ..Impact::default() };
    let mut ties = Vec::new();
    for (id, cluster) in &clusters {
        let reached = after.links(&cluster.recorded, &cluster.confirmed);
        let new: Vec<Link> =
            reached.into_iter().filter(|link| !cluster.known.contains(&link.place_id)).collect();
        impact.clusters.extend(moved(&before, &after, cluster, &new));
        ties.extend(new.into_iter().map(|link| (id.clone(), link)));
    }
    let day = plan.ended.iter().map(|(_, last)| *last).max().unwrap_or_else(|| app.today());
    let held = store::list_roles_at(tx, &ended, day).await?;
    impact.roles = held.into_iter().map(|held| told_held(&after, held)).collect();
    let held = store::list_requests_at(tx, &ended, day).await?;
    impact.requests = held.into_iter().map(|held| told_held(&after, held)).collect();
    let amounts = amounts(app, viewer, &before, day).await?;
    tell_units(&mut impact, &plan, &after, &clusters, &ties, &amounts);
    let name =
        |id: &str| after.get(id).map(super::super::model::Place::long_name).unwrap_or_default();
    impact.members =
        plan.members.iter().map(|m| (name(&m.region_id), name(&m.member_id))).collect();
    Ok(Worked { plan, ties, impact })
}

fn clusters(ties: Vec<Tie>) -> BTreeMap<String, Cluster> {
    let mut clusters: BTreeMap<String, Cluster> = BTreeMap::new();
    for tie in ties {
        let cluster = clusters.entry(tie.cluster_id).or_insert_with(|| Cluster {
            slug: tie.slug,
            name: tie.name,
            recorded: Vec::new(),
            confirmed: Vec::new(),
            known: BTreeSet::new(),
        });
        match tie.relation.as_str() {
            "confirmed" => cluster.confirmed.push(tie.place_id),
            "recorded" => {
                cluster.recorded.push(tie.place_id.clone());
                cluster.known.insert(tie.place_id);
            }
            _ => {
                cluster.known.insert(tie.place_id);
            }
        }
    }
    clusters
}

/// A commune that ends with nothing to follow may hold no cluster.
fn check_abolished(plan: &mut Plan, units: &Units, clusters: &BTreeMap<String, Cluster>) {
    for (line, id) in plan.abolished.clone() {
        let held = clusters.values().filter(|cluster| cluster.known.contains(&id)).count();
        if held > 0 && units.get(&id).is_some_and(|place| place.level == Level::Commune) {
            plan.faults.push(Fault {
                line,
                column: Column::Kind.label().to_owned(),
                found: super::Kind::Abolished.label().to_owned(),
                message: format!("Còn {held} cụm công nghiệp ở đơn vị này. Hãy ghi đơn vị nhận địa bàn (loại “nhập” hoặc “chia”)."),
            });
        }
    }
    plan.faults.sort_by_key(|fault| fault.line);
}

/// The communes of a cluster that are new, and the unit each came from.
fn moved(before: &Units, after: &Units, cluster: &Cluster, new: &[Link]) -> Vec<Moved> {
    let lives = |link: &&Link| {
        after.get(&link.place_id).is_some_and(|place| {
            place.valid_to.is_none() && matches!(place.level, Level::Commune | Level::Province)
        })
    };
    let lowest = new
        .iter()
        .filter(lives)
        .filter_map(|link| after.get(&link.place_id))
        .map(|place| place.level)
        .max();
    let at_level = new
        .iter()
        .filter(lives)
        .filter(|link| after.get(&link.place_id).map(|place| place.level) == lowest);
    at_level
        .map(|link| {
            let mut from = after.before(&link.place_id).iter().map(|change| change.old_id.as_str());
            let from = from
                .find(|old| cluster.known.contains(*old))
                .or(cluster.recorded.first().map(String::as_str));
            Moved {
                slug: cluster.slug.clone(),
                name: cluster.name.clone(),
                from: from
                    .and_then(|id| before.get(id))
                    .map(|place| place.full_name.clone())
                    .unwrap_or_default(),
                to: after
                    .get(&link.place_id)
                    .map(|place| place.full_name.clone())
                    .unwrap_or_default(),
                mapping: link.mapping,
            }
        })
        .collect()
}

fn became(units: &Units, id: &str) -> String {
    let names = units.after(id).iter().filter_map(|change| units.get(&change.new_id));
    names.map(|place| place.full_name.as_str()).collect::<Vec<_>>().join("; ")
}

fn told_held(units: &Units, held: HeldAt) -> Held {
    let role = held.what.parse::<Role>().map(|role| role.label().to_owned());
    Held {
        what: role.unwrap_or(held.what),
        full_name: held.full_name,
        user: held.user,
        place: units.get(&held.place_id).map(|place| place.full_name.clone()).unwrap_or_default(),
        became: became(units, &held.place_id),
    }
}

/// What each cluster the viewer sees contributes to the figures compared.
async fn amounts(
    app: &App,
    viewer: &Viewer,
    units: &Units,
    on: Day,
) -> Result<BTreeMap<String, Sums>> {
    let mut amounts: BTreeMap<String, Sums> = BTreeMap::new();
    let Some(country) = units.get(COUNTRY_ID) else { return Ok(amounts) };
    for (at, code) in FIGURES.iter().enumerate() {
        let Some(figure) = figures::find(code) else { continue };
        let question = Question::new(country.clone(), on);
        for (cluster_id, amount) in figures::by_cluster(app, viewer, figure, &question).await? {
            amounts.entry(cluster_id).or_default()[at] += amount;
        }
    }
    Ok(amounts)
}

/// The units that end with the figures of the clusters tied to them so far, and the units that
/// begin with those of the clusters that will be tied to them.
fn tell_units(
    impact: &mut Impact,
    plan: &Plan,
    units: &Units,
    clusters: &BTreeMap<String, Cluster>,
    ties: &[(String, Link)],
    amounts: &BTreeMap<String, Sums>,
) {
    let mut sums: BTreeMap<&str, Sums> = BTreeMap::new();
    let known = clusters
        .iter()
        .flat_map(|(id, cluster)| cluster.known.iter().map(move |place| (id, place)));
    let new = ties.iter().map(|(id, link)| (id, &link.place_id));
    for (cluster_id, place_id) in known.chain(new) {
        let Some(amount) = amounts.get(cluster_id) else { continue };
        for (sum, value) in sums.entry(place_id.as_str()).or_default().iter_mut().zip(amount) {
            *sum += value;
        }
    }
    let unit = |id: &str, other: String| {
        let place = units.get(id)?;
        let sums = sums.get(id).copied().unwrap_or_default();
        Some(Unit {
            id: id.to_owned(),
            full_name: place.full_name.clone(),
            level: place.level,
            other,
            sums,
        })
    };
    impact.ended = plan.ended.iter().filter_map(|(id, _)| unit(id, became(units, id))).collect();
    let above = |id: &str| {
        let parent = units.get(id).and_then(|place| place.parent_id.as_deref());
        parent.and_then(|id| units.get(id)).map(|place| place.full_name.clone()).unwrap_or_default()
    };
    impact.begun =
        plan.begun.iter().filter_map(|place| unit(&place.id, above(&place.id))).collect();
}

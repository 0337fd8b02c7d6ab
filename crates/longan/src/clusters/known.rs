//! A cluster on a day as it was known at a moment: the two clocks, kept apart.
//!
//! What is only ever added says itself when it was recorded. What is changed in place (the
//! words of a record, the figures of a work or a phase) is read from the images that the
//! events before that moment have left. Where no image is left, nothing is said.

use super::model::{ClearancePhase, Cluster, NewTenant, Plot, Standing, Tenant, TenantState, Work};
use super::store;
use crate::App;
use crate::events::told::{self, Image};
use crate::events::{self, Event, Known};
use crate::observations;
use crate::store::{Day, Result};
use crate::users::Viewer;
use serde_json::Value;
use std::collections::BTreeMap;

/// Everything that was done to a cluster and its tenants, latest first.
pub async fn history(app: &App, cluster_id: &str) -> Result<Vec<Event>> {
    events::list_of_place(&app.store, &format!("cluster:{cluster_id}")).await
}

/// A cluster as it stands on `on`, going by what was recorded before the moment.
pub async fn standing(
    app: &App,
    viewer: &Viewer,
    cluster: Cluster,
    on: Day,
    known: &Known,
    history: &[Event],
) -> Result<Standing> {
    let (db, id) = (&app.store, cluster.id.clone());
    let mut standing = Standing::bare(words(cluster, history, known), on);
    for fact in store::list_states(db, viewer, &id, on, known).await? {
        if fact.superseded_at.is_empty() {
            standing.states.insert(fact.axis, fact);
        }
    }
    let reported = observations::store::list_for_cluster(db, viewer, &id).await?;
    let own: Vec<Event> = history.iter().filter(|event| event.subject_id == id).cloned().collect();
    for number in observations::as_known(reported, &own, known) {
        if number.status != observations::Standing::SetAside && number.as_of <= on {
            standing.numbers.entry(number.indicator).or_insert(number);
        }
    }
    let mut leases = store::list_leases(db, viewer, &id, on, known).await?;
    leases.retain(super::model::Lease::counts);
    if !leases.is_empty() {
        let held = leases.iter().filter(|lease| lease.holds_on(&on));
        standing.lease_m2 = Some(held.map(|lease| lease.area_m2).sum());
    }
    let states = store::list_states_of_tenants(db, viewer, &id, on, known).await?;
    if !states.is_empty() {
        let count = |is: fn(TenantState) -> bool| {
            i64::try_from(states.iter().filter(|state| is(**state)).count()).ok()
        };
        standing.tenants_registered = count(|state| state != TenantState::Left);
        standing.tenants_operating = count(|state| state == TenantState::Operating);
    }
    let works = works(store::list_works(db, viewer, &id, on, known).await?, history, known);
    let inside = works.iter().filter(|work| work.fence_side == super::model::FenceSide::Inside);
    for work in inside {
        standing.inside_planned_vnd += work.planned_vnd.unwrap_or_default();
        standing.inside_paid_vnd += work.paid_vnd.unwrap_or_default();
    }
    Ok(standing)
}

/// The words of a cluster as the last event before the moment left them.
fn words(cluster: Cluster, history: &[Event], known: &Known) -> Cluster {
    if known.is_all() {
        return cluster;
    }
    let images = earlier(history, known).filter(|event| event.subject_id == cluster.id);
    let mut words = images.filter_map(|event| {
        let image = told::image_of(&event.after_image);
        serde_json::from_value::<Cluster>(Value::Object(image)).ok()
    });
    words.find(|then| then.id == cluster.id).unwrap_or(cluster)
}

/// The words of a tenant as the last event before the moment left them.
pub fn tenant_words(tenant: Tenant, history: &[Event], known: &Known) -> Tenant {
    if known.is_all() {
        return tenant;
    }
    let mut words = earlier(history, known).filter_map(|event| {
        let image = told::image_of(&event.after_image);
        serde_json::from_value::<NewTenant>(Value::Object(image)).ok()
    });
    let Some(then) = words.next() else { return tenant };
    Tenant {
        name: then.name,
        tax_code: then.tax_code,
        activity: then.activity,
        vsic_version: then.vsic_version,
        vsic_code: then.vsic_code,
        capital: then.capital,
        licensed_on: then.licensed_on,
        note: then.note,
        ..tenant
    }
}

fn earlier<'e>(history: &'e [Event], known: &'e Known) -> impl Iterator<Item = &'e Event> {
    history.iter().filter(|event| event.happened_at.as_str() < known.until())
}

/// Works with the capital figures that were known; those changed later that left no image
/// are told without figures.
pub fn works(now: Vec<Work>, history: &[Event], known: &Known) -> Vec<Work> {
    if known.is_all() {
        return now;
    }
    let key =
        |image: &Image| Some(format!("{}\n{}", text(image, "fence_side")?, text(image, "name")?));
    let then = figures(history, known, "clusters.work_recorded", "works", key);
    let mended = now.into_iter().map(|work| {
        match then.get(&format!("{}\n{}", work.fence_side, work.name)) {
            None => work,
            Some(None) => Work { planned_vnd: None, paid_vnd: None, ..work },
            Some(Some(image)) => Work {
                planned_vnd: image.get("planned_vnd").and_then(Value::as_i64),
                paid_vnd: image.get("paid_vnd").and_then(Value::as_i64),
                as_of: text(image, "as_of").and_then(|day| day.parse().ok()).unwrap_or(work.as_of),
                ..work
            },
        }
    });
    mended.collect()
}

/// Plots with the areas that were known: a plot that was made with a wrong lease got its area
/// corrected with it.
pub fn plots(now: Vec<Plot>, history: &[Event], known: &Known) -> Vec<Plot> {
    let mut plots = now;
    let corrected = history.iter().filter(|event| {
        event.action == "clusters.lease_corrected" && event.happened_at.as_str() >= known.until()
    });
    // Latest first: what the earliest correction after the moment found is what was known.
    for event in corrected {
        let image = told::image_of(&event.after_image);
        let before = image.get("plot_area_before_m2").and_then(Value::as_i64);
        let of_plot = plots.iter_mut().find(|plot| text(&image, "plot") == Some(&plot.number));
        if let Some((area_m2, plot)) = before.zip(of_plot) {
            plot.area_m2 = area_m2;
        }
    }
    plots
}

/// Phases of site clearance with the figures that were known.
pub fn clearance(
    now: Vec<ClearancePhase>,
    history: &[Event],
    known: &Known,
) -> Vec<ClearancePhase> {
    if known.is_all() {
        return now;
    }
    let then = figures(history, known, "clusters.clearance_recorded", "", |image| {
        text(image, "phase").map(str::to_owned)
    });
    let mended = now.into_iter().map(|phase| {
        let Some(Some(image)) = then.get(&phase.phase) else { return phase };
        let number = |field: &str| image.get(field).and_then(Value::as_i64).unwrap_or_default();
        ClearancePhase {
            planned_m2: number("planned_m2"),
            cleared_m2: number("cleared_m2"),
            households_planned: number("households_planned"),
            households_paid: number("households_paid"),
            approved_vnd: number("approved_vnd"),
            paid_vnd: number("paid_vnd"),
            as_of: text(image, "as_of").and_then(|day| day.parse().ok()).unwrap_or(phase.as_of),
            ..phase
        }
    });
    mended.collect()
}

/// By what they are known again: figures that an event changed at or after the moment, with the
/// image an event before it left, when there is one.
fn figures(
    history: &[Event],
    known: &Known,
    action: &str,
    list: &str,
    key: impl Fn(&Image) -> Option<String>,
) -> BTreeMap<String, Option<Image>> {
    let mut then: BTreeMap<String, Option<Image>> = BTreeMap::new();
    for event in history {
        let is_later = event.happened_at.as_str() >= known.until();
        for image in images_in(event, action, list) {
            let Some(key) = key(&image) else { continue };
            if is_later {
                then.insert(key, None);
            } else if let Some(before @ None) = then.get_mut(&key) {
                *before = Some(image);
            }
        }
    }
    then
}

/// The image of a form's event, or those of one list of a workbook's row.
fn images_in(event: &Event, action: &str, list: &str) -> Vec<Image> {
    if event.action == action {
        return vec![told::image_of(&event.after_image)];
    }
    if list.is_empty() || !event.action.starts_with("clusters.") || !event.action.contains("import")
    {
        return Vec::new();
    }
    let image = serde_json::from_str(&event.after_image).unwrap_or(Value::Null);
    let row = match &image {
        Value::Array(parts) => parts.get(1),
        other => Some(other),
    };
    let facts = row.and_then(|row| row.get(list)).and_then(Value::as_array);
    let told = facts.into_iter().flatten().filter_map(|fact| fact.get("told")?.as_object());
    told.cloned().collect()
}

fn text<'i>(image: &'i Image, field: &str) -> Option<&'i str> {
    image.get(field).and_then(Value::as_str)
}

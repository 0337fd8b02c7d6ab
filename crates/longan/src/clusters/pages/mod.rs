//! Pages of the register: lists, one cluster, its papers, and the forms that change it.

pub mod api;
pub mod commune;
pub mod conflicts;
pub mod correction;
pub mod difference;
pub mod edit;
pub mod export;
mod land;
pub mod lease_correction;
pub mod list;
pub mod show;
pub mod state_correction;
pub mod tenants;

use super::model::Standing;
use super::rules::{self, Background, Finding};
use super::store;
use crate::App;
use crate::places::{Level, Place};
use crate::store::{Day, Result};
use crate::users::Viewer;

/// A cluster as lists show it.
#[derive(Clone, Debug)]
pub struct Line {
    /// The cluster as it stands on the day.
    pub standing: Standing,
    /// Full name of the unit it was recorded in.
    pub lead_place: String,
    /// What the checks need beside the standing.
    pub background: Background,
    /// What needs attention.
    pub findings: Vec<Finding>,
}

/// Reads the clusters of a page as they stand on a day, with what needs attention in each:
/// a fixed number of statements, however many clusters.
pub async fn lines(
    app: &App,
    viewer: &Viewer,
    found: Vec<store::Found>,
    on: Day,
    province: Option<&str>,
) -> Result<Vec<Line>> {
    let (clusters, lead_places): (Vec<_>, Vec<_>) =
        found.into_iter().map(|found| (found.cluster, found.lead_place)).unzip();
    let standings = store::list_standings(&app.store, viewer, clusters, on).await?;
    let backgrounds = store::list_backgrounds(&app.store, viewer, &standings, on).await?;
    let lines = standings.into_iter().zip(backgrounds).zip(lead_places);
    Ok(lines
        .map(|((standing, background), lead_place)| {
            let findings = rules::findings(&app.law, &standing, &background, province);
            Line { standing, lead_place, background, findings }
        })
        .collect())
}

/// Code of the province a place lies in, for provincial law.
pub fn province_code(place: &Place) -> Option<&str> {
    if matches!(place.level, Level::Country | Level::Region) {
        return None;
    }
    place.province_id.as_deref().and_then(|id| id.split(':').nth(1))
}

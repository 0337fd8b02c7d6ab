//! What needs attention in the clusters of a place, counted by kind.

use super::pages::province_code;
use super::rules::{self, Flag};
use super::search::{Direction, Sort};
use super::store::{self, Wanted};
use crate::App;
use crate::store::Result;
use crate::ui::query::Scope;
use crate::users::Viewer;

/// Up to here every cluster of the place is checked; a larger place is asked province by province.
const CHECKED: i64 = 400;

/// One kind of finding and how many clusters have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attention {
    /// What was found.
    pub flag: Flag,
    /// In how many clusters.
    pub count: usize,
    /// Names of the first few.
    pub names: String,
}

/// What needs attention, in the order of the kinds; `None` where the place is too large to check at once.
pub async fn attention(
    app: &App,
    viewer: &Viewer,
    scope: &Scope,
) -> Result<Option<Vec<Attention>>> {
    let wanted = Wanted {
        place_id: scope.place.id.clone(),
        on: scope.on,
        text: String::new(),
        unit: String::new(),
        class: None,
        sort: Sort::Name,
        direction: Direction::Up,
    };
    let clusters = store::list_page(&app.store, viewer, &wanted, CHECKED + 1, 0).await?;
    if i64::try_from(clusters.len()).unwrap_or_default() > CHECKED {
        return Ok(None);
    }
    let clusters = clusters.into_iter().map(|found| found.cluster).collect();
    let standings =
        store::list_standings_without_tenants(&app.store, viewer, clusters, scope.on).await?;
    let backgrounds = store::list_backgrounds(&app.store, viewer, &standings, scope.on).await?;
    let province = province_code(&scope.place);
    let judged: Vec<(&str, Vec<Flag>)> = standings
        .iter()
        .zip(&backgrounds)
        .map(|(standing, background)| {
            let findings = rules::findings(&app.law, standing, background, province);
            (standing.cluster.name.as_str(), findings.iter().map(|finding| finding.flag).collect())
        })
        .collect();
    let found = Flag::ALL.iter().map(|flag| {
        let names: Vec<&str> = judged
            .iter()
            .filter(|(_, flags)| flags.contains(flag))
            .map(|(name, _)| *name)
            .collect();
        Attention { flag: *flag, count: names.len(), names: shortened(&names) }
    });
    Ok(Some(found.filter(|attention| attention.count > 0).collect()))
}

fn shortened(names: &[&str]) -> String {
    let shown = names.iter().take(3).copied().collect::<Vec<_>>().join("; ");
    if names.len() > 3 { format!("{shown} …") } else { shown }
}

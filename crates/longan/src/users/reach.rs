//! Whether a right holds for one record: a role counts at the places it was given for.

use super::rights::Right;
use super::{Viewer, store};
use crate::App;
use crate::error::Error;
use crate::places::{self, Link};
use crate::store::Result;

/// Whether the viewer has `right` over a cluster.
pub async fn may_with_cluster(
    app: &App,
    viewer: &Viewer,
    right: Right,
    cluster_id: &str,
) -> Result<bool> {
    let roles = store::list_roles_reaching(&app.store, viewer, cluster_id).await?;
    Ok(roles.iter().any(|role| role.gives(right)))
}

/// `Ok` when the viewer has `right` over a cluster that it sees.
pub async fn require_with_cluster(
    app: &App,
    viewer: &Viewer,
    right: Right,
    cluster_id: &str,
) -> std::result::Result<(), Error> {
    let may = may_with_cluster(app, viewer, right, cluster_id).await?;
    if may { Ok(()) } else { Err(Error::Forbidden) }
}

/// Whether the viewer has `right` in a unit: by a role there, at a unit above it, or at one it became.
pub async fn may_at(app: &App, viewer: &Viewer, right: Right, place_id: &str) -> Result<bool> {
    let links = places::store::links_for(&app.store, &[place_id.to_owned()]).await?;
    may_in_any(app, viewer, right, &links).await
}

/// Whether the viewer has `right` in any of the units a record is tied to.
pub async fn may_in_any(app: &App, viewer: &Viewer, right: Right, links: &[Link]) -> Result<bool> {
    let ids: Vec<String> = links.iter().map(|link| link.place_id.clone()).collect();
    let roles = store::list_roles_among(&app.store, viewer, &ids).await?;
    Ok(roles.iter().any(|role| role.gives(right)))
}

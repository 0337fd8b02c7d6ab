//! Confirming the commune of a cluster whose recorded commune was divided.

use super::super::model::Cluster;
use super::super::store;
use super::Refusal;
use crate::App;
use crate::documents::{self, NewDocument};
use crate::events::{self, Act, Actor};
use crate::places;

/// Records which of several communes the cluster lies in, by a paper, and ties it to that one
/// instead of the default.
pub async fn confirm_commune(
    app: &App,
    actor: &Actor,
    cluster: &Cluster,
    place_id: &str,
    document: &NewDocument,
    location: &str,
) -> Result<(), Refusal> {
    let recorded = store::recorded_place_ids(&app.store, &cluster.id).await?;
    let units = places::store::units_around(&app.store, &recorded).await?;
    let now = actor.now.to_string();
    let mut tx = app.store.begin().await?;
    let document_id = documents::store::find_or_insert(&mut tx, document, &now).await?;
    let source = (document_id.as_str(), location);
    if store::insert_commune(&mut tx, &cluster.id, place_id, source, &now).await? == 0 {
        return Err(Refusal::on("place", "Xã này đã được xác nhận cho cụm."));
    }
    // The latest word counts where an earlier one is corrected.
    let confirmed = store::confirmed_communes(&mut tx, &cluster.id).await?;
    store::retie(&mut tx, &cluster.id, &units.links(&recorded, &confirmed)).await?;
    let act = Act {
        action: "clusters.commune_confirmed",
        subject_kind: "cluster",
        subject_id: &cluster.id,
        document_id: Some(&document_id),
        note: "",
    };
    let after = serde_json::json!({ "place_id": place_id, "location": location });
    events::record(&mut tx, actor, &act, &after).await?;
    super::commit(tx).await?;
    Ok(())
}

//! Adding a cluster and changing its words.

use super::super::model::{Cluster, NewCluster};
use super::super::store;
use super::Refusal;
use crate::App;
use crate::documents::{self, NewDocument};
use crate::events::{self, Act, Actor};
use crate::places::{Link, Relation};
use crate::store::StoreError;

/// Adds a cluster with the units it lies in, on the word of a paper.
pub async fn add(
    app: &App,
    actor: &Actor,
    new: &NewCluster,
    links: &[Link],
    document: &NewDocument,
) -> Result<Cluster, Refusal> {
    let now = actor.now.to_string();
    let mut tx = app.store.begin().await?;
    let document_id = documents::store::find_or_insert(&mut tx, document, &now).await?;
    let base = kernel::text::slug(&new.name);
    if base.is_empty() {
        return Err(Refusal::on("name", "Tên phải có chữ cái hoặc chữ số."));
    }
    let mut slug = base.clone();
    let mut number = 2;
    while store::slug_is_taken(&mut tx, &slug).await? {
        slug = format!("{base}-{number}");
        number += 1;
    }
    let cluster = store::insert(&mut tx, new, &slug, links, &now).await?;
    // What the paper called it stays findable, whatever it is called later.
    store::insert_name(&mut tx, &cluster.id, &new.name, "as_written", &document_id, &now).await?;
    let recorded = links.iter().filter(|link| link.relation == Relation::Recorded).count();
    let note = if recorded > 1 { "Cụm nằm trên nhiều đơn vị hành chính." } else { "" };
    let act = Act {
        action: "clusters.added",
        subject_kind: "cluster",
        subject_id: &cluster.id,
        document_id: Some(&document_id),
        note,
    };
    events::record(&mut tx, actor, &act, &cluster).await?;
    super::commit(tx).await?;
    Ok(cluster)
}

/// Changes the words of a cluster; the reason is kept.
pub async fn edit(
    app: &App,
    actor: &Actor,
    before: &Cluster,
    after: &Cluster,
    aliases: &[String],
    reason: &str,
) -> Result<(), StoreError> {
    let mut tx = app.store.begin().await?;
    store::update(&mut tx, before, after, aliases).await?;
    let act = Act {
        action: "clusters.edited",
        subject_kind: "cluster",
        subject_id: &before.id,
        document_id: None,
        note: reason,
    };
    let image = Cluster { revision: before.revision + 1, ..after.clone() };
    events::record(&mut tx, actor, &act, &image).await?;
    super::commit(tx).await
}

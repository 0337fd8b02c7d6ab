//! Bundles that were made here or taken in. A row is never changed.

use super::super::model::{BundleDirection, NewBundle, SentBundle};
use crate::events::Actor;
use crate::reports::store::REACHES_PLACE;
use crate::store::{Result, Statement, Store, Tx, new_id};
use crate::users::{Right, Role, Viewer};

const COLUMNS: &str = "select b.id, b.direction, b.sha256, b.report_id, b.place_id, p.full_name as place, b.form, b.period, b.version, b.papers, b.file_sha256, b.file_name, b.file_bytes, b.kept_at, b.reply, b.document_id,
        (select d.state from exchange_deliveries d where d.bundle_id = b.id order by case d.state when 'received' then 1 else 0 end, d.id limit 1) as state,
        coalesce((select t.name from exchange_deliveries d join exchange_partners t on t.id = d.partner_id where d.bundle_id = b.id
                  order by case d.state when 'received' then 1 else 0 end, d.id limit 1), '') as partner
     from exchange_bundles b join places p on p.id = b.place_id";

/// Adds: the viewer sees reports of unit `p`.
fn push_seen(query: &mut Statement, viewer: &Viewer) {
    query.push(" where exists (select 1 from user_places up where up.user_id = ");
    query.push_bind(viewer.user_id.clone()).push(" and up.role in ");
    query.push_list(Role::ALL.iter().copied().filter(|role| role.gives(Right::SeeReports)));
    query.push(" and ").push(REACHES_PLACE).push(")");
}

/// The bundles of units the viewer sees, latest first.
pub async fn list_bundles(store: &Store, viewer: &Viewer, limit: i64) -> Result<Vec<SentBundle>> {
    let mut query = Statement::new(COLUMNS);
    push_seen(&mut query, viewer);
    query.push(" order by b.id desc limit ").push_bind(limit);
    query.fetch_all(store).await
}

/// One bundle, if the viewer sees reports of its unit.
pub async fn find_bundle(store: &Store, viewer: &Viewer, id: &str) -> Result<Option<SentBundle>> {
    let mut query = Statement::new(COLUMNS);
    push_seen(&mut query, viewer);
    query.push(" and b.id = ").push_bind(id.to_owned());
    Ok(query.fetch_all(store).await?.pop())
}

/// The bundle of a report that was found for the viewer.
pub async fn find_of_report(
    store: &Store,
    _viewer: &Viewer,
    direction: BundleDirection,
    report_id: &str,
) -> Result<Option<SentBundle>> {
    let mut query = Statement::new(COLUMNS);
    query.push(" where b.direction = ").push_bind(direction);
    query.push(" and b.report_id = ").push_bind(report_id.to_owned());
    Ok(query.fetch_all(store).await?.pop())
}

/// The bundle that is known by a hash. Whoever asks holds it, or a receipt for it.
pub async fn find_by_hash(
    store: &Store,
    direction: BundleDirection,
    sha256: &str,
) -> Result<Option<SentBundle>> {
    let mut query = Statement::new(COLUMNS);
    query.push(" where b.direction = ").push_bind(direction);
    query.push(" and b.sha256 = ").push_bind(sha256.to_owned());
    Ok(query.fetch_all(store).await?.pop())
}

/// Keeps a bundle and returns its id; `Taken` when it is known already.
pub async fn insert_bundle(tx: &mut Tx, actor: &Actor, new: &NewBundle) -> Result<String> {
    let id = new_id();
    sqlx::query(
        "insert into exchange_bundles (id, direction, sha256, report_id, place_id, form, period, version, papers, file_sha256, file_name, file_bytes, kept_by, kept_at, reply, document_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
    )
    .bind(&id)
    .bind(new.direction)
    .bind(&new.sha256)
    .bind(&new.report_id)
    .bind(&new.place_id)
    .bind(new.form)
    .bind(&new.period)
    .bind(new.version)
    .bind(new.papers)
    .bind(&new.file_sha256)
    .bind(&new.file_name)
    .bind(new.file_bytes)
    .bind(&actor.user_id)
    .bind(actor.now.to_string())
    .bind(&new.reply)
    .bind(new.document_id.clone())
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

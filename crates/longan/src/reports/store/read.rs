//! Reading reports.

use crate::store::{Result, Store};
use crate::users::Viewer;

/// Whether the person `up` reaches unit `p`: by the unit, one above it, one it became or came
/// from, or a region around it.
pub(in crate::reports) const REACHES_PLACE: &str = "(up.place_id in (p.id, p.parent_id, p.province_id, 'country:VN:')
     or exists (select 1 from place_changes n join places old on old.id = n.old_id where n.new_id = p.id and up.place_id in (old.id, old.parent_id, old.province_id))
     or exists (select 1 from place_changes n join places became on became.id = n.new_id where n.old_id = p.id and up.place_id in (became.id, became.parent_id, became.province_id))
     or exists (select 1 from place_members m where m.region_id = up.place_id and m.member_id in (p.id, p.province_id)))";

/// The periods for which there are reports. It tells nothing of whose they are.
pub async fn list_periods(store: &Store, _viewer: &Viewer) -> Result<Vec<String>> {
    let rows: Vec<(String,)> =
        sqlx::query_as("select distinct period from reports order by period desc")
            .fetch_all(store.read())
            .await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

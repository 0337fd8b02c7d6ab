//! What the law says of clusters. Pure functions; the numbers come from `law/`.

use crate::store::Day;
use kernel::law::{Law, Resolved};

/// The largest area a cluster may have on a day, also after expansion.
///
/// Parameters `clusters.area.max_ha` and `clusters.area.max_after_expansion_ha`; while both
/// hold (Quyết định 105/2009/QĐ-TTg) the larger one is the limit no cluster may pass.
pub fn greatest_area<'a>(law: &'a Law, day: Day, province: Option<&str>) -> Option<Resolved<'a>> {
    let keys = ["clusters.area.max_after_expansion_ha", "clusters.area.max_ha"];
    let limits = keys.iter().filter_map(|key| law.on(key, day.0, province));
    limits.max_by_key(Resolved::area_m2)
}

//! Limits of land, and what becomes of clusters that are older than the limits.

use crate::store::Day;
use kernel::area::Area;
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

/// Whether an area passes the maximum (`clusters.area.max_ha`, or after expansion
/// `clusters.area.max_after_expansion_ha`); on days without a maximum nothing does.
pub fn area_above_maximum(maximum: Option<&Resolved<'_>>, area: Area) -> bool {
    maximum.and_then(|limit| limit.allows_area(area)) == Some(false)
}

/// Whether an area is below the minimum (`clusters.area.min_ha`, or
/// `clusters.area.min_ha.mountain_or_craft`); on days without a minimum nothing is.
pub fn area_below_minimum(minimum: Option<&Resolved<'_>>, area: Area) -> bool {
    minimum.and_then(|limit| limit.allows_area(area)) == Some(false)
}

/// Whether a cluster counts as formed before Quyết định 105/2009/QĐ-TTg
/// (`clusters.legacy.pre2009_cutoff`).
pub fn formed_before_2009_decision(cutoff: Option<&Resolved<'_>>, formed_on: Day) -> bool {
    cutoff.and_then(|cutoff| cutoff.allows_day(formed_on.0)) == Some(true)
}

/// What the law says of an area outside the limits.
#[derive(Clone, Copy, Debug)]
pub enum Legacy<'a> {
    /// The area keeps within the limit.
    Within,
    /// The area is outside the limit and nothing excuses it.
    Outside,
    /// The area is outside the limit, and a rule for old clusters says what happens.
    Ruled(Resolved<'a>),
}

/// What happens to a cluster above the maximum: one formed before 2009 follows
/// `clusters.legacy.over_75_pre2009`, any other is over the maximum.
pub fn legacy_over_maximum<'a>(
    maximum: Option<&Resolved<'_>>,
    legacy: Option<Resolved<'a>>,
    cutoff: Option<&Resolved<'_>>,
    area: Area,
    formed_on: Option<Day>,
) -> Legacy<'a> {
    if !area_above_maximum(maximum, area) {
        return Legacy::Within;
    }
    let is_old = formed_on.is_some_and(|day| formed_before_2009_decision(cutoff, day));
    legacy.filter(|_| is_old).map_or(Legacy::Outside, Legacy::Ruled)
}

/// What happens to a cluster below the minimum: one established before Nghị định
/// 68/2017/NĐ-CP was in force follows `clusters.legacy.small_before_nd68`.
pub fn legacy_below_minimum<'a>(
    law: &Law,
    minimum: Option<&Resolved<'_>>,
    legacy: Option<Resolved<'a>>,
    area: Area,
    established_on: Option<Day>,
) -> Legacy<'a> {
    if !area_below_minimum(minimum, area) {
        return Legacy::Within;
    }
    let in_force = law.document("nd-68-2017").and_then(|decree| decree.in_force);
    let is_old = established_on.zip(in_force).is_some_and(|(day, from)| day.0 < from);
    legacy.filter(|_| is_old).map_or(Legacy::Outside, Legacy::Ruled)
}

/// Whether a cluster formed before 2009 may still be put in order on the day
/// (`clusters.legacy.pre2009_deadline`).
pub fn legacy_deadline_open(deadline: Option<&Resolved<'_>>, day: Day) -> bool {
    deadline.and_then(|deadline| deadline.allows_day(day.0)) == Some(true)
}

/// Whether service land takes more of the cluster than it may (`clusters.land.service_max_share`).
pub fn service_land_above_share(share: Option<&Resolved<'_>>, service: Area, whole: Area) -> bool {
    let Some((share, bound)) = share.and_then(|share| share.scaled(2).zip(share.bound())) else {
        return false;
    };
    // Hundredths of a percent, without dividing: service over whole against the share.
    !bound.allows(i128::from(service.0) * 10_000, i128::from(share) * i128::from(whole.0))
}

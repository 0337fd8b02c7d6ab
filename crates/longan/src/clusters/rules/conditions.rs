//! Conditions for a new cluster, for growing, and for being chosen as investor.

use kernel::area::Area;
use kernel::law::Resolved;

/// Whether the clusters already there are full enough for a new one: average occupancy above
/// `clusters.new.avg_occupancy_gt`, or unleased land within `clusters.new.or_unleased_max_ha`.
/// Occupancy in hundredths of a percent.
pub fn new_cluster_occupancy(
    average: Option<&Resolved<'_>>,
    unleased_limit: Option<&Resolved<'_>>,
    average_occupancy: i64,
    unleased: Area,
) -> bool {
    let full = average.and_then(|limit| limit.allows_scaled(average_occupancy, 2));
    let little_left = unleased_limit.and_then(|limit| limit.allows_area(unleased));
    full == Some(true) || little_left == Some(true)
}

/// Whether a cluster is full enough to grow (`clusters.expand.min_occupancy`), or more land is
/// asked for than is left. Occupancy in hundredths of a percent.
pub fn expansion_occupancy(
    least: Option<&Resolved<'_>>,
    occupancy: i64,
    demand_above_land: bool,
) -> bool {
    let full = least.and_then(|limit| limit.allows_scaled(occupancy, 2));
    full == Some(true) || demand_above_land
}

/// Whether the shared works that must be finished before growing are finished
/// (`clusters.expand.infrastructure_done`). A cluster formed before 2009 is excused while
/// `clusters.expand.infrastructure_waiver` says so.
pub fn expansion_infrastructure(
    required: Option<&Resolved<'_>>,
    waiver: Option<&Resolved<'_>>,
    done: &[&str],
    formed_before_2009: bool,
) -> bool {
    let is_excused =
        formed_before_2009 && waiver.is_some_and(|waiver| waiver.has_word("formed_before_2009"));
    is_excused || required.is_none_or(|required| required.words().all(|work| done.contains(&work)))
}

/// Whether a proposal has enough points to be chosen (`clusters.score.pass`); points in tenths.
pub fn score_passes(pass: Option<&Resolved<'_>>, points_tenths: i64) -> bool {
    pass.and_then(|pass| pass.allows_scaled(points_tenths, 1)) == Some(true)
}

//! What the law says of clusters. Pure functions; the numbers come from `law/`.

mod conditions;
mod flags;
mod limits;
mod window;

pub use conditions::{
    expansion_infrastructure, expansion_occupancy, new_cluster_occupancy, score_passes,
};
pub use flags::{Background, Finding, Flag, findings};
pub use limits::{
    Legacy, area_above_maximum, area_below_minimum, formed_before_2009_decision, greatest_area,
    legacy_below_minimum, legacy_deadline_open, legacy_over_maximum, service_land_above_share,
};
pub use window::reporting_window;

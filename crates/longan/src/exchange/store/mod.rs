//! All SQL of the exchange.

mod bundles;
mod deliveries;
mod partners;
mod rollup;

pub use bundles::{find_bundle, find_by_hash, find_of_report, insert_bundle, list_bundles};
pub use deliveries::{
    NewDelivery, find_delivery, insert_delivery, list_deliveries, set_ended, set_received,
    set_waiting,
};
pub use partners::{
    find_key, find_partner, find_partner_by_key, insert_key, insert_partner, list_partners,
    set_key_ended, set_revoked,
};
pub use rollup::{SentReport, list_sent};

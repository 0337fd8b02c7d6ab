//! Industrial promotion (khuyến công): programmes, yearly plans, projects with their money and
//! papers, and what the law of the day says of each amount.
//!
//! Money is kept as lines: whose it is, how far it has come, for which year, batch and
//! beneficiary, on which paper. Nothing here knows about clusters or reports.

pub mod model;
pub mod rules;

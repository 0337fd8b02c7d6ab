//! The pure words of administration: text, numbers, land, money, days, names and the law.
//!
//! Nothing here reads a clock, a file or a database: what a function answers depends on
//! its arguments alone, so a report can be computed for any day and a test needs no set-up.

pub mod area;
pub mod cluster_name;
pub mod day;
pub mod figure;
pub mod form;
pub mod law;
pub mod money;
pub mod number;
pub mod tax_code;
pub mod text;
pub mod working_days;

pub use area::Area;
pub use day::{Day, Period};
pub use money::Money;

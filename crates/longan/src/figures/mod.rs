//! Figures (chỉ tiêu): a figure is its rows.
//!
//! Each slice defines its figures once: code, name, unit, legal definition, and one query
//! that returns the contributing rows. The value is the sum over that same query, so the
//! explanation can never disagree with the number.

mod answer;
mod api;
pub mod pages;
mod spread;
pub mod store;
mod window;

pub use answer::{
    Answer, Question, answer, answers, answers_to, by_cluster, explain, part_notes, parts,
};
pub use kernel::figure::{Basis, Unit};
pub use spread::{Among, Spread, spread, spread_papers};
pub use window::{Window, WindowRule};

use crate::routes::{Routes, Rule};
use crate::store::Day;
use crate::users::Right;
use kernel::law::{Law, Resolved};

/// A figure, defined once.
#[derive(Clone, Copy, Debug)]
pub struct Figure {
    /// Its code, promised to scripts.
    pub code: &'static str,
    /// Its name in Vietnamese.
    pub name: &'static str,
    /// What it counts or measures.
    pub unit: Unit,
    /// What it means, and by which law or practice.
    pub definition: &'static str,
    /// How it is computed, in words an officer can check.
    pub formula: &'static str,
    /// The bases it can be asked on; empty for figures that need none.
    pub bases: &'static [Basis],
    /// Whether it is of a day or of a period.
    pub time: Time,
    /// The legal limit its query compares with, resolved for the day.
    pub limit: Option<LimitRule>,
    /// The rule that sets the days a report of a period tells of.
    pub window: WindowRule,
    /// What it means when there is no row.
    pub silence: Silence,
    /// The query of its rows on a basis.
    pub rows: fn(Basis) -> &'static str,
    /// How its rows get their names, where they are shown.
    pub subjects: &'static Subjects,
}

/// How the rows `r` of a figure get their names: joins, and three expressions over them.
/// Kept apart from the rows, so that a sum does not pay for names nobody reads.
#[derive(Clone, Copy, Debug)]
pub struct Subjects {
    /// The definitions that the queries of these figures may begin with, in their order: said once
    /// where several figures are asked together.
    pub shared: &'static [&'static str],
    /// Joins to the records behind the rows.
    pub joins: &'static str,
    /// Name of the record.
    pub name: &'static str,
    /// Page of the record.
    pub path: &'static str,
    /// Sort key of the record.
    pub sort_key: &'static str,
    /// What ties the records to units.
    pub ties: &'static Ties,
}

/// How the records that a figure counts are tied to units: the rows of a figure name the record in
/// their column `cluster_id`, whatever it is.
#[derive(Clone, Copy, Debug)]
pub struct Ties {
    /// Table of the units a record lies in.
    pub table: &'static str,
    /// Its column of the record.
    pub key: &'static str,
    /// What people call a record.
    pub noun: &'static str,
    /// Query of the unit that each record of place `$2` lies in at level `$9` on day `$8`:
    /// `cluster_id`, `place_id`, `mapping`, and `nth`, which is 1 for the one that counts.
    pub homes: &'static str,
    /// Query of the unit that leads for record `r.cluster_id` at level `p.level` on day `$3`.
    pub leads: &'static str,
    /// Whether record `x` of the table was on the register on day `$3`: a condition.
    pub known: &'static str,
}

/// Finds the parameter that sets a figure's limit on a day, in the province asked for.
pub type LimitRule = for<'a> fn(&'a Law, Day, Option<&str>) -> Option<Resolved<'a>>;

/// What it means when nothing contributes to a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Silence {
    /// There is none: the sum is 0.
    Nothing,
    /// Nobody has told: the sum is not known, unless another figure says that nobody could.
    Untold {
        /// Code of the figure that is 0 where there is nobody to tell.
        unless_none: &'static str,
    },
}

/// Whether a figure is of a day or of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Time {
    /// As things stand on a day.
    Day,
    /// What happened in a period.
    Period,
}

/// Every figure the program can tell, in the order people expect.
pub fn all() -> impl Iterator<Item = &'static Figure> {
    crate::CAPABILITIES.iter().flat_map(|capability| capability.figures).copied().flatten()
}

/// The figure with this code.
pub fn find(code: &str) -> Option<&'static Figure> {
    all().find(|figure| figure.code == code)
}

/// One contributing row.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, sqlx::FromRow,
)]
pub struct Row {
    /// numerator, denominator, or `left_out` for what the figure cannot count and says so.
    pub part: String,
    /// Id of the record.
    pub subject: String,
    /// Name of the record.
    pub name: String,
    /// Page of the record.
    pub path: String,
    /// What it contributes: m², đồng, people or 1.
    pub amount: i64,
    /// Day the fact is of.
    pub as_of: String,
    /// Id of the paper.
    pub document_id: String,
    /// Number of the paper, or the name of the file.
    pub document: String,
    /// Day of the paper; empty when it has none.
    pub document_date: String,
    /// Where in the paper.
    pub location: String,
}

impl Row {
    /// What people read for the part the row plays in a figure of a unit.
    pub fn part_label(&self, unit: Unit) -> &'static str {
        match self.part.as_str() {
            "denominator" => "Mẫu số",
            "left_out" => "Không tính",
            _ if unit.is_ratio() => "Tử số",
            _ => "Tính",
        }
    }

    /// The amount as people write it.
    pub fn amount_vi(&self, unit: Unit) -> String {
        amount_vi(unit, self.amount)
    }
}

/// A sum as people write it: land in hectares, the rest whole; of a ratio what it divides.
pub fn amount_vi(unit: Unit, amount: i64) -> String {
    match unit.of_sums() {
        Unit::Hectares => kernel::number::format_scaled(amount, 4, 2, 4),
        _ => kernel::number::format_scaled(amount, 0, 0, 0),
    }
}

/// A ratio in hundredths as people write it: "79,35"; "chưa xác định" when it is not defined.
pub fn ratio_vi(hundredths: Option<i64>) -> String {
    let written = hundredths.map(|ratio| kernel::number::format_scaled(ratio, 2, 2, 2));
    written.unwrap_or_else(|| "chưa xác định".to_owned())
}

/// A sum for machines: land in hectares, the rest whole; of a ratio what it divides.
fn sum_string(unit: Unit, sum: i64) -> String {
    match unit.of_sums() {
        Unit::Hectares => kernel::number::decimal_string(sum, 4),
        _ => sum.to_string(),
    }
}

/// What one unit within the place contributes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Id of the unit; empty for what lies in no unit that is known.
    pub place_id: String,
    /// Its full name; empty with its id.
    pub full_name: String,
    /// Sum of its rows, or of the numerator's.
    pub numerator: i64,
    /// Sum of its denominator's rows.
    pub denominator: i64,
}

impl Part {
    /// The value as people write it.
    pub fn value_vi(&self, unit: Unit) -> String {
        if unit.is_ratio() {
            ratio_vi(unit.divide(self.ratio()))
        } else {
            amount_vi(unit, self.numerator)
        }
    }

    /// The value as a whole number: m², đồng, people; hundredths of a ratio, when it is defined.
    pub fn amount(&self, unit: Unit) -> Option<i64> {
        if unit.is_ratio() { unit.divide(self.ratio()) } else { Some(self.numerator) }
    }

    /// What people read for the unit.
    pub fn name(&self) -> &str {
        if self.place_id.is_empty() {
            "Chưa xác định được đơn vị"
        } else {
            &self.full_name
        }
    }

    /// For programs.
    pub fn json(&self, unit: Unit) -> serde_json::Value {
        let value = match unit {
            _ if unit.is_ratio() => {
                unit.divide(self.ratio()).map(kernel::number::hundredths_string)
            }
            Unit::Hectares => Some(kernel::number::decimal_string(self.numerator, 4)),
            _ => Some(self.numerator.to_string()),
        };
        let sum = |sum| sum_string(unit, sum);
        serde_json::json!({
            "place_id": self.place_id, "name": self.full_name, "value": value,
            "numerator": unit.is_ratio().then(|| sum(self.numerator)),
            "denominator": unit.is_ratio().then(|| sum(self.denominator)),
        })
    }

    /// Numerator over denominator.
    pub fn ratio(&self) -> kernel::number::Ratio {
        kernel::number::Ratio { numerator: self.numerator, denominator: self.denominator }
    }
}

/// Pages and machine interface of the figures.
pub fn routes() -> Routes {
    let see = Rule::Needs(Right::SeeRegister);
    Routes::new()
        .get("/figures", see, pages::list)
        .get("/figures/{code}", see, pages::show)
        .api("/api/figures", see, &api::LIST, pages::list_json)
        .api("/api/figures/{code}", see, &api::SHOW, pages::show_json)
}

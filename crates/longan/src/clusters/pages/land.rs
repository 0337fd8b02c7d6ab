//! Every area of a cluster side by side: what each source says, and where they differ.

use crate::observations::{Indicator, Observation, Standing as Status};
use crate::store::Day;
use kernel::number::format_scaled;

/// One kind of area: the number that is taken, and the others of the same day.
#[derive(Clone, Debug)]
pub struct LandLine {
    /// What was measured.
    pub indicator: Indicator,
    /// The number that is taken.
    pub taken: Observation,
    /// What is left when the area by decision is taken off, with its sign; empty where it cannot be said.
    pub difference: String,
    /// Other numbers for the same day that say something else.
    pub disagreeing: Vec<Observation>,
    /// Earlier and set-aside numbers.
    pub others: Vec<Observation>,
}

/// The areas in the order of the reconciliation, as they were known on the day.
pub fn lines(mut reported: Vec<Observation>, on: Day) -> Vec<LandLine> {
    reported.retain(|o| o.as_of <= on && o.indicator.word().starts_with("area."));
    let taken = |indicator: Indicator| {
        reported.iter().find(|o| o.indicator == indicator && o.status != Status::SetAside)
    };
    let decision = taken(Indicator::AreaDecision).map(|o| o.value);
    let indicators = Indicator::ALL.iter().filter_map(|indicator| taken(*indicator));
    indicators
        .map(|best| {
            let rest = reported.iter().filter(|o| o.indicator == best.indicator && o.id != best.id);
            let (disagreeing, others) = rest.cloned().partition(|o| {
                o.as_of == best.as_of
                    && o.period == best.period
                    && o.value != best.value
                    && o.status != Status::SetAside
                    && best.status != Status::Settled
            });
            LandLine {
                indicator: best.indicator,
                taken: best.clone(),
                difference: difference(best, decision),
                disagreeing,
                others,
            }
        })
        .collect()
}

fn difference(taken: &Observation, decision: Option<i64>) -> String {
    let is_whole = matches!(
        taken.indicator,
        Indicator::AreaPlanned | Indicator::AreaDetailed | Indicator::AreaMeasured
    );
    match decision.map(|decision| taken.value - decision) {
        Some(difference) if is_whole && difference != 0 => {
            let sign = if difference > 0 { "+" } else { "" };
            format!("{sign}{}", format_scaled(difference, 4, 2, 4))
        }
        _ => String::new(),
    }
}

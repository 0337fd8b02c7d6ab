//! What the law says of promotion. Pure functions; the numbers come from `law/`.

mod advance;
mod due;
mod judge;
mod order;
mod support;
mod waiting;

pub use advance::{advance_caps, advance_family};
pub use due::{Due, due};
pub use judge::{Judgement, Verdict, judge_advance, judge_support, later_advance};
pub use order::{
    OrderedStep, Standing, Way, after_acceptance, beside, day_of, of_month, order, period_of,
    state_after, why_not,
};
pub use support::{Ceiling, Jurisdiction, Wanted, ceiling, first_ceiling_after};
pub use waiting::{DueStep, Waits, When, due_between, late_for, waits_for};

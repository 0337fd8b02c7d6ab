//! What the law says of promotion. Pure functions; the numbers come from `law/`.

mod advance;
mod agree;
mod calendar;
mod due;
mod eligible;
mod judge;
mod order;
mod priority;
mod progress;
mod support;
mod waiting;

pub use advance::{AdvanceWork, WorkStanding, advance_caps, advance_family, advance_work};
pub use agree::{Disagreement, disagreements};
pub use calendar::{Deadline, deadlines};
pub use due::{Due, due};
pub use eligible::{Asker, Condition, Standing, checklist, profile, questions};
pub use judge::{Judgement, Verdict, judge_advance, judge_support, later_advance};
pub use order::{
    OrderedStep, StepStanding, Way, after_acceptance, beside, day_of, of_month, order, period_of,
    state_after, why_not,
};
pub use priority::{Rank, Reason, rank};
pub use progress::{Progress, Slip, check_day, effects_rule, expected_vnd, lag, shares, slips};
pub use support::{Ceiling, Jurisdiction, Wanted, ceiling, first_ceiling_after};
pub use waiting::{DueStep, Waits, When, due_between, late_for, waits_for};

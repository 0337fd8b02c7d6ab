//! What people read for the acts of one's own work in a record's history.

use crate::events::told::{NOTHING, Vocabulary};

/// The words.
pub const VOCABULARY: Vocabulary = Vocabulary {
    actions: &[("work.handed_over", "bàn giao công việc")],
    records: &[("handover", "Bàn giao công việc", "/work/handovers/{}")],
    ..NOTHING
};

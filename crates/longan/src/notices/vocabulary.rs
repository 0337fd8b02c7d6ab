//! What people read for the acts on notices in a record's history.

use crate::events::told::{NOTHING, Vocabulary};

/// The words.
pub const VOCABULARY: Vocabulary = Vocabulary {
    actions: &[("notices.settings_set", "đặt cách nhận thông báo")],
    ..NOTHING
};

//! What people read for the acts on administrative units in a record's history.

use crate::events::told::{NOTHING, Vocabulary};

/// The words.
pub const VOCABULARY: Vocabulary = Vocabulary {
    actions: &[
        ("places.change_file_brought", "tải tệp thay đổi đơn vị hành chính lên"),
        ("places.changed", "cập nhật đơn vị hành chính theo tệp"),
    ],
    fields: &[("file_name", "Tệp"), ("row_count", "Số dòng")],
    records: &[
        ("place", "Đơn vị hành chính", ""),
        ("place_change_file", "Tệp thay đổi đơn vị hành chính", ""),
    ],
    ..NOTHING
};

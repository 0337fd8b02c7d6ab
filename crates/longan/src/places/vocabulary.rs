//! What people read for the acts on administrative units in a record's history.

use crate::events::told::{NOTHING, Vocabulary};

/// The words.
pub const VOCABULARY: Vocabulary = Vocabulary {
    actions: &[
        ("places.change_file_brought", "tải tệp thay đổi đơn vị hành chính lên"),
        ("places.changed", "cập nhật đơn vị hành chính theo tệp"),
        ("places.unit_began", "ghi đơn vị được lập"),
        ("places.unit_ended", "ghi đơn vị kết thúc"),
        ("places.member_joined", "ghi thêm tỉnh vào vùng"),
    ],
    fields: &[
        ("file_name", "Tệp"),
        ("row_count", "Số dòng"),
        ("last_day", "Ngày cuối cùng"),
        ("became", "Trở thành"),
        ("came_from", "Có từ"),
        ("member", "Tỉnh"),
        ("unit_name", "Tên đơn vị"),
    ],
    records: &[
        ("place", "Đơn vị hành chính", "/places/{}"),
        ("place_change_file", "Tệp thay đổi đơn vị hành chính", ""),
    ],
    ..NOTHING
};

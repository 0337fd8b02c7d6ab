//! What people read for the acts and fields of this slice in a record's history.

use super::model::{Direction, Kind, Relation, Urgency};
use crate::events::told::{Image, NOTHING, Vocabulary};

/// The words.
pub const VOCABULARY: Vocabulary = Vocabulary {
    actions: &[
        ("documents.registered", "vào sổ văn bản"),
        ("documents.edited", "sửa thông tin văn bản"),
        ("documents.file_added", "thêm bản mới của tệp"),
        ("documents.linked", "ghi liên kết văn bản"),
        ("documents.unlinked", "bỏ liên kết văn bản"),
    ],
    fields: &[
        ("direction", "Chiều văn bản"),
        ("register_number", "Số đến/đi"),
        ("registered_on", "Ngày đến/đi"),
        ("issued_on", "Ngày văn bản"),
        ("issuer", "Cơ quan ban hành"),
        ("subject_line", "Trích yếu"),
        ("signer", "Người ký"),
        ("signer_title", "Chức vụ người ký"),
        ("urgency", "Độ khẩn"),
        ("grounds", "Căn cứ"),
        ("in_force_from", "Có hiệu lực từ"),
        ("in_force_to", "Hết hiệu lực sau"),
        ("file_name", "Tệp"),
        ("relation", "Quan hệ"),
        ("target", "Văn bản kia"),
    ],
    records: &[("document", "Văn bản", "/documents/{}")],
    value,
    ..NOTHING
};

fn value(field: &str, text: &str, image: &Image) -> Option<String> {
    let label = match field {
        "direction" => text.parse().map(Direction::label).ok(),
        "urgency" => text.parse().map(Urgency::label).ok(),
        "relation" => text.parse().map(Relation::label).ok(),
        // Other records have kinds too; a paper has a subject line.
        "kind" if image.contains_key("subject_line") => text.parse().map(Kind::label).ok(),
        _ => None,
    };
    label.map(str::to_owned)
}

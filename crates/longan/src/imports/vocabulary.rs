//! What people read for the acts and fields of imports in a record's history.

use super::model::Status;
use crate::events::told::{Image, NOTHING, Vocabulary};

/// The words.
pub const VOCABULARY: Vocabulary = Vocabulary {
    actions: &[
        ("imports.started", "tải bảng tính lên"),
        ("imports.read", "đọc bảng tính"),
        ("imports.read_again", "đọc lại bảng tính"),
        ("imports.resumed", "đọc tiếp bảng tính"),
        ("imports.taken", "nhận các dòng của bảng tính"),
        ("imports.withdrawn", "bỏ lần nhập bảng tính"),
        ("imports.refused", "từ chối bảng tính không đọc được"),
    ],
    fields: &[("file", "Tệp"), ("taken", "Số dòng đã nhận"), ("stale", "Số dòng bỏ lại")],
    records: &[("import", "Lần nhập bảng tính", "/imports/{}")],
    value: |field: &str, text: &str, _image: &Image| match field {
        "status" => text.parse().map(|status: Status| status.label().to_owned()).ok(),
        _ => None,
    },
    ..NOTHING
};

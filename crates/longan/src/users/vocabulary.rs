//! What people read for the acts and fields of accounts in a record's history.

use super::rights::Role;
use crate::events::told::{Image, NOTHING, Vocabulary};

/// The words.
pub const VOCABULARY: Vocabulary = Vocabulary {
    actions: &[
        ("users.added", "thêm tài khoản"),
        ("users.password_set", "đặt mật khẩu"),
        ("users.role_given", "giao vai trò"),
        ("users.role_delegated", "ủy quyền vai trò"),
        ("users.role_ended", "kết thúc vai trò"),
        ("users.entry_asked", "đề nghị Sở nhập thay"),
        ("users.entry_withdrawn", "rút đề nghị nhập thay"),
        ("users.closed", "đóng tài khoản"),
        ("users.factor_rule_set", "đặt quy định xác thực hai bước"),
        ("users.sessions_ended", "kết thúc các phiên đăng nhập"),
        ("users.signed_in_on_new_device", "đăng nhập trên thiết bị mới"),
    ],
    fields: &[
        ("role", "Vai trò"),
        ("place_id", "Tại"),
        ("disabled_on", "Đóng từ ngày"),
        ("withdrawn_on", "Ngày rút"),
    ],
    records: &[
        ("user", "Tài khoản", ""),
        ("entry_request", "Đề nghị nhập thay", "/entry-requests"),
    ],
    value: |field: &str, text: &str, _image: &Image| match field {
        "role" => text.parse().map(|role: Role| role.label().to_owned()).ok(),
        _ => None,
    },
    ..NOTHING
};

//! What people read for the acts of the exchange in a record's history.

use crate::events::told::{NOTHING, Vocabulary};

/// The words.
pub const VOCABULARY: Vocabulary = Vocabulary {
    actions: &[
        ("exchange.key_made", "tạo khóa ký của chương trình"),
        ("exchange.partner_added", "ghi đối tác trao đổi"),
        ("exchange.partner_revoked", "thu hồi tin cậy đối tác trao đổi"),
        ("exchange.bundled", "đóng gói báo cáo để gửi"),
        ("exchange.sending_asked", "gửi gói báo cáo qua mạng"),
        ("exchange.sending_failed", "gói báo cáo không được nhận"),
        ("exchange.acknowledged", "ghi biên nhận gói báo cáo"),
        ("exchange.replied", "đóng gói trả lời nơi gửi báo cáo"),
        ("exchange.answered", "nhận trả lời của nơi nhận báo cáo"),
        ("exchange.received", "nhận gói báo cáo, cấp biên nhận"),
    ],
    records: &[
        ("exchange_partner", "Đối tác trao đổi", "/exchange/partners"),
        ("exchange_key", "Khóa ký", "/exchange/partners"),
    ],
    ..NOTHING
};

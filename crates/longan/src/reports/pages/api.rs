//! What programs are told about reports.

use crate::routes::Told;
use serde_json::{Value, json};

/// Who owes a form for a period.
pub const OWED: Told = Told {
    summary: "Ai phải gửi một biểu mẫu trong một kỳ, hạn cuối và tình trạng, 50 dòng một trang",
    query: &[
        ("form", "Biểu mẫu: bieu-01, bieu-02, bieu-03, bieu-04"),
        ("period", "Kỳ: 2026-H1 hoặc 2026; bỏ trống là kỳ hiện tại"),
        ("place", "Mã đơn vị hành chính; bỏ trống là mọi địa bàn được xem"),
        ("cluster", "Mã đường dẫn của cụm; bỏ trống là mọi cụm"),
        ("state", "missing, draft, returned, sent, accepted; open là còn phải gửi"),
        ("page", "Trang, từ 1"),
    ],
    answer: || {
        json!({
            "type": "object",
            "required": ["form", "period", "from", "to", "due_on", "count", "page", "owed"],
            "properties": {
                "form": { "type": "string" }, "period": { "type": "string" },
                "from": { "type": "string" }, "to": { "type": "string" },
                "due_on": { "type": ["string", "null"] },
                "count": { "type": "object" }, "page": { "type": "integer" },
                "next_page": { "type": ["integer", "null"] },
                "owed": { "type": "array", "items": owed() },
            },
        })
    },
};

/// One report.
pub const SHOW: Told = Told {
    summary: "Một báo cáo: số liệu, kết quả kiểm tra, tình trạng",
    query: &[],
    answer: || {
        json!({
            "type": "object",
            "required": ["report", "subject", "from", "to", "values", "problems"],
            "properties": {
                "report": { "type": "object" }, "subject": { "type": "string" },
                "reporter": { "type": "string" }, "cluster": { "type": "string" },
                "document": { "type": "string" }, "entered_by": { "type": "string" }, "from": { "type": "string" },
                "to": { "type": "string" },
                "values": { "type": "array", "items": { "type": "object" } },
                "problems": { "type": "array", "items": { "type": "object" } },
            },
        })
    },
};

/// What came of a workbook.
pub const UPLOAD: Told = Told {
    summary: "Một bảng Excel đã tải lên: đã nhận chưa, từng chỗ sai theo ô và loại lỗi",
    query: &[],
    answer: || {
        json!({
            "type": "object",
            "required": ["form", "period", "outcome", "reports", "errors", "problems"],
            "properties": {
                "form": { "type": "string" }, "period": { "type": "string" },
                "outcome": { "type": "string" }, "reports": { "type": "integer" },
                "errors": { "type": "integer" },
                "problems": { "type": "array", "items": { "type": "object" } },
            },
        })
    },
};

fn owed() -> Value {
    json!({
        "type": "object",
        "required": ["subject_kind", "subject_id", "subject", "state"],
        "properties": {
            "subject_kind": { "type": "string" }, "subject_id": { "type": "string" },
            "subject": { "type": "string" }, "organization_id": { "type": "string" },
            "reporter": { "type": "string" }, "tax_code": { "type": "string" },
            "slug": { "type": "string" }, "cluster": { "type": "string" },
            "place": { "type": "string" }, "mail": { "type": "string" },
            "report_id": { "type": ["string", "null"] },
            "status": { "type": ["string", "null"] }, "state": { "type": "string" },
            "sent_on": { "type": ["string", "null"] },
            "reminded_at": { "type": ["string", "null"] },
            "entered_by": { "type": ["string", "null"] },
        },
    })
}

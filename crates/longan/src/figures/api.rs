//! What programs are told about figures.

use crate::routes::Told;
use serde_json::{Value, json};

/// The list of figures.
pub const LIST: Told = Told {
    summary: "Danh mục chỉ tiêu với định nghĩa và cách tính",
    query: &[],
    answer: || json!({ "type": "array", "items": described() }),
};

/// One figure.
pub const SHOW: Told = Told {
    summary: "Giá trị một chỉ tiêu của một địa bàn vào một ngày hoặc trong một kỳ",
    query: &[
        ("place", "Mã đơn vị hành chính; bỏ trống là địa bàn của người hỏi"),
        ("on", "Ngày; bỏ trống là hôm nay"),
        ("period", "Kỳ: 2013, 2013-H1, 2013-Q2, 2013-05"),
        (
            "report",
            "Kỳ báo cáo với thời gian chốt số liệu theo quy định: 2026, 2026-H1; tính mỗi cụm một lần ở xã chủ trì",
        ),
        ("basis", "Cơ sở tính: leased, legal, serviced, cleared"),
        ("why", "Có giá trị bất kỳ thì trả cả các dòng tạo nên con số"),
    ],
    answer: || {
        json!({
            "type": "object",
            "required": ["code", "name", "unit", "place", "on"],
            "properties": {
                "code": { "type": "string" }, "name": { "type": "string" }, "unit": { "type": "string" },
                "basis": { "type": ["string", "null"] }, "place": { "type": "string" },
                "on": { "type": "string" },
                "window": { "type": ["object", "null"], "description": "Kỳ số liệu của báo cáo: ngày đầu, ngày cuối, căn cứ" },
                "value": { "type": ["string", "null"], "description": "Số thập phân viết bằng chữ số" },
                "numerator": { "type": ["string", "null"] }, "denominator": { "type": ["string", "null"] },
                "rows": { "type": "array", "items": { "type": "object" } },
            },
        })
    },
};

fn described() -> Value {
    json!({
        "type": "object",
        "required": ["code", "name", "unit", "definition", "formula", "bases", "time"],
        "properties": {
            "code": { "type": "string" }, "name": { "type": "string" }, "unit": { "type": "string" },
            "definition": { "type": "string" }, "formula": { "type": "string" },
            "bases": { "type": "array", "items": { "type": "string" } },
            "time": { "enum": ["day", "period"] },
        },
    })
}

//! What programs are told about organizations.

use crate::routes::Told;
use serde_json::{Value, json};

/// The list of organizations.
pub const LIST: Told = Told {
    summary: "Các tổ chức mà người hỏi được xem, 50 tổ chức một trang",
    query: &[
        ("q", "Tên, tên cũ (có dấu hay không dấu) hoặc mã số thuế"),
        ("place", "Mã đơn vị hành chính; bỏ trống là mọi địa bàn được xem"),
        ("kind", "Loại tổ chức"),
        ("state", "Trạng thái"),
        ("sort", "Thứ tự: name, tax_code, recorded"),
        ("direction", "Chiều: up, down"),
        ("page", "Trang, từ 1"),
    ],
    answer: || {
        json!({
            "type": "object",
            "required": ["on", "page", "total", "organizations"],
            "properties": {
                "place_id": { "type": ["string", "null"] }, "on": { "type": "string" },
                "page": { "type": "integer" }, "first": { "type": "integer" },
                "total": { "type": "string" }, "next_page": { "type": ["integer", "null"] },
                "organizations": { "type": "array", "items": organization() },
            },
        })
    },
};

/// One organization.
pub const SHOW: Told = Told {
    summary: "Một tổ chức: tên, địa chỉ, người, ngành nghề, trạng thái và những gì mỗi mảng việc ghi về nó",
    query: &[],
    answer: || {
        json!({
            "type": "object",
            "required": ["organization", "facts", "sections", "on"],
            "properties": {
                "organization": organization(), "kind_label": { "type": "string" },
                "facts": { "type": "object" }, "people_shown": { "enum": ["yes", "no"] },
                "sections": { "type": "array", "items": { "type": "object" } },
                "merged": { "type": "array", "items": { "type": "object" } },
                "on": { "type": "string" },
            },
        })
    },
};

fn organization() -> Value {
    json!({
        "type": "object",
        "required": ["id", "name", "kind"],
        "properties": {
            "id": { "type": "string" }, "name": { "type": "string" },
            "kind": { "type": "string" }, "partner": { "type": "string" },
            "tax_code": { "type": ["string", "null"] }, "address": { "type": "string" },
            "state": { "type": ["string", "null"] },
        },
    })
}

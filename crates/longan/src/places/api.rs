//! What programs are told about administrative units.

use crate::routes::Told;
use serde_json::json;

/// The search for a unit.
pub const SEARCH: Told = Told {
    summary: "Tìm đơn vị hành chính theo mã hoặc tên, có dấu hay không dấu, vào một ngày",
    query: &[("q", "Mã hoặc tên"), ("on", "Ngày; bỏ trống là hôm nay")],
    answer: || {
        json!({
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "code", "level", "name"],
                "properties": {
                    "id": { "type": "string" }, "code": { "type": "string" },
                    "level": { "enum": ["country", "region", "province", "district", "commune"] },
                    "name": { "type": "string" }, "above": { "type": "string" },
                    "from": { "type": ["string", "null"] }, "to": { "type": ["string", "null"] },
                    "exists": { "type": "boolean" },
                },
            },
        })
    },
};

//! The rules, in the order people expect: what is impossible first, what is unsettled last.

use super::store as rows;
use super::{Found, Rule, Severity};
use crate::observations::Unit;
use kernel::number::format_scaled;

/// Every rule that is one query.
pub const RULES: &[Rule] = &[
    error(
        "plots.lease_over_plot",
        "Diện tích thuê không lớn hơn diện tích lô",
        rows::LEASE_OVER_PLOT,
        |found| {
            let Found { name, detail, .. } = found;
            format!(
                "{name}: hợp đồng {detail} thuê {} trên lô chỉ có {}.",
                ha(found.amount),
                ha(found.other)
            )
        },
    ),
    error(
        "plots.leases_overlap",
        "Một phần đất không cho thuê hai lần cùng lúc",
        rows::LEASES_OVERLAP,
        |found| {
            format!(
                "{}: hai hợp đồng cùng lúc thuê {} trên lô {} chỉ có {}.",
                found.name,
                ha(found.amount),
                found.detail,
                ha(found.other)
            )
        },
    ),
    error(
        "leases.days_reversed",
        "Hợp đồng thuê kết thúc sau khi bắt đầu",
        rows::DAYS_REVERSED,
        |found| format!("{}: hợp đồng thuê có thời hạn ngược: {}.", found.name, found.detail),
    ),
    error(
        "clusters.leased_over_industrial",
        "Đất đã cho thuê không lớn hơn đất công nghiệp",
        rows::LEASED_OVER_INDUSTRIAL,
        |found| {
            format!(
                "Cụm {}: các hợp đồng thuê cộng lại {}, đất công nghiệp chỉ có {}.",
                found.name,
                ha(found.amount),
                ha(found.other)
            )
        },
    ),
    error(
        "clusters.industrial_over_whole",
        "Đất công nghiệp không lớn hơn diện tích cụm",
        rows::INDUSTRIAL_OVER_WHOLE,
        |found| {
            format!(
                "Cụm {}: đất công nghiệp {} lớn hơn diện tích toàn cụm {}.",
                found.name,
                ha(found.amount),
                ha(found.other)
            )
        },
    ),
    error(
        "observations.occupancy_over_100",
        "Tỷ lệ lấp đầy không quá 100 %",
        rows::OCCUPANCY_OVER_100,
        |found| {
            format!(
                "{}: tỷ lệ lấp đầy báo cáo là {} % ({}).",
                found.name,
                format_scaled(found.amount, 2, 0, 2),
                found.detail
            )
        },
    ),
    error("observations.negative", "Số báo cáo không âm", rows::NEGATIVE, |found| {
        format!("{}: {} mang số âm {}.", found.name, found.detail, found.amount)
    }),
    error("records.event_missing", "Mỗi hồ sơ có lịch sử", rows::EVENT_MISSING, |found| {
        format!(
            "{} “{}” không có sự kiện nào ghi lại ai đã thêm và khi nào.",
            found.detail, found.name
        )
    }),
    error(
        "imports.half_taken",
        "Lần nhập bảng tính nào cũng trọn vẹn",
        rows::HALF_TAKEN,
        |found| {
            format!(
                "Lần nhập “{}” ({}): {} dòng đã nhận và {} dòng còn chờ không khớp với trạng thái của lần nhập.",
                found.name, found.detail, found.amount, found.other
            )
        },
    ),
    warning(
        "imports.waiting",
        "Bảng tính được đọc đến cùng",
        rows::IMPORT_READING,
        |found| {
            format!("Lần nhập “{}” chưa đọc xong; chương trình sẽ đọc tiếp khi chạy.", found.name)
        },
    ),
    warning(
        "clusters.service_land_share",
        "Tỷ lệ đất dịch vụ không quá mức quy định",
        rows::SERVICE_SHARE,
        |found| {
            format!(
                "Cụm {}: đất dịch vụ chiếm {} % diện tích cụm, mức quy định là {} %.",
                found.name,
                format_scaled(found.amount, 2, 0, 2),
                format_scaled(found.other, 2, 0, 2)
            )
        },
    ),
    warning(
        "plots.shared",
        "Lô cho nhiều đơn vị thuê cùng lúc",
        rows::PLOT_SHARED,
        |found| {
            format!(
                "{}: lô {} có hai hợp đồng cùng lúc; hãy xem có nên tách lô.",
                found.name, found.detail
            )
        },
    ),
    warning(
        "clusters.no_state",
        "Cụm nào cũng có trạng thái",
        rows::CLUSTER_WITHOUT_STATE,
        |found| {
            format!(
                "Cụm {} chưa có trạng thái nào (quy hoạch, thành lập, hoạt động …).",
                found.name
            )
        },
    ),
    warning(
        "clusters.no_plan_decision",
        "Cụm trong quy hoạch có quyết định quy hoạch",
        rows::NO_PLAN_DECISION,
        |found| {
            format!(
                "Cụm {}: có trong quy hoạch nhưng chưa có văn bản quy hoạch nào mang số ký hiệu.",
                found.name
            )
        },
    ),
    warning(
        "clusters.no_decision",
        "Cụm đã thành lập có quyết định thành lập",
        rows::NO_DECISION,
        |found| {
            format!("Cụm {}: đã thành lập nhưng chưa có quyết định mang số ký hiệu.", found.name)
        },
    ),
    warning(
        "clusters.same_name",
        "Trong một xã không có hai cụm cùng tên",
        rows::SAME_NAME,
        |found| {
            format!(
                "{} cụm cùng tên “{}” trong một đơn vị; có thể là một cụm ghi hai lần.",
                found.amount, found.name
            )
        },
    ),
    warning(
        "tenants.no_state",
        "Doanh nghiệp nào cũng có trạng thái",
        rows::TENANT_WITHOUT_STATE,
        |found| {
            format!(
                "{} (cụm {}) chưa có trạng thái nên không được đếm trong chỉ tiêu nào.",
                found.name, found.detail
            )
        },
    ),
    warning(
        "observations.conflict",
        "Các nguồn báo cáo cùng một số",
        rows::CONFLICT,
        |found| {
            format!(
                "{}: các nguồn nêu số khác nhau về {}; hãy chọn một số và ghi lý do.",
                found.name,
                crate::fact_label(&found.detail).to_lowercase()
            )
        },
    ),
];

const fn error(
    code: &'static str,
    title: &'static str,
    query: &'static str,
    told: fn(&Found) -> String,
) -> Rule {
    Rule { code, severity: Severity::Error, title, query, told }
}

const fn warning(
    code: &'static str,
    title: &'static str,
    query: &'static str,
    told: fn(&Found) -> String,
) -> Rule {
    Rule { code, severity: Severity::Warning, title, query, told }
}

fn ha(m2: i64) -> String {
    Unit::SquareMetres.vi(m2)
}

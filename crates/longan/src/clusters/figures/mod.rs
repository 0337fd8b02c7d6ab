//! The figures this slice can tell. Their queries stand in `store/figures/`.

mod statutory;

use super::rules;
use super::store::figures as rows;
use crate::figures::{Basis, Figure, Silence, Time, Unit};

/// Definition shared by the figures of operating clusters.
const OPERATING: &str = "Cụm đang hoạt động: đã có dự án đầu tư sản xuất kinh doanh trong cụm (trạng thái “đang hoạt động” ghi trong văn bản, chưa bị thay bằng trạng thái khác đến ngày tính).";

const INDUSTRIAL: &str = "Đất công nghiệp: đất trong cụm để cho thuê, cho thuê lại làm sản xuất công nghiệp và dịch vụ cho sản xuất, xác định trong quy hoạch chi tiết được duyệt (Nghị định 32/2024/NĐ-CP, Điều 2 khoản 6). Cụm chưa có quy hoạch chi tiết thì chưa có đất công nghiệp.";

const LEASED: &str = "Đất công nghiệp đã cho thuê, cho thuê lại đến ngày tính: tổng các hợp đồng thuê còn hiệu lực; cụm chưa có danh sách hợp đồng thì lấy số báo cáo mới nhất của cụm.";

/// Every figure of clusters and tenants: those everybody asks, then those of Biểu số 03 and 04.
pub const FIGURES: &[&[Figure]] = &[REGISTER, statutory::FIGURES];

const REGISTER: &[Figure] = &[
    of_day(
        "clusters.count",
        "Số cụm công nghiệp",
        Unit::Clusters,
        "Cụm công nghiệp có tên trong hồ sơ của địa bàn đến ngày tính, không phân biệt tình trạng (kể cả mới quy hoạch); không gồm cụm đã rút khỏi quy hoạch, đã bãi bỏ quyết định thành lập hoặc đã chuyển thành khu công nghiệp.",
        "Đếm số cụm.",
        |_| rows::COUNT,
    ),
    of_day(
        "clusters.area",
        "Tổng diện tích cụm công nghiệp",
        Unit::Hectares,
        "Diện tích toàn cụm của các cụm được đếm ở chỉ tiêu “Số cụm công nghiệp”: theo quyết định thành lập, mở rộng; chưa có thì theo quy hoạch; chưa có nữa thì theo quy hoạch chi tiết.",
        "Cộng diện tích mới nhất của từng cụm tính đến ngày hỏi.",
        |_| rows::AREA,
    ),
    of_day(
        "clusters.operating.count",
        "Số cụm đang hoạt động",
        Unit::Clusters,
        OPERATING,
        "Đếm số cụm đang hoạt động.",
        |_| rows::OPERATING_COUNT,
    ),
    of_day(
        "clusters.operating.area",
        "Diện tích các cụm đang hoạt động",
        Unit::Hectares,
        OPERATING,
        "Cộng diện tích toàn cụm của các cụm đang hoạt động.",
        |_| rows::OPERATING_AREA,
    ),
    Figure {
        limit: Some(rules::greatest_area),
        ..of_day(
            "clusters.over_maximum.count",
            "Số cụm vượt diện tích tối đa",
            Unit::Clusters,
            "Cụm có diện tích lớn hơn mức tối đa mà một cụm có thể có theo quy định vào ngày tính, kể cả sau mở rộng.",
            "Đếm số cụm có diện tích lớn hơn mức tối đa.",
            |_| rows::OVER_MAXIMUM,
        )
    },
    of_day(
        "clusters.industrial_land",
        "Đất công nghiệp của các cụm đang hoạt động",
        Unit::Hectares,
        INDUSTRIAL,
        "Cộng đất công nghiệp theo quy hoạch chi tiết của các cụm đang hoạt động.",
        |_| rows::INDUSTRIAL_LAND,
    ),
    of_day(
        "clusters.leased_land",
        "Đất công nghiệp đã cho thuê",
        Unit::Hectares,
        LEASED,
        "Cộng đất đã cho thuê của các cụm đang hoạt động.",
        |_| rows::LEASED_LAND,
    ),
    of_day(
        "clusters.vacant_land",
        "Đất công nghiệp còn trống",
        Unit::Hectares,
        "Đất công nghiệp theo quy hoạch chi tiết chưa cho thuê, của các cụm đang hoạt động. Không phải tổng diện tích trừ đất đã cho thuê.",
        "Đất công nghiệp trừ đất công nghiệp đã cho thuê.",
        |_| rows::VACANT_LAND,
    ),
    Figure {
        bases: &[Basis::Leased, Basis::Legal, Basis::Serviced, Basis::Cleared],
        ..of_day(
            "clusters.occupancy",
            "Tỷ lệ lấp đầy bình quân",
            Unit::Percent,
            "Tỷ lệ giữa đất công nghiệp đã cho thuê, cho thuê lại (theo Nghị định 32/2024/NĐ-CP, Điều 2 khoản 7: hoặc đã có chấp thuận chủ trương đầu tư, giấy chứng nhận đăng ký đầu tư) và tổng đất công nghiệp. Mẫu số khác nhau cho tỷ lệ khác nhau, nên luôn nêu cơ sở tính.",
            "Tỷ số của hai tổng (không phải trung bình các tỷ lệ của từng cụm), làm tròn hai chữ số thập phân.",
            rows::occupancy,
        )
    },
    of_day(
        "tenants.registered.count",
        "Số doanh nghiệp đăng ký đầu tư trong cụm",
        Unit::Enterprises,
        "Doanh nghiệp, cơ sở có dự án trong cụm đến ngày tính, kể cả đang xây dựng, chưa triển khai, tạm ngừng; không gồm đơn vị đã rời cụm. Cụm chưa có danh sách thì lấy số báo cáo.",
        "Đếm số dự án thứ cấp.",
        |_| rows::TENANTS_REGISTERED,
    ),
    of_day(
        "tenants.operating.count",
        "Số doanh nghiệp đang hoạt động trong cụm",
        Unit::Enterprises,
        "Doanh nghiệp, cơ sở có trạng thái đang hoạt động đến ngày tính. Cụm chưa có danh sách thì lấy số báo cáo.",
        "Đếm số dự án thứ cấp đang hoạt động.",
        |_| rows::TENANTS_OPERATING,
    ),
    reported(
        "tenants.operating.count",
        of_period(
            "tenants.workers",
            "Lao động trong cụm",
            Unit::People,
            "Lao động do doanh nghiệp trong cụm báo cáo cho kỳ.",
            "Cộng số lao động của từng doanh nghiệp trong kỳ.",
            |_| rows::WORKERS,
        ),
    ),
    reported(
        "tenants.operating.count",
        of_period(
            "tenants.revenue",
            "Doanh thu của doanh nghiệp trong cụm",
            Unit::Dong,
            "Doanh thu do doanh nghiệp trong cụm báo cáo cho kỳ.",
            "Cộng doanh thu của từng doanh nghiệp trong kỳ.",
            |_| rows::REVENUE,
        ),
    ),
    reported(
        "tenants.operating.count",
        of_period(
            "tenants.tax_paid",
            "Nộp ngân sách của doanh nghiệp trong cụm",
            Unit::Dong,
            "Số đã nộp ngân sách do doanh nghiệp trong cụm báo cáo cho kỳ.",
            "Cộng số nộp ngân sách của từng doanh nghiệp trong kỳ.",
            |_| rows::TAX_PAID,
        ),
    ),
];

/// A figure that is known only by what people report, where the named one is not 0.
const fn reported(unless_none: &'static str, figure: Figure) -> Figure {
    Figure { silence: Silence::Untold { unless_none }, ..figure }
}

const fn of_day(
    code: &'static str,
    name: &'static str,
    unit: Unit,
    definition: &'static str,
    formula: &'static str,
    rows: fn(Basis) -> &'static str,
) -> Figure {
    Figure {
        code,
        name,
        unit,
        definition,
        formula,
        bases: &[],
        time: Time::Day,
        limit: None,
        window: rules::reporting_window,
        silence: Silence::Nothing,
        rows,
        subjects: &rows::SUBJECTS,
    }
}

const fn of_period(
    code: &'static str,
    name: &'static str,
    unit: Unit,
    definition: &'static str,
    formula: &'static str,
    rows: fn(Basis) -> &'static str,
) -> Figure {
    Figure { time: Time::Period, ..of_day(code, name, unit, definition, formula, rows) }
}

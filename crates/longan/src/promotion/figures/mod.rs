//! The figures this slice can tell. Their queries stand in `store/figures/`.

mod contents;
mod effects;

use super::store::figures as rows;
use crate::figures::{Basis, Figure, Silence, Time, Unit, Window};
use kernel::day::Period;
use kernel::law::Law;

/// Every figure of promotion.
pub const FIGURES: &[&[Figure]] = &[REGISTER, contents::FIGURES, effects::FIGURES];

const REGISTER: &[Figure] = &[
    of_year(
        "promotion.national.count",
        "Số đề án khuyến công quốc gia",
        Unit::Projects,
        "Đề án trong kế hoạch khuyến công quốc gia của năm, do Bộ Công Thương phê duyệt đến ngày cuối kỳ.",
        "Đếm số đề án thuộc các quyết định kế hoạch quốc gia của năm.",
        |_| rows::NATIONAL_COUNT,
    ),
    of_year(
        "promotion.national.support",
        "Kinh phí khuyến công quốc gia hỗ trợ",
        Unit::Dong,
        "Kinh phí khuyến công quốc gia được duyệt cho các đề án của năm.",
        "Cộng các dòng kinh phí được duyệt, nguồn khuyến công quốc gia.",
        |_| rows::NATIONAL_SUPPORT,
    ),
    of_year(
        "promotion.local.count",
        "Số đề án khuyến công địa phương",
        Unit::Projects,
        "Đề án trong kế hoạch khuyến công địa phương của năm, do UBND cấp tỉnh (hoặc cơ quan được ủy quyền) phê duyệt đến ngày cuối kỳ.",
        "Đếm số đề án thuộc các quyết định kế hoạch địa phương của năm.",
        |_| rows::LOCAL_COUNT,
    ),
    of_year(
        "promotion.local.support",
        "Kinh phí khuyến công địa phương hỗ trợ",
        Unit::Dong,
        "Kinh phí khuyến công địa phương được duyệt cho các đề án của năm.",
        "Cộng các dòng kinh phí được duyệt, nguồn khuyến công địa phương.",
        |_| rows::LOCAL_SUPPORT,
    ),
    of_year(
        "promotion.counterpart",
        "Vốn đối ứng của đơn vị thụ hưởng",
        Unit::Dong,
        "Vốn đơn vị thụ hưởng cam kết bỏ ra cho các đề án khuyến công quốc gia và địa phương của năm.",
        "Cộng các dòng vốn đối ứng trong dự toán được duyệt.",
        |_| rows::COUNTERPART,
    ),
    of_year(
        "promotion.leverage",
        "Vốn ngoài khuyến công trên một đồng hỗ trợ",
        Unit::DongPerDong,
        "Số đồng vốn ngoài khuyến công (đối ứng của đơn vị thụ hưởng, ngân sách khác, nguồn khác) đi cùng một đồng kinh phí khuyến công quốc gia và địa phương, theo dự toán được duyệt của các đề án trong kế hoạch năm. Đề án chưa ghi vốn đối ứng vẫn tính ở mẫu số, nên số này không cao hơn thực tế.",
        "Tổng các dòng được duyệt ngoài nguồn khuyến công chia cho tổng các dòng được duyệt từ nguồn khuyến công (tỷ số của hai tổng).",
        |_| rows::LEVERAGE,
    ),
];

const fn of_year(
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
        time: Time::Period,
        limit: None,
        window: calendar,
        silence: Silence::Nothing,
        rows,
        subjects: &rows::SUBJECTS,
    }
}

/// Plans are of calendar years.
#[expect(clippy::unnecessary_wraps, reason = "other figures have periods that nobody reports")]
fn calendar(_law: &Law, period: Period) -> Option<Window> {
    Some(Window::of_calendar(period))
}

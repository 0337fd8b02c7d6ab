//! Who benefits, what projects brought about, and what establishments ask for.

use super::{of_year, rows};
use crate::figures::{Basis, Figure, Subjects, Unit};

/// The figures.
pub const FIGURES: &[Figure] = &[
    of_year(
        "promotion.enterprise.count",
        "Lượt đơn vị thụ hưởng là doanh nghiệp",
        Unit::Bodies,
        "Lượt doanh nghiệp có tên trong đề án của năm; một đơn vị ở hai đề án là hai lượt.",
        "Đếm đơn vị thụ hưởng có tên theo loại hình ghi ở sổ tổ chức.",
        |_| rows::ENTERPRISES[0],
    ),
    of_year(
        "promotion.enterprise.support",
        "Kinh phí hỗ trợ doanh nghiệp",
        Unit::Dong,
        "Kinh phí khuyến công được duyệt cho doanh nghiệp: dòng ghi riêng cho đơn vị, hoặc cả đề án khi mọi đơn vị có tên đều là doanh nghiệp. Đề án lẫn loại hình mà không ghi riêng thì không tính.",
        "Cộng các dòng kinh phí được duyệt, nguồn khuyến công.",
        |_| rows::ENTERPRISES[1],
    ),
    of_year(
        "promotion.cooperative.count",
        "Lượt đơn vị thụ hưởng là hợp tác xã",
        Unit::Bodies,
        "Lượt hợp tác xã có tên trong đề án của năm; một đơn vị ở hai đề án là hai lượt.",
        "Đếm đơn vị thụ hưởng có tên theo loại hình ghi ở sổ tổ chức.",
        |_| rows::COOPERATIVES[0],
    ),
    of_year(
        "promotion.cooperative.support",
        "Kinh phí hỗ trợ hợp tác xã",
        Unit::Dong,
        "Kinh phí khuyến công được duyệt cho hợp tác xã: dòng ghi riêng cho đơn vị, hoặc cả đề án khi mọi đơn vị có tên đều là hợp tác xã. Đề án lẫn loại hình mà không ghi riêng thì không tính.",
        "Cộng các dòng kinh phí được duyệt, nguồn khuyến công.",
        |_| rows::COOPERATIVES[1],
    ),
    of_year(
        "promotion.household.count",
        "Lượt đơn vị thụ hưởng là hộ kinh doanh",
        Unit::Bodies,
        "Lượt hộ kinh doanh có tên trong đề án của năm; một đơn vị ở hai đề án là hai lượt.",
        "Đếm đơn vị thụ hưởng có tên theo loại hình ghi ở sổ tổ chức.",
        |_| rows::HOUSEHOLDS[0],
    ),
    of_year(
        "promotion.household.support",
        "Kinh phí hỗ trợ hộ kinh doanh",
        Unit::Dong,
        "Kinh phí khuyến công được duyệt cho hộ kinh doanh: dòng ghi riêng cho đơn vị, hoặc cả đề án khi mọi đơn vị có tên đều là hộ kinh doanh. Đề án lẫn loại hình mà không ghi riêng thì không tính.",
        "Cộng các dòng kinh phí được duyệt, nguồn khuyến công.",
        |_| rows::HOUSEHOLDS[1],
    ),
    of_year(
        "promotion.effect.jobs",
        "Lao động tăng thêm nhờ đề án",
        Unit::People,
        "Số lao động ở lần xem mới nhất (nghiệm thu, sau 1 năm, sau 2 năm) trừ số trước hỗ trợ, của các đề án trong kế hoạch năm; đề án chưa có đủ hai số thì chưa tính.",
        "Cộng chênh lệch của từng đề án, từng đơn vị; mỗi dòng dẫn văn bản của số mới nhất.",
        |_| rows::JOBS,
    ),
    of_year(
        "promotion.effect.output",
        "Giá trị sản xuất tăng thêm một năm nhờ đề án",
        Unit::Dong,
        "Giá trị sản xuất ở lần xem mới nhất (nghiệm thu, sau 1 năm, sau 2 năm) trừ số trước hỗ trợ, của các đề án trong kế hoạch năm; đề án chưa có đủ hai số thì chưa tính.",
        "Cộng chênh lệch của từng đề án, từng đơn vị; mỗi dòng dẫn văn bản của số mới nhất.",
        |_| rows::OUTPUT,
    ),
    of_year(
        "promotion.effect.revenue",
        "Doanh thu tăng thêm một năm nhờ đề án",
        Unit::Dong,
        "Doanh thu ở lần xem mới nhất (nghiệm thu, sau 1 năm, sau 2 năm) trừ số trước hỗ trợ, của các đề án trong kế hoạch năm; đề án chưa có đủ hai số thì chưa tính.",
        "Cộng chênh lệch của từng đề án, từng đơn vị; mỗi dòng dẫn văn bản của số mới nhất.",
        |_| rows::REVENUE,
    ),
    of_year(
        "promotion.effect.tax",
        "Nộp ngân sách tăng thêm một năm nhờ đề án",
        Unit::Dong,
        "Nộp ngân sách ở lần xem mới nhất (nghiệm thu, sau 1 năm, sau 2 năm) trừ số trước hỗ trợ, của các đề án trong kế hoạch năm; đề án chưa có đủ hai số thì chưa tính.",
        "Cộng chênh lệch của từng đề án, từng đơn vị; mỗi dòng dẫn văn bản của số mới nhất.",
        |_| rows::TAX,
    ),
    of_needs(
        "promotion.needs.count",
        "Số nhu cầu khuyến công",
        Unit::Needs,
        "Nhu cầu các cơ sở đề nghị trong năm, theo trạng thái đến ngày cuối kỳ.",
        "Đếm nhu cầu có ngày đề nghị trong năm.",
        |_| rows::NEEDS,
    ),
    of_needs(
        "promotion.needs.open.count",
        "Nhu cầu chưa quyết định",
        Unit::Needs,
        "Nhu cầu các cơ sở đề nghị trong năm, theo trạng thái đến ngày cuối kỳ.",
        "Đếm nhu cầu có ngày đề nghị trong năm.",
        |_| rows::NEEDS_OPEN,
    ),
    of_needs(
        "promotion.needs.taken.count",
        "Nhu cầu đã đưa vào đề án",
        Unit::Needs,
        "Nhu cầu các cơ sở đề nghị trong năm, theo trạng thái đến ngày cuối kỳ.",
        "Đếm nhu cầu có ngày đề nghị trong năm.",
        |_| rows::NEEDS_TAKEN,
    ),
    of_needs(
        "promotion.needs.refused.count",
        "Nhu cầu không đưa vào kế hoạch",
        Unit::Needs,
        "Nhu cầu các cơ sở đề nghị trong năm, theo trạng thái đến ngày cuối kỳ.",
        "Đếm nhu cầu có ngày đề nghị trong năm.",
        |_| rows::NEEDS_REFUSED,
    ),
    of_needs(
        "promotion.needs.withdrawn.count",
        "Nhu cầu đơn vị đã rút",
        Unit::Needs,
        "Nhu cầu các cơ sở đề nghị trong năm, theo trạng thái đến ngày cuối kỳ.",
        "Đếm nhu cầu có ngày đề nghị trong năm.",
        |_| rows::NEEDS_WITHDRAWN,
    ),
    of_needs(
        "promotion.needs.support",
        "Kinh phí các cơ sở mong được hỗ trợ",
        Unit::Dong,
        "Số tiền ghi ở các nhu cầu đề nghị trong năm; nhu cầu chưa ghi số thì chưa tính.",
        "Cộng số tiền mong được hỗ trợ.",
        |_| rows::NEEDS_SUPPORT,
    ),
];

const fn of_needs(
    code: &'static str,
    name: &'static str,
    unit: Unit,
    definition: &'static str,
    formula: &'static str,
    query: fn(Basis) -> &'static str,
) -> Figure {
    const SUBJECTS: &Subjects = &rows::NEED_SUBJECTS;
    Figure { subjects: SUBJECTS, ..of_year(code, name, unit, definition, formula, query) }
}

//! The figures that Biểu số 03 and 04 (Thông tư 14/2024/TT-BCT) ask for, beside those everybody asks.

use super::super::store::figures as rows;
use super::{of_day, of_period, reported};
use crate::figures::{Figure, Unit};

const PLANNED: &str = "Cụm có tên trong phương án (quy hoạch) phát triển cụm công nghiệp còn hiệu lực đến ngày tính: dòng danh mục chưa bị rút, năm quy hoạch chưa qua; nhiều mốc thì lấy mốc gần nhất. Cụm chưa có dòng danh mục nào thì theo trạng thái “có trong quy hoạch”.";
const ESTABLISHED: &str =
    "Cụm có quyết định thành lập (kể cả mở rộng, điều chỉnh) còn hiệu lực đến ngày tính.";
const NEW: &str = "Cụm có quyết định thành lập ký trong kỳ. Cụm chỉ biết thành lập chậm nhất ngày nào, không rõ ngày ký, thì không tính và được nêu riêng.";
const ENTERPRISE: &str = "Cụm đã thành lập mà chủ đầu tư xây dựng hạ tầng kỹ thuật đến ngày tính là doanh nghiệp; không gồm trung tâm, ban quản lý, hợp tác xã.";
const DETAILED: &str = "Cụm có quy hoạch chi tiết được duyệt đến ngày tính; cụm chưa ghi quyết định mà đã có diện tích theo quy hoạch chi tiết thì cũng tính.";
const PROJECT: &str = "Cụm có dự án đầu tư xây dựng hạ tầng kỹ thuật được duyệt, chưa chấm dứt, đến ngày tính; cụm chưa ghi quyết định mà chủ đầu tư đã báo cáo tổng mức đầu tư theo dự án được duyệt thì cũng tính.";
const CAPITAL: &str = "Vốn đầu tư xây dựng hạ tầng kỹ thuật trong hàng rào của các cụm, theo số mới nhất đến ngày tính; không gồm hạng mục ngoài hàng rào.";
const OP_E: &str =
    "Cụm đang hoạt động (đã có dự án đầu tư trong cụm) và đã có quyết định thành lập.";
const OP_N: &str =
    "Cụm đang hoạt động (đã có dự án đầu tư trong cụm) nhưng chưa có quyết định thành lập.";
const OP_C: &str = "Cụm công nghiệp làng nghề đang hoạt động (đã có dự án đầu tư trong cụm).";
const OP_S: &str = "Cụm công nghiệp chuyên ngành đang hoạt động (đã có dự án đầu tư trong cụm).";
const FOREIGN: &str = "Dự án thứ cấp có vốn đầu tư nước ngoài, chưa rời cụm, đến ngày tính. Cụm chưa có danh sách thì lấy số báo cáo.";
const WATER: &str = "Cụm mà chủ đầu tư báo cáo đã hoặc đang đầu tư hệ thống xử lý nước thải tập trung; chưa báo cáo, hoặc có trạng thái mới hơn, thì theo trạng thái ghi trong hồ sơ.";
const WATER_OK: &str = "Cụm mà chủ đầu tư báo cáo hệ thống xử lý nước thải tập trung đạt tiêu chuẩn môi trường, theo báo cáo mới nhất đến ngày tính.";

/// In the order of the form.
pub const FIGURES: &[Figure] = &[
    of_day(
        "clusters.planned.count",
        "Số cụm theo phương án phát triển",
        Unit::Clusters,
        PLANNED,
        "Đếm số cụm trong phương án.",
        |_| rows::PLANNED_COUNT,
    ),
    of_day(
        "clusters.planned.area",
        "Diện tích các cụm theo phương án phát triển",
        Unit::Hectares,
        PLANNED,
        "Cộng diện tích ghi trong phương án; cụm chưa có dòng trong danh mục thì lấy diện tích toàn cụm.",
        |_| rows::PLANNED_AREA,
    ),
    of_day(
        "clusters.established.count",
        "Số cụm đã thành lập",
        Unit::Clusters,
        ESTABLISHED,
        "Đếm số cụm đã thành lập.",
        |_| rows::ESTABLISHED_COUNT,
    ),
    of_day(
        "clusters.established.area",
        "Diện tích các cụm đã thành lập",
        Unit::Hectares,
        ESTABLISHED,
        "Cộng diện tích toàn cụm của các cụm đã thành lập.",
        |_| rows::ESTABLISHED_AREA,
    ),
    of_period(
        "clusters.newly_established.count",
        "Số cụm thành lập trong kỳ",
        Unit::Clusters,
        NEW,
        "Đếm số cụm có quyết định thành lập trong kỳ.",
        |_| rows::NEWLY_ESTABLISHED_COUNT,
    ),
    of_period(
        "clusters.newly_established.area",
        "Diện tích các cụm thành lập trong kỳ",
        Unit::Hectares,
        NEW,
        "Cộng diện tích toàn cụm của các cụm thành lập trong kỳ.",
        |_| rows::NEWLY_ESTABLISHED_AREA,
    ),
    of_day(
        "clusters.enterprise_run.count",
        "Số cụm do doanh nghiệp làm chủ đầu tư hạ tầng",
        Unit::Clusters,
        ENTERPRISE,
        "Đếm số cụm.",
        |_| rows::ENTERPRISE_RUN_COUNT,
    ),
    of_day(
        "clusters.enterprise_run.area",
        "Diện tích các cụm do doanh nghiệp làm chủ đầu tư hạ tầng",
        Unit::Hectares,
        ENTERPRISE,
        "Cộng diện tích toàn cụm.",
        |_| rows::ENTERPRISE_RUN_AREA,
    ),
    of_day(
        "clusters.detailed_plan.count",
        "Số cụm đã được phê duyệt quy hoạch chi tiết",
        Unit::Clusters,
        DETAILED,
        "Đếm số cụm.",
        |_| rows::DETAILED_PLAN_COUNT,
    ),
    of_day(
        "clusters.detailed_plan.area",
        "Diện tích các cụm đã được phê duyệt quy hoạch chi tiết",
        Unit::Hectares,
        DETAILED,
        "Cộng diện tích theo quy hoạch chi tiết; chưa có thì lấy diện tích toàn cụm.",
        |_| rows::DETAILED_PLAN_AREA,
    ),
    of_day(
        "clusters.infrastructure_project.count",
        "Số cụm đã được phê duyệt dự án hạ tầng",
        Unit::Clusters,
        PROJECT,
        "Đếm số cụm.",
        |_| rows::INFRASTRUCTURE_PROJECT_COUNT,
    ),
    of_day(
        "clusters.infrastructure_project.area",
        "Diện tích các cụm đã được phê duyệt dự án hạ tầng",
        Unit::Hectares,
        PROJECT,
        "Cộng diện tích toàn cụm.",
        |_| rows::INFRASTRUCTURE_PROJECT_AREA,
    ),
    reported(
        "clusters.established.count",
        of_day(
            "clusters.infrastructure_investment",
            "Tổng vốn đầu tư hạ tầng theo dự án",
            Unit::Dong,
            CAPITAL,
            "Mỗi cụm lấy tổng mức đầu tư chủ đầu tư báo cáo gần nhất; chưa báo cáo thì cộng vốn kế hoạch của các hạng mục trong hàng rào.",
            |_| rows::INFRASTRUCTURE_INVESTMENT,
        ),
    ),
    reported(
        "clusters.established.count",
        of_day(
            "clusters.infrastructure_paid",
            "Vốn hạ tầng đã thực hiện (lũy kế)",
            Unit::Dong,
            CAPITAL,
            "Mỗi cụm lấy vốn lũy kế chủ đầu tư báo cáo gần nhất; chưa báo cáo thì cộng vốn đã thực hiện của các hạng mục trong hàng rào.",
            |_| rows::INFRASTRUCTURE_PAID,
        ),
    ),
    of_day(
        "clusters.operating.established.count",
        "Số cụm hoạt động đã thành lập",
        Unit::Clusters,
        OP_E,
        "Đếm số cụm.",
        |_| rows::OPERATING_ESTABLISHED_COUNT,
    ),
    of_day(
        "clusters.operating.not_established.count",
        "Số cụm hoạt động nhưng chưa thành lập",
        Unit::Clusters,
        OP_N,
        "Đếm số cụm.",
        |_| rows::OPERATING_NOT_ESTABLISHED_COUNT,
    ),
    of_day(
        "clusters.operating.craft_village.count",
        "Số cụm làng nghề đã hoạt động",
        Unit::Clusters,
        OP_C,
        "Đếm số cụm.",
        |_| rows::OPERATING_CRAFT_COUNT,
    ),
    of_day(
        "clusters.operating.specialised.count",
        "Số cụm chuyên ngành đã hoạt động",
        Unit::Clusters,
        OP_S,
        "Đếm số cụm.",
        |_| rows::OPERATING_SPECIALISED_COUNT,
    ),
    of_day(
        "clusters.operating.established.area",
        "Diện tích các cụm hoạt động đã thành lập",
        Unit::Hectares,
        OP_E,
        "Cộng diện tích toàn cụm.",
        |_| rows::OPERATING_ESTABLISHED_AREA,
    ),
    of_day(
        "clusters.operating.not_established.area",
        "Diện tích các cụm hoạt động nhưng chưa thành lập",
        Unit::Hectares,
        OP_N,
        "Cộng diện tích toàn cụm.",
        |_| rows::OPERATING_NOT_ESTABLISHED_AREA,
    ),
    of_day(
        "clusters.operating.craft_village.area",
        "Diện tích các cụm làng nghề đã hoạt động",
        Unit::Hectares,
        OP_C,
        "Cộng diện tích toàn cụm.",
        |_| rows::OPERATING_CRAFT_AREA,
    ),
    of_day(
        "clusters.operating.specialised.area",
        "Diện tích các cụm chuyên ngành đã hoạt động",
        Unit::Hectares,
        OP_S,
        "Cộng diện tích toàn cụm.",
        |_| rows::OPERATING_SPECIALISED_AREA,
    ),
    of_day(
        "tenants.foreign.count",
        "Số dự án có vốn đầu tư nước ngoài trong cụm",
        Unit::Enterprises,
        FOREIGN,
        "Đếm số dự án.",
        |_| rows::TENANTS_FOREIGN,
    ),
    of_day(
        "clusters.wastewater.count",
        "Số cụm đã và đang đầu tư hệ thống xử lý nước thải tập trung",
        Unit::Clusters,
        WATER,
        "Đếm số cụm.",
        |_| rows::WASTEWATER_COUNT,
    ),
    reported(
        "clusters.wastewater.count",
        of_day(
            "clusters.wastewater_compliant.count",
            "Số cụm có hệ thống xử lý nước thải tập trung đạt tiêu chuẩn",
            Unit::Clusters,
            WATER_OK,
            "Đếm số cụm.",
            |_| rows::WASTEWATER_COMPLIANT_COUNT,
        ),
    ),
];

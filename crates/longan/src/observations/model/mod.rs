//! The nouns: what is reported, by whom, how precisely, and whether it counts.

pub mod precedence;

use crate::store::Day;
use crate::words;

words! {
    /// What is reported. Areas are of a whole cluster.
    pub enum Indicator {
        AreaPlanned = "area.planned" => "Diện tích quy hoạch",
        AreaDecision = "area.decision" => "Diện tích theo quyết định",
        AreaDetailed = "area.detailed" => "Diện tích theo quy hoạch chi tiết",
        AreaIndustrial = "area.industrial" => "Đất công nghiệp theo quy hoạch chi tiết",
        AreaCleared = "area.cleared" => "Đất đã giải phóng mặt bằng",
        AreaServiced = "area.serviced" => "Đất công nghiệp đã có hạ tầng",
        AreaLeased = "area.leased" => "Đất công nghiệp đã cho thuê",
        AreaApproved = "area.approved" => "Đất đã chấp thuận, chưa cho thuê",
        AreaService = "area.service" => "Đất dịch vụ",
        AreaTraffic = "area.traffic" => "Đất giao thông",
        AreaGreen = "area.green" => "Đất cây xanh",
        AreaUtility = "area.utility" => "Đất hạ tầng kỹ thuật",
        AreaMeasured = "area.measured" => "Diện tích đo theo ranh giới",
        Occupancy = "occupancy" => "Tỷ lệ lấp đầy (số báo cáo)",
        TenantsRegistered = "tenants.registered" => "Số doanh nghiệp, cơ sở đăng ký",
        TenantsOperating = "tenants.operating" => "Số doanh nghiệp, cơ sở hoạt động",
        Workers = "workers" => "Lao động",
        Revenue = "revenue" => "Doanh thu",
        TaxPaid = "tax_paid" => "Nộp ngân sách",
        Income = "income" => "Thu nhập bình quân của người lao động",
        TenantsForeign = "tenants.foreign" => "Số dự án có vốn đầu tư nước ngoài",
        InfrastructureInvestment = "infrastructure.investment" => "Tổng mức đầu tư hạ tầng theo dự án được duyệt",
        InfrastructurePaid = "infrastructure.paid" => "Vốn hạ tầng đã đầu tư (lũy kế đã thanh toán)",
        InfrastructureRevenue = "infrastructure.revenue" => "Doanh thu của dự án hạ tầng",
        InfrastructureTaxPaid = "infrastructure.tax_paid" => "Nộp ngân sách của dự án hạ tầng",
        InfrastructureWorkers = "infrastructure.workers" => "Lao động của dự án hạ tầng",
        InfrastructureIncome = "infrastructure.income" => "Thu nhập bình quân của người lao động ở dự án hạ tầng",
        WastewaterBuilt = "wastewater.built" => "Đã hoặc đang đầu tư xử lý nước thải tập trung",
        WastewaterCompliant = "wastewater.compliant" => "Xử lý nước thải tập trung đạt tiêu chuẩn môi trường",
    }
}

impl Indicator {
    /// The unit its values are kept in.
    pub fn unit(self) -> Unit {
        match self {
            Self::Occupancy => Unit::PercentHundredths,
            Self::TenantsRegistered | Self::TenantsOperating | Self::TenantsForeign => Unit::Count,
            Self::Workers | Self::InfrastructureWorkers => Unit::People,
            Self::Revenue
            | Self::TaxPaid
            | Self::InfrastructureInvestment
            | Self::InfrastructurePaid
            | Self::InfrastructureRevenue
            | Self::InfrastructureTaxPaid => Unit::Dong,
            Self::Income | Self::InfrastructureIncome => Unit::DongPerMonth,
            Self::WastewaterBuilt | Self::WastewaterCompliant => Unit::Flag,
            _ => Unit::SquareMetres,
        }
    }
}

words! {
    /// The unit a value is kept in.
    pub enum Unit {
        SquareMetres = "m2" => "m²",
        Dong = "vnd" => "đồng",
        People = "people" => "người",
        Count = "count" => "",
        PercentHundredths = "percent_hundredths" => "%",
        DongPerMonth = "vnd_per_month" => "đồng/người/tháng",
        Flag = "flag" => "1 là có, 0 là không",
    }
}

impl Unit {
    /// The value as people write it: areas in hectares, percents with two decimals.
    pub fn vi(self, value: i64) -> String {
        use kernel::number::format_scaled;
        match self {
            Self::SquareMetres => format!("{} ha", format_scaled(value, 4, 2, 4)),
            Self::Dong => format!("{} đồng", format_scaled(value, 0, 0, 0)),
            Self::People => format!("{} người", format_scaled(value, 0, 0, 0)),
            Self::Count => format_scaled(value, 0, 0, 0),
            Self::PercentHundredths => format!("{} %", format_scaled(value, 2, 2, 2)),
            Self::DongPerMonth => {
                format!("{} đồng/người/tháng", format_scaled(value, 0, 0, 0))
            }
            Self::Flag => if value == 0 { "không" } else { "có" }.to_owned(),
        }
    }
}

words! {
    /// Whether the source gives the number as exact.
    pub enum Precision {
        Exact = "exact" => "",
        About = "about" => "khoảng",
    }
}

words! {
    /// What kind of source speaks. Earlier ones are taken first where no rule says otherwise.
    pub enum ReporterKind {
        Department = "department" => "Sở Công Thương",
        Investor = "investor" => "Chủ đầu tư hạ tầng",
        Tenant = "tenant" => "Doanh nghiệp trong cụm",
        Commune = "commune" => "UBND cấp xã",
        Press = "press" => "Báo chí, nguồn khác",
    }
}

words! {
    /// Whether an observation still counts.
    pub enum Standing {
        Standing = "standing" => "đang dùng theo thứ tự nguồn",
        Settled = "settled" => "đã chọn",
        SetAside = "set_aside" => "không chọn",
    }
}

/// What somebody reported.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, sqlx::FromRow)]
pub struct Observation {
    /// Id.
    pub id: String,
    /// Counts the changes.
    pub revision: i64,
    /// What kind of record it is about: cluster, tenant, place.
    pub subject_kind: String,
    /// Id of the cluster or tenant it is about.
    pub subject_id: String,
    /// What is reported.
    pub indicator: Indicator,
    /// Day it is true of.
    pub as_of: Day,
    /// Period it covers, or a plan's horizon year; empty when it is of a day.
    pub period: String,
    /// The number, in `unit`.
    pub value: i64,
    /// Unit of the number.
    pub unit: Unit,
    /// Exact or "khoảng".
    pub precision: Precision,
    /// The paper that says so.
    pub document_id: String,
    /// Where in the paper.
    pub location: String,
    /// Who says so.
    pub reporter: String,
    /// What kind of source that is.
    pub reporter_kind: ReporterKind,
    /// Whether it still counts.
    pub status: Standing,
    /// As typed in the paper.
    pub raw: String,
    /// Remark, or the reason it was settled or corrected.
    pub note: String,
    /// Order among sources that disagree; lower is taken first.
    pub rank: i64,
    /// When it was recorded, UTC.
    pub recorded_at: String,
    /// Id of the number that stands instead of it, when it was corrected.
    pub superseded_by: Option<String>,
}

impl Observation {
    /// Whether both answer the same question: of one record, indicator, day and period.
    pub fn asks_the_same(&self, other: &Self) -> bool {
        self.subject_id == other.subject_id
            && self.indicator == other.indicator
            && self.as_of == other.as_of
            && self.period == other.period
    }

    /// The number as people write it, with "khoảng" where the source says so.
    pub fn vi(&self) -> String {
        format!("{} {}", self.precision.label(), self.unit.vi(self.value)).trim().to_owned()
    }
}

/// Something reported that is to be kept.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct NewObservation {
    /// What is reported.
    pub indicator: Indicator,
    /// Day it is true of.
    pub as_of: Day,
    /// Period it covers, or a plan's horizon year; empty when it is of a day.
    pub period: String,
    /// The number, in the indicator's unit.
    pub value: i64,
    /// Exact or "khoảng".
    pub precision: Precision,
    /// Where in the paper.
    pub location: String,
    /// Who says so.
    pub reporter: String,
    /// What kind of source that is.
    pub reporter_kind: ReporterKind,
    /// As typed in the paper.
    pub raw: String,
    /// Remark.
    pub note: String,
}

//! Which column means what: headings are recognised by their words, not by their place.

use crate::words;
use kernel::text::fold;

words! {
    /// What a table holds.
    pub enum Table {
        Clusters = "clusters" => "Bảng cụm công nghiệp",
        Plan = "plan" => "Danh mục quy hoạch",
        Operating = "operating" => "Bảng cụm đang hoạt động (bổ sung)",
        Conflicts = "conflicts" => "Bảng số liệu vênh giữa Sở và xã",
        Tenants = "tenants" => "Danh sách doanh nghiệp",
        Projects = "projects" => "Danh mục đề án khuyến công",
        Progress = "progress" => "Tiến độ đề án khuyến công",
    }
}

words! {
    /// What a column holds.
    pub enum Field {
        Ordinal = "ordinal" => "Số thứ tự",
        Code = "code" => "Mã cụm",
        ClusterName = "cluster_name" => "Tên cụm công nghiệp",
        Place = "place" => "Địa điểm",
        District = "district" => "Huyện",
        AreaPlanned = "area_planned" => "Diện tích quy hoạch",
        AreaDecision = "area_decision" => "Diện tích theo quyết định",
        AreaDetailed = "area_detailed" => "Diện tích theo quy hoạch chi tiết",
        PlanArea = "plan_area" => "Diện tích quy hoạch đến năm",
        AreaIndustrial = "area_industrial" => "Đất công nghiệp",
        AreaLeased = "area_leased" => "Đất đã cho thuê",
        AreaCleared = "area_cleared" => "Đất đã giải phóng mặt bằng",
        AreaServiced = "area_serviced" => "Đất đã có hạ tầng",
        Occupancy = "occupancy" => "Tỷ lệ lấp đầy",
        Investor = "investor" => "Chủ đầu tư hạ tầng",
        DecisionNumber = "decision_number" => "Số quyết định thành lập",
        DecisionDay = "decision_day" => "Ngày quyết định thành lập",
        InsidePlanned = "inside_planned" => "Vốn hạ tầng trong hàng rào: tổng mức",
        InsidePaid = "inside_paid" => "Vốn hạ tầng trong hàng rào: đã thực hiện",
        OutsideWork = "outside_work" => "Công trình ngoài hàng rào",
        OutsideCost = "outside_cost" => "Kinh phí ngoài hàng rào",
        Status = "status" => "Tình trạng",
        TenantsRegistered = "tenants_registered" => "Số doanh nghiệp đăng ký",
        TenantsOperating = "tenants_operating" => "Số doanh nghiệp hoạt động",
        Wastewater = "wastewater" => "Xử lý nước thải tập trung",
        Sectors = "sectors" => "Ngành nghề",
        Note = "note" => "Ghi chú",
        Reporter = "reporter" => "Đơn vị báo cáo",
        Indicator = "indicator" => "Chỉ tiêu",
        DepartmentValue = "department_value" => "Số liệu của Sở",
        CommuneValue = "commune_value" => "Số liệu xã báo cáo",
        Reading = "reading" => "Cách hiểu của xã",
        Suggestion = "suggestion" => "Đề nghị",
        TenantName = "tenant_name" => "Tên doanh nghiệp",
        TaxCode = "tax_code" => "Mã số thuế",
        TenantCluster = "tenant_cluster" => "Thuộc cụm công nghiệp",
        Plot = "plot" => "Lô đất",
        PlotArea = "plot_area" => "Diện tích thuê",
        Contract = "contract" => "Hợp đồng thuê đất",
        Activity = "activity" => "Ngành nghề sản xuất",
        Vsic = "vsic" => "Mã ngành",
        TenantState = "tenant_state" => "Tình trạng doanh nghiệp",
        Workers = "workers" => "Lao động",
        Revenue = "revenue" => "Doanh thu",
        TaxPaid = "tax_paid" => "Nộp ngân sách",
        Foreign = "foreign" => "Vốn nước ngoài",
        LicensedOn = "licensed_on" => "Ngày cấp giấy chứng nhận",
        ProjectName = "project_name" => "Tên đề án",
        ProjectContent = "project_content" => "Nội dung hoạt động",
        Beneficiary = "beneficiary" => "Đơn vị thụ hưởng",
        MoneyTotal = "money_total" => "Tổng kinh phí",
        MoneySupport = "money_support" => "Kinh phí khuyến công hỗ trợ",
        MoneyCounterpart = "money_counterpart" => "Vốn đối ứng",
        Duration = "duration" => "Thời gian thực hiện",
        ProjectContract = "project_contract" => "Số hợp đồng khuyến công",
        ContractDay = "contract_day" => "Ngày ký hợp đồng khuyến công",
        AdvanceDay = "advance_day" => "Ngày tạm ứng",
        AdvanceAmount = "advance_amount" => "Số tiền tạm ứng",
        AcceptedOn = "accepted_on" => "Ngày nghiệm thu",
        LiquidatedOn = "liquidated_on" => "Ngày thanh lý",
    }
}

/// A heading in the form in which it is compared.
struct Words {
    /// Folded, without what stands in brackets.
    bare: String,
    /// Folded, whole.
    whole: String,
    /// The lowest line of a heading of several lines, folded, without brackets.
    last: String,
}

impl Words {
    fn new(heading: &str) -> Self {
        let whole = fold(heading);
        let bare = without_brackets(&whole);
        let last = bare.rsplit(" / ").next().unwrap_or_default().to_owned();
        Self { bare, whole, last }
    }

    fn is(&self, words: &[&str]) -> bool {
        words.contains(&self.bare.as_str())
    }

    fn has(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.bare.contains(word))
    }

    fn ends(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.last.contains(word))
    }

    fn has_word(&self, words: &[&str]) -> bool {
        self.bare.split(|c: char| !c.is_alphanumeric()).any(|word| words.contains(&word))
    }
}

fn without_brackets(folded: &str) -> String {
    let mut depth = 0_u32;
    let kept: String = folded
        .chars()
        .filter(|c| match c {
            '(' | '[' => {
                depth += 1;
                false
            }
            ')' | ']' => {
                depth = depth.saturating_sub(1);
                false
            }
            _ => depth == 0,
        })
        .collect();
    kernel::text::squeeze(&kept)
}

/// What a heading means in a table of `kind`; lines of a heading are joined by " / ".
pub fn recognise(kind: Table, heading: &str) -> Option<Field> {
    let words = Words::new(heading);
    if words.bare.is_empty() {
        return None;
    }
    if words.is(&["tt", "stt", "so tt", "so thu tu", "no"]) {
        return Some(Field::Ordinal);
    }
    if words.has(&["ghi chu"]) {
        return Some(Field::Note);
    }
    match kind {
        Table::Tenants => tenant_field(&words),
        Table::Conflicts => conflict_field(&words),
        Table::Projects | Table::Progress => project_field(&words),
        Table::Clusters | Table::Plan | Table::Operating => cluster_field(&words),
    }
}

fn names_a_cluster(words: &Words) -> bool {
    words.is(&["cum cong nghiep", "cum cn", "ccn", "ten cum", "ten ccn"])
        || (words.last.starts_with("ten ") && words.ends(&["cum", "ccn"]))
}

fn cluster_field(words: &Words) -> Option<Field> {
    if names_a_cluster(words) {
        return Some(Field::ClusterName);
    }
    if words.is(&["ma", "ma so"]) || words.has(&["ma cum", "ma ccn", "ma so cum"]) {
        return Some(Field::Code);
    }
    if words.has(&["chu dau tu"]) {
        return Some(Field::Investor);
    }
    if words.has(&["ngoai hang rao"]) {
        let cost = words.ends(&["kinh phi", "gia tri", "so tien", "von"]);
        return Some(if cost { Field::OutsideCost } else { Field::OutsideWork });
    }
    if words.has(&["lap day"]) {
        return Some(Field::Occupancy);
    }
    if words.has(&["nuoc thai"]) {
        return Some(Field::Wastewater);
    }
    area_field(words).or_else(|| decision_field(words)).or_else(|| capital_field(words)).or_else(
        || {
            Some(match () {
                () if words.has(&["dia diem", "dia ban", "vi tri", "dia chi"]) => Field::Place,
                () if words.bare.starts_with("huyen") || words.has(&["cap huyen"]) => {
                    Field::District
                }
                () if words.has(&["nganh nghe", "nganh"]) => Field::Sectors,
                () if words.has(&["doanh nghiep", "co so", "du an"]) || words.has_word(&["dn"]) => {
                    if words.has(&["hoat dong"]) {
                        Field::TenantsOperating
                    } else {
                        Field::TenantsRegistered
                    }
                }
                () if words.has(&["tinh trang", "hien trang", "trang thai"]) => Field::Status,
                () => return None,
            })
        },
    )
}

fn area_field(words: &Words) -> Option<Field> {
    if words.has(&["cho thue"]) {
        return Some(Field::AreaLeased);
    }
    if words.has(&["dat cong nghiep", "dat cn", "dien tich cong nghiep"]) {
        return Some(Field::AreaIndustrial);
    }
    if words.has(&["giai phong mat bang", "gpmb"]) && words.has(&["dien tich", "dat"]) {
        return Some(Field::AreaCleared);
    }
    if words.has(&["ha tang"]) && words.has(&["dien tich", "dat da"]) {
        return Some(Field::AreaServiced);
    }
    if !words.has(&["dien tich", "quy mo"]) {
        return None;
    }
    Some(if horizon(&words.whole).is_some() {
        Field::PlanArea
    } else if words.has(&["chi tiet", "qhct"]) {
        Field::AreaDetailed
    } else if words.has(&["quyet dinh"]) || words.has_word(&["qd"]) {
        Field::AreaDecision
    } else {
        Field::AreaPlanned
    })
}

fn decision_field(words: &Words) -> Option<Field> {
    let is_decision = words.has(&["quyet dinh"]) || words.has_word(&["qd"]);
    is_decision.then(
        || {
            if words.ends(&["ngay"]) { Field::DecisionDay } else { Field::DecisionNumber }
        },
    )
}

fn capital_field(words: &Words) -> Option<Field> {
    let is_capital = words.has_word(&["von"]) || words.has(&["tong muc", "kinh phi"]);
    is_capital.then(|| {
        if words.ends(&["thuc hien", "da dau tu", "giai ngan"]) {
            Field::InsidePaid
        } else {
            Field::InsidePlanned
        }
    })
}

fn conflict_field(words: &Words) -> Option<Field> {
    Some(match () {
        () if names_a_cluster(words) => Field::ClusterName,
        () if words.is(&["chi tieu", "noi dung"]) => Field::Indicator,
        () if words.has(&["don vi bao cao"]) => Field::Reporter,
        () if words.has(&["so lieu", "so bao cao"]) && words.has(&["cua so", "so cong thuong"]) => {
            Field::DepartmentValue
        }
        () if words.has(&["so lieu", "so bao cao"]) && words.has(&["xa", "phuong"]) => {
            Field::CommuneValue
        }
        () if words.has(&["cach hieu", "giai trinh"]) => Field::Reading,
        () if words.has(&["de nghi", "kien nghi"]) => Field::Suggestion,
        () => return None,
    })
}

fn tenant_field(words: &Words) -> Option<Field> {
    let names_an_enterprise = words.is(&["doanh nghiep", "ten dn", "ten don vi"])
        || (words.last.starts_with("ten ")
            && words.ends(&[
                "doanh nghiep",
                "co so",
                "don vi",
                "cong ty",
                "nha dau tu",
                "to chuc",
            ]));
    Some(match () {
        () if words.has(&["ma so thue", "mst", "ma so doanh nghiep"]) => Field::TaxCode,
        () if words.has(&["ma nganh", "vsic"]) => Field::Vsic,
        () if names_an_enterprise => Field::TenantName,
        () if words.has(&["nuoc ngoai", "fdi"]) => Field::Foreign,
        () if words.has_word(&["cum", "ccn"]) => Field::TenantCluster,
        () if words.ends(&["hop dong"]) => Field::Contract,
        () if words.last == "lo" || words.ends(&["so lo", "lo dat", "lo so"]) => Field::Plot,
        () if words.has(&["dien tich", "dat thue"]) => Field::PlotArea,
        () if words.has(&["ngay cap", "gcn", "dkkd", "ngay chung nhan"]) => Field::LicensedOn,
        () if words.has(&["lao dong"]) => Field::Workers,
        () if words.has(&["doanh thu"]) => Field::Revenue,
        () if words.has(&["ngan sach", "nop thue"]) => Field::TaxPaid,
        () if words.has(&["nganh nghe", "san pham", "linh vuc"]) => Field::Activity,
        () if words.has(&["tinh trang", "hien trang", "trang thai"]) => Field::TenantState,
        () => return None,
    })
}

fn project_field(words: &Words) -> Option<Field> {
    Some(match () {
        () if words.has(&["ten de an"]) || words.is(&["de an"]) => Field::ProjectName,
        () if words.has(&["thu huong"]) => Field::Beneficiary,
        () if words.has(&["noi dung"]) => Field::ProjectContent,
        () if words.has(&["dia diem", "dia ban"]) => Field::Place,
        () if words.has(&["tam ung"]) && words.ends(&["ngay"]) => Field::AdvanceDay,
        () if words.has(&["tam ung"]) => Field::AdvanceAmount,
        () if words.has(&["nghiem thu"]) => Field::AcceptedOn,
        () if words.has(&["thanh ly"]) => Field::LiquidatedOn,
        () if words.has(&["doi ung"]) => Field::MoneyCounterpart,
        () if words.ends(&["khuyen cong", "ho tro"]) => Field::MoneySupport,
        () if words.ends(&["tong kinh phi", "tong von", "tong muc"]) => Field::MoneyTotal,
        () if words.has(&["ngay ky"]) => Field::ContractDay,
        () if words.is(&["so hd", "so hop dong", "hop dong"]) => Field::ProjectContract,
        () if words.has(&["thoi gian"]) => Field::Duration,
        () if words.has(&["tinh trang", "trang thai"]) => Field::Status,
        () => return None,
    })
}

/// The year a plan's column looks to: "Đến 2015".
pub fn horizon(heading: &str) -> Option<i16> {
    heading
        .split(|c: char| !c.is_ascii_digit())
        .filter(|digits| digits.len() == 4)
        .filter_map(|digits| digits.parse().ok())
        .find(|year| (1990..=2100).contains(year))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_recognised_however_they_are_worded() {
        let clusters = |heading| recognise(Table::Clusters, heading);
        for (heading, field) in [
            ("Tên cụm công nghiệp", Field::ClusterName),
            ("Diện tích (ha) / Quy hoạch", Field::AreaPlanned),
            ("Diện tích (ha) / Đất công nghiệp theo QHCT", Field::AreaIndustrial),
            ("Diện tích (ha) / Đã cho thuê", Field::AreaLeased),
            ("Diện tích quy hoạch (ha) / Đến 2015", Field::PlanArea),
            ("Quyết định thành lập / Số", Field::DecisionNumber),
            ("Quyết định thành lập / Ngày", Field::DecisionDay),
            ("QĐ thành lập / phê duyệt", Field::DecisionNumber),
            ("Vốn đầu tư hạ tầng trong hàng rào / Tổng mức", Field::InsidePlanned),
            ("Vốn đầu tư hạ tầng trong hàng rào / Đã thực hiện", Field::InsidePaid),
            ("Công trình ngoài hàng rào (vốn Nhà nước) / Hạng mục", Field::OutsideWork),
            ("Công trình ngoài hàng rào (vốn Nhà nước) / Kinh phí", Field::OutsideCost),
            ("Địa bàn (xã, phường mới)", Field::Place),
            ("Số DN, cơ sở", Field::TenantsRegistered),
            ("DN hoạt động", Field::TenantsOperating),
            ("Chủ đầu tư hạ tầng", Field::Investor),
            ("Mã", Field::Code),
        ] {
            assert_eq!(clusters(heading), Some(field), "{heading}");
        }
        let tenants = |heading| recognise(Table::Tenants, heading);
        for (heading, field) in [
            ("Tên doanh nghiệp", Field::TenantName),
            ("Thuộc cụm CN", Field::TenantCluster),
            ("Đất thuê / Lô", Field::Plot),
            ("Đất thuê / Diện tích (m2)", Field::PlotArea),
            ("Kết quả năm 2013 / Nộp ngân sách (triệu đồng)", Field::TaxPaid),
            ("Ngày cấp GCN/ĐKKD", Field::LicensedOn),
            ("Vốn nước ngoài", Field::Foreign),
        ] {
            assert_eq!(tenants(heading), Some(field), "{heading}");
        }
    }
}

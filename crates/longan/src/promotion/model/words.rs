//! The words of promotion: tracks, kinds of projects, contents, activities, sources, stages, states.

use crate::words;

words! {
    /// Whose money and whose decision: the national programme or the province's.
    pub enum Track {
        National = "national" => "Khuyến công quốc gia",
        Local = "local" => "Khuyến công địa phương",
    }
}

words! {
    /// How a project is set up.
    pub enum ProjectKind {
        Single = "single" => "Đề án đơn lẻ",
        Group = "group" => "Đề án theo nhóm",
        Flagship = "flagship" => "Đề án điểm",
        Own = "own" => "Hoạt động của Trung tâm",
        Other = "other" => "Nội dung chi khác",
    }
}

words! {
    /// The nine contents of promotion (Nghị định 45/2012/NĐ-CP, Điều 4).
    pub enum Content {
        Vocational = "1" => "1. Đào tạo nghề, truyền nghề",
        Capacity = "2" => "2. Nâng cao năng lực quản lý; sản xuất sạch hơn",
        Technology = "3" => "3. Mô hình trình diễn, chuyển giao công nghệ, máy móc",
        Products = "4" => "4. Phát triển sản phẩm CNNT tiêu biểu",
        Consulting = "5" => "5. Tư vấn, trợ giúp cơ sở CNNT",
        Information = "6" => "6. Cung cấp thông tin",
        Linkage = "7" => "7. Liên doanh, liên kết, cụm công nghiệp, di dời",
        International = "8" => "8. Hợp tác quốc tế",
        Management = "9" => "9. Nâng cao năng lực quản lý, tổ chức thực hiện",
    }
}

words! {
    /// What is supported. The word is the one of the law's parameters: `promotion.support.<word>.amount`.
    pub enum Activity {
        VocationalTraining = "vocational_training" => "Đào tạo nghề, truyền nghề",
        Training = "training" => "Tập huấn, hội thảo, khảo sát",
        Startup = "startup_rural_enterprise" => "Thành lập doanh nghiệp CNNT",
        NewTechnologyModel = "demo_model_new_technology" => "Mô hình trình diễn kỹ thuật",
        ReplicableModel = "demo_model_replicable" => "Mô hình cần nhân rộng",
        CleanerModel = "cp_pilot_model" => "Mô hình thí điểm sản xuất sạch hơn",
        CleanerAssessment = "cp_assessment" => "Đánh giá sản xuất sạch hơn",
        Machinery = "machinery_technology" => "Máy móc, chuyển giao công nghệ",
        MachineryLine = "machinery_technology_line" => "Dây chuyền công nghệ",
        FairOrganise = "fair_domestic_organise" => "Tổ chức hội chợ trong nước",
        FairJoin = "fair_domestic_join_other" => "Tham gia hội chợ trong nước",
        FairAbroad = "fair_abroad" => "Hội chợ ở nước ngoài",
        SurveyAbroad = "airfare_survey_abroad" => "Khảo sát ở nước ngoài",
        AwardProvincial = "award_organise_provincial" => "Tổ chức bình chọn cấp tỉnh",
        AwardRegional = "award_organise_regional" => "Tổ chức bình chọn cấp khu vực",
        AwardNational = "award_organise_national" => "Tổ chức bình chọn cấp quốc gia",
        PrizeProvincial = "award_prize_provincial" => "Thưởng sản phẩm cấp tỉnh",
        PrizeRegional = "award_prize_regional" => "Thưởng sản phẩm cấp khu vực",
        PrizeNational = "award_prize_national" => "Thưởng sản phẩm cấp quốc gia",
        Trademark = "trademark" => "Xây dựng, đăng ký thương hiệu",
        Showroom = "showroom" => "Phòng trưng bày sản phẩm",
        HireConsultant = "hire_consultant" => "Thuê tư vấn",
        Media = "media" => "Truyền thông, bản tin, dữ liệu",
        AssociationRegional = "association_regional" => "Hội, hiệp hội cấp vùng",
        AssociationNational = "association_national" => "Hội, hiệp hội cấp quốc gia",
        LinkageGroup = "business_linkage_group" => "Cụm liên kết doanh nghiệp",
        RelocationInterest = "relocation_interest" => "Lãi suất vốn vay di dời",
        PollutionEstablishment = "pollution_establishment" => "Xử lý ô nhiễm tại cơ sở",
        PollutionCluster = "pollution_cluster" => "Xử lý ô nhiễm tại cụm công nghiệp",
        ClusterPlan = "cluster_detailed_plan" => "Quy hoạch chi tiết cụm công nghiệp",
        ClusterWorks = "cluster_infrastructure" => "Hạ tầng cụm công nghiệp",
        Conference = "conference" => "Hội nghị, tổng kết",
        Collaborators = "collaborators" => "Mạng lưới cộng tác viên",
        ManagementAgency = "management_agency" => "Chi quản lý của cơ quan quản lý",
        ManagementExecutor = "management_executor" => "Chi quản lý của đơn vị thực hiện",
        Other = "other" => "Nội dung khác",
    }
}

words! {
    /// Why a project comes first and may get more.
    pub enum Priority {
        None = "" => "Không ưu tiên",
        Area = "area" => "Địa bàn ưu tiên",
        Sector = "sector" => "Ngành nghề ưu tiên",
        Both = "area_sector" => "Địa bàn và ngành nghề ưu tiên",
    }
}

words! {
    /// Whose money a line is.
    pub enum Source {
        National = "national" => "KCQG",
        Local = "local" => "KCĐP",
        OtherState = "other_state" => "Ngân sách khác",
        Counterpart = "counterpart" => "Đối ứng",
        Other = "other" => "Nguồn khác",
    }
}

words! {
    /// How far the money of a line has come.
    pub enum Stage {
        Requested = "requested" => "Đề nghị",
        Appraised = "appraised" => "Thẩm định",
        Allotted = "allotted" => "Được duyệt",
        Contracted = "contracted" => "Theo hợp đồng",
        Advanced = "advanced" => "Tạm ứng",
        Settled = "settled" => "Quyết toán",
        Returned = "returned" => "Hoàn trả",
    }
}

words! {
    /// What a body does in a project.
    pub enum Part {
        Beneficiary = "beneficiary" => "Đơn vị thụ hưởng",
        Coordinator = "coordinator" => "Đơn vị phối hợp",
    }
}

words! {
    /// The sides on which a project has states of its own.
    pub enum Axis {
        Plan = "plan" => "Kế hoạch",
        Work = "work" => "Thực hiện",
        Closing = "closing" => "Kết thúc",
    }
}

words! {
    /// A state of a project.
    pub enum State {
        Drafted = "drafted" => "Nháp",
        AwaitingAppraisal = "awaiting_appraisal" => "Chờ thẩm định cấp cơ sở",
        SupplementAsked = "supplement_asked" => "Yêu cầu bổ sung",
        Refused = "refused" => "Từ chối",
        AwaitingApproval = "awaiting_approval" => "Chờ phê duyệt",
        Approved = "approved" => "Đã duyệt, giao kế hoạch",
        Contracted = "contracted" => "Đã ký hợp đồng",
        Implementing = "implementing" => "Đang thực hiện",
        Adjusted = "adjusted" => "Điều chỉnh",
        Stopped = "stopped" => "Ngừng triển khai",
        Accepted = "accepted" => "Đã nghiệm thu",
        Settled = "settled" => "Đã quyết toán",
        Liquidated = "liquidated" => "Đã thanh lý",
        Archived = "archived" => "Lưu trữ",
    }
}

impl Track {
    /// The source of its State money.
    pub fn source(self) -> Source {
        match self {
            Self::National => Source::National,
            Self::Local => Source::Local,
        }
    }
}

impl Source {
    /// Whether it is promotion money, which the law of promotion limits.
    pub fn is_promotion(self) -> bool {
        matches!(self, Self::National | Self::Local)
    }
}

impl Priority {
    /// Whether the factor for priority may be used.
    pub fn is_given(self) -> bool {
        self != Self::None
    }
}

impl State {
    /// The side the state is on.
    pub fn axis(self) -> Axis {
        match self {
            Self::Drafted
            | Self::AwaitingAppraisal
            | Self::SupplementAsked
            | Self::Refused
            | Self::AwaitingApproval
            | Self::Approved => Axis::Plan,
            Self::Contracted | Self::Implementing | Self::Adjusted | Self::Stopped => Axis::Work,
            Self::Accepted | Self::Settled | Self::Liquidated | Self::Archived => Axis::Closing,
        }
    }

    /// The states that may follow it; what is not here has to be corrected, not followed.
    pub fn may_follow(self, before: Option<Self>) -> bool {
        match before {
            None => matches!(self, Self::Drafted | Self::AwaitingAppraisal | Self::Approved),
            Some(Self::Refused | Self::Archived) => false,
            Some(Self::Stopped) => {
                matches!(self, Self::Accepted | Self::Settled | Self::Liquidated)
            }
            Some(Self::Adjusted) => {
                self.axis() == Axis::Work && self != Self::Contracted
                    || self.axis() == Axis::Closing
            }
            Some(before) => match self.axis() {
                Axis::Plan => {
                    before.axis() == Axis::Plan && before != Self::Approved && before != self
                }
                Axis::Work => {
                    matches!(before, Self::Approved | Self::Contracted | Self::Implementing)
                        && before != self
                }
                Axis::Closing => before.axis() != Axis::Plan && before < self,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_project_is_accepted_after_it_was_contracted_and_never_before_it_was_approved() {
        assert!(State::Contracted.may_follow(Some(State::Approved)));
        assert!(State::Accepted.may_follow(Some(State::Contracted)));
        assert!(State::Liquidated.may_follow(Some(State::Accepted)));
        assert!(!State::Accepted.may_follow(Some(State::AwaitingApproval)));
        assert!(!State::Accepted.may_follow(Some(State::Liquidated)));
        assert!(!State::Approved.may_follow(Some(State::Approved)));
        assert!(!State::Contracted.may_follow(Some(State::Refused)));
        assert!(!State::Contracted.may_follow(None));
        assert!(State::Implementing.may_follow(Some(State::Adjusted)));
    }
}

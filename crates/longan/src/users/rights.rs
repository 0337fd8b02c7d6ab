//! Who may do what: the roles, the rights, and the table between them.
//!
//! The table is the only place where a role is tied to a right. The guide prints it, the
//! routes name a right each, and the record decides where a right holds: a person's role
//! counts only at the places it was given for.

use crate::words;

words! {
    /// What a person is to the register (roles of the domain handbook; a person may hold several).
    pub enum Role {
        System = "system" => "Chương trình",
        Administrator = "administrator" => "Quản trị",
        Officer = "officer" => "Chuyên viên Sở Công Thương",
        Head = "head" => "Lãnh đạo phòng, Sở Công Thương",
        Director = "director" => "Lãnh đạo Sở Công Thương",
        CentreOfficer = "centre_officer" => "Viên chức Trung tâm Khuyến công",
        CentreDirector = "centre_director" => "Giám đốc Trung tâm Khuyến công",
        CommuneCommittee = "commune_committee" => "UBND cấp xã",
        Collaborator = "collaborator" => "Cộng tác viên khuyến công",
        InfrastructureInvestor = "infrastructure_investor" => "Chủ đầu tư hạ tầng",
        Tenant = "tenant" => "Doanh nghiệp trong cụm",
        RuralEstablishment = "rural_establishment" => "Cơ sở công nghiệp nông thôn",
        ConsultedAgency = "consulted_agency" => "Sở, ngành phối hợp",
        CouncilMember = "council_member" => "Thành viên Hội đồng",
        JuryMember = "jury_member" => "Thành viên Ban giám khảo",
        ProvincialCommittee = "provincial_committee" => "UBND tỉnh",
        Ministry = "ministry" => "Bộ Công Thương",
        StatisticsOffice = "statistics_office" => "Cơ quan thống kê",
        Inspector = "inspector" => "Thanh tra, kiểm tra",
        Reader = "reader" => "Người xem",
    }
}

words! {
    /// What a role lets a person do at its places.
    pub enum Right {
        SeeRegister = "see_register" => "Xem sổ cụm công nghiệp và chỉ tiêu",
        WriteRegister = "write_register" => "Ghi, sửa hồ sơ cụm công nghiệp",
        SettleConflicts = "settle_conflicts" => "Chọn số khi các nguồn vênh nhau",
        ImportWorkbooks = "import_workbooks" => "Nhập bảng tính",
        SeeOrganizations = "see_organizations" => "Xem sổ tổ chức, doanh nghiệp",
        WriteOrganizations = "write_organizations" => "Ghi, sửa sổ tổ chức",
        MergeOrganizations = "merge_organizations" => "Nhập hai tổ chức trùng làm một",
        SeeOwn = "see_own" => "Xem hồ sơ của chính tổ chức mình",
        SeeDocuments = "see_documents" => "Xem văn bản",
        WriteDocuments = "write_documents" => "Đăng ký văn bản, thêm tệp",
        SeePromotion = "see_promotion" => "Xem sổ khuyến công",
        WritePromotion = "write_promotion" => "Ghi, sửa kế hoạch, đề án khuyến công",
        EnterNeeds = "enter_needs" => "Ghi nhu cầu khuyến công",
        SeeReports = "see_reports" => "Xem báo cáo định kỳ",
        FillReports = "fill_reports" => "Lập báo cáo định kỳ của đơn vị mình",
        EnterReports = "enter_reports" => "Nhập báo cáo thay doanh nghiệp, chủ đầu tư",
        CollectReports = "collect_reports" => "Nhập Biểu số 01 thay doanh nghiệp trong cụm của mình",
        ReviewReports = "review_reports" => "Xem xét, tiếp nhận báo cáo, đôn đốc",
        ApproveReports = "approve_reports" => "Duyệt báo cáo",
        SendReports = "send_reports" => "Gửi báo cáo lên cấp trên",
        TakeReports = "take_reports" => "Tiếp nhận, trả lại biểu tổng hợp của cấp dưới",
        AskEntry = "ask_entry" => "Đề nghị Sở nhập thay",
        EnterForOthers = "enter_for_others" => "Nhập thay UBND cấp xã",
        Delegate = "delegate" => "Ủy quyền công việc của mình",
        Audit = "audit" => "Xem toàn bộ nhật ký",
        ManageUsers = "manage_users" => "Quản lý tài khoản, vai trò",
        ManagePlaces = "manage_places" => "Cập nhật đơn vị hành chính, vùng",
        ManageSettings = "manage_settings" => "Đặt quy tắc, cấu hình",
        ErasePersonalData = "erase_personal_data" => "Xóa dữ liệu cá nhân theo yêu cầu",
    }
}

words! {
    /// What kind of place a role is held at.
    pub enum Seat {
        Unit = "unit" => "địa bàn",
        Organization = "organization" => "tổ chức",
        Cluster = "cluster" => "cụm công nghiệp",
        Council = "council" => "hội đồng",
    }
}

use Right as R;

/// Rights of whoever looks after the program: all but those of a body or a commune of one's own.
const MANAGES: &[Right] = &[
    R::SeeRegister,
    R::WriteRegister,
    R::SettleConflicts,
    R::ImportWorkbooks,
    R::SeeOrganizations,
    R::WriteOrganizations,
    R::MergeOrganizations,
    R::SeeDocuments,
    R::WriteDocuments,
    R::SeePromotion,
    R::WritePromotion,
    R::EnterNeeds,
    R::SeeReports,
    R::EnterReports,
    R::ReviewReports,
    R::EnterForOthers,
    R::Delegate,
    R::Audit,
    R::ManageUsers,
    R::ManagePlaces,
    R::ManageSettings,
    R::ErasePersonalData,
];
/// Rights of whoever keeps the register for the Department.
const KEEPS: &[Right] = &[
    R::SeeRegister,
    R::WriteRegister,
    R::SettleConflicts,
    R::ImportWorkbooks,
    R::SeeOrganizations,
    R::WriteOrganizations,
    R::MergeOrganizations,
    R::SeeDocuments,
    R::WriteDocuments,
    R::SeePromotion,
    R::WritePromotion,
    R::EnterNeeds,
    R::SeeReports,
    R::FillReports,
    R::EnterReports,
    R::ReviewReports,
    R::SendReports,
    R::TakeReports,
    R::EnterForOthers,
    R::Delegate,
];
/// The same, and those of whoever answers for what the Department sends.
const HEADS: &[Right] = &[
    R::SeeRegister,
    R::WriteRegister,
    R::SettleConflicts,
    R::ImportWorkbooks,
    R::SeeOrganizations,
    R::WriteOrganizations,
    R::MergeOrganizations,
    R::SeeDocuments,
    R::WriteDocuments,
    R::SeePromotion,
    R::WritePromotion,
    R::EnterNeeds,
    R::SeeReports,
    R::FillReports,
    R::EnterReports,
    R::ReviewReports,
    R::ApproveReports,
    R::SendReports,
    R::TakeReports,
    R::EnterForOthers,
    R::Delegate,
];
/// Rights of whoever works beside the Department.
const WORKS: &[Right] = &[
    R::SeeRegister,
    R::SeeOrganizations,
    R::WriteOrganizations,
    R::SeeDocuments,
    R::WriteDocuments,
    R::SeePromotion,
    R::WritePromotion,
    R::EnterNeeds,
    R::SeeReports,
    R::Delegate,
];
/// Rights of whoever only reads.
const READS: &[Right] =
    &[R::SeeRegister, R::SeeOrganizations, R::SeeDocuments, R::SeePromotion, R::SeeReports];

impl Role {
    /// The rights the role gives at its places: the table of the house.
    pub fn rights(self) -> &'static [Right] {
        match self {
            Self::System => Right::ALL,
            Self::Administrator => MANAGES,
            Self::Officer => KEEPS,
            Self::Head | Self::Director => HEADS,
            Self::CentreOfficer | Self::CentreDirector => WORKS,
            Self::CommuneCommittee => &[
                R::SeeRegister,
                R::WriteRegister,
                R::SeeOrganizations,
                R::WriteOrganizations,
                R::SeeDocuments,
                R::WriteDocuments,
                R::SeePromotion,
                R::EnterNeeds,
                R::SeeReports,
                R::FillReports,
                R::EnterReports,
                R::ReviewReports,
                R::ApproveReports,
                R::SendReports,
                R::AskEntry,
                R::Delegate,
            ],
            Self::Collaborator => {
                &[R::SeeRegister, R::SeeOrganizations, R::SeePromotion, R::EnterNeeds]
            }
            Self::InfrastructureInvestor => &[
                R::SeeRegister,
                R::SeeOwn,
                R::SeeDocuments,
                R::SeeReports,
                R::FillReports,
                R::CollectReports,
            ],
            Self::Tenant => &[R::SeeOwn, R::EnterNeeds, R::SeeReports, R::FillReports],
            Self::RuralEstablishment => &[R::SeeOwn, R::EnterNeeds],
            Self::CouncilMember | Self::JuryMember => &[],
            Self::Ministry => &[
                R::SeeRegister,
                R::SeeOrganizations,
                R::SeeDocuments,
                R::SeePromotion,
                R::SeeReports,
                R::TakeReports,
            ],
            Self::ConsultedAgency | Self::ProvincialCommittee | Self::StatisticsOffice => READS,
            Self::Inspector => &[
                R::SeeRegister,
                R::SeeOrganizations,
                R::SeeDocuments,
                R::SeePromotion,
                R::SeeReports,
                R::Audit,
            ],
            Self::Reader => &[R::SeeRegister, R::SeeDocuments, R::SeePromotion],
        }
    }

    /// What the role lets a person do, in one sentence.
    pub fn told(self) -> String {
        let words: Vec<&str> = self.rights().iter().map(|right| right.label()).collect();
        if words.is_empty() {
            return "Việc được giao và giấy tờ của hội đồng.".to_owned();
        }
        format!("{}.", words.join("; "))
    }

    /// Whether the role gives `right`.
    pub fn gives(self, right: Right) -> bool {
        self.rights().contains(&right)
    }

    /// What kind of place the role is held at.
    pub fn seat(self) -> Seat {
        match self {
            Self::InfrastructureInvestor | Self::Tenant | Self::RuralEstablishment => {
                Seat::Organization
            }
            Self::CouncilMember | Self::JuryMember => Seat::Council,
            _ => Seat::Unit,
        }
    }

    /// The roles an administrator may give; the program's own is not among them.
    pub fn given() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|role| *role != Self::System)
    }
}

impl Right {
    /// Whether the right is one of seeing: whoever lacks it is not told that the page exists.
    pub fn is_of_seeing(self) -> bool {
        matches!(
            self,
            Self::SeeRegister
                | Self::SeeOrganizations
                | Self::SeeOwn
                | Self::SeeDocuments
                | Self::SeePromotion
                | Self::SeeReports
                | Self::Audit
        )
    }
}

/// Everything a person may do somewhere, kept with the account as words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rights(u64);

impl Rights {
    /// Every right.
    pub fn all() -> Self {
        Self::of(&[Role::System])
    }

    /// What some roles come to together.
    pub fn of(roles: &[Role]) -> Self {
        roles
            .iter()
            .flat_map(|role| role.rights())
            .fold(Self::default(), |sum, right| sum.with(*right))
    }

    /// The same and one more.
    fn with(self, right: Right) -> Self {
        Self(self.0 | 1 << right as u64)
    }

    /// Whether `right` is among them.
    pub fn has(self, right: Right) -> bool {
        self.0 & 1 << right as u64 != 0
    }
}

impl std::fmt::Display for Rights {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let words = Right::ALL.iter().filter(|right| self.has(**right)).map(|right| right.word());
        f.write_str(&words.collect::<Vec<_>>().join(" "))
    }
}

impl std::str::FromStr for Rights {
    type Err = std::convert::Infallible;

    /// A word of an older program that is no longer a right gives nothing.
    fn from_str(words: &str) -> Result<Self, Self::Err> {
        let rights = words.split(' ').filter_map(|word| word.parse().ok());
        Ok(rights.fold(Self::default(), Self::with))
    }
}

crate::text_column!(Rights);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rights_are_kept_as_words() {
        let rights = Rights::of(&[Role::Reader, Role::Tenant]);
        assert_eq!(
            rights.to_string(),
            "see_register see_own see_documents see_promotion enter_needs see_reports fill_reports"
        );
        assert_eq!(rights.to_string().parse::<Rights>().unwrap(), rights);
        assert!(!rights.has(Right::WriteRegister));
        assert_eq!("flies".parse::<Rights>().unwrap(), Rights::default());
    }

    #[test]
    fn only_the_administrator_looks_after_accounts() {
        for role in Role::given() {
            assert_eq!(role.gives(Right::ManageUsers), role == Role::Administrator, "{role}");
        }
    }
}

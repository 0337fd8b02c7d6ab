//! The words of a need: how it came, where it stands, which sector, what is asked of the asker.

use super::super::words::{Activity, Content};
use crate::words;

words! {
    /// How a need came to be known.
    pub enum Origin {
        Visit = "visit" => "Đi cơ sở",
        Phone = "phone" => "Điện thoại",
        Letter = "letter" => "Đơn, công văn",
        Event = "event" => "Hội nghị, sự kiện",
        Report = "report" => "Báo cáo của cộng tác viên, UBND cấp xã",
        Portal = "portal" => "Đơn vị tự ghi trên chương trình",
    }
}

words! {
    /// Where a need stands.
    pub enum NeedState {
        New = "new" => "Mới ghi",
        Examined = "examined" => "Đã xem xét",
        Taken = "taken" => "Đã đưa vào đề án",
        Refused = "refused" => "Không đưa vào kế hoạch",
        Withdrawn = "withdrawn" => "Đơn vị đã rút",
    }
}

words! {
    /// The sector of an establishment (Nghị định 45/2012/NĐ-CP, Điều 5, and what was added to it).
    pub enum Sector {
        AgroProcessing = "agro_processing" => "Chế biến nông, lâm, thủy sản, thực phẩm",
        Consumer = "consumer" => "Hàng tiêu dùng, hàng xuất khẩu, thay thế nhập khẩu",
        AgroChemicals = "agro_chemicals" => "Hóa chất phục vụ nông nghiệp, nông thôn",
        Materials = "materials" => "Vật liệu xây dựng",
        Mechanical = "mechanical" => "Cơ khí, sửa chữa",
        Electronics = "electronics" => "Điện, điện tử, tin học, gia công",
        Supporting = "supporting" => "Công nghiệp hỗ trợ",
        Handicraft = "handicraft" => "Tiểu thủ công nghiệp",
        Minerals = "minerals" => "Khai thác, chế biến khoáng sản",
        Cleaner = "cleaner" => "Sản xuất sạch hơn, xử lý ô nhiễm",
        HighTech = "high_tech" => "Công nghệ cao, công nghiệp sạch",
        EnergySaving = "energy_saving" => "Tiết kiệm năng lượng",
        Environment = "environment" => "Công nghiệp môi trường, năng lượng thân thiện môi trường",
        Other = "other" => "Ngành khác",
    }
}

words! {
    /// What an officer asks before a need is judged.
    pub enum Question {
        NewMachine = "new_machine" => "Máy móc, thiết bị mới, chưa qua sử dụng",
        Improves = "improves" => "Nâng năng suất, chất lượng, tiết kiệm nguyên liệu, giảm ô nhiễm hoặc làm ra sản phẩm mới",
        NewInArea = "new_in_area" => "Công nghệ, sản phẩm chưa có ở địa bàn",
        Replicable = "replicable" => "Hiệu quả kinh tế, xã hội, môi trường vượt trội, nhân rộng được",
        ListedTechnology = "listed_technology" => "Công nghệ được khuyến khích chuyển giao",
        ClayBrick = "clay_brick" => "Sản xuất gạch đất sét nung bằng lò thủ công cải tiến hoặc lò vòng",
        PolluterListed = "polluter_listed" => "Có tên trong danh mục di dời do Chủ tịch UBND tỉnh quyết định",
        Invested = "invested" => "Đã đầu tư hoặc cam kết bỏ phần vốn còn lại",
        OnceOnly = "once_only" => "Cam kết chưa được nguồn nhà nước khác hỗ trợ cùng nội dung",
        CraftVillage = "craft_village" => "Ở làng nghề được UBND tỉnh công nhận",
        FlagshipProduct = "flagship_product" => "Có sản phẩm CNNT tiêu biểu được công nhận",
        KeyProduct = "key_product" => "Sản phẩm chủ lực, mũi nhọn, trọng điểm của địa phương",
        Exports = "exports" => "Có hợp đồng xuất khẩu hoặc sản xuất phục vụ xuất khẩu",
        Experienced = "experienced" => "Có năng lực, đã làm tốt nội dung tương tự",
        WomanOwned = "woman_owned" => "Doanh nghiệp do phụ nữ làm chủ",
        MinorityOwned = "minority_owned" => "Doanh nghiệp do người dân tộc thiểu số làm chủ",
    }
}

words! {
    /// An area that comes first: the points of Thông tư 46/2012/TT-BCT, Điều 6.
    pub enum AreaKind {
        Highland = "a" => "Vùng cao, hải đảo, biên giới, vùng dân tộc thiểu số",
        Poor = "b" => "Huyện nghèo theo Nghị quyết 30a",
        NewRural = "c" => "Xã trong kế hoạch xây dựng nông thôn mới của năm",
        Difficult = "d" => "Địa bàn khó khăn, đặc biệt khó khăn khác",
    }
}

impl NeedState {
    /// Whether it may follow the state a need stands in.
    pub fn may_follow(self, before: Self) -> bool {
        match before {
            Self::New => self != Self::New,
            Self::Examined => matches!(self, Self::Taken | Self::Refused | Self::Withdrawn),
            // The project may be stopped; what was refused may be looked at again.
            Self::Taken | Self::Refused => self == Self::Examined,
            Self::Withdrawn => false,
        }
    }

    /// Whether a step from `before` has to be explained.
    pub fn asks_reason(self, before: Self) -> bool {
        matches!(self, Self::Refused | Self::Withdrawn)
            || matches!(before, Self::Taken | Self::Refused)
    }

    /// Whether the need still waits for a decision.
    pub fn is_open(self) -> bool {
        matches!(self, Self::New | Self::Examined)
    }

    /// Colour of its mark.
    pub fn colour(self) -> &'static str {
        match self {
            Self::New => "blue",
            Self::Examined => "azure",
            Self::Taken => "green",
            Self::Refused => "red",
            Self::Withdrawn => "secondary",
        }
    }
}

impl Activity {
    /// What an establishment may ask for itself.
    pub const WANTED: &'static [Self] = &[
        Self::Machinery,
        Self::MachineryLine,
        Self::NewTechnologyModel,
        Self::ReplicableModel,
        Self::CleanerModel,
        Self::CleanerAssessment,
        Self::VocationalTraining,
        Self::Training,
        Self::Startup,
        Self::Trademark,
        Self::FairJoin,
        Self::FairAbroad,
        Self::Showroom,
        Self::HireConsultant,
        Self::LinkageGroup,
        Self::PollutionEstablishment,
        Self::RelocationInterest,
        Self::Media,
        Self::Other,
    ];

    /// Which of the nine contents it belongs to; `None` where that has to be said.
    pub fn content(self) -> Option<Content> {
        Some(match self {
            Self::VocationalTraining => Content::Vocational,
            Self::Training | Self::Startup | Self::CleanerAssessment | Self::SurveyAbroad => {
                Content::Capacity
            }
            Self::NewTechnologyModel
            | Self::ReplicableModel
            | Self::CleanerModel
            | Self::Machinery
            | Self::MachineryLine => Content::Technology,
            Self::FairOrganise
            | Self::FairJoin
            | Self::FairAbroad
            | Self::AwardProvincial
            | Self::AwardRegional
            | Self::AwardNational
            | Self::PrizeProvincial
            | Self::PrizeRegional
            | Self::PrizeNational
            | Self::Trademark
            | Self::Showroom => Content::Products,
            Self::HireConsultant => Content::Consulting,
            Self::Media => Content::Information,
            Self::AssociationRegional
            | Self::AssociationNational
            | Self::LinkageGroup
            | Self::RelocationInterest
            | Self::PollutionEstablishment
            | Self::PollutionCluster
            | Self::ClusterPlan
            | Self::ClusterWorks => Content::Linkage,
            Self::Conference
            | Self::Collaborators
            | Self::ManagementAgency
            | Self::ManagementExecutor => Content::Management,
            Self::Other => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_need_is_decided_once_and_taken_up_again_with_a_reason() {
        assert!(NeedState::Taken.may_follow(NeedState::New));
        assert!(NeedState::Refused.may_follow(NeedState::Examined));
        assert!(!NeedState::Taken.may_follow(NeedState::Refused));
        assert!(NeedState::Examined.may_follow(NeedState::Refused));
        assert!(!NeedState::Examined.may_follow(NeedState::Withdrawn));
        assert!(NeedState::Refused.asks_reason(NeedState::New));
        assert!(NeedState::Examined.asks_reason(NeedState::Taken));
        assert!(!NeedState::Examined.asks_reason(NeedState::New));
    }

    #[test]
    fn whatever_can_be_asked_for_but_other_things_belongs_to_a_content() {
        for activity in Activity::WANTED {
            assert_eq!(activity.content().is_none(), *activity == Activity::Other, "{activity}");
        }
    }
}

//! Kinds of bodies, and the partners the Department works with.

use crate::words;
use kernel::text::fold;

words! {
    /// What kind of body it is.
    pub enum Kind {
        Enterprise = "enterprise" => "Doanh nghiệp",
        Cooperative = "cooperative" => "Hợp tác xã",
        Household = "household" => "Hộ kinh doanh",
        Agency = "agency" => "Cơ quan, đơn vị",
        Association = "association" => "Hội, hiệp hội",
        Partner = "partner" => "Tổ chức phối hợp",
        Unknown = "unknown" => "Chưa rõ",
    }
}

words! {
    /// Bodies that work beside the Department in every province.
    pub enum Partner {
        CooperativeAlliance = "cooperative_alliance" => "Liên minh Hợp tác xã",
        FarmersUnion = "farmers_union" => "Hội Nông dân",
        WomensUnion = "womens_union" => "Hội Liên hiệp Phụ nữ",
        YouthUnion = "youth_union" => "Đoàn Thanh niên",
        VeteransAssociation = "veterans_association" => "Hội Cựu chiến binh",
        FatherlandFront = "fatherland_front" => "Mặt trận Tổ quốc",
        LabourUnion = "labour_union" => "Liên đoàn Lao động",
        School = "school" => "Trường, cơ sở đào tạo",
        Institute = "institute" => "Viện nghiên cứu",
        Bank = "bank" => "Ngân hàng, quỹ",
        Other = "other" => "Tổ chức phối hợp khác",
    }
}

const ENTERPRISE: &[&str] =
    &["cong ty", "cty", "dntn", "doanh nghiep", "chi nhanh", "tap doan", "xi nghiep"];
const COOPERATIVE: &[&str] = &["htx", "hop tac xa", "lien hiep hop tac xa", "lien hiep htx"];
const HOUSEHOLD: &[&str] = &["hkd", "ho kinh doanh", "co so"];
const AGENCY: &[&str] = &["trung tam", "ban quan ly", "ubnd", "uy ban", "so ", "phong "];
const ASSOCIATION: &[&str] = &["hiep hoi", "hoi ", "lien hiep"];

/// How the names of partners begin.
const PARTNERS: &[(&str, Partner)] = &[
    ("lien minh hop tac xa", Partner::CooperativeAlliance),
    ("lien minh htx", Partner::CooperativeAlliance),
    ("hoi nong dan", Partner::FarmersUnion),
    ("hoi lien hiep phu nu", Partner::WomensUnion),
    ("hoi phu nu", Partner::WomensUnion),
    ("doan thanh nien", Partner::YouthUnion),
    ("tinh doan", Partner::YouthUnion),
    ("hoi cuu chien binh", Partner::VeteransAssociation),
    ("mat tran to quoc", Partner::FatherlandFront),
    ("uy ban mat tran to quoc", Partner::FatherlandFront),
    ("lien doan lao dong", Partner::LabourUnion),
];

impl Partner {
    /// The partner a name begins as, if it is one.
    pub fn of_name(name: &str) -> Option<Self> {
        let folded = fold(name);
        PARTNERS.iter().find(|(begins, _)| folded.starts_with(begins)).map(|(_, partner)| *partner)
    }
}

impl Kind {
    /// Reads the kind from the way a name begins.
    pub fn of_name(name: &str) -> Self {
        let folded = fold(name);
        let begins = |words: &[&str]| words.iter().any(|word| folded.starts_with(word));
        if Partner::of_name(name).is_some() {
            Self::Partner
        } else if begins(ENTERPRISE) {
            Self::Enterprise
        } else if begins(COOPERATIVE) {
            Self::Cooperative
        } else if begins(HOUSEHOLD) {
            Self::Household
        } else if begins(AGENCY) {
            Self::Agency
        } else if begins(ASSOCIATION) {
            Self::Association
        } else {
            Self::Unknown
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_a_name_begins_tells_the_kind() {
        for (name, kind) in [
            ("Cty TNHH Sơn Ca", Kind::Enterprise),
            ("HTX Dệt Hoa Sen", Kind::Cooperative),
            ("Hộ kinh doanh Chim Sẻ", Kind::Household),
            ("Trung tâm Phát triển cụm công nghiệp", Kind::Agency),
            ("Ủy ban Mặt trận Tổ quốc tỉnh", Kind::Partner),
            ("Hội Nông dân tỉnh Long An", Kind::Partner),
            ("Hiệp hội Gỗ và Lâm sản", Kind::Association),
            ("Sơn Ca", Kind::Unknown),
        ] {
            assert_eq!(Kind::of_name(name), kind, "{name}");
        }
    }
}

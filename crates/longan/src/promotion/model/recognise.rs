//! Reading what is supported from the way a list names it.

use super::words::{Activity, Content};
use kernel::text::{fold, nfc, squeeze};

/// Words of a project's name and what they mean; the first that fits counts.
const ACTIVITIES: &[(&[&str], Activity)] = &[
    (&["thanh lap doanh nghiep"], Activity::Startup),
    (&["cong tac vien"], Activity::Collaborators),
    (&["dao tao nghe"], Activity::VocationalTraining),
    (&["truyen nghe"], Activity::VocationalTraining),
    (&["thuong hieu"], Activity::Trademark),
    (&["nhan hieu"], Activity::Trademark),
    (&["hoi cho", "nuoc ngoai"], Activity::FairAbroad),
    (&["tham gia", "hoi cho"], Activity::FairJoin),
    (&["hoi cho"], Activity::FairOrganise),
    (&["binh chon", "cap quoc gia"], Activity::AwardNational),
    (&["binh chon", "khu vuc"], Activity::AwardRegional),
    (&["binh chon"], Activity::AwardProvincial),
    (&["danh gia", "san xuat sach hon"], Activity::CleanerAssessment),
    (&["mo hinh", "san xuat sach hon"], Activity::CleanerModel),
    (&["mo hinh", "nhan rong"], Activity::ReplicableModel),
    (&["mo hinh"], Activity::NewTechnologyModel),
    (&["quy hoach chi tiet"], Activity::ClusterPlan),
    (&["o nhiem", "cum cong nghiep"], Activity::PollutionCluster),
    (&["o nhiem"], Activity::PollutionEstablishment),
    (&["ha tang", "cum cong nghiep"], Activity::ClusterWorks),
    (&["phong trung bay"], Activity::Showroom),
    (&["day chuyen"], Activity::MachineryLine),
    (&["may moc"], Activity::Machinery),
    (&["thiet bi"], Activity::Machinery),
    (&["chuyen giao cong nghe"], Activity::Machinery),
    (&["hoi nghi"], Activity::Conference),
    (&["tap huan"], Activity::Training),
    (&["hoi thao"], Activity::Training),
    (&["khao sat"], Activity::Training),
    (&["ban tin"], Activity::Media),
    (&["truyen hinh"], Activity::Media),
    (&["tuyen truyen"], Activity::Media),
    (&["trang thong tin"], Activity::Media),
    (&["tu van"], Activity::HireConsultant),
];

/// Words of a content and which of the nine it is; the first that fits counts.
const CONTENTS: &[(&str, Content)] = &[
    ("to chuc thuc hien", Content::Management),
    ("dao tao nghe", Content::Vocational),
    ("truyen nghe", Content::Vocational),
    ("nang luc quan ly", Content::Capacity),
    ("san xuat sach hon", Content::Capacity),
    ("mo hinh trinh dien", Content::Technology),
    ("chuyen giao cong nghe", Content::Technology),
    ("may moc", Content::Technology),
    ("san pham", Content::Products),
    ("cung cap thong tin", Content::Information),
    ("tuyen truyen", Content::Information),
    ("lien doanh", Content::Linkage),
    ("lien ket", Content::Linkage),
    ("cum cong nghiep", Content::Linkage),
    ("di doi", Content::Linkage),
    ("hop tac quoc te", Content::International),
    ("tu van", Content::Consulting),
];

/// How the names of supported machines and models begin.
const BEGINNINGS: &[&str] = &[
    "xây dựng mô hình trình diễn kỹ thuật",
    "mô hình trình diễn kỹ thuật",
    "hỗ trợ ứng dụng",
    "hỗ trợ",
    "ứng dụng",
];

impl Activity {
    /// What a project's name says is supported.
    pub fn of_name(name: &str) -> Self {
        let folded = fold(name);
        let found = ACTIVITIES.iter().find(|(words, _)| words.iter().all(|w| folded.contains(w)));
        // "may" may be sewing; a machine has its mark.
        let is_machine = || nfc(name).to_lowercase().contains("máy ");
        match found {
            Some((_, activity)) => *activity,
            None if is_machine() => Self::Machinery,
            None => Self::Other,
        }
    }

    /// The machine or model that a project's name names; empty for other kinds of support.
    pub fn equipment_in(self, name: &str) -> String {
        let is_thing = matches!(
            self,
            Self::NewTechnologyModel
                | Self::ReplicableModel
                | Self::CleanerModel
                | Self::Machinery
                | Self::MachineryLine
        );
        if !is_thing {
            return String::new();
        }
        let name = squeeze(&nfc(name));
        let lower = name.to_lowercase();
        let begins = BEGINNINGS.iter().find(|begins| lower.starts_with(*begins));
        let rest = begins.map_or(lower.as_str(), |begins| &lower[begins.len()..]);
        rest.trim().to_owned()
    }
}

impl Content {
    /// Which of the nine contents a text names.
    pub fn of_text(text: &str) -> Option<Self> {
        let folded = fold(text);
        CONTENTS.iter().find(|(words, _)| folded.contains(words)).map(|(_, content)| *content)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_supported_is_read_from_the_name() {
        for (name, activity) in [
            ("Hỗ trợ máy tiện CNC sản xuất máy nông nghiệp", Activity::Machinery),
            ("Đào tạo nghề may công nghiệp cho 60 lao động", Activity::VocationalTraining),
            (
                "Mô hình trình diễn kỹ thuật dây chuyền sản xuất bánh tráng",
                Activity::NewTechnologyModel,
            ),
            ("Hỗ trợ dây chuyền sấy tự động", Activity::MachineryLine),
            ("Hỗ trợ máy móc đan, sấy lục bình xuất khẩu", Activity::Machinery),
            ("May áo cho lao động", Activity::Other),
        ] {
            assert_eq!(Activity::of_name(name), activity, "{name}");
        }
        assert_eq!(
            Activity::Machinery.equipment_in("Hỗ trợ ứng dụng máy tách màu trong chế biến gạo"),
            "máy tách màu trong chế biến gạo"
        );
        assert_eq!(Activity::Media.equipment_in("Bản tin"), "");
        assert_eq!(
            Content::of_text("Nâng cao năng lực quản lý và tổ chức thực hiện"),
            Some(Content::Management)
        );
        assert_eq!(Content::of_text("Nâng cao năng lực quản lý"), Some(Content::Capacity));
    }
}

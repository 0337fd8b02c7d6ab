//! What people read for the acts and fields of this slice in a record's history.

use super::model::{
    AddressKind, FactKind, IndustryWeight, Kind, NameKind, Partner, PersonKind, State, VsicVersion,
};
use crate::events::told::{Image, NOTHING, Vocabulary};

/// The words.
pub const VOCABULARY: Vocabulary = Vocabulary {
    actions: &[
        ("organizations.added", "thêm tổ chức vào sổ"),
        ("organizations.edited", "sửa thông tin chung"),
        ("organizations.renamed", "ghi việc đổi tên"),
        ("organizations.name_added", "thêm tên gọi"),
        ("organizations.address_added", "thêm địa chỉ"),
        ("organizations.person_added", "thêm người của tổ chức"),
        ("organizations.industry_added", "thêm ngành nghề"),
        ("organizations.state_added", "ghi trạng thái"),
        ("organizations.state_corrected", "đính chính trạng thái"),
        ("organizations.fact_ended", "ghi ngày kết thúc"),
        ("organizations.merged", "nhập hai hồ sơ trùng làm một"),
        ("organizations.merge_undone", "tách lại hồ sơ đã nhập"),
        ("organizations.said_distinct", "ghi là không trùng với tổ chức khác"),
    ],
    fields: &[
        ("partner", "Tổ chức phối hợp"),
        ("phone", "Điện thoại"),
        ("mail", "Thư điện tử"),
        ("detail", "Địa chỉ"),
        ("version", "Phiên bản"),
        ("weight", "Vai trò ngành"),
        ("ended", "Kết thúc"),
        ("merged", "Hồ sơ được nhập"),
        ("merged_tax_code", "Mã số thuế của hồ sơ được nhập"),
        ("survivor", "Hồ sơ giữ lại"),
        ("moved", "Số giá trị chuyển sang"),
        ("returned", "Số giá trị trả lại"),
        ("left", "Số giá trị giữ nguyên vì đã sửa sau đó"),
        ("other", "Tổ chức khác"),
    ],
    records: &[("organization", "Tổ chức", "/organizations/{}")],
    value,
    ..NOTHING
};

fn label<T: std::str::FromStr>(text: &str, label: fn(T) -> &'static str) -> Option<&'static str> {
    text.parse().ok().map(label)
}

fn value(field: &str, text: &str, _image: &Image) -> Option<String> {
    let known = match field {
        "kind" => label(text, Kind::label)
            .or_else(|| label(text, NameKind::label))
            .or_else(|| label(text, AddressKind::label))
            .or_else(|| label(text, PersonKind::label)),
        "partner" => label(text, Partner::label),
        "state" | "state_before" => label(text, State::label),
        "version" => label(text, VsicVersion::label),
        "weight" => label(text, IndustryWeight::label),
        "ended" => label(text, ended_label),
        _ => None,
    };
    known.map(str::to_owned)
}

fn ended_label(kind: FactKind) -> &'static str {
    match kind {
        FactKind::Renaming | FactKind::Name => "Tên gọi",
        FactKind::Address => "Địa chỉ",
        FactKind::Person => "Người của tổ chức",
        FactKind::Industry => "Ngành nghề",
        FactKind::State => "Trạng thái",
    }
}

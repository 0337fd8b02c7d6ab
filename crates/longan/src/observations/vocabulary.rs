//! What people read for the acts and fields of reported numbers in a record's history.

use super::model::precedence::{IndicatorGroup, Ranking};
use super::model::{Indicator, Precision, ReporterKind, Standing};
use crate::events::told::{Image, NOTHING, Vocabulary};

/// The words.
pub const VOCABULARY: Vocabulary = Vocabulary {
    actions: &[
        ("observations.settled", "chọn số liệu khi các nguồn vênh nhau"),
        ("observations.corrected", "đính chính số liệu"),
        ("observations.precedence_set", "đặt thứ tự nguồn số liệu"),
    ],
    fields: &[
        ("indicator", "Chỉ tiêu"),
        ("value", "Giá trị"),
        ("value_before", "Giá trị trước đính chính"),
        ("reporter", "Nguồn báo cáo"),
        ("indicator_group", "Nhóm chỉ tiêu"),
        ("ranking", "Thứ tự nguồn"),
        ("reporter_kind", "Loại nguồn"),
    ],
    records: &[("precedence", "Thứ tự nguồn số liệu", "/conflicts/precedence")],
    value,
    ..NOTHING
};

fn value(field: &str, text: &str, image: &Image) -> Option<String> {
    let label = match field {
        "indicator" => text.parse().map(Indicator::label).ok(),
        "reporter_kind" => text.parse().map(ReporterKind::label).ok(),
        "precision" => text.parse().map(Precision::label).ok(),
        "status" => text.parse().map(Standing::label).ok(),
        "indicator_group" => text.parse().map(IndicatorGroup::label).ok(),
        "ranking" => return text.parse().ok().map(|ranking: Ranking| ranking.vi()),
        "value" | "value_before" => {
            let indicator: Indicator = image.get("indicator")?.as_str()?.parse().ok()?;
            return text.parse().ok().map(|value| indicator.unit().vi(value));
        }
        _ => None,
    };
    label.map(str::to_owned)
}

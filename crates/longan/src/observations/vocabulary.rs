//! What people read for the acts and fields of reported numbers in a record's history.

use super::model::{Indicator, Precision, ReporterKind, Standing};
use crate::events::told::{Image, NOTHING, Vocabulary};

/// The words.
pub const VOCABULARY: Vocabulary = Vocabulary {
    actions: &[("observations.settled", "chọn số liệu khi các nguồn vênh nhau")],
    fields: &[
        ("indicator", "Chỉ tiêu"),
        ("value", "Giá trị"),
        ("reporter", "Nguồn báo cáo"),
        ("reporter_kind", "Loại nguồn"),
    ],
    value,
    ..NOTHING
};

fn value(field: &str, text: &str, image: &Image) -> Option<String> {
    let label = match field {
        "indicator" => text.parse().map(Indicator::label).ok(),
        "reporter_kind" => text.parse().map(ReporterKind::label).ok(),
        "precision" => text.parse().map(Precision::label).ok(),
        "status" => text.parse().map(Standing::label).ok(),
        "value" => {
            let indicator: Indicator = image.get("indicator")?.as_str()?.parse().ok()?;
            return text.parse().ok().map(|value| indicator.unit().vi(value));
        }
        _ => None,
    };
    label.map(str::to_owned)
}

//! The form of an effect as typed, and the checked thing it becomes.

use super::super::Participant;
use super::super::form::options;
use super::{Effect, EffectIndicator, Moment};
use crate::documents::{self, NewDocument};
use crate::store::Day;
use crate::ui::Problems;
use crate::ui::form::{Field, Reader, Typed, choice, line};

/// An effect to be kept.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct NewEffect {
    /// The beneficiary it is of; empty for the whole project.
    pub participant_id: String,
    /// What is looked at.
    pub indicator: EffectIndicator,
    /// Which product, and in what it is counted.
    pub product: String,
    /// When.
    pub moment: Moment,
    /// People, đồng, kWh; hundredths of a product's unit.
    pub amount: i64,
    /// The day it is of.
    pub on_day: Day,
    /// Where in the paper.
    pub location: String,
    /// Remark.
    pub note: String,
}

/// Fields of an effect.
pub fn effect_fields(participants: &[Participant]) -> Vec<Field> {
    let whole = std::iter::once((String::new(), "Cả đề án".to_owned()));
    let named = participants.iter().map(|one| (one.id.clone(), one.name.clone()));
    vec![
        choice("indicator", "Chỉ tiêu", options!(EffectIndicator)),
        choice("moment", "Thời điểm", options!(Moment)),
        line(
            "amount",
            "Số liệu",
            "Tiền tính bằng triệu đồng (thu nhập: triệu đồng một người một tháng); lao động tính bằng người; điện tính bằng kWh",
        ),
        line(
            "product",
            "Sản phẩm và đơn vị tính",
            "Chỉ cần khi ghi sản lượng, ví dụ bánh tráng (tấn)",
        ),
        choice("participant_id", "Của đơn vị", whole.chain(named)),
        line("on_day", "Ngày của số liệu", "Ví dụ 31/12/2013"),
        line("note", "Ghi chú", ""),
    ]
}

/// Reads an effect with its paper.
pub fn check_effect(typed: &Typed) -> Result<(NewEffect, NewDocument), Problems> {
    let mut reader = Reader::new(typed);
    let indicator = reader.choice("indicator", EffectIndicator::Jobs);
    let amount = if typed.text("amount").is_empty() {
        reader.add("amount", "Hãy nhập số liệu, ví dụ 12.");
        0
    } else {
        match indicator {
            EffectIndicator::Jobs | EffectIndicator::Energy => reader.number("amount", 0),
            EffectIndicator::Product => reader.number("amount", 2),
            _ => reader.optional_million("amount").unwrap_or_default(),
        }
    };
    let product = reader.text("product");
    if indicator == EffectIndicator::Product && product.is_empty() {
        reader.add("product", "Hãy ghi sản phẩm và đơn vị tính, ví dụ bánh tráng (tấn).");
    }
    let new = NewEffect {
        participant_id: reader.text("participant_id"),
        indicator,
        product: if indicator == EffectIndicator::Product { product } else { String::new() },
        moment: reader.choice("moment", Moment::Before),
        amount,
        on_day: reader.day("on_day"),
        location: reader.text("location"),
        note: reader.text("note"),
    };
    let document = documents::form::read(&mut reader);
    reader.finish((new, document))
}

/// An effect as it stands in its form.
pub fn typed_effect(effect: &Effect) -> Typed {
    let amount = match effect.indicator {
        EffectIndicator::Jobs | EffectIndicator::Energy | EffectIndicator::Product => {
            effect.indicator.told(effect.amount).split(' ').next().unwrap_or_default().to_owned()
        }
        _ => crate::ui::Vi::million(effect.amount),
    };
    Typed::of(&[
        ("indicator", effect.indicator.to_string()),
        ("moment", effect.moment.to_string()),
        ("amount", amount),
        ("product", effect.product.clone()),
        ("participant_id", effect.participant_id.clone()),
        ("on_day", effect.on_day.vi()),
        ("note", effect.note.clone()),
        ("revision", effect.revision.to_string()),
    ])
}

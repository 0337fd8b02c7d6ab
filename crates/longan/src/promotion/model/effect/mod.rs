//! What a supported project brought about: an indicator before, at acceptance, one and two years on.

mod form;

pub use form::{NewEffect, check_effect, effect_fields, typed_effect};

use crate::store::Day;
use crate::words;
use kernel::number::format_scaled;

words! {
    /// What is looked at.
    pub enum EffectIndicator {
        Jobs = "jobs" => "Số lao động",
        Income = "income" => "Thu nhập bình quân của lao động",
        Output = "output" => "Giá trị sản xuất một năm",
        Revenue = "revenue" => "Doanh thu một năm",
        Tax = "tax" => "Nộp ngân sách một năm",
        Energy = "energy" => "Điện năng sử dụng một năm",
        Product = "product" => "Sản lượng một năm",
    }
}

words! {
    /// When it is looked at.
    pub enum Moment {
        Before = "before" => "Trước hỗ trợ",
        Accepted = "accepted" => "Khi nghiệm thu",
        Year1 = "year_1" => "Sau 1 năm",
        Year2 = "year_2" => "Sau 2 năm",
    }
}

impl EffectIndicator {
    /// In what it is counted, behind the number.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Jobs => "người",
            Self::Income => "đồng/người/tháng",
            Self::Output | Self::Revenue | Self::Tax => "đồng",
            Self::Energy => "kWh",
            Self::Product => "",
        }
    }

    /// The number as people write it, with its unit.
    pub fn told(self, amount: i64) -> String {
        let number = match self {
            Self::Product => format_scaled(amount, 2, 0, 2),
            _ => format_scaled(amount, 0, 0, 0),
        };
        format!("{number} {}", self.unit()).trim().to_owned()
    }

    /// Whether less is better.
    pub fn falls(self) -> bool {
        self == Self::Energy
    }
}

/// One number on its paper.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, sqlx::FromRow)]
pub struct Effect {
    /// Id.
    pub id: String,
    /// Counts the changes.
    pub revision: i64,
    /// Its project.
    pub project_id: String,
    /// The beneficiary it is of; empty for the whole project.
    pub participant_id: String,
    /// Name of that beneficiary.
    pub beneficiary: String,
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
    /// The paper.
    pub document_id: String,
    /// How that is called.
    pub document: String,
    /// Where in it.
    pub location: String,
    /// Remark.
    pub note: String,
    /// Moment it was superseded; empty while it counts.
    pub superseded_at: String,
    /// Why.
    pub superseded_reason: String,
}

/// The numbers of one indicator of one beneficiary over the moments.
#[derive(Clone, Debug)]
pub struct EffectLine {
    /// What is looked at.
    pub indicator: EffectIndicator,
    /// Which product.
    pub product: String,
    /// Whose; empty for the whole project.
    pub beneficiary: String,
    /// The numbers in the order of the moments.
    pub effects: Vec<Effect>,
}

impl EffectLine {
    /// The number at a moment.
    pub fn at(&self, moment: &Moment) -> Option<&Effect> {
        self.effects.iter().find(|effect| effect.moment == *moment)
    }

    /// The number as people write it.
    pub fn told(&self, effect: &Effect) -> String {
        self.indicator.told(effect.amount)
    }

    /// The change from before to the latest moment, in percent: "+25", "−4,2"; `None` where one of
    /// the two is not known or there was nothing before.
    pub fn change(&self) -> Option<String> {
        let before = self.at(&Moment::Before).filter(|before| before.amount > 0)?;
        let latest = self
            .effects
            .iter()
            .filter(|one| one.moment != Moment::Before)
            .max_by_key(|one| one.moment)?;
        let by = i128::from(latest.amount - before.amount) * 1000 / i128::from(before.amount);
        let by = i64::try_from(by).ok()?;
        let sign = match by.signum() {
            1 => "+",
            -1 => "−",
            _ => "",
        };
        Some(format!("{sign}{}", format_scaled(by.abs(), 1, 0, 1)))
    }

    /// Colour of the change.
    pub fn colour(&self) -> &'static str {
        match self.change() {
            Some(change) if change.starts_with('−') != self.indicator.falls() => "orange",
            Some(change) if change != "0" => "green",
            _ => "secondary",
        }
    }
}

/// What counts of some numbers, a line an indicator and beneficiary.
pub fn effect_lines(effects: &[Effect]) -> Vec<EffectLine> {
    let mut lines: Vec<EffectLine> = Vec::new();
    for effect in effects.iter().filter(|effect| effect.superseded_at.is_empty()) {
        let same = |line: &&mut EffectLine| {
            line.indicator == effect.indicator
                && line.product == effect.product
                && line.beneficiary == effect.beneficiary
        };
        match lines.iter_mut().find(same) {
            Some(line) => line.effects.push(effect.clone()),
            None => lines.push(EffectLine {
                indicator: effect.indicator,
                product: effect.product.clone(),
                beneficiary: effect.beneficiary.clone(),
                effects: vec![effect.clone()],
            }),
        }
    }
    for line in &mut lines {
        line.effects.sort_by_key(|effect| effect.moment);
    }
    lines.sort_by(|a, b| {
        (a.indicator, &a.product, &a.beneficiary).cmp(&(b.indicator, &b.product, &b.beneficiary))
    });
    lines
}

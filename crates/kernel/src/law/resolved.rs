//! A value found for a day, with what a screen shows beside it.

use super::{Bound, Confidence, Document, Law, Parameter, Unit, Value};
use crate::area::Area;
use crate::day::{Day, vi};
use crate::number::{format_scaled, parse_scaled};

/// Zeros of a million and of a billion.
const MILLION: u32 = 6;
const BILLION: u32 = 9;

/// The value in force, its parameter and its paper.
#[derive(Clone, Copy, Debug)]
pub struct Resolved<'a> {
    law: &'a Law,
    /// The parameter that was asked for.
    pub parameter: &'a Parameter,
    /// The value in force.
    pub value: &'a Value,
}

impl<'a> Resolved<'a> {
    pub(super) fn new(law: &'a Law, parameter: &'a Parameter, value: &'a Value) -> Self {
        Self { law, parameter, value }
    }

    /// The value as written.
    pub fn text(&self) -> &'a str {
        &self.value.value
    }

    /// The unit of the value.
    pub fn unit(&self) -> Unit {
        self.value.unit.unwrap_or(self.parameter.unit)
    }

    /// How the value limits an amount.
    pub fn bound(&self) -> Option<Bound> {
        self.value.bound
    }

    /// Whether an amount of land keeps within the limit; `None` when the value limits no land.
    pub fn allows_area(&self, area: Area) -> Option<bool> {
        Some(self.bound()?.allows(area, self.area()?))
    }

    /// Whether a number of 10^-scale keeps within the limit; `None` when there is none.
    pub fn allows_scaled(&self, amount: i64, scale: u32) -> Option<bool> {
        Some(self.bound()?.allows(amount, self.scaled(scale)?))
    }

    /// Whether a day keeps within the limit; `None` when the value limits no day.
    pub fn allows_day(&self, day: Day) -> Option<bool> {
        Some(self.bound()?.allows(day, self.day()?))
    }

    /// The value as a whole number; `None` for words and for numbers with decimals.
    pub fn integer(&self) -> Option<i64> {
        self.scaled(0)
    }

    /// The value as a whole number of 10^-scale; `None` for words and lost decimals.
    pub fn scaled(&self, scale: u32) -> Option<i64> {
        if !self.unit().is_number() {
            return None;
        }
        parse_scaled(self.text(), scale).ok()
    }

    /// The value in square metres, when its unit is the hectare.
    pub fn area_m2(&self) -> Option<i64> {
        self.area().map(|area| area.0)
    }

    /// The value in đồng, when its unit is one of money.
    pub fn amount_vnd(&self) -> Option<i64> {
        match self.unit() {
            Unit::MillionDong => self.scaled(MILLION),
            Unit::BillionDong => self.scaled(BILLION),
            _ => None,
        }
    }

    /// The value as land, when its unit is the hectare.
    pub fn area(&self) -> Option<Area> {
        (self.unit() == Unit::Ha).then(|| Area::from_ha_text(self.text()).ok()).flatten()
    }

    /// The value as a day, when it is one.
    pub fn day(&self) -> Option<Day> {
        (self.unit() == Unit::Day).then(|| self.text().parse().ok()).flatten()
    }

    /// The words of a value that is a list.
    pub fn words(&self) -> impl Iterator<Item = &'a str> {
        self.text().split(';').map(str::trim).filter(|word| !word.is_empty())
    }

    /// Whether a list holds the word.
    pub fn has_word(&self, word: &str) -> bool {
        self.words().any(|found| found == word)
    }

    /// The value with its unit, for people: "75 ha", "31/12/2026", "20/06", "bắt buộc".
    pub fn display(&self) -> String {
        if let Some(label) = &self.value.label {
            return label.clone();
        }
        if let (Unit::DayOfYear, Some((month, day))) = (self.unit(), self.text().split_once('-')) {
            return format!("{day}/{month}");
        }
        let unit = self.unit();
        match (unit, self.day(), self.scaled(4)) {
            (_, Some(day), _) => vi(day),
            (_, _, Some(number)) => {
                format!("{} {}", format_scaled(number, 4, 0, 4), unit.label()).trim().to_owned()
            }
            _ => self.text().to_owned(),
        }
    }

    /// The value as a limit in words: "không quá 75 ha", "trước ngày 20/06".
    pub fn limit(&self) -> String {
        let value = self.display();
        match self.bound() {
            None => value,
            Some(Bound::AtLeast) => format!("từ {value} trở lên"),
            Some(Bound::Above) => format!("trên {value}"),
            Some(Bound::AtMost) => format!("không quá {value}"),
            Some(Bound::Below) if matches!(self.unit(), Unit::Day | Unit::DayOfYear) => {
                format!("trước ngày {value}")
            }
            Some(Bound::Below) => format!("dưới {value}"),
        }
    }

    /// The paper that sets the value.
    #[expect(clippy::missing_panics_doc, reason = "Law::parse checked that the paper exists")]
    pub fn document(&self) -> &'a Document {
        self.law.document(&self.value.document).expect("Law::parse checked that the paper exists")
    }

    /// Where the value stands: "NĐ 32/2024/NĐ-CP, Điều 2 khoản 1".
    ///
    /// A value set by an amending paper names both:
    /// "NĐ 303/2026/NĐ-CP (sửa NĐ 32/2024/NĐ-CP, Điều 2 khoản 1)".
    pub fn citation(&self) -> String {
        let value = self.value;
        let parts = [("Điều", &value.article), ("khoản", &value.clause), ("điểm", &value.point)];
        let mut place = parts
            .iter()
            .filter_map(|(word, number)| number.as_ref().map(|number| format!("{word} {number}")))
            .collect::<Vec<_>>()
            .join(" ");
        if let Some(part) = &value.part {
            place = if place.is_empty() { part.clone() } else { format!("{part}, {place}") };
        }
        let at = |number: &str| {
            if place.is_empty() { number.to_owned() } else { format!("{number}, {place}") }
        };
        match value.amends.as_deref().and_then(|id| self.law.document(id)) {
            Some(amended) => format!("{} (sửa {})", self.document().number, at(&amended.number)),
            None => at(&self.document().number),
        }
    }

    /// How far the value has been checked.
    pub fn confidence(&self) -> Confidence {
        self.value.confidence
    }

    /// How far the value has been checked, in Vietnamese.
    pub fn confidence_label(&self) -> &'static str {
        self.value.confidence.label()
    }

    /// Whether the text of the paper was read; a check on any other value warns, never blocks.
    pub fn is_verified(&self) -> bool {
        self.value.confidence == Confidence::Verified
    }
}

//! Money, in whole đồng.

use crate::number::{self, NumberProblem};
use crate::text::fold;
use serde::{Deserialize, Serialize};
use std::iter::Sum;
use std::ops::{Add, Sub};

/// An amount of money, in whole đồng.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Money(pub i64);

/// The unit in which an amount was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoneyUnit {
    /// Đồng.
    Dong,
    /// Nghìn đồng (1,000).
    Thousand,
    /// Triệu đồng (1,000,000).
    Million,
    /// Tỷ đồng (1,000,000,000).
    Billion,
}

impl MoneyUnit {
    /// Reads a unit as written behind an amount or in a column's head: "triệu đồng", "(tỷ đồng)".
    pub fn from_text(text: &str) -> Option<Self> {
        let folded = fold(text);
        let word = folded.trim_matches(|c: char| !c.is_alphanumeric());
        Some(match word {
            "dong" | "d" | "vnd" => Self::Dong,
            "nghin" | "nghin dong" | "ngan" | "ngan dong" | "1.000 dong" | "1000 dong" => {
                Self::Thousand
            }
            "trieu" | "trieu dong" | "tr.d" | "tr.dong" | "trd" => Self::Million,
            "ty" | "ty dong" | "ti" | "ti dong" => Self::Billion,
            _ => return None,
        })
    }

    /// The unit's name in Vietnamese.
    pub fn label(self) -> &'static str {
        match self {
            Self::Dong => "đồng",
            Self::Thousand => "nghìn đồng",
            Self::Million => "triệu đồng",
            Self::Billion => "tỷ đồng",
        }
    }

    fn scale(self) -> u32 {
        match self {
            Self::Dong => 0,
            Self::Thousand => 3,
            Self::Million => 6,
            Self::Billion => 9,
        }
    }
}

impl Money {
    /// Reads an amount with its unit: "783,36 triệu đồng", "1.500.000"; without one it is đồng.
    ///
    /// # Errors
    /// As [`number::parse_scaled`]; a fraction of a đồng is refused.
    pub fn parse(text: &str) -> Result<Self, NumberProblem> {
        Self::parse_in(text, MoneyUnit::Dong)
    }

    /// Reads an amount that is in `unit` (a column's head says so) unless it names its own.
    ///
    /// # Errors
    /// As [`number::parse_scaled`]; a fraction of a đồng is refused.
    pub fn parse_in(text: &str, unit: MoneyUnit) -> Result<Self, NumberProblem> {
        let (number, own_unit) = number::split_unit(text);
        let unit = match own_unit.as_str() {
            "" => unit,
            // A lone dash stands for nothing: the number reader says so.
            "-" if number.is_empty() => return Err(NumberProblem::Empty),
            own => MoneyUnit::from_text(own)
                .ok_or_else(|| NumberProblem::NotANumber(text.trim().to_owned()))?,
        };
        number::parse_scaled(&number, unit.scale()).map(Self)
    }

    /// Takes the amount of an Excel cell that is in `unit`, rounded to the đồng.
    pub fn from_f64_in(amount: f64, unit: MoneyUnit) -> Option<Self> {
        number::scaled_from_f64(amount, unit.scale()).map(Self)
    }

    /// The amount for people: "783.360.000".
    pub fn vi(self) -> String {
        number::format_scaled(self.0, 0, 0, 0)
    }

    /// The amount in a larger unit for people, with at most `max_fraction` decimals.
    pub fn vi_in(self, unit: MoneyUnit, max_fraction: u32) -> String {
        number::format_scaled(self.0, unit.scale(), 0, max_fraction)
    }
}

impl Add for Money {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Money {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::default(), Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_read_with_its_unit() {
        assert_eq!(Money::parse("783,36 triệu đồng"), Ok(Money(783_360_000)));
        assert_eq!(Money::parse("783.360.000"), Ok(Money(783_360_000)));
        assert_eq!(Money::parse("1,5 tỷ"), Ok(Money(1_500_000_000)));
        assert_eq!(Money::parse("1,5 tỉ đồng"), Ok(Money(1_500_000_000)));
        assert_eq!(Money::parse("250 nghìn đồng"), Ok(Money(250_000)));
        assert_eq!(Money::parse("250.000đ"), Ok(Money(250_000)));
        assert_eq!(Money::parse_in("130,4", MoneyUnit::Million), Ok(Money(130_400_000)));
        assert_eq!(Money::parse_in("130.400.000 đồng", MoneyUnit::Million), Ok(Money(130_400_000)));
        assert_eq!(Money::from_f64_in(130.4, MoneyUnit::Million), Some(Money(130_400_000)));
    }

    #[test]
    fn a_wrong_amount_is_refused() {
        assert_eq!(Money::parse("–"), Err(NumberProblem::Empty));
        assert!(matches!(Money::parse("5 ha"), Err(NumberProblem::NotANumber(_))));
        assert!(matches!(Money::parse("0,5 đồng"), Err(NumberProblem::TooPrecise(..))));
    }

    #[test]
    fn an_amount_is_written_in_groups_of_three() {
        assert_eq!(Money(783_360_000).vi(), "783.360.000");
        assert_eq!(Money(783_360_000).vi_in(MoneyUnit::Million, 2), "783,36");
    }
}

//! Land. Kept in whole square metres, spoken of in hectares.

use crate::number::{self, NumberProblem};
use serde::{Deserialize, Serialize};
use std::iter::Sum;
use std::ops::{Add, Sub};

/// Four decimals of a hectare are square metres.
const HA_SCALE: u32 = 4;

/// An area of land, in whole square metres.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Area(pub i64);

impl Area {
    /// Reads an area in hectares: "49,5", "1.234,56 ha". A text in m2 is converted.
    ///
    /// # Errors
    /// As [`number::parse_scaled`]; more than four decimals of a hectare are refused.
    pub fn from_ha_text(text: &str) -> Result<Self, NumberProblem> {
        let (_, unit) = number::split_unit(text);
        let scale = if matches!(unit.as_str(), "m2" | "m²") { 0 } else { HA_SCALE };
        number::parse_scaled(text, scale).map(Self)
    }

    /// Takes the hectares of an Excel cell, rounded to the square metre.
    pub fn from_ha_f64(hectares: f64) -> Option<Self> {
        number::scaled_from_f64(hectares, HA_SCALE).map(Self)
    }

    /// The hectares for machines: "412.62".
    pub fn ha_string(self) -> String {
        number::decimal_string(self.0, HA_SCALE)
    }

    /// The hectares for people, with two to four decimals: "412,62".
    pub fn ha_vi(self) -> String {
        number::format_scaled(self.0, HA_SCALE, 2, HA_SCALE)
    }
}

impl Add for Area {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Area {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Sum for Area {
    fn sum<I: Iterator<Item = Self>>(areas: I) -> Self {
        areas.fold(Self::default(), Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hectares_are_kept_to_the_square_metre() {
        assert_eq!(Area::from_ha_text("412,62"), Ok(Area(4_126_200)));
        assert_eq!(Area::from_ha_text("4.234 ha"), Ok(Area(42_340_000)));
        assert_eq!(Area::from_ha_text("5.000 m2"), Ok(Area(5_000)));
        assert_eq!(Area::from_ha_text("-"), Err(NumberProblem::Empty));
        assert_eq!(Area::from_ha_f64(73.12), Some(Area(731_200)));
        assert_eq!(Area(4_126_200).ha_string(), "412.62");
        assert_eq!(Area(4_126_200).ha_vi(), "412,62");
        assert_eq!(Area(42_340_000).ha_vi(), "4.234,00");
        assert_eq!(Area(11_267).ha_vi(), "1,1267");
    }

    #[test]
    fn vacant_land_is_what_is_left_of_the_sum() {
        let industrial: Area = [Area(3_000_000), Area(2_200_000)].into_iter().sum();
        assert_eq!((industrial - Area(4_126_200)).ha_vi(), "107,38");
    }
}

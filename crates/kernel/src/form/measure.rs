//! What the whole number of a row counts, and how it becomes the printed one.

use crate::area::Area;
use crate::money::{Money, MoneyUnit};
use crate::number::{NumberProblem, parse_scaled, split_unit};
use crate::text::fold;
use serde::{Deserialize, Serialize};

/// What the whole number of a row counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Đồng, printed in billions.
    BillionDong,
    /// Đồng, printed in millions.
    MillionDong,
    /// Square metres, printed in hectares.
    Hectares,
    /// Hundredths of a percent.
    Percent,
    /// Clusters, projects, people.
    #[default]
    Count,
    /// 1 for yes and 0 for no.
    Flag,
}

impl Measure {
    /// How many decimals the printed unit has when nothing is lost.
    pub fn scale(self) -> u32 {
        match self {
            Self::BillionDong => 9,
            Self::MillionDong => 6,
            Self::Hectares => 4,
            Self::Percent => 2,
            Self::Count | Self::Flag => 0,
        }
    }

    /// Fewest and most decimals printed, unless the form says otherwise.
    pub fn decimals(self) -> [u32; 2] {
        match self {
            Self::BillionDong | Self::MillionDong => [0, 3],
            Self::Hectares => [2, 4],
            Self::Percent => [2, 2],
            Self::Count | Self::Flag => [0, 0],
        }
    }

    pub(super) fn read(self, text: &str, unit: &str) -> Result<i64, NumberProblem> {
        // A rate per person and month is typed as an amount.
        let text = per_what(text);
        let wrong = || NumberProblem::NotANumber(text.trim().to_owned());
        let (number, own) = split_unit(text);
        let own = fold(&own);
        match self {
            Self::BillionDong => Money::parse_in(text, MoneyUnit::Billion).map(|money| money.0),
            Self::MillionDong => Money::parse_in(text, MoneyUnit::Million).map(|money| money.0),
            Self::Hectares if own.is_empty() || own == "-" || is_land(&own) => {
                Area::from_ha_text(text).map(|area| area.0)
            }
            Self::Percent if own == "%" => parse_scaled(&number, self.scale()),
            Self::Percent | Self::Count | Self::Flag
                if own.is_empty() || own == "-" || own == fold(unit) =>
            {
                parse_scaled(if own == "-" { "" } else { &number }, self.scale())
            }
            _ => Err(wrong()),
        }
    }
}

fn is_land(unit: &str) -> bool {
    matches!(unit, "ha" | "hecta" | "hec ta" | "hec-ta" | "m2" | "m²")
}

/// The amount without "/người/tháng" behind it.
fn per_what(text: &str) -> &str {
    text.split_once('/').map_or(text, |(amount, _)| amount)
}

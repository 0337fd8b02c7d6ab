//! The words in which a figure is told: its unit and its basis.

use crate::number::Ratio;
use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// A code that no unit or basis has; holds the code.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("unknown code: {0:?}")]
pub struct UnknownCode(pub String);

/// What a figure counts or measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Number of clusters.
    Clusters,
    /// Hectares; amounts are kept in square metres.
    Hectares,
    /// Percent; amounts are kept as two sums.
    Percent,
    /// Number of enterprises.
    Enterprises,
    /// Number of promotion projects.
    Projects,
    /// Number of needs of promotion.
    Needs,
    /// Number of bodies of any kind.
    Bodies,
    /// Number of people.
    People,
    /// Đồng.
    Dong,
    /// Đồng of others for each đồng of support; amounts are kept as two sums of đồng.
    DongPerDong,
}

impl Unit {
    /// Every unit.
    pub const ALL: [Self; 10] = [
        Self::Clusters,
        Self::Hectares,
        Self::Percent,
        Self::Enterprises,
        Self::Projects,
        Self::Needs,
        Self::Bodies,
        Self::People,
        Self::Dong,
        Self::DongPerDong,
    ];

    /// The unit's code in the machine interface.
    pub fn code(self) -> &'static str {
        match self {
            Self::Clusters => "clusters",
            Self::Hectares => "ha",
            Self::Percent => "percent",
            Self::Enterprises => "enterprises",
            Self::Projects => "projects",
            Self::Needs => "needs",
            Self::Bodies => "bodies",
            Self::People => "people",
            Self::Dong => "đồng",
            Self::DongPerDong => "đồng/đồng",
        }
    }

    /// Whether a figure in it is one sum divided by another.
    pub fn is_ratio(self) -> bool {
        matches!(self, Self::Percent | Self::DongPerDong)
    }

    /// The unit of the sums that are divided; of a figure that divides nothing its own.
    #[must_use]
    pub fn of_sums(self) -> Self {
        match self {
            Self::Percent => Self::Hectares,
            Self::DongPerDong => Self::Dong,
            other => other,
        }
    }

    /// What two sums come to in it, in hundredths; `None` where there is nothing to divide by, and
    /// for a unit that divides nothing.
    pub fn divide(self, ratio: Ratio) -> Option<i64> {
        match self {
            Self::Percent => ratio.percent_scaled(),
            Self::DongPerDong => ratio.times_scaled(),
            _ => None,
        }
    }

    /// The unit's name in Vietnamese.
    pub fn label(self) -> &'static str {
        match self {
            Self::Clusters => "cụm",
            Self::Hectares => "ha",
            Self::Percent => "%",
            Self::Enterprises => "doanh nghiệp",
            Self::Projects => "đề án",
            Self::Needs => "nhu cầu",
            Self::Bodies => "đơn vị",
            Self::People => "người",
            Self::Dong | Self::DongPerDong => "đồng",
        }
    }
}

/// What an occupancy rate (tỷ lệ lấp đầy) divides by what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Basis {
    /// Leased land over industrial land of the detailed plan.
    #[default]
    Leased,
    /// Leased or approved or certified land over industrial land of the detailed plan.
    Legal,
    /// Leased land over industrial land with finished infrastructure.
    Serviced,
    /// Leased land over industrial land already cleared.
    Cleared,
    /// The number as a source printed it; its base is not known.
    Reported,
}

impl Basis {
    /// Every basis, the usual one first.
    pub const ALL: [Self; 5] =
        [Self::Leased, Self::Legal, Self::Serviced, Self::Cleared, Self::Reported];

    /// The basis's code on the command line and in the machine interface.
    pub fn code(self) -> &'static str {
        match self {
            Self::Leased => "leased",
            Self::Legal => "legal",
            Self::Serviced => "serviced",
            Self::Cleared => "cleared",
            Self::Reported => "reported",
        }
    }

    /// The basis's short name in Vietnamese.
    pub fn label(self) -> &'static str {
        match self {
            Self::Leased => "theo đất đã cho thuê",
            Self::Legal => "theo định nghĩa pháp luật",
            Self::Serviced => "theo đất đã xong hạ tầng",
            Self::Cleared => "theo đất đã giải phóng mặt bằng",
            Self::Reported => "theo số đơn vị báo cáo",
        }
    }

    /// What is divided by what, in Vietnamese.
    pub fn definition(self) -> &'static str {
        match self {
            Self::Leased => {
                "Tổng diện tích đất công nghiệp đã cho thuê, cho thuê lại chia cho tổng diện tích đất \
                 công nghiệp theo quy hoạch chi tiết được duyệt (tỷ số của hai tổng)."
            }
            Self::Legal => {
                "Tổng diện tích đất công nghiệp đã cho thuê, cho thuê lại hoặc đã được chấp thuận chủ \
                 trương đầu tư, cấp giấy chứng nhận đăng ký đầu tư (mỗi lô tính một lần) chia cho tổng \
                 diện tích đất công nghiệp theo quy hoạch chi tiết được duyệt."
            }
            Self::Serviced => {
                "Tổng diện tích đất công nghiệp đã cho thuê, cho thuê lại chia cho tổng diện tích đất \
                 công nghiệp đã hoàn thành đầu tư hạ tầng kỹ thuật."
            }
            Self::Cleared => {
                "Tổng diện tích đất công nghiệp đã cho thuê, cho thuê lại chia cho tổng diện tích đất \
                 công nghiệp đã giải phóng mặt bằng."
            }
            Self::Reported => "Con số in trong văn bản, báo cáo của đơn vị; không rõ cơ sở tính.",
        }
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Display for Basis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Unit {
    type Err = UnknownCode;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|unit| unit.code() == code);
        found.ok_or_else(|| UnknownCode(code.to_owned()))
    }
}

impl FromStr for Basis {
    type Err = UnknownCode;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|basis| basis.code() == code);
        found.ok_or_else(|| UnknownCode(code.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_reads_back_to_its_word() {
        for basis in Basis::ALL {
            assert_eq!(basis.code().parse(), Ok(basis));
        }
        for unit in Unit::ALL {
            assert_eq!(unit.code().parse(), Ok(unit));
        }
        assert_eq!("total".parse::<Basis>(), Err(UnknownCode("total".into())));
        assert_eq!(Basis::default(), Basis::Leased);
    }
}

//! Which source is taken first when several disagree: rules with their first day, who set
//! them and why. A rule speaks of numbers that are of its first day or later.

use super::{Indicator, ReporterKind};
use crate::store::Day;
use crate::words;

words! {
    /// Indicators that one rule speaks of.
    pub enum IndicatorGroup {
        Land = "land" => "Diện tích, đất đai",
        Occupancy = "occupancy" => "Tỷ lệ lấp đầy",
        Enterprises = "enterprises" => "Số doanh nghiệp, cơ sở",
        Results = "results" => "Lao động, thu nhập, doanh thu, nộp ngân sách",
        Infrastructure = "infrastructure" => "Vốn hạ tầng, xử lý nước thải",
    }
}

impl Indicator {
    /// The group it belongs to.
    pub fn group(self) -> IndicatorGroup {
        match self {
            Self::Occupancy => IndicatorGroup::Occupancy,
            Self::TenantsRegistered | Self::TenantsOperating | Self::TenantsForeign => {
                IndicatorGroup::Enterprises
            }
            Self::Workers
            | Self::Revenue
            | Self::TaxPaid
            | Self::Income
            | Self::InfrastructureRevenue
            | Self::InfrastructureTaxPaid
            | Self::InfrastructureWorkers
            | Self::InfrastructureIncome => IndicatorGroup::Results,
            Self::InfrastructureInvestment
            | Self::InfrastructurePaid
            | Self::WastewaterBuilt
            | Self::WastewaterCompliant => IndicatorGroup::Infrastructure,
            _ => IndicatorGroup::Land,
        }
    }
}

/// Kinds of reporters, the one that is taken first in front; each kind once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranking(Vec<ReporterKind>);

impl Ranking {
    /// The order that holds where no rule was set.
    pub fn usual() -> Self {
        Self(ReporterKind::ALL.to_vec())
    }

    /// The kinds in their order; those left out follow as usual, a kind named twice counts once.
    pub fn of(kinds: impl IntoIterator<Item = ReporterKind>) -> Self {
        let mut order: Vec<ReporterKind> = Vec::new();
        for kind in kinds.into_iter().chain(ReporterKind::ALL.iter().copied()) {
            if !order.contains(&kind) {
                order.push(kind);
            }
        }
        Self(order)
    }

    /// The kinds in their order.
    pub fn kinds(&self) -> &[ReporterKind] {
        &self.0
    }

    /// The rank of a kind: lower is taken first; 0 is left for what was settled.
    pub fn rank(&self, kind: ReporterKind) -> i64 {
        let position = self.0.iter().position(|other| *other == kind).unwrap_or(self.0.len());
        10 * (i64::try_from(position).unwrap_or(8) + 1)
    }

    /// The order in words: "Sở Công Thương, rồi UBND cấp xã, …".
    pub fn vi(&self) -> String {
        self.0.iter().map(|kind| kind.label()).collect::<Vec<_>>().join(" → ")
    }
}

impl std::fmt::Display for Ranking {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let words: Vec<&str> = self.0.iter().map(|kind| kind.word()).collect();
        f.write_str(&words.join(" "))
    }
}

impl std::str::FromStr for Ranking {
    type Err = std::convert::Infallible;

    /// A word of an older program that is no longer a kind is passed over.
    fn from_str(words: &str) -> Result<Self, Self::Err> {
        Ok(Self::of(words.split(' ').filter_map(|word| word.parse().ok())))
    }
}

impl serde::Serialize for Ranking {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

crate::text_column!(Ranking);

/// A rule that is to be set.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct NewPrecedence {
    /// The indicators it speaks of.
    pub indicator_group: IndicatorGroup,
    /// First day of the numbers it speaks of.
    pub from_day: Day,
    /// The order.
    pub ranking: Ranking,
    /// Why.
    pub reason: String,
}

/// A rule with who set it and when.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Precedence {
    /// Id, in order of time.
    pub id: String,
    /// The indicators it speaks of.
    pub indicator_group: IndicatorGroup,
    /// First day of the numbers it speaks of.
    pub from_day: Day,
    /// The order.
    pub ranking: Ranking,
    /// Why.
    pub reason: String,
    /// Who set it.
    pub full_name: String,
    /// When, UTC.
    pub recorded_at: String,
}

impl Precedence {
    /// When it was set, in Việt Nam.
    pub fn at(&self) -> String {
        crate::events::told::moment_vi(&self.recorded_at)
    }
}

/// All rules, to ask for the one in force.
#[derive(Clone, Debug, Default)]
pub struct Precedences(Vec<Precedence>);

impl Precedences {
    /// Rules in any order.
    pub fn of(rules: Vec<Precedence>) -> Self {
        Self(rules)
    }

    /// The rule for numbers of a group that are of `day`: the latest to begin by then; of two
    /// with the same first day the one set later.
    pub fn in_force(&self, group: IndicatorGroup, day: Day) -> Option<&Precedence> {
        let rules = self.0.iter().filter(|rule| rule.indicator_group == group);
        rules
            .filter(|rule| rule.from_day <= day)
            .max_by(|a, b| (a.from_day, &a.id).cmp(&(b.from_day, &b.id)))
    }

    /// The order for numbers of a group that are of `day`.
    pub fn ranking(&self, group: IndicatorGroup, day: Day) -> Ranking {
        self.in_force(group, day).map_or_else(Ranking::usual, |rule| rule.ranking.clone())
    }

    /// The rank of what a kind of reporter says of an indicator on a day.
    pub fn rank(&self, indicator: Indicator, day: Day, kind: ReporterKind) -> i64 {
        self.ranking(indicator.group(), day).rank(kind)
    }

    /// Days from which the order of a group may change, earliest first.
    pub fn days(&self, group: IndicatorGroup) -> Vec<Day> {
        let rules = self.0.iter().filter(|rule| rule.indicator_group == group);
        let mut days: Vec<Day> = rules.map(|rule| rule.from_day).collect();
        days.sort_unstable();
        days.dedup();
        days
    }

    /// The same with one rule more, as if it had just been set.
    #[must_use]
    pub fn with(&self, new: &NewPrecedence) -> Self {
        let mut rules = self.0.clone();
        rules.push(Precedence {
            id: crate::store::new_id(),
            indicator_group: new.indicator_group,
            from_day: new.from_day,
            ranking: new.ranking.clone(),
            reason: new.reason.clone(),
            full_name: String::new(),
            recorded_at: String::new(),
        });
        Self(rules)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_holds_from_its_day_until_the_next_one() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let rule = |from: &str, kind| NewPrecedence {
            indicator_group: IndicatorGroup::Land,
            from_day: day(from),
            ranking: Ranking::of([kind]),
            reason: String::new(),
        };
        let rules = Precedences::default()
            .with(&rule("2012-01-01", ReporterKind::Commune))
            .with(&rule("2014-01-01", ReporterKind::Investor));
        let first = |on: &str| rules.ranking(IndicatorGroup::Land, day(on)).kinds()[0];
        assert_eq!(first("2011-12-31"), ReporterKind::Department);
        assert_eq!(first("2012-01-01"), ReporterKind::Commune);
        assert_eq!(first("2014-06-01"), ReporterKind::Investor);
        assert_eq!(rules.rank(Indicator::Workers, day("2014-06-01"), ReporterKind::Department), 10);
        let again = rules.with(&rule("2014-01-01", ReporterKind::Press));
        assert_eq!(
            again.ranking(IndicatorGroup::Land, day("2014-06-01")).kinds()[0],
            ReporterKind::Press
        );
        assert_eq!(
            "commune press".parse::<Ranking>().unwrap().to_string(),
            "commune press department investor tenant"
        );
    }
}

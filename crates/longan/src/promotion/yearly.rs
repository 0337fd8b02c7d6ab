//! The report of a year: what stands in each of its rows and columns, and which projects and lines of
//! money are behind that. Both follow [`Sum::takes`] and `key_of`.

use super::model::{
    Content, Source, Stage, Track, YearGroup, YearLine, YearLineSum, YearProject, YearProjectCount,
};
use crate::words;
use std::collections::HashMap;

words! {
    /// By what a report is cut.
    pub enum Cut {
        All = "all" => "Toàn bộ",
        Content = "content" => "Nội dung hoạt động",
        Unit = "unit" => "Đơn vị hành chính",
        Track = "track" => "Nguồn khuyến công",
    }
}

words! {
    /// What a column of a report adds up.
    pub enum Sum {
        Support = "support" => "Khuyến công được duyệt",
        Rest = "rest" => "Nguồn khác được duyệt",
        Advanced = "advanced" => "Khuyến công tạm ứng",
        Settled = "settled" => "Khuyến công quyết toán",
        Returned = "returned" => "Khuyến công hoàn trả",
    }
}

impl Sum {
    /// What stands above its column, where there is little room.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Support => "Được duyệt",
            Self::Rest => "Nguồn khác",
            Self::Advanced => "Tạm ứng",
            Self::Settled => "Quyết toán",
            Self::Returned => "Hoàn trả",
        }
    }

    /// Whether money of a source and stage is part of it.
    pub fn takes(self, source: Source, stage: Stage) -> bool {
        let is_support = source.is_promotion();
        match self {
            Self::Support => stage == Stage::Allotted && is_support,
            Self::Rest => stage == Stage::Allotted && !is_support,
            Self::Advanced => stage == Stage::Advanced && is_support,
            Self::Settled => stage == Stage::Settled && is_support,
            Self::Returned => stage == Stage::Returned && is_support,
        }
    }
}

/// A row of a report: what it is of, how many projects, and a sum a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CutRow {
    /// The word in the address.
    pub key: String,
    /// What people read.
    pub label: String,
    /// How many projects.
    pub projects: i64,
    /// In the order of [`Sum::ALL`], in đồng.
    pub sums: Vec<i64>,
}

impl CutRow {
    /// How many đồng of others go with a đồng of support: "10,66"; empty where there is no support.
    pub fn leverage(&self) -> String {
        let of = |wanted: Sum| {
            let both = self.sums.iter().zip(Sum::ALL);
            both.filter(|(_, sum)| **sum == wanted).map(|(vnd, _)| *vnd).sum()
        };
        let ratio =
            kernel::number::Ratio { numerator: of(Sum::Rest), denominator: of(Sum::Support) };
        ratio.times_vi().unwrap_or_default()
    }
}

/// A source of money with a sum a stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceRow {
    /// Whose money.
    pub source: Source,
    /// In the order of [`Stage::ALL`], in đồng.
    pub sums: Vec<i64>,
}

/// What a year's projects and money add up to, by where they count.
#[derive(Clone, Debug, Default)]
pub struct YearSums {
    /// The projects.
    pub counts: Vec<YearProjectCount>,
    /// Their money.
    pub sums: Vec<YearLineSum>,
}

/// The projects and lines of a year.
#[derive(Clone, Debug, Default)]
pub struct YearRows {
    /// The projects.
    pub projects: Vec<YearProject>,
    /// Their lines.
    pub lines: Vec<YearLine>,
}

fn key_of(cut: Cut, group: &YearGroup) -> (&str, &str) {
    match cut {
        Cut::All => ("", "Tổng cộng"),
        Cut::Content => (group.content.word(), group.content.label()),
        Cut::Unit => (&group.unit_id, &group.unit),
        Cut::Track => (group.track.word(), group.track.label()),
    }
}

impl YearSums {
    /// The report cut one way, rows in the order of their words or names.
    pub fn cut(&self, cut: Cut) -> Vec<CutRow> {
        let mut rows: HashMap<&str, CutRow> = HashMap::new();
        for count in &self.counts {
            let (key, label) = key_of(cut, &count.group);
            let row = rows.entry(key).or_insert_with(|| CutRow {
                key: key.to_owned(),
                label: label.to_owned(),
                projects: 0,
                sums: vec![0; Sum::ALL.len()],
            });
            row.projects += count.projects;
        }
        for money in &self.sums {
            let Some(row) = rows.get_mut(key_of(cut, &money.group).0) else { continue };
            for (sum, kind) in row.sums.iter_mut().zip(Sum::ALL) {
                if kind.takes(money.source, money.stage) {
                    *sum += money.amount_vnd;
                }
            }
        }
        let mut rows: Vec<CutRow> = rows.into_values().collect();
        rows.sort_by_cached_key(|row| (kernel::text::sort_key(&row.label), row.key.clone()));
        rows
    }

    /// Money by source and stage; sources without money are left out.
    pub fn sources(&self) -> Vec<SourceRow> {
        let sum = |source: Source, stage: Stage| {
            let of = self.sums.iter().filter(|sum| sum.source == source && sum.stage == stage);
            of.map(|sum| sum.amount_vnd).sum()
        };
        let rows = Source::ALL.iter().map(|source| SourceRow {
            source: *source,
            sums: Stage::ALL.iter().map(|stage| sum(*source, *stage)).collect(),
        });
        rows.filter(|row| row.sums.iter().any(|sum| *sum != 0)).collect()
    }
}

impl YearRows {
    /// What a row is called; empty where it has no project.
    pub fn label(&self, cut: Cut, key: &str) -> &str {
        let mut groups = self.projects.iter().map(|project| key_of(cut, &project.group));
        groups.find(|(other, _)| *other == key).map_or("", |(_, label)| label)
    }

    /// The projects of a row.
    pub fn projects_of(&self, cut: Cut, key: &str) -> Vec<&YearProject> {
        self.projects.iter().filter(|project| key_of(cut, &project.group).0 == key).collect()
    }

    /// The lines of a row that `takes` asks for, each with its project.
    pub fn lines_of(
        &self,
        (cut, key): (Cut, &str),
        takes: impl Fn(&YearLine) -> bool,
    ) -> Vec<(&YearProject, &YearLine)> {
        let projects: HashMap<&str, &YearProject> =
            self.projects_of(cut, key).into_iter().map(|one| (one.id.as_str(), one)).collect();
        let wanted = self.lines.iter().filter(|line| takes(line));
        wanted.filter_map(|line| Some((*projects.get(line.project_id.as_str())?, line))).collect()
    }
}

/// Every content and track is told, also one without a project: silence would look like an omission.
pub fn is_told(cut: Cut, key: &str) -> bool {
    match cut {
        Cut::Content => key.parse::<Content>().is_ok(),
        Cut::Track => key.parse::<Track>().is_ok(),
        Cut::All => key.is_empty(),
        Cut::Unit => !key.is_empty(),
    }
}

//! The report of a year: its sums are folds over the lines of money and the projects behind them, so
//! that each opens exactly the rows it is made of.

use super::model::{Content, Source, Stage, Track, YearLine, YearProject};
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
    /// Whether a line is one of its rows.
    pub fn takes(self, line: &YearLine) -> bool {
        let is_support = line.source.is_promotion();
        match self {
            Self::Support => line.stage == Stage::Allotted && is_support,
            Self::Rest => line.stage == Stage::Allotted && !is_support,
            Self::Advanced => line.stage == Stage::Advanced && is_support,
            Self::Settled => line.stage == Stage::Settled && is_support,
            Self::Returned => line.stage == Stage::Returned && is_support,
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
    pub projects: usize,
    /// In the order of [`Sum::ALL`], in đồng.
    pub sums: Vec<i64>,
}

/// A source of money with a sum a stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceRow {
    /// Whose money.
    pub source: Source,
    /// In the order of [`Stage::ALL`], in đồng.
    pub sums: Vec<i64>,
}

/// The projects and lines of a year.
#[derive(Clone, Debug, Default)]
pub struct YearRows {
    /// The projects.
    pub projects: Vec<YearProject>,
    /// Their lines.
    pub lines: Vec<YearLine>,
}

fn key_of(cut: Cut, project: &YearProject) -> (String, String) {
    match cut {
        Cut::All => (String::new(), "Tổng cộng".to_owned()),
        Cut::Content => (project.content.word().to_owned(), project.content.label().to_owned()),
        Cut::Unit => (project.unit_id.clone(), project.unit.clone()),
        Cut::Track => (project.track.word().to_owned(), project.track.label().to_owned()),
    }
}

impl YearRows {
    /// The report cut one way, rows in the order of their words or names.
    pub fn cut(&self, cut: Cut) -> Vec<CutRow> {
        let mut rows: Vec<CutRow> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut row_of: HashMap<&str, usize> = HashMap::new();
        for project in &self.projects {
            let (key, label) = key_of(cut, project);
            let at = *places.entry(key.clone()).or_insert_with(|| {
                rows.push(CutRow { key, label, projects: 0, sums: vec![0; Sum::ALL.len()] });
                rows.len() - 1
            });
            rows[at].projects += 1;
            row_of.insert(&project.id, at);
        }
        for line in &self.lines {
            let Some(at) = row_of.get(line.project_id.as_str()) else { continue };
            for (sum, kind) in rows[*at].sums.iter_mut().zip(Sum::ALL) {
                if kind.takes(line) {
                    *sum += line.amount_vnd;
                }
            }
        }
        rows.sort_by_cached_key(|row| (kernel::text::sort_key(&row.label), row.key.clone()));
        rows
    }

    /// Money by source and stage; sources without money are left out.
    pub fn sources(&self) -> Vec<SourceRow> {
        let sum = |source: Source, stage: Stage| {
            let of = self.lines.iter().filter(|line| line.source == source && line.stage == stage);
            of.map(|line| line.amount_vnd).sum()
        };
        let rows = Source::ALL.iter().map(|source| SourceRow {
            source: *source,
            sums: Stage::ALL.iter().map(|stage| sum(*source, *stage)).collect(),
        });
        rows.filter(|row| row.sums.iter().any(|sum| *sum != 0)).collect()
    }

    /// The projects of a row.
    pub fn projects_of(&self, cut: Cut, key: &str) -> Vec<&YearProject> {
        self.projects.iter().filter(|project| key_of(cut, project).0 == key).collect()
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

//! Where a number comes from, as it stands in brackets behind it.

use super::super::summary::model::{Summary, SummaryRow, SummarySettled};
use crate::figures::Row;
use crate::store::Day;
use kernel::form::{Aggregate, FormRow};
use std::collections::BTreeSet;

/// Most papers that are named one by one.
const NAMED: usize = 2;

/// A paper: its number and its day, where it has one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourcePaper {
    /// Its day as ISO text; empty when it has none. First, so that the newest comes last.
    pub day: String,
    /// Its number, or the name of its file.
    pub number: String,
    /// Its id: papers of two bodies may bear the same number and day.
    pub id: String,
}

impl SourcePaper {
    /// "3804/QĐ-UBND ngày 09/05/2008".
    pub fn vi(&self) -> String {
        match self.day.parse::<Day>() {
            Ok(day) => format!("{} ngày {}", self.number, day.vi()),
            Err(_) => self.number.clone(),
        }
    }
}

/// The papers behind the rows that count.
pub fn papers(rows: &[Row]) -> BTreeSet<SourcePaper> {
    let counted = rows.iter().filter(|row| row.part != "left_out" && !row.document.is_empty());
    counted.map(paper).collect()
}

/// The paper of a row.
pub fn paper(row: &Row) -> SourcePaper {
    SourcePaper {
        day: row.document_date.clone(),
        number: row.document.clone(),
        id: row.document_id.clone(),
    }
}

/// One or two papers by name; of more their number and the newest.
pub fn papers_vi(papers: &BTreeSet<SourcePaper>) -> String {
    if papers.len() <= NAMED {
        let named: Vec<String> = papers.iter().map(SourcePaper::vi).collect();
        return named.join(" và ");
    }
    let newest = papers.last().map(SourcePaper::vi).unwrap_or_default();
    format!("{} văn bản, mới nhất là {newest}", papers.len())
}

/// The source of a row of the form: "Biểu số 04, mục 3; theo 3804/QĐ-UBND ngày 09/05/2008".
pub fn of_row(summary: &Summary, line: &FormRow, row: &SummaryRow) -> String {
    let at = format!("{}, mục {}", summary.form.number_label, line.number);
    if let Aggregate::Ratio(keys) = &line.aggregate {
        let numbers = keys.iter().filter_map(|key| summary.form.row(key));
        let numbers: Vec<&str> = numbers.map(|row| row.number.as_str()).collect();
        return format!("{at}; mục {}", numbers.join(" chia mục "));
    }
    match row.settled {
        Some(SummarySettled::Below) => format!("{at}; {}", below_vi(summary, &line.key)),
        Some(SummarySettled::Entered) => format!("{at}; Sở Công Thương rà soát"),
        _ => {
            let papers = papers(&row.sources);
            if papers.is_empty() { at } else { format!("{at}; theo {}", papers_vi(&papers)) }
        }
    }
}

/// The reports of the level below that gave the number.
fn below_vi(summary: &Summary, key: &str) -> String {
    let gave: Vec<_> =
        summary.below.iter().filter(|below| below.values.contains_key(key)).collect();
    match gave.as_slice() {
        [only] => match only.sent_on {
            Some(day) => format!("báo cáo ngày {} của {}", day.vi(), only.full_name),
            None => format!("báo cáo của {}", only.full_name),
        },
        many => format!("báo cáo của {} đơn vị cấp dưới", many.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_papers_are_named_and_of_many_the_newest() {
        let paper = |number: &str, day: &str| SourcePaper {
            day: day.to_owned(),
            number: number.to_owned(),
            id: String::new(),
        };
        let mut papers = BTreeSet::from([paper("3804/QĐ-UBND", "2008-05-09")]);
        assert_eq!(papers_vi(&papers), "3804/QĐ-UBND ngày 09/05/2008");
        papers.insert(paper("so-lieu.xlsx", ""));
        assert_eq!(papers_vi(&papers), "so-lieu.xlsx và 3804/QĐ-UBND ngày 09/05/2008");
        papers.insert(paper("77/QĐ-UBND", "2026-06-01"));
        assert_eq!(papers_vi(&papers), "3 văn bản, mới nhất là 77/QĐ-UBND ngày 01/06/2026");
    }

    #[test]
    fn papers_of_two_bodies_with_one_number_and_day_are_two() {
        let row = |id: &str| Row {
            document_id: id.to_owned(),
            document: "01/BC".to_owned(),
            document_date: "2026-06-14".to_owned(),
            ..Row::default()
        };
        let rows: Vec<Row> = ["a", "b", "b", "c"].map(row).into();
        assert_eq!(papers_vi(&papers(&rows)), "3 văn bản, mới nhất là 01/BC ngày 14/06/2026");
    }
}

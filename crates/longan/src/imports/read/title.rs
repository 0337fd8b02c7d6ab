//! What the rows above a heading say: whose table it is, of which day, by which decision.

use crate::store::Day;
use kernel::day::{parse_day, parse_document_number};
use kernel::money::MoneyUnit;
use kernel::text::{fold, squeeze};
use paper::workbook::Sheet;

/// What the title rows say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Title {
    /// The title itself.
    pub subject_line: String,
    /// Every line, for finding the province.
    pub lines: Vec<String>,
    /// The day of the figures.
    pub day: Option<Day>,
    /// The year of the figures, where no day is named.
    pub year: Option<i16>,
    /// The decision the table belongs to.
    pub decision: Option<(String, Option<Day>)>,
    /// Unit of money.
    pub money: Option<MoneyUnit>,
    /// Whether land is in square metres.
    pub land: Option<LandUnit>,
}

/// Unit of land in a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LandUnit {
    /// Hectares.
    Hectares,
    /// Square metres.
    SquareMetres,
}

impl LandUnit {
    /// Reads "(ha)" or "(m2)" in a heading.
    pub fn of(text: &str) -> Option<Self> {
        let folded = fold(text);
        let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric() && c != '²').collect();
        if words.iter().any(|word| matches!(*word, "m2" | "m²")) {
            return Some(Self::SquareMetres);
        }
        words.contains(&"ha").then_some(Self::Hectares)
    }
}

/// Unit of money in a heading: "(tỷ đồng)", "(triệu đồng)".
pub fn money_unit(text: &str) -> Option<MoneyUnit> {
    let folded = fold(text);
    let mut pieces = folded.split(['(', ')', ';', ',', '/', ':']);
    pieces.find_map(MoneyUnit::from_text)
}

/// Reads the rows above `heading_row`.
pub fn read(sheet: &Sheet, heading_row: u32) -> Title {
    let mut title = Title::default();
    for row in sheet.rows().take_while(|row| *row < heading_row) {
        for (_, cell) in sheet.row(row) {
            let line = squeeze(&cell.value.to_string());
            if !line.is_empty() {
                title.lines.push(line);
            }
        }
    }
    for line in &title.lines {
        let folded = fold(line);
        title.day = title.day.or_else(|| day_of_figures(line, &folded));
        title.year = title.year.or_else(|| year_of_figures(&folded));
        if folded.contains("quyet dinh") && title.decision.is_none() {
            title.decision =
                parse_document_number(line).map(|(number, day)| (number, day.map(Day)));
        }
        if let Some((_, units)) = folded.split_once("dvt").or(folded.split_once("don vi tinh")) {
            title.money = title.money.or_else(|| money_unit(units));
            title.land = title.land.or_else(|| LandUnit::of(units));
        }
    }
    title.subject_line = subject_line(&title.lines);
    title
}

/// "Số liệu đến ngày 31/12/2013", "Thời điểm 31/12/2013", "… ĐẾN 31/12/2013".
fn day_of_figures(line: &str, folded: &str) -> Option<Day> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let folded_words: Vec<&str> = folded.split_whitespace().collect();
    let trimmed = |word: &str| word.trim_matches(['(', ')', ',', ';', '.', ':']).to_owned();
    (0..words.len()).find_map(|at| {
        let six = words.get(at..at + 6).map(|six| trimmed(&six.join(" ")));
        let day =
            parse_day(&trimmed(words[at])).ok().or_else(|| six.and_then(|t| parse_day(&t).ok()))?;
        let before = folded_words.get(..at)?;
        let near = before.iter().rev().take(3).map(|word| trimmed(word)).collect::<Vec<_>>();
        let is_of_figures = near.iter().any(|word| word == "den" || word == "diem")
            || near.iter().any(|word| word == "tinh");
        is_of_figures.then_some(Day(day))
    })
}

fn year_of_figures(folded: &str) -> Option<i16> {
    let (_, rest) = folded.split_once("nam ")?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    if digits.len() != 4 {
        return None;
    }
    digits.parse().ok().filter(|year| (1990..=2100).contains(year))
}

/// The longest line that is no letterhead, remark or unit.
fn subject_line(lines: &[String]) -> String {
    let is_title = |line: &&String| {
        let folded = fold(line);
        let others = ["cong hoa xa hoi", "doc lap", "ubnd", "uy ban", "so ", "phong ", "(", "dvt"];
        !others.iter().any(|begin| folded.starts_with(begin))
    };
    lines
        .iter()
        .filter(is_title)
        .max_by_key(|line| line.chars().count())
        .cloned()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_of_the_figures_is_not_the_day_of_the_decision() {
        let day = |line: &str| day_of_figures(line, &fold(line)).map(Day::vi);
        assert_eq!(
            day("(Số liệu đến ngày 31/12/2013, kèm theo Báo cáo số ..... /BC-SCT ngày ..... / ..... /2014)").as_deref(),
            Some("31/12/2013")
        );
        assert_eq!(day("Thời điểm 31/12/2013").as_deref(), Some("31/12/2013"));
        assert_eq!(day("tính đến ngày 30 tháng 6 năm 2014").as_deref(), Some("30/06/2014"));
        assert_eq!(day("(Kèm theo Quyết định số 634/QĐ-UBND ngày 25/02/2014)"), None);
        assert_eq!(year_of_figures(&fold("BIỂU TỔNG HỢP 19 CỤM HIỆN CÓ NĂM 2026")), Some(2026));
    }
}

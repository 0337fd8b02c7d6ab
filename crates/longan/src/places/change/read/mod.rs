//! Reads a file of changes, CSV or a workbook, into lines: whatever the bytes, it answers.

mod rows;

use super::{Column, Content, Fault, Key, Kind, Line, RegionColumn, RegionLine};
use crate::places::model::{Level, Preference};
use crate::store::Day;
use kernel::law::Confidence;
use kernel::text::{fold, squeeze};
use rows::{Row, rows};
use std::collections::BTreeMap;

/// How many digits the serial number of a day has in our time.
const SERIAL_DIGITS: usize = 5;
/// Lines in which the headings are looked for.
const HEADINGS_WITHIN: usize = 20;

/// What a file of changes says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lines {
    /// Changes of units.
    Units(Vec<Line>),
    /// Regions.
    Regions(Vec<RegionLine>),
}

impl Lines {
    /// What the file is about.
    pub fn content(&self) -> Content {
        match self {
            Self::Units(_) => Content::Units,
            Self::Regions(_) => Content::Regions,
        }
    }

    /// How many lines there are.
    pub fn count(&self) -> usize {
        match self {
            Self::Units(lines) => lines.len(),
            Self::Regions(lines) => lines.len(),
        }
    }
}

/// Reads the bytes of a file; what is wrong is told line by line.
pub fn read(bytes: &[u8]) -> Result<Lines, Vec<Fault>> {
    let rows = rows(bytes).map_err(|message| vec![whole(message)])?;
    let wanted: Vec<&'static str> = Column::ALL.iter().map(|column| column.word()).collect();
    let region: Vec<&'static str> = RegionColumn::ALL.iter().map(|column| column.word()).collect();
    for (index, (_, cells)) in rows.iter().take(HEADINGS_WITHIN).enumerate() {
        let heads: BTreeMap<&'static str, usize> =
            cells.iter().enumerate().filter_map(|(at, text)| Some((heading(text)?, at))).collect();
        let has = |names: &[&str]| names.iter().all(|name| heads.contains_key(name));
        if has(&["region_code", "member_code"]) {
            let missing = missing(&region, &heads, &["confidence"]);
            return if missing.is_empty() {
                regions(&rows[index + 1..], &heads)
            } else {
                Err(missing)
            };
        }
        if has(&["kind", "old_code"]) || has(&["kind", "new_code"]) {
            let missing = missing(&wanted, &heads, &["decree_issued_on", "default", "full_name"]);
            return if missing.is_empty() {
                units(&rows[index + 1..], &heads)
            } else {
                Err(missing)
            };
        }
    }
    Err(vec![whole(
        "Không thấy dòng tiêu đề cột. Hãy dùng tệp mẫu: dòng đầu ghi tên các cột.".to_owned(),
    )])
}

fn whole(message: String) -> Fault {
    Fault { line: 0, column: String::new(), found: String::new(), message }
}

fn missing(
    wanted: &[&'static str],
    heads: &BTreeMap<&'static str, usize>,
    may_lack: &[&str],
) -> Vec<Fault> {
    let lacking =
        wanted.iter().filter(|name| !heads.contains_key(*name) && !may_lack.contains(name));
    let labels: Vec<String> = lacking.map(|name| format!("“{}”", label(name))).collect();
    if labels.is_empty() {
        return Vec::new();
    }
    vec![whole(format!("Thiếu cột {}. Hãy thêm cột này hoặc dùng tệp mẫu.", labels.join(", ")))]
}

fn label(word: &str) -> &'static str {
    let unit = word.parse::<Column>().map(Column::label);
    unit.or_else(|_| word.parse::<RegionColumn>().map(RegionColumn::label)).unwrap_or_default()
}

/// The word of the column with this heading, written as its word or as its label.
fn heading(text: &str) -> Option<&'static str> {
    let folded = fold(&squeeze(text));
    let units = Column::ALL.iter().map(|column| (column.word(), column.label()));
    let regions = RegionColumn::ALL.iter().map(|column| (column.word(), column.label()));
    units
        .chain(regions)
        .find(|(word, label)| folded == *word || folded == fold(label))
        .map(|(word, _)| word)
}

/// One line being read; what is wrong gathers.
struct Reading<'a> {
    number: u32,
    cells: &'a [String],
    heads: &'a BTreeMap<&'static str, usize>,
    faults: &'a mut Vec<Fault>,
}

impl Reading<'_> {
    fn text(&self, column: &str) -> &str {
        self.heads.get(column).and_then(|at| self.cells.get(*at)).map_or("", String::as_str)
    }

    fn fault(&mut self, column: &str, message: impl Into<String>) {
        let found = self.text(column).to_owned();
        self.faults.push(Fault {
            line: self.number,
            column: label(column).to_owned(),
            found,
            message: message.into(),
        });
    }

    fn required(&mut self, column: &str, ask: &str) -> String {
        let text = self.text(column).to_owned();
        if text.is_empty() {
            self.fault(column, ask);
        }
        text
    }

    fn day(&mut self, column: &str) -> Option<Day> {
        let text = self.text(column);
        // A spreadsheet whose column is not formatted as days hands over their serial number.
        let serial = Some(text).filter(|text| text.len() == SERIAL_DIGITS);
        let serial = serial.and_then(|text| text.parse::<u32>().ok()).map(f64::from);
        if let Some(day) = serial.and_then(kernel::day::day_from_excel_serial) {
            return Some(Day(day));
        }
        match kernel::day::parse_day(text) {
            Ok(day) => Some(Day(day)),
            Err(problem) => {
                self.fault(column, problem.message());
                None
            }
        }
    }

    /// A level and a code, both or neither.
    fn key(&mut self, level_column: &str, code_column: &str) -> Option<Key> {
        let (level, code) = (fold(self.text(level_column)), self.text(code_column).to_owned());
        if level.is_empty() && code.is_empty() {
            return None;
        }
        let known = match level.as_str() {
            "province" | "tinh" | "cap tinh" => Some(Level::Province),
            "district" | "huyen" | "cap huyen" => Some(Level::District),
            "commune" | "xa" | "cap xa" => Some(Level::Commune),
            _ => None,
        };
        let Some(level) = known else {
            self.fault(level_column, "Hãy ghi cấp là: tỉnh, huyện hoặc xã.");
            return None;
        };
        let digits = code_digits(level);
        if code.is_empty() || code.len() > digits || !code.chars().all(|c| c.is_ascii_digit()) {
            self.fault(
                code_column,
                format!("Mã {} phải có {digits} chữ số.", level.label().to_lowercase()),
            );
            return None;
        }
        Some((level, pad(&code, digits)))
    }
}

/// A spreadsheet drops the zeros a code begins with.
fn pad(code: &str, digits: usize) -> String {
    format!("{code:0>digits$}")
}

/// How many digits the code of a level has.
fn code_digits(level: Level) -> usize {
    match level {
        Level::Commune => 5,
        Level::District => 3,
        _ => 2,
    }
}

fn kind(text: &str) -> Option<Kind> {
    let folded = fold(text);
    let known = Kind::ALL
        .iter()
        .copied()
        .find(|kind| folded == kind.word() || folded == fold(kind.label()));
    known.or(match folded.as_str() {
        "moi" | "thanh lap" | "thanh lap moi" => Some(Kind::New),
        "doi ten goi" | "doi loai" => Some(Kind::Renamed),
        "sap nhap" | "hop nhat" => Some(Kind::Merged),
        "chia tach" | "tach" => Some(Kind::Divided),
        "bai bo" => Some(Kind::Abolished),
        "chuyen cap tren" | "dieu chuyen" => Some(Kind::Moved),
        _ => None,
    })
}

fn units(rows: &[Row], heads: &BTreeMap<&'static str, usize>) -> Result<Lines, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut lines = Vec::new();
    for (number, cells) in rows {
        let mut reading = Reading { number: *number, cells, heads, faults: &mut faults };
        let line = unit_line(&mut reading);
        lines.extend(line);
    }
    finish(lines, faults).map(Lines::Units)
}

fn unit_line(reading: &mut Reading<'_>) -> Option<Line> {
    let Some(kind) = kind(reading.text("kind")) else {
        reading.fault("kind", "Hãy ghi một trong: lập mới, đổi tên, nhập, chia, giải thể, chuyển.");
        return None;
    };
    let before = reading.faults.len();
    let old = reading.key("old_level", "old_code");
    let new = reading.key("new_level", "new_code");
    if reading.faults.len() == before {
        match (kind, &old, &new) {
            (Kind::New, Some(_), _) => reading.fault(
                "old_code",
                "Dòng “lập mới” không có đơn vị cũ; hãy để trống, hoặc chọn loại thay đổi khác.",
            ),
            (Kind::New, None, None) => {
                reading.fault("new_code", "Hãy ghi cấp và mã của đơn vị mới.");
            }
            (Kind::Abolished, _, Some(_)) => reading.fault(
                "new_code",
                "Dòng “giải thể” không có đơn vị mới; nếu nhập vào đơn vị khác, hãy ghi “nhập”.",
            ),
            (Kind::Abolished, None, None) => {
                reading.fault("old_code", "Hãy ghi cấp và mã của đơn vị cũ.");
            }
            (Kind::New, None, Some(_))
            | (Kind::Abolished, Some(_), None)
            | (_, Some(_), Some(_)) => {}
            (_, None, _) => reading.fault("old_code", "Hãy ghi cấp và mã của đơn vị cũ."),
            (_, _, None) => reading.fault("new_code", "Hãy ghi cấp và mã của đơn vị mới."),
        }
    }
    let effective = reading.day("effective_on");
    let decree =
        reading.required("decree", "Hãy ghi số, ký hiệu nghị quyết, ví dụ 1682/NQ-UBTVQH15.");
    let decree_day = if reading.text("decree_issued_on").is_empty() {
        None
    } else {
        reading.day("decree_issued_on")
    };
    let preference = match fold(reading.text("default")).as_str() {
        "" => None,
        "co" | "yes" | "x" | "mac dinh" | "default" | "1" => Some(Preference::Default),
        "khong" | "no" | "0" => Some(Preference::Alternative),
        _ => {
            reading.fault("default", "Hãy ghi “có” hoặc “không”.");
            None
        }
    };
    Some(Line {
        number: reading.number,
        kind,
        old,
        new,
        name: squeeze(reading.text("name")),
        full_name: squeeze(reading.text("full_name")),
        unit_kind: squeeze(reading.text("type")).to_lowercase(),
        parent_code: reading.text("parent_code").to_owned(),
        preference,
        effective: effective?,
        decree: squeeze(&decree),
        decree_day,
    })
}

fn regions(rows: &[Row], heads: &BTreeMap<&'static str, usize>) -> Result<Lines, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut lines = Vec::new();
    for (number, cells) in rows {
        let mut reading = Reading { number: *number, cells, heads, faults: &mut faults };
        lines.extend(region_line(&mut reading));
    }
    finish(lines, faults).map(Lines::Regions)
}

fn region_line(reading: &mut Reading<'_>) -> Option<RegionLine> {
    let set = reading.required("set", "Hãy ghi loại vùng, ví dụ: vùng kinh tế - xã hội.");
    let code = reading.required("region_code", "Hãy ghi mã vùng, ví dụ: dong-nam-bo.");
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !code.chars().all(plain) {
        reading.fault(
            "region_code",
            "Mã vùng chỉ gồm chữ thường không dấu, chữ số và dấu gạch, ví dụ: dong-nam-bo.",
        );
    }
    let name = reading.required("region_name", "Hãy ghi tên vùng.");
    let member = reading.required("member_code", "Hãy ghi mã tỉnh thuộc vùng.");
    if !member.is_empty() && (member.len() > 2 || !member.chars().all(|c| c.is_ascii_digit())) {
        reading.fault("member_code", "Mã tỉnh có 2 chữ số.");
    }
    let effective = reading.day("effective_on");
    let source = reading.required("source", "Hãy ghi văn bản quy định vùng này.");
    let confidence = match fold(reading.text("confidence")).as_str() {
        "verified" | "da doi chieu van ban" => Confidence::Verified,
        "secondary" => Confidence::Secondary,
        "secondary-weak" => Confidence::SecondaryWeak,
        "" | "unverified" | "chua kiem chung" => Confidence::Unverified,
        _ => {
            reading.fault(
                "confidence",
                "Hãy ghi: verified, secondary, secondary-weak hoặc unverified.",
            );
            Confidence::Unverified
        }
    };
    Some(RegionLine {
        number: reading.number,
        set,
        code,
        name,
        member_code: pad(&member, code_digits(Level::Province)),
        effective: effective?,
        source,
        confidence,
    })
}

fn finish<T>(lines: Vec<T>, faults: Vec<Fault>) -> Result<Vec<T>, Vec<Fault>> {
    if !faults.is_empty() {
        return Err(faults);
    }
    if lines.is_empty() {
        return Err(vec![whole("Tệp chỉ có dòng tiêu đề, chưa có dòng thay đổi nào.".to_owned())]);
    }
    Ok(lines)
}

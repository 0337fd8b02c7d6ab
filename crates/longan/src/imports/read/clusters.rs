//! Reading tables of clusters: the main table, a plan's list, and the table of those operating.

use super::super::model::Severity;
use super::cell::{TableReader, Told, says_nothing};
use super::field::{Field, Table};
use super::lines::{Line, Sums, classify};
use super::outline::ColumnOutline;
use crate::clusters::State;
use crate::observations::Indicator;
use crate::store::Day;
use kernel::day::parse_document_number;
use kernel::text::{fold, modern_tones, squeeze};
use paper::workbook::cell_name;

/// A number of a cluster.
#[derive(Clone, Debug)]
pub struct Number {
    /// What it measures.
    pub indicator: Indicator,
    /// The year a plan's number looks to.
    pub horizon: Option<i16>,
    /// The number, in the indicator's unit.
    pub told: Told<i64>,
    /// Who says so, when it is not the one who made the table.
    pub commune: Option<String>,
    /// Remark.
    pub note: String,
}

/// A decision that a row names.
#[derive(Clone, Debug)]
pub struct Decision {
    /// Its number.
    pub number: String,
    /// Its day.
    pub day: Option<Day>,
}

/// A row of a table of clusters, read.
#[derive(Clone, Debug)]
pub struct ClusterDraft {
    /// Sheet.
    pub sheet: String,
    /// Row, counted from 0.
    pub row: u32,
    /// Name without "Cụm công nghiệp" and marks.
    pub name: String,
    /// Cell of the name.
    pub name_cell: String,
    /// Footnote marks behind the name.
    pub marks: Vec<String>,
    /// Where the name stands.
    pub location: String,
    /// Mã.
    pub code: Option<Told<String>>,
    /// District or other group the row stands in.
    pub group: String,
    /// Place as written.
    pub place: Option<Told<String>>,
    /// Numbers.
    pub numbers: Vec<Number>,
    /// Decision that established it.
    pub decision: Option<Told<Decision>>,
    /// "không có QĐ thành lập riêng (trước 2009)": the text that says so.
    pub formed_earlier: Option<Told<Day>>,
    /// State.
    pub status: Option<Told<State>>,
    /// State of the central wastewater plant.
    pub wastewater: Option<Told<State>>,
    /// Infrastructure investor.
    pub investor: Option<Told<String>>,
    /// Planned capital inside the fence, đồng.
    pub inside_planned: Option<Told<i64>>,
    /// Paid capital inside the fence, đồng.
    pub inside_paid: Option<Told<i64>>,
    /// Work outside the fence.
    pub outside_work: Option<Told<String>>,
    /// Cost of the work outside the fence, đồng.
    pub outside_cost: Option<Told<i64>>,
    /// Sectors.
    pub sectors: String,
    /// Remark.
    pub note: String,
    /// Whether the row can be taken.
    pub soundness: Soundness,
}

/// Whether a row can be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Soundness {
    /// Nothing in it is wrong.
    Sound,
    /// Something in it is wrong; it stays out.
    Wrong,
}

impl ClusterDraft {
    /// The number of an indicator, of the nearest horizon.
    pub fn number(&self, indicator: Indicator) -> Option<&Told<i64>> {
        self.numbers
            .iter()
            .find(|n| n.indicator == indicator && n.commune.is_none())
            .map(|number| &number.told)
    }

    /// Row as people count it.
    pub fn row_number(&self) -> i64 {
        i64::from(self.row) + 1
    }
}

/// Everything one table of clusters says.
#[derive(Default)]
pub struct ClusterTable {
    /// Its rows.
    pub rows: Vec<ClusterDraft>,
    /// Occupancy printed on the line of totals.
    pub overall_occupancy: Option<Told<i64>>,
    /// The day before which clusters with the mark were formed, as a footnote says.
    pub footnotes: Vec<(String, String)>,
}

/// Fields that are numbers of the cluster.
const NUMBERS: &[(Field, Indicator)] = &[
    (Field::AreaPlanned, Indicator::AreaPlanned),
    (Field::AreaDecision, Indicator::AreaDecision),
    (Field::AreaDetailed, Indicator::AreaDetailed),
    (Field::PlanArea, Indicator::AreaPlanned),
    (Field::AreaIndustrial, Indicator::AreaIndustrial),
    (Field::AreaLeased, Indicator::AreaLeased),
    (Field::AreaCleared, Indicator::AreaCleared),
    (Field::AreaServiced, Indicator::AreaServiced),
    (Field::Occupancy, Indicator::Occupancy),
    (Field::TenantsRegistered, Indicator::TenantsRegistered),
    (Field::TenantsOperating, Indicator::TenantsOperating),
];

/// Reads a table of clusters.
pub fn read(reader: &mut TableReader<'_>) -> ClusterTable {
    let mut table = ClusterTable::default();
    let mut sums = Sums::default();
    let mut group = String::new();
    let rows: Vec<u32> =
        reader.sheet.rows().skip_while(|row| *row <= reader.outline.last_row).collect();
    for row in rows {
        match classify(reader, row, Field::ClusterName) {
            Line::Group(name) => {
                group = name;
                sums.begin_group(reader, row);
            }
            Line::Subtotal => sums.subtotal(reader, row),
            Line::Total => {
                sums.total(reader, row);
                let column = reader.outline.column(Field::Occupancy);
                if let Some(column) = column {
                    table.overall_occupancy = reader.percent(row, column);
                }
            }
            Line::Data => {
                let draft = read_row(reader, row, &group, &mut sums);
                table.rows.push(draft);
            }
            Line::Continued => {}
            Line::Other => table.footnotes.extend(footnote(reader, row)),
        }
    }
    sums.compare(reader);
    table
}

/// "(*) Cụm công nghiệp hình thành trước …": the mark and what it means.
fn footnote(reader: &TableReader<'_>, row: u32) -> Option<(String, String)> {
    let (_, cell) = reader.sheet.row(row).next()?;
    let text = squeeze(&cell.value.to_string());
    let mark: String = text.chars().take_while(|c| matches!(c, '(' | ')' | '*' | ' ')).collect();
    let mark = mark.trim().to_owned();
    mark.contains('*').then(|| (mark.clone(), text[mark.len()..].trim().to_owned()))
}

fn read_row(reader: &mut TableReader<'_>, row: u32, group: &str, sums: &mut Sums) -> ClusterDraft {
    let errors = reader.errors;
    let name_cell = reader.cell_of(row, Field::ClusterName);
    let name_text = reader.text(row, Field::ClusterName);
    let written = name_text.as_ref().map(|told| told.value.clone()).unwrap_or_default();
    let plain = written.trim_start_matches(['+', '=', '@', '-', ' ']);
    let clean = kernel::cluster_name::clean(plain);
    let mut draft = ClusterDraft {
        sheet: reader.sheet.name.clone(),
        row,
        name: clean.name,
        location: format!("{}!{name_cell}", reader.sheet.name),
        name_cell,
        marks: clean.marks,
        code: reader.text(row, Field::Code).map(|told| {
            let code = kernel::text::nfc(told.value.trim()).to_uppercase();
            told.with(code)
        }),
        group: group.to_owned(),
        place: place(reader, row),
        numbers: Vec::new(),
        decision: None,
        formed_earlier: None,
        status: None,
        wastewater: None,
        investor: reader.text(row, Field::Investor).filter(|t| !says_nothing(&t.value)),
        inside_planned: None,
        inside_paid: None,
        outside_work: reader.text(row, Field::OutsideWork).filter(|t| !says_nothing(&t.value)),
        outside_cost: None,
        sectors: reader.text(row, Field::Sectors).map(|t| t.value).unwrap_or_default(),
        note: reader.text(row, Field::Note).map(|t| t.value).unwrap_or_default(),
        soundness: Soundness::Sound,
    };
    read_numbers(reader, row, &mut draft, sums);
    read_decision(reader, row, &mut draft);
    read_states(reader, row, &mut draft);
    check_parts(reader, row, &draft);
    if reader.outline.table != Some(Table::Operating)
        && draft.number(Indicator::AreaPlanned).is_none()
        && draft.number(Indicator::AreaDecision).is_none()
        && errors == reader.errors
    {
        let name = &draft.name;
        let message = format!(
            "Dòng {}: chưa có diện tích của cụm “{name}”. Cụm vẫn được ghi nhận nhưng không cộng vào tổng diện tích.",
            row + 1
        );
        let cell = draft.name_cell.clone();
        reader.note(Severity::Warning, "area_missing", &cell, "", "diện tích (ha)", message);
    }
    if reader.errors > errors {
        draft.soundness = Soundness::Wrong;
    }
    draft
}

fn place(reader: &mut TableReader<'_>, row: u32) -> Option<Told<String>> {
    let place = reader.text(row, Field::Place);
    let district = reader.text(row, Field::District);
    match (place, district) {
        (Some(place), Some(district)) => {
            let both = format!("{}, huyện {}", place.value, district.value);
            Some(place.with(modern_tones(&both)))
        }
        (place, district) => place.or(district).map(|told| {
            let text = modern_tones(&told.value);
            told.with(text)
        }),
    }
}

fn read_numbers(reader: &mut TableReader<'_>, row: u32, draft: &mut ClusterDraft, sums: &mut Sums) {
    let outline = reader.outline;
    for column in &outline.columns {
        let Some(field) = column.field else { continue };
        let told = match field {
            Field::InsidePlanned | Field::InsidePaid | Field::OutsideCost => {
                reader.money(row, column)
            }
            Field::Occupancy => reader.percent(row, column),
            Field::TenantsRegistered | Field::TenantsOperating => reader.count(row, column),
            _ if NUMBERS.iter().any(|(known, _)| *known == field) => reader.area(row, column),
            _ => continue,
        };
        let told = told.or_else(|| dash_as_zero(reader, row, column, draft));
        let Some(told) = told else { continue };
        sums.add(column.column, told.value);
        match field {
            Field::InsidePlanned => draft.inside_planned = Some(told),
            Field::InsidePaid => draft.inside_paid = Some(told),
            Field::OutsideCost => draft.outside_cost = Some(told),
            _ => {
                let indicator = NUMBERS.iter().find(|(known, _)| *known == field).map(|(_, i)| *i);
                draft.numbers.extend(indicator.map(|indicator| Number {
                    indicator,
                    horizon: (field == Field::PlanArea).then(|| column.horizon()).flatten(),
                    told,
                    commune: None,
                    note: String::new(),
                }));
            }
        }
    }
}

/// A dash for leased land beside industrial land says that none is leased; elsewhere it says nothing.
fn dash_as_zero(
    reader: &TableReader<'_>,
    row: u32,
    column: &ColumnOutline,
    draft: &ClusterDraft,
) -> Option<Told<i64>> {
    let raw = reader.sheet.text(row, column.column);
    let is_dash = matches!(raw.as_str(), "-" | "–" | "—");
    let industrial = draft.number(Indicator::AreaIndustrial)?;
    (is_dash && column.field == Some(Field::AreaLeased)).then(|| Told {
        value: 0,
        location: reader.location(row, column.column),
        raw,
        precision: industrial.precision,
    })
}

fn read_decision(reader: &mut TableReader<'_>, row: u32, draft: &mut ClusterDraft) {
    let day = reader.day(row, Field::DecisionDay).map(|told| told.value);
    let Some(told) = reader.text(row, Field::DecisionNumber) else { return };
    let cell = reader.cell_of(row, Field::DecisionNumber);
    let written = told.value.trim_start_matches(['+', '=', '@', '-', ' ']).to_owned();
    if let Some((number, own_day)) = parse_document_number(&written) {
        if own_day.is_none() && day.is_none() && written.contains("ngày") {
            let message = format!(
                "Ô {cell}: không đọc được ngày của quyết định trong “{written}”. Hãy viết: số, rồi “ngày 14/9/2012”."
            );
            reader.note(Severity::Error, "day", &cell, &written, "số QĐ ngày …/…/…", message);
        }
        draft.decision = Some(told.with(Decision { number, day: day.or(own_day.map(Day)) }));
        return;
    }
    let folded = fold(&written);
    if let Some((_, rest)) = folded.split_once("truoc ")
        && let Some(day) = before(rest)
    {
        draft.formed_earlier = Some(told.with(day));
    } else if !says_nothing(&written) {
        let message = format!(
            "Ô {cell}: “{written}” không phải là số quyết định, nên không ghi nhận quyết định. Hãy viết như 3804/QĐ-UBND."
        );
        reader.note(Severity::Warning, "decision", &cell, &written, "3804/QĐ-UBND", message);
    }
}

/// The last day before the day or year that a folded text begins with.
fn before(text: &str) -> Option<Day> {
    let day = text
        .split(|c: char| !c.is_ascii_digit() && c != '/')
        .find_map(|word| kernel::day::parse_day(word).ok());
    let year = || {
        let digits: String = text
            .trim_start_matches(|c: char| !c.is_ascii_digit())
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        let year: i16 = digits.parse().ok().filter(|year| (1900..=2100).contains(year))?;
        jiff::civil::Date::new(year, 1, 1).ok()
    };
    day.or_else(year)?.yesterday().ok().map(Day)
}

/// The last day before the one a footnote "hình thành trước ngày … (05/10/2009)" names.
pub fn formed_before(meaning: &str) -> Option<Day> {
    let folded = fold(meaning);
    let (_, rest) = folded.split_once("hinh thanh truoc")?;
    // The day itself stands behind the number of the decision.
    let day = rest
        .split(|c: char| !c.is_ascii_digit() && c != '/')
        .find_map(|word| kernel::day::parse_day(word).ok());
    day.map_or_else(|| before(rest), |day| day.yesterday().ok().map(Day))
}

fn read_states(reader: &mut TableReader<'_>, row: u32, draft: &mut ClusterDraft) {
    if let Some(told) = reader.text(row, Field::Status) {
        match state(&told.value) {
            Some(state) => draft.status = Some(told.with(state)),
            None => {
                let cell = reader.cell_of(row, Field::Status);
                let text = &told.value;
                let message = format!(
                    "Ô {cell}: không rõ tình trạng “{text}”, nên không ghi nhận. Các cách viết được hiểu: Đang hoạt động; Đang XD hạ tầng; Đang GPMB; Đã có QĐ thành lập; Thỏa thuận địa điểm; Đề nghị thu hồi chủ trương."
                );
                reader.note(Severity::Warning, "status", &cell, text, "một tình trạng", message);
            }
        }
    }
    if let Some(told) = reader.text(row, Field::Wastewater) {
        match wastewater(&told.value) {
            Some(state) => draft.wastewater = Some(told.with(state)),
            None => {
                let cell = reader.cell_of(row, Field::Wastewater);
                let text = &told.value;
                let message =
                    format!("Ô {cell}: không rõ “{text}”. Hãy ghi: có, đang XD, hoặc chưa.");
                reader.note(
                    Severity::Warning,
                    "wastewater",
                    &cell,
                    text,
                    "có; đang XD; chưa",
                    message,
                );
            }
        }
    }
}

/// The state a column "Tình trạng" names.
fn state(text: &str) -> Option<State> {
    let folded = fold(text);
    let has = |words: &[&str]| words.iter().any(|word| folded.contains(word));
    Some(match () {
        () if has(&["thu hoi"]) => State::RevocationProposed,
        () if has(&["thoa thuan"]) => State::LocationAgreed,
        () if has(&["thanh lap"]) && !has(&["chua thanh lap"]) => State::Established,
        () if has(&["ha tang"]) && has(&["dang", "xd", "xay dung"]) => State::Building,
        () if has(&["gpmb", "den bu", "giai phong"]) => State::Clearing,
        () if has(&["ngung", "dung hoat dong"]) => State::Stopped,
        () if has(&["hoat dong"]) && !has(&["chua", "khong"]) => State::Operating,
        () if has(&["quy hoach"]) => State::Listed,
        () => return None,
    })
}

fn wastewater(text: &str) -> Option<State> {
    let folded = fold(text);
    Some(match folded.as_str() {
        "co" | "x" | "da co" | "dang hoat dong" | "hoat dong" => State::PlantOperating,
        text if text.contains("dang") && !text.starts_with("chua") => State::PlantBuilding,
        text if text.starts_with("chua") || text.starts_with("khong") => State::PlantNone,
        _ => return None,
    })
}

/// A part may not be larger than the whole, and a printed rate should be what its parts give.
fn check_parts(reader: &mut TableReader<'_>, row: u32, draft: &ClusterDraft) {
    let value = |indicator| draft.number(indicator).map(|told| told.value);
    let area = value(Indicator::AreaDecision).or_else(|| value(Indicator::AreaPlanned));
    let industrial = value(Indicator::AreaIndustrial);
    let leased = value(Indicator::AreaLeased);
    let ha = |m2| kernel::Area(m2).ha_vi();
    let cell = |field: Field| {
        reader.outline.column(field).map(|c| cell_name(row, c.column)).unwrap_or_default()
    };
    let mut errors: Vec<(&str, String, String, String)> = Vec::new();
    let mut warnings: Vec<(&str, String, String, String)> = Vec::new();
    if let (Some(area), Some(industrial)) = (area, industrial)
        && industrial > area
        && !draft.numbers.iter().any(|number| number.horizon.is_some())
    {
        let cell = cell(Field::AreaIndustrial);
        errors.push(("part_larger_than_whole", cell.clone(), ha(industrial), format!("Ô {cell}: đất công nghiệp {} ha lớn hơn diện tích cả cụm {} ha. Hãy kiểm tra lại hai số này.", ha(industrial), ha(area))));
    }
    match (industrial, leased) {
        (Some(0), Some(leased)) if leased > 0 => {
            let cell = cell(Field::AreaLeased);
            errors.push(("no_industrial_land", cell.clone(), ha(leased), format!("Ô {cell}: đã cho thuê {} ha nhưng đất công nghiệp là 0 ha, không tính được tỷ lệ lấp đầy. Hãy nhập đất công nghiệp theo quy hoạch chi tiết, hoặc sửa diện tích đã cho thuê.", ha(leased))));
        }
        (Some(industrial), Some(leased)) if leased > industrial => {
            let cell = cell(Field::AreaLeased);
            errors.push(("leased_over_industrial", cell.clone(), ha(leased), format!("Ô {cell}: đã cho thuê {} ha, lớn hơn đất công nghiệp {} ha (tỷ lệ lấp đầy trên 100 %). Hãy kiểm tra lại hai số này.", ha(leased), ha(industrial))));
        }
        _ => {}
    }
    if let (Some(printed), Some(numerator), Some(denominator)) =
        (value(Indicator::Occupancy), leased, industrial.filter(|m2| *m2 > 0))
    {
        let ratio = kernel::number::Ratio { numerator, denominator };
        if let Some(counted) = ratio.percent_scaled().filter(|c| (c - printed).abs() > 5) {
            let vi = |value| kernel::number::format_scaled(value, 2, 2, 2);
            let cell = cell(Field::Occupancy);
            warnings.push(("occupancy_differs", cell.clone(), vi(printed), format!("Ô {cell}: tỷ lệ lấp đầy ghi {} %, nhưng đất đã cho thuê chia đất công nghiệp được {} %. Số ghi trong bảng được giữ là số báo cáo.", vi(printed), vi(counted))));
        }
    }
    for (severity, found) in [(Severity::Error, errors), (Severity::Warning, warnings)] {
        for (kind, cell, shown, message) in found {
            reader.note(severity, kind, &cell, &shown, "các số khớp nhau", message);
        }
    }
}

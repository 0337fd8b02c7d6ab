//! Reading tables of clusters: the main table, a plan's list, and the table of those operating.

mod parts;
mod states;

pub use states::formed_before;

use super::super::model::Severity;
use super::cell::{TableReader, Told, says_nothing};
use super::field::{Field, Table};
use super::lines::{Line, Sums, classify};
use super::outline::ColumnOutline;
use crate::clusters::State;
use crate::observations::Indicator;
use crate::store::Day;
use kernel::text::{modern_tones, squeeze};

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
    states::read_decision(reader, row, &mut draft);
    states::read_states(reader, row, &mut draft);
    parts::check_parts(reader, row, &draft);
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

//! From drafts to proposals: the place and day are settled, each row is compared with the
//! register, and what taking it would write is kept with it.

mod clusters;
mod compare;
pub mod links;
mod projects;
pub mod register;
mod settle;
mod tenants;
mod units;

use super::model::{Change, Import, Kind, Outcome, Problem, Subject};
use super::payload::{Fact, Payload, PlacePayload};
use super::read::{Reading, Table};
use super::store::register as rows;
use crate::App;
use crate::documents::{self, NewDocument};
use crate::observations::{Indicator, NewObservation, Precision, ReporterKind};
use crate::places::{self, Place, store as place_rows};
use crate::store::Day;
use crate::users::Viewer;
use kernel::text::fold;
use std::collections::HashMap;

/// What taking a row would do.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// Sheet.
    pub sheet: String,
    /// Row as people count it.
    pub row_number: i64,
    /// What it speaks of.
    pub subject: Subject,
    /// Name of the record.
    pub name: String,
    /// What taking it would do.
    pub outcome: Outcome,
    /// What would be written.
    pub payload: Payload,
    /// What would change.
    pub changes: Vec<Change>,
}

/// Everything a workbook proposes.
pub struct Proposed {
    /// The rows.
    pub rows: Vec<Proposal>,
    /// What was found wrong while comparing.
    pub problems: Vec<Problem>,
    /// The province.
    pub place: Place,
    /// The day of the figures.
    pub on: Day,
    /// Where the day comes from.
    pub day_origin: String,
    /// The paper a plan's table belongs to, else the workbook.
    pub decision: String,
    /// Records of the register that the workbook does not name.
    pub not_named: Vec<String>,
}

/// The place, day and sources of one workbook.
pub struct Setting {
    /// The province and its units.
    pub places: units::Places,
    /// The day of the figures.
    pub on: Day,
    /// Who made the table.
    pub reporter: String,
    /// Name of the file.
    pub file_name: String,
    /// Who issues decisions in the province.
    pub issuer: String,
    /// The plan's decision and its day, for the table of a plan.
    pub plan: Option<(NewDocument, Day)>,
    /// The old province of each commune of today, by commune.
    pub old_provinces: HashMap<String, String>,
    /// Last day of the old provinces, for decisions older than today's units.
    pub units_from: String,
}

/// Why a workbook cannot be compared with the register: a sentence for the person.
pub type Refusal = String;

/// Compares what was read with the register.
pub async fn propose(
    app: &App,
    viewer: &Viewer,
    import: &Import,
    reading: &Reading,
) -> anyhow::Result<Result<Proposed, Refusal>> {
    let options = &import.options;
    let mut problems = Vec::new();
    let (on, day_origin) = settle::settle_day(app, options, reading, &mut problems);
    let place = match settle::settle_place(app, viewer, options, reading, on, &mut problems).await?
    {
        Ok(place) => place,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let setting = setting(app, import, reading, place, on).await?;
    let known =
        register::KnownClusters::load(&app.store, viewer, &setting.places.province.id).await?;
    let mut links = links::Links::new(app, viewer).await?;
    let mut proposed = Proposed {
        rows: Vec::new(),
        problems,
        place: setting.places.province.clone(),
        on,
        day_origin,
        decision: setting.plan.as_ref().map(|(paper, _)| paper.number.clone()).unwrap_or_default(),
        not_named: Vec::new(),
    };
    if reading.kind == Some(Kind::Projects) {
        projects::propose(app, viewer, reading, &setting, &mut proposed).await?;
    } else if reading.kind == Some(Kind::Tenants) {
        tenants::propose(app, viewer, reading, &setting, &known, &mut proposed).await?;
    } else {
        clusters::propose(app, reading, &setting, &known, &mut links, &mut proposed).await?;
        overall(reading, &setting, &known, app, &mut proposed).await?;
    }
    Ok(Ok(proposed))
}

/// The rate printed for the whole place is kept as reported: its base is not known.
async fn overall(
    reading: &Reading,
    setting: &Setting,
    _known: &register::KnownClusters,
    app: &App,
    proposed: &mut Proposed,
) -> anyhow::Result<()> {
    let Some(told) = &reading.overall_occupancy else { return Ok(()) };
    let place = &setting.places.province;
    let observation = NewObservation {
        indicator: Indicator::Occupancy,
        as_of: setting.on,
        period: String::new(),
        value: told.value,
        precision: told.precision,
        location: told.location.clone(),
        reporter: setting.reporter.clone(),
        reporter_kind: ReporterKind::Department,
        raw: told.raw.clone(),
        note: "Số ghi ở dòng tổng cộng; không rõ cơ sở tính.".to_owned(),
    };
    let known = rows::numbers_of(&app.store, std::slice::from_ref(&place.id)).await?;
    let is_known = known.iter().any(|number| {
        number.indicator == observation.indicator
            && number.as_of == observation.as_of
            && number.value == observation.value
            && number.reporter == observation.reporter
    });
    let (sheet, cell) = told.location.split_once('!').unwrap_or((&told.location, ""));
    let row = paper::workbook::parse_cell_name(cell).map_or(0, |(row, _)| i64::from(row) + 1);
    let change = Change {
        field: "Tỷ lệ lấp đầy chung (số báo cáo)".to_owned(),
        before: String::new(),
        after: Indicator::Occupancy.unit().vi(told.value),
    };
    proposed.rows.push(Proposal {
        sheet: sheet.to_owned(),
        row_number: row,
        subject: Subject::Place,
        name: place.full_name.clone(),
        outcome: if is_known { Outcome::Unchanged } else { Outcome::New },
        changes: if is_known { Vec::new() } else { vec![change] },
        payload: if is_known {
            Payload::Nothing
        } else {
            Payload::Place(PlacePayload { place_id: place.id.clone(), observation })
        },
    });
    Ok(())
}

async fn setting(
    app: &App,
    import: &Import,
    reading: &Reading,
    province: Place,
    on: Day,
) -> anyhow::Result<Setting> {
    let units = place_rows::list_within(&app.store, &province.id).await?;
    let old_provinces = if province.valid_from.is_empty() {
        HashMap::new()
    } else {
        rows::old_provinces(&app.store, &province.id).await?.into_iter().collect()
    };
    let issuer = places::committee_vi(&province.full_name);
    let plan =
        reading.title.decision.as_ref().filter(|_| reading.main_table == Some(Table::Plan)).map(
            |(number, day)| {
                let subject = &reading.title.subject_line;
                (NewDocument::decision(number, *day, &issuer, subject), day.unwrap_or(on))
            },
        );
    let reporter =
        if plan.is_some() { issuer.clone() } else { places::department_vi(&province.full_name) };
    Ok(Setting {
        units_from: province.valid_from.clone(),
        places: units::Places::new(province, units, on),
        on,
        reporter,
        file_name: import.file_name.clone(),
        issuer,
        plan,
        old_provinces,
    })
}

impl Setting {
    /// Where a fact stands, told so that it is found although its paper is not the workbook.
    pub fn location_in_file(&self, location: &str) -> String {
        format!("{} › {location}", self.file_name)
    }

    /// A fact of the workbook, or of the plan for a plan's table.
    fn fact<T>(&self, told: T) -> Fact<T> {
        Fact { paper: self.plan.is_some().then_some(0), told }
    }

    /// Who issued a decision: the province of its day, as far as the communes tell.
    fn issuer_on(&self, day: Option<Day>, place_ids: &[String]) -> String {
        if self.units_from.is_empty() {
            return self.issuer.clone();
        }
        match day {
            Some(day) if day.to_string() < self.units_from => {
                let mut old: Vec<&String> =
                    place_ids.iter().filter_map(|id| self.old_provinces.get(id)).collect();
                old.sort_unstable();
                old.dedup();
                match old[..] {
                    [name] => places::committee_vi(name),
                    _ => "UBND tỉnh".to_owned(),
                }
            }
            Some(_) => self.issuer.clone(),
            None => "UBND tỉnh".to_owned(),
        }
    }
}

/// A number that is to be kept.
fn observation(
    setting: &Setting,
    indicator: Indicator,
    told: &super::read::Told<i64>,
) -> NewObservation {
    NewObservation {
        indicator,
        as_of: setting.on,
        period: String::new(),
        value: told.value,
        precision: if told.precision == Precision::About {
            Precision::About
        } else {
            Precision::Exact
        },
        location: told.location.clone(),
        reporter: setting.reporter.clone(),
        reporter_kind: ReporterKind::Department,
        raw: told.raw.clone(),
        note: String::new(),
    }
}

/// The workbook itself as a paper on the register.
pub fn workbook_paper(import: &Import) -> NewDocument {
    let title = &import.summary.title;
    NewDocument {
        kind: documents::Kind::Workbook,
        number: String::new(),
        issued_on: None,
        issuer: places::department_vi(&import.summary.place),
        subject_line: if title.is_empty() { import.file_name.clone() } else { title.clone() },
        file_sha256: Some(import.file_sha256.clone()),
        file_name: import.file_name.clone(),
        file_bytes: import.file_bytes,
    }
}

/// Whether two texts say the same, spelling aside.
fn same_words(one: &str, other: &str) -> bool {
    fold(one) == fold(other)
}

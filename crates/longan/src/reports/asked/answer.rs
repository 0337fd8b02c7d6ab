//! The table: each column is one question to a figure, spread over the rows.

use super::model::{Choice, Column};
use crate::App;
use crate::error::Error;
use crate::figures::store::{FigurePaper, Share};
use crate::figures::{self, Among, Figure, Silence, Spread, Unit, amount_vi, ratio_vi};
use crate::places::Level;
use crate::users::Viewer;
use kernel::number::{Ratio, decimal_string};
use std::collections::HashSet;

/// Most papers that are listed of one column.
pub const COLUMN_PAPERS: i64 = 200;
/// Most papers that are listed.
const MOST_PAPERS: usize = 300;
/// Most rows that a chart shows.
const CHART_ROWS: usize = 40;

/// The table with everything needed to believe it.
pub struct Answered {
    /// What was chosen.
    pub choice: Choice,
    /// A row a unit.
    pub rows: Vec<Line>,
    /// The whole place, where the rows are its units.
    pub total: Option<Line>,
    /// What stands behind each column.
    pub behind: Vec<Behind>,
    /// The papers behind the numbers, the newest first.
    pub papers: Vec<FigurePaper>,
    /// How many there are, or at least are: of one column no more than some are read.
    pub paper_count: usize,
    /// What must be said beside the numbers.
    pub notes: Vec<String>,
}

/// A row of the table.
#[derive(Clone, Debug)]
pub struct Line {
    /// Id of the unit; empty for what lies in no unit that is known.
    pub place_id: String,
    /// Its name.
    pub name: String,
    /// A value a column.
    pub cells: Vec<Value>,
}

/// One number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// What the number is of.
    pub unit: Unit,
    /// m², đồng, people; hundredths of a percent; `None` where it is missing or not defined.
    pub amount: Option<i64>,
    /// How many papers stand behind it.
    pub papers: i64,
}

/// What stands behind a column.
#[derive(Clone, Debug)]
pub struct Behind {
    /// How many rows of the register.
    pub row_count: i64,
    /// How many papers; no more than are read.
    pub papers: i64,
    /// What must be said beside the numbers.
    pub notes: Vec<String>,
}

impl Value {
    fn of(figure: &Figure, share: &Share, missing: Missing) -> Self {
        let ratio = Ratio { numerator: share.numerator, denominator: share.denominator };
        let is_untold = share.row_count == 0 && missing == Missing::Untold;
        let amount = match figure.unit {
            unit if unit.is_ratio() => unit.divide(ratio),
            _ if is_untold => None,
            _ => Some(share.numerator),
        };
        Self { unit: figure.unit, amount, papers: share.papers }
    }

    /// As people read it.
    pub fn vi(&self) -> String {
        match (self.amount, self.unit) {
            (amount, unit) if unit.is_ratio() => ratio_vi(amount),
            (None, _) => "chưa có".to_owned(),
            (Some(amount), unit) => amount_vi(unit, amount),
        }
    }

    /// How many of its digits stand behind the decimal sign.
    pub fn scale(&self) -> u8 {
        match self.unit {
            Unit::Hectares => 4,
            unit if unit.is_ratio() => 2,
            _ => 0,
        }
    }
}

/// What it means that a unit has no row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Missing {
    /// There is none: 0.
    None,
    /// Nobody has told.
    Untold,
}

/// What was asked of one column.
struct Asked {
    spread: Spread,
    /// Units in which somebody could have told, so that silence is no 0; `None` where it is.
    could_tell: Option<HashSet<String>>,
    papers: i64,
}

impl Asked {
    fn missing(&self, place_id: &str) -> Missing {
        match &self.could_tell {
            Some(could) if could.contains(place_id) => Missing::Untold,
            _ => Missing::None,
        }
    }

    /// The value of the whole place: everything is added, then divided once.
    fn whole(&self, figure: &Figure) -> Value {
        let mut whole = Share { papers: self.papers, ..Share::default() };
        for share in &self.spread.shares {
            whole.numerator = whole.numerator.saturating_add(share.numerator);
            whole.denominator = whole.denominator.saturating_add(share.denominator);
            whole.row_count += share.row_count;
        }
        let is_untold = self.could_tell.as_ref().is_some_and(|could| !could.is_empty());
        Value::of(figure, &whole, if is_untold { Missing::Untold } else { Missing::None })
    }

    fn value(&self, figure: &Figure, place_id: &str) -> Value {
        let own = self.spread.shares.iter().find(|share| share.place_id == place_id);
        let none = Share::default();
        Value::of(figure, own.unwrap_or(&none), self.missing(place_id))
    }
}

/// Asks every column and lays the answers side by side: a few statements a column, however many
/// units there are.
pub async fn answer(app: &App, viewer: &Viewer, choice: Choice) -> Result<Answered, Error> {
    let among = if choice.named.is_empty() { Among::Within } else { Among::These(&choice.named) };
    let mut asked = Vec::new();
    let mut papers: Vec<FigurePaper> = Vec::new();
    let mut seen = HashSet::new();
    for column in &choice.columns {
        let (figure, question) = (column.figure, &column.question);
        let spread = figures::spread(app, viewer, figure, question, among).await?;
        let could_tell = could_tell(app, viewer, column, among).await?;
        let most = (among, COLUMN_PAPERS);
        let found = figures::spread_papers(app, viewer, figure, question, most).await?;
        let count = i64::try_from(found.len()).unwrap_or(i64::MAX);
        asked.push(Asked { spread, could_tell, papers: count });
        papers.extend(found.into_iter().filter(|paper| seen.insert(paper.id.clone())));
    }
    papers.sort_by(|a, b| b.issued_on.cmp(&a.issued_on).then_with(|| a.id.cmp(&b.id)));
    let paper_count = papers.len();
    papers.truncate(MOST_PAPERS);
    let columns = || choice.columns.iter().zip(&asked);
    let rows = rows_of(&choice, &asked).into_iter().map(|(place_id, name)| {
        let cells = columns().map(|(column, asked)| asked.value(column.figure, &place_id));
        Line { cells: cells.collect(), name, place_id }
    });
    let rows = rows.collect();
    let total = choice.named.is_empty().then(|| {
        let name = match choice.whole.level {
            Level::Country => choice.whole.full_name.clone(),
            _ => format!("Cả {}", kernel::text::lower_first(&choice.whole.full_name)),
        };
        let cells = columns().map(|(column, asked)| asked.whole(column.figure)).collect();
        Line { place_id: choice.whole.id.clone(), name, cells }
    });
    let behind = asked.into_iter().map(|asked| Behind {
        row_count: asked.spread.shares.iter().map(|share| share.row_count).sum(),
        papers: asked.papers,
        notes: asked.spread.notes,
    });
    let behind = behind.collect();
    let notes = notes(app, viewer, &choice).await?;
    Ok(Answered { choice, rows, total, behind, papers, paper_count, notes })
}

/// The units in which somebody could tell a figure that lives by what people report.
async fn could_tell(
    app: &App,
    viewer: &Viewer,
    column: &Column,
    among: Among<'_>,
) -> Result<Option<HashSet<String>>, Error> {
    let Silence::Untold { unless_none } = column.figure.silence else { return Ok(None) };
    let Some(figure) = figures::find(unless_none) else { return Ok(None) };
    let spread = figures::spread(app, viewer, figure, &column.question, among).await?;
    let some = spread.shares.into_iter().filter(|share| share.numerator > 0);
    Ok(Some(some.map(|share| share.place_id).collect()))
}

/// The rows: the units named, or every unit that contributes to a column, by name.
fn rows_of(choice: &Choice, asked: &[Asked]) -> Vec<(String, String)> {
    if !choice.named.is_empty() {
        let named = choice.named.iter();
        return named.map(|place| (place.id.clone(), place.long_name())).collect();
    }
    let mut units: Vec<&Share> = Vec::new();
    for share in asked.iter().flat_map(|asked| &asked.spread.shares) {
        if !units.iter().any(|known| known.place_id == share.place_id) {
            units.push(share);
        }
    }
    units.sort_by_key(|share| (share.place_id.is_empty(), share.sort_key.clone()));
    let named = units.into_iter().map(|share| {
        let name = if share.place_id.is_empty() {
            "Chưa xác định được đơn vị".to_owned()
        } else {
            share.full_name.clone()
        };
        (share.place_id.clone(), name)
    });
    named.collect()
}

async fn notes(app: &App, viewer: &Viewer, choice: &Choice) -> Result<Vec<String>, Error> {
    let mut notes = Vec::new();
    if choice.named.is_empty()
        && let Some(column) = choice.columns.first()
    {
        notes.extend(figures::part_notes(app, viewer, column.figure, &column.question).await?);
    } else if choice.named.len() > 1 {
        notes.push("Các đơn vị có thể trùng địa bàn hoặc cùng có một cụm nên không cộng các dòng với nhau.".to_owned());
    }
    notes.push("Số liệu chỉ gồm các cụm công nghiệp thuộc phạm vi xem của tài khoản.".to_owned());
    Ok(notes)
}

/// The days a table tells of: each with its words, once.
pub fn days_vi(choice: &Choice) -> String {
    let mut days: Vec<String> = Vec::new();
    for column in &choice.columns {
        let day = column.question.on.vi();
        if !days.contains(&day) {
            days.push(day);
        }
    }
    days.join(", ")
}

/// A chart: its heading, and what the chart script reads.
pub struct Chart {
    /// The figure and its base.
    pub title: String,
    /// Names and numbers; safe inside a script element.
    pub json: String,
}

/// One chart a figure: a bar a unit, a series a day.
pub fn charts(answered: &Answered) -> Vec<Chart> {
    if answered.rows.is_empty() || answered.rows.len() > CHART_ROWS {
        return Vec::new();
    }
    let columns = &answered.choice.columns;
    let mut codes: Vec<&str> = columns.iter().map(|column| column.figure.code).collect();
    codes.dedup();
    let labels: Vec<&str> = answered.rows.iter().map(|row| row.name.as_str()).collect();
    let chart = |code: &str| {
        let own = columns.iter().enumerate().filter(|(_, column)| column.figure.code == code);
        let own: Vec<(usize, &Column)> = own.collect();
        let figure = own.first().map(|(_, column)| column.figure)?;
        let series: Vec<serde_json::Value> = own
            .iter()
            .map(|(at, column)| {
                let values = answered.rows.iter().map(|row| number(&row.cells[*at]));
                serde_json::json!({
                    "name": column.when_vi(), "values": values.collect::<Vec<_>>(),
                })
            })
            .collect();
        let json = serde_json::json!({
            "title": figure.name, "unit": figure.unit.label(), "labels": labels, "series": series,
        });
        // Inside a script element nothing may look like its end.
        let json = json.to_string().replace('<', "\\u003c");
        let basis = own.first().map(|(_, column)| column.basis_vi()).unwrap_or_default();
        let title = match basis {
            "" => format!("{} ({})", figure.name, figure.unit.label()),
            basis => format!("{} ({}), {basis}", figure.name, figure.unit.label()),
        };
        Some(Chart { title, json })
    };
    codes.into_iter().filter_map(chart).collect()
}

fn number(value: &Value) -> Option<f64> {
    value.amount.and_then(|amount| decimal_string(amount, value.scale().into()).parse().ok())
}

//! Adding up Biểu số 03 and 04: each row is a figure with its rows and papers, beside what the
//! level below reported.
//!
//! The register is asked with the eyes of the program, not of whoever presses the button: a
//! report of a unit is the same whoever draws it up.

use super::super::duties::{self, read_period};
use super::super::model::{
    Report, ReportForm, ReportProblem, ReportSeverity, ReportValue, WantedOwed,
};
use super::super::store::{list_owed, list_values};
use super::model::{SCHEMA, Summary, SummaryBelow, SummaryPlace, SummaryRow, SummarySettled};
use super::{rules, store};
use crate::App;
use crate::error::Error;
use crate::figures::{self, Answer, Figure, Question, Silence, Window};
use crate::places::{self, Level, Place};
use crate::store::{Day, Result};
use crate::users::Viewer;
use kernel::Period;
use kernel::form::{Fill, Finding, Form, FormRow, Severity, Values};
use std::collections::BTreeMap;

/// Most rows behind one number that a report holds.
const MOST_ROWS: i64 = 100_000;
/// Most units below that are named as silent.
const MOST_SILENT: i64 = 1_000;
/// How many years back the last report is looked for.
const YEARS_BACK: i16 = 3;

/// What a report is added up for.
pub struct Task {
    /// The form.
    pub form: ReportForm,
    /// The period.
    pub period: Period,
    /// The unit.
    pub place: Place,
    /// The days it tells of.
    pub window: Window,
    /// Last day on which it is in time.
    pub due_on: Option<Day>,
    /// The version of the form, with its words as they are read when it is due.
    pub definition: Form,
}

impl Task {
    /// The work of a form for a unit and period.
    pub async fn new(
        app: &App,
        form: ReportForm,
        period: Period,
        place_id: &str,
    ) -> std::result::Result<Self, Error> {
        let place = places::store::find(&app.store, place_id).await?.ok_or(Error::NotFound)?;
        let term = duties::term(app, form, period);
        let window = crate::clusters::rules::reporting_window(&app.law, period);
        let window = window.ok_or(Error::NotFound)?;
        let day = term.due_on.unwrap_or(window.last);
        let definition = app.law.form_on(form.word(), day.0).ok_or(Error::NotFound)?;
        let definition = definition.read_on(app.law.readings(), day.0);
        Ok(Self { form, period, place, window, due_on: term.due_on, definition })
    }

    /// The work of a report that is kept.
    pub async fn of(app: &App, report: &Report) -> std::result::Result<Self, Error> {
        let period = read_period(app, &report.period).ok_or(Error::NotFound)?;
        Self::new(app, report.form, period, &report.subject_id).await
    }

    /// The day by which the checks are judged.
    fn day(&self) -> Day {
        self.due_on.unwrap_or(self.window.last)
    }
}

/// How much is read behind each number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behind {
    /// The numbers alone: for the form on the screen and on paper.
    Numbers,
    /// Also the rows that each is made of, with their papers.
    Rows,
}

/// Adds everything up anew. What somebody decided before stays where the numbers it was decided
/// on are still the same.
pub async fn add_up(
    app: &App,
    task: &Task,
    report: Option<&Report>,
    kept: &[ReportValue],
    behind: Behind,
) -> std::result::Result<Summary, Error> {
    let below = reports_below(app, task).await?;
    let silent = silent_below(app, task, &below).await?;
    let sums: Vec<Values> = below.iter().map(|report| report.values.clone()).collect();
    let sums = task.definition.aggregate(&sums);
    let asked: Vec<&'static Figure> = task.definition.value_rows().filter_map(figure_of).collect();
    let question = Question::reporting(task.place.clone(), task.period, task.window.clone());
    let answers = figures::answers_to(app, &Viewer::system(), &asked, &question).await?;
    let mut rows = Vec::new();
    for row in task.definition.value_rows() {
        let mut sum = SummaryRow {
            key: row.key.clone(),
            value: None,
            computed: None,
            below: sums.get(&row.key).copied(),
            settled: None,
            explanation: String::new(),
            note: String::new(),
            told: Vec::new(),
            sources: Vec::new(),
        };
        if let Some(figure) = figure_of(row) {
            fill(app, task, (figure, &answers), behind, &mut sum).await?;
        }
        decide(&mut sum, kept.iter().find(|value| value.row_key == row.key));
        rows.push(sum);
    }
    follow_ratios(&task.definition, &mut rows);
    let law = app.law.document(&task.definition.document);
    Ok(Summary {
        schema: SCHEMA.to_owned(),
        form: task.definition.clone(),
        law: law.map(|paper| paper.number.clone()).unwrap_or_default(),
        period: task.period.to_string(),
        window: task.window.clone(),
        place: named(app, &task.place).await?,
        version: report.map_or(1, |report| report.version),
        reason: report.map(|report| report.reason.clone()).unwrap_or_default(),
        due_on: task.due_on,
        paper: None,
        rows,
        below,
        silent,
    })
}

async fn named(app: &App, place: &Place) -> Result<SummaryPlace> {
    let province = match &place.province_id {
        Some(id) if *id != place.id => places::store::find(&app.store, id).await?,
        _ => None,
    };
    Ok(SummaryPlace {
        id: place.id.clone(),
        code: place.code.clone(),
        full_name: place.full_name.clone(),
        province: province.map_or_else(|| place.full_name.clone(), |above| above.full_name),
    })
}

/// The figure that fills a row.
fn figure_of(row: &FormRow) -> Option<&'static Figure> {
    let Fill::Figure(code) = &row.fill else { return None };
    figures::find(code)
}

/// Fills a row with what the register answered.
async fn fill(
    app: &App,
    task: &Task,
    (figure, answers): (&'static Figure, &[Answer]),
    behind: Behind,
    row: &mut SummaryRow,
) -> Result<()> {
    let Some(answer) = answers.iter().find(|answer| answer.figure.code == figure.code) else {
        return Ok(());
    };
    row.computed = match figure.silence {
        Silence::Untold { unless_none } if answer.row_count == 0 => {
            told_of_none(app, task, answers, unless_none).await?
        }
        _ => answer.amount(),
    };
    row.told = answer.notes.iter().skip(1).cloned().collect();
    if behind == Behind::Rows {
        let viewer = Viewer::system();
        row.sources =
            figures::explain(app, &viewer, figure, &answer.question, MOST_ROWS, 0).await?;
    }
    Ok(())
}

/// Nobody told anything: that is 0 where there is nobody who could, and missing otherwise.
async fn told_of_none(
    app: &App,
    task: &Task,
    answers: &[Answer],
    code: &str,
) -> Result<Option<i64>> {
    let none = |answer: &Answer| (answer.amount() == Some(0)).then_some(0);
    if let Some(answer) = answers.iter().find(|answer| answer.figure.code == code) {
        return Ok(none(answer));
    }
    let Some(figure) = figures::find(code) else { return Ok(None) };
    let question = Question::reporting(task.place.clone(), task.period, task.window.clone());
    Ok(none(&figures::answer(app, &Viewer::system(), figure, question).await?))
}

/// Takes over what was decided, if it was decided on these numbers; else what needs no decision.
fn decide(row: &mut SummaryRow, kept: Option<&ReportValue>) {
    let agreed = rules::agreed(row.computed, row.below);
    if let Some(kept) = kept {
        row.explanation.clone_from(&kept.explanation);
        row.note.clone_from(&kept.note);
        let same = kept.computed == row.computed && kept.reported_below == row.below;
        let settled: Option<SummarySettled> = kept.settled.parse().ok();
        if settled == Some(SummarySettled::Entered) || (same && settled.is_some()) {
            row.settled = settled;
            row.value = kept.value;
            return;
        }
    }
    if let Some((value, settled)) = agreed {
        row.value = value;
        row.settled = Some(settled);
    }
}

/// Lets every ratio follow the rows it is made of.
pub fn follow_ratios(form: &Form, rows: &mut [SummaryRow]) {
    let values = rows.iter().filter_map(|row| Some((row.key.clone(), row.value?))).collect();
    let values = rules::with_ratios(form, values);
    for row in rows.iter_mut() {
        let is_ratio = form
            .row(&row.key)
            .is_some_and(|row| matches!(row.aggregate, kernel::form::Aggregate::Ratio(_)));
        if is_ratio {
            row.value = values.get(&row.key).copied();
            row.settled = Some(SummarySettled::Computed);
        }
    }
}

/// The reports of the level below that count, each place once.
async fn reports_below(app: &App, task: &Task) -> Result<Vec<SummaryBelow>> {
    if task.form != ReportForm::Department {
        return Ok(Vec::new());
    }
    let period = task.period.to_string();
    let found = store::list_below(&app.store, ReportForm::Commune, &period, &task.place.id).await?;
    let units: Vec<rules::Reported<'_>> = found
        .iter()
        .map(|(report, parent)| rules::Reported {
            place_id: &report.place_id,
            above: parent.iter().map(String::as_str).collect(),
        })
        .collect();
    let once: Vec<String> = rules::counted_once(&units).into_iter().map(str::to_owned).collect();
    let kept = found.into_iter().map(|(report, _)| report);
    Ok(kept.filter(|report| once.contains(&report.place_id)).collect())
}

/// The units below that owe a report and have sent none.
async fn silent_below(app: &App, task: &Task, below: &[SummaryBelow]) -> Result<Vec<String>> {
    if task.form != ReportForm::Department {
        return Ok(Vec::new());
    }
    let mut wanted = WantedOwed::all(duties::term(app, ReportForm::Commune, task.period));
    wanted.place_id.clone_from(&task.place.id);
    let owed = list_owed(&app.store, &Viewer::system(), &wanted, MOST_SILENT, 0).await?;
    let silent = owed.into_iter().filter(|one| !below.iter().any(|b| b.place_id == one.subject_id));
    Ok(silent.map(|one| one.subject).collect())
}

/// What the register comes to in each unit right below, for one row: by id of the unit.
pub async fn computed_below(
    app: &App,
    task: &Task,
    key: &str,
) -> Result<BTreeMap<String, Option<i64>>> {
    let row = task.definition.row(key);
    let Some(Fill::Figure(code)) = row.map(|row| &row.fill) else { return Ok(BTreeMap::new()) };
    let Some(figure) = figures::find(code) else { return Ok(BTreeMap::new()) };
    if task.place.level != Level::Province {
        return Ok(BTreeMap::new());
    }
    let question = Question::reporting(task.place.clone(), task.period, task.window.clone());
    let parts = figures::parts(app, &Viewer::system(), figure, &question).await?;
    Ok(parts.into_iter().map(|part| (part.place_id.clone(), part.amount(figure.unit))).collect())
}

/// What the checks of the form say, against the last report of the same kind of period.
pub async fn findings(app: &App, task: &Task, summary: &Summary) -> Result<Vec<Finding>> {
    let earlier = |back: i16| match task.period {
        Period::Half { year, half, .. } => Period::half(year - back, half),
        Period::Year { year, .. } => Period::year(year - back),
        _ => None,
    };
    let periods: Vec<String> =
        (1..=YEARS_BACK).filter_map(earlier).map(|period| period.to_string()).collect();
    let previous = store::last_values(&app.store, task.form, &task.place.id, &periods).await?;
    Ok(task.definition.check(&summary.values(), previous.as_ref(), task.day().0))
}

/// An open report added up anew, with what was decided so far.
pub async fn work_on(
    app: &App,
    report: &Report,
) -> std::result::Result<(Task, Summary, Vec<Finding>), Error> {
    work_with(app, report, Behind::Rows).await
}

/// The same, with as much behind the numbers as is needed.
pub async fn work_with(
    app: &App,
    report: &Report,
    behind: Behind,
) -> std::result::Result<(Task, Summary, Vec<Finding>), Error> {
    let task = Task::of(app, report).await?;
    let kept = list_values(&app.store, &Viewer::system(), &report.id).await?;
    let summary = add_up(app, &task, Some(report), &kept, behind).await?;
    let findings = findings(app, &task, &summary).await?;
    Ok((task, summary, findings))
}

/// What was found, as it is kept.
pub fn problems(summary: &Summary, findings: &[Finding]) -> Vec<ReportProblem> {
    let problem = |finding: &Finding| {
        let row_key = finding.rows.first().cloned().unwrap_or_default();
        let explained = summary.row(&row_key).map(|(_, row)| row.explanation.clone());
        ReportProblem {
            row_key,
            severity: match finding.severity {
                Severity::Error => ReportSeverity::Error,
                Severity::Warning => ReportSeverity::Warning,
            },
            category: finding.category.code().to_owned(),
            kind: finding.kind.to_owned(),
            sheet: String::new(),
            cell: String::new(),
            found: finding.found.clone(),
            expected: finding.expected.clone(),
            message: finding.message.clone(),
            explained: explained.unwrap_or_default(),
        }
    };
    findings.iter().map(problem).collect()
}

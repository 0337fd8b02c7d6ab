//! Asking a figure and telling its answer.

use super::{Basis, Figure, Part, Row, Time, Unit, Window, amount_vi, ratio_vi, store, sum_string};
use crate::App;
use crate::observations::Observation;
use crate::places::{Level, Place};
use crate::store::{Day, Result};
use crate::users::Viewer;
use kernel::day::Period;
use kernel::law::Resolved;
use kernel::number::{Ratio, decimal_string, format_scaled, hundredths_string};

/// What is asked of a figure.
#[derive(Clone, Debug)]
pub struct Question {
    /// The place.
    pub place: Place,
    /// The day the figure is of; of a period, its last day.
    pub on: Day,
    /// The period; for figures of a period the year of the day when nothing else is asked.
    pub period: Option<Period>,
    /// The days that a report of the period tells of, when it is asked as a report: then a
    /// cluster counts only at the unit that leads.
    pub window: Option<Window>,
    /// The base, for figures that have several.
    pub basis: Basis,
    /// The day whose units the parts are told by; the day of the figure when nothing is asked.
    pub units_on: Option<Day>,
}

impl Question {
    /// Asks for a place on a day, on the usual base.
    pub fn new(place: Place, on: Day) -> Self {
        Self { place, on, period: None, window: None, basis: Basis::default(), units_on: None }
    }

    /// Asks as a report of a period does: for the days the law sets for it, at its last day.
    pub fn reporting(place: Place, period: Period, window: Window) -> Self {
        let on = window.last;
        Self { period: Some(period), window: Some(window), ..Self::new(place, on) }
    }

    /// The period in words of the machine interface: `2013`, `2013-H1`.
    pub fn period_text(&self) -> String {
        self.period.map_or_else(|| self.on.0.year().to_string(), |period| period.to_string())
    }

    /// The day whose units the parts are told by.
    pub fn day_of_units(&self) -> Day {
        self.units_on.unwrap_or(self.on)
    }

    fn first_day(&self) -> Day {
        if let Some(window) = &self.window {
            return window.first;
        }
        let year = self.period.map(Period::first_day);
        Day(year.unwrap_or_else(|| self.on.0.first_of_year()))
    }
}

/// A figure's value with everything needed to believe it.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The figure.
    pub figure: &'static Figure,
    /// What was asked.
    pub question: Question,
    /// Sum of the contributing rows, or of the numerator's.
    pub numerator: i64,
    /// Sum of the denominator's rows, for ratios.
    pub denominator: Option<i64>,
    /// How many rows contribute.
    pub row_count: i64,
    /// How many records could not be counted.
    pub left_out: i64,
    /// What must be said beside the number.
    pub notes: Vec<String>,
    /// Numbers that sources printed for the same thing without saying how they were computed.
    pub reported: Vec<Observation>,
}

impl Answer {
    /// An answer to which nothing contributes yet.
    fn none(figure: &'static Figure, question: Question) -> Self {
        let denominator = figure.unit.is_ratio().then_some(0);
        Self {
            figure,
            question,
            numerator: 0,
            denominator,
            row_count: 0,
            left_out: 0,
            notes: Vec::new(),
            reported: Vec::new(),
        }
    }

    /// Takes over what the rows come to.
    fn count(&mut self, sums: &store::Sums, limit: Option<&Resolved<'_>>) {
        self.numerator = sums.numerator;
        self.denominator = self.denominator.map(|_| sums.denominator);
        self.row_count = sums.row_count;
        self.left_out = sums.left_out;
        self.notes = notes(self.figure, &self.question, sums.left_out, limit);
    }

    /// The value as a decimal string with a point; `None` when it is not defined (nothing to divide by).
    pub fn value(&self) -> Option<String> {
        match self.figure.unit {
            unit if unit.is_ratio() => unit.divide(self.ratio()).map(hundredths_string),
            Unit::Hectares => Some(decimal_string(self.numerator, 4)),
            _ => Some(self.numerator.to_string()),
        }
    }

    /// The value as a whole number: m², đồng, people; hundredths of a ratio, when it is defined.
    pub fn amount(&self) -> Option<i64> {
        let unit = self.figure.unit;
        if unit.is_ratio() { unit.divide(self.ratio()) } else { Some(self.numerator) }
    }

    /// The value as people write it: "4.234", "412,62", "79,35"; "chưa xác định" when it is not defined.
    pub fn value_vi(&self) -> String {
        match self.figure.unit {
            unit if unit.is_ratio() => ratio_vi(unit.divide(self.ratio())),
            Unit::Hectares => format_scaled(self.numerator, 4, 0, 4),
            _ => format_scaled(self.numerator, 0, 0, 0),
        }
    }

    /// Whether its rows play different parts, which must be told.
    pub fn has_parts(&self) -> bool {
        self.denominator.is_some() || self.left_out > 0
    }

    /// Numerator as people write it, for ratios.
    pub fn numerator_vi(&self) -> String {
        amount_vi(self.figure.unit, self.numerator)
    }

    /// Denominator as people write it, for ratios.
    pub fn denominator_vi(&self) -> String {
        amount_vi(self.figure.unit, self.denominator.unwrap_or_default())
    }

    /// The unit of its rows as people read it; of a ratio that of the sums it divides.
    pub fn row_unit(&self) -> &'static str {
        self.figure.unit.of_sums().label()
    }

    /// The unit as people read it.
    pub fn unit(&self) -> &'static str {
        self.figure.unit.label()
    }

    fn ratio(&self) -> Ratio {
        Ratio { numerator: self.numerator, denominator: self.denominator.unwrap_or_default() }
    }

    /// The machine form promised to scripts; `rows` only when they were asked for.
    pub fn json(&self, rows: Option<&[Row]>) -> serde_json::Value {
        let amount = |sum: i64| sum_string(self.figure.unit, sum);
        let mut json = serde_json::json!({
            "code": self.figure.code,
            "name": self.figure.name,
            "unit": self.figure.unit.code(),
            "basis": self.figure.bases.contains(&self.question.basis).then(|| self.question.basis.code()),
            "place": self.question.place.code,
            "place_id": self.question.place.id,
            "place_name": self.question.place.full_name,
            "on": self.question.on,
            "period": (self.figure.time == Time::Period).then(|| self.question.period_text()),
            "window": self.question.window,
            "value": self.value(),
            "numerator": self.denominator.map(|_| amount(self.numerator)),
            "denominator": self.denominator.map(amount),
            "row_count": self.row_count,
            "notes": self.notes,
            "reported": self.reported.iter().map(|o| serde_json::json!({
                "value": decimal_string(o.value, 2), "precision": o.precision, "basis": Basis::Reported.code(),
                "reporter": o.reporter, "as_of": o.as_of, "location": o.location, "document_id": o.document_id,
            })).collect::<Vec<_>>(),
        });
        if let Some(rows) = rows {
            json["rows"] = rows.iter().map(|row| serde_json::json!({
                "part": row.part, "subject": row.subject, "name": row.name, "path": row.path, "amount": amount(row.amount),
                "as_of": row.as_of, "document": row.document, "document_date": row.document_date,
                "document_id": row.document_id, "location": row.location,
            })).collect();
        }
        json
    }
}

/// Answers a question about a figure for a viewer, and says how units of another time were mapped.
pub async fn answer(
    app: &App,
    viewer: &Viewer,
    figure: &'static Figure,
    question: Question,
) -> Result<Answer> {
    let answers = answers_to(app, viewer, &[figure], &question).await?;
    Ok(answers.into_iter().next().unwrap_or_else(|| Answer::none(figure, question)))
}

/// Answers a question about each of some figures, in their order, and says beside each how units of
/// another time were mapped.
pub async fn answers_to(
    app: &App,
    viewer: &Viewer,
    figures: &[&'static Figure],
    question: &Question,
) -> Result<Vec<Answer>> {
    let mut answers = values(app, viewer, figures, question).await?;
    let mut told: Vec<(&str, Vec<String>)> = Vec::new();
    for answer in &mut answers {
        let ties = answer.figure.subjects.ties;
        if !told.iter().any(|(table, _)| *table == ties.table) {
            let Question { place, on, .. } = question;
            told.push((
                ties.table,
                store::mapping_notes(&app.store, viewer, ties, place, *on).await?,
            ));
        }
        let notes = told.iter().filter(|(table, _)| *table == ties.table);
        answer.notes.extend(notes.flat_map(|(_, notes)| notes.clone()));
    }
    Ok(answers)
}

/// Answers several figures for one place and day; what is to be said of its units is said once, apart.
pub async fn answers(
    app: &App,
    viewer: &Viewer,
    figures: impl Iterator<Item = &'static Figure>,
    place: &Place,
    on: Day,
) -> Result<(Vec<Answer>, Vec<String>)> {
    let figures: Vec<&'static Figure> = figures.collect();
    let question = Question::new(place.clone(), on);
    let answers = values(app, viewer, &figures, &question).await?;
    let mut notes = Vec::new();
    let mut told: Vec<&str> = Vec::new();
    for ties in answers.iter().map(|answer| answer.figure.subjects.ties) {
        if !told.contains(&ties.table) {
            told.push(ties.table);
            for note in store::mapping_notes(&app.store, viewer, ties, place, on).await? {
                if !notes.contains(&note) {
                    notes.push(note);
                }
            }
        }
    }
    Ok((answers, notes))
}

/// The sums of the rows of each figure, and what must be said beside them. A figure with a legal
/// limit is asked by itself: the limit is its own.
async fn values(
    app: &App,
    viewer: &Viewer,
    figures: &[&'static Figure],
    question: &Question,
) -> Result<Vec<Answer>> {
    let mut answers: Vec<Answer> =
        figures.iter().map(|figure| Answer::none(figure, question.clone())).collect();
    let limits: Vec<_> = figures.iter().map(|figure| legal_limit(app, figure, question)).collect();
    let (alone, together): (Vec<usize>, Vec<usize>) =
        (0..figures.len()).partition(|&at| limits[at].is_some());
    for few in alone.chunks(1).chain(together.chunks(figures.len().max(1))) {
        let limit = few.first().and_then(|&at| limits[at].as_ref());
        let asked: Vec<_> = few.iter().map(|&at| (figures[at], question.basis)).collect();
        let sums = store::list_sums(&app.store, &asked, &binds(viewer, question, limit)).await?;
        for (&at, sums) in few.iter().zip(sums) {
            answers[at].count(&sums, limit);
        }
    }
    // Sources print occupancies; of other ratios they print the sums.
    let mut reported: Option<Vec<Observation>> = None;
    for answer in answers.iter_mut().filter(|answer| answer.figure.unit == Unit::Percent) {
        if reported.is_none() {
            let Question { place, on, .. } = question;
            reported = Some(store::list_reported(&app.store, viewer, &place.id, *on).await?);
        }
        answer.reported = reported.clone().unwrap_or_default();
    }
    Ok(answers)
}

/// What must be said beside a number: its days, what could not be counted, what it is compared with.
pub(super) fn notes(
    figure: &Figure,
    question: &Question,
    left_out: i64,
    limit: Option<&Resolved<'_>>,
) -> Vec<String> {
    let mut notes: Vec<String> = question.window.iter().map(Window::told).collect();
    if left_out > 0 {
        notes.push(if figure.unit == Unit::Percent {
            format!(
                "{left_out} cụm chưa xác định được mẫu số (chưa có quy hoạch chi tiết hoặc chưa có số liệu) nên không tính vào tỷ lệ."
            )
        } else {
            format!(
                "{left_out} {} chưa đủ số liệu (chưa rõ diện tích hoặc ngày quyết định) nên chưa tính; xem các dòng “Không tính”.",
                figure.subjects.ties.noun
            )
        });
    }
    if let Some(limit) = limit {
        let (amount, source) = (limit.display(), limit.citation());
        let sure = limit.confidence_label();
        notes.push(format!("Mức so sánh: {amount} theo {source} ({sure})."));
    }
    notes
}

/// The contributing rows, by part and name, `limit` of them from `offset`.
pub async fn explain(
    app: &App,
    viewer: &Viewer,
    figure: &'static Figure,
    question: &Question,
    limit: i64,
    offset: i64,
) -> Result<Vec<Row>> {
    let binds = binds(viewer, question, legal_limit(app, figure, question).as_ref());
    store::list_rows(&app.store, figure, question.basis, &binds, limit, offset).await
}

/// What each unit within the place contributes, by name: the units of the next level that
/// existed on the day asked for. A cluster on several units counts for the one that leads.
pub async fn parts(
    app: &App,
    viewer: &Viewer,
    figure: &'static Figure,
    question: &Question,
) -> Result<Vec<Part>> {
    let binds = binds(viewer, question, legal_limit(app, figure, question).as_ref());
    let units_on = question.day_of_units();
    let level = store::level_of_parts(&app.store, &question.place, units_on).await?;
    store::list_parts(&app.store, (figure, question.basis), &binds, level, units_on).await
}

/// What must be said of the parts: how many records stand under a unit of another time, and
/// how surely.
pub async fn part_notes(
    app: &App,
    viewer: &Viewer,
    figure: &'static Figure,
    question: &Question,
) -> Result<Vec<String>> {
    let units_on = question.day_of_units();
    let level = store::level_of_parts(&app.store, &question.place, units_on).await?;
    store::part_notes(&app.store, viewer, figure.subjects.ties, question, level, units_on).await
}

/// What each cluster the viewer sees contributes to the sum, or to the numerator.
pub async fn by_cluster(
    app: &App,
    viewer: &Viewer,
    figure: &'static Figure,
    question: &Question,
) -> Result<Vec<(String, i64)>> {
    let binds = binds(viewer, question, legal_limit(app, figure, question).as_ref());
    store::list_by_cluster(&app.store, (figure.rows)(question.basis), &binds).await
}

/// The legal limit the figure compares with, for the day and the province.
pub(super) fn legal_limit<'a>(
    app: &'a App,
    figure: &Figure,
    question: &Question,
) -> Option<Resolved<'a>> {
    figure.limit.and_then(|rule| rule(&app.law, question.on, province_code(&question.place)))
}

/// What a figure's query is asked with.
pub(super) fn binds(
    viewer: &Viewer,
    question: &Question,
    limit: Option<&Resolved<'_>>,
) -> store::Binds {
    store::Binds {
        user_id: viewer.user_id.clone(),
        place_id: question.place.id.clone(),
        on: question.on,
        from: question.first_day(),
        period: question.period_text(),
        limit_m2: limit.and_then(Resolved::area_m2).unwrap_or(i64::MAX),
        led_only: i64::from(question.window.is_some()),
    }
}

/// Code of the old province a place lies in, for provincial law.
fn province_code(place: &Place) -> Option<&str> {
    let is_wide = matches!(place.level, Level::Country | Level::Region);
    place.province_id.as_deref().filter(|_| !is_wide).and_then(|id| id.split(':').nth(1))
}

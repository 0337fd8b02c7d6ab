//! What the words of a report are drafted from: the rows of Biểu số 04, the last report of the
//! same kind of period, and what the form does not ask for.
//!
//! The register is asked with the eyes of the program, as Biểu số 04 itself is added up.

use super::super::model::{Period, ReportForm};
use super::super::store::list_values;
use super::super::summary::model::{Summary, SummaryRow};
use super::sources::{self, SourcePaper};
use super::store::{self, Previous};
use crate::App;
use crate::clusters::model::Funder;
use crate::error::Error;
use crate::figures::{self, Basis, Question, Silence};
use crate::places;
use crate::store::Day;
use crate::users::Viewer;
use kernel::form::{FormRow, Measure, Values};
use kernel::number::{Ratio, format_scaled, in_words, money_in_words};
use kernel::text::lower_first;
use std::collections::{BTreeMap, BTreeSet};

/// How many years back the last report is looked for.
const YEARS_BACK: i16 = 3;
/// Most records that a sentence names.
const NAMED: usize = 15;
/// Most rows that are read for the papers behind one number.
const MOST_ROWS: i64 = 20_000;

/// A number as a sentence tells it.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// The whole number; `None` where it is missing.
    pub amount: Option<i64>,
    /// What it counts.
    pub label: String,
    /// As printed.
    pub printed: String,
    /// Its unit.
    pub unit: String,
    /// In words.
    pub spoken: String,
    /// Where it comes from.
    pub source: String,
    /// The page of its rows.
    pub path: String,
    /// How it stands to the last report; empty where there is none.
    pub change: String,
}

/// Everything a sentence may tell.
#[derive(Debug, Default)]
pub struct Facts {
    /// Numbers by the printed number of their row.
    pub numbers: BTreeMap<String, Told>,
    /// Words by their name in the wording.
    pub names: BTreeMap<&'static str, String>,
}

/// The report before, with its numbers.
struct Before {
    found: Previous,
    values: Values,
}

/// Gathers what a report in words can tell of a Biểu số 04.
pub async fn gather(app: &App, report_id: &str, summary: &Summary) -> Result<Facts, Error> {
    let before = before(app, summary).await?;
    let mut facts = Facts::default();
    for row in &summary.rows {
        let Some(line) = summary.form.row(&row.key) else { continue };
        let told = told(summary, report_id, (line, row), before.as_ref());
        facts.numbers.insert(line.number.clone(), told);
    }
    facts.numbers.insert("legal".to_owned(), legal_occupancy(app, summary).await?);
    facts.names = names(app, summary, &facts.numbers).await?;
    Ok(facts)
}

async fn before(app: &App, summary: &Summary) -> Result<Option<Before>, Error> {
    let Ok(period) = summary.period.parse::<Period>() else { return Ok(None) };
    let earlier = |back: i16| match period {
        Period::Half { year, half, .. } => Period::half(year - back, half),
        Period::Year { year, .. } => Period::year(year - back),
        _ => None,
    };
    let periods: Vec<String> =
        (1..=YEARS_BACK).filter_map(earlier).map(|period| period.to_string()).collect();
    let found = store::find_previous(&app.store, &summary.place.id, &periods).await?;
    let Some(found) = found else { return Ok(None) };
    let values = list_values(&app.store, &Viewer::system(), &found.report_id).await?;
    let values = values.into_iter().filter_map(|v| Some((v.row_key, v.value?))).collect();
    Ok(Some(Before { found, values }))
}

fn told(
    summary: &Summary,
    report_id: &str,
    (line, row): (&FormRow, &SummaryRow),
    before: Option<&Before>,
) -> Told {
    let is_money = matches!(line.measure, Measure::BillionDong | Measure::MillionDong);
    let printed = row.value.map(|value| line.print(value)).unwrap_or_default();
    let spoken = row
        .value
        .map(|value| if is_money { lower_first(&money_in_words(value)) } else { in_words(value) });
    Told {
        amount: row.value,
        label: format!("mục {}", line.number),
        printed,
        unit: lower_first(&line.unit),
        spoken: spoken.unwrap_or_default(),
        source: sources::of_row(summary, line, row),
        path: format!("/reports/summaries/{report_id}/rows/{}", line.key),
        change: change(line, row.value, before),
    }
}

/// ", tăng 2 cụm (8,33%) so với 24 cụm của 6 tháng đầu năm 2025 (Nguồn: …)".
fn change(line: &FormRow, now: Option<i64>, before: Option<&Before>) -> String {
    let Some(before) = before else { return String::new() };
    let Some((now, was)) = now.zip(before.values.get(&line.key).copied()) else {
        return String::new();
    };
    let unit = lower_first(&line.unit);
    let with_unit = |value: i64| joined(&line.print(value), &unit);
    let source = format!("(Nguồn: {}, mục {})", before.found.vi(), line.number);
    let period = super::super::duties::period_vi(&before.found.period);
    let apart = now.saturating_sub(was);
    if apart == 0 {
        return format!(", bằng {period} {source}");
    }
    let way = if apart > 0 { "tăng" } else { "giảm" };
    let apart = apart.saturating_abs();
    let by = if line.measure == Measure::Percent {
        format!("{} điểm phần trăm", line.print(apart))
    } else {
        let percent = Ratio { numerator: apart, denominator: was }.percent_vi();
        let percent = percent.map(|percent| format!(" ({percent}%)")).unwrap_or_default();
        format!("{}{percent}", with_unit(apart))
    };
    format!(", {way} {by} so với {} của {period} {source}", with_unit(was))
}

/// A number with its unit behind it.
pub fn joined(number: &str, unit: &str) -> String {
    if unit == "%" { format!("{number}%") } else { format!("{number} {unit}") }
}

/// The occupancy on the basis of the law's own definition, at the cut-off day.
async fn legal_occupancy(app: &App, summary: &Summary) -> Result<Told, Error> {
    let found = figures::find("clusters.occupancy");
    let place = places::store::find(&app.store, &summary.place.id).await?;
    let period = summary.period.parse::<Period>().ok();
    let (Some(figure), Some(place), Some(period)) = (found, place, period) else {
        return Ok(Told::default());
    };
    let question = Question::reporting(place, period, summary.window.clone());
    let question = Question { basis: Basis::Legal, ..question };
    let viewer = Viewer::system();
    let answer = figures::answer(app, &viewer, figure, question.clone()).await?;
    let rows = figures::explain(app, &viewer, figure, &question, MOST_ROWS, 0).await?;
    let papers = sources::papers_vi(&sources::papers(&rows));
    let is_untold = matches!(figure.silence, Silence::Untold { .. }) && answer.row_count == 0;
    Ok(Told {
        amount: answer.amount().filter(|_| !is_untold),
        label: format!("{}, {}", figure.name, Basis::Legal.label()),
        printed: answer.value_vi(),
        unit: answer.unit().to_owned(),
        source: format!("hồ sơ cụm công nghiệp đến {}; theo {papers}", summary.window.last.vi()),
        path: format!(
            "/figures/{}?place={}&report={}&basis={}",
            figure.code,
            crate::ui::url_encode(&summary.place.id),
            summary.period,
            Basis::Legal.code()
        ),
        ..Told::default()
    })
}

async fn names(
    app: &App,
    summary: &Summary,
    numbers: &BTreeMap<String, Told>,
) -> Result<BTreeMap<&'static str, String>, Error> {
    let place_id = &summary.place.id;
    let (first, last) = (summary.window.first, summary.window.last);
    let expanded = store::list_expanded(&app.store, place_id, (first, last)).await?;
    let works = store::list_works(&app.store, place_id, last).await?;
    Ok(BTreeMap::from([
        ("place", lower_first(&summary.place.full_name)),
        ("department", summary.issuer(ReportForm::Department)),
        ("period", summary.period_vi()),
        ("law", law_vi(&summary.law)),
        ("first", first.vi()),
        ("last", last.vi()),
        ("window", summary.window.told()),
        ("receivers", receivers(summary).join(" và ")),
        ("paid", paid(numbers)),
        ("funding", funding(works)),
        ("new_clusters", named(summary, "5", "6")),
        ("unestablished", named(summary, "15.2", "16.2")),
        ("expanded", listed(expanded.into_iter().map(|one| one.vi()))),
    ]))
}

/// "TT 14/2024/TT-BCT" as a report writes it.
fn law_vi(number: &str) -> String {
    match number.split_once(' ') {
        Some(("TT", rest)) => format!("Thông tư số {rest}"),
        Some(("NĐ", rest)) => format!("Nghị định số {rest}"),
        _ => number.to_owned(),
    }
}

/// To whom Biểu số 04 goes, with the province by its name.
pub fn receivers(summary: &Summary) -> Vec<String> {
    let own = lower_first(&summary.place.full_name);
    summary.form.receivers.iter().map(|one| one.replace("cấp tỉnh", &own)).collect()
}

/// ", đạt 45,20% tổng vốn được phê duyệt".
fn paid(numbers: &BTreeMap<String, Told>) -> String {
    let amount = |key: &str| numbers.get(key).and_then(|told| told.amount);
    let Some((paid, planned)) = amount("14").zip(amount("13")) else { return String::new() };
    let percent = Ratio { numerator: paid, denominator: planned }.percent_vi();
    percent.map_or_else(String::new, |percent| {
        format!(", đạt {percent}% tổng vốn được phê duyệt (Nguồn: mục 14 chia mục 13)")
    })
}

/// "Ngân sách nhà nước 12,5 tỷ đồng, đã chi 3 tỷ đồng (Nguồn: …)", by who pays.
fn funding(works: Vec<store::Work>) -> String {
    let mut sums: BTreeMap<Funder, (i64, i64, BTreeSet<SourcePaper>)> = BTreeMap::new();
    for work in works {
        let (planned, paid, papers) = sums.entry(work.funder).or_default();
        *planned = planned.saturating_add(work.planned_vnd);
        *paid = paid.saturating_add(work.paid_vnd);
        papers.insert(SourcePaper {
            day: work.issued_on,
            number: work.number,
            id: work.document_id,
        });
    }
    let billion = |vnd: i64| format!("{} tỷ đồng", format_scaled(vnd, 9, 0, 3));
    let told = sums.into_iter().map(|(funder, (planned, paid, papers))| {
        format!(
            "{} {}, đã đầu tư {} (Nguồn: {})",
            lower_first(funder.label()),
            billion(planned),
            billion(paid),
            sources::papers_vi(&papers)
        )
    });
    told.collect::<Vec<_>>().join("; ")
}

/// The records behind a row, each with its area and its paper.
fn named(summary: &Summary, count: &str, area: &str) -> String {
    let row = |number: &str| {
        let key = &summary.form.row_numbered(number)?.key;
        Some(summary.row(key)?.1)
    };
    let Some(counted) = row(count) else { return String::new() };
    let areas = row(area).map(|row| row.sources.as_slice()).unwrap_or_default();
    let counts = counted.sources.iter().filter(|source| source.part != "left_out");
    listed(counts.map(|source| {
        let own = areas.iter().find(|a| a.subject == source.subject && a.part != "left_out");
        let area = own.map(|own| format!("{} ha; ", crate::ui::Vi::ha(own.amount)));
        let paper = sources::paper(source).vi();
        format!("{} ({}Nguồn: {paper})", source.name, area.unwrap_or_default())
    }))
}

fn listed(all: impl Iterator<Item = String>) -> String {
    let all: Vec<String> = all.collect();
    if all.len() <= NAMED {
        return all.join("; ");
    }
    format!("{} và {} cụm khác", all[..NAMED].join("; "), all.len() - NAMED)
}

/// A day as the wording writes it.
pub fn day_vi(iso: &str) -> String {
    iso.parse::<Day>().map(Day::vi).unwrap_or_default()
}

//! Reports of the sample province: everybody who worked in 2013 has reported, and for the first
//! half of 2026 some have, some were late, and some are still to come. They go the same way as
//! reports that people send.

use super::operator;
use super::outcome::Outcome;
use crate::App;
use crate::documents::{Kind, NewDocument};
use crate::events::Actor;
use crate::observations::Indicator;
use crate::reports::actions::{self, Decision, Draft};
use crate::reports::filling::{self, Filled};
use crate::reports::model::{
    NewReport, Owed, OwedState, ReportForm, ReportStatus, ReportSubject, ReportTerm, WantedOwed,
};
use crate::reports::{duties, store};
use crate::store::Day;
use crate::ui::form::Typed;
use kernel::Period;
use kernel::form::{Fill, Form};

/// More than the sample has.
const ALL: i64 = 5_000;

/// How a body of the sample reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// In time, and taken.
    Taken,
    /// In time, waiting.
    Waiting,
    /// In time, sent back.
    Returned,
    /// Late, and taken.
    Late,
    /// Not at all.
    Missing,
}

/// Sends what has not been sent yet.
pub async fn take(app: &App) -> Outcome {
    for form in [ReportForm::Tenant, ReportForm::Investor] {
        for period in [Period::year(2013), Period::half(2026, 1)].into_iter().flatten() {
            take_period(app, form, period).await?;
        }
    }
    Ok(())
}

fn way(period: Period, at: usize) -> Way {
    match (period, at % 10) {
        (Period::Year { .. }, _) | (_, 0..=4) => Way::Taken,
        (_, 5) => Way::Late,
        (_, 6) if at < 40 => Way::Waiting,
        (_, 6) => Way::Returned,
        _ => Way::Missing,
    }
}

async fn take_period(app: &App, form: ReportForm, period: Period) -> Outcome {
    let viewer = operator();
    let term = duties::term(app, form, period);
    let Some(law_form) = duties::law_form(app, &term) else { return Ok(()) };
    let wanted = WantedOwed::all(term.clone());
    let owed = store::list_owed(&app.store, &viewer, &wanted, ALL, 0).await?;
    if owed.iter().any(|line| line.state != OwedState::Missing) {
        return Ok(());
    }
    let mut at = 0;
    for line in &owed {
        let typed = numbers(app, &law_form, &term, line).await?;
        if typed.is_empty() {
            continue;
        }
        let way = way(period, at);
        at += 1;
        if way != Way::Missing {
            report(app, (&law_form, &term), line, &Typed::from_pairs(typed), way).await?;
        }
    }
    tracing::info!(%form, %period, bodies = at, "sample reports taken");
    Ok(())
}

/// What the sample knows of a body; for 2026 half of its year 2013. Only those who work report.
async fn numbers(
    app: &App,
    form: &Form,
    term: &ReportTerm,
    line: &Owed,
) -> Result<Vec<(String, String)>, super::outcome::Failure> {
    let subject = (line.subject_kind, line.subject_id.as_str());
    let known = store::list_known(&app.store, &operator(), subject, "2013", term.last).await?;
    let is_tenant = line.subject_kind == ReportSubject::Tenant;
    if is_tenant && !known.iter().any(|(indicator, _)| *indicator == Indicator::Revenue) {
        return Ok(Vec::new());
    }
    let is_half = matches!(term.period, Period::Half { .. });
    let pairs = form.value_rows().filter_map(|row| {
        let Fill::Indicator(word) = &row.fill else { return None };
        let (_, value) = known.iter().find(|(indicator, _)| indicator.word() == word)?;
        let is_of_period = matches!(word.as_str(), "revenue" | "tax_paid");
        let value = if is_half && is_of_period { value / 2 } else { *value };
        Some((row.key.clone(), row.exact(value)))
    });
    Ok(pairs.collect())
}

/// The program at work at nine in the morning of a day.
pub fn moment(app: &App, day: Day) -> Actor {
    let own = app.actor(&operator());
    let at = jiff::tz::Offset::constant(7).to_timestamp(day.0.at(9, 0, 0, 0));
    Actor { now: at.unwrap_or(own.now), today: day, ..own }
}

async fn report(
    app: &App,
    (form, term): (&Form, &ReportTerm),
    line: &Owed,
    typed: &Typed,
    way: Way,
) -> Outcome {
    let viewer = operator();
    let due = term.due_on.unwrap_or(term.last);
    let days = if way == Way::Late { 6 } else { -5 };
    let sent_on = Day(due.0.saturating_add(jiff::Span::new().days(days)));
    let filled = Filled::read(form, typed, None, due);
    let receiver = store::find_receiver(&app.store, &viewer, &line.cluster_id, term.last).await?;
    let new = NewReport::first(term, &form.id, line, receiver);
    let draft = Draft { new, before: None, seen_revision: 0, filled: &filled };
    let paper = NewDocument {
        kind: Kind::Report,
        number: "01/BC".to_owned(),
        issued_on: Some(sent_on),
        issuer: line.who().to_owned(),
        subject_line: filling::subject_line(term, line),
        file_sha256: None,
        file_name: String::new(),
        file_bytes: 0,
    };
    let actor = moment(app, sent_on);
    let id = actions::send(app, &actor, &draft, &paper).await?;
    let (status, remarks) = match way {
        Way::Taken | Way::Late => (ReportStatus::Accepted, ""),
        Way::Returned => (ReportStatus::Rejected, "Bản gửi thiếu chữ ký của người đại diện."),
        Way::Waiting | Way::Missing => return Ok(()),
    };
    let Some(found) = store::find(&app.store, &viewer, &id).await? else { return Ok(()) };
    let values = store::list_values(&app.store, &viewer, &id).await?;
    let decision = Decision { status, remarks: remarks.to_owned(), refused: Vec::new() };
    actions::decide(app, &actor, &found, (form, term), &values, &decision).await?;
    Ok(())
}

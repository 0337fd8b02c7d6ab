//! Who owes which form by which day: worked out from the law and the register, never kept.

use super::model::{Owed, OwedReach, OwedStage, Report, ReportForm, ReportTerm, WantedOwed};
use super::{rules, store};
use crate::App;
use crate::clusters::rules::reporting_window;
use crate::figures::Window;
use crate::store::{Day, Result};
use crate::users::Viewer;
use kernel::Period;
use kernel::form::Form;

/// A form for a period, with its days. Where no rule of the time is known the days are those of
/// the calendar and no day is due.
pub fn term(app: &App, form: ReportForm, period: Period) -> ReportTerm {
    let day = period.last_day();
    let due = match period {
        Period::Half { .. } => "due_half_year",
        _ => "due_year",
    };
    let window = reporting_window(&app.law, period).unwrap_or_else(|| Window::of_calendar(period));
    let (first, last) = (window.first, window.last);
    let value = |key: String| app.law.on(&key, day, None);
    let due = value(format!("clusters.report.{}.{due}", form.law_word()));
    let due_on = due.as_ref().and_then(|due| rules::last_day_in_time(period, due));
    let citation = due
        .map(|due| format!("theo {} ({})", due.citation(), due.confidence_label()))
        .unwrap_or_default();
    ReportTerm { form, period, first, last, due_on, citation }
}

/// The form in which a report of the term is made, with its words as they are read then.
pub fn law_form(app: &App, term: &ReportTerm) -> Option<Form> {
    let due = term.due_on.unwrap_or(term.last);
    let form = app.law.form_on(term.form.word(), due.0)?;
    Some(form.read_on(app.law.readings(), due.0))
}

/// The form a report was made in, which may be older than the one in force.
pub fn form_of_report(app: &App, report: &Report, term: &ReportTerm) -> Option<Form> {
    let due = term.due_on.unwrap_or(term.last);
    let form = app.law.form(&report.form_version)?;
    Some(form.read_on(app.law.readings(), due.0))
}

/// A period for which there are reports, as written in an address.
pub fn read_period(app: &App, text: &str) -> Option<Period> {
    text.parse().ok().filter(|period| is_reported(app, *period))
}

/// Whether there are statutory reports of such a period: of a year, or of its first half.
fn is_reported(app: &App, period: Period) -> bool {
    reporting_window(&app.law, period).is_some()
}

/// A period in words; what is none stays as it is.
pub fn period_vi(text: &str) -> String {
    text.parse::<Period>().map_or_else(|_| text.to_owned(), Period::label)
}

/// The period people work on: the first whose last report is not long overdue.
pub fn present_period(app: &App, today: Day) -> Option<Period> {
    let year = today.0.year();
    let candidates = [Period::year(year - 1), Period::half(year, 1), Period::year(year)];
    let is_present = |period: &Period| {
        let due = term(app, ReportForm::Department, *period).due_on;
        let until =
            due.unwrap_or(Day(period.last_day())).0.saturating_add(jiff::Span::new().days(31));
        today.0 <= until
    };
    candidates.into_iter().flatten().find(is_present).or_else(|| Period::year(year))
}

/// The periods one may choose from: those of lately, latest first, and those with reports.
pub async fn periods(app: &App, viewer: &Viewer, today: Day) -> Result<Vec<Period>> {
    let year = today.0.year();
    let mut periods: Vec<Period> = (year - 2..=year)
        .rev()
        .flat_map(|year| [Period::year(year), Period::half(year, 1)])
        .flatten()
        .collect();
    for known in store::list_periods(&app.store, viewer).await? {
        periods.extend(read_period(app, &known).filter(|period| !periods.contains(period)));
    }
    periods.sort_by_key(|period| std::cmp::Reverse((period.last_day(), period.first_day())));
    Ok(periods)
}

/// Working days from today up to the day.
pub fn working_days_left(today: Day, due: Day) -> usize {
    crate::work::working_days_left(crate::law::working_days(), today, due)
}

/// The reports of one form and period that the viewer has to send, with their day.
#[derive(Clone, Debug)]
pub struct OwnDuty {
    /// Form, period and days.
    pub term: ReportTerm,
    /// Last day.
    pub due_on: Day,
    /// What they are about; at least one.
    pub owed: Vec<Owed>,
}

impl OwnDuty {
    /// What is to be done.
    pub fn title(&self) -> String {
        let span = match self.term.period {
            Period::Half { .. } => "6 tháng",
            _ => "năm",
        };
        format!("Gửi {} kỳ {span}", self.term.form.label())
    }

    /// Period and records.
    pub fn detail(&self) -> String {
        let names: Vec<&str> = self.owed.iter().take(3).map(|owed| owed.subject.as_str()).collect();
        let more = if self.owed.len() > names.len() { " …" } else { "" };
        let count = if self.owed.len() > 1 {
            format!("{} báo cáo: ", self.owed.len())
        } else {
            String::new()
        };
        format!("{}, {count}{}{more}", self.term.period.label(), names.join("; "))
    }

    /// Where they are.
    pub fn link(&self) -> String {
        format!("/reports/owed?form={}&period={}&state=open", self.term.form, self.term.period)
    }
}

/// Most reports of one form that are told to one person.
const MOST: i64 = 500;

/// What the viewer has to send for their own body between two days, and has not sent.
pub async fn of_person(app: &App, viewer: &Viewer, window: (Day, Day)) -> Result<Vec<OwnDuty>> {
    let mut found = Vec::new();
    for year in window.0.0.year()..=window.1.0.year() {
        for period in [Period::half(year, 1), Period::year(year)].into_iter().flatten() {
            for form in ReportForm::ALL.iter().copied() {
                let term = term(app, form, period);
                let Some(due_on) = term.due_on else { continue };
                if due_on < window.0 || due_on > window.1 {
                    continue;
                }
                let wanted = WantedOwed {
                    open_only: OwedStage::Open,
                    own_only: OwedReach::Own,
                    ..WantedOwed::all(term.clone())
                };
                let owed = store::list_owed(&app.store, viewer, &wanted, MOST, 0).await?;
                if !owed.is_empty() {
                    found.push(OwnDuty { term, due_on, owed });
                }
            }
        }
    }
    Ok(found)
}

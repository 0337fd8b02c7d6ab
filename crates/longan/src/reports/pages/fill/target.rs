//! What is to be filled in, by whom, and what is known of it.

use super::super::super::entering::{self, EnteredAs};
use super::super::super::filling::{self, Filled};
use super::super::super::model::{Owed, Report, ReportForm, ReportTerm, WantedOwed};
use super::super::super::{duties, store};
use crate::App;
use crate::error::Error;
use crate::observations::Indicator;
use crate::store::Day;
use crate::ui::form::Typed;
use crate::users::Viewer;
use kernel::form::{Form, FormRow, Values};

/// What is to be filled in, by whom, and what there is of it.
pub(super) struct Target {
    pub term: ReportTerm,
    pub owed: Owed,
    pub form: Form,
    pub before: Option<Report>,
    pub previous: Option<(Report, Values)>,
    /// What the register knows of it: indicator and value.
    pub known: Vec<(Indicator, i64)>,
    /// Name of the investor that entered what there is; empty where none did.
    pub entered_by_name: String,
    /// Who fills it in.
    pub by: EnteredAs,
}

/// What is to be filled in; who may not is told so, who may not even see it finds nothing.
pub(super) async fn target(
    app: &App,
    viewer: &Viewer,
    (form, period, subject_id): (String, String, String),
) -> Result<Target, Error> {
    let form: ReportForm = form.parse().map_err(|_| Error::NotFound)?;
    let period = duties::read_period(app, &period).ok_or(Error::NotFound)?;
    if !form.is_entered() {
        return Err(Error::NotFound);
    }
    let term = duties::term(app, form, period);
    let wanted = WantedOwed { subject_id, ..WantedOwed::all(term.clone()) };
    let owed = store::list_owed(&app.store, viewer, &wanted, 1, 0).await?;
    let owed = owed.into_iter().next().ok_or(Error::NotFound)?;
    let by = entering::entered_as(app, viewer, &term, &owed).await?;
    let text = period.to_string();
    let subject_id = &owed.subject_id;
    let versions = store::list_versions(&app.store, viewer, form, &text, subject_id).await?;
    let previous = store::find_previous(&app.store, viewer, form, &text, subject_id).await?;
    let previous = match previous {
        Some(report) => {
            let values = store::list_values(&app.store, viewer, &report.id).await?;
            Some((report, filling::numbers(&values)))
        }
        None => None,
    };
    let before = versions.into_iter().next();
    let entered_by_name = match &before {
        Some(before) => store::find(&app.store, viewer, &before.id).await?,
        None => None,
    };
    let entered_by_name = entered_by_name.map(|found| found.entered_by_name).unwrap_or_default();
    let law_form = duties::law_form(app, &term).ok_or(Error::NotFound)?;
    let subject = (owed.subject_kind, owed.subject_id.as_str());
    let known = store::list_known(&app.store, viewer, subject, &text, term.last).await?;
    Ok(Target { known, term, owed, form: law_form, before, previous, entered_by_name, by })
}

impl Target {
    pub fn previous_values(&self) -> Option<&Values> {
        self.previous.as_ref().map(|(_, values)| values)
    }

    /// What the register knows of a row, as printed.
    pub fn known_of(&self, row: &FormRow) -> Option<String> {
        let kernel::form::Fill::Indicator(word) = &row.fill else { return None };
        let known = self.known.iter().find(|(indicator, _)| indicator.word() == word);
        known.map(|(_, value)| row.print(*value))
    }

    /// What somebody reads who does not fill it in for their own body.
    pub fn for_other(&self) -> String {
        match &self.by {
            EnteredAs::Own => String::new(),
            EnteredAs::Agency => "Bạn đang nhập thay. Hãy nhập đúng theo báo cáo giấy của đơn vị, ghi số, ngày hoặc kèm bản quét.".to_owned(),
            EnteredAs::Investor(investor) => format!(
                "{} nhập thay {}. Hãy nhập đúng theo báo cáo đã ký của doanh nghiệp và kèm bản quét, hoặc ghi số, ngày văn bản của chủ đầu tư gửi kèm số liệu. Doanh nghiệp được báo tin, xem và tự sửa được.",
                investor.name,
                self.owed.who()
            ),
        }
    }

    /// What the body itself reads of an investor that entered for it.
    pub fn entered_by_investor(&self) -> &str {
        if self.by == EnteredAs::Own { &self.entered_by_name } else { "" }
    }

    pub fn due(&self) -> Day {
        self.term.due_on.unwrap_or(self.term.last)
    }

    pub fn filled(&self, typed: &Typed) -> Filled {
        Filled::read(&self.form, typed, self.previous_values(), self.due())
    }

    /// Whether saving begins another version of something that was sent.
    pub fn is_correction(&self) -> bool {
        self.before.as_ref().is_some_and(|before| !before.status.is_open())
    }

    pub fn address(&self) -> String {
        self.owed.fill_link(self.term.form, &self.term.period.to_string())
    }
}

//! Biểu số 01 and 02 on paper: a report as it was typed, or the empty form of a body that has
//! not begun.

use super::super::duties;
use super::super::model::{Owed, ReportForm, ReportSeverity, ReportTerm};
use super::super::pages::show::Whole;
use super::super::{filling, store};
use super::{DRAFT, Paper, file_name, head};
use crate::App;
use crate::documents;
use crate::error::Error;
use crate::users::Viewer;
use kernel::form::{Form, Values};
use paper::filled::FilledForm;
use std::collections::BTreeMap;

/// Whose report it is, as the form names it.
struct Reporter<'a> {
    form: ReportForm,
    who: &'a str,
    subject: &'a str,
    cluster: &'a str,
    activity: String,
}

impl Reporter<'_> {
    fn file_name(&self, period: &str, version: i64) -> String {
        let whose = if self.form == ReportForm::Investor { self.cluster } else { self.who };
        file_name(self.form.word(), whose, period, version)
    }

    /// The header lines that the reporter fills in.
    fn header(&self) -> BTreeMap<String, String> {
        let mut header = BTreeMap::new();
        let at = format!("cụm công nghiệp {}", self.cluster);
        if self.form == ReportForm::Investor {
            header.insert("reporter".to_owned(), format!("{} ({at})", self.who));
            return header;
        }
        header.insert("reporter".to_owned(), self.who.to_owned());
        let project =
            if self.subject == self.who { String::new() } else { format!("{}, ", self.subject) };
        header.insert("project".to_owned(), format!("{project}tại {at}"));
        if !self.activity.is_empty() {
            header.insert("industry".to_owned(), self.activity.clone());
        }
        header
    }
}

fn paper(
    app: &App,
    term: &ReportTerm,
    form: Form,
    reporter: &Reporter<'_>,
    values: Values,
) -> Paper {
    let law = app.law.document(&form.document);
    let law = law.map(|paper| paper.number.clone()).unwrap_or_default();
    let period = term.period.to_string();
    Paper {
        name: reporter.file_name(&period, 1),
        about: serde_json::json!({
            "form": form.id, "period": period, "from": term.first, "to": term.last,
            "reporter": reporter.who, "subject": reporter.subject, "cluster": reporter.cluster,
        }),
        filled: FilledForm {
            form,
            period: term.period.label(),
            header: reporter.header(),
            values,
            notes: BTreeMap::new(),
            links: BTreeMap::new(),
            head: Some(head("", reporter.who, None)),
            mark: String::new(),
            place: String::new(),
            day: None,
            signer: String::new(),
            status: String::new(),
            law,
            hash: String::new(),
        },
    }
}

/// A report as it was sent, or as far as it has come. One without errors may be signed as it is;
/// one with errors is a draft.
///
/// # Errors
/// When the database fails.
pub async fn of_report(
    app: &App,
    viewer: &Viewer,
    whole: &Whole,
    address: &str,
) -> Result<Paper, Error> {
    let found = &whole.found;
    let report = &found.report;
    let reporter = Reporter {
        form: report.form,
        who: found.who(),
        subject: &found.subject,
        cluster: &found.cluster,
        activity: store::find_activity(&app.store, viewer, &report.subject_id).await?,
    };
    let values = filling::numbers(&whole.values);
    let mut paper = paper(app, &whole.term, whole.form.clone(), &reporter, values);
    let issued = match &report.document_id {
        Some(id) => documents::store::find(&app.store, viewer, id).await?,
        None => None,
    };
    paper.name = reporter.file_name(&report.period, report.version);
    paper.about["id"] = report.id.clone().into();
    paper.about["version"] = report.version.into();
    paper.about["status"] = report.status.word().into();
    let filled = &mut paper.filled;
    let notes = whole.values.iter().filter(|value| !value.note.is_empty());
    filled.notes = notes.map(|value| (value.row_key.clone(), value.note.clone())).collect();
    filled.day = issued.as_ref().and_then(|issued| issued.issued_on).map(|day| day.0);
    let number = issued.as_ref().map(|issued| issued.number.as_str());
    filled.head = Some(head("", found.who(), number));
    let place = if address.is_empty() {
        String::new()
    } else {
        format!(" · {address}/reports/{}", report.id)
    };
    let state = match report.sent_on {
        Some(sent) => format!("Đã gửi ngày {}, lần {}", sent.vi(), report.version),
        None => format!("Bản in ngày {}, chưa gửi", app.today().vi()),
    };
    filled.status = state + &place;
    let is_wrong = whole.problems().iter().any(|one| one.severity == ReportSeverity::Error);
    if report.status.is_open() && is_wrong {
        DRAFT.clone_into(&mut filled.mark);
    }
    Ok(paper)
}

/// The empty form of a body that owes a report and has not begun.
///
/// # Errors
/// When there was no such form yet, or the database fails.
pub async fn blank(
    app: &App,
    viewer: &Viewer,
    term: &ReportTerm,
    owed: &Owed,
) -> Result<Paper, Error> {
    let form = duties::law_form(app, term).ok_or(Error::NotFound)?;
    let reporter = Reporter {
        form: term.form,
        who: owed.who(),
        subject: &owed.subject,
        cluster: &owed.cluster,
        activity: store::find_activity(&app.store, viewer, &owed.subject_id).await?,
    };
    let mut paper = paper(app, term, form, &reporter, Values::new());
    paper.filled.status = format!("Bản in ngày {}, chưa có báo cáo", app.today().vi());
    Ok(paper)
}

//! Biểu số 03 and 04 on paper. What was sent is printed from its snapshot alone, so that it
//! reads the same for ever.

use super::super::model::{Report, ReportForm, ReportStatus};
use super::super::papers::{DRAFT, Paper, file_name, head};
use super::adding::{self, Behind, Task};
use super::model::Summary;
use super::store;
use crate::App;
use crate::error::Error;
use crate::places;
use crate::reports::store::list_values;
use crate::ui::url_encode;
use crate::users::Viewer;
use kernel::form::{Fill, Finding};
use paper::filled::FilledForm;
use std::collections::BTreeMap;

/// A report as it stands: frozen, worked on, or not yet begun.
#[derive(Clone, Debug)]
pub struct Stands {
    /// The report, once it was begun.
    pub report: Option<Report>,
    /// Its rows.
    pub summary: Summary,
    /// Hash and moment of what was frozen.
    pub frozen: Option<(String, String)>,
}

impl Stands {
    fn status(&self) -> ReportStatus {
        self.report.as_ref().map_or(ReportStatus::Draft, |report| report.status)
    }

    /// What the status is called.
    pub fn status_vi(&self) -> &'static str {
        match self.report {
            None => "chưa lập",
            Some(_) => self.status().label(),
        }
    }

    /// What the checks say of the numbers; nothing once they were sent.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn findings(&self, app: &App, task: &Task) -> Result<Vec<Finding>, Error> {
        if self.frozen.is_some() {
            return Ok(Vec::new());
        }
        Ok(adding::findings(app, task, &self.summary).await?)
    }

    /// Where the rows behind each number are.
    fn links(&self, address: &str) -> BTreeMap<String, String> {
        if address.is_empty() {
            return BTreeMap::new();
        }
        let summary = &self.summary;
        let link = |key: &str| match &self.report {
            Some(report) => Some(format!("{address}/reports/summaries/{}/rows/{key}", report.id)),
            None => match &summary.form.row(key)?.fill {
                Fill::Figure(code) => Some(format!(
                    "{address}/figures/{code}?place={}&report={}",
                    url_encode(&summary.place.id),
                    summary.period
                )),
                _ => None,
            },
        };
        let rows = summary.rows.iter();
        rows.filter_map(|row| Some((row.key.clone(), link(&row.key)?))).collect()
    }

    /// The small line at the foot.
    fn foot(&self, app: &App, address: &str) -> String {
        let state = match (&self.summary.paper, self.status()) {
            (Some(paper), _) => format!(
                "Báo cáo số {} ngày {}, bản {}",
                paper.number,
                paper.issued_on.vi(),
                self.summary.version
            ),
            (None, ReportStatus::Approved) => "Bản đã duyệt, chờ ký và gửi".to_owned(),
            (None, _) => format!("Bản dự thảo, số liệu trong hồ sơ ngày {}", app.today().vi()),
        };
        match &self.report {
            Some(report) if !address.is_empty() => {
                format!("{state} · {address}/reports/summaries/{}", report.id)
            }
            _ => state,
        }
    }
}

/// The report that stands for a unit and period: the newest that was sent, else what is being
/// worked on, else the register added up as it is. It is asked with the eyes of the program.
///
/// # Errors
/// When the database fails.
pub async fn standing(app: &App, task: &Task) -> Result<Stands, Error> {
    let period = task.period.to_string();
    let place = &task.place.id;
    if let Some(report) = store::newest_sent(&app.store, task.form, place, &period).await?
        && let Some((content, sha256, taken_at)) =
            store::find_snapshot(&app.store, &Viewer::system(), &report.id).await?
    {
        let summary = serde_json::from_str(&content).map_err(anyhow::Error::from)?;
        return Ok(Stands { report: Some(report), summary, frozen: Some((sha256, taken_at)) });
    }
    let report = store::newest_of(&app.store, task.form, place, &period).await?;
    let kept = match &report {
        Some(report) => list_values(&app.store, &Viewer::system(), &report.id).await?,
        None => Vec::new(),
    };
    let summary = adding::add_up(app, task, report.as_ref(), &kept, Behind::Numbers).await?;
    Ok(Stands { report, summary, frozen: None })
}

/// The report ready to be written.
///
/// # Errors
/// When the database fails.
pub async fn of_summary(app: &App, stands: &Stands, address: &str) -> Result<Paper, Error> {
    let summary = &stands.summary;
    let form = ReportForm::ALL.iter().copied().find(|form| form.word() == summary.form.family);
    let form = form.ok_or(Error::NotFound)?;
    let place = places::store::find(&app.store, &summary.place.id).await?;
    let name = &summary.place.full_name;
    let (parent, body) = if form == ReportForm::Department {
        (places::committee_vi(name), summary.form.reporter.clone())
    } else {
        (String::new(), format!("{}\n{name}", places::full_committee_vi("").trim()))
    };
    let reporter = if form == ReportForm::Department {
        summary.issuer(form)
    } else {
        places::full_committee_vi(name)
    };
    let number = summary.paper.as_ref().map(|paper| paper.number.as_str());
    let told = |of: fn(&super::model::SummaryRow) -> &String| {
        let rows = summary.rows.iter().filter(move |row| !of(row).is_empty());
        rows.map(move |row| (row.key.clone(), of(row).clone())).collect::<BTreeMap<_, _>>()
    };
    let is_draft = stands.frozen.is_none() && stands.status() != ReportStatus::Approved;
    let filled = FilledForm {
        form: summary.form.clone(),
        period: summary.period_vi(),
        header: BTreeMap::from([("reporter".to_owned(), reporter)]),
        values: summary.values(),
        notes: told(|row| &row.note),
        links: stands.links(address),
        head: Some(head(&parent, &body, number)),
        mark: if is_draft { DRAFT.to_owned() } else { String::new() },
        place: place.as_ref().map(places::Place::signed_at).unwrap_or_default(),
        day: summary.paper.as_ref().map(|paper| paper.issued_on.0),
        signer: String::new(),
        status: stands.foot(app, address),
        law: summary.law.clone(),
        hash: stands.frozen.as_ref().map(|(sha256, _)| sha256.clone()).unwrap_or_default(),
    };
    let about = serde_json::json!({
        "form": summary.form.id, "period": summary.period,
        "from": summary.window.first, "to": summary.window.last, "due_on": summary.due_on,
        "place": summary.place.code, "place_id": summary.place.id, "place_name": summary.place.full_name,
        "id": stands.report.as_ref().map(|report| &report.id),
        "status": stands.report.as_ref().map(|report| report.status.word()),
        "version": summary.version, "paper": summary.paper,
        "taken_at": stands.frozen.as_ref().map(|(_, taken_at)| taken_at),
    });
    let name = file_name(form.word(), &summary.place.code, &summary.period, summary.version);
    Ok(Paper { filled, name, about })
}

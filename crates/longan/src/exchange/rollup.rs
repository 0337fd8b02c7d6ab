//! Gathers what the provinces sent for a period.

use super::model::{Rollup, RollupProvince, RollupReceived, RollupReport, RollupSort};
use super::{rules, store};
use crate::App;
use crate::error::Error;
use crate::reports::duties;
use crate::reports::model::{Period, ReportForm, WantedOwed};
use crate::reports::store::list_owed;
use crate::users::Viewer;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

/// Most provinces a country has.
const MOST: i64 = 500;

/// What is read of a frozen report; the rows behind its numbers are passed over.
#[derive(serde::Deserialize)]
struct Frozen {
    form: FrozenForm,
    paper: Option<FrozenPaper>,
    rows: Vec<FrozenRow>,
}

#[derive(serde::Deserialize)]
struct FrozenForm {
    id: String,
}

#[derive(serde::Deserialize)]
struct FrozenPaper {
    number: String,
}

#[derive(serde::Deserialize)]
struct FrozenRow {
    key: String,
    value: Option<i64>,
    explanation: String,
}

/// The period of the country, for whoever sees the country.
pub async fn gather(app: &App, viewer: &Viewer, period: Period) -> Result<Rollup, Error> {
    if !super::sees_country(app, viewer).await? {
        return Err(Error::NotFound);
    }
    let today = app.today();
    let term = duties::term(app, ReportForm::Department, period);
    let form = duties::law_form(app, &term).ok_or(Error::NotFound)?;
    let owed = list_owed(&app.store, viewer, &WantedOwed::all(term.clone()), MOST, 0).await?;
    let sent = store::list_sent(&app.store, viewer, term.form, &period.to_string()).await?;
    let mut reports: HashMap<String, RollupReport> = HashMap::new();
    for one in sent {
        // The latest version of a unit comes first.
        if !reports.contains_key(&one.place_id) {
            reports.insert(one.place_id.clone(), read(one)?);
        }
    }
    let rows = i64::try_from(form.value_rows().count()).unwrap_or_default();
    let provinces: Vec<RollupProvince> = owed
        .into_iter()
        .map(|one| {
            let report = reports.remove(&one.subject_id);
            let state = rules::state(report.as_ref(), term.due_on);
            let sent_on = report.as_ref().and_then(|report| report.sent_on);
            let filled = report.as_ref().map_or(0, |report| report.values.len());
            RollupProvince {
                place_id: one.subject_id,
                name: one.subject,
                state,
                late_days: rules::late_days(state, sent_on, term.due_on, today),
                filled: i64::try_from(filled).unwrap_or_default(),
                report,
            }
        })
        .collect();
    let totals = rules::totals(&form, &provinces);
    Ok(Rollup { term, form, provinces, totals, rows })
}

fn read(sent: store::SentReport) -> Result<RollupReport, Error> {
    let frozen: Frozen = serde_json::from_str(&sent.content).map_err(anyhow::Error::from)?;
    let mut values = BTreeMap::new();
    let mut explanations = BTreeMap::new();
    for row in frozen.rows {
        if !row.explanation.is_empty() {
            explanations.insert(row.key.clone(), row.explanation);
        }
        values.extend(row.value.map(|value| (row.key, value)));
    }
    Ok(RollupReport {
        report_id: sent.report_id,
        version: sent.version,
        status: sent.status,
        sent_on: sent.sent_on,
        decided_at: sent.decided_at,
        form_id: frozen.form.id,
        values,
        explanations,
        paper: frozen.paper.map(|paper| paper.number).unwrap_or_default(),
        sha256: sent.sha256,
        received: sent
            .received_at
            .zip(sent.receipt_number)
            .map(|(received_at, receipt_number)| RollupReceived { received_at, receipt_number }),
    })
}

/// Puts provinces into an order; those that are alike stay in the order of their names.
pub fn sort(provinces: &mut [RollupProvince], by: RollupSort, key: &str) {
    match by {
        RollupSort::Name => {}
        RollupSort::State => provinces.sort_by_key(|one| one.state),
        RollupSort::Sent => provinces.sort_by_key(|one| {
            let sent = one.report.as_ref().and_then(|report| report.sent_on);
            (sent.is_none(), sent)
        }),
        RollupSort::Late => provinces.sort_by_key(|one| Reverse(one.late_days)),
        RollupSort::Filled => provinces.sort_by_key(|one| one.filled),
        RollupSort::Value => provinces.sort_by_key(|one| Reverse(one.value(key))),
    }
}

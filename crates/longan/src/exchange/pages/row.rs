//! One number of the country, and the provinces it is made of.

use super::super::model::{Rollup, RollupProvince, RollupSort};
use super::super::rollup::{gather, sort};
use super::Asked;
use crate::App;
use crate::error::Error;
use crate::reports::model::Period;
use crate::ui::{Frame, Page};
use crate::users::SignedIn;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::IntoResponse;
use kernel::form::{Aggregate, FormRow};

#[derive(Template)]
#[template(path = "exchange/row.html")]
struct Show {
    frame: Frame,
    period: Period,
    order: RollupSort,
    rollup: Rollup,
    line: FormRow,
    /// The rows of which this one is the ratio.
    parts: Vec<FormRow>,
}

impl Show {
    fn value(&self, province: &RollupProvince) -> String {
        match province.value(&self.line.key) {
            Some(value) => self.line.print(value),
            None => "chưa có".to_owned(),
        }
    }

    fn explained<'a>(&self, province: &'a RollupProvince) -> &'a str {
        let explanations = province.report.as_ref().map(|report| &report.explanations);
        explanations.and_then(|all| all.get(&self.line.key)).map_or("", String::as_str)
    }

    /// Whether what the province sent was made in another version of the form and is in no sum.
    fn is_of_another_form(&self, province: &RollupProvince) -> bool {
        province.counted().is_some_and(|report| report.form_id != self.rollup.form.id)
    }
}

/// A province's number of a row, as printed; nothing where it gave none.
fn printed(province: &RollupProvince, line: &FormRow) -> String {
    province.value(&line.key).map(|value| line.print(value)).unwrap_or_default()
}

/// The page.
pub async fn show(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(key): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<impl IntoResponse, Error> {
    let period = asked.period(&app)?;
    let mut rollup = gather(&app, &viewer, period).await?;
    let line = rollup.form.row(&key).filter(|line| !line.is_section()).cloned();
    let line = line.ok_or(Error::NotFound)?;
    let order =
        if asked.sort == RollupSort::Value.word() { RollupSort::Value } else { RollupSort::Name };
    sort(&mut rollup.provinces, order, &key);
    let parts = match &line.aggregate {
        Aggregate::Ratio(keys) => keys.iter().filter_map(|key| rollup.form.row(key)).collect(),
        _ => Vec::new(),
    };
    let parts = parts.into_iter().cloned().collect();
    Ok(Page(Show {
        frame: Frame::new(&viewer, "/reports", format!("Mục {}: {}", line.number, line.label)),
        period,
        order,
        rollup,
        line,
        parts,
    }))
}

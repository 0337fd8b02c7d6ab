//! The figures of the whole country that a backup tells, so that a drill can compare them.

use crate::App;
use crate::events;
use crate::figures;
use crate::places;
use crate::store::Day;
use crate::users::Viewer;

/// A figure's value when a backup was made.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Told {
    /// Code of the figure.
    pub code: String,
    /// Its value; nothing when it is not defined.
    pub value: Option<String>,
}

/// Every figure of the whole country on a day.
pub async fn ask_figures(app: &App, day: Day) -> anyhow::Result<Vec<Told>> {
    let Some(country) = places::store::find(&app.store, places::COUNTRY_ID).await? else {
        return Ok(Vec::new());
    };
    let viewer = Viewer::system();
    let (answers, _) = figures::answers(app, &viewer, figures::all(), &country, day).await?;
    let told = answers
        .iter()
        .map(|answer| Told { code: answer.figure.code.to_owned(), value: answer.value() });
    Ok(told.collect())
}

/// The figures as they stood at the event `newest`; nothing when somebody wrote meanwhile.
pub async fn figures_at(app: &App, newest: &str, day: Day) -> anyhow::Result<Option<Vec<Told>>> {
    let told = ask_figures(app, day).await?;
    Ok((events::newest(&app.store).await? == newest).then_some(told))
}

//! HTTP: the roll-up of provinces, bundles, partners.

pub mod api;
pub mod export;
pub mod list;
pub mod partners;
pub mod provinces;
pub mod receive;
pub mod reply;
pub mod row;
pub mod show;

use crate::App;
use crate::error::Error;
use crate::reports::duties;
use crate::reports::model::Period;

/// What a page of the roll-up is asked with.
#[derive(Clone, Debug, Default, serde::Deserialize)]
pub struct Asked {
    /// The period: 2026-H1; empty for the present one.
    #[serde(default)]
    pub period: String,
    /// The order of provinces.
    #[serde(default)]
    pub sort: String,
}

impl Asked {
    /// The period asked for.
    fn period(&self, app: &App) -> Result<Period, Error> {
        let text = self.period.trim();
        let period = if text.is_empty() {
            duties::present_period(app, app.today())
        } else {
            duties::read_period(app, text)
        };
        period.ok_or(Error::NotFound)
    }
}

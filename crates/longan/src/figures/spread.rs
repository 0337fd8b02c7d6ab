//! Asking a figure for many units at once.

use super::answer::{binds, legal_limit, notes};
use super::store::{self, FigurePaper, Share};
use super::{Figure, Question};
use crate::App;
use crate::places::Place;
use crate::store::Result;
use crate::users::Viewer;

/// The units a figure is spread over.
#[derive(Clone, Copy, Debug)]
pub enum Among<'a> {
    /// The units of the next level within the place that is asked for.
    Within,
    /// These, which all lie in the place that is asked for.
    These(&'a [Place]),
}

/// A figure spread over units.
#[derive(Clone, Debug, Default)]
pub struct Spread {
    /// What each unit contributes; a unit without any row is not among them.
    pub shares: Vec<Share>,
    /// What must be said beside the numbers.
    pub notes: Vec<String>,
}

/// Spreads a figure over units: one statement, however many units.
pub async fn spread(
    app: &App,
    viewer: &Viewer,
    figure: &'static Figure,
    question: &Question,
    among: Among<'_>,
) -> Result<Spread> {
    let limit = legal_limit(app, figure, question);
    let binds = binds(viewer, question, limit.as_ref());
    let told = (figure, question.basis);
    let mut shares = match among {
        Among::Within => {
            let units_on = question.day_of_units();
            let level = store::level_of_parts(&app.store, &question.place, units_on).await?;
            store::list_shares_within(&app.store, told, &binds, level, units_on).await?
        }
        Among::These(places) => {
            store::list_shares_of(&app.store, told, &binds, &ids(places)).await?
        }
    };
    shares.sort_by(|a, b| {
        let key = |share: &Share| {
            (share.place_id.is_empty(), share.sort_key.clone(), share.place_id.clone())
        };
        key(a).cmp(&key(b))
    });
    let left_out = shares.iter().map(|share| share.left_out).sum();
    let notes = notes(figure, question, left_out, limit.as_ref());
    Ok(Spread { shares, notes })
}

/// The papers behind a figure that is spread over units, the newest first.
pub async fn spread_papers(
    app: &App,
    viewer: &Viewer,
    figure: &'static Figure,
    question: &Question,
    (among, most): (Among<'_>, i64),
) -> Result<Vec<FigurePaper>> {
    let limit = legal_limit(app, figure, question);
    let binds = binds(viewer, question, limit.as_ref());
    let told = (figure, question.basis);
    let named = match among {
        Among::Within => Vec::new(),
        Among::These(places) => ids(places),
    };
    store::list_figure_papers(&app.store, told, &binds, &named, most).await
}

fn ids(places: &[Place]) -> Vec<String> {
    places.iter().map(|place| place.id.clone()).collect()
}

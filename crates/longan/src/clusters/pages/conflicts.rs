//! Numbers on which sources disagree, and the decision between them.

use super::super::model::Standing;
use super::super::store;
use super::show::Papers;
use crate::App;
use crate::error::Error;
use crate::events;
use crate::events::told::{self, Told};
use crate::observations::store::{Decided, WantedConflicts};
use crate::observations::{self, Indicator, Observation, ReporterKind, Standing as Chosen};
use crate::places::{self, Place};
use crate::store::Day;
use crate::ui::form::Typed;
use crate::ui::query::{AsOf, Scope};
use crate::ui::{Frame, Page};
use crate::users::{self, Right, SignedIn, Viewer};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect};
use std::collections::BTreeMap;

/// One question on which sources disagree.
#[derive(Clone, Debug)]
pub struct Question {
    /// Slug of the cluster.
    pub slug: String,
    /// Name of the cluster.
    pub cluster: String,
    /// What was reported.
    pub indicator: Indicator,
    /// Day it is of.
    pub as_of: Day,
    /// Period it covers.
    pub period: String,
    /// What each source says, the one taken now first.
    pub answers: Vec<Observation>,
    /// For occupancy: what the register computes for that day.
    pub computed: String,
    /// Who chose, when and why; nothing while the question is open.
    pub decision: Option<Told>,
}

#[derive(Template)]
#[template(path = "clusters/conflicts.html")]
struct Conflicts {
    frame: Frame,
    scope: Scope,
    places: Vec<Place>,
    asked: Asked,
    questions: Vec<Question>,
    papers: Papers,
    may_write: &'static str,
}

/// What the list may be asked with.
#[derive(Clone, Debug, Default, serde::Deserialize)]
pub struct Asked {
    #[serde(default)]
    place: String,
    #[serde(default)]
    on: String,
    /// Part of the name of a cluster.
    #[serde(default)]
    cluster: String,
    #[serde(default)]
    indicator: String,
    /// Kind of source that has answered.
    #[serde(default)]
    source: String,
    /// `settled` for the questions that were decided.
    #[serde(default)]
    state: String,
}

impl Asked {
    fn wanted(&self) -> WantedConflicts {
        WantedConflicts {
            cluster: kernel::text::search_query(&self.cluster),
            indicator: self.indicator.parse().ok(),
            reporter_kind: self.source.parse().ok(),
            decided: if self.is_settled() { Decided::Settled } else { Decided::Open },
        }
    }

    /// Whether the questions that were decided are asked for.
    pub fn is_settled(&self) -> bool {
        self.state == "settled"
    }
}

/// The open questions of a place.
pub async fn list(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<impl IntoResponse, Error> {
    let as_of = AsOf { place: asked.place.clone(), on: asked.on.clone() };
    let scope = as_of.resolve(&app, &viewer).await?;
    let (db, wanted) = (&app.store, asked.wanted());
    let answers =
        observations::store::list_wanted_conflicts(db, &viewer, &scope.place.id, &wanted).await?;
    let (mut questions, papers) = questions(&app, &viewer, &scope, answers).await?;
    if asked.is_settled() {
        for question in &mut questions {
            question.decision = decision(&app, question).await?;
        }
    }
    let mut places = places::store::list_with_clusters(&app.store, &viewer).await?;
    if places.iter().all(|place| place.id != scope.place.id) {
        places.insert(0, scope.place.clone());
    }
    Ok(Page(Conflicts {
        frame: Frame::new(&viewer, "/conflicts", "Số liệu vênh giữa các nguồn"),
        scope,
        places,
        asked,
        questions,
        papers,
        may_write: if viewer.may(Right::SettleConflicts) { "yes" } else { "" },
    }))
}

async fn questions(
    app: &App,
    viewer: &Viewer,
    scope: &Scope,
    answers: Vec<Observation>,
) -> Result<(Vec<Question>, Papers), Error> {
    let latest = answers.iter().map(|answer| answer.as_of).max().unwrap_or(scope.on);
    let mut clusters = store::list_in_place(&app.store, viewer, &scope.place.id, latest).await?;
    clusters.retain(|cluster| answers.iter().any(|answer| answer.subject_id == cluster.id));
    let ids = answers.iter().map(|answer| answer.document_id.as_str()).collect();
    let papers = store::list_papers_with_ids(&app.store, viewer, &ids).await?;
    let known: BTreeMap<String, Standing> =
        store::list_standings(&app.store, viewer, clusters, latest)
            .await?
            .into_iter()
            .map(|standing| (standing.cluster.id.clone(), standing))
            .collect();
    let mut questions: Vec<Question> = Vec::new();
    for answer in answers {
        let Some(standing) = known.get(&answer.subject_id) else { continue };
        let same = questions.last().filter(|question| {
            question.slug == standing.cluster.slug
                && question.indicator == answer.indicator
                && question.as_of == answer.as_of
                && question.period == answer.period
        });
        if same.is_none() {
            questions.push(Question {
                slug: standing.cluster.slug.clone(),
                cluster: standing.cluster.name.clone(),
                indicator: answer.indicator,
                as_of: answer.as_of,
                period: answer.period.clone(),
                answers: Vec::new(),
                computed: computed(&answer, standing),
                decision: None,
            });
        }
        questions.last_mut().expect("one was pushed when there was none").answers.push(answer);
    }
    Ok((questions, Papers::of(papers)))
}

/// Who chose the answer that is settled, when and why.
async fn decision(app: &App, question: &Question) -> Result<Option<Told>, Error> {
    let Some(chosen) = question.answers.iter().find(|one| one.status == Chosen::Settled) else {
        return Ok(None);
    };
    let mut events = events::list(&app.store, &chosen.subject_id).await?;
    events.retain(|event| {
        matches!(event.action.as_str(), "observations.settled" | "observations.corrected")
            && event.after_image.contains(&chosen.id)
    });
    events.truncate(1);
    Ok(told::tell(&app.store, &events).await?.into_iter().next())
}

/// The occupancy the register computes, to be seen beside what sources say of it.
fn computed(answer: &Observation, standing: &Standing) -> String {
    if answer.indicator != Indicator::Occupancy {
        return String::new();
    }
    match standing.occupancy_vi() {
        Some(percent) => format!("{percent} % (cơ sở: đất đã cho thuê / đất CN theo QHCT)"),
        None => "chưa xác định (chưa có đất công nghiệp theo quy hoạch chi tiết)".to_owned(),
    }
}

/// Takes one answer and sets the others aside, unless somebody decided or reported meanwhile.
pub async fn settle(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    typed: Typed,
) -> Result<impl IntoResponse, Error> {
    let asked = AsOf { place: typed.text("place").to_owned(), on: typed.text("on").to_owned() };
    let scope = asked.resolve(&app, &viewer).await?;
    let reason = kernel::text::nfc(typed.text("reason"));
    if reason.is_empty() {
        return Err(Error::Unusable("Hãy ghi lý do chọn số liệu, rồi bấm Chọn số này.".to_owned()));
    }
    let open = observations::store::list_conflicts(&app.store, &viewer, &scope.place.id).await?;
    let chosen =
        open.iter().find(|answer| answer.id == typed.text("chosen")).ok_or(Error::Stale)?;
    if chosen.superseded_by.is_some() {
        return Err(Error::Unusable(
            "Số này đã được đính chính. Hãy chọn số đứng thay nó.".to_owned(),
        ));
    }
    let others: Vec<Observation> = open
        .iter()
        .filter(|other| other.id != chosen.id && other.asks_the_same(chosen))
        .cloned()
        .collect();
    // The person decided between the answers they saw; one more is a new question.
    let seen: Vec<&str> = typed.text("seen").split(',').collect();
    if others.iter().any(|other| !seen.contains(&other.id.as_str())) {
        return Err(Error::Stale);
    }
    users::require_with_cluster(&app, &viewer, Right::SettleConflicts, &chosen.subject_id).await?;
    let actor = app.actor(&viewer);
    observations::actions::settle(&app, &actor, chosen, &others, &reason).await?;
    Ok(Redirect::to(&format!("/conflicts?{}", scope.query())))
}

impl Question {
    /// Ids of the answers shown, so that a decision is about these.
    pub fn seen(&self) -> String {
        self.answers.iter().map(|answer| answer.id.as_str()).collect::<Vec<_>>().join(",")
    }
}

//! The procedures of the two tracks: `law/procedures/promotion.toml`, read once.
//!
//! A step says who acts, by which day, with which papers and where the project stands after it.
//! The tables are data; what may be done now is worked out in `rules::order`.

use super::model::{Activity, Change, ProjectKind, Stage, State, StepActor, StepKind, Track};
use kernel::law::{Confidence, Law};
use serde::Deserialize;
use std::sync::LazyLock;

/// The file.
const TEXT: &str = include_str!("../../../../law/procedures/promotion.toml");

static PROCEDURE: LazyLock<Procedure> = LazyLock::new(|| {
    let mut procedure: Procedure =
        toml::from_str(TEXT).expect("a test reads the procedures that come with the program");
    for paper in &mut procedure.paper {
        paper.field = format!("paper_{}", paper.key);
        paper.missing_field = format!("missing_{}", paper.key);
    }
    procedure
});

/// Everything the file says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Procedure {
    paper: Vec<StepPaper>,
    step: Vec<Step>,
    change: Vec<Changing>,
    activity: Vec<ActivityPapers>,
}

/// A paper that steps need.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepPaper {
    /// Its key.
    pub key: String,
    /// What people read.
    pub title: String,
    /// The forms that make it; empty where it is no form.
    #[serde(default)]
    pub forms: Vec<String>,
    /// The step whose own paper it is.
    pub step: Option<String>,
    /// The field of a form in which it is named.
    #[serde(skip)]
    pub field: String,
    /// The field in which somebody says why it is missing.
    #[serde(skip)]
    pub missing_field: String,
}

/// A step of a track.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The track.
    pub track: Track,
    /// Its key, one within the track.
    pub key: String,
    /// What people read.
    pub title: String,
    /// How it stands in the order.
    pub kind: StepKind,
    /// Who does or decides it.
    pub actor: StepActor,
    /// The paper that is the step itself.
    pub own: String,
    /// The forms that make that paper; empty where it is no form.
    #[serde(default)]
    pub forms: Vec<String>,
    /// Key of the parameter that sets its day.
    pub due: Option<String>,
    /// Where the project stands after it: a state, or `resumed`.
    pub state: Option<String>,
    /// The only kind of project that takes it.
    pub only: Option<ProjectKind>,
    /// Why it may be left out.
    pub optional: Option<String>,
    /// The stage of the line of money that is entered with it.
    pub money: Option<Stage>,
    /// `advance` or `vouchers`: papers by kind of support.
    pub uses: Option<String>,
    /// What else it asks for.
    pub asks: Option<String>,
    /// Papers it needs.
    #[serde(default)]
    pub papers: Vec<String>,
    /// The states from which it can be taken; empty for any.
    #[serde(default)]
    pub from: Vec<State>,
    /// The paper that sets it.
    pub document: String,
    /// Article.
    pub article: Option<String>,
    /// How far that has been checked.
    pub confidence: Confidence,
    /// What else an officer should know.
    pub note: String,
}

/// A thing that changes and the step by which it is decided.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Changing {
    /// The track.
    pub track: Track,
    /// Key of the step.
    pub step: String,
    /// What changes.
    pub change: Change,
    /// The only kind of project for which it holds.
    pub only: Option<ProjectKind>,
}

/// What a kind of support needs for its first advance and its settlement.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActivityPapers {
    /// The kind of support.
    pub activity: Activity,
    /// Condition of the first advance; empty where the paper names none.
    pub advance: String,
    /// Key of the parameter that says how far the work must have come by then.
    pub advance_work: Option<String>,
    /// Papers of the first advance.
    pub advance_papers: Vec<String>,
    /// Papers of the rest and of the settlement.
    pub vouchers: Vec<String>,
    /// The paper that says so.
    pub document: String,
    /// Article.
    pub article: Option<String>,
    /// How far that has been checked.
    pub confidence: Confidence,
    /// What else an officer should know.
    pub note: String,
}

impl Step {
    /// The state the project stands in after it, where that is the same for every project.
    pub fn after(&self) -> Option<State> {
        self.state.as_deref().and_then(|state| state.parse().ok())
    }

    /// Whether it asks for something.
    pub fn asks(&self, what: &str) -> bool {
        self.asks.as_deref() == Some(what)
    }

    /// Where it stands, as cited: "TT 36/2013/TT-BCT, Điều 14".
    pub fn citation(&self, law: &Law) -> String {
        cite(law, &self.document, self.article.as_deref())
    }

    /// The papers it needs for a kind of support, besides its own.
    pub fn papers_for(&self, activity: Activity) -> Vec<&'static StepPaper> {
        let mut keys: Vec<&str> = self.papers.iter().map(String::as_str).collect();
        let by_activity = of_activity(activity);
        match self.uses.as_deref() {
            Some("advance") => keys.extend(by_activity.advance_papers.iter().map(String::as_str)),
            Some("vouchers") => keys.extend(by_activity.vouchers.iter().map(String::as_str)),
            _ => {}
        }
        PROCEDURE.paper.iter().filter(|paper| keys.contains(&paper.key.as_str())).collect()
    }
}

impl ActivityPapers {
    /// Where it stands, as cited.
    pub fn citation(&self, law: &Law) -> String {
        cite(law, &self.document, self.article.as_deref())
    }
}

fn cite(law: &Law, document: &str, article: Option<&str>) -> String {
    let number = law.document(document).map_or(document, |document| document.number.as_str());
    match article {
        Some(article) => format!("{number}, Điều {article}"),
        None => number.to_owned(),
    }
}

/// The steps of a track for a kind of project, in their order.
pub fn steps(track: Track, kind: ProjectKind) -> impl Iterator<Item = &'static Step> {
    let all = PROCEDURE.step.iter().filter(move |step| step.track == track);
    all.filter(move |step| step.only.is_none_or(|only| only == kind))
}

/// Every step of a track that stands in the order.
pub fn main_steps(track: Track) -> impl Iterator<Item = &'static Step> {
    let all = PROCEDURE.step.iter().filter(move |step| step.track == track);
    all.filter(|step| step.kind == StepKind::Main)
}

/// A step of a track by its key.
pub fn step(track: Track, key: &str) -> Option<&'static Step> {
    PROCEDURE.step.iter().find(|step| step.track == track && step.key == key)
}

/// What people read for the key of a step of any track.
pub fn title(key: &str) -> Option<&'static str> {
    PROCEDURE.step.iter().find(|step| step.key == key).map(|step| step.title.as_str())
}

/// What people read for the key of a paper.
pub fn paper_title(key: &str) -> Option<&'static str> {
    PROCEDURE.paper.iter().find(|paper| paper.key == key).map(|paper| paper.title.as_str())
}

/// What a kind of support needs.
///
/// # Panics
/// Never with the file that comes with the program: every kind of support has its row.
pub fn of_activity(activity: Activity) -> &'static ActivityPapers {
    let found = PROCEDURE.activity.iter().find(|row| row.activity == activity);
    found.expect("a test looks that every kind of support has its row")
}

/// What may be changed by a step for a kind of project.
pub fn changes_by(step: &Step, kind: ProjectKind) -> Vec<Change> {
    let rows =
        PROCEDURE.change.iter().filter(|row| row.track == step.track && row.step == step.key);
    rows.filter(|row| row.only.is_none_or(|only| only == kind)).map(|row| row.change).collect()
}

/// The steps by which a change is decided for a kind of project.
pub fn deciders(track: Track, change: Change, kind: ProjectKind) -> Vec<&'static Step> {
    let rows = PROCEDURE.change.iter().filter(|row| row.track == track && row.change == change);
    rows.filter(|row| row.only.is_none_or(|only| only == kind))
        .filter_map(|row| step(track, &row.step))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_parameter_state_paper_and_activity_that_a_step_names_exists() {
        let law = crate::law::load(None).unwrap();
        let known: BTreeSet<&str> =
            PROCEDURE.paper.iter().map(|paper| paper.key.as_str()).collect();
        assert_eq!(known.len(), PROCEDURE.paper.len(), "a key of a paper twice");
        let mut keys = BTreeSet::new();
        for step in &PROCEDURE.step {
            assert!(keys.insert((step.track, &step.key)), "{} twice", step.key);
            if let Some(due) = &step.due {
                assert!(law.parameter(due).is_some(), "{}: {due}", step.key);
            }
            if let Some(state) = &step.state {
                assert!(state == "resumed" || step.after().is_some(), "{}: {state}", step.key);
            }
            assert!(law.document(&step.document).is_some(), "{}", step.document);
            for paper in &step.papers {
                assert!(known.contains(paper.as_str()), "{}: {paper}", step.key);
            }
        }
        for activity in Activity::ALL {
            let row = of_activity(*activity);
            assert!(law.document(&row.document).is_some());
            if let Some(work) = &row.advance_work {
                assert!(law.parameter(work).is_some(), "{activity}: {work}");
            }
            for paper in row.advance_papers.iter().chain(&row.vouchers) {
                assert!(known.contains(paper.as_str()), "{activity}: {paper}");
            }
        }
    }

    #[test]
    fn every_form_and_step_that_makes_a_paper_exists() {
        let papers = PROCEDURE.paper.iter().flat_map(|paper| &paper.forms);
        for paper in PROCEDURE.paper.iter().filter_map(|paper| paper.step.as_ref()) {
            assert!(Track::ALL.iter().all(|track| step(*track, paper).is_some()), "{paper}");
        }
        for id in papers.chain(PROCEDURE.step.iter().flat_map(|step| &step.forms)) {
            assert!(crate::promotion::forms::all().iter().any(|form| form.id == *id), "{id}");
        }
    }

    #[test]
    fn every_change_is_decided_by_a_step_of_changes_and_nothing_local_passes_for_law() {
        for row in &PROCEDURE.change {
            let decided = step(row.track, &row.step).unwrap();
            assert_eq!(decided.kind, StepKind::Change, "{}", row.step);
        }
        for track in Track::ALL {
            for change in Change::ALL {
                assert!(!deciders(*track, *change, ProjectKind::Group).is_empty(), "{change}");
            }
        }
        let local = PROCEDURE.step.iter().filter(|step| step.track == Track::Local);
        assert!(local.into_iter().all(|step| step.confidence == Confidence::Unverified));
    }
}

//! Which papers of a project are there and which are missing, step by step, at one glance.

use super::super::forms;
use super::super::model::{Entry, Project, StateFact, StepFact, StepPaperFact, Track, step_of};
use super::super::procedure::{self, Step, StepPaper};
use super::super::rules::StepStanding;
use super::card::{StepCard, StepRow};
use crate::store::Day;
use crate::words;

words! {
    /// Whether a paper is there.
    pub enum PaperMark {
        There = "there" => "có",
        Excused = "excused" => "thiếu, có lý do",
        Missing = "missing" => "chưa có",
        Unrecorded = "unrecorded" => "chưa ghi vào sổ",
        Later = "later" => "chưa đến",
    }
}

impl PaperMark {
    /// Colour of its mark.
    pub fn colour(self) -> &'static str {
        match self {
            Self::There => "green",
            Self::Excused | Self::Missing => "orange",
            Self::Unrecorded | Self::Later => "secondary",
        }
    }
}

/// A paper of a step.
pub(super) struct PaperLine {
    /// What it is.
    pub title: &'static str,
    /// Whether it is there.
    pub mark: PaperMark,
    /// What is there: words and address.
    pub there: Vec<(String, String)>,
    /// Why it is missing.
    pub reason: String,
}

/// The papers of a step.
pub(super) struct StepPapers {
    /// The step.
    pub title: &'static str,
    /// Colour of what is said of the step.
    pub colour: &'static str,
    /// How the step stands.
    pub standing: &'static str,
    /// Its own paper first, then those it needs.
    pub lines: Vec<PaperLine>,
}

/// The papers of a project.
pub(super) struct PaperCard {
    /// Of the steps that were passed or may be passed now.
    pub steps: Vec<StepPapers>,
    /// Of the steps that come later: what some of them need.
    pub later: Vec<StepPapers>,
}

/// What papers are told from.
pub(super) struct Found<'a> {
    /// The project.
    pub project: &'a Project,
    /// Its track.
    pub track: Track,
    /// What was entered for its forms.
    pub entries: &'a [Entry],
    /// Its states.
    pub states: &'a [StateFact],
    /// Today.
    pub today: Day,
}

impl PaperCard {
    /// Reads the papers of the steps of a card, in their order.
    pub fn of(found: &Found<'_>, card: &StepCard) -> Self {
        let rows = card.rows.iter().filter(|row| row.standing != StepStanding::LeftOut);
        let all = rows.filter_map(|row| Some((row, procedure::step(found.track, row.key)?)));
        let facts: Vec<StepFact> = card
            .rows
            .iter()
            .flat_map(|row| &row.facts)
            .map(|(fact, _)| fact)
            .filter(|fact| fact.counts())
            .cloned()
            .collect();
        let (later, steps): (Vec<_>, Vec<_>) = all
            .map(|(row, step)| (row.standing, of_step(found, (row, step), &facts)))
            .partition(|(standing, _)| *standing == StepStanding::Later);
        let papers = |found: Vec<(StepStanding, StepPapers)>| {
            found.into_iter().map(|(_, papers)| papers).collect()
        };
        Self { steps: papers(steps), later: papers(later) }
    }

    /// How many papers of the steps so far bear a mark, with what people read for it; marks that no
    /// paper bears are left out.
    pub fn counts(&self) -> Vec<(&'static PaperMark, usize)> {
        let lines = || self.steps.iter().flat_map(|step| &step.lines);
        let count =
            |mark: &'static PaperMark| (mark, lines().filter(|line| line.mark == *mark).count());
        PaperMark::ALL.iter().map(count).filter(|(_, count)| *count > 0).collect()
    }
}

fn of_step(
    found: &Found<'_>,
    (row, step): (&StepRow, &'static Step),
    facts: &[StepFact],
) -> StepPapers {
    let passed: Vec<&(StepFact, Vec<StepPaperFact>)> =
        row.facts.iter().filter(|(fact, _)| fact.counts()).collect();
    let needed = step.papers_for(found.project.activity);
    let others = needed.into_iter().map(|paper| needed_line(found, (row, paper), &passed, facts));
    StepPapers {
        title: &step.title,
        colour: row.colour(),
        standing: row.mark(),
        lines: std::iter::once(own_line(found, (row, step), &passed)).chain(others).collect(),
    }
}

/// The paper that is the step itself: that of its facts, of the state behind it, or of a form.
fn own_line(
    found: &Found<'_>,
    (row, step): (&StepRow, &'static Step),
    passed: &[&(StepFact, Vec<StepPaperFact>)],
) -> PaperLine {
    let mut there: Vec<(String, String)> = passed
        .iter()
        .map(|(fact, _)| dated(&fact.document, fact.done_on, &fact.document_id))
        .collect();
    if there.is_empty() && row.standing == StepStanding::Recorded {
        let states = found.states.iter().filter(|fact| fact.superseded_at.is_empty());
        let behind = states.filter(|fact| Some(fact.state) == step.after());
        there.extend(behind.map(|fact| dated(&fact.document, fact.on_day, &fact.document_id)));
    }
    if there.is_empty() {
        there.extend(made(found, &step.forms));
    }
    line(&step.own, row.standing, there, String::new())
}

/// A paper that a step needs.
fn needed_line(
    found: &Found<'_>,
    (row, paper): (&StepRow, &'static StepPaper),
    passed: &[&(StepFact, Vec<StepPaperFact>)],
    facts: &[StepFact],
) -> PaperLine {
    let said = || passed.iter().flat_map(|(_, papers)| papers);
    let said = said().filter(|fact| fact.paper == paper.key);
    let (mut there, mut reason) = (Vec::new(), String::new());
    for fact in said {
        match &fact.document_id {
            Some(id) => there.push((fact.document.clone(), address(id))),
            None => reason.clone_from(&fact.missing_reason),
        }
    }
    if there.is_empty() && reason.is_empty() {
        there.extend(made(found, &paper.forms));
        there.extend(
            step_of(paper, facts).map(|fact| (fact.document.clone(), address(&fact.document_id))),
        );
    }
    line(&paper.title, row.standing, there, reason)
}

fn line(
    title: &'static str,
    standing: StepStanding,
    there: Vec<(String, String)>,
    reason: String,
) -> PaperLine {
    let mark = match standing {
        _ if !there.is_empty() => PaperMark::There,
        _ if !reason.is_empty() => PaperMark::Excused,
        StepStanding::Recorded => PaperMark::Unrecorded,
        StepStanding::Later | StepStanding::LeftOut => PaperMark::Later,
        StepStanding::Done | StepStanding::Open | StepStanding::Late => PaperMark::Missing,
    };
    PaperLine { title, mark, there, reason }
}

/// The latest paper that one of some forms made.
fn made(found: &Found<'_>, ids: &[String]) -> Option<(String, String)> {
    let (form, entry) = forms::made(ids, found.entries, found.today)?;
    let told = format!("{}: {}, {}", form.number, entry.document, entry.on_day.vi());
    Some((told, address(&entry.document_id)))
}

fn dated(document: &str, on: Day, id: &str) -> (String, String) {
    (format!("{document}, {}", on.vi()), address(id))
}

fn address(document_id: &str) -> String {
    format!("/documents/{document_id}")
}

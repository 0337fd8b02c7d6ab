//! The card that shows how far a project has come by its procedure.

use super::super::model::{Plan, Project, StateFact, StepFact, StepPaperFact, Track};
use super::super::money::Sums;
use super::super::procedure::{self, Step};
use super::super::rules::{self, AdvanceWork, Due, StepStanding, WorkStanding};
use super::super::store;
use super::steps::way;
use crate::App;
use crate::error::Error;
use crate::store::Day;
use crate::users::Viewer;

/// The card.
pub(super) struct StepCard {
    pub rows: Vec<StepRow>,
    pub beside: Vec<&'static Step>,
    pub side_rows: Vec<StepRow>,
    pub former: Vec<(String, &'static str, Day)>,
    pub to_recover_vnd: i64,
    pub early_advances: Vec<(StepFact, AdvanceWork)>,
    pub note: &'static str,
}

/// A step of the card.
pub(super) struct StepRow {
    pub title: &'static str,
    pub key: &'static str,
    pub actor: &'static str,
    pub standing: StepStanding,
    pub due: Option<Due>,
    pub why: String,
    pub citation: String,
    pub confidence: &'static str,
    pub needs: Vec<&'static str>,
    pub facts: Vec<(StepFact, Vec<StepPaperFact>)>,
    pub may_withdraw: &'static str,
}

impl StepRow {
    /// Colour of its mark.
    pub fn colour(&self) -> &'static str {
        match self.standing {
            StepStanding::Done | StepStanding::Recorded => "green",
            StepStanding::Open => "blue",
            StepStanding::Late => "red",
            StepStanding::LeftOut | StepStanding::Later => "secondary",
        }
    }

    /// What people read for how it stands.
    pub fn mark(&self) -> &'static str {
        match self.standing {
            StepStanding::Done => "đã xong",
            StepStanding::Recorded => "đã qua theo trạng thái",
            StepStanding::LeftOut => "không ghi riêng",
            StepStanding::Open => "đang chờ",
            StepStanding::Late => "quá hạn",
            StepStanding::Later => "chưa đến",
        }
    }

    /// "yes" when it can be entered now.
    pub fn is_open(&self) -> &'static str {
        if matches!(self.standing, StepStanding::Open | StepStanding::Late) { "yes" } else { "" }
    }
}

impl StepCard {
    /// Reads how far a project has come.
    pub async fn read(
        app: &App,
        viewer: &Viewer,
        (project, plan): (&Project, &Plan),
        states: &[StateFact],
        sums: Sums,
    ) -> Result<Self, Error> {
        let steps = store::list_steps(&app.store, viewer, &project.id).await?;
        let papers = store::list_step_papers(&app.store, viewer, &project.id).await?;
        let former = store::list_former(&app.store, viewer, &project.id).await?;
        let way = way(app, (project, plan), states, &steps);
        let latest = steps.iter().filter(|fact| fact.counts()).max_by_key(|fact| &fact.id);
        let latest = latest.map(|fact| fact.id.as_str());
        let with_papers = |fact: &StepFact| {
            let of_step = papers.iter().filter(|paper| paper.step_id == fact.id);
            (fact.clone(), of_step.cloned().collect::<Vec<_>>())
        };
        let row = |step: &'static Step, standing, facts: Vec<&StepFact>, due, why| StepRow {
            title: &step.title,
            key: &step.key,
            actor: step.actor.label(),
            standing,
            due,
            why,
            citation: step.citation(&app.law),
            confidence: step.confidence.label(),
            needs: std::iter::once(step.own.as_str())
                .chain(step.papers_for(project.activity).iter().map(|paper| paper.title.as_str()))
                .collect(),
            may_withdraw: if facts.iter().any(|fact| Some(fact.id.as_str()) == latest) {
                "yes"
            } else {
                ""
            },
            facts: facts.into_iter().map(with_papers).collect(),
        };
        let ordered = rules::order(&app.law, &way);
        let shown: Vec<&str> = ordered.iter().map(|one| one.step.key.as_str()).collect();
        let beside = steps.iter().filter(|fact| !shown.contains(&fact.step.as_str()));
        let side_rows = beside.filter_map(|fact| {
            let step = procedure::step(plan.track, &fact.step)?;
            Some(row(step, StepStanding::Done, vec![fact], None, String::new()))
        });
        let side_rows = side_rows.collect();
        let withdrawn = steps.iter().filter(|fact| !fact.counts());
        let withdrawn: Vec<&StepFact> = withdrawn.collect();
        let rows = ordered.into_iter().map(|one| {
            let gone = withdrawn.iter().filter(|fact| fact.step == one.step.key).copied();
            let facts = one.facts.into_iter().chain(gone).collect();
            row(one.step, one.standing, facts, one.due, one.why)
        });
        let is_stopped = way.states.iter().any(|fact| {
            fact.superseded_at.is_empty() && fact.state == super::super::model::State::Stopped
        });
        Ok(Self {
            early_advances: early_advances(app, (project, plan), &steps),
            rows: rows.collect(),
            beside: rules::beside(&way),
            side_rows,
            to_recover_vnd: if is_stopped { sums.unsettled_vnd() } else { 0 },
            former: former.into_iter().map(|(name, part, day)| (name, part.label(), day)).collect(),
            note: match plan.track {
                Track::National => {
                    "Các bước theo TT 36/2013/TT-BCT bản ban hành lần đầu; các thông tư sửa đổi chưa có nguyên văn."
                }
                Track::Local => {
                    "Quy trình địa phương do tỉnh quy định; các bước dưới đây chép theo quy trình quốc gia, chưa phải quy định của tỉnh."
                }
            },
        })
    }
}

/// First advances before the work had come as far as the law of their day asks, or of which nobody
/// said how far.
fn early_advances(
    app: &App,
    (project, plan): (&Project, &Plan),
    steps: &[StepFact],
) -> Vec<(StepFact, AdvanceWork)> {
    let is_advance = |fact: &&StepFact| {
        let step = procedure::step(plan.track, &fact.step);
        fact.counts() && step.is_some_and(|step| step.uses.as_deref() == Some("advance"))
    };
    let advances = steps.iter().filter(is_advance).filter_map(|fact| {
        let (on, done) = (fact.done_on, fact.done_hundredths);
        let work = rules::advance_work(&app.law, project.activity, on, done)?;
        (work.standing != WorkStanding::Reached).then(|| (fact.clone(), work))
    });
    advances.collect()
}

//! One project: its time, money with what the law says of each line, papers and earlier support.

use super::super::course::{self, CheckDue};
use super::super::cumulation::{self, Found};
use super::super::model::{
    Contract, EffectLine, Moment, MoneyLine, Part, Participant, Plan, Project, Stage, StateFact,
    effect_lines, equipment_key,
};
use super::super::money::{Judged, Sums, judge};
use super::super::rules::{self, Due, Slip, StepStanding};
use super::super::store::{self, WantedPast};
use super::card::StepCard;
use super::forms::{self, FormsCard};
use super::papers::{self, PaperCard};
use super::{grounds, lines, may_write, to_see};
use crate::App;
use crate::error::Error;
use crate::events::told::{self, Told};
use crate::organizations;
use crate::ui::{Frame, Page, Vi};
use crate::users::{Right, SignedIn, Viewer};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::IntoResponse;

#[derive(Template)]
#[template(path = "promotion/show.html")]
struct Show {
    frame: Frame,
    project: Project,
    plan: Plan,
    sums: Sums,
    judged: Vec<Judged>,
    participants: Vec<Participant>,
    contracts: Vec<Contract>,
    states: Vec<StateFact>,
    papers: Vec<(String, String, String, String)>,
    past: Vec<Found>,
    card: StepCard,
    paper_card: PaperCard,
    dues: Vec<Due>,
    forms: FormsCard,
    needs: Vec<(String, String, String)>,
    effects: Vec<EffectLine>,
    slips: Vec<Slip>,
    checks_due: Vec<CheckDue>,
    told: Vec<Told>,
    may_list: &'static str,
    may_write: &'static str,
}

impl Show {
    /// What people read for the latest state.
    fn state(&self) -> &'static str {
        let latest = self.states.iter().rev().find(|fact| fact.superseded_at.is_empty());
        latest.map_or("Chưa ghi trạng thái", |fact| fact.state.label())
    }

    /// Lines of which the law says that they pass a limit.
    fn over(&self) -> Vec<(&MoneyLine, String, String)> {
        let of = |judged: &Judged| {
            let mut over = judged.judgements.iter().filter(|one| one.over().is_some());
            over.next().map(|one| (one.told(), one.citation.clone()))
        };
        self.judged
            .iter()
            .filter_map(|judged| of(judged).map(|(told, citation)| (&judged.line, told, citation)))
            .collect()
    }

    /// Advances for whose day no ratio is known, and what the later ones would say.
    fn later(&self) -> Vec<(&MoneyLine, &str)> {
        let advances = self.judged.iter().filter(|judged| judged.line.stage == Stage::Advanced);
        advances
            .flat_map(|judged| judged.judgements.iter().map(move |one| (&judged.line, one)))
            .filter(|(_, one)| one.citation.is_empty() && one.note.contains("vượt"))
            .map(|(line, one)| (line, one.note.as_str()))
            .collect()
    }
}

/// One project.
pub async fn show(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<impl IntoResponse, Error> {
    let (project, plan) = to_see(&app, &viewer, &id).await?;
    let lines = lines(&app, &viewer, &project).await?;
    let sums = Sums::of(lines.iter());
    let judged = judge(&grounds(&app, &viewer, (&project, &plan)).await?, lines);
    let participants = store::list_participants(&app.store, &viewer, &id).await?;
    let may_write = may_write(&app, &viewer, &id).await?;
    let past = past(&app, &viewer, &project, &participants).await?;
    let today = app.today();
    let course = store::find_course(&app.store, &viewer, &id).await?;
    let states = store::list_states(&app.store, &viewer, &id).await?;
    let card = StepCard::read(&app, &viewer, (&project, &plan), &states, sums).await?;
    let entries = store::list_entries(&app.store, &viewer, &id).await?;
    let found = papers::Found {
        project: &project,
        track: plan.track,
        entries: &entries,
        states: &states,
        today,
    };
    Ok(Page(Show {
        frame: Frame::new(&viewer, "/promotion", project.name.clone()),
        sums,
        judged,
        contracts: store::list_contracts(&app.store, &viewer, &id).await?,
        paper_card: PaperCard::of(&found, &card),
        states,
        card,
        papers: store::list_papers(&app.store, &viewer, &id).await?,
        dues: dues(&app, &plan),
        forms: forms::card_of(&app, &viewer, &id).await?,
        needs: store::list_needs_of_project(&app.store, &viewer, &id).await?,
        effects: effect_lines(&store::list_effects(&app.store, &viewer, &id).await?),
        slips: course.iter().flat_map(|one| course::slips(&app.law, today, one, None)).collect(),
        checks_due: course::checks_due(&app.law, today, course.as_slice()),
        told: told::history(&app.store, &id).await?,
        may_list: if viewer.may(Right::SeePromotion) { "yes" } else { "" },
        may_write: if may_write { "yes" } else { "" },
        participants,
        past,
        project,
        plan,
    }))
}

/// Earlier and later support of the same bodies and the same thing.
pub(super) async fn past(
    app: &App,
    viewer: &Viewer,
    project: &Project,
    participants: &[Participant],
) -> Result<Vec<Found>, Error> {
    let equipment = WantedPast {
        project_id: project.id.clone(),
        equipment_key: equipment_key(&project.equipment),
        ..WantedPast::default()
    };
    let beneficiaries = participants.iter().filter(|one| one.part == Part::Beneficiary);
    let mut wanted: Vec<WantedPast> = beneficiaries
        .map(|one| WantedPast {
            organization_id: one.organization_id.clone(),
            tax_code: one.tax_code.clone().unwrap_or_default(),
            name_core: organizations::name_core(&one.name),
            ..equipment.clone()
        })
        .collect();
    if wanted.is_empty() {
        wanted.push(equipment);
    }
    let mut found: Vec<Found> = Vec::new();
    for one in &wanted {
        for other in cumulation::found(app, viewer, one, project.activity).await? {
            if !found.iter().any(|known| known.past.project_id == other.past.project_id) {
                found.push(other);
            }
        }
    }
    found.sort_by_key(|other| other.is_same.is_empty());
    Ok(found)
}

/// The deadlines of the plan's year that the law sets for national money.
fn dues(app: &App, plan: &Plan) -> Vec<Due> {
    if plan.track != super::super::model::Track::National {
        return Vec::new();
    }
    let Ok(year) = i16::try_from(plan.year) else { return Vec::new() };
    let keys = [
        "promotion.deadline.register",
        "promotion.deadline.submit_to_central",
        "promotion.deadline.liquidation",
    ];
    keys.iter().filter_map(|key| rules::due(&app.law, key, year, None)).collect()
}

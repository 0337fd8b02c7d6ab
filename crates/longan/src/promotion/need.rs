//! What the law says of a need on a day: profile, checks and rank, from what the register holds.

use super::cumulation::{self, Found};
use super::model::{Need, equipment_key};
use super::rules::{self, Asker, Condition, Rank};
use super::store::{self, WantedPast};
use crate::App;
use crate::organizations;
use crate::places::{Level, Place};
use crate::store::{Day, Result};
use crate::users::Viewer;
use kernel::law::Law;

/// What is said of a need on a day.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The day.
    pub on: Day,
    /// The commune it lies in on that day, by its full name; empty when none is known.
    pub commune: String,
    /// Who, where, which sector, how large.
    pub profile: Vec<Condition>,
    /// Technical checks and commitments.
    pub checklist: Vec<Condition>,
    /// Why it comes first.
    pub rank: Rank,
    /// Why it comes first, as a project tells it.
    pub priority: super::model::Priority,
    /// Questions that are to be asked.
    pub questions: Vec<super::model::Question>,
    /// Earlier support of the same body or thing.
    pub past: Vec<Found>,
}

impl Judged {
    /// Profile and checks, one after another.
    pub fn conditions(&self) -> impl Iterator<Item = &Condition> {
        self.profile.iter().chain(&self.checklist)
    }
}

/// The unit of a level that exists on a day: the first, as the store orders them.
fn unit_on(units: &[Place], level: Level, on: Day) -> Option<&Place> {
    units.iter().find(|unit| unit.level == level && unit.exists_on(on))
}

fn asker<'a>(need: &'a Need, units: &'a [Place], on: Day) -> Asker<'a> {
    let kind = |level| unit_on(units, level, on).map_or("", |unit| unit.kind.as_str());
    Asker {
        kind: need.kind,
        commune_kind: kind(Level::Commune),
        province_kind: kind(Level::Province),
        province_code: unit_on(units, Level::Province, on).map(|unit| unit.code.as_str()),
        area: need.area,
        sector: need.sector,
        activity: need.activity,
        workers: need.workers,
        capital_vnd: need.capital_vnd,
        local_material_percent: need.local_material_percent,
        fairs_abroad: 0,
        answers: &need.answers,
    }
}

/// The rank of a need on a day; where it lies does not matter beyond its area.
pub fn rank(law: &Law, need: &Need, province: Option<&str>, on: Day) -> Rank {
    let asker = Asker { province_code: province, ..asker(need, &[], on) };
    rules::rank(law, on, &asker)
}

/// Everything that is said of a need on a day. `need` was read with the areas of that day.
pub async fn judge(app: &App, viewer: &Viewer, need: &Need, on: Day) -> Result<Judged> {
    let units = store::list_need_units(&app.store, viewer, &need.id).await?;
    let year = need.target_year;
    let fairs = store::count_fairs_abroad(&app.store, viewer, &need.organization_id, year).await?;
    let asker = Asker { fairs_abroad: fairs, ..asker(need, &units, on) };
    let wanted = WantedPast {
        project_id: String::new(),
        organization_id: need.organization_id.clone(),
        tax_code: need.tax_code.clone().unwrap_or_default(),
        name_core: organizations::name_core(&need.name),
        person_mark: String::new(),
        equipment_key: equipment_key(&need.equipment),
    };
    let rank = rules::rank(&app.law, on, &asker);
    let commune = unit_on(&units, Level::Commune, on);
    Ok(Judged {
        on,
        commune: commune.map(|unit| unit.full_name.clone()).unwrap_or_default(),
        profile: rules::profile(&app.law, on, &asker),
        checklist: rules::checklist(&app.law, on, &asker),
        priority: rank.priority(&asker),
        rank,
        questions: rules::questions(&app.law, on, &asker),
        past: cumulation::found(app, viewer, &wanted, need.activity).await?,
    })
}

//! Everything a row of a table of clusters says, as it would be kept.

use crate::clusters::model::{
    DayPrecision, FenceSide, Funder, NewCluster, NewInfrastructureItem, NewInvestor, NewPlanEntry,
    NewState, State, WorkKind,
};
use crate::documents::NewDocument;
use crate::imports::payload::{ClusterPayload, Fact};
use crate::imports::propose::units::FoundPlaces;
use crate::imports::propose::{Setting, observation};
use crate::imports::read::{ClusterDraft, Number, Reading, formed_before};
use crate::observations::{NewObservation, ReporterKind};
use crate::store::Day;

/// Name of the work that stands for everything inside the fence.
const INSIDE: &str = "Hạ tầng kỹ thuật trong hàng rào";

/// Everything a row says, as it would be kept.
pub(super) fn payload(
    draft: &ClusterDraft,
    found: &FoundPlaces,
    reading: &Reading,
    setting: &Setting,
) -> ClusterPayload {
    let mut papers: Vec<NewDocument> =
        setting.plan.iter().map(|(paper, _)| paper.clone()).collect();
    let mut states = Vec::new();
    let mut known_from = setting.plan.as_ref().map_or(setting.on, |(_, day)| *day);
    if let Some((_, day)) = &setting.plan {
        states.push(setting.fact(state(
            setting,
            State::Listed,
            *day,
            DayPrecision::Exact,
            &draft.location,
        )));
    }
    if let Some(told) = &draft.decision {
        let decision = &told.value;
        let issuer = setting.issuer_on(decision.day, &found.ids);
        let subject = format!("Thành lập Cụm công nghiệp {} (tên ghi theo bảng tính)", draft.name);
        papers.push(NewDocument::decision(&decision.number, decision.day, &issuer, &subject));
        let (day, precision) = match decision.day {
            Some(day) => (day, DayPrecision::Exact),
            None => (setting.on, DayPrecision::By),
        };
        known_from = known_from.min(day);
        let location = setting.location_in_file(&told.location);
        let told = state(setting, State::Established, day, precision, &location);
        states.push(Fact { paper: Some(papers.len() - 1), told });
    }
    states.extend(
        states_of(draft, reading, setting).into_iter().map(|told| Fact { paper: None, told }),
    );
    let place_text = draft.place.as_ref().map(|told| told.value.clone());
    ClusterPayload {
        seen: None,
        cluster: NewCluster {
            code: draft.code.as_ref().map(|told| told.value.clone()),
            name: draft.name.clone(),
            place_ids: found.ids.clone(),
            place_text: place_text.unwrap_or_else(|| draft.group.clone()),
            sectors: draft.sectors.clone(),
            note: draft.note.clone(),
            known_from,
        },
        words: None,
        aliases: vec![draft.name.clone()],
        known_names: Vec::new(),
        papers,
        observations: draft
            .numbers
            .iter()
            .map(|number| setting.fact(numbered(number, draft, setting)))
            .collect(),
        states,
        plan: plan_entries(draft, setting),
        investors: investors(draft, setting),
        works: works(draft, setting),
    }
}

fn state(
    setting: &Setting,
    state: State,
    on_day: Day,
    precision: DayPrecision,
    location: &str,
) -> NewState {
    let location = if state == State::Listed && setting.plan.is_some() {
        setting.location_in_file(location)
    } else {
        location.to_owned()
    };
    NewState { state, on_day, precision, location, area_m2: None, note: String::new() }
}

/// States that the workbook itself tells, known by the day of the figures.
fn states_of(draft: &ClusterDraft, reading: &Reading, setting: &Setting) -> Vec<NewState> {
    let by = |told: State, day: Day, location: &str| {
        state(setting, told, day, DayPrecision::By, location)
    };
    let mut states = Vec::new();
    if let Some(told) = &draft.formed_earlier {
        states.push(by(State::FormedBefore2009, told.value, &told.location));
    }
    for mark in &draft.marks {
        let bare = mark.replace(' ', "");
        let mut meanings = reading.footnotes.iter().filter(|(m, _)| m.replace(' ', "") == bare);
        if let Some(day) = meanings.find_map(|(_, text)| formed_before(text)) {
            states.push(by(State::FormedBefore2009, day, &draft.location));
        }
    }
    if let Some(told) = &draft.status
        && !(told.value == State::Established && draft.decision.is_some())
    {
        states.push(by(told.value, setting.on, &told.location));
    }
    let industrial = draft.number(crate::observations::Indicator::AreaIndustrial);
    if let Some(told) =
        industrial.filter(|told| told.value > 0 && told.location.starts_with(&draft.sheet))
    {
        states.push(by(State::DetailedPlanApproved, setting.on, &told.location));
    }
    if let Some(told) = &draft.wastewater {
        states.push(by(told.value, setting.on, &told.location));
    }
    states
}

fn numbered(number: &Number, draft: &ClusterDraft, setting: &Setting) -> NewObservation {
    let mut told = observation(setting, number.indicator, &number.told);
    told.note.clone_from(&number.note);
    if let Some(commune) = &number.commune {
        told.reporter.clone_from(commune);
        told.reporter_kind = ReporterKind::Commune;
    }
    if let Some(horizon) = number.horizon {
        told.period = horizon.to_string();
        told.as_of = plan_day(horizon, draft, setting);
    }
    if setting.plan.is_some() {
        told.location = setting.location_in_file(&told.location);
    }
    told
}

/// A plan's first horizon holds from the plan's day, each later one from the year after the one before.
fn plan_day(horizon: i16, draft: &ClusterDraft, setting: &Setting) -> Day {
    let plan_day = setting.plan.as_ref().map_or(setting.on, |(_, day)| *day);
    let earlier =
        draft.numbers.iter().filter_map(|n| n.horizon).filter(|year| *year < horizon).max();
    let after = earlier.and_then(|year| jiff::civil::Date::new(year + 1, 1, 1).ok()).map(Day);
    after.map_or(plan_day, |day| day.max(plan_day))
}

fn plan_entries(draft: &ClusterDraft, setting: &Setting) -> Vec<Fact<NewPlanEntry>> {
    let Some((_, listed_on)) = &setting.plan else { return Vec::new() };
    let entries = draft.numbers.iter().filter_map(|number| {
        Some(setting.fact(NewPlanEntry {
            horizon: number.horizon?.to_string(),
            listed_on: *listed_on,
            area_m2: number.told.value,
            location: setting.location_in_file(&number.told.location),
        }))
    });
    entries.collect()
}

fn investors(draft: &ClusterDraft, setting: &Setting) -> Vec<Fact<NewInvestor>> {
    let investor = draft.investor.iter().map(|told| {
        setting.fact(NewInvestor {
            name: told.value.clone(),
            from_day: setting.on,
            precision: DayPrecision::By,
            location: told.location.clone(),
        })
    });
    investor.collect()
}

fn works(draft: &ClusterDraft, setting: &Setting) -> Vec<Fact<NewInfrastructureItem>> {
    let mut works = Vec::new();
    let inside = draft.inside_planned.as_ref().or(draft.inside_paid.as_ref());
    if let Some(told) = inside {
        works.push(setting.fact(NewInfrastructureItem {
            kind: WorkKind::Whole,
            name: INSIDE.to_owned(),
            fence_side: FenceSide::Inside,
            funder: Funder::Investor,
            planned_vnd: draft.inside_planned.as_ref().map(|told| told.value),
            paid_vnd: draft.inside_paid.as_ref().map(|told| told.value),
            as_of: setting.on,
            location: told.location.clone(),
        }));
    }
    let outside_location = draft.outside_work.as_ref().map(|t| &t.location);
    let outside_location = outside_location.or(draft.outside_cost.as_ref().map(|t| &t.location));
    if let Some(location) = outside_location {
        let name = draft.outside_work.as_ref().map(|told| told.value.clone());
        let name = name.unwrap_or_else(|| "Công trình ngoài hàng rào".to_owned());
        works.push(setting.fact(NewInfrastructureItem {
            kind: kind_of_work(&name),
            name,
            fence_side: FenceSide::Outside,
            funder: Funder::State,
            planned_vnd: draft.outside_cost.as_ref().map(|told| told.value),
            paid_vnd: None,
            as_of: setting.on,
            location: location.clone(),
        }));
    }
    works
}

fn kind_of_work(name: &str) -> WorkKind {
    let folded = kernel::text::fold(name);
    let has = |words: &[&str]| words.iter().any(|word| folded.contains(word));
    match () {
        () if has(&["nuoc thai"]) => WorkKind::Wastewater,
        () if has(&["thoat nuoc"]) => WorkKind::Drainage,
        () if has(&["cap nuoc", "tram bom"]) => WorkKind::Water,
        () if has(&["dien", "kv"]) => WorkKind::Power,
        () if has(&["duong", "cau ", "giao thong"]) => WorkKind::Road,
        () if has(&["vien thong"]) => WorkKind::Telecom,
        () => WorkKind::Other,
    }
}

//! Comparing what a row says of a cluster with what the register knows.

use super::super::model::{Change, Outcome};
use super::super::payload::{ClusterPayload, Seen};
use super::register::{KnownClusters, KnownFacts};
use super::same_words;
use crate::clusters::model::{Cluster, DayPrecision, FenceSide, NewInfrastructureItem, NewState};
use crate::documents::NewDocument;
use crate::observations::{NewObservation, Unit};
use crate::store::Day;
use std::collections::HashSet;

/// Leaves in the payload only what the register does not know, and tells the changes.
pub fn with_known(
    payload: &mut ClusterPayload,
    cluster: &Cluster,
    known: &KnownClusters,
    facts: &KnownFacts,
) -> (Outcome, Vec<Change>) {
    let mut changes = words(payload, cluster);
    payload.seen = Some(Seen { id: cluster.id.clone(), revision: cluster.revision });
    let names = known.names.get(&cluster.id).map(Vec::as_slice).unwrap_or_default();
    payload.aliases.retain(|alias| *alias != cluster.name && !names.contains(alias));
    changes.extend(payload.aliases.iter().map(|alias| change("Tên gọi khác", "", alias)));
    payload.known_names = names.to_vec();
    if !payload.aliases.is_empty() && payload.words.is_none() {
        // A new name changes what the cluster is found by.
        payload.words = Some(cluster.clone());
    }

    payload.observations.retain(|fact| !knows_number(facts, &cluster.id, &fact.told));
    for fact in &payload.observations {
        let told = &fact.told;
        let before = facts
            .latest(&cluster.id, told.indicator, told.as_of)
            .filter(|number| number.period == told.period || told.period.is_empty())
            .map(|number| told.indicator.unit().vi(number.value));
        changes.push(number_change(told, before.as_deref().unwrap_or_default()));
    }
    let mut states = HashSet::new();
    payload.states.retain(|fact| {
        !knows_state(facts, &cluster.id, &fact.told)
            && states.insert((fact.told.state, fact.told.on_day))
    });
    for fact in &payload.states {
        let before = facts.state(&cluster.id, fact.told.state.axis(), fact.told.on_day);
        let before =
            before.map(|state| state_text(state.state.label(), state.on_day, state.precision));
        changes.push(state_change(&fact.told, before.as_deref().unwrap_or_default()));
    }
    let papers = payload.papers.clone();
    payload.plan.retain(|fact| {
        let paper = fact.paper.and_then(|index| papers.get(index)).map(NewDocument::match_key);
        let lines = facts.plan.get(&cluster.id).map(Vec::as_slice).unwrap_or_default();
        !lines.iter().any(|line| {
            line.horizon == fact.told.horizon
                && paper.as_ref().is_none_or(|paper| *paper == line.match_key)
        })
    });
    changes.extend(payload.plan.iter().map(|fact| {
        let area = Unit::SquareMetres.vi(fact.told.area_m2);
        change(&format!("Danh mục quy hoạch đến {}", fact.told.horizon), "", &area)
    }));
    payload.investors.retain(|fact| {
        let key = crate::organizations::match_key(&fact.told.name);
        let now = facts.investors.get(&cluster.id).and_then(|list| list.first());
        now.is_none_or(|investor| !investor.keys.contains(&key))
    });
    for fact in &payload.investors {
        let before = facts.investors.get(&cluster.id).and_then(|list| list.first());
        let before = before.map(|investor| investor.name.clone()).unwrap_or_default();
        changes.push(change("Chủ đầu tư hạ tầng", &before, &fact.told.name));
    }
    payload.works.retain(|fact| !knows_work(facts, &cluster.id, &fact.told));
    changes.extend(payload.works.iter().map(|fact| work_change(&fact.told)));
    let outcome = if changes.is_empty() { Outcome::Unchanged } else { Outcome::Changed };
    (outcome, changes)
}

/// What a new cluster brings.
pub fn of_new(payload: &ClusterPayload, lead: &str) -> Vec<Change> {
    let mut changes = vec![change("Tên", "", &payload.cluster.name), change("Địa điểm", "", lead)];
    changes.extend(payload.observations.iter().map(|fact| number_change(&fact.told, "")));
    changes.extend(payload.states.iter().map(|fact| state_change(&fact.told, "")));
    changes
        .extend(payload.investors.iter().map(|f| change("Chủ đầu tư hạ tầng", "", &f.told.name)));
    changes.extend(payload.works.iter().map(|fact| work_change(&fact.told)));
    changes
}

/// The cluster's own words, where the row says something else.
fn words(payload: &mut ClusterPayload, before: &Cluster) -> Vec<Change> {
    let new = &payload.cluster;
    let mut after = before.clone();
    let mut changes = Vec::new();
    if let Some(code) = &new.code
        && before.code.as_ref() != Some(code)
    {
        changes.push(change("Mã cụm", before.code.as_deref().unwrap_or_default(), code));
        after.code = Some(code.clone());
    }
    let texts =
        [("Ngành nghề", &new.sectors, &mut after.sectors), ("Ghi chú", &new.note, &mut after.note)];
    for (field, told, kept) in texts {
        if !told.is_empty() && !same_words(told, kept) {
            changes.push(change(field, kept, told));
            kept.clone_from(told);
        }
    }
    if new.known_from < before.known_from {
        changes.push(change("Có tên từ ngày", &before.known_from.vi(), &new.known_from.vi()));
        after.known_from = new.known_from;
    }
    payload.words = (!changes.is_empty()).then_some(after);
    changes
}

fn knows_number(facts: &KnownFacts, id: &str, told: &NewObservation) -> bool {
    facts.numbers.get(id).is_some_and(|numbers| {
        numbers.iter().any(|number| {
            number.indicator == told.indicator
                && number.as_of == told.as_of
                && number.period == told.period
                && number.value == told.value
                && number.reporter == told.reporter
        })
    })
}

/// A state "by" a day is known when the cluster was in it already; an exact one when its day is known.
fn knows_state(facts: &KnownFacts, id: &str, told: &NewState) -> bool {
    match told.precision {
        DayPrecision::By => facts
            .state(id, told.state.axis(), told.on_day)
            .is_some_and(|known| known.state == told.state),
        DayPrecision::Exact => facts.states.get(id).is_some_and(|states| {
            states.iter().any(|known| {
                known.state == told.state
                    && known.on_day == told.on_day
                    && known.precision == DayPrecision::Exact
            })
        }),
    }
}

fn knows_work(facts: &KnownFacts, id: &str, told: &NewInfrastructureItem) -> bool {
    facts.works.get(id).is_some_and(|works| {
        works.iter().any(|known| {
            known.fence_side == told.fence_side.word()
                && known.name == told.name
                && (known.as_of > told.as_of
                    || (known.planned_vnd == told.planned_vnd && known.paid_vnd == told.paid_vnd))
        })
    })
}

/// A line of what changes.
pub fn change(field: &str, before: &str, after: &str) -> Change {
    Change { field: field.to_owned(), before: before.to_owned(), after: after.to_owned() }
}

/// A line for a number.
pub fn number_change(told: &NewObservation, before: &str) -> Change {
    let mut field = told.indicator.label().to_owned();
    if !told.period.is_empty() {
        field = format!("{field} ({})", told.period);
    }
    if told.reporter_kind != crate::observations::ReporterKind::Department {
        field = format!("{field}, {}", told.reporter);
    }
    let after = format!("{} {}", told.precision.label(), told.indicator.unit().vi(told.value));
    change(&field, before, after.trim())
}

fn state_text(label: &str, day: Day, precision: DayPrecision) -> String {
    match precision {
        DayPrecision::Exact => format!("{label} ngày {}", day.vi()),
        DayPrecision::By => format!("{label} (chậm nhất {})", day.vi()),
    }
}

fn state_change(told: &NewState, before: &str) -> Change {
    let after = state_text(told.state.label(), told.on_day, told.precision);
    change(told.state.axis().label(), before, &after)
}

fn work_change(told: &NewInfrastructureItem) -> Change {
    let side = match told.fence_side {
        FenceSide::Inside => "Hạ tầng trong hàng rào",
        FenceSide::Outside => "Công trình ngoài hàng rào",
    };
    let money = |amount: Option<i64>, word: &str| {
        amount.map(|vnd| format!("{word} {}", Unit::Dong.vi(vnd)))
    };
    let parts = [
        Some(told.name.clone()),
        money(told.planned_vnd, "tổng mức"),
        money(told.paid_vnd, "đã thực hiện"),
    ];
    change(side, "", &parts.into_iter().flatten().collect::<Vec<_>>().join("; "))
}

//! Reported numbers as they were known at a moment: decisions and corrections that came later
//! are taken back.

use super::model::precedence::Ranking;
use super::model::{Observation, Standing};
use crate::events::{Event, Known, told};

/// What changed the standing of a number, when.
enum Turn<'a> {
    Settled { chosen: &'a str },
    Corrected { old: &'a str, new: &'a str },
}

/// The numbers that were recorded by then, each standing as it did. `events` are those of
/// their record, in any order.
pub fn as_known(all: Vec<Observation>, events: &[Event], known: &Known) -> Vec<Observation> {
    let mut then: Vec<Observation> =
        all.into_iter().filter(|one| one.recorded_at.as_str() < known.until()).collect();
    if known.is_all() {
        return then;
    }
    let settled: Vec<(String, String)> = events
        .iter()
        .filter(|event| event.action == "observations.settled")
        .filter(|event| event.happened_at.as_str() < known.until())
        .filter_map(|event| {
            let image = told::image_of(&event.after_image);
            Some((event.happened_at.clone(), image.get("id")?.as_str()?.to_owned()))
        })
        .collect();
    let corrections: Vec<(String, String, String)> = then
        .iter()
        .filter_map(|old| {
            let new = then.iter().find(|new| old.superseded_by.as_ref() == Some(&new.id))?;
            Some((new.recorded_at.clone(), old.id.clone(), new.id.clone()))
        })
        .collect();
    for one in &mut then {
        one.status = Standing::Standing;
        if one.rank == 0 {
            one.rank = Ranking::usual().rank(one.reporter_kind);
        }
        if !corrections.iter().any(|(_, old, _)| *old == one.id) {
            one.superseded_by = None;
        }
    }
    let mut turns: Vec<(&str, Turn<'_>)> =
        settled.iter().map(|(at, chosen)| (at.as_str(), Turn::Settled { chosen })).collect();
    turns.extend(
        corrections.iter().map(|(at, old, new)| (at.as_str(), Turn::Corrected { old, new })),
    );
    turns.sort_by_key(|(at, _)| *at);
    for (at, turn) in turns {
        match turn {
            Turn::Settled { chosen } => settle(&mut then, chosen, at),
            Turn::Corrected { old, new } => correct(&mut then, old, new),
        }
    }
    then.sort_by(|a, b| {
        let order =
            (a.indicator.word(), b.as_of, a.rank).cmp(&(b.indicator.word(), a.as_of, b.rank));
        order.then_with(|| b.recorded_at.cmp(&a.recorded_at)).then_with(|| b.id.cmp(&a.id))
    });
    then
}

fn settle(then: &mut [Observation], chosen: &str, at: &str) {
    let Some(taken) = then.iter().find(|one| one.id == chosen).cloned() else { return };
    for one in then.iter_mut().filter(|one| one.asks_the_same(&taken)) {
        if one.id == chosen {
            (one.status, one.rank) = (Standing::Settled, 0);
        } else if one.recorded_at.as_str() <= at {
            one.status = Standing::SetAside;
        }
    }
}

fn correct(then: &mut [Observation], old: &str, new: &str) {
    let Some(before) = then.iter().find(|one| one.id == old).cloned() else { return };
    for one in then.iter_mut() {
        if one.id == new {
            (one.status, one.rank) = (before.status, before.rank);
        } else if one.id == old {
            one.status = Standing::SetAside;
        }
    }
}

//! Where an event belongs, so that whoever looks after one province reads that province's.

use super::model::{Act, Actor};
use crate::store::{Result, Statement, Tx};
use std::collections::{HashMap, HashSet};

/// The place of a record and the province that place lies in.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub(super) struct Where {
    pub place_id: String,
    pub province_id: String,
}

/// How the place of a kind of record is found: its id, the place, the province.
/// A kind that is not here belongs where the person who acts works.
const KINDS: &[(&str, &str)] = &[
    (
        "cluster",
        "select c.id, 'cluster:' || c.id, coalesce(p.province_id, '')
         from clusters c left join places p on p.id = c.lead_place_id where c.id in ",
    ),
    (
        "tenant",
        "select t.id, 'cluster:' || t.cluster_id, coalesce(p.province_id, '')
         from tenants t join clusters c on c.id = t.cluster_id left join places p on p.id = c.lead_place_id where t.id in ",
    ),
    (
        "import",
        "select i.id, i.place_id, coalesce(p.province_id, '')
         from imports i join places p on p.id = i.place_id where i.id in ",
    ),
    (
        "place",
        "select p.id, p.id, coalesce(p.province_id, '') from places p where p.id in ",
    ),
    (
        "document",
        "select d.id, d.place_id, coalesce(p.province_id, '')
         from documents d join places p on p.id = d.place_id where d.id in ",
    ),
    (
        "entry_request",
        "select r.id, r.place_id, coalesce(p.province_id, '')
         from user_entry_requests r left join places p on p.id = r.place_id where r.id in ",
    ),
    (
        "report",
        "select r.id, coalesce('cluster:' || r.cluster_id, r.place_id, ''), coalesce(p.province_id, '')
         from reports r left join clusters c on c.id = r.cluster_id
         left join places p on p.id = coalesce(c.lead_place_id, r.place_id) where r.id in ",
    ),
    (
        "promotion_project",
        "select c.id, c.lead_place_id, coalesce(p.province_id, '')
         from promotion_projects c left join places p on p.id = c.lead_place_id where c.id in ",
    ),
    (
        "promotion_need",
        "select c.id, c.lead_place_id, coalesce(p.province_id, '')
         from promotion_needs c left join places p on p.id = c.lead_place_id where c.id in ",
    ),
    (
        "promotion_area",
        "select p.id, p.id, coalesce(p.province_id, '') from places p where p.id in ",
    ),
    (
        "promotion_plan",
        "select c.id, c.place_id, coalesce(p.province_id, '')
         from promotion_plans c left join places p on p.id = c.place_id where c.id in ",
    ),
    (
        "report_writing",
        "select w.id, w.place_id, coalesce(p.province_id, '')
         from report_writings w left join places p on p.id = w.place_id where w.id in ",
    ),
    ("user", OF_PERSON),
];

/// The place of a person's newest role.
const OF_PERSON: &str = "select r.user_id, r.place_id, coalesce(p.province_id, '')
     from user_roles r left join places p on p.id = r.place_id
     where not exists (select 1 from user_roles later where later.user_id = r.user_id and later.id > r.id) and r.user_id in ";

/// The places of some acts, in their order.
pub(super) async fn of_acts(tx: &mut Tx, actor: &Actor, acts: &[&Act<'_>]) -> Result<Vec<Where>> {
    let mut known: HashMap<(&str, String), Where> = HashMap::new();
    for (kind, words) in KINDS {
        let ids: HashSet<&str> =
            acts.iter().filter(|act| act.subject_kind == *kind).map(|act| act.subject_id).collect();
        let found = ask(tx, words, ids.into_iter()).await?;
        known.extend(found.into_iter().map(|(id, place)| ((*kind, id), place)));
    }
    let is_known = |act: &Act<'_>| {
        KINDS.iter().any(|(kind, _)| {
            *kind == act.subject_kind && known.contains_key(&(*kind, act.subject_id.to_owned()))
        })
    };
    let own = if acts.iter().all(|act| is_known(act)) {
        Where::default()
    } else {
        of_actor(tx, actor).await?
    };
    let places = acts.iter().map(|act| {
        known.get(&(act.subject_kind, act.subject_id.to_owned())).unwrap_or(&own).clone()
    });
    Ok(places.collect())
}

async fn of_actor(tx: &mut Tx, actor: &Actor) -> Result<Where> {
    let (words, id) = match &actor.on_behalf_of {
        Some(place_id) => (
            "select p.id, p.id, coalesce(p.province_id, '') from places p where p.id in ",
            place_id,
        ),
        None => (OF_PERSON, &actor.user_id),
    };
    let found = ask(tx, words, std::iter::once(id.as_str())).await?;
    Ok(found.into_iter().next().map(|(_, place)| place).unwrap_or_default())
}

async fn ask<'i>(
    tx: &mut Tx,
    words: &'static str,
    ids: impl Iterator<Item = &'i str>,
) -> Result<Vec<(String, Where)>> {
    let ids: Vec<String> = ids.map(str::to_owned).collect();
    let mut found = Vec::new();
    for chunk in ids.chunks(400) {
        let mut query = Statement::new(words);
        query.push_list(chunk.iter().cloned());
        let rows: Vec<(String, String, String)> = query.fetch_all_within(tx).await?;
        found.extend(
            rows.into_iter()
                .map(|(id, place_id, province_id)| (id, Where { place_id, province_id })),
        );
    }
    Ok(found)
}

//! All SQL of reading the history.

use super::model::{AuditAttempt, AuditEvent, AuditFilter, AuditReach};
use crate::places::{COUNTRY_ID, Level};
use crate::store::{Result, Statement, Store};
use crate::users::{Right, Role, Viewer};

/// Up to so many places each is asked by itself, so that the newest of a rare one are found
/// without reading everybody's.
const ASKED_APART: usize = 40;

/// Where a person may audit.
pub async fn find_reach(store: &Store, viewer: &Viewer) -> Result<AuditReach> {
    let roles = Role::ALL.iter().filter(|role| role.gives(Right::Audit)).copied();
    let mut query = Statement::new("select distinct place_id from user_places where user_id = ");
    query.push_bind(viewer.user_id.clone()).push(" and role in ").push_list(roles);
    let seats: Vec<(String,)> = query.fetch_all(store).await?;
    reach_of(store, seats.into_iter().map(|(id,)| id).collect()).await
}

/// What belongs to some places: a province with those it came from; any other place with
/// the clusters in it.
pub async fn reach_of(store: &Store, seats: Vec<String>) -> Result<AuditReach> {
    if seats.iter().any(|id| id == COUNTRY_ID) {
        return Ok(AuditReach::Everything);
    }
    let (mut provinces, mut places) = (Vec::new(), Vec::new());
    for seat in seats {
        let level: Option<(Level,)> = sqlx::query_as("select level from places where id = $1")
            .bind(&seat)
            .fetch_optional(store.read())
            .await?;
        if level == Some((Level::Province,)) {
            provinces.push(seat);
            continue;
        }
        let members: Vec<(String,)> =
            sqlx::query_as("select member_id from place_members where region_id = $1")
                .bind(&seat)
                .fetch_all(store.read())
                .await?;
        if !members.is_empty() {
            provinces.extend(members.into_iter().map(|(id,)| id));
            continue;
        }
        let clusters: Vec<(String,)> = sqlx::query_as(
            "select 'cluster:' || cluster_id from cluster_places where place_id = $1",
        )
        .bind(&seat)
        .fetch_all(store.read())
        .await?;
        places.extend(clusters.into_iter().map(|(id,)| id));
        places.push(seat);
    }
    // A province of today answers for what happened in those it was made of.
    let mut next = 0;
    while let Some(province) = provinces.get(next).cloned() {
        let earlier: Vec<(String,)> = sqlx::query_as(
            "select c.old_id from place_changes c join places p on p.id = c.old_id and p.level = 'province' where c.new_id = $1",
        )
        .bind(&province)
        .fetch_all(store.read())
        .await?;
        for (id,) in earlier {
            if !provinces.contains(&id) {
                provinces.push(id);
            }
        }
        next += 1;
    }
    Ok(AuditReach::Some { provinces, places })
}

/// Numbers of the first and last event of a period; nothing when there is none.
async fn bounds(store: &Store, wanted: &AuditFilter) -> Result<Option<(i64, i64)>> {
    if wanted.since.is_empty() && wanted.until.is_empty() {
        return Ok(Some((0, i64::MAX)));
    }
    let until = if wanted.until.is_empty() { "9" } else { &wanted.until };
    let (first, last): (Option<i64>, Option<i64>) = sqlx::query_as(
        "select min(position), max(position) from events where happened_at >= $1 and happened_at < $2",
    )
    .bind(&wanted.since)
    .bind(until)
    .fetch_one(store.read())
    .await?;
    Ok(first.zip(last))
}

/// Events that are asked for and may be read, newest first.
pub async fn list_events(
    store: &Store,
    wanted: &AuditFilter,
    limit: i64,
) -> Result<Vec<AuditEvent>> {
    let Some((first, last)) = bounds(store, wanted).await? else { return Ok(Vec::new()) };
    let numbers = (first.max(1), last.min(wanted.before.saturating_sub(1)));
    let mut query = Statement::new(
        "select e.position, e.happened_at, u.full_name, u.name as login, coalesce(b.full_name, '') as on_behalf_of, coalesce(b2.name, '') as on_behalf_of_body, e.action, e.subject_kind, e.subject_id,
                coalesce(c.name, t.name, i.file_name, d2.number, o.name, p2.full_name, u2.full_name, '') as subject,
                case when c.slug is not null then '/clusters/' || c.slug
                     when u2.name is not null then '/users/' || u2.name else '' end as path,
                coalesce(p.full_name, '') as province, e.note, coalesce(e.document_id, '') as document_id, coalesce(d.number, '') as document
         from events e
         join users u on u.id = e.user_id
         left join places b on b.id = e.on_behalf_of
         left join organizations b2 on b2.id = substr(e.on_behalf_of, 14)
         left join places p on p.id = e.province_id
         left join documents d on d.id = e.document_id
         left join clusters c on e.subject_kind = 'cluster' and c.id = e.subject_id
         left join tenants t on e.subject_kind = 'tenant' and t.id = e.subject_id
         left join imports i on e.subject_kind = 'import' and i.id = e.subject_id
         left join documents d2 on e.subject_kind = 'document' and d2.id = e.subject_id
         left join organizations o on e.subject_kind = 'organization' and o.id = e.subject_id
         left join places p2 on e.subject_kind = 'place' and p2.id = e.subject_id
         left join users u2 on e.subject_kind = 'user' and u2.id = e.subject_id
         where e.position in (select n.position from (",
    );
    for (nth, key) in keys(wanted).into_iter().enumerate() {
        if nth > 0 {
            query.push(" union ");
        }
        query.push("select x.position from (select e.position from events e where e.position >= ");
        query.push_bind(numbers.0).push(" and e.position <= ").push_bind(numbers.1);
        push_key(&mut query, &key);
        push_filters(&mut query, wanted);
        query.push(" order by e.position desc limit ").push_bind(limit).push(") x");
    }
    query.push(") n order by n.position desc limit ").push_bind(limit);
    query.push(") order by e.position desc");
    query.fetch_all(store).await
}

/// One way in which an event can belong to what is asked for.
enum Key {
    Any,
    Province(String),
    Place(String),
    Within(AuditReach),
}

fn keys(wanted: &AuditFilter) -> Vec<Key> {
    match wanted.within.as_ref().unwrap_or(&wanted.reach) {
        AuditReach::Everything => vec![Key::Any],
        AuditReach::Some { provinces, places } if provinces.len() + places.len() <= ASKED_APART => {
            let provinces = provinces.iter().cloned().map(Key::Province);
            let keys: Vec<Key> = provinces.chain(places.iter().cloned().map(Key::Place)).collect();
            // Whoever may audit nowhere still asks a question; its answer is empty.
            if keys.is_empty() { vec![Key::Place("nowhere".to_owned())] } else { keys }
        }
        wide @ AuditReach::Some { .. } => vec![Key::Within(wide.clone())],
    }
}

fn push_key(query: &mut Statement, key: &Key) {
    match key {
        Key::Any => {}
        Key::Province(id) => {
            query.push(" and e.province_id = ").push_bind(id.clone());
        }
        Key::Place(id) => {
            query.push(" and e.place_id = ").push_bind(id.clone());
        }
        Key::Within(reach) => push_reach(query, reach, ("e.province_id", "e.place_id")),
    }
}

/// ` and (province in (…) or place in (…))`.
fn push_reach(query: &mut Statement, reach: &AuditReach, columns: (&'static str, &'static str)) {
    let AuditReach::Some { provinces, places } = reach else { return };
    // A list may be empty in neither dialect.
    let list = |ids: &[String]| -> Vec<String> {
        if ids.is_empty() { vec!["nowhere".to_owned()] } else { ids.to_vec() }
    };
    query.push(" and (").push(columns.0).push(" in ").push_list(list(provinces));
    query.push(" or ").push(columns.1).push(" in ").push_list(list(places)).push(")");
}

fn push_filters(query: &mut Statement, wanted: &AuditFilter) {
    if wanted.within.is_some() {
        push_reach(query, &wanted.reach, ("e.province_id", "e.place_id"));
    }
    if let Some(people) = &wanted.people {
        let none = vec!["nobody".to_owned()];
        let people = if people.is_empty() { &none } else { people };
        query.push(" and e.user_id in ").push_list(people.clone());
    }
    if !wanted.action.is_empty() {
        query.push(" and e.action = ").push_bind(wanted.action.clone());
    }
    // The numbers found for the period lead; the moment only decides between neighbours.
    if !wanted.since.is_empty() {
        query.push(" and e.happened_at || '' >= ").push_bind(wanted.since.clone());
    }
    if !wanted.until.is_empty() {
        query.push(" and e.happened_at || '' < ").push_bind(wanted.until.clone());
    }
    let (folded, typed) = &wanted.record;
    if !typed.is_empty() {
        query.push(" and (e.subject_id = ").push_bind(typed.clone());
        query.push(" or e.subject_id in (select id from clusters where search_text like '%' || ");
        query.push_bind(folded.clone());
        query.push(" || '%' union all select id from tenants where search_text like '%' || ");
        query.push_bind(folded.clone());
        query.push(" || '%'))");
    }
}

/// Requests that were refused to people of the reach, newest first.
pub async fn list_refusals(
    store: &Store,
    wanted: &AuditFilter,
    before: &str,
    limit: i64,
) -> Result<Vec<AuditAttempt>> {
    let mut query = Statement::new(
        "select a.id, a.at, u.full_name, u.name as login, a.method || ' ' || a.path as what, a.status, a.address
         from user_refusals a join users u on u.id = a.user_id where a.id < ",
    );
    push_attempts(&mut query, wanted, before, limit);
    query.fetch_all(store).await
}

/// Attempts to sign in by people of the reach, newest first; names that nobody has are for
/// whoever reads everything.
pub async fn list_sign_ins(
    store: &Store,
    wanted: &AuditFilter,
    before: &str,
    limit: i64,
) -> Result<Vec<AuditAttempt>> {
    let mut query = Statement::new(
        "select a.id, a.at, coalesce(u.full_name, '') as full_name, a.name as login, a.outcome as what, cast(0 as bigint) as status, a.address
         from log_in_attempts a left join users u on u.name = a.name where a.id < ",
    );
    push_attempts(&mut query, wanted, before, limit);
    query.fetch_all(store).await
}

fn push_attempts(query: &mut Statement, wanted: &AuditFilter, before: &str, limit: i64) {
    query.push_bind(if before.is_empty() { "g" } else { before }.to_owned());
    let until = if wanted.until.is_empty() { "9" } else { &wanted.until };
    query.push(" and a.at < ").push_bind(until.to_owned());
    query.push(" and a.at >= ").push_bind(wanted.since.clone());
    if let Some(people) = &wanted.people {
        let none = vec!["nobody".to_owned()];
        let people = if people.is_empty() { &none } else { people };
        query.push(" and u.id in ").push_list(people.clone());
    }
    for reach in [Some(&wanted.reach), wanted.within.as_ref()].into_iter().flatten() {
        if matches!(reach, AuditReach::Some { .. }) {
            query.push(
                " and exists (select 1 from user_roles r left join places p on p.id = r.place_id where r.user_id = u.id ",
            );
            push_reach(query, reach, ("p.province_id", "r.place_id"));
            query.push(")");
        }
    }
    query.push(" order by a.id desc limit ").push_bind(limit);
}

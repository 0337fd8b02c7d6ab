//! Writing what a file of changes comes to, and reading what it touches.

use super::super::change::Content;
use super::super::change::plan::Member;
use super::super::load::match_key;
use super::super::model::{Change, Link, Mapping, Place, Preference};
use crate::store::{Day, Result, Statement, Store, StoreError, Tx, new_id};
use kernel::text::sort_key;
use std::collections::BTreeSet;

/// Most ids named in one statement.
const CHUNK: usize = 800;

/// Ends units on their last day; a unit that has ended already is someone else's change.
pub async fn end_units(tx: &mut Tx, ended: &[(String, Day)]) -> Result<()> {
    let mut days: Vec<Day> = ended.iter().map(|(_, last)| *last).collect();
    days.dedup();
    for day in days {
        let ids: Vec<&String> =
            ended.iter().filter(|(_, last)| *last == day).map(|(id, _)| id).collect();
        for chunk in ids.chunks(CHUNK) {
            let mut query = Statement::new("update places set valid_to = ");
            query.push_bind(day);
            query.push(", revision = revision + 1 where valid_to is null and id in ");
            query.push_list(chunk.iter().map(|id| (*id).clone()));
            let count = query.execute(tx).await?;
            if usize::try_from(count).unwrap_or_default() != chunk.len() {
                return Err(StoreError::Stale);
            }
        }
    }
    Ok(())
}

/// Adds units that begin; `document` finds the paper of a decree.
pub async fn begin_units(
    tx: &mut Tx,
    begun: &[Place],
    document: impl Fn(&str) -> Option<String>,
) -> Result<()> {
    for chunk in begun.chunks(400) {
        let mut query = Statement::new(
            "insert into places (id, code, level, kind, name, full_name, parent_id, province_id, valid_from, valid_to, decree, document_id, sort_key, match_key) ",
        );
        query.push_values(chunk, |values, place| {
            values
                .push_bind(place.id.clone())
                .push_bind(place.code.clone())
                .push_bind(place.level)
                .push_bind(place.kind.clone())
                .push_bind(place.name.clone())
                .push_bind(place.full_name.clone())
                .push_bind(place.parent_id.clone())
                .push_bind(place.province_id.clone())
                .push_bind(place.valid_from.clone())
                .push_bind(place.valid_to.clone())
                .push_bind(place.decree.clone())
                .push_bind(document(&place.decree))
                .push_bind(sort_key(&place.name))
                .push_bind(match_key(&place.name));
        });
        query.execute(tx).await?;
    }
    Ok(())
}

/// Keeps what became what.
pub async fn connect_units(
    tx: &mut Tx,
    changes: &[Change],
    document: impl Fn(&str) -> Option<String>,
) -> Result<()> {
    for chunk in changes.chunks(CHUNK) {
        let mut query = Statement::new(
            "insert into place_changes (old_id, new_id, kind, preference, effective_on, decree, document_id) ",
        );
        query.push_values(chunk, |values, change| {
            values
                .push_bind(change.old_id.clone())
                .push_bind(change.new_id.clone())
                .push_bind(change.kind.clone())
                .push_bind(change.preference)
                .push_bind(change.effective_on.clone())
                .push_bind(change.decree.clone())
                .push_bind(document(&change.decree));
        });
        query.execute(tx).await?;
    }
    Ok(())
}

/// Keeps which provinces are members of which regions.
pub async fn insert_members(tx: &mut Tx, members: &[Member]) -> Result<()> {
    for chunk in members.chunks(CHUNK) {
        let mut query =
            Statement::new("insert into place_members (region_id, member_id, source, confidence) ");
        query.push_values(chunk, |values, member| {
            values
                .push_bind(member.region_id.clone())
                .push_bind(member.member_id.clone())
                .push_bind(member.source.clone())
                .push_bind(member.confidence.clone());
        });
        query.push(" on conflict do nothing");
        query.execute(tx).await?;
    }
    Ok(())
}

/// Ties every cluster to the regions of the provinces it lies in, where it is not yet.
pub async fn tie_to_regions(tx: &mut Tx) -> Result<()> {
    sqlx::query(
        "insert into cluster_places (cluster_id, place_id, relation, mapping)
         select cp.cluster_id, m.region_id, case when max(cp.relation) = 'mapped' then 'mapped' else 'within' end, min(cp.mapping)
         from cluster_places cp join place_members m on m.member_id = cp.place_id
         where 1 = 1
         group by cp.cluster_id, m.region_id
         on conflict do nothing",
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// How many regions there are.
pub async fn count_regions(store: &Store) -> Result<i64> {
    let (count,): (i64,) = sqlx::query_as("select count(*) from places where level = 'region'")
        .fetch_one(store.read())
        .await?;
    Ok(count)
}

/// One tie of a cluster that a change touches.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Tie {
    /// Id of the cluster.
    pub cluster_id: String,
    /// Its page.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// The unit it is tied to.
    pub place_id: String,
    /// recorded, within, mapped; confirmed for a commune that an officer chose.
    pub relation: String,
}

/// Every tie of the clusters that are tied to any of some units, by cluster.
pub async fn list_ties(tx: &mut Tx, place_ids: &[String]) -> Result<Vec<Tie>> {
    let mut ties: Vec<Tie> = Vec::new();
    for chunk in place_ids.chunks(CHUNK) {
        let mut query = Statement::new(
            "select cp.cluster_id, c.slug, c.name, cp.place_id, cp.relation
             from cluster_places cp join clusters c on c.id = cp.cluster_id
             where cp.relation <> 'itself' and cp.cluster_id in (select x.cluster_id from cluster_places x where x.place_id in ",
        );
        query.push_list(chunk.iter().cloned()).push(")");
        ties.extend(query.fetch_all_within(tx).await?);
        let mut query = Statement::new(
            "select cc.cluster_id, c.slug, c.name, cc.place_id, 'confirmed' as relation
             from cluster_communes cc join clusters c on c.id = cc.cluster_id
             where cc.cluster_id in (select x.cluster_id from cluster_places x where x.place_id in ",
        );
        query.push_list(chunk.iter().cloned()).push(") order by cc.id desc");
        ties.extend(query.fetch_all_within(tx).await?);
    }
    let mut seen = BTreeSet::new();
    ties.retain(|tie| {
        seen.insert((tie.cluster_id.clone(), tie.relation.clone(), tie.place_id.clone()))
    });
    Ok(ties)
}

/// Ties clusters to further units; what is tied stays as it is.
pub async fn insert_ties(tx: &mut Tx, ties: &[(String, Link)]) -> Result<()> {
    for chunk in ties.chunks(CHUNK) {
        let mut query =
            Statement::new("insert into cluster_places (cluster_id, place_id, relation, mapping) ");
        query.push_values(chunk, |values, (cluster_id, link)| {
            values
                .push_bind(cluster_id.clone())
                .push_bind(link.place_id.clone())
                .push_bind(link.relation)
                .push_bind(link.mapping);
        });
        query.push(" on conflict do nothing");
        query.execute(tx).await?;
    }
    Ok(())
}

/// Lets organizations, papers, promotion projects and needs that are tied to a unit be found by what it became and by the
/// units above that: whole, or by default where it was divided.
pub async fn tie_others(tx: &mut Tx, changes: &[Change]) -> Result<()> {
    let words = [
        "insert into organization_places (organization_id, place_id, relation, mapping)
         select tied.organization_id, unit.id, 'mapped', $3
         from organization_places tied join places became on became.id = $2
         join places unit on unit.id in (became.id, became.parent_id, became.province_id)
         where tied.place_id = $1 on conflict do nothing",
        "insert into document_places (document_id, place_id, relation, mapping)
         select tied.document_id, unit.id, 'mapped', $3
         from document_places tied join places became on became.id = $2
         join places unit on unit.id in (became.id, became.parent_id, became.province_id)
         where tied.place_id = $1 on conflict do nothing",
        "insert into promotion_need_places (need_id, place_id, relation, mapping)
         select tied.need_id, unit.id, 'mapped', $3
         from promotion_need_places tied join places became on became.id = $2
         join places unit on unit.id in (became.id, became.parent_id, became.province_id)
         where tied.place_id = $1 on conflict do nothing",
        "insert into promotion_project_places (project_id, place_id, relation, mapping)
         select tied.project_id, unit.id, 'mapped', $3
         from promotion_project_places tied join places became on became.id = $2
         join places unit on unit.id in (became.id, became.parent_id, became.province_id)
         where tied.place_id = $1 on conflict do nothing",
    ];
    for change in changes.iter().filter(|change| change.preference == Preference::Default) {
        let is_divided = changes.iter().filter(|other| other.old_id == change.old_id).count() > 1;
        let mapping = if is_divided { Mapping::Default } else { Mapping::Whole };
        for sql in words {
            sqlx::query(sql)
                .bind(&change.old_id)
                .bind(&change.new_id)
                .bind(mapping)
                .execute(&mut **tx)
                .await?;
        }
    }
    Ok(())
}

/// A role or request at a unit that ends.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, sqlx::FromRow)]
pub struct HeldAt {
    /// Full name of the person.
    pub full_name: String,
    /// What one signs in with, to find the account.
    pub user: String,
    /// Word of the role, or the reason of the request.
    pub what: String,
    /// Id of the unit.
    pub place_id: String,
}

/// The roles held at any of some units on or after a day.
pub async fn list_roles_at(tx: &mut Tx, place_ids: &[String], day: Day) -> Result<Vec<HeldAt>> {
    held_at(
        tx,
        "select u.full_name, u.name as user, r.role as what, r.place_id from user_roles r join users u on u.id = r.user_id
         where (r.to_day is null or r.to_day >= ",
        ") and r.place_id in ",
        place_ids,
        day,
    )
    .await
}

/// The requests to enter for some communes that run on or after a day.
pub async fn list_requests_at(tx: &mut Tx, place_ids: &[String], day: Day) -> Result<Vec<HeldAt>> {
    held_at(
        tx,
        "select u.full_name, u.name as user, q.reason as what, q.place_id from user_entry_requests q join users u on u.id = q.asked_by
         where q.withdrawn_on is null and (q.to_day >= ",
        ") and q.place_id in ",
        place_ids,
        day,
    )
    .await
}

async fn held_at(
    tx: &mut Tx,
    select: &'static str,
    among: &'static str,
    place_ids: &[String],
    day: Day,
) -> Result<Vec<HeldAt>> {
    let mut held = Vec::new();
    for chunk in place_ids.chunks(CHUNK) {
        let mut query = Statement::new(select);
        query.push_bind(day).push(among).push_list(chunk.iter().cloned());
        query.push(" order by u.sort_key, u.id");
        held.extend(query.fetch_all_within::<HeldAt>(tx).await?);
    }
    Ok(held)
}

/// A file of changes that somebody brought.
#[derive(Clone, Debug, serde::Serialize, sqlx::FromRow)]
pub struct ChangeFile {
    /// Id.
    pub id: String,
    /// Counts the changes.
    pub revision: i64,
    /// What it is about.
    pub content: Content,
    /// SHA-256 of its bytes.
    pub file_sha256: String,
    /// Its name as it came.
    pub file_name: String,
    /// Its size.
    pub file_bytes: i64,
    /// How many lines it has.
    pub row_count: i64,
    /// Full name of whoever brought it.
    pub uploaded_by: String,
    /// When, UTC.
    pub uploaded_at: String,
    /// Day it was applied.
    pub applied_on: Option<Day>,
    /// Id of the file as a paper, once applied.
    pub document_id: Option<String>,
    /// What it changed, JSON, once applied.
    pub summary: String,
}

/// A file to keep.
#[derive(Clone, Debug)]
pub struct NewChangeFile {
    /// What it is about.
    pub content: Content,
    /// SHA-256 of its bytes.
    pub file_sha256: String,
    /// Its name as it came.
    pub file_name: String,
    /// Its size.
    pub file_bytes: i64,
    /// How many lines it has.
    pub row_count: i64,
}

/// Keeps a file of changes; returns its id.
pub async fn insert_change_file(
    tx: &mut Tx,
    new: &NewChangeFile,
    user_id: &str,
    now: &str,
) -> Result<String> {
    let id = new_id();
    sqlx::query(
        "insert into place_change_files (id, content, file_sha256, file_name, file_bytes, row_count, uploaded_by, uploaded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(&id)
    .bind(new.content)
    .bind(&new.file_sha256)
    .bind(&new.file_name)
    .bind(new.file_bytes)
    .bind(new.row_count)
    .bind(user_id)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

/// Marks a file as applied, unless someone applied it since it was read.
pub async fn set_applied(
    tx: &mut Tx,
    file: &ChangeFile,
    on: Day,
    document_id: &str,
    summary: &str,
) -> Result<()> {
    let done = sqlx::query(
        "update place_change_files set applied_on = $1, document_id = $2, summary = $3, revision = revision + 1 where id = $4 and revision = $5",
    )
    .bind(on)
    .bind(document_id)
    .bind(summary)
    .bind(&file.id)
    .bind(file.revision)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// One file of changes by its id.
pub async fn find_change_file(store: &Store, id: &str) -> Result<Option<ChangeFile>> {
    let file = sqlx::query_as(
        "select f.id, f.revision, f.content, f.file_sha256, f.file_name, f.file_bytes, f.row_count, u.full_name as uploaded_by, f.uploaded_at, f.applied_on, f.document_id, f.summary
         from place_change_files f join users u on u.id = f.uploaded_by where f.id = $1",
    )
    .bind(id)
    .fetch_optional(store.read())
    .await?;
    Ok(file)
}

/// The files of changes, latest first.
pub async fn list_change_files(store: &Store, limit: i64) -> Result<Vec<ChangeFile>> {
    let files = sqlx::query_as(
        "select f.id, f.revision, f.content, f.file_sha256, f.file_name, f.file_bytes, f.row_count, u.full_name as uploaded_by, f.uploaded_at, f.applied_on, f.document_id, '' as summary
         from place_change_files f join users u on u.id = f.uploaded_by order by f.uploaded_at desc, f.id desc limit $1",
    )
    .bind(limit)
    .fetch_all(store.read())
    .await?;
    Ok(files)
}

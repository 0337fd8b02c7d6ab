//! All SQL of observations.

mod precedences;

pub use precedences::{insert_precedence, list_precedences, precedences_within, rank_anew};

use super::model::{Indicator, NewObservation, Observation, ReporterKind, Standing};
use crate::store::{Result, Statement, Store, StoreError, Tx, new_id};
use crate::users::Viewer;

/// Keeps what a paper reports of one subject, many a statement.
pub async fn insert_many(
    tx: &mut Tx,
    subject_kind: &str,
    document_id: &str,
    now: &str,
    rows: &[(String, NewObservation)],
) -> Result<()> {
    let rules = precedences_within(tx).await?;
    for chunk in rows.chunks(60) {
        let mut query = Statement::new(
            "insert into observations (id, subject_kind, subject_id, indicator, as_of, period, value, unit, precision, document_id, location, reporter, reporter_kind, rank, status, raw, note, recorded_at) ",
        );
        query.push_values(chunk, |values, (subject_id, new)| {
            values
                .push_bind(new_id())
                .push_bind(subject_kind.to_owned())
                .push_bind(subject_id.clone())
                .push_bind(new.indicator)
                .push_bind(new.as_of)
                .push_bind(new.period.clone())
                .push_bind(new.value)
                .push_bind(new.indicator.unit())
                .push_bind(new.precision)
                .push_bind(document_id.to_owned())
                .push_bind(new.location.clone())
                .push_bind(new.reporter.clone())
                .push_bind(new.reporter_kind)
                .push_bind(rules.rank(new.indicator, new.as_of, new.reporter_kind))
                .push_bind(Standing::Standing)
                .push_bind(new.raw.clone())
                .push_bind(new.note.clone())
                .push_bind(now.to_owned());
        });
        query.push(
            " on conflict (subject_id, indicator, as_of, period, document_id, reporter, correction) do nothing",
        );
        query.execute(tx).await?;
    }
    Ok(())
}

/// Everything reported of a cluster, by indicator, latest day first, for a viewer who may see it.
pub async fn list_for_cluster(
    store: &Store,
    viewer: &Viewer,
    cluster_id: &str,
) -> Result<Vec<Observation>> {
    let observations = sqlx::query_as(
        "select id, revision, subject_kind, subject_id, indicator, as_of, period, value, unit, precision, document_id, location, reporter, reporter_kind, rank, status, raw, note, recorded_at, superseded_by
         from observations o
         where subject_id = $1
           and exists (select 1 from cluster_places cp
                       join user_places up on up.place_id = cp.place_id and up.user_id = $2
                       where cp.cluster_id = o.subject_id)
         order by indicator, as_of desc, rank, recorded_at desc",
    )
    .bind(cluster_id)
    .bind(&viewer.user_id)
    .fetch_all(store.read())
    .await?;
    Ok(observations)
}

/// Which questions are wanted.
#[derive(Clone, Debug, Default)]
pub struct WantedConflicts {
    /// Text to look for in the cluster, folded; empty for all.
    pub cluster: String,
    /// What was reported; `None` for everything.
    pub indicator: Option<Indicator>,
    /// Questions to which this kind of source has answered; `None` for all.
    pub reporter_kind: Option<ReporterKind>,
    /// Those that were decided, instead of the open ones.
    pub decided: Decided,
}

/// Whether a question was decided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Decided {
    /// Nobody has decided.
    #[default]
    Open,
    /// Somebody has chosen one of the answers.
    Settled,
}

/// Observations of clusters on which sources disagree and nobody has decided: same subject,
/// indicator, day and period, different values. Of clusters the viewer may see in `place_id`.
pub async fn list_conflicts(
    store: &Store,
    viewer: &Viewer,
    place_id: &str,
) -> Result<Vec<Observation>> {
    list_wanted_conflicts(store, viewer, place_id, &WantedConflicts::default()).await
}

/// Observations of clusters on which sources disagree or disagreed, those wanted of them.
pub async fn list_wanted_conflicts(
    store: &Store,
    viewer: &Viewer,
    place_id: &str,
    wanted: &WantedConflicts,
) -> Result<Vec<Observation>> {
    let mut query = Statement::new(
        "select o.id, o.revision, o.subject_kind, o.subject_id, o.indicator, o.as_of, o.period, o.value, o.unit, o.precision, o.document_id, o.location, o.reporter, o.reporter_kind, o.rank, o.status, o.raw, o.note, o.recorded_at, o.superseded_by
         from observations o
         join (select x.subject_id, x.indicator, x.as_of, x.period
               from observations x
               where x.subject_kind = 'cluster' and x.subject_id in (select here.cluster_id from cluster_places here where here.place_id = ",
    );
    query.push_bind(place_id.to_owned());
    query.push(") and ");
    query.push(match wanted.decided {
        Decided::Open => {
            "x.status <> 'set_aside'
               group by x.subject_id, x.indicator, x.as_of, x.period
               having min(x.value) <> max(x.value)"
        }
        Decided::Settled => {
            "x.superseded_by is null
               group by x.subject_id, x.indicator, x.as_of, x.period
               having min(x.value) <> max(x.value) and sum(case when x.status = 'settled' then 1 else 0 end) > 0"
        }
    });
    query.push(
        ") question
           on question.subject_id = o.subject_id and question.indicator = o.indicator
          and question.as_of = o.as_of and question.period = o.period
         join clusters c on c.id = o.subject_id
         where exists (select 1 from cluster_places cp where cp.cluster_id = c.id and cp.place_id = ",
    );
    query.push_bind(place_id.to_owned());
    query.push(
        ") and exists (select 1 from cluster_places cp
                       join user_places up on up.place_id = cp.place_id and up.user_id = ",
    );
    query.push_bind(viewer.user_id.clone()).push(" where cp.cluster_id = c.id)");
    if !wanted.cluster.is_empty() {
        query.push(" and c.search_text like '%' || ").push_bind(wanted.cluster.clone());
        query.push(" || '%'");
    }
    if let Some(indicator) = wanted.indicator {
        query.push(" and o.indicator = ").push_bind(indicator);
    }
    if let Some(kind) = wanted.reporter_kind {
        query.push(
            " and exists (select 1 from observations s where s.subject_id = o.subject_id and s.indicator = o.indicator
                            and s.as_of = o.as_of and s.period = o.period and s.reporter_kind = ",
        );
        query.push_bind(kind).push(")");
    }
    query.push(" order by c.sort_key, c.id, o.indicator, o.as_of, o.period, case when o.status = 'set_aside' then 1 else 0 end, o.rank, o.recorded_at");
    query.fetch_all(store).await
}

/// One observation by its id, with the cluster it belongs to, if the viewer may see that.
pub async fn find(
    store: &Store,
    viewer: &Viewer,
    id: &str,
) -> Result<Option<(Observation, String)>> {
    let found: Option<Observation> = sqlx::query_as(
        "select id, revision, subject_kind, subject_id, indicator, as_of, period, value, unit, precision, document_id, location, reporter, reporter_kind, rank, status, raw, note, recorded_at, superseded_by
         from observations where id = $1",
    )
    .bind(id)
    .fetch_optional(store.read())
    .await?;
    let Some(found) = found else { return Ok(None) };
    let cluster: Option<(String,)> = sqlx::query_as(
        "select x.id from (select c.id from clusters c where c.id = $1
                           union all select t.cluster_id from tenants t where t.id = $1) x
         where exists (select 1 from cluster_places mine join user_places up on up.place_id = mine.place_id
                       where mine.cluster_id = x.id and up.user_id = $2)",
    )
    .bind(&found.subject_id)
    .bind(&viewer.user_id)
    .fetch_optional(store.read())
    .await?;
    Ok(cluster.map(|(cluster_id,)| (found, cluster_id)))
}

/// Sets a number aside because `new_id` stands instead of it, unless it changed since it was read.
pub async fn supersede(tx: &mut Tx, old: &Observation, new_id: &str, reason: &str) -> Result<()> {
    let done = sqlx::query(
        "update observations set status = 'set_aside', superseded_by = $1, note = $2, revision = revision + 1
         where id = $3 and revision = $4 and superseded_by is null",
    )
    .bind(new_id)
    .bind(reason)
    .bind(&old.id)
    .bind(old.revision)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Keeps the number that stands instead of `old`; it counts as that one did.
pub async fn insert_correction(
    tx: &mut Tx,
    old: &Observation,
    new: &NewObservation,
    document_id: &str,
    now: &str,
) -> Result<String> {
    let id = new_id();
    sqlx::query(
        "insert into observations (id, subject_kind, subject_id, indicator, as_of, period, value, unit, precision, document_id, location, reporter, reporter_kind, rank, status, raw, note, recorded_at, correction)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
                 (select count(*) from observations o where o.subject_id = $3 and o.indicator = $4 and o.as_of = $5 and o.period = $6 and o.document_id = $10 and o.reporter = $12))",
    )
    .bind(&id)
    .bind(&old.subject_kind)
    .bind(&old.subject_id)
    .bind(old.indicator)
    .bind(old.as_of)
    .bind(&old.period)
    .bind(new.value)
    .bind(old.unit)
    .bind(new.precision)
    .bind(document_id)
    .bind(&new.location)
    .bind(&old.reporter)
    .bind(old.reporter_kind)
    .bind(old.rank)
    .bind(old.status)
    .bind(&new.raw)
    .bind(&new.note)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

/// Marks an observation as chosen or not chosen, unless it changed since it was read.
pub async fn set_status(
    tx: &mut Tx,
    observation: &Observation,
    status: Standing,
    rank: i64,
    note: &str,
) -> Result<()> {
    let done = sqlx::query(
        "update observations set status = $1, rank = $2, note = $3, revision = revision + 1 where id = $4 and revision = $5",
    )
    .bind(status)
    .bind(rank)
    .bind(note)
    .bind(&observation.id)
    .bind(observation.revision)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// How many observations there are of a subject.
pub async fn count_of(tx: &mut Tx, subject_id: &str) -> Result<i64> {
    let (count,): (i64,) =
        sqlx::query_as("select count(*) from observations where subject_id = $1")
            .bind(subject_id)
            .fetch_one(&mut **tx)
            .await?;
    Ok(count)
}

/// Address and name of a cluster that was found for the viewer.
pub async fn cluster_name(
    store: &Store,
    _viewer: &Viewer,
    cluster_id: &str,
) -> Result<(String, String)> {
    let named = sqlx::query_as("select slug, name from clusters where id = $1")
        .bind(cluster_id)
        .fetch_optional(store.read())
        .await?;
    Ok(named.unwrap_or_default())
}

//! All SQL of observations.

use super::model::{NewObservation, Observation, Standing};
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
                .push_bind(new.reporter_kind.rank())
                .push_bind(Standing::Standing)
                .push_bind(new.raw.clone())
                .push_bind(new.note.clone())
                .push_bind(now.to_owned());
        });
        query.push(
            " on conflict (subject_id, indicator, as_of, period, document_id, reporter) do nothing",
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
        "select id, revision, subject_id, indicator, as_of, period, value, unit, precision, document_id, location, reporter, reporter_kind, status, raw, note
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

/// Observations of clusters on which sources disagree and nobody has decided: same subject,
/// indicator, day and period, different values. Of clusters the viewer may see in `place_id`.
pub async fn list_conflicts(
    store: &Store,
    viewer: &Viewer,
    place_id: &str,
) -> Result<Vec<Observation>> {
    let observations = sqlx::query_as(
        "select o.id, o.revision, o.subject_id, o.indicator, o.as_of, o.period, o.value, o.unit, o.precision, o.document_id, o.location, o.reporter, o.reporter_kind, o.status, o.raw, o.note
         from observations o
         join (select x.subject_id, x.indicator, x.as_of, x.period
               from observations x
               where x.subject_kind = 'cluster' and x.status <> 'set_aside'
               group by x.subject_id, x.indicator, x.as_of, x.period
               having min(x.value) <> max(x.value)) open_question
           on open_question.subject_id = o.subject_id and open_question.indicator = o.indicator
          and open_question.as_of = o.as_of and open_question.period = o.period
         join clusters c on c.id = o.subject_id
         where exists (select 1 from cluster_places cp where cp.cluster_id = c.id and cp.place_id = $2)
           and exists (select 1 from cluster_places cp
                       join user_places up on up.place_id = cp.place_id and up.user_id = $1
                       where cp.cluster_id = c.id)
         order by c.sort_key, o.indicator, o.as_of, o.rank, o.recorded_at",
    )
    .bind(&viewer.user_id)
    .bind(place_id)
    .fetch_all(store.read())
    .await?;
    Ok(observations)
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

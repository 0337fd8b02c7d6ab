//! SQL of what was frozen, and of what happened since.

use crate::store::{Day, Result, Statement, Store, Tx};
use crate::users::Viewer;

/// Freezes a report. There is one snapshot a report, and none is ever written over.
pub async fn insert_snapshot(
    tx: &mut Tx,
    report_id: &str,
    content: &str,
    sha256: &str,
    now: &str,
) -> Result<()> {
    sqlx::query(
        "insert into report_snapshots (report_id, content, sha256, taken_at) values ($1, $2, $3, $4)",
    )
    .bind(report_id)
    .bind(content)
    .bind(sha256)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// What was frozen of a report that was found for the viewer: content, hash, moment.
pub async fn find_snapshot(
    store: &Store,
    _viewer: &Viewer,
    report_id: &str,
) -> Result<Option<(String, String, String)>> {
    let found = sqlx::query_as(
        "select content, sha256, taken_at from report_snapshots where report_id = $1",
    )
    .bind(report_id)
    .fetch_optional(store.read())
    .await?;
    Ok(found)
}

/// What happened to some records since a moment: subject, action, paper, remark; latest first.
pub async fn list_happened(
    store: &Store,
    subjects: &[String],
    since: &str,
) -> Result<Vec<Happened>> {
    let mut found = Vec::new();
    for chunk in subjects.chunks(200) {
        let mut query = Statement::new(
            "select e.subject_id, e.action, e.for_day, e.note, coalesce(d.number, '') as document, coalesce(e.document_id, '') as document_id
             from events e left join documents d on d.id = e.document_id where e.happened_at > ",
        );
        query.push_bind(since.to_owned()).push(" and e.subject_id in ");
        query.push_list(chunk.iter().cloned()).push(" order by e.happened_at desc, e.id desc");
        found.extend(query.fetch_all::<Happened>(store).await?);
    }
    Ok(found)
}

/// Something that happened to a record.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Happened {
    /// Id of the record.
    pub subject_id: String,
    /// What was done.
    pub action: String,
    /// The day.
    pub for_day: Day,
    /// Why.
    pub note: String,
    /// Number of the paper.
    pub document: String,
    /// Id of the paper.
    pub document_id: String,
}

//! SQL of the reports in words, and of what they tell beside Biểu số 04.

use super::model::{Passage, Writing, WritingStatus};
use crate::clusters::model::Funder;
use crate::events::Actor;
use crate::reports::model::{ReportForm, ReportStatus};
use crate::reports::summary::store::push_seen;
use crate::store::{Day, Result, Statement, Store, StoreError, Tx, new_id};
use crate::users::Viewer;

const COLUMNS: &str = "w.id, w.revision, w.report_id, w.place_id, w.period, w.status, w.approved_sha256, w.issued_at, w.document_id, w.sha256";

/// A report in words by its id, if the viewer may see reports of its province.
pub async fn find_writing(store: &Store, viewer: &Viewer, id: &str) -> Result<Option<Writing>> {
    let mut query = Statement::new("select ");
    query.push(COLUMNS).push(" from report_writings w where w.id = ").push_bind(id.to_owned());
    query.push(" and w.report_id in (select r.id");
    push_seen(&mut query, viewer);
    query.push(")");
    Ok(query.fetch_all(store).await?.pop())
}

/// What was issued of a report that was found for the viewer; empty until then.
pub async fn find_content(store: &Store, _viewer: &Viewer, id: &str) -> Result<String> {
    let (content,): (String,) = sqlx::query_as("select content from report_writings where id = $1")
        .bind(id)
        .fetch_one(store.read())
        .await?;
    Ok(content)
}

/// The report in words of a Biểu số 04, whoever may see it.
pub async fn id_of_report(store: &Store, report_id: &str) -> Result<Option<String>> {
    let found: Option<(String,)> =
        sqlx::query_as("select id from report_writings where report_id = $1")
            .bind(report_id)
            .fetch_optional(store.read())
            .await?;
    Ok(found.map(|(id,)| id))
}

/// A Biểu số 04, with its report in words where there is one.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Line {
    /// Id of the Biểu số 04.
    pub report_id: String,
    /// Which version.
    pub version: i64,
    /// Where it stands.
    pub report_status: ReportStatus,
    /// The province.
    pub place: String,
    /// Id of the report in words.
    pub writing_id: Option<String>,
    /// Where that stands.
    pub status: Option<WritingStatus>,
    /// Number of its paper.
    pub number: String,
    /// Day of its paper.
    pub issued_on: Option<Day>,
}

/// The Biểu số 04 of a period that the viewer sees, by province, the newest version first.
pub async fn list_lines(store: &Store, viewer: &Viewer, period: &str) -> Result<Vec<Line>> {
    let mut query = Statement::new(
        "select a.id as report_id, a.version, a.status as report_status, q.full_name as place, w.id as writing_id, w.status,
                coalesce(d.number, '') as number, d.issued_on
         from reports a join places q on q.id = a.subject_id
         left join report_writings w on w.report_id = a.id
         left join documents d on d.id = w.document_id
         where a.form = ",
    );
    query.push_bind(ReportForm::Department).push(" and a.period = ").push_bind(period.to_owned());
    query.push(" and a.id in (select r.id");
    push_seen(&mut query, viewer);
    query.push(") order by q.sort_key, q.id, a.version desc");
    query.fetch_all(store).await
}

/// What officers wrote in a report that was found for the viewer.
pub async fn list_passages(store: &Store, _viewer: &Viewer, id: &str) -> Result<Vec<Passage>> {
    let passages = sqlx::query_as(
        "select part_key, body, numbers, edited_at from report_passages where writing_id = $1 order by part_key",
    )
    .bind(id)
    .fetch_all(store.read())
    .await?;
    Ok(passages)
}

/// Begins the report in words of a Biểu số 04 and returns its id.
pub async fn insert(
    tx: &mut Tx,
    actor: &Actor,
    (report_id, place_id, period): (&str, &str, &str),
) -> Result<String> {
    let id = new_id();
    sqlx::query(
        "insert into report_writings (id, report_id, place_id, period, status, made_by, made_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(&id)
    .bind(report_id)
    .bind(place_id)
    .bind(period)
    .bind(WritingStatus::Draft)
    .bind(&actor.user_id)
    .bind(actor.now.to_string())
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

/// Makes a report that is not issued a draft again.
pub async fn set_draft(tx: &mut Tx, writing: &Writing) -> Result<()> {
    let done = sqlx::query(
        "update report_writings set revision = revision + 1, status = $1, approved_sha256 = '' where id = $2 and revision = $3 and status <> $4",
    )
    .bind(WritingStatus::Draft)
    .bind(&writing.id)
    .bind(writing.revision)
    .bind(WritingStatus::Issued)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Keeps what an officer wrote in a part.
pub async fn set_passage(
    tx: &mut Tx,
    actor: &Actor,
    writing_id: &str,
    (part_key, body, numbers): (&str, &str, &str),
) -> Result<()> {
    sqlx::query(
        "insert into report_passages (writing_id, part_key, body, numbers, edited_by, edited_at)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (writing_id, part_key) do update
         set body = excluded.body, numbers = excluded.numbers, edited_by = excluded.edited_by, edited_at = excluded.edited_at",
    )
    .bind(writing_id)
    .bind(part_key)
    .bind(body)
    .bind(numbers)
    .bind(&actor.user_id)
    .bind(actor.now.to_string())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Notes that a draft was approved, and by which hash what was approved is known again.
pub async fn set_approved(
    tx: &mut Tx,
    actor: &Actor,
    writing: &Writing,
    sha256: &str,
) -> Result<()> {
    let done = sqlx::query(
        "update report_writings set revision = revision + 1, status = $1, approved_by = $2, approved_at = $3, approved_sha256 = $4
         where id = $5 and revision = $6 and status = $7",
    )
    .bind(WritingStatus::Approved)
    .bind(&actor.user_id)
    .bind(actor.now.to_string())
    .bind(sha256)
    .bind(&writing.id)
    .bind(writing.revision)
    .bind(WritingStatus::Draft)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Keeps an approved report as it is issued; nothing changes it afterwards.
pub async fn set_issued(
    tx: &mut Tx,
    actor: &Actor,
    writing: &Writing,
    (document_id, content, sha256): (&str, &str, &str),
) -> Result<()> {
    let done = sqlx::query(
        "update report_writings set revision = revision + 1, status = $1, issued_at = $2, document_id = $3, content = $4, sha256 = $5
         where id = $6 and revision = $7 and status = $8",
    )
    .bind(WritingStatus::Issued)
    .bind(actor.now.to_string())
    .bind(document_id)
    .bind(content)
    .bind(sha256)
    .bind(&writing.id)
    .bind(writing.revision)
    .bind(WritingStatus::Approved)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// An earlier Biểu số 04, with its paper.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Previous {
    /// Its id.
    pub report_id: String,
    /// Its period.
    pub period: String,
    /// Number of its paper.
    pub number: String,
    /// Day of its paper.
    pub issued_on: String,
}

impl Previous {
    /// "Báo cáo số 98/BC-SCT ngày 27/06/2025".
    pub fn vi(&self) -> String {
        format!("Báo cáo số {} ngày {}", self.number, super::facts::day_vi(&self.issued_on))
    }
}

/// The last Biểu số 04 of a province that was sent for one of some periods.
pub async fn find_previous(
    store: &Store,
    place_id: &str,
    periods: &[String],
) -> Result<Option<Previous>> {
    let mut query = Statement::new(
        "select r.id as report_id, r.period, coalesce(d.number, '') as number, coalesce(d.issued_on, '') as issued_on
         from reports r left join documents d on d.id = r.document_id where r.form = ",
    );
    query.push_bind(ReportForm::Department);
    query.push(" and r.subject_id = ").push_bind(place_id.to_owned());
    query.push(" and r.status in ").push_list(ReportStatus::SENT.iter().copied());
    query.push(" and r.period in ").push_list(periods.iter().cloned());
    query.push(" order by r.period desc, r.version desc limit 1");
    Ok(query.fetch_all(store).await?.pop())
}

/// An expansion of a cluster.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Expanded {
    name: String,
    on_day: String,
    area_m2: Option<i64>,
    number: String,
}

impl Expanded {
    /// "Đức Mỹ (thêm 12 ha; Nguồn: 77/QĐ-UBND ngày 01/06/2026)".
    pub fn vi(&self) -> String {
        let area = self.area_m2.map(|m2| format!("diện tích {} ha; ", crate::ui::Vi::ha(m2)));
        let day = super::facts::day_vi(&self.on_day);
        format!("{} ({}Nguồn: {} ngày {day})", self.name, area.unwrap_or_default(), self.number)
    }
}

/// The expansions of clusters of a place decided between two days.
pub async fn list_expanded(
    store: &Store,
    place_id: &str,
    (first, last): (Day, Day),
) -> Result<Vec<Expanded>> {
    let found = sqlx::query_as(
        "select c.name, s.on_day, s.area_m2, coalesce(case when d.number = '' then d.file_name else d.number end, '') as number
         from cluster_states_counted s
         join clusters c on c.id = s.cluster_id
         left join documents d on d.id = s.document_id
         where s.axis = 'establishment' and s.state = 'expanded' and s.on_day >= $2 and s.on_day <= $3
           and exists (select 1 from cluster_places cp where cp.cluster_id = c.id and cp.place_id = $1)
         order by c.sort_key, s.on_day, s.id",
    )
    .bind(place_id)
    .bind(first)
    .bind(last)
    .fetch_all(store.read())
    .await?;
    Ok(found)
}

/// What a work inside the fence costs, who pays for it, and its paper.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Work {
    /// Who pays.
    pub funder: Funder,
    /// What it is to cost.
    pub planned_vnd: i64,
    /// What was paid so far.
    pub paid_vnd: i64,
    /// Its paper.
    pub document_id: String,
    /// Number of its paper.
    pub number: String,
    /// Day of its paper.
    pub issued_on: String,
}

/// The works inside the fence of a place's clusters on a day; parts of one that stands for all
/// are not counted beside it.
pub async fn list_works(store: &Store, place_id: &str, on: Day) -> Result<Vec<Work>> {
    let works = sqlx::query_as(
        "select w.funder, coalesce(w.planned_vnd, 0) as planned_vnd, coalesce(w.paid_vnd, 0) as paid_vnd, coalesce(w.document_id, '') as document_id,
                coalesce(case when d.number = '' then d.file_name else d.number end, '') as number, coalesce(d.issued_on, '') as issued_on
         from infrastructure_items w
         left join documents d on d.id = w.document_id
         where w.fence_side = 'inside' and w.as_of <= $2
           and (w.kind = 'whole'
                or not exists (select 1 from infrastructure_items whole
                               where whole.cluster_id = w.cluster_id and whole.fence_side = 'inside' and whole.kind = 'whole'
                                 and whole.as_of <= $2))
           and exists (select 1 from cluster_places cp where cp.cluster_id = w.cluster_id and cp.place_id = $1)
         order by w.id",
    )
    .bind(place_id)
    .bind(on)
    .fetch_all(store.read())
    .await?;
    Ok(works)
}

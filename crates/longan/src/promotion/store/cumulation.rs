//! Support that the same body, or the same machine, had before: found by what they share.

use super::super::model::{Activity, Track};
use super::{promotion_money, scope, seen};
use crate::store::{Result, Store};
use crate::users::Viewer;

/// What is looked for. Empty words look for nothing.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// The project that is not looked for.
    pub project_id: String,
    /// The body.
    pub organization_id: String,
    /// Its tax code.
    pub tax_code: String,
    /// Its name without legal form.
    pub name_core: String,
    /// Mark of the owner's personal number.
    pub person_mark: String,
    /// The machine or content, folded.
    pub equipment_key: String,
}

/// A project in which something of it stands, and what they share.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Past {
    /// Id of the project.
    pub project_id: String,
    /// Its number.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Year of its plan.
    pub year: i64,
    /// Whose money.
    pub track: Track,
    /// What is supported.
    pub activity: Activity,
    /// The machine or content, folded.
    pub equipment_key: String,
    /// Name of the body there.
    pub beneficiary: String,
    /// Promotion money allotted.
    pub support_vnd: i64,
    /// What they share: a word of `cumulation::Reason`.
    pub reason: String,
}

/// Every project in which the body, or one that shares tax code, person, name or address with it,
/// or the same machine, was supported; one row a reason. A refused project and a body that was
/// replaced had nothing.
pub async fn list_past(store: &Store, viewer: &Viewer, wanted: &Wanted) -> Result<Vec<Past>> {
    let past = sqlx::query_as(concat!(
        "select p.id as project_id, p.code, p.name, y.year, y.track, p.activity, p.equipment_key,
                coalesce(b.name, p.beneficiary_text) as beneficiary, ",
        promotion_money!("allotted"),
        " as support_vnd, found.reason
         from (select x.project_id, x.organization_id, 'body' as reason from promotion_participants x
               where x.organization_id = $4 and x.part = 'beneficiary' and x.to_day is null
               union
               select x.project_id, x.organization_id, 'tax_code' from organizations o
               join promotion_participants x on x.organization_id = o.id and x.part = 'beneficiary'
               where o.tax_code = $5 and cast($5 as text) <> '' and x.to_day is null
               union
               select x.project_id, x.organization_id, 'name' from promotion_participants x
               where x.name_core = $6 and cast($6 as text) <> '' and x.part = 'beneficiary' and x.to_day is null
               union
               select x.project_id, x.organization_id, 'person' from promotion_participants x
               where x.person_mark = $7 and cast($7 as text) <> '' and x.part = 'beneficiary' and x.to_day is null
               union
               select x.project_id, x.organization_id, 'address' from organization_addresses here
               join organization_addresses there on there.place_id = here.place_id and there.detail = here.detail
                 and there.organization_id <> here.organization_id
               join promotion_participants x on x.organization_id = there.organization_id and x.part = 'beneficiary'
               where here.organization_id = $4 and here.detail <> '' and x.to_day is null
               union
               select e.id, coalesce((select min(x.organization_id) from promotion_participants x where x.project_id = e.id and x.part = 'beneficiary'), ''), 'equipment'
               from promotion_projects e where e.equipment_key = $8 and cast($8 as text) <> '') found
         join promotion_projects p on p.id = found.project_id join promotion_plans y on y.id = p.plan_id
         left join organizations b on b.id = found.organization_id
         where p.id <> $3
           and not exists (select 1 from promotion_states r where r.project_id = p.id and r.state = 'refused' and r.superseded_at = '') and ",
        seen!(),
        " order by y.year desc, p.code, p.id, found.reason"
    ))
    .bind(&viewer.user_id)
    .bind(scope(viewer))
    .bind(&wanted.project_id)
    .bind(&wanted.organization_id)
    .bind(&wanted.tax_code)
    .bind(&wanted.name_core)
    .bind(&wanted.person_mark)
    .bind(&wanted.equipment_key)
    .fetch_all(store.read())
    .await?;
    Ok(past)
}

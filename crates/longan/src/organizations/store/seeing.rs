//! Who sees a body: written once, used by every statement that reads the register.

use crate::store::{Result, Store};
use crate::users::{Role, Viewer};

/// Ids of the bodies the person acts for.
macro_rules! own {
    ($viewer:literal) => {
        concat!(
            "select substr(up.place_id, 14) from user_places up where up.user_id = ",
            $viewer,
            " and up.place_id like 'organization:%'"
        )
    };
}

/// Whether the person sees body `$id`: works for the whole country, acts for the body, or reaches
/// a unit of its address, a cluster in which it has a project or invests, a promotion project it is in, or its need. The set is worked out
/// once a statement, however many bodies are walked.
macro_rules! seen {
    ($viewer:literal, $id:literal) => {
        concat!(
            "exists (select 1 from user_places up where up.user_id = ",
            $viewer,
            " and up.place_id = 'country:VN:') or ",
            $id,
            " in (",
            $crate::organizations::store::seeing::own!($viewer),
            " union all
              select op.organization_id from user_places up join organization_places op on op.place_id = up.place_id
              where up.user_id = ",
            $viewer,
            " union all
              select t.organization_id from user_places up join cluster_places cp on cp.place_id = up.place_id
              join tenants t on t.cluster_id = cp.cluster_id where up.user_id = ",
            $viewer,
            " union all
              select i.organization_id from user_places up join cluster_places cp on cp.place_id = up.place_id
              join cluster_investors i on i.cluster_id = cp.cluster_id where up.user_id = ",
            $viewer,
            " union all
              select x.organization_id from user_places up join promotion_project_places pp on pp.place_id = up.place_id
              join promotion_participants x on x.project_id = pp.project_id where up.user_id = ",
            $viewer,
            " union all
              select x.organization_id from user_places up join promotion_need_places np on np.place_id = up.place_id
              join promotion_needs x on x.id = np.need_id where up.user_id = ",
            $viewer,
            " union all
              select x.executor_id from user_places up join promotion_project_places pp on pp.place_id = up.place_id
              join promotion_projects x on x.id = pp.project_id where x.executor_id is not null and up.user_id = ",
            $viewer,
            ")"
        )
    };
}

/// Ids of the bodies in a unit: by address, or by a cluster in which they have a project or invest.
macro_rules! in_place {
    ($place:literal) => {
        concat!(
            "select op.organization_id from organization_places op where op.place_id = ",
            $place,
            " union all
              select t.organization_id from cluster_places cp join tenants t on t.cluster_id = cp.cluster_id where cp.place_id = ",
            $place,
            " union all
              select i.organization_id from cluster_places cp join cluster_investors i on i.cluster_id = cp.cluster_id where cp.place_id = ",
            $place,
            " union all
              select x.organization_id from promotion_project_places pp join promotion_participants x on x.project_id = pp.project_id where pp.place_id = ",
            $place,
            " union all
              select x.organization_id from promotion_need_places np join promotion_needs x on x.id = np.need_id where np.place_id = ",
            $place
        )
    };
}

pub(super) use {in_place, own, seen};

/// The roles by which the viewer reaches a body.
pub async fn list_roles_reaching(store: &Store, viewer: &Viewer, id: &str) -> Result<Vec<Role>> {
    let rows: Vec<(Role,)> = sqlx::query_as(
        "select distinct up.role from user_places up
         where up.user_id = $2
           and (up.place_id = 'country:VN:' or up.place_id = 'organization:' || $1
                or exists (select 1 from organization_places op where op.organization_id = $1 and op.place_id = up.place_id)
                or exists (select 1 from tenants t join cluster_places cp on cp.cluster_id = t.cluster_id
                           where t.organization_id = $1 and cp.place_id = up.place_id)
                or exists (select 1 from cluster_investors i join cluster_places cp on cp.cluster_id = i.cluster_id
                           where i.organization_id = $1 and cp.place_id = up.place_id)
                or exists (select 1 from promotion_participants x join promotion_project_places pp on pp.project_id = x.project_id
                           where x.organization_id = $1 and pp.place_id = up.place_id)
                or exists (select 1 from promotion_needs x join promotion_need_places np on np.need_id = x.id
                           where x.organization_id = $1 and np.place_id = up.place_id))",
    )
    .bind(id)
    .bind(&viewer.user_id)
    .fetch_all(store.read())
    .await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

//! Who sees a paper. In every statement `$1` is the person and `$2` is `all` for whoever may
//! see papers where they have a role, and `own` for whoever sees only what their own
//! organization is in.

use super::super::model::Document;
use crate::store::{Result, Store};
use crate::users::{Right, Role, Viewer};

/// The columns of a paper `d`.
macro_rules! columns {
    () => {
        "d.id, d.revision, d.kind, d.number, d.issued_on, d.issuer, d.subject_line, d.file_sha256, d.file_name, d.file_bytes, d.recorded_at,
         d.direction, d.place_id, d.register_number, d.registered_on, d.signer, d.signer_title, d.urgency, d.grounds, d.in_force_from, d.in_force_to, d.added_by"
    };
}

/// The facts `f` that rest on paper `d`, whatever their kind: cluster, and organization where
/// the fact is of one.
macro_rules! facts_of_paper {
    () => {
        "(select o.subject_id as cluster_id, '' as organization_id from observations o where o.document_id = d.id and o.subject_kind = 'cluster'
          union all
          select t.cluster_id, t.organization_id from observations o join tenants t on t.id = o.subject_id where o.document_id = d.id and o.subject_kind = 'tenant'
          union all
          select s.cluster_id, '' from cluster_states s where s.document_id = d.id
          union all
          select t.cluster_id, t.organization_id from tenant_states s join tenants t on t.id = s.tenant_id where s.document_id = d.id
          union all
          select l.cluster_id, t.organization_id from leases l join tenants t on t.id = l.tenant_id where l.document_id = d.id
          union all
          select i.cluster_id, '' from infrastructure_items i where i.document_id = d.id
          union all
          select n.cluster_id, n.organization_id from cluster_investors n where n.document_id = d.id
          union all
          select e.cluster_id, '' from plan_entries e where e.document_id = d.id
          union all
          select c.cluster_id, '' from clearance_phases c where c.document_id = d.id
          union all
          select y.cluster_id, '' from cluster_types y where y.document_id = d.id
          union all
          select p.cluster_id, '' from plots p where p.document_id = d.id
          union all
          select r.cluster_id, coalesce(t.organization_id, '') from reports r left join tenants t on r.subject_kind = 'tenant' and t.id = r.subject_id
          where r.document_id = d.id and r.cluster_id is not null) f"
    };
}

/// Whether fact `f` is of the person's own organization.
macro_rules! own_fact {
    () => {
        "(f.organization_id <> '' and exists (select 1 from user_places up where up.user_id = $1 and up.place_id = 'organization:' || f.organization_id))"
    };
}

/// Whether the person sees fact `f`.
macro_rules! sees_fact {
    () => {
        concat!(
            "(($2 = 'all' and exists (select 1 from cluster_places cp join user_places up on up.place_id = cp.place_id and up.user_id = $1 where cp.cluster_id = f.cluster_id)) or ",
            own_fact!(),
            ")"
        )
    };
}

/// Whether paper `d` is the person's by its register: they work for the whole country, wrote it
/// in, or reach the unit whose register it stands in.
macro_rules! in_reach {
    () => {
        "($2 = 'all' and (exists (select 1 from user_places up where up.user_id = $1 and up.place_id = 'country:VN:')
           or d.added_by = $1
           or exists (select 1 from document_places dp join user_places up on up.place_id = dp.place_id and up.user_id = $1 where dp.document_id = d.id)))"
    };
}

/// Whether the person sees paper `d`.
macro_rules! sees_paper {
    () => {
        concat!(
            "(",
            in_reach!(),
            " or exists (select 1 from ",
            facts_of_paper!(),
            " where ",
            sees_fact!(),
            "))"
        )
    };
}

/// Whether the person may see all of paper `d`, which its file shows: by its register, or
/// because every fact on it is theirs to see. The file of another unit's register is shown to
/// nobody but those whose own organization it is about: whoever may write facts could otherwise
/// let one rest on it to read it.
macro_rules! sees_whole {
    () => {
        concat!(
            "(",
            in_reach!(),
            " or (exists (select 1 from ",
            facts_of_paper!(),
            " where ",
            sees_fact!(),
            ") and not exists (select 1 from ",
            facts_of_paper!(),
            " where not ",
            sees_fact!(),
            ") and (d.place_id is null or not exists (select 1 from ",
            facts_of_paper!(),
            " where not ",
            own_fact!(),
            "))))"
        )
    };
}

/// `all` or `own`: how far the person's right to see papers goes.
pub(super) fn scope(viewer: &Viewer) -> &'static str {
    if viewer.may(Right::SeeDocuments) { "all" } else { "own" }
}

/// One paper by its id, if the viewer may see it.
pub async fn find(store: &Store, viewer: &Viewer, id: &str) -> Result<Option<Document>> {
    find_where(
        store,
        viewer,
        id,
        concat!("select ", columns!(), " from documents d where d.id = $3 and ", sees_paper!()),
    )
    .await
}

/// One paper by its id, if the viewer may see all of it: its file shows it whole.
pub async fn find_whole(store: &Store, viewer: &Viewer, id: &str) -> Result<Option<Document>> {
    find_where(
        store,
        viewer,
        id,
        concat!("select ", columns!(), " from documents d where d.id = $3 and ", sees_whole!()),
    )
    .await
}

async fn find_where(
    store: &Store,
    viewer: &Viewer,
    id: &str,
    query: &'static str,
) -> Result<Option<Document>> {
    let document = sqlx::query_as(query)
        .bind(&viewer.user_id)
        .bind(scope(viewer))
        .bind(id)
        .fetch_optional(store.read())
        .await?;
    Ok(document)
}

/// Whether every cluster that a paper speaks of is one where the viewer's role gives `right`. A
/// paper that speaks of none is looked after by whoever has the right for the whole country.
pub async fn rests_within(store: &Store, viewer: &Viewer, right: Right, id: &str) -> Result<bool> {
    let giving = Role::ALL.iter().filter(|role| role.gives(right)).map(|role| role.word());
    let giving = format!(" {} ", giving.collect::<Vec<_>>().join(" "));
    let (count,): (i64,) = sqlx::query_as(concat!(
        "select count(*) from documents d
         where d.id = $3 and (exists (select 1 from user_places up where up.user_id = $1 and up.place_id = 'country:VN:' and $2 like '% ' || up.role || ' %')
           or (exists (select 1 from ", facts_of_paper!(), ")
               and not exists (select 1 from ", facts_of_paper!(), "
                               where not exists (select 1 from cluster_places cp join user_places up on up.place_id = cp.place_id and up.user_id = $1
                                                 where cp.cluster_id = f.cluster_id and $2 like '% ' || up.role || ' %'))))"
    ))
    .bind(&viewer.user_id)
    .bind(giving)
    .bind(id)
    .fetch_one(store.read())
    .await?;
    Ok(count > 0)
}

//! Who sees a paper. In every statement `$1` is the person and `$2` is `own` for whoever sees only
//! what their own organization is in; for whoever may see papers where they have a role it is the
//! list of the roles that also see organizations.

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

/// The facts that rest on papers, whatever their kind: paper, cluster, organization where the fact
/// is of one, and unit where it is of one. Lists by what they are of, each with its condition on
/// the fact `x` or its tenant `t`.
macro_rules! facts_of_clusters {
    ($observed:expr, $condition:expr) => {
        concat!(
            "select x.document_id, x.subject_id as cluster_id, '' as organization_id, '' as place_id from observations x where x.subject_kind = 'cluster' and ", $observed,
            " union all select x.document_id, x.cluster_id, '', '' from cluster_states x where ", $condition,
            " union all select x.document_id, x.cluster_id, '', '' from infrastructure_items x where ", $condition,
            " union all select x.document_id, x.cluster_id, '', '' from plan_entries x where ", $condition,
            " union all select x.document_id, x.cluster_id, '', '' from clearance_phases x where ", $condition,
            " union all select x.document_id, x.cluster_id, '', '' from cluster_types x where ", $condition,
            " union all select x.document_id, x.cluster_id, '', '' from plots x where ", $condition,
            " union all select x.document_id, x.cluster_id, '', '' from reports x where x.subject_kind <> 'tenant' and x.cluster_id is not null and ", $condition
        )
    };
}

macro_rules! facts_of_investors {
    ($condition:expr) => {
        concat!(
            "select x.document_id, x.cluster_id, x.organization_id, '' as place_id from cluster_investors x where ",
            $condition
        )
    };
}

macro_rules! facts_of_tenants {
    ($condition:expr) => {
        concat!(
            "select x.document_id, t.cluster_id, t.organization_id, '' as place_id from tenants t join observations x on x.subject_id = t.id where x.subject_kind = 'tenant' and ", $condition,
            " union all select x.document_id, t.cluster_id, t.organization_id, '' from tenants t join tenant_states x on x.tenant_id = t.id where ", $condition,
            " union all select x.document_id, t.cluster_id, t.organization_id, '' from tenants t join leases x on x.tenant_id = t.id where ", $condition,
            " union all select x.document_id, t.cluster_id, t.organization_id, '' from tenants t join reports x on x.subject_id = t.id where x.subject_kind = 'tenant' and ", $condition
        )
    };
}

/// What the register of organizations itself says: of no cluster.
macro_rules! facts_of_organizations {
    ($condition:expr) => {
        concat!(
            "select x.document_id, '' as cluster_id, x.organization_id, '' as place_id from organization_names x where ", $condition,
            " union all select x.document_id, '', x.organization_id, '' from organization_addresses x where ", $condition,
            " union all select x.document_id, '', x.organization_id, '' from organization_people x where ", $condition,
            " union all select x.document_id, '', x.organization_id, '' from organization_industries x where ", $condition,
            " union all select x.document_id, '', x.organization_id, '' from organization_states x where ", $condition
        )
    };
}

/// Reports of units, and areas that come first in promotion.
macro_rules! facts_of_places {
    ($condition:expr) => {
        concat!(
            "select x.document_id, '' as cluster_id, '' as organization_id, coalesce(x.place_id, '') as place_id from reports x where x.subject_kind = 'place' and ",
            $condition,
            " union all select x.document_id, '', '', x.place_id from promotion_areas x where ", $condition
        )
    };
}

/// The facts of promotion projects, each with its project as the record that is tied to units; a
/// project is also its beneficiaries' own.
macro_rules! facts_of_promotion {
    ($projects:expr, $condition:expr) => {
        concat!(
            "select x.document_id, p.id as cluster_id, '' as organization_id, '' as place_id from promotion_projects p join promotion_plans x on x.id = p.plan_id where ", $projects, " and ", $condition,
            " union all select x.document_id, p.id, '', '' from promotion_projects p join promotion_projects x on x.id = p.id where ", $projects, " and ", $condition,
            " union all select x.document_id, p.id, '', '' from promotion_projects p join promotion_lines x on x.project_id = p.id where ", $projects, " and ", $condition,
            " union all select x.document_id, p.id, '', '' from promotion_projects p join promotion_contracts x on x.project_id = p.id where ", $projects, " and ", $condition,
            " union all select x.document_id, p.id, '', '' from promotion_projects p join promotion_states x on x.project_id = p.id where ", $projects, " and ", $condition,
            " union all select x.document_id, p.id, '', '' from promotion_projects p join promotion_entries x on x.project_id = p.id where ", $projects, " and ", $condition,
            " union all select x.document_id, p.id, '', '' from promotion_projects p join promotion_effects x on x.project_id = p.id where ", $projects, " and ", $condition,
            " union all select x.document_id, p.id, x.organization_id, '' from promotion_projects p join promotion_participants x on x.project_id = p.id where ", $projects, " and ", $condition,
            " union all select x.document_id, p.id, '', '' from promotion_projects p join promotion_steps x on x.project_id = p.id where ", $projects, " and ", $condition,
            " union all select x.document_id, p.id, '', '' from promotion_projects p join promotion_steps t on t.project_id = p.id join promotion_step_papers x on x.step_id = t.id where ", $projects, " and ", $condition
        )
    };
}

/// Needs of promotion, each as a record that is tied to units, and its body's own.
macro_rules! facts_of_needs {
    ($condition:expr) => {
        concat!(
            "select x.document_id, x.id as cluster_id, x.organization_id, '' as place_id from promotion_needs x where x.document_id is not null and ",
            $condition
        )
    };
}

/// The facts `f` that rest on paper `d`.
macro_rules! facts_of_paper {
    () => {
        concat!(
            "(",
            facts_of_clusters!("x.document_id = d.id", "x.document_id = d.id"),
            " union all ",
            facts_of_investors!("x.document_id = d.id"),
            " union all ",
            facts_of_tenants!("x.document_id = d.id"),
            " union all ",
            facts_of_organizations!("x.document_id = d.id"),
            " union all ",
            facts_of_places!("x.document_id = d.id"),
            " union all ",
            facts_of_promotion!("1 = 1", "x.document_id = d.id"),
            " union all ",
            facts_of_needs!("x.document_id = d.id"),
            ") f"
        )
    };
}

/// The papers `f.document_id` on which facts rest whose cluster is in a list.
macro_rules! papers_of_clusters {
    ($clusters:expr) => {
        concat!(
            "select f.document_id from (",
            facts_of_clusters!(
                concat!("x.subject_id in (", $clusters, ")"),
                concat!("x.cluster_id in (", $clusters, ")")
            ),
            " union all ",
            facts_of_investors!(concat!("x.cluster_id in (", $clusters, ")")),
            " union all ",
            facts_of_tenants!(concat!("t.cluster_id in (", $clusters, ")")),
            " union all ",
            facts_of_promotion!(concat!("p.id in (", $clusters, ")"), "1 = 1"),
            " union all ",
            facts_of_needs!(concat!("x.id in (", $clusters, ")")),
            ") f"
        )
    };
}

/// The clusters and projects whose papers the person sees by a role.
macro_rules! clusters_in_reach {
    () => {
        "select cp.cluster_id from user_places up join cluster_places cp on cp.place_id = up.place_id where up.user_id = $1 and $2 <> 'own'
         union all select pp.project_id from user_places up join promotion_project_places pp on pp.place_id = up.place_id where up.user_id = $1 and $2 <> 'own'
         union all select np.need_id from user_places up join promotion_need_places np on np.place_id = up.place_id where up.user_id = $1 and $2 <> 'own'"
    };
}

/// The organizations the person belongs to.
macro_rules! own_organizations {
    () => {
        "select substr(up.place_id, 14) from user_places up where up.user_id = $1 and up.place_id like 'organization:%'"
    };
}

/// The organizations the person reaches by a role that sees them: where they have an address, a
/// project or invest.
macro_rules! organizations_in_reach {
    () => {
        "select op.organization_id from user_places up join organization_places op on op.place_id = up.place_id
         where up.user_id = $1 and $2 like '% ' || up.role || ' %'
         union all
         select t.organization_id from user_places up join cluster_places cp on cp.place_id = up.place_id join tenants t on t.cluster_id = cp.cluster_id
         where up.user_id = $1 and $2 like '% ' || up.role || ' %'
         union all
         select i.organization_id from user_places up join cluster_places cp on cp.place_id = up.place_id join cluster_investors i on i.cluster_id = cp.cluster_id
         where up.user_id = $1 and $2 like '% ' || up.role || ' %'
         union all
         select o.id from organizations o
         where exists (select 1 from user_places up where up.user_id = $1 and up.place_id = 'country:VN:' and $2 like '% ' || up.role || ' %')"
    };
}

/// Whether the person has a role at unit `p`, or at one above it.
macro_rules! at_place {
    () => {
        "exists (select 1 from user_places up where up.user_id = $1 and $2 <> 'own' and up.place_id in (p.id, p.parent_id, p.province_id, 'country:VN:'))"
    };
}

/// Changes of units `n` that rest on papers, at units where the person has a role. They are law that
/// everybody may read: they let a paper be seen, and no paper is hidden for their sake.
macro_rules! changes_in_reach {
    ($of_change:literal, $of_unit:literal) => {
        concat!(
            "select n.document_id from place_changes n join places p on p.id in (n.old_id, n.new_id) where ",
            $of_change, " and ", at_place!(),
            " union all select p.document_id from places p where ", $of_unit, " and ", at_place!()
        )
    };
}

/// The papers the person sees who does not work for the whole country: of a register in reach,
/// written in by them, with a fact of a cluster or an organization in reach or of their own
/// organization, of a unit's report or a change of units where they have a role.
macro_rules! papers_in_reach {
    () => {
        concat!(
            "select dp.document_id from user_places up join document_places dp on dp.place_id = up.place_id where up.user_id = $1 and $2 <> 'own'
             union all select w.id from documents w where w.added_by = $1 and $2 <> 'own'
             union all ", papers_of_clusters!(clusters_in_reach!()),
            " union all select f.document_id from (",
            facts_of_investors!(concat!("x.organization_id in (", own_organizations!(), ")")),
            " union all ", facts_of_tenants!(concat!("t.organization_id in (", own_organizations!(), ")")),
            " union all ", facts_of_organizations!(concat!("x.organization_id in (", own_organizations!(), ")")),
            " union all ", facts_of_organizations!(concat!("x.organization_id in (", organizations_in_reach!(), ")")),
            " union all ", facts_of_needs!(concat!("x.organization_id in (", own_organizations!(), ")")),
            ") f
             union all select x.document_id from promotion_areas x join places p on p.id = x.place_id where ", at_place!(), "
             union all select x.document_id from reports x join places p on p.id = x.place_id where x.subject_kind = 'place' and ", at_place!(),
            " union all ", changes_in_reach!("n.document_id is not null", "p.document_id is not null")
        )
    };
}

/// Whether fact `f` is of the person's own organization.
macro_rules! own_fact {
    () => {
        concat!("(f.organization_id <> '' and f.organization_id in (", own_organizations!(), "))")
    };
}

/// Whether the person sees fact `f`.
macro_rules! sees_fact {
    () => {
        concat!(
            "(f.cluster_id in (", clusters_in_reach!(), ") or ", own_fact!(),
            " or (f.cluster_id = '' and f.organization_id <> '' and f.organization_id in (", organizations_in_reach!(), "))
              or (f.place_id <> '' and exists (select 1 from places p where p.id = f.place_id and ", at_place!(), ")))"
        )
    };
}

/// Whether the person sees the papers of the whole country.
macro_rules! sees_country {
    () => {
        "($2 <> 'own' and exists (select 1 from user_places up where up.user_id = $1 and up.place_id = 'country:VN:'))"
    };
}

/// Whether paper `d` is the person's by its register: they work for the whole country, wrote it
/// in, or reach the unit whose register it stands in.
macro_rules! in_reach {
    () => {
        concat!(
            "(", sees_country!(), " or ($2 <> 'own' and (d.added_by = $1
               or exists (select 1 from document_places dp join user_places up on up.place_id = dp.place_id and up.user_id = $1 where dp.document_id = d.id))))"
        )
    };
}

/// Whether the person sees paper `d`: looked at from the person, for lists.
macro_rules! sees_paper {
    () => {
        concat!("(", sees_country!(), " or d.id in (", papers_in_reach!(), "))")
    };
}

/// Whether the person sees paper `d`: looked at from the paper, for one.
macro_rules! sees_this_paper {
    () => {
        concat!(
            "(",
            in_reach!(),
            " or exists (select 1 from ",
            facts_of_paper!(),
            " where ",
            sees_fact!(),
            ") or exists (",
            changes_in_reach!("n.document_id = d.id", "p.document_id = d.id"),
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
            " or ((exists (select 1 from ",
            facts_of_paper!(),
            " where ",
            sees_fact!(),
            ") or exists (",
            changes_in_reach!("n.document_id = d.id", "p.document_id = d.id"),
            ")) and not exists (select 1 from ",
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

/// How far the person's right to see papers goes: `own`, or the roles that also see organizations.
pub(super) fn scope(viewer: &Viewer) -> String {
    if viewer.may(Right::SeeDocuments) {
        roles_with(Right::SeeOrganizations)
    } else {
        "own".to_owned()
    }
}

/// The roles that give a right, each between spaces.
pub(super) fn roles_with(right: Right) -> String {
    let giving = Role::ALL.iter().filter(|role| role.gives(right)).map(|role| role.word());
    format!(" {} ", giving.collect::<Vec<_>>().join(" "))
}

/// One paper by its id, if the viewer may see it.
pub async fn find(store: &Store, viewer: &Viewer, id: &str) -> Result<Option<Document>> {
    find_where(
        store,
        viewer,
        id,
        concat!(
            "select ",
            columns!(),
            " from documents d where d.id = $3 and ",
            sees_this_paper!()
        ),
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

/// Whether every cluster and every organization that a paper speaks of is one where the viewer's role
/// gives `right`. A paper that speaks of none is looked after by whoever has the right for the whole country.
pub async fn rests_within(store: &Store, viewer: &Viewer, right: Right, id: &str) -> Result<bool> {
    let (count,): (i64,) = sqlx::query_as(concat!(
        "select count(*) from documents d
         where d.id = $3 and (exists (select 1 from user_places up where up.user_id = $1 and up.place_id = 'country:VN:' and $2 like '% ' || up.role || ' %')
           or (exists (select 1 from ", facts_of_paper!(), ")
               and not exists (select 1 from ", facts_of_paper!(), "
                               where not exists (select 1 from cluster_places cp join user_places up on up.place_id = cp.place_id and up.user_id = $1
                                                 where cp.cluster_id = f.cluster_id and $2 like '% ' || up.role || ' %')
                                 and not (f.cluster_id = '' and f.organization_id <> '' and f.organization_id in (", organizations_in_reach!(), "))
                                 and not exists (select 1 from places p join user_places up on up.place_id in (p.id, p.parent_id, p.province_id)
                                                 where p.id = f.place_id and up.user_id = $1 and $2 like '% ' || up.role || ' %')
                                 and not exists (select 1 from promotion_project_places pp join user_places up on up.place_id = pp.place_id and up.user_id = $1
                                                 where pp.project_id = f.cluster_id and $2 like '% ' || up.role || ' %')
                                 and not exists (select 1 from promotion_need_places np join user_places up on up.place_id = np.place_id and up.user_id = $1
                                                 where np.need_id = f.cluster_id and $2 like '% ' || up.role || ' %'))))"
    ))
    .bind(&viewer.user_id)
    .bind(roles_with(right))
    .bind(id)
    .fetch_one(store.read())
    .await?;
    Ok(count > 0)
}

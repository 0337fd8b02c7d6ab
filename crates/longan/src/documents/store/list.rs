//! Lists: papers by what was asked for, their like, their issuers, and the facts on one.

use super::super::model::{Document, Use};
use super::super::search::{Sort, Wanted};
use super::seen::{roles_with, scope};
use crate::places::Place;
use crate::store::{Day, Result, Statement, Store};
use crate::users::{Right, Viewer};

/// Which papers `d` are asked for, `$3` to `$17`, of those the person sees.
macro_rules! asked_for {
    () => {
        asked_for!(sees_paper!())
    };
    ($seen:expr) => {
        concat!(
            "($3 = '' or d.search_text like '%' || $3 || '%'
               or ($4 <> '' and d.number_words like $5 and d.number_words like $6 and d.number_words like $7
                   and d.number_words like $8 and d.number_words like $9 and d.number_words like $10
                   and ($11 = '' or d.issued_on = $11)))
             and ($12 = '' or d.kind = $12)
             and ($13 = '' or d.direction = $13 or ($13 = 'none' and d.direction = ''))
             and ($14 = '' or d.issuer = $14)
             and ($15 = '' or d.issued_on >= $15) and ($16 = '' or d.issued_on <= $16)
             and ($17 = '' or exists (select 1 from document_places dp where dp.document_id = d.id and dp.place_id = $17)
                  or d.id in (", papers_of_clusters!("select fp.cluster_id from cluster_places fp where fp.place_id = $17"), "))
             and ",
            $seen
        )
    };
}

/// Binds what [`asked_for`] asks with.
macro_rules! bind_asked {
    ($query:expr, $viewer:expr, $wanted:expr) => {{
        let wanted: &Wanted = $wanted;
        let asked = &wanted.query;
        let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
        let mut query = $query
            .bind(&$viewer.user_id)
            .bind(scope($viewer))
            .bind(&asked.text)
            .bind(if asked.patterns.is_empty() { "" } else { "number" });
        for nth in 0..6 {
            query = query.bind(asked.pattern(nth).to_owned());
        }
        query
            .bind(asked.day_text())
            .bind(&wanted.kind)
            .bind(&wanted.direction)
            .bind(&wanted.issuer)
            .bind(day(wanted.from))
            .bind(day(wanted.to))
            .bind(&wanted.place_id)
    }};
}

/// The papers that are asked for and the viewer may see.
pub async fn list(
    store: &Store,
    viewer: &Viewer,
    wanted: &Wanted,
    limit: i64,
    offset: i64,
) -> Result<Vec<Document>> {
    macro_rules! in_order {
        ($order:literal) => {
            concat!(
                "select ",
                columns!(),
                " from documents d where ",
                asked_for!(),
                " order by ",
                $order,
                "d.sort_key, d.id limit $18 offset $19"
            )
        };
    }
    let query = sqlx::query_as(match wanted.sort {
        Sort::Newest => in_order!("coalesce(d.issued_on, '') desc, "),
        Sort::Oldest => in_order!("coalesce(d.issued_on, ''), "),
        Sort::Registered => {
            in_order!("coalesce(d.registered_on, substr(d.recorded_at, 1, 10)) desc, ")
        }
        Sort::Number => in_order!(""),
    });
    let documents =
        bind_asked!(query, viewer, wanted).bind(limit).bind(offset).fetch_all(store.read()).await?;
    Ok(documents)
}

/// What stands around a list of papers.
#[derive(Clone, Debug, Default)]
pub struct Around {
    /// How many papers are asked for and the viewer may see.
    pub total: i64,
    /// Who issued the papers the viewer may see.
    pub issuers: Vec<String>,
    /// The units whose registers the viewer may look into.
    pub places: Vec<Place>,
}

/// Whether the person sees paper `d`, where `seen` are the papers in their reach.
macro_rules! among_seen {
    () => {
        concat!("(", sees_country!(), " or d.id in (select document_id from seen))")
    };
}

/// How many papers are asked for, and what may be chosen from, the most frequent `most_issuers` of the
/// issuers: the papers in the viewer's reach are looked for once.
pub async fn around(
    store: &Store,
    viewer: &Viewer,
    wanted: &Wanted,
    most_issuers: i64,
) -> Result<Around> {
    let query = sqlx::query_as(concat!(
        "with seen as materialized (select distinct document_id from (",
        papers_in_reach!(),
        ") reached)
         select 'total' as what, '' as word, count(*) as papers from documents d where ",
        asked_for!(among_seen!()),
        " union all
         select what, word, papers from (
             select 'issuer' as what, d.issuer as word, count(*) as papers from documents d
             where d.issuer <> '' and ",
        among_seen!(),
        "
             group by d.issuer order by count(*) desc, d.issuer limit $18) issuers
         union all
         select 'place', d.place_id, count(*) from documents d
         where d.place_id is not null and ",
        among_seen!(),
        " group by d.place_id"
    ));
    let found: Vec<(String, String, i64)> =
        bind_asked!(query, viewer, wanted).bind(most_issuers).fetch_all(store.read()).await?;
    let mut around = Around::default();
    let mut place_ids = Vec::new();
    for (what, word, papers) in found {
        match what.as_str() {
            "issuer" => around.issuers.push(word),
            "place" => place_ids.push(word),
            _ => around.total = papers,
        }
    }
    around.issuers.sort_by_cached_key(|issuer| kernel::text::sort_key(issuer));
    around.places = places_named(store, &place_ids).await?;
    Ok(around)
}

/// Units by their ids, by name.
async fn places_named(store: &Store, ids: &[String]) -> Result<Vec<Place>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut query = Statement::new(
        "select p.id, p.code, p.level, p.kind, p.name, p.full_name, p.parent_id, p.province_id, p.valid_from, p.valid_to, p.decree, p.document_id
         from places p where p.id in ",
    );
    query.push_list(ids.iter().cloned()).push(" order by p.sort_key, p.valid_from");
    query.fetch_all(store).await
}

/// A paper with the same number, day or issuer as one being written.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Double {
    /// Id.
    pub id: String,
    /// Số, ký hiệu.
    pub number: String,
    /// Day of issue.
    pub issued_on: Option<Day>,
    /// Who issued it.
    pub issuer: String,
    /// Trích yếu.
    pub subject_line: String,
}

/// Papers the viewer may see with the same number and day as one being written.
pub async fn list_doubles(
    store: &Store,
    viewer: &Viewer,
    number_words: &str,
    issued_on: Option<Day>,
    except_id: &str,
) -> Result<Vec<Double>> {
    let doubles = sqlx::query_as(concat!(
        "select d.id, d.number, d.issued_on, d.issuer, d.subject_line from documents d
         where d.number_words = $3 and d.number_words <> '' and coalesce(d.issued_on, $4) = $4 and d.id <> $5 and ",
        sees_this_paper!(),
        " order by d.id limit 10"
    ))
    .bind(&viewer.user_id)
    .bind(scope(viewer))
    .bind(number_words)
    .bind(issued_on.map(|day| day.to_string()).unwrap_or_default())
    .bind(except_id)
    .fetch_all(store.read())
    .await?;
    Ok(doubles)
}

/// The papers on which facts of an organization rest, that the viewer may see, by day.
pub async fn list_of_organization(
    store: &Store,
    viewer: &Viewer,
    organization_id: &str,
) -> Result<Vec<Document>> {
    let documents = sqlx::query_as(concat!(
        "select ",
        columns!(),
        " from documents d where d.id in (select f.document_id from (",
        facts_of_investors!("x.organization_id = $3"),
        " union all ",
        facts_of_tenants!("t.organization_id = $3"),
        " union all ",
        facts_of_organizations!("x.organization_id = $3"),
        ") f) and ",
        sees_this_paper!(),
        " order by coalesce(d.issued_on, ''), d.sort_key, d.id"
    ))
    .bind(&viewer.user_id)
    .bind(scope(viewer))
    .bind(organization_id)
    .fetch_all(store.read())
    .await?;
    Ok(documents)
}

/// What rests on paper `$3` of promotion projects: project, fact, where and when.
macro_rules! facts_of_projects {
    () => {
        "select p.id as project_id, 'promotion_plan' as fact, y.location, coalesce(y.approved_on, '') as on_day
                     from promotion_plans y join promotion_projects p on p.plan_id = y.id where y.document_id = $3
                     union all
                     select id, 'promotion_project', location, '' from promotion_projects where document_id = $3
                     union all
                     select project_id, 'promotion_line:' || stage || ' ' || source, location, on_day from promotion_lines
                     where document_id = $3 and superseded_at = ''
                     union all
                     select project_id, 'promotion_contract', location, signed_on from promotion_contracts where document_id = $3
                     union all
                     select project_id, 'promotion_state:' || state, location, on_day from promotion_states
                     where document_id = $3 and superseded_at = ''
                     union all
                     select project_id, 'promotion_participant', location, '' from promotion_participants where document_id = $3
                     union all
                     select project_id, 'promotion_step:' || step, location, done_on from promotion_steps where document_id = $3 and superseded_at = ''
                     union all
                     select t.project_id, 'promotion_paper:' || f.paper, t.location, t.done_on
                     from promotion_step_papers f join promotion_steps t on t.id = f.step_id where f.document_id = $3 and t.superseded_at = ''
                     union all
                     select project_id, 'promotion_effect:' || indicator, location, on_day from promotion_effects
                     where document_id = $3 and superseded_at = ''
                     union all
                     select project_id, 'promotion_entry:' || kind, location, on_day from promotion_entries
                     where document_id = $3 and superseded_at = ''"
    };
}

/// The facts that rest on a paper and that the viewer may see.
pub async fn list_uses(store: &Store, viewer: &Viewer, id: &str, limit: i64) -> Result<Vec<Use>> {
    let uses = sqlx::query_as(concat!(
        "select u.path, u.name, u.fact, u.location, u.on_day
         from (select f.path, f.name, f.fact, f.location, f.on_day, f.sort_key
         from (select c.id as cluster_id, '' as organization_id, '' as place_id, '/clusters/' || c.slug as path, c.name, c.sort_key, x.fact, x.location, x.on_day
               from (select subject_id as cluster_id, indicator as fact, location, as_of as on_day
                     from observations where document_id = $3 and subject_kind = 'cluster'
                     union all
                     select cluster_id, axis || ':' || state, location, on_day from cluster_states where document_id = $3
                     union all
                     select cluster_id, 'infrastructure', location, as_of from infrastructure_items where document_id = $3
                     union all
                     select cluster_id, 'plan', location, listed_on from plan_entries where document_id = $3
                     union all
                     select cluster_id, 'clearance', '', as_of from clearance_phases where document_id = $3
                     union all
                     select cluster_id, 'type', '', from_day from cluster_types where document_id = $3
                     union all
                     select cluster_id, 'plot', location || case when location = '' then '' else ' · ' end || number, '' from plots where document_id = $3) x
               join clusters c on c.id = x.cluster_id
               union all
               select n.cluster_id, n.organization_id, '', '/clusters/' || c.slug, c.name || ' · ' || g.name, c.sort_key, 'investor', n.location, n.from_day
               from cluster_investors n join clusters c on c.id = n.cluster_id join organizations g on g.id = n.organization_id where n.document_id = $3
               union all
               select t.cluster_id, t.organization_id, '', '/tenants/' || t.id, t.name || ' · ' || c.name, t.sort_key, x.fact, x.location, x.on_day
               from (select subject_id as tenant_id, indicator as fact, location, as_of as on_day
                     from observations where document_id = $3 and subject_kind = 'tenant'
                     union all
                     select tenant_id, 'tenant:' || state, location, on_day from tenant_states where document_id = $3
                     union all
                     select tenant_id, 'lease', location, from_day from leases where document_id = $3) x
               join tenants t on t.id = x.tenant_id join clusters c on c.id = t.cluster_id
               union all
               select p.id, '', '', '/promotion/projects/' || p.id, p.code || ' ' || p.name, p.sort_key, x.fact, x.location, x.on_day
               from (", facts_of_projects!(), ") x
               join promotion_projects p on p.id = x.project_id
               union all
               select n.id, n.organization_id, '', '/promotion/needs/' || n.id, b.name, n.sort_key, 'promotion_need', n.location, n.asked_on
               from promotion_needs n join organizations b on b.id = n.organization_id where n.document_id = $3 union all
               select '', '', a.place_id, '/promotion/areas', u.full_name, u.sort_key, 'promotion_area', a.location, a.from_day
               from promotion_areas a join places u on u.id = a.place_id where a.document_id = $3 and a.superseded_at = ''
               union all
               select '', o.id, '', case when o.id in (", organizations_in_reach!(), ")
                      then '/organizations/' || coalesce(o.merged_into, o.id) else '/own?organization=' || coalesce(o.merged_into, o.id) end,
                      o.name || case when x.detail = '' then '' else ' · ' || x.detail end, o.sort_key, x.fact, x.location, x.on_day
               from (select organization_id, 'organization:name' as fact, name as detail, location, coalesce(from_day, to_day, '') as on_day
                     from organization_names where document_id = $3
                     union all
                     select a.organization_id, 'organization:address', case when a.detail = '' then p.full_name else a.detail || ', ' || p.full_name end, a.location, a.from_day
                     from organization_addresses a join places p on p.id = a.place_id where a.document_id = $3
                     union all
                     select organization_id, 'organization:' || kind, name, location, from_day from organization_people where document_id = $3
                     union all
                     select organization_id, 'organization:industry', code, location, from_day from organization_industries where document_id = $3
                     union all
                     select organization_id, 'organization:' || state, '', location, on_day from organization_states where document_id = $3) x
               join organizations o on o.id = x.organization_id
               union all
               select coalesce(r.cluster_id, ''), coalesce(t.organization_id, ''), case when r.subject_kind = 'place' then coalesce(r.place_id, '') else '' end,
                      '/reports/' || r.id, coalesce(t.name, c.name, p.full_name, '') || ' · ' || r.period, coalesce(t.sort_key, c.sort_key, p.sort_key, ''),
                      'report:' || r.form, '', coalesce(r.sent_on, '')
               from reports r left join tenants t on r.subject_kind = 'tenant' and t.id = r.subject_id
               left join clusters c on c.id = r.cluster_id left join places p on p.id = r.place_id
               where r.document_id = $3 and r.status not in ('draft', 'checked', 'approved')
                 and exists (select 1 from user_places up where up.user_id = $1 and $5 like '% ' || up.role || ' %')) f
         where ", sees_fact!(), "
         union all
         select '/places/' || p.id, old.full_name || ' → ' || p.full_name, 'place:' || n.kind, '', n.effective_on, p.sort_key
         from place_changes n join places old on old.id = n.old_id join places p on p.id = n.new_id
         where n.document_id = $3 and $2 <> 'own'
         union all
         select '/places/' || p.id, p.full_name, 'place:unit', '', p.valid_from, p.sort_key
         from places p where p.document_id = $3 and $2 <> 'own' and not exists (select 1 from place_changes n where n.new_id = p.id and n.document_id = $3)) u
         order by u.sort_key, u.path, u.fact, u.location limit $4"
    ))
    .bind(&viewer.user_id)
    .bind(scope(viewer))
    .bind(id)
    .bind(limit)
    .bind(roles_with(Right::SeeReports))
    .fetch_all(store.read())
    .await?;
    Ok(uses)
}

//! Who owes a report: one statement a form over the register, with what was sent for it.
//!
//! A tenant owes from the day its project is under way until it leaves; an investor for each
//! cluster it builds; the unit right below the province for the clusters in it (districts until
//! June 2025, communes since); a province's Department always.

use super::super::model::{
    Owed, OwedCount, OwedGroup, OwedReach, OwedStage, OwedState, ReportForm, WantedOwed,
};
use crate::store::{Result, Statement, Store};
use crate::users::{Right, Role, Viewer};

/// Where a report stands, and how far the duty has come with it.
const STATE: &str = "case when r.id is null then 'missing' when r.status in ('draft', 'checked', 'approved') then 'draft'
     when r.status = 'rejected' then 'returned' when r.status = 'pending' then 'sent' else 'accepted' end";

/// Whether cluster `c` has not ended by the cut-off and was known then.
const LIVES: &str = "c.known_from <= asked.on_day
     and not exists (select 1 from cluster_states_counted e where e.cluster_id = c.id and e.state in ('removed', 'revoked', 'converted') and e.on_day <= asked.on_day)";

/// Whether unit `p` stands right below a province on the cut-off day, or is a province.
const VALID: &str = "(p.valid_from = '' or p.valid_from <= asked.on_day) and (p.valid_to is null or p.valid_to >= asked.on_day)";

/// Roles that give a right.
fn with(right: Right) -> impl Iterator<Item = Role> {
    Role::ALL.iter().copied().filter(move |role| role.gives(right))
}

/// Roles that fill in reports of a body or unit of their own.
fn filling(form: ReportForm) -> &'static [Role] {
    match form {
        ReportForm::Tenant => &[Role::Tenant, Role::InfrastructureInvestor],
        ReportForm::Investor => &[Role::InfrastructureInvestor],
        ReportForm::Commune => &[Role::CommuneCommittee],
        ReportForm::Department => &[Role::Officer, Role::Head],
    }
}

fn asked(viewer: &Viewer, wanted: &WantedOwed) -> Statement {
    let term = &wanted.term;
    let mut query = Statement::new("with asked as (select cast(");
    query.push_bind(viewer.user_id.clone()).push(" as text) as user_id, cast(");
    query.push_bind(term.form).push(" as text) as form, cast(");
    query.push_bind(term.period.to_string()).push(" as text) as period, cast(");
    query.push_bind(term.last).push(" as text) as on_day, cast(");
    query.push_bind(term.due_text()).push(" as text) as due_on, cast(");
    query.push_bind(wanted.place_id.clone()).push(" as text) as place_id, cast(");
    query.push_bind(wanted.cluster.clone()).push(" as text) as slug), ");
    if term.form == ReportForm::Tenant {
        push_seen_tenants(&mut query, wanted);
    }
    query.push("owed as (");
    match term.form {
        ReportForm::Tenant => push_tenants(&mut query, wanted),
        ReportForm::Investor => push_investors(&mut query, wanted),
        ReportForm::Commune | ReportForm::Department => push_places(&mut query, wanted),
    }
    query.push(") ");
    query
}

fn push_tenants(query: &mut Statement, wanted: &WantedOwed) {
    query.push(
        "select 'tenant' as subject_kind, t.id as subject_id, t.name as subject, o.id as organization_id, o.name as reporter,
                coalesce(o.tax_code, t.tax_code, '') as tax_code, c.id as cluster_id, c.slug, c.name as cluster, c.place_text as place, o.mail, t.sort_key,
                c.slug as group_id, c.name as group_name, c.sort_key as group_key
         from asked cross join seen cross join tenants t join clusters c on c.id = t.cluster_id
         join organizations held on held.id = t.organization_id join organizations o on o.id = coalesce(held.merged_into, held.id)
         where t.id = seen.id and t.merged_into is null
           and (select s.state from tenant_states_counted s where s.tenant_id = t.id and s.on_day <= asked.on_day
                order by s.on_day desc, s.id desc limit 1) in ('building', 'operating', 'suspended') and ",
    );
    query.push(LIVES);
    push_where(query, wanted);
}

/// Adds `seen`: the tenants in the viewer's reach, found from the viewer and not from the tenants
/// of a whole country.
fn push_seen_tenants(query: &mut Statement, wanted: &WantedOwed) {
    query.push("seen as (");
    let clusters: &[Right] = match wanted.own_only {
        OwedReach::Own => &[],
        OwedReach::Seen => &[Right::SeeReports],
        OwedReach::Entered => &[Right::EnterReports, Right::CollectReports],
        OwedReach::Reviewed => &[Right::ReviewReports],
    };
    if !clusters.is_empty() {
        query.push(
            "select t.id from asked cross join user_places up cross join cluster_places mine cross join tenants t
             where up.user_id = asked.user_id and mine.place_id = up.place_id and t.cluster_id = mine.cluster_id",
        );
        push_one(query, wanted, " and t.id ");
        query.push(" and up.role in ").push_list(clusters.iter().flat_map(|right| with(*right)));
    }
    if wanted.own_only != OwedReach::Reviewed {
        for (at, column) in ["b.id", "b.merged_into"].into_iter().enumerate() {
            if !clusters.is_empty() || at > 0 {
                query.push(" union ");
            }
            query.push(
                "select t.id from asked cross join user_places own cross join organizations b cross join tenants t
                 where own.user_id = asked.user_id and own.place_id like 'organization:%' and t.organization_id = b.id and substr(own.place_id, 14) = ",
            );
            query.push(column);
            push_one(query, wanted, " and t.id ");
            query.push(" and own.role in ").push_list(filling(wanted.term.form).iter().copied());
        }
    }
    query.push("), ");
}

fn push_investors(query: &mut Statement, wanted: &WantedOwed) {
    query.push(
        "select 'cluster' as subject_kind, c.id as subject_id, c.name as subject, o.id as organization_id, o.name as reporter,
                coalesce(o.tax_code, '') as tax_code, c.id as cluster_id, c.slug, c.name as cluster, c.place_text as place, o.mail, c.sort_key,
                coalesce(g.id, c.place_text) as group_id, coalesce(g.full_name, c.place_text) as group_name, coalesce(g.sort_key, c.place_text) as group_key
         from asked cross join clusters c
         left join places g on g.id = (select p.id from cluster_places cp join places p on p.id = cp.place_id join places pr on pr.id = p.parent_id and pr.level = 'province'
                                       where cp.cluster_id = c.id and (p.valid_from = '' or p.valid_from <= asked.on_day) and (p.valid_to is null or p.valid_to >= asked.on_day)
                                       order by case cp.relation when 'recorded' then 0 when 'within' then 1 else 2 end, p.id limit 1)
         join cluster_investors i on i.id = (select j.id from cluster_investors j where j.cluster_id = c.id and j.from_day <= asked.on_day
                                               and (j.to_day is null or j.to_day > asked.on_day) order by j.from_day desc, j.id desc limit 1)
         join organizations held on held.id = i.organization_id join organizations o on o.id = coalesce(held.merged_into, held.id)
         where ",
    );
    query.push(LIVES);
    push_one(query, wanted, " and c.id ");
    push_body_seen(query, wanted);
}

fn push_one(query: &mut Statement, wanted: &WantedOwed, column: &'static str) {
    if !wanted.subject_id.is_empty() {
        query.push(column).push("= ").push_bind(wanted.subject_id.clone());
    }
    if !wanted.subject_ids.is_empty() {
        query.push(column).push("in ").push_list(wanted.subject_ids.iter().cloned());
    }
}

/// Adds: the viewer reaches cluster `c`, or acts for body `o`; and the place asked for.
fn push_body_seen(query: &mut Statement, wanted: &WantedOwed) {
    const OF_BODY: &str = "exists (select 1 from user_places own where own.user_id = asked.user_id and own.place_id = 'organization:' || o.id and own.role in ";
    const OF_CLUSTER: &str = "exists (select 1 from cluster_places mine join user_places up on up.place_id = mine.place_id
                         where mine.cluster_id = c.id and up.user_id = asked.user_id and up.role in ";
    query.push(" and (");
    match wanted.own_only {
        OwedReach::Own => {
            query.push(OF_BODY).push_list(filling(wanted.term.form).iter().copied()).push(")");
        }
        OwedReach::Seen => {
            query.push(OF_BODY).push_list(filling(wanted.term.form).iter().copied()).push(") or ");
            query.push(OF_CLUSTER).push_list(with(Right::SeeReports)).push(")");
        }
        OwedReach::Entered => {
            query.push(OF_BODY).push_list(filling(wanted.term.form).iter().copied()).push(") or ");
            query.push(OF_CLUSTER).push_list(with(Right::EnterReports)).push(")");
        }
        OwedReach::Reviewed => {
            query.push(OF_CLUSTER).push_list(with(Right::ReviewReports)).push(")");
        }
    }
    query.push(")");
    push_where(query, wanted);
}

/// Adds: in the place and the cluster asked for.
fn push_where(query: &mut Statement, wanted: &WantedOwed) {
    if !wanted.place_id.is_empty() {
        query.push(" and exists (select 1 from cluster_places here where here.cluster_id = c.id and here.place_id = asked.place_id)");
    }
    if !wanted.cluster.is_empty() {
        query.push(" and c.slug = asked.slug");
    }
}

fn push_places(query: &mut Statement, wanted: &WantedOwed) {
    query.push(
        "select 'place' as subject_kind, p.id as subject_id, p.full_name as subject, '' as organization_id, '' as reporter, '' as tax_code,
                '' as cluster_id, '' as slug, pr.full_name as cluster, pr.full_name as place, '' as mail, p.sort_key,
                pr.id as group_id, pr.full_name as group_name, pr.sort_key as group_key
         from asked cross join places p join places pr on pr.id = p.parent_id where ",
    );
    query.push(VALID);
    if wanted.term.form == ReportForm::Commune {
        query.push(
            " and pr.level = 'province' and exists (select 1 from cluster_places cp join clusters c on c.id = cp.cluster_id where cp.place_id = p.id and ",
        );
        query.push(LIVES).push(")");
    } else {
        query.push(" and p.level = 'province'");
    }
    push_one(query, wanted, " and p.id ");
    query.push(" and exists (select 1 from user_places up where up.user_id = asked.user_id and ");
    if wanted.own_only == OwedReach::Own {
        query.push("up.role in ").push_list(filling(wanted.term.form).iter().copied());
        query.push(
            " and (up.place_id = p.id or exists (select 1 from place_changes n where n.old_id = up.place_id and n.new_id = p.id and n.preference = 'default')))",
        );
    } else {
        let right = match wanted.own_only {
            OwedReach::Reviewed => Right::ReviewReports,
            _ => Right::SeeReports,
        };
        query.push("up.role in ").push_list(with(right)).push(" and ");
        query.push(super::REACHES_PLACE).push(")");
        if wanted.own_only == OwedReach::Reviewed {
            // Nobody reminds themselves.
            query.push(
                " and not exists (select 1 from user_places self where self.user_id = asked.user_id and self.place_id = p.id)",
            );
        }
    }
    if !wanted.place_id.is_empty() {
        query.push(" and asked.place_id in (p.id, p.parent_id, p.province_id, 'country:VN:')");
    }
    if !wanted.cluster.is_empty() {
        query.push(" and exists (select 1 from cluster_places cp join clusters c on c.id = cp.cluster_id where cp.place_id = p.id and c.slug = asked.slug)");
    }
}

/// Adds the reports of what is owed: the newest version, a correction once it was sent.
fn push_reports(query: &mut Statement, wanted: &WantedOwed) {
    query.push(
        " from asked cross join owed w
          left join reports r on r.id = (select x.id from reports x where x.form = asked.form and x.subject_id = w.subject_id and x.period = asked.period
                                         order by case when x.version > 1 and x.status in ('draft', 'checked', 'approved') then 1 else 0 end, x.version desc limit 1)
          where 1 = 1",
    );
    let states: &[OwedState] = match (wanted.state, wanted.open_only) {
        (Some(OwedState::Missing), _) => &[OwedState::Missing],
        (Some(OwedState::Draft), _) => &[OwedState::Draft],
        (Some(OwedState::Returned), _) => &[OwedState::Returned],
        (Some(OwedState::Sent), _) => &[OwedState::Sent],
        (Some(OwedState::Accepted), _) => &[OwedState::Accepted],
        (None, OwedStage::Open) => &[OwedState::Missing, OwedState::Draft, OwedState::Returned],
        (None, OwedStage::All) => return,
    };
    query.push(" and ").push(STATE).push(" in ").push_list(states.iter().copied());
}

/// What is owed, by cluster and name, `limit` of them from `offset`.
pub async fn list_owed(
    store: &Store,
    viewer: &Viewer,
    wanted: &WantedOwed,
    limit: i64,
    offset: i64,
) -> Result<Vec<Owed>> {
    let mut query = asked(viewer, wanted);
    query.push(
        "select w.subject_kind, w.subject_id, w.subject, w.organization_id, w.reporter, w.tax_code, w.cluster_id, w.slug, w.cluster, w.place, w.mail,
                r.id as report_id, coalesce(r.version, 0) as version, r.status, r.sent_on, r.entered_by,
                (select max(m.reminded_at) from report_reminders m where m.form = asked.form and m.period = asked.period and m.subject_id = w.subject_id) as reminded_at, ",
    );
    query.push(STATE).push(" as state");
    push_reports(&mut query, wanted);
    query.push(" order by w.group_key, w.sort_key, w.subject_id limit ").push_bind(limit);
    query.push(" offset ").push_bind(offset);
    query.fetch_all(store).await
}

/// How many reports of the form are how far.
pub async fn count_owed(store: &Store, viewer: &Viewer, wanted: &WantedOwed) -> Result<OwedCount> {
    let mut query = asked(viewer, wanted);
    query.push("select x.state, count(*) as number, cast(coalesce(sum(x.late), 0) as bigint) as late from (select ");
    query.push(STATE).push(
        " as state, case when r.sent_on > asked.due_on and r.status not in ('draft', 'checked', 'approved', 'rejected') then 1 else 0 end as late",
    );
    push_reports(&mut query, wanted);
    query.push(") x group by x.state");
    let rows: Vec<(OwedState, i64, i64)> = query.fetch_all(store).await?;
    let mut count = OwedCount::default();
    for (state, number, late) in rows {
        count.owed += number;
        count.late += late;
        match state {
            OwedState::Missing => count.missing += number,
            OwedState::Draft => count.draft += number,
            OwedState::Returned => count.returned += number,
            OwedState::Sent => count.sent += number,
            OwedState::Accepted => count.accepted += number,
        }
    }
    Ok(count)
}

/// The same by cluster or unit, those with most still to come first.
pub async fn count_groups(
    store: &Store,
    viewer: &Viewer,
    wanted: &WantedOwed,
    limit: i64,
) -> Result<Vec<OwedGroup>> {
    let mut query = asked(viewer, wanted);
    query.push(
        "select x.group_id as id, x.group_name as name, count(*) as owed, cast(sum(x.come) as bigint) as come
         from (select w.group_id, w.group_name, w.group_key, case when ",
    );
    query.push(STATE).push(" in ('sent', 'accepted') then 1 else 0 end as come");
    push_reports(&mut query, wanted);
    query.push(
        ") x group by x.group_id, x.group_name, x.group_key
         order by count(*) - sum(x.come) desc, x.group_key, x.group_id limit ",
    );
    query.push_bind(limit);
    query.fetch_all(store).await
}

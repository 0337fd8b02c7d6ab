//! What the register of clusters tells of a body: its projects, leases, results and the clusters
//! it invests in; and what moves when two records of one body are made one.

use super::model::{Lease, TenantState};
use super::store::{self, InvestedLine, ProjectLine, ResultLine};
use crate::App;
use crate::organizations::{COUNTED, Cell, Move, Section, numbers, words};
use crate::store::{Day, Result};
use crate::ui::Vi;
use crate::users::{Right, Viewer};
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;

/// What is told on the page of a body.
pub fn tell<'a>(
    app: &'a App,
    viewer: &'a Viewer,
    organization_id: &'a str,
    on: Day,
) -> BoxFuture<'a, Result<Vec<Section>>> {
    async move {
        let db = &app.store;
        let projects = store::list_projects_of(db, viewer, organization_id, on).await?;
        let leases = store::list_leases_of_organization(db, viewer, organization_id, on).await?;
        let results = store::list_results_of(db, viewer, organization_id).await?;
        let invested = store::list_invested_by(db, viewer, organization_id, on).await?;
        Ok(vec![
            projects_section(viewer, projects),
            leases_section(viewer, leases, on),
            results_section(viewer, results),
            invested_section(viewer, invested),
        ])
    }
    .boxed()
}

fn cluster(viewer: &Viewer, slug: &str, name: &str) -> Cell {
    Cell::to(viewer, Right::SeeRegister, name, format!("/clusters/{slug}"))
}

fn projects_section(viewer: &Viewer, projects: Vec<ProjectLine>) -> Section {
    let rows = projects.into_iter().map(|project| {
        let state = project.state.map_or("chưa rõ", TenantState::label);
        let since = project.state_on.map(|day| format!(" từ {}", day.vi())).unwrap_or_default();
        vec![
            // Whoever acts for the body may open its own project.
            Cell { text: project.name, path: format!("/tenants/{}", project.id) },
            cluster(viewer, &project.slug, &project.cluster),
            Cell::of(format!("{state}{since}")),
            Cell::of(project.activity),
            Cell::of(Vi::ha(project.leased_m2)),
            Cell::paper(viewer, &project.document_id, &project.document),
        ]
    });
    Section {
        title: "Dự án trong cụm công nghiệp",
        columns: vec![
            words("Dự án, cơ sở"),
            words("Cụm công nghiệp"),
            words("Trạng thái"),
            words("Sản phẩm, ngành nghề"),
            numbers("Đất thuê (ha)"),
            words("Văn bản"),
        ],
        rows: rows.collect(),
        empty: "Chưa có dự án nào trong cụm công nghiệp.",
    }
}

fn leases_section(viewer: &Viewer, leases: Vec<(Lease, String, String)>, on: Day) -> Section {
    let rows = leases.into_iter().map(|(lease, name, document)| {
        let end = match lease.to_day {
            Some(day) => format!("đến trước {}", day.vi()),
            None if lease.holds_on(&on) => "còn hiệu lực".to_owned(),
            None => String::new(),
        };
        vec![
            Cell::of(lease.plot.clone()),
            cluster(viewer, &lease.slug, &name),
            Cell::of(Vi::ha(lease.area_m2)),
            Cell::of(lease.precision.vi(&lease.from_day)),
            Cell::of(end),
            Cell::of(lease.contract.clone()),
            Cell::paper(viewer, &lease.document_id, &document),
        ]
    });
    Section {
        title: "Đất thuê",
        columns: vec![
            words("Lô"),
            words("Cụm công nghiệp"),
            numbers("Diện tích (ha)"),
            words("Từ ngày"),
            words("Tình trạng"),
            words("Hợp đồng"),
            words("Văn bản"),
        ],
        rows: rows.collect(),
        empty: "Chưa có hợp đồng thuê đất nào.",
    }
}

fn results_section(viewer: &Viewer, results: Vec<ResultLine>) -> Section {
    let rows = results.into_iter().map(|result| {
        vec![
            Cell::of(result.period.clone()),
            cluster(viewer, &result.slug, &result.cluster),
            Cell::of(Vi::count(result.workers)),
            Cell::of(Vi::million(result.revenue_vnd)),
            Cell::of(Vi::million(result.tax_paid_vnd)),
            Cell::paper(viewer, &result.document_id, &result.document),
        ]
    });
    Section {
        title: "Kết quả đã báo cáo",
        columns: vec![
            words("Kỳ"),
            words("Cụm công nghiệp"),
            numbers("Lao động (người)"),
            numbers("Doanh thu (triệu đồng)"),
            numbers("Nộp ngân sách (triệu đồng)"),
            words("Văn bản"),
        ],
        rows: rows.collect(),
        empty: "Chưa có kết quả nào được báo cáo.",
    }
}

fn invested_section(viewer: &Viewer, invested: Vec<InvestedLine>) -> Section {
    let rows = invested.into_iter().map(|term| {
        let end = term
            .to_day
            .map_or_else(|| "đang đảm nhận".to_owned(), |day| format!("đến trước {}", day.vi()));
        vec![
            cluster(viewer, &term.slug, &term.cluster),
            Cell::of(term.precision.vi(&term.from_day)),
            Cell::of(end),
            Cell::paper(viewer, &term.document_id, &term.document),
        ]
    });
    Section {
        title: "Làm chủ đầu tư hạ tầng",
        columns: vec![
            words("Cụm công nghiệp"),
            words("Từ ngày"),
            words("Tình trạng"),
            words("Văn bản"),
        ],
        rows: rows.collect(),
        empty: "Không làm chủ đầu tư hạ tầng cụm nào.",
    }
}

/// What moves with a body. Two projects in one cluster become one: the facts of the later row move
/// to the other; what both rows say stands once.
pub const MOVES: &[Move] = &[
    Move {
        table: "cluster_investors",
        column: "organization_id",
        counted: "",
        rows: "select i.id, i.organization_id, cast($2 as text) from cluster_investors i where i.organization_id = $1
                 and not exists (select 1 from cluster_investors k where k.organization_id = $2
                                   and k.cluster_id = i.cluster_id and k.from_day = i.from_day)",
    },
    // The same term written twice holds once: the second never began.
    Move {
        table: "cluster_investors",
        column: "to_day",
        counted: "",
        rows: "select i.id, coalesce(i.to_day, ''), i.from_day from cluster_investors i
               join cluster_investors k on k.organization_id = $2 and k.cluster_id = i.cluster_id and k.from_day = i.from_day
               where i.organization_id = $1 and (i.to_day is null or i.to_day <> i.from_day)",
    },
    Move {
        table: "tenants",
        column: "organization_id",
        counted: COUNTED,
        rows: "select t.id, t.organization_id, cast($2 as text) from tenants t where t.organization_id = $1
                 and not exists (select 1 from tenants k where k.organization_id = $2 and k.cluster_id = t.cluster_id)",
    },
    Move {
        table: "tenants",
        column: "merged_into",
        counted: COUNTED,
        rows: "select t.id, coalesce(t.merged_into, ''), k.id from tenants t
               join tenants k on k.organization_id = $2 and k.cluster_id = t.cluster_id and k.merged_into is null
               where t.organization_id = $1 and t.merged_into is null",
    },
    // What had become the project that becomes another now becomes that other.
    Move {
        table: "tenants",
        column: "merged_into",
        counted: COUNTED,
        rows: "select x.id, x.merged_into, k.id from tenants x
               join tenants t on t.id = x.merged_into and t.organization_id = $1
               join tenants k on k.id = t.merged_into and k.organization_id = $2",
    },
    Move {
        table: "tenant_states",
        column: "tenant_id",
        counted: "",
        rows: "select s.id, s.tenant_id, t.merged_into from tenant_states s
               join tenants t on t.id = s.tenant_id and t.organization_id = $1
               join tenants k on k.id = t.merged_into and k.organization_id = $2
               where not exists (select 1 from tenant_states j where j.tenant_id = k.id and j.state = s.state and j.on_day = s.on_day
                                   and j.superseded_at = s.superseded_at)",
    },
    Move {
        table: "leases",
        column: "tenant_id",
        counted: COUNTED,
        rows: "select l.id, l.tenant_id, t.merged_into from leases l
               join tenants t on t.id = l.tenant_id and t.organization_id = $1
               join tenants k on k.id = t.merged_into and k.organization_id = $2
               where not exists (select 1 from leases j where j.tenant_id = k.id and j.plot_id = l.plot_id and j.from_day = l.from_day
                                   and j.superseded_at = l.superseded_at)",
    },
    // The same lease written twice holds once.
    Move {
        table: "leases",
        column: "to_day",
        counted: COUNTED,
        rows: "select l.id, coalesce(l.to_day, ''), l.from_day from leases_counted l
               join tenants t on t.id = l.tenant_id and t.organization_id = $1
               join tenants k on k.id = t.merged_into and k.organization_id = $2
               where l.to_day is null or l.to_day <> l.from_day",
    },
    Move {
        table: "observations",
        column: "subject_id",
        counted: COUNTED,
        rows: "select o.id, o.subject_id, t.merged_into from observations o
               join tenants t on t.id = o.subject_id and t.organization_id = $1
               join tenants k on k.id = t.merged_into and k.organization_id = $2
               where o.subject_kind = 'tenant'
                 and not exists (select 1 from observations j where j.subject_id = k.id and j.indicator = o.indicator and j.as_of = o.as_of
                                   and j.period = o.period and j.document_id = o.document_id and j.reporter = o.reporter)",
    },
];

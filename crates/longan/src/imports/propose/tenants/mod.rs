//! Proposals from lists of enterprises.

mod compare;

use super::super::model::{Outcome, Problem, Severity, Subject};
use super::super::payload::{NewTenantState, Payload, TenantPayload};
use super::super::read::{Reading, Soundness, TenantDraft};
use super::register::{KnownClusters, KnownTenants};
use super::{Proposal, Proposed, Setting, observation};
use crate::App;
use crate::clusters::model::{Cluster, DayPrecision, NewLease, NewTenant, Tenant, TenantState};
use crate::observations::ReporterKind;
use crate::users::Viewer;
use kernel::text::fold;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Compares every row with the register.
pub async fn propose(
    app: &App,
    viewer: &Viewer,
    reading: &Reading,
    setting: &Setting,
    known: &KnownClusters,
    proposed: &mut Proposed,
) -> anyhow::Result<()> {
    let mut drafts = reading.tenants.clone();
    let mut by_name: HashMap<String, Option<&Cluster>> = HashMap::new();
    let clusters: Vec<Option<&Cluster>> = drafts
        .iter()
        .map(|draft| {
            *by_name
                .entry(draft.cluster.clone())
                .or_insert_with(|| known.find(None, &draft.cluster))
        })
        .collect();
    for (draft, cluster) in drafts.iter_mut().zip(&clusters) {
        if cluster.is_none() {
            draft.soundness = Soundness::Wrong;
            let message = if known.clusters.is_empty() {
                format!(
                    "Ô {}: chưa có cụm nào của {} trong hồ sơ. Hãy nhập bảng cụm công nghiệp trước.",
                    draft.cluster_cell, setting.places.province.full_name
                )
            } else {
                format!(
                    "Ô {}: không có cụm “{}” trong hồ sơ của {}. Hãy sửa tên cụm, hoặc nhập cụm trước.",
                    draft.cluster_cell, draft.cluster, setting.places.province.full_name
                )
            };
            let found = draft.cluster.clone();
            proposed.problems.push(problem(
                draft,
                &draft.cluster_cell,
                Severity::Error,
                "unknown_cluster",
                &found,
                "tên một cụm trong hồ sơ",
                message,
            ));
        }
    }
    refuse_duplicates(&mut drafts, &clusters, &mut proposed.problems);
    let mut ids: Vec<String> = clusters.iter().flatten().map(|c| c.id.clone()).collect();
    ids.sort_unstable();
    ids.dedup();
    let tenants = KnownTenants::load(&app.store, viewer, &ids).await?;
    let is_self_reported = reading.remarks.iter().any(|remark| fold(remark).contains("tu bao cao"));
    let (mut named, mut aliased) = (HashSet::<String>::new(), HashSet::<String>::new());
    for (draft, cluster) in drafts.iter().zip(&clusters) {
        let mut row = Proposal {
            sheet: draft.sheet.clone(),
            row_number: draft.row_number(),
            subject: Subject::Tenant,
            name: draft.name.clone(),
            outcome: Outcome::Wrong,
            payload: Payload::Nothing,
            changes: Vec::new(),
        };
        let Some(cluster) = cluster.filter(|_| draft.soundness == Soundness::Sound) else {
            proposed.rows.push(row);
            continue;
        };
        let mut payload = payload(draft, cluster, setting, is_self_reported);
        let tax_code = payload.tenant.tax_code.clone();
        let found = tenants.find(&cluster.id, tax_code.as_deref(), &draft.name);
        warn_of_holders(draft, cluster, found, &tenants, &mut proposed.problems);
        (row.outcome, row.changes) = match found {
            Some(tenant)
                if named.contains(&tenant.id)
                    && (aliased.contains(&tenant.id)
                        || tenants.is_alias(tenant, tax_code.as_deref(), &draft.name)) =>
            {
                proposed.problems.push(named_twice(draft, tenant));
                proposed.rows.push(row);
                continue;
            }
            Some(tenant) => {
                named.insert(tenant.id.clone());
                if tenants.is_alias(tenant, tax_code.as_deref(), &draft.name) {
                    aliased.insert(tenant.id.clone());
                    proposed.problems.push(known_by_another_name(draft, tenant));
                    // What it was called before is no news of what it is called.
                    payload.tenant.name.clone_from(&tenant.name);
                    payload.tenant.tax_code.clone_from(&tenant.tax_code);
                }
                compare::with_known(&mut payload, tenant, &tenants)
            }
            None => (Outcome::New, compare::of_new(&payload, cluster)),
        };
        if row.outcome != Outcome::Unchanged {
            row.payload = Payload::Tenant(Box::new(payload));
        }
        proposed.rows.push(row);
    }
    let absent = tenants.tenants.iter().filter(|tenant| !named.contains(&tenant.id));
    proposed.not_named = absent.map(|tenant| tenant.name.clone()).collect();
    Ok(())
}

fn problem(
    draft: &TenantDraft,
    cell: &str,
    severity: Severity,
    kind: &str,
    found: &str,
    expected: &str,
    message: String,
) -> Problem {
    Problem {
        sheet: draft.sheet.clone(),
        cell: cell.to_owned(),
        severity,
        kind: kind.to_owned(),
        found: found.to_owned(),
        expected: expected.to_owned(),
        message,
    }
}

/// The row names an enterprise by an old name of its body, or by a record made one with it.
fn known_by_another_name(draft: &TenantDraft, tenant: &Tenant) -> Problem {
    let message = format!(
        "Ô {}: “{}” là tên cũ hoặc tên khác của “{}”. Số liệu của dòng này sẽ ghi vào “{}”; tên và mã số thuế trong hồ sơ giữ nguyên.",
        draft.name_cell, draft.name, tenant.name, tenant.name
    );
    let cell = &draft.name_cell;
    let kind = "known_by_another_name";
    problem(draft, cell, Severity::Warning, kind, &draft.name, &tenant.name, message)
}

/// Two rows of one enterprise under two names.
fn named_twice(draft: &TenantDraft, tenant: &Tenant) -> Problem {
    let message = format!(
        "Ô {}: “{}” là “{}” trong sổ tổ chức, và bảng đã có một dòng của doanh nghiệp này trong cùng cụm. Hãy gộp hai dòng làm một.",
        draft.name_cell, draft.name, tenant.name
    );
    let cell = &draft.name_cell;
    problem(
        draft,
        cell,
        Severity::Error,
        "duplicate_tenant",
        &draft.name,
        "mỗi doanh nghiệp một dòng",
        message,
    )
}

/// One enterprise twice in one cluster, or one plot twice for one enterprise.
fn refuse_duplicates(
    drafts: &mut [TenantDraft],
    clusters: &[Option<&Cluster>],
    problems: &mut Vec<Problem>,
) {
    let mut seen: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
    for (index, (draft, cluster)) in drafts.iter().zip(clusters).enumerate() {
        let Some(cluster) = cluster else { continue };
        let key = draft.tax_code.as_ref().map_or_else(
            || crate::organizations::match_key(&draft.name),
            |told| told.value.clone(),
        );
        seen.entry((cluster.id.clone(), key)).or_default().push(index);
    }
    for indexes in seen.into_values().filter(|indexes| indexes.len() > 1) {
        let rows: Vec<String> =
            indexes.iter().map(|index| drafts[*index].row_number().to_string()).collect();
        for index in indexes {
            let draft = &mut drafts[index];
            draft.soundness = Soundness::Wrong;
            let (cell, found) = draft.tax_code.as_ref().map_or_else(
                || (draft.name_cell.clone(), draft.name.clone()),
                |told| {
                    (
                        told.location.rsplit('!').next().unwrap_or_default().to_owned(),
                        told.raw.clone(),
                    )
                },
            );
            let message = format!(
                "Ô {cell}: “{found}” lặp lại trong cùng một cụm ở các dòng {}. Nếu là nhiều lô của một doanh nghiệp, hãy gộp ô tên; nếu không, hãy sửa mã số thuế hoặc bỏ dòng thừa.",
                rows.join(", ")
            );
            problems.push(problem(
                draft,
                &cell,
                Severity::Error,
                "duplicate_tenant",
                &found,
                "mỗi doanh nghiệp một dòng",
                message,
            ));
        }
    }
    for draft in drafts {
        let mut plots = HashSet::new();
        let twice = draft.plots.iter().find(|plot| !plots.insert(plot.plot.clone())).cloned();
        if let Some(plot) = twice {
            draft.soundness = Soundness::Wrong;
            let cell = plot.area.location.rsplit('!').next().unwrap_or_default().to_owned();
            let message = format!(
                "Ô {cell}: lô “{}” ghi hai lần cho “{}”. Hãy sửa số lô hoặc cộng diện tích vào một dòng.",
                plot.plot, draft.name
            );
            problems.push(problem(
                draft,
                &cell,
                Severity::Error,
                "duplicate_plot",
                &plot.plot,
                "mỗi lô một dòng",
                message,
            ));
        }
    }
}

/// A plot that somebody else leases.
fn warn_of_holders(
    draft: &TenantDraft,
    cluster: &Cluster,
    tenant: Option<&Tenant>,
    known: &KnownTenants,
    problems: &mut Vec<Problem>,
) {
    for plot in &draft.plots {
        let holder = known.holders.get(&(cluster.id.clone(), plot.plot.clone()));
        let Some(holder) = holder.filter(|id| tenant.is_none_or(|tenant| tenant.id != **id)) else {
            continue;
        };
        let name = known.places.get(holder).map(|index| known.tenants[*index].name.as_str());
        let cell = plot.area.location.rsplit('!').next().unwrap_or_default().to_owned();
        let message = format!(
            "Ô {cell}: lô “{}” trong hồ sơ đang do “{}” thuê. Hãy kiểm tra số lô; nếu hai bên cùng thuê thì bỏ qua cảnh báo này.",
            plot.plot,
            name.unwrap_or_default()
        );
        problems.push(problem(
            draft,
            &cell,
            Severity::Warning,
            "plot_leased",
            &plot.plot,
            "lô còn trống",
            message,
        ));
    }
}

/// Everything a row says, as it would be kept.
fn payload(
    draft: &TenantDraft,
    cluster: &Cluster,
    setting: &Setting,
    is_self_reported: bool,
) -> TenantPayload {
    let mut states = Vec::new();
    if let Some(told) = &draft.licensed_on {
        states.push(NewTenantState {
            state: TenantState::Approved,
            on_day: told.value,
            precision: DayPrecision::Exact,
            location: told.location.clone(),
            raw: told.raw.clone(),
        });
    }
    if let Some(told) = &draft.state {
        states.push(NewTenantState {
            state: told.value,
            on_day: setting.on,
            precision: DayPrecision::By,
            location: told.location.clone(),
            raw: told.raw.clone(),
        });
    }
    let year = setting.on.0.year().to_string();
    let observations = draft.numbers.iter().map(|(indicator, told)| {
        let mut number = observation(setting, *indicator, told);
        number.period.clone_from(&year);
        if is_self_reported {
            number.reporter.clone_from(&draft.name);
            number.reporter_kind = ReporterKind::Tenant;
        }
        number
    });
    TenantPayload {
        seen: None,
        cluster_id: cluster.id.clone(),
        tenant: NewTenant {
            name: draft.name.clone(),
            tax_code: draft.tax_code.as_ref().map(|told| told.value.clone()),
            activity: draft.activity.clone(),
            vsic_version: draft.vsic_version.clone(),
            vsic_code: draft.vsic_code.clone(),
            capital: draft.capital,
            licensed_on: draft.licensed_on.as_ref().map(|told| told.value),
            note: draft.note.clone(),
        },
        states,
        leases: draft
            .plots
            .iter()
            .map(|plot| NewLease {
                plot: plot.plot.clone(),
                area_m2: plot.area.value,
                from_day: setting.on,
                precision: DayPrecision::By,
                contract: draft.contract.clone(),
                location: plot.area.location.clone(),
            })
            .collect(),
        ended_leases: Vec::new(),
        mended_leases: Vec::new(),
        observations: observations.collect(),
    }
}

//! All SQL of the rules: a query a rule, each over the whole register.

mod queries;

pub use queries::*;

use super::Found;
use crate::store::{Day, Engine, Result, Store};
use sqlx::AssertSqlSafe;

/// A column that holds the id of a row of another table.
#[derive(Clone, Copy, Debug)]
pub struct Reference {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// The table it points to, whose key is `id`.
    pub target: &'static str,
    /// Which rows point there; empty for all.
    pub only: &'static str,
}

const fn to(table: &'static str, column: &'static str, target: &'static str) -> Reference {
    Reference { table, column, target, only: "" }
}

const fn some(
    table: &'static str,
    column: &'static str,
    target: &'static str,
    only: &'static str,
) -> Reference {
    Reference { table, column, target, only }
}

/// Every column that points to another table.
pub const REFERENCES: &[Reference] = &[
    to("places", "parent_id", "places"),
    to("places", "province_id", "places"),
    to("places", "document_id", "documents"),
    to("place_changes", "document_id", "documents"),
    to("place_members", "region_id", "places"),
    to("place_members", "member_id", "places"),
    to("place_change_files", "uploaded_by", "users"),
    to("place_change_files", "document_id", "documents"),
    to("place_changes", "old_id", "places"),
    to("place_changes", "new_id", "places"),
    to("user_places", "user_id", "users"),
    some("user_places", "place_id", "places", "place_id like '%:%:%'"),
    to("user_roles", "user_id", "users"),
    some("user_roles", "place_id", "places", "place_id like '%:%:%'"),
    to("user_roles", "delegated_from", "user_roles"),
    to("user_roles", "document_id", "documents"),
    to("documents", "place_id", "places"),
    to("documents", "added_by", "users"),
    to("document_places", "document_id", "documents"),
    to("document_places", "place_id", "places"),
    to("document_files", "document_id", "documents"),
    to("document_files", "added_by", "users"),
    to("document_links", "document_id", "documents"),
    to("document_links", "target_id", "documents"),
    to("document_links", "added_by", "users"),
    to("user_refusals", "user_id", "users"),
    to("user_entry_requests", "place_id", "places"),
    to("user_entry_requests", "asked_by", "users"),
    to("user_entry_requests", "document_id", "documents"),
    to("user_devices", "user_id", "users"),
    to("user_factors", "user_id", "users"),
    to("user_recovery_codes", "user_id", "users"),
    to("user_factor_rules", "set_by", "users"),
    to("user_steps", "user_id", "users"),
    to("user_links", "user_id", "users"),
    to("user_links", "made_by", "users"),
    to("user_identities", "user_id", "users"),
    to("sessions", "user_id", "users"),
    to("observations", "document_id", "documents"),
    to("observations", "superseded_by", "observations"),
    to("observation_precedences", "user_id", "users"),
    some("observations", "subject_id", "clusters", "subject_kind = 'cluster'"),
    some("observations", "subject_id", "tenants", "subject_kind = 'tenant'"),
    some("observations", "subject_id", "places", "subject_kind = 'place'"),
    to("events", "user_id", "users"),
    to("events", "document_id", "documents"),
    some("events", "place_id", "places", "place_id like '%:%:%'"),
    some("events", "province_id", "places", "province_id <> ''"),
    some("events", "on_behalf_of", "places", "on_behalf_of like '%:%:%'"),
    to("clusters", "lead_place_id", "places"),
    to("cluster_places", "cluster_id", "clusters"),
    some("cluster_places", "place_id", "places", "relation <> 'itself'"),
    to("cluster_names", "cluster_id", "clusters"),
    to("cluster_names", "document_id", "documents"),
    to("cluster_types", "cluster_id", "clusters"),
    to("cluster_types", "document_id", "documents"),
    to("cluster_states", "cluster_id", "clusters"),
    to("cluster_states", "document_id", "documents"),
    to("cluster_states", "superseded_by", "cluster_states"),
    to("cluster_communes", "cluster_id", "clusters"),
    to("cluster_communes", "place_id", "places"),
    to("cluster_communes", "document_id", "documents"),
    to("plan_entries", "cluster_id", "clusters"),
    to("plan_entries", "document_id", "documents"),
    to("cluster_investors", "cluster_id", "clusters"),
    to("cluster_investors", "organization_id", "organizations"),
    to("cluster_investors", "document_id", "documents"),
    to("infrastructure_items", "cluster_id", "clusters"),
    to("infrastructure_items", "document_id", "documents"),
    to("clearance_phases", "cluster_id", "clusters"),
    to("clearance_phases", "document_id", "documents"),
    to("plots", "cluster_id", "clusters"),
    to("plots", "document_id", "documents"),
    to("tenants", "cluster_id", "clusters"),
    to("tenants", "organization_id", "organizations"),
    to("tenant_states", "tenant_id", "tenants"),
    to("tenant_states", "document_id", "documents"),
    to("tenant_states", "superseded_by", "tenant_states"),
    to("leases", "cluster_id", "clusters"),
    to("leases", "plot_id", "plots"),
    to("leases", "tenant_id", "tenants"),
    to("leases", "document_id", "documents"),
    to("leases", "superseded_by", "leases"),
    to("organizations", "merged_into", "organizations"),
    to("organization_names", "organization_id", "organizations"),
    to("organization_names", "document_id", "documents"),
    to("organization_addresses", "organization_id", "organizations"),
    to("organization_addresses", "place_id", "places"),
    to("organization_addresses", "document_id", "documents"),
    to("organization_places", "organization_id", "organizations"),
    to("organization_places", "place_id", "places"),
    to("organization_people", "organization_id", "organizations"),
    to("organization_people", "document_id", "documents"),
    to("organization_industries", "organization_id", "organizations"),
    to("organization_industries", "document_id", "documents"),
    to("organization_states", "organization_id", "organizations"),
    to("organization_states", "document_id", "documents"),
    to("organization_states", "superseded_by", "organization_states"),
    to("organization_distinctions", "first_id", "organizations"),
    to("organization_distinctions", "second_id", "organizations"),
    to("organization_distinctions", "user_id", "users"),
    to("organization_merges", "merged_id", "organizations"),
    to("organization_merges", "survivor_id", "organizations"),
    to("organization_merges", "user_id", "users"),
    to("organization_merges", "undone_by", "users"),
    to("organization_moves", "merge_id", "organization_merges"),
    to("tenants", "merged_into", "tenants"),
    to("imports", "place_id", "places"),
    to("imports", "user_id", "users"),
    to("import_rows", "import_id", "imports"),
    to("import_problems", "import_id", "imports"),
    to("import_columns", "user_id", "users"),
    some("reports", "subject_id", "tenants", "subject_kind = 'tenant'"),
    some("reports", "subject_id", "clusters", "subject_kind = 'cluster'"),
    some("reports", "subject_id", "places", "subject_kind = 'place'"),
    to("reports", "cluster_id", "clusters"),
    to("reports", "place_id", "places"),
    to("reports", "made_by", "users"),
    to("reports", "sent_by", "users"),
    to("reports", "decided_by", "users"),
    to("reports", "document_id", "documents"),
    to("reports", "entered_by", "organizations"),
    to("report_values", "report_id", "reports"),
    to("report_values", "document_id", "documents"),
    to("report_problems", "report_id", "reports"),
    to("report_snapshots", "report_id", "reports"),
    some("report_reminders", "subject_id", "tenants", "subject_kind = 'tenant'"),
    some("report_reminders", "subject_id", "clusters", "subject_kind = 'cluster'"),
    some("report_reminders", "subject_id", "places", "subject_kind = 'place'"),
    to("report_reminders", "reminded_by", "users"),
    to("report_uploads", "uploaded_by", "users"),
    to("report_uploads", "document_id", "documents"),
    some("report_uploads", "subject_id", "tenants", "form = 'bieu-01'"),
    some("report_uploads", "subject_id", "clusters", "form = 'bieu-02'"),
    to("report_writings", "report_id", "reports"),
    to("report_writings", "place_id", "places"),
    to("report_writings", "made_by", "users"),
    to("report_writings", "approved_by", "users"),
    to("report_writings", "document_id", "documents"),
    to("report_passages", "writing_id", "report_writings"),
    to("report_passages", "edited_by", "users"),
    to("report_choices", "user_id", "users"),
    to("promotion_programmes", "place_id", "places"),
    to("promotion_programmes", "document_id", "documents"),
    to("promotion_plans", "place_id", "places"),
    to("promotion_plans", "programme_id", "promotion_programmes"),
    to("promotion_plans", "document_id", "documents"),
    to("promotion_projects", "plan_id", "promotion_plans"),
    to("promotion_projects", "executor_id", "organizations"),
    to("promotion_projects", "lead_place_id", "places"),
    to("promotion_projects", "document_id", "documents"),
    to("promotion_project_places", "project_id", "promotion_projects"),
    to("promotion_project_places", "place_id", "places"),
    to("promotion_participants", "project_id", "promotion_projects"),
    to("promotion_participants", "organization_id", "organizations"),
    to("promotion_participants", "document_id", "documents"),
    to("promotion_lines", "project_id", "promotion_projects"),
    some("promotion_lines", "participant_id", "promotion_participants", "participant_id <> ''"),
    to("promotion_lines", "document_id", "documents"),
    to("promotion_lines", "superseded_by", "promotion_lines"),
    to("promotion_contracts", "project_id", "promotion_projects"),
    some("promotion_contracts", "participant_id", "promotion_participants", "participant_id <> ''"),
    to("promotion_contracts", "document_id", "documents"),
    to("promotion_states", "project_id", "promotion_projects"),
    to("promotion_states", "document_id", "documents"),
    to("promotion_states", "superseded_by", "promotion_states"),
    to("promotion_entries", "project_id", "promotion_projects"),
    some("promotion_entries", "participant_id", "promotion_participants", "participant_id <> ''"),
    to("promotion_entries", "document_id", "documents"),
    to("promotion_entries", "superseded_by", "promotion_entries"),
    to("promotion_steps", "project_id", "promotion_projects"),
    some("promotion_steps", "participant_id", "promotion_participants", "participant_id <> ''"),
    to("promotion_steps", "document_id", "documents"),
    to("promotion_steps", "state_id", "promotion_states"),
    to("promotion_steps", "line_id", "promotion_lines"),
    to("promotion_step_effects", "step_id", "promotion_steps"),
    some("promotion_step_effects", "subject_id", "promotion_lines", "kind = 'line'"),
    some("promotion_step_effects", "subject_id", "promotion_contracts", "kind = 'contract'"),
    some(
        "promotion_step_effects",
        "subject_id",
        "promotion_participants",
        "kind in ('entered', 'left')",
    ),
    to("promotion_step_papers", "step_id", "promotion_steps"),
    to("promotion_step_papers", "document_id", "documents"),
    to("promotion_needs", "organization_id", "organizations"),
    to("promotion_needs", "lead_place_id", "places"),
    to("promotion_needs", "document_id", "documents"),
    to("promotion_needs", "entered_by", "users"),
    to("promotion_need_places", "need_id", "promotion_needs"),
    to("promotion_need_places", "place_id", "places"),
    to("promotion_need_states", "need_id", "promotion_needs"),
    to("promotion_need_states", "project_id", "promotion_projects"),
    to("promotion_need_states", "decided_by", "users"),
    to("promotion_areas", "place_id", "places"),
    to("promotion_areas", "document_id", "documents"),
    to("promotion_effects", "project_id", "promotion_projects"),
    some("promotion_effects", "participant_id", "promotion_participants", "participant_id <> ''"),
    to("promotion_effects", "document_id", "documents"),
    to("promotion_effects", "superseded_by", "promotion_effects"),
    some("personal_erasures", "subject_id", "users", "subject_kind = 'user'"),
    to("personal_erasures", "erased_by", "users"),
    to("personal_erasures", "document_id", "documents"),
    to("event_redactions", "event_id", "events"),
    to("notices", "user_id", "users"),
    to("notice_settings", "user_id", "users"),
    to("tasks", "owner_id", "users"),
    to("tasks", "made_by", "users"),
    to("tasks", "taken_over_from", "users"),
    to("handovers", "from_user_id", "users"),
    to("handovers", "to_user_id", "users"),
    to("handovers", "by_user_id", "users"),
    to("exchange_keys", "made_by", "users"),
    to("exchange_partners", "place_id", "places"),
    to("exchange_partners", "added_by", "users"),
    to("exchange_bundles", "report_id", "reports"),
    to("exchange_bundles", "place_id", "places"),
    to("exchange_bundles", "kept_by", "users"),
    to("exchange_bundles", "document_id", "documents"),
    to("exchange_deliveries", "bundle_id", "exchange_bundles"),
    to("exchange_deliveries", "partner_id", "exchange_partners"),
    to("exchange_deliveries", "asked_by", "users"),
    to("handover_items", "handover_id", "handovers"),
    some("handover_items", "subject_id", "tasks", "kind = 'task'"),
    some("handover_items", "subject_id", "imports", "kind = 'import'"),
    some("handover_items", "subject_id", "user_roles", "kind = 'delegation'"),
    some("handover_items", "subject_id", "user_entry_requests", "kind = 'entry_request'"),
];

/// Ids that a column holds and the other table does not.
pub async fn list_broken(store: &Store, reference: Reference) -> Result<Vec<String>> {
    let Reference { table, column, target, only } = reference;
    let only = if only.is_empty() { String::new() } else { format!("and x.{only}") };
    let sql = format!(
        "select distinct x.{column} from {table} x
         where x.{column} is not null {only} and not exists (select 1 from {target} y where y.id = x.{column})"
    );
    let ids: Vec<(String,)> = sqlx::query_as(AssertSqlSafe(sql)).fetch_all(store.read()).await?;
    Ok(ids.into_iter().map(|id| id.0).collect())
}

/// What the engine itself finds wrong with its file. A server looks after its own files.
pub async fn list_damage(store: &Store) -> Result<Vec<String>> {
    if store.engine() == Engine::PostgreSql {
        return Ok(Vec::new());
    }
    let lines: Vec<(String,)> =
        sqlx::query_as("pragma quick_check").fetch_all(store.read()).await?;
    Ok(lines.into_iter().map(|line| line.0).filter(|line| line != "ok").collect())
}

/// What every rule is asked with.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// The day.
    pub on: Day,
    /// The legal limit, in hundredths of a percent.
    pub limit: i64,
}

/// What one rule finds. `query` is one of the constants below.
pub async fn list(store: &Store, query: &'static str, asked: Asked) -> Result<Vec<Found>> {
    let found =
        sqlx::query_as(query).bind(asked.on).bind(asked.limit).fetch_all(store.read()).await?;
    Ok(found)
}

/// Every tax code, in `detail`.
pub async fn list_tax_codes(store: &Store) -> Result<Vec<Found>> {
    let codes = sqlx::query_as(
        "select id as subject, name, '' as path, cast(0 as bigint) as amount, cast(0 as bigint) as other, tax_code as detail
         from organizations where tax_code is not null order by sort_key, id",
    )
    .fetch_all(store.read())
    .await?;
    Ok(codes)
}

/// Every kept file, its SHA-256 in `detail`.
pub async fn list_files(store: &Store) -> Result<Vec<Found>> {
    let files = sqlx::query_as(
        "select min(subject) as subject, min(name) as name, min(path) as path,
                cast(0 as bigint) as amount, cast(0 as bigint) as other, sha256 as detail
         from (select id as subject, file_name as name, '/documents/' || id as path, file_sha256 as sha256
               from documents where file_sha256 is not null
               union all
               select document_id, file_name, '/documents/' || document_id, file_sha256 from document_files
               union all
               select id, file_name, '/imports/' || id, file_sha256 from imports
               union all
               select id, file_name, '/reports/uploads/' || id, file_sha256 from report_uploads
               union all
               select id, file_name, '/exchange/bundles/' || id, file_sha256 from exchange_bundles) kept
         group by sha256 order by sha256",
    )
    .fetch_all(store.read())
    .await?;
    Ok(files)
}

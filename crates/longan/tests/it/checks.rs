//! Each rule finds what it is there for, and nothing in a register that is in order.

use crate::world::World;
use longan::checks::{self, REFERENCES, Severity};
use longan::seed;

async fn grown() -> World {
    let world = World::new().await;
    seed::grow(&world.app, seed::Size { hundredths: 1, random: 5 }).await.unwrap();
    world
}

async fn found(world: &World) -> Vec<String> {
    let findings = checks::run(&world.app).await.unwrap();
    let mut rules: Vec<String> = findings.iter().map(|found| found.rule.to_owned()).collect();
    rules.dedup();
    rules
}

/// Spoils the register behind the program's back.
async fn spoil(world: &World, sql: &'static str) {
    let done = sqlx::query(sql).execute(world.app.store.write()).await.unwrap();
    assert!(done.rows_affected() > 0, "{sql}");
}

#[tokio::test]
async fn a_register_in_order_has_no_errors() {
    let world = grown().await;
    let findings = checks::run(&world.app).await.unwrap();
    assert!(findings.iter().all(|found| found.severity == Severity::Warning), "{findings:?}");
}

#[tokio::test]
async fn what_cannot_be_true_is_found() {
    let world = grown().await;
    crate::events::unlock(&world).await;
    for (spoiled, rule) in [
        ("update leases set document_id = 'khong-co' where id = (select min(id) from leases)", "references.broken"),
        ("update leases set area_m2 = area_m2 + 1 where id = (select min(id) from leases)", "plots.lease_over_plot"),
        (
            "update observations set value = 1 where indicator = 'area.industrial'",
            "clusters.leased_over_industrial",
        ),
        (
            "insert into leases (id, cluster_id, plot_id, tenant_id, area_m2, from_day, precision, document_id, recorded_at)
             select 'x', cluster_id, plot_id, (select max(id) from tenants), 100, from_day, precision, document_id, recorded_at
             from leases where id = (select min(id) from leases)",
            "plots.leases_overlap",
        ),
        ("update leases set to_day = '1999-01-01' where id = (select min(id) from leases)", "leases.days_reversed"),
        ("update observations set value = 9000000000 where indicator = 'area.industrial'", "clusters.industrial_over_whole"),
        ("update observations set value = -1 where indicator = 'workers'", "observations.negative"),
        (
            "update observations set indicator = 'occupancy', value = 10001 where indicator = 'area.green'",
            "observations.occupancy_over_100",
        ),
        ("update events set subject_id = 'khac' where subject_kind = 'cluster'", "records.event_missing"),
        ("update documents set file_sha256 = 'mat' where id = (select min(id) from documents)", "files.missing"),
    ] {
        let before = found(&world).await;
        assert!(!before.iter().any(|found| found == rule), "{rule} before {spoiled}");
        spoil(&world, spoiled).await;
        let after = found(&world).await;
        assert!(after.iter().any(|found| found == rule), "{rule} after {spoiled}: {after:?}");
    }
}

#[tokio::test]
async fn what_a_person_should_look_at_is_found() {
    let world = grown().await;
    for (spoiled, rule) in [
        (
            "update observations set value = value * 9 where indicator = 'area.service'",
            "clusters.service_land_share",
        ),
        (
            "update cluster_states set cluster_id = 'khac' where cluster_id = (select min(id) from clusters)",
            "clusters.no_state",
        ),
        (
            "update tenant_states set tenant_id = 'khac' where tenant_id = (select min(id) from tenants)",
            "tenants.no_state",
        ),
        ("update documents set number = ''", "clusters.no_plan_decision"),
        ("update documents set number = ''", "clusters.no_decision"),
        (
            "update clusters set match_key = 'mot ten', lead_place_id = (select max(lead_place_id) from clusters)",
            "clusters.same_name",
        ),
        (
            "update organizations set tax_code = '1234567890' where id = (select min(id) from organizations)",
            "organizations.tax_code_wrong",
        ),
        (
            "update observations set indicator = 'area.green', reporter = 'UBND xã' where indicator = 'area.traffic'",
            "observations.conflict",
        ),
    ] {
        spoil(&world, spoiled).await;
        let findings = checks::run(&world.app).await.unwrap();
        let found = findings.iter().find(|found| found.rule == rule);
        assert_eq!(found.map(|found| found.severity), Some(Severity::Warning), "{rule}");
    }
}

#[tokio::test]
async fn an_import_that_was_half_taken_is_found() {
    let world = World::new().await;
    let import = "insert into imports (id, kind, status, file_sha256, file_name, file_bytes, options, summary, user_id, created_at)
                  values ('i', 'clusters', 'taken', 'abc', 'so.xlsx', 1, '{}', '{}', '00000000-0000-0000-0000-000000000000', '2026-01-01T00:00:00Z')";
    spoil(&world, import).await;
    assert_eq!(found(&world).await, ["files.missing"]);
    for (id, status) in [("a", "taken"), ("b", "waiting")] {
        sqlx::query(
            "insert into import_rows (id, import_id, reading, position, sheet, row_number, subject, name, outcome, status, payload, changes)
             values ($1, 'i', 1, case when $1 = 'a' then 1 else 2 end, 's', 1, 'cluster', 'n', 'new', $2, '{}', '[]')",
        )
        .bind(id)
        .bind(status)
        .execute(world.app.store.write())
        .await
        .unwrap();
    }
    assert_eq!(found(&world).await, ["files.missing", "imports.half_taken"]);
}

#[tokio::test]
async fn every_column_that_points_to_a_record_is_looked_at() {
    let world = World::new().await;
    // What a column may point to without being looked at, and why.
    let excused = [
        ("events", "subject_id", "any record; rule records.event_missing looks the other way"),
        ("log_in_attempts", "id", "its own"),
    ];
    for table in longan::backup::store::TABLES {
        for column in longan::backup::store::list_columns(&world.app.store, table).await.unwrap() {
            let is_looked_at =
                REFERENCES.iter().any(|r| r.table == *table && r.column == column.name);
            let is_excused =
                excused.iter().any(|(t, c, _)| t == table && *c == column.name.as_str());
            assert!(
                !column.name.ends_with("_id") || is_looked_at || is_excused,
                "{table}.{} is in no reference of checks/store.rs",
                column.name
            );
        }
    }
}

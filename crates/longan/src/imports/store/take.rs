//! Statements that take rows, many rows each. They run inside the verb's one transaction.

use crate::documents::{self, NewDocument};
use crate::imports::model::{Import, RowStatus};
use crate::organizations::{self, NewOrganization};
use crate::store::{Result, Statement, Tx, new_id};
use std::collections::{BTreeMap, HashMap};

/// Rows a statement carries: enough to spare round trips, far below what both databases allow.
const WIDE: usize = 100;

/// Ids of papers by their key; those not on the register yet are added.
pub async fn find_or_insert_documents(
    tx: &mut Tx,
    papers: &BTreeMap<String, NewDocument>,
    now: &str,
) -> Result<HashMap<String, String>> {
    let keys: Vec<&String> = papers.keys().collect();
    let mut ids = HashMap::new();
    for chunk in keys.chunks(250) {
        let mut query = Statement::new("select match_key, id from documents where match_key in ");
        query.push_list(chunk.iter().map(|key| (*key).clone()));
        let known: Vec<(String, String)> = query.fetch_all_within(tx).await?;
        ids.extend(known);
    }
    let missing: Vec<(&String, &NewDocument)> =
        papers.iter().filter(|(key, _)| !ids.contains_key(*key)).collect();
    for chunk in missing.chunks(WIDE) {
        let mut query = Statement::new(
            "insert into documents (id, kind, number, issued_on, issuer, subject_line, file_sha256, file_name, file_bytes, match_key, sort_key, search_text, recorded_at, number_words) ",
        );
        query.push_values(chunk, |values, (key, new)| {
            let id = new_id();
            values
                .push_bind(id.clone())
                .push_bind(new.kind)
                .push_bind(new.number.clone())
                .push_bind(new.issued_on)
                .push_bind(new.issuer.clone())
                .push_bind(new.subject_line.clone())
                .push_bind(new.file_sha256.clone())
                .push_bind(new.file_name.clone())
                .push_bind(new.file_bytes)
                .push_bind((*key).clone())
                .push_bind(new.sort_key())
                .push_bind(new.search_text())
                .push_bind(now.to_owned())
                .push_bind(new.number_words());
            ids.insert((*key).clone(), id);
        });
        query.execute(tx).await?;
        for (key, new) in chunk {
            documents::store::insert_first_file(tx, &ids[*key], new, now).await?;
        }
    }
    Ok(ids)
}

/// How a body is known: by its tax code, or else by its folded name.
pub fn organization_key(new: &NewOrganization) -> String {
    new.tax_code.clone().unwrap_or_else(|| format!("name {}", organizations::match_key(&new.name)))
}

/// Ids of bodies by [`organization_key`]; those not on the register yet are added.
pub async fn find_or_insert_organizations(
    tx: &mut Tx,
    bodies: &BTreeMap<String, NewOrganization>,
) -> Result<HashMap<String, String>> {
    let mut ids: HashMap<String, String> = HashMap::new();
    let all: Vec<&NewOrganization> = bodies.values().collect();
    for chunk in all.chunks(250) {
        let codes: Vec<String> = chunk.iter().filter_map(|body| body.tax_code.clone()).collect();
        if !codes.is_empty() {
            let mut query = Statement::new(
                "select tax_code, coalesce(merged_into, id) from organizations where tax_code in ",
            );
            query.push_list(codes);
            let known: Vec<(String, String)> = query.fetch_all_within(tx).await?;
            ids.extend(known);
        }
        let unnumbered = chunk.iter().filter(|body| body.tax_code.is_none());
        let names: Vec<String> =
            unnumbered.map(|body| organizations::match_key(&body.name)).collect();
        if !names.is_empty() {
            // A name of the register before a former or other name; of several, the oldest.
            let mut query = Statement::new(
                "select x.match_key, x.id from
                   (select o.match_key, coalesce(o.merged_into, o.id) as id, 0 as distance from organizations o
                    union all
                    select n.match_key, coalesce(o.merged_into, o.id), 1 from organization_names n
                    join organizations o on o.id = n.organization_id) x
                 where x.match_key in ",
            );
            query.push_list(names);
            query.push(" order by x.distance desc, x.id desc");
            let known: Vec<(String, String)> = query.fetch_all_within(tx).await?;
            // The last of each key is the one wanted.
            ids.extend(known.into_iter().map(|(key, id)| (format!("name {key}"), id)));
        }
    }
    let missing: Vec<(&String, &NewOrganization)> =
        bodies.iter().filter(|(key, _)| !ids.contains_key(*key)).collect();
    for chunk in missing.chunks(WIDE) {
        let mut query = Statement::new(
            "insert into organizations (id, name, kind, tax_code, match_key, sort_key, search_text) ",
        );
        query.push_values(chunk, |values, (key, new)| {
            let id = new_id();
            values
                .push_bind(id.clone())
                .push_bind(new.name.clone())
                .push_bind(new.kind)
                .push_bind(new.tax_code.clone())
                .push_bind(organizations::match_key(&new.name))
                .push_bind(new.sort_key())
                .push_bind(new.search_text());
            ids.insert((*key).clone(), id);
        });
        query.execute(tx).await?;
    }
    Ok(ids)
}

/// Revisions of clusters as they stand now, by id.
pub async fn cluster_revisions(tx: &mut Tx, ids: &[String]) -> Result<HashMap<String, i64>> {
    revisions(tx, "select id, revision from clusters where id in ", ids).await
}

/// Revisions of enterprises' projects as they stand now, by id.
pub async fn tenant_revisions(tx: &mut Tx, ids: &[String]) -> Result<HashMap<String, i64>> {
    revisions(tx, "select id, revision from tenants where id in ", ids).await
}

/// Revisions of leases that have not ended, by id.
pub async fn lease_revisions(tx: &mut Tx, ids: &[String]) -> Result<HashMap<String, i64>> {
    revisions(tx, "select id, revision from leases_counted where to_day is null and id in ", ids)
        .await
}

async fn revisions(
    tx: &mut Tx,
    words: &'static str,
    ids: &[String],
) -> Result<HashMap<String, i64>> {
    let mut found = HashMap::new();
    for chunk in ids.chunks(250) {
        let mut query = Statement::new(words);
        query.push_list(chunk.iter().cloned());
        let rows: Vec<(String, i64)> = query.fetch_all_within(tx).await?;
        found.extend(rows);
    }
    Ok(found)
}

/// Keys of the names, mã and slugs that clusters of a province bear now.
pub async fn taken_names(tx: &mut Tx, province_id: &str) -> Result<Vec<(String, Option<String>)>> {
    let rows = sqlx::query_as(
        "select c.match_key, c.code from cluster_places cp join clusters c on c.id = cp.cluster_id where cp.place_id = $1",
    )
    .bind(province_id)
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows)
}

/// Slugs in use that begin with one of these.
pub async fn taken_slugs(tx: &mut Tx, slugs: &[String]) -> Result<Vec<String>> {
    let mut taken = Vec::new();
    for chunk in slugs.chunks(250) {
        let mut query = Statement::new("select slug from clusters where slug in ");
        query.push_list(chunk.iter().cloned());
        let rows: Vec<(String,)> = query.fetch_all_within(tx).await?;
        taken.extend(rows.into_iter().map(|(slug,)| slug));
    }
    Ok(taken)
}

/// Projects that clusters have now: cluster, enterprise.
pub async fn taken_projects(tx: &mut Tx, cluster_ids: &[String]) -> Result<Vec<(String, String)>> {
    let mut taken = Vec::new();
    for chunk in cluster_ids.chunks(250) {
        let mut query =
            Statement::new("select cluster_id, organization_id from tenants where cluster_id in ");
        query.push_list(chunk.iter().cloned());
        let rows: Vec<(String, String)> = query.fetch_all_within(tx).await?;
        taken.extend(rows);
    }
    Ok(taken)
}

/// How many rows that would change something have not been taken.
pub async fn count_left(tx: &mut Tx, import: &Import) -> Result<i64> {
    let (count,): (i64,) = sqlx::query_as(
        "select count(*) from import_rows
         where import_id = $1 and reading = $2 and outcome in ('new', 'changed') and status <> 'taken'",
    )
    .bind(&import.id)
    .bind(import.reading)
    .fetch_one(&mut **tx)
    .await?;
    Ok(count)
}

/// Marks rows as taken or stale.
pub async fn mark_rows(
    tx: &mut Tx,
    import: &Import,
    positions: &[i64],
    status: RowStatus,
) -> Result<()> {
    for chunk in positions.chunks(250) {
        let mut query = Statement::new("update import_rows set status = ");
        query.push_bind(status);
        query.push(" where import_id = ");
        query.push_bind(import.id.clone());
        query.push(" and reading = ");
        query.push_bind(import.reading);
        query.push(" and position in ");
        query.push_list(chunk.iter().copied());
        query.execute(tx).await?;
    }
    Ok(())
}

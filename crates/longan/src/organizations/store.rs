//! All SQL of organizations.

use super::model::{NewOrganization, Organization, match_key};
use crate::store::{Result, Store, Tx, new_id};

/// The body with this tax code, or, where the paper gave none, with this folded name and no tax code.
pub async fn find_same(tx: &mut Tx, new: &NewOrganization) -> Result<Option<Organization>> {
    let found = match &new.tax_code {
        Some(tax_code) => {
            sqlx::query_as("select id, revision, name, kind, tax_code from organizations where tax_code = $1")
                .bind(tax_code)
                .fetch_optional(&mut **tx)
                .await?
        }
        None => {
            sqlx::query_as(
                "select id, revision, name, kind, tax_code from organizations where match_key = $1 order by id limit 1",
            )
            .bind(match_key(&new.name))
            .fetch_optional(&mut **tx)
            .await?
        }
    };
    Ok(found)
}

/// Adds a body and returns its id.
pub async fn insert(tx: &mut Tx, new: &NewOrganization) -> Result<String> {
    let id = new_id();
    sqlx::query(
        "insert into organizations (id, name, kind, tax_code, match_key, sort_key, search_text)
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(&id)
    .bind(&new.name)
    .bind(new.kind)
    .bind(new.tax_code.clone())
    .bind(match_key(&new.name))
    .bind(new.sort_key())
    .bind(new.search_text())
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

/// Id of the body, which is added when it is not on the register yet.
pub async fn find_or_insert(tx: &mut Tx, new: &NewOrganization) -> Result<String> {
    match find_same(tx, new).await? {
        Some(known) => Ok(known.id),
        None => insert(tx, new).await,
    }
}

/// One body by its id.
pub async fn find(store: &Store, id: &str) -> Result<Option<Organization>> {
    let found = sqlx::query_as(
        "select id, revision, name, kind, tax_code from organizations where id = $1",
    )
    .bind(id)
    .fetch_optional(store.read())
    .await?;
    Ok(found)
}

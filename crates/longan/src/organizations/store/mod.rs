//! All SQL of organizations.

mod duplicates;
mod facts;
mod list;
mod merge;
mod seeing;

pub use duplicates::*;
pub use facts::*;
pub use list::{Wanted, count, list_page};
pub use merge::*;
pub use seeing::list_roles_reaching;

use super::model::{NewOrganization, Organization, OrganizationWords, match_key};
use crate::store::{Result, Store, StoreError, Tx, new_id};
use crate::users::Viewer;
use kernel::text::{search_text, sort_key};
use seeing::{own, seen};

/// The columns of a body `o`.
macro_rules! columns {
    () => {
        "o.id, o.revision, o.name, o.kind, o.partner, o.tax_code, o.phone, o.mail, o.note, o.merged_into"
    };
}

/// The body with this tax code, or, where the paper gave none, one that has or had this folded
/// name. What was made one with another answers as that other.
pub async fn find_same(tx: &mut Tx, new: &NewOrganization) -> Result<Option<Organization>> {
    let found: Option<Organization> = match &new.tax_code {
        Some(tax_code) => {
            sqlx::query_as(concat!(
                "select ",
                columns!(),
                " from organizations k join organizations o on o.id = coalesce(k.merged_into, k.id) where k.tax_code = $1"
            ))
            .bind(tax_code)
            .fetch_optional(&mut **tx)
            .await?
        }
        None => {
            sqlx::query_as(concat!(
                "select ",
                columns!(),
                " from (select k.id, coalesce(k.merged_into, k.id) as lasting, 0 as distance from organizations k where k.match_key = $1
                        union all
                        select n.organization_id, coalesce(k.merged_into, k.id), 1 from organization_names n
                        join organizations k on k.id = n.organization_id where n.match_key = $1) x
                 join organizations o on o.id = x.lasting order by x.distance, x.id limit 1"
            ))
            .bind(match_key(&new.name))
            .fetch_optional(&mut **tx)
            .await?
        }
    };
    Ok(found)
}

/// Adds a body and returns its id.
pub async fn insert(tx: &mut Tx, new: &NewOrganization) -> Result<String> {
    let words = OrganizationWords {
        name: new.name.clone(),
        kind: new.kind,
        partner: super::model::Partner::of_name(&new.name)
            .map(|partner| partner.word().to_owned())
            .unwrap_or_default(),
        tax_code: new.tax_code.clone(),
        phone: String::new(),
        mail: String::new(),
        note: String::new(),
    };
    Ok(insert_words(tx, &words).await?.id)
}

/// Adds a body with all its words and returns it.
pub async fn insert_words(tx: &mut Tx, words: &OrganizationWords) -> Result<Organization> {
    let organization = Organization {
        id: new_id(),
        revision: 1,
        name: words.name.clone(),
        kind: words.kind,
        partner: words.partner.clone(),
        tax_code: words.tax_code.clone(),
        phone: words.phone.clone(),
        mail: words.mail.clone(),
        note: words.note.clone(),
        merged_into: None,
    };
    sqlx::query(
        "insert into organizations (id, name, kind, partner, tax_code, phone, mail, note, match_key, sort_key, search_text)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(&organization.id)
    .bind(&words.name)
    .bind(words.kind)
    .bind(&words.partner)
    .bind(words.tax_code.clone())
    .bind(&words.phone)
    .bind(&words.mail)
    .bind(&words.note)
    .bind(match_key(&words.name))
    .bind(sort_key(&words.name))
    .bind(search_text(&[&words.name, words.tax_code.as_deref().unwrap_or_default()]))
    .execute(&mut **tx)
    .await?;
    Ok(organization)
}

/// Changes the words of a body, unless someone changed it since it was read.
pub async fn update_words(
    tx: &mut Tx,
    before: &Organization,
    after: &OrganizationWords,
) -> Result<()> {
    let done = sqlx::query(
        "update organizations set name = $1, kind = $2, partner = $3, tax_code = $4, phone = $5, mail = $6, note = $7,
                match_key = $8, sort_key = $9, revision = revision + 1
         where id = $10 and revision = $11 and merged_into is null",
    )
    .bind(&after.name)
    .bind(after.kind)
    .bind(&after.partner)
    .bind(after.tax_code.clone())
    .bind(&after.phone)
    .bind(&after.mail)
    .bind(&after.note)
    .bind(match_key(&after.name))
    .bind(sort_key(&after.name))
    .bind(&before.id)
    .bind(before.revision)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() != 1 {
        return Err(StoreError::Stale);
    }
    refresh_search_text(tx, &before.id).await
}

/// Counts a change of what belongs to a body, unless someone changed it since it was read.
pub async fn touch(tx: &mut Tx, organization: &Organization) -> Result<()> {
    let done = sqlx::query(
        "update organizations set revision = revision + 1 where id = $1 and revision = $2 and merged_into is null",
    )
    .bind(&organization.id)
    .bind(organization.revision)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Writes anew what a search looks in: name, tax code, every other name, the codes of what was
/// made one with it.
pub async fn refresh_search_text(tx: &mut Tx, id: &str) -> Result<()> {
    let words: Vec<(String,)> = sqlx::query_as(
        "select o.name || ' ' || coalesce(o.tax_code, '') from organizations o where o.id = $1
         union all
         select n.name from organization_names n where n.organization_id = $1
         union all
         select m.name || ' ' || coalesce(m.tax_code, '') from organizations m where m.merged_into = $1",
    )
    .bind(id)
    .fetch_all(&mut **tx)
    .await?;
    let words: Vec<&str> = words.iter().map(|row| row.0.as_str()).collect();
    sqlx::query("update organizations set search_text = $1 where id = $2")
        .bind(search_text(&words))
        .bind(id)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Id of the body, which is added when it is not on the register yet.
pub async fn find_or_insert(tx: &mut Tx, new: &NewOrganization) -> Result<String> {
    match find_same(tx, new).await? {
        Some(known) => Ok(known.id),
        None => insert(tx, new).await,
    }
}

/// One body by its id, if the viewer may see it, or the one it was made into.
pub async fn find(store: &Store, viewer: &Viewer, id: &str) -> Result<Option<Organization>> {
    let found = sqlx::query_as(concat!(
        "select ",
        columns!(),
        " from organizations o where o.id = $1 and (",
        seen!("$2", "coalesce(o.merged_into, o.id)"),
        ")"
    ))
    .bind(id)
    .bind(&viewer.user_id)
    .fetch_optional(store.read())
    .await?;
    Ok(found)
}

/// Bodies the viewer acts for, by name.
pub async fn list_own(store: &Store, viewer: &Viewer) -> Result<Vec<Organization>> {
    let found = sqlx::query_as(concat!(
        "select ",
        columns!(),
        " from organizations o where o.merged_into is null and o.id in (",
        own!("$1"),
        ") order by o.sort_key, o.id"
    ))
    .bind(&viewer.user_id)
    .fetch_all(store.read())
    .await?;
    Ok(found)
}

/// One body as it stands within a verb.
pub async fn find_within(tx: &mut Tx, id: &str) -> Result<Option<Organization>> {
    let found =
        sqlx::query_as(concat!("select ", columns!(), " from organizations o where o.id = $1"))
            .bind(id)
            .fetch_optional(&mut **tx)
            .await?;
    Ok(found)
}

//! People of bodies: finding one, all rows that speak of them, and taking out who they are.

use crate::organizations::PersonKind;
use crate::store::{Result, Store, StoreError, Tx};
use crate::users::Viewer;

/// A row that speaks of a person of a body.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct BodyPerson {
    /// Id.
    pub id: String,
    /// Counts the changes.
    pub revision: i64,
    /// The body.
    pub organization_id: String,
    /// What the person is to it.
    pub kind: PersonKind,
    /// Full name.
    pub name: String,
    /// Telephone.
    pub phone: String,
    /// Mail.
    pub mail: String,
}

/// A person of a body that was found for the viewer.
pub async fn find_person(
    store: &Store,
    _viewer: &Viewer,
    organization_id: &str,
    id: &str,
) -> Result<Option<BodyPerson>> {
    let person = sqlx::query_as(
        "select id, revision, organization_id, kind, name, phone, mail from organization_people where id = $1 and organization_id = $2",
    )
    .bind(id)
    .bind(organization_id)
    .fetch_optional(store.read())
    .await?;
    Ok(person)
}

/// Every row that speaks of the same person: of the same name in the same body or one that was made
/// one with it, and elsewhere where telephone or mail is the same too.
pub async fn rows_of(tx: &mut Tx, person: &BodyPerson) -> Result<Vec<BodyPerson>> {
    let rows = sqlx::query_as(
        "select x.id, x.revision, x.organization_id, x.kind, x.name, x.phone, x.mail from organization_people x
         where x.name = $1
           and (x.organization_id in (select o.id from organizations o where o.id = $2 or o.merged_into = $2)
                or (x.phone = $3 and x.phone <> '') or (x.mail = $4 and x.mail <> ''))
         order by x.id",
    )
    .bind(&person.name)
    .bind(&person.organization_id)
    .bind(&person.phone)
    .bind(&person.mail)
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows)
}

/// Takes out who a person is; what they are, from when to when and by which paper stays.
pub async fn blank_person(tx: &mut Tx, row: &BodyPerson, called: &str) -> Result<()> {
    let done = sqlx::query(
        "update organization_people set name = $1, title = '', phone = '', mail = '', revision = revision + 1
         where id = $2 and revision = $3",
    )
    .bind(called)
    .bind(&row.id)
    .bind(row.revision)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// How many accounts and people of bodies bear a name, and how many names of bodies hold it.
pub async fn count_bearers(tx: &mut Tx, name: &str) -> Result<(i64, i64)> {
    let counts = sqlx::query_as(
        "select (select count(*) from users where full_name = $1) + (select count(*) from organization_people where name = $1),
                (select count(*) from organizations where name <> replace(name, $1, ''))
                + (select count(*) from organization_names where name <> replace(name, $1, ''))",
    )
    .bind(name)
    .fetch_one(&mut **tx)
    .await?;
    Ok(counts)
}

/// Whether a telephone or mail address is also a body's own, an account's or another person's.
pub async fn is_of_others(tx: &mut Tx, contact: &str) -> Result<bool> {
    let (count,): (i64,) = sqlx::query_as(
        "select (select count(*) from organizations where phone = $1 or mail = $1) + (select count(*) from users where email = $1)
                + (select count(*) from organization_people where phone = $1 or mail = $1)",
    )
    .bind(contact)
    .fetch_one(&mut **tx)
    .await?;
    Ok(count > 0)
}

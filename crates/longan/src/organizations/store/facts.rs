//! Names, addresses, people, industries and states of a body. Reading takes a body that was
//! found for a viewer; writing runs inside a verb's transaction.

use super::super::model::{
    Address, Fact, FactKind, Industry, NewAddress, NewIndustry, NewName, NewPerson, NewState,
    OrganizationFacts, OtherName, Person, StateFact, match_key,
};
use crate::places::Link;
use crate::store::{Day, Result, Statement, Store, StoreError, Tx, new_id};
use crate::users::Viewer;

/// How a paper `d` is called.
macro_rules! paper {
    () => {
        "coalesce(case when d.number <> '' then d.number when d.file_name <> '' then d.file_name else d.subject_line end, '') as document"
    };
}

/// Everything known of a body. `people` says whether personal data are read.
pub async fn list_facts(
    store: &Store,
    _viewer: &Viewer,
    id: &str,
    people: People,
) -> Result<OrganizationFacts> {
    Ok(OrganizationFacts {
        names: list_names(store, id).await?,
        addresses: list_addresses(store, id).await?,
        people: match people {
            People::Shown => list_people(store, id).await?,
            People::Hidden => Vec::new(),
        },
        industries: list_industries(store, id).await?,
        states: list_states(store, id).await?,
    })
}

/// Whether the people of a body are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum People {
    /// The viewer may see them.
    Shown,
    /// The viewer may not.
    Hidden,
}

async fn list_names(store: &Store, id: &str) -> Result<Vec<OtherName>> {
    let rows = sqlx::query_as(concat!(
        "select x.id, x.revision, x.name, x.kind, x.from_day, x.to_day, x.document_id, ",
        paper!(),
        " from organization_names x left join documents d on d.id = x.document_id
          where x.organization_id = $1 order by case when x.to_day is null then 0 else 1 end, x.to_day desc, x.id"
    ))
    .bind(id)
    .fetch_all(store.read())
    .await?;
    Ok(rows)
}

async fn list_addresses(store: &Store, id: &str) -> Result<Vec<Address>> {
    let rows = sqlx::query_as(concat!(
        "select x.id, x.revision, x.kind, x.place_id, p.full_name as place,
                case when v.id is null or v.id = p.id then '' else v.full_name end as province,
                x.detail, x.from_day, x.to_day, x.document_id, ",
        paper!(),
        " from organization_addresses x join places p on p.id = x.place_id
          left join places v on v.id = p.province_id left join documents d on d.id = x.document_id
          where x.organization_id = $1 order by case when x.to_day is null then 0 else 1 end, x.from_day desc, x.id"
    ))
    .bind(id)
    .fetch_all(store.read())
    .await?;
    Ok(rows)
}

async fn list_people(store: &Store, id: &str) -> Result<Vec<Person>> {
    let rows = sqlx::query_as(concat!(
        "select x.id, x.revision, x.kind, x.name, x.title, x.phone, x.mail, x.from_day, x.to_day, x.document_id, ",
        paper!(),
        " from organization_people x left join documents d on d.id = x.document_id
          where x.organization_id = $1 order by case when x.to_day is null then 0 else 1 end, x.from_day desc, x.id"
    ))
    .bind(id)
    .fetch_all(store.read())
    .await?;
    Ok(rows)
}

async fn list_industries(store: &Store, id: &str) -> Result<Vec<Industry>> {
    let rows = sqlx::query_as(concat!(
        "select x.id, x.revision, x.version, x.code, x.weight, x.from_day, x.to_day, x.document_id, ",
        paper!(),
        " from organization_industries x left join documents d on d.id = x.document_id
          where x.organization_id = $1 order by case when x.to_day is null then 0 else 1 end, x.weight, x.version desc, x.code, x.id"
    ))
    .bind(id)
    .fetch_all(store.read())
    .await?;
    Ok(rows)
}

async fn list_states(store: &Store, id: &str) -> Result<Vec<StateFact>> {
    let rows = sqlx::query_as(concat!(
        "select x.state, x.on_day, x.document_id, ",
        paper!(),
        " from organization_states x left join documents d on d.id = x.document_id
          where x.organization_id = $1 order by x.on_day desc, x.id desc"
    ))
    .bind(id)
    .fetch_all(store.read())
    .await?;
    Ok(rows)
}

/// Where a fact comes from: the paper and the place in it, and the moment it is kept.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// Id of the paper.
    pub document_id: &'a str,
    /// Where in the paper.
    pub location: &'a str,
    /// The moment, UTC.
    pub now: &'a str,
}

/// Keeps a fact of a body; 0 when it was known.
pub async fn insert_fact(tx: &mut Tx, id: &str, fact: &Fact, source: Source<'_>) -> Result<u64> {
    match fact {
        Fact::Renaming { .. } => Ok(1),
        Fact::Name(new) => insert_name(tx, id, new, source).await,
        Fact::Address(new) => insert_address(tx, id, new, source).await,
        Fact::Person(new) => insert_person(tx, id, new, source).await,
        Fact::Industry(new) => insert_industry(tx, id, new, source).await,
        Fact::State(new) => insert_state(tx, id, new, source).await,
    }
}

/// Keeps another name; 0 when it was known.
pub async fn insert_name(tx: &mut Tx, id: &str, new: &NewName, source: Source<'_>) -> Result<u64> {
    let document_id = Some(source.document_id.to_owned()).filter(|id| !id.is_empty());
    let done = sqlx::query(
        "insert into organization_names (id, organization_id, name, kind, from_day, to_day, document_id, location, match_key, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (organization_id, name) do nothing",
    )
    .bind(new_id())
    .bind(id)
    .bind(&new.name)
    .bind(new.kind)
    .bind(new.from_day)
    .bind(new.to_day)
    .bind(document_id)
    .bind(source.location)
    .bind(match_key(&new.name))
    .bind(source.now)
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected())
}

async fn insert_address(
    tx: &mut Tx,
    id: &str,
    new: &NewAddress,
    source: Source<'_>,
) -> Result<u64> {
    let done = sqlx::query(
        "insert into organization_addresses (id, organization_id, kind, place_id, detail, from_day, document_id, location, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (organization_id, kind, place_id, detail, from_day) do nothing",
    )
    .bind(new_id())
    .bind(id)
    .bind(new.kind)
    .bind(&new.place_id)
    .bind(&new.detail)
    .bind(new.from_day)
    .bind(source.document_id)
    .bind(source.location)
    .bind(source.now)
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected())
}

async fn insert_person(tx: &mut Tx, id: &str, new: &NewPerson, source: Source<'_>) -> Result<u64> {
    let done = sqlx::query(
        "insert into organization_people (id, organization_id, kind, name, title, phone, mail, from_day, document_id, location, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (organization_id, kind, name, from_day) do nothing",
    )
    .bind(new_id())
    .bind(id)
    .bind(new.kind)
    .bind(&new.name)
    .bind(&new.title)
    .bind(&new.phone)
    .bind(&new.mail)
    .bind(new.from_day)
    .bind(source.document_id)
    .bind(source.location)
    .bind(source.now)
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected())
}

async fn insert_industry(
    tx: &mut Tx,
    id: &str,
    new: &NewIndustry,
    source: Source<'_>,
) -> Result<u64> {
    let done = sqlx::query(
        "insert into organization_industries (id, organization_id, version, code, weight, from_day, document_id, location, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (organization_id, version, code, from_day) do nothing",
    )
    .bind(new_id())
    .bind(id)
    .bind(new.version)
    .bind(&new.code)
    .bind(new.weight)
    .bind(new.from_day)
    .bind(source.document_id)
    .bind(source.location)
    .bind(source.now)
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected())
}

async fn insert_state(tx: &mut Tx, id: &str, new: &NewState, source: Source<'_>) -> Result<u64> {
    let done = sqlx::query(
        "insert into organization_states (id, organization_id, state, on_day, document_id, location, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict (organization_id, state, on_day) do nothing",
    )
    .bind(new_id())
    .bind(id)
    .bind(new.state)
    .bind(new.on_day)
    .bind(source.document_id)
    .bind(source.location)
    .bind(source.now)
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected())
}

/// Ends a name, an address, a person's part or an industry, unless someone changed it since it was read.
pub async fn end_fact(
    tx: &mut Tx,
    kind: FactKind,
    organization_id: &str,
    fact: (&str, i64),
    to_day: Day,
) -> Result<()> {
    let sql = match kind {
        FactKind::Name => {
            "update organization_names set to_day = $1, revision = revision + 1 where id = $2 and revision = $3 and organization_id = $4 and to_day is null"
        }
        FactKind::Address => {
            "update organization_addresses set to_day = $1, revision = revision + 1 where id = $2 and revision = $3 and organization_id = $4 and to_day is null"
        }
        FactKind::Person => {
            "update organization_people set to_day = $1, revision = revision + 1 where id = $2 and revision = $3 and organization_id = $4 and to_day is null"
        }
        FactKind::Industry => {
            "update organization_industries set to_day = $1, revision = revision + 1 where id = $2 and revision = $3 and organization_id = $4 and to_day is null"
        }
        FactKind::Renaming | FactKind::State => return Err(StoreError::Stale),
    };
    let done = sqlx::query(sql)
        .bind(to_day)
        .bind(fact.0)
        .bind(fact.1)
        .bind(organization_id)
        .execute(&mut **tx)
        .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Ids of the units of the addresses that have no end, within a verb.
pub async fn list_address_places(tx: &mut Tx, id: &str) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = sqlx::query_as(
        "select distinct place_id from organization_addresses where organization_id = $1 and to_day is null order by place_id",
    )
    .bind(id)
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// Ties a body to every unit its addresses lie in, and to no other.
pub async fn replace_places(tx: &mut Tx, id: &str, links: &[Link]) -> Result<()> {
    sqlx::query("delete from organization_places where organization_id = $1")
        .bind(id)
        .execute(&mut **tx)
        .await?;
    if links.is_empty() {
        return Ok(());
    }
    let mut query = Statement::new(
        "insert into organization_places (organization_id, place_id, relation, mapping) ",
    );
    query.push_values(links, |values, link| {
        values
            .push_bind(id.to_owned())
            .push_bind(link.place_id.clone())
            .push_bind(link.relation)
            .push_bind(link.mapping);
    });
    query.execute(tx).await?;
    Ok(())
}

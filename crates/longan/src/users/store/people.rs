//! SQL of who is there to be told or to take work over.

use super::super::model::{SYSTEM_ID, Viewer};
use super::super::rights::{Right, Role};
use crate::store::{Day, Result, Statement, Store};

/// A person as others see them.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, sqlx::FromRow)]
pub struct Person {
    /// Id.
    pub id: String,
    /// What one signs in with.
    pub name: String,
    /// Full name.
    pub full_name: String,
}

/// What makes a role `r` of user `u` hold on the bound day; the day stands last, once.
const HOLDS: &str = " and u.disabled_on is null and exists (
    select 1 from (select cast(";
const HOLDS_REST: &str = " as text) as today) d
    where r.from_day <= d.today and (r.to_day is null or r.to_day >= d.today)
      and (r.delegated_from is null
           or exists (select 1 from user_roles own join users giver on giver.id = own.user_id
                      where own.id = r.delegated_from and own.from_day <= d.today
                        and (own.to_day is null or own.to_day >= d.today) and giver.disabled_on is null)))";

/// Whoever has `right` at any of some places on a day, by name. Roles are read themselves: what
/// they come to is worked out for a person only when that person comes.
pub async fn list_people_with(
    store: &Store,
    right: Right,
    place_ids: &[String],
    today: Day,
) -> Result<Vec<Person>> {
    let roles: Vec<Role> = Role::given().filter(|role| role.gives(right)).collect();
    if roles.is_empty() || place_ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut query = Statement::new(
        "select distinct u.id, u.name, u.full_name, u.sort_key from user_roles r join users u on u.id = r.user_id where r.role in ",
    );
    query.push_list(roles);
    query.push(" and r.place_id in ").push_list(place_ids.iter().cloned());
    query.push(HOLDS).push_bind(today).push(HOLDS_REST).push(" order by u.sort_key, u.id");
    query.fetch_all(store).await
}

/// Whoever shares a place with the viewer on a day, by name; the viewer is not among them.
pub async fn list_colleagues(store: &Store, viewer: &Viewer, today: Day) -> Result<Vec<Person>> {
    let mut query = Statement::new(
        "select distinct u.id, u.name, u.full_name, u.sort_key from user_roles r join users u on u.id = r.user_id
         where r.place_id in (select up.place_id from user_places up where up.user_id = ",
    );
    query.push_bind(viewer.user_id.clone()).push(") and u.id <> ");
    query.push_bind(viewer.user_id.clone());
    query.push(HOLDS).push_bind(today).push(HOLDS_REST).push(" order by u.sort_key, u.id");
    query.fetch_all(store).await
}

/// Everybody whose account is open, by name.
pub async fn list_people(store: &Store) -> Result<Vec<Person>> {
    let people = sqlx::query_as(
        "select id, name, full_name from users where id <> $1 and disabled_on is null order by sort_key, id",
    )
    .bind(SYSTEM_ID)
    .fetch_all(store.read())
    .await?;
    Ok(people)
}

/// One person by id, also one whose account is closed.
pub async fn find_person(store: &Store, id: &str) -> Result<Option<Person>> {
    let person = sqlx::query_as("select id, name, full_name from users where id = $1")
        .bind(id)
        .fetch_optional(store.read())
        .await?;
    Ok(person)
}

/// A person as the program looks at the register for them, with what they may do today.
pub async fn find_viewer(store: &Store, id: &str, today: Day) -> Result<Option<Viewer>> {
    let Some(mut viewer) = super::find_open(store, id).await? else { return Ok(None) };
    viewer.rights = super::work_out_reach(store, id, today).await?;
    Ok(Some(viewer))
}

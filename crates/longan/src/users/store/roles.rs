//! SQL of roles and of what they come to on a day.

use super::super::model::{HeldRole, SYSTEM_ID, Viewer};
use super::super::rights::{Rights, Role, Seat};
use crate::store::{Day, Result, Statement, Store, StoreError, Tx, new_id};

/// A role to give.
#[derive(Clone, Debug, serde::Serialize)]
pub struct NewRole {
    /// Whose it will be.
    pub user_id: String,
    /// The role.
    pub role: Role,
    /// Id of the unit, or `cluster:ID`, `organization:ID`, `council:ID`.
    pub place_id: String,
    /// First day.
    pub from_day: Day,
    /// Last day; `None` while no end is set.
    pub to_day: Option<Day>,
    /// Id of the role it stands in for.
    pub delegated_from: Option<String>,
    /// The paper that gives it.
    pub document_id: Option<String>,
    /// Why.
    pub note: String,
}

/// Gives a role; returns its id.
pub async fn insert_role(tx: &mut Tx, new: &NewRole, now: &str) -> Result<String> {
    let id = new_id();
    sqlx::query(
        "insert into user_roles (id, user_id, role, place_id, from_day, to_day, delegated_from, document_id, note, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(&id)
    .bind(&new.user_id)
    .bind(new.role)
    .bind(&new.place_id)
    .bind(new.from_day)
    .bind(new.to_day)
    .bind(new.delegated_from.clone())
    .bind(new.document_id.clone())
    .bind(&new.note)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    forget_reach(tx, &new.user_id).await?;
    Ok(id)
}

/// Ends a role on its last day, unless someone changed it since it was read.
pub async fn end_role(tx: &mut Tx, role: &HeldRole, last: Day) -> Result<()> {
    let done = sqlx::query("update user_roles set to_day = $1, revision = revision + 1 where id = $2 and revision = $3")
        .bind(last)
        .bind(&role.id)
        .bind(role.revision)
        .execute(&mut **tx)
        .await?;
    if done.rows_affected() != 1 {
        return Err(StoreError::Stale);
    }
    forget_reach(tx, &role.user_id).await?;
    // Whoever stands in for this role loses it with it.
    sqlx::query("update users set reach_on = null where id in (select user_id from user_roles where delegated_from = $1)")
        .bind(&role.id)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Lets what a person's roles come to be worked out again at their next request.
pub async fn forget_reach(tx: &mut Tx, user_id: &str) -> Result<()> {
    sqlx::query("update users set reach_on = null where id = $1")
        .bind(user_id)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// The same for everybody with a role at a place: what belongs to the place has changed.
pub async fn forget_reach_at(tx: &mut Tx, place_id: &str) -> Result<()> {
    sqlx::query("update users set reach_on = null where id in (select user_id from user_roles where place_id = $1)")
        .bind(place_id)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// The same for everybody with a role at an investor of a cluster: what they reach has changed.
pub async fn forget_reach_of_investors(tx: &mut Tx, cluster_id: &str) -> Result<()> {
    sqlx::query(
        "update users set reach_on = null where id in
            (select r.user_id from user_roles r
             join cluster_investors i on 'organization:' || i.organization_id = r.place_id
             where i.cluster_id = $1)",
    )
    .bind(cluster_id)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Works out what a person's roles come to on `today`: the places, and for an investor the
/// clusters its organization invests in that day. Returns everything the person may do somewhere.
pub async fn work_out_reach(store: &Store, user_id: &str, today: Day) -> Result<Rights> {
    let mut tx = store.begin().await?;
    let held: Vec<(Role, String)> = sqlx::query_as(
        "select r.role, r.place_id from user_roles r
         where r.user_id = $1 and r.from_day <= $2 and (r.to_day is null or r.to_day >= $2)
           and (r.delegated_from is null
                or exists (select 1 from user_roles own join users u on u.id = own.user_id
                           where own.id = r.delegated_from and own.from_day <= $2
                             and (own.to_day is null or own.to_day >= $2) and u.disabled_on is null))",
    )
    .bind(user_id)
    .bind(today)
    .fetch_all(&mut *tx)
    .await?;
    sqlx::query("delete from user_places where user_id = $1")
        .bind(user_id)
        .execute(&mut *tx)
        .await?;
    for (role, place_id) in &held {
        insert_reach(&mut tx, user_id, place_id, *role).await?;
    }
    sqlx::query(
        "insert into user_places (user_id, place_id, role)
         select up.user_id, 'cluster:' || i.cluster_id, up.role
         from user_places up
         join cluster_investors i on 'organization:' || i.organization_id = up.place_id
         where up.user_id = $1 and up.role = 'infrastructure_investor'
           and i.from_day <= $2 and (i.to_day is null or i.to_day > $2)
         on conflict do nothing",
    )
    .bind(user_id)
    .bind(today)
    .execute(&mut *tx)
    .await?;
    let roles: Vec<Role> = held.into_iter().map(|(role, _)| role).collect();
    let rights = Rights::of(&roles);
    sqlx::query("update users set rights = $1, reach_on = $2 where id = $3")
        .bind(rights)
        .bind(today)
        .bind(user_id)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(rights)
}

async fn insert_reach(tx: &mut Tx, user_id: &str, place_id: &str, role: Role) -> Result<()> {
    sqlx::query("insert into user_places (user_id, place_id, role) values ($1, $2, $3) on conflict do nothing")
        .bind(user_id)
        .bind(place_id)
        .bind(role)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// The program itself reaches the whole country, every day.
pub async fn ensure_system_reach(store: &Store) -> Result<()> {
    let mut tx = store.begin().await?;
    insert_reach(&mut tx, SYSTEM_ID, crate::places::COUNTRY_ID, Role::System).await?;
    tx.commit().await?;
    Ok(())
}

/// The roles by which the viewer reaches a cluster.
pub async fn list_roles_reaching(
    store: &Store,
    viewer: &Viewer,
    cluster_id: &str,
) -> Result<Vec<Role>> {
    let rows: Vec<(Role,)> = sqlx::query_as(
        "select distinct up.role from cluster_places cp join user_places up on up.place_id = cp.place_id
         where cp.cluster_id = $1 and up.user_id = $2",
    )
    .bind(cluster_id)
    .bind(&viewer.user_id)
    .fetch_all(store.read())
    .await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// The roles the viewer holds at any of some places.
pub async fn list_roles_among(
    store: &Store,
    viewer: &Viewer,
    place_ids: &[String],
) -> Result<Vec<Role>> {
    if place_ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut query = Statement::new("select distinct role from user_places where user_id = ");
    query.push_bind(viewer.user_id.clone()).push(" and place_id in ");
    query.push_list(place_ids.iter().cloned());
    let rows: Vec<(Role,)> = query.fetch_all(store).await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// What a list of roles reads: with the names of the place and of whoever delegated.
macro_rules! select_roles {
    ($rest:literal) => {
        concat!(
            "select r.id, r.revision, r.user_id, r.role, r.place_id,
                    coalesce(p.full_name, c.name, o.name, r.place_id) as place,
                    r.from_day, r.to_day, r.delegated_from, coalesce(giver.full_name, '') as delegated_by, r.note
             from user_roles r
             left join places p on p.id = r.place_id
             left join clusters c on r.place_id like 'cluster:%' and c.id = substr(r.place_id, 9)
             left join organizations o on r.place_id like 'organization:%' and o.id = substr(r.place_id, 14)
             left join user_roles own on own.id = r.delegated_from
             left join users giver on giver.id = own.user_id ",
            $rest
        )
    };
}

/// Every role a person has, had or will have, latest first.
pub async fn list_roles_of(store: &Store, user_id: &str) -> Result<Vec<HeldRole>> {
    let roles =
        sqlx::query_as(select_roles!("where r.user_id = $1 order by r.from_day desc, r.id desc"))
            .bind(user_id)
            .fetch_all(store.read())
            .await?;
    Ok(roles)
}

/// Every role that holds on a day, by person: for the list of accounts.
pub async fn list_roles_on(store: &Store, day: Day) -> Result<Vec<HeldRole>> {
    let roles = sqlx::query_as(select_roles!(
        "where r.from_day <= $1 and (r.to_day is null or r.to_day >= $1) and r.role <> 'system'
         order by r.user_id, r.from_day, r.id"
    ))
    .bind(day)
    .fetch_all(store.read())
    .await?;
    Ok(roles)
}

/// The roles others hold in a person's stead, latest first.
pub async fn list_roles_delegated_by(store: &Store, user_id: &str) -> Result<Vec<HeldRole>> {
    let roles =
        sqlx::query_as(select_roles!("where own.user_id = $1 order by r.from_day desc, r.id desc"))
            .bind(user_id)
            .fetch_all(store.read())
            .await?;
    Ok(roles)
}

/// One role by its id.
pub async fn find_role(store: &Store, id: &str) -> Result<Option<HeldRole>> {
    let role = sqlx::query_as(select_roles!("where r.id = $1"))
        .bind(id)
        .fetch_optional(store.read())
        .await?;
    Ok(role)
}

/// Ids of the units a person works for.
pub async fn list_place_ids(store: &Store, viewer: &Viewer) -> Result<Vec<String>> {
    let rows: Vec<(String, String)> = sqlx::query_as(
        "select distinct up.place_id, p.sort_key from user_places up join places p on p.id = up.place_id
         where up.user_id = $1 order by p.sort_key, up.place_id",
    )
    .bind(&viewer.user_id)
    .fetch_all(store.read())
    .await?;
    Ok(rows.into_iter().map(|(id, _)| id).collect())
}

/// Ids of the organizations a person acts for.
pub async fn list_organization_ids(store: &Store, viewer: &Viewer) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = sqlx::query_as(
        "select distinct place_id from user_places where user_id = $1 and place_id like 'organization:%' order by place_id",
    )
    .bind(&viewer.user_id)
    .fetch_all(store.read())
    .await?;
    let ids = rows.into_iter().filter_map(|row| Some(row.0.split_once(':')?.1.to_owned()));
    Ok(ids.collect())
}

/// `organization:ID` by tax code or name, or `cluster:ID` by slug or name, when exactly one fits.
pub async fn find_seat(store: &Store, seat: Seat, typed: &str) -> Result<Option<String>> {
    let sql = match seat {
        Seat::Organization => {
            "select distinct 'organization:' || coalesce(merged_into, id) from organizations where tax_code = $1 or match_key = $2 or id = $1 limit 2"
        }
        _ => {
            "select 'cluster:' || id from clusters where slug = $1 or match_key = $2 or id = $1 limit 2"
        }
    };
    let key = match seat {
        Seat::Organization => crate::organizations::match_key(typed),
        _ => kernel::cluster_name::match_key(typed),
    };
    let rows: Vec<(String,)> =
        sqlx::query_as(sql).bind(typed).bind(key).fetch_all(store.read()).await?;
    Ok(if rows.len() == 1 { rows.into_iter().next().map(|row| row.0) } else { None })
}

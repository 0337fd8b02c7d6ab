//! Reading units for people: searching, walking down, what came of one, what is tied to it.

use super::super::model::{Place, Preference};
use crate::store::{Day, Result, Statement, Store};
use crate::users::Viewer;

/// Columns of a unit `p`.
const PLACE: &str = "p.id, p.code, p.level, p.kind, p.name, p.full_name, p.parent_id, p.province_id, p.valid_from, p.valid_to, p.decree, p.document_id";

/// Units whose name holds `key` or whose code begins with `typed`; the exact ones first, and
/// those that exist on `on` before the others.
pub async fn search(
    store: &Store,
    key: &str,
    typed: &str,
    on: Day,
    limit: i64,
) -> Result<Vec<Found>> {
    let mut query = Statement::new("select ");
    query.push(PLACE).push(
        ", coalesce(above.full_name, '') as above
         from places p left join places above on above.id = p.parent_id
         where p.level <> 'country' and ((",
    );
    query.push_bind(key.to_owned()).push(" <> '' and p.match_key like '%' || ");
    query.push_bind(key.to_owned()).push(" || '%') or p.code like ");
    query.push_bind(typed.to_owned()).push(" || '%') order by case when p.match_key = ");
    query.push_bind(key.to_owned()).push(" or p.code = ");
    query.push_bind(typed.to_owned()).push(" then 0 else 1 end, case when p.valid_from <= ");
    query.push_bind(on).push(" and (p.valid_to is null or p.valid_to >= ").push_bind(on);
    query.push(
        ") then 0 else 1 end,
         case p.level when 'region' then 0 when 'province' then 1 when 'district' then 2 else 3 end, p.sort_key, p.id limit ",
    );
    query.push_bind(limit);
    query.fetch_all(store).await
}

/// A unit with the name of the one above it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Found {
    /// The unit.
    #[sqlx(flatten)]
    pub place: Place,
    /// Full name of the unit above it; empty when there is none.
    pub above: String,
}

/// The units directly within any of some units on a day: `ids` are a unit and what it was
/// called before, whose parts may live on. Regions are told apart by `level`.
pub async fn list_children(
    store: &Store,
    ids: &[String],
    on: Day,
    level: super::Level,
) -> Result<Vec<Place>> {
    let mut query = Statement::new("select ");
    query.push(PLACE).push(" from places p where p.parent_id in ");
    query.push_list(ids.iter().cloned());
    query.push(" and p.level = ").push_bind(level);
    query.push(" and p.valid_from <= ").push_bind(on);
    query.push(" and (p.valid_to is null or p.valid_to >= ").push_bind(on);
    query.push(") order by p.sort_key, p.id");
    query.fetch_all(store).await
}

/// The members of a region, by name.
pub async fn list_members(store: &Store, region_id: &str) -> Result<Vec<Place>> {
    let mut query = Statement::new("select ");
    query
        .push(PLACE)
        .push(" from place_members m join places p on p.id = m.member_id where m.region_id = ");
    query.push_bind(region_id.to_owned()).push(" order by p.sort_key, p.id");
    query.fetch_all(store).await
}

/// The regions a province is a member of, today's first, with source and confidence.
pub async fn list_regions_of(store: &Store, member_id: &str) -> Result<Vec<Membership>> {
    let mut query = Statement::new("select ");
    query.push(PLACE).push(
        ", m.source, m.confidence from place_members m join places p on p.id = m.region_id where m.member_id = ",
    );
    query.push_bind(member_id.to_owned());
    query.push(" order by case when p.valid_to is null then 0 else 1 end, p.valid_from desc, p.sort_key, p.id");
    query.fetch_all(store).await
}

/// Where a region's list of members comes from.
pub async fn find_source(store: &Store, region_id: &str) -> Result<Option<(String, String)>> {
    let source = sqlx::query_as(
        "select source, confidence from place_members where region_id = $1 order by member_id limit 1",
    )
    .bind(region_id)
    .fetch_optional(store.read())
    .await?;
    Ok(source)
}

/// A region that a province is a member of.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Membership {
    /// The region.
    #[sqlx(flatten)]
    pub region: Place,
    /// Where this is said.
    pub source: String,
    /// How surely.
    pub confidence: String,
}

/// A unit that another became or came from, and how.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Turned {
    /// The other unit.
    #[sqlx(flatten)]
    pub place: Place,
    /// Full name of the unit above it.
    pub above: String,
    /// Full name of the unit above that, of a district the province.
    pub top: String,
    /// How: unchanged, renamed, merged, divided, converted, moved.
    pub how: String,
    /// Whether it is the one meant where the old unit was divided.
    pub preference: Preference,
    /// First day of the new unit.
    pub effective_on: Day,
    /// The decree of the change.
    pub change_decree: String,
}

/// What a unit became, the default first.
pub async fn list_after(store: &Store, id: &str) -> Result<Vec<Turned>> {
    turned(store, "pc.new_id", "pc.old_id", id).await
}

/// What a unit came from, by name.
pub async fn list_before(store: &Store, id: &str) -> Result<Vec<Turned>> {
    turned(store, "pc.old_id", "pc.new_id", id).await
}

async fn turned(
    store: &Store,
    other: &'static str,
    own: &'static str,
    id: &str,
) -> Result<Vec<Turned>> {
    let mut query = Statement::new("select ");
    query.push(PLACE).push(
        ", coalesce(above.full_name, '') as above,
           case when above.level = 'district' then coalesce(top.full_name, '') else '' end as top,
           pc.kind as how, pc.preference, pc.effective_on, pc.decree as change_decree
         from place_changes pc join places p on p.id = ",
    );
    query.push(other);
    query.push(" left join places above on above.id = p.parent_id left join places top on top.id = above.parent_id where ");
    query.push(own).push(" = ").push_bind(id.to_owned());
    query.push(" order by pc.preference desc, p.sort_key, p.id");
    query.fetch_all(store).await
}

/// How many clusters the viewer sees are tied to a unit, by how: word of the mapping and number.
pub async fn count_clusters(
    store: &Store,
    viewer: &Viewer,
    id: &str,
) -> Result<Vec<(super::super::Mapping, i64)>> {
    let counts = sqlx::query_as(
        "select cp.mapping, count(*) from cluster_places cp
         where cp.place_id = $1 and cp.relation <> 'itself'
           and exists (select 1 from cluster_places mine
                       join user_places up on up.place_id = mine.place_id
                       where mine.cluster_id = cp.cluster_id and up.user_id = $2)
         group by cp.mapping order by cp.mapping",
    )
    .bind(id)
    .bind(&viewer.user_id)
    .fetch_all(store.read())
    .await?;
    Ok(counts)
}

/// How many roles held at a unit hold on a day.
pub async fn count_roles(store: &Store, id: &str, on: Day) -> Result<i64> {
    let (count,): (i64,) = sqlx::query_as(
        "select count(*) from user_roles where place_id = $1 and from_day <= $2 and (to_day is null or to_day >= $2)",
    )
    .bind(id)
    .bind(on)
    .fetch_one(store.read())
    .await?;
    Ok(count)
}

/// The unit and everything it was called before while its parts lived on: the predecessors of
/// which it is the default.
pub async fn list_same(store: &Store, id: &str) -> Result<Vec<String>> {
    let mut ids = vec![id.to_owned()];
    let mut next = ids.clone();
    while !next.is_empty() {
        let mut query = Statement::new(
            "select distinct old_id from place_changes where preference = 'default' and new_id in ",
        );
        query.push_list(next);
        let rows: Vec<(String,)> = query.fetch_all(store).await?;
        next = rows.into_iter().map(|row| row.0).filter(|id| !ids.contains(id)).collect();
        ids.extend(next.iter().cloned());
    }
    Ok(ids)
}

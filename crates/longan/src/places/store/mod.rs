//! All SQL of administrative units.

mod browse;
mod change;
mod units;

pub use browse::*;
pub use change::*;
pub use units::{all_units, full_names, full_names_within, links_for, units_around};

use super::model::{COUNTRY_ID, Level, Place};
use crate::store::{Result, Statement, Store, Tx};
use crate::users::Viewer;

/// One unit by its id.
pub async fn find(store: &Store, id: &str) -> Result<Option<Place>> {
    let place = sqlx::query_as(
        "select id, code, level, kind, name, full_name, parent_id, province_id, valid_from, valid_to, decree, document_id from places where id = $1",
    )
    .bind(id)
    .fetch_optional(store.read())
    .await?;
    Ok(place)
}

/// Every unit that ever had `code`, oldest first; `level` may be empty.
pub async fn list_by_code(store: &Store, level: &str, code: &str) -> Result<Vec<Place>> {
    let places = sqlx::query_as(
        "select id, code, level, kind, name, full_name, parent_id, province_id, valid_from, valid_to, decree, document_id
         from places where code = $1 and ($2 = '' or level = $2) order by valid_from, level",
    )
    .bind(code)
    .bind(level)
    .fetch_all(store.read())
    .await?;
    Ok(places)
}

/// Units whose folded name is `match_key`, at `level`, within `within_id` (a province, a district, the country).
pub async fn list_by_name(
    store: &Store,
    match_key: &str,
    level: Level,
    within_id: &str,
) -> Result<Vec<Place>> {
    let places = sqlx::query_as(
        "select id, code, level, kind, name, full_name, parent_id, province_id, valid_from, valid_to, decree, document_id
         from places where match_key = $1 and level = $2 and ($3 = 'country:VN:' or province_id = $3 or parent_id = $3) order by id",
    )
    .bind(match_key)
    .bind(level)
    .bind(within_id)
    .fetch_all(store.read())
    .await?;
    Ok(places)
}

/// Every unit within a province, for matching the names of a whole workbook.
pub async fn list_within(store: &Store, province_id: &str) -> Result<Vec<Place>> {
    let places = sqlx::query_as(
        "select id, code, level, kind, name, full_name, parent_id, province_id, valid_from, valid_to, decree, document_id
         from places where province_id = $1 order by sort_key, id",
    )
    .bind(province_id)
    .fetch_all(store.read())
    .await?;
    Ok(places)
}

/// Every province of every time, today's first.
pub async fn list_provinces(store: &Store) -> Result<Vec<Place>> {
    let places = sqlx::query_as(
        "select id, code, level, kind, name, full_name, parent_id, province_id, valid_from, valid_to, decree, document_id
         from places where level = 'province'
         order by case when valid_to is null then 0 else 1 end, sort_key, valid_from",
    )
    .fetch_all(store.read())
    .await?;
    Ok(places)
}

/// The country and every province, for the account form.
pub async fn list_for_accounts(store: &Store) -> Result<Vec<Place>> {
    let mut places: Vec<Place> = find(store, COUNTRY_ID).await?.into_iter().collect();
    places.extend(list_provinces(store).await?);
    Ok(places)
}

/// Provinces and districts that hold clusters the viewer may see: what a page can be asked for.
pub async fn list_with_clusters(store: &Store, viewer: &Viewer) -> Result<Vec<Place>> {
    let places = sqlx::query_as(
        "select p.id, p.code, p.level, p.kind, p.name, p.full_name, p.parent_id, p.province_id, p.valid_from, p.valid_to, p.decree, p.document_id
         from places p
         where p.level in ('region', 'province', 'district')
           and p.id in (select cp.place_id from cluster_places cp
                        where cp.cluster_id in (select mine.cluster_id from user_places up
                                                join cluster_places mine on mine.place_id = up.place_id
                                                where up.user_id = $1))
         order by case p.level when 'region' then 2 when 'province' then 0 else 1 end, p.sort_key, p.valid_from",
    )
    .bind(&viewer.user_id)
    .fetch_all(store.read())
    .await?;
    Ok(places)
}

/// Whether any unit has been loaded.
pub async fn count(store: &Store) -> Result<i64> {
    let (count,): (i64,) =
        sqlx::query_as("select count(*) from places").fetch_one(store.read()).await?;
    Ok(count)
}

/// A row to load into `places`, in the order of the columns.
pub type PlaceRow = [String; 14];

/// Adds units, many a statement; empty text stands for nothing where the column allows it.
pub async fn insert_places(tx: &mut Tx, rows: &[PlaceRow]) -> Result<()> {
    for chunk in rows.chunks(400) {
        let mut query = Statement::new(
            "insert into places (id, code, level, kind, name, full_name, parent_id, province_id, valid_from, valid_to, decree, note, sort_key, match_key) ",
        );
        query.push_values(chunk, |values, row| {
            for (index, text) in row.iter().enumerate() {
                // parent_id, province_id and valid_to are null when there is none.
                let optional = matches!(index, 6 | 7 | 9);
                values.push_bind((!(optional && text.is_empty())).then(|| text.clone()));
            }
        });
        query.execute(tx).await?;
    }
    Ok(())
}

/// A row to load into `place_changes`: old, new, kind, preference, day, decree.
pub type ChangeRow = [String; 6];

/// Adds changes of units, many a statement.
pub async fn insert_changes(tx: &mut Tx, rows: &[ChangeRow]) -> Result<()> {
    for chunk in rows.chunks(800) {
        let mut query = Statement::new(
            "insert into place_changes (old_id, new_id, kind, preference, effective_on, decree) ",
        );
        query.push_values(chunk, |values, row| {
            for text in row {
                values.push_bind(text.clone());
            }
        });
        query.execute(tx).await?;
    }
    Ok(())
}

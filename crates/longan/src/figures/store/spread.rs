//! A figure spread over units: one statement tells every unit, with what stands behind it.

use super::Binds;
use crate::figures::{Basis, Figure, Ties};
use crate::places::Level;
use crate::store::{Day, Result, Store};
use std::fmt::Write as _;

/// What one unit contributes to a figure, and how much stands behind it.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Share {
    /// Id of the unit; empty for what lies in no unit that is known.
    pub place_id: String,
    /// Its full name.
    pub full_name: String,
    /// By which it is ordered.
    pub sort_key: String,
    /// Sum of its rows, or of the numerator's.
    pub numerator: i64,
    /// Sum of its denominator's rows.
    pub denominator: i64,
    /// How many rows contribute.
    pub row_count: i64,
    /// How many records could not be counted.
    pub left_out: i64,
    /// How many papers stand behind them.
    pub papers: i64,
}

/// A paper behind a figure.
#[derive(Clone, Debug, PartialEq, Eq, Hash, sqlx::FromRow)]
pub struct FigurePaper {
    /// Its id.
    pub id: String,
    /// Số, ký hiệu, or the name of its file.
    pub number: String,
    /// Its day; empty when it has none.
    pub issued_on: String,
    /// Who issued it.
    pub issuer: String,
    /// What it is about.
    pub subject_line: String,
}

/// The fold over the rows of one unit.
const SUMS: &str = "cast(coalesce(sum(case when r.part in ('denominator', 'left_out') then 0 else r.amount end), 0) as bigint) as numerator,
     cast(coalesce(sum(case when r.part = 'denominator' then r.amount else 0 end), 0) as bigint) as denominator,
     count(case when r.part <> 'left_out' then 1 end) as row_count,
     count(case when r.part = 'left_out' then 1 end) as left_out,
     count(distinct case when r.part <> 'left_out' then r.document_id end) as papers";

/// The rows of a figure spread over the units of a level that existed on a day; what lies in no
/// known unit of that day has no name.
pub async fn list_shares_within(
    store: &Store,
    (figure, basis): (&Figure, Basis),
    binds: &Binds,
    level: Level,
    units_on: Day,
) -> Result<Vec<Share>> {
    let (rows, homes) = ((figure.rows)(basis), figure.subjects.ties.homes);
    let sql = format!(
        "with homes as materialized {homes}
         select coalesce(home.place_id, '') as place_id, coalesce(p.full_name, '') as full_name, coalesce(p.sort_key, '') as sort_key, {SUMS}
         from ({rows}) r
         left join homes home on home.cluster_id = r.cluster_id and home.nth = 1
         left join places p on p.id = home.place_id
         group by home.place_id, p.full_name, p.sort_key"
    );
    let shares = binds.ask(sql).bind(units_on).bind(level).fetch_all(store.read()).await?;
    Ok(shares)
}

/// The rows of a figure told for each of some units. As a report asks, a record counts in the
/// unit of its level that leads and nowhere else.
pub async fn list_shares_of(
    store: &Store,
    (figure, basis): (&Figure, Basis),
    binds: &Binds,
    place_ids: &[String],
) -> Result<Vec<Share>> {
    let named = places_from(8, place_ids.len());
    let (rows, Ties { table, key, leads, .. }) = ((figure.rows)(basis), figure.subjects.ties);
    let sql = format!(
        "select p.id as place_id, p.full_name, p.sort_key, {SUMS}
         from ({rows}) r
         join {table} tied on tied.{key} = r.cluster_id
         join places p on p.id = tied.place_id
         where p.id in ({named})
           and (cast($7 as bigint) = 0 or p.level in ('country', 'region') or p.id = {leads})
         group by p.id, p.full_name, p.sort_key"
    );
    let mut query = binds.ask(sql);
    for id in place_ids {
        query = query.bind(id);
    }
    Ok(query.fetch_all(store.read()).await?)
}

/// The papers behind a figure, the newest first; of the records in some units only, when units
/// are named.
pub async fn list_figure_papers(
    store: &Store,
    (figure, basis): (&Figure, Basis),
    binds: &Binds,
    place_ids: &[String],
    limit: i64,
) -> Result<Vec<FigurePaper>> {
    let (rows, Ties { table, key, .. }) = ((figure.rows)(basis), figure.subjects.ties);
    let named = places_from(9, place_ids.len());
    let within = if place_ids.is_empty() {
        String::new()
    } else {
        format!(
            "and exists (select 1 from {table} tied where tied.{key} = r.cluster_id and tied.place_id in ({named}))"
        )
    };
    let sql = format!(
        "select d.id, case when d.number = '' then d.file_name else d.number end as number,
                coalesce(d.issued_on, '') as issued_on, d.issuer, d.subject_line
         from documents d
         where d.id in (select r.document_id from ({rows}) r where r.part <> 'left_out' {within})
         order by coalesce(d.issued_on, '') desc, d.id limit $8"
    );
    let mut query = binds.ask(sql).bind(limit);
    for id in place_ids {
        query = query.bind(id);
    }
    Ok(query.fetch_all(store.read()).await?)
}

/// `$8, $9, …`: places for some values from a number on.
fn places_from(first: usize, count: usize) -> String {
    let mut places = String::new();
    for at in first..first + count {
        let comma = if places.is_empty() { "" } else { ", " };
        let _ = write!(places, "{comma}${at}");
    }
    places
}

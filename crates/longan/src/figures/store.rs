//! Running the queries of figures.

mod spread;
mod sums;

pub use spread::{FigurePaper, Share, list_figure_papers, list_shares_of, list_shares_within};
pub use sums::{Sums, list_sums};

use super::{Basis, Figure, Part, Row, Subjects, Ties};
use crate::observations::Observation;
use crate::places::{Level, Mapping, Place};
use crate::store::{Day, Result, Store};
use crate::users::Viewer;
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::QueryAs;
use sqlx::{Any, AssertSqlSafe, FromRow};

/// What every figure's query is asked with, `$1` to `$7` in this order.
#[derive(Clone, Debug)]
pub struct Binds {
    /// Whose eyes: `user_places` decides what counts.
    pub user_id: String,
    /// The place.
    pub place_id: String,
    /// The day.
    pub on: Day,
    /// First day of the period.
    pub from: Day,
    /// The period in words.
    pub period: String,
    /// The legal limit in m²; the largest number when there is none.
    pub limit_m2: i64,
    /// 1 when a cluster counts only at the unit that leads, as reports count; else 0.
    pub led_only: i64,
}

impl Binds {
    /// A statement over the rows of figures with its first seven values.
    fn ask<T>(&self, sql: String) -> QueryAs<'static, Any, T, AnyArguments>
    where
        T: for<'r> FromRow<'r, AnyRow>,
    {
        sqlx::query_as(AssertSqlSafe(sql))
            .bind(self.user_id.clone())
            .bind(self.place_id.clone())
            .bind(self.on)
            .bind(self.from)
            .bind(self.period.clone())
            .bind(self.limit_m2)
            .bind(self.led_only)
    }
}

/// The rows of a figure with their names and papers, by part and name.
pub async fn list_rows(
    store: &Store,
    figure: &Figure,
    basis: Basis,
    binds: &Binds,
    limit: i64,
    offset: i64,
) -> Result<Vec<Row>> {
    let rows = (figure.rows)(basis);
    let Subjects { joins, name, path, sort_key, .. } = figure.subjects;
    let sql = format!(
        "select r.part, r.subject, {name} as name, {path} as path, r.amount, r.as_of, coalesce(r.document_id, '') as document_id,
                coalesce(case when d.number = '' then d.file_name else d.number end, '') as document,
                coalesce(d.issued_on, '') as document_date, r.location
         from ({rows}) r
         {joins}
         left join documents d on d.id = r.document_id
         order by case r.part when 'denominator' then 0 when 'numerator' then 1 else 2 end, {sort_key}, r.subject, r.location
         limit $8 offset $9"
    );
    let rows = binds.ask(sql).bind(limit).bind(offset).fetch_all(store.read()).await?;
    Ok(rows)
}

/// The level of the units a place is told by on a day: provinces of a country or region,
/// districts of a province while there are any, else communes.
pub async fn level_of_parts(store: &Store, place: &Place, units_on: Day) -> Result<Level> {
    match place.level {
        Level::Country | Level::Region => return Ok(Level::Province),
        Level::District | Level::Commune => return Ok(Level::Commune),
        Level::Province => {}
    }
    let (districts,): (i64,) = sqlx::query_as(
        "select count(*) from (select 1 from places where level = 'district' and valid_from <= $1 and (valid_to is null or valid_to >= $1) limit 1) found",
    )
    .bind(units_on)
    .fetch_one(store.read())
    .await?;
    Ok(if districts > 0 { Level::District } else { Level::Commune })
}

/// In which order the ties of cluster `c` to units of one level come: the unit that leads, the
/// one it became, the one recorded, the one that was mapped to.
macro_rules! home_order {
    ($tie:literal) => {
        concat!(
            "case when ",
            $tie,
            ".place_id = c.lead_place_id then 0
                  when exists (select 1 from place_changes became
                               where became.old_id = c.lead_place_id and became.new_id = ",
            $tie,
            ".place_id) then 1
                  else 2 end,
             case ",
            $tie,
            ".relation when 'recorded' then 0 when 'within' then 1 else 2 end, ",
            $tie,
            ".place_id"
        )
    };
}
pub(crate) use home_order;

/// How clusters are tied to units. Of several ties to units of a level the first counts.
pub const CLUSTERS: Ties = Ties {
    table: "cluster_places",
    key: "cluster_id",
    noun: "cụm",
    homes: concat!(
        "(select cp.cluster_id, cp.place_id, cp.mapping,
                 row_number() over (partition by cp.cluster_id order by ",
        home_order!("cp"),
        ") as nth
          from cluster_places in_place
          join cluster_places cp on cp.cluster_id = in_place.cluster_id
          join clusters c on c.id = cp.cluster_id
          join places child on child.id = cp.place_id
          where in_place.place_id = $2 and child.level = $9
            and child.valid_from <= $8 and (child.valid_to is null or child.valid_to >= $8))"
    ),
    leads: concat!(
        "(select home.place_id
          from clusters c
          join cluster_places home on home.cluster_id = c.id
          join places unit on unit.id = home.place_id
          where c.id = r.cluster_id and unit.level = p.level and unit.valid_from <= $3
            and (unit.valid_to is null or unit.valid_to >= $3)
          order by ",
        home_order!("home"),
        " limit 1)"
    ),
    known: "exists (select 1 from clusters seen where seen.id = x.cluster_id and seen.known_from <= $3)",
};

/// The rows of a figure summed by the units of a level that existed on a day; what lies in no
/// known unit of that day comes last, under no name.
pub async fn list_parts(
    store: &Store,
    (figure, basis): (&Figure, Basis),
    binds: &Binds,
    level: Level,
    units_on: Day,
) -> Result<Vec<Part>> {
    let (rows, homes) = ((figure.rows)(basis), figure.subjects.ties.homes);
    let sql = format!(
        "with homes as materialized {homes}
         select coalesce(home.place_id, '') as place_id, coalesce(p.full_name, '') as full_name, r.part, cast(coalesce(sum(r.amount), 0) as bigint) as total
         from ({rows}) r
         left join homes home on home.cluster_id = r.cluster_id and home.nth = 1
         left join places p on p.id = home.place_id
         where r.part <> 'left_out'
         group by home.place_id, p.full_name, p.sort_key, r.part
         order by case when home.place_id is null then 1 else 0 end, p.sort_key, home.place_id, r.part"
    );
    let sums: Vec<(String, String, String, i64)> =
        binds.ask(sql).bind(units_on).bind(level).fetch_all(store.read()).await?;
    let mut parts: Vec<Part> = Vec::new();
    for (place_id, full_name, part, total) in sums {
        if parts.last().is_none_or(|last| last.place_id != place_id) {
            parts.push(Part { place_id, full_name, numerator: 0, denominator: 0 });
        }
        if let Some(last) = parts.last_mut() {
            match part.as_str() {
                "denominator" => last.denominator = total,
                _ => last.numerator = total,
            }
        }
    }
    Ok(parts)
}

/// What must be said of the parts: how many records stand under a unit of another time.
pub async fn part_notes(
    store: &Store,
    viewer: &Viewer,
    ties: &Ties,
    question: &super::Question,
    level: Level,
    units_on: Day,
) -> Result<Vec<String>> {
    let Ties { table, key, noun, known, .. } = ties;
    let homes = ties.homes.replace("$8", "$4").replace("$9", "$5");
    let sql = format!(
        "with homes as materialized {homes}
         select coalesce(home.mapping, 'unknown') as mapping, count(*) as clusters
         from {table} x
         left join homes home on home.cluster_id = x.{key} and home.nth = 1
         where x.place_id = $2 and {known}
           and exists (select 1 from {table} mine join user_places up on up.place_id = mine.place_id
                       where mine.{key} = x.{key} and up.user_id = $1)
         group by 1 order by 1"
    );
    let counts: Vec<(String, i64)> = sqlx::query_as(AssertSqlSafe(sql))
        .bind(&viewer.user_id)
        .bind(&question.place.id)
        .bind(question.on)
        .bind(units_on)
        .bind(level)
        .fetch_all(store.read())
        .await?;
    let day = units_on.vi();
    let note = |(mapping, count): (String, i64)| match mapping.parse::<Mapping>() {
        Ok(Mapping::Recorded | Mapping::Confirmed) => None,
        Ok(mapping) => Some(format!(
            "{count} {noun} được xếp theo đơn vị của ngày {day}: {}.",
            mapping.label()
        )),
        Err(_) => Some(format!(
            "{count} {noun} chưa xác định được {} của ngày {day}; ghi ở dòng “Chưa xác định được đơn vị”.",
            level.label().to_lowercase()
        )),
    };
    Ok(counts.into_iter().filter_map(note).collect())
}

/// What each cluster contributes to the sum, or to the numerator.
pub async fn list_by_cluster(
    store: &Store,
    rows: &'static str,
    binds: &Binds,
) -> Result<Vec<(String, i64)>> {
    let sql = format!(
        "select r.cluster_id, cast(coalesce(sum(r.amount), 0) as bigint) as total from ({rows}) r where r.part = 'numerator' group by r.cluster_id"
    );
    let sums = binds.ask(sql).fetch_all(store.read()).await?;
    Ok(sums)
}

/// Occupancy rates that sources printed for the whole place, without their base.
pub async fn list_reported(
    store: &Store,
    viewer: &Viewer,
    place_id: &str,
    on: Day,
) -> Result<Vec<Observation>> {
    let observations = sqlx::query_as(
        "select o.id, o.revision, o.subject_kind, o.subject_id, o.indicator, o.as_of, o.period, o.value, o.unit, o.precision, o.document_id, o.location, o.reporter, o.reporter_kind, o.rank, o.status, o.raw, o.note, o.recorded_at, o.superseded_by
         from observations o
         where o.subject_kind = 'place' and o.subject_id = $1 and o.indicator = 'occupancy' and o.as_of <= $2 and o.status <> 'set_aside'
           and exists (select 1 from cluster_places cp
                       join cluster_places mine on mine.cluster_id = cp.cluster_id
                       join user_places up on up.place_id = mine.place_id and up.user_id = $3
                       where cp.place_id = $1)
         order by o.as_of desc, o.rank",
    )
    .bind(place_id)
    .bind(on)
    .bind(&viewer.user_id)
    .fetch_all(store.read())
    .await?;
    Ok(observations)
}

/// What must be said of the units a place's records are recorded in: how many were moved over
/// from units of another time, and how surely; and that the unit itself has ended.
pub async fn mapping_notes(
    store: &Store,
    viewer: &Viewer,
    ties: &Ties,
    place: &Place,
    on: Day,
) -> Result<Vec<String>> {
    let Ties { table, key, noun, known, .. } = ties;
    let sql = format!(
        "with moved as materialized (
             select x.{key} as record_id, x.mapping from {table} x
             where x.place_id = $1 and x.relation = 'mapped' and {known})
         select moved.mapping, count(*) from moved
         where exists (select 1 from {table} mine
                       join user_places up on up.place_id = mine.place_id and up.user_id = $2
                       where mine.{key} = moved.record_id)
         group by moved.mapping order by moved.mapping"
    );
    let counts: Vec<(Mapping, i64)> = sqlx::query_as(AssertSqlSafe(sql))
        .bind(&place.id)
        .bind(&viewer.user_id)
        .bind(on)
        .fetch_all(store.read())
        .await?;
    let mut notes: Vec<String> = counts
        .into_iter()
        .map(|(mapping, count)| match mapping {
            Mapping::Before => format!(
                "{count} {noun} được ghi theo đơn vị hành chính mới và tính cho {}: {}.",
                place.full_name,
                mapping.label()
            ),
            _ => format!(
                "{count} {noun} được ghi theo đơn vị hành chính cũ và chuyển sang {}: {}.",
                place.full_name,
                mapping.label()
            ),
        })
        .collect();
    if !place.exists_on(on) {
        let when = match place.last_day() {
            Some(last) if last < on => format!("chỉ tồn tại đến {}", last.vi()),
            _ => "chưa có vào ngày này".to_owned(),
        };
        notes.push(format!("{} {when}; số liệu tính theo địa bàn của đơn vị đó.", place.full_name));
    }
    Ok(notes)
}

//! The queries behind the figures of promotion. Each returns the contributing rows: part, the project
//! as `cluster_id`, kind and id of the subject, amount, `as_of`, `document_id`, location. What is
//! asked comes in `$1` to `$7` (see `figures::store::Binds`).

mod sums;

pub use sums::*;

use crate::figures::{Subjects, Ties};

/// The unit of a level that leads for a record on a day: the one recorded, then by id.
macro_rules! leading {
    ($table:literal, $key:literal, $record:literal, $level:literal, $day:literal) => {
        concat!(
            "(select lead.place_id from ",
            $table,
            " lead join places unit on unit.id = lead.place_id
              where lead.",
            $key,
            " = ",
            $record,
            " and unit.level = ",
            $level,
            " and unit.valid_from <= ",
            $day,
            " and (unit.valid_to is null or unit.valid_to >= ",
            $day,
            ") order by case lead.relation when 'recorded' then 0 when 'within' then 1 else 2 end, lead.place_id limit 1)"
        )
    };
}

/// How projects are tied to units: of several units of a level the first in the order of ids.
pub const TIES: Ties = Ties {
    table: "promotion_project_places",
    key: "project_id",
    noun: "đề án",
    homes: "(select tie.project_id as cluster_id, tie.place_id, tie.mapping,
                    row_number() over (partition by tie.project_id
                                       order by case tie.relation when 'recorded' then 0 when 'within' then 1 else 2 end, tie.place_id) as nth
             from promotion_project_places in_place
             join promotion_project_places tie on tie.project_id = in_place.project_id
             join places child on child.id = tie.place_id
             where in_place.place_id = $2 and child.level = $9
               and child.valid_from <= $8 and (child.valid_to is null or child.valid_to >= $8))",
    leads: leading!("promotion_project_places", "project_id", "r.cluster_id", "p.level", "$3"),
    known: "exists (select 1 from promotion_projects p join promotion_plans y on y.id = p.plan_id
                    where p.id = x.project_id and y.approved_on <= $3)",
};

/// What is asked, and the projects of plans of the period's year, approved by its last day, in the
/// place, that the person may see.
macro_rules! visible {
    () => {
        concat!(
        "with asked as (
            select cast($1 as text) as user_id, cast($2 as text) as place_id, cast($3 as text) as on_day,
                   cast($4 as text) as from_day, cast(substr(cast($5 as text), 1, 4) as bigint) as year,
                   cast($6 as bigint) as limit_m2, cast($7 as bigint) as led_only,
                   (select whole.level from places whole where whole.id = cast($2 as text)) as level
        ),
        visible as materialized (
            select p.id, y.track, y.approved_on, y.document_id, y.location
            from asked
            cross join promotion_plans y
            join promotion_projects p on p.plan_id = y.id
            where y.year = asked.year and y.approved_on <= asked.on_day
              and exists (select 1 from promotion_project_places here where here.project_id = p.id and here.place_id = asked.place_id)
              and exists (select 1 from user_places up
                          join promotion_project_places mine on mine.place_id = up.place_id
                          where up.user_id = asked.user_id and mine.project_id = p.id)
              and (asked.led_only = 0 or asked.level in ('country', 'region')
                   or asked.place_id = ",
        leading!("promotion_project_places", "project_id", "p.id", "asked.level", "asked.on_day"),
        ")
        ) "
        )
    };
}

use {leading, visible};

/// How rows get their names; used only where rows are shown.
pub const SUBJECTS: Subjects = Subjects {
    shared: &[visible!()],
    joins: "left join promotion_projects named on named.id = r.cluster_id",
    name: "named.code || ' ' || named.name",
    path: "'/promotion/projects/' || r.cluster_id",
    sort_key: "named.code",
    ties: &TIES,
};

/// One row a project of a track, with the plan's decision.
macro_rules! counted {
    ($track:literal) => {
        concat!(
            visible!(),
            "select 'numerator' as part, v.id as cluster_id, 'project' as kind, v.id as subject, cast(1 as bigint) as amount,
                    v.approved_on as as_of, v.document_id, coalesce((select p.location from promotion_projects p where p.id = v.id), '') as location
             from visible v where v.track = '",
            $track,
            "'"
        )
    };
}

/// One row a line of approved money from a source, with the line's paper.
macro_rules! money {
    ($source:literal, $track:literal) => {
        concat!(
            visible!(),
            "select 'numerator' as part, v.id as cluster_id, 'line' as kind, l.id as subject, l.amount_vnd as amount,
                    l.on_day as as_of, l.document_id, l.location
             from visible v join promotion_lines l on l.project_id = v.id and l.stage = 'allotted' and l.superseded_at = ''
             where l.source = '",
            $source,
            "' and l.on_day <= (select on_day from asked) and v.track in (",
            $track,
            ")"
        )
    };
}

/// Projects under national plans.
pub const NATIONAL_COUNT: &str = counted!("national");
/// National money.
pub const NATIONAL_SUPPORT: &str = money!("national", "'national', 'local'");
/// Projects under the province's plans.
pub const LOCAL_COUNT: &str = counted!("local");
/// The province's money.
pub const LOCAL_SUPPORT: &str = money!("local", "'national', 'local'");
/// Each line of approved money with its paper: others' money over promotion money.
pub const LEVERAGE: &str = concat!(
    visible!(),
    "select case when l.source in ('national', 'local') then 'denominator' else 'numerator' end as part, v.id as cluster_id,
            'line' as kind, l.id as subject, l.amount_vnd as amount, l.on_day as as_of, l.document_id, l.location
     from visible v join promotion_lines l on l.project_id = v.id and l.stage = 'allotted' and l.superseded_at = ''
     where l.on_day <= (select on_day from asked)"
);
/// What beneficiaries bring themselves.
pub const COUNTERPART: &str = money!("counterpart", "'national', 'local'");

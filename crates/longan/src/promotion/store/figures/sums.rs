//! The queries behind the figures of needs, and of what projects came to: by content, by kind of
//! beneficiary, by effect. Each returns the contributing rows, as in the room above.

use super::{leading, visible};
use crate::figures::{Subjects, Ties};

/// How needs are tied to units: of several units of a level the first in the order of ids.
pub const NEED_TIES: Ties = Ties {
    table: "promotion_need_places",
    key: "need_id",
    noun: "nhu cầu",
    homes: "(select tie.need_id as cluster_id, tie.place_id, tie.mapping,
                    row_number() over (partition by tie.need_id
                                       order by case tie.relation when 'recorded' then 0 when 'within' then 1 else 2 end, tie.place_id) as nth
             from promotion_need_places in_place
             join promotion_need_places tie on tie.need_id = in_place.need_id
             join places child on child.id = tie.place_id
             where in_place.place_id = $2 and child.level = $9
               and child.valid_from <= $8 and (child.valid_to is null or child.valid_to >= $8))",
    leads: leading!("promotion_need_places", "need_id", "r.cluster_id", "p.level", "$3"),
    known: "exists (select 1 from promotion_needs n where n.id = x.need_id and n.asked_on <= $3)",
};

/// How the rows of needs get their names.
pub const NEED_SUBJECTS: Subjects = Subjects {
    shared: &[],
    joins: "left join promotion_needs named on named.id = r.cluster_id left join organizations asker on asker.id = named.organization_id",
    name: "asker.name || ': ' || named.wish",
    path: "'/promotion/needs/' || r.cluster_id",
    sort_key: "named.sort_key",
    ties: &NEED_TIES,
};

/// One row a need that was asked in the period's year until its last day, with a condition on the
/// state `s` it stood in that day.
macro_rules! needs {
    ($amount:literal, $state:literal) => {
        concat!(
            "with asked as (
                select cast($1 as text) as user_id, cast($2 as text) as place_id, cast($3 as text) as on_day,
                       cast($4 as text) as from_day, substr(cast($5 as text), 1, 4) as year,
                       cast($6 as bigint) as limit_m2, cast($7 as bigint) as led_only,
                       (select whole.level from places whole where whole.id = cast($2 as text)) as level
            )
            select 'numerator' as part, n.id as cluster_id, 'need' as kind, n.id as subject, ",
            $amount,
            " as amount, n.asked_on as as_of, n.document_id,
                   case when n.document_id is null then n.paperless else n.location end as location
            from asked cross join promotion_needs n
            join promotion_need_states s on s.need_id = n.id
              and s.nth = (select max(last.nth) from promotion_need_states last where last.need_id = n.id and last.on_day <= asked.on_day)
            where substr(n.asked_on, 1, 4) = asked.year and n.asked_on <= asked.on_day and ",
            $state,
            " and exists (select 1 from promotion_need_places here where here.need_id = n.id and here.place_id = asked.place_id)
              and exists (select 1 from user_places up join promotion_need_places mine on mine.place_id = up.place_id
                          where up.user_id = asked.user_id and mine.need_id = n.id)
              and (asked.led_only = 0 or asked.level in ('country', 'region') or asked.place_id = ",
            leading!("promotion_need_places", "need_id", "n.id", "asked.level", "asked.on_day"),
            ")"
        )
    };
}

/// Every need.
pub const NEEDS: &str = needs!("cast(1 as bigint)", "1 = 1");
/// Needs that still wait.
pub const NEEDS_OPEN: &str = needs!("cast(1 as bigint)", "s.state in ('new', 'examined')");
/// Needs taken into projects.
pub const NEEDS_TAKEN: &str = needs!("cast(1 as bigint)", "s.state = 'taken'");
/// Needs that were refused.
pub const NEEDS_REFUSED: &str = needs!("cast(1 as bigint)", "s.state = 'refused'");
/// Needs that were withdrawn.
pub const NEEDS_WITHDRAWN: &str = needs!("cast(1 as bigint)", "s.state = 'withdrawn'");
/// Support that was asked for.
pub const NEEDS_SUPPORT: &str = needs!("n.support_vnd", "n.support_vnd is not null");

/// One row a project of a content, with the plan's decision.
macro_rules! content_count {
    ($content:literal) => {
        concat!(
            visible!(),
            "select 'numerator' as part, v.id as cluster_id, 'project' as kind, v.id as subject, cast(1 as bigint) as amount,
                    v.approved_on as as_of, v.document_id, p.location
             from visible v join promotion_projects p on p.id = v.id where p.content = '",
            $content,
            "'"
        )
    };
}

/// One row a line of approved promotion money of the projects of a content, with the line's paper.
macro_rules! content_support {
    ($content:literal) => {
        concat!(
            visible!(),
            "select 'numerator' as part, v.id as cluster_id, 'line' as kind, l.id as subject, l.amount_vnd as amount,
                    l.on_day as as_of, l.document_id, l.location
             from visible v join promotion_projects p on p.id = v.id
             join promotion_lines l on l.project_id = v.id and l.stage = 'allotted' and l.superseded_at = ''
             where l.source in ('national', 'local') and l.on_day <= (select on_day from asked) and p.content = '",
            $content,
            "'"
        )
    };
}

/// Projects and money of vocational training.
pub const VOCATIONAL: [&str; 2] = [content_count!("1"), content_support!("1")];
/// Projects and money of management capacity and cleaner production.
pub const CAPACITY: [&str; 2] = [content_count!("2"), content_support!("2")];
/// Projects and money of models, technology and machines.
pub const TECHNOLOGY: [&str; 2] = [content_count!("3"), content_support!("3")];
/// Projects and money of typical products.
pub const PRODUCTS: [&str; 2] = [content_count!("4"), content_support!("4")];
/// Projects and money of consulting.
pub const CONSULTING: [&str; 2] = [content_count!("5"), content_support!("5")];
/// Projects and money of information.
pub const INFORMATION: [&str; 2] = [content_count!("6"), content_support!("6")];
/// Projects and money of linkage, clusters and relocation.
pub const LINKAGE: [&str; 2] = [content_count!("7"), content_support!("7")];
/// Projects and money of international cooperation.
pub const INTERNATIONAL: [&str; 2] = [content_count!("8"), content_support!("8")];
/// Projects and money of management.
pub const MANAGEMENT: [&str; 2] = [content_count!("9"), content_support!("9")];

/// One row a body of a kind that benefits from a project, with its paper there.
macro_rules! beneficiaries {
    ($kind:literal) => {
        concat!(
            visible!(),
            "select 'numerator' as part, v.id as cluster_id, 'participant' as kind, x.id as subject, cast(1 as bigint) as amount,
                    v.approved_on as as_of, x.document_id, x.location
             from visible v join promotion_participants x on x.project_id = v.id and x.part = 'beneficiary' and x.to_day is null
             join organizations b on b.id = x.organization_id where b.merged_into is null and b.kind = '",
            $kind,
            "'"
        )
    };
}

/// One row a line of approved promotion money: of a body of a kind, or of a whole project all of
/// whose named beneficiaries are of that kind. A body that was made one with another in the same project
/// is not there twice.
macro_rules! kind_support {
    ($kind:literal) => {
        concat!(
            visible!(),
            "select 'numerator' as part, v.id as cluster_id, 'line' as kind, l.id as subject, l.amount_vnd as amount,
                    l.on_day as as_of, l.document_id, l.location
             from visible v join promotion_lines l on l.project_id = v.id and l.stage = 'allotted' and l.superseded_at = ''
             where l.source in ('national', 'local') and l.on_day <= (select on_day from asked)
               and exists (select 1 from promotion_participants x join organizations b on b.id = x.organization_id
                           where x.project_id = v.id and x.part = 'beneficiary' and l.participant_id in ('', x.id)
                             and (b.merged_into is null or l.participant_id = x.id) and b.kind = '",
            $kind,
            "')
               and not exists (select 1 from promotion_participants x join organizations b on b.id = x.organization_id
                               where x.project_id = v.id and x.part = 'beneficiary' and l.participant_id in ('', x.id)
                             and (b.merged_into is null or l.participant_id = x.id) and b.kind <> '",
            $kind,
            "')"
        )
    };
}

/// Enterprises that benefit, and their money.
pub const ENTERPRISES: [&str; 2] = [beneficiaries!("enterprise"), kind_support!("enterprise")];
/// Cooperatives that benefit, and their money.
pub const COOPERATIVES: [&str; 2] = [beneficiaries!("cooperative"), kind_support!("cooperative")];
/// Household businesses that benefit, and their money.
pub const HOUSEHOLDS: [&str; 2] = [beneficiaries!("household"), kind_support!("household")];

/// One row an indicator of a project or beneficiary: the latest number after support less the one
/// before, with the paper of the latest.
macro_rules! effect {
    ($indicator:literal) => {
        concat!(
            visible!(),
            "select 'numerator' as part, v.id as cluster_id, 'effect' as kind, f.id as subject, f.amount - b.amount as amount,
                    f.on_day as as_of, f.document_id, f.location
             from visible v cross join asked
             join promotion_effects b on b.project_id = v.id and b.moment = 'before' and b.superseded_at = ''
             join promotion_effects f on f.project_id = v.id and f.participant_id = b.participant_id and f.indicator = b.indicator
               and f.product = b.product and f.superseded_at = ''
               and f.moment = (select max(last.moment) from promotion_effects last
                               where last.project_id = v.id and last.participant_id = b.participant_id and last.indicator = b.indicator
                                 and last.product = b.product and last.moment <> 'before' and last.superseded_at = '')
             where b.indicator = '",
            $indicator,
            "'"
        )
    };
}

/// Jobs that were created.
pub const JOBS: &str = effect!("jobs");
/// Growth of output.
pub const OUTPUT: &str = effect!("output");
/// Growth of revenue.
pub const REVENUE: &str = effect!("revenue");
/// Growth of tax paid.
pub const TAX: &str = effect!("tax");

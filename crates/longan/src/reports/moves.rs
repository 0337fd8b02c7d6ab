//! What moves in reports when two records of one body are made one.
//!
//! A report belongs to a project or to a cluster, not to a body: it goes along with its project by
//! itself. Only where two projects in one cluster become one do reports change their project. Where
//! both had reported for a period, the report of the project that stays is the one that counts.

use crate::organizations::Move;
use crate::organizations::moves::COUNTED;

/// The list.
pub const MOVES: &[Move] = &[
    Move {
        table: "reports",
        column: "subject_id",
        counted: COUNTED,
        rows: "select r.id, r.subject_id, t.merged_into from reports r
               join tenants t on t.id = r.subject_id and t.organization_id = $1
               join tenants k on k.id = t.merged_into and k.organization_id = $2
               where r.subject_kind = 'tenant'
                 and not exists (select 1 from reports j where j.subject_id = k.id and j.form = r.form and j.period = r.period)",
    },
    // A draft does not stand in for what was sent.
    Move {
        table: "reports",
        column: "status",
        counted: COUNTED,
        rows: "select r.id, r.status, 'superseded' from reports r
               join tenants t on t.id = r.subject_id and t.organization_id = $1
               join tenants k on k.id = t.merged_into and k.organization_id = $2
               where r.subject_kind = 'tenant' and r.status <> 'superseded'
                 and exists (select 1 from reports j where j.subject_id = k.id and j.form = r.form and j.period = r.period
                               and j.status not in ('draft', 'checked', 'approved'))",
    },
    Move {
        table: "reports",
        column: "entered_by",
        counted: COUNTED,
        rows: "select r.id, r.entered_by, cast($2 as text) from reports r where r.entered_by = $1",
    },
    Move {
        table: "report_reminders",
        column: "subject_id",
        counted: "",
        rows: "select m.id, m.subject_id, t.merged_into from report_reminders m
               join tenants t on t.id = m.subject_id and t.organization_id = $1
               join tenants k on k.id = t.merged_into and k.organization_id = $2
               where m.subject_kind = 'tenant'",
    },
];

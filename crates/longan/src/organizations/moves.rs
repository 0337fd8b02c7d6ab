//! What moves when two records of one body are made one: one list, to which every capability adds
//! its own references.

use super::store::Moved;

/// A column whose values move with a body.
#[derive(Clone, Copy, Debug)]
pub struct Move {
    /// The table; its key is `id`.
    pub table: &'static str,
    /// The column that changes.
    pub column: &'static str,
    /// `, revision = revision + 1` where the table counts its changes.
    pub counted: &'static str,
    /// The values: row, what stands there ('' for nothing), what will. `$1` is the body that is
    /// made one with `$2`; both are named. A row that cannot move because the other body has the
    /// same is left out, and a later move says what becomes of it.
    pub rows: &'static str,
}

/// For tables that count their changes.
pub const COUNTED: &str = ", revision = revision + 1";

/// The tax code goes along where the surviving body has none.
pub const TAX_CODE: Move = Move {
    table: "organizations",
    column: "tax_code",
    counted: COUNTED,
    rows: "select m.id, m.tax_code, '' from organizations m join organizations k on k.id = $2 and k.tax_code is null
           where m.id = $1 and m.tax_code is not null",
};

/// What belongs to a body itself, and the roles people hold at it.
const OWN: &[Move] = &[
    Move {
        table: "organizations",
        column: "merged_into",
        counted: COUNTED,
        rows: "select o.id, o.merged_into, cast($2 as text) from organizations o where o.merged_into = $1",
    },
    Move {
        table: "organization_names",
        column: "organization_id",
        counted: COUNTED,
        rows: "select x.id, x.organization_id, cast($2 as text) from organization_names x where x.organization_id = $1
                 and not exists (select 1 from organization_names k where k.organization_id = $2 and k.name = x.name)",
    },
    Move {
        table: "organization_addresses",
        column: "organization_id",
        counted: COUNTED,
        rows: "select x.id, x.organization_id, cast($2 as text) from organization_addresses x where x.organization_id = $1
                 and not exists (select 1 from organization_addresses k where k.organization_id = $2 and k.kind = x.kind
                                   and k.place_id = x.place_id and k.detail = x.detail and k.from_day = x.from_day)",
    },
    Move {
        table: "organization_people",
        column: "organization_id",
        counted: COUNTED,
        rows: "select x.id, x.organization_id, cast($2 as text) from organization_people x where x.organization_id = $1
                 and not exists (select 1 from organization_people k where k.organization_id = $2 and k.kind = x.kind
                                   and k.name = x.name and k.from_day = x.from_day)",
    },
    Move {
        table: "organization_industries",
        column: "organization_id",
        counted: COUNTED,
        rows: "select x.id, x.organization_id, cast($2 as text) from organization_industries x where x.organization_id = $1
                 and not exists (select 1 from organization_industries k where k.organization_id = $2 and k.version = x.version
                                   and k.code = x.code and k.from_day = x.from_day)",
    },
    Move {
        table: "organization_states",
        column: "organization_id",
        counted: "",
        rows: "select x.id, x.organization_id, cast($2 as text) from organization_states x where x.organization_id = $1
                 and not exists (select 1 from organization_states k where k.organization_id = $2 and k.state = x.state
                                   and k.on_day = x.on_day)",
    },
    Move {
        table: "user_roles",
        column: "place_id",
        counted: COUNTED,
        rows: "select r.id, r.place_id, 'organization:' || $2 from user_roles r where r.place_id = 'organization:' || $1",
    },
];

/// Every move, in the order in which they are made.
pub fn all() -> impl Iterator<Item = &'static Move> {
    let theirs = crate::CAPABILITIES.iter().flat_map(|capability| capability.organization_moves);
    let after = crate::ORGANIZATION_MOVES.iter().copied().flatten();
    OWN.iter().chain(theirs).chain(after)
}

/// The move that changed a value, to take it back.
pub fn of(moved: &Moved) -> Option<&'static Move> {
    let same =
        |moving: &&Move| moving.table == moved.table_name && moving.column == moved.column_name;
    std::iter::once(&TAX_CODE).chain(all()).find(same)
}

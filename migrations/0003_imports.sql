-- Workbooks brought to the register: read, proposed, then taken by a person.

create table imports (
    id             text   not null primary key,
    revision       bigint not null default 1,
    reading        bigint not null default 1, -- counts the times the file was read; older rows are left behind
    kind           text   not null,          -- auto, clusters, tenants
    status         text   not null,          -- reading, proposed, taken, partly_taken, refused, withdrawn
    file_sha256    text   not null,
    file_name      text   not null,
    file_bytes     bigint not null,
    on_day         text,                     -- day the figures are of, as found or given
    place_id       text,
    options        text   not null,          -- JSON: sheet, chosen columns
    summary        text   not null,          -- JSON: what was found, for the page and for --json
    refusal        text   not null default '',
    rows_done      bigint not null default 0,
    rows_total     bigint not null default 0,
    user_id        text   not null,
    created_at     text   not null,
    finished_at    text
);
create index imports_created on imports (created_at, id);

create table import_rows (
    id         text   not null primary key,
    import_id  text   not null,
    reading    bigint not null,
    position   bigint not null,
    sheet      text   not null,
    row_number bigint not null,
    subject    text   not null,              -- cluster, tenant, place
    name       text   not null,
    outcome    text   not null,              -- new, changed, unchanged, wrong
    status     text   not null,              -- waiting, taken, stale
    payload    text   not null,              -- JSON: what would be written
    changes    text   not null,              -- JSON: field, before, after
    constraint import_rows_position_unique unique (import_id, reading, position)
);

create table import_problems (
    id         text   not null primary key,
    import_id  text   not null,
    reading    bigint not null,
    position   bigint not null,
    sheet      text   not null,
    cell       text   not null,
    severity   text   not null,              -- error, warning
    kind       text   not null,
    found      text   not null,
    expected   text   not null,
    message    text   not null,
    constraint import_problems_position_unique unique (import_id, reading, position)
);

-- Which column means what, remembered for workbooks with the same headings.
create table import_columns (
    id          text   not null primary key,
    revision    bigint not null default 1,
    source_key  text   not null,             -- kind and headings, folded and hashed
    columns     text   not null,             -- JSON: field to heading
    user_id     text   not null,
    recorded_at text   not null,
    constraint import_columns_source_unique unique (source_key)
);

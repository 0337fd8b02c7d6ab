-- A state that was recorded wrongly is corrected by another one: the wrong one stays on record with the
-- reason and no longer counts. The tables are made anew because the same state may be recorded again.

alter table cluster_states rename to cluster_states_before_0017;
create table cluster_states (
    id          text   not null primary key,
    cluster_id  text   not null,
    axis        text   not null,             -- plan, establishment, detailed_plan, operation, wastewater …
    state       text   not null,
    on_day      text   not null,
    precision   text   not null,             -- exact, by (known on that day, began earlier)
    document_id text   not null,
    location    text   not null default '',
    area_m2     bigint,
    note        text   not null default '',
    recorded_at text   not null,
    superseded_at text not null default '',  -- moment of the correction; '' while it counts
    superseded_by text,                      -- the state that stands instead
    superseded_reason text not null default '',
    constraint cluster_states_counted_unique unique (cluster_id, axis, state, on_day, document_id, superseded_at)
);
insert into cluster_states (id, cluster_id, axis, state, on_day, precision, document_id, location, area_m2, note, recorded_at)
select id, cluster_id, axis, state, on_day, precision, document_id, location, area_m2, note, recorded_at from cluster_states_before_0017;
drop table cluster_states_before_0017;
create index cluster_states_axis on cluster_states (axis, cluster_id, on_day, id, superseded_at);
create index cluster_states_cluster on cluster_states (cluster_id, on_day);
create index cluster_states_document on cluster_states (document_id);

alter table tenant_states rename to tenant_states_before_0017;
create table tenant_states (
    id          text not null primary key,
    tenant_id   text not null,
    state       text not null,               -- registered, approved, building, operating, suspended, left
    on_day      text not null,
    precision   text not null,
    document_id text not null,
    location    text not null default '',
    raw         text not null default '',
    recorded_at text not null,
    superseded_at text not null default '',
    superseded_by text,
    superseded_reason text not null default '',
    constraint tenant_states_counted_unique unique (tenant_id, state, on_day, superseded_at)
);
insert into tenant_states (id, tenant_id, state, on_day, precision, document_id, location, raw, recorded_at)
select id, tenant_id, state, on_day, precision, document_id, location, raw, recorded_at from tenant_states_before_0017;
drop table tenant_states_before_0017;
create index tenant_states_day on tenant_states (tenant_id, on_day, id, state, superseded_at);
create index tenant_states_document on tenant_states (document_id);

-- What counts: figures, lists and duties read these.
create view cluster_states_counted as
select id, cluster_id, axis, state, on_day, precision, document_id, location, area_m2, note, recorded_at
from cluster_states where superseded_at = '';
create view tenant_states_counted as
select id, tenant_id, state, on_day, precision, document_id, location, raw, recorded_at
from tenant_states where superseded_at = '';

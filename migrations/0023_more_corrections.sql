-- A lease and a state of an organization that were recorded wrongly are corrected as states of clusters
-- are (0017): another one stands instead, the wrong one stays on record with the reason and no longer
-- counts. The tables are made anew because the same fact may be recorded again.

alter table leases rename to leases_before_0023;
create table leases (
    id          text   not null primary key,
    revision    bigint not null default 1,
    cluster_id  text   not null,
    plot_id     text   not null,
    tenant_id   text   not null,
    area_m2     bigint not null,
    from_day    text   not null,
    to_day      text,                        -- first day it no longer holds
    precision   text   not null,
    contract    text   not null default '',
    document_id text   not null,
    location    text   not null default '',
    recorded_at text   not null,
    ended_at    text,                        -- when its end was recorded
    superseded_at text not null default '',  -- moment of the correction; '' while it counts
    superseded_by text,                      -- the lease that stands instead
    superseded_reason text not null default '',
    constraint leases_counted_unique unique (plot_id, tenant_id, from_day, superseded_at)
);
insert into leases (id, revision, cluster_id, plot_id, tenant_id, area_m2, from_day, to_day, precision, contract, document_id, location, recorded_at, ended_at)
select id, revision, cluster_id, plot_id, tenant_id, area_m2, from_day, to_day, precision, contract, document_id, location, recorded_at, ended_at from leases_before_0023;
drop table leases_before_0023;
create index leases_cluster on leases (cluster_id, from_day, to_day, area_m2, superseded_at);
create index leases_tenant on leases (tenant_id, from_day);
create index leases_document on leases (document_id);

alter table organization_states rename to organization_states_before_0023;
create table organization_states (
    id              text not null primary key,
    organization_id text not null,
    state           text not null,            -- operating, suspended, dissolved
    on_day          text not null,
    document_id     text not null,
    location        text not null default '',
    recorded_at     text not null,
    superseded_at   text not null default '',
    superseded_by   text,
    superseded_reason text not null default '',
    constraint organization_states_counted_unique unique (organization_id, state, on_day, superseded_at)
);
insert into organization_states (id, organization_id, state, on_day, document_id, location, recorded_at)
select id, organization_id, state, on_day, document_id, location, recorded_at from organization_states_before_0023;
drop table organization_states_before_0023;
create index organization_states_day on organization_states (organization_id, on_day, id, state, superseded_at);
create index organization_states_state on organization_states (state, organization_id);
create index organization_states_document on organization_states (document_id);

-- What counts: figures, lists, duties and checks read these.
create view leases_counted as
select id, revision, cluster_id, plot_id, tenant_id, area_m2, from_day, to_day, precision, contract, document_id, location, recorded_at, ended_at
from leases where superseded_at = '';
create view organization_states_counted as
select id, organization_id, state, on_day, document_id, location, recorded_at
from organization_states where superseded_at = '';

-- Industrial clusters (cụm công nghiệp), their land, works, plots and tenants.

create table clusters (
    id            text   not null primary key,
    revision      bigint not null default 1,
    slug          text   not null,
    code          text,                      -- mã used by the Department, when it has one
    name          text   not null,           -- without "Cụm công nghiệp"
    lead_place_id text   not null,           -- the unit it was recorded in: commune, or district when the commune is not known
    place_text    text   not null,           -- the place as the paper writes it
    sectors       text   not null default '',
    note          text   not null default '',
    known_from    text   not null,           -- first day any paper speaks of it
    match_key     text   not null,
    sort_key      text   not null,
    search_text   text   not null,
    recorded_at   text   not null,
    constraint clusters_slug_unique unique (slug)
);
create index clusters_sort on clusters (sort_key, id);
create index clusters_match on clusters (match_key);

-- Every unit a cluster lies in, old and new, at every level up to the country.
create table cluster_places (
    cluster_id text not null,
    place_id   text not null,
    relation   text not null,                -- recorded, within, mapped
    mapping    text not null default '',     -- how a unit of another time was found: '', default, whole, province
    primary key (cluster_id, place_id)
);
create index cluster_places_place on cluster_places (place_id, cluster_id);

create table cluster_names (
    id          text not null primary key,
    cluster_id  text not null,
    name        text not null,
    kind        text not null,               -- alias, former, as_written
    match_key   text not null,
    document_id text,
    constraint cluster_names_name_unique unique (cluster_id, name)
);
create index cluster_names_match on cluster_names (match_key);

create table cluster_types (
    id          text not null primary key,
    cluster_id  text not null,
    kind        text not null,               -- craft, specialised, supporting, high_tech, eco
    from_day    text not null,
    to_day      text,
    document_id text not null
);
create index cluster_types_cluster on cluster_types (cluster_id, from_day);

-- Independent states of a cluster, each with its day and paper; a state holds until the
-- next one on the same axis. They are never merged into one status.
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
    constraint cluster_states_fact_unique unique (cluster_id, axis, state, on_day, document_id)
);
create index cluster_states_axis on cluster_states (axis, cluster_id, on_day, id);
create index cluster_states_cluster on cluster_states (cluster_id, on_day);
create index cluster_states_document on cluster_states (document_id);

create table plan_entries (
    id          text   not null primary key,
    cluster_id  text   not null,
    document_id text   not null,
    horizon     text   not null,             -- year the plan looks to
    listed_on   text   not null,
    removed_on  text,
    area_m2     bigint not null,
    location    text   not null default '',
    note        text   not null default '',
    constraint plan_entries_source_unique unique (cluster_id, document_id, horizon)
);

create table cluster_investors (
    id              text not null primary key,
    cluster_id      text not null,
    organization_id text not null,
    from_day        text not null,
    to_day          text,
    precision       text not null,
    document_id     text not null,
    location        text not null default '',
    note            text not null default '',
    constraint cluster_investors_term_unique unique (cluster_id, organization_id, from_day)
);
create index cluster_investors_organization on cluster_investors (organization_id);

create table infrastructure_items (
    id          text   not null primary key,
    revision    bigint not null default 1,
    cluster_id  text   not null,
    kind        text   not null,             -- whole, road, water, drainage, power, telecom, wastewater, waste, fire, green, housing, other
    name        text   not null,
    fence_side  text   not null,             -- inside, outside
    funder      text   not null,             -- investor, state, utility, other
    planned_vnd bigint,
    paid_vnd    bigint,
    as_of       text   not null,
    start_on    text,
    due_on      text,
    completed_on text,
    document_id text   not null,
    location    text   not null default '',
    note        text   not null default '',
    constraint infrastructure_items_name_unique unique (cluster_id, fence_side, name)
);

create table clearance_phases (
    id                 text   not null primary key,
    revision           bigint not null default 1,
    cluster_id         text   not null,
    phase              text   not null,
    planned_m2         bigint not null,
    cleared_m2         bigint not null,
    households_planned bigint not null,
    households_paid    bigint not null,
    approved_vnd       bigint not null,
    paid_vnd           bigint not null,
    as_of              text   not null,
    document_id        text   not null,
    note               text   not null default '',
    constraint clearance_phases_phase_unique unique (cluster_id, phase)
);

create table plots (
    id          text   not null primary key,
    revision    bigint not null default 1,
    cluster_id  text   not null,
    number      text   not null,
    area_m2     bigint not null,
    land_use    text   not null,             -- industrial, service, utility, green, traffic
    document_id text   not null,
    location    text   not null default '',
    constraint plots_number_unique unique (cluster_id, number)
);

create table tenants (
    id              text   not null primary key,
    revision        bigint not null default 1,
    cluster_id      text   not null,
    organization_id text   not null,
    name            text   not null,
    tax_code        text,
    activity        text   not null default '',
    vsic_version    text   not null default '',
    vsic_code       text   not null default '',
    capital         text   not null,         -- domestic, foreign
    licensed_on     text,
    note            text   not null default '',
    match_key       text   not null,
    sort_key        text   not null,
    search_text     text   not null,
    recorded_at     text   not null,
    constraint tenants_project_unique unique (cluster_id, organization_id)
);
create index tenants_sort on tenants (sort_key, id);
create index tenants_cluster on tenants (cluster_id, sort_key, id);
create index tenants_tax_code on tenants (tax_code);

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
    constraint tenant_states_fact_unique unique (tenant_id, state, on_day)
);
create index tenant_states_day on tenant_states (tenant_id, on_day, id, state);
create index tenant_states_document on tenant_states (document_id);

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
    constraint leases_plot_unique unique (plot_id, tenant_id, from_day)
);
create index leases_cluster on leases (cluster_id, from_day, to_day, area_m2);
create index leases_tenant on leases (tenant_id, from_day);
create index leases_document on leases (document_id);

-- One register of enterprises, cooperatives, household businesses, agencies, associations and partners.

alter table organizations add column partner text not null default '';   -- which partner body, for kind partner
alter table organizations add column phone text not null default '';     -- of the body, not of a person
alter table organizations add column mail text not null default '';
alter table organizations add column note text not null default '';
alter table organizations add column merged_into text;                    -- the body it turned out to be
create index organizations_sort on organizations (sort_key, id);
create index organizations_merged on organizations (merged_into);

-- Other names of a body, old and in use.
create table organization_names (
    id              text   not null primary key,
    revision        bigint not null default 1,
    organization_id text   not null,
    name            text   not null,
    kind            text   not null,          -- alias, former, short, foreign
    from_day        text,
    to_day          text,                     -- first day it was no longer the name
    document_id     text,
    location        text   not null default '',
    match_key       text   not null,
    recorded_at     text   not null,
    constraint organization_names_name_unique unique (organization_id, name)
);
create index organization_names_match on organization_names (match_key);

create table organization_addresses (
    id              text   not null primary key,
    revision        bigint not null default 1,
    organization_id text   not null,
    kind            text   not null,          -- registered, office, plant
    place_id        text   not null,          -- the commune, or the unit above it when the commune is not known
    detail          text   not null,          -- number, street, hamlet as the paper writes them
    from_day        text   not null,
    to_day          text,                     -- first day it no longer holds
    document_id     text   not null,
    location        text   not null default '',
    recorded_at     text   not null,
    constraint organization_addresses_fact_unique unique (organization_id, kind, place_id, detail, from_day)
);
create index organization_addresses_place on organization_addresses (place_id);

-- Every unit an address that holds lies in, old and new, at every level up to the country.
create table organization_places (
    organization_id text not null,
    place_id        text not null,
    relation        text not null,            -- recorded, within, mapped
    mapping         text not null default '',
    primary key (organization_id, place_id)
);
create index organization_places_place on organization_places (place_id, organization_id);

-- People of a body. Name, title, phone and mail are personal data (dữ liệu cá nhân): they are shown
-- only to whoever may see the register of organizations there, and to the body itself.
create table organization_people (
    id              text   not null primary key,
    revision        bigint not null default 1,
    organization_id text   not null,
    kind            text   not null,          -- representative, manager, contact, other
    name            text   not null,          -- personal data
    title           text   not null default '', -- personal data
    phone           text   not null default '', -- personal data
    mail            text   not null default '', -- personal data
    from_day        text   not null,
    to_day          text,                     -- first day the person no longer acts
    document_id     text   not null,
    location        text   not null default '',
    recorded_at     text   not null,
    constraint organization_people_fact_unique unique (organization_id, kind, name, from_day)
);

-- Industries by edition of the classification: a code means nothing without its edition.
create table organization_industries (
    id              text   not null primary key,
    revision        bigint not null default 1,
    organization_id text   not null,
    version         text   not null,          -- 2018, 2025
    code            text   not null,
    weight          text   not null,          -- main, other
    from_day        text   not null,
    to_day          text,                     -- first day it no longer holds
    document_id     text   not null,
    location        text   not null default '',
    recorded_at     text   not null,
    constraint organization_industries_fact_unique unique (organization_id, version, code, from_day)
);

create table organization_states (
    id              text not null primary key,
    organization_id text not null,
    state           text not null,            -- operating, suspended, dissolved
    on_day          text not null,
    document_id     text not null,
    location        text not null default '',
    recorded_at     text not null,
    constraint organization_states_fact_unique unique (organization_id, state, on_day)
);
create index organization_states_day on organization_states (organization_id, on_day, id, state);
create index organization_states_state on organization_states (state, organization_id);

-- Two bodies that look alike and are not the same: who said so, and why.
create table organization_distinctions (
    id          text not null primary key,
    first_id    text not null,
    second_id   text not null,
    reason      text not null,
    user_id     text not null,
    recorded_at text not null,
    constraint organization_distinctions_pair_unique unique (first_id, second_id)
);

-- Two records of one body that were made one, and each value that moved, so that it can be undone.
create table organization_merges (
    id          text   not null primary key,
    revision    bigint not null default 1,
    merged_id   text   not null,
    survivor_id text   not null,
    reason      text   not null,
    user_id     text   not null,
    recorded_at text   not null,
    undone_at   text,
    undone_by   text
);
create index organization_merges_merged on organization_merges (merged_id);
create index organization_merges_survivor on organization_merges (survivor_id);

create table organization_moves (
    id          text   not null primary key,
    merge_id    text   not null,
    position    bigint not null,
    table_name  text   not null,
    column_name text   not null,
    row_key     text   not null,
    was         text   not null,              -- '' for nothing
    became      text   not null,
    constraint organization_moves_position_unique unique (merge_id, position)
);

-- Two projects of one body in one cluster are one project: the later row names the one it became.
alter table tenants add column merged_into text;
create index tenants_organization on tenants (organization_id);

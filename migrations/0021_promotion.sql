-- Industrial promotion (khuyến công): programmes, yearly plans, projects, who is in them, their money,
-- contracts and states. Each fact rests on a paper; what was wrong is superseded, never taken away.

create table promotion_programmes (
    id          text   not null primary key,
    revision    bigint not null default 1,
    name        text   not null,
    track       text   not null,             -- national, local
    place_id    text   not null,             -- the province, or the country
    from_year   bigint not null,
    to_year     bigint not null,
    document_id text   not null,
    location    text   not null default '',
    recorded_at text   not null,
    constraint promotion_programmes_place_id_name_unique unique (place_id, name)
);
create index promotion_programmes_document on promotion_programmes (document_id);

-- The plan of a year, given by a decision; a year may have several batches (đợt).
create table promotion_plans (
    id           text   not null primary key,
    revision     bigint not null default 1,
    place_id     text   not null,            -- the province it is for
    year         bigint not null,
    batch        bigint not null,
    track        text   not null,
    programme_id text,
    approved_on  text   not null,            -- the day whose law holds for it
    document_id  text   not null,
    location     text   not null default '',
    note         text   not null default '',
    recorded_at  text   not null,
    constraint promotion_plans_place_id_year_batch_track_unique unique (place_id, year, batch, track)
);
create index promotion_plans_document on promotion_plans (document_id);

create table promotion_projects (
    id               text   not null primary key,
    revision         bigint not null default 1,
    plan_id          text   not null,
    code             text   not null,
    name             text   not null,
    kind             text   not null,        -- single, group, flagship, own, other
    content          text   not null,        -- 1 to 9, NĐ 45/2012 Đ.4
    activity         text   not null,        -- what is supported: the word of the law's parameters
    sector           text   not null default '',
    executor_id      text,                   -- who carries it out
    lead_place_id    text   not null,
    place_text       text   not null,        -- the place as the paper writes it
    from_year        bigint not null,
    to_year          bigint not null,
    duration         text   not null default '', -- as the paper writes it: Quý II - III/2013
    objective        text   not null default '',
    scale            text   not null default '',
    effects          text   not null default '',
    equipment        text   not null default '', -- the machine or content that is supported
    equipment_key    text   not null default '', -- folded, to find the same again
    quantity         bigint not null default 1,  -- establishments, models, products supported
    priority         text   not null default '', -- area, sector, area_sector
    beneficiary_text text   not null default '', -- those who benefit and are not named one by one
    note             text   not null default '',
    document_id      text   not null,
    location         text   not null default '',
    match_key        text   not null,
    sort_key         text   not null,
    search_text      text   not null,
    recorded_at      text   not null,
    constraint promotion_projects_plan_id_code_unique unique (plan_id, code)
);
create index promotion_projects_sort on promotion_projects (sort_key, id);
create index promotion_projects_match on promotion_projects (match_key);
create index promotion_projects_equipment on promotion_projects (equipment_key);
create index promotion_projects_executor on promotion_projects (executor_id);
create index promotion_projects_document on promotion_projects (document_id);

-- Every unit a project lies in, old and new, at every level up to the country.
create table promotion_project_places (
    project_id text not null,
    place_id   text not null,
    relation   text not null,                -- recorded, within, mapped
    mapping    text not null default '',
    primary key (project_id, place_id)
);
create index promotion_project_places_place on promotion_project_places (place_id, project_id);

-- Who benefits and who coordinates, each a body of the register.
create table promotion_participants (
    id              text   not null primary key,
    revision        bigint not null default 1,
    project_id      text   not null,
    organization_id text   not null,
    part            text   not null,         -- beneficiary, coordinator
    name_core       text   not null,         -- its name without legal form, to find variants of it
    person_mark     text   not null default '', -- of the owner's personal number, which is not kept
    from_day        text   not null default '',
    to_day          text,                    -- first day it is no longer in the project
    document_id     text   not null,
    location        text   not null default '',
    recorded_at     text   not null,
    constraint promotion_participants_project_id_organization_id_part_unique unique (project_id, organization_id, part)
);
create index promotion_participants_organization on promotion_participants (organization_id, project_id);
create index promotion_participants_name on promotion_participants (name_core);
create index promotion_participants_person on promotion_participants (person_mark);
create index promotion_participants_document on promotion_participants (document_id);

-- Money: source × stage × year × batch × beneficiary.
create table promotion_lines (
    id                text   not null primary key,
    revision          bigint not null default 1,
    project_id        text   not null,
    participant_id    text   not null default '', -- the beneficiary it is for; '' for the whole project
    source            text   not null,       -- national, local, other_state, counterpart, other
    stage             text   not null,       -- requested, appraised, allotted, contracted, advanced, settled, returned
    year              bigint not null,
    batch             bigint not null,
    amount_vnd        bigint not null,
    on_day            text   not null,       -- the day it was asked, approved, paid …
    document_id       text   not null,
    location          text   not null default '',
    explanation       text   not null default '', -- why it passes the law's limit
    note              text   not null default '',
    recorded_at       text   not null,
    superseded_at     text   not null default '',
    superseded_by     text,
    superseded_reason text   not null default '',
    constraint promotion_lines_counted_unique unique (project_id, participant_id, source, stage, year, batch, on_day, document_id, superseded_at)
);
create index promotion_lines_project on promotion_lines (project_id, stage, source, superseded_at, amount_vnd);
create index promotion_lines_document on promotion_lines (document_id);

create table promotion_contracts (
    id             text   not null primary key,
    revision       bigint not null default 1,
    project_id     text   not null,
    participant_id text   not null default '',
    number         text   not null,
    signed_on      text   not null,
    amount_vnd     bigint,
    note           text   not null default '',
    document_id    text   not null,
    location       text   not null default '',
    recorded_at    text   not null,
    constraint promotion_contracts_project_id_number_unique unique (project_id, number)
);
create index promotion_contracts_document on promotion_contracts (document_id);

-- States on independent sides (plan, work, closing), each with its day and paper.
create table promotion_states (
    id                text   not null primary key,
    revision          bigint not null default 1,
    project_id        text   not null,
    axis              text   not null,
    state             text   not null,
    on_day            text   not null,
    document_id       text   not null,
    location          text   not null default '',
    note              text   not null default '',
    recorded_at       text   not null,
    superseded_at     text   not null default '',
    superseded_by     text,
    superseded_reason text   not null default '',
    constraint promotion_states_counted_unique unique (project_id, state, on_day, superseded_at)
);
create index promotion_states_project on promotion_states (project_id, superseded_at, on_day, id);
create index promotion_states_document on promotion_states (document_id);

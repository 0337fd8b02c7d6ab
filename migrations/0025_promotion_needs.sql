-- What establishments ask of promotion (nhu cầu), the areas that come first, and what supported
-- projects brought about (hiệu quả). Facts are never deleted: states follow one another, areas and
-- effects are superseded with the reason.

create table promotion_needs (
    id                     text   not null primary key,
    revision               bigint not null default 1,
    organization_id        text   not null,          -- who asks
    lead_place_id          text   not null,          -- the unit it was recorded in
    origin                 text   not null,          -- visit, portal, phone, event, report, letter
    asked_on               text   not null,
    content                text   not null,          -- 1 to 9, NĐ 45/2012 Đ.4
    activity               text   not null,          -- what support is wanted
    wish                   text   not null,          -- in the asker's words
    equipment              text   not null default '',
    equipment_key          text   not null default '',
    support_vnd            bigint,                   -- support wanted
    own_vnd                bigint,                   -- what the asker brings
    sector                 text   not null,          -- NĐ 45/2012 Đ.5
    workers                bigint,
    capital_vnd            bigint,
    local_material_percent bigint,                   -- hundredths of a percent of the material's value
    answers                text   not null default '', -- question:yes or question:no, parted by blanks
    target_year            bigint not null,
    note                   text   not null default '',
    document_id            text,                     -- the paper that says so
    location               text   not null default '',
    paperless              text   not null default '', -- why there is no paper
    entered_by             text   not null,
    sort_key               text   not null,
    search_text            text   not null,
    recorded_at            text   not null
);
create index promotion_needs_organization on promotion_needs (organization_id);
create index promotion_needs_document on promotion_needs (document_id);
create index promotion_needs_year on promotion_needs (target_year, id);

-- Every unit a need lies in, old and new, at every level up to the country.
create table promotion_need_places (
    need_id  text not null,
    place_id text not null,
    relation text not null,
    mapping  text not null default '',
    primary key (need_id, place_id)
);
create index promotion_need_places_place on promotion_need_places (place_id, need_id);

-- new, examined, taken, refused, withdrawn: each with its day, reason and person.
create table promotion_need_states (
    id          text   not null primary key,
    need_id     text   not null,
    nth         bigint not null,                     -- 1 for the first; two people cannot follow one state
    state       text   not null,
    on_day      text   not null,
    reason      text   not null default '',
    project_id  text,                                -- the project it was taken into
    decided_by  text   not null,
    recorded_at text   not null,
    constraint promotion_need_states_need_id_nth_unique unique (need_id, nth)
);
create index promotion_need_states_project on promotion_need_states (project_id);

-- Areas that come first (TT 46/2012 Đ.6), each by its paper.
create table promotion_areas (
    id                text   not null primary key,
    revision          bigint not null default 1,
    place_id          text   not null,
    kind              text   not null,               -- a, b, c, d: the points of the article
    from_day          text   not null,
    to_day            text,                          -- last day
    document_id       text   not null,
    location          text   not null default '',
    note              text   not null default '',
    recorded_at       text   not null,
    superseded_at     text   not null default '',
    superseded_reason text   not null default '',
    constraint promotion_areas_counted_unique unique (place_id, kind, from_day, superseded_at)
);
create index promotion_areas_document on promotion_areas (document_id);

-- What a project brought about: an indicator at a moment, on its paper.
create table promotion_effects (
    id                text   not null primary key,
    revision          bigint not null default 1,
    project_id        text   not null,
    participant_id    text   not null default '',    -- the beneficiary it is of; '' for the whole project
    indicator         text   not null,               -- jobs, income, output, revenue, tax, energy, product
    product           text   not null default '',    -- which product, and in what it is counted
    moment            text   not null,               -- before, accepted, year_1, year_2
    amount            bigint not null,               -- people, đồng, kWh; hundredths of a product's unit
    on_day            text   not null,
    document_id       text   not null,
    location          text   not null default '',
    note              text   not null default '',
    recorded_at       text   not null,
    superseded_at     text   not null default '',
    superseded_by     text,
    superseded_reason text   not null default '',
    constraint promotion_effects_counted_unique unique (project_id, participant_id, indicator, product, moment, superseded_at)
);
create index promotion_effects_document on promotion_effects (document_id);
create index promotion_states_reached on promotion_states (state, on_day);

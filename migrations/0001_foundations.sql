-- People, places, organizations, papers, what was reported, and what happened.
-- Portable words only: text, bigint. Days and instants are ISO text; land is whole
-- square metres; money is whole đồng; names carry sort_key and search_text.

create table places (
    id          text not null primary key,   -- level:code:first day ('' = before records begin)
    code        text not null,
    level       text not null,               -- country, province, district, commune
    kind        text not null,               -- tỉnh, thành phố, huyện, xã, phường …
    name        text not null,
    full_name   text not null,
    parent_id   text,
    province_id text,
    valid_from  text not null,               -- '' when the first day is not known
    valid_to    text,                        -- last day; null while it exists
    decree      text not null default '',
    note        text not null default '',
    sort_key    text not null,
    match_key   text not null
);
create index places_code on places (code, valid_from);
create index places_parent on places (parent_id, sort_key);
create index places_match on places (match_key, level);

create table place_changes (
    old_id       text not null,
    new_id       text not null,
    kind         text not null,              -- unchanged, renamed, merged, divided, converted
    preference   text not null,              -- default, alternative
    effective_on text not null,
    decree       text not null default '',
    primary key (old_id, new_id)
);
create index place_changes_new on place_changes (new_id);

create table users (
    id              text   not null primary key,
    revision        bigint not null default 1,
    name            text   not null,          -- what one signs in with
    full_name       text   not null,
    role            text   not null,          -- system, administrator, officer, reader
    password_hash   text   not null default '',
    password_set_at text,
    password_kind   text   not null default 'chosen',  -- one_time, chosen
    created_at      text   not null,
    disabled_on     text,
    sort_key        text   not null,
    constraint users_name_unique unique (name)
);

-- Where a person may look and work; a place includes everything in it.
create table user_places (
    user_id  text not null,
    place_id text not null,
    primary key (user_id, place_id)
);

create table sessions (
    token_hash   text not null primary key,
    user_id      text not null,
    created_at   text not null,
    last_seen_at text not null,
    expires_at   text not null,
    user_agent   text not null
);
create index sessions_user on sessions (user_id);

create table log_in_attempts (
    id      text not null primary key,
    name    text not null,
    address text not null,
    at      text not null,
    outcome text not null                    -- failed, succeeded, throttled
);
create index log_in_attempts_name on log_in_attempts (name, at);
create index log_in_attempts_address on log_in_attempts (address, at);

create table organizations (
    id          text   not null primary key,
    revision    bigint not null default 1,
    name        text   not null,
    kind        text   not null,             -- enterprise, cooperative, household, agency, unknown
    tax_code    text,
    match_key   text   not null,
    sort_key    text   not null,
    search_text text   not null,
    constraint organizations_tax_code_unique unique (tax_code)
);
create index organizations_match on organizations (match_key);

create table documents (
    id           text   not null primary key,
    revision     bigint not null default 1,
    kind         text   not null,            -- decision, report, workbook, contract, letter, other
    number       text   not null,            -- số, ký hiệu as written; '' when the paper has none
    issued_on    text,
    issuer       text   not null default '',
    subject_line text   not null,            -- trích yếu
    file_sha256  text,
    file_name    text   not null default '',
    file_bytes   bigint not null default 0,
    match_key    text   not null,            -- one paper, however its number is written
    sort_key     text   not null,
    search_text  text   not null,
    recorded_at  text   not null,
    constraint documents_match_key_unique unique (match_key)
);
create index documents_sort on documents (sort_key);

-- What somebody said of something on a day. Several may disagree.
create table observations (
    id           text   not null primary key,
    revision     bigint not null default 1,
    subject_kind text   not null,            -- cluster, tenant
    subject_id   text   not null,
    indicator    text   not null,            -- area.planned, occupancy, workers …
    as_of        text   not null,
    period       text   not null default '', -- 2013, 2013-H1; for a plan: its horizon year
    value        bigint not null,
    unit         text   not null,            -- m2, vnd, people, count, percent_hundredths
    precision    text   not null,            -- exact, about
    document_id  text   not null,
    location     text   not null,            -- where in the paper: sheet and cell, or page
    reporter     text   not null,            -- who says so
    reporter_kind text  not null,            -- department, commune, investor, tenant, press
    rank         bigint not null,            -- lower is taken first: 0 settled, then by reporter
    status       text   not null,            -- standing, settled, set_aside
    raw          text   not null,            -- as typed in the paper
    note         text   not null default '',
    recorded_at  text   not null,
    constraint observations_source_unique unique (subject_id, indicator, as_of, period, document_id, reporter)
);
create index observations_document on observations (document_id);
create index observations_indicator on observations (indicator, subject_id, as_of, rank);
create index observations_subject on observations (subject_id, as_of);

-- Everything anyone did, one row each, only ever added.
create table events (
    id           text not null primary key,
    happened_at  text not null,
    for_day      text not null,
    user_id      text not null,
    action       text not null,
    subject_kind text not null,
    subject_id   text not null,
    document_id  text,
    note         text not null,
    after_image  text not null                -- the record as it stood afterwards, JSON
);
create index events_subject on events (subject_id, id);

-- Changes of units brought by a file, regions, and the commune an officer confirms.

alter table places add column revision bigint not null default 1;
alter table places add column document_id text;            -- the decree, when it is on the register
alter table place_changes add column document_id text;

-- The provinces of a region. A region is a place whose first day is the day from which it has
-- these members; with other members it begins anew.
create table place_members (
    region_id  text not null,
    member_id  text not null,
    source     text not null default '',
    confidence text not null,                -- verified, secondary, secondary-weak, unverified
    primary key (region_id, member_id)
);
create index place_members_member on place_members (member_id);

-- Files of changes that people brought: looked at first, applied later or never.
create table place_change_files (
    id          text   not null primary key,
    revision    bigint not null default 1,
    content     text   not null,             -- units, regions
    file_sha256 text   not null,
    file_name   text   not null,
    file_bytes  bigint not null,
    row_count   bigint not null,
    uploaded_by text   not null,
    uploaded_at text   not null,
    applied_on  text,
    document_id text,                        -- the file as a paper, once applied
    summary     text   not null default ''   -- what it changed, JSON, once applied
);
create index place_change_files_uploaded on place_change_files (uploaded_at);

-- Which of several communes a cluster lies in, where its recorded commune was divided.
create table cluster_communes (
    id          text not null primary key,
    cluster_id  text not null,
    place_id    text not null,
    document_id text not null,
    location    text not null default '',
    recorded_at text not null,
    constraint cluster_communes_place_unique unique (cluster_id, place_id)
);

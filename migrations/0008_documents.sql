-- The register of papers in and out: who wrote it into whose register, its files and its links.

alter table documents add column direction text not null default '';        -- in, out, internal; '' while in no register
alter table documents add column place_id text;                             -- the unit whose register it stands in
alter table documents add column register_number text not null default '';  -- số đến, số đi
alter table documents add column registered_on text;                        -- ngày đến, ngày đi
alter table documents add column signer text not null default '';
alter table documents add column signer_title text not null default '';
alter table documents add column urgency text not null default '';          -- urgent, very_urgent, express
alter table documents add column grounds text not null default '';          -- căn cứ, as written
alter table documents add column in_force_from text;                        -- where it is a rule
alter table documents add column in_force_to text;                          -- last day in force
alter table documents add column added_by text;                             -- who wrote it into the register
alter table documents add column number_words text not null default '';     -- number as words between blanks, for search
create index documents_place on documents (place_id);
create index documents_issued on documents (issued_on);

update documents set number_words = ' ' || replace(replace(replace(replace(replace(replace(lower(number), 'Đ', 'd'), 'đ', 'd'), '/', ' '), '-', ' '), '–', ' '), '.', ' ') || ' '
where number <> '';

-- Every unit through which a paper of a register is reached: the unit itself, those above it,
-- and what it became. Worked out from documents.place_id.
create table document_places (
    document_id text not null,
    place_id    text not null,
    relation    text not null,               -- recorded, within, mapped
    mapping     text not null default '',
    primary key (document_id, place_id)
);
create index document_places_place on document_places (place_id, document_id);

-- The versions of a paper's file. The newest one also stands in documents.
create table document_files (
    id          text   not null primary key,
    document_id text   not null,
    version     bigint not null,
    file_sha256 text   not null,
    file_name   text   not null,
    file_bytes  bigint not null,
    kind        text   not null,             -- pdf, png, docx …; '' when nobody has looked
    pages       bigint not null default 0,   -- 0 when not known
    added_by    text,
    added_at    text   not null,
    note        text   not null default '',
    constraint document_files_version_unique unique (document_id, version)
);
insert into document_files (id, document_id, version, file_sha256, file_name, file_bytes, kind, added_at)
select id || ' 1', id, 1, file_sha256, file_name, file_bytes,
       case when lower(file_name) like '%.xlsx' then 'xlsx' when lower(file_name) like '%.pdf' then 'pdf' else '' end,
       recorded_at
from documents where file_sha256 is not null;

-- What a paper says of another one: it rests on it, replaces it, amends it, abolishes it.
create table document_links (
    id           text   not null primary key,
    revision     bigint not null default 1,
    document_id  text   not null,            -- the paper that says so
    target_id    text   not null,            -- the paper it speaks of
    relation     text   not null,            -- rests_on, replaces, amends, abolishes
    location     text   not null default '', -- where it says so: trang 1
    added_by     text   not null,
    added_at     text   not null,
    withdrawn_at text                        -- when it turned out to be wrong
);
create index document_links_document on document_links (document_id);
create index document_links_target on document_links (target_id);

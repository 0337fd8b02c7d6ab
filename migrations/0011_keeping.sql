-- What keeps the register itself: the backups that the program made.

create table backups (
    id          text   not null primary key,
    revision    bigint not null default 1,
    slot        text   not null,             -- the day it was due and the number of the try: 2026-11-24/1
    status      text   not null,             -- running, done, failed
    trouble     text,                        -- why it failed: folder, broken, files, interrupted, other
    file_name   text   not null default '',
    file_bytes  bigint not null default 0,
    row_count   bigint not null default 0,
    file_count  bigint not null default 0,
    started_at  text   not null,
    finished_at text,
    constraint backups_slot_unique unique (slot)  -- of several processes one makes it
);

-- Personal data of a person were erased (xóa dữ liệu cá nhân): who asked for it is kept by number only.
create table personal_erasures (
    id           text   not null primary key,
    number       bigint not null,            -- the person is called by it from now on
    subject_kind text   not null,            -- user, organization_person
    subject_id   text   not null,
    reason       text   not null,
    document_id  text,                       -- the request, when it is on the register
    erased_by    text   not null,
    erased_at    text   not null,
    constraint personal_erasures_number_unique unique (number),
    constraint personal_erasures_subject_unique unique (subject_kind, subject_id)
);

-- Names taken out of an event. Its hash was made of the digests of what it said before, which stay here.
create table event_redactions (
    event_id     text   not null,
    number       bigint not null,            -- number of the erasure
    note_was     text   not null,            -- SHA-256 before
    image_was    text   not null,
    note_is      text   not null,            -- SHA-256 afterwards
    image_is     text   not null,
    primary key (event_id, number)
);

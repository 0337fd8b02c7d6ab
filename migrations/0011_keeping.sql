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

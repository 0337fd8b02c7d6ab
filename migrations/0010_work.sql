-- What waits to be done: by the program itself, by letter, and by people.

-- Work of the program, done by whichever process claims it first.
create table jobs (
    id           text   not null primary key,
    kind         text   not null,            -- mail.send, notices.mail, work.remind …
    subject      text   not null default '', -- what it is about: an id
    state        text   not null,            -- waiting, running, done, dead, withdrawn
    run_at       text   not null,            -- not before this moment; '' as soon as possible
    tries        bigint not null default 0,
    leased_until text   not null default '', -- until then nobody else takes it
    leased_by    text   not null default '',
    problem      text   not null default '', -- why the last try failed
    once_key     text,                       -- there is never a second job of this key
    finished_at  text,
    constraint jobs_once_key_unique unique (once_key)
);
create index jobs_due on jobs (state, run_at, id);

-- Letters to people, kept with what became of them. The text goes when the letter has gone.
create table letters (
    id         text   not null primary key,
    kind       text   not null,              -- which part of the program wrote it
    to_address text   not null,
    subject    text   not null,
    text       text   not null,
    state      text   not null,              -- waiting, sending, sent, held, failed
    tries      bigint not null default 0,
    problem    text   not null default '',
    sent_at    text
);
create index letters_state on letters (state, id);

-- What a person is told, on the page and by letter.
create table notices (
    id       text not null primary key,
    user_id  text not null,
    kind     text not null,
    subject  text not null,                  -- one line, as the person reads it
    link     text not null default '',       -- path within the program
    made_at  text not null,
    read_at  text,
    mail     text not null,                  -- none, waiting, mailed
    once_key text,                           -- there is never a second notice of this key
    constraint notices_once_key_unique unique (once_key)
);
create index notices_user on notices (user_id, read_at, id);
create index notices_mail on notices (user_id, mail);

-- How a person wants to be told by letter.
create table notice_settings (
    user_id     text   not null primary key,
    revision    bigint not null default 1,
    mail        text   not null,             -- off, at_once, daily
    address     text   not null default '',
    digest_hour bigint not null,
    quiet_from  bigint not null,             -- hour of the day; equal to quiet_to: no quiet hours
    quiet_to    bigint not null
);

-- What a person has to do, written down by themselves or by a colleague.
create table tasks (
    id              text   not null primary key,
    revision        bigint not null default 1,
    title           text   not null,
    note            text   not null default '',
    link            text   not null default '',
    due_on          text,
    owner_id        text   not null,         -- who is to do it
    made_by         text   not null,
    made_at         text   not null,
    state           text   not null,         -- open, done, withdrawn
    ended_on        text,
    taken_over_from text                     -- who had it before a hand-over
);
create index tasks_owner on tasks (owner_id, state, due_on, id);
create index tasks_maker on tasks (made_by, state, id);

-- A hand-over (bàn giao): one person's open work goes to another, with its record (biên bản).
create table handovers (
    id           text not null primary key,
    from_user_id text not null,
    to_user_id   text not null,
    by_user_id   text not null,              -- who did it: the person themselves, or an administrator
    on_day       text not null,
    reason       text not null,
    made_at      text not null
);
create index handovers_from on handovers (from_user_id, id);
create index handovers_to on handovers (to_user_id, id);

create table handover_items (
    id          text   not null primary key,
    handover_id text   not null,
    position    bigint not null,
    kind        text   not null,             -- task, import, delegation, entry_request
    subject_id  text   not null,
    title       text   not null,
    link        text   not null default '',
    due_on      text,
    outcome     text   not null,             -- moved, ended, followed
    constraint handover_items_position_unique unique (handover_id, position)
);

-- The report in words that accompanies Biểu số 04, and what somebody asks for again and again.

create table report_writings (
    id              text   not null primary key,
    revision        bigint not null default 1,
    report_id       text   not null,             -- the Biểu số 04 it tells of
    place_id        text   not null,
    period          text   not null,
    status          text   not null,             -- draft, approved, issued
    made_by         text   not null,
    made_at         text   not null,
    approved_by     text,
    approved_at     text,
    approved_sha256 text   not null default '',  -- of what was approved; another text has to be approved again
    issued_at       text,
    document_id     text,                        -- its paper
    content         text   not null default '',  -- JSON, as it was issued; never written over
    sha256          text   not null default '',
    constraint report_writings_report_id_unique unique (report_id)
);
create index report_writings_place on report_writings (place_id, period);
create index report_writings_document on report_writings (document_id);

-- What an officer wrote in place of the draft; guarded by the revision of the writing.
create table report_passages (
    writing_id text not null,
    part_key   text not null,
    body       text not null default '',         -- '': the draft holds
    numbers    text not null default '',         -- JSON: the numbers of the draft when it was written
    edited_by  text not null,
    edited_at  text not null,
    constraint report_passages_part_key_unique unique (writing_id, part_key)
);

-- A choice of figures, places and days that its owner opens again.
create table report_choices (
    id        text   not null primary key,
    revision  bigint not null default 1,
    user_id   text   not null,
    name      text   not null,
    query     text   not null,                   -- as in the address of the page
    kept_at   text   not null,
    closed_at text   not null default '',        -- '' while it is offered
    constraint report_choices_name_unique unique (user_id, name, closed_at)
);

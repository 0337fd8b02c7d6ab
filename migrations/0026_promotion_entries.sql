-- What the forms of a project need and the register did not have: the rows of its estimate and of a
-- training programme, vouchers, appraisals, the progress of a month, acceptances. One table, because
-- all of them are said of a project by a paper on a day, are superseded alike, and are read together.

create table promotion_entries (
    id                text   not null primary key,
    revision          bigint not null default 1,
    project_id        text   not null,
    participant_id    text   not null default '', -- the beneficiary it is about; '' for the whole project
    kind              text   not null,       -- cost, lesson, appraisal, progress, voucher, acceptance
    on_day            text   not null,       -- the day it is of; of an estimate and a programme, the day of their paper
    source            text   not null default '', -- whose money, of a voucher
    amount_vnd        bigint not null default 0,  -- its money: total of a row, proposed, paid, of the voucher, accepted
    said              text   not null,       -- everything else it says: JSON of the words of its kind
    document_id       text   not null,
    location          text   not null default '',
    recorded_at       text   not null,
    superseded_at     text   not null default '',
    superseded_by     text,
    superseded_reason text   not null default ''
);
create index promotion_entries_project on promotion_entries (project_id, superseded_at, kind, on_day, id);
create index promotion_entries_document on promotion_entries (document_id);

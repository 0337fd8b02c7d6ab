-- Statutory reports (Biểu số 01–04): what was reported for whom and which period, what is wrong with
-- it, how it stood when it was sent, and who was reminded. Who owes what is worked out, not kept.

create table reports (
    id           text   not null primary key,
    revision     bigint not null default 1,
    form         text   not null,            -- family of the form: bieu-01 … bieu-04
    form_version text   not null,            -- tt-14-2024/bieu-01
    period       text   not null,            -- 2026-H1, 2026
    subject_kind text   not null,            -- tenant, cluster, place
    subject_id   text   not null,
    cluster_id   text,                       -- the cluster it is about, for tenant and cluster
    place_id     text,                       -- the unit it goes to; for a place: the unit whose report it is
    version      bigint not null,            -- 1, and one more for each correction
    status       text   not null,            -- draft, checked, approved, pending, accepted, accepted_with_warnings, partly_accepted, rejected, superseded
    due_on       text,                       -- last day on which it is in time; null where no rule of the day says so
    made_by      text   not null,
    made_at      text   not null,
    sent_at      text,
    sent_on      text,                       -- the day it was in Việt Nam
    sent_by      text,
    decided_at   text,
    decided_by   text,
    remarks      text   not null default '',
    reason       text   not null default '', -- why there is a correction
    document_id  text,                       -- the paper of this report
    constraint reports_version_unique unique (form, subject_id, period, version)
);
create index reports_status on reports (status, form, period, id);
create index reports_cluster on reports (cluster_id, period);
create index reports_place on reports (place_id, period);
create index reports_document on reports (document_id);

create table report_values (
    report_id      text   not null,
    row_key        text   not null,          -- key of the row in the form: r01
    value          bigint,                   -- as the form keeps it: đồng, m2, people; null: not reported
    raw            text   not null default '', -- as typed
    way            text   not null,          -- page, workbook, upload, figure, carried
    computed       bigint,                   -- what the register comes to
    reported_below bigint,                   -- what the reports below come to
    settled        text   not null default '', -- computed, below, entered
    explanation    text   not null default '',
    note           text   not null default '', -- the column "Ghi chú"
    document_id    text,
    location       text   not null default '',
    constraint report_values_row_unique unique (report_id, row_key)
);

-- What the checks found; worked out from the values each time they are kept.
create table report_problems (
    id          text not null primary key,
    report_id   text not null,
    row_key     text not null default '',
    severity    text not null,               -- error, warning
    category    text not null,               -- file, value, row, section, between, history
    kind        text not null,
    sheet       text not null default '',
    cell        text not null default '',
    found       text not null default '',
    expected    text not null default '',
    message     text not null,
    explained   text not null default ''     -- what the reporter says to it
);
create index report_problems_report on report_problems (report_id, severity, row_key);

-- A report as it was sent: values, rows behind them, papers, labels. It never changes.
create table report_snapshots (
    report_id text not null primary key,
    content   text not null,                 -- JSON
    sha256    text not null,
    taken_at  text not null
);

-- Who was reminded of which report, how and when.
create table report_reminders (
    id           text not null primary key,
    form         text not null,
    period       text not null,
    subject_kind text not null,
    subject_id   text not null,
    way          text not null,              -- notice, mail, letter
    recipient    text not null default '',   -- who or which address
    reminded_by  text not null,
    reminded_at  text not null
);
create index report_reminders_subject on report_reminders (form, period, subject_id, id);

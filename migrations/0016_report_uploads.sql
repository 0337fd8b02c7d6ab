-- Workbooks with the reports of many bodies: what came, and whether it was taken or has errors.

create table report_uploads (
    id          text   not null primary key,
    form        text   not null,
    period      text   not null,
    file_sha256 text   not null,
    file_name   text   not null,
    file_bytes  bigint not null,
    uploaded_by text   not null,
    uploaded_at text   not null,
    outcome     text   not null,              -- taken, refused
    reports     bigint not null,              -- how many it brought
    errors      bigint not null,
    document_id text                          -- the workbook as a paper, once it was taken
);
create index report_uploads_uploader on report_uploads (uploaded_by, id);

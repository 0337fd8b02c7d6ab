-- What goes up to the Ministry and between provinces: the key this program signs with, the partners
-- whose signature is trusted, bundles made and taken in, and the receipts for them.

create table exchange_keys (
    id         text   not null primary key,
    revision   bigint not null default 1,
    public_key text   not null,              -- Ed25519, 64 hexadecimal digits
    sealed     text   not null,              -- the private half, sealed with the key beside the database
    made_by    text   not null,
    made_at    text   not null,
    ended_at   text,                         -- nothing is signed with it since
    constraint exchange_keys_public_key_unique unique (public_key)
);

create table exchange_partners (
    id             text   not null primary key,
    revision       bigint not null default 1,
    name           text   not null,
    place_id       text   not null,          -- the unit it reports for; the country for the Ministry
    public_key     text   not null,
    address        text   not null default '', -- where it listens; '' when bundles go as files only
    from_day       text   not null,
    to_day         text,
    revoked_on     text,
    revoked_reason text   not null default '',
    added_by       text   not null,
    added_at       text   not null,
    constraint exchange_partners_public_key_unique unique (public_key)
);

-- A row is never changed.
create table exchange_bundles (
    id          text   not null primary key,
    direction   text   not null,             -- out, in
    sha256      text   not null,             -- of its manifest, which names everything in it
    report_id   text   not null,
    place_id    text   not null,             -- the unit whose report it is
    form        text   not null,
    period      text   not null,
    version     bigint not null,
    papers      bigint not null,
    file_sha256 text   not null,
    file_name   text   not null,
    file_bytes  bigint not null,
    kept_by     text   not null,
    kept_at     text   not null,
    constraint exchange_bundles_hash_unique unique (direction, sha256),
    constraint exchange_bundles_report_unique unique (direction, report_id)
);

create table exchange_deliveries (
    id             text   not null primary key,
    revision       bigint not null default 1,
    bundle_id      text   not null,
    partner_id     text   not null,
    way            text   not null,          -- file, api
    state          text   not null,          -- waiting, received, refused, failed
    problem        text   not null default '',
    receipt_number text   not null default '',
    received_at    text   not null default '',
    receipt        text   not null default '', -- JSON, signed by the receiver
    asked_by       text   not null,
    asked_at       text   not null,
    constraint exchange_deliveries_partner_unique unique (bundle_id, partner_id)
);
create index exchange_deliveries_state on exchange_deliveries (state, id);
create index jobs_subject on jobs (subject, kind);

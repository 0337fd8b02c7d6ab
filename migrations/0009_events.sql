-- The history is a chain: each event has its number and carries the hash of the one before.
-- What rows say of the moment they were recorded, wherever that was missing.

alter table events add column position bigint;                          -- number in the chain; null until it has one
alter table events add column previous_hash text not null default '';
alter table events add column hash text not null default '';            -- SHA-256 of everything the event says
alter table events add column place_id text not null default '';        -- where: a unit, cluster:ID, organization:ID
alter table events add column province_id text not null default '';     -- the province of that place then
create unique index events_position_unique on events (position);
create index events_province on events (province_id, position);
create index events_place on events (place_id, position);
create index events_user on events (user_id, position);
create index events_action on events (action, position);
create index events_happened on events (happened_at, position);

-- How long the chain is and how it ends; whoever adds an event takes this row first.
create table event_chain (
    id       text   not null primary key,
    revision bigint not null default 1,
    length   bigint not null,
    hash     text   not null
);

update events set place_id = 'cluster:' || subject_id,
       province_id = coalesce((select coalesce(p.province_id, p.id) from clusters c join places p on p.id = c.lead_place_id where c.id = events.subject_id), '')
where subject_kind = 'cluster';
update events set place_id = coalesce((select 'cluster:' || t.cluster_id from tenants t where t.id = events.subject_id), ''),
       province_id = coalesce((select coalesce(p.province_id, p.id) from tenants t join clusters c on c.id = t.cluster_id join places p on p.id = c.lead_place_id where t.id = events.subject_id), '')
where subject_kind = 'tenant';
update events set place_id = coalesce((select max(r.place_id) from user_roles r where r.user_id = events.subject_id), ''),
       province_id = coalesce((select max(coalesce(p.province_id, p.id)) from user_roles r join places p on p.id = r.place_id and p.level <> 'country' where r.user_id = events.subject_id), '')
where subject_kind = 'user';
update events set place_id = coalesce((select i.place_id from imports i where i.id = events.subject_id), ''),
       province_id = coalesce((select coalesce(p.province_id, p.id) from imports i join places p on p.id = i.place_id and p.level <> 'country' where i.id = events.subject_id), '')
where subject_kind = 'import';

create index log_in_attempts_at on log_in_attempts (at);
create index user_refusals_user on user_refusals (user_id, at);

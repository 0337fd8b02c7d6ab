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

create index user_refusals_user on user_refusals (user_id, at);

-- When facts were recorded, where only their paper said so until now: the first event of the
-- record that rests on the same paper, or the day the paper was registered.
alter table plan_entries add column recorded_at text not null default '';
alter table cluster_investors add column recorded_at text not null default '';
alter table cluster_names add column recorded_at text not null default '';
alter table cluster_types add column recorded_at text not null default '';
alter table infrastructure_items add column recorded_at text not null default '';
alter table clearance_phases add column recorded_at text not null default '';
alter table plots add column recorded_at text not null default '';
alter table leases add column ended_at text;                             -- when its end was recorded
update plan_entries set recorded_at = coalesce((select min(e.happened_at) from events e where e.subject_id = plan_entries.cluster_id and e.document_id = plan_entries.document_id), (select d.recorded_at from documents d where d.id = plan_entries.document_id), '');
update cluster_investors set recorded_at = coalesce((select min(e.happened_at) from events e where e.subject_id = cluster_investors.cluster_id and e.document_id = cluster_investors.document_id), (select d.recorded_at from documents d where d.id = cluster_investors.document_id), '');
update cluster_names set recorded_at = coalesce((select min(e.happened_at) from events e where e.subject_id = cluster_names.cluster_id and e.document_id = cluster_names.document_id), (select d.recorded_at from documents d where d.id = cluster_names.document_id), '');
update cluster_types set recorded_at = coalesce((select min(e.happened_at) from events e where e.subject_id = cluster_types.cluster_id and e.document_id = cluster_types.document_id), (select d.recorded_at from documents d where d.id = cluster_types.document_id), '');
update infrastructure_items set recorded_at = coalesce((select min(e.happened_at) from events e where e.subject_id = infrastructure_items.cluster_id and e.document_id = infrastructure_items.document_id), (select d.recorded_at from documents d where d.id = infrastructure_items.document_id), '');
update clearance_phases set recorded_at = coalesce((select min(e.happened_at) from events e where e.subject_id = clearance_phases.cluster_id and e.document_id = clearance_phases.document_id), (select d.recorded_at from documents d where d.id = clearance_phases.document_id), '');
update plots set recorded_at = coalesce((select min(e.happened_at) from events e where e.subject_id = plots.cluster_id and e.document_id = plots.document_id), (select d.recorded_at from documents d where d.id = plots.document_id), '');
update leases set ended_at = coalesce((select max(e.happened_at) from events e where e.subject_id = leases.cluster_id and e.action = 'clusters.lease_ended' and e.after_image like '%' || leases.id || '%'), recorded_at)
where to_day is not null;

-- A number that was corrected stays, with the one that stands instead of it. A mistake of typing
-- is corrected by the same paper, so the same source may speak twice.
alter table observations rename to observations_before;
drop index observations_document;
drop index observations_indicator;
drop index observations_subject;
create table observations (
    id           text   not null primary key,
    revision     bigint not null default 1,
    subject_kind text   not null,            -- cluster, tenant, place
    subject_id   text   not null,
    indicator    text   not null,            -- area.planned, occupancy, workers …
    as_of        text   not null,
    period       text   not null default '', -- 2013, 2013-H1, for a plan its horizon year
    value        bigint not null,
    unit         text   not null,            -- m2, vnd, people, count, percent_hundredths
    precision    text   not null,            -- exact, about
    document_id  text   not null,
    location     text   not null,            -- where in the paper: sheet and cell, or page
    reporter     text   not null,            -- who says so
    reporter_kind text  not null,            -- department, commune, investor, tenant, press
    rank         bigint not null,            -- lower is taken first: 0 settled, then by the precedence in force
    status       text   not null,            -- standing, settled, set_aside
    raw          text   not null,            -- as typed in the paper
    note         text   not null default '',
    recorded_at  text   not null,
    correction   bigint not null default 0,  -- how often this source was corrected before
    superseded_by text,                      -- the number that stands instead of a corrected one
    constraint observations_source_correction_unique unique (subject_id, indicator, as_of, period, document_id, reporter, correction)
);
insert into observations (id, revision, subject_kind, subject_id, indicator, as_of, period, value, unit, precision, document_id, location, reporter, reporter_kind, rank, status, raw, note, recorded_at)
select id, revision, subject_kind, subject_id, indicator, as_of, period, value, unit, precision, document_id, location, reporter, reporter_kind, rank, status, raw, note, recorded_at
from observations_before;
drop table observations_before;
create index observations_document on observations (document_id);
create index observations_indicator on observations (indicator, subject_id, as_of, rank);
create index observations_subject on observations (subject_id, as_of);

-- Which source is taken first when they disagree: a rule of a group of indicators for numbers
-- of a day and later. Rules are only added, the newest of the same day holds.
create table observation_precedences (
    id              text not null primary key,
    indicator_group text not null,           -- land, occupancy, enterprises, results
    from_day        text not null,
    ranking         text not null,           -- kinds of reporters, first taken first
    reason          text not null,
    user_id         text not null,
    recorded_at     text not null
);
create index observation_precedences_group on observation_precedences (indicator_group, from_day, id);

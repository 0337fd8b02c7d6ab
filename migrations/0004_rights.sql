-- Who may do what, where, and from when to when.

-- A role of a person at a place. A place is an administrative unit, or one body of its own:
-- cluster:ID, organization:ID, council:ID.
create table user_roles (
    id           text   not null primary key,
    revision     bigint not null default 1,
    user_id      text   not null,
    role         text   not null,
    place_id     text   not null,
    from_day     text   not null,
    to_day       text,                        -- last day; null while no end is set
    delegated_from text,                      -- the role it stands in for (ủy quyền); it ends with that one
    document_id  text,
    note         text   not null default '',
    recorded_at  text   not null
);
create index user_roles_user on user_roles (user_id, from_day);
create index user_roles_place on user_roles (place_id);

insert into user_roles (id, user_id, role, place_id, from_day, recorded_at)
select u.id || ' ' || up.place_id, u.id, u.role, up.place_id, substr(u.created_at, 1, 10), u.created_at
from users u join user_places up on up.user_id = u.id;

-- What the roles of a person come to on one day, worked out from user_roles: SQL filters look here.
drop table user_places;
create table user_places (
    user_id  text not null,
    place_id text not null,
    role     text not null,
    primary key (user_id, place_id, role)
);
insert into user_places (user_id, place_id, role)
select user_id, place_id, role from user_roles;
alter table users add column rights text not null default '';
alter table users add column reach_on text;   -- the day user_places and rights were worked out for
alter table users drop column role;

-- Whoever has a role at one cluster reaches it through the cluster itself.
insert into cluster_places (cluster_id, place_id, relation, mapping)
select id, 'cluster:' || id, 'itself', '' from clusters;

-- Requests that were refused to somebody who had signed in.
create table user_refusals (
    id      text   not null primary key,
    at      text   not null,
    user_id text   not null,
    method  text   not null,
    path    text   not null,
    status  bigint not null,
    address text   not null
);
create index user_refusals_at on user_refusals (at);

-- A commune asks the Department to enter for it (đề nghị nhập thay).
create table user_entry_requests (
    id           text   not null primary key,
    revision     bigint not null default 1,
    place_id     text   not null,             -- the commune that asks
    asked_by     text   not null,
    reason       text   not null,
    from_day     text   not null,
    to_day       text   not null,             -- last day
    withdrawn_on text,
    document_id  text,
    recorded_at  text   not null
);
create index user_entry_requests_place on user_entry_requests (place_id, from_day);

alter table events add column on_behalf_of text;  -- the place entered for

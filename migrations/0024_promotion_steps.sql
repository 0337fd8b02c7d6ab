-- The steps by which promotion projects go from a draft to the archive, the papers each step needs, and
-- plans that are still being drawn up: they have no day of approval yet.

alter table promotion_plans rename to promotion_plans_before_0024;
create table promotion_plans (
    id           text   not null primary key,
    revision     bigint not null default 1,
    place_id     text   not null,            -- the province it is for
    year         bigint not null,
    batch        bigint not null,            -- 0 while it is drawn up
    track        text   not null,
    programme_id text,
    approved_on  text,                       -- the day whose law holds for it; null while it is drawn up
    document_id  text   not null,            -- the decision; while it is drawn up, the paper that asks for it
    location     text   not null default '',
    note         text   not null default '',
    recorded_at  text   not null,
    constraint promotion_plans_once_unique unique (place_id, year, batch, track)
);
insert into promotion_plans (id, revision, place_id, year, batch, track, programme_id, approved_on, document_id, location, note, recorded_at)
select id, revision, place_id, year, batch, track, programme_id, approved_on, document_id, location, note, recorded_at from promotion_plans_before_0024;
drop table promotion_plans_before_0024;
create index promotion_plans_document on promotion_plans (document_id);

-- A step of law/procedures/promotion.toml that a project has passed.
create table promotion_steps (
    id                text   not null primary key,
    revision          bigint not null default 1,
    project_id        text   not null,
    participant_id    text   not null default '', -- the beneficiary it is for; '' for the whole project
    step              text   not null,       -- key of the step
    done_on           text   not null,
    period            text   not null default '', -- month of a report: 2027-03
    change            text   not null default '', -- what a change changes: place, beneficiary …
    told              text   not null default '', -- what was changed, in words
    reason            text   not null default '', -- why, where the step asks
    document_id       text   not null,
    location          text   not null default '',
    state_id          text,                  -- the state that the step made
    line_id           text,                  -- the line of money that the step made
    recorded_at       text   not null,
    superseded_at     text   not null default '', -- moment it was taken back; '' while it counts
    superseded_reason text   not null default '',
    constraint promotion_steps_counted_unique unique (project_id, participant_id, step, period, change, done_on, superseded_at)
);
create index promotion_steps_project on promotion_steps (project_id, superseded_at, step, done_on);
create index promotion_steps_document on promotion_steps (document_id);

-- A paper that a step needs: there it is, or why it is missing.
create table promotion_step_papers (
    id             text not null primary key,
    step_id        text not null,
    paper          text not null,            -- key of the paper
    document_id    text,
    missing_reason text not null default '',
    constraint promotion_step_papers_step_id_paper_unique unique (step_id, paper)
);
create index promotion_step_papers_document on promotion_step_papers (document_id);

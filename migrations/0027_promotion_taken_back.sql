-- What a step made is known, so that it can be taken back with it; how far the work was at an advance.

alter table promotion_steps add column explanation text not null default '';  -- why a limit is passed, kept with the step
alter table promotion_steps add column done_hundredths bigint;                -- work done at a first advance, in hundredths of a percent
alter table promotion_steps add column changed_from text not null default ''; -- words of the project that it changed, before and after: JSON

-- Lines of money, contracts and parts of bodies that a step made or ended.
create table promotion_step_effects (
    id         text not null primary key,
    step_id    text not null,
    kind       text not null,              -- line, contract, entered, left
    subject_id text not null,
    constraint promotion_step_effects_step_id_kind_subject_id_unique unique (step_id, kind, subject_id)
);

-- A contract can be taken back with its step; another of the same number may follow.
alter table promotion_contracts rename to promotion_contracts_before_0027;
create table promotion_contracts (
    id                text   not null primary key,
    revision          bigint not null default 1,
    project_id        text   not null,
    participant_id    text   not null default '',
    number            text   not null,
    signed_on         text   not null,
    amount_vnd        bigint,
    note              text   not null default '',
    document_id       text   not null,
    location          text   not null default '',
    recorded_at       text   not null,
    superseded_at     text   not null default '', -- moment it was taken back; '' while it counts
    superseded_reason text   not null default '',
    constraint promotion_contracts_counted_unique unique (project_id, number, superseded_at)
);
insert into promotion_contracts (id, revision, project_id, participant_id, number, signed_on, amount_vnd, note, document_id, location, recorded_at)
select id, revision, project_id, participant_id, number, signed_on, amount_vnd, note, document_id, location, recorded_at from promotion_contracts_before_0027;
drop table promotion_contracts_before_0027;
create index promotion_contracts_document on promotion_contracts (document_id);

-- The contract that an earlier step made is the one of its paper.
insert into promotion_step_effects (id, step_id, kind, subject_id)
select t.id || '-contract', t.id, 'contract', c.id from promotion_steps t
join promotion_contracts c on c.project_id = t.project_id and c.document_id = t.document_id and c.recorded_at = t.recorded_at
where t.step = 'contract' and t.superseded_at = '';

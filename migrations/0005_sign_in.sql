-- Signing in: letters to people, second factors, passkeys, another house's accounts, devices.

alter table users add column email text not null default '';
create unique index users_email_unique on users (email) where email <> '';

alter table sessions add column id text not null default '';        -- its name on a page; the token stays secret
alter table sessions add column way text not null default 'password'; -- password, second_factor, passkey, openid, invitation
alter table sessions add column address text not null default '';
alter table sessions add column device_hash text not null default '';
alter table sessions add column proved_at text not null default ''; -- when the person last proved to be themselves
update sessions set id = substr(token_hash, 1, 32), proved_at = created_at;

alter table log_in_attempts add column device_hash text not null default ''; -- a browser that signed in under this name before
create index log_in_attempts_at on log_in_attempts (at);

-- A browser in which a person has signed in: nobody else's guessing keeps it out.
create table user_devices (
    user_id       text not null,
    token_hash    text not null,
    first_seen_at text not null,
    user_agent    text not null,
    primary key (user_id, token_hash)
);

-- What a person has besides a password: an app with codes, or a passkey.
create table user_factors (
    id            text   not null primary key,
    revision      bigint not null default 1,
    user_id       text   not null,
    kind          text   not null,            -- totp, passkey
    name          text   not null,
    credential text,                       -- of a passkey
    kept          text   not null,            -- totp: the sealed secret; passkey: its public half, JSON
    last_step     bigint not null default 0,  -- totp: a code of this step or before is spent
    added_at      text   not null,
    removed_at    text,
    constraint user_factors_credential_unique unique (credential)
);
create index user_factors_user on user_factors (user_id);

-- For the day the telephone is lost: each works once.
create table user_recovery_codes (
    id            text   not null primary key,
    revision      bigint not null default 1,
    user_id       text   not null,
    code_hash     text   not null,
    made_at       text   not null,
    used_at       text,
    superseded_at text
);
create index user_recovery_codes_user on user_recovery_codes (user_id);

-- Which roles must have a second factor.
create table user_factor_rules (
    role     text   not null primary key,
    revision bigint not null default 1,
    needs    text   not null,                 -- required, optional
    set_at   text   not null,
    set_by   text   not null
);

-- A sign-in under way: the password was right and a code is awaited, a passkey or another house is asked.
create table user_steps (
    token_hash text not null primary key,
    kind       text not null,                 -- second_factor, passkey, openid
    user_id    text,
    state      text not null,
    made_at    text not null,
    expires_at text not null
);

-- Links that work once: an invitation, a new password.
create table user_links (
    id           text   not null primary key,
    revision     bigint not null default 1,
    user_id      text   not null,
    kind         text   not null,             -- invitation, password_reset
    token_hash   text   not null,
    made_at      text   not null,
    made_by      text   not null,
    expires_at   text   not null,
    used_at      text,
    withdrawn_at text,
    constraint user_links_token_hash_unique unique (token_hash)
);
create index user_links_user on user_links (user_id, kind);

-- The same person at another house (OpenID Connect): known by issuer and subject, never by mail.
create table user_identities (
    id          text   not null primary key,
    revision    bigint not null default 1,
    user_id     text   not null,
    issuer      text   not null,
    subject     text   not null,
    email       text   not null default '',
    linked_at   text   not null,
    unlinked_at text
);
create unique index user_identities_issuer_subject_unique on user_identities (issuer, subject) where unlinked_at is null;
create index user_identities_user on user_identities (user_id);

create table organizations (
    id bigint generated always as identity primary key,
    name text not null check (length(name) between 1 and 200),
    is_operator boolean not null default false,
    is_active boolean not null default true,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
) with (autovacuum_vacuum_scale_factor = 0.1, autovacuum_analyze_scale_factor = 0.05);

comment on column organizations.is_operator is
    'Whether it runs this installation: its admin keys administer every organization and the operation, those of others only their own organization.';
create unique index organizations_name on organizations (lower(name));

create table users (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations,
    name text not null check (length(name) between 1 and 200),
    email text,
    subscription_tier text not null check (subscription_tier in ('basic', 'pro', 'enterprise')),
    is_active boolean not null default true,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
) with (autovacuum_vacuum_scale_factor = 0.1, autovacuum_analyze_scale_factor = 0.05);

create unique index users_email on users (lower(email)) where email is not null;

create table api_keys (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations,
    user_id bigint not null references users,
    public_id text collate "C" not null unique,
    secret_hash bytea not null check (length(secret_hash) = 32),
    name text not null check (length(name) between 1 and 200),
    is_live boolean not null,
    scopes text[] not null check (scopes <@ array['read', 'admin']),
    is_active boolean not null default true,
    created_at timestamptz not null default now(),
    expires_at timestamptz,
    revoked_at timestamptz,
    replaced_by bigint references api_keys,
    last_used_at timestamptz,
    revision bigint not null default nextval('data_version')
) with (autovacuum_vacuum_scale_factor = 0.1, autovacuum_analyze_scale_factor = 0.05, fillfactor = 90);

comment on column api_keys.public_id is 'The part of the key between its kind and its secret: it finds the row, and may be shown and searched for by its beginning.';
comment on column api_keys.secret_hash is 'SHA-256 of the whole key. The key itself is stored nowhere: it has 160 random bits and more, which no dictionary holds.';
comment on column api_keys.replaced_by is 'The key that takes its place: this one goes on until expires_at, the end of the grace period.';
comment on column api_keys.revision is 'Drawn anew whenever the key, its user or its organization changes: processes ask for revisions above the last one they saw.';
create index api_keys_revision on api_keys (revision);
create index api_keys_user on api_keys (user_id);

create table sessions (
    id text primary key,
    user_id bigint not null references users on delete cascade,
    key_id bigint not null references api_keys on delete cascade,
    secret_hash bytea not null check (length(secret_hash) = 32),
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    ended_at timestamptz,
    revision bigint not null default 0
) with (autovacuum_vacuum_scale_factor = 0.1, autovacuum_analyze_scale_factor = 0.05);

comment on table sessions is 'Short-lived stand-ins for a key, for pages in browsers, which must not hold the key itself.';
create index sessions_user on sessions (user_id, created_at desc);
create index sessions_expiry on sessions (expires_at);
comment on column sessions.revision is 'Drawn when the session is ended: processes ask for revisions above the last one they saw.';
create index sessions_revision on sessions (revision) where revision > 0;

create table admin_actions (
    id bigint generated always as identity primary key,
    at timestamptz not null default now(),
    actor_key_id bigint,
    actor text not null,
    action text not null,
    target text not null,
    organization_id bigint,
    detail jsonb not null default '{}',
    trace_id text
) with (autovacuum_vacuum_scale_factor = 0.1, autovacuum_analyze_scale_factor = 0.05);

comment on table admin_actions is 'The audit trail: who did what to whom. Written in the transaction of the action itself; never changed.';
create index admin_actions_of_organization on admin_actions (organization_id, id);

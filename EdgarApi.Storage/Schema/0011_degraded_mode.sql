-- One row, which every process polls: degraded mode must not depend on Redis.
create table degraded_mode (
    id boolean primary key default true check (id),
    revision bigint not null default 0,
    reason text,
    started_at timestamptz,
    ends_at timestamptz,
    started_by text,
    check ((ends_at is null) = (reason is null) and (ends_at is null) = (started_at is null) and (ends_at is null) = (started_by is null))
) with (autovacuum_vacuum_scale_factor = 0.1, autovacuum_analyze_scale_factor = 0.05);

comment on column degraded_mode.revision is 'Counts the changes: a process ignores what a replica has from before the last one it saw.';
comment on column degraded_mode.ends_at is 'When the mode ends by itself; null when an operator ended it, and before the first time.';

insert into degraded_mode default values;

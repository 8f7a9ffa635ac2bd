create table work_orders (
    id bigint generated always as identity primary key,
    kind text not null check (kind in ('ingest', 'warm')),
    detail jsonb not null default '{}',
    requested_by text not null,
    requested_at timestamptz not null default now(),
    started_at timestamptz,
    finished_at timestamptz,
    attempts integer not null default 0,
    outcome jsonb,
    error text
) with (autovacuum_vacuum_scale_factor = 0.1, autovacuum_analyze_scale_factor = 0.05);

comment on table work_orders is 'What operators ask the Warmer to do. It takes them when it is there, and again those that it left unfinished.';
comment on column work_orders.error is 'Why the order failed for good, or the last try did; null when it did not.';
create index work_orders_open on work_orders (id) where finished_at is null;

create table warm_runs (
    id bigint generated always as identity primary key,
    strategy text not null,
    priority text not null check (priority in ('urgent', 'high', 'medium')),
    reason text,
    due_at timestamptz,
    started_at timestamptz not null,
    finished_at timestamptz,
    companies integer not null,
    companies_done integer not null default 0,
    skipped text[] not null default '{}',
    answers integer not null,
    warmed integer not null default 0,
    already_warm integer not null default 0,
    refused integer not null default 0,
    attempts integer not null default 0,
    error text
);

comment on column warm_runs.reason is 'Why these companies; dates in it are estimates.';
comment on column warm_runs.due_at is 'The moment of the schedule; null for a run that another event asked for.';
comment on column warm_runs.skipped is 'Companies that were asked for and are not loaded.';
comment on column warm_runs.answers is 'How many answers the run is to warm; done are warmed (computed now), already_warm (came from a cache) and refused.';
comment on column warm_runs.error is 'Why the run ended before all answers were done; null when it did not, or is still going.';
create index warm_runs_newest on warm_runs (strategy, started_at desc);

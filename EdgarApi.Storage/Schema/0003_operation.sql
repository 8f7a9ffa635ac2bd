create table ingest_runs (
    id bigint generated always as identity primary key,
    source text not null,
    started_at timestamptz not null,
    finished_at timestamptz,
    written integer not null default 0,
    unchanged integer not null default 0,
    failed integer not null default 0,
    error text
);

comment on column ingest_runs.error is 'Why the run as a whole ended early; null when it went through its source, or is still going.';

create table ingest_failures (
    id bigint generated always as identity primary key,
    run_id bigint not null references ingest_runs on delete cascade,
    cik bigint,
    file text not null,
    byte_offset bigint,
    reason text not null,
    at timestamptz not null
);

create index ingest_failures_run on ingest_failures (run_id);

-- One row, written every second on the primary: a replica's copy of it tells how far behind it is, on an idle primary too.
create table replication_heartbeat (
    id boolean primary key default true check (id),
    beat bigint not null,
    beaten_at timestamptz not null
) with (fillfactor = 50);

insert into replication_heartbeat (beat, beaten_at) values (0, clock_timestamp());

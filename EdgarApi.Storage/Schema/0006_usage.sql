-- One row an answered request. Partitions, one a UTC day, are created ahead and dropped by the Warmer; indexes come from OnlineIndexCatalog.
-- No foreign keys: rows outlive the keys and users that they tell of, and are written in bulk.
create table api_usage (
    request_timestamp timestamptz not null,
    key_id bigint,
    user_id bigint,
    organization_id bigint,
    tier text,
    endpoint text not null,
    status_code smallint not null,
    company_cik bigint,
    duration_us integer not null,
    response_bytes bigint not null,
    cache_level text,
    target text
) partition by range (request_timestamp);

comment on table api_usage is 'Callers without a key leave no address and no other sign of who they were.';
comment on column api_usage.endpoint is 'Method and route template, as in GET /api/v1/companies/{id}/overview.';
comment on column api_usage.cache_level is 'hit-l1, hit-l2, miss or stale, as in the header X-Cache; null for what is not cached.';
comment on column api_usage.target is 'Path and query of a cacheable answer that a caller wished for, by which recent queries are warmed.';

-- The batches in which rows were written, each noted in the transaction of its rows: a batch whose commit was not confirmed is not written twice.
create table usage_batches (
    id uuid primary key,
    created_at timestamptz not null,
    first_request_at timestamptz not null,
    rows integer not null,
    written_at timestamptz not null default now()
) with (autovacuum_vacuum_scale_factor = 0.1, autovacuum_analyze_scale_factor = 0.05);

create index usage_batches_created on usage_batches (created_at);
create index usage_batches_written on usage_batches (written_at);

-- Figures a day, which outlive the rows. Latencies are counted in buckets, eight to a doubling, so that days add up to a month's percentiles.
create table usage_daily (
    day date not null,
    organization_id bigint not null,
    user_id bigint not null,
    tier text not null,
    endpoint text not null,
    latency_bucket smallint not null,
    requests bigint not null,
    errors bigint not null,
    duration_us bigint not null,
    response_bytes bigint not null,
    cacheable bigint not null,
    cache_hits bigint not null,
    primary key (organization_id, user_id, day, tier, endpoint, latency_bucket)
) with (autovacuum_vacuum_scale_factor = 0.1, autovacuum_analyze_scale_factor = 0.05);

comment on table usage_daily is 'organization_id and user_id are 0 for callers without a user: public ones, and the development key.';
comment on column usage_daily.latency_bucket is 'floor(8 * log2(microseconds)): each is 9 % wider than the one before.';

create index usage_daily_day on usage_daily (day);

create table usage_rollups (
    day date primary key,
    covered_until timestamptz not null,
    rolled_at timestamptz not null
);

comment on column usage_rollups.covered_until is 'usage_daily has the day''s requests before this moment.';

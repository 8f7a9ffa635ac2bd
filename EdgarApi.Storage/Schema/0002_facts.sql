create table company_facts (
    cik bigint primary key references companies on delete cascade,
    version bigint not null unique,
    data_hash bytea not null,
    facts_hash bytea not null,
    values_hash bytea not null,
    payload bytea not null,
    facts_count integer not null,
    last_filed date,
    published_at timestamptz not null
);

-- The payload is compressed already: store it beside the row as it is.
alter table company_facts alter column payload set storage external;
comment on column company_facts.data_hash is 'Of the hashes of snapshot, metric values, profile and filings: equal means that nothing readable changed.';
create index company_facts_published on company_facts (published_at);

-- Written only together with its company, in one transaction: a foreign key would check millions of rows for nothing.
create table metric_values (
    cik bigint not null,
    metric text not null,
    freq text not null check (freq in ('annual', 'quarterly', 'ttm')),
    period_key text not null,
    period_kind smallint not null,
    fiscal_year integer not null,
    quarter smallint not null,
    period_start date not null,
    period_end date not null,
    currency text not null,
    unit text not null,
    value numeric,
    reason text,
    source jsonb,
    primary key (cik, metric, freq, period_end, period_key),
    check ((value is null) = (reason is not null))
) with (autovacuum_vacuum_scale_factor = 0.1, autovacuum_analyze_scale_factor = 0.05);

-- One metric of one fiscal period over all companies.
create index metric_values_across on metric_values (metric, freq, fiscal_year, quarter) include (cik, value) where value is not null;

-- What frames and screens compare: the values of one company in one period, packed. A process reads all rows of a period at once, so the
-- period comes first in the key.
create table screening_rows (
    period text collate "C" not null,
    cik bigint not null,
    freq text not null check (freq in ('annual', 'quarterly', 'ttm')),
    period_kind smallint not null,
    fiscal_year integer not null,
    quarter smallint not null,
    period_start date not null,
    period_end date not null,
    currency text not null,
    packed bytea not null,
    primary key (period, cik)
) with (autovacuum_vacuum_scale_factor = 0.1, autovacuum_analyze_scale_factor = 0.05);

comment on column screening_rows.period is 'latest, latestI (the newest balance sheet), ttm, or a calendar period: CY2024, CY2024Q1, CY2024Q1I.';
comment on column screening_rows.freq is 'With cik, the period and a metric, it identifies the row of metric_values.';
create index screening_rows_cik on screening_rows (cik);

-- Null for companies that were ingested before there were screens; the next run computes their rows from their snapshots.
alter table company_facts add column screening_hash bytea;

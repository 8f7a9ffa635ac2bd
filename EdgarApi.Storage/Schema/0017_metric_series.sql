-- A company's metric at one frequency with all its periods and sources, packed. As rows of metric_values they took 2 MB per company, most
-- of it sources that resemble each other.
create table metric_series (
    cik bigint not null,
    metric text collate "C" not null,
    freq text not null check (freq in ('annual', 'quarterly', 'ttm')),
    packed bytea not null,
    primary key (cik, metric, freq)
) with (autovacuum_vacuum_scale_factor = 0.1, autovacuum_analyze_scale_factor = 0.05);

-- The series are compressed already.
alter table metric_series alter column packed set storage external;

-- Null for companies whose values are rows of metric_values; the next run packs them from their snapshots.
alter table company_facts add column series_layout smallint;
comment on column company_facts.series_layout is 'Of the packed series; null without any.';

-- Processes of the release before this one still write metric_values during a rolling update: what they write replaces the series. The next
-- release drops the table and this trigger.
create function forget_metric_series() returns trigger language plpgsql as $$
begin
    delete from metric_series where cik in (select cik from written);
    update company_facts set series_layout = null where cik in (select cik from written);
    return null;
end
$$;
create trigger forget_metric_series after insert on metric_values
    referencing new table as written for each statement execute function forget_metric_series();
comment on table metric_values is 'Only the release before this one reads and writes it; the next release drops it.';
comment on column screening_rows.freq is 'With cik and a metric, it identifies the row of metric_series.';

-- Every table is vacuumed and analyzed by the same settings; these seven lacked them. Partitions of api_usage get theirs when they are created.
alter table tickers set (autovacuum_vacuum_scale_factor = 0.1, autovacuum_analyze_scale_factor = 0.05);
alter table company_facts set (autovacuum_vacuum_scale_factor = 0.1, autovacuum_analyze_scale_factor = 0.05);
alter table ingest_runs set (autovacuum_vacuum_scale_factor = 0.1, autovacuum_analyze_scale_factor = 0.05);
alter table ingest_failures set (autovacuum_vacuum_scale_factor = 0.1, autovacuum_analyze_scale_factor = 0.05);
alter table replication_heartbeat set (autovacuum_vacuum_scale_factor = 0.1, autovacuum_analyze_scale_factor = 0.05);
alter table warm_runs set (autovacuum_vacuum_scale_factor = 0.1, autovacuum_analyze_scale_factor = 0.05);
alter table usage_rollups set (autovacuum_vacuum_scale_factor = 0.1, autovacuum_analyze_scale_factor = 0.05);

-- No query uses it: the readers of metric values go by company, along the primary key.
drop index metric_values_across;

-- Nothing reads it. Processes of the version before this one still write it during a rolling update, so it only becomes optional here.
-- The first migration of the next release drops it.
alter table company_facts alter column facts_count drop not null;
comment on column company_facts.facts_count is 'Unused; the next release drops it.';

-- Up to which data version the copies of responses at the CDN's edge are purged. One row, written by the Warmer.
create table edge_purges (
    id boolean primary key default true check (id),
    version bigint not null,
    purged_at timestamptz not null
) with (autovacuum_vacuum_scale_factor = 0.1, autovacuum_analyze_scale_factor = 0.05);

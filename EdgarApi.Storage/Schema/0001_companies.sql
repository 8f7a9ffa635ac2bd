-- Versions of company data and revisions of directory rows come from one sequence: a larger number is later, over all companies.
create sequence data_version;

create table companies (
    cik bigint primary key,
    name text not null,
    sic text,
    sic_description text,
    fiscal_year_end text,
    state_of_incorporation text,
    category text,
    website text,
    former_names text[] not null default '{}',
    listing_rank integer,
    revision bigint not null default 0,
    profile_hash bytea,
    filings_hash bytea,
    source_hash bytea
) with (autovacuum_vacuum_scale_factor = 0.1, autovacuum_analyze_scale_factor = 0.05);

comment on column companies.listing_rank is 'Place in the SEC''s ticker list, which runs from the largest company down; null for a filer that is not in it.';
comment on column companies.revision is 'Drawn anew whenever the directory has to learn of a change: readers ask for revisions above the last one they saw.';
comment on column companies.profile_hash is 'Null while only the ticker list tells of the company.';
comment on column companies.source_hash is
    'Of the bytes that the source gave and of the engine that read them: equal means that they need not be read again.';
create index companies_revision on companies (revision);

create table tickers (
    cik bigint not null references companies on delete cascade,
    position smallint not null,
    ticker text not null,
    exchange text not null,
    primary key (cik, position)
);

create index tickers_ticker on tickers (ticker);

create table filings (
    cik bigint not null references companies on delete cascade,
    accession text not null,
    form text not null,
    filed date not null,
    report_date date,
    items text not null,
    primary_document text not null,
    description text not null,
    accepted_at timestamptz,
    primary key (cik, accession)
) with (autovacuum_vacuum_scale_factor = 0.1, autovacuum_analyze_scale_factor = 0.05);

create index filings_newest on filings (cik, filed desc, accession desc);
create index filings_of_form on filings (cik, upper(form), filed desc, accession desc);

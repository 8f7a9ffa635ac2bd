-- Copies the loaded companies until there are :companies, with rows for screens, for measurements. Copies have no snapshot.
begin;
create temp table copies as
    select c.cik as original, (select 9000000000 + count(*) from company_facts) + row_number() over (order by n, c.cik) as cik, n
    from (select cik from company_facts where cik < 9000000000) c
    cross join generate_series(1, :companies / (select count(*) from company_facts where cik < 9000000000) + 1) n
    order by n, c.cik limit :companies - (select count(*) from company_facts);
insert into companies (cik, name, sic, state_of_incorporation, former_names, revision)
    select m.cik, c.name || ' ' || m.n, c.sic, c.state_of_incorporation, '{}', nextval('data_version')
    from copies m join companies c on c.cik = m.original;
insert into tickers (cik, position, ticker, exchange)
    select m.cik, 1, 'U' || (m.cik - 9000000000), coalesce((select exchange from tickers t where t.cik = m.original and t.position = 1), '')
    from copies m;
insert into company_facts (cik, version, data_hash, facts_hash, values_hash, screening_hash, payload, last_filed, rules_version, changes, published_at)
    select m.cik, c.revision, f.data_hash, f.facts_hash, f.values_hash, f.screening_hash, '\x00', f.last_filed, f.rules_version, f.changes,
        clock_timestamp()
    from copies m join company_facts f on f.cik = m.original join companies c on c.cik = m.cik;
insert into screening_rows
    select s.period, m.cik, s.freq, s.period_kind, s.fiscal_year, s.quarter, s.period_start, s.period_end, s.currency, s.packed
    from copies m join screening_rows s on s.cik = m.original;
commit;
analyze;

-- How much the facts file has, so that a file that has lost some of it does not replace it. Null until the company is ingested again.
alter table company_facts add column filings_count integer;
comment on column company_facts.facts_count is 'Number of facts, every vintage counted.';
comment on column company_facts.filings_count is 'Number of filings that have facts.';

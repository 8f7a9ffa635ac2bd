-- 0 for values that were computed before rules had versions.
alter table company_facts add column rules_version integer not null default 0;
alter table company_facts add column changes text[] not null default '{data}';
comment on column company_facts.rules_version is 'Of the engine that computed metric_values: values of another version are not read.';
comment on column company_facts.changes is 'Why the version was drawn: data, rules, or both.';

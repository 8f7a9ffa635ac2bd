-- Statistics of SQL statements for edgar report. In a local run the superuser has created the extension already; in Azure the administrator
-- may create it, because azure.extensions allows it. Elsewhere the schema is complete without: the report then says that they are missing.
do $$
begin
    create extension if not exists pg_stat_statements;
exception when others then
    raise notice 'pg_stat_statements is not available: %', sqlerrm;
end
$$;

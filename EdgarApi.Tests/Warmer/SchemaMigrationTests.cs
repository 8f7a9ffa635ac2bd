using EdgarApi.Tests.Servers;
using EdgarApi.Tests.Storage;
using EdgarApi.Warmer.Ingest;
using Npgsql;

namespace EdgarApi.Tests.Warmer;

/// <summary>The job that a deployment runs before it replaces processes.</summary>
public sealed class SchemaMigrationTests(SharedServers servers)
{
    [Fact]
    public async Task The_job_migrates_the_schema_and_ends_and_may_run_again()
    {
        var cluster = await servers.PostgresAsync();
        var connection = cluster.Primary.ConnectionString(await cluster.CreateDatabaseAsync());

        Assert.Equal(0, await SchemaMigration.RunAsync([$"--ConnectionStrings:edgardb={connection}"]).InTimeAsync());
        Assert.Equal(0, await SchemaMigration.RunAsync([$"--ConnectionStrings:edgardb={connection}"]).InTimeAsync());

        await using var source = NpgsqlDataSource.Create(connection);
        await using var count = source.CreateCommand("select count(*) from companies");
        Assert.Equal(0L, await count.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>
    /// Two scripts are pending. The first and half of the second succeed; then a column is in the way. A deployment stops here, and the
    /// programs that run must find the schema that they know.
    /// </summary>
    [Fact]
    public async Task A_migration_that_fails_changes_nothing()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        await database.ExecuteAsync("""
            alter table metric_values drop column reason_code;
            alter table company_facts drop column rules_version;
            delete from schemaversions where scriptname like '%.0009%' or scriptname like '%.0010%'
            """);
        var before = await ReadSchemaAsync(database);
        var connection = database.Cluster.Primary.ConnectionString(database.Name);

        Assert.Equal(1, await SchemaMigration.RunAsync([$"--ConnectionStrings:edgardb={connection}"]).InTimeAsync());
        Assert.Equal(before, await ReadSchemaAsync(database));

        await database.ExecuteAsync("alter table company_facts drop column changes");
        Assert.Equal(0, await SchemaMigration.RunAsync([$"--ConnectionStrings:edgardb={connection}"]).InTimeAsync());
        Assert.NotEqual(before, await ReadSchemaAsync(database));
    }

    [Fact]
    public async Task The_job_fails_without_a_database() =>
        Assert.Equal(1, await SchemaMigration.RunAsync(
            ["--ConnectionStrings:edgardb=Host=127.0.0.1;Port=1;Username=edgar;Password=x;Database=edgar"]).InTimeAsync());

    /// <summary>All columns, constraints, indexes and the journal, as text.</summary>
    private static Task<string> ReadSchemaAsync(EdgarDatabase database) => database.ScalarAsync<string>("""
        select string_agg(line, E'\n' order by line collate "C") from (
            select format('%s.%s %s %s', attrelid::regclass, attname, format_type(atttypid, atttypmod), attnotnull)
                from pg_attribute join pg_class on pg_class.oid = attrelid
                where relnamespace = 'public'::regnamespace and attnum > 0 and not attisdropped
            union all select format('%s %s', conrelid::regclass, pg_get_constraintdef(oid)) from pg_constraint
                where connamespace = 'public'::regnamespace
            union all select indexdef from pg_indexes where schemaname = 'public'
            union all select scriptname from schemaversions
        ) as lines (line)
        """);
}

using EdgarApi.Tests.Servers;
using Npgsql;

namespace EdgarApi.Tests.Storage.Schema;

public sealed class SchemaTests(SharedServers servers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_table_is_vacuumed_at_10_percent_and_analyzed_at_5_percent_of_its_rows()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());

        // A partitioned table itself has no rows, and schemaversions belongs to DbUp.
        var tables = await TablesAsync(database, "relkind = 'r' and relname <> 'schemaversions'");
        var configured = await TablesAsync(
            database, "reloptions @> array['autovacuum_vacuum_scale_factor=0.1', 'autovacuum_analyze_scale_factor=0.05']");

        Assert.Contains("company_facts", tables);
        Assert.Equal(tables, configured);
    }

    /// <summary>During a rolling update, a process of the previous version still writes the column.</summary>
    [Fact]
    public async Task A_writer_of_the_previous_version_can_still_write_facts()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        await database.ExecuteAsync("insert into companies (cik, name) values (320193, 'Apple Inc.')");

        await database.ExecuteAsync("""
            insert into company_facts (cik, version, data_hash, facts_hash, values_hash, payload, facts_count, last_filed, published_at)
            values (320193, 1, '', '', '', '', 24852, null, clock_timestamp())
            """);

        Assert.Equal(24852, await database.ScalarAsync<int>("select facts_count from company_facts"));
    }

    private static async Task<IReadOnlyList<string>> TablesAsync(EdgarDatabase database, string condition)
    {
        await using var command = database.Primary.CreateCommand(
            $"select relname from pg_class where relnamespace = 'public'::regnamespace and {condition} order by relname collate \"C\"");
        await using var reader = await command.ExecuteReaderAsync(Token);
        var tables = new List<string>();
        while (await reader.ReadAsync(Token)) tables.Add(reader.GetString(0));
        return tables;
    }
}

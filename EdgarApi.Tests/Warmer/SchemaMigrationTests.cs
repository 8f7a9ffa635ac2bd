using EdgarApi.Tests.Servers;
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

    [Fact]
    public async Task The_job_fails_without_a_database() =>
        Assert.Equal(1, await SchemaMigration.RunAsync(
            ["--ConnectionStrings:edgardb=Host=127.0.0.1;Port=1;Username=edgar;Password=x;Database=edgar"]).InTimeAsync());
}

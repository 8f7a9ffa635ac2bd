using EdgarApi.Accounts.Usage;
using EdgarApi.Accounts.Usage.Writing;
using EdgarApi.Tests.Servers;
using EdgarApi.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace EdgarApi.Tests.Accounts.Usage;

public sealed class UsageTableTests(SharedServers servers) : IAsyncLifetime
{
    private EdgarDatabase _database = null!;
    private UsageTable _table = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        await _database.Services.GetRequiredService<UsageMaintenance>().RunAsync(Token);
        _table = new UsageTable(_database.Primary);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task A_record_is_stored_unchanged()
    {
        var at = DateTime.UtcNow.AddMinutes(-1);
        var rows = new UsageRows();
        rows.Add(SomeUsage.Record(at));
        rows.Add(
            new UsageRecord
            {
                Timestamp = at,
                Endpoint = "unmatched",
                Status = 404,
                Microseconds = int.MaxValue,
                Bytes = long.MaxValue,
                Target = "/ünïcode?q=€",
            });
        await _table.WriteAsync([rows.Take(at)], Token);

        Assert.Equal(
            [
                "9,7,5,pro,GET /api/v1/companies/{id}/overview,200,320193,1234,3649,hit-l1,/api/v1/companies/AAPL/overview",
                "-,-,-,-,unmatched,404,-,2147483647,9223372036854775807,-,/ünïcode?q=€",
            ],
            await _database.ScalarAsync<string[]>(
                """
                select array_agg(concat_ws(',',
                    coalesce(key_id::text, '-'), coalesce(user_id::text, '-'), coalesce(organization_id::text, '-'), coalesce(tier, '-'),
                    endpoint, status_code, coalesce(company_cik::text, '-'), duration_us, response_bytes, coalesce(cache_level, '-'),
                    coalesce(target, '-')) order by status_code)
                from api_usage
                """));
        var written = await _database.ScalarAsync<DateTime>("select min(request_timestamp) from api_usage");
        Assert.Equal(at.Ticks / TimeSpan.TicksPerMicrosecond, written.Ticks / TimeSpan.TicksPerMicrosecond);
    }

    [Fact]
    public async Task A_batch_written_twice_is_stored_once()
    {
        var (one, other) = (SomeUsage.Batch(3), SomeUsage.Batch(4));
        await _table.WriteAsync([one], Token);
        await _table.WriteAsync([one, other], Token);
        await _table.WriteAsync([other], Token);

        Assert.Equal(7, await CountAsync());
    }

    [Fact]
    public async Task A_batch_written_concurrently_is_stored_once()
    {
        var batch = SomeUsage.Batch(500);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _table.WriteAsync([batch], Token)));

        Assert.Equal(500, await CountAsync());
    }

    [Fact]
    public async Task A_batch_with_a_row_outside_all_partitions_leaves_nothing()
    {
        var batch = SomeUsage.Batch(3, DateTime.UtcNow.AddDays(-40));

        Assert.Equal(
            "23514",
            (await Assert.ThrowsAsync<PostgresException>(() => _table.WriteAsync([SomeUsage.Batch(2), batch], Token))).SqlState);

        Assert.Equal((0L, 0L), (await CountAsync(), await _database.ScalarAsync<long>("select count(*) from usage_batches")));
    }

    private Task<long> CountAsync() => _database.ScalarAsync<long>("select count(*) from api_usage");
}

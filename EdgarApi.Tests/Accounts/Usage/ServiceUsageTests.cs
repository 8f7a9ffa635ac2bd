using EdgarApi.Accounts.Usage;
using EdgarApi.Accounts.Usage.Figures;
using EdgarApi.Accounts.Usage.Partitions;
using EdgarApi.Accounts.Usage.Writing;
using EdgarApi.Caching;
using EdgarApi.Storage.Postgres;
using EdgarApi.Tests.Servers;
using EdgarApi.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgarApi.Tests.Accounts.Usage;

/// <summary>The usage of all callers together, for the reports of operators.</summary>
public sealed class ServiceUsageTests(SharedServers servers) : IAsyncLifetime
{
    private const string Apple = "/api/v1/companies/AAPL/overview", Nvidia = "/api/v1/companies/NVDA/overview";

    private readonly DateTime _day = DateTime.UtcNow.Date.AddDays(-1);
    private EdgarDatabase _database = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ServiceUsageReader Reader => new(_database.Primary);

    public async ValueTask InitializeAsync()
    {
        _database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        await new UsagePartitions(_database.Primary, NullLogger<UsagePartitions>.Instance).CreateAsync(
            DateOnly.FromDateTime(_day), DateOnly.FromDateTime(_day), Token);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Requests_of_all_organizations_and_tiers_are_added_up_before_and_after_aggregation()
    {
        await WriteAsync(
            Record(1, Apple), Record(2, Apple) with { OrganizationId = 6, UserId = 8, Tier = "basic", Status = 500 },
            Record(3, Apple) with { OrganizationId = null, UserId = null, KeyId = null, Tier = null });
        for (var round = 0; round < 2; round++)
        {
            var day = DateOnly.FromDateTime(_day);
            var report = await Reader.ReadAsync(day, day, Token);
            var tiers = await Reader.ReadByTierAsync(day, day, Token);

            Assert.Equal((3, 1), (report.Total.Requests, report.Total.Errors));
            Assert.Equal(["GET /api/v1/companies/{id}/overview"], report.Endpoints.Keys);
            Assert.Equal([("", 1L), ("basic", 1L), ("pro", 1L)], tiers.Endpoints.Select(tier => (tier.Key, tier.Value.Requests)));
            await _database.Services.GetRequiredService<UsageMaintenance>().RunAsync(Token);
        }
    }

    [Fact]
    public async Task A_miss_of_a_target_that_was_requested_before_is_a_repeated_one()
    {
        await WriteAsync(
            Record(0, Apple) with { Cache = CacheResult.Miss }, Record(1, Apple) with { Cache = CacheResult.HitMemory },
            Record(91, Apple) with { Cache = CacheResult.Miss }, // 90 minutes after the request before
            Record(5, Nvidia) with { Cache = CacheResult.Miss }, Record(6, null) with { Cache = null });

        var found = await Reader.ReadMissesAsync(_day, _day.AddDays(1), Token);

        Assert.Equal(
            new RepeatedMisses
            {
                Endpoint = "GET /api/v1/companies/{id}/overview", Requests = 4, Misses = 3, Repeated = 1, Gap = TimeSpan.FromMinutes(90),
            },
            Assert.Single(found));
        Assert.Empty(await Reader.ReadMissesAsync(_day.AddDays(-1), _day, Token));
    }

    /// <summary>The owner of a test's database may not create the extension, and the schema is complete without.</summary>
    [Fact]
    public async Task A_database_without_the_extension_has_no_statistics_of_statements() =>
        Assert.Null(await StatementStatistics.ReadAsync(_database.Primary, 10, Token));

    private UsageRecord Record(int minute, string? target) => SomeUsage.Record(_day.AddMinutes(minute)) with { Target = target };

    private async Task WriteAsync(params UsageRecord[] records)
    {
        var rows = new UsageRows();
        foreach (var record in records) rows.Add(record);
        await new UsageTable(_database.Primary).WriteAsync([rows.Take(DateTime.UtcNow)], Token);
    }
}

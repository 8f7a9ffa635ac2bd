using EdgarApi.Accounts;
using EdgarApi.Accounts.Usage;
using EdgarApi.Accounts.Usage.Figures;
using EdgarApi.Accounts.Usage.Partitions;
using EdgarApi.Accounts.Usage.Writing;
using EdgarApi.Caching;
using EdgarApi.Storage.Postgres;
using EdgarApi.Storage.Routing;
using EdgarApi.Tests.Servers;
using EdgarApi.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace EdgarApi.Tests.Accounts.Usage;

public sealed class UsageFiguresTests(SharedServers servers) : IAsyncLifetime
{
    private static readonly TierCatalog Tiers = new();
    private static readonly Caller Seven = new("k9", Tiers.Find("pro")!, KeyScope.Read, KeyId: 9, UserId: 7, OrganizationId: 5);

    private readonly DateTime _now = DateTime.UtcNow;
    private EdgarDatabase _database = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private DateOnly Today => DateOnly.FromDateTime(_now);

    private UsageMaintenance Maintenance => _database.Services.GetRequiredService<UsageMaintenance>();

    public async ValueTask InitializeAsync()
    {
        _database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync(), ("EdgarApi:Usage:RetentionDays", "2"));
        await new UsagePartitions(_database.Primary, NullLogger<UsagePartitions>.Instance).CreateAsync(
            Today.AddDays(-3), Today.AddDays(1), Token);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Figures_match_the_raw_requests_before_and_after_aggregation()
    {
        await WriteAsync([.. Yesterday(2_000), .. Enumerable.Range(0, 50).Select(i => Request(_now.AddSeconds(-i), i))]);
        var before = await ReadAsync(Seven);
        await Maintenance.RunAsync(Token);
        var after = await ReadAsync(Seven);

        Assert.Equal(
            2_000L,
            await _database.ScalarAsync<long>($"select sum(requests)::bigint from usage_daily where day = '{Today.AddDays(-1):yyyy-MM-dd}'")
        );
        foreach (var report in (UsageReport[])[before, after])
        {
            Assert.Equal(2_050, report.Total.Requests);
            Assert.Equal(await ExpectedAsync("count(*) filter (where status_code >= 400)"), report.Total.Errors);
            Assert.Equal(await ExpectedAsync("sum(response_bytes)::bigint"), report.Total.Bytes);
            Assert.Equal(
                await _database.ScalarAsync<double>("select avg(duration_us)::float8 from api_usage"),
                report.Total.MeanMicroseconds!.Value,
                precision: 6);
            Assert.Equal(
                await _database.ScalarAsync<decimal>(
                    "select count(*) filter (where cache_level like 'hit%')::numeric / count(cache_level) from api_usage"),
                report.Total.CacheHitShare!.Value,
                precision: 10);
            foreach (var part in (double[])[0.5, 0.95])
            {
                var exact = await _database.ScalarAsync<double>(
                    FormattableString.Invariant(
                        $"select percentile_disc({part}) within group (order by duration_us)::float8 from api_usage"));
                Assert.InRange(report.Total.PercentileMicroseconds(part)!.Value, exact * 0.955, exact * 1.045);
            }
        }

        Assert.Equal(before.Days.Select(day => (day.Key, day.Value.Requests)), after.Days.Select(day => (day.Key, day.Value.Requests)));
        Assert.Equal(
            before.Endpoints.Select(endpoint => (endpoint.Key, endpoint.Value.Bytes)),
            after.Endpoints.Select(endpoint => (endpoint.Key, endpoint.Value.Bytes)));
    }

    [Fact]
    public async Task Aggregating_again_changes_nothing()
    {
        await WriteAsync(Yesterday(300));
        await Maintenance.RunAsync(Token);
        await Maintenance.RunAsync(Token);

        Assert.Equal(300, (await ReadAsync(Seven)).Total.Requests);
    }

    [Fact]
    public async Task Late_requests_are_added_to_their_day()
    {
        await WriteAsync(Yesterday(300));
        await Maintenance.RunAsync(Token);
        await WriteAsync(Yesterday(40));
        await Maintenance.RunAsync(Token);

        Assert.Equal(340, (await ReadAsync(Seven)).Total.Requests);
    }

    [Fact]
    public async Task Figures_outlive_the_raw_requests()
    {
        await WriteAsync(Yesterday(300).Select(record => record with { Timestamp = record.Timestamp.AddDays(-2) }));
        await Maintenance.RunAsync(Token);
        await Maintenance.RunAsync(Token);

        Assert.Equal(0L, await _database.ScalarAsync<long>("select count(*) from api_usage"));
        Assert.Equal(300, (await ReadAsync(Seven)).Days[Today.AddDays(-3)].Requests);
    }

    [Fact]
    public async Task Users_see_their_usage_organizations_their_users_and_others_their_tier()
    {
        await WriteAsync(
            [
                .. Yesterday(10),
                .. Yesterday(20).Select(record => record with { UserId = 8 }),
                .. Yesterday(40).Select(record => record with { UserId = 70, OrganizationId = 6 }),
                .. Yesterday(80).Select(record => record with { KeyId = null, UserId = null, OrganizationId = null, Tier = "development" }),
                .. Yesterday(160).Select(record => record with { KeyId = null, UserId = null, OrganizationId = null, Tier = "public" }),
            ]);
        for (var round = 0; round < 2; round++)
        {
            Assert.Equal(10, (await ReadAsync(Seven)).Total.Requests);
            Assert.Equal(30, (await ReadAsync(Seven, wholeOrganization: true)).Total.Requests);
            Assert.Equal(80, (await ReadAsync(new Caller("development", Tiers.Development, KeyScope.Read))).Total.Requests);
            Assert.Equal(
                80,
                (await ReadAsync(new Caller("development", Tiers.Development, KeyScope.Read), wholeOrganization: true)).Total.Requests);
            await Maintenance.RunAsync(Token);
        }
    }

    /// <summary>Daylight saving time started on 8 March 2026 in New York, so that day had 23 hours there.</summary>
    [Fact]
    public async Task Days_and_months_are_UTC_regardless_of_the_database_time_zone()
    {
        await _database.ExecuteAsync($"alter database {_database.Name} set timezone = 'America/New_York'");
        using var process = _database.Another(time: null);
        var (primary, router) = (
            process.Services.GetRequiredKeyedService<NpgsqlDataSource>(DatabaseNode.PrimaryName),
            process.Services.GetRequiredService<IReadRouter>());
        var (first, last) = (new DateOnly(2026, 2, 27), new DateOnly(2026, 3, 10));
        await new UsagePartitions(primary, NullLogger<UsagePartitions>.Instance).CreateAsync(first, last, Token);
        DateOnly[] days = [.. Enumerable.Range(0, last.DayNumber - first.DayNumber + 1).Select(first.AddDays)];
        await WriteAsync(
            days.SelectMany(day =>
                (UsageRecord[])
                    [
                        Request(day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc), 1),
                        Request(day.ToDateTime(TimeOnly.MaxValue, DateTimeKind.Utc), 2),
                    ]));

        await _database.Cluster.WaitForReplayAsync();
        var reader = CreateReader(router);
        var asTheyAre = await reader.ReadAsync(Seven, wholeOrganization: false, first, last, Token);
        var march = await reader.ReadAsync(Seven, wholeOrganization: false, new DateOnly(2026, 3, 1), last, Token);
        await new UsageRollup(primary).RunAsync(last.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc), Token);
        await _database.Cluster.WaitForReplayAsync();
        var addedUp = await reader.ReadAsync(Seven, wholeOrganization: false, first, last, Token);

        foreach (var report in (UsageReport[])[asTheyAre, addedUp])
            Assert.Equal(days.Select(day => (day, 2L)), report.Days.Select(day => (day.Key, day.Value.Requests)));
        Assert.Equal(20, march.Total.Requests);
        Assert.Superset(days.ToHashSet(), (await new UsageRollup(primary).ReadCompleteDaysAsync(Token)).ToHashSet());
    }

    [Fact]
    public async Task Batch_ids_are_deleted_once_such_old_batches_are_no_longer_written()
    {
        foreach (var days in (int[])[29, 30, 32])
            await _database.ExecuteAsync($"insert into usage_batches values (gen_random_uuid(), now() - interval '{days} days', now(), 1)");
        await Maintenance.RunAsync(Token);

        Assert.Equal(2L, await _database.ScalarAsync<long>("select count(*) from usage_batches"));
    }

    /// <summary>Records spread over the day, with latencies from tens of microseconds to seconds.</summary>
    private UsageRecord[] Yesterday(int requests)
    {
        var day = Today.AddDays(-1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        return [.. Enumerable.Range(0, requests).Select(i => Request(day + TimeSpan.FromDays(1) * i / requests, i))];
    }

    private static UsageRecord Request(DateTime at, int i) => SomeUsage.Record(at, endpoint: $"GET /endpoint{i % 3}") with
    {
        Microseconds = (int)Math.Pow(10, 1.5 + i * 37 % 101 / 20.0), Status = (short)(i % 7 == 0 ? 404 : 200), Bytes = 100 + i,
        Cache = (i % 4) switch { 0 => null, 1 => CacheResult.Miss, 2 => CacheResult.HitRedis, _ => CacheResult.HitMemory },
    };

    private async Task WriteAsync(IEnumerable<UsageRecord> records)
    {
        var rows = new UsageRows();
        foreach (var record in records) rows.Add(record);
        await new UsageTable(_database.Primary).WriteAsync([rows.Take(_now)], Token);
    }

    private async Task<UsageReport> ReadAsync(Caller caller, bool wholeOrganization = false)
    {
        await _database.Cluster.WaitForReplayAsync();
        return await CreateReader(_database.Router).ReadAsync(caller, wholeOrganization, Today.AddDays(-3), Today, Token);
    }

    private static UsageReader CreateReader(IReadRouter router) =>
        new(router, Options.Create(new UsageOptions { ReadTimeout = TimeSpan.FromMinutes(5) }), TimeProvider.System);

    private Task<long> ExpectedAsync(string aggregate) => _database.ScalarAsync<long>($"select {aggregate} from api_usage");
}

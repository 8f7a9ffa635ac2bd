using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using EdgarApi.Accounts.Usage;
using EdgarApi.Accounts.Usage.Spool;
using EdgarApi.Tests.Servers;
using EdgarApi.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace EdgarApi.Tests.Accounts.Usage;

/// <summary>Usage records when the API or the primary stops, with real processes that are stopped and killed.</summary>
#pragma warning disable xUnit1069 // False positive: the tests use their cancellation token through the property Token.
public sealed class UsageProcessTests(SharedServers servers) : IAsyncLifetime
{
    private readonly string _spool = TestFolder.New("spool");
    private PostgresCluster _cluster = null!;
    private EdgarDatabase _database = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The number of requests in the test that restarts the primary. docs/performance.md has a run with 100,000.</summary>
    private static int Requests =>
        int.Parse(Environment.GetEnvironmentVariable("EDGAR_USAGE_REQUESTS") ?? "3000", CultureInfo.InvariantCulture);

    public async ValueTask InitializeAsync()
    {
        _cluster = await PostgresCluster.StartAsync(replicas: 0);
        _database = await EdgarDatabase.CreateAsync(_cluster);
        await _database.Services.GetRequiredService<UsageMaintenance>().RunAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        await _cluster.DisposeAsync();
        if (Directory.Exists(_spool)) Directory.Delete(_spool, recursive: true);
    }

    [Fact(Timeout = 2 * Waiting.HangGuard)]
    public async Task A_clean_shutdown_loses_nothing()
    {
        await using var api = await StartAsync();
        var responses = await SendRequestsAsync(api, 500);
        await api.StopAsync();
        // If the primary was too slow for the shutdown, the next process writes the rest.
        await ReplayAsync();

        Assert.Equal(500, responses.Count);
        Assert.Equal(500, await CountAsync());
    }

    [Fact(Timeout = 2 * Waiting.HangGuard)]
    public async Task Killing_the_API_loses_only_the_latest_requests()
    {
        // EdgarApi:Usage:MaxDelay is half a second; the rest is for a busy machine.
        var latest = TimeSpan.FromSeconds(2.5);
        await using var api = await StartAsync();
        var started = Stopwatch.GetTimestamp();
        var sending = SendRequestsAsync(api, int.MaxValue);
        // Some records are on the primary already, and requests continue.
        await Waiting.UntilAsync(async () => await CountAsync() >= 300 && Stopwatch.GetElapsedTime(started) > 2 * latest);
        var killedAt = Stopwatch.GetTimestamp();
        await api.KillAsync();
        var responses = await sending;
        await ReplayAsync();

        var recorded = await CountAsync();
        var earlier = responses.Count(at => Stopwatch.GetElapsedTime(at, killedAt) > latest);
        Assert.InRange(earlier, 1, recorded);
        TestContext.Current.TestOutputHelper!.WriteLine($"{responses.Count} responses, {recorded} recorded");
    }

    [Fact(Timeout = 2 * Waiting.HangGuard)]
    public async Task Killing_the_API_while_the_primary_does_not_respond_loses_nothing_on_disk()
    {
        await using var api = await StartAsync();
        await SendRequestsAsync(api, 100);
        await Waiting.UntilAsync(async () => await CountAsync() >= 100);
        _cluster.Primary.Freeze();
        await SendRequestsAsync(api, 400);
        await Waiting.UntilAsync(() => RowsOnDisk() >= 400);
        await api.KillAsync();
        _cluster.Primary.Thaw();
        await ReplayAsync();

        Assert.Equal(500, await CountAsync());
    }

    [Fact(Timeout = 2 * Waiting.HangGuard)]
    public async Task Every_request_has_a_row_although_the_primary_restarts()
    {
        await using var api = await StartAsync();
        var first = await SendRequestsAsync(api, Requests / 3);
        var restart = RestartAsync();
        var second = await SendRequestsAsync(api, Requests / 3);
        await restart;
        var third = await SendRequestsAsync(api, Requests - Requests / 3 * 2);
        await Waiting.UntilAsync(() => RowsOnDisk() == 0);
        await api.StopAsync();
        await ReplayAsync();

        Assert.Equal(Requests, first.Count + second.Count + third.Count);
        Assert.Equal(Requests, await CountAsync());
        Assert.Equal(Requests, await _database.ScalarAsync<long>("select sum(rows) from usage_batches"));
    }

    private async Task RestartAsync()
    {
        await _cluster.Primary.StopAsync();
        // Some requests arrive while there is no primary.
        await Waiting.UntilAsync(() => RowsOnDisk() > 0);
        await _cluster.Primary.StartAsync();
    }

    private async Task<ApiProcess> StartAsync() =>
        await ApiProcess.StartAsync(_database, await servers.RedisAsync(), ("EdgarApi:Usage:SpoolDirectory", _spool));

    /// <summary>Starts another process, which takes over the records on disk.</summary>
    private async Task ReplayAsync()
    {
        await using var next = await StartAsync();
        await Waiting.UntilAsync(() => RowsOnDisk() == 0);
        await next.StopAsync();
    }

    private int RowsOnDisk()
    {
        try
        {
            return !Directory.Exists(_spool)
                ? 0
                : Directory
                    .GetFiles(_spool, "*" + SpoolFolder.Extension, SearchOption.AllDirectories)
                    .Sum(path => SpoolFrame.Read(path).Sum(batch => batch.Rows));
        }
        catch (IOException)
        {
            return -1; // moved or deleted at this moment; check again
        }
    }

    /// <summary>Sends concurrent requests until done or the API stops. Returns the time of each response.</summary>
    private static async Task<IReadOnlyCollection<long>> SendRequestsAsync(ApiProcess api, int requests)
    {
        var (responses, left) = (new ConcurrentBag<long>(), requests);
        using var client = api.Client();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            try
            {
                while (Interlocked.Decrement(ref left) >= 0)
                {
                    using var response = await client.GetAsync(new Uri("/api/v1/metrics", UriKind.Relative), CancellationToken.None);
                    responses.Add(Stopwatch.GetTimestamp());
                }
            }
            catch (HttpRequestException)
            {
                // The API has stopped.
            }
        }, Token)));
        return responses;
    }

    private Task<long> CountAsync() => _database.ScalarAsync<long>("select count(*) from api_usage");
}

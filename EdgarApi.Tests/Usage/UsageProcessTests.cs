using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using EdgarApi.Accounts.Usage;
using EdgarApi.Accounts.Usage.Spool;
using EdgarApi.Tests.Postgres;
using EdgarApi.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace EdgarApi.Tests.Usage;

/// <summary>What becomes of the records of requests when the API or the primary ends: real processes, stopped and killed.</summary>
#pragma warning disable xUnit1069 // They do refer to the test's cancellation, through Token.
public sealed class UsageProcessTests(SharedServers servers) : IAsyncLifetime
{
    private readonly string spool = TestFolder.New("spool");
    private PostgresCluster cluster = null!;
    private EdgarDatabase database = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Requests of the test in which the primary restarts; docs/performance.md has a run with 100,000.</summary>
    private static int Requests => int.Parse(Environment.GetEnvironmentVariable("EDGAR_USAGE_REQUESTS") ?? "3000", CultureInfo.InvariantCulture);

    public async ValueTask InitializeAsync()
    {
        cluster = await PostgresCluster.StartAsync(replicas: 0);
        database = await EdgarDatabase.CreateAsync(cluster);
        await database.Services.GetRequiredService<UsageMaintenance>().RunAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        await cluster.DisposeAsync();
        if (Directory.Exists(spool)) Directory.Delete(spool, recursive: true);
    }

    [Fact(Timeout = 2 * Waiting.HangGuard)]
    public async Task A_clean_stop_loses_none()
    {
        await using var api = await StartAsync();
        var answered = await AskAsync(api, 500);
        await api.StopAsync();
        // A primary that was too slow for the stop gets the rest from the next process.
        await ReplayAsync();

        Assert.Equal(500, answered.Count);
        Assert.Equal(500, await CountAsync());
    }

    [Fact(Timeout = 2 * Waiting.HangGuard)]
    public async Task A_kill_loses_at_most_the_last_half_second()
    {
        await using var api = await StartAsync();
        var asking = AskAsync(api, int.MaxValue);
        // Some are on the primary already, and the stream goes on.
        await Waiting.UntilAsync(async () => await CountAsync() >= 300);
        var killedAt = Stopwatch.GetTimestamp();
        await api.KillAsync();
        var answered = await asking;
        await ReplayAsync();

        var recorded = await CountAsync();
        Assert.InRange(recorded, answered.Count(at => Stopwatch.GetElapsedTime(at, killedAt) > TimeSpan.FromMilliseconds(500)), long.MaxValue);
        TestContext.Current.TestOutputHelper!.WriteLine($"{answered.Count} answered, {recorded} recorded");
    }

    [Fact(Timeout = 2 * Waiting.HangGuard)]
    public async Task A_kill_while_the_primary_does_not_answer_loses_nothing_that_is_on_disk()
    {
        await using var api = await StartAsync();
        await AskAsync(api, 100);
        await Waiting.UntilAsync(async () => await CountAsync() >= 100);
        cluster.Primary.Freeze();
        await AskAsync(api, 400);
        await Waiting.UntilAsync(() => RowsOnDisk() >= 400);
        await api.KillAsync();
        cluster.Primary.Thaw();
        await ReplayAsync();

        Assert.Equal(500, await CountAsync());
    }

    [Fact(Timeout = 2 * Waiting.HangGuard)]
    public async Task When_the_primary_restarts_in_the_middle_there_is_a_row_for_each_request()
    {
        await using var api = await StartAsync();
        var first = await AskAsync(api, Requests / 3);
        var restart = RestartAsync();
        var second = await AskAsync(api, Requests / 3);
        await restart;
        var third = await AskAsync(api, Requests - Requests / 3 * 2);
        await Waiting.UntilAsync(() => RowsOnDisk() == 0);
        await api.StopAsync();
        await ReplayAsync();

        Assert.Equal(Requests, first.Count + second.Count + third.Count);
        Assert.Equal(Requests, await CountAsync());
        Assert.Equal(Requests, await database.ScalarAsync<long>("select sum(rows) from usage_batches"));
    }

    private async Task RestartAsync()
    {
        await cluster.Primary.StopAsync();
        // Some requests find no primary at all.
        await Waiting.UntilAsync(() => RowsOnDisk() > 0);
        await cluster.Primary.StartAsync();
    }

    private async Task<ApiProcess> StartAsync() => await ApiProcess.StartAsync(database, await servers.RedisAsync(), ("EdgarApi:Usage:SpoolDirectory", spool));

    /// <summary>Another process comes and takes over what is on disk.</summary>
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
            return !Directory.Exists(spool) ? 0
                : Directory.GetFiles(spool, "*" + SpoolFolder.Extension, SearchOption.AllDirectories).Sum(path => SpoolFrame.Read(path).Sum(batch => batch.Rows));
        }
        catch (IOException)
        {
            return int.MaxValue; // moved or deleted in this very moment: look again
        }
    }

    /// <summary>Asks by several at once, until the API is gone if it goes; returns when each was answered.</summary>
    private static async Task<IReadOnlyCollection<long>> AskAsync(ApiProcess api, int requests)
    {
        var (answered, left) = (new ConcurrentBag<long>(), requests);
        using var client = api.Client();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            try
            {
                while (Interlocked.Decrement(ref left) >= 0)
                {
                    using var response = await client.GetAsync(new Uri("/api/v1/metrics", UriKind.Relative), CancellationToken.None);
                    answered.Add(Stopwatch.GetTimestamp());
                }
            }
            catch (HttpRequestException)
            {
                // It is gone.
            }
        }, Token)));
        return answered;
    }

    private Task<long> CountAsync() => database.ScalarAsync<long>("select count(*) from api_usage");
}

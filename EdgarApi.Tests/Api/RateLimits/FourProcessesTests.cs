using System.Diagnostics;
using System.Net;
using EdgarApi.Api.Authentication;
using EdgarApi.Tests.Accounts;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Api.RateLimits;

/// <summary>Four API processes share one Redis and database.</summary>
public sealed class FourProcessesTests(SharedServers servers, ApiServer api) : OwnApiTest(servers, api)
{
    private const int PerMinute = 600;
    private const int Burst = 100;
    private const int PerDay = 1_500;

    private readonly ApiServer _server = api;
    private readonly SharedServers _stores = servers;

    [Fact]
    public async Task A_key_never_exceeds_its_limit_per_minute_or_per_day_across_four_processes()
    {
        const string NoLimit = "1000000";
        var maker = await StartAsync();
        (string, string)[] settings =
        [
            ("EdgarApi:Cache:Namespace", $"four-{Guid.NewGuid():N}"[..32]),
            ("EdgarApi:Usage:SpoolDirectory", TestFolder.New("spool")),
            .. Tier("pro", $"{PerMinute}", $"{Burst}", NoLimit),
            .. Tier("enterprise", NoLimit, NoLimit, $"{PerDay}"),
        ];
        var processes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _server.ProcessAsync(_stores, settings)));
        try
        {
            foreach (var process in processes) await UntilItIsHealthyAsync(process);

            // Each process may have an unspent lease of up to a hundredth of the quota.
            var (allowed, _) = await HammerAsync(processes, (await maker.Services.CreateKeyAsync(tier: "enterprise")).Text);
            Assert.InRange(allowed, PerDay * 96 / 100, PerDay);

            (allowed, var elapsed) = await HammerAsync(processes, (await maker.Services.CreateKeyAsync(tier: "pro")).Text);
            Assert.InRange(allowed, Burst / 2, Burst + (int)(elapsed.TotalMinutes * PerMinute));
        }
        finally
        {
            foreach (var process in processes) await process.DisposeAsync();
        }
    }

    private static (string, string)[] Tier(string name, string perMinute, string burst, string perDay) =>
    [
        ($"EdgarApi:Tiers:{name}:Concurrent", "1000"),
        ($"EdgarApi:Tiers:{name}:RequestsPerMinute", perMinute),
        ($"EdgarApi:Tiers:{name}:Burst", burst),
        ($"EdgarApi:Tiers:{name}:RequestsPerDay", perDay),
    ];

    /// <summary>Sends more requests than either limit allows to all processes at once.</summary>
    /// <returns>The number of requests that were served; the others were rejected for their rate. And how long it took.</returns>
    private static async Task<(int Allowed, TimeSpan Elapsed)> HammerAsync(IEnumerable<ApiProcess> processes, string key)
    {
        var started = Stopwatch.GetTimestamp();
        var responses = await Task.WhenAll(
            processes.SelectMany(process => Enumerable.Range(0, 4).Select(worker => HammerAsync(process.Address, key, worker))));
        var statuses = responses.SelectMany(list => list).ToList();
        var allowed = statuses.Count(status => status == HttpStatusCode.OK);
        Assert.Equal(statuses.Count, allowed + statuses.Count(status => status == HttpStatusCode.TooManyRequests));
        return (allowed, Stopwatch.GetElapsedTime(started));
    }

    /// <summary>Sends mostly one request, which is served from memory, and occasionally another.</summary>
    private static async Task<List<HttpStatusCode>> HammerAsync(Uri address, string key, int worker)
    {
        using var client = new HttpClient { BaseAddress = address };
        client.DefaultRequestHeaders.Add(RequestKey.Header, key);
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 200; i++)
            statuses.Add(await StatusAsync(client, i % 10 == 0 ? $"{Income}?periods={1 + (i / 10 + worker) % 40}" : Income));
        return statuses;
    }

    private static async Task UntilItIsHealthyAsync(ApiProcess process)
    {
        using var client = process.Client();
        await Waiting.UntilAsync(async () => await StatusAsync(client, "/health") == HttpStatusCode.OK);
    }
}

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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_key_never_exceeds_its_limit_across_four_processes(bool ofDay)
    {
        var maker = await StartAsync();
        var key = (await maker.Services.CreateKeyAsync(tier: "pro")).Text;
        var (space, spool) = ($"four-{Guid.NewGuid():N}"[..32], TestFolder.New("spool"));
        (string, string)[] settings =
        [
            ("EdgarApi:Cache:Namespace", space),
            ("EdgarApi:Usage:SpoolDirectory", spool),
            ("EdgarApi:Tiers:pro:Concurrent", "1000"),
            ("EdgarApi:Tiers:pro:RequestsPerMinute", $"{(ofDay ? 1_000_000 : PerMinute)}"),
            ("EdgarApi:Tiers:pro:Burst", $"{(ofDay ? 1_000_000 : Burst)}"),
            ("EdgarApi:Tiers:pro:RequestsPerDay", $"{(ofDay ? PerDay : 1_000_000)}"),
        ];
        var processes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _server.ProcessAsync(_stores, settings)));
        try
        {
            foreach (var process in processes) await UntilItIsHealthyAsync(process);
            var started = Stopwatch.GetTimestamp();
            var answers = await Task.WhenAll(
                processes.SelectMany(process => Enumerable.Range(0, 4).Select(worker => HammerAsync(process.Address, key, worker))));
            var elapsed = Stopwatch.GetElapsedTime(started);

            var statuses = answers.SelectMany(list => list).ToList();
            var allowed = statuses.Count(status => status == HttpStatusCode.OK);
            Assert.Equal(statuses.Count, allowed + statuses.Count(status => status == HttpStatusCode.TooManyRequests));
            // Each process may have an unspent lease of up to a hundredth of the quota.
            if (ofDay) Assert.InRange(allowed, PerDay * 96 / 100, PerDay);
            else Assert.InRange(allowed, Burst / 2, Burst + (int)(elapsed.TotalMinutes * PerMinute));
        }
        finally
        {
            foreach (var process in processes) await process.DisposeAsync();
        }
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

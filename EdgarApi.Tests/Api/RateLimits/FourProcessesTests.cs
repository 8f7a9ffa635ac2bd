using System.Diagnostics;
using System.Net;
using EdgarApi.Api.Authentication;
using EdgarApi.Api.Problems;
using EdgarApi.Tests.Accounts;
using EdgarApi.Tests.Servers;
using LocalAspire.Processes;

namespace EdgarApi.Tests.Api.RateLimits;

/// <summary>The API four times as a process of its own, over the same Redis and database.</summary>
public sealed class FourProcessesTests(SharedServers servers, ApiServer api) : OwnApiTest(servers, api)
{
    private const int PerMinute = 600;
    private const int Burst = 100;
    private const int PerDay = 1_500;

    private readonly ApiServer server = api;
    private readonly SharedServers stores = servers;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_key_is_answered_no_more_often_than_its_limit_however_it_hammers(bool ofDay)
    {
        var maker = await StartAsync();
        var key = (await maker.Services.CreateKeyAsync(tier: "pro")).Text;
        var settings = new Dictionary<string, string?>(await server.ConnectionsAsync(stores))
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["EdgarApi__Cache__Namespace"] = $"four-{Guid.NewGuid():N}"[..32],
            ["EdgarApi__Tiers__pro__RequestsPerMinute"] = $"{(ofDay ? 1_000_000 : PerMinute)}",
            ["EdgarApi__Tiers__pro__Burst"] = $"{(ofDay ? 1_000_000 : Burst)}",
            ["EdgarApi__Tiers__pro__RequestsPerDay"] = $"{(ofDay ? PerDay : 1_000_000)}",
            ["EdgarApi__Tiers__pro__Concurrent"] = "1000",
        };
        var processes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => RunningApi.StartAsync(settings)));
        try
        {
            var started = Stopwatch.GetTimestamp();
            var answers = await Task.WhenAll(processes.SelectMany(process => Enumerable.Range(0, 4).Select(worker => HammerAsync(process.Address, key, worker))));
            var elapsed = Stopwatch.GetElapsedTime(started);

            var statuses = answers.SelectMany(list => list).ToList();
            var allowed = statuses.Count(status => status == HttpStatusCode.OK);
            Assert.Equal(statuses.Count, allowed + statuses.Count(status => status == HttpStatusCode.TooManyRequests));
            // What a process leased last and did not spend is missing: an hundredth of the quota each at most.
            if (ofDay) Assert.InRange(allowed, PerDay * 96 / 100, PerDay);
            else Assert.InRange(allowed, Burst / 2, Burst + (int)(elapsed.TotalMinutes * PerMinute));
        }
        finally
        {
            foreach (var process in processes) await process.DisposeAsync();
        }
    }

    /// <summary>Mostly one request, which is answered from memory, and now and then another.</summary>
    private static async Task<List<HttpStatusCode>> HammerAsync(Uri address, string key, int worker)
    {
        using var client = new HttpClient { BaseAddress = address };
        client.DefaultRequestHeaders.Add(RequestKey.Header, key);
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 200; i++) statuses.Add(await StatusAsync(client, i % 10 == 0 ? $"{Income}?periods={1 + (i / 10 + worker) % 40}" : Income));
        return statuses;
    }

    private sealed class RunningApi(LeashedProcess process, Uri address) : IAsyncDisposable
    {
        public Uri Address => address;

        /// <summary>Starts it and waits until it is healthy.</summary>
        public static async Task<RunningApi> StartAsync(IReadOnlyDictionary<string, string?> settings)
        {
            var (address, log) = (new Uri($"http://127.0.0.1:{FreePort.Next()}"), new List<string>());
            var process = LeashedProcess.Start(
                "TERM", "dotnet", ["exec", typeof(ApiProblem).Assembly.Location], AppContext.BaseDirectory, settings.Append(new("ASPNETCORE_URLS", address.ToString())), line =>
                {
                    lock (log) log.Add(line);
                });
            using var client = new HttpClient { BaseAddress = address };
            while (!await IsHealthyAsync(client))
            {
                if (process.Exited.IsCompleted) throw new InvalidOperationException($"The API ended:\n{string.Join('\n', log)}");
                await Task.Delay(TimeSpan.FromMilliseconds(50), Token);
            }

            return new RunningApi(process, address);
        }

        public ValueTask DisposeAsync() => process.DisposeAsync();

        private static async Task<bool> IsHealthyAsync(HttpClient client)
        {
            try
            {
                return await StatusAsync(client, "/health") == HttpStatusCode.OK;
            }
            catch (HttpRequestException)
            {
                return false; // it does not listen yet
            }
        }
    }
}

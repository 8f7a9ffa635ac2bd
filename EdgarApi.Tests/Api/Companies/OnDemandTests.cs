using System.Globalization;
using System.Net;
using EdgarApi.Financials.Companies;
using EdgarApi.Sec.Sources;
using EdgarApi.Tests.Servers;
using EdgarApi.Tests.Storage;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace EdgarApi.Tests.Api.Companies;

/// <summary>Live mode: two processes get requests for companies that the SEC lists but that are not loaded.</summary>
public sealed class OnDemandTests(SharedServers servers) : IAsyncLifetime
{
    private const string Income = "/api/v1/companies/NVDA/statements/income";
    private const int MaxAnswerLength = 10 << 20;
    private const string Facts = "/api/xbrl/companyfacts/CIK0001045810.json";
    private const string Submissions = "/submissions/CIK0001045810.json";

    /// <summary>A separate Redis, because a pause requested by the SEC applies to all processes that share a Redis.</summary>
    private readonly RedisServer _redis = new();

    private SecServer _sec = null!;
    private EdgarDatabase _database = null!;
    private ApiHost _one = null!;
    private ApiHost _other = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _redis.StartAsync();
        _sec = await SecServer.StartAsync();
        _database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync(), ("ConnectionStrings:redis", _redis.ConnectionString));
        await _database.Pipeline.RunAsync(new Listings(), null, Token);
        await _database.Cluster.WaitForReplayAsync();
        (_one, _other) = (await StartAsync(), await StartAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _other.DisposeAsync();
        await _database.DisposeAsync();
        await _sec.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task A_listed_company_is_fetched_once_for_concurrent_requests()
    {
        var (started, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        _sec.Next(Submissions, async context =>
        {
            started.SetResult();
            await release.Task.WaitAsync(context.RequestAborted);
            await context.Response.Body.WriteAsync(EdgarData.Read("submissions.zip", "CIK0001045810.json"));
        });
        var first = GetAsync(_one, Income);
        await started.Task.InTimeAsync();
        var others = Enumerable.Range(0, 10)
            .Select(i => GetAsync(i % 2 == 0 ? _one : _other, i % 3 == 0 ? "/api/v1/companies/NVDA/overview" : Income))
            .ToArray();
        release.SetResult();

        HttpResponseMessage[] answers = [await first, .. await Task.WhenAll(others)];
        Assert.NotEmptyAndAll(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal((1, 1), (_sec.Count(Submissions), _sec.Count(Facts)));
        Assert.Equal(1L, await _database.ScalarAsync<long>("select count(*) from company_facts"));
        foreach (var answer in answers) answer.Dispose();
    }

    [Fact]
    public async Task A_rejection_by_the_SEC_is_a_503_with_Retry_After_and_the_SEC_gets_no_requests_until_then()
    {
        _sec.Next(Submissions, StatusCodes.Status429TooManyRequests, retryAfter: 120);
        using var refused = await GetAsync(_one, Income);
        using var again = await GetAsync(_other, Income);
        foreach (var answer in new[] { refused, again })
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.Contains("upstream_unavailable", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
            Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(120));
        }

        Assert.Equal((1, 0), (_sec.Requests.Count, _sec.Count(Facts)));
    }

    [Fact]
    public async Task A_fetch_continues_after_its_caller_times_out()
    {
        await using var hasty = await StartAsync(patience: "00:00:00.05");
        var release = new TaskCompletionSource();
        _sec.Next(Submissions, async context =>
        {
            await release.Task.WaitAsync(context.RequestAborted);
            await context.Response.Body.WriteAsync(EdgarData.Read("submissions.zip", "CIK0001045810.json"));
        });
        using var late = await GetAsync(hasty, Income);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(5)), (late.StatusCode, late.Headers.RetryAfter!.Delta));

        release.SetResult();
        using var later = await GetAsync(_one, Income);
        Assert.Equal((HttpStatusCode.OK, 1), (later.StatusCode, _sec.Count(Facts)));
    }

    [Fact]
    public async Task A_company_without_facts_is_fetched_once_and_several_companies_are_fetched_together()
    {
        _sec.Next(Submissions, StatusCodes.Status404NotFound);
        _sec.Next(Facts, StatusCodes.Status404NotFound);
        for (var i = 0; i < 3; i++)
        {
            using var none = await GetAsync(_one, Income);
            Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
            Assert.Contains("no_data", await none.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        }

        Assert.Equal((1, 1), (_sec.Count(Submissions), _sec.Count(Facts)));

        using var several = await GetAsync(_other, "/api/v1/timeseries?companies=AAPL,GOOGL&metrics=Revenue");
        Assert.Equal(HttpStatusCode.OK, several.StatusCode);
        Assert.Equal(2L, await _database.ScalarAsync<long>("select count(*) from company_facts"));
    }

    /// <summary>Each was served as a 404 for an hour.</summary>
    [Theory]
    [InlineData("an HTML page instead of facts")]
    [InlineData("an HTML page instead of submissions")]
    [InlineData("truncated facts")]
    [InlineData("facts of another company")]
    [InlineData("submissions of another company")]
    [InlineData("facts nested too deeply")]
    [InlineData("facts that are too large")]
    [InlineData("no facts but null")]
    public async Task An_unusable_response_of_the_SEC_is_a_503_and_is_requested_again_soon(string response)
    {
        var real = EdgarData.Read("companyfacts.zip", "CIK0001045810.json");
        var page = "<!DOCTYPE html><html><body>Undergoing maintenance</body></html>"u8.ToArray();
        var (path, body) = response switch
        {
            "an HTML page instead of facts" => (Facts, page),
            "an HTML page instead of submissions" => (Submissions, page),
            "truncated facts" => (Facts, real[..^1000]),
            "facts of another company" => (Facts, EdgarData.Read("companyfacts.zip", "CIK0000320193.json")),
            "submissions of another company" => (Submissions, EdgarData.Read("submissions.zip", "CIK0000320193.json")),
            "facts nested too deeply" => (Facts, System.Text.Encoding.UTF8.GetBytes(
                $$"""{"cik":1045810,"more":{{new string('[', 100_000)}}{{new string(']', 100_000)}},"facts":{} }""")),
            "facts that are too large" => (Facts, new byte[MaxAnswerLength + 1]),
            _ => (Facts, "null"u8.ToArray()),
        };
        _sec.Next(path, async context => await context.Response.Body.WriteAsync(body));
        var clock = new ShiftedClock();
        await using var process = await StartAsync(clock: clock);

        using var failed = await GetAsync(process, Income);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, failed.StatusCode);
        Assert.Contains("upstream_unavailable", await failed.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(5), failed.Headers.RetryAfter!.Delta);
        var requests = _sec.Requests.Count;
        using var early = await GetAsync(process, Income);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, requests), (early.StatusCode, _sec.Requests.Count));

        clock.Shift += TimeSpan.FromSeconds(5);
        clock.Jump -= TimeSpan.FromDays(1); // a clock that is set back delays nothing
        // Callers do not wait for an attempt after a failed one; it goes on.
        HttpResponseMessage? answer = null;
        await Waiting.UntilAsync(async () =>
        {
            answer?.Dispose();
            return (answer = await GetAsync(process, Income)).StatusCode == HttpStatusCode.OK;
        });
        Assert.Contains("NVIDIA", await answer!.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        answer.Dispose();
    }

    [Fact]
    public async Task While_the_SEC_fails_callers_do_not_wait_for_further_attempts_of_any_company()
    {
        const string Slow = "/submissions/CIK0000320193.json";
        var (clock, release) = (new ShiftedClock(), new TaskCompletionSource());
        await using var process = await StartAsync(patience: "00:10:00", clock: clock);
        for (var attempt = 0; attempt < 3; attempt++)
        {
            _sec.Next(Facts, async context => await context.Response.WriteAsync("<html/>"));
            await Waiting.UntilAsync(async () =>
            {
                using var failed = await GetAsync(process, Income);
                Assert.Equal(HttpStatusCode.ServiceUnavailable, failed.StatusCode);
                return _sec.Count(Facts) > attempt;
            });
            clock.Shift += TimeSpan.FromMinutes(1);
        }

        _sec.Next(Slow, async context =>
        {
            await release.Task.WaitAsync(context.RequestAborted);
            await context.Response.Body.WriteAsync(EdgarData.Read("submissions.zip", "CIK0000320193.json"));
        });
        using var other = await GetAsync(process, "/api/v1/companies/AAPL/overview").InTimeAsync("a response without the SEC");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, other.StatusCode);
        Assert.NotNull(other.Headers.RetryAfter);

        // The attempt goes on. When it succeeds, the SEC works again for all.
        release.SetResult();
        await Waiting.UntilAsync(async () =>
        {
            using var served = await GetAsync(process, "/api/v1/companies/AAPL/overview");
            return served.StatusCode == HttpStatusCode.OK;
        });
    }

    [Fact]
    public async Task Failures_of_the_SEC_are_one_warning_each_with_the_time_of_the_next_attempt()
    {
        var log = new FakeLogCollector();
        await using var process = await StartAsync(log: log);
        _sec.Next(Facts, async context => await context.Response.WriteAsync("<html/>"));
        for (var i = 0; i < 5; i++)
        {
            using var failed = await GetAsync(process, Income);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, failed.StatusCode);
        }

        var entry = Assert.Single(log.GetSnapshot(), entry => entry.Level is LogLevel.Warning or LogLevel.Error
            && entry.Message.Contains("CIK0001045810", StringComparison.Ordinal));
        Assert.Equal((LogLevel.Warning, null), (entry.Level, entry.Exception));
        Assert.Contains("The next attempt is at", entry.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(log.GetSnapshot(), entry => entry.Level is LogLevel.Error or LogLevel.Critical);
    }

    [Fact]
    public async Task An_invalid_parameter_fetches_nothing()
    {
        using var wrong = await GetAsync(_one, Income + "?periods=no");
        Assert.Equal((HttpStatusCode.BadRequest, 0), (wrong.StatusCode, _sec.Requests.Count));
    }

    private Task<ApiHost> StartAsync(
        string patience = "00:01:00", TimeProvider? clock = null, FakeLogCollector? log = null) =>
        ApiHost.StartAsync(_database, _redis, configure: host =>
    {
        host.ConfigureTestServices(services =>
        {
            if (clock is not null) services.AddSingleton(clock);
            if (log is not null) services.AddLogging(logging => logging.AddProvider(new FakeLoggerProvider(log)));
        });
        host.UseSetting("EdgarApi:Sec:MaxAnswerLength", $"{MaxAnswerLength}");
        host.UseSetting("EdgarApi:Ingest:Source", "Live");
        host.UseSetting("EdgarApi:Sec:Contact", "Test Suite tests@edgar-api.test");
        host.UseSetting("EdgarApi:Sec:DataAddress", _sec.Address.ToString());
        host.UseSetting("EdgarApi:Sec:FilesAddress", _sec.Address.ToString());
        host.UseSetting("EdgarApi:Sec:Patience", patience);
    });

    private static async Task<HttpResponseMessage> GetAsync(ApiHost process, string address)
    {
        using var client = process.Client(ApiServer.Key);
        return await client.GetAsync(new Uri(address, UriKind.Relative), Token);
    }

    /// <summary>The system's clock, ahead by some time. Timers and delays last as long as they do.</summary>
    private sealed class ShiftedClock : TimeProvider
    {
        /// <summary>Time that has passed in addition.</summary>
        public TimeSpan Shift { get; set; }

        /// <summary>By how much the time of day was set, without any time passing.</summary>
        public TimeSpan Jump { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift + Jump;

        public override long GetTimestamp() => base.GetTimestamp() + (long)(Shift.TotalSeconds * TimestampFrequency);
    }

    /// <summary>Companies with a name but no data.</summary>
    private sealed class Listings : ICompanySource
    {
        public string Name => "listings";

        public ValueTask<IReadOnlyList<CompanyProfile>> ReadListingsAsync(CancellationToken cancellationToken) =>
            new([
                .. new[] { ("AAPL", 320193), ("NVDA", 1045810), ("GOOGL", 1652044) }.Select(company => new CompanyProfile
                {
                    Cik = new Cik(company.Item2),
                    Name = company.Item1,
                    Tickers = [company.Item1],
                    Exchanges = ["Nasdaq"],
                }),
            ]);

        public IAsyncEnumerable<CompanyDocument> ReadAsync(CancellationToken cancellationToken) => AsyncEnumerable.Empty<CompanyDocument>();
    }
}

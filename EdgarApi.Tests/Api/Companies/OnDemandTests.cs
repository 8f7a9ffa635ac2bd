using System.Globalization;
using System.Net;
using EdgarApi.Financials.Companies;
using EdgarApi.Sec.Sources;
using EdgarApi.Tests.Postgres;
using EdgarApi.Tests.Servers;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace EdgarApi.Tests.Api.Companies;

/// <summary>Live mode: companies that the SEC lists and nobody loaded, asked for in two processes.</summary>
public sealed class OnDemandTests(SharedServers servers) : IAsyncLifetime
{
    private const string Income = "/api/v1/companies/NVDA/statements/income";
    private const string Facts = "/api/xbrl/companyfacts/CIK0001045810.json";
    private const string Submissions = "/submissions/CIK0001045810.json";

    /// <summary>Its own, since a pause that the SEC asks for is one for all who share a Redis.</summary>
    private readonly RedisServer redis = new();

    private SecServer sec = null!;
    private EdgarDatabase database = null!;
    private ApiHost one = null!;
    private ApiHost other = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await redis.StartAsync();
        sec = await SecServer.StartAsync();
        database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync(), ("ConnectionStrings:redis", redis.ConnectionString));
        await database.Pipeline.RunAsync(new Listings(), null, Token);
        await database.Cluster.WaitForReplayAsync();
        (one, other) = (await StartAsync(), await StartAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await one.DisposeAsync();
        await other.DisposeAsync();
        await database.DisposeAsync();
        await sec.DisposeAsync();
        await redis.DisposeAsync();
    }

    [Fact]
    public async Task A_listed_company_is_fetched_once_for_all_who_ask_for_it()
    {
        var (begun, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        sec.Next(Submissions, async context =>
        {
            begun.SetResult();
            await release.Task.WaitAsync(context.RequestAborted);
            await context.Response.Body.WriteAsync(EdgarData.Read("submissions.zip", "CIK0001045810.json"));
        });
        var first = GetAsync(one, Income);
        await begun.Task.InTimeAsync();
        var others = Enumerable.Range(0, 10).Select(i => GetAsync(i % 2 == 0 ? one : other, i % 3 == 0 ? "/api/v1/companies/NVDA/overview" : Income)).ToArray();
        release.SetResult();

        HttpResponseMessage[] answers = [await first, .. await Task.WhenAll(others)];
        Assert.NotEmptyAndAll(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal((1, 1), (sec.Count(Submissions), sec.Count(Facts)));
        Assert.Equal(1L, await database.ScalarAsync<long>("select count(*) from company_facts"));
        foreach (var answer in answers) answer.Dispose();
    }

    [Fact]
    public async Task An_SEC_that_refuses_is_a_503_that_says_when_to_ask_again_and_is_left_alone_until_then()
    {
        sec.Next(Submissions, StatusCodes.Status429TooManyRequests, retryAfter: 120);
        using var refused = await GetAsync(one, Income);
        using var again = await GetAsync(other, Income);
        foreach (var answer in new[] { refused, again })
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.Contains("upstream_unavailable", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
            Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(120));
        }

        Assert.Equal((1, 0), (sec.Requests.Count, sec.Count(Facts)));
    }

    [Fact]
    public async Task A_fetch_that_takes_longer_than_a_caller_waits_goes_on_without_it()
    {
        await using var hasty = await StartAsync(patience: "00:00:00.05");
        var release = new TaskCompletionSource();
        sec.Next(Submissions, async context =>
        {
            await release.Task.WaitAsync(context.RequestAborted);
            await context.Response.Body.WriteAsync(EdgarData.Read("submissions.zip", "CIK0001045810.json"));
        });
        using var late = await GetAsync(hasty, Income);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(5)), (late.StatusCode, late.Headers.RetryAfter!.Delta));

        release.SetResult();
        using var later = await GetAsync(one, Income);
        Assert.Equal((HttpStatusCode.OK, 1), (later.StatusCode, sec.Count(Facts)));
    }

    [Fact]
    public async Task A_company_without_facts_is_asked_for_once_and_several_companies_are_fetched_together()
    {
        sec.Next(Submissions, StatusCodes.Status404NotFound);
        sec.Next(Facts, StatusCodes.Status404NotFound);
        for (var i = 0; i < 3; i++)
        {
            using var none = await GetAsync(one, Income);
            Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
            Assert.Contains("no_data", await none.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        }

        Assert.Equal((1, 1), (sec.Count(Submissions), sec.Count(Facts)));

        using var several = await GetAsync(other, "/api/v1/timeseries?companies=AAPL,GOOGL&metrics=Revenue");
        Assert.Equal(HttpStatusCode.OK, several.StatusCode);
        Assert.Equal(2L, await database.ScalarAsync<long>("select count(*) from company_facts"));
    }

    [Fact]
    public async Task A_wrong_parameter_fetches_nothing()
    {
        using var wrong = await GetAsync(one, Income + "?periods=no");
        Assert.Equal((HttpStatusCode.BadRequest, 0), (wrong.StatusCode, sec.Requests.Count));
    }

    private Task<ApiHost> StartAsync(string patience = "00:01:00") => ApiHost.StartAsync(database, redis, configure: host =>
    {
        host.UseSetting("EdgarApi:Ingest:Source", "Live");
        host.UseSetting("EdgarApi:Sec:Contact", "Test Suite tests@edgar-api.test");
        host.UseSetting("EdgarApi:Sec:DataAddress", sec.Address.ToString());
        host.UseSetting("EdgarApi:Sec:FilesAddress", sec.Address.ToString());
        host.UseSetting("EdgarApi:Sec:Patience", patience);
    });

    private static async Task<HttpResponseMessage> GetAsync(ApiHost process, string address)
    {
        using var client = process.Client(ApiServer.Key);
        return await client.GetAsync(new Uri(address, UriKind.Relative), Token);
    }

    /// <summary>Companies by name alone.</summary>
    private sealed class Listings : ICompanySource
    {
        public string Name => "listings";

        public ValueTask<IReadOnlyList<CompanyProfile>> ReadListingsAsync(CancellationToken cancellationToken) => new(
        [
            .. new[] { ("AAPL", 320193), ("NVDA", 1045810), ("GOOGL", 1652044) }
                .Select(company => new CompanyProfile { Cik = new Cik(company.Item2), Name = company.Item1, Tickers = [company.Item1], Exchanges = ["Nasdaq"] }),
        ]);

        public IAsyncEnumerable<CompanyDocument> ReadAsync(CancellationToken cancellationToken) => AsyncEnumerable.Empty<CompanyDocument>();
    }
}

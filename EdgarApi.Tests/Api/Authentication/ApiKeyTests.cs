#pragma warning disable xUnit1069 // False positive: the tests use their cancellation token through the property Token.
using System.Diagnostics;
using System.Net;
using EdgarApi.Accounts;
using EdgarApi.Accounts.Keys;
using EdgarApi.Tests.Accounts;
using EdgarApi.Tests.Accounts.Keys;
using EdgarApi.Tests.Api.Caching;
using EdgarApi.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace EdgarApi.Tests.Api.Authentication;

public sealed class ApiKeyTests(SharedServers servers, ApiServer api) : ApiTest(servers, api)
{
    private const string Keyed = "/api/v1/companies/AAPL/statements/income";
    private const string Open = "/api/v1/companies/AAPL/overview";

    private readonly SharedServers _servers = servers;
    private readonly ApiServer _api = api;

    [Theory]
    [InlineData("/api/v1/companies?query=apple")]
    [InlineData("/api/v1/companies/AAPL/overview")]
    [InlineData("/api/v1/metrics")]
    [InlineData("/openapi/v1.json")]
    public async Task Public_company_information_needs_no_key(string address)
    {
        using var response = await Anonymous.GetAsync(new Uri(address, UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("public, max-age=300, s-maxage=86400", response.Headers.CacheControl!.ToString());
    }

    [Theory]
    [InlineData("/api/v1/companies/AAPL/statements/income")]
    [InlineData("/api/v1/companies/AAPL/timeseries?metrics=Revenue")]
    [InlineData("/api/v1/timeseries?companies=AAPL&metrics=Revenue")]
    [InlineData("/api/v1/companies/AAPL/facts")]
    [InlineData("/api/v1/companies/AAPL/filings")]
    [InlineData("/api/v1/updates")]
    public async Task Any_other_request_without_a_key_is_a_401_that_says_how_to_send_one(string address)
    {
        using var response = await Anonymous.GetAsync(new Uri(address, UriKind.Relative), Token);
        await ReadProblemAsync(response, HttpStatusCode.Unauthorized, "api_key_missing");
        Assert.Equal("Bearer", Assert.Single(response.Headers.WwwAuthenticate).Scheme);
    }

    [Theory]
    [InlineData("X-Api-Key", ApiServer.Key)]
    [InlineData("Authorization", "Bearer " + ApiServer.Key)]
    [InlineData("Authorization", "bearer " + ApiServer.Key)]
    public async Task The_development_key_is_accepted_in_either_header(string header, string value)
    {
        using var response = await SendAnonymousAsync(header, value);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("max-age=300, private", response.Headers.CacheControl!.ToString());
    }

    /// <summary>It has the caller's limits in its headers, and counts against their quota.</summary>
    [Theory]
    [InlineData("X-Api-Key", "")]
    [InlineData("Authorization", "Bearer ")]
    public async Task The_response_to_a_request_with_a_key_is_private_also_where_none_is_needed(string header, string before)
    {
        var key = await (await _api.ServicesAsync(_servers)).CreateKeyAsync();
        using var client = await _api.KestrelClientAsync(_servers);
        client.DefaultRequestHeaders.Clear();
        var address = $"{Open}?fields=annual&asOf={(header == "Authorization" ? "2025-01-01" : "2025-02-01")}";
        async Task<(string, string)> GetAsync(string? value)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            if (value is not null) request.Headers.Add(header, value);
            using var response = await client.SendAsync(request, Token);
            return (response.GetXCache(), response.Headers.CacheControl!.ToString());
        }

        Assert.Equal(("miss", "max-age=300, private"), await GetAsync(before + key.Text));
        Assert.Equal(("hit-l1", "max-age=300, private"), await GetAsync(before + key.Text));
        Assert.Equal(("hit-l1", "public, max-age=300, s-maxage=86400"), await GetAsync(null));
        Assert.Equal(("hit-l1", "max-age=300, private"), await GetAsync(before + key.Text));
    }

    [Theory]
    [InlineData("X-Api-Key", "wrong")]
    [InlineData("X-Api-Key", ApiServer.Key + "x")]
    [InlineData("Authorization", "Bearer wrong")]
    public async Task A_wrong_key_is_a_401_with_its_own_code(string header, string value)
    {
        using var response = await SendAnonymousAsync(header, value);
        await ReadProblemAsync(response, HttpStatusCode.Unauthorized, "api_key_invalid");
    }

    [Fact]
    public async Task Another_authorization_scheme_is_not_a_key()
    {
        using var response = await SendAnonymousAsync("Authorization", "Basic dXNlcjpwYXNz");
        await ReadProblemAsync(response, HttpStatusCode.Unauthorized, "api_key_missing");
    }

    [Theory]
    [InlineData("X-Api-Key", "")]
    [InlineData("Authorization", "Bearer ")]
    public async Task A_created_key_is_accepted_in_either_header(string header, string before)
    {
        var key = await (await _api.ServicesAsync(_servers)).CreateKeyAsync();
        using var response = await SendAnonymousAsync(header, before + key.Text);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task The_error_does_not_reveal_which_part_of_a_key_is_wrong()
    {
        var services = await _api.ServicesAsync(_servers);
        var key = await services.CreateKeyAsync();
        var revoked = await services.CreateKeyAsync();
        await services.GetRequiredService<AccountStore>().RevokeKeyAsync(SomeAccounts.Tester, revoked.Key.PublicId, Token);
        var details = new HashSet<string>();
        string[] wrongKeys =
        [
            "junk",
            key.Text + "0",
            KeyText.Create(KeyKind.Live),
            KeyTexts.WithId(KeyText.Create(KeyKind.Live), key.Key.PublicId),
            revoked.Text,
        ];
        foreach (var wrong in wrongKeys)
        {
            using var response = await SendAnonymousAsync("X-Api-Key", wrong);
            details.Add(
                (await ReadProblemAsync(response, HttpStatusCode.Unauthorized, "api_key_invalid")).GetProperty("detail").GetString()!);
        }

        Assert.Single(details);
    }

    [Fact]
    public async Task An_expired_key_is_a_401_with_its_own_code()
    {
        var key = await (await _api.ServicesAsync(_servers)).CreateKeyAsync(expiresAt: DateTimeOffset.UtcNow.AddMinutes(-1));
        using var response = await SendAnonymousAsync("X-Api-Key", key.Text);
        await ReadProblemAsync(response, HttpStatusCode.Unauthorized, "api_key_expired");
    }

    [Fact]
    public async Task A_key_without_the_read_scope_is_a_403_whether_or_not_the_response_is_cached()
    {
        var services = await _api.ServicesAsync(_servers);
        var (admin, reader) = (await services.CreateKeyAsync(KeyScope.Admin), await services.CreateKeyAsync());
        using var client = await _api.KestrelClientAsync(_servers);
        client.DefaultRequestHeaders.Clear();
        const string Address = Keyed + "?periods=7";
        (CreatedKey, HttpStatusCode)[] expected =
        [
            (admin, HttpStatusCode.Forbidden),
            (reader, HttpStatusCode.OK),
            (reader, HttpStatusCode.OK),
            (admin, HttpStatusCode.Forbidden),
        ];
        foreach (var (key, status) in expected)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Address);
            request.Headers.Add("X-Api-Key", key.Text);
            using var response = await client.SendAsync(request, Token);
            Assert.Equal(status, response.StatusCode);
        }
    }

    [Theory]
    [InlineData("/api/v1/companies?query=apple")]
    [InlineData(Open)]
    [InlineData("/api/v1/metrics")]
    public async Task An_invalid_key_is_rejected_on_public_routes_too(string address)
    {
        using var client = await _api.KestrelClientAsync(_servers);
        client.DefaultRequestHeaders.Clear();
        (await client.GetAsync(new Uri(address, UriKind.Relative), Token)).Dispose();
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add("X-Api-Key", KeyText.Create(KeyKind.Live));
        using var response = await client.SendAsync(request, Token);
        await ReadProblemAsync(response, HttpStatusCode.Unauthorized, "api_key_invalid");
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task A_revoked_key_is_rejected_by_every_process()
    {
        var services = await _api.ServicesAsync(_servers);
        var key = await services.CreateKeyAsync();
        using var other = await _api.KestrelClientAsync(_servers);
        other.DefaultRequestHeaders.Clear();
        foreach (var client in (HttpClient[])[Anonymous, other])
            for (var time = 0; time < 2; time++) Assert.Equal(HttpStatusCode.OK, await StatusAsync(client));

        await services.GetRequiredService<AccountStore>().RevokeKeyAsync(SomeAccounts.Tester, key.Key.PublicId, Token);

        foreach (var client in (HttpClient[])[Anonymous, other])
            await Waiting.UntilAsync(async () => await StatusAsync(client) == HttpStatusCode.Unauthorized);

        async Task<HttpStatusCode> StatusAsync(HttpClient client)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Keyed);
            request.Headers.Add("X-Api-Key", key.Text);
            using var response = await client.SendAsync(request, Token);
            return response.StatusCode;
        }
    }

    [Theory]
    [InlineData("junk")]
    [InlineData("edg_live_0123456789AB_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_000000")]
    public async Task A_malformed_key_causes_no_database_query(string key) => Assert.Equal(0, await StatementsAsync(key));

    [Fact]
    public async Task A_guessed_key_causes_at_most_one_database_query_and_a_known_key_none()
    {
        var services = await _api.ServicesAsync(_servers);
        await services.GetRequiredService<KeyCacheRefresher>().PollAsync(Token); // the first poll discards earlier reads
        foreach (var key in (string[])[KeyText.Create(KeyKind.Live), (await services.CreateKeyAsync()).Text])
        {
            // The primary, and a replica if the primary is slow; or none, if a read for another test's key includes this one.
            Assert.InRange(await StatementsAsync(key), 0, 2);
            // Once the process has heard that the key was created, which discards what it has read of it.
            await Waiting.UntilAsync(async () => await StatementsAsync(key) == 0);
        }
    }

    /// <summary>Counts the key queries in the request's trace, on an address whose response takes no SQL.</summary>
    private async Task<int> StatementsAsync(string key)
    {
        var (trace, statements) = (ActivityTraceId.CreateRandom(), 0);
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = activity => { if (activity.TraceId == trace) Interlocked.Increment(ref statements); },
        };
        ActivitySource.AddActivityListener(listener);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/updates?limit=1");
        request.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");
        request.Headers.Add("X-Api-Key", key);
        (await Anonymous.SendAsync(request, Token)).Dispose();
        return statements;
    }

    private async Task<HttpResponseMessage> SendAnonymousAsync(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Keyed, UriKind.Relative));
        request.Headers.TryAddWithoutValidation(header, value);
        return await Anonymous.SendAsync(request, Token);
    }
}

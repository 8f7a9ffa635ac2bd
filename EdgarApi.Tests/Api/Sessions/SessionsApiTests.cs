#pragma warning disable xUnit1069 // False positive: the tests use their cancellation token through the property Token.
using System.Net;
using EdgarApi.Accounts;
using EdgarApi.Tests.Api.Admin;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Api.Sessions;

public sealed class SessionsApiTests(SharedServers servers, ApiServer api) : AdminTest(servers, api)
{
    private const string Sessions = "/api/v1/sessions";
    private const string Current = Sessions + "/current";
    private const string Keyed = "/api/v1/companies/AAPL/ratios";

    private readonly SharedServers _servers = servers;
    private readonly ApiServer _api = api;

    [Fact]
    public async Task A_token_replaces_its_key_but_cannot_administer()
    {
        var token = await BeginAsync(await KeyAsync(KeyScope.Read | KeyScope.Admin));
        Assert.StartsWith("edg_sess_", token, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(Anonymous, HttpMethod.Get, Keyed, token));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(Anonymous, HttpMethod.Get, $"{Admin}/users", token));
    }

    [Theory]
    [InlineData(null, 3600)]
    [InlineData(60, 60)]
    [InlineData(86400, 86400)]
    public async Task A_session_lasts_an_hour_or_the_requested_lifetime(int? requested, int seconds)
    {
        var before = DateTimeOffset.UtcNow;
        var session = await JsonAsync(
            HttpMethod.Post, Sessions, requested is null ? null : new { lifetimeSeconds = requested }, await KeyAsync(KeyScope.Read),
            HttpStatusCode.Created);
        var expiresAt = session.GetProperty("expiresAt").GetDateTimeOffset();
        Assert.InRange(expiresAt, before.AddSeconds(seconds - 1), DateTimeOffset.UtcNow.AddSeconds(seconds + 1));
    }

    [Theory]
    [InlineData(59)]
    [InlineData(86401)]
    public async Task An_invalid_lifetime_is_rejected(int seconds)
    {
        var problem = await ProblemAsync(
            HttpMethod.Post, Sessions, new { lifetimeSeconds = seconds }, HttpStatusCode.BadRequest, "invalid_parameter",
            await KeyAsync(KeyScope.Read));
        Assert.Contains("must be between 60 and 86400", GetError(problem, "lifetimeSeconds"), StringComparison.Ordinal);
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task An_ended_session_is_rejected_by_every_process()
    {
        var token = await BeginAsync(await KeyAsync(KeyScope.Read));
        using var other = await _api.KestrelClientAsync(_servers);
        other.DefaultRequestHeaders.Clear();
        foreach (var client in (HttpClient[])[Anonymous, other])
            for (var time = 0; time < 2; time++) Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, HttpMethod.Get, Keyed, token));

        Assert.Equal(HttpStatusCode.NoContent, await StatusAsync(other, HttpMethod.Delete, Current, token));

        foreach (var client in (HttpClient[])[Anonymous, other])
            await Waiting.UntilAsync(async () => await StatusAsync(client, HttpMethod.Get, Keyed, token) == HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Only_a_stored_key_can_start_a_session()
    {
        await ProblemAsync(HttpMethod.Post, Sessions, null, HttpStatusCode.Forbidden, "forbidden"); // with the development key
        await ProblemAsync(HttpMethod.Post, Sessions, null, HttpStatusCode.Forbidden, "forbidden", await KeyAsync());
        Assert.Equal(
            HttpStatusCode.Forbidden,
            await StatusAsync(Anonymous, HttpMethod.Post, Sessions, await BeginAsync(await KeyAsync(KeyScope.Read))));
        await ProblemAsync(HttpMethod.Delete, Current, null, HttpStatusCode.NotFound, "resource_not_found", await KeyAsync(KeyScope.Read));
        using var without = await Anonymous.PostAsync(new Uri(Sessions, UriKind.Relative), null, Token);
        await ReadProblemAsync(without, HttpStatusCode.Unauthorized, "api_key_missing");
    }

    private async Task<string> BeginAsync(CreatedKey key) =>
        (await JsonAsync(HttpMethod.Post, Sessions, key: key, status: HttpStatusCode.Created)).GetProperty("token").GetString()!;

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, HttpMethod method, string address, string token)
    {
        using var request = new HttpRequestMessage(method, address);
        request.Headers.Add("Authorization", $"Bearer {token}");
        using var response = await client.SendAsync(request, Token);
        return response.StatusCode;
    }
}

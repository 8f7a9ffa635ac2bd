using System.Net;
using System.Text.Json;
using EdgarApi.Tests.Servers;
using Microsoft.Extensions.Options;

namespace EdgarApi.Tests.Api.WebSecurity;

/// <summary>Scripts of the sites in <c>EdgarApi:AllowedOrigins</c> may use the routes that need a key.</summary>
public sealed class AllowedOriginsTests(SharedServers servers, ApiServer api, ClassHosts hosts)
    : OwnApiTest(servers, api), IClassFixture<ClassHosts>
{
    private const string Site = "https://app.example.com";

    private static readonly (string, string)[] Settings =
        [("EdgarApi:AllowedOrigins:0", Site), ("EdgarApi:AllowedOrigins:1", "http://localhost:3000/")];

    [Theory]
    [InlineData(Site, Income, "GET", "authorization,if-none-match", true)]
    [InlineData("http://localhost:3000", "/api/v1/timeseries.csv?companies=AAPL&metrics=Revenue", "GET", "authorization", true)]
    [InlineData(Site, "/api/v1/usage", "GET", "authorization", true)]
    [InlineData(Site, "/api/v1/sessions/current", "DELETE", "authorization", true)]
    [InlineData("https://evil.example.com", Income, "GET", "authorization", false)]
    [InlineData("https://app.example.com.evil.com", Income, "GET", "authorization", false)]
    [InlineData("http://app.example.com", Income, "GET", "authorization", false)]
    [InlineData("null", Income, "GET", "authorization", false)]
    [InlineData(Site, "/api/v1/sessions", "POST", "authorization", false)]
    [InlineData(Site, "/api/v1/admin/keys", "GET", "authorization", false)]
    [InlineData(Site, Income, "GET", "x-api-key", false)]
    [InlineData(Site, Income, "POST", "authorization", false)]
    public async Task A_preflight_allows_session_tokens_of_the_listed_sites(
        string origin, string address, string method, string header, bool isAllowed)
    {
        using var client = await hosts.AnonymousAsync(Settings);
        using var response = await SendAsync(
            client, HttpMethod.Options, address, ("Origin", origin), ("Access-Control-Request-Method", method),
            ("Access-Control-Request-Headers", header));
        var allows = GetHeader(response, "Access-Control-Allow-Origin") == origin
            && Contains(GetHeader(response, "Access-Control-Allow-Methods"), method)
            && Array.TrueForAll(header.Split(','), name => Contains(GetHeader(response, "Access-Control-Allow-Headers"), name));
        Assert.Equal(isAllowed, allows);
        Assert.Equal("", GetHeader(response, "Access-Control-Allow-Credentials"));
    }

    [Fact]
    public async Task A_script_reads_responses_with_a_bearer_token_also_from_the_cache()
    {
        using var client = await AnonymousAsync(Settings);
        foreach (var cache in (string[])["miss", "hit-l1", "hit-l1"])
        {
            using var response = await GetAsync(client, Income, ("Origin", Site), ("Authorization", $"Bearer {ApiServer.Key}"));
            Assert.Equal(
                (HttpStatusCode.OK, cache, Site),
                (response.StatusCode, GetHeader(response, "X-Cache"), GetHeader(response, "Access-Control-Allow-Origin")));
            // A browser's cache must not give the response to another site.
            Assert.Contains("Origin", response.Headers.Vary);
            Assert.Contains("ETag", GetHeader(response, "Access-Control-Expose-Headers"), StringComparison.Ordinal);
        }

        using var other = await GetAsync(
            client, Income, ("Origin", "https://evil.example.com"), ("Authorization", $"Bearer {ApiServer.Key}"));
        Assert.Equal((HttpStatusCode.OK, ""), (other.StatusCode, GetHeader(other, "Access-Control-Allow-Origin")));
    }

    [Fact]
    public async Task A_script_reads_errors_too()
    {
        using var client = await hosts.AnonymousAsync(Settings);
        using var missing = await GetAsync(client, Income, ("Origin", Site));
        await ReadProblemAsync(missing, HttpStatusCode.Unauthorized, "api_key_missing");
        using var invalid = await GetAsync(client, $"{Income}?periods=x", ("Origin", Site), ("Authorization", $"Bearer {ApiServer.Key}"));
        await ReadProblemAsync(invalid, HttpStatusCode.BadRequest, "invalid_parameter");
        Assert.Equal(
            (Site, Site),
            (GetHeader(missing, "Access-Control-Allow-Origin"), GetHeader(invalid, "Access-Control-Allow-Origin")));
    }

    [Theory]
    [InlineData("app.example.com")]
    [InlineData("https://app.example.com/page")]
    [InlineData("*")]
    [InlineData("ftp://app.example.com")]
    public async Task An_invalid_origin_ends_the_program_with_what_is_valid(string origin)
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(("EdgarApi:AllowedOrigins:0", origin)));
        Assert.Equal(
            $"EdgarApi:AllowedOrigins:0 is '{origin}', but must be an origin such as https://app.example.com, without a path.",
            Assert.Single(error.Failures));
    }

    [Theory]
    [InlineData("help@example.com", "email", "help@example.com")]
    [InlineData("https://example.com/help", "url", "https://example.com/help")]
    public async Task The_documents_name_the_contact_of_the_installation(string setting, string member, string value)
    {
        using var client = await AnonymousAsync(("EdgarApi:Contact", setting));
        using var document = JsonDocument.Parse(await client.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative), Token));
        Assert.Equal(value, document.RootElement.GetProperty("info").GetProperty("contact").GetProperty(member).GetString());
    }

    private static bool Contains(string list, string name) =>
        list.Split(',', StringSplitOptions.TrimEntries).Contains(name, StringComparer.OrdinalIgnoreCase);
}

using System.Net;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Api.WebSecurity;

public sealed class TransportTests(SharedServers servers, ApiServer api) : OwnApiTest(servers, api)
{
    private static readonly (string, string)[] Production = [("environment", "Production"), ("EdgarApi:DevelopmentKey", "")];
    private static readonly (string, string) Proxy = ("EdgarApi:TrustedProxies:0", "127.0.0.0/8");

    [Fact]
    public async Task Outside_of_Development_whoever_comes_without_TLS_is_sent_to_where_there_is_some()
    {
        using var client = await AnonymousAsync(Production);
        using var response = await SendAsync(client, HttpMethod.Head, Overview + "?fields=annual", ("Host", "api.example.com:8080"));
        Assert.Equal(
            (HttpStatusCode.PermanentRedirect, "https://api.example.com" + Overview + "?fields=annual"), (response.StatusCode, response.Headers.Location?.AbsoluteUri));
    }

    [Fact]
    public async Task Where_to_is_said_by_the_request_and_by_no_forwarded_host_or_scheme()
    {
        using var client = await AnonymousAsync([.. Production, Proxy]);
        using var response = await GetAsync(client, Overview, ("Host", "api.example.com"), ("X-Forwarded-Host", "evil.example.com"), ("X-Forwarded-Proto", "ftp"), ("Forwarded", "host=evil.example.com"));
        Assert.Equal((HttpStatusCode.PermanentRedirect, "https://api.example.com" + Overview), (response.StatusCode, response.Headers.Location?.AbsoluteUri));
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/alive")]
    [InlineData("/metrics")]
    public async Task Probes_and_scrapes_come_without_TLS(string address)
    {
        using var client = await AnonymousAsync(Production);
        using var response = await GetAsync(client, address);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Behind_a_trusted_proxy_that_ends_TLS_the_answer_demands_TLS_for_good()
    {
        using var client = await AnonymousAsync([.. Production, Proxy]);
        using var secure = await GetAsync(client, Overview, ("X-Forwarded-Proto", "https"));
        Assert.Equal((HttpStatusCode.OK, "max-age=63072000; includeSubDomains"), (secure.StatusCode, GetHeader(secure, "Strict-Transport-Security")));
        using var plain = await GetAsync(client, Overview, ("X-Forwarded-Proto", "http"));
        Assert.Equal(HttpStatusCode.PermanentRedirect, plain.StatusCode);
    }

    [Fact]
    public async Task Behind_a_proxy_that_is_not_trusted_nobody_is_sent_in_circles()
    {
        using var client = await AnonymousAsync(Production);
        using var response = await GetAsync(client, Overview, ("X-Forwarded-Proto", "https"));
        Assert.Equal((HttpStatusCode.OK, ""), (response.StatusCode, GetHeader(response, "Strict-Transport-Security")));
    }

    [Fact]
    public async Task In_Development_there_is_no_TLS()
    {
        using var client = await AnonymousAsync();
        using var response = await GetAsync(client, Overview);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task The_clients_address_is_the_last_one_that_no_trusted_proxy_has()
    {
        using var client = await AnonymousAsync(Proxy, ("EdgarApi:Tiers:public:RequestsPerDay", "1"));
        Assert.Equal(HttpStatusCode.OK, await FromAsync(client, "203.0.113.7"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await FromAsync(client, "203.0.113.7"));
        // What stands before it is what the client itself sent along.
        Assert.Equal(HttpStatusCode.TooManyRequests, await FromAsync(client, "198.51.100.9, 203.0.113.7"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await FromAsync(client, "203.0.113.7, 127.0.0.9"));
        Assert.Equal(HttpStatusCode.OK, await FromAsync(client, "203.0.113.8"));
    }

    [Fact]
    public async Task From_anybody_else_a_forwarded_address_is_made_up_and_passed_over()
    {
        using var client = await AnonymousAsync(("EdgarApi:TrustedProxies:0", "192.0.2.1"), ("EdgarApi:Tiers:public:RequestsPerDay", "1"));
        Assert.Equal(HttpStatusCode.OK, await FromAsync(client, "203.0.113.7"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await FromAsync(client, "203.0.113.8"));
    }

    [Fact]
    public async Task The_frameworks_switch_that_trusts_everybody_does_not()
    {
        using var client = await AnonymousAsync(("ForwardedHeaders_Enabled", "true"), ("EdgarApi:Tiers:public:RequestsPerDay", "1"));
        Assert.Equal(HttpStatusCode.OK, await FromAsync(client, "203.0.113.7"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await FromAsync(client, "203.0.113.8"));
    }

    [Theory]
    [InlineData("EdgarApi:TrustedProxies:0", "somewhere", "EdgarApi:TrustedProxies:0 is 'somewhere', but must be an address such as 10.0.0.5 or a network such as 10.0.0.0/16.")]
    [InlineData("EdgarApi:RequireHttps", "perhaps", "EdgarApi:RequireHttps is 'perhaps', but must be true or false")]
    public async Task A_setting_that_means_nothing_ends_the_start_with_what_is_valid(string setting, string value, string message)
    {
        var error = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => StartAsync((setting, value)));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> FromAsync(HttpClient client, string forwardedFor)
    {
        using var response = await GetAsync(client, Overview, ("X-Forwarded-For", forwardedFor));
        return response.StatusCode;
    }
}

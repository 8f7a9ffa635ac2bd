using System.Net;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Api.WebSecurity;

public sealed class TransportTests(SharedServers servers, ApiServer api) : OwnApiTest(servers, api)
{
    private static readonly (string, string)[] Production = [("environment", "Production"), ("EdgarApi:DevelopmentKey", "")];
    private static readonly (string, string) Proxy = ("EdgarApi:TrustedProxies:0", "127.0.0.0/8");

    [Fact]
    public async Task Outside_Development_requests_without_TLS_are_redirected_to_HTTPS()
    {
        using var client = await AnonymousAsync(Production);
        using var response = await SendAsync(client, HttpMethod.Head, Overview + "?fields=annual", ("Host", "api.example.com:8080"));
        Assert.Equal(
            (HttpStatusCode.PermanentRedirect, "https://api.example.com" + Overview + "?fields=annual"),
            (response.StatusCode, response.Headers.Location?.AbsoluteUri));
    }

    [Fact]
    public async Task The_redirect_uses_the_requests_host_and_ignores_forwarded_host_and_scheme()
    {
        using var client = await AnonymousAsync([.. Production, Proxy]);
        using var response = await GetAsync(
            client, Overview, ("Host", "api.example.com"), ("X-Forwarded-Host", "evil.example.com"), ("X-Forwarded-Proto", "ftp"),
            ("Forwarded", "host=evil.example.com"));
        Assert.Equal(
            (HttpStatusCode.PermanentRedirect, "https://api.example.com" + Overview),
            (response.StatusCode, response.Headers.Location?.AbsoluteUri));
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/alive")]
    public async Task Probes_do_not_need_TLS(string address)
    {
        using var client = await AnonymousAsync(Production);
        using var response = await GetAsync(client, address);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Behind_a_trusted_TLS_proxy_responses_have_HSTS()
    {
        using var client = await AnonymousAsync([.. Production, Proxy]);
        using var secure = await GetAsync(client, Overview, ("X-Forwarded-Proto", "https"));
        Assert.Equal(
            (HttpStatusCode.OK, "max-age=63072000; includeSubDomains"),
            (secure.StatusCode, GetHeader(secure, "Strict-Transport-Security")));
        using var plain = await GetAsync(client, Overview, ("X-Forwarded-Proto", "http"));
        Assert.Equal(HttpStatusCode.PermanentRedirect, plain.StatusCode);
    }

    [Fact]
    public async Task Behind_an_untrusted_proxy_there_is_no_redirect_loop()
    {
        using var client = await AnonymousAsync(Production);
        using var response = await GetAsync(client, Overview, ("X-Forwarded-Proto", "https"));
        Assert.Equal((HttpStatusCode.OK, ""), (response.StatusCode, GetHeader(response, "Strict-Transport-Security")));
    }

    [Fact]
    public async Task Development_does_not_require_TLS()
    {
        using var client = await AnonymousAsync();
        using var response = await GetAsync(client, Overview);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task The_client_address_is_the_last_untrusted_one()
    {
        using var client = await AnonymousAsync(Proxy, ("EdgarApi:Tiers:public:RequestsPerDay", "1"));
        Assert.Equal(HttpStatusCode.OK, await FromAsync(client, "203.0.113.7"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await FromAsync(client, "203.0.113.7"));
        // The client itself sent the addresses before it.
        Assert.Equal(HttpStatusCode.TooManyRequests, await FromAsync(client, "198.51.100.9, 203.0.113.7"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await FromAsync(client, "203.0.113.7, 127.0.0.9"));
        Assert.Equal(HttpStatusCode.OK, await FromAsync(client, "203.0.113.8"));
    }

    [Fact]
    public async Task Forwarded_addresses_from_untrusted_clients_are_ignored()
    {
        using var client = await AnonymousAsync(("EdgarApi:TrustedProxies:0", "192.0.2.1"), ("EdgarApi:Tiers:public:RequestsPerDay", "1"));
        Assert.Equal(HttpStatusCode.OK, await FromAsync(client, "203.0.113.7"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await FromAsync(client, "203.0.113.8"));
    }

    [Fact]
    public async Task The_frameworks_switch_to_trust_all_proxies_has_no_effect()
    {
        using var client = await AnonymousAsync(("ForwardedHeaders_Enabled", "true"), ("EdgarApi:Tiers:public:RequestsPerDay", "1"));
        Assert.Equal(HttpStatusCode.OK, await FromAsync(client, "203.0.113.7"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await FromAsync(client, "203.0.113.8"));
    }

    [Theory]
    [InlineData(
        "EdgarApi:TrustedProxies:0",
        "somewhere",
        "EdgarApi:TrustedProxies:0 is 'somewhere', but must be an address such as 10.0.0.5 or a network such as 10.0.0.0/16.")]
    [InlineData("EdgarApi:RequireHttps", "perhaps", "EdgarApi:RequireHttps is 'perhaps', but must be true or false")]
    public async Task An_invalid_setting_fails_at_startup_with_the_valid_values(string setting, string value, string message)
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

using System.Net;
using System.Net.Sockets;
using System.Text;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Api.WebSecurity;

public sealed class SecurityHeadersTests(SharedServers servers, ApiServer api) : OwnApiTest(servers, api)
{
    [Fact]
    public async Task Every_response_restricts_browsers_and_names_no_server()
    {
        using var client = await KeyedAsync();
        var requests = new[]
        {
            (Overview, 200),
            (Overview, 200),
            (Income, 200),
            ("/api/v1/metrics?format=csv", 200),
            (Overview + "?bogus=1", 400),
            ("/api/v1/companies/NOSUCH/facts", 404),
            ("/nothing", 404),
            ("/health", 200),
            ("/openapi/v1.json", 200),
            ("/", 302),
            ("/problems/no_data", 200),
        };
        foreach (var (address, status) in requests)
        {
            using var response = await GetAsync(client, address);
            Assert.Equal((address, (HttpStatusCode)status), (address, response.StatusCode));
            Assert.Equal("default-src 'none'; frame-ancestors 'none'", GetHeader(response, "Content-Security-Policy"));
            Assert.Equal(("nosniff", "DENY"), (GetHeader(response, "X-Content-Type-Options"), GetHeader(response, "X-Frame-Options")));
            Assert.Equal(
                ("", "", ""),
                (GetHeader(response, "Server"), GetHeader(response, "X-Powered-By"), GetHeader(response, "Strict-Transport-Security")));
        }
    }

    [Fact]
    public async Task Invalid_HTTP_is_rejected_without_a_server_name_or_internal_details()
    {
        using var client = await AnonymousAsync();
        foreach (var request in new[]
        {
            "GET / HTTP/9.9\r\n\r\n",
            "\u0016\u0003\u0001 a TLS handshake\r\n\r\n",
            "GET /api/v1/metrics HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
            "POST /api/v1/sessions HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
        })
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(IPAddress.Loopback, client.BaseAddress!.Port, Token);
            await socket.GetStream().WriteAsync(Encoding.Latin1.GetBytes(request), Token);
            var answer = await new StreamReader(socket.GetStream(), Encoding.Latin1).ReadToEndAsync(Token);
            Assert.Matches("^HTTP/1.1 (400|505) ", answer);
            Assert.DoesNotContain("Server:", answer, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("Kestrel", answer, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("   at ", answer, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_documentation_allows_its_scripts_by_a_unique_nonce()
    {
        using var client = await AnonymousAsync();
        var (one, other) = (await NonceAsync(client), await NonceAsync(client));
        Assert.NotEqual(one, other);
    }

    private static async Task<string> NonceAsync(HttpClient client)
    {
        using var response = await GetAsync(client, "/docs/");
        var policy = GetHeader(response, "Content-Security-Policy");
        var nonce = policy.Split("'nonce-")[1].Split('\'')[0];
        var page = await response.Content.ReadAsStringAsync(Token);
        Assert.Matches("^[0-9a-f]{32}$", nonce);
        Assert.True(response.Headers.CacheControl!.NoStore);
        Assert.DoesNotContain("unsafe-eval", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src 'self' 'unsafe-inline'", policy, StringComparison.Ordinal);
        Assert.True(page.Split("<script").Length > 2 && page.Split("<script").Length == page.Split($"nonce=\"{nonce}\"").Length, page);
        return nonce;
    }
}

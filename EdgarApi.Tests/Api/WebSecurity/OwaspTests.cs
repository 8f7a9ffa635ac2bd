using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using EdgarApi.Api.Requests;
using EdgarApi.Caching.RequestBudget;
using EdgarApi.Financials.Companies;
using EdgarApi.Sec;
using EdgarApi.Sec.Live;
using EdgarApi.Sec.RequestBudget;
using EdgarApi.Sec.Sources;
using EdgarApi.Tests.Servers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace EdgarApi.Tests.Api.WebSecurity;

/// <summary>One test for each item of the OWASP API Security Top 10 2023.</summary>
public sealed partial class OwaspTests(SharedServers servers, ApiServer api) : OwnApiTest(servers, api)
{
    [Fact]
    public async Task API2_broken_authentication_guesses_are_rejected_alike_and_count_against_the_client()
    {
        using var client = await AnonymousAsync(("EdgarApi:Tiers:public:RequestsPerDay", "3"));
        foreach (var guess in new[] { ApiServer.Key[..^1], ApiServer.Key + "x", "' or 1=1 --" })
        {
            using var refused = await GetAsync(client, Income, ("X-Api-Key", guess));
            Assert.Equal((HttpStatusCode.Unauthorized, "api_key_invalid"), (refused.StatusCode, await GetCodeAsync(refused)));
        }

        using var limited = await GetAsync(client, Income, ("X-Api-Key", "another"));
        Assert.Equal(HttpStatusCode.TooManyRequests, limited.StatusCode);
        using var good = await GetAsync(client, Income, ("X-Api-Key", ApiServer.Key));
        Assert.Equal(HttpStatusCode.OK, good.StatusCode);
        // A key in the URL would end up in logs and histories, so it is ignored there.
        using var keyed = await KeyedAsync();
        using var inAddress = await GetAsync(keyed, $"{Income}?api_key={ApiServer.Key}");
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_parameter"), (inAddress.StatusCode, await GetCodeAsync(inAddress)));
    }

    [Fact]
    public async Task API4_unrestricted_resource_consumption_everything_that_grows_is_bounded()
    {
        using var client = await KeyedAsync(("EdgarApi:Tiers:development:RequestsPerDay", "22"));
        foreach (var (address, status) in new[]
        {
            (Income + "?periods=41", 400),
            ("/api/v1/companies/AAPL/facts?limit=1001", 400),
            ("/api/v1/companies/AAPL/facts?offset=1000001", 400),
            ("/api/v1/companies?limit=1001", 400),
            ($"/api/v1/timeseries?metrics=Revenue&companies={string.Join(',', Enumerable.Range(1, 51))}", 400),
            ($"/api/v1/companies/AAPL/timeseries?metrics={string.Join(',', Enumerable.Range(1, 41))}", 400),
            ("/api/v1/screen?where=NetMargin>0&limit=1001", 400),
            ($"/api/v1/screen?where={string.Join(',', Enumerable.Repeat("NetMargin>0", 21))}", 400),
            ($"/api/v1/screen?where={string.Join('|', Enumerable.Range(0, 41).Select(number => $"NetMargin>{number}"))}", 400),
            ($"/api/v1/screen?where=NetMargin>0&fields={string.Join(',', Enumerable.Repeat("Revenue", 21))}", 400),
            ("/api/v1/frames/Revenue/CY2024?limit=1001", 400),
            ("/api/v1/companies/AAPL/peers?limit=101", 400),
            ($"/api/v1/companies?query={new string('a', 101)}", 400),
            ($"/api/v1/companies?query={new string('a', 4096)}", 414),
            ($"/api/v1/companies?query={new string('a', 20_000)}", 414),
            ("/api/v1/usage?from=2024-01-01&to=2025-12-31", 400),
            ("/api/v1/admin/keys?limit=201", 400),
        })
        {
            using var response = await GetAsync(client, address);
            Assert.Equal((status, address), ((int)response.StatusCode, address));
        }

        // Rejected by the application, by the server for their length, and by the server for their number.
        var tooLong = new (string, string)[][]
        {
            [("X-Much", new string('a', 17_000))],
            [("X-Much", new string('a', 40_000))],
            [.. Enumerable.Range(0, 70).Select(i => ($"X-Much-{i}", "a"))],
        };
        foreach (var headers in tooLong)
            Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, await StatusAsync(client, Overview, headers));
        foreach (var (path, body, status) in new (string, object, HttpStatusCode)[]
        {
            ("/organizations", new { name = new string('a', 201) }, HttpStatusCode.BadRequest),
            ("/organizations", new { name = new string('a', 17_000) }, HttpStatusCode.RequestEntityTooLarge),
            ("/warm", new { companies = Enumerable.Range(1, 501).Select(cik => $"{cik}") }, HttpStatusCode.BadRequest),
        })
        {
            using var response = await SendJsonAsync(client, HttpMethod.Post, Admin + path, body);
            Assert.Equal((status, path), (response.StatusCode, path));
        }

        var requests = 0;
        for (; requests < 16; requests++)
        {
            using var response = await GetAsync(client, Overview);
            if (response.StatusCode == HttpStatusCode.TooManyRequests) break;
        }

        Assert.InRange(requests, 1, 15);
    }

    [Fact]
    public async Task API7_server_side_request_forgery_addresses_from_clients_are_never_requested()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var listenerUrl = $"http://{listener.LocalEndpoint}/listenerUrl";
        var host = await StartAsync();
        using var client = Keyed(host);
        var endpoints = GetEndpoints(host.Services).Where(endpoint => endpoint.Metadata.GetMetadata<QueryParameters>() is not null);
        foreach (var endpoint in endpoints)
        {
            var names = endpoint.Metadata.GetMetadata<QueryParameters>()!.Parameters.Select(parameter => parameter.Name);
            var segments = endpoint.RoutePattern.PathSegments.Select(segment =>
                segment.Parts[0] is Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal
                    ? literal.Content
                    : Uri.EscapeDataString(listenerUrl));
            var path = "/" + string.Join('/', segments);
            foreach (var address in new[] { path, path.Replace(Uri.EscapeDataString(listenerUrl), "AAPL", StringComparison.Ordinal) })
            {
                using var response = await GetAsync(
                    client,
                    $"{address}?{string.Join('&', names.Select(name => $"{name}={Uri.EscapeDataString(listenerUrl)}"))}",
                    ("Referer", listenerUrl),
                    ("Origin", listenerUrl),
                    ("X-Forwarded-Host", listener.LocalEndpoint.ToString()!));
                Assert.InRange((int)response.StatusCode, 200, 499);
            }
        }

        var bodies = 0;
        foreach (var endpoint in GetEndpoints(host.Services))
        {
            if (endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType is not { } type)
                continue;
            var address = string.Join(
                '/', GetAddress(endpoint).Split('/').Select(part => part.StartsWith('{') ? Uri.EscapeDataString(listenerUrl) : part));
            foreach (var member in type.GetProperties().Where(member => member.PropertyType == typeof(string)))
            {
                var body = new Dictionary<string, string>
                {
                    ["name"] = listenerUrl,
                    [JsonNamingPolicy.CamelCase.ConvertName(member.Name)] = listenerUrl,
                };
                using var response = await SendJsonAsync(
                    client, new HttpMethod(endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0]), address, body);
                Assert.InRange((int)response.StatusCode, 200, 499);
                bodies++;
            }
        }

        Assert.True(bodies > 5, $"only {bodies} string members");
        Assert.False(listener.Pending());
    }

    [Fact]
    public async Task API8_security_misconfiguration_no_internal_details_and_no_open_methods()
    {
        var host = await StartAsync();
        using var client = Keyed(host);
        foreach (var method in new[] { "TRACE", "TRACK", "PUT", "DELETE", "PATCH", "POST", "CONNECT-ME" })
        {
            using var response = await SendAsync(client, new HttpMethod(method), Overview);
            Assert.Equal((HttpStatusCode.MethodNotAllowed, "method_not_allowed"), (response.StatusCode, await GetCodeAsync(response)));
        }

        var addresses = new[]
        {
            "/.git/config",
            "/appsettings.json",
            "/swagger",
            "/api/v1/../../etc/passwd",
            "/api/v1/companies/..%2f..%2fsecret/facts",
            "/api/v1/datasets/..%2f..%2fetc/passwd.parquet",
        };
        foreach (var address in addresses)
        {
            using var response = await GetAsync(client, address);
            var body = await response.Content.ReadAsStringAsync(Token);
            Assert.InRange((int)response.StatusCode, 400, 499);
            foreach (var detail in new[] { "Exception", "   at ", AppContext.BaseDirectory, "Npgsql", "Microsoft.", "System." })
                Assert.DoesNotContain(detail, body, StringComparison.Ordinal);
            Assert.NotEqual("", GetHeader(response, "Content-Security-Policy"));
        }
    }

    [Fact]
    public async Task API9_improper_inventory_every_route_is_documented_or_listed_here()
    {
        string[] undocumented =
        [
            "/", "/health", "/alive", "/metrics", "/openapi/v1.json", "/openapi/accounts.json", "/problems/{code}", "/docs",
            "/ops", "/ops/ops.css", "/ops/ops.js", "/ops/status.js", "/ops/charts.js", "/ops/elements.js", "/ops/units.js", "/ops/runbooks",
            "/ops/data/status", "/ops/data/budgets", "/ops/data/runs", "/ops/data/dashboards", "/ops/data/dashboards/{uid}",
            "/ops/operation.js", "/ops/data/actions", "/ops/data/drills", "/ops/data/drills/reads", "/ops/data/drills/degraded-mode",
            "/api/v1", "/llms.txt", "/mcp",
        ];
        var host = await StartAsync();
        using var client = host.CreateClient();
        var documented = new HashSet<string>(StringComparer.Ordinal);
        foreach (var address in (string[])["/openapi/v1.json", "/openapi/accounts.json"])
        {
            using var document = JsonDocument.Parse(await client.GetStringAsync(new Uri(address, UriKind.Relative), Token));
            documented.UnionWith(document.RootElement.GetProperty("paths").EnumerateObject().Select(path => path.Name));
        }

        var routes = GetEndpoints(host.Services).Select(endpoint => "/" + endpoint.RoutePattern.RawText!.Trim('/')).Distinct().ToList();

        // The admin API has a second, shorter address.
        Assert.NotEmptyAndAll(routes, route =>
            Assert.True(
                documented.Contains(route)
                    || (route.StartsWith("/admin/", StringComparison.Ordinal) && documented.Contains("/api/v1" + route))
                    || undocumented.Contains(route)
                    || route.StartsWith("/docs/", StringComparison.Ordinal),
                $"{route} is not documented"));
        Assert.NotEmptyAndAll(documented, route => Assert.StartsWith("/api/v1/", route, StringComparison.Ordinal));
        Assert.Superset(documented, routes.ToHashSet());
    }

    [Fact]
    public async Task API10_unsafe_consumption_of_apis_SEC_redirects_and_file_names_are_not_trusted()
    {
        await using var sec = await SecServer.StartAsync();
        using var elsewhere = new TcpListener(IPAddress.Loopback, 0);
        elsewhere.Start();
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .Configure<IngestOptions>(_ => { })
            .Configure<SecOptions>(options =>
            {
                options.Contact = "Test Suite tests@edgar-api.test";
                options.DataAddress = options.FilesAddress = sec.Address;
                options.RetryDelay = TimeSpan.FromMilliseconds(1);
            });
        services.AddSecLive();
        services.AddSingleton(RedisPools.CreateGateway()).AddSingleton<ISecRequestBudget, SharedRequestBudget>();
        await using var provider = services.BuildServiceProvider();
        var source = provider.GetRequiredService<LiveCompanySource>();

        sec.Next("/submissions/CIK0000320193.json", context =>
        {
            context.Response.Redirect($"http://{elsewhere.LocalEndpoint}/");
            return Task.CompletedTask;
        });
        await Assert.ThrowsAsync<SecUnavailableException>(async () => await source.ReadOneAsync(new Cik(320193), Token));
        Assert.False(elsewhere.Pending());

        sec.Put("/submissions/CIK0000320193.json", """
            {
              "cik": "0000320193",
              "name": "Apple Inc.",
              "filings": {
                "recent": { "accessionNumber": [], "form": [], "filingDate": [] },
                "files": [{ "name": "../../../secret", "filingCount": 1 }]
              }
            }
            """);
        Assert.Contains("as a further page", (await source.ReadOneAsync(new Cik(320193), Token))!.Fault!.Reason, StringComparison.Ordinal);
        Assert.Equal(0, sec.Count("/secret"));
    }

    private static IEnumerable<RouteEndpoint> GetEndpoints(IServiceProvider services) =>
        services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    private static async Task<string?> GetCodeAsync(HttpResponseMessage response)
    {
        using var problem = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(Token));
        return problem.RootElement.GetProperty("code").GetString();
    }
}

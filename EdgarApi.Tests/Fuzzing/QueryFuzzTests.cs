using CsCheck;
using EdgarApi.Api.Admin;
using EdgarApi.Api.Companies;
using EdgarApi.Api.Facts;
using EdgarApi.Api.Filings;
using EdgarApi.Api.Metrics;
using EdgarApi.Api.Overview;
using EdgarApi.Api.Ratios;
using EdgarApi.Api.Requests;
using EdgarApi.Api.Screening;
using EdgarApi.Api.Statements;
using EdgarApi.Api.TimeSeries;
using EdgarApi.Api.Updates;
using EdgarApi.Api.Usage;
using EdgarApi.Api.Windows;
using EdgarApi.Tests.Api;
using EdgarApi.Tests.Servers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace EdgarApi.Tests.Fuzzing;

/// <summary>
/// Any query string is bound or rejected with an error per invalid parameter. A failure reports the seed that reproduces it.
/// </summary>
public sealed class QueryFuzzTests(SharedServers servers, ApiServer api)
{
    private static readonly (IReadOnlyList<QueryParameter> Parameters, Func<HttpContext, Task<string>> Bind)[] Endpoints =
    [
        From<CompanySearchQuery>(),
        From<OverviewQuery>(),
        From<MetricsQuery>(),
        From<StatementQuery>(),
        From<RatiosQuery>(),
        From<TimeSeriesQuery>(),
        From<SeveralQuery<TimeSeriesQuery>>(),
        From<FactsQuery>(),
        From<FilingsQuery>(),
        From<UpdatesQuery>(),
        From<UsageQuery>(),
        From<KeysQuery>(),
        From<UsersQuery>(),
        From<PageQuery>(),
        From<RunsQuery>(),
        From<FrameQuery>(),
        From<ScreenQuery>(),
        From<PeersQuery>(),
        From<SeveralQuery<StatementQuery>>(),
        From<SeveralQuery<RatiosQuery>>(),
    ];

    private static readonly string[] Values =
    [
        "", "0", "1", "4", "40", "41", "-1", "00000000001", "2147483647", "2147483648", "99999999999999999999", "1e3", "1.5", "true",
        "false", "TRUE", "annual", "quarterly", "ttm", "latest", "original", "standard", "reported", "income", "all", "essential",
        "sources", "Revenue", "Revenue,NetIncome", "Revenue,,NetIncome", ",", ",,,", "us-gaap:NetIncomeLoss", ":", "USD", "10-K", "FY",
        "Q1", "2024-02-29", "2024-02-30", "0001-01-01", "9999-12-31", "2026-01-31T12:00:00Z", "2026-01-31T12:00:00+14:00",
        "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "json", "csv", "AAPL,MSFT", "%00", "%ff", "%c0%80", "%ed%a0%80", "%",
        "%zz", "+", " ", "%0d%0aSet-Cookie:x", "\ud800", "\u202e", "null", "'; drop table companies; --", "../../etc/passwd",
        "http://169.254.169.254/",
        "Revenue>1e9", "Revenue>=1,NetMargin!=0.2|RevenueGrowth<-1.5E-3", "Revenue=1", ">", "!=", "|", "Revenue>",
        "<=1", "Revenue=>1", "-Revenue", "--Revenue", "CY2024", "CY2024Q1", "CY2024Q4I", "CY2024Q5", "CY2024I",
        "3674", "Nasdaq",
    ];

    private static readonly IServiceProvider Services = new ServiceCollection().AddSingleton(TimeProvider.System).BuildServiceProvider();

    private static readonly Gen<string> Value = Gen.Frequency(
        (4, Gen.Int[0, Values.Length - 1].Select(index => Values[index])), (1, Mutation.From(Values)), (1, Gen.String[0, 60]));

    private static readonly Gen<(int Endpoint, string Query)> EndpointAndQuery = Gen.Int[0, Endpoints.Length - 1].SelectMany(endpoint =>
        GenerateQuery(Endpoints[endpoint].Parameters).Select(query => (endpoint, query)));

    /// <summary>Parameters of the endpoint in any case, and some unknown ones.</summary>
    private static Gen<string> GenerateQuery(IReadOnlyList<QueryParameter> parameters) =>
        Gen.Select(
            Gen.Frequency(
                (8, Gen.Int[0, parameters.Count - 1].Select(index => parameters[index].Name)),
                (1, Gen.Int[0, parameters.Count - 1].Select(index => parameters[index].Name.ToUpperInvariant())),
                (1, Value)),
            Value,
            Gen.Bool)
            .Select(
                (name, value, equals) =>
                    equals || value.Length == 0 ? $"{name}={value}" : $"{name}={Uri.EscapeDataString(value.Replace('\ud800', 'x'))}")
            .Array[0, 8]
            .Select(pairs => "?" + string.Join('&', pairs));

    [Fact]
    public Task A_query_is_bound_or_rejected_with_the_valid_values() => EndpointAndQuery.SampleAsync(async sample =>
    {
        var context = new DefaultHttpContext { RequestServices = Services };
        context.Request.QueryString = new QueryString(sample.Query);
        context.Request.RouteValues["metric"] = sample.Query.Length % 3 == 0 ? "Revenue" : sample.Query;
        context.Request.RouteValues["period"] = sample.Query.Length % 5 == 0 ? sample.Query : "CY2024";
        context.Request.RouteValues["statement"] = sample.Query.Length % 2 == 0 ? "income" : sample.Query;
        var canonical = await Endpoints[sample.Endpoint].Bind(context);
        Assert.NotNull(canonical);
    }, iter: Mutation.Inputs);

    /// <summary>Sends requests to a host. Uses fewer inputs because each is a request.</summary>
    [Fact]
    public async Task No_request_is_a_500()
    {
        string[] paths =
        [
            "/api/v1/companies", "/api/v1/companies/AAPL/overview", "/api/v1/metrics", "/api/v1", "/api/v1/companies/AAPL",
            "/api/v1/companies/NOSUCH/statements/income",
            "/api/v1/companies/AAPL/ratios", "/api/v1/companies/AAPL/timeseries", "/api/v1/timeseries", "/api/v1/companies/AAPL/facts",
            "/api/v1/companies/AAPL/filings", "/api/v1/updates", "/api/v1/usage", "/api/v1/admin/keys", "/api/v1/admin/keys/0aB3dE6gH9jK",
            "/api/v1/admin/users", "/api/v1/admin/users/1", "/admin/organizations", "/admin/organizations/1", "/admin/audit",
            "/admin/orders", "/admin/orders/1", "/admin/runs", "/admin/status", "/problems/no_data", "/api/v1/companies/AAPL/facts.csv",
            "/api/v1/companies/AAPL/statements/income.csv", "/api/v1/timeseries.csv", "/api/v1/datasets",
            "/api/v1/datasets/values/2024.parquet",
            "/api/v1/screen", "/api/v1/screen.csv", "/api/v1/frames/Revenue/CY2024", "/api/v1/frames/Assets/CY2024Q4I.csv",
            "/api/v1/companies/NVDA/peers", "/api/v1/statements/income", "/api/v1/statements/balance.csv", "/api/v1/ratios",
            "/api/v1/ratios.csv",
        ];
        using var client = await api.KestrelClientAsync(servers);
        var requests = Gen.Select(
            EndpointAndQuery,
            Gen.Frequency((4, Gen.Int[0, paths.Length - 1].Select(index => paths[index])), (1, Mutation.From(paths))),
            Gen.Frequency((3, Gen.Const("*/*")), (1, Mutation.From("text/csv;q=0.5, application/json"))));
        await requests.SampleAsync(async (query, path, accept) =>
        {
            if (query.Endpoint < 8 && path == paths[0]) path = paths[query.Endpoint];
            var address = Uri.EscapeDataString(path).Replace("%2F", "/", StringComparison.Ordinal) + query.Query;
            if (!Uri.TryCreate($"{client.BaseAddress}{address.TrimStart('/')}", UriKind.Absolute, out var target)) return;
            using var request = new HttpRequestMessage(HttpMethod.Get, target);
            request.Headers.TryAddWithoutValidation("Accept", Mutation.ToHeaderValue(accept));
            using var response = await client.SendAsync(request);
            Assert.True(
                (int)response.StatusCode < 500,
                $"{(int)response.StatusCode} {address}: {await response.Content.ReadAsStringAsync()}");
        }, iter: Mutation.Inputs / 20);
    }

    private static (IReadOnlyList<QueryParameter>, Func<HttpContext, Task<string>>) From<T>() where T : IQuery<T>
    {
        return (T.Parameters, BindAsync);

        static async Task<string> BindAsync(HttpContext context)
        {
            var query = (await Query<T>.BindAsync(context))!;
            if (query.Problem is null) return query.Value.Canonical;
            Assert.NotEmpty(query.Problem.Errors!);
            Assert.NotEmptyAndAll(query.Problem.Errors!, error => Assert.NotEmpty(error.Value));
            return query.Problem.Detail;
        }
    }
}

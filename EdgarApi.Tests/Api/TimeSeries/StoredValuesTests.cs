using System.Text.Json;
using EdgarApi.Api.TimeSeries;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements;
using EdgarApi.Storage.Companies;
using EdgarApi.Storage.Metrics;
using EdgarApi.Tests.Servers;
using EdgarApi.Tests.Storage;
using EdgarApi.Tests.Storage.Ingest;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace EdgarApi.Tests.Api.TimeSeries;

/// <summary>Which metric values in the database serve time series of several companies.</summary>
public sealed class StoredValuesTests(SharedServers servers, ApiServer api)
{
    /// <summary>Stores the revenue as net income.</summary>
    private const string Mistake = """
        update metric_series s set packed = r.packed from metric_series r
        where s.metric = 'NetIncome' and r.metric = 'Revenue' and r.cik = s.cik and r.freq = s.freq
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Values_of_another_version_of_the_rules_are_computed_anew_instead_of_read()
    {
        var redis = await servers.RedisAsync();
        await using var database = await EdgarDatabase.CreateAsync(
            await servers.PostgresAsync(), ("ConnectionStrings:redis", redis.ConnectionString));
        await database.Pipeline.RunAsync("test", RealCompanies.Documents("NVDA"), null, Token);
        await database.ExecuteAsync(Mistake);
        Assert.Equal(await ReadAsync("Revenue"), await ReadAsync("NetIncome"));

        await database.ExecuteAsync(
            "update company_facts set rules_version = rules_version - 1; update companies set revision = nextval('data_version')");
        // Net income of the year to 2026-01-25 in the 10-K of 2026.
        Assert.Equal(120_067_000_000, await ReadAsync("NetIncome"));

        async Task<decimal> ReadAsync(string metric)
        {
            await database.Cluster.WaitForReplayAsync();
            await using var host = await ApiHost.StartAsync(database, redis, configure: web =>
                web.UseSetting("EdgarApi:Cache:Namespace", $"t{Guid.NewGuid():N}"[..20]));
            using var client = host.Client(ApiServer.Key);
            var answer = JsonDocument.Parse(await client.GetStringAsync(
                new Uri($"/api/v1/timeseries?companies=NVDA&metrics={metric}&periods=1&fields=value", UriKind.Relative), Token))
                .RootElement;
            return answer.GetProperty("companies")[0].GetProperty("metrics")[0].GetProperty("points")[0].GetProperty("value").GetDecimal();
        }
    }

    [Fact]
    public async Task Stored_values_serve_a_company_only_if_they_are_what_its_facts_yield()
    {
        var services = await api.ServicesAsync(servers);
        var directory = services.GetRequiredService<ICompanyDirectory>();
        var (apple, bank) = (directory.Find("AAPL")!, directory.Find("RY")!);

        Assert.NotNull(await ReadAsync(apple, "NetIncome", "Inventory"));
        Assert.NotNull(await ReadAsync(bank, "NetIncome"));
        Assert.Null(await ReadAsync(bank, "NetIncome", "Inventory"));

        async Task<CompanyPage?> ReadAsync(CompanyEntry company, params string[] metrics)
        {
            var query = new TimeSeriesQuery(
                [.. metrics.Select(id => MetricCatalog.All.Single(metric => metric.Id == id))], Frequency.Annual,
                new(Periods: 4, From: null, To: null, Calendar: false, Cursor: null), new StatementOptions(),
                new PointFields(Value: true, Growth: false, Source: true));
            return StoredSeries.TryCreate(company, query, await services.GetRequiredService<IMetricValueReader>().GetAsync(
                [company], metrics, Frequency.Annual, 5, Token));
        }
    }
}

using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Aspire.Hosting.Testing;
using EdgarApi.Tests.Monitoring;
using Xunit.Sdk;

namespace EdgarApi.Tests.AppHost;

/// <summary>The queries of the dashboards, asked of the Prometheus that scrapes the running system.</summary>
[Collection<RunningSystemTests>]
public sealed partial class DashboardQueryTests(RunningSystem system)
{
    /// <summary>Requests of every kind that a panel shows: from caches and computed, with errors, and by anonymous callers.</summary>
    private static readonly string[] Traffic =
    [
        "companies?query=apple", "companies/AAPL/overview", "companies/NVDA/statements/balance",
        "companies/AAPL/timeseries?metrics=Revenue", "companies/AAPL/facts?limit=5", "companies/AAPL/facts?limit=0",
        "companies/NOSUCH/overview",
    ];

    /// <summary>A statement of another day is computed, not cached.</summary>
    private static readonly string[] Statements = ["income", "balance", "cashflow"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_query_of_the_dashboards_has_a_result_with_the_labels_of_its_legend()
    {
        var remaining = GrafanaDashboards.Queries.ToList();
        Assert.NotEmpty(remaining);
        var (round, missing) = (0, "");
        try
        {
            await Waiting.UntilAsync(async () =>
            {
                await RequestAsync(round++);
                var problems = new List<(PanelQuery Query, string Problem)>();
                foreach (var query in remaining)
                    if (await FindProblemAsync(query) is { } problem) problems.Add((query, problem));
                remaining = [.. problems.Select(problem => problem.Query)];
                missing = string.Join('\n', problems.Select(problem => $"{problem.Query}: {problem.Problem}"));
                return problems.Count == 0;
            });
        }
        catch (XunitException timeout)
        {
            Assert.Fail($"{timeout.Message}\n{missing}");
        }
    }

    private async Task RequestAsync(int round)
    {
        var day = new DateOnly(2024, 1, 1).AddDays(round);
        var computed = Statements.Select(statement => $"companies/AAPL/statements/{statement}?asOf={day:yyyy-MM-dd}");
        foreach (var resource in (string[])[.. Traffic, .. computed])
            using (await system.Api.GetAsync(new Uri($"/api/v1/{resource}", UriKind.Relative), Token)) { }
        // Only requests with a body have a size.
        using (await system.Api.PostAsync(new Uri("/api/v1/companies", UriKind.Relative), new StringContent("{}"), Token)) { }
        using var anonymous = system.App.CreateHttpClient("api");
        using (await anonymous.GetAsync(new Uri("/api/v1/companies/AAPL/overview", UriKind.Relative), Token)) { }
    }

    /// <summary>Asks as Grafana does for the current moment; null if everything is in order.</summary>
    private async Task<string?> FindProblemAsync(PanelQuery query)
    {
        var expression = query.Expression.Replace("$__rate_interval", "1m", StringComparison.Ordinal)
            .Replace("$__range", "1h", StringComparison.Ordinal);
        Assert.DoesNotContain("$", expression, StringComparison.Ordinal);
        using var client = system.App.CreateHttpClient("prometheus");
        using var answer = await client.GetAsync(
            new Uri($"/api/v1/query?query={Uri.EscapeDataString(expression)}", UriKind.Relative), Token);
        var content = await answer.Content.ReadFromJsonAsync<JsonNode>(Token);
        Assert.True(answer.IsSuccessStatusCode, $"{query}: {content}");
        var values = content!["data"]!["result"]!.AsArray().Select(series => series!)
            .Where(series => double.IsFinite(double.Parse((string)series["value"]![1]!, CultureInfo.InvariantCulture))).ToList();
        if (values.Count == 0) return "no result";
        var labels = Placeholder().Matches(query.Legend).Select(match => match.Groups[1].Value).ToList();
        return values.SelectMany(series => labels.Where(label => series["metric"]![label] is null)).FirstOrDefault();
    }

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Placeholder();
}
